"""What may stand where in a lesson file: each shape reads a node of the tree, and describes itself
to an editor.

This is the one description of the format. The parts name these shapes in their fields; the loader
reads files with them, and the JSON Schema is made of them.
"""

from __future__ import annotations

import math
import re
from abc import ABC, abstractmethod
from itertools import product
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from tutor.course.yaml_tree import Document, Node

Parts = dict[str, type[Any]]
"""Classes of `tutor.course.part.Part` by their names."""
LEFT_OUT: Final[Any] = object()
"""What is read where nothing can be: a fault was noted there or below."""
LARGEST = 1e300
"""No number of a lesson lies further from 0."""
MANY = 100
"""Of a list that may be this long, what is too much belongs into another file."""
MOST_CLAIMS = 64
"""Claims that a list of them may come to, once each `or` in it is taken by itself."""


class Shape(ABC):
    """What may stand at one place of a file."""

    @abstractmethod
    def read(self, node: Node, name: str, document: Document) -> Any:
        """The value of a node; `LEFT_OUT`, and a problem noted, where it is not of this shape.

        `name` is the key that it stands under. What is at fault below is left out and a text that
        is missing is made up, so that the rest can be checked too; a list loses those items.
        """

    @abstractmethod
    def schema(self, parts: Parts) -> dict[str, Any]:
        """The JSON Schema of it; the parts that it refers to are added to `parts`."""

    def stub(self, document: Document) -> Any:
        """What to go on with where this is missing; `LEFT_OUT` where nothing can be made up."""
        return LEFT_OUT

    def keys(self) -> str:
        """The keys that are expected where this is to be a mapping; empty where any will do."""
        return ""


class Scalar(Shape):
    """One value, without a list or keys in it."""

    json: dict[str, Any]
    """Its JSON Schema."""

    @abstractmethod
    def fault(self, node: Node) -> str:
        """Why a node is not of this shape; empty where it is."""

    def read(self, node: Node, name: str, document: Document) -> Any:
        what = self.fault(node)
        return wrong(document, node, name, what) if what else node.value

    def schema(self, parts: Parts) -> dict[str, Any]:
        return dict(self.json)


class Text(Scalar):
    """A text of bounded length; `pattern` is a regular expression for all of it, and `wanted` says
    in words what it asks for."""

    def __init__(
        self, most: int, least: int = 0, pattern: str = "", wanted: str = "", made_up: str = ""
    ) -> None:
        self._most, self._least = most, least
        self._pattern, self._wanted = pattern, wanted
        self._made_up = made_up
        bounds = {"maxLength": most, "minLength": least, "pattern": pattern}
        self.json = {**{key: bound for key, bound in bounds.items() if bound}, "type": "string"}

    def fault(self, node: Node) -> str:
        text = node.value
        if not isinstance(text, str):
            quotes = f'; write "{node.raw}" in quotes' if node.style == "" and node.raw else ""
            return f"expected text, found {found(node)}{quotes}"
        if len(text) < self._least:
            return "there is no text here"
        if len(text) > self._most:
            return f"longer than {self._most} characters"
        sound = not self._pattern or re.fullmatch(self._pattern, text)
        return "" if sound else f"{self._wanted}, found {found(node)}"

    def stub(self, document: Document) -> Any:
        from tutor.course.yaml_tree import Node

        document.stubs += 1
        text = self._made_up or f"missing-{document.stubs}"
        return LEFT_OUT if self.fault(Node(1, 1, text, text)) else text


class Real(Scalar):
    """An integer or a finite decimal number."""

    def __init__(self) -> None:
        self.json = {"type": "number"}

    def fault(self, node: Node) -> str:
        value = node.value
        if isinstance(value, bool) or not isinstance(value, int | float):
            return f"expected a number, found {found(node)}{_exponent(node)}"
        finite = abs(value) <= LARGEST
        return "" if finite else f"expected a number that is not infinite, found {found(node)}"


