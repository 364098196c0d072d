"""What is sent makes the terminal show what was drawn, and nothing is sent twice."""

from __future__ import annotations

import io

import pyte
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from tutor.ui.terminal.diff_output import ScreenBuffer

WIDTH, HEIGHT = 12, 3
STYLES = [
    None,
    Style(color="red"),
    Style(color="red", bgcolor="blue"),
    Style(color="#123456", bold=True),
    Style(reverse=True),
    Style(underline=True, italic=True, bgcolor="blue"),
]

runs = st.tuples(st.text("ab ⠁é世", max_size=WIDTH), st.sampled_from(STYLES))


def filled(parts: list[tuple[str, Style | None]]) -> Strip:
    """A row of the full width."""
    return Strip([Segment(text, style) for text, style in parts]).crop_extend(0, WIDTH, None)


rows = st.lists(runs, max_size=4).map(filled)


class Terminal:
    """A terminal that draws what it is sent."""

    def __init__(self) -> None:
        self.screen = pyte.Screen(WIDTH, HEIGHT)
        self.stream = pyte.Stream(self.screen)
        self.console = Console(file=io.StringIO(), force_terminal=True, color_system="truecolor")

    def draw(self, update: LayoutUpdate | ChopsUpdate, shown: ScreenBuffer | None) -> bool:
        """Draw all of an update, or what is new of it; whether anything was sent."""
        sent = shown.news(update) if shown else update.render_segments(self.console)
        self.stream.feed(sent.replace("\n", ""))
        return bool(sent)

    @property
    def cells(self) -> list[list[tuple[object, ...]]]:
        """All that can be seen."""
        buffer = self.screen.buffer
        return [[_seen(buffer[y][x]) for x in range(WIDTH)] for y in range(HEIGHT)]


def _seen(cell: pyte.screens.Char) -> tuple[object, ...]:
    """Where nothing is written, ink and weight make no difference."""
    plain = cell.data == " " and not (cell.reverse or cell.underscore or cell.strikethrough)
    return (" ", cell.bg) if plain else tuple(cell)


def whole(drawn: list[Strip]) -> LayoutUpdate:
    return LayoutUpdate([[strip] for strip in drawn], Region(0, 0, WIDTH, HEIGHT))


def part(drawn: list[Strip], y: int) -> ChopsUpdate:
    chops: list[dict[int, Strip | None]] = [{0: strip} for strip in drawn]
    return ChopsUpdate(chops, [(y, 0, WIDTH)], [[WIDTH]] * HEIGHT)


@given(
    st.lists(
        st.tuples(st.lists(rows, min_size=HEIGHT, max_size=HEIGHT), st.integers(-1, HEIGHT - 1)),
        min_size=1,
        max_size=5,
    )
)
@settings(max_examples=150, deadline=None)
def test_sending_what_is_new_shows_the_same(steps: list[tuple[list[Strip], int]]) -> None:
    shown, sparing, plain = ScreenBuffer(ColorSystem.TRUECOLOR), Terminal(), Terminal()
    for drawn, y in steps:
        update = whole(drawn) if y < 0 else part(drawn, y)
        plain.draw(update, None)
        sparing.draw(update, shown)
        assert sparing.cells == plain.cells
        assert not sparing.draw(update, shown)


def test_what_may_have_changed_is_sent_again() -> None:
    shown, terminal = ScreenBuffer(ColorSystem.TRUECOLOR), Terminal()
    update = whole([filled([("abc", None)])] * HEIGHT)
    assert terminal.draw(update, shown)
    shown.forget()
    assert terminal.draw(update, shown)


def test_what_cannot_be_told_by_cells_is_sent_again() -> None:
    shown, terminal = ScreenBuffer(ColorSystem.TRUECOLOR), Terminal()
    accented = whole([filled([("e\u0301a", None)])] * HEIGHT)
    assert terminal.draw(accented, shown)
    assert terminal.draw(accented, shown)


def test_only_what_differs_is_sent() -> None:
    shown = ScreenBuffer(ColorSystem.TRUECOLOR)
    shown.news(whole([filled([("abcdef", STYLES[1])])] * HEIGHT))
    changed = [filled([("abcdef", STYLES[1])]) for _ in range(HEIGHT)]
    changed[1] = filled([("abXYef", STYLES[1])])
    news = shown.news(whole(changed))
    assert news == "\x1b[2;3H\x1b[31mXY\x1b[m"
