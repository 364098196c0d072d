"""Curves: one variable of a listing against one of its constants."""

from __future__ import annotations

import sys
import warnings

import numpy as np
import pytest

from tests.engine.listings import ALPHA, HOT_AND_COLD, ONE_ITERATION, REDUCING_ERROR
from tutor.engine.listing import listing
from tutor.errors import ListingError

XS = np.linspace(-1, 3, 41)


def test_the_bowl() -> None:
    np.testing.assert_allclose(
        listing(ALPHA).curve("weight", "error", XS), (2 * XS - 0.8) ** 2, rtol=1e-12
    )
    np.testing.assert_allclose(
        listing(HOT_AND_COLD).curve("weight", "error", XS, {"input": 2, "goal_prediction": 1}),
        (2 * XS - 1) ** 2,
        rtol=1e-12,
    )
    np.testing.assert_allclose(
        listing(ONE_ITERATION).curve("weight", "error", XS), (8.5 * XS - 1) ** 2, rtol=1e-12
    )


def test_any_constant_may_be_the_axis() -> None:
    weights = listing(ALPHA).curve("alpha", "weight", XS)
    np.testing.assert_allclose(weights, 0.5 - XS * 0.4, rtol=1e-12)


def test_later_updates() -> None:
    script = listing(REDUCING_ERROR)
    found = script.curve("weight", "error", np.array([0.0, 1.0]), after=3)
    expected = [script.run({"weight": w}).value("error", 3) for w in (0.0, 1.0)]
    np.testing.assert_allclose(found, expected)  # type: ignore[arg-type]  # numbers, all of them


def test_a_test_of_the_axis_is_asked_for_each_value() -> None:
    script = listing(HOT_AND_COLD)
    found = script.curve("weight", "weight", XS)
    expected = [script.run({"weight": w}, updates=1).value("weight", 1) for w in XS.tolist()]
    np.testing.assert_array_equal(found, expected)


def test_a_constant_is_a_flat_curve() -> None:
    script = listing(ALPHA)
    np.testing.assert_array_equal(script.curve("weight", "goal_pred", XS), np.full(41, 0.8))
    np.testing.assert_array_equal(
        script.curve("weight", "weight", np.array([0.4, 0.4])), [0.4, 0.4]
    )
    assert script.curve("weight", "error", np.array([])).shape == (0,)
    assert script.curve("weight", "error", np.zeros((2, 3))).shape == (2, 3)


def test_numbers_of_any_size_pass_in_silence() -> None:
    code = (
        "from math import sqrt, log, exp\nx = 1.0\n"
        "y = 1 / x + sqrt(x) + log(x) + exp(x) + x ** 0.5 + 1 // x + 1 % x\n"
    )
    xs = np.array([0.0, -0.0, -1.0, np.inf, -np.inf, np.nan, 1e308, 5e-324])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = listing(code).curve("x", "y", xs)
    assert found.shape == xs.shape
    bowl = listing(ALPHA).curve("weight", "error", np.array([1e300, np.nan, np.inf]))
    assert np.isinf(bowl[0]) and np.isnan(bowl[1]) and np.isinf(bowl[2])


def test_functions_and_choices() -> None:
    code = (
        "k = 2\nx = 1.0\ndef square(v):\n    return v * v * k\n"
        "y = max(square(x), 1) + min(x, 0, -1) + abs(x) + round(x) + (x > 0) - (x > 0 ) * 2\n"
    )
    expected = [
        max(2 * x * x, 1) + min(x, 0, -1) + abs(x) + round(x) - (x > 0) for x in XS.tolist()
    ]
    np.testing.assert_allclose(listing(code).curve("x", "y", XS), expected)


def test_what_is_never_set_is_nan() -> None:
    code = "x = 1\nfor i in range(3):\n    if x > 5:\n        y = x\n    z = y\n"
    found = listing(code).curve("x", "z", np.array([1.0, 6.0]))
    np.testing.assert_array_equal(found, [np.nan, 6.0])
    unset = listing(code).curve("x", "y", np.array([1.0, 6.0]))
    np.testing.assert_array_equal(unset, [np.nan, 6.0])
    text = listing("x = 1\ns = str(x)\n").curve("x", "s", XS)
    assert np.isnan(text).all()


def test_names_must_be_there() -> None:
    script = listing(ALPHA)
    with pytest.raises(ListingError, match="did you mean weight"):
        script.curve("weigth", "error", XS)
    with pytest.raises(ListingError, match="no constant `error`"):
        script.curve("error", "weight", XS)
    with pytest.raises(ListingError, match="did you mean error"):
        script.curve("weight", "eror", XS)


