"""What a key means that the terminal tells by a code and not by its character.

The kitty keyboard protocol (sw.kovidgoyal.net/kitty/keyboard-protocol) has codes of its own for the
keypad, and a code with modifiers for a key that is held together with others.
"""

from __future__ import annotations

from textual import events
from textual.keys import key_to_character

KEYPAD = {
    "decimal": ".",
    "separator": ",",
    "add": "+",
    "subtract": "-",
    "multiply": "*",
    "divide": "/",
    "equal": "=",
}
"""What is written on the keypad's keys, by Textual's names of them. With Shift they are the same;
its digits have the names of the others."""
NAMED = {"plus": "+", "minus": "-", "slash": "/", "backslash": "\\", "at": "@", "underscore": "_"}
"""Characters that Textual renames, and does not find again by that name."""
SAME_WITH_SHIFT = ("enter", "space", "backspace")
"""Keys that are themselves with Shift: any other terminal sends the same then."""


def meant(event: events.Key) -> events.Key:
    """The key as it comes from a terminal that does not know the protocol."""
    if event.character is not None:
        return event
    name = event.key.removeprefix("shift+")
    if name in SAME_WITH_SHIFT:
        return events.Key(name, " " if name == "space" else None)
    character = KEYPAD.get(name) or NAMED.get(event.key) or key_to_character(event.key)
    printable = character is not None and character.isprintable()
    return events.Key(event.key, character) if printable else event
