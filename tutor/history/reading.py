"""Records from plain data, which a hand, a failing disk or another version may have altered.

Each field is checked by its type. One that cannot be right falls to its default, and a record that
lacks what it needs is None. Nothing raises.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TypeVar

from tutor.engine.numbers import Number

T = TypeVar("T")

LARGEST_COUNT = 2**31 - 1
"""No count or position is larger."""
LONGEST_TEXT = 10_000
"""No text that a learner can type is longer, in characters."""


def record(kind: Callable[..., T], kept: object) -> T | None:
    """A record of what is right in `kept`; None where that is not enough for one.

    `kind`: a dataclass whose annotations `READERS` knows. Fields that it does not have are ignored.
    """
    right, there = {}, kept if isinstance(kept, dict) else {}
    for name, annotation in kind.__annotations__.items():
        if name in there:
            value = READERS[annotation](there[name])
            if value is not None or annotation.endswith("| None"):
                right[name] = value
    try:
        return kind(**right)
    except TypeError:
        return None


def parsed(text: object) -> object:
    """What a JSON text says; None for what is none."""
    try:
        return json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        return None


def _text(value: object) -> str | None:
    return storable(value) if isinstance(value, str) and len(value) <= LONGEST_TEXT else None


def _count(value: object) -> int | None:
    return value if type(value) is int and 0 <= value <= LARGEST_COUNT else None


def _seed(value: object) -> int | None:
    return value if type(value) is int else None


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _number(value: object) -> Number | None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if number and value == value else None  # type: ignore[return-value]


def seconds(value: object) -> float | None:
    """The value, if it can be a duration."""
    number = real(_number(value))
    return number if number is not None and 0 <= number < math.inf else None


def _values(value: object) -> Mapping[str, Number] | None:
    found = value.items() if isinstance(value, dict) else ()
    numbers = {storable(name): _number(number) for name, number in found}
    return {name: number for name, number in numbers.items() if number is not None}


def _time(value: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
        return at and (at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC))
    except (ValueError, OverflowError):  # overflow: the last hours of the year 9999 farther west
        return None


READERS: Mapping[str, Callable[[object], object]] = {
    "str": _text,
    "int": _count,
    "int | None": _seed,
    "bool": _flag,
    "float": seconds,
    "Number | None": _number,
    "Mapping[str, Number]": _values,
    "datetime | None": _time,
}
"""What reads a field of a record, by its annotation; None where the value is none of that type."""


def storable(text: str) -> str:
    """The text without what no database can hold: NUL, and halves of characters."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def real(value: Number | None) -> float | None:
    """The number as a float."""
    try:
        return None if value is None else float(value)
    except OverflowError:  # an integer beyond 1e308: the listing language has it as infinite too
        return math.inf if value and value > 0 else -math.inf
