"""A course as its author wrote it: lessons of steps of questions. Immutable, and checked in shape.

These models are the lesson format: `loading` fills them from YAML and `lessons/lesson.schema.json`
is generated from them, with the text beneath each field as its description. What the listings and
sentences say is checked in `checks`; what happens when they run, in `tutor.authoring.lint`.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Discriminator, Field, PrivateAttr, Tag, model_validator
from pydantic_core import PydanticCustomError

from tutor.core.part import Draw, Id, Line, MistakeName, Name, Part, Prose, Range, Real
from tutor.core.question import (
    QUESTIONS,
    BaseQuestion,
    Choose,
    Option,
    Order,
    Predict,
    Question,
    Reach,
    Write,
)
from tutor.core.syntax import parse
from tutor.errors import Problem, TutorError, nearest

if TYPE_CHECKING:
    from tutor.core.listing import Listing

__all__ = [
    "QUESTIONS",
    "BaseQuestion",
    "Bowl",
    "Choose",
    "Course",
    "CourseFile",
    "Lesson",
    "Mistake",
    "Option",
    "Order",
    "Part",
    "Predict",
    "Question",
    "Quiz",
    "Range",
    "Reach",
    "Step",
    "Write",
    "mistakes_for",
]

MOST_STEPS = 500
"""Steps in one lesson."""


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


class Bowl(Part):
    """The curve that is drawn beside the step: one variable of the listing against a constant."""

    x: Name = "weight"
    """The constant along the axis."""
    y: Name = "error"
    """The variable that is drawn."""
    from_: Annotated[Real | None, Field(alias="from")] = None
    """The left end of the axis; chosen from the run when it is not given."""
    to: Real | None = None
    """The right end of the axis."""
    marks: Mapping[str, Line] = {}
    """Labelled dots: a label and an expression for where on the axis it stands."""
    compare: Mapping[Name, Real] = {}
    """Other constants, for a second, dim curve."""
    tangent: bool = False
    """Draw the slope at the present value."""

    @model_validator(mode="after")
    def _makes_sense(self) -> Bowl:
        if (self.from_ is None) != (self.to is None):
            raise PydanticCustomError("range", "`from` and `to` come together")
        if self.from_ is not None and self.to is not None and self.to <= self.from_:
            raise PydanticCustomError("range", "`to` must be greater than `from`")
        return self


def _bowl_or_none(value: Any) -> str:
    return "none" if value is False else "some"


class Quiz(Part):
    """How quiz and review draw fresh numbers for the same question."""

    vary: Annotated[Mapping[Name, Draw], Field(min_length=1)]
    """Constants and where to draw them from: `alpha: [0.05, 0.4, 0.05]`."""


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
    edit: Mapping[Name, Range] = {}
    """The constants that the learner may change."""
    show: tuple[Name, ...] = ()
    """Variables whose values stand beside their lines before the reveal."""
    bowl: (
        Annotated[
            Annotated[Bowl, Tag("some")] | Annotated[Literal[False], Tag("none")],
            Discriminator(_bowl_or_none),
        ]
        | None
    ) = None
    """What is drawn. Left out: error against weight where the listing has both; false: nothing."""
    ask: Annotated[tuple[Question, ...], Field(max_length=50)] = ()
    """The questions, in order. Each starts with predict, choose, reach, write or order."""
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
        from tutor.core.listing import listing

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
        same = [q.after if isinstance(q, Predict) and dict(q.with_) == run else 0 for q in self.ask]
        seen = max(same[:number], default=0)
        return min([seen, *(after - 1 for after in same[number:] if after)])

    def after(self) -> int:
        """The update that `{weight}` means in this step's reveal: the last one predicted, or 1."""
        return next((q.after for q in reversed(self.ask) if isinstance(q, Predict)), 1)


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
    mistakes: Mapping[MistakeName, Mistake] = {}
    """Wrong rules that learners really use, shared by the steps of this lesson."""
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=MOST_STEPS)]
    """The lesson, in the order in which the learner meets it."""

    _source: Path = PrivateAttr(default=Path())

    @property
    def source(self) -> Path:
        """The file that it was read from."""
        return self._source

    def step(self, id: str) -> Step:
        """The step of that id; raises `TutorError` with the nearest one."""
        for step in self.steps:
            if step.id == id:
                return step
        raise TutorError(_no_such("step", id, [s.id for s in self.steps], f" in {self.id}"))


