"""What a change sends to the terminal. Over a slow line every byte is a wait."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.control import Control
from rich.style import Style
from textual._compositor import ChopsUpdate, Compositor, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

if TYPE_CHECKING:
    from textual.screen import Screen

Piece = tuple[int, int, Strip]
"""Row, first column, and what is drawn there."""

SECOND = "\0"
"""Stands for the second cell of a wide character."""
UNKNOWN = "\1"
"""Stands for what is not known, or not as easily told: it is sent again."""


class Sparing(Compositor):
    """A compositor whose first update is whole, once everything stands in its place."""

    def __init__(self) -> None:
        super().__init__()
        self.whole = False
        """The next update is to draw everything."""

    def render_update(
        self,
        full: bool = False,
        screen_stack: list[Screen[object]] | None = None,
        simplify: bool = False,
    ) -> RenderableType | None:
        full, self.whole = full or self.whole, False
        return super().render_update(full, screen_stack, simplify)


class News(CompositorUpdate):
    """The pieces of an update that are new."""

    def __init__(self, pieces: list[Piece]) -> None:
        self.pieces = pieces

    def render_segments(self, console: Console) -> str:
        sent: list[str] = []
        after: tuple[int, int] | None = None
        for y, x, strip in self.pieces:
            if (y, x) != after:
                sent.append(Control.move_to(x, y).segment.text)
            sent.append(strip.render(console))
            after = y, x + strip.cell_length
        return "".join(sent)


class Shown:
    """What stands on the terminal. What stands there already is not sent again."""

    def __init__(self) -> None:
        self._rows: dict[int, tuple[str, list[int]]] = {}
        """Of each row a character and the number of a style for each cell."""
        self._numbers: dict[Style | None, int] = {}

    def forget(self) -> None:
        """It may have changed, and not by us."""
        self._rows.clear()
        self._numbers.clear()

    def sift(self, update: LayoutUpdate | ChopsUpdate) -> News | None:
        """What of it is new; it is known from now on. None where nothing is."""
        placed = _whole(update) if isinstance(update, LayoutUpdate) else _partial(update)
        pieces = [new for piece in placed if (new := self._new(*piece)) is not None]
        return News(pieces) if pieces else None

    def _new(self, y: int, x: int, strip: Strip) -> Piece | None:
        """From the first to the last cell that differs."""
        text, styles = self._cells(strip)
        end = x + len(text)
        shown, drawn = self._rows.get(y, ("", []))
        if len(shown) < end:
            missing = end - len(shown)
            shown, drawn = shown + UNKNOWN * missing, drawn + [-1] * missing
        before, old = shown[x:end], drawn[x:end]
        if before == text and old == styles and UNKNOWN not in text:
            return None
        changed = [
            n
            for n, (a, b, c, d) in enumerate(zip(before, text, old, styles, strict=True))
            if a != b or c != d or b == UNKNOWN
        ]
        first, last = changed[0], changed[-1] + 1
        while text[first] == SECOND:
            first -= 1
        while last < len(text) and text[last] == SECOND:
            last += 1
        drawn[x:end] = styles
        self._rows[y] = shown[:x] + text + shown[end:], drawn
        return y, x + first, strip.crop(first, last)

    def _cells(self, strip: Strip) -> tuple[str, list[int]]:
        """A character and the number of a style for each cell."""
        texts: list[str] = []
        styles: list[int] = []
        for text, style, _ in strip:
            cells = text if text.isascii() else "".join(map(_cells_of, text))
            texts.append(cells)
            styles += [self._numbers.setdefault(style, len(self._numbers))] * len(cells)
        whole = "".join(texts)
        if UNKNOWN in whole:
            return UNKNOWN * strip.cell_length, [-1] * strip.cell_length
        return whole, styles


@lru_cache(maxsize=4096)
def _cells_of(character: str) -> str:
    """As many characters as it has cells."""
    return ("", character, character + SECOND)[cell_len(character)] or UNKNOWN


def _whole(update: LayoutUpdate) -> Iterator[Piece]:
    for y, strips in enumerate(update.strips, update.region.y):
        x = update.region.x
        for strip in strips:
            yield y, x, strip
            x += strip.cell_length


def _partial(update: ChopsUpdate) -> Iterator[Piece]:
    for y, start, stop in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            left, right = max(x, start), min(end, stop)
            if strip is not None and left < right:
                yield y, left, strip.crop(left - x, right - x)
