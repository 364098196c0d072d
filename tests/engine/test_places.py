"""Values in lists by their names: constants, columns, curves, and what is said of them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tutor.engine.expression import expression
from tutor.engine.listing import Listing, listing
from tutor.engine.numbers import Growing, Value
from tutor.engine.places import (
    elements,
    inside,
    names_in,
    overlap,
    place_of,
    put,
    variable_of,
)
from tutor.errors import ListingError, TutorError

WEIGHTS = """\
weights = [0.1, 0.2, -0.1]
toes, wins = [8.5, 9.5], [[0.65, 1], [0.8, 0]]
alpha = 0.01
input = [toes[0], wins[0][0], 1.2]
errors = []
for iteration in range(3):
    pred = 0
    for i in range(len(input)):
        pred += weights[i] * input[i]
    error = (pred - 1) ** 2
    errors.append(error)
    delta = pred - 1
    for i in range(len(weights)):
        weights[i] = weights[i] - alpha * (delta * input[i])
"""


def numpy_weights(
    weights: list[float], toes: float = 8.5, alpha: float = 0.01
) -> list[list[float]]:
    """The same by NumPy."""
    found, row = [weights], np.array(weights)
    given = np.array([toes, 0.65, 1.2])
    for _ in range(3):
        row = row - alpha * (row @ given - 1) * given
        found.append(row.tolist())
    return found


def test_each_number_of_a_list_is_a_constant_and_a_column() -> None:
    script = listing(WEIGHTS)
    assert list(script.parameters) == [
        "weights[0]", "weights[1]", "weights[2]", "toes[0]", "toes[1]", "wins[0][0]",
        "wins[0][1]", "wins[1][0]", "wins[1][1]", "alpha", "input[2]",
    ]  # fmt: skip
    assert script.variables[:6] == ("weights", "toes", "wins", "alpha", "input", "errors")
    trace = script.run()
    for index in range(3):
        column = [row[index] for row in numpy_weights([0.1, 0.2, -0.1])]
        assert trace.column(f"weights[{index}]") == pytest.approx(column)
    assert trace.value("wins[1][0]", 2) == 0.8 and trace.value("wins[1]", 2) == [0.8, 0]
    assert trace.value("weights[3]", 1) is None and trace.value("alpha[0]", 1) is None
    assert trace.value("errors[0]", 0) is None and trace.value("errors[2]", 3) is not None
    assert trace.numbers(0)["wins[1][1]"] == 0 and "errors" not in trace.numbers(0)


def test_another_value_is_put_where_it_stands() -> None:
    script = listing(WEIGHTS)
    trace = script.run({"weights[1]": 0.5, "toes[0]": 2, "alpha": 0.1})
    assert trace.value("weights", 3) == pytest.approx(numpy_weights([0.1, 0.5, -0.1], 2, 0.1)[3])
    code = script.with_values({"weights[2]": 7, "wins[1][0]": 0.25})
    assert "weights = [0.1, 0.2, 7]\n" in code and "[[0.65, 1], [0.25, 0]]" in code
    assert listing(code).run().rows == script.run({"weights[2]": 7, "wins[1][0]": 0.25}).rows


def test_what_is_no_constant_is_told_what_is() -> None:
    script = listing(WEIGHTS)
    for name, said in (
        ("weights", r"it is a list: name a number in it, as weights\[0\]"),
        ("weigths[0]", r"did you mean weights\[0\]\?"),
        ("zebra", "its constants: weights"),
    ):
        with pytest.raises(ListingError, match=said):
            script.run({name: 1})
    with pytest.raises(TutorError, match="did you mean weights"):
        script.run().value("wieghts[0]", 1)


def test_what_may_be_named() -> None:
    script = listing(WEIGHTS)
    named = ["weights", "weights[2]", "wins[1]", "wins[1][1]", "errors[400]", "pred", "input[1]"]
    assert all(map(script.has, named))
    assert not any(map(script.has, ["weights[3]", "pred[0]", "wins[2]", "wins[0][0][0]", "b[0]"]))
    assert script.is_given("weights") and script.is_given("wins[1]")
    assert script.is_given("wins[1][0]") and not script.is_given("input")
    assert script.is_given("input[2]") and not script.is_given("input[0]")
    anew = listing("w = [1, 2]\nfor i in range(2):\n    w = [1, 2, 3]\n")
    assert anew.has("w[2]"), "the update makes a longer one"


def test_which_lines_assign_a_place() -> None:
    code = (
        "w = [1, 2, 3]\ni = 1\nfor k in range(2):\n    w[0] = 1\n    w[1] = 2\n    w[i] = 3\n"
        "    v, w[2] = 4, 5\n    w.reverse()\n    x = [0, 0]\n    x[k] += 1\n"
    )
    script = listing(code)
    assert script.assigns("w") == (4, 5, 6, 7, 8)
    assert script.assigns("w[0]") == (4, 6, 8) and script.assigns("w[2]") == (6, 7, 8)
    assert script.assigns("x[0]") == (9, 10) and script.assigns("i") == ()


def test_a_curve_over_one_of_several_weights() -> None:
    script, xs = listing(WEIGHTS), np.linspace(-1, 1, 33)
    wanted = (xs * 8.5 + 0.2 * 0.65 - 0.1 * 1.2 - 1) ** 2
    assert script.curve("weights[0]", "error", xs) == pytest.approx(wanted)
    assert script.heights("weights[0]", "error", [0.5]) == pytest.approx([(4.25 + 0.01 - 1) ** 2])
    assert script.curve("weights[0]", "error", xs, {"weights[1]": 1.0}) == pytest.approx(
        (xs * 8.5 + 0.65 - 0.12 - 1) ** 2
    )


def test_nothing_of_one_run_is_in_the_next() -> None:
    script = listing(WEIGHTS)
    first = script.run()
    script.run({"weights[0]": 5.0})
    assert script.run().rows == first.rows


def test_a_listing_without_a_loop_has_its_lists_before_its_update() -> None:
    script = listing("w = [1, 2]\na = 3\nv = [w[0], 1]\nw[1] = a * w[0]\n")
    assert script.run().rows[0][:2] == ([1, 2], 3)
    assert script.assigns("w") == (4,) and script.body == range(3, 5)


def test_a_constant_is_only_what_nothing_above_has_set_or_read() -> None:
    code = "w = [1, 2]\nw = [3, 4]\nx = w[0]\nv = [x, 5]\nfor i in range(1):\n    y = v[1]\n"
    script = listing(code)
    assert list(script.parameters) == ["w[0]", "w[1]", "v[1]"]
    assert script.run({"w[0]": 9, "v[1]": 6}).row(1)["y"] == 6


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("weight", ("weight", ())),
        ("w[0]", ("w", (0,))),
        ("w[10][2]", ("w", (10, 2))),
        ("w[01]", ("w[01]", ())),
        ("w[-1]", ("w[-1]", ())),
        ("w[i]", ("w[i]", ())),
        ("", ("", ())),
    ],
)
def test_names(name: str, place: tuple[str, tuple[int, ...]]) -> None:
    assert place_of(name) == place
    assert variable_of(name) == place[0]


def test_names_in_an_expression_and_what_they_share() -> None:
    assert names_in("weights[0] - alpha*w[k] + 2*x.y") == {"weights[0]", "alpha", "w", "k", "x"}
    assert overlap("w", "w[0]") and overlap("w[1][0]", "w[1]") and overlap("w[2]", "w[2]")
    assert not overlap("w[0]", "w[1]") and not overlap("w", "v") and not overlap("w[0]", "v[0]")


def test_values_inside_others() -> None:
    nested: Value = [[1, 2], [3]]
    assert list(elements("w", nested)) == [("w[0][0]", 1), ("w[0][1]", 2), ("w[1][0]", 3)]
    assert put(nested, (0, 1), 9) == [[1, 9], [3]] and nested == [[1, 2], [3]]
    assert put(nested, (5,), 9) == nested and put(3, (0,), 9) == 3 and put(3, (), 9) == 9
    grown = Growing(4, 0.5)
    assert inside(grown, (3,)) == 0.5 and inside(grown, (2,)) is None
    assert list(elements("e", grown)) == [("e", grown)]


def test_an_expression_over_places() -> None:
    given = {"w[0]": 2, "w[1]": 3, "a": 10}
    sum_ = expression("w[0] * a + w[1]", given)
    assert sum_.names == ("a", "w[0]", "w[1]") and sum_.evaluate(given) == 23
    with pytest.raises(ListingError):
        expression("w[2] * a", given)


def test_a_mistake_at_a_place() -> None:
    script = listing(WEIGHTS)
    uphill = script.with_rule("weights[i] = weights[i] + alpha * (delta * input[i])")
    first, second = script.run(), uphill.run(rule_from=1)
    assert second.value("weights", 1) == first.value("weights", 1)
    assert second.value("weights", 2) != first.value("weights", 2)
    right, wrong = (one.column("weights[0]")[1:3] for one in (first, second))
    steps = [float(str(after)) - float(str(before)) for before, after in (right, wrong)]
    assert steps[1] == pytest.approx(-steps[0])
    with pytest.raises(ListingError, match=r"did you mean weights\[i\]\?"):
        script.with_rule("weights[j] = 3")
    whole = script.with_rule("weights = [w - delta for w in weights]")
    assert whole.run(updates=1).value("weights[2]", 1) == pytest.approx(-0.1 + 0.14)


FUNCTIONS = """\
def total(a, b):
    output = 0
    for i in range(len(a)):
        output += a[i] * b[i]  # each pair
    return output

