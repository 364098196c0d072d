"""What a change sends to the terminal. Over a slow line every byte is a wait.

First the pens that it draws with, then what stands on it and what is sent when that changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.color import Color, ColorSystem
from rich.console import RenderableType
from rich.style import Style
from textual._compositor import ChopsUpdate, Compositor, LayoutUpdate
from textual.strip import Strip

if TYPE_CHECKING:
    from textual._compositor import CompositorMap
    from textual.geometry import Region
    from textual.screen import Screen
    from textual.widget import Widget

    Place = tuple[Region, Region]
    """Where a widget is, and where of that it may be seen."""


ESC = "\x1b["
ATTRIBUTES = (
    ("bold", "1"),
    ("dim", "2"),
    ("italic", "3"),
    ("underline", "4"),
    ("blink", "5"),
    ("reverse", "7"),
    ("conceal", "8"),
    ("strike", "9"),
)
"""Names in Rich's styles and numbers of ECMA-48."""
SEEN_ON_BLANKS = ("underline", "reverse", "strike")


class Pen(NamedTuple):
    """What a terminal draws with."""

    attributes: str = ""
    ink: str = "39"
    """Parameters that choose the colour of the writing; 39 is the terminal's own."""
    paper: str = "49"
    """The same for what lies behind it."""
    lined: bool = False
    """A blank is drawn with more than its paper."""


PLAIN = Pen()

Cell = tuple[str, Pen]
"""A character and what draws it; the second cell of a wide character has none of its own."""
UNKNOWN: Cell = ("\0", PLAIN)
"""Nobody knows what stands there: whatever comes is sent."""


def pen_of(style: Style | None, system: ColorSystem | None) -> Pen:
    """The pen for a style, in as many colours as there are; `system` None: without colours."""
    if style is None:
        return PLAIN
    on = [(name, code) for name, code in ATTRIBUTES if getattr(style, name)]
    return Pen(
        ";".join(code for _, code in on),
        _colour(style.color, system, ink=True),
        _colour(style.bgcolor, system, ink=False),
        any(name in SEEN_ON_BLANKS for name, _ in on),
    )


def _colour(colour: Color | None, system: ColorSystem | None, *, ink: bool) -> str:
    if colour is None or system is None:
        return "39" if ink else "49"
    return ";".join(colour.downgrade(system).get_ansi_codes(ink))


def blank(pen: Pen) -> Pen:
    """What counts of a pen where nothing is written."""
    return pen if pen.lined else PLAIN._replace(paper=pen.paper)


@lru_cache(maxsize=4096)
def turned(now: Pen, wanted: Pen, *, blanks: bool) -> tuple[str, Pen]:
    """What to send so that the terminal draws as wanted, and the pen that it then has.

    For `blanks` any ink will do.
    """
    if blanks and not wanted.lined and not now.lined:
        wanted = now._replace(paper=wanted.paper)
    if now == wanted:
        return "", now
    parts: list[str] = []
    if wanted == PLAIN:
        now = PLAIN  # by no parameter at all
    elif now.attributes != wanted.attributes:
        parts = ["0", wanted.attributes]
        now = PLAIN
    if now.ink != wanted.ink:
        parts.append(wanted.ink)
    if now.paper != wanted.paper:
        parts.append(wanted.paper)
    return f"{ESC}{';'.join(part for part in parts if part)}m", wanted


class DiffCompositor(Compositor):
    """A compositor whose first update is whole, and whose others draw only what changed."""

    def __init__(self) -> None:
        super().__init__()
        self.whole = False
        """The next update is to draw everything."""

    @property
    def full_map(self) -> CompositorMap:
        # Where something was scrolled, whoever asks makes Textual arrange all widgets anew; what
        # that moves is not drawn, for the next layout then finds everything in its place.
        invalid, before = self._full_map_invalidated, self._full_map
        found = super().full_map
        if invalid and found is not before:
            moved = (one.clip.intersection(one.region) for _, one in found.items() ^ before.items())
            self._dirty_regions.update(region for region in moved if region)
        return found

    def render_update(
        self,
        full: bool = False,
        screen_stack: list[Screen[object]] | None = None,
        simplify: bool = False,
    ) -> RenderableType | None:
        full, self.whole = full or self.whole, False
        return super().render_update(full, screen_stack, simplify)

    def render_partial_update(self) -> ChopsUpdate | None:
        # Textual draws whatever lies between two changes as well, and what lies behind them.
        assert self.cuts is not None  # made of all widgets, and kept
        everything = self.visible_widgets
        self._visible_widgets = dict(self._in_front(everything))
        try:
            return super().render_partial_update()
        finally:
            self._visible_widgets = everything

    def _in_front(self, widgets: Mapping[Widget, Place]) -> Iterator[tuple[Widget, Place]]:
        """Of these widgets, front to back, those that are seen where something changed."""
        hidden = list(self._dirty_regions)
        for widget, (region, clip) in widgets.items():
            seen = region.intersection(clip)
            if any(changed.overlaps(seen) for changed in hidden):
                yield widget, (region, clip)
                hidden = [changed for changed in hidden if not seen.contains_region(changed)]


