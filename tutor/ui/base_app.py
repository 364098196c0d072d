"""What every full-screen app here has in common: its looks, its keys, and how it ends."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from rich.console import COLOR_SYSTEMS, Console, RenderableType
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.binding import Binding, BindingType
from textual.css.stylesheet import Stylesheet
from textual.driver import Driver
from textual.filter import ANSIToTruecolor, LineFilter
from textual.screen import Screen

from tutor.errors import TutorError
from tutor.ui.screens.base_screen import BaseScreen, DrawWith
from tutor.ui.terminal.capabilities import Look
from tutor.ui.terminal.diff_output import ScreenBuffer
from tutor.ui.theme import AsciiOnly, Colourless, textual_theme
from tutor.ui.widgets.line_widget import LineWidget

if TYPE_CHECKING:
    from tutor.course.catalog import Course

LATER = 1.0
"""Seconds after its start when an app sees to what the first screen did not need."""
SYSTEMS = {"truecolor": "truecolor", "256": "256", "16": "standard", "none": None}
"""Rich's names for how many colours there are."""


class BaseApp(App[None]):
    """An app at one terminal. Everything about that terminal comes in `look`."""

    CSS_PATH = "app.tcss"
    TITLE = "tutor"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "quit", show=False, system=True, priority=True)
    ]

    def __init__(self, look: Look, *, driver_class: type[Driver] | None = None) -> None:
        super().__init__(driver_class=driver_class)
        self.look = look
        self.failure: TutorError | None = None
        """Why it had to end; to be said once the screen is left."""
        self._shown = ScreenBuffer(COLOR_SYSTEMS.get(SYSTEMS[look.colours] or ""))
        self._torn = False
        """The terminal was resized, and what that left of a picture is not known."""
        self._dress()

    def _dress(self) -> None:
        """Take colours from the look instead of from this process's environment."""
        theme = textual_theme(self.look)
        self.register_theme(theme)
        self.set_reactive(App.theme, theme.name)
        self.stylesheet = Stylesheet(variables=self.get_css_variables())
        self.no_color = False
        self.animation_level = "none"
        self.console = Console(
            file=self.console.file,
            color_system=SYSTEMS[self.look.colours],  # type: ignore[arg-type]  # a Literal of Rich's
            force_terminal=True,
            markup=True,
            highlight=False,
            emoji=False,
            legacy_windows=False,
            safe_box=False,
            soft_wrap=False,
            _environ={},
        )
        self._choose_filters()

    def _choose_filters(self) -> None:
        few = self.look.colours in ("16", "none")
        filters: list[LineFilter] = [] if few else [ANSIToTruecolor(self.ansi_theme)]
        if self.look.colours == "none":
            filters.append(Colourless())
        if self.look.charset == "ascii":
            filters.append(AsciiOnly())
        self._last_filters = tuple(filters)

    def wear(self, look: Look) -> None:
        """Look like this from now on, on the screens that are open too. The colours stay."""
        self.look = look
        self._choose_filters()
        for screen in self.screen_stack:
            for one in screen.walk_children(with_self=True):
                if isinstance(one, BaseScreen | LineWidget):
                    one.look = look
                if isinstance(one, LineWidget):
                    one.renew()
                one.refresh()
            if isinstance(screen, BaseScreen):
                screen.resized()
                screen.renew_footer()

    def on_draw_with(self, message: DrawWith) -> None:
        """What everything is drawn with."""
        self.wear(replace(self.look, charset=message.charset))

    def get_driver_class(self) -> type[Driver]:
        if sys.platform == "win32":
            return super().get_driver_class()
        from tutor.ui.terminal.driver import TerminalDriver

        return TerminalDriver

    def fail(self, error: TutorError) -> None:
        """Leave the screen: there is nothing to show."""
        self.failure = error
        self.exit()

    def open_page(self, title: str, text: str) -> None:
        """Something to read, Markdown."""
        from tutor.ui.screens.page import PageScreen

        self.push_screen(PageScreen(title, text, self.look))

    def open_glossary(self, course: Course) -> None:
        """The words of a course."""
        from tutor.ui.screens.glossary import GlossaryScreen

        self.push_screen(GlossaryScreen(course.glossary, self.look))

    # -- what is sent -------------------------------------------------------------------------

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        # Textual sends a screen as often as something asks for it, each time in three writes.
        if self.is_headless or not isinstance(renderable, LayoutUpdate | ChopsUpdate):
            super()._display(screen, renderable)
            return
        if self._running and not self._closed and not self._batch_count and self._driver:
            news = self._news(renderable)
            if news:
                at_once = self._sync_available
                self._driver.write(f"{SYNC_START}{news}{SYNC_END}" if at_once else news)
                self._driver.flush()
        self.post_display_hook()

    def _news(self, update: LayoutUpdate | ChopsUpdate) -> str:
        """What of it is to be sent. After a resize nothing is, until a picture of that size comes:
        one that was laid out for another would be cut anywhere, and be remembered as shown."""
        if self._torn:
            if not isinstance(update, LayoutUpdate) or update.region.size != self.size:
                return ""
            self._torn = False
            self._shown.forget()
        return self._shown.news(update)

    def _set_pointer_shape(self, shape: str) -> None:
        """The mouse's pointer stays as it is: not every terminal knows what is asked of it."""

    def on_resize(self) -> None:
        self._torn = self._shown.anything

    def _resume_signal(self) -> None:
        self._shown.forget()
        super()._resume_signal()

    def get_line_filters(self) -> Sequence[LineFilter]:
        return self._last_filters

    def on_mount(self) -> None:
        """A closed terminal, or a request to end, ends the app as a key would."""
        if not self.is_headless:
            loop = asyncio.get_running_loop()
            for number in (signal.SIGTERM, signal.SIGHUP):
                loop.add_signal_handler(number, self.exit)
        self.set_timer(LATER, self._settle)

    def _settle(self) -> None:
        """Begin to look for garbage where the start was spared that, and have NumPy at hand."""
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
        self.run_worker(partial(import_module, "numpy"), group="numpy", thread=True)

    def _fatal_error(self) -> None:
        """A fault of the tutor's own: where it happened, without what was in memory there.

        Textual's prints every local variable, and among those is the answer.
        """
        from rich.traceback import Traceback

        told = "The tutor stopped at a fault of its own. Your place is kept: start it again."
        self._exit_renderables = [Traceback(show_locals=False, width=None, max_frames=6), told]
        self._close_messages_no_wait()
