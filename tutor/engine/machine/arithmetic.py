"""Arithmetic of values of any kind, and of large whole numbers."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any

from tutor.engine import runtime
from tutor.engine.language.grammar import MOST_BITS
from tutor.engine.machine.meter import (
    LONGEST_TEXT,
    NUMERIC,
    Meter,
    as_float,
    kind_of,
    size_of,
)
from tutor.engine.numbers import Number
from tutor.engine.run_errors import OutgrownError, RefusedError, StoppedError


class Arithmetic(Meter):
    """What stands between two values, and functions of numbers."""

    def arithmetic(self, work: Callable[[Any, Any], Number], left: Number, right: Number) -> Number:
        """An operation of two numbers."""
        try:
            value = work(left, right)
        except OverflowError:
            value = work(as_float(left), as_float(right))
        return value if value.__class__ is float else self.small(value)

    def numbers(self, sign: str, left: Any, right: Any) -> None:
        """Refuse an operation unless both are numbers."""
        if left.__class__ not in NUMERIC or right.__class__ not in NUMERIC:
            what = f"`{sign}` between {kind_of(left)} and {kind_of(right)}"
            raise RefusedError(what, _instead(sign, left, right))

    def add(self, left: Any, right: Any) -> Any:
        if left.__class__ in NUMERIC and right.__class__ in NUMERIC:
            return self.arithmetic(operator.add, left, right)
        if left.__class__ is right.__class__ is str:
            self.pay(2, 0)
            if len(left) + len(right) > LONGEST_TEXT:
                raise StoppedError(f"a text grows past {LONGEST_TEXT:,} characters")
            return self.hold(left + right)
        if left.__class__ is right.__class__ and left.__class__ in (list, tuple):
            length = len(left) + len(right)
            self.pay(4 + (length >> 2), 56 + 8 * length)
            return left + right
        self.numbers("+", left, right)
        raise AssertionError("numbers() refuses the rest")

    def subtract(self, left: Any, right: Any) -> Number:
        self.numbers("-", left, right)
        return self.arithmetic(operator.sub, left, right)

    def multiply(self, left: Any, right: Any) -> Any:
        if left.__class__ in NUMERIC and right.__class__ in NUMERIC:
            if self.exact:
                self.pay((size_of(left) * size_of(right)) >> 4)
            return self.arithmetic(operator.mul, left, right)
        if left.__class__ in (int, bool):
            left, right = right, left
        if left.__class__ in (str, list, tuple) and right.__class__ in (int, bool):
            length = len(left) * max(0, right)
            if left.__class__ is str:
                if length > LONGEST_TEXT:
                    raise StoppedError(f"a text grows past {LONGEST_TEXT:,} characters")
                return self.hold(left * right)
            self.pay(4 + (length >> 2), 56 + 8 * length)
            return left * right
        self.numbers("*", left, right)
        raise AssertionError("numbers() refuses the rest")

    def divide(self, left: Any, right: Any) -> Number:
        self.numbers("/", left, right)
        self.pay((size_of(left) * size_of(right)) >> 4)
        return self.arithmetic(runtime.divide, left, right)

    def floor(self, left: Any, right: Any) -> Number:
        self.numbers("//", left, right)
        return self.whole_division(operator.floordiv, left, right)

    def rest(self, left: Any, right: Any) -> Any:
        if left.__class__ is str:
            return self.percent(left, right)
        self.numbers("%", left, right)
        return self.whole_division(operator.mod, left, right)

    def whole_division(
        self, work: Callable[[Any, Any], Number], left: Number, right: Number
    ) -> Number:
        self.pay((size_of(left) * size_of(right)) >> 4)
        try:
            return self.arithmetic(work, left, right)
        except ZeroDivisionError:
            return math.nan if work is operator.mod else runtime.infinite(as_float(left), right)

    def power(self, base: Any, exponent: Any) -> Number:
        self.numbers("**", base, exponent)
        whole = isinstance(base, int) and isinstance(exponent, int) and exponent >= 0
        if whole and (-1 <= base <= 1 or base.bit_length() * exponent <= 2 * MOST_BITS):
            self.pay((base.bit_length() * exponent) >> 4 if abs(base) > 1 else 0)
            return self.small(base**exponent)
        return runtime.raised(as_float(base), as_float(exponent))

    def negative(self, value: Any) -> Number:
        self.numbers("-", 0, value)
        return -value  # type: ignore[no-any-return]

    def positive(self, value: Any) -> Number:
        self.numbers("+", 0, value)
        return +value  # type: ignore[no-any-return]

    def abs(self, value: Any) -> Number:
        self.a_number("abs", value)
        return abs(value)  # type: ignore[no-any-return]

    def round(self, value: Any, ndigits: Any = None) -> Number:
        self.a_number("round", value)
        return self.small(runtime.nearest(value, ndigits))

    def math(self, name: str, *values: Any) -> Any:
        """A function of math."""
        for value in values:
            self.a_number(name, value)
        if not name.startswith("log"):  # which takes the largest whole numbers as they are
            values = tuple(as_float(one) if size_of(one) > 15 else one for one in values)
        try:
            return runtime.MATH_FUNCTIONS[name](*values)
        except OutgrownError:
            return self.small(getattr(math, name)(*values))

    def math_function(self, name: str) -> Callable[..., Any]:
        """The same as a value."""
        return lambda *values: self.math(name, *values)

    def a_number(self, function: str, value: Any) -> None:
        if value.__class__ not in NUMERIC:
            what = f"{function}(…) of {kind_of(value)}"
            raise RefusedError(what, f"write {function}(x) with a number x")

    def to_int(self, value: Any = 0) -> Number:
        if value.__class__ is str:
            self.pay(len(value) >> 2)
            if len(value) > 1000:
                raise RefusedError("a number with too many digits", "write fewer")
            return self.small(int(value))
        self.a_number("int", value)
        if not math.isfinite(as_float(value)) and value.__class__ is float:
            raise RefusedError(f"int(…) of {value}", "it has no whole number")
        return self.small(int(value))

    def to_float(self, value: Any = 0.0) -> float:
        if value.__class__ is str:
            self.pay(len(value) >> 2)
            return float(value)
        self.a_number("float", value)
        return as_float(value)

    def to_bool(self, value: Any = False) -> bool:
        return bool(value)

    def percent(self, template: Any, values: Any) -> str:
        """`template % values`"""
        raise AssertionError("Texts has it")


def _instead(sign: str, left: Any, right: Any) -> str:
    """What to write where two values cannot be put together."""
    kinds = {kind_of(left), kind_of(right)}
    if kinds == {"a text", "a number"} and sign == "+":
        return "write str(…) around the number"
    if "a list" in kinds:
        return "take one number, as in values[0], or write [2 * x for x in values]"
    return "write numbers"
