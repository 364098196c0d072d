"""Cells of text with style names, where things stand among them, and the rows for a screen."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, NamedTuple

from tutor.engine.numbers import Axis, ticks
from tutor.session.picture.scene import Frame

Charset = Literal["unicode", "ascii"]
Row = tuple[tuple[str, str], ...]
"""One line of a chart: runs of (text, style name)."""

STYLES = (
    *("curve0", "curve1", "curve2", "curve3", "curve4", "curve5"),
    *("now", "bottom", "guess", "truth", "rail", "past", "label", "axis", "dim", "mark", "own"),
)
"""Every style name that a chart uses. curve0 is the bottom of the bowl, curve5 its top; `label` is
the tangent and its slope, `axis` the axes and their numbers."""
SMALLEST = (20, 6)
"""Columns and rows of a whole chart below which there is only room for a sentence."""
APART = 2
"""Columns from one text to the next, which would else be read as its end."""
LEAST_COLUMNS = 8
"""A plot with fewer shows nothing."""


class Canvas:
    """A rectangle to write on. Laid over another one it begins with what stands there, which stays
    as it is; rows that are not written on keep their runs."""

    def __init__(self, width: int, height: int, below: Canvas | None = None) -> None:
        self.width = width
        self.height = height
        self._text: list[list[str]] = (
            [row[:] for row in below._text] if below else _cells(" ", width, height)
        )
        self._styles: list[list[str]] = (
            [row[:] for row in below._styles] if below else _cells("dim", width, height)
        )
        self._runs: list[Row | None] = [*below.rows()] if below else [None] * height

    def at(self, row: int, column: int) -> str:
        """The character there; a space outside."""
        inside = 0 <= row < self.height and 0 <= column < self.width
        return self._text[row][column] if inside else " "

    def style(self, row: int, column: int) -> str:
        """The style of that character; `dim` outside."""
        inside = 0 <= row < self.height and 0 <= column < self.width
        return self._styles[row][column] if inside else "dim"

    def put(self, row: int, column: int, character: str, style: str) -> None:
        """Write one cell; outside is ignored."""
        if 0 <= row < self.height and 0 <= column < self.width:
            self._text[row][column] = character
            self._styles[row][column] = style
            self._runs[row] = None

    def write(self, row: int, column: int, text: str, style: str) -> None:
        for offset, character in enumerate(text):
            self.put(row, column + offset, character, style)

    def fit(
        self,
        text: str,
        style: str,
        places: Iterable[tuple[int, int]],
        margin: int = 1,
        *,
        apart: bool = True,
    ) -> bool:
        """Write at the first of some places (row, column) where the text covers nothing, with a
        margin at both ends and, where it is to stand `apart`, is not read as one with other words;
        whether there was one. It may have several lines."""
        lines = text.split("\n")
        width = max(map(len, lines))
        for row, column in places:
            inside = 0 <= row <= self.height - len(lines) and 0 <= column <= self.width - width
            if not inside or not self._blank(row, column, len(lines), width, margin):
                continue
            rows = range(row, row + len(lines))
            ends = (column - APART, column + width + APART - 1) if margin and apart else ()
            if any(self.at(y, x).isalnum() for y in rows for x in ends):
                continue
            for y, line in zip(rows, lines, strict=True):
                self.write(y, column, line, style)
            return True
        return False

    def _blank(self, row: int, column: int, high: int, wide: int, margin: int) -> bool:
        """Nothing stands in a rectangle, nor beside it."""
        first, last = max(column - margin, 0), min(column + wide + margin, self.width)
        return all(
            self._text[y][first:last].count(" ") == last - first for y in range(row, row + high)
        )

    def rows(self) -> tuple[Row, ...]:
        """What is written so far, as runs."""
        written = zip(self._runs, self._text, self._styles, strict=True)
        rows = tuple(kept or runs(text, styles) for kept, text, styles in written)
        self._runs = [*rows]
        return rows


def shapes(text: str) -> tuple[str, ...]:
    """A label in one line and, where it has two words, in two lines of one width."""
    words = text.split(" ")
    if len(words) != 2:
        return (text,)
    width = max(map(len, words))
    return text, "\n".join(word.center(width) for word in words)


def _cells(filling: str, width: int, height: int) -> list[list[str]]:
    return [[filling] * width for _ in range(height)]


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


def page(sentence: str, width: int, height: int) -> tuple[Row, ...]:
    """A sentence in the middle of an empty rectangle."""
    canvas = Canvas(width, height)
    lay(canvas, sentence, 0, width, height)
    return canvas.rows()


def lay(canvas: Canvas, sentence: str, left: int, width: int, height: int) -> None:
    """Write a sentence into the middle of the upper part of a canvas, wrapped and, where need be,
    cut short."""
    room = max(width - 2, 1)
    lines = textwrap.wrap(sentence, room, max_lines=height, placeholder="..." if room > 8 else "")
    for offset, line in enumerate(lines):
        row = (height - len(lines)) // 2 + offset
        canvas.write(row, left + (width - len(line)) // 2, line, "label")


class Layout(NamedTuple):
    """The plan of a chart: plot, floor, numbers of x, then the rows for the rail and the guess."""

    width: int
    height: int
    left: int
    """First column of the plot."""
    x: Axis
    """The columns of the plot."""
    y: Axis
    """Its rows, counted from below; the floor is the row under them."""
    x_ticks: tuple[tuple[int, int, str], ...]
    """Column of the tick, first column of the label, label."""
    y_ticks: tuple[tuple[int, str], ...]
    """Row and label."""
    rail: int | None = None
    """Row of the step's arrow; None where there is no room."""

    @property
    def rows(self) -> int:
        """Rows of the plot."""
        return self.y.cells

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
    if width - left < LEAST_COLUMNS:
        return None
    across = Axis(frame.x0, frame.x1, width - left, 2)
    y_ticks = tuple((rows - 1 - up.cell(value), text) for value, text in marked)
    rail = rows + 2 if with_rail else None
    return Layout(width, height, left, across, up, _x_ticks(across, left, width), y_ticks, rail)


def _x_ticks(axis: Axis, left: int, width: int) -> tuple[tuple[int, int, str], ...]:
    """As many as leave room between their labels."""
    for most in range(min(max(axis.cells // 6, 2), 12), 0, -1):
        marked = ticks(axis.lo, axis.hi, most)
        placed = tuple(x_tick(axis, left, width, value, text) for value, text in marked)
        ends = [start + len(text) + 2 for _, start, text in placed]
        if all(end <= start for end, (_, start, _) in zip(ends, placed[1:], strict=False)):
            return placed
    return ()


def x_tick(axis: Axis, left: int, width: int, value: float, text: str) -> tuple[int, int, str]:
    """Column of the tick, first column of the label, label."""
    column = left + axis.cell(value)
    return column, min(max(column - len(text) // 2, 0), width - len(text)), text
