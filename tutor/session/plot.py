"""What a picture may show of a run at one moment: never where an open question leads.

`Plot` holds the listing, so it stays in the session; a front end gets the `Scene` that is made of
it, or the same in sentences.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tutor.core.asked import SHARE
from tutor.core.view import Phase, PlotView
from tutor.core.walk import can_guess, own_trail, reading, updates_shown
from tutor.course.questions import Order, Predict, Reach, Write
from tutor.engine.trace import number_at
from tutor.errors import ListingError
from tutor.session.curve import Point, Source, bottom, drawable, source

if TYPE_CHECKING:
    from tutor.core.walk import Walk
    from tutor.course.model import Bowl
    from tutor.engine.listing import Listing
    from tutor.engine.numbers import Number

LONGEST_PATH = 10
"""Points of the path that are drawn: one digit each."""
STILL = 0.1
"""A run whose last updates move it by less than this share of its first ones has come to rest."""


@dataclass(eq=False)  # not frozen: that takes twice as long to define, before the first picture
class Plot:
    """One variable of a listing over one of its constants, and what is marked on that curve. Never
    changed once it is made."""

    listing: Listing
    values: Mapping[str, Number]
    """Constants in force that differ from the listing's own."""
    x: str
    """The constant along the axis."""
    y: str
    """The variable drawn over it."""
    path: tuple[Point, ...]
    """(x, y) visited so far and shown; the last one is now."""
    start: int = 0
    """Update number of `path[0]`."""
    hidden: bool = False
    """The height of now is asked: nothing of the curve may be drawn yet."""
    truth: Point | None = None
    """Where the update led; None until it may be shown."""
    asked: tuple[Point, ...] = ()
    """What is still to be predicted: the lowest and the highest number that would be right."""
    guess: float | None = None
    """The learner's x, while aiming and after."""
    begun: bool = False
    """The guess is a 0 that is still in the field: most numbers begin so, and the chart must not
    jump with their first digit."""
    own: tuple[Point, ...] = ()
    """Trail of the learner's own wrong rule, replayed; its first point is where it set out."""
    marks: tuple[tuple[str, float], ...] = ()
    """Labelled x positions."""
    compare: Mapping[str, Number] | None = None
    """Constants of a second, dim curve."""
    tangent: bool = False
    limits: tuple[float, float] | None = None
    """The author's limits of x."""

    @cached_property
    def source(self) -> Source:
        """What the curve is a curve of."""
        return source(self.listing, self.values, self.x, self.y)

    @cached_property
    def other(self) -> Source | None:
        """The same of the second curve."""
        if not self.compare:
            return None
        return source(self.listing, {**self.values, **self.compare}, self.x, self.y)

    @cached_property
    def origin(self) -> float:
        """Where x starts: the constant, or the first visited point where there is none."""
        start = self.values.get(self.x, self.listing.parameters.get(self.x, math.nan))
        if drawable((start, 0.0)):
            return float(start)
        return next((x for x, y in self.path if drawable((x, y))), 0.0)

    @cached_property
    def goal(self) -> Point | None:
        """The curve's lowest point, as far as it may be told: not where it would be a right answer
        to what is still asked. Nothing that is drawn or said knows of it then."""
        lowest = bottom(self.source, self.origin, self.limits)
        if lowest is None or any(least <= lowest[0] <= most for least, most in self.asked):
            return None
        return lowest

    @cached_property
    def guess_point(self) -> Point | None:
        """The guess on the curve; None without one, or where it is beyond every chart."""
        if self.guess is None or not drawable((self.guess, 0.0)):
            return None
        return self.guess, self.source.at([self.guess])[0]


def plot_view(walk: Walk) -> PlotView | None:
    """What a front end may know of the picture before it asks for it; None where there is none."""
    bowl = _bowl(walk)
    if bowl is None:
        return None
    last = _end(walk, bowl.x)
    return PlotView(
        x=bowl.x,
        y=bowl.y,
        now=_float(walk.stage.run(last).value(bowl.x, last)),
        hidden=_is_asked(walk, bowl.y),
        replayed=walk.replayed and bool(own_trail(walk)),
    )


