"""Runs of a compiled listing.

record()  every variable at every update, and what was printed: a `Trace`
curve()   one variable as a function of one constant
judge()   how the values of a long run end
"""

from __future__ import annotations

import math
import re
from collections import deque
from collections.abc import Iterator, Mapping, MutableSequence, Sequence
from contextlib import contextmanager
from enum import StrEnum
from itertools import pairwise
from traceback import walk_tb
from typing import TYPE_CHECKING, Any, NamedTuple

from tutor.engine.machine import SIZE, Machine
from tutor.engine.numbers import LARGEST, Number, Value, whole
from tutor.engine.places import elements, inside, place_of, variable_of
from tutor.engine.program import BUDGET, Program
from tutor.engine.run_errors import OutgrownError, RefusedError, StoppedError
from tutor.errors import ListingError, TutorError, nearest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Trace(NamedTuple):
    """What a run left behind. Row 0 is the state before any update, row n that at the end of n."""

    names: tuple[str, ...]
    """The columns: every variable, parameters first."""
    rows: Sequence[tuple[Value, ...]]
    output: str
    """All that was printed, in exact characters."""
    stopped: str = ""
    """Why the run ended early, as a sentence; empty when it did not."""

    @property
    def updates(self) -> int:
        """How many updates were made."""
        return len(self.rows) - 1

    def place(self, name: str) -> int:
        """The column of a variable, or of the list that `weights[0]` stands in. Raises TutorError
        with the nearest name."""
        try:
            return self.names.index(variable_of(name))
        except ValueError:
            near = nearest(name, self.names)
            hint = f"; did you mean {near}?" if near else "."
            raise TutorError(f"the listing has no variable {name}{hint}") from None

    def value(self, name: str, update: int) -> Value:
        """The variable, or what stands in a list, at the end of an update; None where it has no
        value. Raises TutorError for an update that was not made."""
        if not 0 <= update < len(self.rows):
            raise TutorError(f"there is no update {update}: the run made {self.updates}.")
        value = self.rows[update][self.place(name)]
        return inside(value, place_of(name).at) if name.endswith("]") else value

    def lasting(self, update: int) -> Trace:
        """The same up to that update: a run that ended itself stays where it ended."""
        missing = update - self.updates
        if missing <= 0 or self.stopped:
            return self
        return self._replace(rows=[*self.rows, *[self.rows[-1]] * missing])

    def column(self, name: str) -> list[Value]:
        """The variable at every update, from before the first."""
        place, at = self.place(name), place_of(name).at
        return [inside(row[place], at) for row in self.rows]

    def has(self, name: str) -> bool:
        """Whether there is such a variable, or one that the name could stand in."""
        return variable_of(name) in self.names

    def numbers(self, update: int) -> dict[str, Number]:
        """Every number at the end of an update by its name, those in lists by their places."""
        return {
            name: value
            for variable, whole in self.row(update).items()
            for name, value in elements(variable, whole)
            if isinstance(value, int | float) and not isinstance(value, bool)
        }

    def row(self, update: int) -> dict[str, Value]:
        """Every variable at the end of an update."""
        return dict(zip(self.names, self.rows[update], strict=True))


def number_at(trace: Trace, name: str, update: int) -> Number:
    """A number of the trace; nan where there is none."""
    if not 0 <= update <= trace.updates or not trace.has(name):
        return math.nan
    value = trace.value(name, update)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return math.nan
    return value


def record(
    program: Program,
    values: Mapping[str, Number],
    updates: int | None,
    early: int = 0,
    budget: int = BUDGET,
    last: bool = False,
) -> Trace:
    """Run the program and keep everything, or only the `last` row. Raises ListingError for what has
    no meaning."""
    exact = any(isinstance(value, int) and abs(value) > LARGEST for value in values.values())
    try:
        first = program.exactly if exact else program
        return _recorded(first, values, updates, early, budget, last)
    except OutgrownError:
        return _recorded(program.exactly, values, updates, early, budget, last)


def _recorded(
    program: Program,
    values: Mapping[str, Number],
    updates: int | None,
    early: int,
    budget: int,
    last: bool,
) -> Trace:
    """The same, by one program."""
    rows: MutableSequence[tuple[Value, ...]] = deque(maxlen=1) if last else []
    made = -1
    machine = Machine(budget, SIZE * (2 if last else 1), exact=program.exact)

    def keep(row: tuple[Value, ...]) -> None:
        nonlocal made
        made += 1
        rows.append(row)

    stopped = ""
    try:
        with at_its_line():
            keeping = keep if last else rows.append
            program.scalar(budget, updates, early, keeping, machine, machine.write, **values)
    except StoppedError as stop:
        made = max(made if last else len(rows) - 1, 0)
        stopped = f"stopped after {made:,} update{'' if made == 1 else 's'}: {stop}."
    except ListingError as error:
        error.printed = "".join(machine.printed)
        raise
    if not rows:
        rows.append(tuple(values.get(name) for name in program.names))
    return Trace(program.names, rows, "".join(machine.printed), stopped)


