"""What stands on the board: steps, roster, and what is held."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.classroom.board_rows import board_rows
from tutor.classroom.roster import Board, Person
from tutor.ui.text_layout import Row
from tutor.ui.widgets.line_widget import LineWidget


class BoardPage(LineWidget):
    """Steps, roster, and what is held."""

    def __init__(self) -> None:
        super().__init__(id="page")
        self._shown: tuple[Board, Sequence[Person], str, str, Row] | None = None
        self.chosen: Person | None = None
        """Who is in the hand, wherever they stand in the roster now."""

    @property
    def _people(self) -> Sequence[Person]:
        return self._shown[1] if self._shown is not None else ()

    @property
    def _at(self) -> int:
        learner = self.chosen.learner if self.chosen is not None else ""
        return next((n for n, one in enumerate(self._people) if one.learner == learner), 0)

    def move(self, steps: int) -> None:
        """Take another one in the hand."""
        people = self._people
        self.chosen = people[min(max(self._at + steps, 0), len(people) - 1)] if people else None

    def show(
        self, board: Board, people: Sequence[Person], step: str, notes: str, said: Row
    ) -> None:
        """Show this."""
        self._shown = board, people, step, notes, said
        self.move(0)
        self.renew()

    def lay(self, width: int, height: int) -> list[Row]:
        if self._shown is None:
            return []
        return board_rows(width, height, *self._shown, at=self._at)
