"""Records as a database keeps them, and back."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from datetime import datetime
from typing import Any

from tutor.engine.numbers import Number
from tutor.errors import StoreError
from tutor.history.records import Attempt, Place, Standing
from tutor.store.protocol import Event

Row = tuple[Any, ...]

KINDS = ("attempts", "places", "standings", "settings")
"""What is kept of a learner, as it is counted before and after it is erased."""

ATTEMPT = (
    "id", "at", "learner", "course", "lesson", "step", "question", "constants", "text", "value",
    "verdict", "mistake", "confidence", "seconds", "mode", "seed",
)  # fmt: skip
"""The columns of table `attempt`, in the order of `attempt_row`."""


DAMAGED = (
    "Part of what was kept is damaged and cannot be read; move the store away to begin a new one."
)
"""What is said where what is read cannot be what was written."""


def storable(text: str) -> str:
    """The text without what no database can hold: NUL, and halves of characters."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def attempt_row(learner: str, attempt: Attempt) -> Row:
    """The values of `ATTEMPT`; the attempt must be stamped."""
    assert attempt.at is not None
    texts = (learner, attempt.course, attempt.lesson, attempt.step)
    return (
        attempt.id,
        moment(attempt.at),
        *map(storable, texts),
        attempt.question,
        json.dumps(dict(attempt.values)),
        storable(attempt.text),
        _real(attempt.value),
        attempt.verdict,
        attempt.mistake,
        attempt.confidence,
        attempt.seconds,
        attempt.mode,
        attempt.seed,
    )


@contextmanager
def intact() -> Iterator[None]:
    """What was written is being read. Raises StoreError where it is not what can have been."""
    try:
        yield
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise StoreError(DAMAGED) from error


def attempt_of(row: Row) -> Attempt:
    """The attempt in a row of `ATTEMPT`. Raises StoreError for a damaged one."""
    kept = dict(zip(ATTEMPT, row, strict=True))
    del kept["learner"]
    with intact():
        kept["at"] = datetime.fromisoformat(kept["at"])
        kept["values"] = dict(json.loads(kept.pop("constants")))
        return Attempt(**kept)


def place_text(place: Place) -> str:
    """A place as one JSON text."""
    return storable(json.dumps({**vars(place), "values": dict(place.values)}, ensure_ascii=False))


def place_of(text: str) -> Place:
    """The place in a JSON text. Fields that this version does not know are passed over.

    Raises StoreError for a damaged one.
    """
    known = {field.name for field in fields(Place)}
    with intact():
        kept = json.loads(text).items()
        return Place(**{name: value for name, value in kept if name in known})


def moment(at: datetime) -> str:
    """A time in UTC as text that sorts as the times do."""
    return at.isoformat(timespec="microseconds")


def attempt_event(attempt: Attempt) -> Event:
    """An attempt, ready for JSON."""
    at = moment(attempt.at) if attempt.at else None
    values, value = _plain(attempt.values), _plain({"": attempt.value})[""]
    return {"event": "attempt", **vars(attempt), "values": values, "value": value, "at": at}


def place_event(course: str, place: Place) -> Event:
    """A place, ready for JSON."""
    return {"event": "place", "course": course, **vars(place), "values": _plain(place.values)}


def standing_event(course: str, standing: Standing) -> Event:
    """A standing, ready for JSON."""
    return {"event": "standing", "course": course, **vars(standing)}


def setting_event(key: str, value: str) -> Event:
    """A setting, ready for JSON."""
    return {"event": "setting", "key": key, "value": value}


def _plain(values: Mapping[str, Number | None]) -> dict[str, Number | str | None]:
    """The numbers; those that JSON has no word for (`inf`, `nan`) as text."""
    return {
        name: str(value) if value is not None and not math.isfinite(value) else value
        for name, value in values.items()
    }


def _real(value: Number | None) -> float | None:
    try:
        return None if value is None else float(value)
    except OverflowError:  # an integer beyond 1e308: the listing language has it as infinite too
        return math.inf if value and value > 0 else -math.inf
