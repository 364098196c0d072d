"""An app on which steps are walked: what a step's screen asks for is opened here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.driver import Driver

from tutor.ui.dressed import DressedApp
from tutor.ui.terminal import Look

if TYPE_CHECKING:
    from tutor.core.session import Session
    from tutor.ui.screens.step import StepScreen


class WalkingApp(DressedApp):
    """A subclass puts the step's screen up, and hears by `left` that the learner wants to go."""

    def __init__(self, look: Look, *, driver_class: type[Driver] | None = None) -> None:
        super().__init__(look, driver_class=driver_class)
        self.session: Session | None = None
        """The learner's walk; None until the lessons are read."""
        self._curved = look.charset == "unicode"

    def left(self) -> None:
        """The learner leaves the step's screen, which is still there."""
        raise NotImplementedError

    def on_step_screen_wanted(self, message: StepScreen.Wanted) -> None:
        from tutor.ui.screens.step import StepScreen

        if not isinstance(self.screen, StepScreen):
            return  # it was pressed twice, and has been done
        match message.what:
            case "help":
                self.open_help()
            case "glossary":
                self.open_glossary()
            case "jump":
                self.open_jump()
            case _:
                self.left()

    def open_page(self, title: str, text: str) -> None:
        """Something to read, Markdown."""
        from tutor.ui.screens.page import PageScreen

        self.push_screen(PageScreen(title, text, self.look))

    def open_help(self) -> None:
        from tutor.ui.screens.help import HelpScreen

        self.push_screen(HelpScreen(self.look, curved=self._curved))

    def open_glossary(self) -> None:
        from tutor.ui.screens.glossary import GlossaryScreen

        assert self.session is not None
        self.push_screen(GlossaryScreen(self.session.course.glossary, self.look))

    def open_jump(self) -> None:
        """Every step, to jump to."""
        from tutor.ui.screens.jump import JumpScreen
        from tutor.ui.screens.step import StepScreen

        session, screen = self.session, self.screen
        assert session is not None and isinstance(screen, StepScreen)
        place = session.place()

        def go(found: tuple[str, str] | None) -> None:
            if found is not None and self.session is not None:
                self.session.open(*found)  # in a preview it may be another one by now
                screen.changed()

        here = (place.lesson, place.step)
        self.push_screen(JumpScreen(session.course, session.standing, here, self.look), go)
