"""Names of single values in a list: `weights[0]`, `weights[1][2]`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from tutor.engine.numbers import Growing, Value

INDEX = r"\[(?:0|[1-9][0-9]{0,3})\]"
PLACE = rf"[^\W\d]\w*(?:{INDEX}){{0,8}}"
"""A variable, or a value in one that holds a list."""
_NAMES = re.compile(rf"(?<![\w.])({PLACE})")
_PLACE = re.compile(rf"([^\W\d]\w*)((?:{INDEX})*)")


class Place(NamedTuple):
    """Where a value is found."""

    variable: str
    at: tuple[int, ...]
    """Positions from the outermost list inwards, from 0; empty where the variable is meant."""


@lru_cache(maxsize=4096)
def place_of(name: str) -> Place:
    """The place that a name means; a name that is none stands for itself."""
    match = _PLACE.fullmatch(name)
    if match is None:
        return Place(name, ())
    return Place(match[1], tuple(map(int, re.findall(r"\d+", match[2]))))


def variable_of(name: str) -> str:
    """The variable that a name belongs to: `weights` of `weights[0]`."""
    return place_of(name).variable if name.endswith("]") else name


def overlap(one: str, other: str) -> bool:
    """Whether two names mean the same value, or one of them a list in which the other stands."""
    if one == other:
        return True
    first, second = place_of(one), place_of(other)
    alike = all(a == b for a, b in zip(first.at, second.at, strict=False))
    return first.variable == second.variable and alike


def is_in(one: str, other: str) -> bool:
    """Whether one name means a value in the list that the other means."""
    return one.startswith(f"{other}[")


def names_in(text: str) -> frozenset[str]:
    """Every name in an expression, values in lists by their places; and no more of these."""
    return frozenset(_NAMES.findall(text))


def inside(value: Value, at: tuple[int, ...]) -> Value:
    """The value at these positions; None where there is none."""
    for index in at:
        if isinstance(value, Growing):
            value = value.last if index == value.length - 1 else None
        elif isinstance(value, list | tuple) and index < len(value):
            value = value[index]
        else:
            return None
    return value


def put(value: Value, at: tuple[int, ...], new: Value) -> Value:
    """A copy of a list with another value at these positions; `new` itself where there are none."""
    if not at:
        return new
    if isinstance(value, Growing) or not isinstance(value, list | tuple) or at[0] >= len(value):
        return value
    copy = list(value)
    copy[at[0]] = put(copy[at[0]], at[1:], new)
    return copy


def elements(variable: str, value: Value) -> Iterator[tuple[str, Value]]:
    """Every value that is no list in a value, with its name: `weights[0]` and 0.1 …"""
    if isinstance(value, list | tuple) and not isinstance(value, Growing):
        for index, one in enumerate(value):
            yield from elements(f"{variable}[{index}]", one)
    else:
        yield variable, value


def first_in(name: str, value: Value) -> str:
    """The first number in a list, by its place; empty where there is none."""
    return next((one for one, _ in elements(name, value)), "") if isinstance(value, list) else ""


def not_a_number(name: str, value: Value, otherwise: str) -> str:
    """Why a variable cannot be drawn or asked for: it is a list, or else as said."""
    first = first_in(name, value)
    return f"`{name}` is a list; name a number in it, as {first}" if first else otherwise
