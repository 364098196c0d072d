"""Keys that arrive as codes mean what is written on them, by our input parser and by Textual's."""

from __future__ import annotations

import pytest
from textual import events
from textual._xterm_parser import XTermParser

from tutor.ui.terminal.input_parser import InputParser
from tutor.ui.terminal.keyboard import meant

KEYPAD = "0123456789./*-+"
"""The keypad's characters in the order of the protocol's codes, from 57399 on; then enter, `=`
and `,`."""
CODES = {character: 57399 + place for place, character in enumerate(KEYPAD)}
CODES |= {"=": 57415, ",": 57416}
HELD = {
    "nothing": "",
    "said to be nothing": ";1",
    "num lock": ";129",
    "caps lock": ";65",
    "both locks": ";193",
    "shift": ";2",
    "shift and num lock": ";130",
}


def pressed(sequence: str) -> tuple[str, str | None]:
    """Key and character, which have to be the same for both parsers."""
    ours = [key for key in InputParser().feed(sequence) if isinstance(key, events.Key)]
    theirs = [key for key in XTermParser().feed(sequence) if isinstance(key, events.Key)]
    assert [key.key for key in ours] == [key.key for key in theirs] and len(ours) == 1
    key = meant(ours[0])
    return key.key, key.character


@pytest.mark.parametrize("held", HELD.values(), ids=HELD)
@pytest.mark.parametrize("character", CODES)
def test_a_key_of_the_keypad_is_its_character(character: str, held: str) -> None:
    """With Shift a digit of the keypad is an arrow, and comes as that."""
    if held in (";2", ";130") and character.isdigit():
        held = ""
    assert pressed(f"\x1b[{CODES[character]}{held}u")[1] == character


@pytest.mark.parametrize("character", "0123456789.,+-*/=()[]!?% ^x@_\\")
@pytest.mark.parametrize("held", ["", ";1", ";129", ";65"])
def test_a_character_can_be_told_by_its_code(character: str, held: str) -> None:
    assert pressed(f"\x1b[{ord(character)}{held}u")[1] == character


@pytest.mark.parametrize("code", [13, 57414])
@pytest.mark.parametrize("held", HELD.values(), ids=HELD)
def test_enter_is_enter(code: int, held: str) -> None:
    assert pressed(f"\x1b[{code}{held}u")[0] == "enter"


@pytest.mark.parametrize(
    ("sequence", "key", "character"),
    [
        ("\x1b[32;2u", "space", " "),
        ("\x1b[127;2u", "backspace", None),
        ("\x1b[57417;129u", "left", None),
        ("\x1b[57424u", "end", None),
        ("\x1b[57426;129u", "delete", None),
        ("\x1b[57409;5u", "ctrl+decimal", None),
        ("\x1b[46;5u", "ctrl+full_stop", None),
        ("\x1b[47;2u", "shift+slash", None),
        ("\x1b[9;2u", "shift+tab", None),
        ("\x1b[27u", "escape", None),
        ("\x1b[57409;129;44u", "decimal", ","),
    ],
)
def test_other_keys_stay_what_they_are(sequence: str, key: str, character: str | None) -> None:
    """What a layout makes of a shifted key is not guessed at; what is told of it is believed."""
    found, told = pressed(sequence)
    assert found == key and (told is None or not told.isprintable() or told == character)
    assert character is None or told == character
