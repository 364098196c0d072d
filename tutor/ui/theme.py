"""Colours by name: what each thing on a screen looks like, dark, light, in 16 colours and in none.

Every mark differs in shape as well, so nothing is lost where there are no colours. The filters at
the end are for terminals without colours, or without Unicode.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.theme import BUILTIN_THEMES, Theme

from tutor.ui.terminal.capabilities import Look


class Palette(NamedTuple):
    """The colours of one background; each field a colour as Rich and Textual read it."""

    accent: str
    good: str
    warm: str
    """What is the learner's own."""
    bad: str
    pink: str
    curve: tuple[str, str, str, str, str, str]
    """From the bottom of the bowl to its rim."""
    background: str = "default"
    surface: str = "default"
    """Behind the listing and the answer."""
    panel: str = "default"
    """Behind what is chosen now."""
    text: str = "default"
    muted: str = "default"
    faint: str = "default"
    """Rules, axes, what waits in the background."""


DARK = Palette(
    background="#181822",
    surface="#20202d",
    panel="#2c2c3e",
    text="#cdd3e8",
    muted="#9297b3",
    faint="#5b5f7a",
    accent="#89b4fa",
    good="#a6e3a1",
    warm="#f9e2af",
    bad="#f38ba8",
    pink="#f5c2e7",
    curve=("#85d0f0", "#94e2d5", "#a6e3a1", "#f9e2af", "#fab387", "#f38ba8"),
)

LIGHT = Palette(
    background="#f7f7fa",
    surface="#ececf2",
    panel="#dcdde8",
    text="#33364a",
    muted="#5f6379",
    faint="#a3a6b8",
    accent="#1e58c8",
    good="#2a721c",
    warm="#8f5400",
    bad="#c01844",
    pink="#a02888",
    curve=("#0a6f8c", "#0f706b", "#2a721c", "#8a5e00", "#a8480a", "#c01844"),
)

SIXTEEN = Palette(
    accent="bright_blue",
    good="green",
    warm="yellow",
    bad="red",
    pink="magenta",
    curve=("cyan", "cyan", "green", "yellow", "yellow", "red"),
)


def palette_of(look: Look) -> Palette:
    """The colours that a terminal can show."""
    if look.colours in ("16", "none"):
        return SIXTEEN
    return DARK if look.on_dark else LIGHT


@lru_cache(maxsize=16)
def styles(look: Look) -> Mapping[str, Style]:
    """Every named style, for the screen's own rows and for the chart's."""
    hue = palette_of(look)
    few = look.colours in ("16", "none")

    def ink(colour: str, *, bold: bool = False, dim: bool = False) -> Style:
        shown = None if look.colours == "none" else colour
        # Without a colour of its own, what waits in the background is dimmed.
        return Style(color=shown, bold=bold or None, dim=(dim and few) or None)

    named = {
        "text": ink(hue.text),
        "strong": ink(hue.text, bold=True),
        "emphasis": Style(italic=True),
        "code": ink(hue.accent),
        "muted": ink(hue.muted, dim=True),
        "faint": ink(hue.faint, dim=True),
        "title": ink(hue.text, bold=True),
        "accent": ink(hue.accent),
        "good": ink(hue.good, bold=True),
        "bad": ink(hue.bad, bold=True),
        "warm": ink(hue.warm, bold=True),
        "key": ink(hue.accent, bold=True),
        "value": ink(hue.good),
        "asked": ink(hue.warm, bold=True),
        "keyword": ink(hue.pink),
        "number": ink(hue.curve[4]),
        "string": ink(hue.curve[1]),
        "pointer": ink(hue.accent, bold=True),
        "cursor": Style(
            color=None if few else hue.background,
            bgcolor=None if few else hue.warm,
            reverse=few or None,
        ),
        # The chart's.
        "now": ink("#ffffff" if look.on_dark and not few else hue.text, bold=True),
        "bottom": ink(hue.good),
        "guess": ink(hue.warm, bold=True),
        "truth": ink(hue.accent, bold=True),
        "rail": ink(hue.accent, bold=True),
        "past": ink(hue.bad, bold=True),
        "label": ink(hue.muted),
        "axis": ink(hue.faint, dim=True),
        "dim": ink(hue.faint, dim=True),
        "mark": ink(hue.pink),
        "tangent": ink(hue.pink),
        "own": ink(hue.warm),
    }
    named |= {f"curve{step}": ink(colour) for step, colour in enumerate(hue.curve)}
    return MappingProxyType(named)


def textual_theme(look: Look) -> Theme:
    """The same colours as Textual's stylesheet names them."""
    hue = palette_of(look)
    if look.colours in ("16", "none"):
        few = BUILTIN_THEMES["ansi-dark" if look.on_dark else "ansi-light"]
        return replace(few, name="tutor-few", variables={**few.variables, "faint": "ansi_default"})
    return Theme(
        name="tutor-dark" if look.on_dark else "tutor-light",
        dark=look.on_dark,
        primary=hue.accent,
        secondary=hue.muted,
        warning=hue.warm,
        error=hue.bad,
        success=hue.good,
        accent=hue.accent,
        foreground=hue.text,
        background=hue.background,
        surface=hue.surface,
        panel=hue.panel,
        variables={
            "faint": hue.faint,
            "scrollbar": hue.panel,
            "scrollbar-hover": hue.faint,
            "scrollbar-active": hue.faint,
            "scrollbar-background": hue.background,
            "scrollbar-background-hover": hue.background,
            "scrollbar-background-active": hue.background,
        },
    )


LOOKALIKES = {
    "'": "‘’′",
    '"': "“”″",
    "=": "━",
    "-": "–—−─‐‑",
    "|": "│┃▎▏▕▐▁▂▃▄▅▆▇",
    "+": "┌┐└┘├┤┬┴┼╭╮╰╯✓",
    "<": "‹←≤",
    ">": "›→▸▶≥",
    ".": "·•∙…",
    "#": "█▌◆",
    "^": "↑",
    "v": "↓",
    "x": "✗",
    "*": "×",
    "/": "÷½",
    "~": "≈",
    "o": "°○",
    "?": "◇",
    "@": "●",
    "2": "²",
    "3": "³",
    "e": "é",
    "8": "∞",
    "!": "≠",
    " ": "\N{NO-BREAK SPACE}",
}
"""One cell for one cell, so that no row changes its width."""
ASCII = {ord(other): plain for plain, others in LOOKALIKES.items() for other in others}


class AsciiOnly(LineFilter):
    """Makes ASCII of everything on its way to a terminal that shows nothing else."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [
            segment
            if segment.text.isascii()
            else Segment(_ascii(segment.text), segment.style, segment.control)
            for segment in segments
        ]


_MORE = re.compile(r"… {1,2}(?= )|[^…]?…(?!  )")
"""What was left out, with the room behind it but for a space; where there is none, with the
character before it."""


def _ascii(text: str) -> str:
    text = _MORE.sub(lambda found: "." * len(found[0]), text)
    return text.translate(ASCII).encode("ascii", "replace").decode("ascii")


class Colourless(LineFilter):
    """Takes every colour away, the default ones too, and leaves bold, dim and reverse."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [
            Segment(text, Style() if style is None else style.without_color, control)
            for text, style, control in segments
        ]
