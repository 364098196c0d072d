"""A short Python listing: the model that a step is about. Nothing else here knows any formula.

parameters   the constants assigned at the top of the listing
one update   one pass through the body of its `for` loop (or the whole listing without a loop)
run()        every variable at every update, and what was printed
curve()      one variable as a function of one constant
with_rule()  the same listing with one rule replaced by a wrong one
with_line()  the same with one line replaced, whatever that does
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from tutor.engine import rewrite
from tutor.engine.compiler import compile_script
from tutor.engine.expression import script_expression
from tutor.engine.flow import carried, changing, leads, making, needs, varies
from tutor.engine.language.checker import Script, check
from tutor.engine.language.grammar import MOST_BITS, Kind
from tutor.engine.language.kinds import fits
from tutor.engine.language.scope import Scope, scope_of
from tutor.engine.language.tree import (
    Positions,
    assigned_names,
    assigned_pairs,
    assigned_places,
    bounds,
    literal_value,
    names_read,
    spelled_out,
    walk,
)
from tutor.engine.machine import as_float
from tutor.engine.numbers import NOTHING, Number, Value
from tutor.engine.places import elements, place_of, variable_of
from tutor.engine.program import BUDGET, Program, Shape
from tutor.engine.program import anew as new_name
from tutor.engine.trace import (
    LOOK,
    Ending,
    Trace,
    curve,
    judge,
    one_by_one,
    record,
    surface,
    together,
)
from tutor.errors import ListingError, did_you_mean

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


FEW = 16
"""Points of a curve that are sooner found one by one than all at once by NumPy."""


@lru_cache(maxsize=512)
def listing(code: str, update: int = 0) -> Listing:
    """The checked listing, the passes of its first loop the updates, or those of the loop that
    begins on line `update`. Raises ListingError with all that is outside the language."""
    return Listing(code.replace("\r\n", "\n"), update=update)


@lru_cache(maxsize=512)
def relined(original: Listing, old: str, new: str) -> Listing:
    return _checked(original, rewrite.with_line(original.script, old, new), "")


@lru_cache(maxsize=512)
def ruled(original: Listing, rule: str) -> Listing:
    one_line = rewrite.with_one_line(original.script, rule)
    if one_line is not None:
        return Listing(one_line[0], original, one_line[1], update=original.update)
    target = rewrite.read_rule(rule)[1]
    return _checked(original, rewrite.with_rule(original.script, rule), target)


def _checked(original: Listing, code: str, target: str) -> Listing:
    """A wrong version of a listing, with a line that assigns the target."""
    try:
        wrong = Listing(code, original, update=original.update)
    except ListingError as error:
        # The rest of the listing was right: it is the rule.
        raise ListingError(1, 1, error.what, error.instead) from None
    had, has = original.script.scope.held, wrong.script.scope.held
    inside = zip(_function_scopes(original.script), _function_scopes(wrong.script), strict=False)
    for mine, theirs in inside:
        for name in mine.held.keys() & theirs.held.keys():
            if not fits(mine.held[name], theirs.held[name], apart=True, loosely=True):
                what = f"`{name}` in a function would hold something else than before"
                raise ListingError(1, 1, what, "give functions what the listing gives them")
    for name in sorted(had.keys() & has.keys(), key=lambda name: name != target):
        loosely = had[name].kind() is has[name].kind() is Kind.FUNCTION
        if not fits(had[name], has[name], apart=True, loosely=loosely):
            was, becomes = had[name].kind(), has[name].kind()
            what = f"`{name}` was {was} and becomes {becomes}"
            if becomes in (Kind.ANY, was):
                what = f"`{name}` was {was} and becomes something else"
            raise ListingError(1, 1, what, "assign what it was")
    return wrong


def _function_scopes(script: Script) -> list[Scope]:
    """The scopes that may last from one update to the next."""
    everything = walk(*script.setup, *script.body, *script.rest)
    return [scope_of(node) for node in everything if isinstance(node, ast.FunctionDef)]


class Listing:
    """An immutable, checked listing; two of the same code are equal."""

    def __init__(
        self,
        code: str,
        original: Listing | None = None,
        script: Script | None = None,
        own: rewrite.OwnLines | None = None,
        update: int = 0,
    ) -> None:
        self.code = code
        self.update = update
        """The line of the loop whose passes are the updates; 0: the first loop at the top level."""
        self.original = original
        """The right listing that this one is a wrong version of."""
        self.own = own
        """Where the lines of a learner stand in it."""
        self.script: Script = check(code, update) if script is None else script
        self._programs: dict[tuple[Shape, bool], Program] = {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Listing) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    def __repr__(self) -> str:
        return f"Listing({self.code!r})"

    @property
    def _key(self) -> tuple[str, int, str | None]:
        return self.code, self.update, self.original.code if self.original else None

    @property
    def lines(self) -> tuple[str, ...]:
        return self.script.lines

    @cached_property
    def parameters(self) -> Mapping[str, Number]:
        """The constants assigned at the top level before the loop, in order of appearance; of lists
        each number by its place, as `weights[0]`."""
        constants = self.script.parameters.items()
        return MappingProxyType({name: literal.value for name, literal in constants})

    @cached_property
    def variables(self) -> tuple[str, ...]:
        """Every name that is assigned: parameters first, then by first assignment."""
        return tuple(self.script.kinds)

    @cached_property
    def passes(self) -> int | None:
        """Updates that the listing makes as written; None where that is worked out at run time."""
        loop = self.script.loop
        if loop is None:
            return 1
        if loop is not self.script.outer:
            return None
        made_of = [self._constant(bound) for bound in bounds(loop)]
        if not made_of:
            return None
        whole_numbers = [bound for bound in made_of if isinstance(bound, int)]
        if len(whole_numbers) < len(made_of) or whole_numbers[2:] == [0]:
            return None
        return len(range(*whole_numbers))

    def _constant(self, node: ast.expr) -> Number | None:
        if isinstance(node, ast.Name):
            return self.parameters.get(node.id)
        return literal_value(node)

    @cached_property
    def body(self) -> range:
        """1-based numbers of the lines of one update."""
        body = self.script.body
        return range(body[0].lineno, (body[-1].end_lineno or 0) + 1) if body else range(0)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Every name of it, with what it stands for where that is no number: `a list`, `a text`,
        `a function`."""
        held = {name: one.kind() for name, one in self.script.scope.held.items()}
        return {
            n: "" if k is Kind.NUMBER else str(k) for n, k in {**self.script.kinds, **held}.items()
        }

    @cached_property
    def lists(self) -> tuple[str, ...]:
        """The variables that hold lists, and never a number."""
        kinds = self.script.kinds
        return tuple(name for name in kinds if kinds[name] in (Kind.LIST, Kind.TUPLE))

    def has(self, name: str) -> bool:
        """Whether it is a variable, or may be a value in one that holds a list."""
        variable, at = place_of(name)
        kind = self.script.kinds.get(variable)
        if kind is None or not at:
            return kind is not None
        if kind not in (Kind.LIST, Kind.TUPLE, Kind.ANY):
            return False
        if variable not in self._lists or self.script.scope.held[variable].root().grows:
            return True
        return self.is_given(name) or any(
            not where for where, _ in self._assigning.get(variable, ())
        )

    def constants_in(self, variable: str) -> tuple[str, ...]:
        """The constants, by their places, of which the list consists at the start; none where
        anything else stands in it."""
        return self._lists.get(variable, ())

    @cached_property
    def _lists(self) -> Mapping[str, tuple[str, ...]]:
        """The lists of nothing but constants."""
        found: dict[str, tuple[str, ...]] = {}
        for statement in self.script.setup:
            for variable, value in assigned_pairs(statement):
                names = tuple(name for name, _ in spelled_out(variable, value))
                constants = all(name in self.parameters for name in names)
                if constants and names and names != (variable,):
                    found.setdefault(variable, names)
        return found

    def is_given(self, name: str) -> bool:
        """Whether its value stands in the listing: a constant, or a list of nothing but these."""
        variable, at = place_of(name)
        if name in self.parameters or not at:
            return name in self.parameters or name in self._lists
        return any(place_of(one).at[: len(at)] == at for one in self._lists.get(variable, ()))

    def needs(self, name: str) -> frozenset[str]:
        """The variables that have a part in what an update makes of this one, itself included."""
        return needs(self.script, variable_of(name))

    def moves(self, name: str) -> bool:
        """Whether updates move it on from what it is before the first: a constant that they change,
        or what they carry on."""
        kept = self.is_given(name) or variable_of(name) in self.carried
        return kept and bool(self.assigns(name))

    def leads(self, line: str, name: str) -> bool:
        """Whether a line of the update, or of a function, has a part in the value that an update
        gives a variable; not where there is no such line, or it stands there twice."""
        try:
            return leads(self.script, rewrite.line_of(self.script, line), variable_of(name))
        except ListingError:
            return False

    def prepares(self, name: str) -> tuple[int, ...]:
        """1-based lines that assign a variable once, before the first update."""
        found = [one.lineno for one in self.script.setup if name in assigned_names([one])]
        return tuple(found if len(found) == 1 else ())

    def assigns(self, name: str) -> tuple[int, ...]:
        """1-based lines of the update that assign the name, or may assign that place of a list."""
        if name not in self._assigns:
            variable, at = place_of(name)
            lines = {
                line
                for pattern, line in self._assigning.get(variable, ())
                if all(one in (None, index) for one, index in zip(pattern, at, strict=False))
            }
            self._assigns[name] = tuple(sorted(lines))
        return self._assigns[name]

    @cached_property
    def _assigns(self) -> dict[str, tuple[int, ...]]:
        """What was found. Asked for at every key."""
        return {}

    @cached_property
    def _assigning(self) -> Mapping[str, list[tuple[Positions, int]]]:
        """Which lines of the update assign each variable, and where in it."""
        lines: dict[str, list[tuple[Positions, int]]] = {}
        for node in walk(*self.script.around, *self.script.body):
            if not isinstance(node, ast.stmt):
                continue
            for name, at in assigned_places(node):
                lines.setdefault(name, []).append((at, node.lineno))
        return lines

    @cached_property
    def changing(self) -> frozenset[str]:
        """Its functions that may change something which they did not make themselves."""
        return changing(self.script)

    @cached_property
    def making(self) -> frozenset[str]:
        """Its functions that return nothing but lists that they have made themselves."""
        return making(self.script)

    def may_be_one(self, one: str, other: str) -> bool:
        """Whether two variables may hold the same list, so that a change of one changes both."""
        held = self.script.scope.held
        if one not in held or other not in held:
            return False
        return held[one].root() is held[other].root()

    # Running

    def steers(self, name: str) -> bool:
        """Whether what an update computes decides where it moves the variable."""
        moving = [one for one in self.script.body if name in assigned_names([one])]
        read = {other for one in moving for other in names_read(one)} - {name}
        return any(set(self.assigns(other)) & set(self.body) for other in read)

    def run(
        self,
        values: Mapping[str, Number] = NOTHING,
        *,
        updates: int | None = None,
        rule_from: int = 0,
        quiet: bool = False,
        budget: int = BUDGET,
    ) -> Trace:
        """Run it with some constants replaced.

        `updates` overrides how many passes the main loop makes. For a listing from `with_rule`
        the first `rule_from` updates still follow the right rule. `quiet` leaves the prints out.
        A run that takes more steps than its `budget` is stopped.
        Raises ListingError for a constant that is not there, and for values without meaning
        (an unset variable, a position past the end of a list).
        """
        right = self.original.script if rule_from > 0 and self.original is not None else None
        settled, wanted = self.settle(values), None if updates is None else max(0, updates)
        try:
            return record(self._program(Shape(quiet), right), settled, wanted, rule_from, budget)
        except ListingError as error:
            raise (self.own.placed(error) if self.own else error) from None

    def printed(self, values: Mapping[str, Number] = NOTHING) -> Trace:
        """The same run for what it prints: ten times as long, and only its last row is kept."""
        program = self._program(Shape())
        return record(program, self.settle(values), None, budget=10 * BUDGET, last=True)

    def rounded(
        self,
        values: Mapping[str, Number],
        digits: int,
        *,
        updates: int,
        exactly: int = 0,
        each: bool = False,
    ) -> Trace:
        """The run as it comes out with a pencil: after the first `exactly` updates, every number
        that a line assigns (or, with `each`, every operation comes to) is rounded to so many
        significant digits before it is used again.
        """
        program = self._program(Shape(quiet=True, digits=digits, each=each), self.script)
        return record(program, self.settle(values), updates, exactly)

    def settle(self, values: Mapping[str, Number]) -> dict[str, Number]:
        """Every constant with its value. Raises ListingError for one that is not there."""
        settled = dict(self.parameters)
        for name, value in values.items():
            if name not in settled:
                what = f"the listing has no constant `{name}`"
                raise ListingError(1, 1, what, self.nearest_constant(name))
            large = isinstance(value, int) and value.bit_length() <= MOST_BITS
            settled[name] = value if large else as_float(value)
        return settled

    def nearest_constant(self, name: str) -> str:
        """What to write for the name of a constant that is not there."""
        if inside := self.constants_in(name):
            return f"it is a list: name a number in it, as {inside[0]}"
        there = ", ".join(self.parameters) or "none"
        return did_you_mean(name, self.parameters, f"its constants: {there}")

    def curve(
        self,
        x: str,
        y: str,
        xs: NDArray[np.float64],
        values: Mapping[str, Number] = NOTHING,
        *,
        after: int = 1,
        anew: bool = False,
    ) -> NDArray[np.float64]:
        """Variable `y` in update `after`, for each of `xs` in place of the constant `x`: from the
        first update on or, `anew`, where that one begins.

        float64 of the shape of `xs`; inf and nan where that is what the listing comes to.
        """
        return self.surface(y, {x: xs}, values, after=after, anew=anew)

    def surface(
        self,
        z: str,
        over: Mapping[str, NDArray[np.float64]],
        values: Mapping[str, Number] = NOTHING,
        *,
        after: int = 1,
        anew: bool = False,
    ) -> NDArray[np.float64]:
        """Variable `z` in update `after`, with arrays of one shape in place of some constants: from
        the first update on or, `anew`, where that one begins.

        float64 of that shape; inf and nan where that is what the listing comes to. Raises
        ListingError for names that are not there.
        """
        program, settled = self._over(tuple(over), z, values, anew)
        given = {new_name(name): xs for name, xs in over.items()} if anew else over
        return surface(program, settled, given, max(1, after))

    def heights(
        self,
        x: str,
        y: str,
        xs: Sequence[float],
        values: Mapping[str, Number] = NOTHING,
        update: int = 0,
        *,
        anew: bool = True,
    ) -> list[float]:
        """The same for plain numbers: in update 1, or in that `update`, with `x` set where that one
        begins (`anew`) or from the first one on."""
        anew = anew and update > 0
        program, settled = self._over((x,), y, values, anew)
        name, after = new_name(x) if anew else x, max(1, update)
        if len(xs) <= FEW or "numpy" not in sys.modules:
            # A first picture is there sooner without it: importing it takes thirty times as long.
            return one_by_one(program, settled, [name], [(one,) for one in xs], after)
        return list(curve(program, settled, name, xs, after).tolist())

    def varies(self, variable: str) -> bool:
        """Whether an update makes something else of a variable than the one before would from the
        same numbers: as a pass of a loop over examples does, or of one that draws at random."""
        return varies(self.script, variable_of(variable))

    def _over(
        self, names: tuple[str, ...], y: str, values: Mapping[str, Number], anew: bool = False
    ) -> tuple[Program, dict[str, Number]]:
        """What computes y alone, and every constant. Raises ListingError."""
        replaced = self.settle({**values, **dict.fromkeys(names, 0.0)})
        settled = self.settle(values) if anew else replaced
        if not self.has(y):
            hint = did_you_mean(y, self.variables)
            raise ListingError(1, 1, f"the listing has no variable `{y}`", hint)
        return self._program(Shape(wanted=y, anew=names if anew else ())), settled

    def _program(self, shape: Shape, before: Script | None = None) -> Program:
        """The compiled listing, made once for each use; its first updates may be those of another
        script, the right one or this one unrounded."""
        key = shape, before is not None
        if key not in self._programs:
            self._programs[key] = compile_script(self.script, shape, before)
        return self._programs[key]

    def ending(self, values: Mapping[str, Number] = NOTHING, names: Sequence[str] = ()) -> Ending:
        """How the values of some variables end when the run goes on: without `names`, of all that
        updates carry on.

        They converge where each of them does, and diverge where one does; they oscillate where one
        of them does and all others come to rest.

        It goes on for at least 400 updates past its own, and once more for longer where those do
        not decide it.
        """
        own = self.passes or 0
        found = Ending.UNDECIDED
        for updates in (own + LOOK, own + 8 * LOOK) if names or self.carried else ():
            try:
                trace = self.run(values, updates=updates, quiet=True)
            except ListingError:
                # It cannot go on, as at the end of a list: judge what it does as written.
                trace = self.run(values, quiet=True)
            found = together([judge(column) for column in self.columns(trace, names)])
            if found is not Ending.UNDECIDED or trace.stopped:
                break
        return found

    def columns(self, trace: Trace, names: Sequence[str] = ()) -> list[list[float]]:
        """Each number in some variables at every update of a run of it, as far as there is one;
        without `names`, in all that updates carry on."""
        last = trace.updates
        each = [
            one
            for name in names or self.carried
            for one, _ in elements(name, trace.value(name, last))
        ]
        return [
            [as_float(v) for v in trace.column(one) if isinstance(v, int | float)] for one in each
        ]

    @cached_property
    def carried(self) -> tuple[str, ...]:
        """The variables that each update changes for the next; `weight` comes first."""
        return carried(self.script)

    def names_in(self, expression: str) -> frozenset[str]:
        """The variables of the listing that an expression needs; its functions count in."""
        return frozenset(script_expression(expression, self.script).names)

    def evaluate(self, expression: str, values: Mapping[str, Value], budget: int = BUDGET) -> Value:
        """An expression of the same language, its functions included, over these values."""
        return script_expression(expression, self.script).evaluate(values, budget)

    # Other versions of it

    def with_values(self, values: Mapping[str, Number]) -> str:
        """The code with those constants rewritten in place."""
        settled = self.settle(values)
        changed = {name: settled[name] for name in values}
        return rewrite.with_values(self.script, changed)

    def with_rule(self, rule: str) -> Listing:
        """The listing with another rule for one variable, such as `weight = weight + derivative`.

        Every statement of the update that assigns that variable goes (a whole `if` counts as one);
        the rule stands where the last of them stood. Raises ListingError.
        """
        return ruled(self, rule)

    def with_line(self, old: str, new: str) -> Listing:
        """The listing with another line in place of one of its update or of a function.
        Raises ListingError, also where the old line stands there twice."""
        return relined(self, old, new)

    def with_body(self, lines: Sequence[str]) -> Listing:
        """The listing with an update of the learner's own.

        Prints stay (unless the new lines print), but for those of names that are gone.
        Raises ListingError with the line number within `lines`, and so does its `run`.
        """
        own = rewrite.own_lines(lines)
        code, place = rewrite.with_body(self.script, own)
        try:
            return Listing(code, own=place, script=listing(code, self.update).script)
        except ListingError as error:
            raise place.placed(error) from None
