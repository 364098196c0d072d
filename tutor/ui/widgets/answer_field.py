"""Where an answer is typed, with the reading of it beside it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from tutor.engine.numbers import number
from tutor.grading.answer import Reading
from tutor.ui.line_edit import LineEdit
from tutor.ui.terminal.capabilities import Look
from tutor.ui.text_layout import Row, spread
from tutor.ui.widgets.line_widget import LineWidget

PROMPT = "› "


class AnswerField(LineWidget):
    """`› 0.5 + 0.1*0.4▌   = 0.54`; several lines where lines are asked."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, id="answer")
        self._draft = LineEdit()
        self._reading: Reading | None = None
        self._active = True
        self._spent = False
        self._comparison: Row = ()

    def show(
        self,
        draft: LineEdit,
        reading: Reading | None,
        *,
        active: bool,
        spent: bool = False,
        comparison: Row = (),
    ) -> None:
        """Show what is being typed; `spent`: it was a miss, and the next character replaces it.

        `comparison` stands in its place once the truth is known.
        """
        self._draft, self._reading = draft, reading
        self._active, self._spent, self._comparison = active, spent, comparison
        self.renew()

    def lay(self, width: int, height: int) -> Sequence[Row]:
        if self._comparison:
            return [self._comparison]
        lines = self._draft.text.split("\n")
        at = self._draft.text.count("\n", 0, self._draft.cursor)
        column = self._draft.cursor - self._draft.line_start
        rows = [
            self._line(line, column if n == at and self._active else None, width, first=n == 0)
            for n, line in enumerate(lines)
        ]
        if self._reading is not None and len(rows) == 1:
            rows[0] = spread((*rows[0], *_read(self._reading)), (), width)
        return rows

    def _line(self, line: str, cursor: int | None, width: int, *, first: bool) -> Row:
        head = (PROMPT if first else "  ", "pointer")
        style = "muted" if self._spent else "strong"
        if cursor is None:
            return (head, (line, style))
        # Of a long line the end before the cursor is shown.
        room = max(8, width - len(PROMPT) - 1)
        start = 0
        while cell_len(line[start:cursor]) >= room:
            start += 1
        under = line[cursor : cursor + 1] or " "
        return (
            head,
            (line[start:cursor], style),
            (under, "cursor"),
            (line[cursor + 1 :], style),
        )


def _read(reading: Reading) -> Row:
    """How it was read, in a few words."""
    if reading.value is not None:
        sure = {"?": "  a hunch", "!": "  certain"}.get(reading.confidence, "")
        return (("   = ", "muted"), (number(reading.value), "value"), (sure, "muted"))
    return ((f"   {reading.why_not}", "muted"),) if reading.why_not else ()
