"""What becomes of a run at each place of a map: it settles, swings in, or flies apart.

Of the map all runs are made at once and judged by their last updates: by whether what is carried on
moves by more in each update than in the one before, and whether it goes to and fro. Of a single run
it is what a claim would say of it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from tutor.engine.places import elements
from tutor.engine.trace import Ending
from tutor.session.picture.curve import Curve
from tutor.session.picture.terrain import ACROSS, UP, Terrain, lines_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.engine.listing import Listing
    from tutor.engine.numbers import Number

SETTLES, SWINGS, APART, FOR_EVER = 0, 1, 2, 3
WORDS = ("settles", "swings in", "flies apart", "swings for ever")
"""What is said of each. The last is that of a single run, on the border."""
EARLY = (1, 2, 3)
"""The updates by which it is seen whether a run goes to and fro."""
LOOKED_AT = 45
"""How many updates later it is seen whether it moves by more each time."""
MOST = 3.0
"""Tenfold growth beyond which all is the same."""


class Fates(NamedTuple):
    """A map of them."""

    grid: tuple[tuple[int, ...], ...]
    """Rows from the lowest; each from left to right."""
    border: tuple[Curve, ...]
    """Between what settles, to and fro or not, and what flies apart."""


@lru_cache(maxsize=64)
def fates(of: Terrain, x0: float, x1: float, y0: float, y1: float) -> Fates:
    """What becomes of the runs within these limits."""
    import numpy as np

    xs, ys = np.meshgrid(np.linspace(x0, x1, ACROSS), np.linspace(y0, y1, UP))
    before = after = turns = np.zeros(xs.shape)
    with np.errstate(all="ignore"):
        for name in carried(of.listing):
            own = of._replace(z=name)
            early = [own.at_update(xs, ys, update) for update in EARLY]
            late = [own.at_update(xs, ys, LOOKED_AT + update) for update in EARLY]
            before, after = before + (late[1] - late[0]) ** 2, after + (late[2] - late[1]) ** 2
            turns = turns + (early[1] - early[0]) * (early[2] - early[1])
        growth = np.log10(after / before) / 2
    rests = np.where(np.isfinite(before) & (before == 0) & (after == 0), -MOST, growth)
    growth = np.clip(np.where(np.isnan(rests), MOST, rests), -MOST, MOST)
    found = np.where(growth > 0, APART, np.where(turns < 0, SWINGS, SETTLES))
    grid = tuple(tuple(int(one) for one in row) for row in found)
    return Fates(grid, lines_of(growth, 0.0, (x0, x1, y0, y1)))


def carried(listing: Listing) -> list[str]:
    """Every number that updates carry on, by its name."""
    row = listing.run(updates=0, quiet=True).row(0)
    return [one for name in listing.carried for one, _ in elements(name, row.get(name))]


@lru_cache(maxsize=256)
def fate(listing: Listing, constants: tuple[tuple[str, Number], ...]) -> int:
    """What becomes of one run."""
    values: Mapping[str, Number] = dict(constants)
    ending = listing.ending(values)
    if ending is Ending.DIVERGES:
        return APART
    if ending is Ending.OSCILLATES:
        return FOR_EVER
    from tutor.engine.claim import claim

    return SWINGS if claim("overshoots").holds(listing, values) else SETTLES
