"""What an author or a learner says of a run: `converges`, `error < 0.001 within 10` …

A claim is one clause, or several with `and` and `or` between them. A clause is a comparison, or a
word about variables: about those that it names or else about all that updates carry on.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import pairwise

from tutor.engine.language.grammar import COMPARISONS, parse_expression
from tutor.engine.listing import Listing
from tutor.engine.numbers import NOTHING, Number, Value, same
from tutor.engine.places import PLACE
from tutor.engine.trace import NOTHING_LEFT, Ending
from tutor.errors import ListingError, did_you_mean, nearest


@dataclass(frozen=True)
class Look:
    """A run that a word is said of."""

    listing: Listing
    values: Mapping[str, Number]
    """Constants in force that differ from the listing's own."""
    names: tuple[str, ...]
    """The variables that are spoken of; empty: all that updates carry on."""
    within: int | None
    """Updates that are looked at; None: those that the listing makes."""

    def columns(self) -> list[list[float]]:
        """Each number of these variables at every update, from before the first; none of a run that
        was stopped."""
        trace = self.listing.run(self.values, updates=self.within, quiet=True)
        return [] if trace.stopped else self.listing.columns(trace, self.names)


def _ends(ending: Ending, look: Look) -> bool:
    return look.listing.ending(look.values, look.names) is ending


def _monotone(look: Look) -> bool:
    """No update takes back what one before it has done."""
    columns = look.columns()
    return bool(columns) and not any(_turns(column) for column in columns)


def _overshoots(look: Look) -> bool:
    """Some update goes past where the next ones come back to."""
    return any(_turns(column) for column in look.columns())


def _turns(column: Sequence[float]) -> bool:
    """Whether it goes up and down, by more than the noise of floating point."""
    finite = [value for value in column if math.isfinite(value)]
    noise = NOTHING_LEFT * max(map(abs, finite), default=0.0)
    steps = [after - before for before, after in pairwise(finite)]
    return any(step > noise for step in steps) and any(step < -noise for step in steps)


WORDS: dict[str, Callable[[Look], bool]] = {
    "converges": partial(_ends, Ending.CONVERGES),
    "diverges": partial(_ends, Ending.DIVERGES),
    "oscillates": partial(_ends, Ending.OSCILLATES),
    "monotone": _monotone,
    "overshoots": _overshoots,
}
"""The claims of one word, and how each is found to hold."""
OF_A_RUN = frozenset({"monotone", "overshoots"})
"""Those that are said of the updates that are made, and not of how the run would end."""
REACHES = "reaches"
EXAMPLES = f"write {', '.join(WORDS)}, reaches 0.8, or a bound such as error < 0.001 within 10."

WITHIN = re.compile(r"(.*\S)\s+within\s+([0-9]{1,6})(?:\s+updates?)?\s*", re.ASCII)
SINGLE = re.compile(r"(?<![<>=!])=(?![=<>])")
"""An equals sign that assigns."""
ABOUT = re.compile(rf"(?:({PLACE}(?:\s*,\s*{PLACE})*)\s+)?(?:(?:is|are)\s+)?([a-z]+)(?:\s+(\S+))?")
"""`w0, w1 converge`, `weight reaches 0.4`"""
BETWEEN = re.compile(r"\s+(and|or)\s+")


@dataclass(frozen=True)
class Clause:
    """One claim about a run; whether it holds is found by running."""

    text: str
    word: str = ""
    """One of `WORDS`, or `reaches`; empty for a comparison."""
    about: tuple[str, ...] = ()
    """The variables that the word is said of; empty: all that updates carry on."""
    bound: str = ""
    """A comparison such as `error < 0.001`; empty where there is a word."""
    number: Number = math.nan
    """What is reached."""
    within: int | None = None
    """By which update it is to be so; None: by the end of the run."""

    def holds(self, listing: Listing, values: Mapping[str, Number]) -> bool:
        """Whether it is true of a real run with these constants.

        A bound with `within` is to be met at some update up to that one; a bound without it at the
        last update that the listing makes. Raises ListingError for names that are not there.
        """
        self.names(listing)
        if self.word in WORDS:
            return WORDS[self.word](Look(listing, values, self.about, self.within))
        if self.word or self.within is not None:
            return self.first(listing, values) is not None
        trace = listing.run(values, quiet=True)
        return not trace.stopped and self._met(listing, trace.row(trace.updates))

    def first(self, listing: Listing, values: Mapping[str, Number] = NOTHING) -> int | None:
        """The update at which a bound is first met, or a number reached; None when it is not, or
        there is neither."""
        if self.word in WORDS:
            return None
        if self.word:
            columns = Look(listing, values, self.about, self.within).columns()
            found = [_arrives(column, self.number) for column in columns]
            met = [update for update in found if update is not None]
            whole = len(met) == len(columns) if self.about else bool(met)
            return (max(met) if self.about else min(met)) if met and whole else None
        trace = listing.run(values, updates=self.within, quiet=True)
        updates = range(1, trace.updates + 1)
        return next((n for n in updates if self._met(listing, trace.row(n))), None)

    def names(self, listing: Listing) -> frozenset[str]:
        """The variables that it names. Raises ListingError for those not there."""
        if self.bound:
            return listing.names_in(self.bound)
        for name in self.about:
            if not listing.has(name):
                hint = did_you_mean(name, listing.variables)
                raise ListingError(1, 1, f"the listing has no variable `{name}`", hint)
        return frozenset(self.about)

    def _met(self, listing: Listing, row: Mapping[str, Value]) -> bool:
        if any(row.get(name) is None for name in listing.names_in(self.bound)):
            return False
        return bool(listing.evaluate(self.bound, row))


