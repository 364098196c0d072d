"""An app and a screen that send only what is new, once.

Textual's private parts are used here and in `diff_output`, `driver` and `input_parser`, nowhere
else; tests/ui/terminal/test_private_parts.py names each of them.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from traceback import format_exception
from typing import TYPE_CHECKING, Any

from rich.color import ColorSystem
from rich.console import RenderableType
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual._styles_cache import StylesCache
from textual.app import App
from textual.driver import Driver
from textual.screen import Screen
from textual.widget import Widget

from tutor.ui.terminal.capabilities import in_a_page
from tutor.ui.terminal.diff_output import DiffCompositor, ScreenBuffer

if TYPE_CHECKING:
    from tutor.ui.terminal.line_driver import Line


REST = 0.2
"""Seconds after its last paint when an app at the other end of a line is at rest."""


def forget_drawn() -> None:
    """What Textual remembers of how widgets were drawn holds them, and all that was drawn."""
    StylesCache.get_inner_outer.cache_clear()


class HostApp(App[None]):
    """Knows what stands on the terminal."""

    def __init__(self, system: ColorSystem | None, asks: str, line: Line | None = None) -> None:
        """`system`: how many colours there are; None for none. `asks`: what the terminal is asked
        each time that it is taken over. `line`: what leads to a terminal that is not this
        process's own."""
        self.line = line
        super().__init__()
        if line is not None:
            # what Textual makes of sys.stdout while an app runs: one would undo another's
            self._capture_stdout: Any = sys.stdout
            self._capture_stderr: Any = sys.stderr
        self.asks = asks
        self.fault = ""
        """Where a fault of the tutor's own ended an app at the other end of a line."""
        self._shown = ScreenBuffer(system)
        self._resting: asyncio.TimerHandle | None = None
        self._torn = False
        """The terminal was resized, and what that left of a picture is not known."""

    def get_driver_class(self) -> type[Driver]:
        if self.line is not None:
            from tutor.ui.terminal.line_driver import LineDriver

            return LineDriver
        if in_a_page(os.environ):
            return super().get_driver_class()
        from tutor.ui.terminal.driver import TerminalDriver

        return TerminalDriver

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        # Textual sends a screen as often as something asks for it, each time in three writes.
        if self.is_headless or not isinstance(renderable, LayoutUpdate | ChopsUpdate):
            super()._display(screen, renderable)
            return
        stalled = self.line is not None and self.line.stalled
        if stalled:
            self._shown.forget()  # whatever is drawn while nobody reads it is drawn anew
        elif self._running and not self._closed and not self._batch_count and self._driver:
            news = self._news(renderable)
            if news:
                at_once = self._sync_available
                self._driver.write(f"{SYNC_START}{news}{SYNC_END}" if at_once else news)
                self._driver.flush()
                if self.line is not None:
                    self.line.shown()
                    self._let_go_later()
        self.post_display_hook()

    def _let_go_later(self) -> None:
        """Where there are many apps in one process, one that rests keeps no rows drawn: they are a
        third of its memory, and the next key draws what it needs anew."""
        if self._resting is not None:
            self._resting.cancel()
        self._resting = asyncio.get_running_loop().call_later(REST, self._let_go)

    def _let_go(self) -> None:
        self._resting = None
        for screen in self.screen_stack if self._running else ():
            for widget in screen.walk_children(Widget, with_self=True):
                widget._styles_cache.clear()

    def _news(self, update: LayoutUpdate | ChopsUpdate) -> str:
        """What of it is to be sent. After a resize nothing is, until a picture of that size comes:
        one that was laid out for another would be cut anywhere, and be remembered as shown."""
        if self._torn:
            if not isinstance(update, LayoutUpdate) or update.region.size != self.size:
                return ""
            self._torn = False
            self._shown.forget()
        return self._shown.news(update)

    @property
    def waiting(self) -> int:
        """Messages that the app and its screens have not come to yet."""
        return self.message_queue_size

    def draw_anew(self) -> None:
        """Send all that is to be seen: what stands there is not known."""
        self._shown.forget()
        if self._running and self.screen_stack:
            if isinstance(self.screen, HostScreen):
                self.screen.draw_all_next()
            self.screen.refresh()

    def _set_pointer_shape(self, shape: str) -> None:
        """The mouse's pointer stays as it is: not every terminal knows what is asked of it."""

    def on_resize(self) -> None:
        self._torn = self._shown.anything

    def _resume_signal(self) -> None:
        self._shown.forget()
        super()._resume_signal()

    def _fatal_error(self) -> None:
        """A fault of the tutor's own: where it happened, without what was in memory there.

        Textual's prints every local variable, and among those is the answer.
        """
        if self.line is not None:
            kind, error, trace = sys.exc_info()
            self.fault = "".join(format_exception(kind, error, trace))
            self._close_messages_no_wait()
            return
        from rich.traceback import Traceback

        told = "The tutor stopped at a fault of its own. Your place is kept: start it again."
        self._exit_renderables = [Traceback(show_locals=False, width=None, max_frames=6), told]
        self._close_messages_no_wait()


class HostScreen(Screen[None], inherit_bindings=False):
    """Draws only what changed, and nothing while the app holds its paints back."""

    BLANK = True

    def __init__(self) -> None:
        super().__init__()
        self._compositor = self._sparing = DiffCompositor()

    def on_unmount(self) -> None:
        forget_drawn()

    def draw_all_next(self) -> None:
        """The next update is to draw everything."""
        self._sparing.whole = True

    def paint_once(self, release: Callable[[], object]) -> None:
        """Paint for the first time, now that everything stands in its place; `release` ends what
        held paints back until then."""
        # Textual would paint for the layout and once more for the screen having come up.
        self._repaint_required = False
        self._sparing.whole = True
        release()
        self._compositor_refresh()

    def _compositor_refresh(self) -> None:
        # Textual also draws what it then does not send.
        if not self.app._batch_count:
            super()._compositor_refresh()
