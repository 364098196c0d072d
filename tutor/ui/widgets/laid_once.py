"""Widgets whose change is laid out once."""

from __future__ import annotations

from textual.containers import Horizontal, Vertical
from textual.geometry import Size
from textual.reactive import Reactive


class LaidOnce:
    """Textual lays the whole screen out a second time where what could be scrolled to in a widget
    has another size. Nothing here depends on that: a scrollbar that comes or goes asks for a
    layout itself. No widget of its own: Textual takes a widget's rules from its first base."""

    virtual_size = Reactive(Size(0, 0), repaint=False)


class Column(LaidOnce, Vertical):
    """Widgets below each other, and nothing of its own."""

    BLANK = True


class Columns(LaidOnce, Horizontal):
    """Widgets side by side."""

    BLANK = True


class Foot(LaidOnce, Vertical):
    """What stands under the rule at the bottom of a screen."""
