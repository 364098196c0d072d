# ruff: noqa: E501 - listings as they are
"""What a name may hold is found before the run; what surely is a number is one whatever happens."""

from __future__ import annotations

import numpy as np
import pytest

from tests.engine.listings import HOT_AND_COLD
from tutor.engine.compiler import relevant
from tutor.engine.expression import expression
from tutor.engine.language.grammar import Kind
from tutor.engine.language.kinds import ChangesError, Held, Signature, World, fits
from tutor.engine.listing import listing
from tutor.engine.numbers import number, numbers_in
from tutor.errors import ListingError

NUMBER, TEXT, LIST, TUPLE, NONE, ANY = (
    Kind.NUMBER,
    Kind.TEXT,
    Kind.LIST,
    Kind.TUPLE,
    Kind.NONE,
    Kind.ANY,
)


@pytest.mark.parametrize(
    ("code", "kinds"),
    [
        ("a = 1\nb = a * 2.5\nc = a > b\n", {"a": NUMBER, "b": NUMBER, "c": NUMBER}),
        ("a = 1\nb = str(a) + 'x'\na = b\n", {"a": ANY, "b": TEXT}),
        ("a = None\nb = None\nb = 3\n", {"a": NONE, "b": ANY}),
        ("a = [1, 2]\nb = a[0]\nfor c in a:\n    d = c\n", {"a": LIST, "b": NUMBER, "d": NUMBER}),
        ("a = [1]\nb = a\nb.append('x')\nc = a[0]\n", {"c": ANY}),
        ("a = [1]\nb = [a]\nb[0][0] = 'x'\nc = a[0]\n", {"c": ANY}),
        ("a = [1]\ndef f(x):\n    x.append('x')\nf(a)\nc = a[0]\n", {"c": ANY}),
        ("a = [1]\ndef f(x=a):\n    x[0] = 'x'\nf()\nc = a[0]\n", {"c": ANY}),
        ("a = [1]\nf = lambda: a\nf().append('x')\nc = a[0]\n", {"c": ANY}),
        ("a = [1]\nb = a if a else [2]\nb.append('x')\nc = a[0]\n", {"c": ANY}),
        ("a = [1]\nb = a or 3\nb += ['x']\nc = a[0]\n", {"b": ANY, "c": ANY}),
        ("a = [1]\nb = (a, 2)\nb[0].append('x')\nc = a[0]\nd = b[1]\n", {"c": ANY, "d": NUMBER}),
        ("a = [1]\nfor b in [a]:\n    b[0] = 'x'\nc = a[0]\n", {"c": ANY}),
        ("a = [1]\nd = [b.append('x') for b in [a]]\nc = a[0]\n", {"c": ANY, "d": LIST}),
        ("a = [1]\nfor b, d in zip([a], [2]):\n    b[0] = 'x'\nc = a[0]\n", {"c": ANY}),
        ("a = [1]\nb = max([a], [[2]])\nb[0][0] = 'x'\nc = a[0]\n", {"c": ANY}),
        ("a = [1]\nb = max(*[[a], [a]])\nb[0][0] = 'x'\nc = a[0]\n", {"b": ANY, "c": ANY}),
        ("a = [[1]]\nb = a + [[2]]\nb[0][0] = 'x'\nc = a[0][0]\n", {"c": ANY}),
        ("a = [[1]]\nb = a * 2\nb[0][0] = 'x'\nc = a[0][0]\n", {"c": ANY}),
        ("a = [[1]]\nb = a[:]\nb[0][0] = 'x'\nc = a[0][0]\n", {"c": ANY}),
        ("a = [[1]]\nb = a.copy()\nb[0][0] = 'x'\nc = a[0][0]\n", {"c": ANY}),
        ("a = [[1]]\nb = sorted(a)\nb[0][0] = 'x'\nc = a[0][0]\n", {"c": ANY}),
        ("a = [1]\nb = a.copy()\nb[0] = 'x'\nc = a[0]\n", {"c": NUMBER}),
        ("a = [1]\nb = [a, a].pop()\nb[0] = 'x'\nc = a[0]\n", {"c": ANY}),
        ("a = [1]\nb = [[2]]\nb.extend([a])\nb[0][0] = 'x'\nc = a[0]\n", {"c": ANY}),
        ("def f(x):\n    return x\na = f(1)\nb = f(2)\n", {"a": NUMBER, "b": NUMBER}),
        ("def f(x):\n    return x\na = f(1)\nb = f('x')\n", {"a": ANY, "b": ANY}),
        ("def f(x):\n    return x\ng = [f]\na = f(1)\nb = g[0]('x')\n", {"a": ANY}),
        ("def f(x, g):\n    return g(x)\na = f(1, lambda y: y * 2)\n", {"a": NUMBER}),
        ("def f(x):\n    if x:\n        return 1\na = f(1)\n", {"a": ANY}),
        ("def f(x):\n    return\na = f(1)\n", {"a": NONE}),
        ("def f(x):\n    return 1 if x < 1 else f(x - 1)\na = f(1)\n", {"a": NUMBER}),
        ("def f():\n    return 1, 'x', [2]\na, b, c = f()\n", {"a": NUMBER, "b": TEXT, "c": LIST}),
        ("a = [(1, 'x'), (2, 'y', 3)]\nfor b in a:\n    c = b[0]\n", {"c": ANY}),
        ("a = [(1, 'x')]\nfor b, c in a:\n    d = b\n", {"d": NUMBER, "c": TEXT}),
        ("a = sum([1.5])\nb = sum([[1]], [])\nc = b[0]\n", {"a": NUMBER, "b": LIST}),
        (
            "a = ['x', 1][0]\nb = a - 1\nc = a + 1\nd = 2 % a\n",
            {"b": NUMBER, "c": NUMBER, "d": NUMBER},
        ),
        (
            "a = ['x', 1][0]\nb = a * 2\nc = 'x' + a\nd = 'x' % a\n",
            {"b": ANY, "c": TEXT, "d": TEXT},
        ),
        ("a = [abs, len]\nb = a[0](1)\nc = abs\nd = c(1)\n", {"b": NUMBER, "d": NUMBER}),
        ("f = len\nf = lambda x: 'x'\na = f([1])\n", {"a": ANY}),
        ("a = 'ab'\nfor b in a:\n    c = b\n", {"b": TEXT, "c": TEXT}),
    ],
)
def test_what_names_may_hold(code: str, kinds: dict[str, Kind]) -> None:
    found = listing(code).script.kinds
    assert {name: found[name] for name in kinds} == kinds