@pytest.mark.parametrize("code", [ALPHA, HOT_AND_COLD, ONE_ITERATION, REDUCING_ERROR])
def test_heights_are_the_same_before_numpy_is_there(
    code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = listing(code)
    there = script.heights("weight", "error", XS.tolist())
    with monkeypatch.context() as patch:
        patch.delitem(sys.modules, "numpy")
        before = script.heights("weight", "error", XS.tolist())
    assert "numpy" in sys.modules
    np.testing.assert_allclose(before, there, rtol=1e-12)
    assert script.heights("weight", "error", []) == []


@pytest.mark.parametrize(
    "value", ["round(x, 1)", "(str(x) == '0.5') * 2", "(str(2) == '2') * x", "[x, 1][0]"]
)
def test_lists_texts_and_digits_are_the_same_at_once_and_one_by_one(value: str) -> None:
    code = f"x = 1.0\nfor i in range(1):\n    y = {value}\n"
    xs = np.linspace(0, 1, 41)
    expected = [listing(code).run({"x": x}).value("y", 1) for x in xs.tolist()]
    assert listing(code).curve("x", "y", xs).tolist() == expected


def test_what_no_value_sets_is_nan() -> None:
    code = "x = 1.0\nfor i in range(1):\n    if 0 > 1:\n        y = x\n"
    assert np.isnan(listing(code).curve("x", "y", np.linspace(0, 1, 41))).all()


EXAMPLES = """\
xs = [1.5, 2, 0.5]
ys = [7, 7, 2]
weight = 3
weights = [0.5, 1]
for epoch in range(3):
    for x, y in zip(xs, ys):
        delta = x * weight - y
        error = delta ** 2
        weight = weight - 0.2 * delta * x
        total = sum(w * weight * x for w in weights)
"""
DRAWN = """\
from random import choice, seed
seed(4)
xs = [1.5, 2, 0.5]
weight = 3
for n in range(5):
    first = choice(xs)
    error = (choice(xs) * weight - 4) ** 2
    weight = weight - 0.1 * first
"""


@pytest.mark.parametrize(("code", "line"), [(EXAMPLES, 6), (DRAWN, 0)])
def test_the_curve_of_an_update_is_that_of_what_the_update_goes_through(
    code: str, line: int
) -> None:
    script = listing(code, line)
    trace = script.run()
    xs = np.linspace(-2, 6, 300)
    for update in range(1, 6):
        (begins,) = (float(v) for v in trace.column("weight")[update - 1 : update])  # type: ignore[arg-type]
        assert script.heights("weight", "error", [begins], {}, update) == [
            trace.row(update)["error"]
        ]
        curve = script.curve("weight", "error", xs, after=update, anew=True)
        assert script.heights("weight", "error", xs.tolist(), {}, update) == curve.tolist()
        middle = (curve[1:-1] * 2 - curve[2:] - curve[:-2]) / (xs[1] - xs[0]) ** 2
        assert np.allclose(middle, middle[0]), "a parabola, of the example in hand"
    bends = {
        round(float(np.diff(script.curve("weight", "error", xs, after=n, anew=True), 2)[0]), 9)
        for n in range(1, 6)
    }
    assert len(bends) > 1, "and each has its own"


def test_two_constants_are_set_where_an_update_begins_and_places_in_lists_are() -> None:
    script = listing(EXAMPLES, 6)
    over = {"weight": np.array([2.0, 3.0]), "weights[1]": np.array([4.0, 5.0])}
    found = script.surface("total", over, after=2, anew=True)
    moved = over["weight"] - 0.2 * (2 * over["weight"] - 7) * 2
    assert found == pytest.approx((0.5 + over["weights[1]"]) * moved * 2)


@pytest.mark.parametrize(
    ("code", "line", "varies"),
    [
        (EXAMPLES, 6, {"error": True, "weights": False, "xs": False}),
        (EXAMPLES, 5, {"error": False, "epoch": True}),
        (DRAWN, 0, {"error": True, "first": True, "xs": False}),
        (ALPHA, 0, {"error": False, "weight": False}),
        ("w = 1\nfor n in range(3):\n    w = w * n\n", 0, {"w": True}),
        ("w = 1\ny = w * 2\n", 0, {"y": False}),
        (
            "def at(k, w):\n    return k * w\n\nw = 1\nfor n in range(3):\n    y = at(n, w)\n",
            0,
            {"y": True, "w": False},
        ),
    ],
)
def test_whether_updates_make_the_same_of_the_same_numbers(
    code: str, line: int, varies: dict[str, bool]
) -> None:
    script = listing(code, line)
    assert {name: script.varies(name) for name in varies} == varies
