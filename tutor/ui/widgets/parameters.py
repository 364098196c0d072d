"""The constants of the listing in one row, and the one that is being changed."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.core import wording
from tutor.core.view import Parameter
from tutor.ui.terminal import Look
from tutor.ui.typeset import Row, flow, spread, width_of
from tutor.ui.widgets.rows import Rows


class Parameters(Rows):
    """`weight 0.5   ‹ alpha 0.1 ›   input 2`: those between angles can be changed."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, id="parameters")
        self._parameters: tuple[Parameter, ...] = ()
        self._aside: Row = ()
        self._chosen = ""
        self._typed = ""

    def show(
        self, parameters: tuple[Parameter, ...], chosen: str, typed: str, aside: Row = ()
    ) -> None:
        """Show the constants; `chosen` is being changed, to `typed` where that is not empty.

        `aside` stands at the right end.
        """
        self._parameters, self._aside = parameters, aside
        self._chosen, self._typed = chosen, typed
        self.renew()

    def lay(self, width: int, height: int) -> Sequence[Row]:
        groups = [self._one(parameter) for parameter in self._parameters]
        aside = width_of(self._aside)
        rows = flow(groups, width - aside - 2 if aside else width)
        if self._aside:
            rows = [spread(rows[0] if rows else (), self._aside, width), *rows[1:]]
        return rows

    def _one(self, parameter: Parameter) -> Row:
        number = wording.number(parameter.now)
        if parameter.name == self._chosen:
            number = wording.number(parameter.value)
            shown = f"{self._typed}▌" if self._typed else number
            return (
                ("‹ ", "pointer"),
                (f"{parameter.name} ", "strong"),
                (shown, "asked"),
                (" ›", "pointer"),
            )
        name = (f"{parameter.name} ", "muted")
        if parameter.editable:
            style = "asked" if parameter.changed else "strong"
            return (("‹ ", "faint"), name, (number, style), (" ›", "faint"))
        return (name, (number, "text"))
