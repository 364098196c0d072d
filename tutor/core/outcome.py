"""A claim about a run, judged by running it; and what the run does instead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from tutor.core import wording
from tutor.core.record import NOTHING, Number
from tutor.core.verdict import Kind, Verdict
from tutor.errors import ListingError

if TYPE_CHECKING:
    from tutor.core.listing import Listing


def judge_reach(listing: Listing, values: Mapping[str, Number], claim: str) -> Verdict:
    """Whether the claim is true of the run at these constants, and what it does if not."""
    from tutor.core.claim import claim as claimed

    what = claimed(claim)
    try:
        holds = what.holds(listing, values)
    except ListingError as error:
        return Verdict.unreadable(wording.line_refused(str(error)))
    say = happens(listing, values, claim)
    return Verdict(Kind.RIGHT, wording.reached(say)) if holds else Verdict(Kind.WRONG, say)


def happens(listing: Listing, values: Mapping[str, Number] = NOTHING, claim: str = "") -> str:
    """What a run does: `It converges: after 20 updates error is 1.5e-10.`"""
    within = re.search(r"within\s+([\d_]+)", claim)
    updates = int(within[1]) if within else None
    trace = listing.run(values, updates=updates)
    variable = _watched(listing, claim)
    if not variable or not trace.updates:
        return wording.settles(str(listing.ending(values)))
    value = wording.number(trace.value(variable, trace.updates))
    return wording.settles(str(listing.ending(values)), variable, value, trace.updates)


def _watched(listing: Listing, claim: str) -> str:
    """The variable that tells how it went: the claim's own, else error, else what is carried."""
    for name in re.findall(r"[^\W\d]\w*", claim):
        if name in listing.variables:
            return name
    if "error" in listing.variables:
        return "error"
    carried = [name for name in listing.parameters if listing.assigns(name)]
    return carried[0] if carried else ""
