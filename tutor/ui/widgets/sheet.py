"""A listing in rows, of which those are in sight that the question is about; it needs no widget."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tutor.session.view import ListingLine
from tutor.ui.text_layout import Row, fill, plain, width_of
from tutor.ui.widgets.prose import bar

_TOKEN = re.compile(
    r"(?P<muted>#.*)|(?P<string>\"[^\"]*\"|'[^']*')"
    r"|(?P<keyword>\b(?:for|in|if|elif|else|def|return|and|or|not|import|from)\b)"
    r"|(?P<number>(?<![A-Za-z_])\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"
)
_LOOP = re.compile(r"for |while ")
"""What opens a loop that is in no block."""
VALUE = 6
"""Cells at least for a number beside a line, where there is room for the longest of them."""
GAP = 2
"""Cells between code and value."""
MARK = 2
"""Cells beside each line for what stands there before its value, with the gap."""
CUT = "…"
"""Where a statement goes on out of sight."""


class Code(NamedTuple):
    """A listing at some width."""

    rows: list[Row]
    lines: list[int]
    """For each row the number of its line among those of the listing."""

    def begins(self, row: int) -> bool:
        """Whether a line begins in this row, or all of them have ended."""
        return not 0 < row < len(self.rows) or self.lines[row] != self.lines[row - 1]


class Sheet:
    """A listing of which as much is seen as there is room for: where not all fit, so that those
    lines are in sight that the question is about."""

    def __init__(self, lines: tuple[ListingLine, ...] = (), beneath: Iterable[str] = ()) -> None:
        """The constants `beneath` stand there as well."""
        self.lines, self.beneath = lines, frozenset(beneath)
        self._known: dict[tuple[int, bool], Code] = {}
        """What `_all` gave for these lines: it is asked for at every key."""
        self._opens: dict[tuple[int, int], int] = {}
        """What `_opening` gave for them, by width and height."""

    def lay(self, width: int, height: int, turned: int = 0) -> list[Row]:
        """The rows that are seen, with a bar where these are not all; scrolled by some rows from
        where they open."""
        code, first = self.placed(width, height, turned)
        sign = bar(first, height, len(code.rows))
        seen = self._seen(code, first, height)
        shown = self._marked(code, seen if turned else self._folded(code, seen), width - 1)
        return [(*fill(row, width - 1), (sign(y), "faint")) for y, row in enumerate(shown)]

    def rows(self, width: int, *, blank: bool = True) -> int:
        """The rows that all of it takes at this width, without empty lines or with them."""
        return len(self._all(width, blank=blank).rows)

    def columns(self) -> int:
        """The columns in which no line is broken, and each has room for its value."""
        return max((len(line.text) + _beside(line) for line in self.lines), default=0) + 1

    def span(self, width: int) -> int:
        """The rows from the loop to what the question is about; 0 where that is no line."""
        code = self._all(width, blank=False)
        about = self._about(code)
        return about[-1] - min(about[0], self._start(code)) + 1 if about else 0

    def placed(self, width: int, height: int, turned: int = 0) -> tuple[Code, int]:
        """All rows, and the first visible one, scrolled by so many."""
        code = self._all(width)
        if len(code.rows) > height:
            # Blank lines are the first to go where there is no room.
            code = self._all(width, blank=False)
        most = max(0, len(code.rows) - height)
        if (width, height) not in self._opens:
            self._opens[width, height] = self._opening(code, height, most)
        return code, max(0, min(self._opens[width, height] + turned, most))

    def _opening(self, code: Code, height: int, most: int) -> int:
        """The first visible row where nobody has scrolled: as much as can be of what the question
        is about and of what that needs, statements in one piece, and the loop from its first
        line."""
        about, needed, start = set(self._about(code)), self._needed(code), self._start(code)

        def worth(first: int) -> tuple[int, int, bool, bool, int]:
            seen = self._seen(code, first, height)
            top, end = first + len(self._head(code, first)), seen[-1] + 1
            first_of_all, then = (len(rows.intersection(seen)) for rows in (about, needed))
            return first_of_all, then, code.begins(top), code.begins(end), -abs(first - start)

        return max(range(most + 1), key=worth) if height and code.rows else 0

    def _seen(self, code: Code, first: int, height: int) -> list[int]:
        """The rows in sight from the first one on; what opens the block stands above its lines."""
        head = self._head(code, first)
        return [*head, *range(first + len(head), min(first + height, len(code.rows)))]

    def _folded(self, code: Code, seen: list[int]) -> list[int]:
        """The rows in sight where nobody has scrolled: lines between are left out where those that
        the question needs fit without them, and not with them."""
        needed = self._needed(code).union(self._about(code))
        needed.update(*(self._opener(code, row) for row in needed))
        if needed.issubset(seen) or len(needed) > len(seen):
            return seen
        others = sorted(set(seen) - needed, key=lambda row: (-code.lines[row], row))
        return sorted([*needed, *others[: len(seen) - len(needed)]])

    def _head(self, code: Code, first: int) -> range:
        """The rows, out of sight, of the line that opens the block in which the visible ones are;
        empty where they are in none."""
        texts = [self.lines[number].text for number in code.lines]
        above = [row for row in range(first) if code.begins(row) and not _indent(texts[row])]
        if not above or not texts[above[-1]].endswith(":"):
            return range(0)
        head = range(above[-1], above[-1] + code.lines.count(code.lines[above[-1]]))
        inside = texts[first + len(head) : first + len(head) + 1]
        return head if inside and _indent(inside[0]) else range(0)

    def _opener(self, code: Code, row: int) -> range:
        """The rows of the line that opens the outermost block in which a row is."""
        texts = [self.lines[number].text for number in code.lines]
        if not _indent(texts[row]):
            return range(0)
        at = max(above for above in range(row) if code.begins(above) and not _indent(texts[above]))
        return range(at, at + code.lines.count(code.lines[at]))

    def _about(self, code: Code) -> list[int]:
        """The rows of the lines that the question is about."""
        return [row for row, number in enumerate(code.lines) if self.lines[number].about]

    def _needed(self, code: Code) -> set[int]:
        """The rows of the lines that those need."""
        return {row for row, number in enumerate(code.lines) if self.lines[number].needed}

    def _marked(self, code: Code, seen: Sequence[int], width: int) -> list[Row]:
        """The rows in sight, marked where what comes before or after them is not."""
        rows: list[Row] = []
        for row, before, after in zip(seen, [-1, *seen], [*seen[1:], -1], strict=False):
            shown = code.rows[row]
            if before != row - 1 and not code.begins(row):
                shown = self._without_its_beginning(code, row, width)
            valued = bool(self.lines[code.lines[row]].value) and code.begins(row + 1)
            rows.append(shown)
            if after > row + 1 or (after < 0 and not code.begins(row + 1)):
                # a value may stand alone, of the row above it, which then has the mark
                if plain(shown[:-1] if valued else shown).strip():
                    rows[-1] = _going_on(shown, width)
                elif before == row - 1:  # which leaves room for it, as every row of code does
                    rows[-2] = _going_on(rows[-2], width)
        return rows

    def _without_its_beginning(self, code: Code, row: int, width: int) -> Row:
        """A row of a statement that begins out of sight: a value stands beside what it is of."""
        line, shown = self.lines[code.lines[row]], code.rows[row]
        name, sets, _ = line.text.partition(" = ")
        if line.value and sets and code.begins(row + 1):
            margin, value = code.rows[code.lines.index(code.lines[row])][0], shown[-1]
            named: Row = (margin, (f"{name.strip()} = ", "text"), (CUT, "muted"))
            if width_of(named) + GAP + len(line.value) <= width:
                return (*fill(named, width - len(line.value)), value)
        (text, style), *others = shown
        return ((CUT, "muted"), (text[1:], style), *others)

    def without_constants(self) -> tuple[ListingLine, ...]:
        """The lines without those at the beginning that set what stands beneath as well."""
        first = (at for at, line in enumerate(self.lines) if not self._told(line))
        return self.lines[next(first, 0) :]

    def _start(self, code: Code) -> int:
        """The first row of the loop, or, where there is none, the first after the constants that
        stand beneath the listing as well."""
        lines = [self.lines[number] for number in code.lines]
        loop = (row for row, line in enumerate(lines) if _LOOP.match(line.text))
        if (row := next(loop, None)) is not None:
            return row
        first = (row for row, line in enumerate(lines) if not self._told(line))
        return next(first, 0)

    def _told(self, line: ListingLine) -> bool:
        """Whether it sets nothing but constants that stand beneath."""
        names, sets, _ = line.text.partition(" = ")
        return not line.text or (bool(sets) and self.beneath.issuperset(names.split(", ")))

    def _all(self, width: int, *, blank: bool = True) -> Code:
        """Every row, or every one that is not empty."""
        if (width, blank) not in self._known:
            self._known[width, blank] = self._drawn(width, blank=blank)
        return self._known[width, blank]

    def _drawn(self, width: int, *, blank: bool) -> Code:
        width -= 1  # the bar's
        deep = max((_indent(line.text) for line in self.lines), default=0)
        long = any(len(line.text) + MARK > width for line in self.lines)
        code = Code([], [])
        for at, line in enumerate(self.lines):
            if blank or line.text.strip():
                rows = _line(line, width, squeeze=long and deep >= 4)
                code.rows.extend(rows)
                code.lines.extend([at] * len(rows))
        return code


def _going_on(row: Row, width: int) -> Row:
    """The row with the mark of what comes next out of sight behind its code."""
    mark = (f" {CUT}", "muted")
    if width_of(row) < width:
        return (*fill(row, min(width_of(row), width - 2)), mark)
    *code, (space, style), value = row
    return (*code, mark, (space[2:], style), value) if len(space) > 2 else row


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _beside(line: ListingLine) -> int:
    """Cells for what stands beside a line's code, or may come to stand there."""
    return max(VALUE, len(line.value)) + GAP if " = " in line.text else MARK


def _line(line: ListingLine, width: int, *, squeeze: bool) -> list[Row]:
    """One line of code over as many rows as it needs, broken at the same places whatever it gives;
    its value beside the last or, where there is no room, beneath it."""
    indent = _indent(line.text) // (2 if squeeze else 1)
    room = max(12, width - indent - MARK)
    parts = _broken(line.text.strip(), room, room - 2)
    rows: list[Row] = []
    for at, part in enumerate(parts):
        margin = " " * (indent + (2 if at else 0))
        rows.append((("" if not part else margin, "text"), *_coloured(part)))
    if line.value:
        style = "asked" if line.asked else "muted" if line.value == "·" else "value"
        gap = MARK - 1 if line.value in ("?", "·") else GAP
        if width_of(rows[-1]) + gap + len(line.value) > width:
            rows.append(())
        told = line.value if len(line.value) < width else f"{line.value[: width - 2]}{CUT}"
        rows[-1] = (*fill(rows[-1], width - len(told)), (told, style))
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
