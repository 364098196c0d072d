"""The listing with the values beside its lines, and its constants in a row of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.geometry import Size

from tutor.engine.numbers import number
from tutor.session.view import ListingLine, Parameter
from tutor.ui.text_layout import Row, fill, flow, width_of
from tutor.ui.widgets.line_widget import LineWidget
from tutor.ui.widgets.sheet import CUT, Sheet


class Listing(LineWidget):
    """Code at the left, values at the right; a long line goes on in the next row. Where not all can
    be seen, a bar tells how far it goes, and the first line of the loop stays in sight."""

    def __init__(self) -> None:
        super().__init__(id="listing")
        self._sheet = Sheet()
        self._turned = 0

    def show(self, lines: tuple[ListingLine, ...], beneath: Iterable[str]) -> None:
        """Show these lines, as `Sheet`."""
        names = frozenset(beneath)
        if (lines, names) == (self._sheet.lines, self._sheet.beneath):
            return
        width = self.content_size.width
        before = self.rows(width)
        self._turned = 0
        self._sheet = Sheet(lines, names)
        if self.rows(width) != before:
            self.refresh(layout=True)
        self.renew()

    def turn(self, lines: int) -> bool:
        """Scroll by some rows, where not all of them fit; whether any moved."""
        width, height = self.content_size
        code, first = self._sheet.placed(width, height, self._turned)
        moved = max(0, min(first + lines, len(code.rows) - height)) - first
        self._turned += moved
        self.renew()
        return moved != 0

    @property
    def cut(self) -> bool:
        """Not all rows can be seen at once."""
        width, height = self.content_size
        return len(self._sheet.placed(width, height)[0].rows) > height

    def lay(self, width: int, height: int) -> Sequence[Row]:
        return self._sheet.lay(width, height, self._turned)

    def rows(self, width: int, *, blank: bool = True) -> int:
        """As `Sheet.rows`."""
        return self._sheet.rows(width, blank=blank)

    def columns(self) -> int:
        """As `Sheet.columns`."""
        return self._sheet.columns()

    def span(self, width: int) -> int:
        """As `Sheet.span`."""
        return self._sheet.span(width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self.rows(width)


def parameter_rows(
    width: int, constants: Sequence[Parameter], chosen: str, typed: str
) -> list[Row]:
    """`weight 0.5   ‹ alpha 0.1 ›   input 2`: those between angles can be changed; `chosen` is
    being changed, to `typed` where that is not empty. `0.5 now 0.46`: updates have changed it."""
    rows = flow([_constant(one, one.name == chosen, typed) for one in constants], width)
    return [
        (*fill(row, width - 1), (CUT, "muted")) if width_of(row) > width else row for row in rows
    ]


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