COUNTED = """\
def f(x, box=[]):
    box.append(x)
    return box[0]
a = 1.0
xs = [1.0]
for i in range(3):
    b = f('x')
    a = a + i
    xs[0] = xs[0] + a
"""


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("b = f(2.0)", "in a function would hold something else"),
        ("a = 'x'", "`a` was a number and becomes something else"),
        ("b = 3", "`b` was a text and becomes a number"),
        ("xs = ['x']", "`xs` was a list and becomes something else"),
    ],
)
def test_a_rule_does_not_change_what_is_held(rule: str, said: str) -> None:
    """For the updates before it are those of the right rule."""
    with pytest.raises(ListingError, match=said):
        listing(COUNTED).with_rule(rule)


def test_a_rule_may_say_all_that_fits() -> None:
    for rule in ("a = a + sum([x * 2 for x in xs])", "b = f('y')", "xs = [a, 2.0]", "a = -a"):
        trace = listing(COUNTED).with_rule(rule).run(rule_from=1)
        assert (trace.updates, trace.stopped) == (3, "")


def test_a_rule_may_put_away_a_name_that_the_right_updates_have() -> None:
    code = "a = 1\nfor i in range(4):\n    for k in range(3):\n        a = a + k\n    b = a\n"
    assert listing(code).with_rule("a = a * 2").run(rule_from=2).column("a") == [1, 4, 7, 14, 28]


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("f(3)", "gives a function something else than the listing does"),
        ("g([1])", "something else"),
        ("f", "is a function"),
        ("a - 'x'", "arithmetic with a text"),
        ("xs.append('x')", "something else"),
        ("h(1)", "no function `h`"),
        ("1, 2", "several values"),
    ],
)
def test_an_expression_does_not_change_what_is_held(expression: str, said: str) -> None:
    code = "def f(x):\n    return x\ndef g(x):\n    return x\na = g(1)\nb = f('x')\nxs = [1]\nxs[0] = 2\n"
    script = listing(code)
    row = script.run().row(1)
    assert script.evaluate("g(a) + xs[0]", row) == 3
    with pytest.raises(ListingError, match=said):
        script.evaluate(expression, row)


