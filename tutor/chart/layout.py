"""Where things stand on a chart of a given size: the plot, the axes' numbers, the rows below."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

from tutor.engine.axis import Axis, ticks
from tutor.session.frame import Frame

LEAST_COLUMNS = 8
"""A plot with fewer shows nothing."""
GUTTER = 6
"""Columns that the numbers of the y axis take, near enough for aiming."""


class Layout(NamedTuple):
    """The plan of a chart: plot, floor, numbers of x, then the rows for the rail and the guess."""

    frame: Frame
    width: int
    height: int
    left: int
    """First column of the plot."""
    columns: int
    rows: int
    """Rows of the plot; the floor is the next one."""
    y_ticks: tuple[tuple[int, str], ...]
    """Row and label."""
    x_ticks: tuple[tuple[int, int, str], ...]
    """Column of the tick, first column of the label, label."""
    rail: int | None
    """Row of the step's arrow; None where there is no room."""
    legend: int
    """Row of the guess in numbers."""

    @property
    def x(self) -> Axis:
        return Axis(self.frame.x0, self.frame.x1, self.columns, 2)

    @property
    def y(self) -> Axis:
        return Axis(self.frame.y0, self.frame.y1, self.rows, 4)

    def column(self, x: float) -> int:
        """Column of the chart; at the edge of the plot for what is outside."""
        return self.left + self.x.cell(x)

    def row(self, y: float) -> int:
        """Row of the chart; at the edge of the plot for what is outside or no number."""
        return 0 if y != y else self.rows - 1 - self.y.cell(y)


@lru_cache(maxsize=512)
def layout(frame: Frame, width: int, height: int) -> Layout | None:
    """The plan; None where the numbers leave no room for a plot."""
    with_rail = height >= 9
    rows = height - (4 if with_rail else 3)
    up = Axis(frame.y0, frame.y1, rows, 4)
    marked = ticks(frame.y0, frame.y1, max(min(rows // 3, 6), 4 if rows > 8 else 2))
    left = max((len(text) for _, text in marked), default=0) + 1
    columns = width - left
    if columns < LEAST_COLUMNS:
        return None
    return Layout(
        frame=frame,
        width=width,
        height=height,
        left=left,
        columns=columns,
        rows=rows,
        y_ticks=tuple((rows - 1 - up.cell(value), text) for value, text in marked),
        x_ticks=_x_ticks(frame, left, columns, width),
        rail=rows + 2 if with_rail else None,
        legend=height - 1,
    )


def _x_ticks(frame: Frame, left: int, columns: int, width: int) -> tuple[tuple[int, int, str], ...]:
    """As many as leave room between their labels."""
    axis = Axis(frame.x0, frame.x1, columns, 2)
    for most in range(min(max(columns // 6, 2), 12), 0, -1):
        placed = []
        free = 0
        for value, text in ticks(frame.x0, frame.x1, most):
            column = left + axis.cell(value)
            start = min(max(column - len(text) // 2, 0), width - len(text))
            if start < free:
                break
            free = start + len(text) + 2
            placed.append((column, start, text))
        else:
            return tuple(placed)
    return ()


def nudge(frame: Frame, width: int, x: float, steps: int) -> float:
    """`x` moved by `steps` columns of a chart of that width, rounded to a short decimal."""
    column = (frame.x1 - frame.x0) / max(width - GUTTER - 1, 1)
    if not math.isfinite(x) or not math.isfinite(column) or column <= 0:
        return x
    decimals = -math.floor(math.log10(column))
    return round(x + steps * column, decimals) + 0.0
