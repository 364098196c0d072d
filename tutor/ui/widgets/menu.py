"""A list to choose from, one of which is in the hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import events

from tutor.ui.text_layout import Row, spread
from tutor.ui.widgets.line_widget import LineWidget


class Item(NamedTuple):
    """One line of a menu."""

    id: str
    """What is chosen; empty for a heading or a gap, which cannot be."""
    left: Row
    right: Row = ()
    about: tuple[Row, ...] = ()
    """What is said of it elsewhere while it is in the hand."""


class Menu(LineWidget):
    """Items beneath each other; more than fit scroll with the chosen one. A click on one takes it
    in the hand and presses enter."""

    def __init__(self) -> None:
        super().__init__(id="menu")
        self._items: tuple[Item, ...] = ()
        self._at = 0
        self._first = 0

    @property
    def item(self) -> Item:
        """The item in the hand; without an id where there is none."""
        return self._items[self._at] if self._items else Item("", ())

    @property
    def _can(self) -> list[int]:
        """The numbers of those that can be chosen."""
        return [n for n, item in enumerate(self._items) if item.id]

    def show(self, items: Sequence[Item], chosen: str = "") -> None:
        """Show these items, the one called `chosen` (or the same as before) in the hand."""
        wanted = chosen or self.item.id
        self._items = tuple(items)
        self._at = next((n for n in self._can if items[n].id == wanted), (self._can or [0])[0])
        self.renew()

    def move(self, steps: int) -> None:
        """Take another item in the hand; the ends hold."""
        if can := self._can:
            self._at = can[max(0, min(can.index(self._at) + steps, len(can) - 1))]
            self.renew()

    @property
    def page(self) -> int:
        """Items on one screen."""
        return max(1, self.content_size.height - 1)

    def lay(self, width: int, height: int) -> Sequence[Row]:
        self._follow(height)
        shown = self._items[self._first : self._first + height]
        return [self._row(n, item, width) for n, item in enumerate(shown, self._first)]

    def _follow(self, height: int) -> None:
        """Scroll just so far that the item in the hand is in sight."""
        if height < 1:
            return
        top = 0 if self._at == min(self._can, default=0) else self._at
        self._first = min(self._first, top)
        self._first = max(self._first, self._at - height + 1)
        self._first = max(0, min(self._first, len(self._items) - height))

    def _row(self, number: int, item: Item, width: int) -> Row:
        if number != self._at or not item.id:
            return spread((("  ", "text"), *item.left), item.right, width)
        left = tuple((text, "strong" if style == "text" else style) for text, style in item.left)
        return spread((("› ", "pointer"), *left), item.right, width)

    def on_click(self, event: events.Click) -> None:
        at = event.get_content_offset(self)
        if at is not None and self._first + at.y in self._can:
            self._at = self._first + at.y
            self.renew()
            self.app.post_message(events.Key("enter", None))

    def on_mouse_scroll_down(self) -> None:
        self.move(1)

    def on_mouse_scroll_up(self) -> None:
        self.move(-1)
