"""What an author or a learner says of a run: `converges`, `error < 0.001 within 10` …"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial

from tutor.engine.language.grammar import COMPARISONS, parse_expression
from tutor.engine.listing import Listing
from tutor.engine.numbers import NOTHING, Number, Value
from tutor.engine.trace import Ending
from tutor.errors import ListingError, did_you_mean


def _ends(ending: Ending, listing: Listing, values: Mapping[str, Number]) -> bool:
    return listing.ending(values) is ending


WORDS: dict[str, Callable[[Listing, Mapping[str, Number]], bool]] = {
    "converges": partial(_ends, Ending.CONVERGES),
    "diverges": partial(_ends, Ending.DIVERGES),
    "oscillates": partial(_ends, Ending.OSCILLATES),
}
"""The claims of one word, and how each is found to hold."""
EXAMPLES = f"write {', '.join(WORDS)}, or a bound such as error < 0.001 within 10."

WITHIN = re.compile(r"(.*\S)\s+within\s+([0-9]{1,6})(?:\s+updates?)?\s*", re.ASCII)
SINGLE = re.compile(r"(?<![<>=!])=(?![=<>])")
"""An equals sign that assigns."""


@dataclass(frozen=True)
class Claim:
    """A claim about a run; whether it holds is found by running."""

    text: str
    bound: str = ""
    """A comparison such as `error < 0.001`; empty for one of `WORDS`."""
    within: int | None = None
    """By which update the bound is to be met; None: it is to hold at the end of the run."""

    def holds(self, listing: Listing, values: Mapping[str, Number] = NOTHING) -> bool:
        """Whether the claim is true of a real run with these constants.

        A bound with `within` is to be met at some update up to that one; a bound without it at the
        last update that the listing makes. Raises ListingError for names that are not there.
        """
        if not self.bound:
            return WORDS[self.text](listing, values)
        if self.within is not None:
            return self.first(listing, values) is not None
        trace = listing.run(values, quiet=True)
        return not trace.stopped and self._met(listing, trace.row(trace.updates))

    def first(self, listing: Listing, values: Mapping[str, Number] = NOTHING) -> int | None:
        """The update at which the bound is first met; None when it is not, or there is no bound."""
        if not self.bound:
            return None
        trace = listing.run(values, updates=self.within, quiet=True)
        met = (n for n in range(1, trace.updates + 1) if self._met(listing, trace.row(n)))
        return next(met, None)

    def names(self, listing: Listing) -> frozenset[str]:
        """The variables that a bound speaks of. Raises ListingError for those not there."""
        return listing.names_in(self.bound) if self.bound else frozenset()

    def _met(self, listing: Listing, row: Mapping[str, Value]) -> bool:
        if any(row.get(name) is None for name in listing.names_in(self.bound)):
            return False
        return bool(listing.evaluate(self.bound, row))


@lru_cache(maxsize=512)
def claim(text: str) -> Claim:
    """The claim that the text makes. Raises ValueError with a sentence for what is none."""
    said = " ".join(text.split())
    if said in WORDS:
        return Claim(said)
    match = WITHIN.fullmatch(said)
    bound, within = (match[1], int(match[2])) if match else (said, None)
    try:
        node = parse_expression(bound)
    except ListingError as error:
        hint = "write == to compare" if SINGLE.search(bound) else EXAMPLES
        raise ValueError(f"{said!r} is no claim: {error.what}; {hint}") from None
    if isinstance(node, ast.Name):
        hint = did_you_mean(said, WORDS, EXAMPLES)
        raise ValueError(f"{said!r} is no claim; {hint}")
    if not (isinstance(node, ast.Compare) and all(isinstance(o, COMPARISONS) for o in node.ops)):
        raise ValueError(f"{said!r} is no claim: it compares nothing; {EXAMPLES}")
    if within == 0:
        raise ValueError(f"{said!r} is no claim: within 0 updates nothing has run yet.")
    return Claim(said, bound, within)
