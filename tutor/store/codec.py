"""Records as a database keeps them, and back. Nothing that is read raises."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from tutor.history.records import Attempt, Place, Standing, parsed, real, record, seconds, storable

Row = tuple[Any, ...]
Event = dict[str, object]
"""One thing that is kept, ready for JSON; its key `event` says which: attempt, place, standing or
setting."""

LARGEST = 2**63 - 1
"""No database holds a larger whole number."""

ATTEMPT = (
    "id", "at", "learner", "course", "lesson", "step", "question", "constants", "text", "value",
    "verdict", "mistake", "confidence", "seconds", "mode", "seed",
)  # fmt: skip
"""The columns of table `attempt`, in the order of `attempt_row`."""


# -- to the database -------------------------------------------------------------------------------


def now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


def stamped(attempt: Attempt, at: datetime) -> Attempt:
    """The attempt with a time in UTC (`at`, if it has none) and a name of its own."""
    when = attempt.at or at
    when = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    return replace(attempt, at=when, id=attempt.id or os.urandom(12).hex())


def attempt_row(learner: str, attempt: Attempt) -> Row:
    """The values of `ATTEMPT`; the attempt must be stamped."""
    kept = {
        **vars(attempt),
        "learner": learner,
        "at": attempt.at and moment(attempt.at),
        "constants": json.dumps(dict(attempt.values)),
        "value": real(attempt.value),
        "seconds": seconds(attempt.seconds) or 0.0,
        "seed": None if attempt.seed is None or abs(attempt.seed) > LARGEST else attempt.seed,
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


# -- from the database -----------------------------------------------------------------------------


def attempt_of(row: Row) -> Attempt | None:
    """The attempt in a row of `ATTEMPT`; None where it cannot be told what was answered."""
    kept = dict(zip(ATTEMPT, row, strict=True))
    kept["values"] = parsed(kept["constants"])
    return record(Attempt, kept)


def place_of(text: object) -> Place | None:
    """The place in a JSON text, which may have been written by a newer tutor; None where it cannot
    be told which lesson and step it is in."""
    return record(Place, parsed(text))


def standing_of(*row: object) -> Standing | None:
    """The standing in a row of lesson, step and state."""
    return record(Standing, dict(zip(Standing.__annotations__, row, strict=True)))


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
