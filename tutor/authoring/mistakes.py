"""Named mistakes beside the listings in which they are in force: one that nobody can make, one that
was written for another listing, one whose sentence is not true there, two that are one."""

from __future__ import annotations

import ast
import keyword
import math
import random
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

from tutor.course.questions import Fault, unknown
from tutor.course.validate import place_in
from tutor.engine.grammar import parse
from tutor.engine.tree import assigned_names, assigned_pairs, walk
from tutor.errors import ListingError, nearest

if TYPE_CHECKING:
    from tutor.course.loader import Course
    from tutor.course.model import Lesson, Mistake, Step
    from tutor.course.yaml_tree import Document, Where
    from tutor.engine.listing import Listing
    from tutor.grading.ask import Ask

DRAWS = 20
"""Draws of other constants at which rules are held beside each other."""
NEUTRAL = frozenset({0.0, 1.0})
"""Numbers that a sentence may name beside any listing."""
_SPAN = re.compile(r"`[^`]*`")
_NAME = re.compile(r"(?<![\w.])[^\W\d]\w*")
_NUMERAL = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?!\.?\w)")
_LETTER = re.compile("alpha|beta|gamma|delta|epsilon|eta|theta|lambda|mu|sigma|tau")
"""Names of Greek letters: in a sentence they are variables."""
_SQUARED = re.compile(r"\bsquar", re.IGNORECASE)
_PYTHON = frozenset({*keyword.kwlist, "abs", "len", "max", "min", "print", "range", "round", "str"})


class Use(NamedTuple):
    """A mistake at a step in which it is in force."""

    mistake: Mistake
    lesson: str
    step: str
    listing: Listing

    @property
    def place(self) -> str:
        """How course.yaml names the step."""
        return f"{self.lesson}/{self.step}"

    def names(self) -> frozenset[str]:
        """Every way to name the place where it is."""
        return frozenset({self.lesson, self.place, self.step})


def uses_in(course: Course, lesson: Lesson) -> Iterator[Use]:
    """Every mistake at every step of a lesson in which it is in force."""
    for step in lesson.steps:
        found: dict[int, Mistake] = {}
        for question in step.ask:
            made = lesson.mistakes_at(step, question, course.mistakes).values()
            found.update({id(mistake): mistake for mistake in made})
        yield from (Use(mistake, lesson.id, step.id, step.listing) for mistake in found.values())


def check_mistakes(
    document: Document,
    mistakes: Mapping[str, Mistake],
    uses: Sequence[Use],
    place: Where = (),
    places: Collection[str] = (),
) -> None:
    """Note what is wrong with the mistakes that are declared at `place` of a document, all of
    whose uses are among these. `places` are the lessons and steps that they may name."""
    for name, mistake in mistakes.items():
        own = [use for use in uses if use.mistake is mistake]
        for fault in (
            *_unused(name, mistake, own, places),
            *_stray(name, own, bool(places)),
            *_untrue(name, own),
        ):
            fault.note(document, place)


# -- where it is in force --------------------------------------------------------------------------


def _unused(
    name: str, mistake: Mistake, uses: Sequence[Use], places: Collection[str]
) -> Iterator[Fault]:
    """It can be made, in each of the places that it names."""
    names = ", ".join(sorted(mistake.names - {mistake.target})) or "it"
    asked = f"asks for `{mistake.target}` of a listing that has {names}"
    there = frozenset[str]().union(*(use.names() for use in uses))
    for index, step in enumerate(mistake.steps):
        path: Where = ("mistakes", name, "steps", index)
        if places and step not in places:
            yield unknown(path, step, sorted(places), "lesson or step")
        elif step not in there:
            yield Fault(
                path, f"the mistake `{name}` cannot be made in {step}; nothing there {asked}"
            )
    if not uses and not mistake.steps:
        what = f"the mistake `{name}` applies to no question; none {asked}"
        yield Fault(("mistakes", name), what, at_key=True)


def _stray(name: str, uses: Sequence[Use], in_course: bool) -> Iterator[Fault]:
    """A mistake that names no steps is in force only where its rule knows all that its value
    depends on at the step for which it was written, which is the first where it leaves least out.

    A name alone may stand in place of any line, and so may a rule that does without the old value
    of the variable even there.
    """
    left_out = [(use, _left_out(use)) for use in uses if not use.mistake.steps]
    if not left_out or _copies(uses[0].mistake):
        return
    home, least = min(left_out, key=lambda one: len(one[1]))
    target = home.mistake.target
    strays = [(use, more - least) for use, more in left_out if more > least]
    if target in least or not strays:
        return
    use, more = strays[0]
    kin = [one for one, more in left_out if not more > least]
    near = [one.place if in_course else one.step for one in kin]
    what = f"`{name}` is in force in {use.place} too, where `{target}` depends on "
    what += f"{_listed(sorted(more))} and the rule does not; name the steps where it can be made: "
    what += f"`steps: [{', '.join(near[:3])}{', …' if near[3:] else ''}]`"
    yield Fault(("mistakes", name), what, at_key=True)


