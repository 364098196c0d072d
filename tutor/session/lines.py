"""Which lines of a listing a question is about, and which others these need."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from keyword import iskeyword
from typing import TYPE_CHECKING

from tutor.engine.language.tree import assigned_names, names_read

if TYPE_CHECKING:
    import ast

    from tutor.engine.listing import Listing


def about(listing: Listing, code: list[str], named: set[str]) -> frozenset[int]:
    """The lines that set what is named or read a constant that is and that none sets, begin with a
    keyword that is, or are named themselves."""
    setting = {n for name in named for n in listing.assigns(name)}
    fixed = {name for name in named & listing.parameters.keys() if not listing.assigns(name)}
    setting |= {
        line
        for one, its in _statements(listing).items()
        if fixed & names_read(one, listing.script.functions)
        for line in its
    }
    words = {word for word in named if iskeyword(word)}
    return frozenset(setting) | {
        n
        for n, text in enumerate(map(str.strip, code), 1)
        if text in named or words.intersection(text.replace(":", " ").split()[:1])
    }


@lru_cache(maxsize=256)
def needed(listing: Listing, lines: frozenset[int], *, once: bool = False) -> frozenset[int]:
    """The other lines that those need: the whole of an `if` that they are in, and what sets the
    values that they read, directly or through others; `once`: in the first update, where nothing
    that stands below them has run. Numbers that can be changed are left out."""
    last = max(lines, default=0)
    statements = {
        one: its for one, its in _statements(listing).items() if not once or min(its) <= last
    }
    found, before = lines, frozenset[int]()
    while found != before:
        before = found
        here = [one for one, its in statements.items() if its & found]
        read = _read(listing, here)
        here += [one for one in statements if read.intersection(assigned_names([one]))]
        found = found.union(*(statements[one] for one in here))
    return found - lines


@lru_cache(maxsize=256)
def read_by(listing: Listing, lines: frozenset[int]) -> frozenset[str]:
    """The constants that those lines read, or that a function does which they call."""
    here = [one for one, its in _statements(listing).items() if its & lines]
    return _read(listing, here) & listing.parameters.keys()


def _statements(listing: Listing) -> dict[ast.stmt, frozenset[int]]:
    """The statements outside functions, and the lines of each."""
    script = listing.script
    return {
        one: frozenset(range(one.lineno, (one.end_lineno or one.lineno) + 1))
        for one in (*script.setup, *script.body, *script.rest)
    }


def _read(listing: Listing, statements: Iterable[ast.stmt]) -> frozenset[str]:
    """Every name that these read."""
    functions = listing.script.functions
    return frozenset(name for one in statements for name in names_read(one, functions))
