"""What a lesson is made of: a base for all its parts, and ranges of numbers.

The parts are plain frozen dataclasses, so that a lesson which was found right before can be opened
without pydantic. Their annotations name types of `shape`, where pydantic reads them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from tutor.core.record import Number

if TYPE_CHECKING:
    from tutor.core.shape import Real

MOST_STOPS = 10_000
"""Values on one range."""


@dataclass(frozen=True, eq=False)
class Part:
    """Whatever is written in a lesson file. Unknown keys are errors; `from_` is written `from`."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {
        "extra": "forbid",
        "alias_generator": lambda name: name.rstrip("_"),
    }


@dataclass(frozen=True, kw_only=True)
class Range(Part):
    """From where to where a constant may go, and by how much at a time."""

    from_: Real
    """The lowest value."""
    to: Real
    """The highest value."""
    by: Real
    """One press of a key; a whole number of them leads from `from` to `to`."""

    def __post_init__(self) -> None:
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
        """`value` moved by so many steps, also beyond the range."""
        return self._short(value + steps * self.by)

    def _short(self, value: Number) -> Number:
        short = float(f"{value:.12g}")
        return int(short) if isinstance(self.from_, int) and short.is_integer() else short
