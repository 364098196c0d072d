"""What a run of a listing may use up."""

from __future__ import annotations

import math
from collections.abc import Iterable
from sys import getsizeof
from types import BuiltinFunctionType, FunctionType, GeneratorType, MethodType
from typing import Any

from tutor.engine.language.grammar import MOST_BITS
from tutor.engine.numbers import LARGEST, Number
from tutor.engine.run_errors import OutgrownError, StoppedError

SIZE = 24 * 2**20
"""Bytes that the lists, texts and large numbers of one run may take together, those let go too."""
MOST_PRINTED = 1_000_000
"""Characters that one run may print."""
LONGEST_TEXT = 10_000
"""Characters of one text."""
DEEPEST_LIST = 8
"""Lists inside each other."""
DEEPEST_CALL = 250
"""Calls inside each other."""
MOST_SEEN = 64
"""Elements of a list that a trace keeps; of a longer one it keeps its length and its last."""
A_VALUE = 40
"""Bytes of an element with its number."""

NUMERIC: frozenset[Any] = frozenset({int, float, bool})
LAZY: tuple[type, ...] = (range, zip, enumerate, reversed, GeneratorType, type(reversed([])))
CALLABLE = (FunctionType, BuiltinFunctionType, MethodType)


class Meter:
    """What one run has left, and what it has printed."""

    def __init__(self, steps: int, size: int = SIZE, exact: bool = False) -> None:
        self.left = steps
        self.size = size
        self.exact = exact
        """Whole numbers may be large."""
        self.printed: list[str] = []
        self.length = 0
        """Characters printed so far."""
        self.depth = 0
        """Calls that are not over."""

    def pay(self, steps: int, size: int = 0) -> None:
        """Take this off what is left. Raises StoppedError where that is not enough."""
        self.left -= steps
        self.size -= size
        if self.left < 0:
            raise StoppedError("it takes too many steps")
        if self.size < 0:
            raise StoppedError("its lists and texts grow too large")

    def write(self, text: str) -> None:
        """Print."""
        self.length += len(text)
        if self.length > MOST_PRINTED:
            raise StoppedError(f"it prints more than {MOST_PRINTED:,} characters")
        self.printed.append(text)

    def hold(self, text: str) -> str:
        """A text that was made."""
        if len(text) > LONGEST_TEXT:
            raise StoppedError(f"a text grows past {LONGEST_TEXT:,} characters")
        self.pay(len(text) >> 4, getsizeof(text))
        return text

    # Calls

    def enter(self, steps: int) -> bool:
        """A function that may call itself is called."""
        self.pay(steps)
        self.depth += 1
        if self.depth > DEEPEST_CALL:
            raise StoppedError(f"more than {DEEPEST_CALL} calls are inside each other")
        return True

    def leave(self, value: Any = None) -> Any:
        """And comes back with a value."""
        self.depth -= 1
        return value

    def function(self, made: Any) -> Any:
        """A function that was made, and may be kept."""
        self.pay(4, 250)
        return made

    def paid(self, steps: int) -> bool:
        """A lambda is called."""
        self.pay(steps)
        return True

    def small(self, value: Number) -> Number:
        """A number that was worked out; large whole ones pay for their size, and the largest go on
        as floats. Raises OutgrownError where whole numbers are to be small."""
        if not isinstance(value, int) or -LARGEST <= value <= LARGEST:
            return value
        if not self.exact:
            raise OutgrownError
        bits = value.bit_length()
        if bits > MOST_BITS:
            return as_float(value)
        self.pay(bits >> 5, 28 + (bits >> 3))
        return value


def as_float(value: Number) -> float:
    """The float nearest to it; infinite where there is none so large."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def size_of(value: Any) -> int:
    """Words of 64 bits that a whole number takes; 1 for any other value."""
    return 1 + (value.bit_length() >> 6) if value.__class__ is int else 1


def kind_of(value: Any) -> str:
    """What a value is, in words."""
    if value.__class__ in NUMERIC:
        return "a number"
    names: Iterable[tuple[type, str]] = (
        (str, "a text"),
        (list, "a list"),
        (tuple, "a tuple"),
        (type(None), "None"),
    )
    for kind, name in names:
        if value.__class__ is kind:
            return name
    if isinstance(value, CALLABLE):
        return "a function"
    return "a run of values"
