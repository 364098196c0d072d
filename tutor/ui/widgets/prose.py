"""What is read and scrolls: a step's words, a page, a summary."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.message import Message

from tutor.ui.terminal.capabilities import Look
from tutor.ui.text_layout import Row, fill, rendered
from tutor.ui.widgets.line_widget import LineWidget

BAR = 2
"""Cells at the right that the scroll bar and its gap take."""


class Prose(LineWidget):
    """A text and, beneath it, what is said after the answer. Scrolls."""

    class Turned(Message):
        """Scrolled by the wheel."""

        def __init__(self, first: int) -> None:
            super().__init__()
            self.first = first
            """The first visible line."""

    def __init__(self, look: Look, *, id: str = "prose") -> None:
        super().__init__(look, id=id)
        self._text, self._reveal = "", ""
        self._wanted = 0
        """The first visible line, unless the text is shorter."""
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
        """The first visible line."""
        if self._unseen and self.content_size:
            self._unseen = False
            self._wanted = len(rendered(self._text, self._width)) + 1
        return max(0, min(self._wanted, self.most))

    @property
    def most(self) -> int:
        """How far it can be scrolled."""
        return max(0, len(self._lines(self._width)) - self.content_size.height)

    @property
    def page(self) -> int:
        """Lines of one page, less one to hold on to."""
        return max(1, self.content_size.height - 1)

    def go_to(self, line: int) -> None:
        """Make this the first visible line, as far as there are lines."""
        before = self.first if self.content_size else -1
        self._wanted = max(0, line)
        if before != self._wanted:
            self.renew()

    def turn(self, lines: int) -> int:
        """Scroll by some lines; returns the first visible one."""
        self.go_to(min(self.first + lines, self.most))
        return self.first

    def needed(self, width: int, height: int) -> int:
        return len(self._lines(width - BAR))

    @property
    def _width(self) -> int:
        return self.content_size.width - BAR

    def _lines(self, width: int) -> tuple[Row, ...]:
        text, reveal = rendered(self._text, width), rendered(self._reveal, width)
        return (*text, (), *reveal) if text and reveal else text or reveal

    def lay(self, width: int, height: int) -> Sequence[Row]:
        lines, first = self._lines(width - BAR), self.first
        shown = enumerate(lines[first : first + height])
        return [(*fill(row, width - 1), (self._bar(y, len(lines)), "faint")) for y, row in shown]

    def _bar(self, y: int, lines: int) -> str:
        """The scroll bar's cell in this row."""
        height = self.content_size.height
        if lines <= height:
            return " "
        size = max(1, height * height // lines)
        top = round((height - size) * self.first / self.most)
        return "▐" if top <= y < top + size else " "

    def on_mouse_scroll_down(self) -> None:
        self.post_message(self.Turned(self.turn(2)))

    def on_mouse_scroll_up(self) -> None:
        self.post_message(self.Turned(self.turn(-2)))


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
