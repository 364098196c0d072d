"""Numbers as people write them down: rounded, or cut off, at some decimal place."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.engine.numbers import Number

MOST_DIGITS = 12
"""Beyond these a float tells its noise."""


def first_place(value: Number) -> int:
    """The decimal place of the first significant digit: 0 for `4.6`, -2 for `0.046`."""
    return int(f"{value:.{MOST_DIGITS - 1}e}".partition("e")[2])


def rounded_at(value: Number, place: int) -> frozenset[float]:
    """The value rounded at a decimal place (-2: hundredths): halves up, and halves to even."""
    from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP

    return _written(value, place, ROUND_HALF_UP, ROUND_HALF_EVEN)


def cut_at(value: Number, place: int) -> frozenset[float]:
    """The value with the digits behind a decimal place left out."""
    from decimal import ROUND_DOWN

    return _written(value, place, ROUND_DOWN)


def roundings(value: Number, digits: int) -> frozenset[float]:
    """The value rounded to so many significant digits; empty where it is not finite."""
    if not math.isfinite(value):
        return frozenset()
    return rounded_at(value, first_place(value) + 1 - digits)


def _written(value: Number, place: int, *manners: str) -> frozenset[float]:
    from decimal import Decimal

    exact = Decimal(f"{value:.{MOST_DIGITS}g}")
    last = Decimal(1).scaleb(max(place, exact.adjusted() + 1 - MOST_DIGITS))
    return frozenset(float(exact.quantize(last, manner)) for manner in manners)


def is_one_of(value: Number, written: frozenset[float]) -> bool:
    """Whether a typed number is one of these, but for the noise of reading it."""
    return any(math.isclose(value, one, rel_tol=1e-11) for one in written)
