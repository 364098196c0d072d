"""The app of whoever leads a class: the board, or what the projector shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

from tutor.ui.base_app import BaseApp

if TYPE_CHECKING:
    from tutor.ui.terminal.capabilities import Look
    from tutor.ui.terminal.line_driver import Line


class ClassApp(BaseApp):
    """One terminal of theirs."""

    def __init__(self, screen: Screen[None], *, look: Look, line: Line | None = None) -> None:
        super().__init__(look, line)
        self._first = screen
        self.learns = False
        """They would rather learn themselves."""

    def on_mount(self) -> None:
        self.push_screen(self._first)

    def learn(self) -> None:
        """Leave it for the course."""
        self.learns = True
        self.exit()
