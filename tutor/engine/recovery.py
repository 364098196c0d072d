"""A listing with faults, mended so far that the rest of it can be checked."""

from __future__ import annotations

import ast
import re
from typing import NamedTuple

from tutor.engine.language.grammar import parse
from tutor.engine.language.tree import walk
from tutor.engine.listing import Listing, listing
from tutor.errors import ListingError

MOST = 20
"""Faults of one listing that are reported at once."""
ASSIGNS = r"(\w+(?:\s*,\s*\w+)*)\s*(?:[-+*/%]|//|\*\*)?=(?!=)"
LOOPS = r"(?:for\s+(\w+)\b|while\b).*:\s*(?:#.*)?$"


class Recovered(NamedTuple):
    """A listing whose faults were replaced by lines that do no harm."""

    listing: Listing | None
    """None where it cannot be told what its author meant."""
    faults: tuple[ListingError, ...]
    """One for each faulty statement, in the order in which they were met."""
    guessed: frozenset[str]
    """Names that are assigned something else than their author meant."""


def recovered(code: str, update: int = 0) -> Recovered:
    """The listing, with a statement that assigns the same names in place of each faulty one."""
    lines, guessed = code.split("\n"), set[str]()
    faults: list[ListingError] = []
    while len(faults) < MOST:
        try:
            return Recovered(listing("\n".join(lines), update), tuple(faults), frozenset(guessed))
        except ListingError as error:
            told = {fault.line for fault in faults}
            new = [fault for fault in error.all if fault.line not in told]
            faults += new
            mended = [_mended(lines, fault.line, guessed) for fault in new]
            if not mended or not all(mended):
                break
    return Recovered(None, tuple(faults[:MOST]), frozenset(guessed))


def _mended(lines: list[str], line: int, guessed: set[str]) -> bool:
    """Put something that does no harm in place of the statement on that line."""
    first, last = _statement(lines, line)
    stand_in, names = _stand_in(lines[first - 1])
    if stand_in:
        lines[first - 1 : last] = [stand_in, *["#"] * (last - first)]
        guessed.update(names)
    return bool(stand_in)


def _statement(lines: list[str], line: int) -> tuple[int, int]:
    """The first and the last line of the statement on that line; of a block its first one."""
    try:
        tree = parse("\n".join(lines))
    except ListingError:
        return line, line
    for node in walk(tree):
        if isinstance(node, ast.stmt) and not hasattr(node, "body"):
            last = node.end_lineno or node.lineno
            if node.lineno <= line <= last:
                return node.lineno, last
    return line, line


def _stand_in(text: str) -> tuple[str, list[str]]:
    """A line that does no harm in place of this one, and the names that it assigns; empty where
    that would not be enough."""
    bare = text.strip()
    indent = text[: len(text) - len(text.lstrip())]
    if loop := re.fullmatch(LOOPS, bare):
        return f"{indent}for {loop[1] or 'again'} in range(1):", []
    if bare.endswith((":", ",", "(", "[", "\\")):
        return "", []
    if assigned := re.match(ASSIGNS, bare):
        names = re.split(r"\s*,\s*", assigned[1])
        return f"{indent}{', '.join(names)} = {', '.join('0' for _ in names)}", names
    return f"{indent}print(0)", []
