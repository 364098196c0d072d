"""The axis limits of the bowl: chosen from what the learner has already seen, and then held."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from tutor.chart.axis import Axis, step_up
from tutor.chart.curve import Point, Source, bottom, sampled, source
from tutor.core.view import Plot

ROOM = 1.5
"""How much farther than the start the axis goes, seen from the bottom."""
EDGE = 0.97
"""The part of the half axis in which a point counts as well inside."""
GUESS_STEPS = 5.0
"""A guess makes the axis longer up to this factor; beyond, it is shown at the edge."""
OWN_STEPS = 20.0
"""The same for the trail of the learner's own rule."""
SHRINK = 8.0
"""Held limits this many times too wide are let go."""
LEFT = 1e300
"""What is this large has left every chart."""


@dataclass(frozen=True)
class Frame:
    """Axis limits, in data units."""

    x0: float
    x1: float
    y0: float
    y1: float
    zoomed: str = ""
    """Says so when the chart had to be zoomed out; else empty."""
    blank: bool = False
    """Nothing may be drawn yet: the limits mean nothing and are not held."""

    @property
    def usable(self) -> bool:
        """Whether numbers along both axes can be told apart."""
        return Axis(self.x0, self.x1, 1).usable and Axis(self.y0, self.y1, 1).usable


BLANK = Frame(0.0, 1.0, 0.0, 1.0, blank=True)


def frame(plot: Plot, previous: Frame | None = None) -> Frame:
    """Limits for `plot`: `previous` as long as it serves, else new ones.

    They follow from the constants, the curve, and points that are already shown, so they tell
    nothing of an answer that is still withheld.
    """
    if plot.hidden:
        return BLANK
    must = [point for point in (*plot.path, plot.truth) if point and drawable(point)]
    needed = _fresh(plot, must)
    if previous is not None and _serves(previous, needed, plot, must):
        return previous
    return needed


def drawable(point: Point) -> bool:
    """Finite, and not so large that no chart can hold it."""
    return all(math.isfinite(value) and abs(value) < LEFT for value in point)


def origin(plot: Plot) -> float:
    """Where x starts: the constant, or the first visited point where there is no such constant."""
    start = plot.values.get(plot.x, plot.listing.parameters.get(plot.x, math.nan))
    if math.isfinite(start) and abs(start) < LEFT:
        return float(start)
    return next((x for x, y in plot.path if drawable((x, y))), 0.0)


def goal(plot: Plot) -> Point | None:
    """The lowest point of the plot's curve."""
    of = source(plot.listing, plot.values, plot.x, plot.y)
    return bottom(of, origin(plot), plot.limits)


def _serves(held: Frame, needed: Frame, plot: Plot, must: Iterable[Point]) -> bool:
    """Whether the limits in use may stay."""
    if held.blank or not held.usable or not needed.usable:
        return False
    lowest = goal(plot)
    xs = [x for x, _ in must] + ([] if lowest is None else [lowest[0]])
    soft = [x for x in _soft(plot) if needed.x0 <= x <= needed.x1]
    return (
        all(held.x0 <= x <= held.x1 for x in (*xs, *soft))
        and all(held.y0 <= y <= held.y1 for _, y in must)
        and held.x1 - held.x0 <= SHRINK * (needed.x1 - needed.x0)
        and held.y1 - held.y0 <= 2 * SHRINK * (needed.y1 - needed.y0)
    )


def _soft(plot: Plot) -> list[float]:
    """x of what would better be on the chart but need not."""
    xs = [x for x, _ in plot.own]
    if plot.guess is not None:
        xs.append(plot.guess)
    return [x for x in xs if math.isfinite(x)]


def _fresh(plot: Plot, must: Iterable[Point]) -> Frame:
    must = list(must)
    middle, half = _base(plot)
    factor = step_up(max((abs(x - middle) / half / EDGE for x, _ in must), default=1.0))
    for xs, most in (([x for x, _ in plot.own], OWN_STEPS), ([plot.guess], GUESS_STEPS)):
        wanted = [abs(x - middle) / half / EDGE for x in xs if x is not None and math.isfinite(x)]
        within = [want for want in wanted if want <= most * factor]
        factor = max(factor, step_up(max(within, default=1.0)))
    x0, x1 = middle - half * factor, middle + half * factor
    if not (math.isfinite(x0) and math.isfinite(x1)):
        return BLANK
    of = source(plot.listing, plot.values, plot.x, plot.y)
    start = origin(plot)
    visited = [y for _, y in (*must, (start, of.at([start])[0])) if math.isfinite(y)]
    y0, y1 = _heights(of, x0, x1, goal(plot), visited)
    times = f"{factor:,.0f}" if factor < 1e6 else f"{factor:.0e}".replace("e+", "e")
    zoomed = f"zoomed out: {times} times wider" if factor > 1 else ""
    return Frame(x0, x1, y0, y1, zoomed)


def _base(plot: Plot) -> tuple[float, float]:
    """Middle and half length of the x axis before anything forces it to grow."""
    if plot.limits is not None and Axis(*plot.limits, 1).usable:
        lo, hi = plot.limits
        return (lo + hi) / 2, (hi - lo) / 2
    start = origin(plot)
    xs = [start, *(x for _, x in plot.marks if drawable((x, 0.0)))]
    lowest = goal(plot)
    if lowest is None:
        middle = (min(xs) + max(xs)) / 2
        half = max(ROOM * (max(xs) - min(xs)) / 2, abs(middle), 1.0)
        return middle, half
    middle = lowest[0]
    far = max(abs(x - middle) for x in xs)
    scale = max(abs(middle), abs(start)) or 1.0
    return middle, ROOM * far if far > 1e-3 * scale else 0.75 * scale


def _heights(
    of: Source, x0: float, x1: float, lowest: Point | None, visited: list[float]
) -> tuple[float, float]:
    """Limits of y: from the bottom to where both arms are seen, and all that was visited.

    What towers over the visited points, or over nine tenths of the curve, is cut off.
    """
    curve = sampled(of, x0, x1, lowest and lowest[0])
    ys = sorted(y for _, y in curve.points if math.isfinite(y) and abs(y) < LEFT)
    if not ys and not visited:
        return 0.0, 1.0
    ys = ys or visited
    tenth, common = ys[len(ys) // 10], ys[len(ys) * 9 // 10]
    usual = 10 * (common - tenth)
    low = ys[0] if tenth - ys[0] <= usual else tenth - usual
    high = ys[-1] if ys[-1] - common <= usual else common + usual
    lo, hi = min([low, *visited]), max([high, *visited])
    seen = max(visited, default=lo) - lo
    if 1e-4 * (hi - lo) < seen < (hi - lo) / 4:
        hi = lo + 4 * seen
    lo, hi = _apart(lo, hi)
    return lo - 0.05 * (hi - lo), hi + 0.01 * (hi - lo)


def _apart(lo: float, hi: float) -> tuple[float, float]:
    """Two different limits, also around a flat line."""
    if hi - lo > 1e-9 * max(abs(lo), abs(hi)):
        return lo, hi
    room = max(abs(lo) / 2, 1e-9) if lo else 1.0
    return lo - room, hi + room
