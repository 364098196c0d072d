"""What the lesson format is made of: a base for its models, texts, names, numbers and ranges."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from tutor.core.record import Number

MOST_STOPS = 10_000
"""Values on one range."""


def _number(value: Any) -> Number:
    """An int or a finite float as it is; `bool` is not a number here."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PydanticCustomError("number", "expected a number")
    if not abs(value) <= 1e300:
        raise PydanticCustomError("finite", "expected a number that is not infinite")
    return value


Real = Annotated[Number, PlainValidator(_number), WithJsonSchema({"type": "number"})]
Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Line = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\n]*\n?$")]
Prose = Annotated[str, Field(max_length=20_000)]
Name = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=64)]
MistakeName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=64)]


class Part(BaseModel):
    """Whatever is written in a lesson file: unknown keys are errors, and nothing is converted."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True
    )


class Range(Part):
    """From where to where a constant may go, and by how much at a time."""

    from_: Annotated[Real, Field(alias="from")]
    """The lowest value."""
    to: Real
    """The highest value."""
    by: Real
    """One press of a key; a whole number of them leads from `from` to `to`."""

    @model_validator(mode="after")
    def _makes_sense(self) -> Range:
        if self.to <= self.from_:
            raise PydanticCustomError("range", "`to` must be greater than `from`")
        if self.by <= 0:
            raise PydanticCustomError("range", "`by` must be greater than 0")
        if (self.to - self.from_) / self.by > MOST_STOPS:
            raise PydanticCustomError(
                "range", f"more than {MOST_STOPS} values lie on this range; make `by` larger"
            )
        return self

    def grid(self) -> tuple[Number, ...]:
        """Every value on the range, lowest first, each as short a decimal as it can be; whole ones
        as integers where `from` is an integer."""
        stops = int((self.to - self.from_) / self.by + 1e-9)
        return tuple(self._short(self.from_ + k * self.by) for k in range(stops + 1))

    def fit(self, value: Number) -> Number:
        """The value on the range that is nearest to `value`."""
        return min(max(value, self.from_), self.to)

    def moved(self, value: Number, steps: int) -> Number:
        """`value` moved by so many steps, kept on the range."""
        return self.fit(self._short(value + steps * self.by))

    def _short(self, value: Number) -> Number:
        short = float(f"{value:.12g}")
        return int(short) if isinstance(self.from_, int) and short.is_integer() else short


def _named(value: Any) -> Any:
    """`[from, to, by]` with its three names."""
    if isinstance(value, Range):
        return value
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
