"""Rows of styled text, of which only what changed is sent: the base of nearly all widgets here, and
the plainest of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, cast

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from tutor.ui.terminal.capabilities import SMALLEST, Look
from tutor.ui.text_layout import Row, fill, inline, merged, safe, spread, wrap
from tutor.ui.theme import styles
from tutor.ui.widgets.laid_once import LaidOnce

if TYPE_CHECKING:
    from tutor.ui.base_app import BaseApp

Shown = ParamSpec("Shown")


class LineWidget(LaidOnce, Widget):
    """Draws the rows that `lay` gives, by Textual's line API.

    A subclass keeps what it shows in attributes, makes rows of it in `lay`, and calls `renew`
    after a change: rows that stay the same are not drawn again.
    """

    can_focus = False

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._raw: list[Row] = []
        """As `lay` gave them."""
        self._rows: list[Row] = []
        """The same, each exactly as wide as the widget."""
        self._laid: tuple[int, int] = (0, 0)
        self._base: Style | None = None
        """What stands behind every row; finding it out is slow."""

    @property
    def look(self) -> Look:
        """How everything is drawn for this learner: the app knows."""
        return cast("BaseApp", self.app).look

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
            # Hidden: what was laid out and drawn before is old when it comes back.
            self._laid = (0, 0)
            self.refresh()
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


class Rows(LineWidget, Generic[Shown]):
    """Shows the rows that a function makes of a width in cells and of what there is to show."""

    def __init__(self, id: str, make: Callable[Concatenate[int, Shown], Sequence[Row]]) -> None:
        super().__init__(id=id)
        self._make = make
        self._shown: tuple[Any, Any] | None = None

    def show(self, *args: Shown.args, **kwargs: Shown.kwargs) -> None:
        """Show this, where it is not shown already."""
        if self._shown != (args, kwargs):
            self._shown = args, kwargs
            self.renew()

    def lay(self, width: int, height: int) -> Sequence[Row]:
        if self._shown is None:
            return ()
        args, kwargs = self._shown
        return self._make(width, *args, **kwargs)


def heading(title: str = "") -> Rows[[Row, Row]]:
    """Where the learner is at the left, how it goes at the right."""
    made = Rows("heading", _heading)
    made.show(((title, "title"),), ())
    return made


def _heading(width: int, left: Row, right: Row) -> list[Row]:
    return [spread(left, right, width)]


def paragraphs(width: int, *rows: Row) -> list[Row]:
    """Each of these rows wrapped."""
    return [line for row in rows for line in wrap(row, width)]


def too_small(width: int, columns: int, rows: int) -> list[Row]:
    """One sentence; what was being done is kept and comes back with the room."""
    text = (
        f"This needs at least {SMALLEST[0]} columns and {SMALLEST[1]} rows; this window has "
        f"{columns} and {rows}. Make the window larger: nothing is lost."
    )
    return wrap(inline(text), max(width, 8))
