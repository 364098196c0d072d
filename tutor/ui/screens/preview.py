"""A step as its author sees it: what a learner would see, and above it what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.app import ComposeResult

from tutor.session.lesson import LessonSession
from tutor.ui.screens.base_screen import BaseScreen
from tutor.ui.screens.step import StepScreen
from tutor.ui.terminal.capabilities import Look
from tutor.ui.text_layout import Row, wrap
from tutor.ui.widgets.footer import Key
from tutor.ui.widgets.line_widget import LineWidget, heading


class Problems(LineWidget):
    """What is wrong with the file as it was saved last; as much of it as there is room for."""

    def __init__(self, look: Look, said: str = "") -> None:
        super().__init__(look, id="problems")
        self._said = said
        self._problems: tuple[str, ...] = ()

    def show(self, problems: Sequence[str], said: str) -> None:
        """List these under the sentence `said`."""
        self._problems, self._said = tuple(problems), said
        self.display = bool(problems)
        self.renew()
        self.refresh(layout=True)

    def lay(self, width: int, height: int) -> Sequence[Row]:
        rows: list[Row] = [(("✗ ", "bad"), (self._said, "strong"))]
        most = max(3, self.app.size.height - 12)
        for number, problem in enumerate(self._problems):
            more = wrap(((problem, "text"),), width, indent="  ")
            if len(rows) + len(more) > most:
                rows.append(((f"… and {len(self._problems) - number} more", "muted"),))
                break
            rows += more
        return rows


class PreviewScreen(StepScreen):
    """The step of the last good version; problems of a later one stand over it."""

    def __init__(self, session: LessonSession, look: Look) -> None:
        super().__init__(session, look)
        self.problems = Problems(look)

    def parts(self) -> ComposeResult:
        yield from super().parts()
        yield self.problems

    def begin(self) -> None:
        self.problems.display = False
        super().begin()

    def renew(self, session: LessonSession) -> None:
        """Another version of the lesson, at the same place."""
        self.session, self.course = session, session.course
        self.problems.show((), "")
        self.changed()
        self.call_later(self.prose.go_to, self.view.scroll)

    def broken(self, problems: Sequence[str]) -> None:
        """The version that was saved last cannot be shown."""
        many = "a problem" if len(problems) == 1 else f"{len(problems)} problems"
        self.problems.show(problems, f"Saved with {many}; below is the last good version.")

    def every_key(self) -> Iterator[Key]:
        """Nobody leaves for home from here: `l` is `q`, and while letters are typed ctrl+c."""
        for key in super().every_key():
            if key.press == "l" and key.act == "leave":
                continue
            yield key._replace(does="close") if key.act == "leave" else key
        if not self.state.typing and not self.number:
            yield Key("q", "leave", "close")
        else:
            yield Key("ctrl+c", "leave", "close")


class BrokenScreen(BaseScreen[None]):
    """There is no good version yet."""

    def __init__(self, title: str, look: Look) -> None:
        super().__init__(look)
        self._title = title
        self.problems = Problems(look)

    def parts(self) -> ComposeResult:
        yield heading(self.look, self._title)
        yield self.problems

    def begin(self) -> None:
        self.renew_footer()

    def broken(self, problems: Sequence[str]) -> None:
        """The version that was saved last cannot be shown."""
        self.problems.show(problems, "This cannot be shown yet. Save it mended, and it is.")

    def every_key(self) -> Iterator[Key]:
        yield Key("q", "leave", "close")
        yield Key("escape", "leave")
        yield Key("enter", "leave")
