"""How many have answered what, where many answer the same: right, by each named mistake, and what
else there was."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from tutor.engine.numbers import Number
from tutor.grading.ask import Judged
from tutor.session.held import asked, handed_in

if TYPE_CHECKING:
    from tutor.course.loader import Course
    from tutor.grading.ask import Verdict
    from tutor.session.pace import Held, Vote
    from tutor.session.task import Task

RIGHT, ELSE = "right", "something else"
TURNS = 50
"""Times that other numbers are drawn before there are none."""


class Group(NamedTuple):
    """Those who have answered alike."""

    words: str
    """`right`, what the mistake is called, the option that was picked, or `something else`."""
    learners: tuple[str, ...]
    mistake: str = ""
    """The mistake's name."""
    value: Number | None = None
    """What they said; None where it is no number, or not the same one."""
    rule: str = ""
    """The line that gives it."""
    right: bool = False


class Tally(NamedTuple):
    """All answers of a vote."""

    task: Task
    groups: tuple[Group, ...]
    """The right one first, then those of one mistake from the largest on, then all others; of a
    question with options each option, in their order."""
    values: Mapping[str, Number]
    """The number that each learner said, where one was."""
    verdicts: Mapping[str, Verdict]
    """What is to be said to each of them."""

    def group_of(self, learner: str) -> Group | None:
        """The group in which a learner is; None for one who has not answered."""
        return next((one for one in self.groups if learner in one.learners), None)


def other_numbers(course: Course, held: Held) -> Mapping[str, Number] | None:
    """Numbers with which the question has another answer than with those it was asked with; None
    where there are none. The same for the same vote."""
    task = asked(course, held)
    own = task.question.replaced(with_={})
    truth = task.kind.truth(task.ask)
    for turn in range(TURNS):
        chance = random.Random(f"{held.item}/{held.vote}/{turn}")
        numbers = task.kind.numbers(task.ask, task.step, chance, task.step.varied(own))
        if numbers:
            other = task.once_more(numbers)
            if not other.fault and other.kind.truth(other.ask) != truth:
                return numbers
    return None


def tally(course: Course, held: Held, votes: Mapping[str, Vote]) -> Tally:
    """The answers, judged. Raises TutorError where the course no longer has the question."""
    task = asked(course, held)
    known: dict[Vote, tuple[Verdict, Number | None, int | None]] = {}
    heard = {}
    for learner, vote in votes.items():
        if vote not in known:
            known[vote] = _judged(task, vote)
        heard[learner] = known[vote]
    options = task.kind.choices(task.ask)
    groups = _by_option(options, heard) if options else _by_mistake(task, heard)
    values = {who: value for who, (_, value, _) in heard.items() if value is not None}
    return Tally(task, groups, values, {who: verdict for who, (verdict, _, _) in heard.items()})


Heard = Mapping[str, "tuple[Verdict, Number | None, int | None]"]
"""What is said to each learner, the number that they said, and the option that they picked."""


def _judged(task: Task, vote: Vote) -> tuple[Verdict, Number | None, int | None]:
    exercise = handed_in(task, vote)
    assert exercise.verdict is not None
    value = exercise.guess if not exercise.options else None
    return exercise.verdict, value, exercise.picked


def _by_option(options: tuple[str, ...], heard: Heard) -> tuple[Group, ...]:
    groups = []
    for number, option in enumerate(options):
        there = {who: verdict for who, (verdict, _, picked) in heard.items() if picked == number}
        right = any(verdict.right for verdict in there.values())
        groups.append(Group(" ".join(option.split()), tuple(there), right=right))
    return tuple(groups)


def _by_mistake(task: Task, heard: Heard) -> tuple[Group, ...]:
    right: list[str] = []
    others: list[str] = []
    mistaken: dict[tuple[str, ...], list[str]] = {}
    for who, (verdict, _, _) in heard.items():
        if verdict.right:
            right.append(who)
        elif verdict.kind in (Judged.MISTAKE, Judged.AMBIGUOUS) and verdict.mistakes:
            mistaken.setdefault(verdict.mistakes, []).append(who)
        else:
            others.append(who)

    def value(learners: list[str]) -> Number | None:
        return heard[learners[0]][1] if learners else None

    found = [Group(RIGHT, tuple(right), value=value(right), rule=_rule(task), right=True)]
    for names, learners in sorted(mistaken.items(), key=lambda one: (-len(one[1]), one[0])):
        words = " or ".join(name.replace("-", " ") for name in names)
        rule = task.mistakes[names[0]].rule if names[0] in task.mistakes else ""
        found.append(Group(words, tuple(learners), " ".join(names), value(learners), rule))
    found.append(Group(ELSE, tuple(others)))
    return tuple(found)


def _rule(task: Task) -> str:
    """The line of the listing that gives what is asked."""
    listing = task.listing
    lines = listing.assigns(task.variable) if listing is not None else ()
    return task.step.code.splitlines()[lines[-1] - 1].strip() if lines else ""