def test_an_expression_changes_no_row() -> None:
    script = listing("t = ([1], 2)\nfor i in range(2):\n    t[0][0] = i\n    t[0].append(i)\n")
    trace = script.run()
    before = repr(trace.rows)
    assert script.evaluate("t[0].append(7)", trace.row(1)) is None
    assert repr(trace.rows) == before


def test_a_list_that_grows_is_known_by_its_length_and_last_element() -> None:
    script = listing("xs = []\nys = [0]\nfor i in range(3):\n    xs.append(i * 2)\n    ys[0] = i\n")
    trace = script.run()
    assert trace.column("xs") == [(0, None), (1, 0), (2, 2), (3, 4)]
    assert trace.column("ys") == [[0], [0], [1], [2]]
    told = [number(value) for value in trace.column("xs")]
    assert told == [
        "0 values",
        "1 value, the last 0",
        "2 values, the last 2",
        "3 values, the last 4",
    ]
    assert numbers_in(trace.column("xs")[3]) == [4] and numbers_in((1, ["a", [2.5]], None)) == [
        1,
        2.5,
    ]
    assert number([1 / 3, [2, (0.5, None)]]) == "[0.333333, [2, [0.5, –]]]"
    with pytest.raises(ListingError, match="only its length and its last element"):
        script.evaluate("xs[0]", trace.row(3))
    long = listing("xs = [0] * 65\nfor i in range(2):\n    xs[0] = i\n").run()
    assert long.column("xs") == [(65, 0), (65, 0), (65, 0)]
    deep = listing("xs = []\nfor i in range(2):\n    xs.append([i])\n    ys = [xs]\n").run()
    assert deep.column("xs") == [(0, None), (1, [0]), (2, [1])]
    assert deep.column("ys")[2] == [[[0], [1]]]


