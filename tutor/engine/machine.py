"""What a run of a listing may use up, and the operations that have to pay for what they do.

Arithmetic of numbers is the listing's own bytecode. Everything whose work depends on how long a
list or a text is, or how large a whole number, comes here: it pays in steps and in bytes before
it works, and refuses what has no meaning as CPython would.
"""

from __future__ import annotations

import math
import operator
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from sys import getsizeof
from types import BuiltinFunctionType, FunctionType, GeneratorType, MethodType
from typing import Any, NoReturn

from tutor.engine import runtime
from tutor.engine.formats import fields, percents
from tutor.engine.grammar import MOST_BITS
from tutor.engine.numbers import LARGEST, Growing, Number, whole
from tutor.engine.runtime import OutgrownError, RefusedError, StoppedError

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

NUMERIC = frozenset({int, float, bool})
LAZY = (range, zip, enumerate, reversed, GeneratorType, type(reversed([])))
CALLABLE = (FunctionType, BuiltinFunctionType, MethodType)


class Machine:
    """One run: what it has left, what it has printed, its random numbers."""

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
        self.source: random.Random | None = None

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

    def spread(self, values: list[Any], between: str, end: str) -> str:
        """What print writes of values that are not written out."""
        return self.joined(between, [self.text(value) for value in values]) + end

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

    def paid(self, steps: int) -> bool:
        """A lambda is called."""
        self.pay(steps)
        return True

    def false(self, message: object = "") -> NoReturn:
        """An assertion does not hold."""
        said = f": {self.text(message)}" if message != "" else ""
        raise RefusedError(f"what is asserted is not true{said}")

    # Numbers

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
        raise AssertionError

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
        raise AssertionError

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
            return math.nan if work is operator.mod else runtime.infinite(left, right)

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
        try:
            return runtime.MATH_FUNCTIONS[name](*values)
        except OutgrownError:
            return self.small(getattr(math, name)(*values))
        except OverflowError:
            return runtime.MATH_FUNCTIONS[name](*map(as_float, values))

    def random_function(self, name: str) -> Callable[..., Any]:
        """A function of random as a value."""
        return lambda *values: self.random(name, *values)

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

    # Comparing

    def equal(self, left: Any, right: Any) -> bool:
        """`==`"""
        if left.__class__ in NUMERIC and right.__class__ in NUMERIC:
            return left == right  # type: ignore[no-any-return]
        for value in (left, right):
            if isinstance(value, (*CALLABLE, *LAZY)):
                raise RefusedError(f"{kind_of(value)} that is compared", "compare what it gives")
        self.pay(min(self.extent(left), self.extent(right)))
        return left == right  # type: ignore[no-any-return]

    def unequal(self, left: Any, right: Any) -> bool:
        return not self.equal(left, right)

    def ordered(self, left: Any, right: Any, sign: str) -> None:
        """What `<` and the like need: numbers, or two texts, two lists, two tuples."""
        if left.__class__ in NUMERIC and right.__class__ in NUMERIC:
            return
        if left.__class__ is right.__class__ and left.__class__ in (str, list, tuple):
            self.pay(min(self.extent(left), self.extent(right)))
            return
        what = f"`{sign}` between {kind_of(left)} and {kind_of(right)}"
        raise RefusedError(what, "compare values of one kind")

    def less(self, left: Any, right: Any) -> bool:
        self.ordered(left, right, "<")
        return left < right  # type: ignore[no-any-return]

    def at_most(self, left: Any, right: Any) -> bool:
        self.ordered(left, right, "<=")
        return left <= right  # type: ignore[no-any-return]

    def more(self, left: Any, right: Any) -> bool:
        self.ordered(left, right, ">")
        return left > right  # type: ignore[no-any-return]

    def at_least(self, left: Any, right: Any) -> bool:
        self.ordered(left, right, ">=")
        return left >= right  # type: ignore[no-any-return]

    def contains(self, inside: Any, whole: Any) -> bool:
        """`inside in whole`"""
        if whole.__class__ is str:
            if inside.__class__ is not str:
                raise RefusedError(f"{kind_of(inside)} in a text", "write str(…) around it")
            self.pay(4 + (len(whole) * max(1, len(inside)) >> 4))
            return inside in whole
        if whole.__class__ in (list, tuple, range):
            if isinstance(inside, CALLABLE):
                raise RefusedError("a function that is compared", "compare what it gives")
            if whole.__class__ is range:
                self.pay(4 if inside.__class__ in NUMERIC else len(whole))
                return inside in whole
            self.pay(4 + min(self.extent(whole), len(whole) * self.extent(inside)))
            return inside in whole
        if isinstance(whole, LAZY):
            return any(self.equal(inside, one) for one in self.each(whole, 2))
        raise RefusedError(f"`in` {kind_of(whole)}", "write it before a list")

    def excludes(self, inside: Any, whole: Any) -> bool:
        return not self.contains(inside, whole)

    def extent(self, value: Any, depth: int = 0) -> int:
        """Steps that it takes to look at all of a value; pays for finding out."""
        if value.__class__ is str:
            return 1 + (len(value) >> 4)
        if value.__class__ not in (list, tuple):
            return 1
        if depth > DEEPEST_LIST:
            raise RefusedError(f"lists more than {DEEPEST_LIST} deep", "write fewer brackets")
        self.pay(1 + (len(value) >> 1))
        return 1 + sum(self.extent(one, depth + 1) for one in value)

    # Lists

    def nested(self, value: Any) -> Any:
        """A list or tuple that was written out, and may have others in it."""
        self.pay(0, getsizeof(value) + 24 * len(value))
        for one in value:
            if one.__class__ in (list, tuple):
                self.check_depth(one, 1)
                self.pay(0, getsizeof(one))
        return value

    def check_depth(self, value: Any, depth: int, whole: Any = None) -> None:
        """Refuse lists too deep inside each other, and one that would hold itself."""
        if value is whole:
            raise RefusedError(
                "a list that holds itself", "put a copy into it, as in values.copy()"
            )
        if depth >= DEEPEST_LIST:
            raise RefusedError(f"lists more than {DEEPEST_LIST} deep", "write fewer brackets")
        self.pay(1 + (len(value) >> 2))
        for one in value:
            if one.__class__ in (list, tuple):
                self.check_depth(one, depth + 1, whole)

    def shallow(self, value: Any) -> Any:
        """An element of a comprehension that may be a list."""
        if value.__class__ in (list, tuple):
            self.check_depth(value, 1)
        return value

    def listed(self, value: list[Any]) -> list[Any]:
        """A list of numbers that was written out."""
        self.pay(0, 56 + A_VALUE * len(value))
        return value

    def item(self, value: Any, index: Any) -> Any:
        """`value[index]`"""
        if value.__class__ not in (list, tuple, str, range):
            raise RefusedError(f"{kind_of(value)} has no positions", "only a list has")
        return value[index]

    def slice(self, value: Any, lower: Any, upper: Any, step: Any) -> Any:
        """`value[lower:upper:step]`"""
        if value.__class__ not in (list, tuple, str):
            raise RefusedError(f"{kind_of(value)} has no slices", "only a list has")
        part = slice(lower, upper, step)
        length = len(range(*part.indices(len(value))))
        if value.__class__ is str:
            return self.hold(value[part])
        self.pay(2 + (length >> 2), 56 + 8 * length)
        return value[part]

    def store(self, value: Any, index: Any, new: Any) -> None:
        """`value[index] = new`"""
        if value.__class__ is not list:
            raise RefusedError(f"{kind_of(value)} cannot be changed", "write a list in [ ]")
        self.check_new(value, new)
        value[index] = new

    def check_new(self, value: list[Any], new: Any) -> None:
        if new.__class__ in (list, tuple):
            self.check_depth(new, 1, value)
            self.pay(0, getsizeof(new))

    def grow(self, value: Any, more: Any) -> Any:
        """`value += more`"""
        if value.__class__ is not list:
            return self.add(value, more)
        self.extend(value, more)
        return value

    def repeat(self, value: Any, times: Any) -> Any:
        """`value *= times`"""
        if value.__class__ is not list or times.__class__ not in (int, bool):
            return self.multiply(value, times)
        length = len(value) * max(0, times)
        self.pay(4 + (length >> 2), 8 * length)
        value *= times
        return value

    def iterable(self, value: Any) -> Any:
        """Something that a loop goes through, and pays for as it goes."""
        if value.__class__ not in (list, tuple, str) and not isinstance(value, LAZY):
            raise RefusedError(f"a loop over {kind_of(value)}", "write range(…) around a number")
        return value

    def unpacked(self, value: Any) -> Any:
        """What several names take their values from."""
        if value.__class__ not in (list, tuple, str) and not isinstance(value, LAZY):
            what = f"several names but {kind_of(value)}"
            raise RefusedError(what, "write as many values as names")
        return value

    def each(self, values: Any, steps: int, size: int = 0) -> Iterator[Any]:
        """Go through something and pay for each."""
        for value in self.iterable(values):
            self.left -= steps
            self.size -= size
            if self.left < 0 or self.size < 0:
                self.pay(0)
            yield value

    def stream(self, values: Any) -> Any:
        """Something that a function of Python goes through, paid for."""
        if values.__class__ in (list, tuple, str):
            self.pay(2 + (len(values) >> 1))
            return values
        if values.__class__ is GeneratorType:
            return values
        return self.each(values, 1)

    def gathered(self, values: Any) -> list[Any]:
        """The elements, in a list of their own."""
        if values.__class__ in (list, tuple, range):
            self.pay(
                2 + (len(values) >> 2),
                56 + (A_VALUE if values.__class__ is range else 8) * len(values),
            )
            return [*values]
        found = []
        for value in self.stream(values):
            self.pay(1, 8 + (getsizeof(value) if value.__class__ in (list, tuple) else 32))
            found.append(value)
        return found

    def to_list(self, values: Any = ()) -> list[Any]:
        return self.gathered(values)

    def to_tuple(self, values: Any = ()) -> tuple[Any, ...]:
        return tuple(self.gathered(values))

    def zip(self, *values: Any) -> Any:
        return zip(*map(self.iterable, values))

    def enumerate(self, values: Any, start: Any = 0) -> Any:
        return enumerate(self.iterable(values), start)

    def reversed(self, values: Any) -> Any:
        if values.__class__ not in (list, tuple, str, range):
            raise RefusedError(f"reversed(…) of {kind_of(values)}", "write a list")
        return reversed(values)

    def to_range(self, *bounds: Any) -> range:
        return runtime.passes(*bounds)

    def len(self, value: Any) -> int:
        if value.__class__ not in (list, tuple, str, range):
            raise RefusedError(f"len(…) of {kind_of(value)}", "write len(values) with a list")
        return len(value)

    def any(self, values: Any) -> bool:
        return any(self.stream(values))

    def all(self, values: Any) -> bool:
        return all(self.stream(values))

    def chain(self, methods: str, *values: Any) -> Any:
        """`a < b < c` of values that are worked out."""
        pairs = zip(methods.split(), values, values[1:], strict=False)
        return all(getattr(self, method)(one, other) for method, one, other in pairs)

    def counted(self, values: Any) -> Any:
        """A list of numbers that is looked at as a whole."""
        self.pay(2 + (len(values) >> 1))
        return values

    def total(self, values: Any, start: Any = 0) -> Number:
        """`sum` of what surely are numbers."""
        found: Number = sum(self.stream(values), start)
        return found if found.__class__ is float else self.small(found)

    def sum(self, values: Any, start: Any = 0) -> Any:
        """`sum` as the interpreter's own has it."""
        if start.__class__ not in NUMERIC:
            for value in self.stream(values):
                start = self.add(start, value)
            return start
        try:
            found: Number = sum(map(self.summand, self.stream(values)), start)
        except OverflowError:
            found = math.fsum(map(as_float, [*self.gathered(values), start]))
        return found if found.__class__ is float else self.small(found)

    def summand(self, value: Any) -> Number:
        self.numbers("+", 0, value)
        self.pay(1 + (size_of(value) >> 3))
        return value  # type: ignore[no-any-return]

    def chosen(self, pick: Callable[..., Any], name: str, values: Any, named: Any) -> Any:
        """The largest or the smallest."""
        found = self.gathered(values[0]) if len(values) == 1 else [*values]
        if not found and "default" in named:
            return named["default"]
        if not found:
            raise RefusedError(f"{name}(…) of nothing", "look first whether the list is empty")
        keys = self.keys(found, named.get("key"))
        return found[pick(range(len(found)), key=keys.__getitem__)]

    def max(self, *values: Any, **named: Any) -> Any:
        return self.chosen(max, "max", values, named)

    def min(self, *values: Any, **named: Any) -> Any:
        return self.chosen(min, "min", values, named)

    def sorted(self, values: Any, key: Any = None, reverse: Any = False) -> list[Any]:
        found = self.gathered(values)
        keys = self.keys(found, key)
        places = sorted(range(len(found)), key=keys.__getitem__, reverse=bool(reverse))
        return [found[place] for place in places]

    def keys(self, values: Sequence[Any], key: Any) -> Sequence[Any]:
        """What values are put in order by, paid for; all of one kind that has an order."""
        if key is not None and not isinstance(key, CALLABLE):
            raise RefusedError(f"{kind_of(key)} as a key", "write key=lambda x: x[0]")
        keys = values if key is None else [key(value) for value in values]
        widest = max((self.extent(one) for one in keys), default=1)
        self.pay(len(keys) * (1 + len(keys).bit_length()) * widest, 16 * len(keys))
        kinds = {int if one.__class__ in NUMERIC else one.__class__ for one in keys}
        if len(kinds) > 1 or not kinds <= {int, str, list, tuple}:
            names = " and ".join(sorted({kind_of(one) for one in keys}))
            raise RefusedError(f"the order of {names}", "compare values of one kind")
        return keys

    # Methods

    def append(self, value: Any, new: Any) -> None:
        self.a_list("append", value)
        self.pay(1, A_VALUE)
        self.check_new(value, new)
        value.append(new)

    def extend(self, value: Any, more: Any) -> None:
        self.a_list("extend", value)
        found = self.gathered(more)
        for one in found:
            self.check_new(value, one)
        value.extend(found)

    def insert(self, value: Any, index: Any, new: Any) -> None:
        self.a_list("insert", value)
        self.pay(2 + (len(value) >> 3), A_VALUE)
        self.check_new(value, new)
        value.insert(index, new)

    def pop(self, value: Any, index: Any = -1) -> Any:
        self.a_list("pop", value)
        self.pay(1 + (len(value) >> 3))
        return value.pop(index)

    def copy(self, value: Any) -> list[Any]:
        self.a_list("copy", value)
        return self.gathered(value)

    def reverse(self, value: Any) -> None:
        self.a_list("reverse", value)
        self.pay(1 + (len(value) >> 3))
        value.reverse()

    def sort(self, value: Any, key: Any = None, reverse: Any = False) -> None:
        self.a_list("sort", value)
        found = self.sorted(value, key, reverse)
        value[:] = found

    def a_list(self, method: str, value: Any) -> None:
        if value.__class__ is not list:
            raise RefusedError(f".{method}(…) of {kind_of(value)}", "it is one of lists")

    def index(self, value: Any, inside: Any) -> int:
        if not self.contains(inside, self.a_row("index", value)):
            raise RefusedError(f"{self.repr(inside)} is not in it", "ask with `in` first")
        return value.index(inside)  # type: ignore[no-any-return]

    def count(self, value: Any, inside: Any) -> int:
        self.contains(inside, self.a_row("count", value))
        return value.count(inside)  # type: ignore[no-any-return]

    def a_row(self, method: str, value: Any) -> Any:
        if value.__class__ not in (list, tuple, str):
            raise RefusedError(f".{method}(…) of {kind_of(value)}", "it is one of lists")
        return value

    # Texts

    def text(self, value: Any = "") -> str:
        """`str(value)`"""
        if value.__class__ is str:
            self.pay(1 + (len(value) >> 4), len(value))
            return value  # type: ignore[no-any-return]
        return self.repr(value)

    def repr(self, value: Any, depth: int = 0) -> str:
        """`repr(value)`"""
        if value.__class__ in NUMERIC or value is None:
            return repr(value)
        if value.__class__ is str:
            return self.hold(repr(value))
        if value.__class__ not in (list, tuple):
            instead = "write ( ) behind it" if isinstance(value, CALLABLE) else "write list(…)"
            raise RefusedError(f"{kind_of(value)} has no text", instead)
        if depth > DEEPEST_LIST:
            raise RefusedError(f"lists more than {DEEPEST_LIST} deep", "write fewer brackets")
        self.pay(2 + 4 * len(value))
        parts = [self.repr(one, depth + 1) for one in value]
        inside = self.joined(", ", parts)
        if value.__class__ is list:
            return f"[{inside}]"
        return f"({inside},)" if len(value) == 1 else f"({inside})"

    def joined(self, between: str, parts: Sequence[str]) -> str:
        length = sum(map(len, parts)) + len(between) * len(parts)
        if length > LONGEST_TEXT:
            raise StoppedError(f"a text grows past {LONGEST_TEXT:,} characters")
        self.pay(1 + (length >> 4), length)
        return between.join(parts)

    def join(self, between: Any, values: Any) -> str:
        self.a_text("join", between)
        parts = self.gathered(values)
        for one in parts:
            if one.__class__ is not str:
                raise RefusedError(f"join(…) of {kind_of(one)}", "write str(x) for x in values")
        return self.hold(self.joined(between, parts))

    def a_text(self, method: str, value: Any) -> None:
        if value.__class__ is not str:
            raise RefusedError(f".{method}(…) of {kind_of(value)}", "it is one of texts")

    def formatted(self, value: Any, conversion: str = "", spec: str = "") -> str:
        """A field of an f-string or a format; its spec has been looked at."""
        if conversion:
            value = self.text(value) if conversion == "s" else self.repr(value)
        if value.__class__ in (list, tuple) or value is None:
            if spec:
                raise RefusedError(f"a format of {kind_of(value)}", "write {x} without it")
            return self.text(value)
        if value.__class__ is str:
            self.pay(1 + (len(value) >> 4), len(value))
        elif value.__class__ not in NUMERIC:
            return self.text(value)
        try:
            return format(value, spec)
        except OverflowError:
            return format(as_float(value), spec)

    def format(self, template: Any, *values: Any, **named: Any) -> str:
        """`template.format(…)`"""
        self.a_text("format", template)
        self.pay(4 + (len(template) >> 2))
        parts: list[str] = []
        number = 0
        for field in fields(template):
            parts.append(field.text)
            if field.name is None:
                continue
            place: Any = field.name
            if not place or place.isdecimal():
                index, number = (number, number + 1) if not place else (int(place[:4]), number)
                if index >= len(values):
                    raise RefusedError("a format with more fields than values", "write them out")
                value = values[index]
            elif place in named:
                value = named[place]
            else:
                raise RefusedError(f"`{{{place}}}` in a format has no value", f"write {place}=…")
            parts.append(self.formatted(value, field.conversion, field.spec))
        return self.hold(self.joined("", parts))

    def percent(self, template: Any, values: Any) -> str:
        """`template % values`"""
        self.pay(4 + (len(template) >> 2))
        kinds = percents(template)
        given = values if values.__class__ is tuple else (values,)
        ready = []
        for kind, value in zip(kinds, given, strict=False):
            if kind in "sra":
                ready.append(self.text(value) if kind == "s" else _Written(self.repr(value)))
            elif value.__class__ in NUMERIC:
                large = isinstance(value, int) and not -LARGEST <= value <= LARGEST
                ready.append(as_float(value) if large and kind in "eEfFgG" else value)
            elif kind == "c" and value.__class__ is str:
                ready.append(value)
            else:
                raise RefusedError(f"%{kind} of {kind_of(value)}", "write %s for it")
        if len(given) != len(kinds):
            what = f"a format for {len(kinds)} values, and {len(given)} are given"
            raise RefusedError(what, "write as many of each")
        return self.hold(template % tuple(ready))

    def ljust(self, text: Any, width: Any, fill: Any = " ") -> str:
        return self.padded("ljust", text, width, fill)

    def rjust(self, text: Any, width: Any, fill: Any = " ") -> str:
        return self.padded("rjust", text, width, fill)

    def center(self, text: Any, width: Any, fill: Any = " ") -> str:
        return self.padded("center", text, width, fill)

    def padded(self, method: str, text: Any, width: Any, fill: Any) -> str:
        self.a_text(method, text)
        self.a_number(method, width)
        if width > LONGEST_TEXT:
            raise StoppedError(f"a text grows past {LONGEST_TEXT:,} characters")
        return self.hold(getattr(text, method)(width, fill))

    def upper(self, text: Any) -> str:
        self.a_text("upper", text)
        return self.hold(text.upper())

    def lower(self, text: Any) -> str:
        self.a_text("lower", text)
        return self.hold(text.lower())

    # Random numbers

    def random(self, name: str, *values: Any) -> Any:
        """A function of random, by the run's own source of random numbers."""
        if name == "seed":
            (seed,) = values
            if seed.__class__ not in NUMERIC and seed.__class__ is not str:
                raise RefusedError(f"seed(…) of {kind_of(seed)}", "write random.seed(1)")
            self.source = random.Random(seed)
            return None
        if self.source is None:
            what = "random numbers that differ each time"
            raise RefusedError(what, "write random.seed(1) above")
        if name in ("choice", "shuffle"):
            (values_,) = values
            if name == "shuffle":
                self.a_list("shuffle", values_)
            elif values_.__class__ not in (list, tuple, str, range) or not values_:
                raise RefusedError(
                    f"choice(…) of {kind_of(values_)}", "write a list with something in it"
                )
            self.pay(4 + (len(values_) << 2 if name == "shuffle" else 0))
        else:
            for value in values:
                self.a_number(name, value)
            if name == "randint" and not all(isinstance(one, int) for one in values):
                raise RefusedError("randint(…) of a fraction", "write whole numbers")
        found = getattr(self.source, name)(*values)
        return self.small(found) if found.__class__ is int else found

    # What is kept

    def seen(self, value: Any) -> Any:
        """A value as a row of the trace keeps it, which nothing changes later."""
        if value.__class__ is int:
            return whole(value)
        if value.__class__ in NUMERIC or value.__class__ is str or value is None:
            return value
        if value.__class__ in (list, tuple):
            return self.kept(value)
        return None

    def kept(self, value: Any) -> Any:
        """A list as it is now, or its length and its last element where it is long."""
        extent = self.extent(value)
        if extent > MOST_SEEN:
            return self.growing(value)
        self.pay(extent >> 2, 56 + 16 * extent)
        return copied(value)

    def growing(self, value: Any) -> Any:
        """Of a list that becomes longer: its length and its last element."""
        if value.__class__ is not list:
            return self.seen(value)
        last = value[-1] if value else None
        if last.__class__ in (list, tuple):
            last = self.kept(last)
        self.pay(1, 72)
        return Growing(len(value), last if last.__class__ not in CALLABLE else None)


class _Written(str):
    """A text that is its own repr."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def copied(value: Any) -> Any:
    """A value of its own, lists in lists too."""
    kind = value.__class__
    if kind is int:
        return whole(value)
    if kind in (list, tuple):
        return kind(copied(one) for one in value)
    return None if isinstance(value, (*CALLABLE, *LAZY)) else value


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


def _instead(sign: str, left: Any, right: Any) -> str:
    """What to write where two values cannot be put together."""
    kinds = {kind_of(left), kind_of(right)}
    if kinds == {"a text", "a number"} and sign == "+":
        return "write str(…) around the number"
    if "a list" in kinds:
        return "take one number, as in values[0], or write [2 * x for x in values]"
    return "write numbers"
