"""Listings with other constants, another rule, or a learner's own update."""

from __future__ import annotations

import math

import pytest

from tests.engine.listings import (
    ALPHA,
    HOT_AND_COLD,
    LOOK_FAMILIAR,
    ONE_ITERATION,
    REDUCING_ERROR,
    SEVERAL_STEPS,
)
from tutor.engine.listing import listing
from tutor.errors import ListingError


def test_constants_are_rewritten_in_place() -> None:
    code = listing(ALPHA).with_values({"alpha": -0.25, "input": 3})
    assert code == ALPHA.replace("alpha = 0.1", "alpha = -0.25").replace("input = 2", "input = 3")
    both = listing(REDUCING_ERROR).with_values({"weight": 1, "input": -1.5})
    assert both.startswith("weight, goal_pred, input = (1, 0.8, -1.5)\n")
    accents = listing("é, b = -1, 2 # é\nfor i in range(1):\n    b = é\n")
    assert accents.with_values({"b": 5, "é": 7}).startswith("é, b = 7, 5 # é\n")
    with pytest.raises(ListingError, match="did you mean alpha"):
        listing(ALPHA).with_values({"alpa": 1})
    assert f"alpha = {10**400}\n" in listing(ALPHA).with_values({"alpha": 10**400})
    assert "alpha = 1e999\n" in listing(ALPHA).with_values({"alpha": 10**4000})


def test_numbers_without_a_literal_of_their_own() -> None:
    code = "x = 1\ny = x * 2\n"
    for number in (math.inf, -math.inf, math.nan, 1e300, 5e-324):
        found = listing(listing(code).with_values({"x": number})).run().value("y", 1)
        assert found == pytest.approx(number * 2, nan_ok=True)


def test_a_rule_stands_where_the_right_one_stood() -> None:
    wrong = listing(ALPHA).with_rule("weight = weight + alpha * derivative")
    assert wrong.code == ALPHA.replace(
        "weight = weight - (alpha * derivative)", "weight = weight + alpha * derivative"
    )
    assert wrong.run().value("weight", 1) == pytest.approx(0.54)
    assert listing(ALPHA).with_rule("weight = weight + alpha * derivative") is wrong
    assert wrong.original == listing(ALPHA), "the very one may have been made anew meanwhile"


def test_a_whole_if_counts_as_one_statement() -> None:
    wrong = listing(HOT_AND_COLD).with_rule("weight = weight + step_amount")
    assert wrong.assigns("weight") == (20,)
    assert "if" not in wrong.code
    assert wrong.run(updates=2).value("weight", 2) == 0.502


def test_a_rule_in_a_listing_without_a_loop() -> None:
    wrong = listing(ONE_ITERATION).with_rule("weight -= weight_delta")
    assert wrong.run().value("weight", 1) == pytest.approx(0.1 + 1.275)
    assert "weight -= weight_delta * alpha" not in wrong.code


def test_one_of_several_targets() -> None:
    code = "a, b = 1, 2\nfor i in range(3):\n    a, b = a + b, b + 1\n    c = a\n    a -= 0\n"
    wrong = listing(code).with_rule("b = b + 10")
    assert wrong.code.split("\n")[2] == "    a, b = a + b, b + 10"
    assert wrong.run().column("b") == [2, 12, 22, 32]
    assert wrong.run().column("a") == [1, 3, 15, 37]
    other = listing(code).with_rule("a = 0")
    assert other.code.split("\n")[2:] == ["    b = b + 1", "    c = a", "    a = 0", ""]