class Whole(Scalar):
    """An integer within bounds."""

    def __init__(self, least: int, most: int) -> None:
        self._least, self._most = least, most
        self.json = {"maximum": most, "minimum": least, "type": "integer"}

    def fault(self, node: Node) -> str:
        value = node.value
        if isinstance(value, bool) or not isinstance(value, int):
            return f"expected a whole number, found {found(node)}{_exponent(node)}"
        if value < self._least:
            return f"expected {self._least} or more, found {found(node)}"
        return f"expected {self._most} or less, found {found(node)}" if value > self._most else ""


class YesNo(Scalar):
    """True or false."""

    def __init__(self) -> None:
        self.json = {"type": "boolean"}

    def fault(self, node: Node) -> str:
        sound = isinstance(node.value, bool)
        return "" if sound else f"expected true or false, found {found(node)}"


class OneOf(Scalar):
    """One of a few words."""

    def __init__(self, *words: str) -> None:
        self.json = {"enum": list(words), "type": "string"}

    def fault(self, node: Node) -> str:
        words = self.json["enum"]
        expected = " or ".join(f"`{word}`" for word in words)
        return "" if node.value in words else f"expected {expected}, found {found(node)}"


class Format(Scalar):
    """The version of the format: 1."""

    def __init__(self) -> None:
        self.json = {"const": 1, "type": "integer"}

    def fault(self, node: Node) -> str:
        if node.value == 1 and type(node.value) is int:
            return ""
        if isinstance(node.value, int | float) and not isinstance(node.value, bool):
            return f"this file is of format {node.raw}; this tutor reads format 1"
        return f"expected `format: 1`, found {found(node)}"

    def read(self, node: Node, name: str, document: Document) -> Any:
        return super().read(node, "", document)  # the sentence says what it is about


class Maybe(Shape):
    """Something or a word in its place: `null`, as if it were not given, or `false` for none."""

    def __init__(self, shape: Shape, word: Literal[False] | None = None) -> None:
        self._shape, self._word = shape, word

    def read(self, node: Node, name: str, document: Document) -> Any:
        scalar = node.items is None and node.pairs is None
        if scalar and node.value is self._word:
            return self._word
        return self._shape.read(node, name, document)

    def schema(self, parts: Parts) -> dict[str, Any]:
        word = {"type": "null"} if self._word is None else {"const": False, "type": "boolean"}
        return {"anyOf": [self._shape.schema(parts), word]}


class ListOf(Shape):
    """A list; read as a tuple."""

    def __init__(self, shape: Shape, most: int | None = None, least: int = 0) -> None:
        self._shape, self._most, self._least = shape, most, least

    def read(self, node: Node, name: str, document: Document) -> Any:
        items = node.items
        if items is None:
            what = f"expected a list (lines that start with `- `), found {found(node)}"
            return wrong(document, node, name, what)
        if self._most is not None and len(items) > self._most:
            what = f"expected at most {self._most}, found {len(items):,}"
            if self._most >= MANY:
                what = f"more than {self._most}; split the file"
            return wrong(document, node, name, what)
        if len(items) < self._least:
            wrong(document, node, name, f"expected at least {self._least}, found {found(node)}")
        read = [(item, self._shape.read(item, name, document)) for item in items]
        node.items = [item for item, value in read if value is not LEFT_OUT]
        values = tuple(value for _, value in read if value is not LEFT_OUT)
        return values if len(values) >= self._least else LEFT_OUT

    def schema(self, parts: Parts) -> dict[str, Any]:
        most = {"maxItems": self._most} if self._most is not None else {}
        least = {"minItems": self._least} if self._least else {}
        return {"items": self._shape.schema(parts), **most, **least, "type": "array"}


class Either(Shape):
    """One of two shapes, of which the second alone has keys."""

    def __init__(self, plain: Shape, keyed: Shape) -> None:
        self._plain, self._keyed = plain, keyed

    def read(self, node: Node, name: str, document: Document) -> Any:
        shape = self._plain if node.pairs is None else self._keyed
        return shape.read(node, name, document)

    def schema(self, parts: Parts) -> dict[str, Any]:
        return {"anyOf": [self._plain.schema(parts), self._keyed.schema(parts)]}


