"""One variable of a listing over one of its constants: sampled, with its lowest point and slope.

Each function here depends on nothing but the listing and its numbers, so its results are cached.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from tutor.engine.numbers import Number
from tutor.engine.trace import number_at
from tutor.errors import ListingError

if TYPE_CHECKING:
    from tutor.engine.listing import Listing

Point = tuple[float, float]
Curve = tuple[Point, ...]
"""(x, y) with x rising. y may be nan or infinite."""
Constants = tuple[tuple[str, Number], ...]

SAMPLES = 257
"""Points of a curve across a chart: enough for two dots a column up to 128 columns."""
NOISY = 1e-14
"""Heights closer than this share of themselves are the same height."""
SHARP = 1e-3
"""How much of its usual rise a curve bends by where it has a kink."""
ROUND = 6.0
"""How many times less a round curve bends over a quarter of the way; one with a kink 4 times."""
SEARCHED = 129
"""Points of one search for the bottom."""
WIDEN = 32.0
"""How much wider the next search is when the last one found no bottom."""
SEARCHES = 10
LEVEL_SEARCHES = 3
"""Searches that find a curve level, or not there, after which it is taken to be so for ever."""
VALLEYS = 6
"""Valleys among which the lowest is sought."""
ABOVE, BELOW = (0.01, 0.02), (-0.01, -0.02)
FAR = (-4.0, -2.0, -1.0, 1.0, 2.0, 4.0)
"""Places beside one, in parts of how far it is from there to the lowest point."""
LEFT = 1e300
"""A number this large is beyond every chart."""


class Source(NamedTuple):
    """What a curve is a curve of."""

    listing: Listing
    constants: Constants
    """Constants that differ from the listing's own, by name."""
    x: str
    y: str
    update: int = 0
    """The update in which y is measured, with x set as it begins where updates move it; 0: in the
    first one."""

    def at(self, xs: Sequence[float]) -> list[float]:
        """y at each of `xs`; nan and inf are kept."""
        constants, anew = dict(self.constants), self.listing.moves(self.x)
        return self.listing.heights(self.x, self.y, xs, constants, self.update, anew=anew)


def source(
    listing: Listing, values: Mapping[str, Number], x: str, y: str, update: int = 0
) -> Source:
    """What a curve is a curve of, as a key for the caches here."""
    kept = tuple(sorted((k, v) for k, v in values.items() if k != x or update))
    return Source(listing, kept, x, y, update)


@lru_cache(maxsize=256)
def sampled(of: Source, x0: float, x1: float, exact: float | None = None) -> Curve:
    """`of` between x0 and x1. `exact` is one more x to hit, so that a sharp bottom stays sharp."""
    xs = spread(x0, x1, SAMPLES)
    if exact is not None and x0 < exact < x1:
        xs = sorted({*xs, exact})
    return tuple(zip(xs, of.at(xs), strict=True))


def drawable(point: Point) -> bool:
    """Whether a chart can hold the point: finite, and not too large."""
    return all(math.isfinite(value) and abs(value) < LEFT for value in point)


def spread(x0: float, x1: float, count: int) -> list[float]:
    """`count` evenly spaced numbers from x0 to x1, whose difference may overflow."""
    last = count - 1
    return [x0 * ((last - i) / last) + x1 * (i / last) for i in range(count)]


@lru_cache(maxsize=512)
def slope(of: Source, x: float, reach: float) -> float:
    """dy/dx at x, by central difference over a small part of `reach`; nan where there is none.

    0 on a floor or a top, even where a run has come to rest a hair beside it.
    """
    step = max(abs(reach) * 1e-5, abs(x) * 1e-7)
    lower, here, upper = of.at([x - step, x, x + step])
    rise = upper - lower
    noise = NOISY * max(abs(lower), abs(upper))
    if abs(rise) <= max(1e-3 * (abs(upper - here) + abs(lower - here)), noise):
        return 0.0
    return rise / (2 * step) if math.isfinite(rise) and step > 0 else math.nan


def kinked(of: Source, x: float, reach: float) -> bool:
    """Whether a curve bends so sharply about x that its slope is only that of one side: within a
    tiny part of `reach` by more than a round curve does, and not ever less the closer one looks."""
    step = max(abs(reach) * 4e-5, abs(x) * 4e-7)
    here, far, there = of.at([x, x - reach, x + reach])
    bent = []
    for share in (1, 1 / 4, 1 / 16):
        lower, upper = of.at([x - share * step, x + share * step])
        bent.append(abs(lower + upper - 2 * here))
    usual = abs(far - here) + abs(there - here)
    if not math.isfinite(usual) or bent[0] <= SHARP * usual * step / abs(reach):
        return False
    return not (bent[0] > ROUND * bent[1] and bent[1] > ROUND * bent[2] > 0)


