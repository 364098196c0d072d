"""Rows that scroll: what is made to the width it gets."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tutor.ui.terminal import Look
from tutor.ui.typeset import Row
from tutor.ui.widgets.rows import Rows


class Sheet(Rows):
    """As many of the rows as fit, from the first that is in sight on."""

    def __init__(self, look: Look, make: Callable[[int], Sequence[Row]], *, id: str) -> None:
        """`make` gives all rows for so many columns."""
        super().__init__(look, id=id)
        self._make = make
        self._first = 0

    def lay(self, width: int, height: int) -> Sequence[Row]:
        rows = self._make(width)
        self._first = max(0, min(self._first, len(rows) - height))
        return rows[self._first : self._first + height]

    @property
    def below(self) -> int:
        """Rows that are not in sight yet."""
        width, height = self.content_size
        return max(0, len(self._make(width)) - self._first - height) if width else 0

    @property
    def scrolls(self) -> bool:
        """Not all of it can be seen at once."""
        return self.below > 0 or self._first > 0

    def turn(self, lines: int) -> None:
        """Scroll by so many rows."""
        self._first = max(0, self._first + lines)
        self.renew()

    @property
    def page(self) -> int:
        """Rows of one screenful, less two to hold on to."""
        return max(1, self.content_size.height - 2)

    def on_mouse_scroll_down(self) -> None:
        self.turn(3)

    def on_mouse_scroll_up(self) -> None:
        self.turn(-3)
