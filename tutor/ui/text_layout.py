"""Words and Markdown into rows: text with named styles, wrapped, aligned and cut to a width.

Knows no widget.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from rich.cells import cell_len, set_cell_size

from tutor.course.markup import Block, blocks, spans
from tutor.errors import visible

Row = tuple[tuple[str, str], ...]
"""One row of a screen: runs of text, each with the name of its style."""
WIDEST = 76
"""Columns beyond which lines of prose are hard to follow."""
CODE = "  "
"""Before each line of a block of code."""
QUOTE = "▌ "


def inline(text: str, style: str = "text") -> Row:
    """A sentence with its code, its strong words and its emphasis."""
    return tuple((span.text, span.mark or style) for span in spans(text))


def safe(row: Row) -> Row:
    """The row with control characters written out: no name and no answer moves the cursor."""
    if "".join([text for text, _ in row]).isprintable():
        return row
    return tuple((visible(re.sub(r"\s", " ", text)), style) for text, style in row)


def width_of(row: Row) -> int:
    """Cells that a row takes."""
    return sum(cell_len(text) for text, _ in row)


def plain(row: Row) -> str:
    """The row's text."""
    return "".join(text for text, _ in row)


def fill(row: Row, width: int, style: str = "text") -> Row:
    """The row cut or padded to exactly `width` cells."""
    left = width
    runs: list[tuple[str, str]] = []
    for text, name in row:
        cells = cell_len(text)
        if cells > left:
            if left > 0:
                runs.append((set_cell_size(text, left), name))
            return tuple(runs)
        runs.append((text, name))
        left -= cells
    if left > 0:
        runs.append((" " * left, style))
    return tuple(runs)


def merged(row: Row) -> Row:
    """The row in as few runs as say the same: a space has no colour of its own, so it takes that
    of what stands before it."""
    runs: list[tuple[str, str]] = []
    for text, style in row:
        blank = text.isspace() and style != "cursor"
        if runs and runs[-1][1] != "cursor" and (blank or runs[-1][1] == style):
            runs[-1] = (runs[-1][0] + text, runs[-1][1])
        elif text:
            runs.append((text, style))
    return tuple(runs)


def spread(left: Row, right: Row, width: int) -> Row:
    """`left` at the left edge and `right` at the right one; the left one gives way, with a `…`."""
    room = width - width_of(right)
    if room < 1:
        return fill(right, width)
    need = width_of(left)
    if need > room - 1 and right:
        left = (*fill(left, max(0, room - 2)), ("… ", "muted"))
    elif need > room:
        left = (*fill(left, max(0, room - 1)), ("…", "muted"))
    return (*fill(left, room), *right)


def wrap(row: Row, width: int, *, indent: str = "") -> list[Row]:
    """The row's words over as many rows as they need; later rows start with `indent`."""
    return list(_wrapped(row, max(width, len(indent) + 2), indent))


@lru_cache(maxsize=256)
def _wrapped(row: Row, width: int, indent: str) -> tuple[Row, ...]:
    """The same; a question is laid out anew at every key that is pressed beneath it."""
    rows: list[Row] = []
    line: Row = ()
    used = 0

    def turn() -> None:
        nonlocal line, used
        rows.append(line)
        line, used = (((indent, "text"),), len(indent)) if indent else ((), 0)

    for space, word in _words(row, width - len(indent)):
        if word is None:
            turn()
            continue
        if used + len(space) + width_of(word) > width and used > len(indent):
            turn()
            space = ""
        if rows and used <= len(indent):
            space = ""
        line = (*line, (space, "text")) if space else line
        used += len(space)
        while used + width_of(word) > width:
            head, word = _cut(word, width - used)
            line = (*line, *head)
            turn()
        line = (*line, *word)
        used += width_of(word)
    rows.append(line)
    return tuple(rows)


def _words(row: Row, width: int) -> Iterable[tuple[str, Row | None]]:
    """Each word with the spaces before it, code in one piece where a row of `width` holds it; None
    in place of a word is a line break."""
    space = ""
    word: list[tuple[str, str]] = []
    for text, style in row:
        whole = style == "code" and cell_len(text) <= width and "\n" not in text
        for piece in [text] if whole else re.findall(r"\n|[^\S\n]+|\S+", text):
            if not piece.isspace():
                word.append((piece, style))
                continue
            if word:
                yield space, tuple(word)
                space, word = "", []
            if piece == "\n":
                yield "", None
                space = ""
            else:
                space += piece
    if word:
        yield space, tuple(word)


def _cut(row: Row, cells: int) -> tuple[Row, Row]:
    """The row's first characters, as many as `cells` cells hold, and the others."""
    head: list[tuple[str, str]] = []
    for number, (text, style) in enumerate(row):
        if cell_len(text) <= cells:
            head.append((text, style))
            cells -= cell_len(text)
            continue
        fitting = len(text)
        while cell_len(text[:fitting]) > cells:
            fitting -= 1
        rest = ((text[fitting:], style), *row[number + 1 :])
        return (*head, (text[:fitting], style)), rest
    return tuple(head), ()


def flow(groups: Sequence[Row], width: int, gap: str = "   ") -> list[Row]:
    """Whole groups set one after the other, breaking only between them."""
    rows: list[Row] = []
    line: Row = ()
    for group in groups:
        if line and width_of(line) + len(gap) + width_of(group) > width:
            rows.append(line)
            line = ()
        line = (*line, (gap, "text"), *group) if line else group
    return [*rows, line] if line else rows


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
