"""The first line: where the learner is, and how it goes."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.ui.terminal import Look
from tutor.ui.typeset import Row, spread
from tutor.ui.widgets.rows import Rows


class Heading(Rows):
    """`Add alpha › Multiply the step by alpha        step 3/8   ✓ 5 of 6`."""

    def __init__(self, look: Look, left: Row = (), right: Row = ()) -> None:
        super().__init__(look, id="heading")
        self._left, self._right = left, right

    def show(self, left: Row, right: Row) -> None:
        """Say where the learner is (left) and how it goes (right)."""
        if (left, right) != (self._left, self._right):
            self._left, self._right = left, right
            self.renew()

    def lay(self, width: int, height: int) -> Sequence[Row]:
        return [spread(self._left, self._right, width)]
