"""What stands there once a quiz of the class is handed in, until all have done that."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.grading import messages
from tutor.ui.screens.page import PageScreen
from tutor.ui.widgets.footer import Key


class HandedInScreen(PageScreen):
    """A page that whoever runs the class closes."""

    def __init__(self) -> None:
        super().__init__("Quiz", messages.HANDED_IN)

    def every_key(self) -> Iterator[Key]:
        yield Key("l", "leave", "leave")
