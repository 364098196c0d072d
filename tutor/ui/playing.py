"""An app on which rounds are played: from the first question to the end of the summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.driver import Driver

from tutor.ui.dressed import DressedApp
from tutor.ui.terminal import Look

if TYPE_CHECKING:
    from tutor.core.round import Round
    from tutor.store.quizzes import Rounds
    from tutor.ui.screens.quiz import QuizScreen
    from tutor.ui.screens.summary import SummaryScreen


class PlayingApp(DressedApp):
    """A subclass begins with `play`, and hears by `played` that the learner is through."""

    close_word = "close"
    """What closing the summary is called."""

    def __init__(self, look: Look, *, driver_class: type[Driver] | None = None) -> None:
        super().__init__(look, driver_class=driver_class)
        self._rounds: Rounds | None = None
        self._mark: float | None = None

    def played(self) -> None:
        """The round was left, or its summary closed; what was shown for it is still there."""
        raise NotImplementedError

    def play(self, round_: Round, rounds: Rounds, *, mark: float | None = None) -> None:
        """Ask these questions; `mark` is the share that has to be right."""
        from tutor.ui.screens.quiz import QuizScreen

        self._rounds, self._mark = rounds, mark
        self.push_screen(QuizScreen(round_, rounds, self.look))

    def on_quiz_screen_wanted(self, message: QuizScreen.Wanted) -> None:
        from tutor.ui.screens.quiz import QuizScreen

        if not isinstance(self.screen, QuizScreen):
            return  # it was pressed twice, and has been done
        match message.what:
            case "summary":
                self._summarise()
            case "help":
                from tutor.ui.screens.help import round_help

                self.push_screen(round_help(self.look))
            case "glossary":
                from tutor.ui.screens.glossary import GlossaryScreen

                assert self._rounds is not None
                self.push_screen(GlossaryScreen(self._rounds.course.glossary, self.look))
            case _:
                self.played()

    def _summarise(self) -> None:
        from tutor.ui.report import Report
        from tutor.ui.screens.quiz import QuizScreen
        from tutor.ui.screens.summary import SummaryScreen

        screen, rounds = self.screen, self._rounds
        assert isinstance(screen, QuizScreen) and rounds is not None
        quiz = screen.round.mode == "quiz"
        report = Report(screen.round.summary(), self._mark if quiz else None, due=len(rounds.due()))
        self.switch_screen(SummaryScreen(report, self.look, close=self.close_word))

    def on_summary_screen_practise(self, message: SummaryScreen.Practise) -> None:
        from tutor.ui.screens.quiz import QuizScreen

        if isinstance(self.screen, QuizScreen):
            return  # it was pressed twice, and has been done
        assert self._rounds is not None
        practice = self._rounds.practice(message.items, message.seed)
        self.switch_screen(QuizScreen(practice, self._rounds, self.look))

    def on_summary_screen_closed(self) -> None:
        from tutor.ui.screens.summary import SummaryScreen

        if isinstance(self.screen, SummaryScreen):
            self.played()
