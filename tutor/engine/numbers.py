"""Numbers: what counts as one, how one is written, when two are the same; and their axes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

Number = int | float

NOTHING: Mapping[str, Number] = MappingProxyType({})
"""No constant changed."""


class Growing(NamedTuple):
    """What a trace keeps of a long list, or of one that becomes longer."""

    length: int
    last: Any


Value = int | float | bool | str | list[Any] | tuple[Any, ...] | Growing | None
"""What a variable holds; None before it is first assigned. Lists hold values."""

LARGEST = 2**53
"""The last whole number up to which every whole number has a float of its own."""

NOISE = 1e-9
"""Numbers closer than this share of themselves are the same number."""
PLAIN_FROM = 1e-4
"""Below this a number is written with an exponent."""
PLAIN_TO = 1e9
"""From here on a number is written with an exponent."""


def numbers_in(value: Value) -> list[Number]:
    """Every number that a value is made of."""
    if isinstance(value, list | tuple) and not isinstance(value, Growing):
        return [found for one in value for found in numbers_in(one)]
    if isinstance(value, Growing):
        return numbers_in(value.last)
    return [value] if isinstance(value, int | float) else []


def whole(value: Number) -> Number:
    """The number itself, or the float nearest to it when it is whole and past 2**53."""
    if isinstance(value, int) and not -LARGEST <= value <= LARGEST:
        try:
            return float(value)
        except OverflowError:
            return math.inf if value > 0 else -math.inf
    return value


def same(one: Number, other: Number, share: float = NOISE) -> bool:
    """The same number, but for the noise of floating point or another share of its size."""
    one, other = whole(one), whole(other)
    noise = share * max(1.0, abs(one), abs(other))
    return one == other or abs(one - other) <= noise < math.inf


def number(value: Value, digits: int = 6) -> str:
    """A number as it is written everywhere: at most `digits` significant digits after rounding,
    no trailing zeros, the digits before the point never rounded away below a thousand million.
    """
    if isinstance(value, Growing):
        last = f", the last {number(value.last, digits)}" if value.length else ""
        return f"{value.length:,} value{'' if value.length == 1 else 's'}{last}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(number(one, digits) for one in value)}]"
    if isinstance(value, bool) or value is None or not isinstance(value, int | float):
        return "–" if value is None else str(value)
    value = whole(value)
    if math.isnan(value):
        return "not a number"
    if math.isinf(value):
        return "infinite" if value > 0 else "-infinite"
    if isinstance(value, int) and abs(value) < PLAIN_TO:
        return str(value)
    text = f"{value:.{digits}g}"
    size = abs(float(text))
    if size == 0:
        return "0"
    if PLAIN_FROM <= size < PLAIN_TO:
        places = max(0, digits - 1 - math.floor(math.log10(size)))
        text = f"{value:.{places}f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
    return f"{mantissa.rstrip('0').rstrip('.')}e{int(exponent):+03d}"


def gap(one: Number, other: Number) -> str:
    """How far two numbers are apart, to four digits; `0` where both are written alike."""
    apart = abs(one - other)
    if number(one) == number(other) or same(one, other):
        return "0"
    if not math.isfinite(apart):
        return number(apart)
    return number(rounded_at(apart, min(first_place(apart) - 3, 0)))


CERTAIN_DIGITS = 12
"""Significant digits of a float that are free of its noise."""


TINY = 1e-9
"""Numbers nearer to 0 than that may be all that floating point has left of one."""


def first_place(value: Number) -> int:
    """The decimal place of the first significant digit: 0 for `4.6`, -2 for `0.046`."""
    return int(f"{value:.{CERTAIN_DIGITS - 1}e}".partition("e")[2])


def rounded_at(value: Number, place: int, manner: str = "ROUND_HALF_UP") -> float:
    """A finite number rounded at a decimal place (-2: hundredths) as people round it, by the
    decimal that the float stands for; `manner` is one of `decimal`'s."""
    from decimal import Decimal

    exact = Decimal(f"{value:.{CERTAIN_DIGITS}g}")
    last = max(place, exact.adjusted() + 1 - CERTAIN_DIGITS)
    return float(exact.quantize(Decimal(1).scaleb(last), manner))


