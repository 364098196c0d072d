"""The map of a step: where a learner stands on it, and what of it may be shown."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from tutor.engine.numbers import number, place, short
from tutor.grading import messages
from tutor.session.picture.curve import Point, drawable
from tutor.session.picture.fates import FOR_EVER, WORDS, fate, fates
from tutor.session.picture.plot import fixed_at, fixed_in_words, part_of, update_of
from tutor.session.picture.scene import BLANK, Frame, Ground, Mark, Scene, hidden, off_by
from tutor.session.picture.terrain import Contour, Terrain, contours, lowest
from tutor.session.secrets import NONE, Secrets
from tutor.session.view import ERROR

if TYPE_CHECKING:
    from tutor.course.model import Map
    from tutor.engine.listing import Listing
    from tutor.engine.numbers import Number
    from tutor.session.exercise_state import ExerciseState

MARGIN = 0.2
"""The part of the way between what must be seen that is left free around it."""
SLENDER = 1.5
"""How many times as long one axis may be as the other."""
WIDER = 4.0
"""Limits this many times too wide are replaced."""
GUESS_ROOM = 1.0
"""A guess makes the map larger by so many times its width; beyond, it is shown at the edge."""
LONGEST_PATH = 10
"""Places of the run that are drawn: one digit each."""


@dataclass(eq=False)
class Walk:
    """Where a run is on a map. Never changed; holds the listing, so it stays in the session."""

    of: Terrain
    path: tuple[Point, ...]
    """Where it has been, as far as that is shown; the last place is now."""
    start: int
    """Update number of `path[0]`."""
    home: Point
    """Where the listing as its author wrote it begins."""
    truth: Point | None = None
    """Where the update led; None until it may be shown."""
    guess: Point | None = None
    """The learner's aim."""
    aimed: bool = False
    """Along the y axis, and not along x."""
    hidden: bool = False
    """The height of now is asked: nothing may be drawn yet."""
    secrets: Secrets = NONE
    limits: tuple[float, float, float, float] | None = None
    """The author's limits."""
    ends: bool = False
    """It is a map of what becomes of runs, and not of heights."""
    open: bool = False
    """What becomes of them is still asked: only those that were made are shown."""
    tried: tuple[tuple[int, Point], ...] = ()
    """What became of these, and where they were."""
    fixed: tuple[tuple[str, Number], ...] = ()
    """What else updates change and the height depends on, as it is now."""

    @property
    def still(self) -> Walk:
        """Before anything moves."""
        return replace(self, truth=None, guess=None)

    @cached_property
    def lowest(self) -> Point | None:
        """The lowest place; None where one of its coordinates would be a right answer: nothing is
        made of it then, the limits included."""
        if self.hidden or self.ends:
            return None
        found = lowest(self.of, self.home, self.limits)
        secret = found is not None and any(map(self.secrets.right, found))
        return None if secret else found

    def bottom(self, frame: Frame) -> Point | None:
        """The lowest place, where it may be marked."""
        found, secrets = self.lowest, self.secrets
        if found is None or not frame.holds(found) or secrets.bare(self.of.x):
            return None
        if secrets.bare(self.of.y) or {self.of.x, self.of.y} & secrets.turned:
            return None
        if secrets.drawn(found[0], _placed(frame.x1 - frame.x0)):
            return None
        return None if secrets.drawn(found[1], _placed(frame.y1 - frame.y0)) else found


def _placed(span: float) -> Callable[[float], str]:
    """How a place is written on an axis of that length."""
    return lambda value: place(value, span)