@contextmanager
def at_its_line() -> Iterator[None]:
    """Something of a listing is run: what its values have no meaning for names its line."""
    try:
        yield
    except RefusedError as refusal:
        raise _placed(refusal, refusal.what, refusal.instead) from None
    except IndexError as error:
        empty = "empty" in str(error)
        what = "nothing is in the list" if empty else "a position past the end of the list"
        raise _placed(error, what, "the first number is at [0]") from None
    except NameError as error:
        name = getattr(error, "name", None) or str(error).split("'")[1]
        what = f"`{name}` has no value yet"
        raise _placed(error, what, f"assign {name} on a line above") from None
    except RecursionError as error:
        raise _placed(error, "too many calls inside each other", "write a loop") from None
    except (TypeError, ValueError, ArithmeticError, MemoryError) as error:
        for pattern, what, instead in IN_PLAIN_WORDS:
            if found := re.search(pattern, str(error)):
                raise _placed(error, what.format(*found.groups()), instead) from None
        what = f"this cannot be worked out: {error}"
        raise _placed(error, what, "write it more simply") from None


IN_PLAIN_WORDS = (
    (r"indices must be integers", "a position that is no whole number", "write int(…) around it"),
    (r"unpack \(expected (\d+), got 1\)", "{} names but 1 value", "write as many of each"),
    (r"unpack \(expected (\d+), got (\d+)\)", "{} names but {} values", "write as many of each"),
    (r"unpack \(expected (\d+)\)", "{} names but more values", "write as many of each"),
    (r"arg is an empty sequence", "the largest or smallest of nothing", "look first with len(…)"),
    (r"'(\w+)' object is not callable", "what is called is no function", "call a function"),
    (r"(\w+)>?\(\) missing .*: (.*)", "{}(…) is called without {}", "give each a value"),
    (r"(\w+)>?\(\) takes (.*) but (.*) given", "{}(…) takes {}, but {} given", "give it as many"),
    (r"invalid literal for int|could not convert string", "a text that is no number", "write 3"),
    (r"Unknown format code '(.)' .* 'str'", "the format `{}` for a text", "write s"),
    (r"Unknown format code '(.)'", "the format `{}` for this value", "write .4f for a fraction"),
    (r"empty range", "a range with nothing in it", "write the smaller number first"),
    (r"slice step cannot be zero", "a slice in steps of 0", "write another step"),
    (r"'[<>]=?' not supported", "an order of values of several kinds", "compare one kind"),
    (r"cannot convert float", "a number that is not finite", "look first with math.isfinite(x)"),
    (r"fill character", "more than one character to fill with", "write one"),
    (r"interpreted as an integer", "a fraction for a whole number", "write int(…) around it"),
    (r"Exceeds the limit", "a number with too many digits", "write fewer"),
)
"""What CPython says where it cannot go on, what that means, and what to write instead."""


def _placed(error: BaseException, what: str, instead: str) -> ListingError:
    """What is said of an error, with the line of the listing that raised it."""
    frames = walk_tb(error.__traceback__)
    lines = [line for frame, line in frames if frame.f_code.co_filename == "<listing>"]
    *calls, line = lines or [1]
    return ListingError(line, 1, what, instead, calls)


# Curves

UNWORKABLE = (
    RefusedError,
    ArithmeticError,
    IndexError,
    MemoryError,
    NameError,
    RecursionError,
    TypeError,
    ValueError,
)
"""How a run ends that has no meaning with these values."""


def curve(
    program: Program,
    values: Mapping[str, Number],
    x: str,
    xs: NDArray[np.float64] | Sequence[float],
    after: int,
) -> NDArray[np.float64]:
    """What the program returns with each of `xs` for `x`; nan where it returns no number."""
    return surface(program, values, {x: xs}, after)


def surface(
    program: Program,
    values: Mapping[str, Number],
    over: Mapping[str, NDArray[np.float64] | Sequence[float]],
    after: int,
) -> NDArray[np.float64]:
    """What the program returns with these numbers for some constants, arrays of one shape; nan
    where it returns no number.

    By NumPy in one run where that can be, else one run for each value. NumPy is imported only when
    it is used: a first picture is there sooner without it.
    """
    import numpy as np

    given = {name: np.asarray(one, dtype=np.float64) for name, one in over.items()}
    points = next(iter(given.values()))
    flats = {name: one.ravel() for name, one in given.items()}
    flat = points.ravel()
    if not flat.size:
        return np.zeros(points.shape)
    # NumPy takes about a node's time for each hundred elements.
    budget = BUDGET // (4 + flat.size // 100)
    try:
        with np.errstate(all="ignore"):
            size = SIZE // (1 + flat.size // 4)
            arrays = {**values, **{name: one.copy() for name, one in flats.items()}}
            found = _returned(program.vector, arrays, after, budget, size=size)
            found = np.nan if found is None else np.asarray(found, dtype=np.float64)
            return np.broadcast_to(found, flat.shape).reshape(points.shape).copy()
    except StoppedError:
        return np.full(points.shape, np.nan)
    except (*UNWORKABLE, OutgrownError, RuntimeError):  # NumPy's, where an array is to be a text
        # The listing asks `if` of single values, or something else that has no single answer.
        columns = zip(*(one.tolist() for one in flats.values()), strict=True)
        each = one_by_one(program, values, tuple(flats), list(columns), after)
        return np.array(each).reshape(points.shape)


