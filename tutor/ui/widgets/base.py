"""The foot of a screen other than a step's: a rule, and the keys."""

from __future__ import annotations

from textual.containers import Vertical

from tutor.ui.widgets.footer import Footer


class Base(Vertical):
    """Holds the footer, undocked, as high as it needs to be."""

    def __init__(self, footer: Footer) -> None:
        super().__init__(footer, id="base")
