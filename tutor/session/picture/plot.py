"""What a picture shows of a run at one moment; what it keeps back is decided in `secrets`.

`Plot` holds the listing, so it stays in the session; a front end gets the `Scene` that is made of
it, or the same in sentences.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from tutor.engine.noise import free_of_noise
from tutor.engine.numbers import TINY, fixed, number, place, same, short
from tutor.engine.places import variable_of
from tutor.errors import ListingError
from tutor.grading import messages
from tutor.session.picture.curve import Point, Source, bottom, drawable, sided, slope, source
from tutor.session.secrets import NONE, Secrets, values_in
from tutor.session.view import ERROR, PlotView

if TYPE_CHECKING:
    from tutor.course.model import Bowl, Step
    from tutor.course.questions import Target
    from tutor.engine.listing import Listing
    from tutor.engine.numbers import Number
    from tutor.session.exercise_state import ExerciseState
    from tutor.session.task import Task

LONGEST_PATH = 10
"""Points of the path that are drawn: one digit each."""
NEARLY = 1e-24
"""The square of what floating point leaves of a 0."""
MOST_FIXED = 6
"""Values that stay as they are, and are told one by one."""
STILL = 0.1
"""A run whose last updates move it by less than this share of its first ones has come to rest."""


@dataclass(eq=False)  # not frozen: that takes twice as long to define, before the first picture
class Plot:
    """One variable of a listing over one of its constants, and its marks. Never changed."""

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
    last: int = 0
    """Update number of now."""
    hidden: bool = False
    """The height of now is asked: nothing of the curve may be drawn yet."""
    truth: Point | None = None
    """Where the update led; None until it may be shown."""
    steps: int = 1
    """How many updates led there."""
    led: Point | None = None
    """Where that update led, though something else was asked."""
    left: bool = False
    """Now is where an update began that has been shown: the learner is there no more."""
    secrets: Secrets = NONE
    """What is still to be predicted."""
    said: tuple[float, ...] = ()
    """The numbers in what the author says of the answer: they are no secret any more."""
    guess: float | None = None
    """The learner's x, while aiming and after."""
    begun: bool = False
    """The guess is a 0 that is still in the field: most numbers begin so, and the chart must not
    jump with their first digit."""
    own: tuple[Point, ...] = ()
    """Trail of the learner's own wrong rule, replayed; its first point is where it set out."""
    rule: str = messages.OWN_RULE
    """What that rule is called."""
    marks: tuple[tuple[str, float], ...] = ()
    """Labelled x positions."""
    compare: Mapping[str, Number] | None = None
    """Constants of a second, dashed curve."""
    tangent: bool = False
    limits: tuple[float, float] | None = None
    """The author's limits of x."""
    fixed: tuple[tuple[str, Number], ...] = ()
    """What else updates change and the height depends on, as it is now: the curve is a slice, on
    which these stay as they are."""
    update: int = 0
    """The update of which the curve is, where each has its own; 0: they all have the same one."""

    @cached_property
    def source(self) -> Source:
        """What the curve is a curve of."""
        return source(self.listing, self.values, self.x, self.y, self.update)

    @cached_property
    def other(self) -> Source | None:
        """The same of the second curve."""
        if not self.compare:
            return None
        return source(self.listing, {**self.values, **self.compare}, self.x, self.y, self.update)

    @cached_property
    def origin(self) -> float:
        """Where x starts: the constant, or the first visited point where there is none."""
        start = self.values.get(self.x, self.listing.parameters.get(self.x, math.nan))
        if drawable((start, 0.0)):
            return float(start)
        return next((x for x, y in self.path if drawable((x, y))), 0.0)

    @cached_property
    def home(self) -> tuple[float, ...]:
        """Where x starts, and where the listing as its author wrote it would have it start: the
        axis holds both, so that it need not move when the learner sets out from elsewhere."""
        own = self.listing.parameters.get(self.x, math.nan)
        return (self.origin, float(own)) if drawable((own, 0.0)) else (self.origin,)

    @cached_property
    def bare(self) -> bool:
        """Nothing is marked on the curve, and nothing is said of its way."""
        return self.secrets.bare(self.x)

    @cached_property
    def decided(self) -> bool:
        """The side to which the curve falls where we are decides a number that is asked: close to
        here it is the same or moves along with x, and farther away it is not."""
        return any(one.exact and self._one_sided(one) for one in self.secrets.waiting)

    def _one_sided(self, asked: Target) -> bool:
        x, lowest = self.path[-1][0], bottom(self.source, self.origin, self.limits)
        reach = abs(x - lowest[0]) if lowest and lowest[0] != x else max(1.0, abs(x))
        of = source(self.listing, self.values, self.x, asked.name, self.update)
        return sided(of, x, reach, max(1, asked.after - self.secrets.known))

    @cached_property
    def lowest(self) -> Point | None:
        """The curve's lowest point; None where it would be a right answer to what is still asked.
        Nothing is made of it then, the axis limits included."""
        lowest = bottom(self.source, self.origin, self.limits)
        return None if lowest is None or self.secrets.right(lowest[0]) else lowest

    @cached_property
    def sought(self) -> bool:
        """The bottom is what the run, or learning at all, is on its way to. The lowest point of any
        other curve means nothing, nor where x goes by steps that nothing decides."""
        return self.y == ERROR or self.listing.steers(self.x)

    def told_bottom(self, span: float) -> Point | None:
        """Where the curve is lowest, where that may be told beside an axis of that length."""
        lowest = self.lowest
        if lowest is None or not self.sought or self.bare or self.x in self.secrets.turned:
            return None
        decimals = len(place(lowest[0], span).partition(".")[2])
        told = self.secrets.drawn(lowest[0], lambda x: fixed(x, decimals))
        return None if told or self.secrets.drawn(lowest[0]) else lowest

    def steep(self, of: Source, span: float, *, label: bool = False) -> str:
        """The slope of a curve at now as it is written; empty where it may not be told, or there
        is none; as a `label` neither where it leads to the answer. It depends on the axis' length
        by no more than rounding."""
        value = slope(of, self.path[-1][0], span)
        if not math.isfinite(value):
            return ""
        written = steepness(value)
        said = any(steepness(one) == written for one in self.said)
        kept = self.bare or self.secrets.drawn(value, steepness)
        kept = kept or (label and self.secrets.leads(value, steepness))
        return "" if kept and not said else written

    def height(self, y: float, update: int | None = None) -> str:
        """A height of a curve as it is written; empty where it may not be told. `update`: after
        which the run stands there, so that the height is what the next update computes, and where
        it lies may be what is asked."""
        way = any(not one.exact for one in self.secrets.waiting)  # a height of 0 says `stay`
        asked = update is not None and (way or self.secrets.made_of(self.y, update + 1))
        y = self._free_of_noise(y)
        return "" if asked or self.secrets.drawn(y) else number(y)

    def _free_of_noise(self, y: float) -> float:
        """A height; 0 where it is only what floating point leaves of a 0: as in the run where it is
        that of a place there and else where it is so small beside the curve's others."""
        if not 0 < abs(y) < TINY:
            return y
        visited = (*self.path, self.truth) if self.truth is not None else self.path
        here = next((x for x, there in visited if there == y), None)
        if here is not None and not self.update:
            with suppress(ListingError):  # there are heights where it has no run of its own
                return _as_run(self.listing, tuple({**self.values, self.x: here}.items()), self.y)
        beside = self.source.at([self.origin - 1, self.origin + 1])
        return 0.0 if abs(y) < NEARLY * max(map(abs, beside)) else y

    @cached_property
    def marked(self) -> list[tuple[str, float, float]]:
        """The marks on the curve: label, x and y."""
        heights = self.source.at([x for _, x in self.marks])
        return [(label, x, y) for (label, x), y in zip(self.marks, heights, strict=True)]

    @cached_property
    def guess_point(self) -> Point | None:
        """The guess on the curve; None without one, or where it is beyond every chart."""
        if self.guess is None or not drawable((self.guess, 0.0)):
            return None
        return self.guess, self.source.at([self.guess])[0]


