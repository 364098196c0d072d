"""A class, line by line: what it does with a learner's walk, told in sentences."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tutor.errors import TutorError
from tutor.grading import messages
from tutor.plain import describe, quiz_console
from tutor.session.view import Phase

if TYPE_CHECKING:
    from tutor.plain.console import Console
    from tutor.plain.lesson_console import LessonConsole
    from tutor.session.lesson import LessonSession
    from tutor.session.pace import Class, ClassQuiz
    from tutor.session.quiz import QuizSession
    from tutor.session.quizzes import Quizzes
    from tutor.session.view import View

SHOWN = "The answers of the class are shown."
COUNTED = 10.0
"""Seconds between two counts of answers that are told: a voice reads each of them."""


class InClass:
    """One learner in a class."""

    def __init__(
        self,
        console: LessonConsole,
        pace: Class,
        session: LessonSession,
        talk: Console,
        quizzes: Quizzes,
    ) -> None:
        self._console, self._pace, self._session = console, pace, session
        self._talk, self._say, self._quizzes = talk, talk.tell, quizzes
        self._counted, self._counted_at = "", 0.0
        """What was told last of how many have answered, and when."""
        self._paused = ""
        """What was told last of a pause."""
        self._vote = ""
        """Of which vote it was told that it is held."""
        self._quiz: QuizSession | None = None
        """The one that the class takes, handed in."""
        self._handed_in = ""
        """What was said of that."""

    @property
    def waits(self) -> str:
        """Why nothing is done now, as a sentence; empty where it is."""
        return self._handed_in or self._paused

    def counted(self, said: str) -> tuple[str, ...]:
        """How many have answered, where that was not told last."""
        if said == self._counted:
            return ()
        self._counted, self._counted_at = said, time.monotonic()
        return (said,)

    def raise_hand(self) -> str:
        """Put the learner's hand up or, where it is, down; as a sentence."""
        self._pace.raise_hand(not self._pace.hand)
        return "Your hand is up." if self._pace.hand else "Your hand is down."

    def moved(self, before: View) -> None:
        """Do what the class has done, and tell of it. Raises Ended."""
        pace, console = self._pace, self._console
        place = _place(self._session.view())
        if pace.follow(self._session) and _place(self._session.view()) != place:
            console.told = None
        if notice := pace.notice():
            self._say(notice)
        if pace.quiz is not None:
            self._take(pace.quiz)
        view = self._session.view()
        if pace.paused != self._paused:
            self._paused = pace.paused
            self._say(pace.paused or "The class goes on.")
        held = pace.held if view.together else None
        if held is not None and held.vote != self._vote:
            self._vote = held.vote
            told = console.told
            here = told is not None and (told.lesson_id, told.step_id) == _place(view)
            self._say(messages.ONCE_MORE if view.once_more else messages.TOGETHER)
            if not here:
                console.told = None  # all of the step is told
                return
            if held.values:
                self._talk.show(describe.code(view, self._talk.width))
            self._say(*describe.constants(view))
            self._say(*describe.question(view))
            console.told = view
        elif before.together and not view.together and console.told is not None:
            late = view.note == messages.TOO_LATE  # which says it, too
            self._say(*filter(None, ("" if late else SHOWN, view.note)))
            if view.verdict is not None and view.phase is not Phase.ASK:
                self._talk.prose(describe.judged(view))
                console.after(view, before)
            console.told = view
        elif view.waiting and time.monotonic() - self._counted_at > COUNTED:
            self._say(*self.counted(view.waiting))

    def _take(self, wanted: ClassQuiz) -> None:
        """Take the quiz; or, once it is over for all, tell what came of it."""
        if wanted.over:
            if self._pace.tells(wanted) and (over := self._quizzes.over(wanted, self._quiz)):
                quiz_console.summarise(over.summary(), self._talk)
                self._console.told = None
                self._vote = ""  # what is held is told again, and that it is
            self._quiz, self._handed_in = None, ""
            return
        if self._quiz is not None and self._quiz.terms["class"] == wanted.name:
            return
        try:
            quiz = self._quizzes.together(wanted)
        except TutorError as error:
            self._say(describe.stopped(str(error)))
            return
        self._quizzes.keep(quiz)  # they have seen it
        self._talk.say()
        self._say("The class takes a quiz.")

        def moved() -> None:
            """There may be more time, or less."""
            if self._pace.quiz is not None:
                quiz.minutes = self._pace.quiz.minutes

        if not quiz_console.QuizConsole(quiz, self._quizzes, self._talk, moved).ask():
            self._console.leave()
            return
        self._quiz, self._handed_in = quiz, messages.HANDED_IN
        now = self._pace.quiz
        if now is not None and (now.over or now.name != wanted.name):
            self._take(wanted._replace(over=True))
        else:
            self._say(self._handed_in)


def _place(view: View) -> tuple[str, str]:
    return view.lesson_id, view.step_id
