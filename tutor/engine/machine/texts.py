"""Texts: written of values, put together, filled in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn

from tutor.engine.language.formats import fields, percents
from tutor.engine.machine.lists import Lists
from tutor.engine.machine.meter import (
    CALLABLE,
    DEEPEST_LIST,
    LONGEST_TEXT,
    NUMERIC,
    as_float,
    kind_of,
    size_of,
)
from tutor.engine.numbers import LARGEST
from tutor.engine.run_errors import RefusedError, StoppedError


class Texts(Lists):
    """What is done with texts."""

    def text(self, value: Any = "") -> str:
        """`str(value)`"""
        if value.__class__ is str:
            self.pay(1 + (len(value) >> 4), len(value))
            return value
        return self.repr(value)

    def repr(self, value: Any, depth: int = 0) -> str:
        """`repr(value)`"""
        if value.__class__ in NUMERIC or value is None:
            return repr(value) if size_of(value) == 1 else self.hold(repr(value))
        if value.__class__ is str:
            return self.hold(repr(value))
        if value.__class__ not in (list, tuple):
            instead = "write ( ) behind it" if isinstance(value, CALLABLE) else "write list(…)"
            raise RefusedError(f"{kind_of(value)} has no text", instead)
        if depth >= DEEPEST_LIST:
            raise RefusedError(f"lists more than {DEEPEST_LIST} deep", "write fewer brackets")
        self.pay(4 + 8 * len(value))
        parts = [self.repr(one, depth + 1) for one in value]
        inside = self.joined(", ", parts)
        if value.__class__ is list:
            return f"[{inside}]"
        return f"({inside},)" if len(value) == 1 else f"({inside})"

    def joined(self, between: str, parts: Sequence[str]) -> str:
        length = sum(map(len, parts)) + len(between) * len(parts)
        if length > LONGEST_TEXT:
            raise StoppedError(f"a text grows past {LONGEST_TEXT:,} characters")
        self.pay(1 + (length >> 4), length)
        return between.join(parts)

    def join(self, between: Any, values: Any) -> str:
        self.a_text("join", between)
        parts = self.gathered(values)
        for one in parts:
            if one.__class__ is not str:
                raise RefusedError(f"join(…) of {kind_of(one)}", "write str(x) for x in values")
        return self.hold(self.joined(between, parts))

    def a_text(self, method: str, value: Any) -> None:
        if value.__class__ is not str:
            raise RefusedError(f".{method}(…) of {kind_of(value)}", "it is one of texts")

    def formatted(self, value: Any, conversion: str = "", spec: str = "") -> str:
        """A field of an f-string or a format; its spec has been looked at."""
        if conversion:
            value = self.text(value) if conversion == "s" else self.repr(value)
            if conversion == "a":
                value = self.hold(value.encode("ascii", "backslashreplace").decode())
        if value.__class__ in (list, tuple) or value is None:
            if spec:
                raise RefusedError(f"a format of {kind_of(value)}", "write {x} without it")
            return self.text(value)
        if value.__class__ is str:
            self.pay(1 + (len(value) >> 4), len(value))
        elif value.__class__ not in NUMERIC:
            return self.repr(value)
        try:
            return format(value, spec)
        except OverflowError:
            return format(as_float(value), spec)

    def format(self, template: Any, /, *values: Any, **named: Any) -> str:
        """`template.format(…)`"""
        self.a_text("format", template)
        self.pay(4 + (len(template) >> 2))
        parts: list[str] = []
        number = 0
        numbered = {not field.name for field in fields(template) if _is_place(field.name)}
        if len(numbered) > 1:
            raise RefusedError("{} and {0} in one format", "write one of both")
        for field in fields(template):
            self.pay(80)
            parts.append(field.text)
            if field.name is None:
                continue
            place: Any = field.name
            if not place or place.isdecimal():
                index, number = (number, number + 1) if not place else (int(place[:4]), number)
                if index >= len(values):
                    raise RefusedError("a format with more fields than values", "write them out")
                value = values[index]
            elif place in named:
                value = named[place]
            else:
                raise RefusedError(f"`{{{place}}}` in a format has no value", f"write {place}=…")
            parts.append(self.formatted(value, field.conversion, field.spec))
        return self.hold(self.joined("", parts))

    def percent(self, template: Any, values: Any) -> str:
        """`template % values`"""
        self.pay(4 + (len(template) >> 2))
        self.pay(20 * template.count("%"))
        kinds = percents(template)
        given = values if values.__class__ is tuple else (values,)
        ready: list[Any] = []
        for kind, value in zip(kinds, given, strict=False):
            if kind in "sra":
                ready.append(self.text(value) if kind == "s" else _Written(self.repr(value)))
            elif value.__class__ in NUMERIC:
                large = isinstance(value, int) and not -LARGEST <= value <= LARGEST
                ready.append(as_float(value) if large and kind in "eEfFgG" else value)
            else:
                raise RefusedError(f"%{kind} of {kind_of(value)}", "write %s for it")
        if len(given) != len(kinds):
            what = f"a format for {len(kinds)} values, and {len(given)} are given"
            raise RefusedError(what, "write as many of each")
        return self.hold(template % tuple(ready))

    def ljust(self, text: Any, width: Any, fill: Any = " ") -> str:
        return self.padded("ljust", text, width, fill)

    def rjust(self, text: Any, width: Any, fill: Any = " ") -> str:
        return self.padded("rjust", text, width, fill)

    def center(self, text: Any, width: Any, fill: Any = " ") -> str:
        return self.padded("center", text, width, fill)

    def padded(self, method: str, text: Any, width: Any, fill: Any) -> str:
        self.a_text(method, text)
        self.a_number(method, width)
        if width > LONGEST_TEXT:
            raise StoppedError(f"a text grows past {LONGEST_TEXT:,} characters")
        return self.hold(getattr(text, method)(width, fill))

    def upper(self, text: Any) -> str:
        self.a_text("upper", text)
        return self.hold(text.upper())

    def lower(self, text: Any) -> str:
        self.a_text("lower", text)
        return self.hold(text.lower())

    def spread(self, values: list[Any], between: str, end: str) -> str:
        """What print writes of values that are not written out."""
        return self.joined(between, [self.text(value) for value in values]) + end

    def false(self, message: object = "") -> NoReturn:
        """An assertion does not hold."""
        said = f": {self.text(message)}" if message != "" else ""
        raise RefusedError(f"what is asserted is not true{said}")


def _is_place(name: str | None) -> bool:
    """Whether a field takes a value by its place."""
    return name is not None and (not name or name.isdecimal())


class _Written(str):
    """A text that is its own repr."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)
