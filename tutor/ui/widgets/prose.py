"""What is read and scrolls: a step's words, a page, a summary."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.message import Message

from tutor.ui.text_layout import Row, fill, rendered
from tutor.ui.widgets.line_widget import LineWidget

BAR = 2
"""Cells at the right that the scroll bar and its gap take."""


def bar(first: int, height: int, rows: int) -> Callable[[int], str]:
    """A scroll bar's cell in each row where `height` rows of so many are seen from the `first` on:
    blank where all are."""
    most = rows - height
    size = max(1, height * height // max(rows, 1))
    top = round((height - size) * first / most) if most > 0 else 0
    return lambda y: "▐" if most > 0 and top <= y < top + size else " "


class ScrollingRows(LineWidget):
    """As many of the rows as fit, from the first that is in sight on."""

    overlap, wheel = 2, 3
    """Rows of a page that stand on the next one as well, and rows that the wheel scrolls by."""

    class Turned(Message):
        """Scrolled by the wheel."""

        def __init__(self, first: int) -> None:
            super().__init__()
            self.first = first
            """The first visible row."""

    def __init__(self, make: Callable[[int], Sequence[Row]], *, id: str) -> None:
        """`make` gives all rows at a width in columns."""
        super().__init__(id=id)
        self._make = make
        self._wanted = 0
        """The first visible row, unless there are fewer."""

    @property
    def first(self) -> int:
        """The first visible row."""
        return max(0, min(self._wanted, self.most))

    @property
    def most(self) -> int:
        """How far it can be scrolled."""
        width, height = self.content_size
        return max(0, len(self._make(width)) - height) if width else 0

    @property
    def page(self) -> int:
        """Rows of one page, less some to hold on to."""
        return max(1, self.content_size.height - self.overlap)

    def go_to(self, row: int) -> None:
        """Make this the first visible row, as far as there are rows."""
        before = self.first if self.content_size else -1
        self._wanted = max(0, row)
        if before != self._wanted:
            self.renew()

    def turn(self, rows: int) -> int:
        """Scroll by some rows; returns the first visible one."""
        self.go_to(min(self.first + rows, self.most))
        return self.first

    def lay(self, width: int, height: int) -> Sequence[Row]:
        return self._make(width)[self.first : self.first + height]

    def on_mouse_scroll_down(self) -> None:
        self.post_message(self.Turned(self.turn(self.wheel)))

    def on_mouse_scroll_up(self) -> None:
        self.post_message(self.Turned(self.turn(-self.wheel)))


class Prose(ScrollingRows):
    """Markdown and, beneath it, what is said after the answer; a bar tells how far it goes."""

    overlap, wheel = 1, 2

    def __init__(self, *, id: str = "prose") -> None:
        super().__init__(self._lines, id=id)
        self._text, self._reveal = "", ""
        self._unseen = False
        """What is said after the answer is new, and is to be brought into sight."""

    def show(self, text: str, reveal: str = "") -> None:
        """Show a step's text and, once there is one, what is said after the answer."""
        if (text, reveal) == (self._text, self._reveal):
            return
        if text != self._text:
            self._wanted = 0
        self._unseen = bool(reveal) and reveal != self._reveal
        self._text, self._reveal = text, reveal
        self.renew()

    @property
    def first(self) -> int:
        if self._unseen and self.content_size:
            self._unseen = False
            self._wanted = len(rendered(self._text, self.content_size.width - BAR)) + 1
        return super().first

    def needed(self, width: int, height: int) -> int:
        return len(self._lines(width))

    def _lines(self, width: int) -> tuple[Row, ...]:
        text, reveal = rendered(self._text, width - BAR), rendered(self._reveal, width - BAR)
        return (*text, (), *reveal) if text and reveal else text or reveal

    def lay(self, width: int, height: int) -> Sequence[Row]:
        shown = enumerate(super().lay(width, height))
        sign = bar(self.first, height, height + self.most)
        return [(*fill(row, width - 1), (sign(y), "faint")) for y, row in shown]
