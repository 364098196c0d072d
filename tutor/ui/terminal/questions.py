"""What the terminal itself is asked when it is opened, and what its answers mean.

Nobody waits for an answer: one that comes late changes how everything is drawn, and none at all
leaves it as the environment said.
"""

from __future__ import annotations

import re

from textual.message import Message

from tutor.ui.terminal.capabilities import Look


class Background(Message):
    """The background is dark, or it is light."""

    def __init__(self, dark: bool) -> None:
        super().__init__()
        self.dark = dark


class MarkWidth(Message):
    """Signs such as `●` take so many cells: two in fonts made for Chinese, Japanese or Korean."""

    def __init__(self, cells: int) -> None:
        super().__init__()
        self.cells = cells


_COLOUR = "\x1b]11;?\x07"
"""OSC 11 (xterm): what colour is the background?"""
_WIDTH = "\x1b[H\x1b[8m●\x1b[0m\x1b[6n\x1b[H  \x1b[H"
"""DSR 6: where does the cursor stand, now that a sign was written, unseen, in the first cell? It is
wiped off again."""

_COLOUR_IS = re.compile(
    r"\x1b\]11;rgba?:([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})(?:/[0-9a-fA-F]{1,4})?"
    r"(?:\x07|\x1b\\)"
)
_STANDS_AT = re.compile(r"\x1b\[1;([23])R")
BRIGHTNESS = (0.299, 0.587, 0.114)
"""The share of red, green and blue in how bright a colour is (ITU-R BT.601)."""


def questions(look: Look) -> str:
    """What to ask a terminal that looks like this, and what is open then. The Linux console would
    show the question about its colour, and has 16 colours of its own."""
    colour = _COLOUR if look.colours in ("truecolor", "256") else ""
    return colour + (_WIDTH if look.charset == "unicode" else "")


class Answers:
    """Tells answers from what was typed. Each question has one answer: a second is none."""

    def __init__(self, asked: str) -> None:
        self._open = {_COLOUR_IS: _COLOUR in asked, _STANDS_AT: _WIDTH in asked}

    def read(self, sequence: str) -> Message | None:
        """What this sequence answers; None where it is no answer."""
        for pattern, still in self._open.items():
            if still and (found := pattern.fullmatch(sequence)):
                self._open[pattern] = False
                return _meaning(found)
        return None


def _meaning(found: re.Match[str]) -> Message:
    if found.re is _STANDS_AT:
        return MarkWidth(int(found[1]) - 1)
    parts = (int(digits, 16) / (16 ** len(digits) - 1) for digits in found.groups())
    bright = sum(share * part for share, part in zip(BRIGHTNESS, parts, strict=True))
    return Background(dark=bright < 0.5)
