"""What the terminal can show. Found out once, by whoever opens it, and given to the app."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Charset = Literal["unicode", "ascii"]
Colours = Literal["truecolor", "256", "16", "none"]

SMALLEST = (40, 12)
"""Columns and rows below which there is nothing but a sentence saying so."""


@dataclass(frozen=True)
class Look:
    """How everything is drawn for one learner."""

    charset: Charset = "unicode"
    colours: Colours = "truecolor"
    motion: bool = True
    """A run may be played update by update; without it the end is shown at once."""
    dark: bool = True
    """The terminal's background is dark."""


def look_of(
    environ: Mapping[str, str],
    encoding: str | None = "utf-8",
    *,
    ascii_only: bool = False,
    motion: bool = True,
) -> Look:
    """The look of the terminal that `environ` tells of; `encoding` is that of its output.

    NO_COLOR: no-color.org. COLORFGBG (rxvt, Konsole): its last field is the background.
    """
    term = environ.get("TERM", "")
    unicode = (encoding or "").lower().replace("-", "").startswith("utf")
    # The Linux console's font has no braille and eight colours of its own.
    console = term == "linux"
    return Look(
        charset="ascii" if ascii_only or console or not unicode else "unicode",
        colours=_colours(environ, term),
        motion=motion,
        dark=environ.get("COLORFGBG", "").rpartition(";")[2] not in ("7", "15"),
    )


def _colours(environ: Mapping[str, str], term: str) -> Colours:
    if environ.get("NO_COLOR") or term in ("dumb", "unknown", "vt100", "vt220"):
        return "none"
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return "truecolor"
    if "direct" in term or term in ("xterm-kitty", "alacritty", "foot", "wezterm", "xterm-ghostty"):
        return "truecolor"
    return "256" if "256" in term else "16"
