"""What CPython would not compile or run never leaves the engine as its own exception."""

from __future__ import annotations

import pytest

from tests.engine.test_grammar import loops
from tutor.engine.compiler import Compiler, compile_script
from tutor.engine.expression_compiler import ExpressionCompiler
from tutor.engine.language.checker import Checker, Script, outline
from tutor.engine.language.expression_checker import ExpressionChecker
from tutor.engine.language.expression_typer import ExpressionTyper
from tutor.engine.language.grammar import EXPRESSIONS, STATEMENTS, parse
from tutor.engine.language.inert import take_out_inert
from tutor.engine.language.typer import Typer
from tutor.engine.program import Shape
from tutor.engine.trace import record
from tutor.errors import ListingError


def unchecked(code: str) -> Script:
    """A listing that no checker has seen: what it would let through if it had a hole."""
    tree = parse(code)
    checker = Checker(tree, take_out_inert(tree))
    typer = Typer(checker.scope, checker.imports)
    typer.listing(tree.body)
    return outline(code, tree, checker, typer.world)


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
        ("x = 'a'\ny = [1, 2][x]\n", 2),
        ("a = 1\nfor i in range(2):\n    y = len(a)\n", 3),
    ],
)
def test_what_cpython_does_not_run(code: str, line: int) -> None:
    script = unchecked(code)
    values = {name: literal.value for name, literal in script.parameters.items()}
    with pytest.raises(ListingError, match=r"line \d: ") as caught:
        record(compile_script(script, Shape()), values, None)
    assert caught.value.line == line


def test_every_construct_is_both_checked_and_compiled() -> None:
    for method in EXPRESSIONS.values():
        for part in (ExpressionChecker, ExpressionTyper, ExpressionCompiler):
            assert hasattr(part, method)
    for method in STATEMENTS.values():
        for whole in (Checker, Typer, Compiler):
            assert hasattr(whole, method)
