"""Quizzes and reviews of one learner: which questions are drawn, with which numbers; begun, kept
at every key, and come back to."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Protocol

from tutor.errors import TutorError
from tutor.history.records import ALONE, with_names
from tutor.history.schedule import Agenda, Item, agenda, right_last
from tutor.session.drawing import Drawn, again, chosen, interleaved, items
from tutor.session.quiz import QuizSession, restored
from tutor.session.quiz_state import answered_of
from tutor.session.view import Recorder

if TYPE_CHECKING:
    from tutor.course.loader import Course
    from tutor.history.records import Attempt, Store
    from tutor.session.pace import ClassQuiz

COUNT = 10
"""Questions of a quiz, where nobody says how many."""


@dataclass(frozen=True)
class Waiting:
    """A quiz that was left in the middle."""

    answered: int
    count: int
    over: bool = False
    """Its time is up."""


class Reports(Protocol):
    """Writes down what comes of quizzes."""

    def check(self, terms: Mapping[str, object], /) -> None:
        """Raise TutorError where what a quiz's terms ask for cannot be written."""

    def over(self, quiz: QuizSession, /) -> None:
        """A quiz is over, and nobody has read yet what came of it."""


def class_key(class_quiz: str, learner: str) -> str:
    """Begins the id of each answer of a learner in that quiz of a class."""
    return sha256(f"{class_quiz} {learner}".encode()).hexdigest()[:24]