@pytest.mark.parametrize(
    ("line", "rule", "kept"),
    [
        ("a = b = a + b", "a = 0", "a, b = 0, a + b"),
        ("a = b = a + b", "b = a", "b, a = a, a + b"),
        ("a = b = c = a + b", "b = 7", "b, (a, c) = 7, [a + b] * 2"),
        ("a = b = a + b\n    a = a + 1", "a = 0", "b = a + b\n    a = 0"),
        ("a = a = a + b", "a = 0", "a = 0"),
        ("a = xs[0] = a + b", "a = 0", "a, xs[0] = 0, a + b"),
        ("a = xs[0] = a + b", "xs[0] = 7", "xs[0], a = 7, a + b"),
        ("xs[0] = a = a + b", "xs[0] += 7", "xs[0], a = xs[0] + 7, a + b"),
    ],
)
def test_one_of_several_names_of_one_value(line: str, rule: str, kept: str) -> None:
    """The others have the value that they had."""
    begin = "a, b, c = 1, 2, 3\nxs = [0]\nfor i in range(3):\n"
    right = listing(f"{begin}    {line}\n")
    wrong = right.with_rule(rule)
    assert wrong.code == f"{begin}    {kept}\n"
    there = {name: right.run().value(name, 1) for name in ("a", "b", "c", "xs[0]")}
    target, value = rule.replace("+= ", "= ").split(" = ")
    there[target] = {"0": 0, "7": 7, "a": 1}[value]
    assert {name: wrong.run().value(name, 1) for name in there} == there


def test_names_inside_of_one_value_go_on_lines_of_their_own_first() -> None:
    code = "a, b, c = 1, 2, 3\nfor i in range(3):\n    a = (b, c) = [a, 4]\n"
    with pytest.raises(
        ListingError, match="`a = b, c = \\[a, 4\\]` unpacks a value that it also keeps"
    ):
        listing(code).with_rule("b = 0")


def test_the_right_rule_holds_for_the_first_updates() -> None:
    right = listing(SEVERAL_STEPS)
    wrong = right.with_rule("weight = weight + weight_delta")
    mixed = wrong.run(rule_from=2)
    assert mixed.column("weight")[:3] == right.run().column("weight")[:3]
    weight, delta = mixed.value("weight", 2), mixed.value("weight_delta", 3)
    assert isinstance(weight, float) and isinstance(delta, float)
    assert mixed.value("weight", 3) == weight + delta
    assert mixed.column("iteration")[1:] == [0, 1, 2, 3]
    assert wrong.run(rule_from=0).rows == wrong.run().rows
    assert wrong.run(rule_from=9).rows == right.run().rows
    assert wrong.run(rule_from=2, updates=7).updates == 7


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("wieght = weight", "does not assign `wieght`; did you mean weight"),
        ("goal_pred = 3", "does not assign `goal_pred`"),
        ("weight = wieght", "no name `wieght`; did you mean weight"),
        ("weight = 'a'", "`weight` was a number"),
        ("weight + 1", "one assignment"),
        ("weight = 1\npred = 2", "one assignment"),
        ("a, weight = 1, 2", "one assignment"),
        ("weight = (", "never closed"),
        ("", "one assignment"),
    ],
)
def test_rules_that_are_none(rule: str, said: str) -> None:
    with pytest.raises(ListingError) as caught:
        listing(ALPHA).with_rule(rule)
    assert said in str(caught.value)
    assert caught.value.line == 1


OWN = ["pred = input * weight", "weight = weight - alpha * input * (pred - goal_pred)"]


def test_a_body_of_ones_own() -> None:
    mine = listing(ALPHA).with_body(OWN)
    assert mine.run().column("weight") == pytest.approx(listing(ALPHA).run().column("weight"))
    assert mine.run().output == ""
    assert list(mine.body) == [7, 8]
    assert mine.code.startswith(ALPHA[: ALPHA.index("    pred")])


def test_prints_stay_where_their_names_do() -> None:
    code = ALPHA.replace('    print("Error', '    print(weight)\n    print("Error')
    trace = listing(code).with_body(OWN).run(updates=1)
    assert trace.output == f"{trace.value('weight', 1)}\n"
    steps = listing(SEVERAL_STEPS).with_body(["weight = weight - 1"])
    assert steps.run(updates=1).output == "-----\nWeight:0.0\n"
    own = listing(SEVERAL_STEPS).with_body(["print('mine')", "weight = weight - 1"])
    assert own.run(updates=1).output == "mine\n"
    late = listing(LOOK_FAMILIAR).with_body(["weight = weight - 1"])
    assert late.run().output == ""


