"""A prediction that is asked: its truth, what named mistakes would give, and how close is right.

Everything here can tell the answer, so it stays inside `Session`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from tutor.engine.numbers import NOISE, Number, same
from tutor.engine.trace import number_at
from tutor.errors import ListingError

if TYPE_CHECKING:
    from tutor.course.model import Mistake
    from tutor.engine.listing import Listing
    from tutor.engine.trace import Trace

SHARE = 0.02
"""The share of the change (or of a value that is no update) that an answer may be off."""

COUNTED = 0.25
"""How far an answer may be off where whole numbers are counted: one more is another number."""


@dataclass(frozen=True)
class Asked:
    """Everything that is needed to judge one prediction."""

    listing: Listing
    values: Mapping[str, Number]
    """Constants in force that differ from the listing's own."""
    variable: str
    start: int = 0
    """The last update that is already revealed."""
    after: int = 1
    """The update after which the variable's value is asked."""
    mistakes: Mapping[str, Mistake] = field(default_factory=dict)
    """The named mistakes that can be made here, most specific last."""
    shown: frozenset[str] = frozenset()
    """Variables whose value in update `start + 1` stands beside the listing."""

    @cached_property
    def trace(self) -> Trace:
        """The right run, as far as it is asked."""
        return self.listing.run(self.values, updates=self.after)

    @cached_property
    def carried(self) -> bool:
        """Each update changes the variable's value of the update before."""
        return self.variable in self.listing.parameters and bool(
            self.listing.assigns(self.variable)
        )

    @cached_property
    def truth(self) -> Number:
        """The right value; nan where the run does not get so far or it is not a number."""
        return number_at(self.trace, self.variable, self.after)

    @cached_property
    def old(self) -> Number | None:
        """The value before, for a variable that updates change."""
        if not self.carried:
            return None
        return number_at(self.trace, self.variable, self.start)

    @cached_property
    def size(self) -> float:
        """What a share of is tolerated: the change, or the value of what is no update."""
        old = self.old
        return abs(self.truth - old) if old is not None else abs(self.truth)

    @cached_property
    def mistaken(self) -> dict[str, Number]:
        """What each named mistake gives instead; those that give no finite number are left out."""
        found: dict[str, Number] = {}
        for name, mistake in self.mistakes.items():
            try:
                wrong = self.listing.with_rule(mistake.rule)
                trace = wrong.run(self.values, updates=self.after, rule_from=self.start)
            except ListingError:
                continue  # a rule that cannot be run here: lint tells its author
            value = number_at(trace, self.variable, self.after)
            if math.isfinite(value):
                found[name] = value
        return found

    @cached_property
    def distinct(self) -> dict[str, Number]:
        """The mistakes that give another number than the right one."""
        return {name: v for name, v in self.mistaken.items() if not same(v, self.truth)}

    @cached_property
    def hidden(self) -> tuple[str, ...]:
        """The mistakes that give the right number here."""
        return tuple(name for name, v in self.mistaken.items() if same(v, self.truth))

    @cached_property
    def tolerance(self) -> float:
        """How far from the truth an answer is still right."""
        return self.band(self.truth)

    def band(self, target: Number) -> float:
        """How far from `target` (the truth, or what a mistake gives) a number still means it.

        A share of the change, but never so far that it could as well mean another number that
        is known here, or another whole number where whole numbers are counted.
        """
        others = [v for v in (self.truth, *self.mistaken.values()) if not same(v, target)]
        gap = min((abs(v - target) for v in others), default=math.inf)
        most = COUNTED if isinstance(self.truth, int) else math.inf
        return max(min(SHARE * self.size, gap / 3, most), NOISE * max(1.0, abs(target)))


def truth(asked: Asked) -> Number:
    """The right value."""
    return asked.truth


def tolerance(asked: Asked) -> float:
    """How far from the truth an answer is still right."""
    return asked.tolerance


def mistaken(asked: Asked) -> dict[str, Number]:
    """What each named mistake gives."""
    return dict(asked.mistaken)


def hidden(asked: Asked) -> tuple[str, ...]:
    """The mistakes that give the right number at these constants."""
    return asked.hidden
