"""Arithmetic that never fails: what a listing's `**`, `/` and `sqrt` do at run time.

Where CPython gives a number, these give the same one. Where it would raise or take forever they
give what floating point has for the case: overflow is inf, x / 0 is ±inf, 0 / 0 and what is not
defined (the root of a negative number) are nan. Whole numbers past 2**53 go on as floats.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from tutor.engine.grammar import MATH
from tutor.engine.numbers import CERTAIN_DIGITS, LARGEST, Number, first_place, rounded_at, whole


class RefusedError(Exception):
    """A value that an operation has no use for; the engine adds the line."""

    def __init__(self, what: str, instead: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.instead = instead


class StoppedError(Exception):
    """The run has used up what it may; the reason as the end of a sentence."""


def stop() -> None:
    """Called where the budget is used up."""
    raise StoppedError("it takes too many steps")


def rounded(value: Number, digits: int) -> Number:
    """A fraction to so many significant digits, halves away from zero, as people write it down."""
    if value.__class__ is not float or not math.isfinite(value):
        return value
    if digits > CERTAIN_DIGITS:
        return float(f"{value:.{digits - 1}e}")
    return rounded_at(value, first_place(value) + 1 - digits)


def power(base: Number, exponent: Number) -> Number:
    """`base ** exponent`; nan where Python would go on with a complex number."""
    if base.__class__ is not float:
        base = whole(base)
        both = isinstance(base, int) and isinstance(exponent, int)
        # 9 ** 9 ** 9 is a number that no computer can write down: go on with floats in time.
        if both and not -1 <= base <= 1 and int(base).bit_length() * exponent > 64:
            base = float(base)
    try:
        value = base**exponent
    except OverflowError:
        return -math.inf if base < 0 and exponent % 2 == 1 else math.inf
    except ZeroDivisionError:
        # 0 ** -1: a signed infinity for odd powers, as C's pow has it.
        return math.copysign(math.inf, base) if exponent % 2 == 1 else math.inf
    if value.__class__ is float:
        return value
    return math.nan if isinstance(value, complex) else whole(value)


def divide(above: Number, below: Number) -> Number:
    """`above / below`."""
    try:
        return above / below
    except ZeroDivisionError:
        return infinite(above, below)


def floor_divide(above: Number, below: Number) -> Number:
    """`above // below`."""
    try:
        return whole(above // below)
    except ZeroDivisionError:
        return infinite(above, below)


def infinite(above: Number, zero: Number) -> float:
    """What dividing by this zero comes to."""
    if above == 0 or above != above:
        return math.nan
    return math.copysign(math.inf, above) * math.copysign(1.0, zero)


def remainder(above: Number, below: Number) -> Number:
    """`above % below`."""
    try:
        return whole(above % below)
    except ZeroDivisionError:
        return math.nan


def nearest_whole(value: Number, digits: Number | None = None) -> Number:
    """`round(value)` or `round(value, digits)`."""
    if not math.isfinite(value):
        return value
    if digits is None:
        return whole(round(value))
    if not isinstance(digits, int):
        raise RefusedError(f"round(…) to {digits} digits", "write a whole number of digits")
    digits = max(-400, min(400, digits))
    if math.ulp(value) >= 10.0 ** min(300, -digits):
        return value  # nothing to round; Python would write out all its digits to find that out
    try:
        return whole(round(value, digits))
    except OverflowError:
        return math.copysign(math.inf, value)


def safe(function: Callable[[float], float]) -> Callable[[Number], float]:
    """A function of math with nan where it is not defined and inf where it overflows."""

    def guarded(value: Number) -> float:
        try:
            return function(value)
        except ValueError:
            return math.nan
        except OverflowError:
            return math.inf

    return guarded


def logarithm(value: Number) -> float:
    """`log(value)`; -inf at 0."""
    if value == 0:
        return -math.inf
    return math.log(value) if value > 0 else math.nan


def passes(*bounds: Number) -> range:
    """`range(…)` of a loop."""
    for bound in bounds:
        if not isinstance(bound, int):
            if abs(bound) <= LARGEST and bound == int(bound):
                raise RefusedError(f"range(…) of {bound}", f"write {int(bound)}")
            raise RefusedError(f"range(…) of {bound}", f"write a whole number up to {LARGEST}")
    if len(bounds) == 3 and bounds[2] == 0:
        raise RefusedError("range(…) in steps of 0", "write another step")
    return range(*(int(bound) for bound in bounds))


def main_passes(updates: int | None, *bounds: Number) -> range:
    """The passes of the main loop: as written, or exactly `updates` of them."""
    written = passes(*bounds)
    if updates is None:
        return written
    return range(written.start, written.start + written.step * updates, written.step)


def ends(updates: int | None, *bounds: Number) -> bool:
    """Whether this many updates take the main loop to its end."""
    return updates is None or 0 < len(passes(*bounds)) <= updates


def filled(value: object, name: str) -> object:
    """The value of a name, unless none was given to it yet."""
    if value is None:
        raise RefusedError(f"`{name}` has no value yet", f"assign {name} on a line above")
    return value


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "$whole": whole,
    "$rounded": rounded,
    "$power": power,
    "$divide": divide,
    "$floor": floor_divide,
    "$rest": remainder,
    "$range": passes,
    "$passes": main_passes,
    "$ends": ends,
    "$filled": filled,
    "$stop": stop,
    "abs": abs,
    "len": len,
    "max": max,
    "min": min,
    "round": nearest_whole,
    "str": str,
    **{name: safe(getattr(math, name)) for name in MATH},
    "log": logarithm,
}
"""The global names of a compiled listing. No listing can spell a name with a $."""
