"""Random listings behave as CPython's, and nothing that is typed gets out or hangs."""

from __future__ import annotations

import ast
import math
import random
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.engine.listings import SEED
from tests.engine.programs import NAMES, expressions, junk, listings, mixed
from tests.hang import no_hang
from tutor.course.index import bundled
from tutor.course.loader import load_course
from tutor.engine.expression import expression
from tutor.engine.language.grammar import refuse_node
from tutor.engine.listing import Listing, listing
from tutor.engine.numbers import Value
from tutor.engine.rewrite import with_one_line, with_rule
from tutor.errors import ListingError


class NotComparedError(ArithmeticError):
    """A number for which the two are allowed to differ."""


def real_power(base: float, exponent: float) -> float:
    power: float | complex = base**exponent
    if isinstance(power, complex):
        raise NotComparedError
    return power


class RealPowers(ast.NodeTransformer):
    """Lets CPython's complex roots be known: for a listing they are nan."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        if not isinstance(node.op, ast.Pow):
            return node
        return ast.Call(ast.Name("real_power", ast.Load()), [node.left, node.right], [])


def python_runs(code: str) -> tuple[str, dict[str, Any]]:
    """What CPython prints for the code, and its variables at the end."""
    printed: list[str] = []

    def write(*values: object) -> None:
        printed.append(" ".join(map(str, values)) + "\n")

    def seen(*values: object) -> None:
        if any(isinstance(v, int) and abs(v) > 1000 for v in values):
            raise NotComparedError

    checked = re.sub(
        r"^( *)(\w+(?:, \w+)*) (?:[-+*]?=) .*$", r"\g<0>\n\1seen(\2)", code, flags=re.M
    )
    names: dict[str, Any] = {"print": write, "seen": seen, "real_power": real_power}
    tree = ast.fix_missing_locations(RealPowers().visit(ast.parse(checked)))
    exec(compile(tree, "<python>", "exec"), names)
    return "".join(printed), names


@settings(max_examples=250, deadline=None)
@given(listings(printing=True))
def test_random_listings_run_as_in_cpython(code: str) -> None:
    trace = listing(code).run()
    assert not trace.stopped
    try:
        output, names = python_runs(code)
    except (ArithmeticError, ValueError, TypeError):
        assume(False)
    assert trace.output == output
    assert trace.row(trace.updates) == {name: names.get(name) for name in trace.names}


def per_value(code: str, x: str, y: str, xs: np.ndarray, after: int) -> list[float]:
    """A curve by one run for each value."""
    found: list[float] = []
    for value in xs.tolist():
        result: Value = listing(code).run({x: value}, updates=after).value(y, after)
        found.append(float(result) if isinstance(result, int | float) else math.nan)
    return found


@settings(max_examples=250, deadline=None)
@given(
    # A remainder or a rounding makes the last binary digit of a power into a jump.
    listings(printing=False)
    .filter(lambda code: not re.search(r"round|//|%", code))
    .map(lambda code: code.replace("True", "1")),
    st.sampled_from(NAMES),
    st.sampled_from(NAMES),
    st.integers(1, 3),
)
def test_a_curve_is_one_run_for_each_value(code: str, x: str, y: str, after: int) -> None:
    xs = np.array([-3.0, -0.5, 0.0, 0.25, 1.0, 7.5])
    curve = listing(code).curve(x, y, xs, after=after)
    assert curve.dtype == np.float64 and curve.shape == xs.shape
    np.testing.assert_allclose(curve, per_value(code, x, y, xs, after), rtol=1e-6, atol=1e-9)


def run_everything(code: str) -> None:
    """Check and run; only a ListingError may come of it, and soon."""
    try:
        with no_hang():
            script = listing(code)
            trace = script.run()
            assert len(trace.output) <= 1_000_000
            script.ending()
            for name in script.parameters:
                script.curve(name, script.variables[-1], np.linspace(-1, 1, 5))
    except ListingError as error:
        assert 1 <= error.line <= code.count("\n") + 1


@settings(max_examples=400, deadline=None)
@given(mixed())
def test_no_kind_of_value_comes_where_it_has_no_meaning(code: str) -> None:
    """The checker finds it, or the run gives a reason of its own, never that of CPython."""
    try:
        listing(code).run(budget=10_000)
    except ListingError as error:
        assert not error.what.startswith(("this cannot be worked out", "Python cannot"))


@settings(max_examples=400, deadline=None)
@given(junk)
def test_junk_is_refused_or_harmless(code: str) -> None:
    run_everything(code)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(SEED)), st.integers(0, 2**32))
def test_listings_with_slips_are_refused_or_harmless(name: str, seed: int) -> None:
    rng = random.Random(seed)
    letters = list(SEED[name].replace("1101", "11"))
    for _ in range(rng.randrange(1, 4)):
        place = rng.randrange(len(letters))
        letters[place : place + rng.randrange(2)] = rng.choice("()=*+-/.,:'\"\n 09ei#[]")
    run_everything("".join(letters))


@settings(max_examples=300, deadline=None)
@given(junk)
def test_junk_is_no_expression_or_a_harmless_one(text: str) -> None:
    try:
        found = expression(text, ["weight", "x"])
        found.evaluate({"weight": 0.5, "x": 2})
    except ListingError as error:
        assert error.line == 1


@pytest.mark.parametrize("kind", [*ast.stmt.__subclasses__(), *ast.expr.__subclasses__()])
def test_no_node_of_python_is_forgotten(kind: type[ast.AST]) -> None:
    """Whatever a tree may hold is either run or refused with a sentence, by its name at least."""
    with pytest.raises(ListingError, match=r"line 1: .*; "):
        refuse_node(ast.AST.__new__(kind))


def alike(one: Listing, other: Listing) -> None:
    """Two listings are the same in everything that is known of them, and in what they do."""
    assert one.code == other.code
    for part in ("lines", "kinds"):
        assert repr(getattr(one.script, part)) == repr(getattr(other.script, part))
    assert repr(one.parameters) == repr(other.parameters)
    for part in ("setup", "body", "rest", "functions"):
        mine, theirs = (
            [ast.dump(node, include_attributes=True) for node in getattr(each.script, part)]
            for each in (one, other)
        )
        assert mine == theirs
    for rule_from in (0, 1):
        runs = [each.run(updates=3, rule_from=rule_from, budget=20_000) for each in (one, other)]
        assert repr(runs[0]) == repr(runs[1])
    for x, y in [(x, y) for x in one.parameters for y in one.variables]:
        assert repr(one.heights(x, y, [0.5, -2.0])) == repr(other.heights(x, y, [0.5, -2.0]))


def one_line_or_whole(original: Listing, rule: str) -> bool:
    """Whether the rule is one line to check; it is then as if everything had been checked."""
    found = with_one_line(original.script, rule)
    if found is not None:
        code, script = found
        alike(
            Listing(code, original, script),
            Listing(with_rule(original.script, rule), original),
        )
    return found is not None


RULES = st.tuples(st.sampled_from(NAMES), st.sampled_from(["=", "+=", "="]), expressions).map(
    " ".join
)


@settings(max_examples=150, deadline=None)
@given(listings(printing=True), RULES)
def test_one_new_line_is_as_good_as_a_new_listing(code: str, rule: str) -> None:
    one_line_or_whole(listing(code), rule)


@settings(max_examples=150, deadline=None)
@given(
    listings(printing=False).map(lambda code: code.split("for i in")[0]),
    st.lists(RULES, min_size=2),
)
def test_one_new_line_where_no_loop_is(code: str, lines: list[str]) -> None:
    """Which names are constants depends on all lines then."""
    try:
        original = listing(code + "\n".join(lines))
        one_line_or_whole(original, lines[0].replace("+=", "="))
    except ListingError as error:
        assert error.what


def test_the_rules_of_the_course_take_one_line_each() -> None:
    """But for those that replace a whole `if`, several lines, or all that a listing works out."""
    whole = one_line = 0
    course = load_course(bundled())
    for lesson in course.lessons:
        for step in lesson.steps:
            rules = {
                mistake.rule
                for question in step.ask
                for mistake in lesson.mistakes_at(step, question, course.mistakes).values()
            }
            for rule in rules:
                if one_line_or_whole(listing(step.code), rule):
                    one_line += 1
                else:
                    whole += 1
    assert one_line > 4 * whole
