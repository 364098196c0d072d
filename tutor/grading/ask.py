"""A question as grading sees it, and what is said of an answer to it.

An `Ask` holds the right run, so it never leaves `session`; a `Verdict` may.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from tutor.course.markup import fill
from tutor.course.questions import Question
from tutor.engine.numbers import NOTHING, Number
from tutor.errors import TutorError
from tutor.grading.prediction import Prediction

if TYPE_CHECKING:
    from tutor.course.model import Mistake
    from tutor.engine.listing import Listing
    from tutor.engine.numbers import Value
    from tutor.engine.trace import Trace

Q = TypeVar("Q", bound=Question)


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


@dataclass(eq=False)
class Ask(Generic[Q]):
    """One question with its numbers. What it works out is kept, and worked out once."""

    question: Q
    listing: Listing | None = None
    values: Mapping[str, Number] = field(default_factory=lambda: NOTHING)
    """Constants in force that differ from the listing's own."""
    start: int = 0
    """The last update that is already revealed."""
    after: int = 0
    """The update after which a value is asked; for other questions the last one shown."""
    mistakes: Mapping[str, Mistake] = field(default_factory=dict)
    """The named mistakes that can be made here, most specific last."""
    names: Mapping[str, Number] = field(default_factory=lambda: NOTHING)
    """The values that stand on the screen: what a typed sum may name."""
    shown: frozenset[str] = frozenset()
    """Variables whose value in update `start + 1` stands beside the listing."""
    free: bool = False
    """The learner's own question while exploring."""
    again: bool = False
    """Asked once more, with other constants than the author's."""
    runs: dict[int, Trace] = field(default_factory=dict, repr=False)
    """The right runs that were made, by updates."""

    def with_values(self, values: Mapping[str, Number]) -> Ask[Q]:
        """The same question with these constants set as well."""
        return replace(self, values={**self.values, **values}, runs={})

    @property
    def code(self) -> Listing:
        """The listing, where the kind of question needs one."""
        assert self.listing is not None
        return self.listing

    @property
    def variable(self) -> str:
        """The variable that is asked about; empty where it is about none."""
        return self.question.variable

    @property
    def loops(self) -> bool:
        """The listing makes more than one update."""
        return self.listing is not None and self.listing.passes != 1

    @cached_property
    def now(self) -> Number | None:
        """The asked variable's value at `start`, where it is a constant that updates change."""
        if self.listing is None or self.variable not in self.listing.parameters:
            return None
        value = self.run(self.start).value(self.variable, self.start)
        return value if isinstance(value, int | float) else None

    @cached_property
    def prediction(self) -> Prediction:
        """What is needed to judge a number."""
        return Prediction(
            self.code,
            self.values,
            self.variable,
            self.start,
            self.after,
            self.mistakes,
            self.shown,
            self.runs,
        )

    def run(self, updates: int) -> Trace:
        """The right run of that many updates.

        Raises ListingError where the listing has no meaning with these constants.
        """
        if updates not in self.runs:
            self.runs[updates] = self.code.run(self.values, updates=updates)
        return self.runs[updates]

    def value(self, name: str, update: int) -> Value:
        """A variable's value; None where the run does not get so far with these constants."""
        if self.listing is None:
            return None
        try:
            return self.run(update).value(name, update)
        except TutorError:
            return None

    def filled(self, text: str, update: int | None = None) -> str:
        """An author's sentence with its placeholders filled; `update`, or else `start`, is meant
        where a placeholder names none."""
        return fill(text, self.value, self.start if update is None else update)
