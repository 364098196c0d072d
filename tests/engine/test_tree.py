"""Which names statements assign: the bowl and the wrong rules both go by it."""

from __future__ import annotations

import ast

import pytest

from tutor.engine.language.tree import assigned_names, free_names


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("a = b = 1", ["a", "b"]),
        ("a, b = 1, 2", ["a", "b"]),
        ("a += 1", ["a"]),
        ("print(a)", []),
        ("for a in range(3):\n    b = a", ["a", "b"]),
        ("if a:\n    b = 1\nelse:\n    c = 1", ["b", "c"]),
        ("while a:\n    b = 1\n    if a:\n        c = 1\nelse:\n    d = 1", ["b", "c", "d"]),
        ("def a(b):\n    c = b\n    return c", []),
    ],
)
def test_what_a_statement_holds_is_seen(code: str, names: list[str]) -> None:
    """Also in one that the language does not have yet; what a function assigns is its own."""
    assert list(assigned_names(ast.parse(code).body)) == names


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("a = b + c[d]", {"a", "b", "c", "d"}),
        ("a = sum(one * two for one, two in zip(b, c))", {"a", "sum", "zip", "b", "c"}),
        ("a = [one for one in b if one > c]", {"a", "b", "c"}),
        ("a = sorted(b, key=lambda one: one + c)", {"a", "sorted", "b", "c"}),
        ("a += b", {"a", "b"}),
    ],
)
def test_names_of_a_line_but_those_of_its_own_comprehensions(code: str, names: set[str]) -> None:
    assert free_names(ast.parse(code).body[0]) == names
