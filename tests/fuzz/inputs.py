"""Inputs as strangers may write them, made by a random number generator.

The tests draw from Hypothesis, which makes what fails smaller; the long run in bench/ from seeds.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from random import Random

from tests.engine.random_programs import program
from tutor.course.index import bundled
from tutor.engine.listing import Listing
from tutor.engine.listing import listing as listing_of

NUMBERS = (
    *("0", "1", "2", "3", "-1", "0.5", "-0.25", "10", "100", "1000", "1101", "True", "-0.0"),
    *("1e308", "-1e308", "5e-324", "1e400", "1e18", "9007199254740992", "0x7f", "1_0"),
)
MATH = ("sqrt", "exp", "log", "sin", "cos", "tanh")
OPERATORS = ("+", "-", "*", "/", "//", "%", "**")
COMPARISONS = ("<", "<=", "==", "!=", ">", ">=")


class Listings:
    """Listings of the grammar: most are accepted, some do terribly much."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.numbers: list[str] = []
        self.texts: list[str] = []
        self.lists: list[str] = []
        self.functions: dict[str, int] = {}
        self.counters: list[str] = []
        self.deep = 0

    def listing(self) -> str:
        """Constants, a few functions, setup, a main loop, and what comes after."""
        rng = self.rng
        lines = [f"from math import {', '.join(MATH)}"]
        lines += [self.constant() for _ in range(rng.randrange(1, 5))]
        for _ in range(rng.randrange(3)):
            lines += self.function()
        lines += self.block(rng.randrange(3), "")
        if rng.random() < 0.8:
            lines += self.loop("")
        lines += self.block(rng.randrange(2), "")
        return "\n".join(lines) + "\n"

    def constant(self) -> str:
        name = self.new(self.numbers)
        return f"{name} = {self.rng.choice(NUMBERS)}"

    def new(self, names: list[str]) -> str:
        """A name of that kind: one that is there, or another one."""
        there = [name for name in names if name not in self.counters]
        if there and self.rng.random() < 0.5:
            return self.rng.choice(there)
        kind = "n" if names is self.numbers else "t" if names is self.texts else "l"
        names.append(f"{kind}{len(names)}")
        return names[-1]

    def function(self) -> list[str]:
        rng = self.rng
        name = f"f{len(self.functions)}"
        count = rng.randrange(3)
        outer = self.numbers, self.texts, self.lists
        self.numbers = [f"{name}_{i}" for i in range(count)] + self.numbers[:1]
        self.texts, self.lists = [], []
        arguments = ", ".join(f"{name}_{i}" for i in range(count))
        body = [f"    {name}_x = {self.number()}", *self.block(rng.randrange(2), "    ")]
        body.append(f"    return {self.number()}")
        self.numbers, self.texts, self.lists = outer
        self.functions[name] = count
        return [f"def {name}({arguments}):", *body]

    def block(self, count: int, indent: str) -> list[str]:
        return [line for _ in range(count) for line in self.statement(indent)]

    def statement(self, indent: str) -> list[str]:
        rng = self.rng
        kind = rng.randrange(10)
        if kind < 4:
            value = self.number()
            return [f"{indent}{self.new(self.numbers)} = {value}"]
        if kind == 4:
            value = self.text()
            return [f"{indent}{self.new(self.texts)} = {value}"]
        if kind == 5:
            values = ", ".join(self.number() for _ in range(rng.choice((1, 2, 3, 40))))
            return [f"{indent}{self.new(self.lists)} = [{values}]"]
        if kind == 6:
            printed = ", ".join(rng.choice((self.number, self.text))() for _ in range(2))
            return [f"{indent}print({printed})"]
        if kind == 7 and self.deep < 3:
            return self.loop(indent)
        if kind == 8 and self.deep < 3:
            return self.condition(indent)
        name = self.new(self.numbers)
        return [f"{indent}{name} {rng.choice(OPERATORS)}= {self.number()}"]

    def loop(self, indent: str) -> list[str]:
        rng = self.rng
        bounds = rng.choice(
            ("3", "20", "1101", "10 ** 9", "5, 0, -1", "10 ** 15, 0, -7", self.number())
        )
        name = f"i{len(self.counters)}"
        self.counters.append(name)
        self.numbers.append(name)
        self.deep += 1
        body = self.block(rng.randrange(1, 4), indent + "    ")
        self.deep -= 1
        self.counters.pop()
        return [f"{indent}for {name} in range({bounds}):", *body]

    def condition(self, indent: str) -> list[str]:
        self.deep += 1
        lines = [f"{indent}if {self.number()}:", *self.block(1, indent + "    ")]
        if self.rng.random() < 0.5:
            lines += [f"{indent}else:", *self.block(1, indent + "    ")]
        self.deep -= 1
        return lines

    def number(self, depth: int = 0) -> str:
        rng = self.rng
        if depth > 3 or rng.random() < 0.4:
            known = rng.random() < 0.7 and self.numbers
            return rng.choice(self.numbers) if known else rng.choice(NUMBERS)

        def deeper() -> str:
            return self.number(depth + 1)

        forms: list[Callable[[], str]] = [
            lambda: f"({deeper()} {rng.choice(OPERATORS)} {deeper()})",
            lambda: f"({deeper()} {rng.choice(OPERATORS)} {deeper()})",
            lambda: f"({deeper()} {rng.choice(COMPARISONS)} {deeper()})",
            lambda: f"({deeper()} {rng.choice(('and', 'or'))} {deeper()})",
            lambda: f"({rng.choice(('-', 'not ', '+'))}{deeper()})",
            lambda: f"{rng.choice(MATH)}({deeper()})",
            lambda: f"{rng.choice(('min', 'max'))}({deeper()}, {deeper()})",
            lambda: f"round({deeper()}, {rng.choice(('0', '2', '-3', '400', deeper()))})",
            lambda: f"abs(round({deeper()}))",
        ]
        if self.functions:
            name = rng.choice(sorted(self.functions))
            forms.append(
                lambda: f"{name}({', '.join(deeper() for _ in range(self.functions[name]))})"
            )
        if self.lists:
            place = rng.choice([*self.counters, "0", "-1", "99"])
            forms.append(lambda: f"{rng.choice(self.lists)}[{place}]")
            forms.append(lambda: f"{rng.choice(('len', 'max'))}({rng.choice(self.lists)})")
        return rng.choice(forms)()

    def text(self) -> str:
        rng = self.rng
        if self.texts and rng.random() < 0.5:
            name = rng.choice(self.texts)
            return rng.choice((name, f"{name} + {name}", f"{name} + str({self.number()})"))
        return rng.choice(("'a'", "'é'", "str(1)", f"str({self.number()})", f"'{'x' * 500}'"))


