"""A lesson's Markdown as rows of a screen. Rich and its parser are imported with the first page."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING

from textual.strip import Strip

from tutor.ui.terminal.capabilities import Look
from tutor.ui.theme import prose_theme

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.markdown import Markdown

WIDEST = 76
"""Columns beyond which lines of prose are hard to follow."""


@lru_cache(maxsize=256)
def rendered(text: str, width: int, look: Look) -> tuple[Strip, ...]:
    """The text as rows of at most `width` cells; shared by everybody who reads the same page."""
    from rich.console import Console

    if not text.strip() or width < 1:
        return ()
    console = Console(
        file=io.StringIO(), width=min(width, WIDEST), theme=prose_theme(look), _environ={}
    )
    lines = console.render_lines(_markdown(text), pad=False)
    rows = [Strip(line) for line in lines]
    while rows and not rows[-1].text.strip():
        rows.pop()
    while rows and not rows[0].text.strip():
        rows.pop(0)
    return tuple(rows)


@lru_cache(maxsize=1)
def _dialect() -> type[Markdown]:
    """Rich's Markdown, but code without a box, a colour scheme or a lexer, and plain headings."""
    from rich.markdown import CodeBlock, Heading, Markdown
    from rich.padding import Padding
    from rich.text import Text

    class Code(CodeBlock):
        def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
            code = Text(str(self.text).rstrip(), style="markdown.code_block")
            yield Padding(code, (0, 0, 0, 2))

    class Title(Heading):
        def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
            self.text.justify = "left"
            yield self.text

    class Dialect(Markdown):
        elements = {  # noqa: RUF012  (as in Rich)
            **Markdown.elements,
            "fence": Code,
            "code_block": Code,
            "heading_open": Title,
        }

    return Dialect


def _markdown(text: str) -> Markdown:
    return _dialect()(text, hyperlinks=False)
