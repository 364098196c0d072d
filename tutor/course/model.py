"""A course as its author wrote it: lessons of steps; the questions are in `questions`. Immutable,
and checked in shape.

These models are the lesson format: `loader` fills them from YAML and `lessons/lesson.schema.json`
is generated from them, with the text beneath each field as its description. What the listings and
sentences say is checked in `validate`; what happens when they run, in `tutor.authoring.lint`.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal

from tutor.course.part import AnyOf, CodeFile, CodeFrom, Part, PartOf, field
from tutor.course.questions import QUESTIONS, AnswerTest, ByItself, Option, Question, When
from tutor.course.ranges import VARY, Range
from tutor.course.shapes import (
    CLAIM,
    FORMAT,
    ID,
    LINE,
    MISTAKE_NAME,
    NAME,
    PLACE,
    PROSE,
    REAL,
    RULE,
    SOME_PROSE,
    YES_NO,
    ListOf,
    MapOf,
    Maybe,
    OneOrMore,
    Text,
    Whole,
)
from tutor.engine.language.grammar import BUILT_IN, parse, parse_line
from tutor.engine.language.tree import Positions, assigned_places, free_names
from tutor.engine.places import place_of
from tutor.errors import ListingError, TutorError, nearest, on_one_line

if TYPE_CHECKING:
    from tutor.engine.listing import Listing
    from tutor.engine.numbers import Number

MOST_STEPS = 500
"""Steps in one lesson."""


class Mistake(Part):
    """A wrong rule, or a wrong line, that learners really use. It stands in for the right one, and
    is run."""

    named = "rule", "say"

    rule: str = field(RULE, default="")
    """One assignment, such as `weight = weight + alpha * derivative`: it stands in place of all
    that assigns its variable."""
    replace: str = field(RULE, default="")
    """Instead of a rule: any one line of the update, or of a function that it calls …"""
    by: str = field(RULE, default="")
    """… and the line that learners write in its place; `pass` where they leave it out."""
    say: str = field(SOME_PROSE)
    """What the learner is told who got this number: why the rule is wrong."""
    steps: tuple[str, ...] = field(ListOf(PLACE), default=())
    """Where it can be made, if not wherever the listing has its names: steps of its lesson or, in
    course.yaml, lessons (`add-alpha`) and steps (`add-alpha/smaller-steps`)."""

    def check(self) -> None:
        if bool(self.replace) != bool(self.by):
            raise ValueError("`replace` and `by` come together; `by: pass` leaves the line out")
        if bool(self.rule) == bool(self.replace):
            raise ValueError("a mistake has either `rule`, or `replace` and `by`")

    def made_in(self, *places: str) -> bool:
        """Whether it can be made in a step that its file calls by one of these names."""
        return not self.steps or not set(places).isdisjoint(self.steps)

    @property
    def line(self) -> str:
        """The wrong line."""
        return (self.rule or self.by).strip()

    @property
    def shown(self) -> str:
        """The wrong line, as a learner sees it: one that is left out as a note."""
        return f"# no {self.replace.strip()}" if self.line == "pass" else self.line

    @property
    def target(self) -> str:
        """The variable that the wrong line assigns; empty where it assigns none."""
        return _target(self.line)[0]

    @property
    def names(self) -> frozenset[str]:
        """Every name of the listing that the line uses, its target and the functions that it calls
        included."""
        return _names(self.line)

    @property
    def same_as(self) -> tuple[str, str]:
        """What it does, the same for two that differ in nothing but their spaces and brackets."""
        return _canonical(self.rule), f"{self.replace.split()} {self.by.split()}"

    def applied_to(self, listing: Listing) -> Listing:
        """The listing with this mistake in it. Raises ListingError."""
        if self.rule:
            return listing.with_rule(self.rule)
        return listing.with_line(self.replace, self.by)

    def is_about(self, variable: str, listing: Listing) -> bool:
        """Whether it gives that variable, or a value in one, another value in this listing."""
        if self.replace:
            return listing.leads(self.replace, variable)
        target, positions = _target(self.line)
        asked, at = place_of(variable)
        alike = all(one in (None, index) for one, index in zip(positions, at, strict=False))
        return target == asked and alike


class Bowl(Part):
    """The curve that is drawn beside the step: one variable of the listing against a constant."""

    x: str = field(NAME, default="weight")
    """The constant along the axis."""
    y: str = field(NAME, default="error")
    """The variable that is drawn."""
    from_: Number | None = field(Maybe(REAL), default=None)
    """The left end of the axis; chosen from the run when it is not given."""
    to: Number | None = field(Maybe(REAL), default=None)
    """The right end of the axis."""
    marks: Mapping[str, str] = field(MapOf(LINE), default={})
    """Labelled dots: a label and an expression for where on the axis it stands."""
    compare: Mapping[str, Number] = field(MapOf(REAL, NAME), default={})
    """Other constants, for a second, dashed curve."""
    tangent: bool = field(YES_NO, default=False)
    """Draw the slope at the present value."""

    def check(self) -> None:
        if (self.from_ is None) != (self.to is None):
            raise ValueError("`from` and `to` come together")
        if self.from_ is not None and self.to is not None and self.to <= self.from_:
            raise ValueError("`to` must be greater than `from`")


class Map(Part):
    """The map that is drawn beside the step: one variable over two constants of the listing."""

    x: str = field(NAME)
    """The constant along the axis."""
    y: str = field(NAME)
    """The constant upwards."""
    z: str = field(NAME, default="error")
    """The variable whose lines of one height are drawn."""
    ends: bool = field(YES_NO, default=False)
    """Draw what becomes of the run at each place instead: settles, swings in, flies apart. Before
    the last answer only of the runs that the learner has made."""
    across: tuple[Number, ...] = field(ListOf(REAL, most=2), default=())
    """The left and the right end, chosen from the run when they are not given."""
    up: tuple[Number, ...] = field(ListOf(REAL, most=2), default=())
    """The lower and the upper end; with `across`, or not at all."""

    def check(self) -> None:
        if self.x == self.y:
            raise ValueError("`x` and `y` are two constants")
        for key, ends in (("across", self.across), ("up", self.up)):
            if ends and (len(ends) != 2 or ends[0] >= ends[1]):
                raise ValueError(f"`{key}` is [from, to], the lower number first")
        if bool(self.across) != bool(self.up):
            raise ValueError("`across` and `up` come together")

    @property
    def limits(self) -> tuple[float, float, float, float] | None:
        """The ends of both axes, where they are given."""
        if not self.across:
            return None
        (x0, x1), (y0, y1) = self.across, self.up
        return float(x0), float(x1), float(y0), float(y1)


class Plot(Part):
    """The graph that is drawn beside the step: variables over updates, or against another one."""

    x: str = field(NAME, default="")
    """The variable along the axis; without it, the number of the update."""
    y: tuple[str, ...] = field(OneOrMore(NAME, most=6))
    """The variables upwards; against another one it is one."""

    def check(self) -> None:
        if not self.y:
            raise ValueError("`y` names what is drawn, and names nothing")
        if self.x and len(self.y) > 1:
            raise ValueError("against `x` one variable can be drawn; name one under `y`")
        if len(set(self.y)) < len(self.y) or self.x in self.y:
            raise ValueError("a variable is named twice")


class Quiz(Part):
    """How quiz and review draw fresh numbers for the same question."""

    vary: Mapping[str, Range] = field(VARY)
    """Constants and where to draw them from: `alpha: [0.05, 0.4, 0.05]`. Those that a question
    sets `with` stand still for it."""


class Update(Part):
    """The loop whose passes are the updates."""

    line: int = field(Whole(1, 10_000))
    """The line of the listing on which it begins: one inside another loop, or in a function that is
    called once."""


class Step(Part):
    """One screen: read, answer, see."""

    id: str = field(ID)
    """Permanent: progress is kept under it."""
    title: str = field(LINE)
    """What the step is called in lists."""
    text: str = field(PROSE, default="")
    """Markdown, above the listing."""
    code: str = field(CodeFrom(Text(10_000)), default="")
    """The listing: what the step runs, or `{file: net.py}` where it stands in a file of its own
    beside the lesson. Without one the step is a page to read."""
    update: Update | None = field(Maybe(PartOf(Update)), default=None)
    """Which loop's passes are the updates. Left out: those of the first one at the top level."""
    edit: Mapping[str, Range] = field(MapOf(PartOf(Range), NAME), default={})
    """The constants that the learner may change."""
    show: tuple[str, ...] = field(ListOf(NAME), default=())
    """Variables whose values stand beside their lines before the reveal."""
    bowl: Bowl | Literal[False] | None = field(Maybe(Maybe(PartOf(Bowl), False)), default=None)
    """What is drawn. Left out: error against weight where the listing has both; false: nothing."""
    map: Map | None = field(Maybe(PartOf(Map)), default=None)
    """A map in place of the bowl, where there are two weights."""
    plot: Plot | None = field(Maybe(PartOf(Plot)), default=None)
    """A graph of the run in place of the bowl."""
    ask: tuple[Question, ...] = field(ListOf(AnyOf(QUESTIONS), most=50), default=())
    """The questions, in order. The key that each starts with says which kind it is."""
    reveal: str = field(PROSE, default="")
    """Shown once all questions are answered."""
    notes: str = field(PROSE, default="")
    """For whoever leads a class: shown on the board, and to no learner."""
    expect: str = field(CLAIM, default="")
    """A claim about the listing as it stands; `tutor lint` runs it."""
    quiz: Quiz | None = field(Maybe(PartOf(Quiz)), default=None)
    """How quiz and review draw fresh numbers."""
    mistakes: Mapping[str, Mistake] = field(MapOf(PartOf(Mistake), MISTAKE_NAME), default={})
    """Wrong rules that learners really use, in this step alone."""
    hides: tuple[str, ...] = field(ListOf(MISTAKE_NAME), default=())
    """Mistakes known to give the right answer here, or the same answer as another."""

    @property
    def listing(self) -> Listing:
        """The listing of this step; raises `ListingError` where `code` is not one."""
        from tutor.engine.listing import listing

        return listing(self.code, self.update.line if self.update is not None else 0)

    def picture(self) -> Bowl | None:
        """What to draw, the default worked out: None where there is nothing to draw."""
        if isinstance(self.bowl, Bowl):
            return self.bowl
        if self.bowl is False or self.map is not None or self.plot is not None or not self.code:
            return None
        bowl = Bowl()
        drawable = bowl.x in self.listing.parameters and self.listing.has(bowl.y)
        return bowl if drawable else None

    def start(self, number: int) -> int:
        """The last update that is already revealed when question `number` (0-based) is asked.

        One about which a later question still asks is not."""
        run = dict(self.ask[number].with_)
        told = [q.target() if dict(q.with_) == run else None for q in self.ask]
        seen = max((target.after for target in told[:number] if target), default=0)
        return min([seen, *(target.after - 1 for target in told[number:] if target)])

    def varied(self, question: Question) -> Mapping[str, Range]:
        """The constants that a quiz draws anew for a question of this step, and from where: not
        those that the question sets itself, unless it says how."""
        shared = self.quiz.vary if self.quiz is not None else {}
        still = {n: one for n, one in shared.items() if n not in question.with_}
        return {**still, **question.by_itself.vary}

    def after(self) -> int:
        """The update that `{weight}` means in this step's reveal: the last one predicted, or 1."""
        told = [target for target in (q.target() for q in self.ask) if target]
        return told[-1].after if told else 1


