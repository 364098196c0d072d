"""What a chart may know of a run at one moment: never where an open question leads."""

from __future__ import annotations

import math
from contextlib import suppress
from typing import TYPE_CHECKING

from tutor.core.view import Plot
from tutor.core.walk import can_guess, own_trail, reading, updates_shown
from tutor.course.questions import Predict, Reach
from tutor.errors import ListingError

if TYPE_CHECKING:
    from tutor.core.walk import Walk
    from tutor.course.model import Bowl

LONGEST_PATH = 10
"""Points of the path that are drawn: one digit each."""
STILL = 0.1
"""A run whose last updates move it by less than this share of its first ones has come to rest."""


def plot(walk: Walk) -> Plot | None:
    """What the chart may know."""
    stage, bowl = walk.stage, walk.stage.step.picture()
    listing = stage.listing
    if listing is None or bowl is None:
        return None
    x, y = bowl.x, bowl.y
    last = _end(walk)
    trace = stage.run(last)
    start, xs = _path([_float(trace.value(x, n)) for n in range(last + 1)])
    truth = _truth(walk, x, last)
    own = [_float(value) for value in own_trail(walk)] if walk.replayed else []
    hidden = _is_asked(walk, y)
    points = [*xs, *truth, *own]
    ys = [math.nan] * len(points) if hidden else listing.heights(x, y, points, stage.values)
    n = len(xs)
    heard = reading(walk)
    aims = stage.variable == x and heard is not None
    guess = _float(heard.value) if aims and heard and heard.value is not None else None
    return Plot(
        listing=listing,
        values=stage.values,
        x=x,
        y=y,
        path=tuple(zip(xs, ys[:n], strict=True)),
        start=start,
        hidden=hidden,
        truth=(truth[0], ys[n]) if truth else None,
        guess=guess,
        begun=guess == 0 and not walk.settled,
        own=tuple(zip(own, ys[len(ys) - len(own) :], strict=True)),
        marks=_marks(walk, bowl, last),
        compare=dict(bowl.compare) or None,
        tangent=bowl.tangent,
        limits=None if bowl.from_ is None or bowl.to is None else (bowl.from_, bowl.to),
    )


def _path(xs: list[float]) -> tuple[int, list[float]]:
    """The update that the path begins with, and where it leads: the last updates of a long run or,
    where they all but stand still, its first ones and its end."""
    start = max(0, len(xs) - LONGEST_PATH)
    latest, earliest = xs[start:], [*xs[: LONGEST_PATH - 1], xs[-1]]
    if max(latest) - min(latest) < STILL * (max(earliest) - min(earliest)):
        return 0, earliest
    return start, latest


def _end(walk: Walk) -> int:
    """The update whose end is the chart's `now`: a step behind what has just been shown."""
    stage = walk.stage
    if walk.running:
        return max(walk.ran - 1, 0)
    shown = updates_shown(walk)
    if walk.settled and isinstance(stage.question, Predict):
        if stage.question.by == "direction":
            return stage.start
        return min(shown, stage.after - 1)
    return max(shown, _checked(walk))


def _checked(walk: Walk) -> int:
    """How far the run is drawn that was just checked against a claim: its beginning, a digit for
    each update. Nothing of it may still be asked."""
    stage, bowl = walk.stage, walk.stage.step.picture()
    if not isinstance(stage.question, Reach) or walk.verdict is None or stage.listing is None:
        return 0
    if bowl is None or not stage.listing.assigns(bowl.x) or stage.waiting(walk.settled):
        return 0
    return min(LONGEST_PATH - 1, stage.limit or 0)


def _truth(walk: Walk, x: str, last: int) -> list[float]:
    """Where along the axis the update led that has just been shown: one number or none."""
    stage = walk.stage
    shown = updates_shown(walk)
    if stage.listing is None or not stage.listing.assigns(x) or shown <= last:
        return []
    update = last + 1 if walk.running else stage.after
    return [_float(stage.run(update).value(x, update))] if update <= shown else []


def _is_asked(walk: Walk, name: str, ways: tuple[str, ...] = ("number", "direction")) -> bool:
    """Whether the value of `name` in the update that follows is still to be predicted."""
    if walk.running:
        return can_guess(walk) and walk.stage.variable == name
    following = updates_shown(walk) + 1
    waiting = walk.stage.waiting(answered=walk.settled)
    return any(q.predict == name and q.after <= following and q.by in ways for q in waiting)


def _marks(walk: Walk, bowl: Bowl, update: int) -> tuple[tuple[str, float], ...]:
    """The author's marks; while the next x is asked, only those that do not move with it."""
    stage, listing = walk.stage, walk.stage.listing
    assert listing is not None
    asked = _is_asked(walk, bowl.x, ("number",)) and update == updates_shown(walk)
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
