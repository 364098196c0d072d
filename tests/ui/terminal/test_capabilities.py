"""What the terminal is taken to be able to show, by what the environment says of it."""

from __future__ import annotations

import pytest

from tutor.ui.terminal.capabilities import Look, look_of


def look(**environ: str) -> Look:
    return look_of({"TERM": "xterm-256color", "LANG": "C.UTF-8", **environ})


@pytest.mark.parametrize(
    ("term", "colorterm", "colours"),
    [
        ("xterm-256color", "", "256"),
        ("xterm-256color", "truecolor", "truecolor"),
        ("screen-256color", "", "256"),
        ("tmux-256color", "24bit", "truecolor"),
        ("xterm", "", "16"),
        ("xterm-direct", "", "truecolor"),
        ("linux", "", "16"),
        ("linux", "truecolor", "16"),
        ("vt100", "", "none"),
        ("vt100", "truecolor", "none"),
        ("vt220-w", "", "none"),
        ("xterm-mono", "", "none"),
        ("xterm-mono", "truecolor", "none"),
        ("rxvt-m", "", "none"),
    ],
)
def test_colours_are_those_of_the_terminal(term: str, colorterm: str, colours: str) -> None:
    assert look(TERM=term, COLORTERM=colorterm).colours == colours


def test_no_color_is_obeyed_whatever_it_says_and_not_when_empty() -> None:
    assert look(NO_COLOR="0").colours == "none"
    assert look(NO_COLOR="").colours == "256"


@pytest.mark.parametrize(
    ("environ", "charset"),
    [
        ({"LANG": "C.UTF-8"}, "unicode"),
        ({"LANG": "de_DE.UTF-8"}, "unicode"),
        ({"LANG": "C"}, "ascii"),
        ({"LANG": "POSIX"}, "ascii"),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, "ascii"),
        ({"LANG": "C", "LC_CTYPE": "en_US.UTF-8"}, "unicode"),
        ({"LANG": "", "LC_CTYPE": "UTF-8"}, "unicode"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "C"}, "ascii"),
        ({"LANG": "C", "LC_ALL": "C.UTF-8"}, "unicode"),
        ({"TERM": "linux"}, "ascii"),
        ({"TERM": "vt100"}, "ascii"),
    ],
)
def test_characters_are_those_of_the_locale(environ: dict[str, str], charset: str) -> None:
    assert look(**environ).charset == charset


def test_an_encoding_that_is_not_unicode_means_ascii() -> None:
    environ = {"TERM": "xterm", "LANG": "de_DE.ISO-8859-1"}
    assert look_of(environ, "iso-8859-1").charset == "ascii"
    assert look_of(environ, None).charset == "ascii"


def test_ascii_and_motion_can_be_asked_for() -> None:
    environ = {"TERM": "xterm", "LANG": "C.UTF-8"}
    asked = look_of(environ, ascii_only=True, motion=False)
    assert asked.charset == "ascii" and not asked.motion


def test_the_background_is_that_which_the_terminal_tells() -> None:
    assert look(COLORFGBG="15;0").dark and look().dark
    assert not look(COLORFGBG="0;15").dark


def test_over_ssh_nothing_is_drawn_little_by_little() -> None:
    assert look().sweeps and not look(SSH_CONNECTION="::1 50000 ::1 22").sweeps
