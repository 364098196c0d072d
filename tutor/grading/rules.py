"""A number that was predicted becomes a verdict. The first of these that matches wins:

1. not readable: say why, and count nothing
2. right, within tolerance; a number of many digits is held to them
3. exactly the old value, what a named mistake gives, or another value that stands on the screen;
   where that is a rounding of the right number too, ask for one more digit, and count nothing
4. right, rounded to three digits or more at the end or on the way, where these tell the change
5. the right number rounded to fewer digits, or cut off: ask for more, and count nothing
6. what a named mistake gives, nearly, or rounded to two digits or more
7. a slip: a lost sign, the decimal point, two digits swapped
8. the right direction (or sign) with the wrong size, or the wrong direction
9. unknown: the line with its numbers put in

A request tells something of the truth. Where the verdict has to wait, the question says how many
digits it wants, and a number with fewer is asked about whatever it is. A text that is handed in
once more is taken as written: it is that number exactly, and no rounding of another one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise, product
from typing import TYPE_CHECKING, Any

from tutor.engine.numbers import first_place, number, same
from tutor.engine.trace import number_at
from tutor.errors import ListingError
from tutor.grading import messages
from tutor.grading.ask import EXACTING, ROUNDED_DIGITS, TYPED_DIGITS, Judged, Verdict
from tutor.grading.explain import (
    LONGEST_CODE,
    amount,
    decides,
    line_of,
    rounds,
    sign_reason,
    unworked,
    way_to,
)
from tutor.grading.rounding import cut_at, is_one_of, roundings, written_at
from tutor.grading.working import can_be, can_be_right, can_be_value, is_value_of

if TYPE_CHECKING:
    from tutor.engine.numbers import Number
    from tutor.grading.answer import Reading
    from tutor.grading.ask import Ask

FAR = 10
"""An answer this many times the change away is not explained by its direction."""
MANY_DIGITS = 5
"""Significant digits from which on a number was not rounded for convenience."""
NAMED_DIGITS = 2
"""Significant digits from which on a rounded number may stand for a mistake."""
AIMED = 0.25
"""The share of the change that half a cell may take."""
SLIP_DIGITS = 3
"""The same for a slip: of two digits too many numbers are one."""


def judge(ask: Ask[Any], reading: Reading) -> Verdict:
    """Judge a number. Deterministic; never raises for what a learner typed."""
    if reading.value is None:
        return Verdict.unreadable(reading.why_not)
    if not math.isfinite(ask.truth):
        return Verdict.unreadable(messages.NOT_READABLE_TRUTH)
    if ask.waits and reading.value and 0 < reading.digits < ask.digits:
        return _request(messages.digits_wanted(ask.digits))
    if reading.cell:
        return _aimed(ask, reading)
    room = ask.tolerance if _convenient(reading) else ask.exacting
    close = abs(reading.value - ask.truth) <= room
    if close and (ask.waits or not _rounds_to_truth(ask, reading.value)):
        return _right(reading)
    return (
        _exactly(ask, reading)
        or _rounded(ask, reading)
        or _mistake(ask, reading)
        or _slip(ask, reading)
        or _sized(ask, reading.value)
    )


def _convenient(reading: Reading) -> bool:
    """Whether it may have been rounded for convenience: neither a working nor a number of many
    digits, whose learner is held to them, nor one that was handed in again."""
    return 0 < reading.digits < MANY_DIGITS


def _request(say: str) -> Verdict:
    """Nothing is counted."""
    return Verdict(Judged.MORE_DIGITS, say)


def _right(reading: Reading, say: str = "") -> Verdict:
    return Verdict(Judged.RIGHT, messages.right(reading.confidence) + say)


# -- digits ----------------------------------------------------------------------------------------


def _digits(target: Number, reading: Reading) -> int:
    """How many digits of `target` a number tells that is a rounding of it; else 0.

    Where the rounding carries, `1` is 0.96 to one digit, and so is `1.0`, which is 0.96 to one
    decimal.
    """
    value = reading.value
    if not value or not target or not math.isfinite(target):
        return 0  # 0 rounds nothing
    first = first_place(target) + 1
    for place in _last_places(reading):
        for at in (place, place - 1):
            near = abs(value - target) <= 0.500001 * 10.0**at
            told = 0 < first - at <= reading.digits
            if near and told and is_one_of(value, written_at(target, at)):
                return first - at
    return 0


def _last_places(reading: Reading) -> Iterator[int]:
    """The decimal places at which the number may have been rounded; none for a working."""
    if reading.digits and reading.value:
        first = first_place(reading.value) + 1
        for digits in range(reading.digits, reading.fewest - 1, -1):
            yield first - digits


def _cut_off(target: Number, reading: Reading) -> bool:
    """Whether a number is `target` with digits left out that should have been rounded."""
    if reading.fewest < NAMED_DIGITS or not reading.value or not target:
        return False
    return is_one_of(reading.value, cut_at(target, next(_last_places(reading))))


def _exactly(ask: Ask[Any], reading: Reading) -> Verdict | None:
    """The very number of a mistake, of the old value, or of what stands on the screen."""
    value = reading.value
    assert value is not None
    names = tuple(
        name
        for name, wrong in ask.distinct.items()
        if same(wrong, value) and can_be(ask, reading, name)
    )
    moved = ask.before is not None and not same(ask.before, ask.truth)
    stands = moved and ask.before is not None and _written_same(value, ask.before)
    others = {name: one for name, one in ask.standing.items() if not same(one, ask.truth)}
    shown = [name for name, one in others.items() if _written_same(value, one)]
    shown = [name for name in shown if can_be_value(ask, reading, name)]
    if not (names or stands or shown):
        return None
    digits = _digits(ask.truth, reading)
    if ask.waits:
        if digits >= ROUNDED_DIGITS and not (names or stands):
            return None
    elif digits or _cut_off(ask.truth, reading):
        return _request(messages.EXACTLY)
    elsewhere = [name for name in shown if name != ask.variable]
    if reading.formula in elsewhere and not names:  # the learner says which it is
        return Verdict(Judged.SHOWN, messages.stands_there([reading.formula], ask.variable))
    named = _named(ask, names)
    if named is not None:
        beside = [
            other
            for other in elsewhere
            if still(ask, other) and not any(is_value_of(ask, name, other) for name in names)
        ]
        also = messages.or_that(beside) if beside else ""
        if not beside and _halfway(ask, value, names):
            also = messages.or_halfway(ask.variable)
        told = also and not reading.formula  # a sum says itself what it is made of
        return named._replace(say=f"{named.say}\n\n{also}" if told else named.say)
    if stands:
        return _stays(ask)
    now = [name for name in shown if still(ask, name)]
    say = messages.stands_there if now else messages.stood_there
    return Verdict(Judged.SHOWN, say(now or shown, ask.variable))


def still(ask: Ask[Any], name: str) -> bool:
    """Whether the value that stands on the screen is the one with which the asked update begins, or
    the one to which it has led already: that of another weight, which was asked for before."""
    shown = ask.standing[name]
    found = (ask.value(name, update) for update in (ask.after - 1, ask.after))
    return any(not isinstance(one, int | float) or same(one, shown) for one in found)


def _halfway(ask: Ask[Any], value: Number, mistakes: tuple[str, ...]) -> bool:
    """Whether the update works out that number on its way to the asked variable too, and the rules
    of the mistakes do not."""
    if ask.after > ask.start + 1:
        return False  # nobody works out the last of several updates by itself
    row = ask.run(ask.after).numbers(ask.after)
    return any(
        same(one, value)
        and name not in ask.standing
        and not ask.withheld(name, ask.after, True)
        and not any(is_value_of(ask, wrong, name, ask.after) for wrong in mistakes)
        for name in way_to(ask)
        if (one := row.get(name)) is not None
    )


def _stays(ask: Ask[Any]) -> Verdict:
    """The old value was given, and it moves."""
    return Verdict(Judged.WRONG_WAY, f"{messages.moves(ask.variable)} {decides(ask)}".strip())


def _written_same(value: Number, other: Number) -> bool:
    """The same number, or the other as it is written on the screen."""
    return same(value, other) or (math.isfinite(other) and value == float(number(other)))


def _rounded(ask: Ask[Any], reading: Reading) -> Verdict | None:
    """The right number, rounded or cut off; None where it is neither."""
    value, digits = reading.value, _digits(ask.truth, reading)
    assert value is not None
    told_from_all = not any(_digits(other, reading) for other in ask.known)
    if digits >= ROUNDED_DIGITS and (ask.waits or told_from_all):
        return _right(reading)
    if digits and not ask.waits:
        stands = ask.before is not None and not same(ask.before, ask.truth)
        stands = stands and bool(_digits(ask.before or 0, reading))
        return _request(messages.EXACTLY if stands else messages.MORE_DIGITS)
    if _on_the_way(ask, value, reading.digits) and (told_from_all or not ask.waits):
        if told_from_all:
            return _right(reading, messages.ON_THE_WAY)
        return _request(messages.MORE_EXACTLY)
    if _cut_off(ask.truth, reading):
        return Verdict(Judged.SLIP, messages.CUT) if ask.waits else _request(messages.CUT_OFF)
    if ask.waits:
        return None
    if _rounds_to_truth(ask, value):
        return Verdict(Judged.SHORT if reading.insisted else Judged.MORE_DIGITS, messages.WHOLE)
    if reading.insisted:
        return None
    close = abs(value - ask.truth) <= ask.tolerance  # but for the digits that were given
    return _request(messages.MORE_EXACTLY) if close and can_be_right(ask, reading) else None


def _rounds_to_truth(ask: Ask[Any], value: Number) -> bool:
    """Whether the line would make the right whole number of this one, which is none."""
    counted = isinstance(ask.truth, int) and bool(value % 1) and round(value) == ask.truth
    return counted and rounds(ask)


def _on_the_way(ask: Ask[Any], value: Number, typed: int) -> bool:
    """Whether it comes of rounding on the way: to the digits typed or to one more or, where many
    of them were copied from the last sum, to fewer. A working was not rounded."""
    if typed < ROUNDED_DIGITS:
        return False
    fewest = ROUNDED_DIGITS if typed >= MANY_DIGITS else typed
    ways = product(range(fewest, min(typed + 1, TYPED_DIGITS) + 1), (False, True))
    return any(is_one_of(value, roundings(_with_a_pencil(ask, *way), typed)) for way in ways)


@lru_cache(maxsize=32)
def _with_a_pencil(ask: Ask[Any], digits: int, each: bool) -> Number:
    """What comes of rounding each line, or `each` operation; nan where that has no meaning."""
    try:
        trace = ask.code.rounded(
            ask.values, digits, updates=ask.after, exactly=ask.start, each=each
        )
    except ListingError:
        return math.nan
    return number_at(trace, ask.variable, ask.after)


def _aimed(ask: Ask[Any], reading: Reading) -> Verdict:
    """An answer that was aimed at stands for all numbers of its cell. It is too coarse where that
    holds something else as well, or is not small beside the change."""
    value, half = reading.value, reading.cell / 2 * (1 + 1e-9)
    assert value is not None
    there = [other for other in ask.known if abs(other - value) <= half]
    if abs(ask.truth - value) <= max(half, ask.tolerance):
        moves = ask.old is None or not same(ask.old, ask.truth)
        coarse = there or (moves and half > AIMED * ask.size * (1 + 1e-6))
        return _request(messages.AIM_FINER) if coarse else _right(reading)
    if ask.before is not None and abs(ask.before - value) <= half:
        return _stays(ask) if same(ask.before, value) else _request(messages.AIM_FINER)
    names = [n for n, wrong in ask.distinct.items() if wrong in there and half <= ask.bands[n]]
    alike = all(same(other, there[0]) for other in there)
    return (_named(ask, tuple(names)) if alike else None) or _sized(ask, value)


# -- mistakes --------------------------------------------------------------------------------------


def _mistake(ask: Ask[Any], reading: Reading) -> Verdict | None:
    """The named mistake, or the old value, that a number means which it is not exactly; None where
    one digit was typed, or where it could as well be something else."""
    value = reading.value
    assert value is not None
    if reading.insisted or (reading.digits and reading.fewest < NAMED_DIGITS):
        return None
    share = 1.0 if _convenient(reading) else EXACTING
    near = {v for name, v in ask.distinct.items() if abs(value - v) <= share * ask.bands[name]}
    told = {number: _digits(number, reading) for number in ask.known}
    meant = [one for one, digits in told.items() if one in near or digits >= NAMED_DIGITS]
    alike = all(same(one, meant[0]) for one in meant)
    stays = ask.before is not None and any(same(one, ask.before) for one in meant)
    if not alike and (stays or min(told[one] for one in meant) < ROUNDED_DIGITS):
        return None if ask.waits else _request(messages.SEVERAL)
    names = tuple(
        name
        for name, wrong in ask.distinct.items()
        if wrong in meant and can_be(ask, reading, name)
    )
    return _named(ask, names) or (_stays(ask) if stays else None)


def _named(ask: Ask[Any], names: tuple[str, ...]) -> Verdict | None:
    """The sentence of one mistake, or of each of several; None where there is none."""
    stories = {ask.say(name): name for name in reversed(names)}
    if not stories:
        return None
    if len(stories) == 1:
        [(say, name)] = stories.items()
        return Verdict(Judged.MISTAKE, say, (name,))
    told = tuple(name for name in names if name in stories.values())
    rules = [
        (letter, ask.mistakes[name].line, ask.say(name))
        for letter, name in zip(ask.letters, told, strict=False)
    ]
    return Verdict(Judged.AMBIGUOUS, messages.ambiguous(rules), told)


# -- slips -----------------------------------------------------------------------------------------


def _slip(ask: Ask[Any], reading: Reading) -> Verdict | None:
    """A slip of the pen: the right number, exactly or rounded, with its sign, its point or two
    digits in the wrong place."""
    value = reading.value
    assert value is not None
    row = ask.run(ask.after).numbers(ask.after).items()
    computed = [v for name, v in row if name != ask.variable]
    if any(
        same(v, value) or _digits(v, reading) >= NAMED_DIGITS or _cut_off(v, reading)
        for v in computed
    ):
        return None  # it is something else of this update
    if _means_truth(ask, reading, -value):
        return Verdict(Judged.SLIP, messages.SIGN)
    shifted = (10, 0.1, 100, 0.01) if reading.digits else ()  # nobody set the point of a working
    if any(_means_truth(ask, reading, value * factor) for factor in shifted):
        return Verdict(Judged.SLIP, messages.POINT)
    swapped = _swapped(reading.text) if reading.digits >= SLIP_DIGITS else ()
    if any(_means_truth(ask, reading, other) for other in swapped):
        return Verdict(Judged.SLIP, messages.SWAPPED)
    return None


def _means_truth(ask: Ask[Any], reading: Reading, value: Number) -> bool:
    """Whether `value`, written to the digits of the reading, is the right number."""
    written = reading._replace(value=value)
    return same(value, ask.truth) or _digits(ask.truth, written) >= SLIP_DIGITS


def _swapped(text: str) -> Iterator[float]:
    """Every number that comes of swapping two neighbouring digits of a written number. A 0 is left
    where it is: 1.08 is no 1.8 with its digits swapped."""
    found = re.search(r"[+\-−]?\d*[.,]?\d+", text)
    number = found[0].replace(",", ".").replace("−", "-") if found else ""
    places = [i for i, char in enumerate(number) if char.isdecimal()]
    for one, other in pairwise(places):
        if number[one] != number[other] and "0" not in (number[one], number[other]):
            chars = list(number)
            chars[one], chars[other] = chars[other], chars[one]
            yield float("".join(chars))


# -- direction and size ----------------------------------------------------------------------------


def _sized(ask: Ask[Any], value: Number) -> Verdict:
    """Direction and size with what decides them, or nothing known."""
    if ask.old is not None:
        step, taken = ask.truth - ask.old, value - ask.old
        if same(ask.truth, ask.old) or abs(taken) > FAR * abs(step):
            return _unknown(ask)
        if (taken > 0) != (step > 0):
            say = f"{messages.wrong_way(ask.variable)} {decides(ask)}"
            return Verdict(Judged.WRONG_WAY, say.strip())
        far = abs(taken) > abs(step)
        say = messages.TOO_FAR if far else messages.NOT_ENOUGH
        return Verdict(Judged.SHORT, f"{say} {amount(ask)}".strip())
    if not value or not ask.truth or not 1 / FAR <= abs(value / ask.truth) <= FAR:
        return _unknown(ask)
    if (value > 0) != (ask.truth > 0):
        return Verdict(Judged.WRONG_WAY, f"{messages.LOOK_AT_SIGN} {sign_reason(ask)}".strip())
    larger = abs(value) > abs(ask.truth)
    line = line_of(ask)
    look = f" Look at `{line}` again." if line and len(line) <= LONGEST_CODE else ""
    return Verdict(Judged.SHORT, messages.wrong_size(ask.truth > 0, larger) + look)


@lru_cache(maxsize=8)
def _unknown(ask: Ask[Any]) -> Verdict:
    """The line of the first update that is not yet revealed, as far as it may be shown."""
    update = ask.start + 1
    if ask.old is None and ask.after > update:
        return Verdict(Judged.UNKNOWN, messages.up_to(line_of(ask)))
    line = unworked(ask.code, ask.values, ask.variable, update, ask.shown)
    return Verdict(Judged.UNKNOWN, messages.unknown(line, later=ask.after > update))
