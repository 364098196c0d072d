"""The questions of a lesson: predict, choose, reach, write, order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Literal

from tutor.course.part import Part

if TYPE_CHECKING:
    from typing import Annotated

    from pydantic import Field

    from tutor.course.schema import Line, Name, Prose, Real, YesNo

MOST_UPDATES = 100_000
"""The furthest update that a question may ask about."""


@dataclass(frozen=True, kw_only=True)
class BaseQuestion(Part):
    """What all questions have."""

    kind: ClassVar[str]
    """The key that makes it this kind of question."""

    say: Prose = ""
    """The question in the author's words; made from the rest when it is not given."""
    hint: Prose = ""
    """Shown when the learner asks for it. Never holds the answer."""
    reveal: Prose = ""
    """Shown once this question is answered."""
    with_: Mapping[Name, Real] = field(default_factory=dict)
    """Other constants, for this question only."""

    @property
    def variable(self) -> str:
        """The variable asked about; empty where the question is not about one."""
        return str(getattr(self, self.kind)) if self.kind in ABOUT_A_VARIABLE else ""


ABOUT_A_VARIABLE = ("predict", "write", "order")


@dataclass(frozen=True, kw_only=True)
class Predict(BaseQuestion):
    """What will a variable be after some updates? Judged by running the listing."""

    kind: ClassVar[str] = "predict"

    predict: Name
    """Any variable of the listing; never its value."""
    after: Annotated[int, Field(strict=True, ge=1, le=MOST_UPDATES)] = 1
    """How many updates."""
    by: Literal["number", "direction"] = "number"
    """Ask for the number, or only whether it goes up, down or stays."""
    tries: Annotated[int, Field(strict=True, ge=1, le=9)] = 2
    """Tries before the answer is revealed."""


@dataclass(frozen=True, kw_only=True)
class Option(Part):
    """One of the answers to choose from."""

    say: Annotated[Prose, Field(min_length=1)]
    """The answer."""
    because: Annotated[Prose, Field(min_length=1)]
    """Why it is right or wrong; shown once it is chosen."""
    right: YesNo = False
    """Exactly one option is."""


@dataclass(frozen=True, kw_only=True)
class Choose(BaseQuestion):
    """Pick one of a few answers."""

    kind: ClassVar[str] = "choose"

    choose: Annotated[Prose, Field(min_length=1)]
    """The question."""
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=9)]
    """The answers, in the order in which they are shown."""


@dataclass(frozen=True, kw_only=True)
class Reach(BaseQuestion):
    """Edit the constants until a claim about the run is true."""

    kind: ClassVar[str] = "reach"

    reach: Line
    """The claim: `diverges`, `error < 0.001 within 10` …"""


@dataclass(frozen=True, kw_only=True)
class Write(BaseQuestion):
    """Type the lines of the update from memory. Judged by running them."""

    kind: ClassVar[str] = "write"

    write: Name
    """The variable that the lines are to compute."""


@dataclass(frozen=True, kw_only=True)
class Order(BaseQuestion):
    """Put the shuffled lines of the update in order. Judged by running them."""

    kind: ClassVar[str] = "order"

    order: Name
    """The variable that the lines are to compute."""


QUESTIONS: Mapping[str, type[BaseQuestion]] = {
    kind.kind: kind for kind in (Predict, Choose, Reach, Write, Order)
}

Question = Predict | Choose | Reach | Write | Order
