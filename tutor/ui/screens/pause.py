"""What stands there while a class has a pause: nothing is typed until it goes on."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.ui.screens.page import PageScreen
from tutor.ui.widgets.footer import Key

KEPT = "Your place is kept, and so is what you were typing. It goes on by itself."


class PauseScreen(PageScreen):
    """A page that whoever runs the class closes."""

    def __init__(self, sentence: str) -> None:
        super().__init__("Pause", f"{sentence}\n\n{KEPT}")

    def every_key(self) -> Iterator[Key]:
        yield Key("l", "leave", "leave")

    def act_leave(self) -> None:
        self.app.exit()