def test_two_worlds() -> None:
    """What is settled is not changed by what comes later, and what comes later may become it."""
    world = World()
    numbers, texts, nothing = world.new(Kind.LIST), world.new(Kind.LIST), world.new()
    bare, function, same = world.new(Kind.LIST), *(world.new(Kind.FUNCTION) for _ in range(2))
    function.signature = same.signature = Signature((), (), world.new(Kind.NUMBER), 0)
    function.join(same)
    assert same.root() is function.root()
    numbers.element().raise_to(Kind.NUMBER)
    texts.element().raise_to(Kind.TEXT)
    pair = world.new()
    pair.of_items([world.new(Kind.NUMBER), world.new(Kind.TEXT)])
    world.settle_unknown()
    world.frozen = True
    assert nothing.kind() is Kind.ANY
    assert fits(numbers, numbers) and not fits(numbers, texts) and not fits(pair, numbers)
    with pytest.raises(ChangesError):
        numbers.join(texts)
    with pytest.raises(ChangesError):
        numbers.raise_to(Kind.TEXT)
    with pytest.raises(ChangesError):
        numbers.mark(grows=True)
    empty = world.new(Kind.LIST)
    empty.element()
    empty.join(numbers)
    assert empty.element().kind() is Kind.NUMBER
    for kind in (Kind.TEXT, Kind.NUMBER):
        with pytest.raises(ChangesError):
            world.new(kind).join(numbers)
    wrong = world.new(Kind.LIST)
    wrong.element().raise_to(Kind.TEXT)
    with pytest.raises(ChangesError):
        wrong.join(numbers)
    triple = world.new()
    triple.of_items([world.new(Kind.NUMBER)] * 3)
    with pytest.raises(ChangesError):
        triple.join(pair)
    couple = world.new()
    couple.of_items([world.new(Kind.NUMBER), world.new(Kind.TEXT)])
    pair.join(couple)
    assert couple.root() is pair.root()
    changed = world.new(Kind.LIST)
    changed.mark(grows=False)
    with pytest.raises(ChangesError):
        changed.join(numbers)
    assert pair.element().kind() is Kind.ANY
    for one, settled in ((world.new(Kind.LIST), bare), (world.new(Kind.FUNCTION), function)):
        one.element().raise_to(Kind.NUMBER)
        one.signature = Signature((), (), world.new(Kind.NUMBER), 0)
        with pytest.raises(ChangesError):
            one.join(settled)
    other = world.new(Kind.FUNCTION)
    other.signature = Signature((), (), world.new(Kind.NUMBER), 0)
    with pytest.raises(ChangesError):
        other.join(function)
    plain = world.new(Kind.LIST)
    plain.join(nothing)
    assert plain.kind() is Kind.ANY
    alone = world.new()
    alone.of_items([world.new(Kind.NUMBER)])
    with pytest.raises(ChangesError):
        alone.join(world_text(world))
    assert nothing.element().kind() is Kind.ANY


def world_text(world: World) -> Held:
    """A tuple that is settled, and of which nothing is known but that it is one."""
    world.frozen = False
    held = world.new(Kind.TUPLE)
    held.element().raise_to(Kind.TEXT)
    world.frozen = True
    return held


def test_what_fits() -> None:
    """In two versions of a listing as in one; there also what is done with it has to be the same."""

    def held(kind: Kind, changes: bool = False) -> Held:
        made = World().new(kind)
        if changes:
            made.mark(grows=True)
        return made

    def function(*names: str, gives: Kind = NUMBER) -> Held:
        made = held(Kind.FUNCTION)
        world = made.world
        takes = [world.new(NUMBER) for _ in names]
        made.signature = Signature(names, takes, world.new(gives), len(names))
        return made

    assert fits(held(ANY), held(ANY)) and not fits(held(ANY), held(NUMBER))
    assert not fits(held(LIST), held(LIST, changes=True))
    assert fits(held(LIST), held(LIST, changes=True), apart=True)
    assert fits(function("a"), function("a"))
    assert not fits(function("a"), function("b")) and not fits(function("a"), function("a", "b"))
    assert not fits(function("a"), function("a", gives=TEXT))
    assert fits(function("a"), held(Kind.FUNCTION), apart=True)
    assert not fits(function("a"), held(Kind.FUNCTION))
    one, other = held(TUPLE), held(TUPLE)
    one.of_items([one.world.new(NUMBER)])
    assert not fits(one, other)
    other.of_items([other.world.new(NUMBER)])
    assert fits(one, other)


def test_expressions_go_through_what_the_listing_does_not() -> None:
    code = "s = 'ab'\nt = (1, 'a')\nu = ([1], [2])\nxs = [1]\nys = [2]\ndef f(x):\n    return x\n"
    script = listing(code)
    row = script.run().row(1)
    assert script.evaluate("[c + c for c in s]", row) == ["aa", "bb"]
    assert script.evaluate("[c for c in t]", row) == [1, "a"]
    assert script.evaluate("[c for c in u]", row) == [[1], [2]]
    assert script.evaluate("xs if s else ys", row) == [1]
    assert script.evaluate("f([1])", row) == [1]
    with pytest.raises(ListingError, match="something else"):
        script.evaluate("f(xs)", row)
    assert script.names["f"] == "a function" and script.names["xs"] == "a list"
    assert listing("while False:\n    a = 1\n").passes is None


