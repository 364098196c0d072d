"""A clock for a store: the time passes when a test says so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Calendar:
    """Begins on a Monday at nine in the morning."""

    def __init__(self, now: datetime = MONDAY, tick: float = 0.0) -> None:
        """`tick`: seconds that go by at each look at it."""
        self.now = now
        self._tick = timedelta(seconds=tick)

    def __call__(self) -> datetime:
        self.now += self._tick
        return self.now

    def sleep(self, days: float = 1) -> None:
        """So long goes by."""
        self.now += timedelta(days=days)