class ScreenBuffer:
    """What stands on the terminal. What stands there already is not sent again."""

    def __init__(self, system: ColorSystem | None) -> None:
        """`system`: how many colours there are; None for none."""
        self._system = system
        self._rows: dict[int, list[Cell]] = {}
        self._pens: dict[Style | None, tuple[Pen, Pen]] = {}
        """A style's pens where something is written, and where nothing is."""

    @property
    def anything(self) -> bool:
        """Something was drawn."""
        return bool(self._rows)

    def forget(self) -> None:
        """It may have changed, and not by us."""
        self._rows.clear()

    def news(self, update: LayoutUpdate | ChopsUpdate) -> str:
        """What has to be sent of it, which is remembered as drawn; empty where nothing is new."""
        placed = _whole(update) if isinstance(update, LayoutUpdate) else _partial(update)
        writer = Writer()
        for y, x, strip in placed:
            cells = self._cells(strip)
            if cells is None:
                self._remember(y, x, [UNKNOWN] * strip.cell_length)
                writer.move(y, x)
                for text, style, _ in strip:
                    writer.write(text, self._pens_of(style)[0], cell_len(text))
                continue
            for start, stop in _changed(self._remember(y, x, cells), cells):
                writer.move(y, x + start)
                for pen, run in groupby(cells[start:stop], key=itemgetter(1)):
                    texts = [text for text, _ in run]
                    writer.write("".join(texts), pen, len(texts))
        return writer.written()

    def _remember(self, y: int, x: int, cells: list[Cell]) -> list[Cell]:
        """These cells are drawn there now; returns those that were."""
        row = self._rows.setdefault(y, [])
        end = x + len(cells)
        row += [UNKNOWN] * (end - len(row))
        before, row[x:end] = row[x:end], cells
        return before

    def _cells(self, strip: Strip) -> list[Cell] | None:
        """The strip cell by cell; None where a character has no cell of its own."""
        cells: list[Cell] = []
        for text, style, _ in strip:
            written, empty = self._pens_of(style)
            for character in text:
                if character.isascii():
                    cells.append((character, empty if character == " " else written))
                    continue
                size = cell_len(character)
                if not size:
                    return None
                cells += [(character, written), ("", written)][:size]
        return cells

    def _pens_of(self, style: Style | None) -> tuple[Pen, Pen]:
        if style not in self._pens:
            pen = pen_of(style, self._system)
            self._pens[style] = pen, blank(pen)
        return self._pens[style]


def _changed(before: list[Cell], cells: list[Cell]) -> Iterator[tuple[int, int]]:
    """From where to where cells differ; a wide character is drawn whole."""
    at = 0
    while at < len(cells):
        if before[at] == cells[at]:
            at += 1
            continue
        first = at if cells[at][0] else at - 1
        while at < len(cells) and (before[at] != cells[at] or not cells[at][0]):
            at += 1
        yield first, at


class Writer:
    """Moves and writes with as few bytes as it takes."""

    def __init__(self) -> None:
        self._sent: list[str] = []
        self._at: tuple[int, int] | None = None
        self._pen = PLAIN

    def move(self, y: int, x: int) -> None:
        """Go to that row and column."""
        if self._at is not None and self._at[0] == y and self._at[1] <= x:
            ahead = x - self._at[1]
            if ahead:
                self._sent.append(f"{ESC}{ahead}C" if ahead > 1 else f"{ESC}C")
        else:
            self._sent.append(f"{ESC}{y + 1};{x + 1}H")
        self._at = y, x

    def write(self, text: str, pen: Pen, cells: int) -> None:
        """Write text that takes this number of cells."""
        assert self._at is not None
        code, self._pen = turned(self._pen, pen, blanks=text.isspace())
        self._sent.append(code + text)
        self._at = self._at[0], self._at[1] + cells

    def written(self) -> str:
        """All of it, and the terminal's own pen again."""
        return "".join(self._sent) + turned(self._pen, PLAIN, blanks=False)[0]


def _whole(update: LayoutUpdate) -> Iterator[tuple[int, int, Strip]]:
    """Row, first column, and what is drawn there."""
    for y, strips in enumerate(update.strips, update.region.y):
        x = update.region.x
        for strip in strips:
            yield y, x, strip
            x += strip.cell_length


def _partial(update: ChopsUpdate) -> Iterator[tuple[int, int, Strip]]:
    """The same of an update that is cut out; each piece cut to what may have changed."""
    for y, start, stop in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            left, right = max(x, start), min(end, stop)
            if strip is not None and left < right:
                yield y, left, strip.crop(left - x, right - x)
