"""The small language of listings: its words, what stands for the rest, and text made a tree.

What is no Python, too long or nested too deeply is refused here, in plain words.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Literal, NoReturn

from tutor.errors import ListingError

LONGEST_LIST = 1_000
"""Elements of a list that is written out."""
MOST_FUNCTIONS = 30
MOST_NAMES = 300
DEEPEST_LOOP = 19
"""Blocks inside each other: CPython compiles 20, and the engine may add the main loop."""
MOST_BITS = 4_096
"""Bits of the largest whole number that stays exact."""
NOT_NAMES = ("None", "True", "False")
"""Python's parser takes these for names where they are written in other letters, as in 𝐓rue."""

MATH = (
    "sqrt", "exp", "log", "sin", "cos", "tanh", "tan", "asin", "acos", "atan", "sinh", "cosh",
    "log2", "log10", "log1p", "expm1", "fabs", "floor", "ceil", "trunc", "degrees", "radians",
    "erf", "erfc", "isnan", "isinf", "isfinite", "pow", "atan2", "hypot", "fmod", "copysign",
)  # fmt: skip
"""What can be taken of `math`, besides its numbers."""
MATH_NUMBERS = ("pi", "e", "tau", "inf", "nan")
PAIRS = ("pow", "atan2", "hypot", "fmod", "copysign")
"""Functions of `math` that take two numbers; `log` takes one or two."""
RANDOM = ("seed", "random", "uniform", "choice", "gauss", "randint", "shuffle")
MODULES: Mapping[str, Sequence[str]] = {"math": (*MATH, *MATH_NUMBERS), "random": RANDOM}
"""What can be imported."""
BUILT_IN = (
    "abs", "all", "any", "bool", "enumerate", "float", "int", "len", "list", "max", "min", "pow",
    "print", "range", "reversed", "round", "sorted", "str", "sum", "tuple", "zip",
)  # fmt: skip
METHODS: Mapping[str, int] = {
    "append": 1, "copy": 0, "extend": 1, "insert": 2, "pop": 1, "reverse": 0, "sort": 0,
    "index": 1, "count": 1, "join": 1, "format": 0, "ljust": 1, "rjust": 1, "center": 1,
    "upper": 0, "lower": 0,
}  # fmt: skip
"""What may stand behind a dot and a value, and how many values it takes; `pop` and the last of
lists may have none, `format` any number."""


class Kind(StrEnum):
    """What a name may hold, or an expression come to, wherever the run is."""

    NUMBER = "a number"
    TEXT = "a text"
    LIST = "a list"
    TUPLE = "a tuple"
    LAZY = "a run of values"
    FUNCTION = "a function"
    NONE = "None"
    ANY = "one of several kinds"


EXPRESSIONS: Mapping[type[ast.AST], str] = {
    ast.Constant: "constant",
    ast.Name: "variable",
    ast.BinOp: "operation",
    ast.UnaryOp: "sign",
    ast.BoolOp: "logic",
    ast.Compare: "comparison",
    ast.IfExp: "choice",
    ast.List: "sequence",
    ast.Tuple: "row",
    ast.Subscript: "position",
    ast.Call: "call",
    ast.Attribute: "dotted",
    ast.JoinedStr: "formatted",
    ast.ListComp: "comprehension",
    ast.GeneratorExp: "generator",
    ast.Lambda: "small_function",
}
"""Every expression of the language, with the name of three methods: that of `ExpressionChecker`
looks whether it may stand there, that of `ExpressionTyper` finds the kind of its value, that of
`ExpressionCompiler` writes it anew."""
STATEMENTS: Mapping[type[ast.AST], str] = {
    ast.Assign: "assignment",
    ast.AugAssign: "augmented",
    ast.If: "condition",
    ast.For: "loop",
    ast.While: "while_loop",
    ast.Expr: "doing",
    ast.Return: "result",
    ast.Pass: "nothing",
    ast.Break: "leaving",
    ast.Continue: "skipping",
    ast.Assert: "assertion",
    ast.FunctionDef: "function",
    ast.Import: "taking",
    ast.ImportFrom: "taking",
}
"""The same for statements: `Checker`, `Typer`, `Compiler`."""