class OneOrMore(Shape):
    """One of something, or a list of them; read as a tuple. A text of nothing is none."""

    def __init__(self, shape: Shape, most: int) -> None:
        self._shape, self._list = shape, ListOf(shape, most=most)

    def read(self, node: Node, name: str, document: Document) -> Any:
        if node.items is not None:
            return self._list.read(node, name, document)
        value = self._shape.read(node, name, document)
        return value if value is LEFT_OUT else (value,) if value != "" else ()

    def schema(self, parts: Parts) -> dict[str, Any]:
        return {"anyOf": [self._shape.schema(parts), self._list.schema(parts)]}


class AsWritten(Scalar):
    """A text or a number, as it stands in the file."""

    def __init__(self) -> None:
        self.json = {"type": ["string", "number"]}

    def fault(self, node: Node) -> str:
        sound = node.value is not None and node.items is None and node.pairs is None
        return "" if sound else f"expected what a learner types, found {found(node)}"

    def read(self, node: Node, name: str, document: Document) -> Any:
        what = self.fault(node)
        return wrong(document, node, name, what) if what else node.raw


class MapOf(Shape):
    """A mapping with free keys."""

    def __init__(self, shape: Shape, key: Text | None = None, least: int = 0) -> None:
        self._shape, self._key, self._least = shape, key, least

    def read(self, node: Node, name: str, document: Document) -> Any:
        if node.pairs is None:
            keys = self._shape.keys()
            keys = f"names, and under each {keys}" if keys else "keys with values"
            return wrong(document, node, name, f"expected {keys}, found {found(node)}")
        if len(node.pairs) < self._least:
            what = f"expected at least {self._least}, found {found(node)}"
            return wrong(document, node, name, what)
        values = {}
        for text, (key, below) in node.pairs.items():
            sound = self._key is None or self._key.read(key, name, document) is not LEFT_OUT
            value = self._shape.read(below, text, document)
            if sound and value is not LEFT_OUT:
                values[text] = value
        return values if len(values) >= self._least else LEFT_OUT

    def schema(self, parts: Parts) -> dict[str, Any]:
        least = {"minProperties": self._least} if self._least else {}
        below = self._shape.schema(parts)
        if self._key is None:
            return {"additionalProperties": below, **least, "type": "object"}
        key = self._key.json
        named = {"propertyNames": {"maxLength": key["maxLength"]}}
        return {**least, "patternProperties": {key["pattern"]: below}, **named, "type": "object"}


