"""Who is in: one line for each learner, so many at most, and a queue before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from tutor.workshop.control import Packet

Hand = TypeVar("Hand", bound=Hashable)
STARTING = 10.0
"""Seconds after which an app that is being made keeps no others waiting."""
YIELDING = 3.0
"""Seconds that somebody who comes again waits for their other line to end."""


def _nothing(*_: object) -> None:
    """Nobody wants to know."""


@dataclass(eq=False)
class Claim(Generic[Hand]):
    """A line on which somebody wants to be a learner."""

    hand: Hand
    """Which worker has it."""
    visit: int
    """Which of that worker's visits it is."""
    learner: str
    since: float = 0.0
    """When its turn came."""
    told: int = 0
    """Which place in the queue it was told last."""


@dataclass
class Roll(Generic[Hand]):
    """Decides whose turn it is. Tells each worker of its visits by `send`: `yield`, `full`,
    `place`, `given`."""

    most: int
    """Learners at a time."""
    at_once: int
    """Apps that are being made at a time."""
    send: Callable[[Hand, Packet], None]
    yours: Callable[[Claim[Hand]], None]
    """Told of a claim whose turn it is."""
    given: Callable[[Hand, str], None] = _nothing
    """Told of a learner who goes on elsewhere, because that worker took too long to let go: it is
    to have what it did not write written, and counted in `writing`."""
    here: dict[str, Claim[Hand]] = field(default_factory=dict)
    """Who is in, and on which line."""
    writing: Counter[str] = field(default_factory=Counter)
    """How much of what a learner did is still to be written, after their worker was killed."""
    _queue: list[Claim[Hand]] = field(default_factory=list)
    _starting: set[Claim[Hand]] = field(default_factory=set)
    _now: float = 0.0
    _yielding: dict[str, float] = field(default_factory=dict)
    """Until when a learner's older line has time to end."""

    def claim(self, hand: Hand, visit: int, learner: str, now: float) -> None:
        """A line wants to be this learner: the newest line of one takes over."""
        claim = Claim(hand, visit, learner)
        if learner not in self.here and len(self.here) >= self.most:
            self.send(hand, {"is": "full", "visit": visit})
            return
        for older in [one for one in self._queue if one.learner == learner]:
            self._queue.remove(older)
            self.send(older.hand, {"is": "yield", "visit": older.visit})
        self._queue.append(claim)
        self.superseded(learner, now)
        self._move(now)

    def superseded(self, learner: str, now: float) -> None:
        """The learner has a newer line, here or at another machine: this one is to end."""
        there = self.here.get(learner)
        if there is not None and learner not in self._yielding:
            self._yielding[learner] = now + YIELDING
            self.send(there.hand, {"is": "yield", "visit": there.visit})

    def started(self, hand: Hand, visit: int) -> None:
        """That line has its app: the next one may have one made."""
        self._starting = {one for one in self._starting if (one.hand, one.visit) != (hand, visit)}
        self._move()

    def left(self, hand: Hand, visit: int) -> None:
        """That line is over, or does not wait any more."""
        self._forget(lambda one: one.hand == hand and one.visit == visit)

    def lost(self, hand: Hand) -> None:
        """That worker is gone, and its lines with it."""
        self._forget(lambda one: one.hand == hand)

    def wrote(self, learner: str) -> None:
        """A part of what a learner did before their worker was killed is written."""
        self.writing[learner] -= 1
        if self.writing[learner] <= 0:
            del self.writing[learner]
        self._move()

    def tick(self, now: float) -> None:
        """Whoever had time to end and did not, is here no longer; and nobody waits for an app for
        ever that does not come."""
        self._starting = {one for one in self._starting if now - one.since < STARTING}
        for learner in [whose for whose, until in self._yielding.items() if until <= now]:
            del self._yielding[learner]
            if (gone := self.here.pop(learner, None)) is not None:
                self._starting.discard(gone)
                self.send(gone.hand, {"is": "given", "learner": learner})
                self.given(gone.hand, learner)
        self._move(now)

    def _forget(self, which: Callable[[Claim[Hand]], bool]) -> None:
        self._queue = [one for one in self._queue if not which(one)]
        self._starting = {one for one in self._starting if not which(one)}
        for learner in [whose for whose, one in self.here.items() if which(one)]:
            del self.here[learner]
            self._yielding.pop(learner, None)
        self._move()

    def _move(self, now: float | None = None) -> None:
        """Let in who can be, and tell the others where they stand."""
        self._now = self._now if now is None else now
        for claim in list(self._queue):
            if len(self._starting) >= self.at_once:
                break
            if claim.learner in self.here or self.writing[claim.learner] > 0:
                continue
            self._queue.remove(claim)
            if len(self.here) >= self.most:
                self.send(claim.hand, {"is": "full", "visit": claim.visit})
                continue
            claim.since = self._now
            self.here[claim.learner] = claim
            self._starting.add(claim)
            self.yours(claim)
        for place, claim in enumerate(self._queue, 1):
            if claim.told != place:
                claim.told = place
                self.send(claim.hand, {"is": "place", "visit": claim.visit, "place": place})
