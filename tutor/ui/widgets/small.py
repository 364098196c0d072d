"""What stands there when the terminal is too small for anything else."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.ui.terminal import SMALLEST, Look
from tutor.ui.typeset import Row, inline, wrap
from tutor.ui.widgets.rows import Rows


class Small(Rows):
    """One sentence; what was being done is kept and comes back with the room."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, id="small")

    def lay(self, width: int, height: int) -> Sequence[Row]:
        columns, rows = self.outer_size
        text = (
            f"This needs at least {SMALLEST[0]} columns and {SMALLEST[1]} rows; here are "
            f"{columns} and {rows}. Make the window larger: nothing is lost."
        )
        return wrap(inline(text), max(width, 8))
