"""What can go wrong that a person can put right: one clear sentence each, with its place and the
nearest right name; and text made safe to print."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff"
    "\ud800-\udfff]"
)
"""Control characters, escape sequences among them, and those that turn the direction of text."""


class TutorError(Exception):
    """Shown to a person as it is: `str(error)` is one or more whole sentences."""

    exit_status = 1

    def __str__(self) -> str:
        return visible(super().__str__())


class UsageError(TutorError):
    """The command was called wrongly."""

    exit_status = 2


class StoreError(TutorError):
    """What lasts cannot be read or written now; the lesson goes on without it."""


class ListingError(TutorError):
    """A listing says something outside the small language, or cannot go on running."""

    def __init__(
        self, line: int, column: int, what: str, instead: str = "", calls: Sequence[int] = ()
    ) -> None:
        super().__init__(f"line {line}: {what}" + (f"; {instead}" if instead else ""))
        self.line = line
        """1-based line in the listing."""
        self.column = column
        """1-based column in that line."""
        self.what = what
        """What was found."""
        self.instead = instead
        """What to write instead; empty where nothing can be said."""
        self.calls = tuple(calls)
        """1-based lines of the calls that led to that line, the outermost first."""
        self.all: tuple[ListingError, ...] = (self,)
        """Everything that is refused of the listing, by line; this is the first of it."""
        self.printed = ""
        """What the listing had printed when it could not go on."""

    def told(self, where: str = "") -> str:
        """Everything that is refused, a line each, behind the name of the file."""
        return "\n".join(f"{where}: {fault}" if where else str(fault) for fault in self.all)

    @classmethod
    def first_of(cls, faults: Sequence[ListingError]) -> ListingError:
        """The first of several faults, which has them all, one for each line."""
        by_line: dict[int, ListingError] = {}
        for fault in sorted(faults, key=lambda fault: (fault.line, fault.column)):
            by_line.setdefault(fault.line, fault)
        first, *others = by_line.values()
        first.all = (first, *others)
        return first


class Problem(NamedTuple):
    """One thing wrong in a file, with its place."""

    path: str
    """As the person named it."""
    line: int
    """1-based."""
    column: int
    """1-based."""
    what: str
    """What was found and what was expected."""
    near: str = ""
    """The nearest right name, or empty."""

    def __str__(self) -> str:
        near = f"; did you mean {self.near}?" if self.near else ""
        place = f"{on_one_line(self.path)}:{self.line}:{self.column}"
        return visible(f"{place}: {self.what}{near}")


class ProblemsError(TutorError):
    """A file with problems: all of them at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


def nearest(name: str, names: Iterable[str]) -> str:
    """The one of `names` that looks most like `name`; empty when none is near."""
    from difflib import get_close_matches

    near = get_close_matches(name, list(names), n=1, cutoff=0.6)
    return near[0] if near else ""


def did_you_mean(name: str, names: Iterable[str], otherwise: str = "") -> str:
    """A question with the nearest one of `names`, or `otherwise` when none is near."""
    near = nearest(name, names)
    return f"did you mean {near}?" if near else otherwise


def visible(text: str) -> str:
    """The text with those characters written out: no name and no answer moves a cursor.

    What JSON lets stand for itself is written as JSON writes it, so that a document stays one.
    """

    def written(found: re.Match[str]) -> str:
        one = found[0]
        if one == "\r\n":
            return one
        return one.encode("unicode_escape").decode() if one < " " else f"\\u{ord(one):04x}"

    return re.sub(f"\r\n|{UNPRINTABLE.pattern}", written, text)


def on_one_line(name: str | Path) -> str:
    """A name, of a file perhaps, so that it cannot look like a line of ours."""
    return visible(str(name)).replace("\n", "\\n")
