"""A text being typed, and what the editing keys make of it. Knows no widget."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple


class LineEdit(NamedTuple):
    """Text with a cursor."""

    text: str = ""
    cursor: int = 0
    """Characters before the cursor."""

    @classmethod
    def of(cls, text: str) -> LineEdit:
        """A text with the cursor at its end."""
        return cls(text, len(text))

    def insert(self, text: str) -> LineEdit:
        """Put `text` in at the cursor."""
        joined = self.text[: self.cursor] + text + self.text[self.cursor :]
        return LineEdit(joined, self.cursor + len(text))

    def cut(self, start: int, end: int) -> LineEdit:
        """Take the characters from `start` to `end` away."""
        return LineEdit(self.text[:start] + self.text[end:], start)

    def at(self, cursor: int) -> LineEdit:
        """The cursor elsewhere, as near as the text allows."""
        return self._replace(cursor=max(0, min(cursor, len(self.text))))

    @property
    def line_start(self) -> int:
        """Where the cursor's line begins."""
        return self.text.rfind("\n", 0, self.cursor) + 1

    @property
    def line_end(self) -> int:
        """Where the cursor's line ends."""
        end = self.text.find("\n", self.cursor)
        return len(self.text) if end < 0 else end

    @property
    def line(self) -> str:
        """The cursor's line."""
        return self.text[self.line_start : self.line_end]

    def vertical(self, lines: int) -> LineEdit:
        """The cursor `lines` further down, in the same column where there is one."""
        column = self.cursor - self.line_start
        draft = self
        for _ in range(abs(lines)):
            edge = draft.line_end + 1 if lines > 0 else draft.line_start - 1
            if not 0 <= edge <= len(self.text):
                return draft
            draft = draft.at(edge)
        return draft.at(min(draft.line_start + column, draft.line_end))

    def beneath(self) -> LineEdit:
        """A new line under the cursor's, indented as it is or, after a colon, further. The cursor's
        line is never cut in two."""
        line = self.line.rstrip()
        indent = len(line) - len(line.lstrip()) + (4 if line.endswith(":") else 0)
        return self.at(self.line_end).insert("\n" + " " * indent)

    def finished(self) -> LineEdit:
        """Without the empty line that says that the lines are done: the cursor's or the last."""
        draft = self
        if not self.line.strip():
            start = max(self.line_start - 1, 0)
            draft = self.cut(start, self.line_end + (start == self.line_start))
        return draft._replace(text=draft.text.rstrip()).at(draft.cursor)

    def word_left(self) -> int:
        """Where the word before the cursor begins."""
        before = self.text[: self.cursor].rstrip()
        return max(before.rfind(" "), before.rfind("\n")) + 1


EDITS: Mapping[str, Callable[[LineEdit], LineEdit]] = {
    "backspace": lambda d: d.cut(max(0, d.cursor - 1), d.cursor),
    "delete": lambda d: d.cut(d.cursor, d.cursor + 1),
    "ctrl+d": lambda d: d.cut(d.cursor, d.cursor + 1),
    "left": lambda d: d.at(d.cursor - 1),
    "right": lambda d: d.at(d.cursor + 1),
    "home": lambda d: d.at(d.line_start),
    "ctrl+a": lambda d: d.at(d.line_start),
    "end": lambda d: d.at(d.line_end),
    "ctrl+e": lambda d: d.at(d.line_end),
    "ctrl+u": lambda d: d.cut(d.line_start, d.cursor),
    "ctrl+k": lambda d: d.cut(d.cursor, d.line_end),
    "ctrl+w": lambda d: d.cut(d.word_left(), d.cursor),
}
"""What the keys do that every terminal sends; the Ctrl keys are those that fingers know."""


def pasted(text: str, *, lines: bool) -> str:
    """What of a pasted text can stand in an answer: nothing that a terminal would obey, and a
    single line unless several are asked."""
    whole = "\n".join(text.expandtabs(4).splitlines())
    shown = "".join(char for char in whole if char == "\n" or char.isprintable())
    return shown if lines else " ".join(shown.split())


def edited(draft: LineEdit, key: str, character: str | None) -> LineEdit | None:
    """The draft after a key; None where the key edits nothing."""
    if key in EDITS:
        return EDITS[key](draft)
    if character is not None and character.isprintable():
        return draft.insert(character)
    return None


_WHOLE, _DECIMAL = re.compile(r"[-+]?\d+"), re.compile(r"[-+]?(?:\d+[.,]\d*|[.,]\d+)")
_MORE, _FRACTION = re.compile(r"\d*[?!]?"), re.compile(r"[.,]\d*[?!]?|[?!]")
_SURE = re.compile(r"[?!]")
"""What makes a decimal, a whole number, and anything else longer."""


class AskedAbout(NamedTuple):
    """A number of which more was asked, and what has been typed since.

    Digits make it longer, for that is what was asked; whatever else they turn out to begin (`0.`,
    `2/`, a name) is another answer, and takes its place."""

    text: str
    since: str = ""

    @property
    def draft(self) -> LineEdit:
        """What stands in the field."""
        longer = self.longer
        return LineEdit.of(self.since if longer is None else longer)

    @property
    def longer(self) -> str | None:
        """The same number with more digits, or another word on how sure one is; None where what was
        typed since begins another answer."""
        if not self.since:
            return self.text
        number = self.text.rstrip("?! ")
        more = _FRACTION if _WHOLE.fullmatch(number) else _SURE
        more = _MORE if _DECIMAL.fullmatch(number) else more
        return number + self.since if more.fullmatch(self.since) else None

    def typed(self, text: str) -> AskedAbout:
        """With this typed as well; another digit takes the word on how sure one is away."""
        return self._replace(since=self.since.rstrip("?!") + text)
