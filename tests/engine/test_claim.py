"""How runs end, and what may be claimed of them."""

from __future__ import annotations

import pytest

from tests.engine.listings import ALPHA, BREAKING, HOT_AND_COLD, ONE_ITERATION, RODS, SEVERAL_STEPS
from tutor.engine.claim import claim
from tutor.engine.listing import Listing, listing
from tutor.engine.trace import Ending, judge
from tutor.errors import ListingError

MOMENTUM = """\
weight = 0.0
velocity = 0.0
alpha = 0.1
keep = 0.9
for iteration in range(30):
    derivative = weight - 0.8
    velocity = keep * velocity - alpha * derivative
    weight = weight + velocity
"""


@pytest.mark.parametrize(
    ("code", "values", "ending"),
    [
        (HOT_AND_COLD, {}, Ending.OSCILLATES),
        (HOT_AND_COLD, {"step_amount": 10}, Ending.OSCILLATES),
        (BREAKING, {}, Ending.CONVERGES),
        (BREAKING, {"input": 2}, Ending.DIVERGES),
        (BREAKING, {"input": 1}, Ending.CONVERGES),
        (SEVERAL_STEPS, {}, Ending.CONVERGES),
        (ALPHA, {}, Ending.CONVERGES),
        (ALPHA, {"alpha": 0.01}, Ending.CONVERGES),
        (ALPHA, {"alpha": 0.0001}, Ending.CONVERGES),
        (ALPHA, {"alpha": 0.25}, Ending.CONVERGES),
        (ALPHA, {"alpha": 0.49}, Ending.CONVERGES),
        (ALPHA, {"alpha": 0.5}, Ending.OSCILLATES),
        (ALPHA, {"alpha": 0.51}, Ending.DIVERGES),
        (ALPHA, {"alpha": 0.501}, Ending.DIVERGES),
        (ALPHA, {"alpha": 5}, Ending.DIVERGES),
        (ALPHA, {"alpha": -0.1}, Ending.DIVERGES),
        (ALPHA, {"alpha": 0}, Ending.CONVERGES),
        (ALPHA, {"weight": 0.4}, Ending.CONVERGES),
        (MOMENTUM, {}, Ending.CONVERGES),
        (MOMENTUM, {"keep": 1.1}, Ending.DIVERGES),
        (RODS, {}, Ending.UNDECIDED),
        (HOT_AND_COLD, {"step_amount": 1e-6}, Ending.UNDECIDED),
    ],
)
def test_endings(code: str, values: dict[str, float], ending: Ending) -> None:
    assert listing(code).ending(values) is ending


def test_a_step_too_large_diverges_and_one_update_may_converge() -> None:
    assert listing(ALPHA).ending() is Ending.CONVERGES
    assert listing(ALPHA).ending({"alpha": 0.51}) is Ending.DIVERGES
    assert listing(ONE_ITERATION).ending() is Ending.CONVERGES


def test_a_run_that_cannot_go_on_is_judged_as_written() -> None:
    code = "data = [1, 2, 3]\nx = 1\nfor i in range(3):\n    x = x * 0.1 * data[i]\n"
    assert listing(code).ending() is Ending.CONVERGES


def test_sequences() -> None:
    assert judge([1.0]) is Ending.UNDECIDED
    assert judge([0.0] * 9) is Ending.CONVERGES
    assert judge([1.0, 2.0, 3.0] * 100) is Ending.OSCILLATES
    assert judge([float(n) for n in range(400)]) is Ending.UNDECIDED
    assert judge([1.0, float("nan")]) is Ending.DIVERGES


@pytest.mark.parametrize(
    ("text", "values", "holds", "first"),
    [
        ("converges", {}, True, None),
        ("diverges", {"alpha": 0.6}, True, None),
        ("oscillates", {"alpha": 0.5}, True, None),
        ("error < 1e-6", {}, True, 12),
        ("error < 1e-6", {"alpha": 0.01}, False, None),
        ("error < 0.001 within 10", {}, True, 5),
        ("error<0.001  within 5 updates", {}, True, 5),
        ("error < 0.001 within 2", {}, False, None),
        ("error < 1e-9 within 30", {"alpha": 0.2}, True, 7),
        ("weight > 0.43", {}, False, 1),
        ("0.39 < weight <= 0.41", {}, True, 5),
        ("abs(pred - goal_pred) < 0.05", {}, True, 4),
        ("sqrt(error) < 1", {}, True, 1),
        ("(weight > 0.39 and weight < 0.41) == 1", {}, True, 5),
    ],
)
def test_claims(text: str, values: dict[str, float], holds: bool, first: int | None) -> None:
    said = claim(text)
    assert said.holds(listing(ALPHA), values) is holds
    assert said.first(listing(ALPHA), values) == first


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("convergs", "did you mean converges?"),
        ("settles down", "write converges, diverges, oscillates"),
        ("error", "write converges"),
        ("error + 1", "compares nothing"),
        ("error << 3", "compares nothing"),
        ("1 in error", "compares nothing"),
        ("error < 1 within 0", "within 0 updates"),
        ("", "nothing is written"),
    ],
)
def test_claims_that_are_none(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said.replace("?", r"\?")):
        claim(text)


