"""What a terminal draws with: colours, attributes, and the shortest way from some to others."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rich.color import Color, ColorSystem
from rich.style import Style

ESC = "\x1b["
ATTRIBUTES = (
    ("bold", "1"),
    ("dim", "2"),
    ("italic", "3"),
    ("underline", "4"),
    ("blink", "5"),
    ("reverse", "7"),
    ("conceal", "8"),
    ("strike", "9"),
)
"""Names in Rich's styles and numbers of ECMA-48."""
SEEN_ON_BLANKS = ("underline", "reverse", "strike")


class Pen(NamedTuple):
    """What a terminal draws with."""

    attributes: str = ""
    ink: str = "39"
    """Parameters that choose the colour of the writing; 39 is the terminal's own."""
    paper: str = "49"
    """The same for what lies behind it."""
    lined: bool = False
    """A blank is drawn with more than its paper."""


PLAIN = Pen()


def pen_of(style: Style | None, system: ColorSystem | None) -> Pen:
    """The pen for a style, in as many colours as there are; `system` None: without colours."""
    if style is None:
        return PLAIN
    on = [(name, code) for name, code in ATTRIBUTES if getattr(style, name)]
    return Pen(
        ";".join(code for _, code in on),
        _colour(style.color, system, ink=True),
        _colour(style.bgcolor, system, ink=False),
        any(name in SEEN_ON_BLANKS for name, _ in on),
    )


def _colour(colour: Color | None, system: ColorSystem | None, *, ink: bool) -> str:
    if colour is None or system is None:
        return "39" if ink else "49"
    return ";".join(colour.downgrade(system).get_ansi_codes(ink))


def blank(pen: Pen) -> Pen:
    """What counts of a pen where nothing is written."""
    return pen if pen.lined else PLAIN._replace(paper=pen.paper)


@lru_cache(maxsize=4096)
def turned(now: Pen, wanted: Pen, *, blanks: bool) -> tuple[str, Pen]:
    """What to send so that the terminal draws as wanted, and the pen that it then has.

    For `blanks` any ink will do.
    """
    if blanks and not wanted.lined and not now.lined:
        wanted = now._replace(paper=wanted.paper)
    if now == wanted:
        return "", now
    parts: list[str] = []
    if wanted == PLAIN:
        now = PLAIN  # by no parameter at all
    elif now.attributes != wanted.attributes:
        parts = ["0", wanted.attributes]
        now = PLAIN
    if now.ink != wanted.ink:
        parts.append(wanted.ink)
    if now.paper != wanted.paper:
        parts.append(wanted.paper)
    return f"{ESC}{';'.join(part for part in parts if part)}m", wanted
