"""What the terminal can show: found out once, when it is opened, and given to the app."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

Charset = Literal["unicode", "ascii"]
Colours = Literal["truecolor", "256", "16", "none"]
Theme = Literal["auto", "dark", "light"]
THEMES: tuple[Theme, ...] = ("auto", "dark", "light")

SMALLEST = (40, 12)
"""Columns and rows below which there is nothing but a sentence saying so."""

PAGE_DRIVER = "textual.drivers.web_driver:WebDriver"
PAGE = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
"""What the terminal in a page (xterm.js) is."""

COLOURLESS = ("dumb", "unknown", "vt52", "vt100", "vt102", "vt200", "vt220", "vt320")
"""Terminals that show one colour."""
COERCED = ("C.UTF-8", "C.utf8", "UTF-8")
"""What Python puts in place of the C locale."""


class Look(NamedTuple):
    """How everything is drawn for one learner."""

    charset: Charset = "unicode"
    colours: Colours = "truecolor"
    motion: bool = True
    """A run may be played update by update; without it the end is shown at once."""
    dark: bool = True
    """The terminal's background is dark, as far as is known."""
    theme: Theme | None = None
    """Colours for a dark or a light background, or for whatever it is; None: nobody chose."""
    unicode: bool = True
    """The terminal should be able to show more than ASCII; whether it does, the learner sees."""
    remote: bool = False
    """The terminal is at the other end of a line, which may be slow."""

    @property
    def sweeps(self) -> bool:
        """What an answer reveals is drawn little by little."""
        return self.motion and not self.remote

    @property
    def on_dark(self) -> bool:
        """Colours for a dark background are called for."""
        return self.dark if self.theme in (None, "auto") else self.theme == "dark"


def in_a_page(environ: Mapping[str, str]) -> bool:
    """Whether the terminal is a page's: `textual serve` starts a program in a pipe, and names the
    driver that speaks through it."""
    return environ.get("TEXTUAL_DRIVER", "") == PAGE_DRIVER


def next_theme(look: Look) -> Theme:
    """The theme that is chosen after this one: first the other colours, last what the terminal
    says."""
    other: Theme = "light" if look.dark else "dark"
    own: Theme = "dark" if look.dark else "light"
    return {other: own, own: "auto"}.get(look.theme or "auto", other)


def look_of(
    environ: Mapping[str, str],
    encoding: str | None = "utf-8",
    *,
    ascii_only: bool = False,
    motion: bool = True,
    theme: Theme | None = None,
) -> Look:
    """The look of the terminal that `environ` tells of; `encoding` is that of its output.

    NO_COLOR: no-color.org. COLORFGBG (rxvt, Konsole): its last field is the background.
    """
    if in_a_page(environ):  # what the server's own terminal is does not count
        environ, encoding = {**environ, **PAGE, "SSH_CONNECTION": "1", "LC_ALL": ""}, "utf-8"
    term = environ.get("TERM", "")
    encoded = (encoding or "").lower().replace("-", "").startswith("utf")
    plain = ascii_only or not encoded or _without_locale(environ)
    # The Linux console's font has no braille, a terminal of the seventies no more than ASCII.
    unicode = not (plain or term == "linux" or term.startswith("vt"))
    return Look(
        charset="unicode" if unicode else "ascii",
        colours=_colours(environ, term),
        motion=motion,
        dark=environ.get("COLORFGBG", "").rpartition(";")[2] not in ("7", "15"),
        theme=theme,
        unicode=unicode,
        remote="SSH_CONNECTION" in environ,
    )


def _without_locale(environ: Mapping[str, str]) -> bool:
    """Whether the C locale was asked for. Python makes UTF-8 of it and says so in LC_CTYPE
    (PEP 538), so that there a plain C in LANG is the learner's own word."""
    named = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG", "")
    if not environ.get("LC_ALL") and named in COERCED:
        named = environ.get("LANG", "")
    return named in ("C", "POSIX")


def _colours(environ: Mapping[str, str], term: str) -> Colours:
    kind = term.split("-")
    if environ.get("NO_COLOR") or kind[0] in COLOURLESS or {"mono", "m"} & set(kind[1:]):
        return "none"
    if term == "linux":  # eight colours of its own, whatever else is said of it
        return "16"
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return "truecolor"
    if "direct" in term or term in ("xterm-kitty", "alacritty", "foot", "wezterm", "xterm-ghostty"):
        return "truecolor"
    return "256" if "256" in term else "16"
