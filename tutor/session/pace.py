"""What a class has to say about a learner's walk: which question is held back for all, and which
steps are closed. Given by whoever runs the class; a learner alone has none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, Protocol

from tutor.engine.numbers import NOTHING, Number

if TYPE_CHECKING:
    from tutor.history.records import Place
    from tutor.history.schedule import Item


class Held(NamedTuple):
    """A question of which nobody is told the answer before all are."""

    vote: str
    """Names this vote: a second one about the same question is another."""
    item: Item
    values: Mapping[str, Number] = NOTHING
    """The numbers that it is asked with; empty: the author's."""
    again: bool = False
    """It is asked a second time, of those too who have answered it by themselves."""
    open: bool = True
    """Answers are taken, and none is shown."""


class ClassQuiz(NamedTuple):
    """A quiz that a class takes at once, as one learner has it."""

    name: str
    """Names it, of all classes."""
    lessons: tuple[str, ...]
    """What it asks about; empty: all but bonus lessons."""
    questions: int
    seed: int
    """Whoever has the same is asked the same."""
    begun: datetime
    minutes: float
    """How long after that this learner's time is up."""
    over: bool = False
    """Everybody's time is up, and it may be said what was right."""


@dataclass(frozen=True)
class Vote:
    """An answer as it was handed in: never what it is worth."""

    text: str
    aimed: float = 0.0
    """The step with which it was aimed; 0 where it was typed."""
    seconds: float = field(default=0.0, compare=False)
    """For how long the question was looked at."""
    at: datetime | None = field(default=None, compare=False)
    """When it was taken; None where that is still to be said."""


class Pace(Protocol):
    """The class as one learner meets it."""

    @property
    def learner(self) -> str:
        """Who that is, as the store has it."""

    known: bool
    """It is known how the class stands: until then nothing is shown that was held back."""

    @property
    def held(self) -> Held | None:
        """The question that is held back, or was last."""

    @property
    def waiting(self) -> str:
        """How many have answered it, as a sentence."""

    def hand_in(self, held: Held, vote: Vote) -> str:
        """Hand the learner's answer in. Returns why it is not taken; empty where it is."""

    def mine(self, held: Held) -> Vote | None:
        """What the learner has handed in."""

    def closed(self, lesson: str, step: str) -> str:
        """Why a step is not to be gone to now; empty where it may be."""


class Walk(Protocol):
    """What a class does with a learner's walk."""

    def place(self) -> Place:
        """Where they are."""

    def bring(self, lesson: str, step: str) -> Sequence[object]:
        """Be at that step; empty where they are there already. Raises TutorError."""

    def put_back(self, place: Place) -> Sequence[object]:
        """Be where they were."""

    def paced(self) -> Sequence[object]:
        """Hear how the class stands."""


class Class(Pace, Protocol):
    """The same for whoever shows it."""

    moved: Callable[[], object]
    """Called when the class has moved."""

    @property
    def quiz(self) -> ClassQuiz | None:
        """The quiz that the class takes, or took last."""

    def tells(self, quiz: ClassQuiz) -> bool:
        """Whether what came of that quiz is to be told to this learner: it is once."""

    @property
    def paused(self) -> str:
        """That there is a pause, as a sentence; empty: there is none."""

    @property
    def hand(self) -> bool:
        """The learner's hand is up."""

    def raise_hand(self, up: bool) -> None:
        """Put it up, or down."""

    def follow(self, walk: Walk) -> bool:
        """Do in the learner's walk what the class has done; whether they were brought
        somewhere: the step is to be in front of them."""

    def notice(self) -> str:
        """A line to this learner, given once; empty: there is none."""
