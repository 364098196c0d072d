"""What may stand in the formats of texts: no width that fills the memory, no field that reaches
into a value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from string import Formatter
from typing import NamedTuple

from tutor.engine.run_errors import RefusedError

SHORT = 200
"""Characters of a format that is read once for all runs."""
WIDEST = 100
"""Characters of width and digits of precision that a format may ask for."""
SPEC = re.compile(
    r"(?:.?[<>=^])?[-+ ]?z?#?0?(?P<width>\d*)[,_]?(?:\.(?P<precision>\d+))?[bdeEfFgGnosxX%]?",
    re.DOTALL,
)
PERCENT = re.compile(
    r"%(?:(?P<name>\()|[-+ #0]*(?P<width>\*|\d*)(?:\.(?P<precision>\*|\d*))?[hlL]?(?P<kind>.?))",
    re.DOTALL,
)
PERCENT_KINDS = "diouxXeEfFgGrsa"


class Field(NamedTuple):
    """A piece of a format: text, and then a value."""

    text: str
    """What stands before the value."""
    name: str | None
    """Of the value, or its number; empty for the next one; None where no value follows."""
    spec: str
    conversion: str
    """`r`, `s`, `a` or empty."""


def check_spec(spec: str) -> None:
    """Refuse what stands behind the colon of a field. Raises RefusedError."""
    found = SPEC.fullmatch(spec)
    if found is None:
        raise RefusedError(f"`{spec}` is no format of a number or a text", "write :.4f or :>8")
    bounded(found["width"], found["precision"])


def bounded(*sizes: str | None) -> None:
    """Refuse a width or a precision past the widest."""
    for size in sizes:
        if size and (len(size) > 4 or int(size) > WIDEST):
            raise RefusedError(f"a format {size} wide", f"write at most {WIDEST}")


def fields(template: str) -> tuple[Field, ...]:
    """The pieces of what `format` is called on. Raises RefusedError."""
    return _short_fields(template) if len(template) <= SHORT else _fields(template)


def _fields(template: str) -> tuple[Field, ...]:
    try:
        found = list(Formatter().parse(template))
    except ValueError as error:
        raise RefusedError(
            f"`{template}` is no format: {error}", "write {} for each value"
        ) from None
    pieces = [Field(text, name, spec or "", kind or "") for text, name, spec, kind in found]
    for piece in pieces:
        if piece.name is None:
            continue
        if not (piece.name.isidentifier() or piece.name.isdecimal() or not piece.name):
            raise RefusedError(f"`{{{piece.name}}}` in a format", "write {}, {0} or {name}")
        check_spec(piece.spec)
    return tuple(pieces)


_short_fields = lru_cache(maxsize=256)(_fields)


def percents(template: str) -> tuple[str, ...]:
    """The kinds of value that a text with `%` takes, in order. Raises RefusedError."""
    return tuple(_percents(template))


def _percents(template: str) -> Iterator[str]:
    for found in PERCENT.finditer(template):
        if found["name"] or "*" in (found["width"], found["precision"]):
            what = "a name in a format with %" if found["name"] else "a `*` in a format"
            raise RefusedError(what, "write %.4f, or an f-string")
        bounded(found["width"], found["precision"])
        kind = found["kind"]
        if kind == "%":
            if found[0] != "%%":
                raise RefusedError(f"`{found[0]}` in a format", "write %% for the sign itself")
            continue
        if kind not in PERCENT_KINDS or not kind:
            raise RefusedError(f"`{found[0]}` in a format", "write %d, %s or %.4f")
        yield kind
