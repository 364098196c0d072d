"""A checked listing as Python bytecode that watches itself.

The tree of the listing is written anew, line numbers kept: `**`, `/` and the like become calls of
arithmetic.py, whole numbers are kept from growing, every pass of a loop and every call pays for
the work it does, each pass of the main loop leaves a row with the value of every variable, and
`print` goes to a bounded page. Names that the engine adds begin with `$`: no listing can spell
them.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import CodeType
from typing import Any

from tutor.core import arithmetic
from tutor.core.language import Kind
from tutor.core.nodes import define
from tutor.core.script import Script
from tutor.core.tree import assigned_names, names_read
from tutor.core.writer import Shape, Writer


@dataclass(frozen=True)
class Program:
    """A compiled listing; called through `trace.py` and `curves.py`."""

    code: CodeType
    names: tuple[str, ...]
    """Every variable, parameters first: the columns of a row."""

    @cached_property
    def scalar(self) -> Callable[..., Any]:
        """The program on plain numbers."""
        return self.bound_to(arithmetic.FUNCTIONS)

    @cached_property
    def vector(self) -> Callable[..., Any]:
        """The program on NumPy arrays."""
        from tutor.core import arrays

        return self.bound_to(arrays.FUNCTIONS)

    def bound_to(self, functions: Mapping[str, object]) -> Callable[..., Any]:
        names: dict[str, Any] = {**functions, "__builtins__": {}}
        exec(self.code, names)
        function: Callable[..., Any] = names["$listing"]
        return function


def compile_script(script: Script, shape: Shape, before: Script | None = None) -> Program:
    """The program of `script`. With `before`, its first `$from` updates are those of `before`."""
    names = tuple(script.kinds)
    if before is not None:
        names += tuple(name for name in before.kinds if name not in script.kinds)
    if shape.wanted:
        script = relevant(script, shape.wanted)
    writer = Writer(script, shape, names, before)
    module = ast.fix_missing_locations(ast.Module(body=[writer.listing()], type_ignores=[]))
    return Program(compile(module, "<listing>", "exec", dont_inherit=True), names)


def relevant(script: Script, wanted: str) -> Script:
    """The listing without the statements that have no bearing on one variable."""
    everything = [*script.setup, *script.body, *script.rest]
    sets = {id(s): frozenset(assigned_names([s])) for s in everything}
    reads = {id(s): frozenset(names_read(s, script.functions)) for s in everything}
    needed, grown = frozenset[str](), frozenset([wanted])
    if script.loop is not None:
        grown |= names_read(script.loop.iter, script.functions)
    while grown != needed:
        needed = grown
        useful = [s for s in everything if sets[id(s)] & needed]
        grown = needed.union(*(reads[id(s)] for s in useful))

    def kept(statements: Sequence[ast.stmt]) -> tuple[ast.stmt, ...]:
        return tuple(s for s in statements if sets[id(s)] & needed)

    return replace(script, setup=kept(script.setup), body=kept(script.body), rest=kept(script.rest))


def value_program(
    node: ast.expr,
    kinds: Mapping[str, Kind],
    functions: Sequence[ast.FunctionDef],
    local_kinds: Mapping[str, Mapping[str, Kind]],
    order: Sequence[str],
) -> Callable[..., Any]:
    """A checked expression as a function of `$left`, `$stop`, `$text` and the names of `order`."""
    script = Script(
        lines=(),
        parameters={},
        setup=(),
        loop=None,
        body=(),
        rest=(),
        functions=tuple(functions),
        imported=frozenset(),
        kinds=kinds,
        local_kinds=local_kinds,
    )
    writer = Writer(script, Shape(quiet=True), order)
    body: list[ast.stmt] = [writer.function(f) for f in functions]
    body.append(ast.Return(writer.expression(node)))
    function = define("$listing", ["$left", "$stop", "$text", *order], body)
    module = ast.fix_missing_locations(ast.Module(body=[function], type_ignores=[]))
    code = compile(module, "<listing>", "exec", dont_inherit=True)
    return Program(code, tuple(order)).scalar
