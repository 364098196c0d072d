"""An app and a screen as Textual makes them, with the methods that `diff_host` gives its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from rich.color import ColorSystem
from textual.app import App
from textual.driver import Driver
from textual.screen import Screen

Result = TypeVar("Result")


class HostApp(App[None]):
    """Textual's own output and driver."""

    def __init__(
        self, system: ColorSystem | None, driver_class: type[Driver] | None = None
    ) -> None:
        super().__init__(driver_class=driver_class)


class HostScreen(Screen[Result], Generic[Result], inherit_bindings=False):
    """Textual's own compositor."""

    def draw_all_next(self) -> None:
        """Nothing is left out anyway."""

    def paint_once(self, release: Callable[[], object]) -> None:
        """Let Textual paint what was held back."""
        release()
