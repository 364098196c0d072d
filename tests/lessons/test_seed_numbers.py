"""Every number that the course promises, got by running the lesson that teaches it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from tutor.course.index import bundled
from tutor.course.loader import Course, load_course
from tutor.course.questions import Predict
from tutor.engine.numbers import Number
from tutor.engine.trace import Ending
from tutor.grading.ask import Ask


@dataclass(frozen=True)
class Run:
    """One run of a lesson's listing, and what its variables must come to."""

    place: str
    """lesson/step."""
    values: Mapping[str, Number] = field(default_factory=dict)
    """Constants that differ from the listing's."""
    updates: int | None = None
    """How many; as written where not given."""
    columns: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    """Variable → update → value, in the digits in which it was published."""

    def __str__(self) -> str:
        given = ",".join(f"{name}={value}" for name, value in self.values.items())
        return f"{self.place}[{given}]" if given else self.place


def first(**values: str) -> dict[str, dict[int, str]]:
    """Values at the end of the first update."""
    return {name: {1: value} for name, value in values.items()}


def row(start: int, *values: str) -> dict[int, str]:
    """Values of consecutive updates."""
    return dict(enumerate(values, start))


TWENTY_PASSES = {
    "error": row(1, "0.3025", "0.17015625", "0.095712890625")
    | row(18, "1.7092608064e-05", "9.61459203602e-06", "5.40820802026e-06"),
    "pred": row(1, "0.25", "0.3875", "0.490625")
    | row(18, "0.79586567925", "0.796899259437", "0.797674444578"),
}

SEVERAL_STEPS = {
    "weight": row(0, "0", "0.88", "0.6952", "0.734008", "0.72585832"),
    "error": row(1, "0.64", "0.028224", "0.0012446784", "5.489031744e-05"),
    "pred": row(1, "0", "0.968", "0.76472", "0.8074088"),
    "delta": row(1, "-0.8", "0.168", "-0.03528", "0.0074088"),
    "weight_delta": row(1, "-0.88", "0.1848", "-0.038808", "0.00814968"),
}

