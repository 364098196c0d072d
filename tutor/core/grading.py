"""A reading of an answer becomes a verdict. The first of these that matches wins:

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
from typing import TYPE_CHECKING

from tutor.core import wording
from tutor.core.asked import Asked, hidden, mistaken, tolerance, truth
from tutor.core.outcome import judge_reach
from tutor.core.recall import judge_order, judge_write, shuffled
from tutor.core.slip import Slip, slip
from tutor.core.verdict import Kind, Verdict
from tutor.core.working import unworked, worked
from tutor.engine.numbers import same
from tutor.engine.trace import number_at

if TYPE_CHECKING:
    from tutor.core.answer import Reading
    from tutor.course.questions import Choose
    from tutor.engine.numbers import Number

FAR = 10
"""An answer this many times the change away is not explained by its direction."""

SLIPS = {Slip.SIGN: wording.SIGN, Slip.POINT: wording.POINT, Slip.SWAPPED: wording.SWAPPED}


def judge(asked: Asked, reading: Reading) -> Verdict:
    """Judge a number. Deterministic; never raises for what a learner typed."""
    if reading.value is None:
        return Verdict.unreadable(reading.why_not)
    if not math.isfinite(asked.truth):
        return Verdict.unreadable(wording.NOT_READABLE_TRUTH)
    value, unit = reading.value, reading.unit
    if abs(value - asked.truth) <= asked.tolerance:
        return Verdict(Kind.RIGHT, wording.right(reading.confidence))
    named = _nearest(asked, value, 0)
    if not named and _rounds(asked, value, unit, asked.truth):
        return Verdict(Kind.MORE_DIGITS, wording.more_digits(_missing(asked, unit)))
    named = named or _nearest(asked, value, unit)
    if named:
        return _named(asked, named)
    slipped = slip(reading, lambda other, place: _means_truth(asked, other, place))
    if slipped:
        return Verdict(Kind.SLIP, SLIPS[slipped])
    return _sized(asked, value)


def judge_direction(asked: Asked, direction: str) -> Verdict:
    """Judge `up`, `down` or `stay` (also `stays`) for the way from update `start` to `after`."""
    right = direction_of(asked)
    if not right:
        return Verdict.unreadable(wording.NOT_READABLE_TRUTH)
    given = "stay" if direction.startswith("stay") else direction
    if given == right:
        return Verdict(Kind.RIGHT, wording.right())
    if right == "stay":
        return Verdict(Kind.WRONG_WAY, wording.stays(asked.variable))
    if given == "stay":
        return Verdict(Kind.WRONG_WAY, wording.moves(asked.variable))
    return Verdict(Kind.WRONG_WAY, wording.wrong_way(asked.variable))


def direction_of(asked: Asked) -> str:
    """`up`, `down` or `stay`: the way from update `start` to `after`; empty where there is none.

    For a variable that updates do not carry on, it is measured from its value at `start`, or at
    the first update where there is none at `start`: asked about the first, it has no way to go.
    """
    old = asked.old
    if old is None:
        earlier = max(asked.start, 1)
        old = number_at(asked.trace, asked.variable, earlier) if earlier < asked.after else math.nan
    if math.isnan(asked.truth) or not math.isfinite(old):
        return ""
    if same(old, asked.truth):
        return "stay"
    return "up" if asked.truth > old else "down"


def judge_choice(question: Choose, index: int) -> Verdict:
    """Judge the option of that 0-based index, in the author's words."""
    if not 0 <= index < len(question.options):
        return Verdict.unreadable(wording.pick_one(len(question.options)))
    option = question.options[index]
    return Verdict(Kind.RIGHT if option.right else Kind.WRONG, option.because.strip())


def _rounds(asked: Asked, value: Number, unit: float, target: Number) -> bool:
    """Whether `target`, rounded to the digits typed, is the value, and these digits tell it.

    Rounding may hide a third of the change at most: a plain 1 is a 1 and no short 0.8, and a 0
    is nothing but 0.
    """
    if not unit or not value or abs(value - target) > unit / 2 * (1 + 1e-9):
        return False
    change = abs(target - asked.old) if asked.old is not None else abs(target)
    return unit / 2 < (change or abs(target)) / 3


def _means_truth(asked: Asked, value: Number, unit: float) -> bool:
    """Whether a number written to that unit stands for the right one."""
    return abs(value - asked.truth) <= asked.tolerance or _rounds(asked, value, unit, asked.truth)


def _missing(asked: Asked, unit: float) -> int:
    """How many more digits bring a rounded truth within tolerance."""
    missing = 1
    while missing < 17 and unit / 2 > asked.tolerance * 10**missing:
        missing += 1
    return missing


def _nearest(asked: Asked, value: Number, unit: float) -> tuple[str, ...]:
    """The named mistakes that give this value; those of the nearest number where several do."""
    found: dict[str, float] = {}
    for name, wrong in asked.distinct.items():
        off = abs(value - wrong)
        if off <= asked.band(wrong) or _rounds(asked, value, unit, wrong):
            found[name] = off
    if not found:
        return ()
    first = asked.distinct[min(found, key=lambda name: found[name])]
    return tuple(name for name in found if same(asked.distinct[name], first))


def _named(asked: Asked, names: tuple[str, ...]) -> Verdict:
    """The sentence of one mistake, or the choice between several."""
    if len(names) == 1:
        return Verdict(Kind.MISTAKE, asked.mistakes[names[0]].say.strip(), names)
    both = [(asked.mistakes[name].rule, asked.mistakes[name].say) for name in names]
    return Verdict(Kind.AMBIGUOUS, wording.ambiguous(both), names)


def _sized(asked: Asked, value: Number) -> Verdict:
    """Direction and size, or nothing known."""
    if asked.old is not None:
        step, taken = asked.truth - asked.old, value - asked.old
        if same(asked.truth, asked.old) or abs(taken) > FAR * abs(step):
            return _unknown(asked)
        if same(value, asked.old):
            return Verdict(Kind.WRONG_WAY, wording.moves(asked.variable))
        if (taken > 0) != (step > 0):
            return Verdict(Kind.WRONG_WAY, wording.wrong_way(asked.variable))
        far = abs(taken) > abs(step)
        return Verdict(Kind.SHORT, wording.TOO_FAR if far else wording.NOT_ENOUGH)
    if not value or not asked.truth or not 1 / FAR <= abs(value / asked.truth) <= FAR:
        return _unknown(asked)
    if (value > 0) != (asked.truth > 0):
        return Verdict(Kind.WRONG_WAY, wording.LOOK_AT_SIGN)
    larger = abs(value) > abs(asked.truth)
    return Verdict(Kind.SHORT, wording.wrong_size(asked.truth > 0, larger))


def _unknown(asked: Asked) -> Verdict:
    """The line of the first update that is not yet revealed, as far as it may be shown."""
    update = asked.start + 1
    line = unworked(asked.listing, asked.values, asked.variable, update, asked.shown)
    return Verdict(Kind.UNKNOWN, wording.unknown(line, later=asked.after > update))


__all__ = [
    "Asked",
    "Kind",
    "Verdict",
    "direction_of",
    "hidden",
    "judge",
    "judge_choice",
    "judge_direction",
    "judge_order",
    "judge_reach",
    "judge_write",
    "mistaken",
    "shuffled",
    "tolerance",
    "truth",
    "worked",
]
