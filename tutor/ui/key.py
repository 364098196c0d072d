"""A key that works, with its name on the footer. What a screen needs before it knows any lesson."""

from __future__ import annotations

from typing import NamedTuple

from textual import events

from tutor.ui.terminal.capabilities import Charset

NAMES = {
    "enter": "enter",
    "escape": "esc",
    "space": "space",
    "tab": "tab",
    "shift+tab": "shift+tab",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "pageup": "pgup",
    "pagedown": "pgdn",
}
"""How Textual's names of keys are written on the footer."""

WORDS = {NAMES[key]: key for key in ("left", "right", "up", "down")}
"""The same of those that are written with an arrow, in words."""


def written(text: str, charset: Charset) -> str:
    """The text with arrows as words where there are none: `<` and `^` would be other keys."""
    if charset == "ascii":
        for arrow, word in WORDS.items():
            text = text.replace(arrow, word)
    return text


class Key(NamedTuple):
    """One key that works now."""

    press: str
    """The character it sends or, for a key without one, Textual's name of it."""
    act: str
    """The screen's method `act_…` that it calls."""
    does: str = ""
    """One or two words for the footer. Empty: works like the key before it, and is not shown."""
    argument: int | str | None = None
    """What the method is called with, if anything."""
    shown: str = ""
    """What the footer shows, where one word stands for several keys: `0-9`."""

    @property
    def cap(self) -> str:
        """What is written on it."""
        return self.shown or NAMES.get(self.press, self.press)

    def fits(self, event: events.Key) -> bool:
        """Whether this is the key that was pressed."""
        return self.press in (event.key, event.character)
