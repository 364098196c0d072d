"""The words of the small language in which listings are written, and what stands for the rest."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NoReturn

from tutor.errors import ListingError

LONGEST_LIST = 100
MOST_FUNCTIONS = 30
DEEPEST_LOOP = 19
"""Loops inside each other: CPython compiles 20 blocks, and the engine may add the main loop."""
NOT_NAMES = ("None", "True", "False")
"""Python's parser takes these for names where they are written in other letters, as in 𝐓rue."""

MATH = ("sqrt", "exp", "log", "sin", "cos", "tanh")
BUILT_IN = ("abs", "len", "max", "min", "print", "round", "str")


class Kind(StrEnum):
    """What a name may hold, for the whole of the listing."""

    NUMBER = "a number"
    TEXT = "a text"
    LIST = "a list"


def refuse(node: ast.AST, what: str, instead: str = "") -> NoReturn:
    """Raise a ListingError at the place of `node`."""
    line = getattr(node, "lineno", 1)
    raise ListingError(line, getattr(node, "col_offset", 0) + 1, what, instead)


# What is refused, and what to write instead, by kind of node.
REMEDIES: Mapping[type[ast.AST], tuple[str, str]] = MappingProxyType(
    {
        ast.While: ("`while` is not used here", "write for iteration in range(…):"),
        ast.Import: ("`import` is not used here", "write from math import sqrt, if it is sqrt"),
        ast.Try: ("`try` is not used here", "leave it out: no number stops a listing"),
        ast.ClassDef: ("`class` is not used here", "write plain assignments"),
        ast.Global: ("`global` is not used here", "let the function return the new value"),
        ast.Nonlocal: ("`nonlocal` is not used here", "let the function return the new value"),
        ast.With: ("`with` is not used here", "leave it out"),
        ast.Delete: ("`del` is not used here", "leave it out"),
        ast.Assert: ("`assert` is not used here", "write if and print"),
        ast.Raise: ("`raise` is not used here", "write print"),
        ast.Break: ("`break` is not used here", "put the rest of the loop under an if"),
        ast.Continue: ("`continue` is not used here", "put the rest of the loop under an if"),
        ast.AnnAssign: ("a type is given to the name", "write name = value"),
        ast.AsyncFunctionDef: ("`async` is not used here", "write def"),
        ast.Match: ("`match` is not used here", "write if, elif and else"),
        ast.Lambda: ("`lambda` is not used here", "write def name(x): with a return"),
        ast.IfExp: ("an `if` inside an expression", "write if and else on lines of their own"),
        ast.ListComp: ("a comprehension", "write a for loop"),
        ast.SetComp: ("a comprehension", "write a for loop"),
        ast.DictComp: ("a comprehension", "write a for loop"),
        ast.GeneratorExp: ("a comprehension", "write a for loop"),
        ast.JoinedStr: ("an f-string", 'write "text" + str(value)'),
        ast.NamedExpr: ("`:=` is not used here", "assign on a line of its own"),
        ast.Dict: ("a dictionary", "write a list, or one name for each value"),
        ast.Set: ("a set", "write a list, or one name for each value"),
        ast.Starred: ("a `*` before a value", "write each value out"),
        ast.Slice: ("a slice of a list", "take one number at a time, as in values[0]"),
        ast.Attribute: ("a name with a dot", "write plain names; from math import sqrt gives sqrt"),
        ast.Await: ("`await` is not used here", "leave it out"),
        ast.Yield: ("`yield` is not used here", "write return"),
        ast.YieldFrom: ("`yield` is not used here", "write return"),
        ast.Tuple: ("several values where one is expected", "write one value, or a list in [ ]"),
    }
)

OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)
COMPARISONS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)

# Names that people bring along from Python, with what does the same here.
ELSEWHERE: Mapping[str, str] = MappingProxyType(
    {
        "sum": "add the numbers up in a for loop",
        "pow": "write a ** b",
        "int": "write round(x), or x // 1",
        "float": "leave it out, or write x * 1.0",
        "input": "assign a number, as in x = 0.5",
        "range": "range(…) stands only in for name in range(…):",
        "enumerate": "write for i in range(len(values)):",
        "zip": "write for i in range(len(values)):",
        "math": "write from math import sqrt at the top, then sqrt(x)",
        "np": "write plain numbers; from math import sqrt gives sqrt",
        "numpy": "write plain numbers; from math import sqrt gives sqrt",
        "None": "write a number",
    }
)


def refuse_node(node: ast.AST) -> NoReturn:
    """Raise for a node that the language has no room for."""
    generic = f"{type(node).__name__} is not used here", "write a plain assignment"
    refuse(node, *REMEDIES.get(type(node), generic))
