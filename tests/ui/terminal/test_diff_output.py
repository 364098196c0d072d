"""What is sent makes the terminal show what was drawn, by the shortest way, and is sent once."""

from __future__ import annotations

import asyncio
import io

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import ComposeResult
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import Static

from tutor.ui.terminal.diff_host import HostApp, HostScreen
from tutor.ui.terminal.diff_output import PLAIN, ScreenBuffer, blank, pen_of, turned

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


RED = Style(color="#ff0000", bgcolor="#000020")


def code(now: Style | None, wanted: Style | None, *, blanks: bool = False) -> str:
    pens = (pen_of(style, ColorSystem.TRUECOLOR) for style in (now, wanted))
    return turned(*pens, blanks=blanks)[0]


@pytest.mark.parametrize(
    ("system", "ink"),
    [
        (ColorSystem.TRUECOLOR, "38;2;255;0;0"),
        (ColorSystem.EIGHT_BIT, "38;5;196"),
        (ColorSystem.STANDARD, "31"),
        (None, "39"),
    ],
)
def test_a_pen_has_the_colours_that_there_are(system: ColorSystem | None, ink: str) -> None:
    assert pen_of(RED, system).ink == ink


def test_only_what_changes_is_said() -> None:
    paper = Style(bgcolor="#000020")
    assert code(RED, RED) == ""
    assert code(paper, RED) == "\x1b[38;2;255;0;0m"
    assert code(RED, RED + Style(bold=True)) == "\x1b[0;1;38;2;255;0;0;48;2;0;0;32m"
    assert code(RED + Style(bold=True), None) == "\x1b[m"
    assert code(None, Style(italic=True)) == "\x1b[0;3m"


def test_any_ink_will_do_for_a_blank() -> None:
    paper = Style(bgcolor="#000020")
    assert code(RED, paper, blanks=True) == ""
    assert code(RED, Style(color="#00ff00", bgcolor="#000020"), blanks=True) == ""
    assert code(RED, None, blanks=True) == "\x1b[49m"


def test_a_line_is_seen_on_a_blank_too() -> None:
    lined = Style(underline=True)
    assert code(None, lined, blanks=True) == "\x1b[0;4m"
    assert code(lined, None, blanks=True) == "\x1b[m"
    assert blank(pen_of(lined, None)) == pen_of(lined, None)
    assert blank(pen_of(RED, None)) == PLAIN


def test_what_moves_between_two_layouts_is_drawn_whoever_asks_where_things_are() -> None:
    """Textual arranges all widgets anew for who asks after a scroll; the next layout then finds
    nothing to do, and what has moved was not drawn."""

    class Page(HostScreen):
        def compose(self) -> ComposeResult:
            yield Static("above")
            yield Static("below")

    async def moved() -> None:
        app = HostApp(None, "")
        async with app.run_test(size=(20, 6)) as pilot:
            page = Page()
            await app.push_screen(page)
            await pilot.pause()
            above, below = page.query(Static)
            compositor = page._compositor
            compositor._dirty_regions.clear()
            compositor.reflow_visible(page, app.size)
            above.styles.height = 3
            page._clear_arrangement_cache()
            compositor._dirty_regions.clear()
            there = compositor.full_map[below].region
            assert there.y == 3, "somebody asked, before the layout"
            assert there in compositor._dirty_regions
            compositor._dirty_regions.clear()
            assert compositor.full_map[below].region == there
            assert not compositor._dirty_regions, "once"

    asyncio.run(moved())
