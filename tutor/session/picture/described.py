"""A picture in sentences, for those who listen to it."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from tutor.engine.numbers import gap, number, place, same
from tutor.grading import messages
from tutor.session.picture.curve import Source, bottom, kinked, slope
from tutor.session.picture.plot import fixed_in_words, plot_of
from tutor.session.picture.scene import Frame, choose_frame, hidden, why_empty
from tutor.session.secrets import own_places
from tutor.session.view import ERROR

if TYPE_CHECKING:
    from tutor.session.exercise import Exercise
    from tutor.session.picture.plot import Plot

STEEP = 2.0
"""A slope from which on the curve is called steep. Not one of the picture: its axes are chosen so
that every bowl looks alike."""
GENTLE = 0.5
"""Below this it is called gentle."""
LEVEL = 0.1
"""Below this, and where none is seen, there is hardly any."""


class Described(NamedTuple):
    """What the chart shows and no more. Each is empty where there is nothing to say."""

    whole: str = ""
    """All of the picture."""
    standing: str = ""
    """Where the learner stands on the curve, before anything moves; empty while it is hidden."""
    moved: str = ""
    """Where the last update led, and the learner's own wrong rule where it is replayed."""
    replayed: str = ""
    """Where that rule would have led, alone."""


def described_of(exercise: Exercise) -> Described:
    """The picture of this moment in sentences."""
    shown = plot_of(exercise)
    return Described() if shown is None else describe(shown)


def describe(plot: Plot) -> Described:
    """The same of any plot."""
    if plot.hidden:
        return Described(hidden(plot.y))
    left = plot.left or plot.truth is not None
    still = replace(plot, truth=None, led=None, guess=None, own=(), left=left)
    frame = choose_frame(plot)
    last = moved(replace(plot, guess=None), frame.x1 - frame.x0)
    return Described(
        whole=" ".join(sentences(plot, frame)),
        standing=" ".join(sentences(still, choose_frame(still))),
        moved=" ".join(last),
        replayed=" ".join(_replayed(plot)),
    )


def sentences(plot: Plot, frame: Frame) -> list[str]:
    """A thought a sentence. How wide the chart is goes unsaid: it means nothing to a listener."""
    empty = why_empty(plot, frame)
    if empty:
        return [empty]
    name = f"The {plot.y}" if plot.y == ERROR else plot.y
    said = [_slice(plot), _falls(name, plot, plot.source, frame), *_places(plot, frame)]
    said.append(_compared(plot, frame))
    for label, x, y in () if plot.decided else plot.marked:
        height = plot.height(y)
        said.append(f"Marked {label}: {plot.x} {number(x)}{height and f', {plot.y} {height}'}.")
    said += moved(plot, frame.x1 - frame.x0)
    return [sentence for sentence in said if sentence]


def _slice(plot: Plot) -> str:
    """That it is the curve of one update, or that other variables stay as they are; empty where
    neither is so."""
    if plot.update:
        return f"This is the curve of update {plot.update}: each has its own."
    others = fixed_in_words(plot.fixed)
    return f"This is a slice along {plot.x}, with {others}." if others else ""


def _compared(plot: Plot, frame: Frame) -> str:
    """The second curve, as far as it can be told beside the first; empty where both are one."""
    now, other = {**plot.listing.parameters, **plot.values}, plot.other
    if other is None or plot.compare is None:
        return ""
    if all(now.get(name) == value for name, value in plot.compare.items()):
        return ""
    here = other.at([plot.path[-1][0]])[0]
    height = plot.height(here) if math.isfinite(here) else ""
    told = " and ".join(f"{name} {number(value)}" for name, value in plot.compare.items())
    falls = _falls(f"The dashed curve, of {told},", plot, other, frame)
    there = f" There {plot.y} is {height}." if height else ""
    return falls + there if falls else f"The dashed curve is that of {told}."


