"""What is kept of a learner: where they are, and what they answered. Plain data, no behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tutor.engine.numbers import NOTHING, Number


@dataclass(frozen=True)
class Place:
    """Where one learner is in one course, to the last keystroke. Never holds a withheld answer."""

    lesson: str
    """Lesson id."""
    step: str
    """Step id."""
    question: int = 0
    """0-based index into the step's questions."""
    phase: str = "ask"
    """`Phase` value by name."""
    tries: int = 0
    """Misses already made at this question."""
    hinted: bool = False
    """The hint was asked for."""
    text: str = ""
    """The half-typed answer."""
    values: Mapping[str, Number] = field(default_factory=lambda: NOTHING)
    """Constants that the learner changed, by name."""
    updates: int = 0
    """Updates already run in explore."""
    view: str = "bowl"
    """Which picture of the run is shown: bowl, error, table or output."""
    scroll: int = 0
    """First visible line of the prose."""
    answer: str = ""
    """The last committed answer as typed: what was said of it, and what a reveal sets beside
    the truth, is worked out from it again."""
    fault: str = ""
    """The name of the learner's own last mistake at this question, for its replay."""
    again: bool = False
    """The question is being asked once more, with other numbers than the author's."""
    seconds: float = 0.0
    """For how long the question was looked at so far."""
    skipped: bool = False
    """The question was left for later."""


@dataclass(frozen=True)
class Attempt:
    """One committed answer. Unreadable input is never an attempt."""

    course: str
    lesson: str
    step: str
    question: int
    values: Mapping[str, Number]
    """The constants in force."""
    text: str
    """As typed."""
    value: Number | None
    """As read; None where the answer is not a number (choose, write, order)."""
    verdict: str
    """`Kind` value by name: right, mistake, slip …"""
    mistake: str = ""
    """The named mistake, or empty."""
    confidence: str = ""
    """`?` a hunch, `!` certain, or empty."""
    seconds: float = 0.0
    """From the question being shown to the commitment."""
    mode: str = "learn"
    """learn, explore, quiz or review."""
    at: datetime | None = None
    """When, in UTC."""
    seed: int | None = None
    """The draw's seed, in quiz and review."""
    id: str = field(default="", compare=False)
    """Names this one event, so that it is kept once. A store gives one where it is empty."""


@dataclass(frozen=True)
class Standing:
    """How one step stands for a learner."""

    lesson: str
    step: str
    state: str
    """done or skipped."""


@dataclass(frozen=True)
class History:
    """What a store gives back at the start: enough to draw the home screen."""

    place: Place | None = None
    standings: tuple[Standing, ...] = ()
    first: Mapping[tuple[str, str, int], bool] = field(default_factory=dict)
    """Whether the very first answer in a lesson was right, by lesson, step and question."""
    extra: Mapping[str, str] = field(default_factory=dict)
    """Settings remembered for the learner (charset and the like)."""

    @property
    def right(self) -> int:
        """Questions answered right at the first try."""
        return sum(self.first.values())

    @property
    def asked(self) -> int:
        """Questions answered."""
        return len(self.first)
