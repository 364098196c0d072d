"""A picture in data terms: curves as points, what is marked on them, and the axis limits, which are
chosen from what the learner has already seen and then held.

A `Scene` is plain data. It is made when something is painted, not at each key.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from tutor.engine.numbers import Axis, gap, number, place, same, step_up
from tutor.session.picture.curve import LEFT, Curve, Point, Source, drawable, sampled, slope
from tutor.session.picture.plot import part_of, plot_of, steepness

if TYPE_CHECKING:
    from tutor.session.exercise import Exercise
    from tutor.session.picture.plot import Plot
    from tutor.session.picture.terrain import Contour

LETTERS = "abcdefghijklmnopqrstuvwxyz"

ROOM = 1.5
"""How many times as far from the bottom as the start the axis goes."""
EDGE = 0.97
"""The part of the half axis within which a point needs no longer axis."""
GUESS_STEPS = 5.0
"""A guess makes the axis longer up to this factor; beyond, it is shown at the edge."""
OWN_STEPS = 10.0
"""The same for the trail of the learner's own rule."""
WIDER = 1.5
"""From so many times the usual length on it is said that the axis is longer."""
SHRINK = 8.0
"""Limits this many times too wide are replaced."""


class Frame(NamedTuple):
    """Axis limits, in data units."""

    x0: float
    x1: float
    y0: float
    y1: float
    zoomed: str = ""
    """A sentence where the chart had to be zoomed out; else empty."""
    lent: Frame | None = None
    """What it would be without a guess and the learner's own rule, where these widened it."""
    blank: bool = False
    """Nothing may be drawn yet: the limits mean nothing and are not held."""
    usual: float = 0.0
    """Half the length of the axis that was seen before it was zoomed out."""

    @property
    def usable(self) -> bool:
        """Whether numbers along both axes can be told apart."""
        return Axis(self.x0, self.x1, 1).usable and Axis(self.y0, self.y1, 1).usable

    def holds(self, point: Point) -> bool:
        return self.x0 <= point[0] <= self.x1 and self.y0 <= point[1] <= self.y1

    def reaching(self, point: Point, times: float) -> Frame:
        """Larger limits that reach a point, along each axis where it is no more than so many times
        the axis' length outside."""
        x0, x1 = _reaching(self.x0, self.x1, point[0], times)
        y0, y1 = _reaching(self.y0, self.y1, point[1], times)
        return self._replace(x0=x0, x1=x1, y0=y0, y1=y1)


def _reaching(low: float, high: float, value: float, times: float) -> tuple[float, float]:
    long = high - low
    if not low - times * long <= value <= high + times * long:
        return low, high
    room = 0.05 * long
    return (value - room if value < low else low), (value + room if value > high else high)


BLANK = Frame(0.0, 1.0, 0.0, 1.0, blank=True)


class Mark(NamedTuple):
    """A labelled point."""

    label: str
    """Its words; empty for a point that its character explains."""
    x: float
    y: float


class Ground(NamedTuple):
    """What a map is drawn of, in place of a curve: lines of one height."""

    z: str
    """Whose height."""
    lines: tuple[Contour, ...]
    """The lowest first."""
    grid: tuple[tuple[int, ...], ...] = ()
    """Of a map of what becomes of runs, what it is at each place, rows from the lowest; the lines
    are its border then."""
    words: tuple[str, ...] = ()
    """What each of these is called."""
    tried: tuple[tuple[int, Point], ...] = ()
    """What became of the runs that the learner made, and where they were."""


