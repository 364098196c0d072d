"""What is on the bowl, in data terms: curve, goal, trail, marks, guess, truth, axis limits."""

from __future__ import annotations

import math
from dataclasses import dataclass

from tutor.chart.axis import place
from tutor.chart.curve import Curve, sampled, slope, source
from tutor.chart.limits import BLANK, Frame, drawable, frame, goal, guessed
from tutor.core.asked import same
from tutor.core.view import Plot
from tutor.core.wording import number

__all__ = ["BLANK", "Frame", "Mark", "Scene", "frame", "nudge", "scene"]

HIDDEN = "The curve appears when you have answered."
GUTTER = 6
"""Columns that the numbers of the y axis take, near enough for aiming."""


@dataclass(frozen=True)
class Mark:
    """A labelled point."""

    label: str
    """Its words; empty for a point that its character explains."""
    x: float
    y: float


@dataclass(frozen=True)
class Scene:
    """All that a chart draws. Points may lie outside the frame; no number here is withheld."""

    frame: Frame
    x: str = ""
    """Name of what the axis shows."""
    y: str = ""
    curve: Curve | None = None
    compare: Curve | None = None
    """A second, dim curve."""
    goal: Mark | None = None
    """The curve's lowest point: `goal 0.40`."""
    now: Mark | None = None
    trail: tuple[Mark, ...] = ()
    """Earlier points, oldest first, labelled with the last digit of their update."""
    own: tuple[Mark, ...] = ()
    """The learner's own rule replayed, labelled a b c …"""
    marks: tuple[Mark, ...] = ()
    guess: Mark | None = None
    """`you 0.54`"""
    truth: Mark | None = None
    """`true 0.46`; None until it may be shown."""
    off: str = ""
    """`off by 0.08`, once there is a truth."""
    slope: float | None = None
    """True slope of the curve at now, where the tangent is to be drawn."""
    sentence: str = ""
    """Drawn instead of the curve."""


def scene(plot: Plot, frame: Frame) -> Scene:
    """What to draw of `plot` within `frame`."""
    if plot.hidden:
        return Scene(frame, plot.x, plot.y, sentence=HIDDEN)
    gone = left(plot, frame)
    if gone:
        return Scene(frame, plot.x, plot.y, sentence=gone)
    of = source(plot.listing, plot.values, plot.x, plot.y)
    lowest = goal(plot)
    span = frame.x1 - frame.x0
    now = plot.path[-1] if plot.path else None
    steep = slope(of, now[0], span) if now and plot.tangent else math.nan
    guess = guessed(plot)
    compared = None
    if plot.compare:
        other = source(plot.listing, {**plot.values, **plot.compare}, plot.x, plot.y)
        compared = sampled(other, frame.x0, frame.x1)
    return Scene(
        frame=frame,
        x=plot.x,
        y=plot.y,
        curve=sampled(of, frame.x0, frame.x1, lowest and lowest[0]),
        compare=compared,
        goal=lowest and Mark(f"goal {place(lowest[0], span)}", *lowest),
        now=now and Mark("now", *now),
        trail=tuple(
            Mark(str((plot.start + index) % 10), x, y)
            for index, (x, y) in enumerate(plot.path[:-1])
        ),
        own=tuple(
            Mark("abcdefghijklmnopqrstuvwxyz"[index % 26], x, y)
            for index, (x, y) in enumerate(plot.own[1:])
            if drawable((x, y))
        ),
        marks=tuple(
            Mark(label, x, y)
            for (label, x), y in zip(plot.marks, of.at([x for _, x in plot.marks]), strict=True)
            if drawable((x, y))
        )
        if plot.marks
        else (),
        guess=guess and Mark(f"you {number(guess[0])}", *guess),
        truth=plot.truth and Mark(f"true {number(plot.truth[0])}", *plot.truth),
        off=_off(plot),
        slope=steep if math.isfinite(steep) else None,
    )


def left(plot: Plot, frame: Frame) -> str:
    """A sentence where there is nothing to draw; empty where there is."""
    for point in (plot.truth, plot.path[-1] if plot.path else None):
        for name, value in zip((plot.x, plot.y), point or (), strict=False):
            if math.isnan(value):
                return f"There is nothing to draw: {name} is not a number any more."
            if not drawable((value, 0.0)):
                return f"The {name} has left the chart: {number(value, 2)}."
    if frame.blank or not frame.usable:
        return "These numbers are too far apart, or too close together, for a chart."
    of = source(plot.listing, plot.values, plot.x, plot.y)
    if not any(math.isfinite(y) for _, y in sampled(of, frame.x0, frame.x1).points):
        return f"There is no {plot.y} to draw with these numbers."
    return ""


def nudge(frame: Frame, width: int, x: float, steps: int) -> float:
    """`x` moved by `steps` columns of a chart of that width, rounded to a short decimal."""
    column = (frame.x1 - frame.x0) / max(width - GUTTER - 1, 1)
    if not math.isfinite(x) or not math.isfinite(column) or column <= 0:
        return x
    decimals = -math.floor(math.log10(column))
    return round(x + steps * column, decimals) + 0.0


def _off(plot: Plot) -> str:
    if plot.guess is None or plot.truth is None:
        return ""
    gap = abs(plot.guess - plot.truth[0])
    if not math.isfinite(gap):
        return ""
    return "exact" if same(plot.guess, plot.truth[0]) else f"off by {number(gap, 3)}"
