"""A lesson's Markdown as rows of a screen."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from tutor.course.markup import Block, blocks
from tutor.ui.text_layout import Row, inline, wrap

WIDEST = 76
"""Columns beyond which lines of prose are hard to follow."""
CODE = "  "
"""Before each line of a block of code."""
QUOTE = "▌ "


@lru_cache(maxsize=256)
def rendered(text: str, width: int) -> tuple[Row, ...]:
    """The text as rows of at most `width` cells."""
    return tuple(_rows(text, min(width, WIDEST))) if width > 0 else ()


def _rows(text: str, width: int) -> Iterator[Row]:
    before: Block | None = None
    for block in blocks(text):
        if before is not None and not before.kind == block.kind == "item":
            yield ()
        yield from _block(block, width)
        before = block


def _block(block: Block, width: int) -> Iterator[Row]:
    match block.kind:
        case "code":
            for line in block.text.split("\n"):
                yield from wrap(((CODE + line, "code"),), width, indent=CODE)
        case "item":
            sign = "•" if block.marker in ("-", "*", "+") else block.marker.rstrip(".)")
            lead = f"{'   ' * block.depth} {sign or ' '} "
            for row in wrap(inline(block.text), width - len(lead)):
                yield ((lead, "accent"), *row)
                lead = " " * len(lead)
        case "quote":
            for row in wrap(inline(block.text, "muted"), width - len(QUOTE)):
                yield ((QUOTE, "muted"), *row)
        case "heading":
            yield from wrap(inline(block.text, "strong"), width)
        case _:
            yield from wrap(inline(block.text), width)
