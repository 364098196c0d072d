"""What a run of a listing may use up, and the operations that have to pay for what they do.

Arithmetic of numbers is the listing's own bytecode. Everything whose work depends on how long a
list or a text is, or how large a whole number, comes here: it pays in steps and in bytes before
it works, and refuses what has no meaning as CPython would.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from tutor.engine.machine.meter import (
    CALLABLE,
    LAZY,
    MOST_SEEN,
    NUMERIC,
    SIZE,
    as_float,
    kind_of,
)
from tutor.engine.machine.texts import Texts
from tutor.engine.numbers import Growing, whole
from tutor.engine.run_errors import RefusedError

__all__ = ["SIZE", "Machine", "as_float", "copied"]


class Machine(Texts):
    """One run: what it has left, what it has printed, its random numbers."""

    def __init__(self, steps: int, size: int = SIZE, exact: bool = False) -> None:
        super().__init__(steps, size, exact)
        self.source: random.Random | None = None

    def random(self, name: str, *values: Any) -> Any:
        """A function of random, by the run's own source of random numbers."""
        if name == "seed":
            (seed,) = values
            if seed.__class__ not in NUMERIC and seed.__class__ is not str:
                raise RefusedError(f"seed(…) of {kind_of(seed)}", "write random.seed(1)")
            self.pay(200 + (len(seed) if seed.__class__ is str else 0), 2_500)
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

    def random_function(self, name: str) -> Callable[..., Any]:
        """A function of random as a value."""
        return lambda *values: self.random(name, *values)

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
        self.pay(extent >> 2, 56 + 72 * extent)
        return copied(value)

    def growing(self, value: Any) -> Any:
        """Of a list that becomes longer: its length and its last element."""
        if value.__class__ is not list:
            return self.seen(value)
        last = value[-1] if value else None
        self.pay(1, 72)
        return Growing(len(value), self.seen(last))


def copied(value: Any) -> Any:
    """A value of its own, lists in lists too."""
    kind = value.__class__
    if kind is int:
        return whole(value)
    if kind in (list, tuple):
        return kind(copied(one) for one in value)
    return None if isinstance(value, (*CALLABLE, *LAZY)) else value