RUNS = [
    # Compare
    Run("compare/error", columns=first(error="0.3025")),
    Run("compare/squares", columns=first(cost="0.25")),
    Run("compare/squares", {"miss": 2}, columns=first(cost="4")),
    Run("compare/squares", {"miss": -2}, columns=first(cost="4")),
    Run("compare/cancelling", columns=first(mean_miss="0", mean_error="1000000")),
    # Hot and cold: one round
    Run("hot-and-cold/the-game", columns=first(pred="0.85", error="0.0225")),
    Run(
        "hot-and-cold/one-round",
        columns=first(
            pred="0.85",
            error="0.0225",
            up_pred="0.935",
            up_error="0.004225",
            down_pred="0.765",
            down_error="0.055225",
            weight="0.11",
        ),
    ),
    # … the loop. The published 2.500000000033e-07 has one zero too many.
    Run(
        "hot-and-cold/the-loop",
        columns={
            "error": row(1, "0.3025", "0.30195025")
            | row(1100, "2.50000000033e-07", "1.07995057925e-27"),
            "pred": row(1, "0.25", "0.2505") | row(1100, "0.7995", "0.8"),
            "weight": row(0, "0.5", "0.501", "0.502") | row(1100, "1.6", "1.601"),
        },
    ),
    Run("hot-and-cold/the-loop", updates=1102, columns={"weight": {1102: "1.6"}}),
    Run("hot-and-cold/how-many", columns=first(steps="1100")),
    Run("hot-and-cold/no-rest", columns={"weight": row(0, "1.599", "1.6", "1.601", "1.6")}),
    # … a step of 10
    Run(
        "hot-and-cold/step-ten",
        columns={
            "error": row(1, "0.3025", "19.8025", "0.3025", "19.8025", "0.3025"),
            "pred": row(1, "0.25", "5.25", "0.25", "5.25", "0.25"),
            "weight": row(0, "0.5", "10.5", "0.5", "10.5", "0.5"),
        },
    ),
    # Gradient descent
    Run(
        "gradient-descent/both-at-once",
        columns={**TWENTY_PASSES, "weight": row(0, "0.5", "0.775", "0.98125")},
    ),
    Run("gradient-descent/slowing-down", columns=TWENTY_PASSES),
    Run(
        "gradient-descent/named-parts",
        columns=first(
            delta="-0.15",
            weight_delta="-1.275",
            weight="0.11275",
            error="0.0225",
            new_error="0.001732640625",
        ),
    ),
    # Learning is reducing error
    Run(
        "reduce-the-error/four-passes",
        columns={
            "error": row(1, "0.64", "0.36", "0.2025", "0.11390625"),
            "pred": row(1, "0", "0.2", "0.35", "0.4625"),
            "weight": row(0, "0", "0.4", "0.7", "0.925", "1.09375"),
        },
    ),
    Run("reduce-the-error/the-formula", columns=first(error="0.3025")),
    Run("reduce-the-error/the-formula", {"weight": 1}, columns=first(error="0.09")),
    Run("reduce-the-error/bigger-input", columns=SEVERAL_STEPS),
    Run(
        "reduce-the-error/closing-in",
        columns={"weight": row(0, "0.6952", "0.734008", "0.72585832")},
    ),
    # The slope
    Run("the-slope/two-rods", columns={"red_length": row(1, "4", "6", "8")}),
    Run("the-slope/pulling-back", {"tug": 1}, columns={"red_length": row(1, "4", "3", "2")}),
    Run("the-slope/slope-sign", columns=first(error="0.3025")),
    Run("the-slope/slope-sign", {"weight": 1.6}, columns=first(error="0")),
    Run("the-slope/once-more", columns=SEVERAL_STEPS),
    # Break it
    Run("break-it/all-is-well", columns=TWENTY_PASSES),
    Run(
        "break-it/input-two",
        columns={
            "error": row(1, "0.04", "0.36", "3.24")
            | row(18, "6.67087267987e+14", "6.00378541188e+15", "5.40340687069e+16"),
            "pred": row(1, "1", "0.2", "2.6")
            | row(18, "-25828031.8", "77484098.6", "-232452292.6"),
            "weight": row(0, "0.5", "0.1", "1.3", "-2.3", "8.5", "-23.9"),
        },
    ),
    Run("break-it/the-ratio", columns=first(r="-3")),
    # Add alpha
    Run(
        "add-alpha/smaller-steps",
        columns={
            "error": row(1, "0.04", "0.0144", "0.005184")
            | row(18, "1.14604719983e-09", "4.12576991939e-10", "1.48527717099e-10"),
            "pred": row(1, "1", "0.92", "0.872")
            | row(18, "0.800033853319", "0.800020311991", "0.800012187195"),
            "weight": row(0, "0.5", "0.46", "0.436"),
        },
    ),
    Run("add-alpha/small-alpha", {"alpha": 0.25}, columns={"weight": row(0, "0.5", "0.4")}),
    Run(
        "add-alpha/big-alpha",
        {"alpha": 0.5},
        columns={
            "weight": row(0, "0.5", "0.3", "0.5", "0.3", "0.5"),
            "error": row(1, "0.04", "0.04", "0.04") | row(18, "0.04", "0.04", "0.04"),
        },
    ),
    Run("add-alpha/the-limit", columns=first(limit="0.5")),
]


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course(bundled())


@pytest.mark.parametrize("run", RUNS, ids=str)
def test_a_lesson_gives_the_published_digits(course: Course, run: Run) -> None:
    lesson, _, step = run.place.partition("/")
    trace = course.lesson(lesson).step(step).listing.run(run.values, updates=run.updates)
    for name, values in run.columns.items():
        for update, digits in values.items():
            value = trace.value(name, update)
            assert isinstance(value, int | float)
            assert f"{value + 0.0:.12g}" == f"{float(digits):.12g}", (name, update)


@pytest.mark.parametrize(
    ("alpha", "error"), [(0.01, ".00848"), (0.51, ".178"), (-0.1, "14286")], ids=str
)
def test_the_twentieth_error_at_odd_alphas(course: Course, alpha: float, error: str) -> None:
    step = course.lesson("add-alpha").step("big-alpha")
    twentieth = step.listing.run({"alpha": alpha}).value("error", 20)
    assert isinstance(twentieth, float)
    assert float(f"{twentieth:.{5 if alpha < 0 else 3}g}") == float(error)


