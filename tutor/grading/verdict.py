"""What is said of one answer."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """How an answer was judged."""

    UNREADABLE = "unreadable"
    """Not an answer yet; nothing is counted."""
    RIGHT = "right"
    MORE_DIGITS = "more-digits"
    """Right as far as it goes; nothing is counted."""
    MISTAKE = "mistake"
    """One named wrong rule gives this number."""
    AMBIGUOUS = "ambiguous"
    """Several named wrong rules give this number."""
    SLIP = "slip"
    """A decimal place, a sign, or two digits swapped."""
    SHORT = "short"
    """The right direction or sign, and the wrong size."""
    WRONG_WAY = "wrong-way"
    UNKNOWN = "unknown"
    WRONG = "wrong"
    """A wrong option, claim, set of lines or order."""


class Verdict(NamedTuple):
    """The judgement of one answer, in words. Never holds the right value of a miss."""

    kind: Kind
    say: str
    """One or more sentences for the learner."""
    mistakes: tuple[str, ...] = ()
    """Names of the mistakes that give this answer."""

    @property
    def right(self) -> bool:
        """The answer is right."""
        return self.kind is Kind.RIGHT

    @property
    def mistake(self) -> str:
        """The named mistake that was made; empty where there is none, or it may be several."""
        return self.mistakes[0] if len(self.mistakes) == 1 else ""

    @property
    def attempt(self) -> bool:
        """It counts as a try."""
        return self.kind not in (Kind.UNREADABLE, Kind.MORE_DIGITS)

    @property
    def missed(self) -> bool:
        """It counts as a try, and the answer is wrong."""
        return self.attempt and not self.right

    @classmethod
    def unreadable(cls, say: str) -> Verdict:
        """Nothing that can be judged was given, and `say` tells what would be."""
        return cls(Kind.UNREADABLE, say)
