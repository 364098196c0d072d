"""Numbers as people write them down: rounded, or cut off, at some decimal place."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tutor.engine.numbers import first_place, rounded_at

if TYPE_CHECKING:
    from tutor.engine.numbers import Number


def written_at(value: Number, place: int) -> frozenset[float]:
    """The value rounded at a decimal place (-2: hundredths): halves up, and halves to even."""
    return frozenset(rounded_at(value, place, how) for how in ("ROUND_HALF_UP", "ROUND_HALF_EVEN"))


def cut_at(value: Number, place: int) -> frozenset[float]:
    """The value with the digits behind a decimal place left out."""
    return frozenset([rounded_at(value, place, "ROUND_DOWN")])


def roundings(value: Number, digits: int) -> frozenset[float]:
    """The value rounded to so many significant digits; empty where it is not finite."""
    if not math.isfinite(value):
        return frozenset()
    return written_at(value, first_place(value) + 1 - digits)


def is_one_of(value: Number, written: frozenset[float]) -> bool:
    """Whether a typed number is one of these, but for the noise of reading it."""
    return any(math.isclose(value, one, rel_tol=1e-11) for one in written)
