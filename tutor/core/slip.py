"""Slips of the pen: the right number with its point, its sign or two digits in the wrong place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.core.answer import Reading
    from tutor.engine.numbers import Number


class Slip(Enum):
    """Which slip it was."""

    SIGN = "sign"
    POINT = "point"
    SWAPPED = "swapped"


def slip(reading: Reading, means: Callable[[Number, float], bool]) -> Slip | None:
    """The slip that turns this reading into the right answer, if one does.

    `means(value, unit)` tells whether a number written to that unit stands for the right one.
    """
    value, unit = reading.value, reading.unit
    if value is None:
        return None
    if means(-value, unit):
        return Slip.SIGN
    if any(means(value * factor, unit * factor) for factor in (10, 0.1, 100, 0.01)):
        return Slip.POINT
    if unit and any(means(other, unit) for other in _swapped(reading.text)):
        return Slip.SWAPPED
    return None


def _swapped(text: str) -> Iterator[float]:
    """Every number that comes of swapping two neighbouring digits of a written number."""
    found = re.search(r"[+\-−]?\d*[.,]?\d+", text)
    if not found or not found[0].isascii():
        return
    number = found[0].replace(",", ".")
    places = [i for i, char in enumerate(number) if char.isdigit()]
    for one, other in pairwise(places):
        if number[one] != number[other]:
            chars = list(number)
            chars[one], chars[other] = chars[other], chars[one]
            yield float("".join(chars))
