"""Every variable at every update as the rows of a table, as wide as there is room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tutor.engine.numbers import number
from tutor.ui.text_layout import Row

if TYPE_CHECKING:
    from tutor.engine.numbers import Value
    from tutor.session.view import Table

GAP = 2
"""Cells between two columns."""

Column = tuple[str, ...]
"""A heading and a cell for each update."""


def columns(table: Table, first: tuple[str, ...]) -> list[Column]:
    """The update's number, then each variable: those in `first`, the others, and what only counts.

    Constants are left out: they stand below the picture.
    """
    named = {name: [row[at] for row in table.rows] for at, name in enumerate(table.names)}
    names = [name for name, values in named.items() if not _constant(values)]
    names.sort(key=lambda name: (name not in first, _counts(named[name])))
    numbers = ("", *(str(n) for n in range(len(table.rows))))
    return [numbers, *((name, *map(_cell, named[name])) for name in names)]


def tabled(found: Sequence[Column], width: int, turned: int) -> tuple[list[Row], int]:
    """The rows without the first `turned` variables, and how many more do not fit at the right."""
    shown = [found[0], *found[1 + turned :]]
    sized = [max(map(len, column)) for column in shown]
    kept, used = 1, sized[0]
    while kept < len(shown) and used + GAP + sized[kept] <= width:
        used += GAP + sized[kept]
        kept += 1
    rows: list[Row] = []
    for row in range(len(found[0])):
        update, *rest = [shown[c][row].rjust(sized[c]) for c in range(kept)]
        style = "text" if row else "strong"
        rows.append(((update, "muted"), *((f"{' ' * GAP}{cell}", style) for cell in rest)))
    return rows, len(shown) - kept


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return number(value, 5)


def _constant(values: Sequence[Value]) -> bool:
    return len(values) > 1 and all(value == values[0] for value in values)


def _counts(values: Sequence[Value]) -> bool:
    """Whether it is the loop's own counter."""
    return all(value == n for n, value in enumerate(values[1:]))
