"""What CPython would not compile or run never leaves the engine as its own exception."""

from __future__ import annotations

from collections import defaultdict

import pytest

from tests.engine.test_grammar import loops
from tutor.engine.checker import Checker, Script, outline
from tutor.engine.compiler import Compiler, Shape, compile_script
from tutor.engine.expression_checker import ExpressionChecker
from tutor.engine.expression_compiler import ExpressionCompiler
from tutor.engine.grammar import EXPRESSIONS, STATEMENTS, parse
from tutor.engine.trace import record
from tutor.errors import ListingError


def unchecked(code: str) -> Script:
    """A listing that no checker has seen: what it would let through if it had a hole."""
    tree = parse(code)
    checker = Checker(tree, defaultdict(dict))
    checker.local_kinds["f"] = {}
    return outline(code, tree, checker)


@pytest.mark.parametrize(
    ("code", "line", "what"),
    [
        (loops(22), 21, "too many statically nested blocks"),
        ("def f(x, x):\n    return x\n", 1, "duplicate argument"),
        ("for 𝐍one in range(2):\n    x = 1\n", 1, "'None'"),
    ],
)
def test_what_cpython_does_not_compile(code: str, line: int, what: str) -> None:
    with pytest.raises(ListingError, match="Python cannot compile") as caught:
        compile_script(unchecked(code), Shape())
    assert caught.value.line == line
    assert what in caught.value.what


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("x = 1\ny = x + [2]\n", 2),
        ("x = 1.5\ny = [1, 2][x]\n", 2),
        ("a = 1\nfor i in range(2):\n    y = len(a)\n", 3),
    ],
)
def test_what_cpython_does_not_run(code: str, line: int) -> None:
    script = unchecked(code)
    values = {name: literal.value for name, literal in script.parameters.items()}
    with pytest.raises(ListingError, match="cannot be worked out") as caught:
        record(compile_script(script, Shape()), values, None)
    assert caught.value.line == line


def test_every_construct_is_both_checked_and_compiled() -> None:
    for method in EXPRESSIONS.values():
        assert hasattr(ExpressionChecker, method) and hasattr(ExpressionCompiler, method)
    for method in STATEMENTS.values():
        assert hasattr(Checker, method) and hasattr(Compiler, method)
