"""How many have answered what, where many answer the same: right, by each named mistake, and what
else there was."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from tutor.engine.numbers import Number, number
from tutor.grading import messages
from tutor.grading.ask import Judged
from tutor.grading.kinds.base import Input
from tutor.session.held_question import asked, handed_in

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
    """What most of them said; None where it is no number, or they have nothing in common."""
    rule: str = ""
    """The line that gives it."""
    right: bool = False


class Tally(NamedTuple):
    """All answers of a vote."""

    task: Task
    groups: tuple[Group, ...]
    """The right one first, then those of one mistake, or who picked the same ones of several right
    options, from the largest on, then all others; of a question with options each option, in their
    order."""
    values: Mapping[str, Number]
    """The number that each learner said, where one was."""
    verdicts: Mapping[str, Verdict]
    """What is to be said to each of them."""

    @property
    def options(self) -> tuple[str, ...]:
        """Of what one could be picked; empty where it was not picked."""
        return _options(self.task)


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
    known: dict[Vote, Said] = {}
    heard = {}
    for learner, vote in votes.items():
        if vote not in known:
            known[vote] = _judged(task, vote)
        heard[learner] = known[vote]
    options, several = _options(task), task.kind.input is Input.SEVERAL
    groups = _by_picks(heard) if several else _by_mistake(task, heard)
    groups = _by_option(task, options, heard) if options else groups
    values = {who: value for who, (_, value, _) in heard.items() if value is not None}
    return Tally(task, groups, values, {who: verdict for who, (verdict, _, _) in heard.items()})


class Compared(NamedTuple):
    """A group of a vote beside the same one of the vote before."""

    sign: str
    """`A`, `B` … for a named mistake, the number of an option; empty: right, or something else."""
    group: Group
    """With nobody in it where all have left it."""
    before: tuple[str, ...] = ()
    """Who was in it before."""


def compared(now: Tally, before: Tally | None = None, *, same: bool = True) -> tuple[Compared, ...]:
    """The groups of a vote, with those of the vote before; in the order of the first of the two,
    whose letters they keep. Where that had not the `same` numbers, a group that all have left has
    no value now."""
    if before is None:
        return tuple(
            Compared(sign, group) for sign, group in zip(_signs(now), now.groups, strict=True)
        )
    names = {_name(group): group for group in now.groups}
    known = {_name(group): group for group in before.groups}
    groups = [
        names.get(name, group._replace(learners=(), value=group.value if same else None))
        for name, group in known.items()
    ]
    new = [group for name, group in names.items() if name not in known]
    groups[-1:] = [*new, *groups[-1:]] if not now.options else groups[-1:]
    signs = _signs(now._replace(groups=tuple(groups)))
    return tuple(
        Compared(sign, group, known[_name(group)].learners if _name(group) in known else ())
        for sign, group in zip(signs, groups, strict=True)
    )


def moves(groups: tuple[Compared, ...]) -> str:
    """Who has moved to what is right, and from where, as a sentence; and who has left it."""
    right = next((one for one in groups if one.group.right), None)
    if right is None or not any(one.before for one in groups):
        return ""
    to, known = {*right.group.learners}, {who for one in groups for who in one.before}
    came = [
        f"{count} from {one.sign or one.group.words}"
        for one in groups
        if not one.group.right and (count := len(to & {*one.before}))
    ]
    left = len({*right.before} & {who for one in groups for who in one.group.learners} - to)
    where = number(right.group.value) if right.group.value is not None else "what is right"
    moved = len(to & known - {*right.before})
    said = f"{moved or 'Nobody'} moved to {where}" + (f": {', '.join(came)}." if came else ".")
    new = len(to - known)
    said += f" {left} moved away from it." if left else ""
    return said + (f" {new} had not answered before." if new else "")


def _signs(tally: Tally) -> list[str]:
    """A letter for each mistake, from the largest group on; for an option its number."""
    if tally.options:
        known = [one for one in tally.task.kind.shortcuts if len(one) == 1]
        numbers = [str(at) for at, _ in enumerate(tally.groups, 1)]
        return known if len(known) == len(numbers) else numbers
    letters = iter("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return [next(letters, "") if group.mistake else "" for group in tally.groups]


def _name(group: Group) -> str:
    return group.mistake or group.words


Said = tuple["Verdict", "Number | None", "int | tuple[int, ...] | None"]
"""What is said to a learner, the number that they said, and the option or options picked."""
Heard = Mapping[str, Said]
"""The same of each."""


def _options(task: Task) -> tuple[str, ...]:
    return () if task.kind.input is Input.SEVERAL else task.kind.choices(task.ask)


def _judged(task: Task, vote: Vote) -> Said:
    exercise = handed_in(task, vote)
    assert exercise.verdict is not None
    value = exercise.guess if not exercise.options else None
    return exercise.verdict, value, exercise.picks or exercise.picked


def _by_picks(heard: Heard) -> tuple[Group, ...]:
    """Who has picked the same options; those who are right first."""
    right = tuple(who for who, (verdict, _, _) in heard.items() if verdict.right)
    picks: dict[tuple[int, ...], list[str]] = {}
    others = []
    for who, (verdict, _, picked) in heard.items():
        if isinstance(picked, tuple) and not verdict.right:
            picks.setdefault(picked, []).append(who)
        elif not verdict.right:
            others.append(who)
    found = [
        Group(messages.listed([str(one + 1) for one in picked]), tuple(learners))
        for picked, learners in sorted(picks.items(), key=lambda one: (-len(one[1]), one[0]))
    ]
    return (Group(RIGHT, right, right=True), *found, Group(ELSE, tuple(others)))


def _by_option(task: Task, options: tuple[str, ...], heard: Heard) -> tuple[Group, ...]:
    groups, truth = [], task.kind.truth(task.ask)
    for at, option in enumerate(options):
        there = [who for who, (_, _, picked) in heard.items() if picked == at]
        right = option == truth
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
        said = Counter(heard[who][1] for who in learners)
        return said.most_common(1)[0][0] if said else None

    found = [Group(RIGHT, tuple(right), value=_truth(task), rule=_rule(task), right=True)]
    for names, learners in sorted(mistaken.items(), key=lambda one: (-len(one[1]), one[0])):
        words = " or ".join(name.replace("-", " ") for name in names)
        rule = task.mistakes[names[0]].line if names[0] in task.mistakes else ""
        found.append(Group(words, tuple(learners), " ".join(names), value(learners), rule))
    found.append(Group(ELSE, tuple(others)))
    return tuple(found)


def _truth(task: Task) -> Number | None:
    """What is asked, where it is one number."""
    exact = task.target is not None and task.target.exact and task.variable
    return task.ask.truth if exact and math.isfinite(task.ask.truth) else None


def _rule(task: Task) -> str:
    """The line of the listing that gives what is asked."""
    listing = task.listing
    lines = listing.assigns(task.variable) if listing is not None else ()
    return task.step.code.splitlines()[lines[-1] - 1].strip() if lines else ""
