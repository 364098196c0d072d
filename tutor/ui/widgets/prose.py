"""The step's words: Markdown that scrolls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console, ConsoleOptions, RenderResult
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from tutor.ui.terminal import Look
from tutor.ui.theme import prose_theme

if TYPE_CHECKING:
    from rich.markdown import Markdown

WIDEST = 76
"""Columns beyond which lines of prose are hard to follow."""


class Words:
    """Markdown as Rich draws it, in the colours of the look."""

    def __init__(self, text: str, look: Look) -> None:
        self.text, self.look = text, look

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if self.text.strip():
            readable = options.update(max_width=min(options.max_width, WIDEST))
            with console.use_theme(prose_theme(self.look)):
                yield from console.render(_markdown(self.text), readable)


def _markdown(text: str) -> Markdown:
    """Rich's own, but a block of code without a box, a colour scheme or a lexer."""
    from rich.markdown import CodeBlock, Heading, Markdown
    from rich.padding import Padding
    from rich.text import Text

    class Plain(CodeBlock):
        def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
            code = Text(str(self.text).rstrip(), style="markdown.code_block")
            yield Padding(code, (0, 0, 0, 2))

    class Left(Heading):
        def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
            self.text.justify = "left"
            yield self.text

    class Ours(Markdown):
        elements = {  # noqa: RUF012  (Rich's own class attribute)
            **Markdown.elements,
            "fence": Plain,
            "code_block": Plain,
            "heading_open": Left,
        }

    return Ours(text, hyperlinks=False)


class Prose(VerticalScroll, can_focus=False):
    """A step's text and, beneath it, what is said after the answer."""

    def __init__(self, look: Look, *, id: str = "prose") -> None:
        super().__init__(id=id)
        self.look = look
        self._text, self._reveal = "", ""
        self._unseen = False
        self._before, self._after = Static(id="before"), Static(id="after")

    def compose(self) -> ComposeResult:
        yield self._before
        yield self._after

    def show(self, text: str, reveal: str = "") -> None:
        """Show the text; what is new is brought into sight."""
        if text != self._text:
            self._text = text
            self._before.update(Words(text, self.look))
            self.go_to(0)
        if reveal != self._reveal:
            self._reveal = reveal
            self._after.update(Words(reveal, self.look))
            self._after.display = bool(reveal)
            self._unseen = bool(reveal)
            self.call_after_refresh(self._bring_reveal)

    def on_show(self) -> None:
        self.call_after_refresh(self._bring_reveal)

    def _bring_reveal(self) -> None:
        """Scroll to what is said after the answer, once, when it can be seen."""
        if self._unseen and self.size.height:
            self._unseen = False
            self.go_to(self._after.virtual_region.y)

    def go_to(self, line: int) -> None:
        """Make this the first visible line, as far as there are lines."""
        self.scroll_to(y=line, animate=False, immediate=True)

    def turn(self, lines: int) -> int:
        """Scroll by so many lines; what is then the first visible one."""
        self.go_to(max(0, self.scroll_offset.y + lines))
        return self.scroll_offset.y

    def page(self) -> int:
        """Lines of one page, less one to hold on to."""
        return max(1, self.container_size.height - 1)
