"""How a number is written."""

from __future__ import annotations

import math

import pytest

from tutor.engine.numbers import number, same


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
