"""A number that was predicted becomes a verdict. The first of these that matches wins:

1. not readable: say why, and count nothing
2. right
3. a number that a named mistake gives
4. right as far as its digits go, but too few of them: ask for more, and count nothing
5. what a named mistake gives, written to fewer digits
6. a slip: a lost sign, the decimal point, two digits swapped
7. the right direction (or sign) with the wrong size, or the wrong direction
8. unknown: the line with its numbers put in

A number is only taken at fewer digits (4, 5) where these still tell the change that it stands
for: at a weight of 0.5 that goes to 0.46, "0.5" says "no change", not "0.46, rounded".
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from tutor.engine.numbers import same
from tutor.grading import messages
from tutor.grading.ask import Judged, Verdict
from tutor.grading.explain import unworked

if TYPE_CHECKING:
    from tutor.engine.numbers import Number
    from tutor.grading.answer import Reading
    from tutor.grading.ask import Ask

FAR = 10
"""An answer this many times the change away is not explained by its direction."""


def judge(ask: Ask[Any], reading: Reading) -> Verdict:
    """Judge a number. Deterministic; never raises for what a learner typed."""
    if reading.value is None:
        return Verdict.unreadable(reading.why_not)
    if not math.isfinite(ask.truth):
        return Verdict.unreadable(messages.NOT_READABLE_TRUTH)
    value, unit = reading.value, reading.unit
    if abs(value - ask.truth) <= ask.tolerance:
        return Verdict(Judged.RIGHT, messages.right(reading.confidence))
    named = _nearest(ask, value, 0)
    if not named and _rounds(ask, value, unit, ask.truth):
        return Verdict(Judged.MORE_DIGITS, messages.more_digits(_missing(ask, unit)))
    named = named or _nearest(ask, value, unit)
    if named:
        return _named(ask, named)
    slip = _slip(ask, reading)
    if slip:
        return Verdict(Judged.SLIP, slip)
    return _sized(ask, value)


def _rounds(ask: Ask[Any], value: Number, unit: float, target: Number) -> bool:
    """Whether `target`, rounded to the digits typed, is the value, and these digits tell it.

    Rounding may hide a third of the change at most: a plain 1 is a 1 and no short 0.8, and a 0
    is nothing but 0.
    """
    if not unit or not value or abs(value - target) > unit / 2 * (1 + 1e-9):
        return False
    change = abs(target - ask.old) if ask.old is not None else abs(target)
    return unit / 2 < (change or abs(target)) / 3


def _means_truth(ask: Ask[Any], value: Number, unit: float) -> bool:
    """Whether a number written to that unit stands for the right one."""
    return abs(value - ask.truth) <= ask.tolerance or _rounds(ask, value, unit, ask.truth)


def _slip(ask: Ask[Any], reading: Reading) -> str:
    """What is said of a slip of the pen that turns this reading into the right answer: the right
    number with its sign, its point or two digits in the wrong place; empty where none does."""
    value, unit = reading.value, reading.unit
    assert value is not None
    if _means_truth(ask, -value, unit):
        return messages.SIGN
    if any(_means_truth(ask, value * factor, unit * factor) for factor in (10, 0.1, 100, 0.01)):
        return messages.POINT
    if unit and any(_means_truth(ask, other, unit) for other in _swapped(reading.text)):
        return messages.SWAPPED
    return ""


def _swapped(text: str) -> Iterator[float]:
    """Every number that comes of swapping two neighbouring digits of a written number."""
    found = re.search(r"[+\-−]?\d*[.,]?\d+", text)
    number = found[0].replace(",", ".").replace("−", "-") if found else ""
    places = [i for i, char in enumerate(number) if char.isdecimal()]
    for one, other in pairwise(places):
        if number[one] != number[other]:
            chars = list(number)
            chars[one], chars[other] = chars[other], chars[one]
            yield float("".join(chars))


def _missing(ask: Ask[Any], unit: float) -> int:
    """How many more digits bring a rounded truth within tolerance."""
    missing = 1
    while missing < 17 and unit / 2 > ask.tolerance * 10**missing:
        missing += 1
    return missing


def _nearest(ask: Ask[Any], value: Number, unit: float) -> tuple[str, ...]:
    """The named mistakes that give this value; those of the nearest number where several do."""
    found: dict[str, float] = {}
    for name, wrong in ask.distinct.items():
        off = abs(value - wrong)
        if off <= ask.band(wrong) or _rounds(ask, value, unit, wrong):
            found[name] = off
    if not found:
        return ()
    first = ask.distinct[min(found, key=lambda name: found[name])]
    return tuple(name for name in found if same(ask.distinct[name], first))


def _named(ask: Ask[Any], names: tuple[str, ...]) -> Verdict:
    """The sentence of one mistake, or the choice between several."""
    if len(names) == 1:
        return Verdict(Judged.MISTAKE, ask.mistakes[names[0]].say.strip(), names)
    both = [(ask.mistakes[name].rule, ask.mistakes[name].say) for name in names]
    return Verdict(Judged.AMBIGUOUS, messages.ambiguous(both), names)


def _sized(ask: Ask[Any], value: Number) -> Verdict:
    """Direction and size, or nothing known."""
    if ask.old is not None:
        step, taken = ask.truth - ask.old, value - ask.old
        if same(ask.truth, ask.old) or abs(taken) > FAR * abs(step):
            return _unknown(ask)
        if same(value, ask.old):
            return Verdict(Judged.WRONG_WAY, messages.moves(ask.variable))
        if (taken > 0) != (step > 0):
            return Verdict(Judged.WRONG_WAY, messages.wrong_way(ask.variable))
        far = abs(taken) > abs(step)
        return Verdict(Judged.SHORT, messages.TOO_FAR if far else messages.NOT_ENOUGH)
    if not value or not ask.truth or not 1 / FAR <= abs(value / ask.truth) <= FAR:
        return _unknown(ask)
    if (value > 0) != (ask.truth > 0):
        return Verdict(Judged.WRONG_WAY, messages.LOOK_AT_SIGN)
    larger = abs(value) > abs(ask.truth)
    return Verdict(Judged.SHORT, messages.wrong_size(ask.truth > 0, larger))


def _unknown(ask: Ask[Any]) -> Verdict:
    """The line of the first update that is not yet revealed, as far as it may be shown."""
    update = ask.start + 1
    line = unworked(ask.code, ask.values, ask.variable, update, ask.shown)
    return Verdict(Judged.UNKNOWN, messages.unknown(line, later=ask.after > update))
