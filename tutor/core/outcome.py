"""A claim about a run, judged by running it; and what the run does instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from tutor.core import wording
from tutor.core.verdict import Kind, Verdict
from tutor.engine.numbers import NOTHING, Number, number
from tutor.errors import ListingError

if TYPE_CHECKING:
    from tutor.engine.claim import Claim
    from tutor.engine.listing import Listing

FURTHER = 1000
"""Updates that are looked at to say when a bound would have been met."""


def judge_reach(listing: Listing, values: Mapping[str, Number], claim: str) -> Verdict:
    """Whether the claim is true of the run at these constants, and what the run does.

    Raises ValueError for a text that is no claim; the loader lets none pass.
    """
    from tutor.engine.claim import claim as read_claim

    claimed = read_claim(claim)
    try:
        holds = claimed.holds(listing, values)
        say = happens(listing, values, claimed)
    except ListingError as error:
        return Verdict.unreadable(wording.cannot_judge(error.what))
    return Verdict(Kind.RIGHT, wording.reached(say)) if holds else Verdict(Kind.WRONG, say)


def happens(
    listing: Listing, values: Mapping[str, Number] = NOTHING, claim: Claim | None = None
) -> str:
    """What a run does: `It converges: after 20 updates error is 1.48528e-10.`"""
    if claim is not None and claim.within is not None:
        return _by_when(listing, values, claim)
    trace = listing.run(values, quiet=True)
    if trace.stopped:
        return wording.stopped(trace.stopped)
    variable = _watched(listing, claim)
    value = number(trace.value(variable, trace.updates)) if variable else ""
    if not listing.carried:
        return wording.comes_to(variable, value)
    how = listing.ending(values).value
    return wording.settles(how, variable, value, trace.updates)


def _by_when(listing: Listing, values: Mapping[str, Number], claim: Claim) -> str:
    """When a bound is met that was to be met by some update."""
    assert claim.within is not None
    met = claim.first(listing, values)
    if met is not None:
        return wording.met(claim.bound, met)
    later = replace(claim, within=FURTHER).first(listing, values)
    if later is not None:
        return wording.met_late(claim.bound, later, claim.within)
    variable = _watched(listing, claim)
    trace = listing.run(values, updates=claim.within, quiet=True)
    if trace.stopped:
        return wording.stopped(trace.stopped)
    value = number(trace.value(variable, trace.updates))
    return wording.settles(listing.ending(values).value, variable, value, trace.updates)


def _watched(listing: Listing, claim: Claim | None) -> str:
    """The variable that tells how it went: the claim's own, else error, else what is carried."""
    if claim is not None:
        spoken_of = claim.names(listing) - set(listing.parameters)
        named = spoken_of or claim.names(listing)
        if named:
            return min(named)
    return "error" if "error" in listing.variables else listing.carried
