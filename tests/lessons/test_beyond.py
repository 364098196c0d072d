"""The bonus lesson keeps what it promises: it settles, bounces, finds both valleys, rolls on."""

from __future__ import annotations

import itertools
import math
from typing import Any

import pytest

from tests.grading.asks import reach
from tutor.course.index import bundled
from tutor.course.loader import load_course
from tutor.course.model import Lesson, Step
from tutor.course.questions import Predict
from tutor.engine.numbers import Number
from tutor.engine.trace import Ending, Trace
from tutor.grading.ask import Ask
from tutor.session.task import Task

COURSE = load_course(bundled())


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    return COURSE.lesson("beyond-the-bowl")


def column(trace: Trace, name: str) -> list[float]:
    """A variable at every update at which it has a value."""
    return [float(v) for v in trace.column(name) if isinstance(v, int | float)]


def last(step: Step, name: str, **values: Number) -> float:
    """A variable at the end of the listing's own run."""
    return column(step.listing.run(values), name)[-1]


def asked(lesson: Lesson, step: str, question: int) -> Ask[Any]:
    found = lesson.step(step)
    assert isinstance(found.ask[question], Predict)
    return Task(COURSE, lesson, found, question).ask


def test_it_is_the_last_lesson_of_the_course(lesson: Lesson) -> None:
    assert COURSE.lessons[-1] is lesson
    assert [one.id for one in COURSE.lessons if not one.bonus][-1] == "from-memory"


# The V


def test_the_absolute_error_stands_beside_the_squared_one(lesson: Lesson) -> None:
    step = lesson.step("two-tapes")
    bowl = step.picture()
    assert bowl is not None and bowl.compare == {"power": 2}
    assert last(step, "error") == pytest.approx(0.55)
    assert last(step, "error", **bowl.compare) == pytest.approx(0.3025)


@pytest.mark.parametrize(("weight", "slope"), [(1.5, 2), (0.41, 2), (0.39, -2), (-1, -2)])
def test_the_slope_of_the_v_has_one_size_everywhere(
    lesson: Lesson, weight: float, slope: int
) -> None:
    assert last(lesson.step("one-slope"), "slope", weight=weight) == slope


@pytest.mark.parametrize(
    ("alpha", "weight"), [(0.1, 1.5), (0.03, 0.43), (0.01, 0.5), (0.001, 0.41)]
)
def test_a_fixed_step_never_settles(lesson: Lesson, alpha: float, weight: float) -> None:
    listing = lesson.step("never-at-rest").listing
    values = {"alpha": alpha, "weight": weight}
    assert listing.ending(values) is Ending.OSCILLATES
    end = column(listing.run(values, updates=500), "weight")[-10:]
    moves = [abs(b - a) for a, b in itertools.pairwise(end)]
    assert moves == pytest.approx([2 * alpha] * 9)


# Alpha shrinks


def test_an_alpha_divided_by_the_pass_settles_on_the_bottom(lesson: Lesson) -> None:
    listing = lesson.step("shrink-the-step").listing
    assert listing.ending() is Ending.CONVERGES
    weights = column(listing.run(updates=2000), "weight")
    assert weights[:3] == pytest.approx([1.6, 0.7, 0.25])
    for update in (10, 100, 1000, 2000):
        assert abs(weights[update] - 0.4) <= 2 * 0.45 / update


@pytest.mark.parametrize("keep", [0.5, 0.7, 0.8])
def test_an_alpha_that_shrinks_too_fast_stops_on_the_way(lesson: Lesson, keep: float) -> None:
    step = lesson.step("too-soon")
    assert step.listing.ending({"keep": keep}) is Ending.CONVERGES
    assert last(step, "weight", keep=keep) == pytest.approx(1.5 - 0.2 / (1 - keep), abs=1e-5)


@pytest.mark.parametrize(
    ("keep", "reached"), [(0.81, False), (0.82, True), (0.9, True), (1, False)]
)
def test_it_gets_there_with_enough_left_of_alpha(
    lesson: Lesson, keep: float, reached: bool
) -> None:
    step = lesson.step("too-soon")
    assert reach(step.listing, {"keep": keep}, "error < 0.01").right is reached


# Two valleys


@pytest.mark.parametrize(
    ("start", "end"), [(0.5, 1), (0.1, 1), (1.6, 1), (0, 0), (-0.1, -1), (-0.5, -1), (-1.6, -1)]
)
def test_the_start_decides_in_which_valley_it_ends(lesson: Lesson, start: float, end: int) -> None:
    step = lesson.step("where-you-start")
    assert step.listing.ending({"weight": start}) is Ending.CONVERGES
    assert last(step, "weight", weight=start) == pytest.approx(end, abs=1e-6)


