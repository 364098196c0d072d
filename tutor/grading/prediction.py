"""A prediction: its truth, what named mistakes would give, and how close is right.

Everything here can tell the answer, so it stays inside `session`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
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
TYPED_DIGITS = 6
"""Significant digits that a learner can be asked to type."""


@dataclass(eq=False)
class Prediction:
    """Everything that is needed to judge one predicted number."""

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
    runs: dict[int, Trace] = field(default_factory=dict, repr=False)
    """The right runs that were made, by updates."""

    @property
    def trace(self) -> Trace:
        """The right run, as far as it is asked."""
        if self.after not in self.runs:
            self.runs[self.after] = self.listing.run(self.values, updates=self.after)
        return self.runs[self.after]

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
    def direction(self) -> str:
        """`up`, `down` or `stay`: the way from update `start` to `after`; empty where there is
        none.

        For a variable that updates do not carry on, it is measured from its value at `start`, or
        at the first update where there is none at `start`: asked about the first, it has no way to
        go.
        """
        old = self.old
        if old is None:
            earlier = max(self.start, 1)
            known = earlier < self.after
            old = number_at(self.trace, self.variable, earlier) if known else math.nan
        if math.isnan(self.truth) or not math.isfinite(old):
            return ""
        if same(old, self.truth):
            return "stay"
        return "up" if self.truth > old else "down"

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
    def coinciding(self) -> tuple[tuple[str, str], ...]:
        """The pairs of mistakes that give the same wrong number."""
        wrong = self.distinct
        return tuple(
            (one, other) for one, other in combinations(wrong, 2) if same(wrong[one], wrong[other])
        )

    @cached_property
    def tolerance(self) -> float:
        """How far from the truth an answer is still right."""
        return self.band(self.truth)

    @property
    def typeable(self) -> bool:
        """The right value, written with six digits, is close enough to be right."""
        typed = float(f"{self.truth:.{TYPED_DIGITS}g}")
        return abs(typed - self.truth) <= self.tolerance

    def band(self, target: Number) -> float:
        """How far from `target` (the truth, or what a mistake gives) a number still means it.

        A share of the change, but never so far that it could as well mean another number that
        is known here, or another whole number where whole numbers are counted.
        """
        others = [v for v in (self.truth, *self.mistaken.values()) if not same(v, target)]
        gap = min((abs(v - target) for v in others), default=math.inf)
        most = COUNTED if isinstance(self.truth, int) else math.inf
        return max(min(SHARE * self.size, gap / 3, most), NOISE * max(1.0, abs(target)))
