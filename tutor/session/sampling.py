"""Questions that can be put again and again, each time with fresh numbers."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tutor.engine.numbers import NOTHING, Number
from tutor.errors import TutorError
from tutor.grading.kinds import kind_of
from tutor.history.schedule import Item
from tutor.session.task import Task

if TYPE_CHECKING:
    from tutor.course.loader import Course
    from tutor.course.model import Step


class Drawn(NamedTuple):
    """A question with its numbers."""

    item: Item
    values: Mapping[str, Number]


def items(course: Course, lessons: Sequence[str] = ()) -> tuple[Item, ...]:
    """Every question that a quiz can ask.

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
    """The item with numbers drawn from `seed`, which are the same each time; None where no good
    ones are found."""
    task = task_of(course, item)
    if task is None:
        return None
    # drawn for the question as it stands in its step, and then asked by itself
    asked = Task(course, task.lesson, task.step, task.number).ask
    values = task.kind.numbers(asked, task.step, random.Random(seed))
    return None if values is None else Drawn(item, values)


def chosen(course: Course, count: int, seed: int, lessons: Sequence[str] = ()) -> list[Drawn]:
    """`count` questions in the order of the course, spread over its lessons by `seed`.

    With fewer items than `count`, items come again with other numbers. Raises TutorError when
    there is nothing to ask.
    """
    chance = random.Random(seed)
    piles: dict[str, list[Item]] = {}
    for item in items(course, lessons):
        piles.setdefault(item.lesson, []).append(item)
    if not piles:
        raise TutorError("These lessons hold no question that a quiz can ask.")
    found: list[Drawn] = []
    seen: dict[Item, int] = {}
    attempts = 0
    while len(found) < count and attempts < count * 20:
        for pile in list(piles.values()):
            attempts += 1
            item = chance.choice(_least(pile, seen))
            again = seen[item] = seen.get(item, 0) + 1
            one = drawn(course, item, f"{seed}/{item}/{again}")
            if one is not None and len(found) < count:
                found.append(one)
    order = {item: place for place, item in enumerate(items(course, lessons))}
    return sorted(found, key=lambda one: order[one.item])


def _least(pile: Iterable[Item], seen: Mapping[Item, int]) -> list[Item]:
    """The items that were asked least often so far."""
    pile = list(pile)
    fewest = min(seen.get(item, 0) for item in pile)
    return [item for item in pile if seen.get(item, 0) == fewest]


def task_of(course: Course, item: Item, values: Mapping[str, Number] = NOTHING) -> Task | None:
    """The item's question with these numbers; None where the course no longer has it, or
    it cannot be run."""
    lesson = course.find(item.lesson)
    steps: Iterable[Step] = lesson.steps if lesson else ()
    step = next((one for one in steps if one.id == item.step), None)
    if lesson is None or step is None or not 0 <= item.question < len(step.ask):
        return None
    task = Task(course, lesson, step, item.question, values, alone=True)
    return None if task.fault else task
