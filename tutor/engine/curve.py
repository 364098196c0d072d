"""One variable of a listing as a function of one of its constants.

By NumPy in one run where that can be, else one run for each value. NumPy is imported only when it
is used: a first picture is there sooner without it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tutor.engine.compiler import BUDGET, Program
from tutor.engine.numbers import Number
from tutor.engine.runtime import RefusedError
from tutor.engine.trace import Page, StoppedError, spent

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def curve(
    program: Program,
    values: Mapping[str, Number],
    x: str,
    xs: NDArray[np.float64] | Sequence[float],
    after: int,
) -> NDArray[np.float64]:
    """What the program returns with each of `xs` for `x`; nan where it returns no number."""
    import numpy as np

    points = np.asarray(xs, dtype=np.float64)
    flat = points.ravel()
    if not flat.size:
        return np.zeros(points.shape)
    found = at_once(program, values, x, flat, after)
    if found is None:
        found = np.array(one_by_one(program, values, x, flat.tolist(), after))
    return found.reshape(points.shape)


def at_once(
    program: Program, values: Mapping[str, Number], x: str, xs: NDArray[np.float64], after: int
) -> NDArray[np.float64] | None:
    """The whole curve in one run; None where the listing asks `if` of single values."""
    import numpy as np

    # NumPy takes about a node's time for each hundred elements.
    budget = BUDGET // (4 + xs.size // 100)
    try:
        with np.errstate(all="ignore"):
            found = call(program.vector, {**values, x: xs.copy()}, after, budget)
            if found is None:
                return np.full(xs.shape, np.nan)
            return np.broadcast_to(np.asarray(found, dtype=np.float64), xs.shape).copy()
    except (ValueError, TypeError, OverflowError, RefusedError, IndexError):
        return None
    except StoppedError:
        return np.full(xs.shape, np.nan)


def one_by_one(
    program: Program, values: Mapping[str, Number], x: str, xs: Sequence[float], after: int
) -> list[float]:
    """What the program returns with each of `xs` for `x`; all the runs share one budget."""
    return [_at(program, {**values, x: value}, after, BUDGET // len(xs)) for value in xs]


def _at(program: Program, values: Mapping[str, Number], after: int, budget: int) -> float:
    """What the program returns; nan where it returns no number."""
    try:
        found = call(program.scalar, values, after, budget)
    except (StoppedError, RefusedError, IndexError):
        return math.nan
    return float(found) if isinstance(found, int | float) else math.nan


def call(function: Any, values: Mapping[str, Any], after: int, budget: int) -> Any:
    """One run of a compiled listing that returns one variable and keeps nothing else."""
    page = Page()
    return function(budget, after, 0, None, page.mark, page.write, page.hold, spent, **values)