class CourseFile(Part):
    """course.yaml: the order of the lessons, and what they share."""

    format: Literal[1]
    """The version of this format."""
    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)] | None = None
    """Permanent: progress is kept under it. Made from the title when it is not given."""
    title: Line
    """What the course is called."""
    about: Prose = ""
    """A few lines for the home screen."""
    lessons: Annotated[tuple[str, ...], Field(min_length=1, max_length=MOST_STEPS)]
    """The lesson files in order, without `.yaml`."""
    mistakes: Mapping[MistakeName, Mistake] = {}
    """Wrong rules that learners really use, shared by all lessons."""
    glossary: Mapping[str, Prose] = {}
    """Words and what they mean."""


@dataclass(frozen=True)
class Course:
    """Everything that can be played, and what is wrong with what cannot."""

    id: str
    """Permanent: progress is kept under it."""
    title: str
    about: str
    lessons: tuple[Lesson, ...]
    """The lessons that can be played, in order."""
    mistakes: Mapping[str, Mistake] = field(default_factory=dict)
    """Shared by all lessons."""
    glossary: Mapping[str, str] = field(default_factory=dict)
    """Words and what they mean."""
    broken: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    """The lessons that cannot be played, by file stem."""
    stems: tuple[str, ...] = ()
    """Every lesson file in order, broken ones included, without `.yaml`."""
    directory: Path = Path()
    """Where it was read from."""

    def lesson(self, id: str) -> Lesson:
        """The lesson of that id or file stem; raises `TutorError` with the nearest one."""
        for lesson in self.lessons:
            if id in (lesson.id, lesson.source.stem):
                return lesson
        if id in self.broken:
            raise TutorError("\n".join(str(problem) for problem in self.broken[id]))
        raise TutorError(_no_such("lesson", id, [lesson.id for lesson in self.lessons]))


def mistakes_for(
    course: Course, lesson: Lesson, step: Step, question: BaseQuestion
) -> dict[str, Mistake]:
    """The mistakes that can be made at this question: those that assign its variable and use
    only names that the step's listing has. A lesson's own win over the course's where they have
    the same name or the same rule."""
    variable = question.variable
    if not variable or not step.code:
        return {}
    known = frozenset(step.listing.variables) | _callable(step.code)
    found: dict[str, tuple[str, Mistake]] = {}
    for name, mistake in {**course.mistakes, **lesson.mistakes}.items():
        if mistake.target == variable and mistake.names <= known:
            found[_canonical(mistake.rule)] = name, mistake
    return dict(found.values())


@lru_cache(maxsize=1024)
def _canonical(rule: str) -> str:
    """A rule without what makes no difference: spaces, and parentheses that are not needed."""
    return ast.unparse(parse(rule.strip()))


@lru_cache(maxsize=1024)
def _names(rule: str) -> frozenset[str]:
    return frozenset(node.id for node in ast.walk(parse(rule)) if isinstance(node, ast.Name))


@lru_cache(maxsize=512)
def _callable(code: str) -> frozenset[str]:
    """The functions that a rule in this listing may call: its own, and those always there."""
    names = {"abs", "min", "max", "round", "len"}
    for node in parse(code).body:
        if isinstance(node, ast.FunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.ImportFrom):
            names.update(alias.asname or alias.name for alias in node.names)
    return frozenset(names)


def _no_such(what: str, name: str, names: list[str], where: str = "") -> str:
    near = nearest(name, names)
    return f"there is no {what} `{name}`{where}" + (f"; did you mean {near}?" if near else "")