def unused(a):
    return a[0] + 1

w = [1.0, 2.0]
x = [3.0, 4.0]
seen = 0
for k in range(3):
    pred = total(w, x)
    seen += 1
    w = [one - 0.01 * pred for one in w]
last = pred
"""


def test_a_line_of_a_function_is_wrong_from_an_update_on() -> None:
    script = listing(FUNCTIONS)
    wrong = script.with_line("output += a[i]*b[i]", "output += a[i] + b[i]")
    assert script.run().column("pred")[1:] == pytest.approx([11, 10.23, 9.5139])
    assert wrong.run().value("pred", 1) == 10
    late = wrong.run(rule_from=2).column("pred")
    assert late[1:3] == script.run().column("pred")[1:3]
    before = script.run().value("w", 2)
    assert isinstance(before, list) and late[3] == pytest.approx(sum(before) + 7)
    assert wrong.code.splitlines()[3] == "        output += a[i] + b[i]"
    assert script.with_line("seen += 1", "pass").run().column("seen") == [0, 0, 0, 0]
    by_itself = script.with_line("pred = total(w, x)", "pred = w[0]")
    assert by_itself.run(rule_from=1).value("pred", 1) == 11, "the function is not called by it"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("seen = 0", "seen = 1", "stands outside of the update"),
        ("sen += 1", "pass", "is no line of the update; did you mean seen"),
        ("seen += 1", "seen = sen + 1", "there is no name `sen`"),
        ("seen += 1", "seen = (", "Python cannot read|bracket|never closed|is not closed"),
        ("last = pred", "last = 1", "stands outside of the update"),
        ("seen += (", "pass", "is no line of the update"),
    ],
)
def test_lines_that_cannot_be_replaced(old: str, new: str, said: str) -> None:
    with pytest.raises(ListingError, match=said):
        listing(FUNCTIONS).with_line(old, new)


def test_a_line_that_stands_twice_is_not_replaced() -> None:
    twice = listing("w = 1\nfor i in range(2):\n    w += 1\n    x = 2\n    w += 1\n")
    with pytest.raises(ListingError, match="stands on several lines: 3, 5"):
        twice.with_line("w += 1", "w += 2")


def test_which_lines_have_a_part_in_a_variable() -> None:
    script = listing(FUNCTIONS)
    assert script.leads("output += a[i] * b[i]", "w") and script.leads("return output", "pred")
    assert not script.leads("seen += 1", "w") and script.leads("seen += 1", "seen")
    assert not script.leads("return a[0] + 1", "w") and not script.leads("nothing", "w")
    later = listing("w = 1\nfor i in range(3):\n    d = w * 2\n    w = w - d\n")
    assert later.leads("d = w * 2", "w") and not later.leads("w = w - d", "d"), (
        "not before the next"
    )


# ruff: noqa: E501


def carried(code: str) -> tuple[str, ...]:
    return listing(code).carried


@pytest.mark.parametrize(
    ("code", "names"),
    [
        (WEIGHTS, ("weights",)),
        ("a = 1\nweight = 2\nfor i in range(3):\n    a = a + weight\n    weight -= a\n", ("weight", "a")),
        ("w = 1\nn = 0\nfor i in range(3):\n    n += 1\n    w = w * 0.5 / n\n", ("w",)),
        ("n = 0\nfor i in range(3):\n    n = n + 1\n", ("n",)),
        ("w, n = 1, 2\nfor i in range(3):\n    w, n = n * w, n + 1\n", ("w",)),
        ("n = 1\nw = 2\nfor i in range(3):\n    n = n + w\n    n = abs(n)\n", ("n",)),
        ("n = 1\nw = 2\nfor i in range(3):\n    n, k = [n, 3]\n    w = w * n\n", ("n", "w")),
        ("w = 1\nd = 0\nfor i in range(3):\n    d = w * 2\n    w = w - d\n", ("w",)),
        ("w = 1\nd = 0\nfor i in range(3):\n    if w > 1:\n        d = 3\n    w = w - d\n", ("w", "d")),
        ("w = 1\nd = 0\nfor i in range(3):\n    if w > 1:\n        d = 3\n    else:\n        d = 4\n    w = w - d\n", ("w",)),
        ("w = 1\nwhile w < 9:\n    w = w * 2\n", ("w",)),
        ("w = [0.0] * 3\nfor i in range(3):\n    for k in range(3):\n        w[k] += 1 / (1 + i)\n", ("w",)),
        ("w = 1\nfor w in range(3):\n    x = w\n", ()),
        ("w = 5\nfor i in range(3):\n    w = i\n", ("w",)),
        ("t = 'a'\nw = 1\nfor i in range(3):\n    t = t + 'b'\n    w = w * 0.5\n", ("w",)),
        ("def f():\n    return w * 2\nw = 1\nfor i in range(3):\n    w = f()\n", ("w",)),
        ("x = 1\ny = x + x\n", ()),
    ],
)  # fmt: skip
def test_what_updates_carry_on(code: str, names: tuple[str, ...]) -> None:
    assert carried(code) == names


def test_functions_that_change_what_they_are_given() -> None:
    code = """\
