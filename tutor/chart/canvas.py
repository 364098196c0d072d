"""Cells of text with style names, where things stand among them, and the rows for a screen."""

from __future__ import annotations

import math
import textwrap
from functools import lru_cache
from typing import Literal, NamedTuple

from tutor.engine.numbers import Axis, ticks
from tutor.session.scene import Frame

Charset = Literal["unicode", "ascii"]
Row = tuple[tuple[str, str], ...]
"""One line of a chart: runs of (text, style name)."""

STYLES = (
    *("curve0", "curve1", "curve2", "curve3", "curve4", "curve5"),
    *("now", "goal", "guess", "truth", "rail", "past", "label", "axis", "dim", "mark", "own"),
)
"""Every style name that a chart uses. curve0 is the bottom of the bowl, curve5 its top; `label` is
the tangent and its slope, `axis` the axes and their numbers."""
LEAST_COLUMNS = 8
"""A plot with fewer shows nothing."""
GUTTER = 6
"""Columns that the numbers of the y axis take, near enough for aiming."""


class Layer(NamedTuple):
    """A drawn rectangle, shared between charts that differ only in what is laid over it."""

    text: tuple[str, ...]
    """Rows of equal length."""
    styles: tuple[tuple[str, ...], ...]
    """A style name for each cell."""
    rows: tuple[Row, ...]
    """The same as runs."""


class Canvas:
    """A rectangle to write on; rows that are not written on keep the runs of the layer below."""

    def __init__(self, width: int, height: int, below: Layer | None = None) -> None:
        self.width = width
        self.height = height
        self._below = below
        blank = None if below else [" "] * width
        self._text: list[list[str] | None] = [blank and list(blank) for _ in range(height)]
        self._styles: list[list[str] | None] = [blank and ["dim"] * width for _ in range(height)]

    def at(self, row: int, column: int) -> str:
        """The character there; a space outside."""
        if not (0 <= row < self.height and 0 <= column < self.width):
            return " "
        text = self._text[row]
        if text is None:
            assert self._below is not None
            return self._below.text[row][column]
        return text[column]

    def put(self, row: int, column: int, character: str, style: str) -> None:
        """Write one cell; outside is ignored."""
        if not (0 <= row < self.height and 0 <= column < self.width):
            return
        text, styles = self._text[row], self._styles[row]
        if text is None or styles is None:
            assert self._below is not None
            self._text[row] = text = list(self._below.text[row])
            self._styles[row] = styles = list(self._below.styles[row])
        text[column] = character
        styles[column] = style

    def write(self, row: int, column: int, text: str, style: str) -> None:
        for offset, character in enumerate(text):
            self.put(row, column + offset, character, style)

    def free(self, row: int, column: int, length: int, margin: int = 1) -> bool:
        """Whether `length` cells from there, and a margin at both ends, are inside and empty."""
        if not (0 <= row < self.height and column >= 0 and column + length <= self.width):
            return False
        return all(
            self.at(row, place) == " " for place in range(column - margin, column + length + margin)
        )

    def layer(self) -> Layer:
        """What is written so far, to be shared."""
        text = [row or [] for row in self._text]
        styles = [tuple(row or []) for row in self._styles]
        return Layer(tuple("".join(row) for row in text), tuple(styles), self.rows())

    def rows(self) -> tuple[Row, ...]:
        rows = []
        for index, (text, styles) in enumerate(zip(self._text, self._styles, strict=True)):
            if text is None or styles is None:
                assert self._below is not None
                rows.append(self._below.rows[index])
            else:
                rows.append(runs(text, styles))
        return tuple(rows)


def runs(text: list[str], styles: list[str]) -> Row:
    """Cells as runs. A space takes the style before it, so that fewer colour codes are sent."""
    found: list[tuple[str, str]] = []
    start = 0
    style = ""
    for column, character in enumerate(text):
        if character == " " or styles[column] == style:
            continue
        if style:
            found.append(("".join(text[start:column]), style))
            start = column
        style = styles[column]
    found.append(("".join(text[start:]), style or "dim"))
    return tuple(found)


def padded(rows: tuple[Row, ...], width: int, height: int) -> tuple[Row, ...]:
    """A chart in the upper left of a larger, empty rectangle."""
    filled = []
    for row in rows:
        missing = width - sum(len(text) for text, _ in row)
        filled.append((*row, (" " * missing, "dim")) if missing else row)
    return (*filled, *(((" " * width, "dim"),) for _ in range(height - len(rows))))


def page(sentence: str, width: int, height: int, *, style: str = "label") -> tuple[Row, ...]:
    """A sentence in the middle of an empty rectangle, wrapped and, where need be, cut short."""
    canvas = Canvas(width, height)
    lay(canvas, sentence, 0, 0, width, height, style)
    return canvas.rows()


def lay(
    canvas: Canvas, sentence: str, top: int, left: int, width: int, height: int, style: str
) -> None:
    """Write a sentence into the middle of a part of a canvas."""
    if width < 1 or height < 1:
        return
    room = max(width - 2, 1)
    lines = textwrap.wrap(sentence, room, max_lines=height, placeholder="..." if room > 8 else "")
    for offset, line in enumerate(lines):
        row = top + (height - len(lines)) // 2 + offset
        canvas.write(row, left + (width - len(line)) // 2, line, style)


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
