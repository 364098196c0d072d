"""The way from one pen to another is short, and leads there."""

from __future__ import annotations

import pytest
from rich.color import ColorSystem
from rich.style import Style

from tutor.ui.terminal.sgr import PLAIN, blank, pen_of, turned

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
