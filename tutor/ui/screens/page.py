"""A page to read and close."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult

from tutor.ui.key import Key
from tutor.ui.screens.base_screen import BaseScreen
from tutor.ui.terminal.capabilities import Look
from tutor.ui.widgets.footer import FooterBox
from tutor.ui.widgets.prose import Prose
from tutor.ui.widgets.text import Heading


class PageScreen(BaseScreen[None]):
    """Markdown that scrolls."""

    def __init__(self, title: str, text: str, look: Look) -> None:
        super().__init__(look)
        self._title, self._text = title, text

    def parts(self) -> ComposeResult:
        self.prose = Prose(self.look, id="page")
        yield Heading(self.look, ((self._title, "title"),))
        yield self.prose
        yield FooterBox(self.footer)
        yield self.small

    def begin(self) -> None:
        self.prose.show(self._text)
        self.renew_footer()

    def keys_now(self) -> tuple[Key, ...]:
        return tuple(self._keys())

    def _keys(self) -> Iterator[Key]:
        yield Key("enter", "close", "close")
        yield Key("escape", "close")
        yield Key("q", "close")
        if self.prose.most > 0:
            yield Key("up", "scroll", "scroll", -1)
            yield Key("down", "scroll", "scroll", 1)
            yield Key("pageup", "page", "page", -1)
            yield Key("pagedown", "page", "page", 1)
            yield Key("space", "page", "", 1)

    def act_close(self) -> None:
        self.dismiss(None)

    def act_scroll(self, lines: int) -> None:
        self.prose.turn(lines)

    def act_page(self, pages: int) -> None:
        self.prose.turn(pages * self.prose.page)