class Scene(NamedTuple):
    """All that a chart draws. Points may lie outside the frame."""

    frame: Frame
    x: str = ""
    """Name of what the axis shows."""
    y: str = ""
    curve: Curve | None = None
    compare: Curve | None = None
    """A second, dashed curve."""
    bottom: Mark | None = None
    """Where the curve is lowest: `bottom 0.40`; None where that is the answer, or nobody is on the
    way there."""
    now: Mark | None = None
    trail: tuple[Mark, ...] = ()
    """Earlier points, oldest first, labelled with the last digit of their update."""
    digits: str = ""
    """Which updates' last digits the trail has, where it does not begin with the first."""
    own: tuple[Mark, ...] = ()
    """The learner's own rule replayed, labelled a b c …"""
    marks: tuple[Mark, ...] = ()
    guess: Mark | None = None
    """`you 0.54`"""
    truth: Mark | None = None
    """`true 0.46`; None until it may be shown, and where something else was asked."""
    led: Mark | None = None
    """`now 0.46`: where the run is, though something else was asked. No sign on the curve."""
    off: str = ""
    """`off by 0.08`, once there is a truth."""
    slope: float | None = None
    """True slope of the curve at now, where the tangent is to be drawn."""
    steepness: str = ""
    """The same beside it, `slope -0.55`; empty where that would tell an answer."""
    sentence: str = ""
    """Drawn instead of the curve."""
    ground: Ground | None = None
    """A map, on which `y` is the name of what its upright axis shows; None: a curve."""
    part: str = ""
    """Of what the heights are a part: a slice, or one update; empty where they are all."""
    swept: float = 1.0
    """How much of the step is drawn, 0 to 1; the truth stands at its end once that is reached."""

    @property
    def heights(self) -> tuple[str, ...]:
        """What is drawn over the axis, in long and in short."""
        return (f"{self.y} ({self.part})", self.y) if self.part else (self.y,)


def scene_of(exercise: Exercise, held: Frame | None = None) -> Scene | None:
    """The picture within the limits `held` as long as these serve; None where there is none."""
    shown = plot_of(exercise)
    return None if shown is None else scene_within(shown, choose_frame(shown, held))


def scene_among(exercise: Exercise, guesses: Sequence[float]) -> Scene | None:
    """The picture with room for the guesses of many, as far as these are not far off; None where
    there is none."""
    plot = plot_of(exercise)
    if plot is None:
        return None
    frame = choose_frame(plot)
    return scene_within(plot, frame if frame.blank else _among(plot, frame, guesses))


def _among(plot: Plot, frame: Frame, guesses: Sequence[float]) -> Frame:
    """The frame, wider on the sides where there are guesses."""
    middle, half = (frame.x0 + frame.x1) / 2, (frame.x1 - frame.x0) / 2
    near = [x for x in guesses if abs(x - middle) <= OWN_STEPS * half]
    x0, x1 = min(frame.x0, *near, frame.x0), max(frame.x1, *near, frame.x1)
    if (x0, x1) == (frame.x0, frame.x1):
        return frame
    room = (x1 - x0) / 20
    x0, x1 = (x0 - room if x0 < frame.x0 else x0), (x1 + room if x1 > frame.x1 else x1)
    seen = [point for point in (*plot.path, plot.truth) if point and drawable(point)]
    heights = [y for x, y in seen if x0 <= x <= x1]
    return Frame(x0, x1, *_heights(plot.source, x0, x1, plot.lowest, heights))


def scene_within(plot: Plot, frame: Frame) -> Scene:
    """What to draw of `plot` within `frame`."""
    sentence = hidden(plot.y) if plot.hidden else why_empty(plot, frame)
    if sentence:
        return Scene(frame, plot.x, plot.y, sentence=sentence)
    of, other = plot.source, plot.other
    span = frame.x1 - frame.x0
    bottom, lowest = plot.told_bottom(span), plot.lowest
    now = plot.path[-1]
    steep = slope(of, now[0], span) if plot.tangent else math.nan
    kept = plot.secrets.tells(steep, steepness, related=False)
    # at a bottom that is told anyway the line hides nothing, and the author may speak of it
    level = bottom is not None and place(bottom[0], span) == place(now[0], span)
    tangent = math.isfinite(steep) and (level or not kept)
    told = plot.steep(of, span, label=True) if tangent else ""
    guess = plot.guess_point
    return Scene(
        frame=frame,
        x=plot.x,
        y=plot.y,
        curve=sampled(of, frame.x0, frame.x1, lowest and lowest[0]),
        compare=sampled(other, frame.x0, frame.x1) if other else None,
        bottom=bottom and Mark(f"bottom {place(bottom[0], span)}", *bottom),
        now=Mark("now", *now),
        trail=tuple(
            Mark(str((plot.start + index) % 10), x, y)
            for index, (x, y) in enumerate(plot.path[:-1])
        ),
        digits=f"digits: updates {plot.start} to {plot.start + len(plot.path) - 2}"
        if plot.start and len(plot.path) > 1
        else "",
        own=tuple(
            Mark(LETTERS[index % len(LETTERS)], x, y)
            for index, (x, y) in enumerate(plot.own[1:])
            if drawable((x, y))
        ),
        marks=tuple(Mark(label, x, y) for label, x, y in plot.marked if drawable((x, y))),
        guess=guess and Mark(f"you {number(guess[0])}", *guess),
        truth=plot.truth and Mark(f"true {number(plot.truth[0])}", *plot.truth),
        led=plot.led and Mark(f"now {number(plot.led[0])}", *plot.led),
        off=_off(plot),
        slope=steep if tangent else None,
        steepness=f"slope {told}" if told else "",
        part=part_of(plot.update, plot.fixed),
    )