def test_a_claim_of_names_that_are_not_there() -> None:
    said = claim("eror < 3")
    with pytest.raises(ListingError, match="did you mean error"):
        said.holds(listing(ALPHA))
    with pytest.raises(ListingError, match="did you mean error"):
        said.names(listing(ALPHA))
    assert claim("error < pred").names(listing(ALPHA)) == {"error", "pred"}
    assert claim("converges").names(listing(ALPHA)) == frozenset()


def test_a_claim_that_assigns_is_told_how_to_compare() -> None:
    with pytest.raises(ValueError, match="write == to compare"):
        claim("weight = 3")
    with pytest.raises(ValueError, match="write converges, diverges"):
        claim("weight => 3")


def test_a_bound_of_a_variable_without_a_value_is_not_met() -> None:
    code = "for i in range(3):\n    if i > 1:\n        x = i\n"
    assert claim("x > 0 within 3").first(listing(code)) == 3


TWO = """\
w0 = 1.0
w1 = 4.0
steps = 0
for i in range(20):
    steps += 1
    pred = w0 + w1
    w0 = 0.5 * w0
    w1 = FACTOR * w1
"""


def two(factor: float) -> Listing:
    return listing(TWO.replace("FACTOR", str(factor)))


@pytest.mark.parametrize(
    ("factor", "text", "holds"),
    [
        (0.9, "converges", True),
        (-1, "converges", False),
        (-1, "oscillates", True),
        (-1.2, "diverges", True),
        (1.2, "diverges", True),
        (1.2, "w0 converges", True),
        (1.2, "w1 diverges", True),
        (0.9, "w0, w1 converge", True),
        (1.2, "w0, w1 converge", False),
        (-0.9, "converges", True),
        (0.9, "monotone", True),
        (0.9, "is monotone", True),
        (-0.9, "monotone", False),
        (-0.9, "w0 is monotone", True),
        (0.9, "w0, w1 are monotone", True),
        (-0.9, "overshoots", True),
        (0.9, "overshoots", False),
        (-0.9, "w0 overshoots", False),
        (-0.9, "w1 overshoots", True),
        (-0.9, "monotone within 1", True),
        (-0.9, "overshoots within 2", True),
        (0.5, "w0 reaches 0.25", True),
        (0.5, "w0 reaches 0.25 within 1", False),
        (0.5, "reaches 0.25 within 2", True),
        (0.5, "w0, w1 reach 0.5", True),
        (0.5, "w1 reaches 5", False),
        (0.5, "pred reaches 2.5", True),
        (0.9, "converges and w0 < 0.001", True),
        (1.2, "converges or w0 < 0.001", True),
        (1.2, "w0 < 0 or converges or diverges", True),
        (1.2, "diverges and w0 < 0 or w1 > 100 and w1 < 200", True),
        (1.2, "w0 < 0.3 within 3 and w1 > 5 within 3", True),
    ],
)
def test_claims_of_several_variables(factor: float, text: str, holds: bool) -> None:
    assert claim(text).holds(two(factor)) is holds


def test_an_ending_is_that_of_all_that_is_carried_on_or_of_what_is_named() -> None:
    """The first alone could converge, and a claim with it, while the others fly apart."""
    assert two(1.2).ending() is Ending.DIVERGES and two(-1).ending() is Ending.OSCILLATES
    assert two(1.2).ending(names=["w0"]) is Ending.CONVERGES
    assert two(1).ending() is Ending.CONVERGES, "one that stands still has settled"
    slow = listing(
        "a = 1.0\nb = 0.0\nfor i in range(9):\n    a = a * 0.5\n    b = b + 0.1 + a * 0\n"
    )
    assert slow.ending() is Ending.UNDECIDED and slow.ending(names=["a"]) is Ending.CONVERGES
    weights = listing("w = [1.0, 2.0]\nfor i in range(9):\n    w = [w[0] * 0.5, w[1] * 1.5]\n")
    assert weights.ending() is Ending.DIVERGES
    assert weights.ending(names=["w[0]"]) is Ending.CONVERGES


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("w0 convergs", "did you mean converges?"),
        ("converges within 9", "leave out `within`"),
        ("w0 reaches", "write the number"),
        ("reaches far", "write the number"),
        ("converges and", "is no claim"),
        ("w0 < 1 and w1", "is no claim"),
        ("w0 converges 0.8", "is no claim"),
    ],
)
def test_clauses_that_are_none(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said.replace("?", r"\?")):
        claim(text)


def test_a_clause_of_a_variable_that_is_not_there() -> None:
    with pytest.raises(ListingError, match="did you mean steps"):
        claim("step converges").holds(two(0.5))
    assert claim("w0 converges and w1 > 2").names(two(0.5)) == {"w0", "w1"}


def test_when_a_claim_of_several_bounds_is_first_met() -> None:
    both = claim("w0 < 0.3 and w1 < 0.6")
    assert both.first(two(0.5)) == 3 and claim("w0 < 0.3 or w1 < 3").first(two(0.5)) == 1
    assert claim("w0 < 0.3 and converges").first(two(0.5)) is None
    assert claim("w0, w1 reach 0.5").first(two(0.5)) == 3
