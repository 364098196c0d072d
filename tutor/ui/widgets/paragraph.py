"""A few lines of words that are wrapped to the width."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.ui.terminal import Look
from tutor.ui.typeset import Row, wrap
from tutor.ui.widgets.rows import Rows


class Paragraph(Rows):
    """Rows of words; each given row is a paragraph of its own."""

    def __init__(self, look: Look, *rows: Row, id: str) -> None:
        super().__init__(look, id=id)
        self._words = rows

    def show(self, *rows: Row) -> None:
        """Say this instead."""
        if rows != self._words:
            self._words = rows
            self.renew()

    def lay(self, width: int, height: int) -> Sequence[Row]:
        return [line for row in self._words for line in wrap(row, width)]
