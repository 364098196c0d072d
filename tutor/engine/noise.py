"""What floating point leaves of a 0, told from a number that has grown small."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tutor.engine.language.tree import assigned_names, counters, names_read
from tutor.engine.numbers import NOTHING, TINY
from tutor.engine.runtime import rounded

if TYPE_CHECKING:
    from tutor.engine.listing import Listing
    from tutor.engine.numbers import Number, Value
    from tutor.engine.trace import Trace

CLEAN_DIGITS = 14
"""Digits of a float that are free of the noise of an update or a few."""
PENCILLED = 20_000
"""Updates that are worked out once more, at the most, to tell a 0 from its noise."""


def free_of_noise(listing: Listing, trace: Trace, values: Mapping[str, Number] = NOTHING) -> Trace:
    """A run with these constants, with 0 wherever a value is only what floating point leaves of a
    0, as in `1.1 * 1.1 - 1.21`: but for the last digit or two of each number in its update, and of
    those with which it begins, it is nothing. What has added up over many updates is the run's own.
    Where it would take too long to tell one from the other, the run is left as it is."""
    tiny = [
        (update, column)
        for update, row in enumerate(trace.rows)
        for column, value in enumerate(row)
        if isinstance(value, float) and 0 < abs(value) < TINY
    ]
    if not tiny:
        return trace
    rows = [list(row) for row in trace.rows]
    loop, known = listing.script.loop, listing.script.functions
    read = {one for line in listing.script.body for one in names_read(line, known)}
    unread = set() if loop is None else set(counters(loop)) - read
    begins = [place for place, name in enumerate(trace.names) if name not in unread]
    carried = _carried(listing) if unread else frozenset()
    pencils: dict[str, Mapping[str, Value]] = {}
    for update, column in tiny:
        # Updates that begin with the same values end with the same ones.
        before = repr([trace.rows[update - 1][place] for place in begins] if update else "")
        if before not in pencils:
            if len(pencils) * trace.updates >= PENCILLED:
                return trace
            pencils[before] = _pencilled(listing, trace, values, update, carried)
        if pencils[before][trace.names[column]] == 0:
            rows[update][column] = 0.0
    return trace._replace(rows=[tuple(row) for row in rows])


def _pencilled(
    listing: Listing,
    trace: Trace,
    values: Mapping[str, Number],
    update: int,
    carried: frozenset[str],
) -> Mapping[str, Value]:
    """One update of the run as it comes out with clean digits; what it begins with is clean as
    well, where that is all `carried` by constants."""
    if update < 2 or not carried:
        pencil = listing.rounded(
            values, CLEAN_DIGITS, updates=update, exactly=update - 1, each=True
        )
        return pencil.row(min(update, pencil.updates))
    there = dict(zip(trace.names, trace.rows[update - 1], strict=True))
    begun = {
        name: rounded(value, CLEAN_DIGITS)
        for name in carried
        if isinstance(value := there[name], int | float)
    }
    return listing.rounded({**values, **begun}, CLEAN_DIGITS, updates=1, each=True).row(1)


def _carried(listing: Listing) -> frozenset[str]:
    """The constants that updates change, where nothing else is carried from one to the next and no
    line before the loop reads them; else none, for then an update cannot be begun by itself."""
    script = listing.script
    changed = frozenset(assigned_names(script.body))
    constants = changed & listing.parameters.keys()
    before = frozenset(assigned_names(script.setup))
    read = {name for line in script.setup for name in names_read(line, script.functions)}
    return constants if not (before & changed or constants & read) else frozenset()
