"""The functions of runtime.py for NumPy arrays: a listing run at many values at once.

Where neither argument is an array the scalar function answers, so that whole numbers stay whole.
What cannot be said of a whole array at once raises ValueError or TypeError, and the caller goes
back to one run per value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from tutor.engine import runtime

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

    def function(*values: Any) -> Any:
        best, *others = values if len(values) > 1 else values[0]
        for other in others:
            best = np.where(other < best if smaller else other > best, other, best)
        return best

    def scalar(*values: Any) -> Any:
        inside = values[0] if len(values) == 1 else values
        if any(isinstance(value, np.ndarray) for value in inside):
            return function(*values)
        return min(*values) if smaller else max(*values)

    return scalar


def nearest_whole(value: Any, digits: Any = None) -> Any:
    if digits is not None:
        raise TypeError("NumPy rounds to digits in another way than Python")
    return np.rint(value)


def text(value: Any) -> str:
    if isinstance(value, np.ndarray):
        raise TypeError("an array has no text of its own")
    return str(value)


def _functions() -> dict[str, object]:
    arrays: dict[str, Operation] = {
        "$power": floats(np.power),
        "$divide": floats(np.divide),
        "$floor": floats(np.floor_divide),
        "$rest": floats(np.remainder),
        "$whole": lambda value: value,
        "abs": np.abs,
        "round": nearest_whole,
    }
    arrays |= {
        name: floats(getattr(np, name)) for name in ("sqrt", "exp", "log", "sin", "cos", "tanh")
    }
    functions: dict[str, object] = dict(runtime.FUNCTIONS)
    for name, array in arrays.items():
        scalar = runtime.FUNCTIONS[name]
        assert callable(scalar)
        functions[name] = either(scalar, array)
    functions |= {"max": choose(smaller=False), "min": choose(smaller=True), "str": text}
    return functions


FUNCTIONS: Mapping[str, object] = MappingProxyType(_functions())