def _arrives(column: Sequence[float], number: Number) -> int | None:
    """The first update at which it is there, or past it from where it began."""
    for update, value in enumerate(column[1:], 1):
        if same(value, number, SEEN) or (value - number) * (column[0] - number) < 0:
            return update
    return None


SEEN = 1e-6
"""A number is reached by one that differs from it by no larger share than that."""


@dataclass(frozen=True)
class Claim:
    """A claim about a run."""

    text: str
    ways: tuple[tuple[Clause, ...], ...]
    """What is to hold: of one of these, all."""

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """All that it says."""
        return tuple(clause for way in self.ways for clause in way)

    def holds(self, listing: Listing, values: Mapping[str, Number] = NOTHING) -> bool:
        """Whether it is true of a real run with these constants. Raises ListingError for names that
        are not there."""
        return any(all(clause.holds(listing, values) for clause in way) for way in self.ways)

    def first(self, listing: Listing, values: Mapping[str, Number] = NOTHING) -> int | None:
        """The update at which all that it says is first met; None when it is not, or when it says
        anything else than bounds and numbers that are reached."""
        found = []
        for way in self.ways:
            met = [clause.first(listing, values) for clause in way]
            found += [max(one for one in met if one is not None)] if None not in met else []
        return min(found, default=None)

    def names(self, listing: Listing) -> frozenset[str]:
        """The variables that it names. Raises ListingError for those not there."""
        return frozenset(name for clause in self.clauses for name in clause.names(listing))


@lru_cache(maxsize=512)
def claim(text: str) -> Claim:
    """The claim that the text makes. Raises ValueError with a sentence for what is none."""
    said = " ".join(text.split())
    ways: list[list[Clause]] = [[]]
    for part, word in _parts(said):
        if word == "or":
            ways.append([])
        ways[-1].append(_clause(part))
    return Claim(said, tuple(map(tuple, ways)))


def _parts(said: str) -> list[tuple[str, str]]:
    """The clauses, each with the word before it; what stands in brackets is not cut."""
    found, start, before = [], 0, ""
    for match in BETWEEN.finditer(said):
        if said.count("(", 0, match.start()) == said.count(")", 0, match.start()):
            found.append((said[start : match.start()], before))
            start, before = match.end(), match[1]
    return [*found, (said[start:], before)]


def _clause(said: str) -> Clause:
    """One of the claims between `and` and `or`."""
    match = WITHIN.fullmatch(said)
    rest, within = (match[1], int(match[2])) if match else (said, None)
    if within == 0:
        raise ValueError(f"{said!r} is no claim: within 0 updates nothing has run yet.")
    about = ABOUT.fullmatch(rest)
    if about is not None and (found := _about(said, about, within)) is not None:
        return found
    try:
        node = parse_expression(rest)
    except ListingError as error:
        hint = "write == to compare" if SINGLE.search(rest) else EXAMPLES
        raise ValueError(f"{said!r} is no claim: {error.what}; {hint}") from None
    if isinstance(node, ast.Name):
        hint = did_you_mean(said, [*WORDS, REACHES], EXAMPLES)
        raise ValueError(f"{said!r} is no claim; {hint}")
    if not (isinstance(node, ast.Compare) and all(isinstance(o, COMPARISONS) for o in node.ops)):
        raise ValueError(f"{said!r} is no claim: it compares nothing; {EXAMPLES}")
    return Clause(said, bound=rest, within=within)


def _plural(word: str) -> str:
    """As it is said of several: `w0, w1 converge`."""
    return word.removesuffix("es" if word == REACHES else "s")


def _about(said: str, found: re.Match[str], within: int | None) -> Clause | None:
    """A clause of a word; None where it may be anything else."""
    names = tuple(re.split(r"\s*,\s*", found[1])) if found[1] else ()
    word, number = found[2], found[3]
    known = [*WORDS, REACHES]
    if names in (("is",), ("are",)):
        names = ()
    elif names and names[0] in (REACHES, _plural(REACHES)):
        names, word, number = (), REACHES, word
    word = {_plural(one): one for one in known}.get(word, word)
    if word not in known:
        near = nearest(word, known) if names else ""
        if near:
            raise ValueError(f"{said!r} is no claim; did you mean {near}?")
        return None
    if word != REACHES:
        if number is not None:
            return None
        if within is not None and word not in OF_A_RUN:
            what = f"{word} is said of how the run ends: leave out `within`"
            raise ValueError(f"{said!r} is no claim: {what}.")
        return Clause(said, word, names, within=within)
    try:
        value = float(number or "")
    except ValueError:
        raise ValueError(f"{said!r} is no claim; write the number, as in reaches 0.8.") from None
    return Clause(said, word, names, number=value, within=within)
