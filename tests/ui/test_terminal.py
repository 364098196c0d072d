"""What a terminal can show, from what it says of itself."""

from __future__ import annotations

import pytest

from tutor.ui.terminal import Look, look_of


@pytest.mark.parametrize(
    ("environ", "look"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, Look()),
        ({"TERM": "xterm-256color"}, Look(colours="256")),
        ({"TERM": "xterm-kitty"}, Look()),
        ({"TERM": "screen"}, Look(colours="16")),
        ({"TERM": "linux"}, Look(charset="ascii", colours="16")),
        ({"TERM": "vt100"}, Look(colours="none")),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, Look(colours="none")),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, Look(colours="256")),
        ({"TERM": "rxvt", "COLORFGBG": "0;15"}, Look(colours="16", dark=False)),
        ({"TERM": "rxvt", "COLORFGBG": "15;default;0"}, Look(colours="16")),
        ({}, Look(colours="16")),
    ],
)
def test_the_look_of_a_terminal(environ: dict[str, str], look: Look) -> None:
    assert look_of(environ) == look


def test_an_encoding_without_braille_is_drawn_in_ascii() -> None:
    assert look_of({"TERM": "xterm"}, "ISO-8859-1").charset == "ascii"
    assert look_of({"TERM": "xterm"}, "UTF-8").charset == "unicode"
    assert look_of({"TERM": "xterm"}, None).charset == "ascii"


def test_what_is_asked_for_wins() -> None:
    look = look_of({"TERM": "xterm"}, "utf-8", ascii_only=True, motion=False)
    assert (look.charset, look.motion) == ("ascii", False)