class Claims(Shape):
    """What is claimed of a run: a text, or words with what they are said of; several claims in a
    list all hold. Read as one text."""

    def __init__(self, text: Text) -> None:
        self._text = text

    def read(self, node: Node, name: str, document: Document) -> Any:
        if node.items is not None:
            read = [self.read(item, name, document) for item in node.items]
            if LEFT_OUT in read:
                return LEFT_OUT
            ways = [_ways(text) for text in read]
            if not 0 < math.prod(map(len, ways)) * len(ways) <= MOST_CLAIMS:
                what = "too many claims, each with `or`; say less" if ways else "expected a claim"
                return wrong(document, node, name, f"{what}, found {found(node)}")
            return " or ".join(dict.fromkeys(" and ".join(way) for way in product(*ways)))
        if node.pairs is not None:
            if not node.pairs:
                return wrong(document, node, name, f"expected a claim, found {found(node)}")
            said = [
                self._said(key, below, name, document) for key, (_, below) in node.pairs.items()
            ]
            return LEFT_OUT if LEFT_OUT in said else " and ".join(said)
        return self._text.read(node, name, document)

    def _said(self, word: str, node: Node, name: str, document: Document) -> Any:
        """`{converges: [w0, w1]}`, `{reaches: 0.8}` or `{reaches: {pred: 0.8}}` in words."""
        if node.pairs is not None:
            values = [(of, below.value) for of, (_, below) in node.pairs.items()]
            if values and all(_is_number(value) for _, value in values):
                return " and ".join(f"{of} {word} {value}" for of, value in values)
        elif _is_number(node.value):
            return f"{word} {node.value}"
        else:
            names = node.items if node.items is not None else [node]
            if names and not any(NAME.fault(one) for one in names):
                return f"{', '.join(one.value for one in names)} {word}"
        what = f"`{word}`: expected the variables that it is said of, or for `reaches` a number"
        return wrong(document, node, name, f"{what}; found {found(node)}")

    def schema(self, parts: Parts) -> dict[str, Any]:
        text = self._text.schema(parts)
        of = {"type": ["string", "number", "array", "object"]}
        said = {"additionalProperties": of, "minProperties": 1, "type": "object"}
        several = {"items": {"anyOf": [text, said]}, "minItems": 1, "type": "array"}
        return {"anyOf": [text, said, several]}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _ways(claim: str) -> list[str]:
    """The parts of a claim between `or`; what stands in brackets is not cut."""
    parts = re.split(r"\s+or\s+", claim)
    found = parts[:1]
    for part in parts[1:]:
        if found[-1].count("(") > found[-1].count(")"):
            found[-1] += f" or {part}"
        else:
            found.append(part)
    return found


REAL, YES_NO, FORMAT, AS_WRITTEN = Real(), YesNo(), Format(), AsWritten()
SLUG = "expected small letters, digits and dashes, as in `smaller-steps`"
ID = Text(64, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", wanted=SLUG)
PLACE = Text(
    129,
    pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)?$",
    wanted="expected the id of a step or lesson, or both as in `add-alpha/smaller-steps`",
)
MISTAKE_NAME = Text(64, pattern=r"^[a-z0-9][a-z0-9_-]*$", wanted=SLUG)
NAME = Text(
    64,
    pattern=r"^[A-Za-z_][A-Za-z0-9_]*(\[(0|[1-9][0-9]{0,3})\]){0,8}$",
    wanted="expected a variable's name, as `weight` or `weights[0]`",
)
ONE_LINE = r"^[^\n]*\n?$"
LINE = Text(200, 1, ONE_LINE, "expected one line")
CLAIM = Claims(Text(200, 1, ONE_LINE, "expected one line"))
RULE = Text(200, 1, ONE_LINE, "expected one line")
PROSE = Text(20_000)
SOME_PROSE = Text(20_000, 1)


def wrong(document: Document, node: Node, name: str, what: str) -> Any:
    """Note what is wrong at a node, of which `name` is the key."""
    document.problem(node, f"`{name}`: {what}" if name else what)
    return LEFT_OUT


def found(node: Node) -> str:
    """What stands at a node, in a few words."""
    if node.items is not None:
        return f"a list of {len(node.items)}"
    if node.pairs is not None:
        return f"keys ({', '.join(list(node.pairs)[:3])})" if node.pairs else "no keys"
    if node.value is None:
        return "nothing"
    short = node.raw.strip().split("\n")[0]
    short = short if len(short) <= 40 else short[:39] + "…"
    if isinstance(node.value, bool):
        return f"`{short}`"
    kind = "the number" if isinstance(node.value, int | float) else "the text"
    return f"{kind} `{short}`"


def _exponent(node: Node) -> str:
    """What to write for `1e-3`, which YAML 1.1 reads as text."""
    if node.style or not isinstance(node.value, str):
        return ""
    try:
        value = float(node.raw)
    except ValueError:
        return ""
    mantissa, _, exponent = node.raw.lower().partition("e")
    mantissa += "" if "." in mantissa else ".0"
    sign = "" if exponent[:1] in "+-" else "+"
    plain = f"{value:.12g}"
    more = "" if "e" in plain else f" or {plain}"
    return f" (YAML needs a dot and a sign); write {mantissa}e{sign}{exponent}{more}"
