"""Random listings for the property tests."""

from __future__ import annotations

import textwrap

from hypothesis import strategies as st

NAMES = ("a", "b", "c")

small = st.integers(-9, 9).map(str) | st.sampled_from(["0.5", "-0.25", "1.5", "2.0", "0.1", "True"])


def deeper(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    two = st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "//", "%"]), inner)
    compared = st.tuples(inner, st.sampled_from(["<", "<=", "==", "!=", ">"]), inner)
    return st.one_of(
        two.map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        compared.map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(inner, st.sampled_from(["2", "3", "0.5"])).map(lambda t: f"({t[0]}) ** {t[1]}"),
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda t: f"({' '.join(t)})"),
        inner.map(lambda e: f"(-{e})"),
        inner.map(lambda e: f"(not {e})"),
        inner.map(lambda e: f"abs({e})"),
        inner.map(lambda e: f"round({e}, 2)"),
        inner.map(lambda e: f"f({e})"),
        st.tuples(inner, inner).map(lambda t: f"max({t[0]}, {t[1]})"),
        st.tuples(inner, inner).map(lambda t: f"min({t[0]}, {t[1]})"),
    )


expressions = st.recursive(st.sampled_from(NAMES) | small, deeper, max_leaves=4)

assignments = st.one_of(
    st.tuples(st.sampled_from(NAMES), expressions).map(lambda t: f"{t[0]} = {t[1]}"),
    st.tuples(st.sampled_from(NAMES), st.sampled_from("+-*"), small).map(
        lambda t: f"{t[0]} {t[1]}= {t[2]}"
    ),
    st.tuples(expressions, expressions).map(lambda t: f"a, b = {t[0]}, {t[1]}"),
)

prints = st.one_of(
    expressions.map(lambda e: f"print({e}, 'and', a)"),
    expressions.map(lambda e: f'print("value: " + str({e}))'),
)


def indented(lines: list[str]) -> str:
    return textwrap.indent("\n".join(lines), "    ")


def nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    lines = st.lists(inner, min_size=1, max_size=3).map(indented)
    return st.one_of(
        st.tuples(expressions, lines).map(lambda t: f"if {t[0]}:\n{t[1]}"),
        st.tuples(expressions, lines, lines).map(lambda t: f"if {t[0]}:\n{t[1]}\nelse:\n{t[2]}"),
        st.tuples(st.integers(0, 3), lines).map(lambda t: f"for j in range({t[0]}):\n{t[1]}"),
    )


def listings(printing: bool) -> st.SearchStrategy[str]:
    """Whole listings: three constants, a function, a loop, and a last line."""
    plain = assignments | prints if printing else assignments
    statements = st.recursive(plain, nested, max_leaves=3)
    return st.tuples(
        st.tuples(small, small, small),
        expressions.map(lambda e: e.replace("f(", "abs(").replace("b", "x").replace("c", "x")),
        st.integers(0, 4),
        st.lists(statements, min_size=1, max_size=4).map(indented),
    ).map(
        lambda t: (
            f"a = {t[0][0]}\nb = {t[0][1]}\nc = {t[0][2]}\n"
            f"def f(x):\n    return {t[1].replace('axs', 'abs')}\n"
            f"for i in range({t[2]}):\n{t[3]}\n" + ("print(a, b, c)\n" if printing else "")
        )
    )


MIXED = (
    *("t = 'a'", "t = 0.5", "t = [1, 2]", "t = n * n * n", "t += 1", "t = t + 'b'", "t = x"),
    *("x = t", "x = t + 1", "x = -t", "x = abs(t)", "x = len(t)", "x = max(t, 1)", "x = max(t)"),
    *("x = t[0]", "x = t < 1", "x = t == 'a'", "x = not t", "x = t or 1", "x = f(t)", "x = [t, 1]"),
    *("x = round(t, t)", "x, t = t, x", "x = str(t)", "print(t, x)", "x = sqrt(t)"),
    *("x = t ** t // t % t", "x = 'a' + str(t)", "for j in range(t):\n    x = j"),
    "for j in range(t, n * t, x):\n    t = x",
)
"""Lines that make sense for one kind of value, over names that other lines may set later."""


def mixed() -> st.SearchStrategy[str]:
    """Listings whose names are read above the lines that set them."""
    lines = st.lists(st.sampled_from(MIXED), min_size=1, max_size=3).map(indented)
    blocks = lines.map(lambda text: f"if i > 0:\n{text}")
    body = st.lists(st.sampled_from(MIXED) | blocks, min_size=1, max_size=5)
    return st.tuples(st.sampled_from(["for i in range(3):", "def g(i):"]), body).map(
        lambda t: (
            f"from math import sqrt\nn = {2**53}\ndef f(y):\n    return y\n"
            f"{t[0]}\n{indented(t[1])}\n"
            + ("    return i\nz = g(1)\n" if t[0].startswith("def") else "")
        )
    )


WORDS = (
    *("weight", "x", "f", "print", "str", "range", "sqrt", "__import__", "__class__", "exec"),
    *("for", "in", "if", "else", ":", "def", "return", "while", "import", "from", "lambda"),
    *("(", ")", "[", "]", "{", "}", ",", ".", "=", "==", "+=", "+", "-", "*", "**", "/", "//"),
    *("%", "<", "not", "and", "is", "@", "~", "1", "0.5", "9" * 30, "1e400", "'a'", "f'{x}'"),
    *("\n", "\n    ", "\n        ", "\\", "#", ";", "None", "True", "...", "\t", "é", "×"),
)

junk = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join) | st.text(max_size=60)
