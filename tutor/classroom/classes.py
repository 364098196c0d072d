"""The classes of a store: made, listed, closed, written out and erased."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from tutor.classroom.classroom import Classroom, hosts
from tutor.classroom.members import MEMBER, Members
from tutor.classroom.quiz import quiz_name
from tutor.classroom.state import BOTS, CLOSED, CODE, HOST, NOW, REGISTER, Poll
from tutor.classroom.words import said
from tutor.errors import TutorError, nearest
from tutor.grading.answer import confidence_of
from tutor.history.records import Attempt, parsed, time_of, with_names
from tutor.session.quizzes import class_key
from tutor.session.tally import tally

if TYPE_CHECKING:
    from tutor.course.loader import Course
    from tutor.store.sql import Forgotten, SqlStore

DEFAULT = "workshop"
"""The class that is served where none was made."""
LESSONS = "lessons"
"""The name of the setting that keeps the folder of a class's lessons."""
COLUMNS = (
    "class", "learner", "what", "vote", "round", "lesson", "step", "question", "answer", "verdict",
    "mistake", "sure", "seconds", "at",
)  # fmt: skip
"""Of an export: a row for each vote and each answer; `vote` is the number of the vote, or that of
the quiz of the class."""


class Entry(NamedTuple):
    """A class, as a list tells of it."""

    name: str
    made: datetime | None
    closed: datetime | None
    code: str
    members: int


def new(store: SqlStore, name: str, code: str = "", lessons: str = "") -> Entry:
    """Make a class. Raises TutorError where there is one of that name, StoreError."""
    made = _made(store)
    if store.claim(REGISTER, name, made) != made:
        raise TutorError(f"there is a class {name} already; name another, or forget that one")
    whose = f"class:{name}"
    store.remember(whose, CODE, code or said(3))
    store.remember(whose, LESSONS, lessons)
    return entry(store, name)


def entry(store: SqlStore, name: str) -> Entry:
    """One of the classes. Raises TutorError with the nearest, StoreError."""
    for one in every(store):
        if one.name == name:
            return one
    near = nearest(name, [one.name for one in every(store)])
    raise TutorError(f"there is no class {name}" + (f"; did you mean {near}?" if near else ""))


def every(store: SqlStore) -> list[Entry]:
    """All classes, in the order of their names. Raises StoreError."""
    return [_entry(store, name, text) for name, text in store.recall(REGISTER).items()]


def _entry(store: SqlStore, name: str, text: str) -> Entry:
    kept, whose = parsed(text), f"class:{name}"
    made = time_of(kept.get("made")) if isinstance(kept, dict) else None
    closed = time_of(store.recall(whose, NOW + CLOSED).get(NOW + CLOSED))
    code = store.recall(whose, CODE).get(CODE, "")
    return Entry(name, made, closed, code, len(Members(store, name).everybody()))


def chosen(store: SqlStore, name: str | None, how: str = "name it") -> str:
    """The class that is meant: the one of that name, else the only one that is open, else the one
    that needs not be made. Raises TutorError where that is closed, or there are several; it says
    `how` one of them is named."""
    known = every(store)
    if name is None:
        open_ = [one.name for one in known if one.closed is None]
        if len(open_) > 1:
            raise TutorError(f"which class? {how}: {' or '.join(open_)}")
        name = open_[0] if open_ else DEFAULT
    if any(one.name == name and one.closed is not None for one in known):
        raise TutorError(f"the class {name} is closed; make another: tutor class new NAME")
    store.claim(REGISTER, name, _made(store))
    return name


def _made(store: SqlStore) -> str:
    """That a class was made now, and by this very call."""
    at = store.now().isoformat(timespec="seconds")
    return json.dumps({"made": at, "by": secrets.token_hex(4)})


def lessons_of(store: SqlStore, name: str) -> str | None:
    """The folder of lessons that a class was made with; None: the tutor's own. Raises
    StoreError."""
    return store.recall(f"class:{name}", LESSONS).get(LESSONS)