class Lesson(Part):
    """One lesson file."""

    format: Literal[1] = field(FORMAT)
    """The version of this format."""
    id: str = field(ID)
    """Permanent: progress is kept under it."""
    title: str = field(LINE)
    """What the lesson is called in the menu."""
    about: str = field(PROSE, default="")
    """One line for the menu."""
    draft: bool = field(YES_NO, default=False)
    """Not to be seen yet: in no menu, quiz or class, and opened only by its name."""
    bonus: bool = field(YES_NO, default=False)
    """More than the course: a quiz asks of it only by its name."""
    mistakes: Mapping[str, Mistake] = field(MapOf(PartOf(Mistake), MISTAKE_NAME), default={})
    """Wrong rules that learners really use, shared by the steps of this lesson."""
    steps: tuple[Step, ...] = field(ListOf(PartOf(Step), most=MOST_STEPS, least=1))
    """The lesson, in the order in which the learner meets it."""

    _source: ClassVar[Path] = Path()

    @property
    def source(self) -> Path:
        """The file that it was read from."""
        return self._source

    def read_from(self, source: Path) -> Lesson:
        """This lesson, once it is known where it was read."""
        self.__dict__["_source"] = source
        return self

    @property
    def first_listing(self) -> Listing | None:
        """The listing whose values its title, and what it is about, may name."""
        return next((step.listing for step in self.steps if step.code), None)

    def mistakes_at(
        self, step: Step, question: Question, shared: Mapping[str, Mistake]
    ) -> dict[str, Mistake]:
        """The mistakes that can be made at this question: those that assign its variable, use only
        names that the step's listing has, and do not belong to other steps. Of those with the same
        name or the same rule the nearest wins: the step's, the lesson's, the `shared` ones of its
        course."""
        variable = question.variable
        if not variable or not step.code:
            return {}
        listing = step.listing
        known = frozenset(listing.variables) | _callable(step.code)
        made_here = {
            **{n: m for n, m in shared.items() if m.made_in(self.id, f"{self.id}/{step.id}")},
            **{n: m for n, m in self.mistakes.items() if m.made_in(step.id)},
            **step.mistakes,
        }
        found: dict[tuple[str, str], tuple[str, Mistake]] = {}
        for name, mistake in made_here.items():
            if (mistake.replace or mistake.names <= known) and mistake.is_about(variable, listing):
                found[mistake.same_as] = name, mistake
        return dict(found.values())

    def find(self, id: str) -> Step | None:
        """The step of that id; None where there is none."""
        return next((step for step in self.steps if step.id == id), None)

    def step(self, id: str) -> Step:
        """The step of that id; raises `TutorError` with the nearest one."""
        if (step := self.find(id)) is not None:
            return step
        raise TutorError(no_such("step", id, [s.id for s in self.steps], f" in {self.id}"))