@lru_cache(maxsize=64)
def _as_run(listing: Listing, values: tuple[tuple[str, Number], ...], name: str) -> float:
    """A variable of the first update with these constants, free of the noise of floating point."""
    begins = dict(values)
    trace = listing.run(begins, updates=1, quiet=True)
    return _float(free_of_noise(listing, trace, begins).lasting(1).value(name, 1))


def steepness(value: float) -> str:
    """A slope as it is written: by what it is, not by the noise of its measuring, which would say
    which way a tie goes."""
    return short(float(f"{value:.7g}"), 2)


def plot_view(exercise: ExerciseState) -> PlotView | None:
    """What a front end may know of the picture before it asks for it; None where there is none."""
    step = exercise.task.step
    if step.map is not None or step.plot is not None:
        return _other_view(exercise, step)
    bowl = _bowl(exercise)
    if bowl is None:
        return None
    last = _end(exercise, bowl)
    return PlotView(
        x=bowl.x,
        y=bowl.y,
        now=_float(exercise.task.ask.run(last).value(bowl.x, last)),
        hidden=_hidden(exercise, bowl.y),
        replayed=exercise.replayed and bool(exercise.own_trail),
    )


def _other_view(exercise: ExerciseState, step: Step) -> PlotView | None:
    """The same of a map or a graph."""
    task, update = exercise.task, exercise.updates_shown
    if task.listing is None or exercise.blanked:
        return None
    trace = task.ask.run(update)
    if step.map is not None:
        along, up = (_float(trace.value(name, update)) for name in (step.map.x, step.map.y))
        hides = not step.map.ends and exercise.secrets.asks(step.map.z, update + 1)
        return PlotView(step.map.x, step.map.z, along, hides, up=step.map.y, now_up=up, kind="map")
    assert step.plot is not None
    x, names = step.plot.x, step.plot.y
    upward = task.variable if task.variable in names else names[0]
    secrets = exercise.secrets
    along, up = (
        math.nan if not name or secrets.hides(name, update) else _float(trace.value(name, update))
        for name in (x, upward)
    )
    return PlotView(x, names[0], along, up=upward, now_up=up, kind="graph")


