"""One variable of a listing as a function of one of its constants, by NumPy where that can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from tutor.core.arithmetic import RefusedError
from tutor.core.points import call, one_by_one
from tutor.core.program import Program
from tutor.core.record import Number
from tutor.core.trace import StoppedError
from tutor.core.writer import BUDGET


def curve(
    program: Program,
    values: Mapping[str, Number],
    x: str,
    xs: NDArray[np.float64] | Sequence[float],
    after: int,
) -> NDArray[np.float64]:
    """What the program returns with each of `xs` for `x`; nan where it returns no number."""
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