def test_a_curve_is_worked_out_of_what_it_needs_alone() -> None:
    """Where all that a line does is to give values to its names."""

    def left(code: str, wanted: str) -> int:
        script = relevant(listing(code).script, wanted)
        return len([*script.setup, *script.body, *script.rest])

    sums = "a = 1\nb = 2\nc = str(a)\nd = a * b\ne = d + 1\n"
    assert (left(sums, "c"), left(sums, "d"), left(sums, "e")) == (1, 1, 2)
    hot = left(HOT_AND_COLD, "error"), left(HOT_AND_COLD, "prediction")
    assert hot[0] < len(listing(HOT_AND_COLD).script.body)
    for line in (
        "xs[0] = a",
        "xs.append(a)",
        "xs += [a]",
        "assert a",
        "b = next_(g)",
    ):
        code = f"a = 1\nxs = [1]\nd = a\n{line.replace('next_(g)', 'xs.pop()')}\n"
        script = listing(code).script
        assert relevant(script, "d") is script


def test_a_run_that_ended_itself_stays_where_it_ended() -> None:
    script = listing("a = 1\nfor i in range(9):\n    a = a * 2\n    if a > 3:\n        break\n")
    trace = script.run(updates=5)
    assert (trace.column("a"), trace.updates) == ([1, 2, 4], 2)
    assert trace.lasting(5).column("a") == [1, 2, 4, 4, 4, 4]
    assert trace.lasting(1) is trace
    stopped = listing("a = 1\nwhile True:\n    a = a + 1\n").run()
    assert stopped.lasting(10**9) is stopped


def test_a_rule_may_call_a_function_of_its_own() -> None:
    """One that calls itself as well, as deep as any other."""
    code = "a = 1\ndef f(g, n):\n    return g(g, n)\nb = f(lambda h, n: n, 1)\nfor i in range(2):\n    a = a + 1\n"
    assert listing(code).with_rule("a = (lambda n: n * 3)(a)").run().column("a") == [1, 3, 9]
    endless = listing(code).with_rule("a = f(lambda h, n: h(h, n + 1), a)")
    assert "more than 250 calls" in endless.run().stopped


def test_another_line_may_say_two_things() -> None:
    code = "a = 1\nfor i in range(2):\n    b = a; c = b\n    a = a + 1\n"
    assert listing(code).with_rule("a = a - 1").run().column("a") == [1, 0, -1]
    with pytest.raises(ListingError, match="shares a line"):
        listing(code).with_rule("b = 2")


def test_a_rule_needs_lines_of_its_own() -> None:
    for code in (
        "a = 1\nfor i in range(2): a = a + 1\n",
        "a = 1\nfor i in range(2):\n    a += 1; b = a\n",
    ):
        assert listing(code).run().updates == 2
        with pytest.raises(ListingError, match="shares a line with something else"):
            listing(code).with_rule("a = a - 1")
        with pytest.raises(ListingError, match="shares a line with something else"):
            listing(code).with_body(["a = a - 1"])


