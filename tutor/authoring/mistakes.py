"""Named mistakes beside the listings in which they are in force: one that nobody can make, one that
was written for another listing, one whose sentence is not true there, two that are one."""

from __future__ import annotations

import ast
import keyword
import math
import random
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

from tutor.course.markup import PlaceholderError, placeholders
from tutor.course.questions import Fault, unknown
from tutor.course.ranges import draw
from tutor.course.validate import place_in
from tutor.engine.language.grammar import BUILT_IN, parse, parse_line
from tutor.engine.language.tree import assigned_names, values_given, walk
from tutor.errors import ListingError, nearest
from tutor.grading import messages

if TYPE_CHECKING:
    from tutor.course.loader import Course
    from tutor.course.model import Lesson, Mistake, Step
    from tutor.course.yaml_tree import Document, Where
    from tutor.engine.listing import Listing
    from tutor.engine.numbers import Value
    from tutor.grading.ask import Ask

DRAWS = 20
"""Draws of other constants at which rules are held beside each other."""
NEUTRAL = frozenset({0.0, 1.0})
"""Numbers that a sentence may name beside any listing."""
TRIES = 8
"""Runs at other constants that tell whether a rule is the right one."""
_SPAN = re.compile(r"`[^`]*`")
_NAME = re.compile(r"(?<![\w.])[^\W\d]\w*")
_NUMERAL = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?!\.?\w)")
_DONE = re.compile(
    r"\bYou (?:added|subtracted|(?:multiplied|divided)(?: \w+)? by)(?: the)? "
    rf"({_NUMERAL.pattern})(?=[.,;:!]|$| to\b| from\b)"
)
"""A number with which the learner is said to have worked."""
_LETTER = re.compile("alpha|beta|gamma|delta|epsilon|eta|theta|lambda|mu|sigma|tau")
"""Names of Greek letters: in a sentence they are variables."""
_SQUARED = re.compile(
    r"\bsquar(?:ed|ing)\b|\bto square\b(?! brackets?\b)"
    r"|(?:^|(?<=[.:,;!?]\s))square (?=(?:it|the|each|both|them|that|this)\b|`)",
    re.IGNORECASE,
)
"""The verb alone: a square may also be what one walks around, or what a root is taken of."""
_FORGOTTEN = re.compile(r"\bforg[eo]t(?:ten)? to (subtract|add|multiply|divide)\b", re.IGNORECASE)
_SIGNS: Mapping[str, tuple[type[ast.AST], ...]] = {
    "add": (ast.Add,),
    "subtract": (ast.Sub, ast.USub),
    "multiply": (ast.Mult, ast.Pow),
    "divide": (ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.Mult),
}
"""Where a listing does what a sentence names; to divide by 2 is to multiply by a half."""
_PYTHON = frozenset({*keyword.kwlist, *BUILT_IN})


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


def variables_in(steps: Iterable[Step]) -> frozenset[str]:
    """The variables of all their listings."""
    return frozenset(name for step in steps if step.code for name in step.listing.variables)


def lines_in(steps: Iterable[Step]) -> frozenset[str]:
    """The lines of all their listings."""
    codes = (step.listing.code for step in steps if step.code)
    return frozenset(_bare(line) for code in codes for line in code.splitlines())


def _bare(line: str) -> str:
    """The line without a note, and with one blank for several."""
    return " ".join(line.partition("#")[0].split())


def check_mistakes(
    document: Document,
    mistakes: Mapping[str, Mistake],
    uses: Sequence[Use],
    place: Where = (),
    places: Collection[str] = (),
    variables: Collection[str] = (),
    lines: Collection[str] = (),
) -> None:
    """Note what is wrong with the mistakes that are declared at `place` of a document, all of
    whose uses are among these. `places` are the lessons and steps that they may name, `variables`
    and `lines` those of all listings that they could be made in."""
    for name, mistake in mistakes.items():
        own = [use for use in uses if use.mistake is mistake]
        for fault in (
            *(
                _no_such_line(name, mistake, lines)
                or _unused(name, mistake, own, places, variables)
            ),
            *_stray(name, own, bool(places)),
            *_untrue(name, own),
            *_unfilled(name, mistake, own),
        ):
            fault.note(document, place)


# -- where it is in force --------------------------------------------------------------------------


def _no_such_line(name: str, mistake: Mistake, lines: Collection[str]) -> list[Fault]:
    """That no listing has the line which it replaces."""
    line = _bare(mistake.replace)
    if not line or not lines or line in lines:
        return []
    return [Fault(("mistakes", name, "replace"), f"no line reads `{line}`", nearest(line, lines))]


