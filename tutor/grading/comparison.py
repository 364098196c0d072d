"""Two runs side by side: a learner's own lines, or an order of lines, beside the right ones."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from tutor.engine.numbers import NOTHING, Number, number
from tutor.engine.trace import number_at
from tutor.grading import messages

if TYPE_CHECKING:
    from tutor.engine.listing import Listing
    from tutor.engine.numbers import Value
    from tutor.engine.trace import Trace

CLOSE = 1e-9
"""Values that differ by less than this share of themselves are the same: the order of a
multiplication may change the last digit."""
COMPARED = 100
"""Updates for which two runs are held side by side."""


def compared(listing: Listing) -> int:
    """How many updates of a listing are held beside those of another."""
    return COMPARED if listing.passes is None else min(listing.passes, COMPARED)


def run(
    listing: Listing, values: Mapping[str, Number] = NOTHING, right: Listing | None = None
) -> Trace:
    """The updates that are compared: as many as of the `right` listing.

    Raises ListingError where the listing cannot be run.
    """
    return listing.run(values, updates=compared(right or listing), quiet=True)


def first_difference(ours: Trace, theirs: Trace, variable: str) -> int | None:
    """The first update at which the variable differs; None where it never does."""
    for update in range(1, ours.updates + 1):
        if variable not in theirs.names or update > theirs.updates:
            return update
        if not _close(ours.value(variable, update), theirs.value(variable, update)):
            return update
    return None


def _close(one: Value, other: Value) -> bool:
    """The same value but for rounding; nan is the same as nan."""
    if isinstance(one, int | float) and isinstance(other, int | float):
        if math.isnan(one) or math.isnan(other):
            return math.isnan(one) and math.isnan(other)
        return math.isclose(one, other, rel_tol=CLOSE, abs_tol=1e-15)
    return one == other


def parting(ours: Trace, theirs: Trace, variable: str, update: int) -> str:
    """Where two runs part, and whether the learner's is too high or too low there."""
    right, wrong = (number_at(trace, variable, update) for trace in (ours, theirs))
    if update > theirs.updates:
        return messages.stops_early(theirs.updates)
    side = (wrong > right) - (wrong < right)
    return messages.first_differs(variable, update, number(wrong, 9), side)