@pytest.mark.parametrize(
    ("code", "y"),
    [
        ("import math\nw = 1\nfor i in range(2):\n    e = math.erf(w)\n", "e"),
        ("w = 1\ne = w * 2\n", "e"),
        (
            "w = 1\nxs = [1, w]\nfor i in range(2):\n    xs[0] -= w * xs[1]\n    e = xs[0] ** 2\n",
            "e",
        ),
        ("w = 1\nxs = [1]\nfor i in range(2):\n    xs += [w]\n    e = sum(xs)\n", "e"),
        ("w = 1\nn = 0\nwhile n < 3:\n    n += 1\n    e = w * n\n", "e"),
        (
            "w = 1\nfor i in range(5):\n    if i > 2:\n        break\n    if i == 1:\n        continue\n    e = w * i\n",
            "e",
        ),
        ("w = 1\nfor x, y in zip([1, 2], [3, 4]):\n    e = (w * x - y) ** 2\n", "e"),
        ("w = 1\ne = 2 ** 100 * w\n", "e"),
        (
            "w = 1\nws = [w * n for n in range(3)]\nfor i in range(2):\n    e = sum(a * a for a in ws)\n",
            "e",
        ),
        ("w = 1\nfor i in range(2):\n    a, b = w, 'x'\n    c = (w, 2)\n    e, d = c\n", "e"),
    ],
)
def test_a_curve_is_one_run_for_each_number(code: str, y: str) -> None:
    xs = np.linspace(-2, 2, 41)
    for after in (1, 2, 3):
        found = listing(code).curve("w", y, xs, after=after)
        each = []
        for x in xs.tolist():
            trace = listing(code).run({"w": x}, updates=after)
            value = trace.value(y, trace.updates)
            each.append(float(value) if isinstance(value, int | float) else float("nan"))
        np.testing.assert_allclose(found, each, rtol=1e-9)


def test_a_large_number_in_an_expression() -> None:
    assert expression("x + 1", ["x"]).evaluate({"x": 2**60}) == float(2**60)
    assert expression("2 ** 100", ()).evaluate({}) == float(2**100)
    assert (
        listing("a = 1.0\nfor i in range(3):\n    a = a / 3\n")
        .rounded({}, 3, updates=1)
        .value("a", 1)
        == 0.333
    )


USES = (
    "sum(q, q[1])", "sum(q[0], q)", "sum([q], q[0][0])", "list(q) + q[0]", "sorted(q, key=q)", "sorted(q[0], key=q[1])",
    "max(*q, q)", "min(q, default=q[0])", "zip(q, q[0])", "list(zip(*q))[0] + q", "enumerate(q[0])", "reversed(q)[0]",
    "[x for x in q] + q[0]", "[q[0] for q in q]", "q.append(q)", "q[0].extend(q)", "q.pop()[0]", "q[0](q)", "q(q)(q)",
    "q + q[0]", "q * q[0]", "q[0][0][q]", "q[q[0]:]", "(q, q[0])[q[1]]", "q if q[0] else q[1]", "q and q[0]",
    "(lambda r: r[0] + q)(q)", "f(q[0])", "f(f)[0]", "'x'.join(q)[0] + q", "f'{q[0]}' + q",
)  # fmt: skip
BECOMES = (
    "5",
    "'a'",
    "None",
    "[q]",
    "(q, 1)",
    "(q, q[0])",
    "lambda: q",
    "q[0]",
    "f",
    "[q[0], f]",
    "sum(q, q[0])",
)


@pytest.mark.parametrize("use", USES)
def test_whatever_is_done_with_what_nobody_gives_is_looked_through_to_an_end(use: str) -> None:
    """A listing of one of the fuzzers was looked through for ever: each look found something in
    what was made anew for it."""
    for becomes in BECOMES:
        for line in (f"print({use})", f"r = {use}", f"q = {use}", f"return {use}"):
            code = f"def f(q):\n    {line}\n    q = {becomes}\n"
            try:
                listing(code)
            except ListingError as error:
                assert all("worked out" not in one.what for one in error.all), code


def test_a_listing_that_is_looked_through_for_too_long_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tutor.engine.language.typer.MOST_LOOKS", 1)
    with pytest.raises(ListingError, match="cannot be worked out"):
        listing("a = b = 1\nfor i in range(97):\n    a, b = b, a\n")
