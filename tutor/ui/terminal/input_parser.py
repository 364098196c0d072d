"""What a terminal sends, made into events. Nothing is believed that it was not asked for.

Textual's own parser obeys a resize that nobody asked about, stops at a key whose number is no
character, and takes the rest of a report that it does not know for typing. Here whole sequences are
told apart first, and only those of keys, mouse and focus get as far as that parser.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import XTermParser
from textual.message import Message

from tutor.ui.terminal.questions import Answers

ESC = "\x1b"
PASTE, PASTED = "\x1b[200~", "\x1b[201~"
"""Before and after what is pasted, where the terminal marks it."""
LONGEST_PASTE = 20_000
"""Characters of one paste that are kept; the others are read and dropped."""
RUN = 64
"""Characters that come at once and so were not typed: a paste in a terminal that marks none."""
LONE = 0.1
"""Seconds after which an Esc was the key and not the beginning of something."""
STALLED = 2.0
"""Seconds of silence after which a paste is over, although its end has not come."""

_WHOLE = re.compile(
    r"\x1b\[\[[@-~]"  # the Linux console's function keys
    r"|\x1b\[M[\s\S]{3}"  # a mouse that knows no other way
    r"|\x1b\[(?!M)[0-?]*[ -/]*[@-Z\\-~]"
    r"|\x1b[\]P_^X][^\x07\x1b]*(?:\x07|\x1b\\)"  # the answer to a question
    r"|\x1bO[@-~]"
)
_BEGUN = re.compile(r"\x1b(?:\[\[?|\[M[\s\S]{0,2}|\[[0-?]*[ -/]*|[\]P_^X][^\x07\x1b]*\x1b?|O)?")
_RUN = re.compile(rf"[^\x00-\x1f\x7f-\x9f]{{{RUN},}}")
_HEARD = re.compile(
    r"\x1b\[[IO]"  # focus
    r"|\x1b\[<\d{1,5};\d{1,5};\d{1,5}[Mm]"  # the mouse
    r"|\x1b\[\?2026;\d\$y"  # pictures can be sent whole
    # a key told by its number, the keys held with it, and the characters that it makes
    r"|\x1b\[\d{0,7}(?:;\d{0,3}(?:;\d{1,7}(?::\d{1,7}){0,2})?)?[u~ABCDEFHPQRS]"
)


class Keyboard(XTermParser):
    """Textual's, without its memory: the events that it remembers hold the app that had them."""

    def _parse_extended_key(self, sequence: str) -> list[events.Key] | None:  # type: ignore[override]
        return XTermParser._parse_extended_key.__wrapped__(self, sequence)


class InputParser:
    """One terminal's input. Feed it with characters as they come, and say when none come."""

    def __init__(self, asked: str = "") -> None:
        """`asked`: the questions that the terminal was sent."""
        self._keyboard = Keyboard()
        self._answers = Answers(asked)
        self._held = ""
        """The beginning of a sequence."""
        self._paste: list[str] | None = None
        """What has been pasted so far; None outside of a paste."""

    @property
    def patience(self) -> float | None:
        """Seconds of silence after which `pause` is to be called; None: never mind."""
        if self._paste is not None:
            return STALLED
        return LONE if self._held else None

    def feed(self, text: str) -> Iterator[Message]:
        """What these characters mean, together with those that were held."""
        text, self._held = self._held + text, ""
        at = 0
        while at < len(text):
            if self._paste is not None:
                end = text.find(PASTED, at)
                # Its last characters may be the beginning of the paste's end.
                cut = end if end >= 0 else max(at, len(text) - len(PASTED) + 1)
                self._keep(text[at:cut])
                if end < 0:
                    self._held = text[cut:]
                    return
                yield from self._pasted()
                at = end + len(PASTED)
            elif run := _RUN.match(text, at):
                yield events.Paste(run[0])
                at = run.end()
            elif text[at] != ESC:
                yield from self._keyboard.feed(text[at])
                at += 1
            elif text.startswith(PASTE, at):
                self._paste = []
                at += len(PASTE)
            elif whole := _WHOLE.match(text, at):
                yield from self._heard(whole[0])
                at = whole.end()
            elif _BEGUN.fullmatch(text, at):
                self._held = text[at:][:LONGEST_PASTE]
                return
            else:
                # No terminal needs Alt here, and over a slow line Esc and a letter come together.
                yield events.Key("escape", ESC)
                at += 1

    def pause(self) -> Iterator[Message]:
        """Nothing came for `patience` seconds: what was begun will not be completed."""
        held, self._held = self._held, ""
        if self._paste is not None:
            self._keep(held)
            yield from self._pasted()
        elif 0 < len(held) <= 2:  # Esc, and a character of which a sequence could have been made
            yield events.Key("escape", ESC)
            for character in held[1:]:
                yield from self._keyboard.feed(character)

    def _heard(self, sequence: str) -> Iterator[Message]:
        """A whole sequence, if it is one of those that are listened to."""
        answer = self._answers.read(sequence)
        if answer is not None:
            yield answer
            return
        known = sequence in ANSI_SEQUENCES_KEYS or _HEARD.fullmatch(sequence)
        if known and all(int(number) <= sys.maxunicode for number in re.findall(r"\d+", sequence)):
            yield from self._keyboard.feed(sequence)

    def _keep(self, text: str) -> None:
        assert self._paste is not None
        room = LONGEST_PASTE - sum(map(len, self._paste))
        self._paste += [text[:room]] if room > 0 and text else []

    def _pasted(self) -> Iterator[Message]:
        assert self._paste is not None
        text, self._paste = "".join(self._paste), None
        yield events.Paste(text)
