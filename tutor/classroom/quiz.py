"""A quiz that all of a class take at once: begun, ended, and handed in for everybody, those who are
away too; and what came of it, by person and by idea."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from tutor.classroom.classroom import Classroom
from tutor.classroom.members import Members
from tutor.classroom.state import Quiz
from tutor.errors import TutorError
from tutor.session.pace import ClassQuiz
from tutor.session.quiz_state import kept_quiz
from tutor.session.quizzes import Quizzes
from tutor.session.result import LEFT
from tutor.session.view import Phase

if TYPE_CHECKING:
    from tutor.course.loader import Course
    from tutor.history.records import Store

HELD = "A question is held. Show it first: a quiz may ask what tells its answer."
PAUSED = "The class has a pause. Let it go on before a quiz begins."
GRACE = 3.0
"""Seconds after a learner's time until it is handed in for them: whoever is here does it, and has
what was typed last."""
AT_ONCE = 10
"""Learners whose quiz is handed in before something else is looked at."""
RESULT = "result:"
"""Begins the name of the setting that keeps what came of a learner's quiz."""
TAKES = "takes:"
"""Begins the name of the setting that says how far a learner is in it."""


def begin(
    classroom: Classroom,
    store: Store,
    minutes: float,
    count: int,
    *,
    lessons: tuple[str, ...] = (),
    own: bool = False,
    seed: int | None = None,
) -> Quiz:
    """Begin a quiz; the one that is taken where one is. Whoever has the same `seed` is asked the
    same. Raises TutorError in a pause, and while a question is held: the quiz may ask what tells
    its answer."""
    state = classroom.state()
    if state.held is not None:
        raise TutorError(HELD)
    if state.stage.paused:
        raise TutorError(PAUSED)

    def begun(before: Quiz | None) -> Quiz:
        if before is not None and not before.over:
            return before
        number = before.number + 1 if before is not None else 1
        drawn = random.SystemRandom().randrange(10**6) if seed is None else seed
        return Quiz(number, lessons, count, minutes, drawn, own, store.now())

    quiz = classroom.quiz(begun)
    assert quiz is not None
    return quiz


def end(classroom: Classroom, store: Store) -> None:
    """Everybody's time is up now."""
    classroom.quiz(
        lambda quiz: (
            replace(quiz, ended=store.now()) if quiz is not None and not quiz.over else quiz
        )
    )


def extra(classroom: Classroom, learner: str, share: float) -> None:
    """Give a learner that share of the time besides, or less again."""
    classroom.quiz(
        lambda quiz: (
            replace(quiz, extra={**quiz.extra, learner: share}) if quiz is not None else None
        )
    )


def quiz_name(name: str, number: int) -> str:
    """Names a quiz of the class of that name."""
    return f"class:{name}:{number}"


def taken(name: str, quiz: Quiz, learner: str) -> ClassQuiz:
    """The quiz of the class of that name, as one learner has it."""
    assert quiz.begun is not None
    called = quiz_name(name, quiz.number)
    seed = random.Random(f"{quiz.seed} {learner}").randrange(10**6) if quiz.own else quiz.seed
    lasts = quiz.lasts(learner)
    return ClassQuiz(called, quiz.lessons, quiz.count, seed, quiz.begun, lasts, quiz.over)


class Progress(NamedTuple):
    """How far a learner is in it."""

    number: int
    answered: int
    questions: int
    done: bool


def progress(name: str, key: str, state: str) -> Progress | None:
    """How far a learner is in a quiz of the class of that name; None where what is kept under
    `key` is none of it."""
    beginning, _, number = key.rpartition(":")
    kept = kept_quiz(state) if beginning == f"class:{name}" and number.isdecimal() else None
    if kept is None:
        return None
    answered = sum(place.phase != Phase.ASK for place in kept.places)
    return Progress(int(number), answered, len(kept.places), kept.ended is not None)


