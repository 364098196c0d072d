"""From where to where a constant may go: by a learner's hand, or in a draw of fresh numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tutor.course.part import InOrder, Part, field
from tutor.course.shapes import NAME, REAL, MapOf

if TYPE_CHECKING:
    from random import Random

    from tutor.engine.numbers import Number

MOST_STOPS = 10_000
"""Values on one range."""


class Range(Part):
    """From where to where a constant may go, and by how much at a time."""

    from_: Number = field(REAL)
    """The lowest value."""
    to: Number = field(REAL)
    """The highest value."""
    by: Number = field(REAL)
    """One press of a key; a whole number of them leads from `from` to `to`."""

    def check(self) -> None:
        if self.to <= self.from_:
            raise ValueError("`to` must be greater than `from`")
        if self.by <= 0:
            raise ValueError("`by` must be greater than 0")
        if (self.to - self.from_) / self.by > MOST_STOPS:
            raise ValueError(f"more than {MOST_STOPS} values lie on this range; make `by` larger")

    def grid(self) -> tuple[Number, ...]:
        """Every value on the range, lowest first, each as short a decimal as it can be; whole ones
        as integers where `from` is an integer."""
        stops = int((self.to - self.from_) / self.by + 1e-9)
        return tuple(self._short(self.from_ + k * self.by) for k in range(stops + 1))

    def fit(self, value: Number) -> Number:
        """The value on the range that is nearest to `value`."""
        return min(max(value, self.from_), self.to)

    def moved(self, value: Number, steps: int) -> Number:
        """`value` moved by this many steps, also beyond the range."""
        return self._short(value + steps * self.by)

    def _short(self, value: Number) -> Number:
        short = float(f"{value:.12g}")
        return int(short) if isinstance(self.from_, int) and short.is_integer() else short


VARY = MapOf(InOrder(Range), NAME, least=1)
"""Constants and where fresh numbers for them are drawn from: `alpha: [0.05, 0.4, 0.05]`."""


def draw(ranges: Mapping[str, Range], chance: Random) -> dict[str, Number]:
    """One value of each, on its grid."""
    return {name: chance.choice(range_.grid()) for name, range_ in ranges.items()}