def plot_of(exercise: ExerciseState) -> Plot | None:
    """All that the picture is made of; None where there is none."""
    task, bowl = exercise.task, _bowl(exercise)
    if bowl is None or task.listing is None:
        return None
    x, y = bowl.x, bowl.y
    last = _end(exercise, bowl)
    trace = task.ask.run(last)
    fixed = fixed_at(task, (x,), y, last)
    moment = update_of(task, y, last)
    values = dict(task.values) if moment else {**task.values, **dict(fixed)}
    start, xs = _path([_float(trace.value(x, n)) for n in range(last + 1)])
    if fixed or moment:
        start, xs = last, xs[-1:]  # the others belong to other curves
    truth, update = _truth(exercise, bowl, last)
    own = [_float(value) for value in exercise.own_trail] if exercise.replayed else []
    hidden = _hidden(exercise, y)
    secrets = exercise.secrets
    led = [] if truth else _led(exercise, bowl, last)
    points = [*xs, *truth, *led, *own]
    ys = (
        [math.nan] * len(points)
        if hidden
        else source(task.listing, values, x, y, moment).at(points)
    )
    n = len(xs)
    guess = exercise.guess if task.variable == x else None
    return Plot(
        listing=task.listing,
        values=values,
        x=x,
        y=y,
        path=tuple(zip(xs, ys[:n], strict=True)),
        start=start,
        last=last,
        hidden=hidden,
        truth=(truth[0], ys[n]) if truth else None,
        steps=max(update - last, 1),
        led=(led[0], ys[n]) if led else None,
        left=bool(task.listing.assigns(x)) and last < exercise.updates_shown,
        secrets=secrets,
        said=tuple(values_in(task.question.reveal)) if _told(exercise) else (),
        guess=None if guess is None else _float(guess),
        begun=guess == 0 and not exercise.settled,
        own=tuple(zip(own, ys[len(ys) - len(own) :], strict=True)),
        rule=exercise.own_rule if own else "",
        marks=_marks(exercise, bowl, last, secrets),
        compare=dict(bowl.compare) or None,
        tangent=bowl.tangent,
        limits=None if bowl.from_ is None or bowl.to is None else (bowl.from_, bowl.to),
        fixed=fixed,
        update=moment,
    )


