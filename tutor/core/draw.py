"""Fresh numbers for a question: such that every named mistake can be told from the right answer."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from tutor.core.asked import Asked
from tutor.course.questions import Predict
from tutor.engine.numbers import same

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from random import Random

    from tutor.course.catalog import Course
    from tutor.course.model import Lesson, Step
    from tutor.course.questions import Question
    from tutor.engine.numbers import Number

MOST_TRIES = 50
"""Draws thrown back before a question is given up."""
TYPED_DIGITS = 6
"""Significant digits that a learner can be asked to type."""


def draw(
    course: Course, lesson: Lesson, step: Step, question: Question, rng: Random
) -> dict[str, Number] | None:
    """Constants for `question`, drawn on the grids of the step's `vary`; None where none are good.

    Mistakes that the step declares as hidden count too while other numbers can be found, since
    it is for their sake that numbers are drawn."""
    if step.quiz is None:
        return None
    plain = asked_of(course, lesson, step, question)
    second_best: dict[str, Number] | None = None
    for _ in range(MOST_TRIES):
        values = sample(step, rng)
        asked = fresh(plain, values)
        if not fault(asked, question):
            return values
        if step.hides and second_best is None and not fault(asked, question, step.hides):
            second_best = values
    return second_best


def sample(step: Step, rng: Random) -> dict[str, Number]:
    """One draw, good or not, of every constant that the step varies."""
    assert step.quiz is not None
    return {name: rng.choice(range_.grid()) for name, range_ in step.quiz.vary.items()}


def asked_of(course: Course, lesson: Lesson, step: Step, question: Question) -> Asked:
    """What grading needs for a question of a step as its author wrote it."""
    from tutor.core.stage import Stage

    number = next(k for k, other in enumerate(step.ask) if other is question)
    return Stage(course, lesson, step, number).asked()


def fresh(asked: Asked, values: Mapping[str, Number]) -> Asked:
    """The same question with other constants."""
    return replace(asked, values={**asked.values, **values})


def fault(asked: Asked, question: Question, hides: Iterable[str] = ()) -> str:
    """Why these numbers are not good for a question, as a sentence; empty where they are.

    Mistakes named in `hides` are passed over."""
    truth, old = asked.truth, asked.old
    if not math.isfinite(truth):
        return f"{asked.variable} is not a finite number"
    if old is not None and same(truth, old):
        return f"{asked.variable} does not move"
    if isinstance(question, Predict) and question.by == "direction":
        return ""
    passed_over = frozenset(hides)
    hidden = [name for name in asked.hidden if name not in passed_over]
    if hidden:
        return f"the mistake `{hidden[0]}` gives the right answer"
    pairs = [pair for pair in coinciding(asked) if not passed_over.intersection(pair)]
    if pairs:
        return f"the mistakes `{pairs[0][0]}` and `{pairs[0][1]}` give the same number"
    return "" if typeable(asked) else f"{asked.variable} must be typed to more than 6 digits"


def coinciding(asked: Asked) -> list[tuple[str, str]]:
    """The pairs of mistakes that give the same wrong number."""
    wrong = asked.distinct
    return [(one, other) for one, other in combinations(wrong, 2) if same(wrong[one], wrong[other])]


def typeable(asked: Asked) -> bool:
    """Whether the right value, written with six digits, is close enough to be right."""
    typed = float(f"{asked.truth:.{TYPED_DIGITS}g}")
    return abs(typed - asked.truth) <= asked.tolerance
