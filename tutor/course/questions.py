"""The questions of a lesson: predict, choose, reach, write, order.

Everything that is particular to one kind of question in a lesson file stands in its class; how it
is asked and judged stands in one file of `tutor.grading.kinds`. The checks at the end say what is
wrong with the names that a lesson uses, as a `Fault` with its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple, Self

from tutor.course.part import Part, PartOf, field
from tutor.course.ranges import VARY, Range
from tutor.course.shapes import (
    AS_WRITTEN,
    CLAIM,
    LINE,
    NAME,
    PROSE,
    REAL,
    SOME_PROSE,
    YES_NO,
    Either,
    ListOf,
    MapOf,
    Maybe,
    OneOf,
    OneOrMore,
    Whole,
)
from tutor.engine.language.tree import counters
from tutor.engine.places import variable_of
from tutor.errors import ListingError, nearest

if TYPE_CHECKING:
    from tutor.course.yaml_tree import Document, Where
    from tutor.engine.listing import Listing
    from tutor.engine.numbers import Number

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
    right: bool = False
    """It is the right one of these."""


class Fault(NamedTuple):
    """One thing wrong in a lesson that is right in shape."""

    path: Where
    """From the part that tells it."""
    what: str
    near: str = ""
    """The nearest right name, or empty."""
    at_key: bool = False
    """The key at the end of the path is wrong, not what stands beneath it."""
    missing: bool = False
    """Something is not there; no fault where it was left out for faults of its own."""
    inside: tuple[int, int] | None = None
    """The 1-based line and column in the text at `path`; None: all of it is meant."""

    def note(self, document: Document, place: Where) -> None:
        """Note it in a document, in which the part that tells it stands at `place`."""
        path = (*place, *self.path)
        if self.at_key:
            node = document.root.at(path[:-1]).key(str(path[-1]))
        else:
            node = document.root.at(path)
        line, column = node.line, node.column
        if self.inside is not None:
            line, column = document.inside(node, *self.inside)
        elsewhere = node.file if self.inside is not None else ""
        document.problem_at(line, column, self.what, self.near, elsewhere)


class ByItself(Part):
    """How a quiz asks a question, away from its step."""

    say: str = field(PROSE, default="")
    """The question in words that need nothing before them; without it, as in the lesson or, where a
    number is asked, made from the rest."""
    vary: Mapping[str, Range] = field(VARY, default={})
    """Constants and where to draw them from, for this question: also what it sets `with`."""


AS_IT_STANDS = ByItself()


class AnswerTest(Part):
    """An answer to a question, and what it is judged to be."""

    answer: str = field(AS_WRITTEN)
    """As a learner types it."""
    gives: str = field(LINE)
    """`right`, the name of a mistake, or another of the verdicts of `tutor try`."""


class Question(Part):
    """What all questions have, and what a kind of question tells of itself.

    A new kind is a subclass that gives `key`, and has a field of that name. Where what stands there
    is a NAME, the question is about that variable.
    """

    key: ClassVar[str] = ""
    """The key in a lesson file that makes it this kind of question; empty where none is asked."""
    needs_listing: ClassVar[bool] = True
    """It cannot be asked in a step without a listing."""
    still: ClassVar[bool] = False
    """The constants may not be edited while it is open."""
    anew: ClassVar[bool] = False
    """It begins with the author's constants, whatever the learner has set before."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        QUESTIONS[cls.key] = cls

    say: str = field(PROSE, default="")
    """The question in the author's words; made from the rest when it is not given."""
    hint: tuple[str, ...] = field(OneOrMore(PROSE, most=9), default=())
    """Shown when the learner asks for it; of several in a list, one more each time. Never holds the
    answer."""
    show: tuple[str, ...] | None = field(Maybe(ListOf(NAME)), default=None)
    """Variables whose values stand beside their lines while it is open; without it, the step's."""
    tests: tuple[AnswerTest, ...] = field(ListOf(PartOf(AnswerTest), most=50), default=())
    """Answers, and what each is judged to be; `tutor lint` gives them."""
    reveal: str = field(PROSE, default="")
    """Shown once this question is answered."""
    with_: Mapping[str, Number] = field(MapOf(REAL, NAME), default={})
    """Other constants, for this question only."""
    quiz: ByItself | Literal[False] | None = field(
        Maybe(Maybe(PartOf(ByItself)), False), default=None
    )
    """How a quiz asks it; false: it does not."""

    @property
    def kind(self) -> str:
        """What it asks for."""
        return self.key

    @property
    def variable(self) -> str:
        """The variable asked about; empty where the question is not about one."""
        named = self.key and self.fields[self.key].shape is NAME
        return str(getattr(self, self.key)) if named else ""

    @property
    def by_itself(self) -> ByItself:
        """What its author says of how a quiz asks it."""
        return self.quiz or AS_IT_STANDS

    def target(self) -> Target | None:
        """The number that its answer tells, secret until then; None where it tells none."""
        return None

    def laid_out(self, order: tuple[int, ...]) -> Self:
        """The same with its options in this order, where it has so many."""
        return self

    def editable(self, names: Iterable[str]) -> tuple[str, ...]:
        """Those of the constants that may be edited while it is open; `names`: the step's."""
        return () if self.still else tuple(names)

    def keeps(self, changed: Mapping[str, Number]) -> Mapping[str, Number]:
        """The learner's constants that stay in force at this question: not those that it sets
        itself, and none where it begins with the author's or its words speak of these."""
        if self.still or self.anew:
            return {}
        return {name: value for name, value in changed.items() if name not in self.with_}

    def sentences(self) -> Iterator[Said]:
        """Everything that its author says, and when."""
        yield Said(("say",), self.say)
        for number, hint in enumerate(self.hint):
            yield Said(("hint", number), hint)
        yield Said(("reveal",), self.reveal, after=True)
        yield Said(("quiz", "say"), self.by_itself.say)

    def faults(self, listing: Listing | None) -> Iterator[Fault]:
        """What is wrong with it beside the step's listing; None for a step that has none."""
        if listing is not None:
            yield from check_constants(self.with_, listing, ("with",))
            yield from check_constants(self.by_itself.vary, listing, ("quiz", "vary"))
            if self.variable:
                yield from check_updated(self.variable, listing, (self.key,))
            for index, name in enumerate(self.show or ()):
                yield from check_variable(name, listing, ("show", index))


