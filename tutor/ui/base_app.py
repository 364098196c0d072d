"""What every full-screen app here has in common: its looks, its keys, and how it ends."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections import deque
from collections.abc import Mapping, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.console import COLOR_SYSTEMS, Console
from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.filter import ANSIToTruecolor, LineFilter

from tutor.errors import TutorError
from tutor.history.records import CHARSET, THEME
from tutor.process import signals
from tutor.ui.screens.base_screen import BaseScreen
from tutor.ui.terminal.capabilities import THEMES, Look
from tutor.ui.terminal.host import HostApp
from tutor.ui.terminal.questions import Background, MarkWidth, questions
from tutor.ui.terminal.shared_styles import SharedStylesheet
from tutor.ui.theme import AsciiOnly, Colourless, textual_theme
from tutor.ui.widgets.line_widget import LineWidget

if TYPE_CHECKING:
    from tutor.ui.terminal.line_driver import Line

AT_ONCE = ("ctrl+c", "ctrl+z")
"""Keys that wait for no screen."""
LATER = 1.0
"""Seconds after its start when an app sees to what the first screen did not need."""
SYSTEMS = {"truecolor": "truecolor", "256": "256", "16": "standard", "none": None}
"""Rich's names for how many colours there are."""


class BaseApp(HostApp):
    """An app at one terminal. Everything about that terminal comes in `look`."""

    CSS_PATH = str(Path(__file__).with_name("app.tcss"))
    TITLE = "tutor"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "quit", show=False, system=True, priority=True),
        Binding("ctrl+z", "suspend_process", show=False, system=True, priority=True),
    ]

    def __init__(self, look: Look, line: Line | None = None) -> None:
        """`line`: what leads to its terminal, where that is not this process's own."""
        super().__init__(COLOR_SYSTEMS.get(SYSTEMS[look.colours] or ""), questions(look), line)
        self.look = look
        self.failure: TutorError | None = None
        """Why it had to end; to be said once the screen is left."""
        self.pressed: deque[events.Key] = deque()
        """Keys that no screen has obeyed yet, the oldest first."""
        self._dress()

    def _dress(self) -> None:
        """Take colours from the look instead of from this process's environment."""
        for dark in (True, False):
            self.register_theme(textual_theme(self.look._replace(dark=dark, theme=None)))
        self.set_reactive(App.theme, textual_theme(self.look).name)
        self.stylesheet = SharedStylesheet(variables=self.get_css_variables())
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
        self._line_filters = tuple(filters)

    def wear(self, look: Look) -> None:
        """Look like this from now on, on the screens that are open too."""
        self.look = look
        self.theme = textual_theme(look).name
        self._choose_filters()
        for screen in self.screen_stack:
            for one in screen.walk_children(with_self=True):
                if isinstance(one, LineWidget):
                    one.renew()
                one.refresh()
            if isinstance(screen, BaseScreen):
                screen.resized()
                screen.renew_footer()

    def choose(self, look: Look) -> None:
        """The learner wants everything to look like this, now and the next time."""
        before = self.look
        self.wear(look)
        if look.charset != before.charset:
            self.keep(CHARSET, look.charset)
        if look.theme is not None and look.theme != before.theme:
            self.keep(THEME, look.theme)

    def keep(self, name: str, value: str) -> None:
        """Remember what was chosen; an app that keeps nothing does not."""

    def wear_chosen(self, chosen: Mapping[str, str]) -> None:
        """Look as the learner once chose; what was asked for this time counts more, and is kept."""
        look = self.look
        if chosen.get(CHARSET) == "ascii":
            look = look._replace(charset="ascii")
        if look.theme is None:
            theme = chosen.get(THEME, "auto")
            look = look._replace(theme=theme if theme in THEMES else "auto")
        elif look.theme != chosen.get(THEME):
            self.keep(THEME, look.theme)
        if look != self.look:
            self.wear(look)

    def on_background(self, message: Background) -> None:
        """The terminal has told what its background is."""
        self.wear(self.look._replace(dark=message.dark))

    def on_mark_width(self, message: MarkWidth) -> None:
        """Where a sign is two cells wide nothing would stand where it belongs but ASCII."""
        if message.cells > 1:
            self.wear(self.look._replace(charset="ascii", unicode=False))

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key) and not event.is_forwarded and event.key not in AT_ONCE:
            self.pressed.append(event)
        await super().on_event(event)

    def fail(self, error: TutorError) -> None:
        """Leave the screen: there is nothing to show."""
        self.failure = error
        self.exit()

    @property
    def hand(self) -> bool | None:
        """The learner's hand is up; None where there is nobody to see it."""
        return None

    def raise_hand(self) -> None:
        """Put it up or, where it is, down; an app that is not in a class does not."""

    def lesson_done(self, lesson: str) -> None:
        """The learner is through with a lesson, by its id; an app that keeps nothing goes on."""

    def left(self) -> None:
        """The learner leaves the screen, which is still there."""
        self.exit()

    def get_line_filters(self) -> Sequence[LineFilter]:
        return self._line_filters

    def on_mount(self) -> None:
        """A closed terminal, or a request to end, ends the app as a key would; an interruption that
        was put off while the app was being made comes now. One among several in a process hears
        of neither, and leaves all that is the process's alone."""
        if self.line is not None:
            return
        if not self.is_headless:
            loop = asyncio.get_running_loop()
            for number in (signal.SIGTERM, signal.SIGHUP):
                loop.add_signal_handler(number, self.exit)
            for number in signals.ALARM:
                loop.add_signal_handler(number, signal.raise_signal, signal.SIGINT)
            signals.deliver()
        self.set_timer(LATER, self._settle)

    def _settle(self) -> None:
        """Begin to look for garbage where the start was spared that, and have NumPy at hand."""
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
        self.run_worker(partial(import_module, "numpy"), group="numpy", thread=True)