class Quizzes:
    """One learner's quizzes in one course."""

    def __init__(self, store: Store, course: Course, learner: str = ALONE) -> None:
        self._store = store
        self.course = course
        """What is asked about."""
        self.reports: Reports | None = None
        """Who writes down what comes of a quiz that was begun with a report."""
        self._learner = learner
        self._key = f"quiz:{course.id}"

    @property
    def problem(self) -> str:
        """Why nothing can be written now, in a sentence; empty while it can."""
        return self._store.problem

    def now(self) -> datetime:
        """The present moment by the store's clock, in the zone where this program runs."""
        return self._store.now().astimezone()

    @property
    def settings(self) -> Mapping[str, str]:
        """What the learner once chose, by name."""
        return self._store.recall(self._learner)

    def choose(self, name: str, value: str) -> None:
        """Remember a choice for the next time."""
        self._store.remember(self._learner, name, value)

    def waiting(self) -> Waiting | None:
        """How far the quiz is that was left in the middle, without taking it up."""
        found = answered_of(self.settings.get(self._key, ""))
        if found is None:
            return None
        answered, count, deadline = found
        return Waiting(answered, count, deadline is not None and deadline <= self._store.now())

    def unfinished(self) -> QuizSession | None:
        """The quiz that was left in the middle. One whose time is up is over, its answers are
        recorded, and it is given once. Raises TutorError where it has a report that cannot be
        written: nothing is lost, and that can be mended before it is over."""
        kept = self.settings.get(self._key, "")
        quiz = restored(
            self.course,
            kept,
            right_before=right_last(self.attempts()) if kept else (),
            now=self._store.now,
            notify=self._recorder(),
        )
        if quiz is not None and self.reports is not None:
            self.reports.check(quiz.terms)
        if quiz is not None and quiz.finished:
            self.keep(quiz)
        return quiz

    def quiz(
        self,
        count: int = COUNT,
        *,
        seed: int | None = None,
        lessons: Sequence[str] = (),
        met: bool = True,
        minutes: float | None = None,
        extra: float = 0.0,
    ) -> QuizSession:
        """A new quiz about these lessons; without any about those that the learner has `met` or,
        where that is none or not asked for, about all but bonus ones. `extra`: the share of
        `minutes` that this learner has besides. Raises TutorError where there is nothing to ask."""
        attempts = self.attempts()
        before = attempts if seed is None else ()  # a seed asks everybody the same
        if seed is None:
            seed = random.SystemRandom().randrange(10**6)
        wanted = lessons or (self._met(attempts) if met else ())
        questions = chosen(self.course, count, seed, wanted, before)
        return QuizSession(
            self.course,
            questions,
            seed=seed,
            minutes=None if minutes is None else round(minutes * (1 + extra), 6),
            terms={
                "count": count,
                "seed": seed,
                "lessons": [self.course.lesson(name).id for name in lessons],
                "met": met and not lessons,
                "minutes": minutes,
                "extra": extra,
            },
            right_before=right_last(attempts),
            now=self._store.now,
            notify=self._recorder(),
        )

    def together(self, terms: ClassQuiz) -> QuizSession:
        """The quiz that a class takes, where this learner is in it, with the time that they have
        now. Raises TutorError where there is nothing to ask."""
        key = self._key_of(terms.name)
        quiz = restored(
            self.course,
            self._store.recall(self._learner, key).get(key, ""),
            right_before=right_last(self.attempts()),
            now=self._store.now,
            notify=self._recorder(),
        )
        if quiz is None:
            quiz = QuizSession(
                self.course,
                chosen(self.course, terms.questions, terms.seed, terms.lessons, ()),
                seed=terms.seed,
                minutes=terms.minutes,
                begun=terms.begun,
                terms={"class": terms.name, "count": terms.questions, "lessons": [*terms.lessons]},
                key=class_key(terms.name, self._learner),
                right_before=right_last(self.attempts()),
                now=self._store.now,
                notify=self._recorder(),
            )
        quiz.minutes = terms.minutes
        if quiz.finished:
            self.keep(quiz)
        return quiz

    def over(self, terms: ClassQuiz, last: QuizSession | None = None) -> QuizSession | None:
        """A class's quiz as it ended for this learner; None where they were not in it. `last`: the
        one that they were in last, if it was never kept."""
        if last is None or last.terms["class"] != terms.name:
            if not self.took(terms.name):
                return None
            try:
                last = self.together(terms)
            except TutorError:  # the lessons here are others
                return None
        last.finish()
        self.keep(last)
        return last

    def took(self, name: str) -> bool:
        """Whether this learner is in that quiz of a class, or was."""
        return bool(self._store.recall(self._learner, self._key_of(name)))

    def _key_of(self, class_quiz: str) -> str:
        """The name of the setting that keeps a quiz of a class."""
        return f"quiz:{class_quiz}"

    def _met(self, attempts: Sequence[Attempt]) -> tuple[str, ...]:
        """The lessons, but for bonus ones, of which the learner has answered a question."""
        begun = {one.lesson for one in attempts if one.mode == "learn"}
        return tuple(one.id for one in self.course.lessons if one.id in begun and not one.bonus)

    def practice(self, wanted: Sequence[Item], seed: int) -> QuizSession:
        """These questions again with fresh numbers, each explained at once; no neighbours are of
        one step, where that can be: what is said of one may tell much of the other."""
        questions = again(self.course, wanted, f"practice/{seed}", self.attempts())
        # what follows an explanation is no luck, and tells nothing: a hunch stays a hunch
        return self._taught(interleaved(questions, random.Random(seed)), "practice", seed, ())

    def attempts(self) -> list[Attempt]:
        """All that the learner answered in this course."""
        return with_names(self._store.attempts(self._learner, self.course.id))

    def agenda(self, attempts: Sequence[Attempt]) -> Agenda:
        """What is due for review after these attempts. Reads nothing, so any thread may ask."""
        return agenda(attempts, self.now(), set(items(self.course)))

    def due(self) -> tuple[Item, ...]:
        """What is due for review now, most urgent first."""
        return self.agenda(self.attempts()).due

    def review(self) -> QuizSession | None:
        """What is due, with fresh numbers, each explained at once; None when nothing is."""
        attempts = self.attempts()
        wanted = self.agenda(attempts).due
        # each review follows other answers, so the numbers of the last one do not come again
        seed = len(attempts)
        questions = again(self.course, wanted, f"review/{seed}", attempts)
        return self._taught(questions, "review", seed, right_last(attempts)) if wanted else None

    def keep(self, quiz: QuizSession) -> None:
        """Keep a quiz where it is; one that is over is let go of. Reviews keep themselves: what
        was answered is no longer due."""
        if (name := quiz.terms.get("class")) is not None:
            # also when it is over: what came of it is told later, and nobody takes it twice
            self._store.remember(self._learner, self._key_of(str(name)), quiz.state())
        elif quiz.mode == "quiz":
            self._store.remember(self._learner, self._key, "" if quiz.finished else quiz.state())
            if quiz.finished and self.reports is not None:
                self.reports.over(quiz)

    def _taught(
        self, questions: Sequence[Drawn], mode: str, seed: int, right: Collection[Item]
    ) -> QuizSession:
        return QuizSession(
            self.course,
            questions,
            mode=mode,
            seed=seed,
            right_before=right,
            now=self._store.now,
            notify=self._recorder(),
        )

    def _recorder(self) -> Recorder:
        return Recorder(self._store, self.course.id, self._learner)
