"""Records as a database keeps them, and back.

What is read may have been altered by hand, by a failing disk or by another version. So each field
is checked by its type: one that cannot be right is left out, and a record that lacks what it needs
is skipped. Nothing that is read raises.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from tutor.engine.numbers import Number
from tutor.history.records import Attempt, Place, Standing

Row = tuple[Any, ...]
Event = dict[str, object]
"""One thing that is kept, ready for JSON; its key `event` says which: attempt, place, standing or
setting."""
T = TypeVar("T")

ATTEMPT = (
    "id", "at", "learner", "course", "lesson", "step", "question", "constants", "text", "value",
    "verdict", "mistake", "confidence", "seconds", "mode", "seed",
)  # fmt: skip
"""The columns of table `attempt`, in the order of `attempt_row`."""

LARGEST = 2**31 - 1
"""No count or position is larger; what stores them holds no larger one either."""


def storable(text: str) -> str:
    """The text without what no database can hold: NUL, and halves of characters."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


# -- to the database -------------------------------------------------------------------------------


def attempt_row(learner: str, attempt: Attempt) -> Row:
    """The values of `ATTEMPT`; the attempt must be stamped."""
    kept = {
        **vars(attempt),
        "learner": learner,
        "at": attempt.at and moment(attempt.at),
        "constants": json.dumps(dict(attempt.values)),
        "value": _real(attempt.value),
    }
    return tuple(
        storable(value) if isinstance(value, str) else value for value in map(kept.get, ATTEMPT)
    )


def place_text(place: Place) -> str:
    """A place as one JSON text."""
    return storable(json.dumps(vars(place), default=dict, ensure_ascii=False))


def moment(at: datetime) -> str:
    """A time in UTC as text that sorts as the times do."""
    return at.isoformat(timespec="microseconds")


def _real(value: Number | None) -> float | None:
    try:
        return None if value is None else float(value)
    except OverflowError:  # an integer beyond 1e308: the listing language has it as infinite too
        return math.inf if value and value > 0 else -math.inf


# -- from the database -----------------------------------------------------------------------------


def attempt_of(row: Row) -> Attempt | None:
    """The attempt in a row of `ATTEMPT`; None where it cannot be told what was answered."""
    kept = dict(zip(ATTEMPT, row, strict=True))
    return _record(Attempt, {**kept, "values": _parsed(kept["constants"])})


def place_of(text: object) -> Place | None:
    """The place in a JSON text, which may have been written by a newer tutor; None where it cannot
    be told which lesson and step it is in."""
    return _record(Place, _parsed(text))


def standing_of(*row: object) -> Standing | None:
    """The standing in a row of lesson, step and state."""
    return _record(Standing, dict(zip(Standing.__annotations__, row, strict=True)))


def _record(kind: Callable[..., T], kept: object) -> T | None:
    """A record of what is right in `kept`; None where that is not enough for one."""
    right = {}
    for name, annotation in kind.__annotations__.items():
        if isinstance(kept, dict) and name in kept:
            value = READ[annotation](kept[name])
            if value is not None or annotation.endswith("| None"):
                right[name] = value
    try:
        return kind(**right)
    except TypeError:
        return None


def _parsed(text: object) -> object:
    try:
        return json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        return None


def _text(value: object) -> str | None:
    return storable(value) if isinstance(value, str) else None


def _count(value: object) -> int | None:
    return value if type(value) is int and 0 <= value <= LARGEST else None


def _seed(value: object) -> int | None:
    return value if type(value) is int else None


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _number(value: object) -> Number | None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if number and value == value else None  # type: ignore[return-value]


def _seconds(value: object) -> float | None:
    number = _real(_number(value))
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


READ: Mapping[str, Callable[[object], object]] = {
    "str": _text,
    "int": _count,
    "int | None": _seed,
    "bool": _flag,
    "float": _seconds,
    "Number | None": _number,
    "Mapping[str, Number]": _values,
    "datetime | None": _time,
}
"""What reads a field of a record, by its annotation; None where the value is none of that type."""


# -- for export ------------------------------------------------------------------------------------


def event(kind: str, record: Attempt | Place | Standing, **more: str) -> Event:
    """A record, ready for JSON."""
    return {"event": kind, **more, **{name: _plain(value) for name, value in vars(record).items()}}


def _plain(value: object) -> object:
    match value:
        case datetime():
            return moment(value)
        case float() if not math.isfinite(value):  # JSON has no word for it
            return str(value)
        case Mapping():
            return {name: _plain(number) for name, number in value.items()}
    return value
