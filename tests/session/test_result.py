"""What came of a quiz, counted: known, a lucky hunch, missed or not answered."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tutor.grading.ask import Judged, Verdict
from tutor.history.schedule import Item
from tutor.session.result import STARTS, Outcome, QuizResult, as_table

MODES = ("quiz", "review", "practice")
RIGHT = Verdict(Judged.RIGHT, "Right.")
MISSED = Verdict(Judged.MISTAKE, "You added it.", ("uphill",))


def outcome(text: str, verdict: Verdict | None, question: int = 0) -> Outcome:
    """One question's, answered with that text."""
    return Outcome(
        item=Item("lesson", "step", question),
        lesson="Lesson",
        title="Step",
        prompt="What will weight be?",
        text=text,
        verdict=verdict,
        seconds=3.0,
        you=text.rstrip("?!"),
        truth="0.46",
        say=verdict.say if verdict is not None else "",
        worked="",
        values={},
    )


@pytest.mark.parametrize(
    ("text", "verdict", "state", "confidence"),
    [
        ("0.46", RIGHT, "known", ""),
        ("0.46! ", RIGHT, "known", "!"),
        ("0.46?", RIGHT, "a lucky hunch", "?"),
        ("0.54?", MISSED, "missed", "?"),
        ("0.54!", MISSED, "missed", "!"),
        ("0.4", None, "not answered", ""),
    ],
)
def test_how_an_answer_stands(
    text: str, verdict: Verdict | None, state: str, confidence: str
) -> None:
    one = outcome(text, verdict)
    assert (one.state, one.confidence) == (state, confidence)
    assert one.answered is (verdict is not None) and one.right is (verdict is RIGHT)
    assert one.known is (state == "known")


def result(*outcomes: Outcome) -> QuizResult:
    """A quiz that came out so."""
    return QuizResult("quiz", 7, outcomes)


def test_the_states_are_counted_in_one_sentence() -> None:
    whole = result(
        outcome("0.46?", RIGHT),
        outcome("0.46", RIGHT),
        outcome("0.54", MISSED),
        outcome("0.46!", RIGHT),
        outcome("", None),
    )
    assert whole.counted == "2 known, 1 lucky hunch, 1 missed, 1 not answered."
    assert (whole.right, whole.score) == (3, 0.6)
    assert result(outcome("0.54", MISSED)).counted == "1 missed."


def test_how_far_confidence_was_right_is_said_in_a_sentence() -> None:
    """Of what was answered so, and nothing where nobody said how sure they were."""
    certain = [outcome("0.46!", RIGHT)] * 9 + [outcome("0.54!", MISSED)] * 2
    hunches = [outcome("0.46?", RIGHT), outcome("0.54?", MISSED), outcome("0.4?", None)]
    assert result(*certain).confidence == "Certain answers: 9 of 11 right."
    assert result(*hunches, outcome("0.46", RIGHT)).confidence == "Hunches: 1 of 2 right."
    both = "Certain answers: 9 of 11 right. Hunches: 1 of 2 right."
    assert result(*hunches, *certain).confidence == both
    assert result(outcome("0.46", RIGHT), outcome("0.5!", None)).confidence == ""


def test_two_of_three_pass_what_two_thirds_is_written_as() -> None:
    """In a percentage with up to two decimals; rounded up a little, it is more."""
    whole = result(outcome("0.46", RIGHT), outcome("0.46", RIGHT), outcome("0.5", MISSED))
    assert [whole.passes(mark) for mark in (0.66, 0.6667, 2 / 3)] == [True] * 3
    assert [whole.passes(mark) for mark in (0.6668, 0.67, 0.7)] == [False] * 3


def test_without_a_question_the_score_is_nothing() -> None:
    assert result().score == result().took == 0


def test_what_is_to_be_practised_comes_once_and_hunches_are_among_it() -> None:
    """However often it was asked with other numbers."""
    whole = result(
        outcome("0.54", MISSED, 2),
        outcome("0.46", RIGHT, 1),
        outcome("0.46?", RIGHT, 0),
        outcome("0.5", MISSED, 2),
        outcome("", None, 3),
    )
    assert [one.item.question for one in whole.missed] == [2, 0, 2, 3]
    assert [item.question for item in whole.to_practise] == [2, 0, 3]


def back(value: object) -> str:
    """The one value of a table, as a spreadsheet reads it."""
    (row,) = csv.DictReader(io.StringIO(as_table(["answer"], [{"answer": value}]), newline=""))
    return row["answer"]


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers())
@example(9_007_199_254_740_993)
def test_numbers_stay_numbers(number: float) -> None:
    """Every digit of them: also those below zero, those that were typed, and whole numbers that no
    float holds."""
    read = type(number)
    assert read(back(number)) == read(back(str(number))) == number


@given(st.sampled_from(STARTS), st.text().filter(str.isprintable))
def test_nothing_is_a_formula(start: str, rest: str) -> None:
    told = back(start + rest)
    assert told.endswith(rest)
    try:
        float(told)
    except ValueError:
        assert not told.startswith(STARTS)


def test_what_is_no_formula_is_left_alone() -> None:
    for text in ("", "0.5 - 0.1*0.4", 'she said "=1", then left', "a\nb", "-0.275", "+.5"):
        assert back(text) == text
    assert back("=HYPERLINK(1)") == "'=HYPERLINK(1)" and back("-2*3") == "'-2*3"


def test_in_practice_a_right_answer_is_not_called_known() -> None:
    """It followed the explanation, with the same numbers where a question has no others."""
    outcomes = (outcome("0.46", RIGHT), outcome("0.54", MISSED), outcome("0.46?", RIGHT))
    assert QuizResult("practice", 7, outcomes).counted == "2 right, 1 missed."
    assert QuizResult("review", 7, outcomes).counted == "1 known, 1 lucky hunch, 1 missed."
    assert QuizResult("practice", 7, outcomes).right == 2


def test_a_quiz_alone_is_explained_at_its_end() -> None:
    told = {one.title: one.explained for one in (QuizResult(m, 7, ()) for m in MODES)}
    assert told == {"Quiz": False, "Review": True, "Practice": True}