def fresh(n):
    found = [0] * n
    found[0] = 1
    return found
def bump(xs):
    xs[0] += 1
def through(xs):
    bump(xs)
def alias(xs):
    ys = xs
    ys[0] = 2
def reads(xs):
    return xs[0]
def made(xs):
    ys = [2 * x for x in xs]
    ys[0] = 3
def maybe(xs):
    ys = [1]
    for ys in [xs]:
        ys[0] = 2
w = [1]
for i in range(1):
    a = fresh(2)
    bump(w)
    through(w)
    alias(w)
    reads(w)
    made(w)
    maybe(w)
"""
    assert listing(code).changing == {"bump", "through", "alias", "maybe"}


def test_two_names_of_one_list() -> None:
    script = listing("w = [1, 2]\nv = w\nu = w.copy()\nx = 3\nfor i in range(1):\n    v[0] = 2\n")
    assert script.may_be_one("w", "v") and not script.may_be_one("w", "x")
    assert not script.may_be_one("w", "nothing")


def whole(code: str, update: int = 0) -> Listing:
    return listing(code, update)


def test_nan_is_no_number_of_a_place() -> None:
    trace = whole("w = [1]\nfor i in range(1):\n    w[0] = 0 / 0.0\n").run()
    value = trace.value("w[0]", 1)
    assert isinstance(value, float) and math.isnan(value)
