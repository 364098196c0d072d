"""Records to keep."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tutor.history.records import Attempt, Place

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

PLACE = Place(
    lesson="add-alpha",
    step="smaller-steps",
    question=1,
    phase="ask",
    tries=1,
    hinted=True,
    text="0.5 - 0.1*",
    values={"alpha": 0.25, "input": 2},
    updates=3,
    view="table",
    scroll=7,
    answer="0.54",
)


def attempt(
    step: str = "smaller-steps",
    question: int = 0,
    *,
    verdict: str = "right",
    minutes: float = 0,
    course: str = "descent",
    mode: str = "learn",
) -> Attempt:
    """An attempt, so many minutes after nine on a Monday morning."""
    return Attempt(
        course=course,
        lesson="add-alpha",
        step=step,
        question=question,
        values={"weight": 0.5, "alpha": 0.1, "input": 2},
        text="0,54 ",
        value=0.54,
        verdict=verdict,
        mistake="uphill" if verdict == "mistake" else "",
        confidence="!",
        seconds=12.5,
        mode=mode,
        at=MONDAY + timedelta(minutes=minutes),
        seed=20260302,
    )
