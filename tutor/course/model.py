"""A course as its author wrote it: lessons of steps of questions. Immutable, and checked in shape.

These models are the lesson format: `loader` fills them from YAML and `lessons/lesson.schema.json`
is generated from them, with the text beneath each field as its description. What the listings and
sentences say is checked in `validate`; what happens when they run, in `tutor.authoring.lint`.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tutor.course.part import Part
from tutor.course.questions import QUESTIONS, Option
from tutor.engine.numbers import Number
from tutor.engine.parser import parse
from tutor.errors import TutorError, nearest

if TYPE_CHECKING:
    from typing import Annotated

    from pydantic import Field

    from tutor.course.schema import (
        AnyQuestion,
        BowlOrNot,
        Draw,
        Id,
        Line,
        MistakeName,
        Name,
        Prose,
        Real,
        YesNo,
    )
    from tutor.engine.listing import Listing

MOST_STEPS = 500
"""Steps in one lesson."""
MOST_STOPS = 10_000
"""Values on one range."""


@dataclass(frozen=True, kw_only=True)
class Range(Part):
    """From where to where a constant may go, and by how much at a time."""

    from_: Real
    """The lowest value."""
    to: Real
    """The highest value."""
    by: Real
    """One press of a key; a whole number of them leads from `from` to `to`."""

    def __post_init__(self) -> None:
        if self.to <= self.from_:
            raise ValueError("`to` must be greater than `from`")
        if self.by <= 0:
            raise ValueError("`by` must be greater than 0")
        if (self.to - self.from_) / self.by > MOST_STOPS:
            raise ValueError(f"more than {MOST_STOPS} values lie on this range; make `by` larger")

    def grid(self) -> tuple[Number, ...]:
        """Every value on the range, lowest first, each as short a decimal as it can be; whole ones
        as integers where `from` is an integer."""
        stops = int((self.to - self.from_) / self.by + 1e-9)
        return tuple(self._short(self.from_ + k * self.by) for k in range(stops + 1))

    def fit(self, value: Number) -> Number:
        """The value on the range that is nearest to `value`."""
        return min(max(value, self.from_), self.to)

    def moved(self, value: Number, steps: int) -> Number:
        """`value` moved by so many steps, also beyond the range."""
        return self._short(value + steps * self.by)

    def _short(self, value: Number) -> Number:
        short = float(f"{value:.12g}")
        return int(short) if isinstance(self.from_, int) and short.is_integer() else short


@dataclass(frozen=True, kw_only=True)
class Mistake(Part):
    """A wrong rule that learners really use. It stands in for the right one, and is run."""

    rule: Line
    """One assignment, such as `weight = weight + alpha * derivative`."""
    say: Annotated[Prose, Field(min_length=1)]
    """What the learner is told who got this number: why the rule is wrong."""

    @property
    def target(self) -> str:
        """The variable that the rule assigns."""
        return self.rule.partition("=")[0].strip()

    @property
    def names(self) -> frozenset[str]:
        """Every name that the rule uses, its target and the functions it calls included."""
        return _names(self.rule.strip())


@dataclass(frozen=True, kw_only=True)
class Bowl(Part):
    """The curve that is drawn beside the step: one variable of the listing against a constant."""

    x: Name = "weight"
    """The constant along the axis."""
    y: Name = "error"
    """The variable that is drawn."""
    from_: Real | None = None
    """The left end of the axis; chosen from the run when it is not given."""
    to: Real | None = None
    """The right end of the axis."""
    marks: Mapping[str, Line] = field(default_factory=dict)
    """Labelled dots: a label and an expression for where on the axis it stands."""
    compare: Mapping[Name, Real] = field(default_factory=dict)
    """Other constants, for a second, dim curve."""
    tangent: YesNo = False
    """Draw the slope at the present value."""

    def __post_init__(self) -> None:
        if (self.from_ is None) != (self.to is None):
            raise ValueError("`from` and `to` come together")
        if self.from_ is not None and self.to is not None and self.to <= self.from_:
            raise ValueError("`to` must be greater than `from`")


@dataclass(frozen=True, kw_only=True)
class Quiz(Part):
    """How quiz and review draw fresh numbers for the same question."""

    vary: Annotated[Mapping[Name, Draw], Field(min_length=1)]
    """Constants and where to draw them from: `alpha: [0.05, 0.4, 0.05]`."""


@dataclass(frozen=True, kw_only=True)
class Step(Part):
    """One screen: read, answer, see."""

    id: Id
    """Permanent: progress is kept under it."""
    title: Line
    """What the step is called in lists."""
    text: Prose = ""
    """Markdown, above the listing."""
    code: Annotated[str, Field(max_length=10_000)] = ""
    """The listing: what the step runs. Without one the step is a page to read."""
    edit: Mapping[Name, Range] = field(default_factory=dict)
    """The constants that the learner may change."""
    show: tuple[Name, ...] = ()
    """Variables whose values stand beside their lines before the reveal."""
    bowl: BowlOrNot = None
    """What is drawn. Left out: error against weight where the listing has both; false: nothing."""
    ask: Annotated[tuple[AnyQuestion, ...], Field(max_length=50)] = ()
    """The questions, in order. The key that each starts with says which kind it is."""
    reveal: Prose = ""
    """Shown once all questions are answered."""
    expect: Annotated[str, Field(max_length=200)] = ""
    """A claim about the listing as it stands; `tutor lint` runs it."""
    quiz: Quiz | None = None
    """How quiz and review draw fresh numbers."""
    hides: tuple[MistakeName, ...] = ()
    """Mistakes known to give the right answer here, or the same answer as another."""

    @property
    def listing(self) -> Listing:
        """The listing of this step; raises `ListingError` where `code` is not one."""
        from tutor.engine.listing import listing

        return listing(self.code)

    def picture(self) -> Bowl | None:
        """What to draw, the default worked out: None where there is nothing to draw."""
        if isinstance(self.bowl, Bowl):
            return self.bowl
        if self.bowl is False or not self.code:
            return None
        bowl = Bowl()
        drawable = bowl.x in self.listing.parameters and bowl.y in self.listing.variables
        return bowl if drawable else None

    def start(self, number: int) -> int:
        """The last update that is already revealed when question `number` (0-based) is asked.

        One about which a later question still asks is not."""
        run = dict(self.ask[number].with_)
        told = [q.target() if dict(q.with_) == run else None for q in self.ask]
        seen = max((target.after for target in told[:number] if target), default=0)
        return min([seen, *(target.after - 1 for target in told[number:] if target)])

    def after(self) -> int:
        """The update that `{weight}` means in this step's reveal: the last one predicted, or 1."""
        told = [target for target in (q.target() for q in self.ask) if target]
        return told[-1].after if told else 1