# What is refused, and what to write instead, by kind of node.
REMEDIES: Mapping[type[ast.AST], tuple[str, str]] = {
    ast.Try: ("`try` is not used here", "leave it out: no number stops a listing"),
    ast.TryStar: ("`try` is not used here", "leave it out: no number stops a listing"),
    ast.ClassDef: (
        "`class` is not used here",
        "write a name for each value, and def for each method",
    ),
    ast.Global: ("`global` is not used here", "let the function return the new value"),
    ast.Nonlocal: ("`nonlocal` is not used here", "let the function return the new value"),
    ast.With: ("`with` is not used here", "leave it out: a listing opens nothing"),
    ast.Delete: ("`del` is not used here", "write values.pop(0), or leave it out"),
    ast.Raise: ("`raise` is not used here", "write assert, with what has to be true"),
    ast.AsyncFunctionDef: ("`async` is not used here", "write def"),
    ast.AsyncFor: ("`async` is not used here", "write for"),
    ast.AsyncWith: ("`async` is not used here", "leave it out"),
    ast.Match: ("`match` is not used here", "write if, elif and else"),
    ast.SetComp: ("a set", "write a list in [ ]"),
    ast.DictComp: ("a dictionary", "write one list for the names and one for the values"),
    ast.NamedExpr: ("`:=` is not used here", "assign on a line of its own"),
    ast.Dict: ("a dictionary", "write one name for each value, or a list"),
    ast.Set: ("a set", "write a list in [ ]"),
    ast.Starred: ("a `*` before a value", "write each value out, as in values[0], values[1]"),
    ast.Slice: ("a slice that is assigned", "assign one element at a time, in a for loop"),
    ast.Await: ("`await` is not used here", "leave it out"),
    ast.Yield: ("`yield` is not used here", "append to a list and return it"),
    ast.YieldFrom: ("`yield` is not used here", "append to a list and return it"),
    ast.AnnAssign: ("a type without a value", "write name = value"),
}

OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)
COMPARISONS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)

PLAIN_LISTS = "write lists and for loops; a * b for a, b in zip(x, w) multiplies two lists"
# Names that people bring along from Python, with what does the same here.
ELSEWHERE: Mapping[str, str] = {
    "input": "assign a number, as in x = 0.5",
    "map": "write [f(x) for x in values]",
    "filter": "write [x for x in values if …]",
    "divmod": "write a // b and a % b",
    "math": "write import math at the top",
    "random": "write import random at the top, and random.seed(1) below it",
    "np": PLAIN_LISTS,
    "numpy": PLAIN_LISTS,
    "pd": PLAIN_LISTS,
    "torch": PLAIN_LISTS,
    "plt": "leave it out: the picture is drawn from the run",
    "dict": "write one name for each value, or a list",
    "set": "write a list in [ ]",
    "open": "leave it out: a listing opens nothing",
    "next": "write a for loop",
    "iter": "write a for loop",
    "isinstance": "leave it out: what a value is can be seen in the listing",
    "type": "leave it out: what a value is can be seen in the listing",
    "repr": "write str(x), or an f-string with {x!r}",
    "format": 'write an f-string, as in f"{x:.4f}"',
    "exit": "write break, or put the rest under an if",
    "quit": "write break, or put the rest under an if",
}
"""For modules as well: what `import` is asked for."""


