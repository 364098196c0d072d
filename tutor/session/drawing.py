"""Which questions a quiz asks, in which order, and with which numbers: each seed gives one draw.

No two neighbours are of one lesson where that can be (interleaved practice), the kinds of question
have the share that they have among all, and nothing is asked twice.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tutor.engine.numbers import Number
from tutor.errors import TutorError
from tutor.grading.kinds import kind_of
from tutor.history.schedule import Item
from tutor.session.lines import needed, read_by
from tutor.session.task import Order, Task, task_of

if TYPE_CHECKING:
    from tutor.course.loader import Course
    from tutor.history.records import Attempt

NOTHING_TO_ASK = "These lessons hold no question that a quiz can ask."
StepId = tuple[str, str]
"""A lesson and a step of it."""
DRAWS = 20
"""Draws of one question that were asked before, until it is left out."""


class Drawn(NamedTuple):
    """A question with its numbers."""

    item: Item
    values: Mapping[str, Number]
    order: Order = ()
    """Its options as they are laid out; empty: as in the lesson file."""

    def task(self, course: Course) -> Task | None:
        """The question; None where the course no longer has it."""
        return task_of(course, self.item, self.values, self.order)


def items(course: Course, lessons: Sequence[str] = ()) -> tuple[Item, ...]:
    """Every question that a quiz can ask of these lessons; without any, of all.

    Raises TutorError with the nearest name for a lesson that is not there.
    """
    wanted = {course.lesson(name).id for name in lessons}
    return tuple(
        Item(lesson.id, step.id, number)
        for lesson in course.lessons
        if not wanted or lesson.id in wanted
        for step in lesson.steps
        for number, question in enumerate(step.ask)
        if kind_of(question).drawable(question, step)
    )


def drawn(course: Course, item: Item, seed: str) -> Drawn | None:
    """The item with the numbers and the order of options that `seed` gives; None where no good ones
    are found."""
    task = task_of(course, item)
    if task is None:
        return None
    chance = random.Random(seed)
    # drawn for the question as it stands in its step, and then asked by itself
    asked = Task(course, task.lesson, task.step, task.number).ask
    values = task.kind.numbers(asked, task.step, chance)
    if values is None:
        return None
    options = task.kind.answers(task.ask) if task.kind.authored else ()
    return Drawn(item, values, tuple(chance.sample(range(len(options)), len(options))))


def chosen(
    course: Course,
    count: int,
    seed: int,
    lessons: Sequence[str] = (),
    before: Iterable[Attempt] = (),
) -> list[Drawn]:
    """`count` questions, or as many as there are, of these lessons; without any, of all but bonus
    ones. `before`: answers whose numbers are not to come again, where there are others.

    With fewer items than `count`, items come again with other numbers that they use. Raises
    TutorError when there is nothing to ask.
    """
    every = items(course, lessons or [one.id for one in course.lessons if not one.bonus])
    if not every:
        raise TutorError(NOTHING_TO_ASK)
    found = _Draw(course, every, seed, before).taken(count)
    chance = random.Random(f"{seed}/order")
    return _laid_out(course, interleaved(found, chance), chance)


def again(
    course: Course, wanted: Sequence[Item], seed: str, before: Iterable[Attempt] = ()
) -> list[Drawn]:
    """These items with fresh numbers, in their order; `before` as in `chosen`. One that comes to
    what was asked before it is left out: it has just been explained."""
    draw = _Draw(course, wanted, seed, before)
    return [one for item in wanted if (one := draw.other(item)) is not None]


class _Draw:
    """One draw while it is made."""

    def __init__(
        self, course: Course, every: Sequence[Item], seed: int | str, before: Iterable[Attempt]
    ) -> None:
        self._course, self._seed, self._chance = course, seed, random.Random(seed)
        self._kinds = {item: _kind(course, item) for item in every}
        self._asked: Counter[Item] = Counter()
        self._seen: set[Hashable] = set()
        """What was asked already."""
        self._drawn: defaultdict[StepId, list[tuple[Mapping[str, Number], bool]]] = defaultdict(
            list
        )
        """With which constants questions of a step are asked, and whether these were drawn."""
        self._before = defaultdict[StepId, list[Mapping[str, Number]]](list)
        """With which they were answered before this draw."""
        for attempt in before:
            self._before[attempt.lesson, attempt.step].append(attempt.values)

    def taken(self, count: int) -> list[Drawn]:
        """So many questions: as many of each kind as its share is among all."""
        found: list[Drawn] = []
        left = shares(Counter(self._kinds.values()), count)
        lessons: Counter[str] = Counter()
        open_ = list(self._kinds)
        while open_ and len(found) < count:
            wanted = [item for item in open_ if left[self._kinds[item]] > 0] or open_
            fewest = min(self._asked[item] for item in wanted)
            wanted = [item for item in wanted if self._asked[item] == fewest]
            least = min(lessons[item.lesson] for item in wanted)
            item = self._chance.choice([one for one in wanted if lessons[one.lesson] == least])
            one = self.other(item)
            if one is None:
                open_.remove(item)
                continue
            found.append(one)
            self._asked[item] += 1
            left[self._kinds[item]] -= 1
            lessons[item.lesson] += 1
        return found

    def other(self, item: Item) -> Drawn | None:
        """The item with numbers that make it another question than all before, and that no other
        question of its step has, whose listing would tell what this one asks; None where there are
        none. Where it can be, with such as were not answered with before."""
        step = item.lesson, item.step
        found: tuple[Drawn, Hashable, dict[str, Number]] | None = None
        for turn in range(DRAWS):
            one = drawn(self._course, item, f"{self._seed}/{item}/{self._asked[item]}/{turn}")
            if one is None:
                break
            task = one.task(self._course)
            if task is None or (asked := sense(task)) in self._seen:
                continue
            constants, varied = task.constants, bool(one.values)
            if any(constants == was and (varied or other) for was, other in self._drawn[step]):
                continue
            found = found or (one, asked, constants)
            if not any(one.values.items() <= was.items() for was in self._before[step]):
                found = one, asked, constants
                break
        if found is None:
            return None
        one, asked, constants = found
        self._seen.add(asked)
        self._drawn[step].append((constants, bool(one.values)))
        return one


def _kind(course: Course, item: Item) -> str:
    """The kind of question that it is."""
    return kind_of(course.lesson(item.lesson).step(item.step).ask[item.question]).name


def shares(among: Mapping[str, int], count: int) -> dict[str, int]:
    """How many of `count` each kind gets, as many as its part of `among`; what rounding leaves goes
    to those that lost most by it."""
    total = sum(among.values())
    exact = {kind: count * part / total for kind, part in among.items()}
    found = {kind: int(part) for kind, part in exact.items()}
    by_loss = sorted(exact, key=lambda kind: found[kind] - exact[kind])
    for kind in by_loss[: count - sum(found.values())]:
        found[kind] += 1
    return found


def sense(task: Task) -> Hashable:
    """What a question comes to: the same for two of which one answer answers the other. Numbers
    that it does not use make no difference, nor does the lesson that it stands in."""
    target, listing = task.target, task.listing
    if target is None or listing is None:
        return task.kind.name, task.kind.prompt(task.ask), frozenset(task.kind.choices(task.ask))
    own = frozenset(listing.assigns(target.name))
    lines = sorted(own | needed(listing, own, once=target.after == 1))
    code = task.step.code.splitlines()
    values = {name: task.constants[name] for name in read_by(listing, frozenset(lines))}
    texts = tuple(code[n - 1].strip() for n in lines)
    return task.kind.name, target, texts, tuple(sorted(values.items()))


def interleaved(questions: Iterable[Drawn], chance: random.Random) -> list[Drawn]:
    """The questions in an order in which no neighbours are of one lesson, or at least not of one
    step, where there are others."""
    left = list(questions)
    chance.shuffle(left)
    found: list[Drawn] = []
    while left:
        counts = Counter(one.item.lesson for one in left)
        last = found[-1].item if found else None
        # far from the last one first, then of a lesson that has most left
        ranks = [(_near(one.item, last), -counts[one.item.lesson]) for one in left]
        found.append(left.pop(ranks.index(min(ranks))))
    return found


def _near(item: Item, last: Item | None) -> tuple[bool, bool]:
    """Whether it is of the lesson, and of the step, that was asked about last."""
    if last is None:
        return False, False
    return item.lesson == last.lesson, item.step == last.step


def _laid_out(course: Course, questions: Sequence[Drawn], chance: random.Random) -> list[Drawn]:
    """The questions with their options so laid out that the right one is as often first as it is
    second or third."""
    places: defaultdict[int, list[int]] = defaultdict(list)
    found: list[Drawn] = []
    for one in questions:
        task = one.task(course)
        if one.order and task is not None:
            count = len(one.order)
            if not places[count]:
                places[count] = chance.sample(range(count), count)
            right = [answer.right for answer in task.kind.answers(task.ask)].index(True)
            order = list(one.order)
            there = places[count].pop()
            order[right], order[there] = order[there], order[right]
            one = one._replace(order=tuple(order))
        found.append(one)
    return found
