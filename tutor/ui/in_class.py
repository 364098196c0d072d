"""What a class does with a learner's app: brings it to a step, makes a pause, has a quiz taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

from tutor.errors import TutorError

if TYPE_CHECKING:
    from tutor.session.lesson import LessonSession
    from tutor.session.pace import Class, ClassQuiz
    from tutor.session.quiz import QuizSession
    from tutor.ui.app import TutorApp


class InClass:
    """One learner's app in a class."""

    def __init__(self, app: TutorApp, pace: Class) -> None:
        self._app, self._pace = app, pace
        self._quiz: QuizSession | None = None
        """The one that the class takes."""
        self._screens: list[Screen[None]] = []
        """Where it is taken, and that it is handed in."""

    def moved(self, session: LessonSession) -> None:
        """Do what the class has done, and say what is said to its learners."""
        from tutor.ui.screens.pause import PauseScreen
        from tutor.ui.screens.step import StepScreen

        app, pace = self._app, self._pace
        open_ = [one for one in app.screen_stack if isinstance(one, StepScreen) and one.is_mounted]
        if pace.follow(session):
            for screen in open_:
                screen.act_stop()
            app.to_the_step()
        if text := pace.notice():
            app.tell(text)
        pausing = isinstance(app.screen, PauseScreen)
        if pace.paused and not pausing:
            app.push_screen(PauseScreen(pace.paused))
        elif pausing and not pace.paused:
            app.pop_screen()
        if pace.quiz is not None and not pace.paused:
            self._take(pace.quiz)
        for screen in open_:
            screen.changed()

    def holds(self, screen: Screen[object]) -> bool:
        """That screen is the class's: whoever leaves it leaves the class."""
        return screen in self._screens

    def _take(self, wanted: ClassQuiz) -> None:
        """Take the quiz; or, once it is over for all, see what came of it."""
        open_ = [one for one in self._app.screen_stack if one in self._screens]
        if wanted.over:
            if self._pace.tells(wanted) and (over := self._app.mine.over(wanted, self._quiz)):
                self._told(over, open_[-1] if open_ else None)
            self._quiz, self._screens = None, []
            return
        if self._quiz is None or self._quiz.terms["class"] != wanted.name:
            while any(one in self._screens for one in self._app.screen_stack):
                self._app.pop_screen()  # one before it, whose end was not seen
            open_, self._screens = [], []
            try:
                self._quiz = self._app.mine.together(wanted)
            except TutorError as error:
                self._app.tell(str(error))
                return
        self._quiz.minutes = wanted.minutes
        if not open_:
            self._open(self._quiz)

    def _open(self, quiz: QuizSession) -> None:
        from tutor.ui.screens.handed_in import HandedInScreen
        from tutor.ui.screens.quiz import QuizScreen

        def over() -> Screen[None]:
            self._screens.append(HandedInScreen())
            return self._screens[-1]

        self._app.mine.keep(quiz)  # they have seen it
        self._screens = [QuizScreen(quiz, self._app.mine, over=over)]
        self._app.push_screen(self._screens[0])

    def _told(self, quiz: QuizSession, screen: Screen[object] | None) -> None:
        """What came of it, in place of that screen and of all that stands on it; upon whatever
        stands there for somebody who was away when it ended."""
        from tutor.ui.screens.summary import SummaryRows, SummaryScreen

        told = SummaryScreen(SummaryRows(quiz.summary()), self._app.mine, close="go on")
        if screen is None:
            self._app.push_screen(told)
            return
        while self._app.screen is not screen:
            self._app.pop_screen()
        self._app.switch_screen(told)