def test_a_body_may_be_indented_and_have_blocks() -> None:
    lines = ["", "      if weight > 0:", "\t  weight = weight - 1", "      else:", "        pass"]
    with pytest.raises(ListingError):
        listing(ALPHA).with_body(lines)
    lines[2] = "          weight = weight - 1"
    assert listing(ALPHA).with_body(lines).run(updates=1).value("weight", 1) == -0.5


def test_a_body_without_a_loop() -> None:
    one = listing(ONE_ITERATION)
    mine = one.with_body([line for line in ONE_ITERATION.split("\n")[6:16] if line])
    assert mine.run().value("weight", 1) == one.run().value("weight", 1)
    mixed = listing("x = 1\ny = x + 1\nz = 3\nw = y + z\nprint(w)\n")
    assert mixed.with_body(["w = x * 10 + z"]).run().output == "13\n"


@pytest.mark.parametrize(
    ("lines", "line", "said"),
    [
        ([], 1, "nothing is written"),
        (["", "  "], 1, "nothing is written"),
        (["pred = input * weight", "weight = weigth"], 2, "did you mean weight"),
        (["pred = 1", "  delta = 2"], 2, "unexpected indent"),
        (["pred = 1", "while pred:", "    pred = zz"], 3, "`zz`"),
        (["pred = 'a'", "delta = -pred"], 2, "a sign before a text"),
        (["pred = input * weight", "class A:", "    x = 1"], 2, "`class`"),
        (["x = 1", "", "weight = (x"], 3, "never closed"),
    ],
)
def test_bodies_that_are_none(lines: list[str], line: int, said: str) -> None:
    code = ALPHA + "print(pred + 1)\n"
    with pytest.raises(ListingError) as caught:
        listing(code).with_body(lines)
    assert said in str(caught.value)
    assert caught.value.line == line


def test_a_rule_may_not_change_what_a_name_holds() -> None:
    """A text that becomes a number would be read as a text in the updates before."""
    script = listing("a = 2\nfor i in range(3):\n    b = 'x'\n    a = a + 1\n")
    with pytest.raises(ListingError, match="`b` was a text and becomes a number"):
        script.with_rule("b = 2").run(updates=3, rule_from=1)


def test_a_rule_for_both_targets_of_one_statement() -> None:
    code = "a = 1\nfor i in range(2):\n    b, b = a, 2\n    b = 3\n"
    assert "range(2):\n    b = a * 5\n" in listing(code).with_rule("b = a * 5").code


def test_a_body_for_a_listing_that_has_none() -> None:
    assert listing("a = 1").with_body(["b = a * 2"]).code == "a = 1\nb = a * 2"


def test_a_body_that_spoils_what_stands_behind_it() -> None:
    """The place is the last of the learner's lines: they do not see the rest."""
    code = "a = 1\nfor i in range(2):\n    b = a\nc = b - 2\n"
    with pytest.raises(ListingError, match="go on from here: arithmetic with a text") as caught:
        listing(code).with_body(["d = 2", "b = 'a'"])
    assert caught.value.line == 2
    with pytest.raises(ListingError, match="go on from here: `b` has no value yet") as caught:
        listing(code).with_body(["d = 2", "if d > 2:", "    b = d", "d = 3"]).run()
    assert caught.value.line == 4


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        (["", "c = b", "b = a"], 2),
        (["    c = 1", "    b = second(2)", "    c = second(1)"], 3),
        (["c = [1, 2]", "for k in range(3):", "    b = c[k]"], 3),
    ],
)
def test_what_a_body_cannot_work_out_names_its_own_line(lines: list[str], line: int) -> None:
    """Whatever stands above it, and where it is a function that cannot go on, the line that calls
    it."""
    code = (
        "def third(x):\n    if x > 1:\n        y = 1\n    return y\n"
        "def second(x):\n    return third(x)\n"
        "a = 1\nfor i in range(2):\n    print(a)\n    b = a\n"
    )
    own = listing(code).with_body(lines)
    for quiet in (True, False):
        with pytest.raises(ListingError) as caught:
            own.run(quiet=quiet)
        assert (caught.value.line, caught.value.column) == (line, 1)