class Predict(Question):
    """What will a variable be after some updates? Judged by running the listing."""

    key: ClassVar[str] = "predict"

    predict: str = field(NAME)
    """Any variable of the listing; never its value."""
    after: int = field(Whole(1, MOST_UPDATES), default=1)
    """How many updates."""
    by: Literal["number", "direction"] = field(OneOf("number", "direction"), default="number")
    """Ask for the number, or only whether it goes up, down or stays."""
    tries: int = field(Whole(1, 9), default=2)
    """Tries before the answer is revealed."""

    @property
    def kind(self) -> str:
        return self.key if self.by == "number" else self.by

    def target(self) -> Target:
        return Target(self.predict, self.after, exact=self.by == "number")


class When(Part):
    """Something that is so where a comparison holds."""

    if_: str = field(LINE)
    """An expression over the variables of the listing."""


class Option(Part):
    """One of the answers to choose from."""

    say: str = field(SOME_PROSE)
    """The answer."""
    because: str = field(SOME_PROSE)
    """Why it is right or wrong; shown once it is chosen."""
    right: bool | When = field(Either(YES_NO, PartOf(When)), default=False)
    """Exactly one option is; or `{if: d0 > d1}`, worked out with the numbers at hand."""


class Choose(Question):
    """Pick one of a few answers."""

    key: ClassVar[str] = "choose"
    needs_listing: ClassVar[bool] = False
    still: ClassVar[bool] = True

    choose: str = field(SOME_PROSE)
    """The question."""
    options: tuple[Option, ...] = field(ListOf(PartOf(Option), most=9, least=2))
    """The answers, in the order in which they are shown."""
    many: bool = field(YES_NO, default=False)
    """Several may be right, and all of them are to be picked."""
    after: int = field(Whole(0, MOST_UPDATES), default=1)
    """The update whose values `right: {if: …}` speaks of."""

    @property
    def kind(self) -> str:
        return "many" if self.many else self.key

    @property
    def computed(self) -> bool:
        """Whether it is worked out which options are right."""
        return any(isinstance(option.right, When) for option in self.options)

    def laid_out(self, order: tuple[int, ...]) -> Self:
        if sorted(order) != list(range(len(self.options))):
            return self
        return self.replaced(options=tuple(self.options[place] for place in order))

    def sentences(self) -> Iterator[Said]:
        yield from super().sentences()
        yield Said(("choose",), self.choose)
        for number, option in enumerate(self.options):
            right = option.right is True
            yield Said(("options", number, "say"), option.say, offered=True, right=right)
            yield Said(("options", number, "because"), option.because, after=True)

    def faults(self, listing: Listing | None) -> Iterator[Fault]:
        yield from super().faults(listing)
        right = [number for number, option in enumerate(self.options) if option.right is True]
        for number, option in enumerate(self.options):
            if isinstance(option.right, When):
                yield from _condition(option.right.if_, listing, ("options", number, "right", "if"))
        if self.computed:
            return  # how many are right is found by running
        if not right:
            what = "no option is right; add `right: true` to one"
            yield Fault(("options",), what, at_key=True, missing=True)
        for number in right[1:] if not self.many else ():
            what = "a second right option; exactly one is right"
            yield Fault(("options", number, "right"), what, at_key=True)