@lru_cache(maxsize=512)
def sided(of: Source, x: float, reach: float, updates: int) -> bool:
    """Whether y after so many updates turns on which side of something x is: close to it, as
    `reach` goes, y is the same or moves along with x, and farther away it is not."""

    if of.update:
        return False

    def at(steps: float) -> tuple[float, float]:
        place, value = x + steps * reach, math.nan
        with suppress(ListingError, OverflowError):
            values = {**dict(of.constants), of.x: place}
            run = of.listing.run(values, updates=updates, quiet=True)
            value = float(number_at(run, of.y, updates))
        return value, value - place

    for here, *there in zip(*(at(steps) for steps in (0, *ABOVE, *BELOW, *FAR)), strict=True):
        alike = [math.isclose(here, one, rel_tol=1e-6, abs_tol=1e-9) for one in there]
        if (all(alike[:2]) or all(alike[2:4])) and not all(alike[4:]):
            return True
    return False


@lru_cache(maxsize=512)
def bottom(of: Source, near: float, within: Point | None = None) -> Point | None:
    """The curve's lowest point, the one nearest to `near` where several are as low.

    None for a curve that has none: flat, falling for ever, or lowest at the ends of `within`.
    """
    reach = 4 * max(abs(near), 1.0)
    level = 0
    for search in range(1 if within else SEARCHES):
        wide = reach * WIDEN**search
        lo, hi = within or (near - wide, near + wide)
        if not (math.isfinite(lo) and math.isfinite(hi) and lo < hi):
            return None
        xs = spread(lo, hi, SEARCHED)
        ys = of.at(xs)
        finite = [y for y in ys if math.isfinite(y)]
        level += not finite or min(finite) == max(finite)
        if level == LEVEL_SEARCHES:
            return None
        valleys = _valleys(ys)
        if valleys:
            lowest = _lowest(of, [(xs[i - 1], xs[j + 1]) for i, j in valleys], near)
            return None if _bottomless(of, lowest, ys, 1e-9 * wide) else lowest
    return None


def _bottomless(of: Source, lowest: Point, ys: Sequence[float], close: float) -> bool:
    """Whether the point is at the brink of a pole: `close` beside it, most of the depth is gone."""
    usual = sorted(y for y in ys if math.isfinite(y))[len(ys) // 2 :]
    depth = (usual[0] if usual else math.inf) - lowest[1]
    beside = of.at([lowest[0] - close, lowest[0] + close])
    return not all(y - lowest[1] <= depth / 2 for y in beside)


def _valleys(ys: Sequence[float]) -> list[tuple[int, int]]:
    """(first, last) index of each stretch that is lower than what is on both its sides,
    lowest first; empty unless the lowest sample of all is in one of them."""
    finite = [y for y in ys if math.isfinite(y)]
    if not finite or max(finite) - min(finite) <= 1e-12 * max(map(abs, finite)):
        return []
    found = []
    first = 0
    for index in range(1, len(ys)):
        if ys[index] == ys[first]:
            continue
        last = index - 1
        if first > 0 and ys[first - 1] > ys[first] < ys[index]:
            found.append((first, last))
        first = index
    found.sort(key=lambda stretch: ys[stretch[0]])
    if not found or ys[found[0][0]] > min(finite):
        return []
    return found[:VALLEYS]


def _lowest(of: Source, brackets: Sequence[tuple[float, float]], near: float) -> Point:
    """The lowest of some valleys; the nearest of those that are equally low."""
    points = [_floor(of, lo, hi) for lo, hi in brackets]
    least = min(y for _, y in points)
    height = max(abs(least), max(y for _, y in points) - least)
    level = [point for point in points if not point[1] - least > 1e-9 * height]  # nan is level
    return min(level, key=lambda point: abs(point[0] - near))


def _floor(of: Source, lo: float, hi: float) -> Point:
    """The lowest point of one valley, by ever closer searches; the middle of a flat floor."""
    x, y = lo, math.inf
    for _ in range(7):
        xs = spread(lo, hi, 33)
        ys = [value if math.isfinite(value) else math.inf for value in of.at(xs)]
        least = min(ys)
        first = ys.index(least)
        last = len(ys) - 1 - ys[::-1].index(least)
        if least <= y:
            x, y = (xs[first] + xs[last]) / 2, least
        if last - first > 16 or hi - lo <= 1e-9 * max(abs(x), 1e-300):
            break
        lo, hi = xs[max(first - 1, 0)], xs[min(last + 1, len(xs) - 1)]
    return _rounded(of, x, y)


def _rounded(of: Source, x: float, y: float) -> Point:
    """The shortest decimal near x where the curve is as low: 0.4 for 0.4000000013."""
    if x == 0 or not math.isfinite(x):
        return x, y
    size = math.floor(math.log10(abs(x)))
    tried = [0.0, *(round(x, digits - size) for digits in range(1, 9))]
    near = [value for value in tried if abs(value - x) <= 1e-6 * max(abs(x), 1e-3)]
    for value, height in zip(near, of.at(near) if near else [], strict=True):
        if height <= y:
            return value, height
    return x, y
