"""What all of a class look at together: how to come in, what is held, how many have answered; and
once it is shown, what was answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from tutor.chart.crowd import Pile
from tutor.classroom.classroom import present
from tutor.classroom.quiz import Idea, ideas, scores
from tutor.classroom.roster import earlier
from tutor.classroom.state import State
from tutor.engine.numbers import number
from tutor.errors import TutorError
from tutor.session.held_question import projected
from tutor.session.tally import ELSE, Compared, compared, moves, tally

if TYPE_CHECKING:
    from tutor.classroom.classroom import Classroom
    from tutor.classroom.members import Members
    from tutor.classroom.state import Door, Poll, Quiz
    from tutor.course.loader import Course
    from tutor.history.records import Store
    from tutor.session.held_question import Projected
    from tutor.session.pace import Vote
    from tutor.session.tally import Tally

MOST = 4
"""Other answers that are told in numbers."""
HUES = ("bad", "curve4", "keyword", "curve0", "curve3", "string", "own")
"""Styles of the groups with a letter, one after the other."""


class Projection(NamedTuple):
    """All of it at one moment."""

    name: str
    """The class."""
    door: Door
    here: tuple[str, ...]
    """The names of those who are here."""
    state: State
    committed: int
    """How many of those who are here have answered what is held."""
    asked: Projected | None
    """What is held, or was last."""
    groups: tuple[Compared, ...]
    """Those who have answered alike; empty before they are shown."""
    voted: int
    """How many answers they are."""
    moved: str
    """Who has moved since the vote before, as a sentence."""
    others: str
    """What else was said most, and how often."""
    piles: tuple[Pile, ...]
    """The same answers along the picture's axis; none where that is not what was asked."""
    now: datetime
    handed_in: int = 0
    """How many have handed the quiz in that is taken."""
    takers: int = 0
    """Of how many."""
    ideas: tuple[Idea, ...] = ()
    """What came of the last one; empty before it is over."""

    @property
    def poll(self) -> Poll | None:
        """What is held, or was last."""
        return self.state.poll

    @property
    def quiz(self) -> Quiz | None:
        """The quiz that is taken, or was last, where that came after the question."""
        quiz, poll = self.state.quiz, self.poll
        if quiz is None or not quiz.over or quiz.begun is None:
            return quiz
        later = poll is not None and poll.moved is not None and poll.moved > quiz.begun
        return None if later else quiz

    def like(self, last: Projection) -> Projection:
        """With what was worked out of the same question and the same answers before."""
        return self._replace(
            asked=last.asked,
            groups=last.groups,
            moved=last.moved,
            others=last.others,
            piles=last.piles,
        )

    @property
    def shown(self) -> bool:
        """The answers are."""
        return self.poll is not None and self.poll.shown


def projection(
    classroom: Classroom,
    members: Members,
    store: Store,
    course: Course,
    last: Projection | None = None,
) -> Projection:
    """How it stands now. What was answered is looked at only once it is shown, and not again where
    nothing has changed since `last`. Raises StoreError."""
    state, there = classroom.state(), present(store, classroom.whose)
    poll = state.poll
    votes = classroom.votes(poll.name) if poll is not None else {}
    everybody = members.everybody().values()
    found = Projection(
        classroom.name,
        classroom.door(),
        tuple(sorted((one.name for one in everybody if one.learner in there), key=str.casefold)),
        state,
        len(votes.keys() & there),
        None,
        (),
        len(votes),
        "",
        "",
        (),
        store.now(),
    )
    if (quiz := found.quiz) is not None:
        if not quiz.over:
            far = scores(classroom, members, quiz)
            return found._replace(handed_in=sum(one.done for one in far), takers=len(far))
        return found._replace(ideas=tuple(ideas(classroom, quiz)))
    if poll is None:
        return found
    known = last is not None and last.asked is not None and last.poll == poll
    if last is not None and known and (not poll.shown or last.voted == found.voted):
        return found.like(last)
    try:
        if not poll.shown:
            return found._replace(asked=projected(course, poll.held))
        return _answered(found, classroom, course, votes)
    except TutorError:  # the lessons here are others
        return found


def _answered(
    found: Projection, classroom: Classroom, course: Course, votes: Mapping[str, Vote]
) -> Projection:
    poll = found.state.poll
    assert poll is not None
    now = tally(course, poll.held, votes)
    before, same = earlier(classroom, course, poll)
    groups = compared(now, before, same=same)
    guesses = [float(value) for value in now.values.values()]
    if before is not None and same:
        guesses += [float(value) for value in before.values.values()]
    seen = projected(course, poll.held, guesses)
    along = seen.scene is not None and seen.scene.truth is not None and not now.options
    piles = _piles(groups, now, before if same else None) if along else ()
    moved = moves(groups) if before is not None else ""
    said = Counter(number(now.values[who]) for who in now.groups[-1].learners if who in now.values)
    others = (
        ""
        if now.options
        else ", ".join(
            f"{value} ({many})" if many > 1 else value for value, many in said.most_common(MOST)
        )
    )
    return found._replace(asked=seen, groups=groups, moved=moved, others=others, piles=piles)


def _piles(groups: tuple[Compared, ...], now: Tally, before: Tally | None) -> tuple[Pile, ...]:
    """A pile for each group with a name, where most of it is; of all others one for each guess."""
    piles = []
    for one in groups:
        group = one.group
        if group.words == ELSE:
            here = Counter(now.values[who] for who in group.learners if who in now.values)
            there = Counter(
                before.values[who] for who in one.before if before and who in before.values
            )
            piles += [
                Pile(float(x), "label", here[x], max(0, there[x] - here[x])) for x in here | there
            ]
        elif group.value is not None:
            people, earlier = len(group.learners), len(one.before) if before else 0
            words = f"{one.sign} {people}".strip()
            letter = "#" if group.right else one.sign
            left = max(0, earlier - people)
            piles.append(Pile(float(group.value), hue(one), people, left, words, letter))
    return tuple(piles)


def hue(one: Compared) -> str:
    """The style of a group."""
    if one.group.right:
        return "good"
    at = ord(one.sign) - ord("A") if one.sign.isalpha() else -1
    return HUES[at % len(HUES)] if at >= 0 else "muted" if one.group.words == ELSE else "warm"
