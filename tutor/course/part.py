"""The base of everything that is written in a lesson file.

A part is a plain class that names its fields with `field`. Not a dataclass: to define those took a
tenth of the time from the command to the first picture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple, Self, dataclass_transform

if TYPE_CHECKING:
    from tutor.course.schema import Shape

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
