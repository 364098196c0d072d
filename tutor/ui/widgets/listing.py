"""The listing with the values beside its lines, and its constants in a row of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from textual.geometry import Size

from tutor.engine.numbers import number
from tutor.session.view import ListingLine, Parameter
from tutor.ui.text_layout import Row, fill, flow, width_of
from tutor.ui.widgets.line_widget import LineWidget
from tutor.ui.widgets.prose import bar

_TOKEN = re.compile(
    r"(?P<muted>#.*)|(?P<string>\"[^\"]*\"|'[^']*')"
    r"|(?P<keyword>\b(?:for|in|if|elif|else|def|return|and|or|not|import|from)\b)"
    r"|(?P<number>(?<![A-Za-z_])\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"
)
VALUE = 6
"""Cells that are kept free for a value where one is to come: the code holds still when it does."""
_CONSTANT = re.compile(r"[\w, ]+ = [-\d., ()]+")
"""A line that sets one constant or several."""
_SETS = re.compile(r"\s*[\w, ]+ [-+*/%]?=(?!=)")
"""A line beside which a value can come to stand."""


class Listing(LineWidget):
    """Code at the left, values at the right; a long line goes on in the next row. Where not all can
    be seen, a bar tells how far it goes."""

    def __init__(self) -> None:
        super().__init__(id="listing")
        self._lines: tuple[ListingLine, ...] = ()
        self._turned = 0
        self._known: dict[tuple[int, bool], tuple[list[Row], int]] = {}
        """What `_all` gave for these lines: it is asked for at every key."""

    def show(self, lines: tuple[ListingLine, ...]) -> None:
        """Show these lines; where not all fit, so that the asked one is in sight."""
        if lines != self._lines:
            self._turned = 0
            self._lines = lines
            self._known.clear()
            self.renew()

    def turn(self, lines: int) -> bool:
        """Scroll by some rows, where not all of them fit; whether any moved."""
        width, height = self.content_size
        rows, first = self._placed(width, height)
        moved = max(0, min(first + lines, len(rows) - height)) - first
        self._turned += moved
        self.renew()
        return moved != 0

    @property
    def cut(self) -> bool:
        """Not all rows can be seen at once."""
        width, height = self.content_size
        return len(self._placed(width, height)[0]) > height

    def lay(self, width: int, height: int) -> Sequence[Row]:
        rows, first = self._placed(width, height)
        shown, sign = rows[first : first + height], bar(first, height, len(rows))
        return [(*fill(row, width - 1), (sign(y), "faint")) for y, row in enumerate(shown)]

    def rows(self, width: int) -> int:
        """The rows that all of it takes at this width."""
        return len(self._all(width)[0])

    def span(self, width: int) -> int:
        """The rows from the loop to the asked line; 0 where none is asked."""
        _, asked = self._all(width, blank=False)
        return asked - self._constants() + 1 if any(line.asked for line in self._lines) else 0

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self.rows(width)

    def _placed(self, width: int, height: int) -> tuple[list[Row], int]:
        """All rows, and the first visible one."""
        rows, asked = self._all(width)
        if len(rows) > height:
            # Blank lines are the first to go where there is no room.
            rows, asked = self._all(width, blank=False)
        most = max(0, len(rows) - height)
        loop = self._constants()
        first = min(loop if asked < loop + height - 1 else asked - height + 2, most)
        return rows, max(0, min(first + self._turned, most))

    def _constants(self) -> int:
        """The lines at the top that set constants: these stand beneath the listing as well."""
        code = [line.text for line in self._lines if line.text.strip()]
        return next((n for n, text in enumerate(code) if not _CONSTANT.fullmatch(text)), 0)

    def _all(self, width: int, *, blank: bool = True) -> tuple[list[Row], int]:
        """Every row, and the number of the one to see: the asked one, or the last with a value."""
        if (width, blank) not in self._known:
            self._known[width, blank] = self._drawn(width, blank=blank)
        return self._known[width, blank]

    def _drawn(self, width: int, *, blank: bool) -> tuple[list[Row], int]:
        width -= 1  # the bar's
        deep = max((_indent(line.text) for line in self._lines), default=0)
        long = any(len(line.text) + _beside(line) > width for line in self._lines)
        rows: list[Row] = []
        asked, valued = 0, 0
        for line in self._lines:
            if blank or line.text.strip():
                rows += _line(line, width, squeeze=long and deep >= 4)
            asked = len(rows) - 1 if line.asked else asked
            valued = len(rows) - 1 if line.value else valued
        return rows, asked or valued


def parameter_rows(
    width: int, constants: Sequence[Parameter], chosen: str, typed: str
) -> list[Row]:
    """`weight 0.5   ‹ alpha 0.1 ›   input 2`: those between angles can be changed; `chosen` is
    being changed, to `typed` where that is not empty. `0.5 now 0.46`: updates have changed it."""
    return flow([_constant(one, one.name == chosen, typed) for one in constants], width)


def _constant(parameter: Parameter, chosen: bool, typed: str) -> Row:
    value, now = number(parameter.value), number(parameter.now)
    moved: Row = ((" now ", "muted"), (now, "value")) if now != value and not typed else ()
    if chosen:
        name, shown = (f"{parameter.name} ", "strong"), f"{typed}▌" if typed else value
        return (("‹ ", "pointer"), name, (shown, "asked"), *moved, (" ›", "pointer"))
    name = (f"{parameter.name} ", "muted")
    if parameter.editable:
        style = "asked" if parameter.changed else "strong"
        return (("‹ ", "faint"), name, (value, style), *moved, (" ›", "faint"))
    return (name, (value, "text"), *moved)


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _beside(line: ListingLine) -> int:
    """Cells that are kept free beside a line's code, whether its value is there yet or not."""
    return VALUE + 2 if line.value or _SETS.match(line.text) else 0


def _line(line: ListingLine, width: int, *, squeeze: bool) -> list[Row]:
    """One line of code over as many rows as it needs, its value beside the last."""
    indent = _indent(line.text) // (2 if squeeze else 1)
    room = max(12, width - indent - _beside(line))
    rows: list[Row] = []
    for at, part in enumerate(_broken(line.text.strip(), room, room - 2)):
        margin = " " * (indent + (2 if at else 0))
        rows.append((("" if not part else margin, "text"), *_coloured(part)))
    if line.value:
        style = "asked" if line.asked else "muted" if line.value == "·" else "value"
        if width_of(rows[-1]) + 2 + len(line.value) > width:
            rows.append(())
        rows[-1] = (*fill(rows[-1], width - len(line.value)), (line.value, style))
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
