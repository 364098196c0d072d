"""Rows of styled text, of which only what changed is sent: the base of nearly all widgets here, and
the plainest of them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from tutor.ui.terminal.capabilities import SMALLEST, Look
from tutor.ui.text_layout import Row, fill, inline, merged, safe, spread, wrap
from tutor.ui.theme import styles


class LineWidget(Widget):
    """Draws the rows that `lay` gives, by Textual's line API.

    A subclass keeps what it shows in attributes, makes rows of it in `lay`, and calls `renew`
    after a change: rows that stay the same are not drawn again.
    """

    can_focus = False

    def __init__(self, look: Look, *, id: str) -> None:
        super().__init__(id=id)
        self.look = look
        self._raw: list[Row] = []
        """As `lay` gave them."""
        self._rows: list[Row] = []
        """The same, each exactly as wide as the widget."""
        self._laid: tuple[int, int] = (0, 0)
        self._base: Style | None = None
        """What stands behind every row; finding it out is slow."""

    def notify_style_update(self) -> None:
        self._base = None
        super().notify_style_update()

    def lay(self, width: int, height: int) -> Sequence[Row]:
        """The rows at this size; there may be fewer than `height`, and more are not shown."""
        raise NotImplementedError

    def needed(self, width: int, height: int) -> int:
        """The rows that all of it takes at this width."""
        return len(self.lay(width, height))

    def renew(self) -> None:
        """What is shown has changed: lay it out again and send what differs."""
        width, height = self.content_size
        if not width:
            self._laid = (0, 0)  # hidden: what was laid out before is old when it comes back
            return
        auto = self.styles.height is not None and self.styles.height.is_auto
        if auto and self.needed(width, height) != height:
            self.refresh(layout=True)
        before, sized = self._rows, self._laid == (width, height)
        self._set(width, height)
        if not sized:
            self.refresh()
            return
        changed = [
            Region(0, y, width, 1)
            for y, (old, new) in enumerate(zip(before, self._rows, strict=True))
            if old != new
        ]
        if changed:
            self.refresh(*changed)

    def _set(self, width: int, height: int) -> None:
        laid = list(self.lay(width, height))[:height]
        laid += [()] * (height - len(laid))
        known = dict(zip(self._raw, self._rows, strict=True)) if self._laid[0] == width else {}
        self._rows = [known.get(row) or merged(fill(safe(row), width)) for row in laid]
        self._raw = laid
        self._laid = (width, height)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self.needed(width, viewport.height)

    def render_line(self, y: int) -> Strip:
        width, height = self.content_size
        if self._laid != (width, height):
            self._set(width, height)
        if self._base is None:
            self._base = self.rich_style
        if not 0 <= y < len(self._rows):
            return Strip.blank(width, self._base)
        base, named = self._base, styles(self.look)
        segments = [Segment(text, base + named[name]) for text, name in self._rows[y]]
        return Strip(segments, width)


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
