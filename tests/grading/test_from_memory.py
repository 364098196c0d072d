"""Lines written or ordered from memory are judged by running them."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.listings import ALPHA as CODE
from tutor.course.model import Mistake
from tutor.course.questions import Order, Write
from tutor.engine.listing import listing
from tutor.grading.ask import Ask, Judged, Verdict
from tutor.grading.kinds import judge
from tutor.grading.kinds.order import shuffled

BRANCHES = """\
weight = 0.5
goal = 0.8

for iteration in range(5):
    miss = weight - goal
    if miss < 0:
        step = 0.1

        weight = weight + step
    error = miss ** 2
"""

UPHILL = {
    "uphill": Mistake(rule="weight = weight + alpha * derivative", say="Uphill."),
    "other": Mistake(rule="weight = nothing * 2", say="?"),
}


def typed_lines(text: str) -> Verdict:
    """What is said of lines that are to change the weight of CODE."""
    return judge(Ask(Write(write="weight"), listing(CODE), mistakes=UPHILL), text)


def ordered(text: str) -> Verdict:
    """What is said of an order of the lines of CODE."""
    return judge(Ask(Order(order="weight"), listing(CODE)), text)


@pytest.mark.parametrize(
    "typed",
    [
        "pred = input * weight\nderivative = input * (pred - goal_pred)\n"
        "weight = weight - (alpha * derivative)",
        "weight -= alpha * input * (input * weight - goal_pred)",
        "\n  delta = weight * input - goal_pred\n\n  weight = weight - delta * input * alpha\n",
        "p = weight * input\nif p > 0:\n    weight = weight - alpha * (p - goal_pred) * input\n",
    ],
)
def test_other_lines_that_do_the_same_are_right(typed: str) -> None:
    """Names, order of factors and `-=` are the learner's own."""
    verdict = typed_lines(typed)
    assert verdict.kind is Judged.RIGHT, verdict.say


def test_a_named_mistake_is_recognised_by_what_it_does() -> None:
    """However it is written."""
    lines = ["d = (input * weight - goal_pred) * input", "weight += alpha * d"]
    verdict = typed_lines("\n".join(lines))
    assert (verdict.kind, verdict.say, verdict.mistakes) == (
        Judged.MISTAKE,
        "Uphill.",
        ("uphill",),
    )
    assert verdict.attempt


def test_other_lines_are_told_where_they_part() -> None:
    """The first update that differs, and on which side; not what would be right."""
    lines = ["weight = weight - alpha * (input * weight - goal_pred)"]
    verdict = typed_lines("\n".join(lines))
    assert verdict.kind is Judged.WRONG
    assert verdict.say == "In update 1 yours makes weight 0.48: that is too high."
    late = [
        "if iteration < 3:",
        "    weight = weight - alpha * input * (input * weight - goal_pred)",
    ]
    verdict = typed_lines("\n".join(late))
    assert "update 4" in verdict.say


def test_lines_that_end_the_loop_are_told_so() -> None:
    """They are not stopped."""
    right = "weight = weight - alpha * input * (input * weight - goal_pred)"
    verdict = typed_lines(f"{right}\nbreak")
    assert (verdict.kind, verdict.say) == (Judged.WRONG, "Yours ends itself after 1 update.")
    endless = typed_lines("while True: weight = weight + 1")
    assert endless.kind is Judged.WRONG and "too much to do" in endless.say


