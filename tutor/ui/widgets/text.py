"""Widgets of words: a heading, paragraphs, rows that scroll, what a tiny terminal shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tutor.ui.terminal.capabilities import SMALLEST, Look
from tutor.ui.text_layout import Row, inline, spread, wrap
from tutor.ui.widgets.line_widget import LineWidget


class Heading(LineWidget):
    """`Add alpha › Multiply the step by alpha        step 3/8   ✓ 5 of 6`."""

    def __init__(self, look: Look, left: Row = (), right: Row = ()) -> None:
        super().__init__(look, id="heading")
        self._left, self._right = left, right

    def show(self, left: Row, right: Row) -> None:
        """Say where the learner is (left) and how it goes (right)."""
        if (left, right) != (self._left, self._right):
            self._left, self._right = left, right
            self.renew()

    def lay(self, width: int, height: int) -> Sequence[Row]:
        return [spread(self._left, self._right, width)]


class Paragraph(LineWidget):
    """Rows of words; each given row is a paragraph of its own."""

    def __init__(self, look: Look, *rows: Row, id: str) -> None:
        super().__init__(look, id=id)
        self._words = rows

    def show(self, *rows: Row) -> None:
        """Say this instead."""
        if rows != self._words:
            self._words = rows
            self.renew()

    def lay(self, width: int, height: int) -> Sequence[Row]:
        return [line for row in self._words for line in wrap(row, width)]


class ScrollingRows(LineWidget):
    """As many of the rows as fit, from the first that is in sight on."""

    def __init__(self, look: Look, make: Callable[[int], Sequence[Row]], *, id: str) -> None:
        """`make` gives all rows at a width in columns."""
        super().__init__(look, id=id)
        self._make = make
        self._first = 0

    def lay(self, width: int, height: int) -> Sequence[Row]:
        rows = self._make(width)
        self._first = max(0, min(self._first, len(rows) - height))
        return rows[self._first : self._first + height]

    @property
    def below(self) -> int:
        """Rows that are not in sight yet."""
        width, height = self.content_size
        return max(0, len(self._make(width)) - self._first - height) if width else 0

    @property
    def scrolls(self) -> bool:
        """Not all of it can be seen at once."""
        return self.below > 0 or self._first > 0

    def turn(self, lines: int) -> None:
        """Scroll by some rows."""
        self._first = max(0, self._first + lines)
        self.renew()

    @property
    def page(self) -> int:
        """Rows of one screenful, less two to hold on to."""
        return max(1, self.content_size.height - 2)

    def on_mouse_scroll_down(self) -> None:
        self.turn(3)

    def on_mouse_scroll_up(self) -> None:
        self.turn(-3)


class TooSmall(LineWidget):
    """One sentence; what was being done is kept and comes back with the room."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, id="small")

    def lay(self, width: int, height: int) -> Sequence[Row]:
        columns, rows = self.outer_size
        text = (
            f"This needs at least {SMALLEST[0]} columns and {SMALLEST[1]} rows; here are "
            f"{columns} and {rows}. Make the window larger: nothing is lost."
        )
        return wrap(inline(text), max(width, 8))