def walk_of(exercise: ExerciseState) -> Walk | None:
    """Where a learner stands on the step's map; None where it has none, or the lines are asked."""
    task, drawn = exercise.task, exercise.task.step.map
    if drawn is None or task.listing is None or exercise.blanked:
        return None
    if drawn.ends:
        return _of_ends(exercise, drawn, task.listing)
    secrets, shown = exercise.secrets, exercise.updates_shown
    target = task.target
    there = exercise.settled and target is not None and target.name in (drawn.x, drawn.y)
    last = task.start if there else shown
    if exercise.running and exercise.ran and not (exercise.can_guess and exercise.typed):
        last = exercise.ran - 1
    trace = task.ask.run(shown)

    def at(update: int) -> Point:
        values = (trace.value(name, update) for name in (drawn.x, drawn.y))
        x, y = (float(one) if isinstance(one, int | float) else math.nan for one in values)
        return x, y

    start = max(0, last - LONGEST_PATH + 1)
    told = shown > last and not any(secrets.hides(one, shown) for one in (drawn.x, drawn.y))
    truth = at(shown) if told else None
    fixed = fixed_at(task, (drawn.x, drawn.y), drawn.z, last)
    moment = update_of(task, drawn.z, last)
    own = {**task.listing.parameters}
    constants = dict(task.values) if moment else {**task.values, **dict(fixed)}
    walk = Walk(
        of=_terrain(task.listing, constants, drawn, moment),
        path=tuple(at(update) for update in range(start, last + 1)),
        start=start,
        home=(float(own[drawn.x]), float(own[drawn.y])),
        truth=truth if truth is not None and drawable(truth) else None,
        hidden=secrets.asks(drawn.z, shown + 1),
        secrets=secrets,
        limits=drawn.limits,
        fixed=fixed,
    )
    walk.guess, walk.aimed = _guess(exercise, drawn, walk)
    return walk


def _of_ends(exercise: ExerciseState, drawn: Map, listing: Listing) -> Walk:
    """Where the constants are on a map of what becomes of runs."""
    task, own = exercise.task, listing.parameters

    def at(values: Mapping[str, Number]) -> Point:
        x, y = ({**own, **values}[name] for name in (drawn.x, drawn.y))
        return float(x), float(y)

    return Walk(
        of=_terrain(listing, task.values, drawn),
        path=(at(task.values),),
        start=0,
        home=at({}),
        limits=drawn.limits,
        ends=True,
        open=task.asks and not exercise.through,
        tried=tuple((fate(listing, values), at(dict(values))) for values in exercise.tried),
    )


def _terrain(
    listing: Listing, values: Mapping[str, Number], drawn: Map, update: int = 0
) -> Terrain:
    along = () if update else (drawn.x, drawn.y)
    others = tuple(sorted((k, v) for k, v in values.items() if k not in along))
    return Terrain(listing, others, drawn.x, drawn.y, drawn.z, update)


def _guess(exercise: ExerciseState, drawn: Map, walk: Walk) -> tuple[Point | None, bool]:
    """The number in the field as a place: along the axis of what is asked; along the other one it
    is where that is known to lead, else where it is now."""
    guess, asked = exercise.guess, exercise.task.variable
    if guess is None or asked not in (drawn.x, drawn.y) or not math.isfinite(float(guess)):
        return None, False
    here = walk.truth or walk.path[-1]
    if walk.truth is None:
        update = exercise.task.after
        other = drawn.y if asked == drawn.x else drawn.x
        known = other in exercise.task.told(exercise.settled)
        value = exercise.task.ask.value(other, update) if known else None
        if isinstance(value, int | float):
            here = (here[0], float(value)) if asked == drawn.x else (float(value), here[1])
    return ((float(guess), here[1]), False) if asked == drawn.x else ((here[0], float(guess)), True)


# -- the scene -----------------------------------------------------------------------------------


