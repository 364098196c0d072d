"""Classifies the values of a long run: they converge, diverge or oscillate."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise

LOOK = 400
"""Updates that are looked at, after those that the listing makes as written."""
LONGEST_PERIOD = 16
HUGE = 1e100
NOTHING_LEFT = 1e-12
"""Movement relative to the largest value that counts as none."""
AMPLITUDE = 1e-9
"""Relative size from which a repetition is an oscillation."""
SAME = 1e-6
"""How far two rounds of an oscillation may differ, relative to its size."""
WOBBLE = 0.02
"""How far the largest steps of two equal swings may differ, since updates seldom meet the turn."""


class Ending(StrEnum):
    """What becomes of a run."""

    CONVERGES = "converges"
    DIVERGES = "diverges"
    OSCILLATES = "oscillates"
    UNDECIDED = "undecided"


def judge(values: Sequence[float]) -> Ending:
    """How a sequence ends, by its tail."""
    if len(values) < 2:
        return Ending.UNDECIDED
    if not all(math.isfinite(v) and abs(v) < HUGE for v in values):
        return Ending.DIVERGES
    tail = values[-max(LOOK // 2, len(values) // 4) :]
    scale = max(map(abs, values))
    size = max(tail) - min(tail)
    if size <= NOTHING_LEFT * scale:
        return Ending.CONVERGES
    if size > AMPLITUDE * scale and repeats(tail, SAME * size):
        return Ending.OSCILLATES
    return by_movement(values, tail)


def repeats(tail: Sequence[float], tolerance: float) -> bool:
    """Whether the tail goes round, with any period from 2 on."""
    recent = tail[-6 * LONGEST_PERIOD :]
    return any(
        all(abs(a - b) <= tolerance for a, b in zip(recent, recent[period:], strict=False))
        for period in range(2, min(LONGEST_PERIOD, len(recent) // 3) + 1)
    )


def by_movement(values: Sequence[float], tail: Sequence[float]) -> Ending:
    """Whether the steps shrink or grow."""
    steps = [abs(b - a) for a, b in pairwise(tail)]
    half = len(steps) // 2
    early, late = max(steps[:half], default=0.0), max(steps[half:], default=0.0)
    uneven = wobbles(tail)
    margin = WOBBLE if uneven else SAME
    if late < early * (1 - margin):
        return Ending.CONVERGES
    furthest = max(map(abs, values[: len(values) - half]))
    if late > early * (1 + margin) and max(map(abs, tail[-half:])) > furthest:
        return Ending.DIVERGES
    # A swing that fades slowly looks the same for a while: only a long run tells.
    return Ending.OSCILLATES if uneven and len(values) > 4 * LOOK else Ending.UNDECIDED


def wobbles(tail: Sequence[float]) -> bool:
    """Whether it goes to and fro by lengths that neither only shrink nor only grow."""
    turns = [b for a, b, c in zip(tail, tail[1:], tail[2:], strict=False) if (b - a) * (c - b) < 0]
    swings = [abs(b - a) for a, b in pairwise(turns)]
    return len(swings) > 3 and swings not in (sorted(swings), sorted(swings, reverse=True))
