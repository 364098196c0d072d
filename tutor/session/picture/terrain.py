"""One variable of a listing over two of its constants: heights on a grid, the lines of one height
through them, and the lowest point. Each depends on nothing but the listing and its numbers."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from tutor.engine.numbers import short, ticks
from tutor.session.picture.curve import Constants, Curve, Point

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tutor.engine.listing import Listing

ACROSS, UP = 97, 73
"""Numbers of each constant at which heights are worked out for a map."""
COARSE = 25
"""The same of one search for the lowest point."""
CLOSER = 16
"""Searches, each about the lowest point of the one before."""
WIDEN = 6
"""How often a search goes farther out, where the lowest point lies at its edge."""
LEVELS = 6
"""Lines of one height, at the most."""
STEPS = (3, 1)
"""What heights are drawn of each power of ten, from above."""
FLAT = 1e-7
"""The share of the usual rise about the lowest point below which a floor is level."""


Limits = tuple[float, float, float, float]
"""The ends of the axis across, and of the one up."""


class Terrain(NamedTuple):
    """What a map is a map of."""

    listing: Listing
    constants: Constants
    """Constants that differ from the listing's own, by name."""
    x: str
    y: str
    z: str
    update: int = 0
    """The update in which z is measured, with x and y set as it begins; 0: in the first one."""

    def at(self, xs: NDArray[np.float64], ys: NDArray[np.float64]) -> NDArray[np.float64]:
        """z at each place; nan and inf are kept."""
        over, update = {self.x: xs, self.y: ys}, self.update
        constants, moves = dict(self.constants), self.listing.moves
        anew = update > 0 and (moves(self.x) or moves(self.y))
        return self.listing.surface(self.z, over, constants, after=update, anew=anew)

    def at_update(
        self, xs: NDArray[np.float64], ys: NDArray[np.float64], update: int
    ) -> NDArray[np.float64]:
        """z at the end of a later update."""
        over = {self.x: xs, self.y: ys}
        return self.listing.surface(self.z, over, dict(self.constants), after=update)

    def height(self, x: float, y: float) -> float:
        """z at one place."""
        import numpy as np

        return float(self.at(np.array([x]), np.array([y]))[0])


class Contour(NamedTuple):
    """All places of one height."""

    label: str
    lines: tuple[Curve, ...]


@lru_cache(maxsize=64)
def contours(of: Terrain, x0: float, x1: float, y0: float, y1: float) -> tuple[Contour, ...]:
    """Lines of round heights within these limits, the lowest first."""
    import numpy as np

    xs, ys = np.linspace(x0, x1, ACROSS), np.linspace(y0, y1, UP)
    heights = of.at(*np.meshgrid(xs, ys))
    finite = heights[np.isfinite(heights)]
    if not finite.size:
        return ()
    found = []
    for level in levels(float(finite.min()), float(np.quantile(finite, 0.98))):
        if curves := lines_of(heights, level, (x0, x1, y0, y1)):
            found.append(Contour(written(level), curves))
    return tuple(found)


def lines_of(heights: NDArray[np.float64], level: float, within: Limits) -> tuple[Curve, ...]:
    """The lines of one height through those of a grid within these limits."""
    import numpy as np
    from contourpy import contour_generator

    xs, ys = np.linspace(*within[:2], ACROSS), np.linspace(*within[2:], UP)
    found = contour_generator(xs, ys, np.ma.masked_invalid(heights), line_type="Separate")
    return tuple(_curve(line) for line in found.lines(level))


def _curve(line: Any) -> Curve:
    """The points of a line as plain numbers."""
    return tuple((float(x), float(y)) for x, y in line)


def levels(low: float, high: float) -> list[float]:
    """Round heights between two, rising: 1 and 3 of each power of ten where all are above 0, evenly
    spaced ones else."""
    if not high > low:
        return []
    if low < 0:
        return [value for value, _ in ticks(low, high, LEVELS)]
    power = math.floor(math.log10(high))
    powers = range(power, power - LEVELS, -1)
    found = [float(f"{step}e{each}") for each in powers for step in STEPS]
    return sorted([value for value in found if low < value < high][:LEVELS])


def written(level: float) -> str:
    """A height as it stands on its line: `.03`, `1.0`, `-20`. A digit by itself is an update."""
    text = short(level)
    if len(text) == 1:
        return f"{text}.0"
    return text[1:] if text.startswith("0.") else text


@lru_cache(maxsize=256)
def lowest(
    of: Terrain, near: Point, within: tuple[float, float, float, float] | None
) -> Point | None:
    """The lowest place; None where there is none, or no single one: at the edge of the limits, on a
    level floor, or for ever farther out."""
    import numpy as np

    half = 4 * max(1.0, abs(near[0]), abs(near[1]))
    x, y, wide, high = near[0], near[1], half, half
    if within is not None:
        x, y = (within[0] + within[1]) / 2, (within[2] + within[3]) / 2
        wide, high = (within[1] - within[0]) / 2, (within[3] - within[2]) / 2
    widened = 0
    for _ in range(CLOSER + WIDEN):
        xs, ys = np.linspace(x - wide, x + wide, COARSE), np.linspace(y - high, y + high, COARSE)
        heights = of.at(*np.meshgrid(xs, ys))
        heights = np.where(np.isfinite(heights), heights, np.inf)
        row, column = np.unravel_index(int(np.argmin(heights)), heights.shape)
        if not np.isfinite(heights[row, column]):
            return None
        finite = heights[np.isfinite(heights)]
        if np.ptp(finite) <= 4 * np.finfo(float).eps * np.abs(finite).max():
            break  # what is left is rounding
        x, y = float(xs[column]), float(ys[row])
        if min(row, column) == 0 or max(row, column) == COARSE - 1:
            if widened == WIDEN:
                return None
            widened += 1
            if widened > 1:
                wide, high = 4 * wide, 4 * high
            continue
        wide, high = 3 * wide / (COARSE - 1), 3 * high / (COARSE - 1)
    if within is not None and not (within[0] < x < within[1] and within[2] < y < within[3]):
        return None
    return None if _is_level(of, x, y, half) else (_short(x, half), _short(y, half))


def _is_level(of: Terrain, x: float, y: float, reach: float) -> bool:
    """Whether the floor about the lowest place is as low in some direction."""
    import numpy as np

    def rises(turns: NDArray[np.float64]) -> NDArray[np.float64]:
        ring = of.at(x + 0.25 * reach * np.cos(turns), y + 0.25 * reach * np.sin(turns))
        return np.where(np.isfinite(ring), ring - of.height(x, y), np.inf)

    turns = np.linspace(0, 2 * math.pi, 720, endpoint=False)
    around = rises(turns)
    known = around[np.isfinite(around)]
    usual = float(np.median(known)) if known.size else math.inf
    step, least = turns[1], float(around.min())
    for _ in range(4):  # a level way out seldom lies in one of these directions
        turn = turns[int(np.argmin(around))]
        turns = np.linspace(turn - step, turn + step, 41)
        around, step = rises(turns), step / 20
        least = min(least, float(around.min()))
    return least <= FLAT * usual


def _short(value: float, reach: float) -> float:
    """The number without what the search has left of it."""
    return float(f"{value:.{max(1, 6 - math.floor(math.log10(reach)))}f}")