class Collector:
    """Hands in for everybody whose time is up, a few at a time."""

    def __init__(self, classroom: Classroom, store: Store, course: Course) -> None:
        self._classroom, self._store, self._course = classroom, store, course

    def collect(self, quiz: Quiz | None, now: datetime) -> bool:
        """Hand in for some of those whose time is up; whether there are more. When it is done for
        all the quiz is over. Raises StoreError."""
        if quiz is None or quiz.over or quiz.begun is None:
            return False
        here = {learner for learner in self._missing(quiz) if _up(quiz, learner, now)}
        for learner in sorted(here)[:AT_ONCE]:
            self._hand_in(quiz, learner)
        last = quiz.ends
        if not here and last is not None and now >= last + timedelta(seconds=GRACE):
            over = replace(quiz, over=True)
            self._classroom.quiz(lambda now: over if now == quiz else now)
        return len(here) > AT_ONCE

    def due(self, quiz: Quiz | None, now: datetime) -> float | None:
        """Seconds until somebody's time is up; None where no quiz is taken."""
        if quiz is None or quiz.over or quiz.begun is None:
            return None
        ends = (quiz.until(learner) for learner in ("", *quiz.extra))
        left = [(end - now).total_seconds() + GRACE for end in ends if end is not None]
        ahead = [seconds for seconds in left if seconds > 0]
        return min(ahead, default=0.0)

    def _missing(self, quiz: Quiz) -> list[str]:
        known = self._classroom.remembered(f"{RESULT}{quiz.number}:")
        everybody = Members(self._store, self._classroom.name).everybody()
        return [learner for learner in everybody if learner not in known]

    def _hand_in(self, quiz: Quiz, learner: str) -> None:
        quizzes = Quizzes(self._store, self._course, learner)
        wanted = taken(self._classroom.name, quiz, learner)
        here = quizzes.took(wanted.name)
        try:
            session = quizzes.together(wanted)
        except TutorError:  # the lessons here are others: there is nothing to wait for
            self._classroom.remember(f"{RESULT}{quiz.number}:", learner, {"questions": 0})
            return
        session.finish()
        quizzes.keep(session)
        result = session.summary()
        self._classroom.remember(
            f"{RESULT}{quiz.number}:",
            learner,
            {
                "here": here,
                "right": result.right,
                "answered": sum(one.state != LEFT for one in result.outcomes),
                "questions": len(result.outcomes),
                "ideas": [
                    [str(one.item), one.right, one.verdict.mistake if one.verdict else ""]
                    for one in result.outcomes
                ],
            },
        )


def _up(quiz: Quiz, learner: str, now: datetime) -> bool:
    until = quiz.until(learner)
    return until is not None and now >= until + timedelta(seconds=GRACE)


# -- what came of it ----------------------------------------------------------------------------


class Score(NamedTuple):
    """One learner's."""

    learner: str
    name: str
    answered: int
    questions: int
    right: int | None = None
    """None while that is not known."""
    done: bool = False
    """They have handed it in."""
    here: bool = True
    """They have seen it."""


class Idea(NamedTuple):
    """One question of it, or several that are the same but for their numbers."""

    item: str
    """`lesson/step#question`."""
    asked: int
    right: int
    mistake: str
    """The mistake that was made most; empty where none was."""

    def title(self, course: Course) -> str:
        """The title of its step, and which question of it that is where it has several."""
        place, _, number = self.item.partition("#")
        lesson_id, _, step_id = place.partition("/")
        lesson = course.find(lesson_id)
        step = lesson.find(step_id) if lesson is not None else None
        if step is None:
            return self.item
        return step.title if len(step.ask) == 1 else f"{step.title}, question {number}"


def scores(classroom: Classroom, members: Members, quiz: Quiz) -> list[Score]:
    """Each learner's, the best first once it is over. Raises StoreError."""
    results = classroom.remembered(f"{RESULT}{quiz.number}:")
    on_the_way = classroom.remembered(f"{TAKES}{quiz.number}:")
    found = []
    for learner, member in members.everybody().items():
        if quiz.over and learner not in results:  # they came later
            continue
        kept = results.get(learner) or on_the_way.get(learner) or {}
        right = results[learner].get("right") if learner in results else None
        found.append(
            Score(
                learner,
                member.name,
                _int(kept.get("answered")),
                _int(kept.get("questions")) or quiz.count,
                _int(right) if right is not None else None,
                learner in results or kept.get("done") is True,
                kept.get("here") is not False,
            )
        )
    return sorted(found, key=lambda one: (-(one.right or 0), one.name.casefold()))


def ideas(classroom: Classroom, quiz: Quiz) -> list[Idea]:
    """What was asked, the least known first. Raises StoreError."""
    asked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    mistakes: dict[str, Counter[str]] = {}
    for item, was_right, mistake in _answers(classroom.remembered(f"{RESULT}{quiz.number}:")):
        asked[item] += 1
        right[item] += was_right
        if mistake:
            mistakes.setdefault(item, Counter())[mistake] += 1
    found = [
        Idea(item, many, right[item], _most(mistakes.get(item))) for item, many in asked.items()
    ]
    return sorted(found, key=lambda one: (one.right / one.asked, one.item))


def _answers(results: Mapping[str, Mapping[str, object]]) -> Iterator[tuple[str, bool, str]]:
    for kept in results.values():
        rows = kept.get("ideas")
        seen = kept.get("here") is not False  # who never saw it knows no less than before
        for row in rows if isinstance(rows, list) and seen else ():
            match row:
                case [str(item), bool(right), str(mistake)]:
                    yield item, right, mistake


def _most(counted: Counter[str] | None) -> str:
    return counted.most_common(1)[0][0] if counted else ""


def _int(value: object) -> int:
    return value if isinstance(value, int) else 0
