"""What apps and screens here are built on: our own output and driver, or Textual's as it comes.

TUTOR_STOCK_TEXTUAL=1 chooses Textual's. Everything looks the same then and takes longer; whatever
differs is a fault of ours or of a Textual whose private parts have changed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from rich.color import ColorSystem
from textual.app import App
from textual.screen import Screen

if TYPE_CHECKING:
    from tutor.ui.terminal.line_driver import Line

STOCK = os.environ.get("TUTOR_STOCK_TEXTUAL", "") not in ("", "0")


class StockApp(App[None]):
    """Textual's own output and driver."""

    def __init__(self, system: ColorSystem | None, asks: str, line: Line | None = None) -> None:
        super().__init__()
        self.line = None
        self.fault = ""


class StockScreen(Screen[None], inherit_bindings=False):
    """Textual's own compositor, with the methods that `diff_host` gives its screen."""

    def draw_all_next(self) -> None:
        """Nothing is left out anyway."""

    def paint_once(self, release: Callable[[], object]) -> None:
        """Let Textual paint what was held back."""
        release()


if TYPE_CHECKING or not (STOCK or sys.platform == "win32"):
    from tutor.ui.terminal.diff_host import HostApp, HostScreen
else:
    HostApp, HostScreen = StockApp, StockScreen

__all__ = ["HostApp", "HostScreen"]
