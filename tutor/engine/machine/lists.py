"""Comparing, lists and tuples: what goes through many values pays for each."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from sys import getsizeof
from types import FunctionType, GeneratorType
from typing import Any

from tutor.engine import runtime
from tutor.engine.machine.arithmetic import Arithmetic
from tutor.engine.machine.meter import (
    A_VALUE,
    CALLABLE,
    DEEPEST_LIST,
    LAZY,
    NUMERIC,
    as_float,
    kind_of,
    size_of,
)
from tutor.engine.numbers import LARGEST, Number
from tutor.engine.run_errors import RefusedError

FEW = 8
"""Lists that are gone through side by side at the usual price."""


def row_size(value: Any) -> int:
    """Bytes of a value that is put into a list."""
    if value.__class__ in (list, tuple):
        return getsizeof(value) + 32 * len(value)
    return 32 if value.__class__ in NUMERIC else 250 if isinstance(value, LAZY) else 64


class Lists(Arithmetic):
    """What is done with several values."""

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
                is_whole = inside.__class__ in NUMERIC and math.isfinite(as_float(inside))
                return is_whole and inside == int(inside) and int(inside) in whole
            self.pay(4 + min(self.extent(whole), len(whole) * self.extent(inside)))
            return inside in whole
        if isinstance(whole, LAZY):
            return any(self.equal(inside, one) for one in self.each(whole, 32))
        raise RefusedError(f"`in` {kind_of(whole)}", "write it before a list")

    def excludes(self, inside: Any, whole: Any) -> bool:
        return not self.contains(inside, whole)

    def extent(self, value: Any, depth: int = 0) -> int:
        """Steps that it takes to look at all of a value; pays for finding out."""
        if value.__class__ is str:
            return 1 + (len(value) >> 4)
        if value.__class__ not in (list, tuple):
            return 1
        if depth >= DEEPEST_LIST:
            raise RefusedError(f"lists more than {DEEPEST_LIST} deep", "write fewer brackets")
        self.pay(8 + 4 * len(value))
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
            self.pay(0, getsizeof(value) + 32 * len(value))
        return value

    def later(self, values: Any) -> Any:
        """A generator, which may be kept."""
        self.pay(8, 1_000)
        return values

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
        if new.__class__ is FunctionType or isinstance(new, LAZY):
            self.pay(0, 250)
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
        return self.each(values, 16)

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
            self.pay(1, 8 + row_size(value))
            found.append(value)
        return found

    def to_list(self, values: Any = ()) -> list[Any]:
        return self.gathered(values)

    def to_tuple(self, values: Any = ()) -> tuple[Any, ...]:
        return tuple(self.gathered(values))

    def zip(self, *values: Any) -> Any:
        rows = zip(*map(self.source_of, values), strict=False)
        self.pay(4 + len(values), 64 + 8 * len(values))
        wide = len(values) > FEW
        return self.each(rows, len(values), 56 + 8 * len(values)) if wide else rows

    def enumerate(self, values: Any, start: Any = 0) -> Any:
        self.a_number("enumerate", start)
        if isinstance(start, int) and abs(start) > LARGEST // 2:
            raise RefusedError("an enumerate from a number that large", "write a smaller start")
        return enumerate(self.source_of(values), start)

    def source_of(self, values: Any) -> Any:
        """What a run of values goes through. One that is a run itself is gone through by Python,
        which knows how deep it may go."""
        if isinstance(values, zip | enumerate | reversed):
            self.pay(8, 600)
            return self.each(values, 2, 96)
        return self.iterable(values)

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
        if start.__class__ is str:
            raise RefusedError("sum(…) of texts", 'write "".join(values)')
        if start.__class__ not in NUMERIC:
            for value in self.stream(values):
                start = self.add(start, value)
            return start
        if self.exact:
            values = self.gathered(values)
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

    def repr(self, value: Any, depth: int = 0) -> str:
        """`repr(value)`"""
        raise AssertionError("Texts has it")
