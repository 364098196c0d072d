"""Every number of the lesson on several weights, worked out by NumPy."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from numpy.typing import NDArray

from tutor.course.index import bundled
from tutor.course.loader import load_course
from tutor.course.model import Lesson
from tutor.engine.trace import Trace
from tutor.session.lesson import LessonSession

COURSE = load_course(bundled())
INPUT = np.array([6.0, 0.4, 1.5])
WEIGHTS = np.array([0.1, 0.3, -0.2])
Vector = NDArray[np.float64]


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    return COURSE.lesson("several-weights")


def descent(alpha: float, updates: int, frozen: Vector | None = None) -> list[Vector]:
    """The weights after each update."""
    free = np.ones(3) if frozen is None else 1 - frozen
    found = [WEIGHTS]
    for _ in range(updates):
        delta = found[-1] @ INPUT - 1
        found.append(found[-1] - alpha * delta * INPUT * free)
    return found


def column(trace: Trace, name: str) -> list[object]:
    return [value for value in trace.column(name) if value is not None]


def test_the_prediction_and_the_shares(lesson: Lesson) -> None:
    one = lesson.step("who-is-to-blame").listing.run().row(1)
    assert one["pred"] == pytest.approx(WEIGHTS @ INPUT) == pytest.approx(0.42)
    assert one["weight_deltas"] == pytest.approx((WEIGHTS @ INPUT - 1) * INPUT)
    assert lesson.step("weighted-sum").listing.run().row(1)["pred"] == pytest.approx(0.42)


def test_each_weight_alone_can_reach_the_goal(lesson: Lesson) -> None:
    """As far as the options say."""
    miss = 1 - WEIGHTS @ INPUT
    assert miss / INPUT[1] == pytest.approx(1.45) and WEIGHTS[2] + miss / INPUT[2] > 0
    code = lesson.step("one-delta").listing
    for place, needed in enumerate(WEIGHTS + miss / INPUT):
        assert code.run({f"weights[{place}]": float(needed)}).row(1)["error"] == pytest.approx(0)


def test_three_updates_at_once(lesson: Lesson) -> None:
    trace = lesson.step("three-at-once").listing.run()
    expected = descent(0.02, 6)
    assert np.array(trace.column("weights")) == pytest.approx(np.array(expected))
    misses = [float(one @ INPUT - 1) for one in expected]
    assert column(trace, "delta") == pytest.approx(misses[:-1])
    assert abs(misses[1] / misses[0]) < 0.25, "less than a quarter is left"


def test_the_frozen_weight(lesson: Lesson) -> None:
    trace = lesson.step("frozen").listing.run()
    expected = descent(0.3, 8, frozen=np.array([1.0, 0, 0]))
    assert np.array(trace.column("weights")) == pytest.approx(np.array(expected))
    assert trace.column("weights[0]") == [0.1] * 9 and expected[1][2] > 0 > expected[0][2]
    assert column(trace, "error")[-1] == pytest.approx((expected[7] @ INPUT - 1) ** 2, abs=1e-12)


def test_the_valley(lesson: Lesson) -> None:
    beds, goals = np.array([[0.7, 1.1], [0.2, 0.5]]), np.array([0.89, 0.36])
    place, seen = np.array([-1.1, 0.7]), [np.array([-1.1, 0.7])]
    errors = []
    for _ in range(12):
        misses = beds @ place - goals
        errors.append(float(misses @ misses))
        place = place - 0.9 * beds.T @ misses
        seen.append(place)
    trace = lesson.step("the-valley").listing.run()
    assert trace.column("w0") == pytest.approx([float(one[0]) for one in seen])
    assert trace.column("w1") == pytest.approx([float(one[1]) for one in seen])
    assert column(trace, "error") == pytest.approx(errors)
    assert errors == sorted(errors, reverse=True), "each update goes down"
    steps = np.diff(np.array(seen), axis=0)
    assert all(a @ b < 0 for a, b in itertools.pairwise(steps)), "to and fro"
    best = np.linalg.solve(beds, goals)
    assert np.linalg.norm(seen[-1] - best) > 0.5, "after twelve it is still on its way"
    drawn = lesson.step("the-valley").map
    assert drawn is not None and drawn.limits is not None
    x0, x1, y0, y1 = drawn.limits
    assert all(x0 < x < x1 and y0 < y < y1 for x, y in [*seen, best])


def test_the_new_value_of_another_weight_is_not_called_its_first(lesson: Lesson) -> None:
    session = LessonSession(COURSE)
    session.open(lesson.id, "three-at-once")
    session.type("0.1696")
    session.enter()
    session.enter()
    session.type("0.1696")
    session.enter()
    verdict = session.view().verdict
    assert verdict is not None
    assert verdict.say == "That is the value of `weights[0]`. `weights[2]` is another number."
