"""The questions of a lesson: predict, choose, reach, write, order.

Everything that is particular to one kind of question in a lesson file stands in its class; how it
is asked and judged stands in one file of `tutor.grading.kinds`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from tutor.course import faults
from tutor.course.faults import Fault
from tutor.course.part import Part

if TYPE_CHECKING:
    from typing import Annotated

    from pydantic import Field

    from tutor.course.schema import Line, Name, Prose, Real, YesNo
    from tutor.course.yaml_tree import Where
    from tutor.engine.listing import Listing

MOST_UPDATES = 100_000
"""The furthest update that a question may ask about."""

QUESTIONS: dict[str, type[Question]] = {}
"""Every kind of question by its key."""


class Target(NamedTuple):
    """The number that the answer of a question tells."""

    name: str
    """Its variable."""
    after: int
    """It is the variable's value at the end of this update."""
    exact: bool
    """The answer tells the number itself, and not only which way it goes."""


class Said(NamedTuple):
    """A sentence of the author's about a question."""

    path: Where
    """From the question."""
    text: str
    after: bool = False
    """It is said once the question is answered."""
    offered: bool = False
    """It is one of several answers, and may hold the right one."""


@dataclass(frozen=True, kw_only=True)
class Question(Part):
    """What all questions have, and what a kind of question tells of itself.

    A new kind is a subclass that gives `key`, and has a field of that name.
    """

    key: ClassVar[str]
    """The key in a lesson file that makes it this kind of question."""
    needs_listing: ClassVar[bool] = True
    """It cannot be asked in a step without a listing."""
    still: ClassVar[bool] = False
    """The constants may not be edited while it is open."""

    def __init_subclass__(cls) -> None:
        if "key" in vars(cls):
            QUESTIONS[cls.key] = cls

    say: Prose = ""
    """The question in the author's words; made from the rest when it is not given."""
    hint: Prose = ""
    """Shown when the learner asks for it. Never holds the answer."""
    reveal: Prose = ""
    """Shown once this question is answered."""
    with_: Mapping[Name, Real] = field(default_factory=dict)
    """Other constants, for this question only."""

    @property
    def kind(self) -> str:
        """What it asks for."""
        return self.key

    @property
    def variable(self) -> str:
        """The variable asked about; empty where the question is not about one."""
        return ""

    def target(self) -> Target | None:
        """The number that its answer tells, secret until then; None where it tells none."""
        return None

    def sentences(self) -> Iterator[Said]:
        """Everything that its author says, and when."""
        yield Said(("say",), self.say)
        yield Said(("hint",), self.hint)
        yield Said(("reveal",), self.reveal, after=True)

    def faults(self, listing: Listing | None) -> Iterator[Fault]:
        """What is wrong with it beside the step's listing; None for a step that has none."""
        if listing is not None:
            yield from faults.constants(self.with_, listing, ("with",))


@dataclass(frozen=True, kw_only=True)
class Predict(Question):
    """What will a variable be after some updates? Judged by running the listing."""

    key: ClassVar[str] = "predict"

    predict: Name
    """Any variable of the listing; never its value."""
    after: Annotated[int, Field(strict=True, ge=1, le=MOST_UPDATES)] = 1
    """How many updates."""
    by: Literal["number", "direction"] = "number"
    """Ask for the number, or only whether it goes up, down or stays."""
    tries: Annotated[int, Field(strict=True, ge=1, le=9)] = 2
    """Tries before the answer is revealed."""

    @property
    def kind(self) -> str:
        return self.key if self.by == "number" else self.by

    @property
    def variable(self) -> str:
        return self.predict

    def target(self) -> Target:
        return Target(self.predict, self.after, exact=self.by == "number")

    def faults(self, listing: Listing | None) -> Iterator[Fault]:
        yield from super().faults(listing)
        if listing is not None:
            yield from faults.updated(self.predict, listing, ("predict",))


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
class Choose(Question):
    """Pick one of a few answers."""

    key: ClassVar[str] = "choose"
    needs_listing: ClassVar[bool] = False
    still: ClassVar[bool] = True

    choose: Annotated[Prose, Field(min_length=1)]
    """The question."""
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=9)]
    """The answers, in the order in which they are shown."""

    def sentences(self) -> Iterator[Said]:
        yield from super().sentences()
        yield Said(("choose",), self.choose)
        for number, option in enumerate(self.options):
            yield Said(("options", number, "say"), option.say, offered=True)
            yield Said(("options", number, "because"), option.because, after=True)

    def faults(self, listing: Listing | None) -> Iterator[Fault]:
        yield from super().faults(listing)
        right = [number for number, option in enumerate(self.options) if option.right]
        if not right:
            what = "no option is right; add `right: true` to one"
            yield Fault(("options",), what, at_key=True, missing=True)
        for number in right[1:]:
            what = "a second right option; exactly one is right"
            yield Fault(("options", number, "right"), what, at_key=True)


@dataclass(frozen=True, kw_only=True)
class Reach(Question):
    """Edit the constants until a claim about the run is true."""

    key: ClassVar[str] = "reach"

    reach: Line
    """The claim: `diverges`, `error < 0.001 within 10` …"""

    def faults(self, listing: Listing | None) -> Iterator[Fault]:
        yield from super().faults(listing)
        if listing is not None:
            yield from faults.claimed(self.reach, listing, ("reach",))


@dataclass(frozen=True, kw_only=True)
class _Recall(Question):
    """About the lines of the update that compute a variable. Judged by running them."""

    @property
    def variable(self) -> str:
        return str(getattr(self, self.key))

    def faults(self, listing: Listing | None) -> Iterator[Fault]:
        yield from super().faults(listing)
        if listing is not None:
            yield from faults.updated(self.variable, listing, (self.key,))


@dataclass(frozen=True, kw_only=True)
class Write(_Recall):
    """Type the lines of the update from memory. Judged by running them."""

    key: ClassVar[str] = "write"

    write: Name
    """The variable that the lines are to compute."""


@dataclass(frozen=True, kw_only=True)
class Order(_Recall):
    """Put the shuffled lines of the update in order. Judged by running them."""

    key: ClassVar[str] = "order"

    order: Name
    """The variable that the lines are to compute."""
