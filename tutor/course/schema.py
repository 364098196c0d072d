"""What may stand where in a lesson file: pydantic's reading of the parts, and the JSON Schema.

Only a file that is new, and an editor's schema, need this. The parts name these types in their
annotations, which nobody but pydantic looks into.
"""

from __future__ import annotations

import typing
from collections.abc import Mapping
from dataclasses import fields
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union

from pydantic import (
    BeforeValidator,
    Discriminator,
    Field,
    PlainValidator,
    Strict,
    Tag,
    TypeAdapter,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from tutor.course.model import PARTS, Bowl, Range
from tutor.course.part import Part
from tutor.course.questions import QUESTIONS, Question
from tutor.engine.numbers import Number


def _number(value: Any) -> Number:
    """An int or a finite float as it is; `bool` is not a number here."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PydanticCustomError("number", "expected a number")
    if not abs(value) <= 1e300:
        raise PydanticCustomError("finite", "expected a number that is not infinite")
    return value


Real = Annotated[Number, PlainValidator(_number), WithJsonSchema({"type": "number"})]
YesNo = Annotated[bool, Strict()]
Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Line = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\n]*\n?$")]
Prose = Annotated[str, Field(max_length=20_000)]
Name = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=64)]
MistakeName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=64)]


def _named(value: Any) -> Any:
    """`[from, to, by]` with its three names."""
    if not isinstance(value, tuple) or len(value) != 3:
        raise PydanticCustomError("three", "expected [from, to, by]")
    return dict(zip(("from", "to", "by"), value, strict=True))


Draw = Annotated[
    Range,
    BeforeValidator(_named),
    WithJsonSchema(
        {
            "type": "array",
            "description": "[from, to, by]",
            "items": {"type": "number"},
            "minItems": 3,
            "maxItems": 3,
        }
    ),
]


def _kind(value: Any) -> str | None:
    """Which question this mapping is: the first of their keys that it has."""
    keys = value if isinstance(value, Mapping) else ()
    return next((key for key in keys if key in QUESTIONS), None)


if TYPE_CHECKING:
    AnyQuestion = Question
else:
    _KINDS = tuple(Annotated[kind, Tag(key)] for key, kind in QUESTIONS.items())
    AnyQuestion = Annotated[Union[_KINDS], Discriminator(_kind)]  # noqa: UP007
BowlOrNot = (
    Annotated[
        Annotated[Bowl, Tag("some")] | Annotated[Literal[False], Tag("none")],
        Discriminator(lambda value: "none" if value is False else "some"),
    ]
    | None
)


def shape(part: type[Part]) -> TypeAdapter[Any]:
    """What checks plain data and makes that part of it."""
    return _shape(part.__name__)


@lru_cache(maxsize=16)
def _shape(name: str) -> TypeAdapter[Any]:
    adapter = TypeAdapter(PARTS[name])
    adapter.rebuild(force=True, _types_namespace=globals())
    return adapter


def hints(part: type[Part]) -> dict[str, Any]:
    """What may stand in that part: the type of each key."""
    found = typing.get_type_hints(part, localns=globals(), include_extras=True)
    return {field.name.rstrip("_"): found[field.name] for field in fields(part) if field.init}
