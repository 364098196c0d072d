"""A quiz as it is kept, in JSON: read back, also as earlier versions wrote it.

It holds what was asked and typed, never what is right; `QuizSession.state` writes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, NamedTuple

from tutor.history.records import Place, parsed, record, seconds, time_of
from tutor.history.schedule import LATEST
from tutor.session.view import Phase

LONGEST = 10**6
"""Minutes of a quiz at most."""


def answered_of(state: str) -> tuple[int, int, datetime | None] | None:
    """How many questions of a kept quiz are answered, of how many, and when it ends by itself; None
    where it is damaged."""
    kept = kept_quiz(state)
    if kept is None:
        return None
    answered = sum(place.phase != Phase.ASK for place in kept.places)
    return answered, len(kept.places), deadline(kept.begun, kept.minutes)


def deadline(begun: datetime | None, minutes: float | None) -> datetime | None:
    """When a quiz ends that began then; None for one without an end, or of which that was not
    kept."""
    return None if begun is None or minutes is None else begun + timedelta(minutes=minutes)


class KeptQuiz(NamedTuple):
    """What `state` says, each part of its right type."""

    mode: str
    seed: int
    at: int
    begun: datetime | None
    """None where that was not kept."""
    minutes: float | None
    terms: Mapping[str, object]
    key: str
    places: list[Place]
    """Of each question."""
    ended: datetime | None = None
    """When it was over; None while it goes on."""


def kept_quiz(state: str) -> KeptQuiz | None:
    """The parts of a kept quiz; None where the text cannot be what was kept."""
    kept = parsed(state)
    asked = kept.get("questions") if isinstance(kept, dict) else None
    if not isinstance(kept, dict) or not isinstance(asked, list) or not asked:
        return None
    head: list[Any] = [kept.get(name) for name in ("mode", "seed", "at")]
    begun, given, terms = time_of(kept.get("begun")), kept.get("given"), kept.get("terms")
    minutes = kept.get("minutes")
    if "left" in kept:  # before 0.2.0 a clock stood still while the program was closed
        left = seconds(kept["left"])
        minutes = kept["left"] if left is None else left / 60
    if list(map(type, head)) != [str, int, int]:
        return None
    if minutes is not None and not 0 < (seconds(minutes) or 0) <= LONGEST:
        return None
    if begun is not None and begun > LATEST:
        return None
    rows = map(_of_0_1_0, asked, given) if isinstance(given, list) else asked
    places = [place for row in rows if (place := record(Place, row)) is not None]
    mode, seed, at = head
    if len(places) < len(asked):
        return None
    said = terms if isinstance(terms, dict) else {"seed": seed}
    # one of an earlier version is named by what was kept of it
    key = kept.get("key") or sha256(state.encode("utf-8", "replace")).hexdigest()[:16]
    ended = time_of(kept.get("ended"))
    return KeptQuiz(mode, seed, at, begun, seconds(minutes), said, str(key)[:40], places, ended)


def _of_0_1_0(asked: object, answered: object) -> object:
    """A question in today's form, of version 0.1.0, which kept asked and answered apart."""
    match asked, answered:
        case [lesson, step, number, values, _], [text, committed, looked, skipped]:
            return {
                "lesson": lesson,
                "step": step,
                "question": number,
                "phase": (Phase.WITHHELD if committed else Phase.ASK).value,
                "tries": int(bool(committed)),  # there is one try
                "text": text,
                "values": values,
                "answer": text if committed else "",
                "seconds": looked,
                "skipped": skipped,
            }
    return None
