"""The projector: what all of a class look at together, on a screen of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widget import Widget

from tutor.classroom.members import Members
from tutor.classroom.projection import Projection, projection
from tutor.classroom.projection_rows import projection_rows
from tutor.errors import StoreError
from tutor.ui.screens.base_screen import BaseScreen
from tutor.ui.text_layout import Row, inline, wrap
from tutor.ui.widgets.footer import Key
from tutor.ui.widgets.line_widget import LineWidget

if TYPE_CHECKING:
    from tutor.classroom.classroom import Classroom
    from tutor.course.loader import Course
    from tutor.history.records import Store

EVERY = 0.5
"""Seconds after which the class is looked at anew."""
TOLD = 8.0
"""Seconds for which the keys stand beneath it, after one was pressed that does nothing."""


class ProjectorScreen(BaseScreen):
    """What everybody may see of a class: nobody's answer before all are shown."""

    def __init__(self, classroom: Classroom, store: Store, course: Course) -> None:
        super().__init__()
        self._classroom, self._store, self._course = classroom, store, course
        self._members = Members(store, classroom.name)

    def parts(self) -> ComposeResult:
        self.page = ProjectorPage(self._course)
        yield self.page

    def begin(self) -> None:
        self.again()
        self.set_interval(EVERY, self.again)
        self._tell_keys()

    def again(self) -> None:
        """Look at the class anew."""
        try:
            last = self.page.projection
            found = projection(self._classroom, self._members, self._store, self._course, last)
            if self._store.problem:  # what was read may be nothing
                raise StoreError(self._store.problem)
        except StoreError as error:
            self.page.show(None, str(error))
        else:
            self.page.show(found)

    def every_key(self) -> Iterator[Key]:
        yield Key("q", "leave", "leave")

    def typed(self, key: str, character: str | None) -> None:
        self._tell_keys()

    def _tell_keys(self) -> None:
        """Say what can be pressed, for a while: a room need not read it all the time."""
        self._foot.display = True
        self.set_timer(TOLD, self._hide_keys)

    def _hide_keys(self) -> None:
        self._foot.display = False

    @property
    def _foot(self) -> Widget:
        return self.query_one("#foot")

    def act_leave(self) -> None:
        """Back to the board, or out."""
        if len(self.app.screen_stack) > 2:
            self.app.pop_screen()
        else:
            self.app.exit()


class ProjectorPage(LineWidget):
    """All of it."""

    def __init__(self, course: Course) -> None:
        super().__init__(id="page")
        self._course = course
        self.projection: Projection | None = None
        """As it was seen last."""
        self._trouble = ""

    def show(self, found: Projection | None, trouble: str = "") -> None:
        """Show this, or the trouble that the store is in beneath what was seen last."""
        self.projection, self._trouble = found or self.projection, trouble
        self.renew()

    def lay(self, width: int, height: int) -> Sequence[Row]:
        rows: list[Row] = []
        trouble = wrap(inline(self._trouble, "warm"), width) if self._trouble else []
        if self.projection is not None:
            room = height - len(trouble)
            rows = projection_rows(self.projection, self._course, width, room, self.look.charset)
        return [*rows, *trouble]