def test_only_one_of_two_valleys_goes_down_to_nothing(lesson: Lesson) -> None:
    step = lesson.step("the-better-valley")
    assert last(step, "weight") == pytest.approx(-0.947, abs=1e-3)
    assert last(step, "error") == pytest.approx(0.39, abs=1e-3)
    assert last(step, "error", weight=0.5) < 1e-12


@pytest.mark.parametrize("place", ["two-valleys", "the-better-valley", "over-the-hill"])
@pytest.mark.parametrize("weight", [-1.4, -0.3, 0.2, 1.3])
def test_the_slopes_are_those_of_the_errors(lesson: Lesson, place: str, weight: float) -> None:
    step = lesson.step(place)
    nudge = 1e-6

    def at(name: str, x: float) -> float:
        return column(step.listing.run({"weight": x}, updates=1), name)[0]

    rise = at("error", weight + nudge) - at("error", weight - nudge)
    assert at("slope", weight) == pytest.approx(rise / (2 * nudge), abs=1e-6)


# Momentum


def updates_needed(step: Step, memory: float) -> float:
    """Updates after which the error stays below 0.001."""
    errors = column(step.listing.run({"memory": memory}, updates=600), "error")
    above = [n for n, error in enumerate(errors, 1) if error >= 0.001]
    return above[-1] if above else math.nan


def test_momentum_is_faster_than_plain_descent_and_too_much_is_slower(lesson: Lesson) -> None:
    step = lesson.step("how-much-memory")
    plain, some, much = (updates_needed(step, memory) for memory in (0, 0.6, 0.97))
    assert some < plain / 3
    assert much > plain


@pytest.mark.parametrize(
    ("memory", "ending"),
    [
        (0, Ending.CONVERGES),
        (0.6, Ending.CONVERGES),
        (0.95, Ending.CONVERGES),
        (0.999, Ending.CONVERGES),
        (1, Ending.OSCILLATES),
        (1.001, Ending.DIVERGES),
        (1.2, Ending.DIVERGES),
    ],
)
def test_a_ball_that_forgets_nothing_rolls_for_ever(
    lesson: Lesson, memory: float, ending: Ending
) -> None:
    assert lesson.step("how-much-memory").listing.ending({"memory": memory}) is ending


@pytest.mark.parametrize(
    ("memory", "side"), [(0, -1), (0.5, -1), (0.8, -1), (0.85, 1), (0.9, 1), (0.95, -1)]
)
def test_a_ball_gets_over_the_hill_with_enough_memory_and_back_with_too_much(
    lesson: Lesson, memory: float, side: int
) -> None:
    assert last(lesson.step("over-the-hill"), "weight", memory=memory) * side > 0.8


MISTAKES = [
    ("rolling", 0, "forgot-the-old-velocity", 0.075),
    ("rolling", 2, "forgot-the-old-velocity", 0.06825),
    ("rolling", 2, "kept-all-the-velocity", 0.20325),
    ("rolling", 1, "plain-descent", 0.175),
    ("never-at-rest", 0, "by-error-input-and-alpha", 1.06),
    ("never-at-rest", 0, "uphill-by-slope", 1.7),
    ("shrink-the-step", 1, "by-the-first-alpha", -0.2),
    ("too-soon", 1, "shrank-too-early", 1.25),
    ("two-valleys", 1, "the-right-valley", 1),
    ("where-you-start", 0, "the-right-valley", 1),
]


@pytest.mark.parametrize(("place", "question", "mistake", "value"), MISTAKES)
def test_mistakes_are_named(
    lesson: Lesson, place: str, question: int, mistake: str, value: float
) -> None:
    found = asked(lesson, place, question)
    assert found.distinct[mistake] == pytest.approx(value)
    assert abs(value - found.truth) > found.tolerance


def test_the_courses_words_for_a_squared_error_are_not_said_of_a_v(lesson: Lesson) -> None:
    for place in ("never-at-rest", "shrink-the-step", "too-soon"):
        step = lesson.step(place)
        for number, question in enumerate(step.ask):
            if isinstance(question, Predict):
                for mistake in asked(lesson, place, number).mistakes.values():
                    assert "squared" not in mistake.say.lower(), mistake.rule