def _unused(
    name: str,
    mistake: Mistake,
    uses: Sequence[Use],
    places: Collection[str],
    variables: Collection[str],
) -> Iterator[Fault]:
    """It can be made, in each of the places that it names."""
    names = ", ".join(sorted(mistake.names - {mistake.target} - _PYTHON)) or "it"
    asked = f"asks for `{mistake.target}` of a listing that has {names}"
    if mistake.replace:
        asked = f"asks for what `{mistake.replace.strip()}` has a part in"
    there = frozenset[str]().union(*(use.names() for use in uses))
    for index, step in enumerate(mistake.steps):
        path: Where = ("mistakes", name, "steps", index)
        if places and step not in places:
            yield unknown(path, step, sorted(places), "lesson or step")
        elif step not in there:
            yield Fault(
                path, f"the mistake `{name}` cannot be made in {step}; nothing there {asked}"
            )
    strange = sorted(mistake.names - _PYTHON - {*variables}) if mistake.rule else []
    if not uses and variables and strange:
        yield unknown(("mistakes", name, "rule"), strange[0], sorted(variables), "variable")
    elif not uses and not mistake.steps:
        what = f"the mistake `{name}` applies to no question; none {asked}"
        yield Fault(("mistakes", name), what, at_key=True)


def _unfilled(name: str, mistake: Mistake, uses: Sequence[Use]) -> Iterator[Fault]:
    """Each placeholder in its sentence can be read, and is a variable wherever it is in force."""
    path: Where = ("mistakes", name, "say")
    try:
        holes = placeholders(mistake.say)
    except PlaceholderError as error:
        yield Fault(path, str(error), inside=place_in(mistake.say, error.offset))
        return
    for hole in holes:
        for use in uses:
            if not use.listing.has(hole.name):
                what = f"`{{{hole.name}}}` is not a variable of the listing in {use.step}"
                near = nearest(hole.name, use.listing.variables)
                yield Fault(path, what, near, inside=place_in(mistake.say, hole.offset))
                break


def _stray(name: str, uses: Sequence[Use], in_course: bool) -> Iterator[Fault]:
    """A mistake that names no steps is in force only where its rule is wrong, and knows all that
    its value depends on at the step for which it was written, which is the first of these where it
    leaves least out.

    A name alone may stand in place of any line, and so may a rule that does without the old value
    of the variable even there.
    """
    open_ = [use for use in uses if use.mistake.rule and not use.mistake.steps]
    right = [use for use in open_ if _right(use)]
    left_out = [(use, _left_out(use)) for use in open_ if use not in right]
    if not left_out:
        return
    home, least = min(left_out, key=lambda one: len(one[1]))
    target = home.mistake.target
    strays = [(use, more - least) for use, more in left_out if more > least]
    if target in least or _copies(home.mistake):
        strays = []
    if right:
        use, why = right[0], "where it is the right rule"
    elif strays:
        use, more = strays[0]
        why = f"where `{target}` depends on {messages.listed(sorted(more))} and the rule does not"
    else:
        return
    kin = [one for one, _ in left_out if one not in [use for use, _ in strays]]
    near = [one.place if in_course else one.step for one in kin]
    what = f"`{name}` is in force in {use.place} too, {why}; name the steps where it can be made: "
    what += f"`steps: [{', '.join(near[:3])}{', …' if near[3:] else ''}]`"
    yield Fault(("mistakes", name), what, at_key=True)


def _right(use: Use) -> bool:
    """Whether the rule gives what the listing gives, whatever the constants are."""
    target, chance = use.mistake.target, random.Random(use.step)
    tried = 0
    for _ in range(TRIES):
        values = {
            name: value + chance.uniform(-1, 1) * (1 + abs(value))
            for name, value in use.listing.parameters.items()
        }
        try:
            runs = use.listing, use.mistake.applied_to(use.listing)
            right, wrong = (one.run(values, updates=3, quiet=True) for one in runs)
        except ListingError:
            continue  # these constants mean nothing here, or it is told where it is tried
        if not right.updates or right.updates != wrong.updates:
            continue  # the run is stopped before it comes to anything
        pairs = [(right.value(target, at), wrong.value(target, at)) for at in (1, right.updates)]
        if not all(_alike(one, other) for one, other in pairs):
            return False
        tried += 1
    return tried > 0


def _alike(one: Value | None, other: Value | None) -> bool:
    """Whether two values are one but for rounding."""
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(_alike, one, other))
    return one == other


def _copies(mistake: Mistake) -> bool:
    """Whether the right side of a rule is one name."""
    match [parse_line(mistake.line)]:
        case [ast.Assign(value=ast.Name())]:
            return True
    return False


