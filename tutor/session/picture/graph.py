"""Variables of a run over its updates, or one of them against another: as far as it is shown."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.engine.numbers import number
from tutor.grading import messages
from tutor.session.picture.curve import Curve, Point, drawable
from tutor.session.picture.scene import BLANK, Frame, Ground, Mark, Scene, off_by
from tutor.session.picture.terrain import Contour

if TYPE_CHECKING:
    from tutor.course.model import Plot
    from tutor.session.exercise_state import ExerciseState

UPDATE = "update"
"""What the axis shows where it is no variable."""
FEWEST = 5
"""Updates for which there is room from the beginning."""
MARGIN = 0.1
"""The part of an axis that is left free beyond what is drawn."""
LONGEST_TRAIL = 10
"""Places of the run that are told by a digit."""
GUESS_ROOM = 2.0
"""A guess makes the axis longer by so many times its length; beyond, it is shown at the edge."""
TOLD = 6
"""Values of a variable that are told, the last ones."""


@dataclass(eq=False)
class Graph:
    """What is drawn of a run at one moment: plain numbers, and none that may not be told."""

    x: str
    """The variable along the axis; empty for the number of the update."""
    names: tuple[str, ...]
    """The variables upwards."""
    lines: tuple[Curve, ...]
    """For each of these its places, in the order of updates."""
    first: int = 0
    """The update of the first place."""
    guess: Point | None = None
    truth: Point | None = None
    """Where the asked update led; None until it may be shown."""
    asked: str = ""
    """The variable that the guess is of."""

    @property
    def across(self) -> bool:
        """The guess is along the axis, and not upwards."""
        return bool(self.x) and self.asked == self.x


def graph_of(exercise: ExerciseState) -> Graph | None:
    """The graph of the step; None where it has none, or the lines of the update are asked."""
    task, drawn = exercise.task, exercise.task.step.plot
    if drawn is None or task.listing is None or exercise.blanked:
        return None
    shown, secrets = exercise.updates_shown, exercise.secrets
    target = task.target
    led = exercise.settled and target is not None and target.name in (drawn.x, *drawn.y)
    trace = task.ask.run(max(shown, target.after if led and target is not None else 0))

    def at(name: str, update: int) -> float:
        hides = update > task.start and secrets.hides(name, update)
        value = None if hides else trace.value(name, update)
        return float(value) if isinstance(value, int | float) else math.nan

    last = task.start if led else shown
    lines = tuple(
        tuple(_point(drawn, at, name, update) for update in range(last + 1)) for name in drawn.y
    )
    graph = Graph(drawn.x, drawn.y, lines)
    asked = task.variable
    if asked not in (drawn.x, *drawn.y):
        return graph
    graph.asked = asked
    name = asked if asked in drawn.y else drawn.y[0]
    here = next((one for one in reversed(lines[drawn.y.index(name)]) if drawable(one)), None)
    if led and target is not None:
        there = _point(drawn, at, name, target.after)
        graph.truth = there if drawable(there) else None
    guess = exercise.guess
    if guess is not None and math.isfinite(float(guess)):
        update = task.after if exercise.ran == 0 or led else exercise.ran + 1
        graph.guess = _guess(drawn, asked, float(guess), graph.truth or here, update)
    return graph


_At = Callable[[str, int], float]
"""A variable at an update; nan where it may not be told."""


def _point(drawn: Plot, at: _At, name: str, update: int) -> Point:
    return (at(drawn.x, update) if drawn.x else float(update)), at(name, update)


def _guess(drawn: Plot, asked: str, guess: float, here: Point | None, update: int) -> Point | None:
    """A guess as a place."""
    if not drawn.x:
        return float(update), guess
    if here is None:
        return None
    return (guess, here[1]) if asked == drawn.x else (here[0], guess)


# -- the scene -----------------------------------------------------------------------------------


def graph_scene(graph: Graph, held: Frame | None = None) -> Scene:
    """What to draw of it, within the limits `held` as long as these serve."""
    x, y = graph.x or UPDATE, graph.names[0] if graph.x else ""
    lines = [[one for one in line if drawable(one)] for line in graph.lines]
    seen = [one for line in lines for one in line]
    if not seen:
        return Scene(BLANK, x, y, sentence="Once an update is shown, it is drawn here.")
    frame = _frame(graph, seen, held)
    named = list(zip(graph.names, lines, strict=True))
    ground = Ground("", tuple(Contour("", (tuple(line),)) for _, line in named))
    axis = 0 if graph.across else 1
    guess, truth = graph.guess, graph.truth
    path = lines[0][-LONGEST_TRAIL:] if graph.x else []
    ends = [] if graph.x else [Mark(n, *line[-1]) for n, line in named if line]
    first = len(lines[0]) - len(path)
    return Scene(
        frame=frame,
        x=x,
        y=y,
        ground=ground,
        now=Mark("now", *path[-1]) if path else None,
        trail=tuple(Mark(str((first + n) % 10), *one) for n, one in enumerate(path[:-1])),
        marks=tuple(ends),
        guess=guess and Mark(f"you {number(guess[axis])}", *guess),
        truth=truth and Mark(f"true {number(truth[axis])}", *truth),
        off=_off(graph),
    )


def _frame(graph: Graph, seen: list[Point], held: Frame | None) -> Frame:
    """Limits that hold all that is shown, and a guess that is not far off."""
    must = [*seen, *([graph.truth] if graph.truth is not None else [])]
    needed = Frame(*_span([x for x, _ in must]), *_span([y for _, y in must]))
    if graph.guess is not None:
        needed = needed.reaching(graph.guess, GUESS_ROOM)
    if not graph.x:
        needed = needed._replace(x0=0.0, x1=max(needed.x1, float(FEWEST)))
    if held is not None and not held.blank and held.usable and all(map(held.holds, must)):
        wide, high = needed.x1 - needed.x0, needed.y1 - needed.y0
        near = held.x1 - held.x0 <= 3 * wide and held.y1 - held.y0 <= 3 * high
        if near and (graph.guess is None or held.holds(graph.guess)):
            return held
    return needed


def _span(values: list[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    room = MARGIN * (high - low)
    if high - low <= 1e-9 * max(abs(low), abs(high), 1e-300):
        room = abs(high) / 2 or 1.0
    return low - room, high + room


def _off(graph: Graph) -> str:
    if graph.guess is None or graph.truth is None:
        return ""
    axis = 0 if graph.across else 1
    return off_by(graph.guess[axis], graph.truth[axis])


# -- in sentences ----------------------------------------------------------------------------------


def told_of_graph(graph: Graph) -> list[str]:
    """The graph in sentences, a thought each."""
    said = []
    if graph.x:
        said.append(f"A graph of {messages.listed(graph.names)} against {graph.x}.")
        pairs = [f"{number(x)}, {number(y)}" for x, y in graph.lines[0] if drawable((x, y))]
        more = "the last ones: " if len(pairs) > TOLD else ""
        said += [f"Its places, {more}{'; '.join(pairs[-TOLD:])}."] if pairs else []
    else:
        said.append(f"A graph of {messages.listed(graph.names)} over the updates.")
        for name, line in zip(graph.names, graph.lines, strict=True):
            values = [number(y) for x, y in line if drawable((x, y))]
            more = " in the last updates" if len(values) > TOLD else ""
            said += [f"{name}{more}: {', '.join(values[-TOLD:])}."] if values else []
    return [*said, *told_of_guess(graph)]


def told_of_guess(graph: Graph) -> list[str]:
    """Where the update led, and the guess beside it."""
    axis, said = 0 if graph.across else 1, []
    if graph.truth is not None:
        said.append(f"The update led to {graph.asked} {number(graph.truth[axis])}.")
    if graph.guess is not None:
        be = "was" if graph.truth is not None else "is"
        off = f", {_off(graph)}" if _off(graph) else ""
        said.append(f"Your guess for {graph.asked} {be} {number(graph.guess[axis])}{off}.")
    return said
