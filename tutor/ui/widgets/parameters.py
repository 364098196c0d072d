"""The constants of the listing in one row, and the one that is being changed."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.engine.numbers import number
from tutor.session.view import Parameter
from tutor.ui.terminal.capabilities import Look
from tutor.ui.text_layout import Row, flow
from tutor.ui.widgets.line_widget import LineWidget


class Parameters(LineWidget):
    """`weight 0.5   ‹ alpha 0.1 ›   input 2`: those between angles can be changed."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, id="parameters")
        self._parameters: tuple[Parameter, ...] = ()
        self._chosen = ""
        self._typed = ""

    def show(self, parameters: tuple[Parameter, ...], chosen: str, typed: str) -> None:
        """Show the constants; `chosen` is being changed, to `typed` where that is not empty."""
        if (parameters, chosen, typed) != (self._parameters, self._chosen, self._typed):
            self._parameters, self._chosen, self._typed = parameters, chosen, typed
            self.renew()

    def lay(self, width: int, height: int) -> Sequence[Row]:
        return flow([self._one(parameter) for parameter in self._parameters], width)

    def _one(self, parameter: Parameter) -> Row:
        now = number(parameter.now)
        if parameter.name == self._chosen:
            shown = f"{self._typed}▌" if self._typed else number(parameter.value)
            return (
                ("‹ ", "pointer"),
                (f"{parameter.name} ", "strong"),
                (shown, "asked"),
                (" ›", "pointer"),
            )
        name = (f"{parameter.name} ", "muted")
        if parameter.editable:
            style = "asked" if parameter.changed else "strong"
            return (("‹ ", "faint"), name, (now, style), (" ›", "faint"))
        return (name, (now, "text"))
