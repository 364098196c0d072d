"""One expression of the listing language over given names: answers, marks, claims, placeholders."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from tutor.engine.checker import Script, check
from tutor.engine.compiler import BUDGET, Compiler, Program, Shape, assembled
from tutor.engine.expression_checker import ExpressionChecker, Scope
from tutor.engine.grammar import MATH, Kind, parse_expression
from tutor.engine.numbers import Value, whole
from tutor.engine.runtime import RefusedError, StoppedError
from tutor.engine.trace import Page, at_its_line
from tutor.engine.tree import define, loop_variables, names_read


class Expression(NamedTuple):
    """A checked expression."""

    text: str
    names: tuple[str, ...]
    """The names that it needs values for, in the order of the program's arguments."""
    program: Callable[..., Any]

    def evaluate(self, values: Mapping[str, Value]) -> Value:
        """Its value where the names have these. Raises ListingError for a name without one."""
        given = [whole(v) if isinstance(v := values.get(n), int) else v for n in self.names]
        with at_its_line():
            try:
                found: Value = self.program(BUDGET, Page().hold, *given)
            except TypeError:
                raise RefusedError(f"`{self.text}` meets a value of another kind") from None
            except StoppedError as stop:
                raise RefusedError(f"`{self.text}` cannot be worked out: {stop}") from None
        return whole(found) if isinstance(found, int) else found


def expression(text: str, names: Iterable[str]) -> Expression:
    """The expression over numbers of these names. Raises ListingError, with the nearest name."""
    return _numbers(text, frozenset(names))


@lru_cache(maxsize=1024)
def _numbers(text: str, names: frozenset[str]) -> Expression:
    kinds = dict.fromkeys(sorted(names), Kind.NUMBER)
    return script_expression(text, check("")._replace(kinds=kinds))


@lru_cache(maxsize=1024)
def script_expression(text: str, script: Script) -> Expression:
    """An expression over the variables of a listing, with its functions and all those of math."""
    node = parse_expression(text)
    counters = loop_variables([script.loop] if script.loop else script.body)
    scope = Scope(frozenset(script.kinds), dict(script.kinds), counters=list(counters))
    ExpressionChecker(scope, script.functions, dict.fromkeys(MATH, 0), math.inf).kind(node)
    needed = names_read(node, script.functions)
    names = tuple(name for name in script.kinds if name in needed)
    compiler = Compiler(script._replace(parameters={}), Shape(quiet=True), names)
    body = [*compiler.statements(script.functions), ast.Return(compiler.expression(node))]
    function = define("$listing", ["$left", "$text", *names], body)
    return Expression(text, names, Program(assembled(function), names).scalar)
