"""What is written can be typed back; how a question is put, and what is said after an answer."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.grading.asks import prompt
from tutor.course.questions import Choose, Option, Order, Predict, Reach, Write
from tutor.engine.listing import listing
from tutor.engine.numbers import number
from tutor.grading import messages
from tutor.grading.answer import read
from tutor.grading.ask import Ask
from tutor.grading.kinds import kind_named

LOOP = """\
weight = 0.5
for iteration in range(20):
    error = weight**2
    weight = weight - 0.1 * weight
"""
ONCE = "weight = 0.5\nweight = weight - 0.1 * weight\n"


@settings(max_examples=300)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_what_is_written_can_be_typed_back(value: float) -> None:
    """The written number is read as the value, to the digits that were written."""
    back = read(number(value)).value
    assert back is not None
    assert math.isclose(back, value, rel_tol=5e-6, abs_tol=5e-324)


@given(st.integers(-(2**53), 2**53))
def test_whole_numbers_come_back(value: int) -> None:
    """Small ones exactly."""
    back = read(number(value)).value
    assert back is not None
    assert back == value if abs(value) < 1e9 else math.isclose(back, value, rel_tol=5e-6)


def test_a_written_number_is_its_own_best_form() -> None:
    """Writing, reading and writing again changes nothing."""
    for value in (0.1, 1 / 3, 2e-9, 123456.7, 9.99999951, 1e9, 999999999.7):
        once = number(value)
        back = read(once).value
        assert back is not None
        assert number(back) == once


@pytest.mark.parametrize(
    ("after", "start", "loops", "text"),
    [
        (1, 0, True, "What will weight be after this update?"),
        (2, 1, True, "What will weight be after the next update?"),
        (3, 0, True, "What will weight be after 3 updates?"),
        (4, 1, True, "What will weight be after 3 more updates?"),
        (1, 0, False, "What will weight be at the end?"),
    ],
)
def test_asking_for_what_updates_change(after: int, start: int, loops: bool, text: str) -> None:
    """The question says when."""
    question = Predict(predict="weight", after=after)
    assert prompt(question, listing(LOOP if loops else ONCE), start=start) == text


@pytest.mark.parametrize(
    ("after", "start", "text"),
    [
        (1, 0, "What is error now?"),
        (2, 1, "What is error in the next update?"),
        (3, 0, "What is error in update 3?"),
    ],
)
def test_asking_for_what_each_update_computes_anew(after: int, start: int, text: str) -> None:
    """A prediction or an error is asked at a moment."""
    question = Predict(predict="error", after=after)
    assert prompt(question, listing(LOOP), start=start) == text


def test_asking_for_a_direction() -> None:
    """The three ways that it can go are named, and where it is now."""
    question = Predict(predict="weight", by="direction")
    text = "Will weight, now 0.5, go up, go down or stay after this update?"
    assert prompt(question, listing(LOOP)) == text


def test_asking_again_with_other_numbers() -> None:
    """Where a wrong rule was right by chance, the question comes again."""
    text = "And with these constants: what will weight be after this update?"
    assert prompt(Predict(predict="weight"), listing(LOOP), again=True) == text


def test_the_other_kinds_of_question() -> None:
    """Each says what to do."""
    options = (Option(say="a", because="b"), Option(say="c", because="d", right=True))
    asked = {
        "choose": Choose(choose="Which?", options=options),
        "reach": Reach(reach="diverges"),
        "write": Write(write="weight"),
        "order": Order(order="weight"),
    }
    said = {
        name: kind_named(name).prompt(Ask(question, listing(LOOP)))
        for name, question in asked.items()
    }
    assert said["choose"] == "Which?"
    assert "diverges" in said["reach"]
    assert "weight" in said["write"]
    assert "order" in said["order"]


def test_counting() -> None:
    """One update, several updates."""
    assert messages.updates(1) == "1 update"
    assert messages.updates(1100) == "1,100 updates"


def test_two_rules_that_give_one_number_are_both_said() -> None:
    """With a letter by which the learner can say which it was."""
    said = messages.ambiguous([("a", "w = 1", "One."), ("b", "w = 2 - 1", "Other.")])
    assert said.startswith("Two different rules give this number:\n- a")
    assert "a: `w = 1`. One." in said
    assert "b: `w = 2 - 1`. Other." in said
    assert messages.without_letters(said).endswith("\n- `w = 1`. One.\n- `w = 2 - 1`. Other.")


def test_a_rule_that_is_right_by_chance() -> None:
    """Said after the reveal."""
    assert messages.also_right([]) == ""
    one, three, four = (
        messages.also_right([f"w = {rule} " for rule in rules])
        for rules in (["d * w"], "123", "1234")
    )
    assert one.startswith("At these numbers `w = d * w` gives the same.")
    assert three.startswith("At these numbers `w = 1`, `w = 2` and one more rule give the same.")
    assert four.startswith("At these numbers `w = 1`, `w = 2` and 2 more rules give the same.")


def test_no_sentence_for_a_miss_holds_a_digit() -> None:
    """A digit in a sentence could be the answer."""
    for text in (
        messages.SIGN,
        messages.POINT,
        messages.SWAPPED,
        messages.NOT_ENOUGH,
        messages.TOO_FAR,
        messages.LOOK_AT_SIGN,
        messages.wrong_way("weight"),
        messages.moves("weight"),
        messages.EXACTLY,
        messages.CUT_OFF,
        messages.AIM_FINER,
        messages.MORE_EXACTLY,
        messages.not_that_way("up"),
        messages.not_that_way("stay"),
        messages.stands_there(["alpha"], "weight"),
        messages.wrong_size(True, True),
        messages.wrong_size(False, False),
        messages.MORE_DIGITS,
        messages.unknown(""),
    ):
        assert not any(char.isdigit() for char in text)
        assert "!" not in text


@pytest.mark.parametrize(("days", "when"), [(12, "in 12 days"), (2, "in 2 days"), (1, "tomorrow")])
def test_when_the_next_question_comes_back(days: int, when: str) -> None:
    """In days of the calendar."""
    said = messages.nothing_due(days)
    assert said == f"Nothing is due now. The next question comes back {when}."


def test_where_nothing_was_missed_nothing_comes_back() -> None:
    assert (
        messages.nothing_due(None)
        == "Nothing is due: nothing that can be asked again was missed so far."
    )


def test_a_listing_that_cannot_be_run_is_told_to_the_learner_as_a_sentence() -> None:
    said = messages.no_run("there is no name wieght.")
    assert said.startswith("*This step cannot be run. There is no name wieght. Its author")


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.4, "0 s"), (59.9, "59 s"), (60, "1 min 0 s"), (125, "2 min 5 s")]
)
def test_the_time_that_is_left_is_never_more_than_there_is(seconds: float, said: str) -> None:
    assert messages.clock(seconds) == said
