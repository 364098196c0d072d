"""What the terminal is asked, and that only an answer to it is believed."""

from __future__ import annotations

import pytest

from tutor.ui.terminal.capabilities import Look, next_theme
from tutor.ui.terminal.input_parser import InputParser
from tutor.ui.terminal.questions import Background, MarkWidth, questions

ASKED = questions(Look())
WHITE = "\x1b]11;rgb:ffff/ffff/ffff\x1b\\"


def heard(sent: str, asked: str = ASKED) -> list[object]:
    parser = InputParser(asked)
    return [*parser.feed(sent), *parser.pause()]


@pytest.mark.parametrize(
    ("colour", "dark"),
    [
        ("rgb:ffff/ffff/ffff", False),
        ("rgb:1818/1818/2222", True),
        ("rgb:fd/f6/e3", False),
        ("rgb:0/2/3", True),
        ("rgba:ffff/ffff/ffff/8000", False),
        ("rgb:0000/ffff/0000", False),
        ("rgb:0000/0000/ffff", True),
    ],
)
@pytest.mark.parametrize("end", ["\x07", "\x1b\\"])
def test_the_background_is_told_by_how_bright_it_is(colour: str, dark: bool, end: str) -> None:
    (answer,) = heard(f"\x1b]11;{colour}{end}")
    assert isinstance(answer, Background) and answer.dark is dark


def test_an_answer_in_pieces_is_one() -> None:
    parser = InputParser(ASKED)
    assert not [*parser.feed(WHITE[:9]), *parser.feed(WHITE[9:-1])]
    (answer,) = parser.feed(WHITE[-1])
    assert isinstance(answer, Background)


@pytest.mark.parametrize("cells", [1, 2])
def test_the_width_of_a_mark_is_where_the_cursor_stands_after_it(cells: int) -> None:
    (answer,) = heard(f"\x1b[1;{cells + 1}R")
    assert isinstance(answer, MarkWidth) and answer.cells == cells


def test_what_was_not_asked_is_no_answer_and_a_second_one_is_none() -> None:
    few = questions(Look(colours="16"))
    assert "11;?" not in few and not heard(WHITE, few)
    assert questions(Look(colours="16", charset="ascii")) == ""
    assert questions(Look(charset="ascii")).isascii()
    assert len(heard(WHITE + WHITE)) == 1
    (key,) = heard("\x1b[1;2R", "")  # shift and a function key, where nothing was asked
    assert not isinstance(key, MarkWidth)


@pytest.mark.parametrize("dark", [True, False])
def test_the_key_goes_from_the_terminals_colours_to_the_others_and_back(dark: bool) -> None:
    look, seen = Look(dark=dark), []
    for _ in range(3):
        look = look._replace(theme=next_theme(look))
        seen.append((look.theme, look.on_dark))
    own, other = ("dark", "light") if dark else ("light", "dark")
    assert seen == [(other, not dark), (own, dark), ("auto", dark)]