TOKENS = (
    *("weight", "x", "f", "print", "str", "range", "sqrt", "__import__", "__class__", "exec", "é"),
    *(
        "for ",
        " in ",
        "if ",
        "else",
        ":",
        "def ",
        "return ",
        "while ",
        "import ",
        "lambda ",
        "await ",
    ),
    *("(", ")", "[", "]", "{", "}", ",", ".", "=", "==", "+=", "+", "-", "*", "**", "/", "//", "%"),
    *("<", "not ", " and ", " is ", "@", "~", "1", "0.5", "9" * 40, "1e400", "'a'", "f'{x}'", "'"),
    *(
        "\n",
        "\n    ",
        "\n        ",
        "\\\n",
        "#",
        ";",
        "None",
        "...",
        "\t",
        "×",
        "−",
        "\x00",
        "\x1b[2J",
    ),
    *('"""', "\r", "\u2028", "\ud800", "\U0001f4a9", "0x", "1j", "_", "yield ", "match ", "(" * 70),
)


def changed(rng: Random, text: str, pieces: Sequence[str], most: int = 4) -> str:
    """A text with a few pieces put in, taken out or moved."""
    for _ in range(rng.randrange(1, most + 1)):
        at = rng.randrange(len(text) + 1)
        length = rng.choice((0, 0, 1, 2, 5, 40))
        new = rng.choice((rng.choice(pieces), "", text[at : at + 30] * 2))
        text = text[:at] + new + text[at + length :]
    return text


