"""The step's words: Markdown that scrolls."""

from __future__ import annotations

from dataclasses import dataclass

from rich.segment import Segment
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tutor.ui.markdown import rendered
from tutor.ui.terminal.capabilities import Look
from tutor.ui.theme import styles

BAR = 2
"""Cells at the right that the scroll bar and its gap take."""


class Prose(Widget):
    """A text and, beneath it, what is said after the answer. One widget, drawn line by line."""

    can_focus = False

    @dataclass
    class Turned(Message):
        """Scrolled by the wheel."""

        first: int
        """The first visible line."""

    def __init__(self, look: Look, *, id: str = "prose") -> None:
        super().__init__(id=id)
        self.look = look
        self._text, self._reveal = "", ""
        self._wanted = 0
        """The first visible line, as far as there are so many."""
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
        height = self.styles.height
        self.refresh(layout=height is not None and height.is_auto)

    @property
    def first(self) -> int:
        """The first visible line."""
        if self._unseen and self.content_size:
            self._unseen = False
            self._wanted = len(rendered(self._text, self._width, self.look)) + 1
        return max(0, min(self._wanted, self.most))

    @property
    def most(self) -> int:
        """How far it can be scrolled."""
        return max(0, len(self._lines()) - self.content_size.height)

    def rows(self, width: int) -> int:
        """The rows that all of it takes in so many columns."""
        return len(self._lines(width))

    @property
    def page(self) -> int:
        """Lines of one page, less one to hold on to."""
        return max(1, self.content_size.height - 1)

    def go_to(self, line: int) -> None:
        """Make this the first visible line, as far as there are lines."""
        before = self.first if self.content_size else -1
        self._wanted = max(0, line)
        if before != self._wanted:
            self.refresh()

    def turn(self, lines: int) -> int:
        """Scroll by so many lines; what is then the first visible one."""
        self.go_to(min(self.first + lines, self.most))
        return self.first

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self.rows(width)

    @property
    def _width(self) -> int:
        return self.content_size.width - BAR

    def _lines(self, width: int | None = None) -> tuple[Strip, ...]:
        width = self._width if width is None else width - BAR
        text = rendered(self._text, width, self.look)
        reveal = rendered(self._reveal, width, self.look)
        return (*text, Strip([]), *reveal) if text and reveal else text or reveal

    def render_line(self, y: int) -> Strip:
        lines, first = self._lines(), self.first
        line = lines[first + y] if first + y < len(lines) else Strip([])
        row = line.adjust_cell_length(self.content_size.width - 1)
        bar = Strip([Segment(self._bar(y, len(lines)), styles(self.look)["faint"])])
        return Strip.join([row, bar]).apply_style(self.rich_style)

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
