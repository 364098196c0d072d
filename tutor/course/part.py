"""The base of everything that is written in a lesson file, the shapes that read one, and what is
said of keys that are missing or unknown.

A part is a plain class that names its fields with `field`. Not a dataclass: to define those took a
tenth of the time from the command to the first picture.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple, Self, dataclass_transform

from tutor.course.index import LARGEST_CODE, file_beside, read_text
from tutor.course.shapes import LEFT_OUT, Parts, Shape, Text, found, wrong
from tutor.errors import ProblemsError, TutorError, nearest

if TYPE_CHECKING:
    from tutor.course.yaml_tree import Document, Node

REQUIRED: Final[Any] = ...
"""The default of a field that must be given."""


class Field(NamedTuple):
    """One key of a part."""

    shape: Shape
    """What may stand there."""
    default: Any
    """What it is when it is not given; `REQUIRED` where it must be."""
    name: str = ""
    """The attribute: the key, with a `_` where Python has the word for itself."""


def field(shape: Shape, *, default: Any = REQUIRED) -> Any:
    """Declares a key of a part."""
    return Field(shape, default)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
class Part:
    """Whatever is written in a lesson file. Immutable; equal to what says the same."""

    fields: ClassVar[dict[str, Field]] = {}
    """Every key that it may have, in order."""
    named: ClassVar[tuple[str, ...]] = ()
    """The keys that whoever wrote none of them is told of, if not those that must be given."""

    def __init_subclass__(cls) -> None:
        own = {name: value for name, value in vars(cls).items() if isinstance(value, Field)}
        for name in own:
            delattr(cls, name)
        named = {name.rstrip("_"): value._replace(name=name) for name, value in own.items()}
        cls.fields = {**cls.fields, **named}

    def __init__(self, **values: Any) -> None:
        """Raises `TypeError` for a name that is no field or a field that is not given, and
        `ValueError` where the values do not go together."""
        state = {name: values.pop(name, default) for _, default, name in self.fields.values()}
        missing = [name for name, value in state.items() if value is REQUIRED]
        if values or missing:
            raise TypeError(f"{type(self).__name__}: {[*values, *missing]}")
        self.__dict__.update(state)
        self.check()

    def check(self) -> None:
        """Raises `ValueError` where the values do not go together."""

    def replaced(self, **values: Any) -> Self:
        """The same part with other values."""
        return type(self)(**{**self.values(), **values})

    def values(self) -> dict[str, Any]:
        """Its values by the names of its attributes."""
        return {field.name: getattr(self, field.name) for field in self.fields.values()}

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a {type(self).__name__} cannot be changed")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self.values() == other.values()

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        given = ", ".join(f"{name}={value!r}" for name, value in self.values().items())
        return f"{type(self).__name__}({given})"


class PartOf(Shape):
    """A mapping whose keys are the fields of a part."""

    def __init__(self, part: type[Part]) -> None:
        self._part = part

    def read(self, node: Node, name: str, document: Document, tag: str = "") -> Any:
        """`tag` is the key by which the part was told from others: it is not made up."""
        if node.pairs is None:
            return wrong(document, node, name, f"expected {self.keys()}, found {found(node)}")
        sound = _note_keys(document, node, self._part.fields)
        values = {}
        for key, field in self._part.fields.items():
            value = LEFT_OUT
            if key in node.pairs:
                value = field.shape.read(node.pairs[key][1], key, document)
                sound = sound and value is not LEFT_OUT
            if value is LEFT_OUT:
                value = field.default
            if value is REQUIRED and key != tag:
                value = field.shape.stub(document)
            values[field.name] = value
        if any(value is LEFT_OUT or value is REQUIRED for value in values.values()):
            return LEFT_OUT
        try:
            return self._part(**values)
        except ValueError as error:
            return wrong(document, node, name, str(error)) if sound else LEFT_OUT

    def schema(self, parts: Parts) -> dict[str, Any]:
        parts.setdefault(self._part.__name__, self._part)
        return {"$ref": f"#/$defs/{self._part.__name__}"}

    def keys(self) -> str:
        fields: Mapping[str, Field] = self._part.fields
        needed = [key for key, field in fields.items() if field.default is REQUIRED]
        needed = list(self._part.named) or needed
        names = needed or list(fields)
        keys = f"the {'keys' if names[1:] else 'key'} {_listed(names)}"
        return keys if needed else f"some of {keys}"


class InOrder(PartOf):
    """A part that is written as a list of the values of its keys."""

    def read(self, node: Node, name: str, document: Document, tag: str = "") -> Any:
        fields = self._part.fields
        listed = f"[{', '.join(fields)}]"
        if node.items is None or len(node.items) != len(fields):
            return wrong(document, node, name, f"expected {listed}, found {found(node)}")
        read = zip(fields.values(), node.items, strict=True)
        values = {field.name: field.shape.read(item, name, document) for field, item in read}
        if LEFT_OUT in values.values():
            return LEFT_OUT
        try:
            return self._part(**values)
        except ValueError as error:
            return wrong(document, node, name, str(error))

    def schema(self, parts: Parts) -> dict[str, Any]:
        fields = self._part.fields
        return {
            "type": "array",
            "description": f"[{', '.join(fields)}]",
            "items": next(iter(fields.values())).shape.schema(parts),
            "minItems": len(fields),
            "maxItems": len(fields),
        }


class AnyOf(Shape):
    """One of several parts, told by which of their keys the mapping has; the first counts."""

    def __init__(self, parts: Mapping[str, type[Part]]) -> None:
        self._parts = parts

    def read(self, node: Node, name: str, document: Document) -> Any:
        tag = next((key for key in node.pairs or () if key in self._parts), "")
        if not tag:
            _note_kind(document, node, list(self._parts))
            return LEFT_OUT
        return PartOf(self._parts[tag]).read(node, name, document, tag)

    def schema(self, parts: Parts) -> dict[str, Any]:
        return {"oneOf": [PartOf(part).schema(parts) for part in self._parts.values()]}


class FileName(Text):
    """The name of a file; none can be made up."""

    def stub(self, document: Document) -> Any:
        return LEFT_OUT


class CodeFile(Part):
    """Where a listing stands."""

    file: str = field(FileName(200, 1))
    """A file in the folder of the lesson, or below it."""


class CodeFrom(Shape):
    """A listing, or the file that it stands in; read as its text."""

    def __init__(self, text: Text) -> None:
        self._text, self._file = text, PartOf(CodeFile)

    def read(self, node: Node, name: str, document: Document) -> Any:
        if node.pairs is None:
            return self._text.read(node, name, document)
        named = self._file.read(node, name, document)
        if named is LEFT_OUT:
            return LEFT_OUT
        try:
            path = file_beside(Path(document.path), named.file)
            text = read_text(path, LARGEST_CODE)
        except ProblemsError as error:
            first = error.problems[0]
            document.problem(node.pairs["file"][1], f"`file`: {first.what}", first.near)
            return LEFT_OUT
        except TutorError as error:
            return wrong(document, node.pairs["file"][1], "file", str(error))
        # what is said of the listing is said of a place in that file
        node.pairs, node.value, node.raw, node.style, node.file = None, text, text, "|", str(path)
        return self._text.read(node, name, document)

    def schema(self, parts: Parts) -> dict[str, Any]:
        return {"anyOf": [self._text.schema(parts), self._file.schema(parts)]}


# -- keys that are missing, and keys that are no fields --------------------------------------------

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "title": ("name",),
    "id": ("name",),
    "about": ("description", "summary", "intro"),
    "text": ("description", "intro", "content", "body", "prose"),
    "code": ("listing", "python", "program"),
    "ask": ("question", "questions"),
    "because": ("explanation", "feedback", "why"),
    "say": ("question", "prompt", "text", "feedback"),
    "reveal": ("summary", "explanation", "feedback"),
    "right": ("correct",),
    "options": ("choices",),
    "with": ("values", "constants"),
    "edit": ("values", "ranges", "parameters", "constants"),
    "bowl": ("chart", "plot", "picture"),
    "from": ("min",),
    "to": ("max",),
    "by": ("step",),
    "after": ("steps", "updates"),
}
"""Keys, and the words that authors try first for them; of two that could be meant, the first is."""
ANSWERS = ("answer", "answers", "solution", "result", "correct_answer")
ANSWERED = "leave it out: the tutor runs the listing and finds the answer"
LOOKED_AT = 50
"""Unknown keys that are looked at for the one that stands for a missing key."""


def _note_keys(document: Document, node: Node, fields: Mapping[str, Field]) -> bool:
    """Note the keys of a mapping that are missing, and those that are no fields; False where there
    are such keys."""
    there = node.pairs or {}
    known = list(fields)
    unknown = [key for key in there if key not in fields]
    needed = [key for key, field in fields.items() if field.default is REQUIRED]
    missing = [key for key in needed if key not in there]
    meant = {_meant(key, known) for key in islice(unknown, LOOKED_AT)} if missing else set()
    gone = [f"`{key}`" for key in missing if key not in meant]
    if gone:
        document.problem(node, f"{_listed(gone)} {'are' if gone[1:] else 'is'} missing here")
    for key in unknown:
        if document.full:
            break
        near = _meant(key, known)
        keys = ANSWERED if key in ANSWERS else f"the keys here are {', '.join(known)}"
        what = f"unknown key `{key}`" + ("" if near else f"; {keys}")
        document.problem(node.key(key), what, near)
    return not unknown and not missing


def _note_kind(document: Document, node: Node, kinds: Sequence[str]) -> None:
    """Note that a question has none of the keys that say what kind it is."""
    near = next(filter(None, (nearest(key, kinds) for key in node.pairs or ())), "")
    what = f"a question has one of the keys {', '.join(kinds)}; found {found(node)}"
    document.problem(node, what, near)


def _listed(names: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _meant(key: str, known: Sequence[str]) -> str:
    """The key that an unknown one stands for; empty where that cannot be told."""
    same = (one for one, words in SYNONYMS.items() if key in words and one in known)
    return nearest(key, known) or next(same, "")