def close(store: SqlStore, name: str) -> None:
    """Nobody comes into it any more. Raises TutorError, StoreError."""
    whose = f"class:{entry(store, name).name}"
    store.remember(whose, NOW + CLOSED, store.now().isoformat(timespec="seconds"))
    store.wake(whose)


def forget(store: SqlStore, name: str) -> Forgotten:
    """Erase it, and all that is kept of its learners. Raises TutorError, StoreError."""
    learners = Members(store, entry(store, name).name).everybody()
    whose = f"class:{name}"
    done = store.forget(whose, *learners)
    if not done.left:  # else it is to be done once more
        store.remember(REGISTER, name, "")
    return done


def forget_bots(store: SqlStore, name: str) -> Forgotten:
    """Erase its bots, and all that they did in it. Raises TutorError, StoreError."""
    whose = f"class:{entry(store, name).name}"
    if any(host.startswith(BOTS) for host in hosts(store, whose)):
        raise TutorError("a rehearsal is on: end it first, with ctrl-c where it was begun")
    bots = {one for one, member in Members(store, name).everybody().items() if member.bot}
    for key, text in store.recall(whose).items():
        kept = parsed(text) if key.startswith(MEMBER) else None
        mine = isinstance(kept, dict) and kept.get("learner") in bots
        if mine or key.rpartition(":")[2] in bots or key.startswith(HOST + BOTS):
            store.remember(whose, key, "")
    Classroom(store, name).forgets(bots)
    return store.forget(*bots)


def rows(
    store: SqlStore, course: Course, name: str, *, pseudonyms: bool = False
) -> Iterator[dict[str, Any]]:
    """What was answered, by `COLUMNS`: each vote, then each learner's answers. With `pseudonyms`
    a number stands for each name. Raises TutorError, StoreError."""
    classroom = Classroom(store, entry(store, name).name)
    members = Members(store, name).everybody()
    called = {
        learner: f"{'bot' if member.bot else 'learner'} {number}" if pseudonyms else member.name
        for number, (learner, member) in enumerate(members.items(), 1)
    }
    for poll in classroom.polls():
        votes = classroom.votes(poll.name)
        try:
            verdicts = tally(course, poll.held, votes).verdicts
        except TutorError:  # the course no longer has the question
            verdicts = {}
        for learner, vote in sorted(votes.items(), key=lambda one: (str(one[1].at), one[0])):
            verdict = verdicts.get(learner)
            yield {
                **_row(name, called.get(learner, learner), poll, vote.at),
                "what": "vote", "vote": poll.number, "round": poll.round, "answer": vote.text,
                "verdict": verdict.kind.value if verdict else "",
                "mistake": " ".join(verdict.mistakes) if verdict else "",
                "sure": confidence_of(vote.text), "seconds": vote.seconds,
            }  # fmt: skip
    quiz = classroom.state().quiz
    names = {n: quiz_name(name, n) for n in range(1, quiz.number + 1)} if quiz is not None else {}
    for learner, who in called.items():
        numbers = {class_key(of, learner): n for n, of in names.items()}
        for attempt in with_names(store.attempts(learner, course.id)):
            number = numbers.get(attempt.id.rpartition("-")[0], "")
            row = {**_row(name, who, attempt, attempt.at), **_answer(attempt)}
            yield {**row, "vote": number}


def _row(name: str, who: str, where: Poll | Attempt, at: datetime | None) -> dict[str, Any]:
    return {
        **dict.fromkeys(COLUMNS, ""),
        "class": name, "learner": who, "lesson": where.lesson, "step": where.step,
        "question": where.question + 1,
        "at": "" if at is None else at.isoformat(timespec="seconds"),
    }  # fmt: skip


def _answer(attempt: Attempt) -> dict[str, Any]:
    return {
        "what": attempt.mode, "answer": attempt.text, "verdict": attempt.verdict,
        "mistake": attempt.mistake, "sure": attempt.confidence, "seconds": attempt.seconds,
    }  # fmt: skip
