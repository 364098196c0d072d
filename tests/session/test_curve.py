"""The lowest point, the slope and the samples of a curve, from nothing but the listing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import pytest

from tests.session.plots import BOWL, formula
from tutor.engine.listing import listing
from tutor.session.picture.curve import Source, bottom, sampled, slope, source

AXES = ("weight", "error")
SPIKE = 4.1171875


def of(text: str) -> Source:
    return source(listing(formula(text)), {}, "weight", "error")


def test_the_bottom_of_the_courses_bowl_is_exact() -> None:
    for constants, where in (
        ({}, 0.4),
        ({"input": 0.5}, 1.6),
        ({"input": 8.5, "goal_pred": 1}, 1 / 8.5),
        ({"input": 1.1}, 0.8 / 1.1),
        ({"input": -2.0}, -0.4),
        ({"goal_pred": 0}, 0.0),
        ({"goal_pred": 8e12}, 4e12),
        ({"goal_pred": 1e5, "input": 2.5}, 4e4),
    ):
        lowest = bottom(source(listing(BOWL), constants, "weight", "error"), 0.5)
        assert lowest is not None
        assert math.isclose(lowest[0], where, rel_tol=1e-6, abs_tol=1e-9)


@pytest.mark.parametrize(
    ("text", "near", "where"),
    [
        ("abs(3 * weight - 1)", 0.9, 1 / 3),
        ("(weight - 2) ** 4", 0.0, 2.0),
        ("(weight ** 2 - 1) ** 2", 0.5, 1.0),
        ("(weight ** 2 - 1) ** 2", -0.5, -1.0),
        ("(weight ** 2 - 1) ** 2 + 0.3 * weight", 1.6, -1.0356),
        ("weight ** 2", 1e6, 0.0),
    ],
)
def test_the_lowest_of_other_shapes(text: str, near: float, where: float) -> None:
    lowest = bottom(of(text), near)
    assert lowest is not None
    assert math.isclose(lowest[0], where, rel_tol=1e-3, abs_tol=1e-3)


@pytest.mark.parametrize(
    "text", ["2 * weight", "7", "exp(weight)", "1 / weight", "log(weight)", "weight ** 3", "1 / 0"]
)
def test_what_has_no_bottom_has_none(text: str) -> None:
    assert bottom(of(text), 1.6) is None


def test_a_bottom_is_not_sought_past_all_numbers() -> None:
    assert bottom(of("weight / 2"), 1e306) is None


@pytest.mark.parametrize("text", ["7", "1 / 0", "0 * weight"])
def test_what_is_level_is_not_sought_through_for_ever(text: str) -> None:
    """Each place is a run of the listing, and there is no bottom to be found."""
    looked: list[float] = []

    class Watched(Source):
        def at(self, xs: Sequence[float]) -> list[float]:
            looked.extend(xs)
            return super().at(xs)

    assert bottom(Watched(*of(text)), 2.5) is None
    assert 0 < len(looked) < 500 and max(looked) > 2000, "far and wide, and no farther"


def test_a_flat_floor_is_lowest_in_its_middle() -> None:
    code = "weight = 0.5\n\nif weight < 1:\n    error = 2\nelif weight < 3:\n    error = 1\n"
    stairs = source(listing(code + "else:\n    error = 4\n"), {}, "weight", "error")
    lowest = bottom(stairs, 0.5)
    assert lowest is not None and math.isclose(lowest[0], 2.0, abs_tol=0.1)


def test_the_bottom_is_sought_within_the_authors_limits() -> None:
    wave = of("(weight ** 2 - 1) ** 2 + 0.3 * weight")
    lowest = bottom(wave, 1.6, (0.0, 3.0))
    assert lowest is not None and lowest[0] > 0.8
    assert bottom(wave, 1.6, (1.5, 3.0)) is None


def test_a_bottom_that_a_closer_look_misses_is_kept() -> None:
    """A single point, so placed that no point of the next look is it."""
    spike = f"weight = 0.5\n\nif weight == {SPIKE}:\n    error = 1\nelse:\n"
    of_spike = source(listing(spike + "    error = abs(weight - 4.1171) + 1.5\n"), {}, *AXES)
    assert bottom(of_spike, 2.635) == (SPIKE, 1.0)


def test_the_slope_is_the_true_one() -> None:
    bowl = source(listing(BOWL), {}, "weight", "error")
    assert math.isclose(slope(bowl, -0.15, 1.4), -4.4, rel_tol=1e-6)
    assert slope(bowl, 0.4 + 1e-9, 1.4) == 0
    assert math.isnan(slope(of("log(weight)"), -1.0, 1.0))


def test_a_sharp_bottom_is_among_the_samples() -> None:
    sharp = of("abs(3 * weight - 1)")
    curve = sampled(sharp, 0.0, 1.0, 1 / 3)
    assert 1 / 3 in [x for x, _ in curve]
    assert curve == sampled(sharp, 0.0, 1.0, 1 / 3)
    assert all(a[0] < b[0] for a, b in pairwise(curve))


def test_curves_that_cannot_be_taken_give_no_exception() -> None:
    curve = sampled(of("exp(weight) / weight - log(weight)"), -1e308, 1e308)
    assert len(curve) >= 257


def test_a_search_that_would_overflow_ends() -> None:
    assert bottom(of("7"), 1e300) is None
