"""What the compiler makes of a listing: a program, its shape and its bounds."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable, Mapping
from functools import cached_property
from types import CodeType
from typing import Any, NamedTuple

from tutor.engine import runtime
from tutor.engine.language import tree
from tutor.errors import ListingError

BUDGET = 20_000_000
"""Work that one run may do, in nodes of the tree: well below a second."""
ROW_BYTES = 24 * 2**20
"""Memory that the rows of one run may take."""


class Shape(NamedTuple):
    """Which program is wanted of a listing."""

    quiet: bool = False
    """Without its prints."""
    wanted: str = ""
    """Return this variable as soon as it is known in the last update, and keep no rows."""
    digits: int = 0
    """Significant digits to which each number is rounded that an update assigns; 0: not at all."""
    each: bool = False
    """Rounded after each operation, and not only at the end of a line."""
    exact: bool = False
    """Whole numbers may be large: all arithmetic pays."""
    anew: tuple[str, ...] = ()
    """These constants, or places in lists, are set where the wanted update begins."""


def anew(name: str) -> str:
    """The name by which a program gets what a constant is set to where the wanted update begins."""
    return f"$new {name}"


class Program:
    """A compiled listing; called through `trace.py`."""

    def __init__(
        self,
        code: CodeType,
        names: tuple[str, ...],
        again: Callable[[], Program] | None = None,
    ) -> None:
        self.code = code
        self.names = names
        """Every variable that can be seen, parameters first: the columns of a row."""
        self._again = again

    @cached_property
    def exactly(self) -> Program:
        """The same for large whole numbers; itself where it is made for them."""
        return self._again() if self._again is not None else self

    @property
    def exact(self) -> bool:
        """Whether it is made for large whole numbers."""
        return self._again is None

    @cached_property
    def scalar(self) -> Callable[..., Any]:
        """The program on plain numbers."""
        return self.bound_to(runtime.FUNCTIONS)

    @cached_property
    def vector(self) -> Callable[..., Any]:
        """The program on NumPy arrays."""
        from tutor.engine import arrays

        return self.bound_to(arrays.FUNCTIONS)

    def bound_to(self, functions: Mapping[str, object]) -> Callable[..., Any]:
        names: dict[str, Any] = {**functions, "__builtins__": {}}
        exec(self.code, names)
        function: Callable[..., Any] = names["$listing"]
        return function


def assembled(function: ast.FunctionDef) -> CodeType:
    """The bytecode that defines the function. Raises ListingError for all that CPython refuses."""
    tree.placed(function)
    module = ast.Module(body=[function], type_ignores=[])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return compile(module, "<listing>", "exec", dont_inherit=True)
    except SyntaxError as error:
        line, what = error.lineno or 1, f"Python cannot compile this line: {error.msg}"
    except (ValueError, OverflowError, RecursionError, MemoryError) as error:
        line, what = 1, f"Python cannot compile this listing: {error}"
    raise ListingError(line, 1, what, "write it more simply")