class CourseFile(Part):
    """course.yaml: the order of the lessons, and what they share."""

    format: Literal[1] = field(FORMAT)
    """The version of this format."""
    id: str | None = field(Maybe(ID), default=None)
    """Permanent: progress is kept under it. Made from the title when it is not given."""
    title: str = field(LINE)
    """What the course is called."""
    about: str = field(PROSE, default="")
    """A few lines for the home screen."""
    lessons: tuple[str, ...] = field(ListOf(Text(255), most=MOST_STEPS, least=1))
    """The lesson files in order, without `.yaml`."""
    mistakes: Mapping[str, Mistake] = field(MapOf(PartOf(Mistake), MISTAKE_NAME), default={})
    """Wrong rules that learners really use, shared by all lessons."""
    glossary: Mapping[str, str] = field(MapOf(PROSE), default={})
    """Words and what they mean."""


_PARTS = (
    AnswerTest, Bowl, ByItself, CodeFile, CourseFile, Lesson, Map, Mistake, Option, Plot, Quiz,
    Range, Step, Update, When,
)  # fmt: skip
PARTS: Mapping[str, type[Part]] = {part.__name__: part for part in (*_PARTS, *QUESTIONS.values())}
"""All that a file can hold, by name."""


@lru_cache(maxsize=1024)
def _names(line: str) -> frozenset[str]:
    try:
        return free_names(parse_line(line))
    except ListingError:
        return frozenset()  # told where it is tried


@lru_cache(maxsize=1024)
def _target(line: str) -> tuple[str, Positions]:
    """What a line assigns, and where in it; no name where that is not one thing."""
    try:
        found = list(assigned_places(parse_line(line)))
    except ListingError:
        found = []
    return found[0] if len(found) == 1 else ("", ())


@lru_cache(maxsize=1024)
def _canonical(rule: str) -> str:
    """A rule without what makes no difference: spaces, and parentheses that are not needed."""
    return ast.unparse(parse(rule.strip()))


@lru_cache(maxsize=512)
def _callable(code: str) -> frozenset[str]:
    """The functions that a rule in this listing may call: its own, and those always there."""
    names = {*BUILT_IN}
    for node in parse(code).body:
        if isinstance(node, ast.FunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.ImportFrom | ast.Import):
            names.update(alias.asname or alias.name for alias in node.names)
    return frozenset(names)


def no_such(what: str, name: str, names: list[str], where: str = "") -> str:
    near = nearest(name, names)
    return f"there is no {what} `{on_one_line(name)}`{where}" + (
        f"; did you mean {near}?" if near else ""
    )
