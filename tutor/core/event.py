"""What happened in a session, for whoever keeps or shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.history.records import Attempt, Place, Standing

if TYPE_CHECKING:
    from tutor.core.grading import Verdict


@dataclass(frozen=True)
class Moved:
    """The learner is somewhere else, or has typed, edited, turned a page."""

    place: Place


@dataclass(frozen=True)
class Answered:
    """An answer was committed and judged."""

    attempt: Attempt
    verdict: Verdict


@dataclass(frozen=True)
class Revealed:
    """The truth of a question may be shown."""

    question: int


@dataclass(frozen=True)
class Ran:
    """More updates are shown."""

    updates: int
    """The last one shown."""
    more: bool
    """Further ones can be run."""


@dataclass(frozen=True)
class Noted:
    """One sentence about what was asked for and did not happen."""

    text: str


@dataclass(frozen=True)
class StepDone:
    """A step was finished or skipped."""

    standing: Standing


@dataclass(frozen=True)
class CourseDone:
    """The last step was left forwards."""


Event = Moved | Answered | Revealed | Ran | Noted | StepDone | CourseDone
