"""A sum that names values is a rule of its own: whether it is that of a mistake, or the right one,
is seen with other constants. By numbers alone it could be many."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from tutor.engine.expression import expression
from tutor.engine.numbers import same
from tutor.errors import ListingError

if TYPE_CHECKING:
    from tutor.engine.numbers import Value
    from tutor.grading.answer import Reading
    from tutor.grading.ask import Ask

OTHER = (0.11, -0.17)
"""By what shares constants are moved to see whether two rules are one."""


def can_be(ask: Ask[Any], reading: Reading, mistake: str) -> bool:
    """Whether what was typed can be the rule of a mistake whose number it gives."""
    return all(
        same(value, there.mistaken.get(mistake, math.nan))
        for there, value in _elsewhere(ask, reading)
    )


def can_be_right(ask: Ask[Any], reading: Reading) -> bool:
    """Whether it can be the right rule, with numbers in it that were rounded."""
    return all(
        abs(value - there.truth) <= there.tolerance for there, value in _elsewhere(ask, reading)
    )


def _elsewhere(ask: Ask[Any], reading: Reading) -> list[tuple[Ask[Any], float]]:
    """The question with other constants, and what the typed sum comes to there; nothing where it
    names no value, or where the question cannot be put with others."""
    if not reading.formula:
        return []
    typed = expression(reading.formula, ask.names)
    places = [(name, _update(ask, name)) for name in typed.names]
    found = []
    for there in (ask.elsewhere(share) for share in OTHER) if places else ():
        try:
            value = typed.evaluate({name: there.value(name, at) for name, at in places})
            if isinstance(value, int | float) and math.isfinite(there.truth):
                found.append((there, value))
        except ListingError:
            continue  # with these there is no such number
    return found


def _update(ask: Ask[Any], name: str) -> int:
    """The update whose value of a name stands on the screen."""

    def stands(update: int) -> bool:
        value: Value = ask.value(name, update)
        return value == ask.names.get(name)

    updates = (ask.start, ask.start + 1, ask.after)
    return next((update for update in updates if stands(update)), ask.start)