def test_lines_that_never_set_the_variable() -> None:
    """That is what is missing."""
    verdict = typed_lines("pred = input * weight")
    assert (verdict.kind, verdict.say) == (Judged.WRONG, "Your lines never set weight.")


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("", "Nothing is typed"),
        ("  \n ", "Nothing is typed"),
        ("pred = input * weight\nweight = weight -", "line 2"),
        ("pred = input * wieght", "line 1"),
        ("while 1:\n  pass\nwith x:\n  pass", "line 3"),
        ("\n\nx = 1\nweight = weight + (" + "1 + (" * 200, "line 4"),
        ("import os", "line 1"),
        ("weight = __import__('os')", "line 1"),
        ("pred = input * weight\nweight = weight - delta", "line 2"),
        ("d = input * (pred - goal_pred)\npred = input * weight\nweight = 0", "line 1"),
        ("x = 1\n\nif iteration > 3:\n    y = [1][iteration]\nweight = 0", "line 4"),
    ],
)
def test_lines_that_cannot_run_are_no_attempt(typed: str, part: str) -> None:
    """The sentence names the learner's own line."""
    verdict = typed_lines(typed)
    assert verdict.kind is Judged.UNREADABLE
    assert part in verdict.say
    assert not verdict.attempt


@pytest.mark.parametrize(
    "typed",
    [
        "for i in range(100000000):\n  for j in range(100000000):\n    weight = weight + 1",
        "weight = 9 ** 9 ** 9 ** 9",
        "weight = weight ** weight ** 99999999",
    ],
)
def test_lines_that_would_never_end_are_judged_all_the_same(typed: str) -> None:
    """The run is bounded; what is left of it is compared."""
    assert not typed_lines(typed).right


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_whatever_is_typed_gets_a_sentence(typed: str) -> None:
    """Nothing raises."""
    assert typed_lines(typed).say


def test_shuffled_lines_are_never_in_an_order_that_works() -> None:
    """The same order every time; prints are left out."""
    lines = shuffled(listing(CODE))
    assert lines == shuffled(listing(CODE))
    assert sorted(lines) == sorted(
        [
            "pred = input * weight",
            "error = (pred - goal_pred) ** 2",
            "derivative = input * (pred - goal_pred)",
            "weight = weight - (alpha * derivative)",
        ]
    )
    assert not ordered("1 2 3 4").right


def test_a_block_stays_together() -> None:
    """What stands under an `if` moves with it."""
    lines = shuffled(listing(BRANCHES))
    assert "if miss < 0:\n    step = 0.1\n    weight = weight + step" in lines
    assert len(lines) == 3


def order(*wanted: str) -> str:
    """The numbers that put the shuffled lines of CODE in this order, by their first words."""
    lines = shuffled(listing(CODE))
    starts = [next(i for i, line in enumerate(lines, 1) if line.startswith(w)) for w in wanted]
    return " ".join(str(number) for number in starts)


def test_orders_that_work_are_right() -> None:
    """The error may be computed anywhere after the prediction."""
    for wanted in (
        ("pred", "error", "derivative", "weight"),
        ("pred", "derivative", "error", "weight"),
        ("pred", "derivative", "weight", "error"),
    ):
        assert ordered(order(*wanted)).right


def test_orders_that_do_not_work() -> None:
    """A line that needs what is not there yet stops the run."""
    verdict = ordered(order("weight", "pred", "derivative", "error"))
    assert verdict.kind is Judged.WRONG
    assert verdict.attempt
    assert "cannot run" in verdict.say


def test_exactly_the_orders_that_give_the_same_weights_are_right() -> None:
    """Of all twenty-four."""
    right = [places for places in permutations("1234") if ordered(" ".join(places)).right]
    assert len(right) == 3


@pytest.mark.parametrize(
    "typed", ["1 2 3", "1 1 2 3", "1 2 3 5", "", "abc", "0 1 2 3", "12345", "–"]
)
def test_what_is_no_order_is_no_attempt(typed: str) -> None:
    """It is told what an order is."""
    verdict = ordered(typed)
    assert verdict.kind is Judged.UNREADABLE
    assert "1 to 4" in verdict.say


@pytest.mark.parametrize("write", [" ".join, ", ".join, "".join, " > ".join])
def test_ways_to_write_an_order(write: object) -> None:
    """With blanks, commas or nothing between; by number or by letter."""
    assert callable(write)
    numbers = order("pred", "error", "derivative", "weight").split()
    letters = ["abcd"[int(number) - 1] for number in numbers]
    assert ordered(write(numbers)).right
    assert ordered(write(letters).upper()).right
