"""Numbers in the author's sentences: `{weight}`, `{weight@2}`, `{error@20:.3f}`.

A placeholder names a variable, the update at whose end its value is meant (the one asked about
where none is given; 0 is before any update) and how it is written (as the tutor writes numbers
where nothing is given). A literal brace is doubled.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from tutor.errors import TutorError

if TYPE_CHECKING:
    from tutor.engine.numbers import Value

_HOLE = re.compile(
    r"(?P<name>[A-Za-z_][A-Za-z0-9_]*)(@(?P<update>[0-9]{1,6}))?(:(?P<form>[^{}]*))?"
)
_FORM = re.compile(r"\+?,?(\.[0-9]{1,2})?[fge%]?")
_PIECE = re.compile(r"\{\{|\}\}|\{[^{}\n]*\}|[{}]")


class PlaceholderError(TutorError):
    """A brace in a sentence that is not a placeholder."""

    def __init__(self, offset: int, what: str) -> None:
        super().__init__(what)
        self.offset = offset
        """0-based, into the text."""


@dataclass(frozen=True)
class Placeholder:
    """One value to be put into a sentence."""

    name: str
    """The variable."""
    update: int | None
    """At the end of this update; None: the one that is asked about."""
    form: str
    """A format such as `.3f`, or empty: as the tutor writes numbers."""
    offset: int
    """0-based place of the opening brace in the text."""

    def at(self, after: int) -> int:
        """The update that is meant where `after` is the one asked about."""
        return after if self.update is None else self.update


@lru_cache(maxsize=2048)
def parts(text: str) -> tuple[str | Placeholder, ...]:
    """The text cut at its placeholders, doubled braces resolved. Raises `PlaceholderError`."""
    found: list[str | Placeholder] = []
    end = 0
    for match in _PIECE.finditer(text):
        found.append(text[end : match.start()])
        piece = match.group()
        found.append(piece[0] if piece in ("{{", "}}") else _placeholder(piece, match.start()))
        end = match.end()
    found.append(text[end:])
    return tuple(part for part in found if part != "")


def _placeholder(piece: str, offset: int) -> Placeholder:
    if len(piece) == 1:
        raise PlaceholderError(offset, f"a single `{piece}`; write `{piece * 2}` for a brace")
    match = _HOLE.fullmatch(piece[1:-1].strip())
    if match is None:
        what = f"`{piece}` is not a value such as {{weight}} or {{weight@2:.3f}}"
        raise PlaceholderError(offset, f"{what}; write `{{{{` for a brace")
    form = match["form"] or ""
    if not _FORM.fullmatch(form):
        raise PlaceholderError(offset, f"`{form}` is not a way to write a number; `.3f` is one")
    update = None if match["update"] is None else int(match["update"])
    return Placeholder(match["name"], update, form, offset)


def placeholders(text: str) -> tuple[Placeholder, ...]:
    """The placeholders of a text, in order. Raises `PlaceholderError`."""
    return tuple(part for part in parts(text) if isinstance(part, Placeholder))


def fill(text: str, value: Callable[[str, int], Value], after: int) -> str:
    """The text with its values.

    `value(name, update)` gives them (`Trace.value` does); `after` is the update that is meant
    where a placeholder names none. Raises `PlaceholderError`, and whatever `value` raises.
    """
    return "".join(
        part if isinstance(part, str) else written(value(part.name, part.at(after)), part.form)
        for part in parts(text)
    )


def written(value: Value, form: str) -> str:
    """One value as it stands in a sentence."""
    from tutor.engine.numbers import number

    if value is None or (isinstance(value, int | float) and not math.isfinite(value)):
        return number(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return format(value, form) if form else number(value)