def hidden(y: str) -> str:
    """Said instead of a curve whose height is still to be predicted."""
    return f"The curve is not drawn yet: it would tell what is still asked of {y}."


def why_empty(plot: Plot, frame: Frame) -> str:
    """A sentence that says why there is nothing to draw; empty where there is something."""
    for point in (plot.truth, plot.path[-1]):
        for name, value in zip((plot.x, plot.y), point or (), strict=False):
            if math.isnan(value):
                return f"Nothing is drawn: {name} is not a number here."
            if not drawable((value, 0.0)):
                return f"The {name} has left the chart: {number(value, 2)}."
    if frame.blank or not frame.usable:
        return "These numbers are too far apart, or too close together, for a chart."
    if not any(math.isfinite(y) for _, y in sampled(plot.source, frame.x0, frame.x1)):
        return f"There is no {plot.y} to draw with these numbers."
    return ""


def _off(plot: Plot) -> str:
    if plot.guess is None or plot.truth is None:
        return ""
    return off_by(plot.guess, plot.truth[0])


def off_by(guess: float, truth: float) -> str:
    """How far a guess is from the truth, in words; empty where the difference cannot be written."""
    if not math.isfinite(guess - truth):
        return ""
    off = gap(guess, truth)
    return f"off by {off}" if off != "0" else "exact" if same(guess, truth) else ""


# -- the axis limits ---------------------------------------------------------------------------


def choose_frame(plot: Plot, held: Frame | None = None) -> Frame:
    """Limits for `plot`: those `held` so far as long as they serve, else new ones.

    They follow from the constants, the curve, and points that are already shown, so they tell
    nothing of an answer that is still withheld.
    """
    if plot.hidden:
        return BLANK
    must = [point for point in (*plot.path, plot.truth, plot.led) if point and drawable(point)]
    needed = _fresh(plot, must, held.usual if held is not None else 0.0)
    if held is not None and held.lent and not _soft(plot):
        held = held.lent
    if held is not None and _serves(held, needed, plot, must):
        return held
    return needed


def _serves(held: Frame, needed: Frame, plot: Plot, must: list[Point]) -> bool:
    """Whether the limits in use may stay."""
    if held.blank or not held.usable or not needed.usable:
        return False
    lowest = plot.lowest
    xs = [x for x, _ in must] + ([] if lowest is None else [lowest[0]])
    xs += [x for _, x in plot.marks if drawable((x, 0.0))]
    soft = [point for point, _ in _soft(plot) if needed.holds(point)]
    low, high = needed.y0 - held.y0, needed.y1 - held.y1
    shifted = low * high > 0 and 4 * min(abs(low), abs(high)) > needed.y1 - needed.y0
    return not shifted and (
        all(held.x0 <= x <= held.x1 for x in xs)
        and all(held.holds(point) for point in (*must, *soft))
        and held.x1 - held.x0 <= SHRINK * (needed.x1 - needed.x0)
        and held.y1 - held.y0 <= 2 * SHRINK * (needed.y1 - needed.y0)
    )


def _soft(plot: Plot) -> list[tuple[Point, float]]:
    """What the chart shows where it can, the guess and the learner's own trail; each with the
    factor by which the axis may grow for it."""
    guess = plot.guess_point
    points = [(point, OWN_STEPS) for point in plot.own]
    if guess is not None:
        points.append((guess, 1.0 if plot.begun else GUESS_STEPS))
    return [(point, most) for point, most in points if drawable(point)]