def _falls(what: str, plot: Plot, of: Source, frame: Frame) -> str:
    """To which side a curve falls from where we are, and how steeply; empty where that is unknown
    or would tell an answer."""
    span, x = frame.x1 - frame.x0, plot.path[-1][0]
    written = plot.steep(of, span)
    if not written or plot.decided:
        return ""
    if kinked(of, x, span):
        return "" if plot.secrets.waiting else f"{what} has a kink here."
    steep, size = slope(of, x, span), abs(float(written))
    shown = abs(steep) * span / (frame.y1 - frame.y0)
    if shown < 0.02 and size < LEVEL:  # that nothing moves is the answer to whatever is asked
        level = f"{what} is {'nearly level' if size else 'level'} here."
        return "" if plot.secrets.waiting else level
    side = "right" if steep < 0 else "left"
    manner = ", steeply" if size >= STEEP else ", gently" if size < GENTLE else ""
    label = plot.steep(of, span, label=True) if plot.tangent else ""
    told = f": slope {label}" if label else ""
    return f"{what} falls to the {side}{manner}{told}."


def _places(plot: Plot, frame: Frame) -> list[str]:
    """Where the bottom is, where we are and where we have been."""
    span = frame.x1 - frame.x0
    lowest = None if plot.decided else plot.told_bottom(span)
    which = "A" if lowest is not None and _one_of_several(plot, span, lowest[0]) else "The"
    told = f"{which} bottom is at {place(lowest[0], span)}" if lowest else ""
    x, y = plot.path[-1]
    height = _high(plot, y, plot.last)
    be = "were" if plot.left or plot.truth is not None else "are"
    here = f"ou {be} at {'' if height else f'{plot.x} '}{number(x)}{height}."
    said = [f"{told}; y{here}" if told else f"Y{here}"]
    earlier = [number(x) for x, _ in plot.path[:-1]]
    if any(before != x for before, _ in plot.path):
        whole = len(plot.path) - 1 == plot.last - plot.start
        before = "Before that you were at" if whole else "The first updates were at"
        said.append(f"{before} {', '.join(earlier)}.")
    return said


def _one_of_several(plot: Plot, span: float, lowest: float) -> bool:
    """Whether the curve is as low somewhere else."""
    ends = (lowest - span, lowest + span)
    found = [bottom(plot.source, near, plot.limits) for near in ends]
    return any(one and abs(one[0] - lowest) > 1e-6 * span for one in found)


def _high(plot: Plot, y: float, update: int) -> str:
    """`, where error is 0.04`, or nothing where the height may not be told."""
    height = plot.height(y, update)
    return f", where {plot.y} is {height}" if height else ""


def moved(plot: Plot, span: float) -> list[str]:
    """The guess, and once it is known the truth, and on which side of the bottom each lies."""
    if plot.truth is None:
        guessed = [] if plot.guess is None else [f"Your guess is {number(plot.guess)}."]
        here = [] if plot.led is None else [f"Now {plot.x} is {number(plot.led[0])}."]
        return [*here, *guessed, *_replayed(plot)]
    said = []
    x, y = plot.truth
    led = "The update led" if plot.steps == 1 else f"{plot.steps} updates led"
    there = "" if plot.fixed else _high(plot, y, plot.last + plot.steps)
    said.append(f"{led} to {number(x)}{there}.")
    lowest = None if plot.decided else plot.told_bottom(span)
    if lowest is not None and not _one_of_several(plot, span, lowest[0]):
        before, after = plot.path[-1][0] - lowest[0], x - lowest[0]
        near = 1e-6 * max(abs(before), abs(after))
        if abs(after) <= near or number(x) == number(lowest[0]):
            said.append("That is the bottom.")
        elif before * after < 0 and abs(before) > near:
            farther = "farther from it than before" if abs(after) > abs(before) else "past it"
            said.append(f"It went over the bottom and is now {farther}.")
        elif abs(after) > abs(before):
            said.append("It moved away from the bottom.")
        elif abs(after) < abs(before):
            said.append("It moved towards the bottom.")
    if plot.guess is not None and math.isfinite(plot.guess - x):
        off = gap(plot.guess, x)
        exactly = "exactly there" if same(plot.guess, x) else "there"
        apart = exactly if off == "0" else f"off by {off}"
        said.append(f"Your guess was {number(plot.guess)}, {apart}.")
    return [*said, *_replayed(plot)]


def _replayed(plot: Plot) -> list[str]:
    """Where the learner's own wrong rule would have led."""
    if not plot.own:
        return []
    places = own_places([x for x, _ in plot.own], plot.secrets)
    return [messages.KEPT_BACK if places is None else messages.replaying(plot.rule, plot.x, places)]