def one_by_one(
    program: Program,
    values: Mapping[str, Number],
    names: Sequence[str],
    numbers: Sequence[tuple[float, ...]],
    after: int,
) -> list[float]:
    """What the program returns with each of the `numbers` for the constants of these names; all
    the runs share one budget."""
    found: list[float] = []
    for given in numbers:
        settled = {**values, **dict(zip(names, given, strict=True))}
        try:
            one = _one(program, settled, after, BUDGET // len(numbers))
        except (*UNWORKABLE, StoppedError):
            one = None
        found.append(float(whole(one)) if isinstance(one, int | float) else math.nan)
    return found


def _one(program: Program, values: Mapping[str, Number], after: int, budget: int) -> Any:
    """One run of plain numbers."""
    try:
        return _returned(program.scalar, values, after, budget, program.exact)
    except OutgrownError:
        return _returned(program.exactly.scalar, values, after, budget, exact=True)


def _returned(
    function: Any,
    values: Mapping[str, Any],
    after: int,
    budget: int,
    exact: bool = False,
    size: int = SIZE,
) -> Any:
    """One run of a compiled listing that returns one variable and keeps nothing else."""
    machine = Machine(budget, size, exact)
    return function(budget, after, 0, None, machine, machine.write, **values)


# How a run ends

LOOK = 400
"""Updates that are looked at, after those that the listing makes as written."""
LONGEST_PERIOD = 16
HUGE = 1e100
NOTHING_LEFT = 1e-12
"""Movement relative to the largest value that counts as none."""
AMPLITUDE = 1e-9
"""Relative size from which a repetition is an oscillation."""
SAME = 1e-6
"""How far two rounds of an oscillation may differ, relative to its size."""
WOBBLE = 0.02
"""How far the largest steps of two equal swings may differ, since updates seldom meet the turn."""


class Ending(StrEnum):
    """What becomes of a run."""

    CONVERGES = "converges"
    DIVERGES = "diverges"
    OSCILLATES = "oscillates"
    UNDECIDED = "undecided"


def together(endings: Sequence[Ending]) -> Ending:
    """How several sequences end that belong together."""
    if Ending.DIVERGES in endings:
        return Ending.DIVERGES
    if not endings or Ending.UNDECIDED in endings:
        return Ending.UNDECIDED
    return Ending.OSCILLATES if Ending.OSCILLATES in endings else Ending.CONVERGES


def judge(values: Sequence[float]) -> Ending:
    """How a sequence ends, by its tail."""
    if len(values) < 2:
        return Ending.UNDECIDED
    if not all(math.isfinite(v) and abs(v) < HUGE for v in values):
        return Ending.DIVERGES
    tail = values[-max(LOOK // 2, len(values) // 4) :]
    scale = max(map(abs, values))
    size = max(tail) - min(tail)
    if size <= NOTHING_LEFT * scale:
        return Ending.CONVERGES
    if size > AMPLITUDE * scale and repeats(tail, SAME * size):
        return Ending.OSCILLATES
    return by_movement(values, tail)


def repeats(tail: Sequence[float], tolerance: float) -> bool:
    """Whether the tail goes round, with any period from 2 on."""
    recent = tail[-6 * LONGEST_PERIOD :]
    return any(
        all(abs(a - b) <= tolerance for a, b in zip(recent, recent[period:], strict=False))
        for period in range(2, min(LONGEST_PERIOD, len(recent) // 3) + 1)
    )


def by_movement(values: Sequence[float], tail: Sequence[float]) -> Ending:
    """Whether the steps shrink or grow."""
    steps = [abs(b - a) for a, b in pairwise(tail)]
    half = len(steps) // 2
    early, late = max(steps[:half], default=0.0), max(steps[half:], default=0.0)
    uneven = wobbles(tail)
    margin = WOBBLE if uneven else SAME
    if late < early * (1 - margin):
        return Ending.CONVERGES
    furthest = max(map(abs, values[: len(values) - half]))
    if late > early * (1 + margin) and max(map(abs, tail[-half:])) > furthest:
        return Ending.DIVERGES
    # A swing that fades slowly looks the same for a while: only a long run tells.
    return Ending.OSCILLATES if uneven and len(values) > 4 * LOOK else Ending.UNDECIDED


def wobbles(tail: Sequence[float]) -> bool:
    """Whether it goes to and fro by lengths that neither only shrink nor only grow."""
    turns = [b for a, b, c in zip(tail, tail[1:], tail[2:], strict=False) if (b - a) * (c - b) < 0]
    swings = [abs(b - a) for a, b in pairwise(turns)]
    return len(swings) > 3 and swings not in (sorted(swings), sorted(swings, reverse=True))