@pytest.mark.parametrize(
    ("place", "values", "ending"),
    [
        ("hot-and-cold/step-ten", {}, Ending.OSCILLATES),
        ("gradient-descent/both-at-once", {}, Ending.CONVERGES),
        ("reduce-the-error/bigger-input", {}, Ending.CONVERGES),
        ("break-it/make-it-diverge", {}, Ending.CONVERGES),
        ("break-it/make-it-diverge", {"input": 1.4}, Ending.CONVERGES),
        ("break-it/make-it-diverge", {"input": 1.5}, Ending.DIVERGES),
        ("break-it/input-two", {}, Ending.DIVERGES),
        ("add-alpha/big-alpha", {"alpha": 0.49}, Ending.CONVERGES),
        ("add-alpha/big-alpha", {"alpha": 0.5}, Ending.OSCILLATES),
        ("add-alpha/big-alpha", {"alpha": 0.51}, Ending.DIVERGES),
        ("add-alpha/big-alpha", {"alpha": -0.1}, Ending.DIVERGES),
    ],
)
def test_runs_end_as_the_lessons_say(
    course: Course, place: str, values: dict[str, Number], ending: Ending
) -> None:
    lesson, _, step = place.partition("/")
    assert course.lesson(lesson).step(step).listing.ending(values) is ending


@pytest.mark.parametrize("weight", [0.5, 1.0, 1.6, 3.0])
def test_weight_delta_is_half_of_the_slope(course: Course, weight: float) -> None:
    listing = course.lesson("the-slope").step("slope-size").listing
    nudge = 1e-6
    here, there = (listing.run({"weight": w}) for w in (weight - nudge, weight + nudge))
    after, before = there.value("error", 1), here.value("error", 1)
    weight_delta = listing.run({"weight": weight}).value("weight_delta", 1)
    assert isinstance(after, float) and isinstance(before, float)
    assert weight_delta == pytest.approx((after - before) / (2 * nudge) / 2, abs=1e-9)


def test_every_update_multiplies_the_distance_to_the_bottom_by_r(course: Course) -> None:
    values = {"alpha": 0.15, "input": 2.5}
    r = course.lesson("add-alpha").step("the-idea").listing.run(values).value("r", 1)
    weights = (
        course.lesson("add-alpha").step("smaller-steps").listing.run(values).column("weight")[:5]
    )
    distances = [weight - 0.8 / 2.5 for weight in weights if isinstance(weight, int | float)]
    assert isinstance(r, float) and r == pytest.approx(0.0625)
    assert distances[1:] == pytest.approx([distance * r for distance in distances[:-1]])


MISTAKES = {
    "uphill-by-alpha": 0.54,
    "by-delta-and-alpha": 0.48,
    "by-error-and-alpha": 0.496,
    "by-error-input-and-alpha": 0.492,
    "twice-the-step-by-alpha": 0.42,
    "forgot-alpha": 0.10,
    "added-alpha": 0,
    "shrank-the-weight": 0.01,
    "only-the-step": 0.04,
    "only-the-step-negated": -0.04,
    "next-prediction-by-alpha": 0.92,
    "went-straight-there": 0.4,
    "weight-became-the-goal": 0.8,
    "stayed-put": 0.5,
    "by-own-weight-and-alpha": 0.49,
}


def test_the_usual_mistakes_are_named_where_alpha_comes_in(course: Course) -> None:
    lesson = course.lesson("add-alpha")
    step = lesson.step("smaller-steps")
    question = step.ask[0]
    assert isinstance(question, Predict)
    mistakes = lesson.mistakes_at(step, question, course.mistakes)
    asked = Ask(question, step.listing, after=1, mistakes=mistakes)
    assert asked.truth == pytest.approx(0.46)
    assert asked.mistaken == pytest.approx(MISTAKES)
    assert asked.hidden == ()
    said = [mistake.say for mistake in mistakes.values()]
    assert len(set(said)) >= 13, "each has a sentence of its own"
