"""`order`: put the shuffled lines of the update in order. Judged by running them."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from functools import lru_cache
from textwrap import dedent
from typing import TYPE_CHECKING

from tutor.course.questions import Order
from tutor.engine.language.grammar import parse
from tutor.engine.language.tree import is_print
from tutor.engine.numbers import NOTHING
from tutor.errors import ListingError
from tutor.grading.ask import Judged, Verdict
from tutor.grading.kinds.base import Input, wrong
from tutor.grading.kinds.write import RecallKind, first_difference, parting, run

if TYPE_CHECKING:
    from tutor.engine.listing import Listing
    from tutor.engine.trace import Trace
    from tutor.grading.answer import Reading
    from tutor.grading.ask import Ask

SHUFFLES = 12
"""Orders that are tried before one that happens to be right is shown."""
SAME_ORDER = "Right: in your order every line finds what it needs."


class OrderKind(RecallKind[Order]):
    name = "order"
    input = Input.ORDER

    def prompt(self, ask: Ask[Order]) -> str:
        return "Put the lines of the update in order: type their numbers."

    def lines(self, ask: Ask[Order]) -> tuple[str, ...]:
        return shuffled(ask.code)

    def judge(self, reading: Reading, ask: Ask[Order]) -> Verdict:
        """By running them. Several orders may be right: those that give the same values."""
        parts = shuffled(ask.code)
        places = _places(reading.text, len(parts))
        if places is None:
            say = f"Type each of the numbers from 1 to {len(parts)} once"
            return Verdict.unreadable(f"{say}, in the order in which the lines run.")
        try:
            own = _ordered(ask.code, [parts[place] for place in places])
            theirs = run(own, ask.values, ask.code)
        except ListingError as error:
            return wrong(f"In this order it cannot run: {error.what}.")
        part = parting(ask.code, ask.variable, run(ask.code, ask.values), theirs)
        return Verdict(Judged.RIGHT, SAME_ORDER) if part is None else wrong(part.say)


KIND = OrderKind()


@lru_cache(maxsize=64)
def shuffled(listing: Listing) -> tuple[str, ...]:
    """The lines of one update in an order that does not work, the same one at every visit.

    A line with a block beneath it stays together with that block. Prints are left out: they may
    stand anywhere.
    """
    parts = _parts(listing)
    ours = run(listing)
    draw = random.Random(listing.code)
    order = list(parts)
    for _ in range(SHUFFLES):
        draw.shuffle(order)
        if not _works(listing, order, ours):
            break
    return tuple(order)


def _parts(listing: Listing) -> tuple[str, ...]:
    """The statements of one update, as their author wrote them, without their indent."""
    code = dedent("\n".join(listing.lines[number - 1] for number in listing.body))
    rows = code.split("\n")
    return tuple(
        "\n".join(row.rstrip() for row in rows[part.lineno - 1 : part.end_lineno] if row.strip())
        for part in parse(code).body
        if not is_print(part)
    )


def _ordered(listing: Listing, parts: Sequence[str]) -> Listing:
    return listing.with_body([line for part in parts for line in part.split("\n")])


def _works(listing: Listing, parts: Sequence[str], ours: Trace) -> bool:
    """Whether an order gives the same values of what is carried on (or of everything)."""
    try:
        theirs = run(_ordered(listing, parts), NOTHING, listing)
    except ListingError:
        return False
    names = listing.carried or ours.names
    return all(first_difference(ours, theirs, name) is None for name in names)


def _places(text: str, count: int) -> tuple[int, ...] | None:
    """0-based places from `3 1 2`, `3,1,2`, `312` or `c a b`; None unless each stands once."""
    words = re.findall(r"\d+|[^\W\d_]", text.casefold()[:10_000])
    if len(words) == 1 and len(words[0]) == count <= 9:
        words = list(words[0])
    found = [int(word[:4]) - 1 if word.isdecimal() else ord(word) - ord("a") for word in words]
    return tuple(found) if sorted(found) == list(range(count)) else None
