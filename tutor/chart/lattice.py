"""Where an aimed guess can stand: on round numbers along the axis, which know of no answer."""

from __future__ import annotations

import math
from typing import NamedTuple

from tutor.engine.numbers import Axis
from tutor.session.picture.scene import Frame

GUTTER = 6
"""Columns that the numbers of the y axis take, near enough for aiming."""
DIGITS = 9
"""Significant digits of the largest number on the axis in the finest lattice: more mean nothing."""
APART = 1e15
"""Steps from zero within which floating point tells the numbers of a lattice apart."""
PLACES = 9
"""Decimals that any number may have without an exponent; in `PLAIN` it may have more."""
PLAIN = range(-4, 13)
"""First places, as powers of ten, of the numbers that are written without an exponent."""


class Lattice(NamedTuple):
    """The multiples of 1, 2 or 5 times a power of ten.

    It follows from the limits of the axis and from its width: two questions that are drawn on one
    axis have one lattice, wherever their answers lie.
    """

    mantissa: int
    """1, 2 or 5."""
    power: int
    lo: float
    """Where the axis begins."""
    hi: float
    """Where it ends."""

    @property
    def step(self) -> float:
        """From one number to the next."""
        return float(f"{self.mantissa}e{self.power}")

    def finer(self, levels: int) -> Lattice:
        """Ten times finer for each level, as far as more digits mean something."""
        largest = max(abs(self.lo), abs(self.hi))
        finest = min(self.power, math.floor(math.log10(largest)) - DIGITS + 1)
        return self._replace(power=max(self.power - levels, finest))

    def levels(self, step: float) -> int:
        """How many levels finer than this one a lattice of that step is; 0 for a coarser one."""
        return max(0, round(math.log10(self.step / step)))

    def moved(self, x: float, steps: int) -> str:
        """The number so many steps from `x`, in as many digits as the step has; with 0 steps the
        one nearest to `x`. Between two numbers a step leads to the next one on its side.

        From where nothing of the lattice can be told apart it goes on from the end of the axis.
        """
        from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal

        if not abs(x) <= self.step * APART:
            x = min(max(x, self.lo), self.hi) if x == x else (self.lo + self.hi) / 2
        towards = ROUND_FLOOR if steps > 0 else ROUND_CEILING if steps else ROUND_HALF_EVEN
        unit = Decimal(self.mantissa).scaleb(self.power)
        count = int((Decimal(repr(float(x))) / unit).to_integral_value(towards)) + steps
        value = count * unit
        places, first = max(0, -self.power), value.adjusted()
        if not count:
            return f"{value:.{places if places <= PLACES else 0}f}"
        if first in PLAIN or (places <= PLACES and first < PLAIN.stop):
            return f"{value:.{places}f}"
        return f"{value:.{max(0, first - self.power)}e}".replace("e+", "e")


def lattice(frame: Frame, width: int) -> Lattice | None:
    """The lattice on the x axis of a chart of that width: the closest one on which every step is
    seen. None where no numbers can be told apart along the axis."""
    if frame.blank or not Axis(frame.x0, frame.x1, 1).usable:
        return None
    column = (frame.x1 - frame.x0) / max(width - GUTTER - 1, 1)
    power = math.floor(math.log10(column))
    for mantissa in (1, 2, 5):
        if float(f"{mantissa}e{power}") >= column * (1 - 1e-9):
            return Lattice(mantissa, power, frame.x0, frame.x1)
    return Lattice(1, power + 1, frame.x0, frame.x1)