def map_scene(walk: Walk, held: Frame | None = None) -> Scene:
    """What to draw of it, within the limits `held` as long as these serve."""
    of = walk.of
    if walk.hidden:
        return Scene(BLANK, of.x, of.z, sentence=hidden(of.z))
    now = walk.path[-1]
    if not drawable(now):
        return Scene(
            BLANK, of.x, of.z, sentence=f"Nothing is drawn: {of.x} or {of.y} is no number."
        )
    frame = frame_of(walk, held)
    if walk.ends:
        return _scene_of_ends(walk, frame)
    lines = contours(of, frame.x0, frame.x1, frame.y0, frame.y1)
    lines = tuple(one if not _tells(walk, one) else one._replace(label="") for one in lines)
    bottom, guess, truth = walk.bottom(frame), walk.guess, walk.truth
    asked = 1 if walk.aimed else 0
    return Scene(
        frame=frame,
        x=of.x,
        y=of.y,
        ground=Ground(of.z, lines),
        bottom=bottom and Mark("bottom", *bottom),
        now=Mark("now", *now),
        trail=tuple(
            Mark(str((walk.start + index) % 10), *at) for index, at in enumerate(walk.path[:-1])
        ),
        guess=guess and Mark(f"you {number(guess[asked])}", *guess),
        truth=truth and Mark(f"true {number(truth[asked])}", *truth),
        off=_off(walk),
        part=part_of(of.update, walk.fixed),
        sentence="" if lines else f"There is no {of.z} to draw with these numbers.",
    )


def _scene_of_ends(walk: Walk, frame: Frame) -> Scene:
    """What becomes of runs: of those that were made and, once nothing is asked of it, of all."""
    of, now = walk.of, walk.path[-1]
    ground = Ground("", (), tried=walk.tried)
    if not walk.open:
        found = fates(of, frame.x0, frame.x1, frame.y0, frame.y1)
        border = (Contour("", found.border),) if found.border else ()
        ground = Ground("", border, found.grid, WORDS[:FOR_EVER], walk.tried)
    here = next((ending for ending, at in reversed(walk.tried) if at == now), None)
    label = "now" if here is None else WORDS[here]
    return Scene(frame, of.x, of.y, ground=ground, now=Mark(label, *now))


def _tells(walk: Walk, line: Contour) -> bool:
    """Whether the height of a line would tell an answer."""
    return walk.secrets.drawn(float(line.label), lambda value: number(value))


def _off(walk: Walk) -> str:
    if walk.guess is None or walk.truth is None:
        return ""
    axis = 1 if walk.aimed else 0
    return off_by(walk.guess[axis], walk.truth[axis])


def frame_of(walk: Walk, held: Frame | None = None) -> Frame:
    """The limits: those so far as long as they serve, else such that home, the lowest place and all
    places of the run are seen. The author's give way to a run that leaves them."""
    if walk.limits is not None:
        frame = Frame(*walk.limits)
        outside = [
            one
            for one in (*walk.path, walk.truth)
            if one and drawable(one) and not frame.holds(one)
        ]
        if outside:
            corners = [(frame.x0, frame.y0), (frame.x1, frame.y1), *outside]
            frame = Frame(*_span([x for x, _ in corners]), *_span([y for _, y in corners]))
        return frame
    must = [
        one for one in (*walk.path, walk.truth, walk.home, walk.lowest) if one and drawable(one)
    ]
    needed = _square(Frame(*_span([x for x, _ in must]), *_span([y for _, y in must])))
    if walk.guess is not None and drawable(walk.guess):
        needed = needed.reaching(walk.guess, GUESS_ROOM)
    if held is not None and not held.blank and held.usable and all(map(held.holds, must)):
        wide, high = needed.x1 - needed.x0, needed.y1 - needed.y0
        if held.x1 - held.x0 <= WIDER * wide and held.y1 - held.y0 <= WIDER * high:
            return held
    return needed


def _span(values: list[float]) -> tuple[float, float]:
    """Limits around some numbers."""
    low, high = min(values), max(values)
    room = MARGIN * (high - low)
    if high - low <= 1e-6 * max(abs(low), abs(high), 1e-300):
        room = max(abs(high), 1.0)
    return low - room, high + room


