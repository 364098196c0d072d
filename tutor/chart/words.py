"""The bowl in sentences, for those who listen to it."""

from __future__ import annotations

import math

from tutor.chart.axis import place, short
from tutor.chart.bowl import HIDDEN, left
from tutor.chart.curve import Source, slope, source
from tutor.chart.limits import Frame, goal
from tutor.core.asked import same
from tutor.core.view import Plot
from tutor.core.wording import number

STEEP = 2.0
"""A slope from which on the curve is called steep. Not one of the picture: its axes are chosen so
that every bowl looks alike."""
GENTLE = 0.5
"""Below this it is called gentle."""


def sentences(plot: Plot, frame: Frame) -> list[str]:
    """What the chart shows and no more, a thought a sentence."""
    if plot.hidden:
        return [HIDDEN]
    gone = left(plot, frame)
    if gone:
        return [gone]
    of = source(plot.listing, plot.values, plot.x, plot.y)
    said = [_course(plot, of, frame), *_places(plot, frame), _compared(plot, frame)]
    said += [*_marks(plot, of), *moved(plot)]
    if frame.zoomed:
        said.append(f"The chart is {frame.zoomed}.")
    return [sentence for sentence in said if sentence]


def _course(plot: Plot, of: Source, frame: Frame) -> str:
    """How the curve runs from here."""
    if not plot.path:
        return f"The chart shows {plot.y} over {plot.x}."
    return _falls(f"The {plot.y}" if plot.y == "error" else plot.y, plot, of, frame)


def _compared(plot: Plot, frame: Frame) -> str:
    """The second curve, as far as it can be told beside the first; empty where both are one."""
    now = {**plot.listing.parameters, **plot.values}
    if not plot.compare or not plot.path or all(now.get(k) == v for k, v in plot.compare.items()):
        return ""
    other = source(plot.listing, {**plot.values, **plot.compare}, plot.x, plot.y)
    here = other.at([plot.path[-1][0]])[0]
    told = " and ".join(f"{name} {number(value)}" for name, value in plot.compare.items())
    falls = _falls(f"The dim curve, of {told},", plot, other, frame)
    there = f" There {plot.y} is {number(here)}." if math.isfinite(here) else ""
    return falls + there if falls else f"The dim curve is that of {told}."


def _falls(what: str, plot: Plot, of: Source, frame: Frame) -> str:
    """To which side a curve falls from where we are, and how steeply; empty where unknown."""
    steep = slope(of, plot.path[-1][0], frame.x1 - frame.x0)
    if not math.isfinite(steep):
        return ""
    shown = abs(steep) * (frame.x1 - frame.x0) / (frame.y1 - frame.y0)
    if shown < 0.02:
        return f"{what} is level here."
    side = "right" if steep < 0 else "left"
    manner = ", steeply" if abs(steep) >= STEEP else ", gently" if abs(steep) < GENTLE else ""
    told = f": slope {short(steep, 2)}" if plot.tangent else ""
    return f"{what} falls to the {side}{manner}{told}."


def _places(plot: Plot, frame: Frame) -> list[str]:
    """Where the bottom is, where we are and where we have been."""
    span = frame.x1 - frame.x0
    lowest = goal(plot)
    said = []
    bottom = f"The bottom is at {place(lowest[0], span)}" if lowest else ""
    if plot.path:
        x, y = plot.path[-1]
        here = f"you are at {number(x)}, where {plot.y} is {number(y)}"
        said.append(f"{bottom}; {here}." if bottom else f"Y{here[1:]}.")
    elif bottom:
        said.append(f"{bottom}.")
    earlier = [number(x) for x, _ in plot.path[:-1]]
    if any(x != plot.path[-1][0] for x, _ in plot.path):
        said.append(f"Before that you were at {', '.join(earlier)}.")
    return said


def _marks(plot: Plot, of: Source) -> list[str]:
    if not plot.marks:
        return []
    heights = of.at([x for _, x in plot.marks])
    return [
        f"Marked {label}: {plot.x} {number(x)}, {plot.y} {number(y)}."
        for (label, x), y in zip(plot.marks, heights, strict=True)
    ]


def moved(plot: Plot) -> list[str]:
    """The guess, and once it is known the truth, and on which side of the bottom each lies."""
    said = []
    if plot.guess is not None and plot.truth is None:
        said.append(f"Your guess is {number(plot.guess)}.")
    if plot.truth is None:
        return said
    x, y = plot.truth
    said.append(f"The update led to {number(x)}, where {plot.y} is {number(y)}.")
    lowest = goal(plot)
    if lowest is not None and plot.path:
        before, after = plot.path[-1][0] - lowest[0], x - lowest[0]
        near = 1e-6 * max(abs(before), abs(after))
        if abs(after) <= near:
            said.append("That is the bottom.")
        elif before * after < 0:
            farther = "farther from it than before" if abs(after) > abs(before) else "past it"
            said.append(f"It went over the bottom and is now {farther}.")
        elif abs(after) > abs(before):
            said.append("It moved away from the bottom.")
        elif abs(after) < abs(before):
            said.append("It moved towards the bottom.")
    if plot.guess is not None and math.isfinite(plot.guess - x):
        gap = number(abs(plot.guess - x), 3)
        said.append(
            f"Your guess was {number(plot.guess)}"
            + (", exactly there." if same(plot.guess, x) else f", off by {gap}.")
        )
    if plot.own:
        trail = ", ".join(number(x) for x, _ in plot.own)
        said.append(f"Your own rule would have gone: {trail}.")
    return said