@dataclass(frozen=True, kw_only=True)
class Lesson(Part):
    """One lesson file."""

    format: Literal[1]
    """The version of this format."""
    id: Id
    """Permanent: progress is kept under it."""
    title: Line
    """What the lesson is called in the menu."""
    about: Prose = ""
    """One line for the menu."""
    mistakes: Mapping[MistakeName, Mistake] = field(default_factory=dict)
    """Wrong rules that learners really use, shared by the steps of this lesson."""
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=MOST_STEPS)]
    """The lesson, in the order in which the learner meets it."""

    source: Path = field(default=Path(), init=False, repr=False, compare=False)
    """The file that it was read from."""

    def read_from(self, source: Path) -> Lesson:
        """This lesson, once it is known where it was read."""
        object.__setattr__(self, "source", source)
        return self

    def step(self, id: str) -> Step:
        """The step of that id; raises `TutorError` with the nearest one."""
        for step in self.steps:
            if step.id == id:
                return step
        raise TutorError(no_such("step", id, [s.id for s in self.steps], f" in {self.id}"))


@dataclass(frozen=True, kw_only=True)
class CourseFile(Part):
    """course.yaml: the order of the lessons, and what they share."""

    format: Literal[1]
    """The version of this format."""
    id: Id | None = None
    """Permanent: progress is kept under it. Made from the title when it is not given."""
    title: Line
    """What the course is called."""
    about: Prose = ""
    """A few lines for the home screen."""
    lessons: Annotated[tuple[str, ...], Field(min_length=1, max_length=MOST_STEPS)]
    """The lesson files in order, without `.yaml`."""
    mistakes: Mapping[MistakeName, Mistake] = field(default_factory=dict)
    """Wrong rules that learners really use, shared by all lessons."""
    glossary: Mapping[str, Prose] = field(default_factory=dict)
    """Words and what they mean."""


PARTS: Mapping[str, type[Part]] = {
    part.__name__: part
    for part in (Bowl, CourseFile, Lesson, Mistake, Option, Quiz, Range, Step, *QUESTIONS.values())
}
"""All that a file can hold, by name."""


@lru_cache(maxsize=1024)
def _names(rule: str) -> frozenset[str]:
    return frozenset(node.id for node in ast.walk(parse(rule)) if isinstance(node, ast.Name))


def no_such(what: str, name: str, names: list[str], where: str = "") -> str:
    near = nearest(name, names)
    return f"there is no {what} `{name}`{where}" + (f"; did you mean {near}?" if near else "")
