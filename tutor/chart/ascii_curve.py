"""A curve in ASCII: one character a column, chosen by its slope."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence

from tutor.engine.axis import Axis
from tutor.session.curve import Point


def slanted(pieces: Sequence[Sequence[Point]], columns: int, rows: int) -> tuple[str, ...]:
    r"""Polylines in the unit square as one character a column: \ / where it is steep, | where it
    is steeper still, and ' - . for its height within the row where it is not.

    plotext has no marker that follows the slope, so these cells are worked out here, from the same
    points and by the same rule for where a point lies.
    """
    cells = [[" "] * columns for _ in range(rows)]
    across, up = Axis(0, 1, columns, 2), Axis(0, 1, rows, 4)
    for piece in pieces:
        xs = [(across.dot(x) + 0.5) / 2 for x, _ in piece]
        ys = [(up.dot(y) + 0.5) / 4 for _, y in piece]
        for column in range(columns):
            ends = _crossing(xs, ys, column)
            if ends is not None:
                _stroke(cells, column, *ends)
    return tuple("".join(row) for row in cells)


def _crossing(xs: Sequence[float], ys: Sequence[float], column: int) -> tuple[float, float] | None:
    """Heights at which a polyline enters and leaves a column; None where it is not there."""
    lo, hi = max(xs[0], column), min(xs[-1], column + 1)
    if lo > hi or (lo == hi and len(xs) > 1):
        return None
    return _height(xs, ys, lo), _height(xs, ys, hi)


def _height(xs: Sequence[float], ys: Sequence[float], x: float) -> float:
    index = min(max(bisect_left(xs, x), 1), len(xs) - 1)
    if len(xs) == 1 or xs[index] == xs[index - 1]:
        return ys[index if len(xs) > 1 else 0]
    share = (x - xs[index - 1]) / (xs[index] - xs[index - 1])
    return ys[index - 1] + share * (ys[index] - ys[index - 1])


def _stroke(cells: list[list[str]], column: int, enters: float, leaves: float) -> None:
    """One column of a slanted curve, from one height to another (in rows, upwards)."""
    rows = len(cells)
    steep = leaves - enters
    middle = min(max((enters + leaves) / 2, 0.0), rows - 1e-9)
    if abs(steep) <= 0.55:
        part = middle - math.floor(middle)
        cells[rows - 1 - int(middle)][column] = ".-'"[min(int(part * 3), 2)]
        return
    sign = "|" if abs(steep) > 2.5 else "/" if steep > 0 else "\\"
    low, high = sorted((enters, leaves))
    first, last = math.floor(low + 0.5), math.ceil(high - 0.5) - 1
    for level in range(first, last + 1) if last >= first else [int(middle)]:
        if 0 <= level < rows:
            cells[rows - 1 - level][column] = sign
