"""Aiming: a guess that moves over round numbers of the axis."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.session.plots import plot
from tutor.chart.lattice import Lattice, lattice
from tutor.session.picture.scene import BLANK, Frame, choose_frame


def between(lo: float, hi: float, width: int = 47, finer: int = 0) -> Lattice:
    """The lattice of an axis: with 47 columns, 40 of them from end to end."""
    found = lattice(Frame(lo, hi, 0.0, 1.0), width)
    assert found is not None
    return found.finer(finer)


@pytest.mark.parametrize(
    ("lo", "hi", "step"),
    [
        (0.0, 0.4, 0.01),
        (0.0, 0.41, 0.02),
        (0.2, 0.6, 0.01),
        (-1.0, 1.0, 0.05),
        (0.0, 3.9, 0.1),
        (0.0, 40.0, 1.0),
        (-900.0, 900.0, 50.0),
        (-1e-9, 1e-9, 5e-11),
        (0.0, 1e300, 5e298),
    ],
)
def test_a_step_is_a_round_number_that_is_seen(lo: float, hi: float, step: float) -> None:
    assert between(lo, hi).step == step


@pytest.mark.parametrize(
    ("axis", "x", "steps", "text"),
    [
        ((0.0, 0.4), 0.3, 0, "0.30"),
        ((0.0, 0.4), 0.3, 1, "0.31"),
        ((0.0, 0.4), 0.1, 2, "0.12"),
        ((0.0, 0.4), 0.3, -30, "0.00"),
        ((0.0, 0.4), 0.0, -1, "-0.01"),
        ((0.0, 0.4), 0.4, 10, "0.50"),
        ((-1.0, 1.0), -0.05, 1, "0.00"),
        ((100.0, 104.0), 102, -1, "101.9"),
        ((0.0, 40.0), 2.5, 1, "3"),
        ((0.0, 40.0), 2.5, -1, "2"),
        ((0.0, 40.0), 2.5, -10, "-7"),
        ((-900.0, 900.0), 30, 1, "50"),
        ((-1e-9, 1e-9), -2.4e-10, 1, "-2.0e-10"),
        ((-1e-9, 1e-9), -5e-11, 1, "0"),
        ((0.0, 1e300), 0.0, 3, "1.5e299"),
        ((0.0, 1e15), 0.0, 1, "5e13"),
        ((0.0, 1e9), 1, 1, "50000000"),
    ],
)
def test_a_number_has_the_digits_of_the_step(
    axis: tuple[float, float], x: float, steps: int, text: str
) -> None:
    """Between two numbers a step goes to the next one on its side."""
    assert between(*axis).moved(x, steps) == text


def test_finer_is_ten_times_finer_at_the_same_place() -> None:
    coarse = between(0.0, 0.4)
    fine = coarse.finer(1)
    assert fine.step == 0.001 and fine.moved(0.3, 0) == "0.300" and fine.moved(0.3, 1) == "0.301"
    assert fine.finer(-1) == coarse and coarse.moved(0.304, 0) == "0.30"
    assert coarse.levels(fine.step) == 1 and coarse.levels(coarse.step) == 0
    assert coarse.levels(0.05) == 0, "an axis that was wider"


def test_nothing_is_finer_than_its_digits_mean_something() -> None:
    finest = between(0.0, 0.4, finer=99)
    assert finest.step == 1e-9 and finest == finest.finer(1)
    assert finest.moved(0.3, 1) == "0.300000001"
    assert between(1e6, 1e6 + 4, finer=99).step == 0.01


@pytest.mark.parametrize(
    ("axis", "x", "text"),
    [
        ((0.0, 0.9), 0.48, "0.480000000"),
        ((0.0, 0.9), 2e-5, "0.000020000"),
        ((0.0, 0.9), 1e4, "10000.000000000"),
        ((0.0, 0.09), 0.048, "0.0480000000"),
        ((0.0, 0.009), 0.0048, "0.00480000000"),
        ((0.0, 0.009), 0.0, "0"),
        ((0.0, 0.00009), 0.000048, "4.80000000e-5"),
        ((0.0, 9e9), 4.8e9, "4800000000"),
        ((0.0, 9e15), 4.8e15, "4.80000000e15"),
    ],
)
def test_the_finest_numbers_are_short(axis: tuple[float, float], x: float, text: str) -> None:
    """About nine digits of the axis, and no exponent where a number is read without one."""
    assert between(*axis, finer=99).moved(x, 0) == text


@pytest.mark.parametrize(
    ("x", "text"), [(1e300, "0.41"), (-1e300, "0.01"), (math.nan, "0.21"), (math.inf, "0.41")]
)
def test_from_beyond_every_chart_it_comes_back_to_the_axis(x: float, text: str) -> None:
    assert between(0.0, 0.4).moved(x, 1) == text


def test_where_no_numbers_can_be_told_apart_there_is_nothing_to_aim_at() -> None:
    assert lattice(BLANK, 40) is None
    assert lattice(Frame(1e9, 1e9 + 1e-3, 0.0, 1.0), 40) is None
    assert lattice(Frame(-1e308, 1e308, 0.0, 1.0), 40) is None


def test_the_lattice_knows_of_no_answer() -> None:
    """The goal, and so the way of the step, is another; the axis is the same."""
    limits = (0.0, 1.0)
    drawn = [plot(values={"goal_pred": goal}, limits=limits) for goal in (0.3, 0.8, 1.7)]
    found = {lattice(choose_frame(one), 40) for one in drawn}
    assert len(found) == 1


@given(
    st.floats(allow_nan=True, allow_infinity=True),
    st.integers(-50, 50),
    st.integers(1, 300),
    st.integers(0, 20),
)
@settings(max_examples=100, deadline=None)
def test_aiming_never_fails_and_stays_on_the_lattice(
    x: float, steps: int, width: int, finer: int
) -> None:
    found = lattice(choose_frame(plot()), width)
    assert found is not None
    fine = found.finer(finer)
    text = fine.moved(x, steps)
    assert len(text) <= 24 and math.isfinite(float(text))
    unit = Decimal(fine.mantissa).scaleb(fine.power)
    assert Decimal(text) % unit == 0