def _condition(text: str, listing: Listing | None, path: Where) -> Iterator[Fault]:
    """An expression is to be readable, and to speak of variables that are there."""
    if listing is None:
        yield Fault(path, "`if` needs a listing under `code:`")
        return
    try:
        listing.names_in(text)
    except ListingError as error:
        yield Fault(path, said(error))


class Reach(Question):
    """Edit the constants until a claim about the run is true."""

    key: ClassVar[str] = "reach"
    anew: ClassVar[bool] = True

    reach: str = field(CLAIM)
    """The claim: `diverges`, `error < 0.001 within 10` …"""
    edit: tuple[str, ...] = field(ListOf(NAME), default=())
    """Those of the step's constants that may be edited while it is open; without it, all."""

    def editable(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(name for name in names if not self.edit or name in self.edit)

    def faults(self, listing: Listing | None) -> Iterator[Fault]:
        yield from super().faults(listing)
        if listing is not None:
            yield from check_claim(self.reach, listing, ("reach",))
            for place, name in enumerate(self.edit):
                yield from check_constant(name, listing, ("edit", place))


class Write(Question):
    """Type the lines of the update from memory. Judged by running them."""

    key: ClassVar[str] = "write"

    write: str = field(NAME)
    """The variable that the lines are to compute."""


class Order(Question):
    """Put the shuffled lines of the update in order. Judged by running them."""

    key: ClassVar[str] = "order"

    order: str = field(NAME)
    """The variable that the lines are to compute."""


# -- names that a listing must have ----------------------------------------------------------------


def unknown(
    path: Where, name: str, names: Iterable[str], kind: str, what: str = "", at_key: bool = False
) -> Fault:
    """`name` is not one of `names`, which are of that kind."""
    near = nearest(name, names)
    there = ", ".join(sorted(names) if isinstance(names, frozenset) else names)
    expected = "" if near else f"; there is {there}" if there else "; there is none"
    return Fault(path, f"`{name}` {what or f'is not a {kind} here'}{expected}", near, at_key)


def check_constant(
    name: str, listing: Listing, path: Where, at_key: bool = False
) -> Iterator[Fault]:
    """`name` is to be a constant of the listing."""
    if name not in listing.parameters:
        what = "is not assigned a number at the top of the listing" if listing.has(name) else ""
        if inside := listing.constants_in(name):
            what = f"is a list; name a number in it, as {inside[0]}"
        yield unknown(path, name, listing.parameters, "constant", what, at_key)


def check_constants(names: Iterable[str], listing: Listing, path: Where) -> Iterator[Fault]:
    """The keys of the mapping at `path` are to be constants of the listing."""
    for name in names:
        yield from check_constant(name, listing, (*path, name), at_key=True)


def check_variable(name: str, listing: Listing, path: Where) -> Iterator[Fault]:
    """`name` is to be any variable of the listing."""
    if not listing.has(name):
        yield _no_variable(path, name, listing, listing.variables)


def check_updated(name: str, listing: Listing, path: Where) -> Iterator[Fault]:
    """`name` is to be a variable that the update assigns, so that it can be asked for."""
    assigned = [name for name in listing.variables if listing.assigns(name)]
    if listing.has(name) and listing.assigns(name):
        return
    if listing.has(name):
        loop = listing.script.loop
        counts = loop is not None and name in counters(loop)
        what = "counts the updates" if counts else "is a constant here"
        there = f"ask for what the update assigns: {', '.join(assigned)}"
        if not assigned:
            there = "the update assigns nothing, so there is nothing to ask for"
        yield Fault(path, f"`{name}` {what}; {there}")
    else:
        yield _no_variable(path, name, listing, assigned)


def _no_variable(path: Where, name: str, listing: Listing, names: Iterable[str]) -> Fault:
    """`name` is no variable: there is none, it is no list, or that list is shorter."""
    variable = variable_of(name)
    if variable == name or variable not in listing.variables:
        return unknown(path, name, names, "variable")
    inside = listing.constants_in(variable)
    if not inside:
        return Fault(path, f"`{variable}` is no list: there is no `{name}`", variable)
    return Fault(path, f"`{name}` is not in the list; its last number is {inside[-1]}")


def check_claim(text: str, listing: Listing, path: Where) -> Iterator[Fault]:
    """A claim is to be readable, and to speak of variables that are there."""
    from tutor.engine.claim import claim

    try:
        claim(text).names(listing)
    except ListingError as error:
        yield Fault(path, said(error))
    except ValueError as error:
        yield Fault(path, str(error))


def said(error: ListingError) -> str:
    """What a listing's author did and should do, without the line."""
    return error.what + (f"; {error.instead}" if error.instead else "")