def update_of(task: Task, height: str, last: int) -> int:
    """The update of which a picture shows the height, where each has another: the one that begins
    with what is there after `last`, or the last one that is made. 0 where all have the same."""
    listing = task.listing
    if listing is None or not listing.varies(height):
        return 0
    return max(1, min(last + 1, task.limit or last + 1))


def fixed_at(
    task: Task, along: Collection[str], height: str, update: int
) -> tuple[tuple[str, Number], ...]:
    """What updates change beside what is drawn `along`, and the height depends on, as it is at the
    end of an update."""
    listing = task.listing
    assert listing is not None
    needed = listing.needs(height)
    names = [
        name
        for name in listing.parameters
        if name not in along and variable_of(name) in needed and listing.moves(name)
    ]
    now = task.now(update) if names else {}
    return tuple((name, now[name]) for name in names if math.isfinite(now[name]))


def part_of(update: int, others: Sequence[object]) -> str:
    """In a word or two, of what a picture is; empty where it is all that there is."""
    return f"update {update}" if update else "others fixed" if others else ""


def fixed_in_words(values: Sequence[tuple[str, Number]]) -> str:
    """The same in words; empty for none."""
    told = [f"{name} at {number(value)}" for name, value in values]
    return messages.listed(told if len(told) <= MOST_FIXED else [f"{len(told)} other values"])


def _told(exercise: ExerciseState) -> bool:
    """Whether the author's words about the answer are on the screen, with the author's numbers."""
    return exercise.settled and exercise.policy.words and not exercise.task.changed


def _bowl(exercise: ExerciseState) -> Bowl | None:
    """What the author has drawn here; nothing where the lines of the update are asked."""
    task = exercise.task
    if task.listing is None or exercise.blanked:
        return None
    bowl = task.step.picture()
    if bowl is not None and exercise.policy.withheld and _hidden(exercise, bowl.y):
        return None  # it waits for an answer that is not told here
    return bowl


def _path(xs: list[float]) -> tuple[int, list[float]]:
    """The update that the path begins with, and where it leads: the last updates of a long run or,
    where they all but stand still, its first ones and its end."""
    start = max(0, len(xs) - LONGEST_PATH)
    latest, earliest = xs[start:], [*xs[: LONGEST_PATH - 1], xs[-1]]
    if max(latest) - min(latest) < STILL * (max(earliest) - min(earliest)):
        return 0, earliest
    return start, latest


def _end(exercise: ExerciseState, bowl: Bowl) -> int:
    """The update whose end is the chart's `now`: a step behind what has just been shown."""
    task = exercise.task
    if exercise.running and task.variable not in ("", bowl.x):
        assert task.listing is not None
        measured = _measured_before(task.listing, task.variable, bowl.x)
        return max(exercise.ran - (measured and not task.listing.steers(bowl.x)), 0)
    if exercise.running:
        guessing = exercise.can_guess and bool(exercise.typed)  # what the next update will make
        return exercise.ran if guessing else max(exercise.ran - 1, 0)
    shown = exercise.updates_shown
    target = task.target
    if exercise.settled and target is not None:
        there = _asked_at(exercise, bowl)
        behind = there if target.name != bowl.x else there - 1 if target.exact else task.start
        return max(0, min(shown, behind))
    checked = _checked(exercise, bowl)
    if checked is not None:
        return checked
    assert task.listing is not None
    if target is None and not task.listing.steers(bowl.x):  # it stays where the height was measured
        return max(shown - _measured_before(task.listing, bowl.y, bowl.x), 0)
    return shown


