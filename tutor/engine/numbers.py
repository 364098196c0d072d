"""Numbers: what counts as one, how one is written everywhere, and when two are the same."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

Number = int | float

NOTHING: Mapping[str, Number] = MappingProxyType({})
"""No constant changed."""

Value = int | float | bool | str | list[int | float] | None
"""What a variable holds; None before it is first assigned."""

LARGEST = 2**53
"""The last whole number up to which every whole number has a float of its own."""

NOISE = 1e-9
"""Numbers closer than this share of themselves are the same number."""
PLAIN_FROM = 1e-4
"""Below this a number is written with an exponent."""
PLAIN_TO = 1e9
"""From here on a number is written with an exponent."""


def whole(value: Number) -> Number:
    """The number itself, or the float nearest to it when it is whole and past 2**53."""
    if isinstance(value, int) and not -LARGEST <= value <= LARGEST:
        try:
            return float(value)
        except OverflowError:
            return math.inf if value > 0 else -math.inf
    return value


def same(one: Number, other: Number) -> bool:
    """The same number, but for the noise of floating point."""
    one, other = whole(one), whole(other)
    noise = NOISE * max(1.0, abs(one), abs(other))
    return one == other or abs(one - other) <= noise < math.inf


def number(value: Value, digits: int = 6) -> str:
    """A number as it is written everywhere: at most `digits` significant digits after rounding,
    no trailing zeros, the digits before the point never rounded away below a thousand million.
    """
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
