"""One expression of the listing language over given names: answers, marks, claims, placeholders."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from tutor.engine.checker import Script
from tutor.engine.compiler import BUDGET, value_program
from tutor.engine.expression_checker import check_expression
from tutor.engine.grammar import Kind, parse_expression
from tutor.engine.numbers import Value, whole
from tutor.engine.runtime import RefusedError
from tutor.engine.trace import Page, StoppedError, at_its_line, spent
from tutor.engine.tree import loop_variables, names_read


class Expression(NamedTuple):
    """A checked expression."""

    text: str
    names: frozenset[str]
    """The names that it needs values for."""
    program: Callable[..., Any]
    order: tuple[str, ...]
    """The names in the order of the program's arguments."""

    def evaluate(self, values: Mapping[str, Value]) -> Value:
        """Its value where the names have these. Raises ListingError for a name without one."""
        given = [whole(v) if isinstance(v := values.get(n), int) else v for n in self.order]
        found: Value = at_its_line(lambda: self._run(given))
        return whole(found) if isinstance(found, int) else found

    def _run(self, given: Sequence[Value]) -> Any:
        try:
            return self.program(BUDGET, spent, Page().hold, *given)
        except TypeError:
            raise RefusedError(f"`{self.text}` meets a value of another kind") from None
        except StoppedError as stop:
            raise RefusedError(f"`{self.text}` cannot be worked out: {stop}") from None


def expression(text: str, names: Iterable[str]) -> Expression:
    """The expression over numbers of these names. Raises ListingError, with the nearest name."""
    return _numbers(text, frozenset(names))


@lru_cache(maxsize=1024)
def _numbers(text: str, names: frozenset[str]) -> Expression:
    return build(text, dict.fromkeys(sorted(names), Kind.NUMBER), ())


@lru_cache(maxsize=1024)
def script_expression(text: str, script: Script) -> Expression:
    """An expression over the variables of a listing, with its functions."""
    counters = loop_variables([script.loop] if script.loop else script.body)
    return build(text, script.kinds, script.functions, script.local_kinds, counters)


def build(
    text: str,
    kinds: Mapping[str, Kind],
    functions: Sequence[ast.FunctionDef],
    local_kinds: Mapping[str, Mapping[str, Kind]] | None = None,
    counters: Sequence[str] = (),
) -> Expression:
    """Check and compile the expression."""
    node = parse_expression(text)
    check_expression(node, kinds, {f.name: len(f.args.args) for f in functions}, counters)
    needed = names_read(node, functions) & set(kinds)
    order = tuple(name for name in kinds if name in needed)
    program = value_program(node, kinds, functions, local_kinds or {}, order)
    return Expression(text, frozenset(order), program, order)
