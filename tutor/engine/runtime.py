"""Arithmetic that never fails: what a listing's `**`, `/` and `sqrt` do at run time.

Where CPython gives a number, these give the same one. Where it would raise or take forever they
give what floating point has for the case: overflow is inf, x / 0 is ±inf, 0 / 0 and what is not
defined (the root of a negative number) are nan. Where a whole number grows past 2**53, all is run
once more with exact.py, which pays for large ones.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from tutor.engine.language.grammar import MATH
from tutor.engine.numbers import CERTAIN_DIGITS, LARGEST, Number, first_place, rounded_at
from tutor.engine.run_errors import OutgrownError, RefusedError, StoppedError


def small(value: Number) -> Number:
    """The number itself. Raises OutgrownError for a large whole one."""
    if isinstance(value, int) and not -LARGEST <= value <= LARGEST:
        raise OutgrownError
    return value


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
    whole = isinstance(base, int) and isinstance(exponent, int)
    if whole and not -1 <= base <= 1 and int(base).bit_length() * exponent > 64:
        raise OutgrownError
    return raised(base, exponent)


def raised(base: Number, exponent: Number) -> Number:
    """`base ** exponent` of numbers that were found to be small enough."""
    try:
        value = base**exponent
    except OverflowError:
        return -math.inf if base < 0 and exponent % 2 == 1 else math.inf
    except ZeroDivisionError:
        # 0 ** -1: a signed infinity for odd powers, as C's pow has it.
        return math.copysign(math.inf, base) if exponent % 2 == 1 else math.inf
    if value.__class__ is float:
        return value
    return math.nan if isinstance(value, complex) else small(value)


def divide(above: Number, below: Number) -> Number:
    """`above / below`."""
    try:
        return above / below
    except ZeroDivisionError:
        return infinite(above, below)


def floor_divide(above: Number, below: Number) -> Number:
    """`above // below`."""
    try:
        return small(above // below)
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
        return small(above % below)
    except ZeroDivisionError:
        return math.nan


def nearest(value: Number, digits: Number | None = None) -> Number:
    """`round(value)` or `round(value, digits)`, however large a whole number that is."""
    if digits is not None and not isinstance(digits, int):
        raise RefusedError(f"round(…) to {digits} digits", "write a whole number of digits")
    if isinstance(value, int):
        return round(value, None if digits is None else max(-1_400, min(digits, 0)))
    if not math.isfinite(value):
        return value
    if digits is None:
        return round(value)
    digits = max(-400, min(400, digits))
    if math.ulp(value) >= 10.0 ** min(300, -digits):
        return value  # nothing to round; Python would write out all its digits to find that out
    try:
        return round(value, digits)
    except OverflowError:
        return math.copysign(math.inf, value)


def nearest_whole(value: Number, digits: Number | None = None) -> Number:
    """The same, of what stays small."""
    return small(nearest(value, digits))


def safe(function: Callable[..., float]) -> Callable[..., float]:
    """A function of math with nan where it is not defined and inf where it overflows."""

    def guarded(*values: Number) -> float:
        try:
            return function(*values)
        except ValueError:
            return math.nan
        except OverflowError:
            return math.inf

    return guarded


def logarithm(value: Number, base: Number | None = None) -> float:
    """`log(value)` or `log(value, base)`; -inf at 0."""
    if base is not None:
        return float(divide(logarithm(value), logarithm(base)))
    if value == 0:
        return -math.inf
    return math.log(value) if value > 0 else math.nan


def to_whole(function: Callable[[float], int]) -> Callable[[Number], Number]:
    """floor, ceil or trunc: what is not finite stays what it is."""

    def guarded(value: Number) -> Number:
        return small(function(value)) if math.isfinite(value) else value

    return guarded


def math_power(base: Number, exponent: Number) -> float:
    """`math.pow`, always a float."""
    return float(raised(float(base), float(exponent)))


def passes(*bounds: Number) -> range:
    """`range(…)` of a loop."""
    if len(bounds) == 1 and bounds[0].__class__ is int and -LARGEST <= bounds[0] <= LARGEST:
        return range(bounds[0])
    for bound in bounds:
        if not isinstance(bound, int | float):
            raise RefusedError("range(…) of something else than a number", "write range(10)")
        if not isinstance(bound, int):
            if abs(bound) <= LARGEST and bound == int(bound):
                raise RefusedError(f"range(…) of {bound}", f"write {int(bound)}")
            raise RefusedError(f"range(…) of {bound}", f"write a whole number up to {LARGEST}")
    if any(abs(bound) > LARGEST for bound in bounds):
        raise RefusedError("range(…) of a number that large", f"write at most {LARGEST}")
    if len(bounds) == 3 and bounds[2] == 0:
        raise RefusedError("range(…) in steps of 0", "write another step")
    return range(*(int(bound) for bound in bounds))


def main_passes(updates: int | None, *bounds: Number) -> range:
    """The passes of the main loop: as written, or exactly `updates` of them."""
    written = passes(*bounds)
    if updates is None:
        return written
    return range(written.start, written.start + written.step * updates, written.step)


def more_passes(updates: int | None, written: range) -> range:
    """The passes of a loop around the main one: as written, or so many that they surely are enough
    for that many updates."""
    if updates is None:
        return written
    passes = len(written) + updates + 1_000
    return range(written.start, written.start + written.step * passes, written.step)


def ends(updates: int | None, *bounds: Number) -> bool:
    """Whether this many updates take the main loop to its end."""
    return updates is None or 0 < len(passes(*bounds)) <= updates


UNSET: Any = Ellipsis
"""What a name holds that may come to hold None, and has no value yet."""


def there(value: object, name: str) -> object:
    """The value of such a name, unless none was given to it yet."""
    if value is UNSET:
        filled(None, name)
    return value


def filled(value: object, name: str) -> object:
    """The value of a name, unless none was given to it yet."""
    if value is None:
        raise RefusedError(f"`{name}` has no value yet", f"assign {name} on a line above")
    return value


MATH_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    **{name: safe(getattr(math, name)) for name in MATH},
    "log": logarithm,
    "pow": math_power,
    **{name: to_whole(getattr(math, name)) for name in ("floor", "ceil", "trunc")},
}
"""What a listing may call of math."""
FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "$small": small,
    "$rounded": rounded,
    "$power": power,
    "$divide": divide,
    "$floor": floor_divide,
    "$rest": remainder,
    "$range": passes,
    "$span": range,
    "$passes": main_passes,
    "$ends": ends,
    "$more": more_passes,
    "$filled": filled,
    "$there": there,
    "$stop": stop,
    "$UNSET": UNSET,
    "$abs": abs,
    "$len": len,
    "$max": max,
    "$min": min,
    "$round": nearest_whole,
    **{f"$math.{name}": function for name, function in MATH_FUNCTIONS.items()},
}
"""The global names of a compiled listing. No listing can spell a name with a $."""
