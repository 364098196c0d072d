"""Every number of the lesson on the border of alpha, worked out by NumPy."""

from __future__ import annotations

import numpy as np
import pytest

from tutor.course.index import bundled
from tutor.course.loader import load_course
from tutor.engine.claim import claim
from tutor.engine.trace import Ending

LESSON = load_course(bundled()).lesson("flies-apart")


def ends(step: str, **values: float) -> Ending:
    return LESSON.step(step).listing.ending(values)


def test_the_border_is_two_over_the_squared_input() -> None:
    for input_, alpha in ((2, 0.5), (4, 0.125), (5, 0.08)):
        assert alpha == pytest.approx(2 / input_**2)
        assert ends("the-border", input=input_, alpha=alpha) is Ending.OSCILLATES
        assert ends("the-border", input=input_, alpha=alpha * 0.99) is Ending.CONVERGES
        assert ends("the-border", input=input_, alpha=alpha * 1.01) is Ending.DIVERGES
    rng = np.random.default_rng(7)
    for weight, goal in rng.uniform(-3, 3, (20, 2)):
        given = {"weight": float(weight), "goal_pred": float(goal)}
        assert ends("the-border", alpha=0.51, **given) is Ending.DIVERGES
        assert ends("the-border", alpha=0.49, **given) is Ending.CONVERGES


def test_r_tells_what_becomes_of_a_run() -> None:
    code = LESSON.step("three-regions").listing
    rng = np.random.default_rng(3)
    for input_, alpha in rng.uniform((0.5, 0.02), (4, 1), (60, 2)):
        r = float(1 - alpha * input_**2)
        values = {"input": float(input_), "alpha": float(alpha)}
        misses = np.array(code.run(values).column("weight")) * input_ - 0.8
        assert misses[1:] == pytest.approx(misses[:-1] * r)
        if abs(abs(r) - 1) > 0.01:
            wanted = Ending.CONVERGES if abs(r) < 1 else Ending.DIVERGES
            assert code.ending(values) is wanted
        assert claim("weight overshoots").holds(code, values) is (r < 0)
    trace = code.run({"input": 2, "alpha": 1 / 2**2})
    assert 2 * float(trace.column("weight")[1]) == pytest.approx(0.8), "one update"  # type: ignore[arg-type]


def test_two_inputs_share_a_limit_that_the_larger_one_sets() -> None:
    code = LESSON.step("two-inputs").listing
    inputs, weights, alpha = np.array([3.0, 1.0]), np.array([0.2, 0.4]), 0.15
    trace = code.run()
    for update in range(20):
        assert trace.column("weights")[update] == pytest.approx(weights)
        delta = inputs @ weights - 2.5
        assert trace.row(update + 1)["delta"] == pytest.approx(delta, abs=1e-12)
        weights = weights - alpha * delta * inputs
    first, second = (float(trace.row(n)["delta"]) for n in (1, 2))  # type: ignore[arg-type]
    assert second / first == pytest.approx(1 - alpha * (inputs @ inputs)) == pytest.approx(-0.5)
    limit = 2 / float(inputs @ inputs)
    assert limit == pytest.approx(0.2)
    assert code.ending({"alpha": limit * 0.99}) is Ending.CONVERGES
    assert code.ending({"alpha": limit * 1.01}) is Ending.DIVERGES
    assert round(2 / 3**2, 3) == 0.222 and 2 / 1**2 == 2
    assert code.ending({"input[0]": 3.5}) is not Ending.DIVERGES
    assert code.ending({"input[0]": 4}) is Ending.DIVERGES


def test_each_of_two_slopes_has_its_own_limit() -> None:
    code = LESSON.step("two-slopes").listing
    inputs, goals, place = np.array([1.0, 3.0]), np.array([0.5, 0.9]), np.array([-1.0, 0.6])
    trace = code.run()
    for update in range(20):
        assert (trace.column("w0")[update], trace.column("w1")[update]) == pytest.approx(place)
        misses = inputs * place - goals
        assert trace.row(update + 1)["error"] == pytest.approx(misses @ misses)
        place = place - 0.05 * inputs * misses
    bottom = goals / inputs
    assert bottom == pytest.approx([0.5, 0.3])
    assert 0.6 - float(trace.column("w1")[1]) > 0.4 * (0.6 - bottom[1])  # type: ignore[arg-type]
    assert inputs[1] ** 2 / inputs[0] ** 2 == 9, "times as steep"
    assert claim("w0 converges").holds(code, {"alpha": 0.25})
    assert claim("w1 diverges").holds(code, {"alpha": 0.25})
    assert 2 / 9 < 0.25


def test_alike_inputs_are_learnt_in_one_leap() -> None:
    code = LESSON.step("other-units").listing
    trace = code.run({"unit": 3, "alpha": 1})
    assert trace.row(2)["error"] == pytest.approx(0, abs=1e-24)
    within = claim("error < 1e-6 within 3")
    met = [
        (unit, alpha / 10)
        for unit in range(1, 7)
        for alpha in range(1, 21)
        if within.holds(code, {"unit": unit, "alpha": alpha / 10})
    ]
    assert met == [(3, 1.0)], "and in no other way"