def _square(frame: Frame) -> Frame:
    """One that is not much longer one way than the other: what is steep is seen to be."""
    wide, high = frame.x1 - frame.x0, frame.y1 - frame.y0
    across, up = max(high / SLENDER - wide, 0.0) / 2, max(wide / SLENDER - high, 0.0) / 2
    return Frame(frame.x0 - across, frame.x1 + across, frame.y0 - up, frame.y1 + up)


# -- in sentences ----------------------------------------------------------------------------------


def told_of_map(walk: Walk) -> list[str]:
    """The map in sentences, a thought each."""
    of = walk.of
    if walk.hidden:
        return [hidden(of.z)]
    frame = frame_of(walk)
    if walk.ends:
        return _told_of_ends(walk, frame)
    name = f"the {of.z}" if of.z == ERROR else of.z
    said = [f"A map of {name} over {of.x} and {of.y}."]
    if of.update:
        said.append(f"It is that of update {of.update}: each has its own.")
    elif walk.fixed:
        said.append(f"It is a slice, with {fixed_in_words(walk.fixed)}.")
    if (bottom := walk.bottom(frame)) is not None:
        said.append(f"The bottom is at {of.x} {number(bottom[0])}, {of.y} {number(bottom[1])}.")
    be = "were" if walk.truth is not None else "are"
    here = walk.path[-1]
    height = walk.of.height(*here)
    tells = walk.secrets.drawn(height) or walk.secrets.made_of(of.z, walk.start + len(walk.path))
    there = "" if tells or not math.isfinite(height) else f", where {of.z} is {number(height)}"
    said.append(f"You {be} at {of.x} {number(here[0])}, {of.y} {number(here[1])}{there}.")
    return [*said, *told_of_step(walk)]


def _told_of_ends(walk: Walk, frame: Frame) -> list[str]:
    """What became of the runs that were made and, once that is not asked, where the border is."""
    of, (x, y) = walk.of, walk.path[-1]
    said = [f"A map of what becomes of the run over {of.x} and {of.y}."]
    said.append(f"You are at {of.x} {number(x)}, {of.y} {number(y)}.")
    for ending, (at_x, at_y) in walk.tried:
        said.append(f"With {of.x} {number(at_x)}, {of.y} {number(at_y)} it {WORDS[ending]}.")
    if walk.open:
        return said
    found = fates(of, frame.x0, frame.x1, frame.y0, frame.y1).grid
    for row in (len(found) // 4, len(found) // 2, 3 * len(found) // 4):
        told = [f"it {WORDS[one]} {ends}" for one, ends in _stretches(walk, frame, found[row])]
        height = frame.y0 + (frame.y1 - frame.y0) * row / (len(found) - 1)
        said.append(f"At {of.y} {short(height)} {messages.listed(told)}.")
    return said


def _stretches(walk: Walk, frame: Frame, row: Sequence[int]) -> Iterator[tuple[int, str]]:
    """What becomes of runs along a row, and up to where."""
    step = (frame.x1 - frame.x0) / (len(row) - 1)
    for at, one in enumerate(row):
        last = at + 1 == len(row)
        if last or row[at + 1] != one:
            end = frame.x0 + step * (at + 0.5)
            beyond = "beyond that" if one != row[0] else "all along"
            yield one, beyond if last else f"up to about {walk.of.x} {short(end, 2)}"


def told_of_step(walk: Walk) -> list[str]:
    """Where the update led, and the guess beside it."""
    axis, name = (1, walk.of.y) if walk.aimed else (0, walk.of.x)
    said = []
    if walk.truth is not None:
        x, y = walk.truth
        said.append(f"The update led to {walk.of.x} {number(x)}, {walk.of.y} {number(y)}.")
    if walk.guess is not None:
        be = "was" if walk.truth is not None else "is"
        off = f", {_off(walk)}" if _off(walk) else ""
        said.append(f"Your guess for {name} {be} {number(walk.guess[axis])}{off}.")
    return said
