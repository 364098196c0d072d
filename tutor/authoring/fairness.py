"""What makes a question unfair away from its lesson, or tells its answer to whoever has learned
nothing: found for authors."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from tutor.course.questions import Choose, Fault
from tutor.course.ranges import draw
from tutor.grading.kinds.direction import way

if TYPE_CHECKING:
    from tutor.course.model import Lesson, Step
    from tutor.course.yaml_tree import Document
    from tutor.session.task import Task

DRAWS = 200
"""Draws in which a direction has to change."""
MANY = 5
"""Choices in a lesson from which on it shows where the right one stands."""
MOST = 2 / 3
"""The share of them that may stand in one place, or be the longest."""
TWICE = 2.0
"""How many times as long as all others a right option may be."""
SHORT = 20
"""Characters that an option may have whatever the others have."""
_HANGS = re.compile(r"(?:And|But|Or|So|Then|Now|Also|Again)\b", re.IGNORECASE)
"""How words begin that need those before them."""


def check_fair(step: Step, tasks: Sequence[Task]) -> Iterator[Fault]:
    """The questions of a step as a quiz asks them."""
    for task in tasks:
        place = ("ask", task.number)
        if task.kind.name == "direction" and task.kind.drawable(task.question, step):
            ways = _ways(step, task)
            if len(ways) == 1:
                what = f"`vary` always has the answer `{ways.pop()}`; give this question a `quiz:`"
                yield Fault((*place, "predict"), f"{what} with a `vary` of its own", at_key=True)
        for other in tasks[: task.number]:
            if _one(step, other, task):
                what = f"once `vary` draws its numbers this is question {other.number + 1} again"
                yield Fault(place, f"{what}; give it a `quiz:` with other ones, or `quiz: false`")


def _ways(step: Step, task: Task) -> set[str]:
    """The answers to a question for a way, as they are drawn."""
    chance, ranges = random.Random(step.id), step.varied(task.question)
    found = {way(task.ask.with_values(draw(ranges, chance))) for _ in range(DRAWS)}
    return found - {""}


def _one(step: Step, *tasks: Task) -> bool:
    """Whether a quiz asks both with the same numbers to draw from, and for the same."""
    one, other = (task.question for task in tasks)
    if one.target() is None or one.target() != other.target():
        return False
    if not all(task.kind.drawable(task.question, step) for task in tasks):
        return False
    ranges = step.varied(one)
    if not ranges or ranges != step.varied(other):
        return False
    return _still(one.with_, ranges) == _still(other.with_, ranges)


def _still(values: Mapping[str, object], ranges: Mapping[str, object]) -> dict[str, object]:
    """The constants that a question sets and no draw changes."""
    return {name: value for name, value in values.items() if name not in ranges}


def check_options(document: Document, lesson: Lesson) -> None:
    """Note options that give themselves away by their length or place, and stems that hang."""
    asked = [
        (("steps", at, "ask", number), question)
        for at, step in enumerate(lesson.steps)
        for number, question in enumerate(step.ask)
        if isinstance(question, Choose) and not question.many and not question.computed
        if any(option.right for option in question.options)
    ]
    places, longest = Counter[int](), 0
    for place, question in asked:
        lengths = [len(one.say.strip()) for one in question.options]
        right = [one.right for one in question.options].index(True)
        others = max(lengths[:right] + lengths[right + 1 :])
        places[right + 1] += 1
        longest += lengths[right] > others
        if lengths[right] > max(TWICE * others, SHORT):
            what = "it is more than twice as long as every other, which gives it away; shorten it"
            Fault((*place, "options", right, "say"), what).note(document, ())
        words = question.by_itself.say or question.say or question.choose
        if question.quiz is not False and _HANGS.match(words):
            what = "in a quiz nothing stands before these words; say all of it there"
            Fault((*place, "choose"), f"{what}: `quiz: {{say: …}}`").note(document, ())
    if len(asked) < MANY:
        return
    at, most = places.most_common(1)[0]
    if most > MOST * len(asked):
        what = f"the right option is number {at} in {most} of {len(asked)} choices; mix them"
        Fault((*asked[0][0], "options"), what, at_key=True).note(document, ())
    if longest > MOST * len(asked):
        what = f"the right option is the longest in {longest} of {len(asked)}; even them out"
        Fault((*asked[0][0], "options"), what, at_key=True).note(document, ())
