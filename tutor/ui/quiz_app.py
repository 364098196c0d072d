"""Quizzes on the screen: from the first question to the end of the summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.driver import Driver

from tutor.store.recorder import CHARSET
from tutor.ui.base_app import BaseApp
from tutor.ui.terminal.capabilities import Look

if TYPE_CHECKING:
    from tutor.session.quiz import QuizSession
    from tutor.store.quizzes import Quizzes
    from tutor.ui.screens.exercise_screen import ExerciseScreen
    from tutor.ui.screens.summary import SummaryScreen


class BaseQuizApp(BaseApp):
    """A subclass begins with `play`, and hears by `played` that the learner is through."""

    close_word = "close"
    """What closing the summary is called."""

    def __init__(self, look: Look, *, driver_class: type[Driver] | None = None) -> None:
        super().__init__(look, driver_class=driver_class)
        self._quizzes: Quizzes | None = None
        self._mark: float | None = None

    def played(self) -> None:
        """The quiz was left, or its summary closed; what was shown for it is still there."""
        raise NotImplementedError

    def play(self, quiz: QuizSession, quizzes: Quizzes, *, mark: float | None = None) -> None:
        """Ask these questions; `mark` is the share that has to be right."""
        from tutor.ui.screens.quiz import QuizScreen

        self._quizzes, self._mark = quizzes, mark
        self.push_screen(QuizScreen(quiz, quizzes, self.look))

    def on_exercise_screen_wanted(self, message: ExerciseScreen.Wanted) -> None:
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
                assert self._quizzes is not None
                self.open_glossary(self._quizzes.course)
            case _:
                self.played()

    def _summarise(self) -> None:
        from tutor.ui.screens.quiz import QuizScreen
        from tutor.ui.screens.summary import SummaryRows, SummaryScreen

        screen, quizzes = self.screen, self._quizzes
        assert isinstance(screen, QuizScreen) and quizzes is not None
        quiz = screen.quiz.mode == "quiz"
        report = SummaryRows(
            screen.quiz.summary(), self._mark if quiz else None, due=len(quizzes.due())
        )
        self.switch_screen(SummaryScreen(report, self.look, close=self.close_word))

    def on_summary_screen_practise(self, message: SummaryScreen.Practise) -> None:
        from tutor.ui.screens.quiz import QuizScreen

        if isinstance(self.screen, QuizScreen):
            return  # it was pressed twice, and has been done
        assert self._quizzes is not None
        practice = self._quizzes.practice(message.items, message.seed)
        self.switch_screen(QuizScreen(practice, self._quizzes, self.look))

    def on_summary_screen_closed(self) -> None:
        from tutor.ui.screens.summary import SummaryScreen

        if isinstance(self.screen, SummaryScreen):
            self.played()


class QuizApp(BaseQuizApp):
    """Whether the quiz was finished, its caller asks the quiz itself."""

    def __init__(
        self,
        quiz: QuizSession,
        quizzes: Quizzes,
        *,
        look: Look,
        mark: float | None = None,
        driver_class: type[Driver] | None = None,
    ) -> None:
        """`mark`: the share that has to be right, where that is to be said."""
        super().__init__(look, driver_class=driver_class)
        self._first, self._beginning, self._wanted = quiz, quizzes, mark

    def on_mount(self) -> None:
        if self._beginning.setting(CHARSET) == "ascii":
            self.wear(self.look._replace(charset="ascii"))
        self.play(self._first, self._beginning, mark=self._wanted)

    def played(self) -> None:
        self.exit()
