"""One expression at a time: marks, answers, placeholders."""

from __future__ import annotations

import pytest

from tests.engine.listings import ALPHA, ONE_ITERATION
from tutor.engine.expression import expression
from tutor.engine.listing import listing
from tutor.errors import ListingError


def test_expressions_over_names() -> None:
    found = expression("weight - alpha*derivative", ["weight", "alpha", "derivative", "pred"])
    assert set(found.names) == {"weight", "alpha", "derivative"}
    assert found.evaluate({"weight": 0.5, "alpha": 0.1, "derivative": 0.4}) == 0.5 - 0.1 * 0.4
    assert expression(" 23/50 ", ()).evaluate({}) == 0.46
    assert expression("3 * 4", ()).evaluate({}) == 12
    assert expression("sqrt(4) + max(1, 2)", ()).evaluate({}) == 4
    assert expression("1 < x < 3", ["x"]).evaluate({"x": 2}) is True
    assert expression("'a' + 'b' == 'ab'", ()).evaluate({}) is True


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing is written"),
        ("1\n2", "more than one line"),
        ("x = 3", "cannot read this line"),
        ("1, 2", "several values"),
        ("wieght", "did you mean weight"),
        ("weight.real", "a name with a dot"),
        ("__import__('os')", "no function"),
        ("(1", "never closed"),
        ("weight(3)", "is no function"),
        ("print(3)", "print inside"),
        ("weight[0]", "only a list"),
        ("abs", "is a function"),
    ],
)
def test_what_is_no_expression(text: str, said: str) -> None:
    with pytest.raises(ListingError, match=said) as caught:
        expression(text, ["weight"])
    assert caught.value.line == 1


def test_a_name_without_a_value() -> None:
    with pytest.raises(ListingError, match="`x` has no value yet"):
        expression("x + 1", ["x"]).evaluate({})
    with pytest.raises(ListingError, match="another kind"):
        expression("x + 1", ["x"]).evaluate({"x": "a"})


def test_expressions_over_a_listing() -> None:
    one = listing(ONE_ITERATION)
    row = one.run().row(1)
    assert one.evaluate("neural_network(input, weight)", row) == pytest.approx(8.5 * 0.11275)
    assert one.evaluate("number_of_toes[0] * 2", row) == 17
    assert one.names_in("neural_network(input, 2) + weight") == {"input", "weight"}
    with pytest.raises(ListingError, match="did you mean neural_network"):
        one.evaluate("neural_netwrk(1, 2)", row)
    loops = listing("a = [1, 2]\nfor i in range(2):\n    x = a[i]\n")
    assert loops.evaluate("a[i] * 10", loops.run().row(2)) == 20
    with pytest.raises(ListingError, match="past the end"):
        loops.evaluate("a[i]", {"a": [1], "i": 3})
    greedy = listing(
        "def f(x):\n    for i in range(10 ** 9):\n        x += 1\n    return x\ny = 1\n"
    )
    with pytest.raises(ListingError, match="too many steps"):
        greedy.evaluate("f(2)", {})


def test_functions_that_read_the_listing() -> None:
    code = "k = 2\ndef f(x):\n    return x * k\ny = f(3)\n"
    assert listing(code).names_in("f(5)") == {"k"}
    assert listing(code).evaluate("f(5)", {"k": 10}) == 50


def test_a_percent_sign_or_comma_is_left_to_the_reader_of_answers() -> None:
    with pytest.raises(ListingError):
        expression("46%", ())
    assert listing(ALPHA).evaluate("7 % 4", {}) == 3
