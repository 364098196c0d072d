"""The run drawn: the bowl, the error against the update, the table or what was printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tutor.engine.numbers import number
from tutor.session.view import ERROR
from tutor.ui.text_layout import Row, inline, wrap
from tutor.ui.widgets.line_widget import LineWidget

if TYPE_CHECKING:
    from tutor.chart.lattice import Lattice
    from tutor.engine.numbers import Value
    from tutor.session.picture.scene import Frame, Scene
    from tutor.session.view import Table, View


GAP = 2
"""Cells between two columns."""
UPDATE = "update"
"""Heads the numbers of the updates."""
Column = tuple[str, ...]
"""A heading and a cell for each update."""


class Picture(LineWidget):
    """One of four pictures of the same run. NumPy and plotext come with the first curve."""

    def __init__(self) -> None:
        super().__init__(id="picture")
        self._kind = "bowl"
        self._scene: Scene | None = None
        self._view: View | None = None
        self.swept = 1.0
        """How much of the step is drawn."""
        self._first = 0
        self._column = 0
        """The first variable of the table that is shown."""
        self.wide = False
        """The table has more columns than can be seen."""
        self._place = ""

    def show(self, kind: str, view: View, scene: Scene | None, place: str) -> None:
        """Show this picture of the run; `place` tells one step's pictures from another's."""
        if place != self._place or kind != self._kind:
            self._first = 0
        if place != self._place:
            self._column = 0
        self._kind, self._scene, self._place = kind, scene, place
        self._view = view
        self.renew()

    def turn(self, lines: int) -> bool:
        """Scroll the table or the output by some rows; whether there was anything to scroll."""
        before = self._first
        self._first += lines
        self.renew()
        return self._first != before

    def shift(self, columns: int) -> None:
        """Scroll the table sideways by some columns."""
        self._column += columns
        self.renew()

    def lattice(self, frame: Frame, width: int) -> Lattice | None:
        """The numbers along the axis that can be aimed at; `width` is that of the chart where it
        is not in sight yet."""
        from tutor.chart.lattice import lattice

        return lattice(frame, self.content_size.width or width)

    def upright(self, frame: Frame, height: int) -> Lattice | None:
        """The same along the upright axis of a map."""
        from tutor.chart.lattice import GUTTER, lattice

        rows = (self.content_size.height or height) - 2
        turned = frame._replace(x0=frame.y0, x1=frame.y1, y0=frame.x0, y1=frame.x1)
        return lattice(turned, rows + GUTTER + 1)

    def lay(self, width: int, height: int) -> Sequence[Row]:
        view = self._view
        if view is None or not width or not height:
            return []
        if self._kind == "table":
            return self._tabled(view, width, height)
        if self._kind == "output":
            lines = [row for line in view.output.splitlines() for row in folded(line, width)]
            return self._scrolled(lines or _sentence("Nothing printed so far.", width), height)
        if self._kind == "error":
            return self._errors(view.table, width, height)
        return self._bowl(width, height)

    def _tabled(self, view: View, width: int, height: int) -> Sequence[Row]:
        if view.table is None or not view.table.rows:
            return _sentence("Nothing to tabulate.", width)
        first = (view.plot.x, view.plot.y) if view.plot is not None else ()
        asked = view.question.variable if view.question is not None else ""
        found = columns(view.table, first, asked)
        self._column = max(0, min(self._column, len(found) - 2))
        rows, hidden = tabled(found, width, self._column)
        while not hidden and self._column and not tabled(found, width, self._column - 1)[1]:
            self._column -= 1
            rows, hidden = tabled(found, width, self._column)
        self.wide = bool(hidden or self._column)
        return self._scrolled(rows, height, head=1)

    def _bowl(self, width: int, height: int) -> Sequence[Row]:
        if self._scene is None:
            return []
        from tutor.chart.drawing import draw

        scene = self._scene._replace(swept=self.swept)
        return draw(scene, width, height, charset=self.look.charset)

    def sweep(self, share: float) -> None:
        """Draw so much of the step, 0 to 1."""
        self.swept = min(share, 1.0)
        self.renew()

    def _errors(self, table: Table | None, width: int, height: int) -> Sequence[Row]:
        from tutor.chart.error_curve import draw_error

        points = table.points(ERROR) if table is not None else []
        return draw_error(points, width, height, charset=self.look.charset, y=ERROR)

    def _scrolled(self, rows: list[Row], height: int, head: int = 0) -> list[Row]:
        """The visible part, the first `head` rows always; from the end, where new ones come."""
        room = max(1, height - head)
        most = max(0, len(rows) - head - room)
        self._first = max(-most, min(0, self._first))
        start = head + most + self._first
        return [*rows[:head], *rows[start : start + room]]


def _sentence(text: str, width: int) -> list[Row]:
    return wrap(inline(text, "muted"), width)


def folded(line: str, width: int) -> list[Row]:
    """A printed line over as many rows as it needs, broken between its words and numbers; the later
    ones are indented."""
    return wrap(((line, "text"),), width, indent="  ")


def columns(table: Table, first: tuple[str, ...], asked: str = "") -> list[Column]:
    """The update's number, then each variable: those in `first`, the others, and what only counts.

    What never changes is left out, for constants stand below the picture; but not what is `asked`,
    of which that may be the answer. So is the row before the first update where nothing has a value
    then.
    """
    named = {name: [row[at] for row in table.rows] for at, name in enumerate(table.names)}
    names = [name for name, values in named.items() if name == asked or not _constant(values)]
    names.sort(key=lambda name: (name not in first, _counts(named[name])))
    start = 0 if any(named[name][:1] != [None] for name in names) else 1
    numbers = (UPDATE, *(str(n) for n in range(start, len(table.rows))))
    return [numbers, *((name, *map(_cell, named[name][start:])) for name in names)]


def tabled(found: Sequence[Column], width: int, turned: int) -> tuple[list[Row], int]:
    """The rows without the first `turned` variables, and how many more do not fit at the right."""
    shown = [found[0], *found[1 + turned :]]
    sized = [max(map(len, column)) for column in shown]
    kept, used = 1, sized[0]
    while kept < len(shown) and used + GAP + sized[kept] <= width:
        used += GAP + sized[kept]
        kept += 1
    rows: list[Row] = []
    for row in range(len(found[0])):
        update, *rest = [shown[c][row].rjust(sized[c]) for c in range(kept)]
        style = "text" if row else "strong"
        rows.append(((update, "muted"), *((f"{' ' * GAP}{cell}", style) for cell in rest)))
    return rows, len(shown) - kept


def _cell(value: Value) -> str:
    return "" if value is None else number(value, 5)


def _constant(values: Sequence[Value]) -> bool:
    return len(values) > 1 and all(value == values[0] for value in values)


def _counts(values: Sequence[Value]) -> bool:
    """Whether it is the loop's own counter."""
    return all(value == n for n, value in enumerate(values[1:]))
