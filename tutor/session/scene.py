"""A picture in data terms: curves as points, what is marked on them, and the axis limits.

A `Scene` is plain data. It is made when something is painted, not at each key.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from tutor.engine.numbers import number, place, same
from tutor.session.curve import Curve, drawable, sampled, slope
from tutor.session.frame import Frame, choose_frame
from tutor.session.plot import plot_of

if TYPE_CHECKING:
    from tutor.session.exercise import Exercise
    from tutor.session.plot import Plot

HIDDEN = "The curve appears when you have answered."
LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Mark(NamedTuple):
    """A labelled point."""

    label: str
    """Its words; empty for a point that its character explains."""
    x: float
    y: float


class Scene(NamedTuple):
    """All that a chart draws. Points may lie outside the frame."""

    frame: Frame
    x: str = ""
    """Name of what the axis shows."""
    y: str = ""
    curve: Curve | None = None
    compare: Curve | None = None
    """A second, dim curve."""
    goal: Mark | None = None
    """The curve's lowest point: `goal 0.40`; None where that is the answer."""
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


def scene_of(exercise: Exercise, held: Frame | None = None) -> Scene | None:
    """What the chart shows now, within the limits `held` as long as these serve; None where there
    is no picture."""
    shown = plot_of(exercise)
    return None if shown is None else scene_within(shown, choose_frame(shown, held))


def scene_within(plot: Plot, frame: Frame) -> Scene:
    """What to draw of `plot` within `frame`."""
    sentence = HIDDEN if plot.hidden else why_empty(plot, frame)
    if sentence:
        return Scene(frame, plot.x, plot.y, sentence=sentence)
    of, other = plot.source, plot.other
    lowest = plot.goal
    span = frame.x1 - frame.x0
    now = plot.path[-1]
    steep = slope(of, now[0], span) if plot.tangent else math.nan
    guess = plot.guess_point
    return Scene(
        frame=frame,
        x=plot.x,
        y=plot.y,
        curve=sampled(of, frame.x0, frame.x1, lowest and lowest[0]),
        compare=sampled(other, frame.x0, frame.x1) if other else None,
        goal=lowest and Mark(f"goal {place(lowest[0], span)}", *lowest),
        now=Mark("now", *now),
        trail=tuple(
            Mark(str((plot.start + index) % 10), x, y)
            for index, (x, y) in enumerate(plot.path[:-1])
        ),
        own=tuple(
            Mark(LETTERS[index % len(LETTERS)], x, y)
            for index, (x, y) in enumerate(plot.own[1:])
            if drawable((x, y))
        ),
        marks=tuple(
            Mark(label, x, y)
            for (label, x), y in zip(plot.marks, of.at([x for _, x in plot.marks]), strict=True)
            if drawable((x, y))
        ),
        guess=guess and Mark(f"you {number(guess[0])}", *guess),
        truth=plot.truth and Mark(f"true {number(plot.truth[0])}", *plot.truth),
        off=_off(plot),
        slope=steep if math.isfinite(steep) else None,
    )


def why_empty(plot: Plot, frame: Frame) -> str:
    """A sentence that says why there is nothing to draw; empty where there is something."""
    for point in (plot.truth, plot.path[-1]):
        for name, value in zip((plot.x, plot.y), point or (), strict=False):
            if math.isnan(value):
                return f"There is nothing to draw: {name} is not a number any more."
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
    gap = abs(plot.guess - plot.truth[0])
    if not math.isfinite(gap):
        return ""
    return "exact" if same(plot.guess, plot.truth[0]) else f"off by {number(gap, 3)}"
