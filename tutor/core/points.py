"""One variable of a listing at single values of one of its constants: one run for each."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from tutor.core.arithmetic import RefusedError
from tutor.core.program import Program
from tutor.core.record import Number
from tutor.core.trace import Page, StoppedError, spent
from tutor.core.writer import BUDGET


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