WILD = (
    *TOKENS,
    *(
        " * 10 ** 9",
        " * xs",
        "xs = [xs, xs]",
        ".append(xs)",
        "zip(*",
        "range(10 ** 12)",
        "lambda: ",
    ),
    *("for x in ", "sum(", "sorted(", "str(", "f'{", ":99}'", " % ", ".format(", "join(", " in "),
    *("[::-1]", "list(", " += ", " *= ", "2 ** 4000", "while True:\n    ", "def f(*, x): "),
    *("enumerate(", "max(*", "key=", "reversed("),
)
"""Slips that make a program of the whole language do too much."""


def listing(rng: Random) -> str:
    """A listing: of the grammar, one of the course or of the whole language with slips in it, or
    junk."""
    kind = rng.randrange(9)
    if kind == 6:
        return program(rng)
    if kind > 6:
        return changed(rng, program(rng), WILD, 6)
    if kind < 3:
        return Listings(rng).listing()
    if kind == 3:
        return changed(rng, Listings(rng).listing(), TOKENS)
    if kind == 4:
        return changed(rng, rng.choice(bundled_listings()), TOKENS)
    return "".join(rng.choice(TOKENS) for _ in range(rng.randrange(40)))


def expression(rng: Random) -> str:
    """An expression over weight, alpha and error, or something like it."""
    maker = Listings(rng)
    maker.numbers = ["weight", "alpha", "error"]
    text = maker.number()
    return text if rng.random() < 0.6 else changed(rng, text, TOKENS, 2)


YAML_PIECES = (
    *(
        "- ",
        ": ",
        "{",
        "}",
        "[",
        "]",
        "|",
        ">",
        "&a ",
        "*a",
        "!!python/object ",
        '"',
        "'",
        "#",
        "\t",
    ),
    *("1e-3", "no", "~", "<<: *a", ".nan", "1e999", "-0", "9" * 400, "0x1f", "{weight", "}}", "? "),
    *("\\", "\x00", "\x1b[2J", "\u202e", "\ud800", "é", "\r", "\n---\n", "\n...\n", "%YAML 1.1\n"),
    *("import os\n", "range(10 ** 18)", "().__class__", "9 ** 9 ** 9", "lambda: 0", "null", "[]"),
    *("format: 2\n", "after: 100000", "after: -1", "by: 0", "weight", "{weight@99999}", "{x:.99f}"),
)


def lesson(rng: Random) -> bytes:
    """A lesson file: one of the course with changes, its lines shuffled, or junk."""
    kind = rng.randrange(6)
    if kind == 5:
        return rng.randbytes(rng.randrange(200))
    text = rng.choice(bundled_steps())
    if kind == 4:
        lines = text.splitlines(keepends=True)
        at, length = rng.randrange(len(lines)), rng.randrange(6)
        moved = lines[at : at + length]
        del lines[at : at + length]
        to = rng.randrange(len(lines) + 1)
        text = "".join(lines[:to] + moved * rng.randrange(3) + lines[to:])
    else:
        text = changed(rng, text, YAML_PIECES)
    return text.encode("utf-8", "surrogatepass")


def playable(rng: Random) -> str:
    """A lesson of one step about a random listing, of the right shape, that asks whatever may be
    asked of it. It need not make sense, nor run."""
    code = Listings(rng).listing() if rng.random() < 0.5 else rng.choice(bundled_listings())
    script = listing_of(code)
    names = [name for name in script.variables if script.assigns(name)]
    if not names or not script.parameters:
        return playable(rng)
    questions = "".join(f"      - {question(rng, script, names)}\n" for _ in range(3))
    ranges = {n: v for n, v in script.parameters.items() if abs(v) < 1e15}
    edit = "".join(
        f"      {name}: {{from: {min(v, 0)}, to: {max(v, 10)}, by: {max(abs(v), 10) / 10}}}\n"
        for name, v in ranges.items()
    )
    bowl = (
        f"    bowl: {{x: {rng.choice(list(script.parameters))}, y: {rng.choice(script.variables)}"
    )
    bowl += f", marks: {{m: '{rng.choice(script.variables)}'}}, tangent: true}}\n"
    rules = "".join(
        f"  m{n}: {{rule: '{rng.choice(names)} = {rng.choice(script.variables)}', say: Said.}}\n"
        for n in range(3)
    )
    return (
        f"format: 1\nid: some\ntitle: Some\nmistakes:\n{rules}steps:\n  - id: only\n"
        f"    title: Only\n    text: '{{{rng.choice(script.variables)}}}'\n    code: |\n"
        + "".join(f"      {line}\n" for line in code.splitlines())
        + (f"    edit:\n{edit}" if edit else "")
        + (bowl if rng.random() < 0.6 else "")
        + f"    ask:\n{questions}    reveal: '{{{rng.choice(script.variables)}@3}}'\n"
    )


