"""The listing with the values beside its lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tutor.core.view import ListingLine
from tutor.ui.terminal import Look
from tutor.ui.typeset import Row, fill, width_of
from tutor.ui.widgets.rows import Rows

_TOKEN = re.compile(
    r"(?P<muted>#.*)|(?P<string>\"[^\"]*\"|'[^']*')"
    r"|(?P<keyword>\b(?:for|in|if|elif|else|def|return|and|or|not|import|from)\b)"
    r"|(?P<number>(?<![A-Za-z_])\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"
)


class Listing(Rows):
    """Code at the left, values at the right; a long line goes on in the next row."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, id="listing")
        self._lines: tuple[ListingLine, ...] = ()
        self._first = 0

    def show(self, lines: tuple[ListingLine, ...]) -> None:
        """Show these lines."""
        if lines != self._lines:
            self._first = 0 if len(lines) != len(self._lines) else self._first
            self._lines = lines
            self.renew()

    def turn(self, lines: int) -> None:
        """Scroll by so many rows, where not all of them fit."""
        width, height = self.content_size
        self._first = max(0, min(self._first + lines, len(self._all(width)) - height))
        self.renew()

    @property
    def cut(self) -> bool:
        """Not all rows can be seen at once."""
        width, height = self.content_size
        return len(self._all(width)) > height

    def lay(self, width: int, height: int) -> Sequence[Row]:
        rows = self._all(width)
        return rows[min(self._first, max(0, len(rows) - height)) :] if height else rows

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        return len(self._all(width))

    def _all(self, width: int) -> list[Row]:
        beside = max((len(line.value) for line in self._lines), default=0)
        room = width - (beside + 2 if beside else 0)
        deep = max((_indent(line.text) for line in self._lines), default=0)
        squeeze = any(len(line.text) > room for line in self._lines) and deep >= 4
        rows: list[Row] = []
        for line in self._lines:
            rows += _line(line, max(room, 12), width, squeeze=squeeze)
        return rows


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _line(line: ListingLine, room: int, width: int, *, squeeze: bool) -> list[Row]:
    """One line of code over as many rows as it needs, its value beside the last."""
    indent = _indent(line.text) // (2 if squeeze else 1)
    parts = _broken(line.text.strip(), room - indent, room - indent - 2)
    rows: list[Row] = []
    for number, part in enumerate(parts):
        margin = " " * (indent + (2 if number else 0))
        rows.append((("" if not part else margin, "text"), *_coloured(part)))
    if line.value:
        style = "asked" if line.asked else "muted" if line.value == "·" else "value"
        last = fill(rows[-1], width - width_of(((line.value, style),)))
        rows[-1] = (*last, (line.value, style))
    return rows


def _broken(code: str, first: int, later: int) -> list[str]:
    """Code cut before an operator, a bracket or a word, where it is too long for a row."""
    parts: list[str] = []
    room = max(first, 8)
    while len(code) > room:
        cuts = [m.start() for m in re.finditer(r" [-+*/=<>(]| \S", code[: room + 1])]
        operators = [cut for cut in cuts if code[cut + 1] in "-+*/(" and cut > room // 3]
        at = max(operators or cuts or [room])
        parts.append(code[:at].rstrip())
        code, room = code[at:].strip(), max(later, 8)
    return [*parts, code]


def _coloured(code: str) -> Row:
    runs: list[tuple[str, str]] = []
    at = 0
    for match in _TOKEN.finditer(code):
        if match.start() > at:
            runs.append((code[at : match.start()], "text"))
        runs.append((match[0], match.lastgroup or "text"))
        at = match.end()
    return (*runs, (code[at:], "text")) if at < len(code) else tuple(runs)
