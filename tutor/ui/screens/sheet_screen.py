"""A sheet to read to its end, which enter turns until there is no more of it, and then leaves."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.ui.screens.base_screen import BaseScreen
from tutor.ui.text_layout import Row
from tutor.ui.widgets.footer import Key, up_and_down
from tutor.ui.widgets.prose import ScrollingRows

WIDEST = 84
"""Columns beyond which a line is hard to follow."""
GAP: Row = (("", "text"),)


class SheetScreen(BaseScreen):
    """What came of something: rows that scroll, and keys of its own."""

    sheet: ScrollingRows

    def __init__(self, close: str) -> None:
        """`close`: what closing is called on the footer."""
        super().__init__()
        self.close = close

    def resized(self) -> None:
        self.call_after_refresh(self.renew_footer)

    def own_keys(self) -> Iterator[Key]:
        """What can be done beside reading and closing."""
        yield from ()

    def every_key(self) -> Iterator[Key]:
        more = self.sheet.first < self.sheet.most
        yield Key("enter", "page", "read on", 1) if more else Key("enter", "close", self.close)
        yield from self.own_keys()
        if self.sheet.most:
            yield from up_and_down("scroll", "scroll")
            yield Key("space", "page", "", 1)

    def act_close(self) -> None:
        """It has been read."""
        self.act_leave()

    def act_page(self, pages: int) -> None:
        self.sheet.turn(pages * self.sheet.page)

    def act_scroll(self, lines: int) -> None:
        self.sheet.turn(lines)