def _copies(mistake: Mistake) -> bool:
    """Whether the right side of a rule is one name."""
    match parse(mistake.rule.strip()).body:
        case [ast.Assign(value=ast.Name())]:
            return True
    return False


def _left_out(use: Use) -> frozenset[str]:
    """What the right value depends on and the mistaken one does not."""
    target = use.mistake.target
    try:
        wrong = use.listing.with_rule(use.mistake.rule)
    except ListingError:
        return frozenset()  # told where it is tried
    return depends(use.listing, target) - depends(wrong, target)


def depends(listing: Listing, name: str) -> frozenset[str]:
    """The constants, and the values from before the update, on which a variable depends."""
    known: dict[str, frozenset[str]] = {}
    for statement in listing.script.body:
        pairs: Sequence[tuple[str, ast.AST]] = assigned_pairs(statement)
        for target, tree in pairs or [(name, statement) for name in assigned_names([statement])]:
            found = [known.get(read, frozenset({read})) for read in _read(tree)]
            known[target] = frozenset({target} if not found else ()).union(*found)
    return known.get(name, frozenset({name})) & frozenset(listing.variables)


def _read(tree: ast.AST) -> Iterator[str]:
    for node in walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Load()) | ast.AugAssign(target=ast.Name(id=name)):
                yield name


# -- what it says ----------------------------------------------------------------------------------


def _untrue(name: str, uses: Sequence[Use]) -> Iterator[Fault]:
    """Its sentence speaks of nothing that a listing has not in which it is in force."""
    told = set[str]()
    for use in uses:
        say = use.mistake.say
        for match in _foreign(use, uses[0].listing):
            if match.group() not in told:
                told.add(match.group())
                what = f"`{name}` is in force in {use.place}, whose listing has no {match.group()}"
                what += "; reword this, or name the steps where it is true under `steps:`"
                near = nearest(match.group(), use.listing.variables)
                path: Where = ("mistakes", name, "say")
                yield Fault(path, what, near, inside=place_in(say, match.start()))


def _foreign(use: Use, home: Listing) -> Iterator[re.Match[str]]:
    """The variables, numbers and squares of a sentence that the listing and the rule have not.

    A word is taken for a variable where it looks like one, or is one of the `home` listing, where
    the mistake is in force first.
    """
    say, names = use.mistake.say, use.listing.variables
    code = f"{use.listing.code}\n{use.mistake.rule.strip()}"
    parts = {part for name in names for part in name.split("_")}
    known = {*names, *parts, *(n.id for n in walk(parse(code)) if isinstance(n, ast.Name))}
    spans = [range(*match.span()) for match in _SPAN.finditer(say)]
    for match in _NAME.finditer(say):
        word = match.group()
        code_like = "_" in word or _LETTER.fullmatch(word) or word in home.variables
        if word in known or word in _PYTHON:
            continue
        if code_like or any(match.start() in span for span in spans):
            yield match
    numbers = {float(numeral.group()) for numeral in _NUMERAL.finditer(code)} | NEUTRAL
    yield from (match for match in _NUMERAL.finditer(say) if float(match.group()) not in numbers)
    if not any(isinstance(node, ast.Pow) for node in walk(parse(code))):
        yield from _SQUARED.finditer(say)


# -- beside the others -----------------------------------------------------------------------------


def check_alike(ask: Ask[Any], step: Step) -> Iterator[str]:
    """Why one of the mistakes at a question is none, or two of them are one, whatever is drawn."""
    target = ask.question.target()
    if target is None or not target.exact:
        return
    asks = list(_with_others(ask, step))
    for name in ask.mistakes:
        if asks and all(name in one.hidden for one in asks):
            what = f"the mistake `{name}` gives the right answer at every draw"
            yield f"{what}; ask for something else, or name the steps where it can be made"
    for one, other in combinations(ask.mistakes, 2):
        alike = asks and all((one, other) in found.coinciding for found in asks)
        if alike and ask.mistakes[one].say.split() != ask.mistakes[other].say.split():
            what = f"the mistakes `{one}` and `{other}` give one number at every draw"
            yield f"{what}; keep one of them here, with a sentence that is true of both"


def _with_others(ask: Ask[Any], step: Step) -> Iterator[Ask[Any]]:
    """The question at other constants, where there is something to predict: those of `quiz`, or of
    `edit`."""
    chance = random.Random(step.id)
    ranges = step.quiz.vary if step.quiz is not None else step.edit
    for _ in range(DRAWS if ranges else 0):
        other = ask.with_values({name: chance.choice(r.grid()) for name, r in ranges.items()})
        try:
            if math.isfinite(other.truth) and other.direction != "stay":
                yield other
        except ListingError:
            continue


def _listed(names: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
