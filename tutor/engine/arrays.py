"""The functions of runtime.py for NumPy arrays: a listing run at many values at once.

Where neither argument is an array the scalar function answers, so that whole numbers stay whole.
What cannot be said of a whole array at once raises ValueError or TypeError, and the caller goes
back to one run per value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from tutor.engine import runtime
from tutor.engine.language.grammar import MATH

Operation = Callable[..., Any]


def either(scalar: Operation, array: Operation) -> Operation:
    """A function that takes the array way when one of its arguments is an array."""

    def function(*values: Any) -> Any:
        if any(isinstance(value, np.ndarray) for value in values):
            return array(*values)
        return scalar(*values)

    return function


def floats(operation: Operation) -> Operation:
    """The operation on float64, whatever mixture of numbers comes in."""

    def function(*values: Any) -> Any:
        return operation(*(np.asarray(value, dtype=np.float64) for value in values))

    return function


def choose(smaller: bool) -> Operation:
    """min or max with Python's rule for nan: a later value wins only where it compares so."""
    pick = min if smaller else max

    def function(*values: Any) -> Any:
        inside = values if len(values) > 1 else values[0]
        if not any(isinstance(value, np.ndarray) for value in inside):
            return pick(inside)
        best, *others = inside
        for other in others:
            best = np.where(other < best if smaller else other > best, other, best)
        return best

    return function


def nearest_whole(value: Any, digits: Any = None) -> Any:
    if digits is not None:
        raise TypeError("NumPy rounds to digits in another way than Python")
    return np.rint(value)


def no_array(*values: Any) -> Any:
    raise TypeError("NumPy has no such function, or one that gives something else")


SAME = (
    "sqrt", "exp", "log", "sin", "cos", "tanh", "tan", "asin", "acos", "atan", "sinh", "cosh",
    "log2", "log10", "log1p", "expm1", "fabs",
)  # fmt: skip
"""Functions of math that NumPy has as well."""
ALIKE = {"asin": "arcsin", "acos": "arccos", "atan": "arctan"}
"""Those that have another name there."""

ARRAYS: Mapping[str, Operation] = {
    "$power": floats(np.power),
    "$divide": floats(np.divide),
    "$floor": floats(np.floor_divide),
    "$rest": floats(np.remainder),
    "$small": lambda value: value,
    "$abs": np.abs,
    "$round": nearest_whole,
    **{f"$math.{name}": no_array for name in MATH},
    **{f"$math.{name}": floats(getattr(np, ALIKE.get(name, name))) for name in SAME},
}
FUNCTIONS: Mapping[str, Operation] = {
    **runtime.FUNCTIONS,
    **{name: either(runtime.FUNCTIONS[name], array) for name, array in ARRAYS.items()},
    "$max": choose(smaller=False),
    "$min": choose(smaller=True),
}