UNTYPED = "leave it out; write list and float for types, or none"
FOREIGN: Mapping[str, str] = {
    "typing": UNTYPED,
    "__future__": "leave it out",
    "matplotlib": ELSEWHERE["plt"],
    "dataclasses": "write a name for each value, or a list",
    "collections": "write lists",
    "itertools": "write for loops inside each other",
    "functools": "write a for loop",
    "statistics": "write sum(values) / len(values)",
    "pandas": PLAIN_LISTS,
    "copy": "write values.copy(), or [row.copy() for row in rows]",
    "time": "leave it out: a listing cannot wait, nor look at the clock",
    "sys": "leave it out: a listing sees nothing but itself",
    "os": "leave it out: a listing sees nothing but itself",
}
"""What to write instead of what other modules are imported for."""
DOTTED: Mapping[str, str] = {
    "remove": "write [x for x in values if x != 2]",
    "add": "write a list and .append(…)",
    "clear": "write values = []",
    "update": "write one assignment for each value",
    "get": "write one name for each value, or a list",
    "strip": "leave it out: nothing is read here",
    "split": "write the list itself",
    "replace": "write the text as it is to be",
    "startswith": "compare a slice, as in text[:3]",
    "endswith": "compare a slice, as in text[-3:]",
    "title": "write the text as it is to be",
    "capitalize": "write the text as it is to be",
    "zfill": "write a format, as in {n:03d}",
    "close": "leave it out: a listing opens nothing",
    "write": "write print(…)",
    "is_integer": "write x == int(x)",
    "round": "write round(x, 2)",
}
"""What to write instead of methods that lists and texts have in Python."""
NUMPY: Mapping[str, str] = {
    "array": "write the list itself, as in [0.1, 0.2]",
    "dot": "write sum(a * b for a, b in zip(x, w))",
    "zeros": "write [0.0] * 3",
    "ones": "write [1.0] * 3",
    "mean": "write sum(values) / len(values)",
    "sum": "write sum(values)",
    "max": "write max(values)",
    "min": "write min(values)",
    "abs": "write abs(x)",
    "exp": "write math.exp(x), with import math at the top",
    "log": "write math.log(x), with import math at the top",
    "sqrt": "write math.sqrt(x), with import math at the top",
    "tanh": "write math.tanh(x), with import math at the top",
    "arange": "write range(10), or [n * 0.1 for n in range(10)]",
    "linspace": "write [start + n * step for n in range(10)]",
    "random": "write import random at the top, random.seed(1) below it, and random.gauss(0, 1)",
    "T": "write list(zip(*rows))",
    "shape": "write len(rows), len(rows[0])",
    "size": "write len(values)",
    "dtype": "leave it out",
    "ndim": "leave it out",
    "items": "go through two lists with zip(names, values)",
    "keys": "go through a list of names",
    "values": "go through a list",
    "tolist": "leave it out",
    "reshape": "write the list of lists itself",
}
"""What to write instead of what people take of NumPy and of dictionaries."""


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
    "f-string: expecting '}'": "use the other quotes inside { }",
    "expected 'else' after": "write else and a value",
    "follows default": "write the arguments with = last",
    "cannot assign to literal": "write the name on the left, as in x = 5",
    "cannot assign to function call": "write the name on the left, as in y = f(x)",
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


SIGNS: Mapping[str, str] = {
    "&&": "write and",
    "||": "write or",
    "++": "write x += 1",
    "--": "write x -= 1",
    "lambda": "`lambda` is a word of Python: use another name",
    "class": "`class` is a word of Python: use another name",
}
"""What other languages write, where Python cannot read the line."""


def parse(code: str) -> ast.Module:
    """The tree of a listing. Raises ListingError for what is no Python, too long or too deep."""
    tree = read(code, "exec")
    assert isinstance(tree, ast.Module)
    return tree


def parse_line(text: str) -> ast.stmt:
    """The tree of one line; of a block its head. Raises ListingError, always with line 1."""
    line = text.strip()
    body = parse(f"{line} pass" if line.endswith(":") else line).body
    if len(body) != 1:
        what = "several lines are written" if body else "no line is written"
        raise ListingError(1, 1, what, "write one line of the listing")
    return body[0]


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
    """Refuse trees that are nested too deeply."""
    stack: list[tuple[ast.AST, int, int]] = [(tree, 0, 1)]
    while stack:
        node, depth, line = stack.pop()
        line = getattr(node, "lineno", line)
        if depth > DEEPEST:
            raise ListingError(line, 1, "nested too deeply", "split it over several lines")
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
        text = lines[line - 1]
        instead = instead or next((do for sign, do in SIGNS.items() if sign in text), "")
    if message == "invalid syntax":
        message, instead = "Python cannot read this line", instead or "check it sign by sign"
    if "Exceeds the limit" in message:
        message, instead = "a number with too many digits", "write fewer, or 1e20"
    return ListingError(line, column, message, instead)