STEPS = (1.0, 2.0, 2.5, 5.0)
"""Mantissas of a tick step that people read with ease."""
TIGHTEST = 1e-9
"""An axis narrower than this part of its own numbers cannot be labelled or drawn apart."""


class Axis(NamedTuple):
    """A run of cells, each of `dots` drawable dots, over the numbers lo … hi."""

    lo: float
    hi: float
    cells: int
    dots: int = 1

    @property
    def usable(self) -> bool:
        """Whether numbers along it can be told apart, and their difference taken."""
        if not (math.isfinite(self.lo) and math.isfinite(self.hi)):
            return False
        span = self.hi - self.lo
        largest = max(abs(self.lo), abs(self.hi))
        return math.isfinite(span) and span > max(largest * TIGHTEST, 1e-300)

    def unit(self, value: float) -> float:
        """0 at lo, 1 at hi; outside of that range for what lies outside."""
        return (value - self.lo) / (self.hi - self.lo)

    def dot(self, value: float) -> float:
        """Position in dots, whole at a dot's middle: the rule by which plotext places a point."""
        return (self.cells * self.dots - 1) * self.unit(value)

    def cell(self, value: float) -> int:
        """The cell that holds `value`, or the one at the edge that is nearest to it."""
        inside = min(max(value, self.lo), self.hi)
        dot = math.floor(round(0.5 + self.dot(inside), 8))
        return min(max(dot // self.dots, 0), self.cells - 1)

    def holds(self, value: float) -> bool:
        return self.lo <= value <= self.hi


def ticks(lo: float, hi: float, most: int) -> tuple[tuple[float, str], ...]:
    """At most `most` round numbers in lo … hi, evenly spaced, each with its label.

    All labels show the same number of decimals.
    """
    span = hi - lo
    exponent = math.floor(math.log10(span / max(most, 1)))
    for power in range(exponent, exponent + 3):
        for mantissa in STEPS:
            step = mantissa * 10.0**power
            first, last = math.ceil(lo / step - 1e-9), math.floor(hi / step + 1e-9)
            if step > 0 and last - first + 1 <= most:
                decimals = max(0, -power + (mantissa == 2.5))
                return tuple(
                    (count * step, label(count * step, decimals, max(abs(lo), abs(hi))))
                    for count in range(first, last + 1)
                )
    return ()


def label(value: float, decimals: int, largest: float) -> str:
    """`value` with this number of decimals, or with an exponent where `largest` makes that long."""
    return short(value) if largest >= 1e5 or decimals > 5 else fixed(value, decimals)


def fixed(value: float, decimals: int) -> str:
    """`value` with this number of decimals; zero never has a sign."""
    text = f"{value:.{decimals}f}"
    return text.lstrip("-") if float(text) == 0 else text


def short(value: float, digits: int = 3) -> str:
    """`value` to a few significant digits, as few characters as that takes: 1.2e7, -0.35."""
    text = f"{value:.{digits}g}"
    if "e" not in text:
        return text
    mantissa, exponent = text.split("e")
    return f"{mantissa}e{int(exponent)}"


def place(value: float, span: float) -> str:
    """`value` with two decimals, or more where it takes them to tell it from its neighbours on an
    axis this long: 0.40, 0.118."""
    if not math.isfinite(value) or span <= 0 or not math.isfinite(span):
        return short(value)
    decimals = max(2, 1 - math.floor(math.log10(span)))
    if round(value, 2) == round(value, decimals):
        decimals = 2
    if decimals > 7 or span >= 1e4 or abs(value) >= 1e4:
        return short(value, 4)
    return fixed(value, decimals)


def step_up(factor: float) -> float:
    """The smallest of 1, 2, 5, 10, 20 … that is at least `factor`; inf where none is."""
    if not 1 < factor < math.inf:
        return 1.0 if factor <= 1 else math.inf
    power = math.floor(math.log10(factor))
    steps = (mantissa * 10.0**power for mantissa in (1.0, 2.0, 5.0))
    return next((step for step in steps if step >= factor * (1 - 1e-12)), 10.0 ** (power + 1))