def _asked_at(exercise: ExerciseState, bowl: Bowl) -> int:
    """The update that led to where an answered question is about. What an update works out before
    it moves on is that of where the update before had led."""
    task = exercise.task
    assert task.listing is not None and task.target is not None
    return task.after - _measured_before(task.listing, task.target.name, bowl.x)


def _measured_before(listing: Listing, name: str, x: str) -> bool:
    """Whether an update works out a variable, such as the height, before it moves along the
    axis."""
    found, moves = listing.assigns(name), listing.assigns(x)
    return name != x and bool(found and moves) and found[-1] < moves[-1]


def _checked(exercise: ExerciseState, bowl: Bowl) -> int | None:
    """The update at which a run is drawn that was just checked against a claim: the one that the
    verdict speaks of, at the place where its height was measured. None where none was checked, or
    something of it is still asked."""
    task = exercise.task
    end = exercise.checked
    if not end or task.listing is None or not task.listing.assigns(bowl.x):
        return None
    before = bowl.x not in task.kind.watched(task.ask)
    return end - (before and _measured_before(task.listing, bowl.y, bowl.x))


def _truth(exercise: ExerciseState, bowl: Bowl, last: int) -> tuple[list[float], int]:
    """Where along the axis the update led that has just been shown, one number or none; and which
    update that is."""
    task, x = exercise.task, bowl.x
    shown = exercise.updates_shown
    if task.listing is None or not task.listing.assigns(x) or shown <= last:
        return [], last
    along = exercise.running and not task.variable  # nothing is asked: it is where the run goes
    if not along and (task.variable != x or (task.target is None and not exercise.running)):
        return [], last  # it is told of what was asked
    answered = exercise.settled and task.target is not None
    update = _asked_at(exercise, bowl) if answered else last + 1 if exercise.running else task.after
    there = [_float(task.ask.run(update).value(x, update))] if last < update <= shown else []
    return there, update


def _led(exercise: ExerciseState, bowl: Bowl, last: int) -> list[float]:
    """Where the run is now, one number or none, where the height that was asked or checked was
    measured before."""
    task, shown = exercise.task, exercise.updates_shown
    if task.listing is None or exercise.running or shown <= last or _hidden(exercise, bowl.y):
        return []
    there, here = (_float(task.ask.run(n).value(bowl.x, n)) for n in (shown, last))
    moved = math.isfinite(there) and not same(there, here)
    return [there] if moved and task.listing.steers(bowl.x) else []


def _hidden(exercise: ExerciseState, y: str) -> bool:
    """Whether the height of now is still to be predicted: that of `y` in the update that
    follows."""
    return exercise.secrets.asks(y, exercise.updates_shown + 1)


def _marks(
    exercise: ExerciseState, bowl: Bowl, update: int, secrets: Secrets
) -> tuple[tuple[str, float], ...]:
    """The author's marks: none that tells what is asked nor, while the next x is asked, that moves
    with it; nor one of the next update beside a listing with the values of the last."""
    task, listing = exercise.task, exercise.task.listing
    assert listing is not None
    if secrets.bare(bowl.x):
        return ()
    shown = exercise.updates_shown
    asked = update == shown and secrets.asks(bowl.x, shown + 1, exactly=True)
    standing = task.standing(update)
    found: list[tuple[str, float]] = []
    stale = exercise.listed not in (0, update + 1)
    for label, expression in bowl.marks.items():
        moves = any(listing.assigns(name) for name in listing.names_in(expression))
        if moves and (asked or stale):
            continue
        with suppress(ListingError):  # it speaks of what no update has made yet
            x = _float(listing.evaluate(expression, standing))
            if not secrets.drawn(x):
                found.append((label, x))
    return tuple(found)


def _float(value: object) -> float:
    return float(value) if isinstance(value, int | float) else math.nan
