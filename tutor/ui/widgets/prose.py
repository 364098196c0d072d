"""A step's words, or a page: Markdown that scrolls."""

from __future__ import annotations

from collections.abc import Sequence

from textual.message import Message

from tutor.ui.markdown import rendered
from tutor.ui.terminal.capabilities import Look
from tutor.ui.text_layout import Row, fill
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