def question(rng: Random, script: Listing, names: Sequence[str]) -> str:
    """A question about a listing."""
    one, other = rng.choice(names), rng.choice(script.variables)
    after, by = rng.choice((1, 1, 2, 5, 100)), rng.choice(("number", "direction"))
    return rng.choice(
        (
            f"{{predict: {one}, after: {after}, by: {by}, hint: '{{{other}}}'}}",
            f"{{predict: {one}, after: {after}, hint: '{{{other}}}'}}",
            f"{{reach: '{other} > 3', hint: Look.}}",
            f"{{{rng.choice(('write', 'order'))}: {one}}}",
            f"{{choose: Which?, options: [{{say: a, because: '{{{other}}}', right: true}}, "
            "{say: b, because: c}]}",
        )
    )


ANSWERS = (
    *"0123456789.,+-*/^%()=?!eE_ '\"[]{}<>:;\\\n\t\x00\x1b∞×÷−½²٣９",
    *("weight", "alpha", "nan", "inf", "abs(", "**", "9" * 39, "1e", "not ", "if ", "lambda", "up"),
)


def answer(rng: Random) -> str:
    """What a learner may type."""
    if rng.random() < 0.3:
        return expression(rng)
    return "".join(rng.choice(ANSWERS) for _ in range(rng.randrange(30)))


HOLES = (
    *(
        "{",
        "}",
        "{{",
        "}}",
        "weight",
        "@",
        "@3",
        ":",
        ".3f",
        ",.2f",
        "+e",
        "%",
        " ",
        "\n",
        "0",
        "é",
    ),
    *("{weight}", "{weight@20:.3f}", "{weight.__class__}", "{0}", "{weight!r}", "{weight:>9999}"),
)


def sentence(rng: Random) -> str:
    """An author's sentence with placeholders, or something like them."""
    return "".join(rng.choice(HOLES) for _ in range(rng.randrange(12)))


CLAIMS = (
    *("converges", "diverges", "oscillates", "weight", "error", " < ", " > ", " == ", "0.001", "3"),
    *(
        " within ",
        "10",
        "999999",
        "-1",
        "\n",
        "convergse",
        "(",
        ")",
        " and ",
        "nan",
        "9**9**9",
        " ",
    ),
)


def claim(rng: Random) -> str:
    """A claim, or something like one."""
    return "".join(rng.choice(CLAIMS) for _ in range(rng.randrange(1, 7)))


@cache
def bundled_steps() -> tuple[str, ...]:
    """Every lesson file of the course, cut to its head and one step."""
    found = []
    for path in lesson_files():
        head, *steps = path.read_text(encoding="utf-8").split("\n  - id: ")
        found += [f"{head}\n  - id: {step}\n" for step in steps]
    return tuple(found)


@cache
def bundled_listings() -> tuple[str, ...]:
    """Every listing of the course."""
    import yaml

    lessons = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in lesson_files()]
    return tuple(step["code"] for one in lessons for step in one["steps"] if "code" in step)


def lesson_files() -> list[Path]:
    return sorted(path for path in bundled().glob("*.yaml") if path.name != "course.yaml")


def is_python(code: str) -> bool:
    """Whether CPython reads it; what it does not read, no listing may be."""
    try:
        ast.parse(code)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return False
    return True
