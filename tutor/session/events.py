"""What happened in a session, for whoever keeps or shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tutor.grading.ask import Verdict
    from tutor.history.records import Attempt, Place, Standing


class Moved(NamedTuple):
    """The learner is somewhere else, or has typed, edited, turned a page."""

    place: Place


class Answered(NamedTuple):
    """An answer was committed and judged."""

    attempt: Attempt
    verdict: Verdict


class Noted(NamedTuple):
    """One sentence about what was asked for and did not happen."""

    text: str


class StepDone(NamedTuple):
    """A step was finished or skipped."""

    standing: Standing


Event = Moved | Answered | Noted | StepDone