def plot_of(walk: Walk) -> Plot | None:
    """All that the picture is made of; None where there is none."""
    stage, bowl = walk.stage, _bowl(walk)
    if bowl is None or stage.listing is None:
        return None
    x, y = bowl.x, bowl.y
    last = _end(walk, x)
    trace = stage.run(last)
    start, xs = _path([_float(trace.value(x, n)) for n in range(last + 1)])
    truth = _truth(walk, x, last)
    own = [_float(value) for value in own_trail(walk)] if walk.replayed else []
    hidden = _is_asked(walk, y)
    points = [*xs, *truth, *own]
    ys = [math.nan] * len(points) if hidden else stage.listing.heights(x, y, points, stage.values)
    n = len(xs)
    heard = reading(walk)
    aims = stage.variable == x and heard is not None
    guess = _float(heard.value) if aims and heard and heard.value is not None else None
    return Plot(
        listing=stage.listing,
        values=stage.values,
        x=x,
        y=y,
        path=tuple(zip(xs, ys[:n], strict=True)),
        start=start,
        hidden=hidden,
        truth=(truth[0], ys[n]) if truth else None,
        asked=_asked(walk),
        guess=guess,
        begun=guess == 0 and not walk.settled,
        own=tuple(zip(own, ys[len(ys) - len(own) :], strict=True)),
        marks=_marks(walk, bowl, last),
        compare=dict(bowl.compare) or None,
        tangent=bowl.tangent,
        limits=None if bowl.from_ is None or bowl.to is None else (bowl.from_, bowl.to),
    )


def _bowl(walk: Walk) -> Bowl | None:
    """What the author has drawn here; nothing where the lines of the update are asked."""
    stage = walk.stage
    from_memory = walk.phase is Phase.ASK and isinstance(stage.question, Write | Order)
    return None if from_memory or stage.listing is None else stage.step.picture()


def _path(xs: list[float]) -> tuple[int, list[float]]:
    """The update that the path begins with, and where it leads: the last updates of a long run or,
    where they all but stand still, its first ones and its end."""
    start = max(0, len(xs) - LONGEST_PATH)
    latest, earliest = xs[start:], [*xs[: LONGEST_PATH - 1], xs[-1]]
    if max(latest) - min(latest) < STILL * (max(earliest) - min(earliest)):
        return 0, earliest
    return start, latest


def _end(walk: Walk, x: str) -> int:
    """The update whose end is the chart's `now`: a step behind what has just been shown."""
    stage = walk.stage
    if walk.running:
        return max(walk.ran - 1, 0)
    shown = updates_shown(walk)
    if walk.settled and isinstance(stage.question, Predict):
        if stage.question.by == "direction":
            return stage.start
        return min(shown, stage.after - 1)
    return max(shown, _checked(walk, x))


def _checked(walk: Walk, x: str) -> int:
    """How far the run is drawn that was just checked against a claim: its beginning, a digit for
    each update. Nothing of it may still be asked."""
    stage = walk.stage
    if not isinstance(stage.question, Reach) or walk.verdict is None or stage.listing is None:
        return 0
    moves = stage.listing.assigns(x) and not stage.waiting(walk.settled)
    return min(LONGEST_PATH - 1, stage.limit or 0) if moves else 0


def _asked(walk: Walk) -> tuple[Point, ...]:
    """The numbers that are still to be predicted of this run, as ranges of right answers."""
    stage = walk.stage
    if walk.running:
        asked = [(stage.variable, walk.ran + 1)] if can_guess(walk) else []
    else:
        asked = [(one.name, one.after) for one in stage.waiting(walk.settled) if one.exact]
    found = []
    before = stage.run(updates_shown(walk))
    for name, after in asked:
        with suppress(ListingError):  # the run does not get so far
            truth = number_at(stage.run(after), name, after)
            old = number_at(before, name, before.updates)
            room = SHARE * abs(truth - (0.0 if math.isnan(old) else old))
            found.append((truth - room, truth + room))
    return tuple(found)


def _truth(walk: Walk, x: str, last: int) -> list[float]:
    """Where along the axis the update led that has just been shown: one number or none."""
    stage = walk.stage
    shown = updates_shown(walk)
    if stage.listing is None or not stage.listing.assigns(x) or shown <= last:
        return []
    update = last + 1 if walk.running else stage.after
    return [_float(stage.run(update).value(x, update))] if update <= shown else []


def _is_asked(walk: Walk, name: str, exactly: bool = False) -> bool:
    """Whether the value of `name` in the update that follows is still to be predicted."""
    if walk.running:
        return can_guess(walk) and walk.stage.variable == name
    following = updates_shown(walk) + 1
    waiting = walk.stage.waiting(answered=walk.settled)
    return any(
        one.name == name and one.after <= following and one.exact >= exactly for one in waiting
    )


def _marks(walk: Walk, bowl: Bowl, update: int) -> tuple[tuple[str, float], ...]:
    """The author's marks; while the next x is asked, only those that do not move with it."""
    stage, listing = walk.stage, walk.stage.listing
    assert listing is not None
    asked = _is_asked(walk, bowl.x, exactly=True) and update == updates_shown(walk)
    names = stage.now(update)
    found: list[tuple[str, float]] = []
    for label, expression in bowl.marks.items():
        if asked and any(listing.assigns(name) for name in listing.names_in(expression)):
            continue
        with suppress(ListingError):  # it speaks of what no update has made yet
            found.append((label, _float(listing.evaluate(expression, names))))
    return tuple(found)


def _float(value: object) -> float:
    return float(value) if isinstance(value, int | float) else math.nan
