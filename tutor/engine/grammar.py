"""The small language of listings: its words, what stands for the rest, and text made a tree.

What is no Python, too long or nested too deeply is refused here, in plain words.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Mapping
from enum import StrEnum
from itertools import pairwise
from typing import Literal, NoReturn

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


EXPRESSIONS: Mapping[type[ast.AST], str] = {
    ast.Constant: "constant",
    ast.Name: "variable",
    ast.BinOp: "operation",
    ast.UnaryOp: "sign",
    ast.BoolOp: "logic",
    ast.Compare: "comparison",
    ast.List: "sequence",
    ast.Subscript: "position",
    ast.Call: "call",
}
"""Every expression of the language, with the name of two methods: that of `ExpressionChecker` finds
the kind of its value, that of `ExpressionCompiler` writes it anew."""
STATEMENTS: Mapping[type[ast.AST], str] = {
    ast.Assign: "assignment",
    ast.AugAssign: "augmented",
    ast.If: "condition",
    ast.For: "loop",
    ast.Expr: "printing",
    ast.Return: "result",
    ast.Pass: "nothing",
}
"""The same for statements: `Checker`, `Compiler`. `def` and `import` stand only at the top."""

# What is refused, and what to write instead, by kind of node.
REMEDIES: Mapping[type[ast.AST], tuple[str, str]] = {
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
    ast.FunctionDef: ("a function inside something else", "write it at the top"),
    ast.ImportFrom: ("an import inside something else", "write it at the top"),
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

OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)
COMPARISONS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)

# Names that people bring along from Python, with what does the same here.
ELSEWHERE: Mapping[str, str] = {
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


def refuse(node: ast.AST, what: str, instead: str = "") -> NoReturn:
    """Raise a ListingError at the place of `node`."""
    line = getattr(node, "lineno", 1)
    raise ListingError(line, getattr(node, "col_offset", 0) + 1, what, instead)


def require(holds: object, node: ast.AST, what: str, instead: str) -> None:
    """Refuse `node` unless something holds."""
    if not holds:
        refuse(node, what, instead)


def refuse_node(node: ast.AST) -> NoReturn:
    """Raise for a node that the language has no room for."""
    generic = f"{type(node).__name__} is not used here", "write a plain assignment"
    refuse(node, *REMEDIES.get(type(node), generic))


# Text made a tree

LONGEST = 20_000
"""Characters in a listing."""
DEEPEST = 60
"""Levels of nesting in a listing's tree."""

TYPOGRAPHIC: Mapping[str, str] = {
    "“”„": 'write "',
    "‘’": "write '",
    "−–—": "write -",
    "×·": "write *",
    "÷": "write /",
    "←→": "write the note after a #",
    "…": "write it out",
    "²": "write ** 2",
    "≤": "write <=",
    "≥": "write >=",
    "≠": "write !=",
    "\xa0": "write a plain space",
}
"""Characters that word processors put in, and what to write."""

# A part of Python's message, and what to do about it.
COMPLAINTS: Mapping[str, str] = {
    "expected ':'": "end the line with :",
    "expected an indented block": "indent the lines that belong to it by four spaces",
    "unexpected indent": "begin the line where the one above begins",
    "unindent does not match": "begin the line where its neighbours begin",
    "inconsistent use of tabs": "use spaces only",
    "was never closed": "close the bracket",
    "unmatched": "take the bracket away, or open one before it",
    "unterminated": "close the text with the same quote",
    "Maybe you meant '=='": "write == to compare",
    "Missing parentheses": "write print(…)",
    "leading zeros": "leave out the zeros in front",
    "invalid decimal literal": "a name begins with a letter, and a product needs *",
    "Perhaps you forgot a comma": "look for a missing comma, operator or quote",
    "too many nested": "split it over several lines",
    "'return' outside function": "leave it out",
}


def parse(code: str) -> ast.Module:
    """The tree of a listing. Raises ListingError for what is no Python, too long or too deep."""
    tree = read(code, "exec")
    assert isinstance(tree, ast.Module)
    return tree


def parse_expression(text: str) -> ast.expr:
    """The tree of one expression. Raises ListingError, always with line 1."""
    if not text.strip():
        raise ListingError(1, 1, "nothing is written", "write an expression such as 2 * weight")
    if "\n" in text.strip():
        raise ListingError(1, 1, "more than one line", "write one expression")
    tree = read(text.strip(), "eval")
    assert isinstance(tree, ast.Expression)
    return tree.body


def read(code: str, mode: Literal["exec", "eval"]) -> ast.AST:
    """The bounded tree of `code`, or a ListingError."""
    bound(code)
    try:
        with warnings.catch_warnings():
            # A doubtful escape such as "\d" only warns in Python, and so it does nothing here.
            warnings.simplefilter("ignore")
            tree: ast.AST = ast.parse(code, mode=mode)
    except SyntaxError as error:
        raise in_plain_words(error, code) from None
    except (RecursionError, MemoryError):
        raise ListingError(1, 1, "nested too deeply", "split it over several lines") from None
    measure(tree)
    return tree


def bound(code: str) -> None:
    """Refuse what is too long or holds characters that have no place in a listing."""
    if len(code) > LONGEST:
        raise ListingError(1, 1, f"longer than {LONGEST} characters", "write less")
    for number, line in enumerate(code.split("\n"), start=1):
        if line.isprintable():
            continue
        for column, character in enumerate(line, start=1):
            if not character.isprintable() and character not in "\t\xa0":
                what = f"a character that cannot be seen (U+{ord(character):04X})"
                raise ListingError(number, column, what, "take it away")


def measure(tree: ast.AST) -> None:
    """Refuse trees that are nested too deeply, and two statements on one line."""
    stack: list[tuple[ast.AST, int, int]] = [(tree, 0, 1)]
    while stack:
        node, depth, line = stack.pop()
        line = getattr(node, "lineno", line)
        if depth > DEEPEST:
            raise ListingError(line, 1, "nested too deeply", "split it over several lines")
        if isinstance(node, ast.For) and node.body[0].lineno == node.iter.end_lineno:
            what = "the loop's line goes on after the :"
            raise ListingError(line, 1, what, "write what it repeats below it, indented")
        if isinstance(node, ast.stmt | ast.Module):
            for statements in (getattr(node, "body", ()), getattr(node, "orelse", ())):
                for above, below in pairwise(statements):
                    if below.lineno == above.end_lineno:
                        what, column = "two statements on one line", below.col_offset + 1
                        raise ListingError(below.lineno, column, what, "write two lines")
        # Operators and the like have no fields, and nothing can be nested in them.
        inside = ast.iter_child_nodes(node)
        stack += [(child, depth + 1, line) for child in inside if child._fields]


def in_plain_words(error: SyntaxError, code: str) -> ListingError:
    """Python's own complaint, with what to do where that is known."""
    lines = code.split("\n")
    line = min(max(error.lineno or 1, 1), len(lines))
    column = max(error.offset or 1, 1)
    for place, character in enumerate(lines[line - 1], start=1):
        instead = next((do for these, do in TYPOGRAPHIC.items() if character in these), "")
        if instead and character in error.msg:
            return ListingError(line, place, f"`{character}` is not Python", instead)
    instead = next((do for part, do in COMPLAINTS.items() if part in error.msg), "")
    message = error.msg.split(". Perhaps")[0].split(". Did")[0].split(". Maybe")[0]
    if message == "invalid syntax":
        message, instead = "Python cannot read this line", instead or "check it sign by sign"
    if "Exceeds the limit" in message:
        message, instead = "a number with too many digits", "write fewer, or 1e20"
    return ListingError(line, column, message, instead)