def _left_out(use: Use) -> frozenset[str]:
    """What the right value depends on and the mistaken one does not."""
    target = use.mistake.target
    try:
        wrong = use.mistake.applied_to(use.listing)
    except ListingError:
        return frozenset()  # told where it is tried
    return depends(use.listing, target) - depends(wrong, target)


def depends(listing: Listing, name: str) -> frozenset[str]:
    """The constants, and the values from before the update, on which a variable depends."""
    known: dict[str, frozenset[str]] = {}
    for statement in listing.script.body:
        given: dict[str, ast.AST] = dict.fromkeys(assigned_names([statement]), statement)
        given |= values_given(statement)
        before = dict(known) if isinstance(statement, ast.Assign) else known
        for target, tree in given.items():
            found = [before.get(read, frozenset({read})) for read in _read(tree)]
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
        for match, lack in _foreign(use, uses[0].listing):
            if match.group() not in told:
                told.add(match.group())
                what = f"`{name}` is in force in {use.place}, whose listing {lack}; reword this, "
                what += "or name the steps where it is true under `steps:`"
                named = lack.endswith(match.group())
                near = nearest(match.group(), use.listing.variables) if named else ""
                path: Where = ("mistakes", name, "say")
                yield Fault(path, what, near, inside=place_in(say, match.start()))


def _foreign(use: Use, home: Listing) -> Iterator[tuple[re.Match[str], str]]:
    """What a sentence speaks of and the listing and the rule have not, and what they lack:
    variables, numbers, squares, and what the learner is said to have forgotten to do.

    A word is taken for a variable where it looks like one, or is one of the `home` listing, where
    the mistake is in force first. So is a number, or it is said to be what the learner worked with:
    others are examples.
    """
    say, names = use.mistake.say, use.listing.variables
    code = f"{use.listing.code}\n{_whole(use.mistake.line)}"
    tree = parse(code)
    parts = {part for name in names for part in name.split("_")}
    known = {*names, *parts, *(n.id for n in walk(tree) if isinstance(n, ast.Name))}
    spans = [range(*match.span()) for match in _SPAN.finditer(say)]
    for match in _NAME.finditer(say):
        word = match.group()
        code_like = "_" in word or _LETTER.fullmatch(word) or word in home.variables
        if word in known or word in _PYTHON:
            continue
        if code_like or any(match.start() in span for span in spans):
            yield match, f"has no {word}"
    here, there = _numbers(code) | NEUTRAL, _numbers(home.code)
    done = {match.start(1) for match in _DONE.finditer(say)}
    for match in _NUMERAL.finditer(say):
        value = float(match.group())
        if value not in here and (value in there or match.start() in done):
            yield match, f"has no {match.group()}"
    if any(isinstance(node, ast.ImportFrom) for node in walk(tree)):
        return  # who knows what its functions do?
    if not _squares(tree):
        yield from ((match, "does not square anything") for match in _SQUARED.finditer(say))
    signs = {type(node) for node in walk(parse(use.listing.code))}
    for match in _FORGOTTEN.finditer(say):
        verb = match.group(1).lower()
        if signs.isdisjoint(_SIGNS[verb]):
            yield match, f"does not {verb} anything"


def _whole(line: str) -> str:
    """A line as a statement of its own: a head of a block with something in it."""
    return f"{line} pass" if line.endswith(":") else line


def _numbers(code: str) -> frozenset[float]:
    return frozenset(float(numeral.group()) for numeral in _NUMERAL.finditer(code))


def _squares(tree: ast.AST) -> bool:
    """Whether something is raised to a power, or multiplied by itself."""
    for node in walk(tree):
        if isinstance(node, ast.Pow):
            return True
        factors = [ast.dump(factor) for factor in _factors(node)]
        if len(factors) > len(set(factors)):
            return True
    return False


def _factors(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            yield from _factors(left)
            yield from _factors(right)
        case ast.AugAssign(target=ast.Name(id=name), op=ast.Mult(), value=value):
            yield ast.Name(name, ast.Load())
            yield from _factors(value)
        case _:
            yield node


# -- beside the others -----------------------------------------------------------------------------


def check_alike(ask: Ask[Any], step: Step) -> Iterator[str]:
    """Why one of the mistakes at a question is none, or two of them are one, whatever is drawn."""
    target = ask.question.target()
    if target is None or not target.exact:
        return
    asks = list(_with_others(ask, step))
    for name in ask.mistakes:
        if ask.still and name in ask.idle:
            continue  # a weight that stands still does so by any rule
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
    ranges = step.varied(ask.question.replaced(with_={})) or step.edit
    for _ in range(DRAWS if ranges else 0):
        other = ask.with_values(draw(ranges, chance))
        try:
            if math.isfinite(other.truth) and other.direction != "stay":
                yield other
        except ListingError:
            continue
