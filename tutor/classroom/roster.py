"""The class as whoever leads it sees it: who is where, who needs somebody, what was answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from tutor.classroom.classroom import present
from tutor.classroom.quiz import Score, scores
from tutor.classroom.state import Here, Knocks, Poll, State
from tutor.errors import TutorError
from tutor.history.schedule import Item
from tutor.session.held_question import asked
from tutor.session.tally import Tally, tally
from tutor.session.view import Phase

if TYPE_CHECKING:
    from tutor.classroom.classroom import Classroom
    from tutor.classroom.members import Member, Members
    from tutor.course.loader import Course
    from tutor.history.records import Store
    from tutor.session.pace import Vote

STUCK = 90.0
"""Seconds without a change after which somebody at a question is stuck."""
MISSES = 3
"""Misses at one question after which they are, too."""


class Sign(IntEnum):
    """How somebody stands, whoever needs somebody first."""

    HAND = 0
    STUCK = 1
    WORKING = 2
    COMMITTED = 3
    AWAY = 4
    OUT = 5
    """Taken out of the class."""


class Person(NamedTuple):
    """One learner of the class."""

    learner: str
    name: str
    sign: Sign
    lesson: str = ""
    step: str = ""
    place: str = ""
    """Which step of its lesson it is, as `2/7`."""
    seconds: float = 0.0
    """How long the hand is up, or nothing has changed."""
    why: str = ""
    """Why they are stuck."""


class Line(NamedTuple):
    """One step of the lesson in hand, and who is there."""

    lesson: str
    step: str
    number: int
    title: str
    people: tuple[Sign, ...] = ()
    closed: bool = False


class Board(NamedTuple):
    """All of it at one moment."""

    state: State
    people: tuple[Person, ...]
    """Those first who need somebody."""
    steps: tuple[Line, ...]
    """Of the lesson in which the class is."""
    tally: Tally | None
    """What was answered in the vote in hand."""
    committed: int
    """How many of those who are here have answered it."""
    knocks: Knocks
    """Wrong codes at the door."""
    now: datetime
    before: Tally | None
    """What was answered in the vote before it, whose letters stay."""
    same: bool
    """That had the same numbers."""
    scores: tuple[Score, ...]
    """How far each is in the quiz that is taken, or what came of it."""

    def count(self, sign: Sign) -> int:
        """How many stand so."""
        return sum(person.sign is sign for person in self.people)

    @property
    def here(self) -> int:
        """How many are here."""
        return len(self.people) - self.count(Sign.AWAY) - self.count(Sign.OUT)


def look(
    classroom: Classroom, members: Members, store: Store, course: Course, lesson: str
) -> Board:
    """How the class stands now; `lesson` is the one whose steps are wanted. Raises StoreError."""
    state, now = classroom.state(), store.now()
    there = present(store, classroom.whose)
    standing = classroom.here()
    votes = classroom.votes(state.poll.name) if state.poll is not None else {}
    found = scores(classroom, members, state.quiz) if state.quiz is not None else []
    people = [
        _person(member, learner in there, standing.get(learner), state, votes, course, now)
        for learner, member in members.everybody().items()
    ]
    if state.taken is not None:
        far = {one.learner: one for one in found}
        people = [_examined(person, far.get(person.learner)) for person in people]
    people.sort(key=lambda one: (one.sign, -one.seconds if one.sign < 2 else 0.0, one.name))
    poll = state.poll
    before = earlier(classroom, course, poll) if poll is not None else (None, True)
    return Board(
        state,
        tuple(people),
        _steps(course, lesson, people, state),
        _tally(course, state.poll, votes),
        len(votes.keys() & there),
        classroom.knocks(),
        now,
        *before,
        tuple(found),
    )


def earlier(classroom: Classroom, course: Course, poll: Poll) -> tuple[Tally | None, bool]:
    """What was answered in the vote before this one, None where there is none; and whether it had
    the same numbers. Raises StoreError."""
    before = classroom.before(poll)
    if before is None:
        return None, False
    counted = _tally(course, before, classroom.votes(before.name))
    return counted, before.same_numbers(poll)


def _examined(person: Person, score: Score | None) -> Person:
    """Somebody who takes a quiz: how far they are in it, and not where they are in the course."""
    if score is None or person.sign is Sign.OUT:
        return person
    sign = Sign.COMMITTED if score.done else Sign.WORKING
    sign = person.sign if person.sign in (Sign.HAND, Sign.AWAY) else sign
    return person._replace(sign=sign, place=f"{score.answered}/{score.questions}", why="")


def _person(
    member: Member,
    here: bool,
    standing: Here | None,
    state: State,
    votes: Mapping[str, Vote],
    course: Course,
    now: datetime,
) -> Person:
    person = Person(member.learner, member.name, Sign.WORKING)
    if member.learner in state.stage.out:
        return person._replace(sign=Sign.OUT)
    if standing is None:
        return person._replace(sign=Sign.WORKING if here else Sign.AWAY)
    known = [at for at in (standing.since, state.since) if at is not None]
    since = standing.hand or max(known, default=None)
    lesson = course.find(standing.lesson)
    ids = [step.id for step in lesson.steps] if lesson is not None else []
    place = f"{ids.index(standing.step) + 1}/{len(ids)}" if standing.step in ids else ""
    person = person._replace(
        lesson=standing.lesson,
        step=standing.step,
        place=place,
        seconds=(now - since).total_seconds() if since is not None else 0.0,
    )
    if not here:
        return person._replace(sign=Sign.AWAY)
    if standing.hand is not None:
        return person._replace(sign=Sign.HAND, why="hand up")
    poll = state.poll
    if poll is not None and not poll.shown and member.learner in votes:
        return person._replace(sign=Sign.COMMITTED)
    if standing.misses >= MISSES:
        return person._replace(sign=Sign.STUCK, why=f"{standing.misses} misses")
    if standing.phase == Phase.ASK and person.seconds >= STUCK and not state.stage.paused:
        return person._replace(sign=Sign.STUCK, why="no change")
    return person


def _steps(course: Course, lesson: str, people: Sequence[Person], state: State) -> tuple[Line, ...]:
    found = course.find(lesson)
    return tuple(
        Line(
            lesson,
            step.id,
            number,
            step.title,
            tuple(
                person.sign
                for person in people
                if (person.lesson, person.step) == (lesson, step.id) and person.sign < Sign.AWAY
            ),
            f"{lesson}/{step.id}" in state.stage.closed,
        )
        for number, step in enumerate(found.steps if found is not None else (), 1)
    )


def _tally(course: Course, poll: Poll | None, votes: Mapping[str, Vote]) -> Tally | None:
    if poll is None:
        return None
    try:
        return tally(course, poll.held, votes)
    except TutorError:  # the lessons here are others
        return None


def next_question(course: Course, lesson: str, step: str, poll: Poll | None) -> Item | None:
    """The question of that step that is to be held next: after the one that was held there last,
    the next that can be; None where there is none."""
    found = course.find(lesson)
    there = found.find(step) if found is not None else None
    if there is None:
        return None
    here = poll is not None and (poll.lesson, poll.step) == (lesson, step)
    first = poll.question + poll.shown if here and poll is not None else 0
    for number in range(first, len(there.ask)):
        item = Item(lesson, step, number)
        if asked(course, Poll(0, lesson, step, number).held).holdable:
            return item
    return None
