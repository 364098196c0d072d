"""Whether a claim can be made true by editing constants within their ranges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import TYPE_CHECKING

from tutor.errors import ListingError

if TYPE_CHECKING:
    from tutor.course.model import Range
    from tutor.engine.claim import Claim
    from tutor.engine.listing import Listing
    from tutor.engine.numbers import Number

MOST_RUNS = 1500
"""Settings that are tried. A claim that needs more luck than that is no exercise."""
FINE = 400
"""Values of one constant that are tried by themselves."""
COARSE = 15
"""Values of each of two constants that are tried together."""


def reachable(
    claim: Claim,
    listing: Listing,
    edit: Mapping[str, Range],
    start: Mapping[str, Number],
) -> Mapping[str, Number] | None:
    """Constants within `edit` at which the claim holds; None where none were found."""
    for runs, values in enumerate(_settings(edit), start=1):
        if runs > MOST_RUNS:
            return None
        try:
            if claim.holds(listing, {**start, **values}):
                return values
        except ListingError:
            continue  # these constants have no run: others may
    return None


def _settings(edit: Mapping[str, Range]) -> Iterator[dict[str, Number]]:
    """Each constant by itself, the most different values first; then two at a time."""
    grids = {name: range_.grid() for name, range_ in edit.items()}
    for name, grid in grids.items():
        for value in _spread(grid, FINE):
            yield {name: value}
    for one, other in combinations(grids, 2):
        for first, second in product(_spread(grids[one], COARSE), _spread(grids[other], COARSE)):
            yield {one: first, other: second}


def _spread(grid: Sequence[Number], most: int) -> list[Number]:
    """At most so many values from end to end: the ends first, then what lies between them, ever
    more finely."""
    count = min(most, len(grid))
    last = max(1, count - 1)
    even = [grid[round(k * (len(grid) - 1) / last)] for k in range(count)]
    order: list[int] = []
    stride = 1 << max(0, last.bit_length())
    seen: set[int] = set()
    while stride:
        for k in (*range(0, count, stride), count - 1):
            if k not in seen:
                seen.add(k)
                order.append(k)
        stride //= 2
    return [even[k] for k in order]
