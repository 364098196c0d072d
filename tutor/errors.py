"""What can go wrong that a person can put right: one clear sentence each, with its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


class TutorError(Exception):
    """Shown to a person as it is: `str(error)` is one or more whole sentences."""

    exit_status = 1


class UsageError(TutorError):
    """The command was called wrongly."""

    exit_status = 2


class StoreError(TutorError):
    """What lasts cannot be read or written now; the lesson goes on without it."""


class ListingError(TutorError):
    """A listing says something outside the small language, or cannot go on running."""

    def __init__(self, line: int, column: int, what: str, instead: str = "") -> None:
        super().__init__(f"line {line}: {what}" + (f"; {instead}" if instead else ""))
        self.line = line
        """1-based line in the listing."""
        self.column = column
        """1-based column in that line."""
        self.what = what
        """What was found."""
        self.instead = instead
        """What to write instead; empty where nothing can be said."""


@dataclass(frozen=True, order=True)
class Problem:
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
        return f"{self.path}:{self.line}:{self.column}: {self.what}{near}"


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
