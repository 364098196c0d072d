"""How a number is written, round numbers along an axis, and where a number lies on it."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tutor.engine.numbers import Axis, gap, number, place, same, short, step_up, ticks


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.0, "0"),
        (-0.0, "0"),
        (2, "2"),
        (1.0, "1"),
        (0.46, "0.46"),
        (0.1 + 0.2, "0.3"),
        (-0.275, "-0.275"),
        (0.7340080000000001, "0.734008"),
        (1 / 3, "0.333333"),
        (1101, "1101"),
        (999999.96, "1000000"),
        (-25828031.8, "-25828032"),
        (-232452292.6, "-232452293"),
        (5.40340687069e16, "5.40341e+16"),
        (6.67087267987e14, "6.67087e+14"),
        (10**12, "1e+12"),
        (0.0012446784, "0.00124468"),
        (0.0001, "0.0001"),
        (5.489031744e-05, "5.48903e-05"),
        (1.07995057925e-27, "1.07995e-27"),
        (1e300, "1e+300"),
        (5e-324, "4.94066e-324"),
        (math.inf, "infinite"),
        (-math.inf, "-infinite"),
        (math.nan, "not a number"),
        (True, "True"),
        ("up", "up"),
        (None, "–"),
        ([8.5, 1], "[8.5, 1]"),
        (10**400, "infinite"),
        (-(10**400), "-infinite"),
    ],
)
def test_a_number_is_written_one_way(value: float, text: str) -> None:
    """Six significant digits, no trailing zeros, an exponent only where it is needed."""
    assert number(value) == text


def test_fewer_digits() -> None:
    """Charts ask for fewer digits; whole digits are never rounded away."""
    assert number(0.734008, 2) == "0.73"
    assert number(1234.5, 2) == "1234"
    assert number(1.5e-7, 2) == "1.5e-07"


def test_the_same_number() -> None:
    assert same(0.1 + 0.2, 0.3) and same(10**15, 1e15) and same(0, -0.0)
    assert not same(0.3, 0.3000001)
    assert same(math.inf, 10**400)
    assert not same(10**400, 1.5) and not same(math.nan, math.nan)


def labels(lo: float, hi: float, most: int) -> list[str]:
    return [text for _, text in ticks(lo, hi, most)]


def test_labels_are_round_and_have_the_same_decimals() -> None:
    assert labels(-0.3, 1.1, 6) == ["-0.25", "0.00", "0.25", "0.50", "0.75", "1.00"]
    assert labels(-0.1, 2.1, 3) == ["0", "1", "2"]
    assert labels(0, 1, 2) == ["0", "1"]
    assert labels(-3e12, 3e12, 3) == ["-2e12", "0", "2e12"]
    assert labels(0, 4e-8, 3) == ["0", "2e-8", "4e-8"]


@given(st.floats(-1e300, 1e300), st.floats(-1e300, 1e300), st.integers(1, 12))
def test_ticks_lie_inside_and_are_not_too_many(lo: float, hi: float, most: int) -> None:
    assume(Axis(lo, hi, 1).usable)
    found = ticks(lo, hi, most)
    assert len(found) <= most
    room = (hi - lo) * 1e-6
    assert all(lo - room <= value <= hi + room for value, _ in found)
    assert all(len(text) <= 10 for _, text in found)


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.floats(0, 1), st.integers(1, 200))
def test_a_cell_is_always_on_the_axis(lo: float, span: float, part: float, cells: int) -> None:
    axis = Axis(lo, lo + span, cells, 2)
    assert 0 <= axis.cell(lo + part * span) < cells
    assert axis.cell(-math.inf) == 0 and axis.cell(math.inf) == cells - 1


def test_axes_that_cannot_be_drawn_know_it() -> None:
    for lo, hi in ((1, 1), (2, 1), (math.nan, 1), (0, math.inf), (-1e308, 1e308), (1, 1 + 1e-12)):
        assert not Axis(lo, hi, 10).usable


@pytest.mark.parametrize(
    ("value", "span", "text"),
    [(0.4, 1.4, "0.40"), (0.11765, 0.07, "0.118"), (0.4, 60, "0.40"), (-1e-9, 1, "0.00")],
)
def test_a_place_on_the_axis_in_numbers(value: float, span: float, text: str) -> None:
    assert place(value, span) == text


def test_short_numbers() -> None:
    assert [short(value, 2) for value in (-4.4, 0.8, 1234567.0, 1e-7)] == [
        *("-4.4", "0.8", "1.2e6", "1e-7")
    ]


def test_steps_of_zooming_out() -> None:
    assert [step_up(value) for value in (0.3, 1, 1.1, 2, 3, 7, 10, 4e5)] == [
        *(1, 1, 2, 2, 5, 10, 10, 5e5)
    ]
    assert step_up(3e300) == 5e300


def test_numbers_beyond_an_axis_of_any_use() -> None:
    """No tick, place or step fails for a number that no axis can hold."""
    assert labels(-1, 1, 0) == []
    assert place(math.nan, 1.0) == "nan" and place(0.5, math.inf) == "0.5"
    assert place(20000.25, 1.0) == "2e4"
    assert step_up(math.inf) == math.inf and step_up(0.5) == 1.0


def test_an_axis_holds_what_lies_between_its_ends() -> None:
    axis = Axis(-1.0, 2.0, 10)
    assert axis.holds(-1.0) and axis.holds(2.0) and not axis.holds(2.1)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        (1, -0.275, "1.275"),
        (2, 1_000_000, "999998"),
        (0.725858, 0.7258583, "0"),
        (0.1, 0.3, "0.2"),
        (1.21, 1.1 * 1.1, "0"),
    ],
)
def test_how_far_two_numbers_are_apart(one: float, other: float, apart: str) -> None:
    assert gap(one, other) == gap(other, one) == apart


def test_a_gap_without_a_number() -> None:
    assert gap(math.inf, 1) == "infinite" and gap(math.nan, 1) == "not a number"