def _fresh(plot: Plot, must: list[Point], seen: float) -> Frame:
    """Limits of their own; `seen`: half the length of the axis that was shown last without being
    zoomed out, 0 where none was."""
    middle, half = _base(plot)

    def factor_for(x: float) -> float:
        inside = plot.limits is not None and abs(x - middle) <= half
        return 1.0 if inside else step_up(abs(x - middle) / half / EDGE)

    forced = max((factor_for(x) for x, _ in must), default=1.0)
    soft = _soft(plot)
    wanted = [factor_for(x) for (x, _), most in soft if factor_for(x) <= most * forced]
    factor = max([forced, *wanted])
    x0, x1 = middle - half * factor, middle + half * factor
    if plot.limits is not None and factor == 1:  # which rounding may have missed by a hair
        x0, x1 = min(x0, plot.limits[0]), max(x1, plot.limits[1])
    if not (math.isfinite(x0) and math.isfinite(x1)):
        return BLANK
    of = plot.source
    xs = [*plot.home, *(x for _, x in plot.marks if math.isfinite(x))]
    known = zip(xs, of.at(xs), strict=True)
    heights = [y for x, y in (*known, *must, *(point for point, _ in soft)) if x0 <= x <= x1]
    y0, y1 = _heights(of, x0, x1, plot.lowest, [y for y in heights if drawable((0.0, y))])
    zoomed, shown = "", factor * half
    if seen and shown >= WIDER * max(seen, _base(plot, marked=False)[1]):
        # told of the picture that it takes the place of, and of none that was never seen
        zoomed, shown = f"zoomed out: {_times(shown / seen)} times wider", seen
    without = replace(plot, guess=None, own=())
    lent = _fresh(without, must, seen) if factor > forced else None
    return Frame(x0, x1, y0, y1, zoomed, lent, usual=shown)


def _times(factor: float) -> str:
    """A factor in few digits: `1.6`, `24`, `1,000`, `2e9`."""
    if factor >= 1e6:
        return f"{factor:.0e}".replace("e+0", "e").replace("e+", "e")
    return f"{factor:,.0f}" if factor >= 10 else f"{factor:.1f}".removesuffix(".0")


def _base(plot: Plot, *, marked: bool = True) -> tuple[float, float]:
    """Middle and half length of the x axis before anything forces it to grow; with room for the
    author's marks where it is `marked`."""
    if plot.limits is not None and Axis(*plot.limits, 1).usable:
        lo, hi = plot.limits
        return (lo + hi) / 2, (hi - lo) / 2
    xs = [*plot.home, *(x for _, x in plot.marks if marked and drawable((x, 0.0)))]
    lowest = plot.lowest
    if lowest is None:
        middle = (min(xs) + max(xs)) / 2
        half = max(ROOM * (max(xs) - min(xs)) / 2, abs(middle), 1.0)
        return middle, half
    middle = lowest[0]
    far = max(abs(x - middle) for x in xs)
    scale = max(abs(middle), *map(abs, plot.home)) or 1.0
    return middle, ROOM * far if far > 1e-3 * scale else 0.75 * scale


def _heights(
    of: Source, x0: float, x1: float, lowest: Point | None, visited: list[float]
) -> tuple[float, float]:
    """Limits of y: from the bottom to where both arms are seen, and all that was visited.

    What towers over the visited points, or over nine tenths of the curve, is cut off.
    """
    ys: Sequence[float] = _ranked(of, x0, x1, lowest and lowest[0])
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


@lru_cache(maxsize=256)
def _ranked(of: Source, x0: float, x1: float, exact: float | None) -> tuple[float, ...]:
    """The heights of a curve that a chart can hold, lowest first."""
    curve = sampled(of, x0, x1, exact)
    return tuple(sorted(y for _, y in curve if math.isfinite(y) and abs(y) < LEFT))


def _apart(lo: float, hi: float) -> tuple[float, float]:
    """Two different limits, also around a flat line."""
    if hi - lo > 1e-9 * max(abs(lo), abs(hi)):
        return lo, hi
    room = max(abs(lo) / 2, 1e-9) if lo else 1.0
    return lo - room, hi + room
