"""What `tutor try` prints."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from tutor.authoring.try_command import try_answer
from tutor.errors import UsageError


def test_an_unknown_constant_gets_its_nearest(lessons: Path) -> None:
    with pytest.raises(UsageError, match="did you mean alpha"):
        try_answer("alpha/one", "1", lessons, values={"alhpa": 1})
    with pytest.raises(UsageError, match="no listing"):
        try_answer("alpha/pick", "1", lessons, values={"alpha": 1})


def test_trying_a_wrong_answer(lessons: Path) -> None:
    """The verdict, the truth, the worked line and the mistakes that are known here."""
    assert try_answer("alpha/one", "0.5 + 0.04", lessons) == (
        """\
alpha/one, question 1 of 6
What will weight be after this update?
with weight 0.5, goal_pred 0.8, input 2, alpha 0.1

'0.5 + 0.04' is read as 0.54: mistake uphill
  You added it. Subtract.

right is 0.46, give or take 0.0008
  weight = weight - (alpha * derivative) = 0.5 - (0.1 * 0.4) = 0.46

named mistakes here
  uphill  0.54  weight = weight + alpha * derivative
  same    0.46  weight = weight - derivative * alpha  gives the right answer here
"""
    )


def test_trying_what_cannot_be_read(lessons: Path) -> None:
    """It is not counted; control characters never reach the terminal."""
    text = try_answer("alpha/one", "\x1b[31mhi", lessons)
    assert "unreadable, not counted as a try" in text
    assert "\x1b" not in text


@pytest.mark.parametrize(
    ("question", "answer", "verdict"),
    [
        (1, "0.46!", "right"),
        (2, "down", "right"),
        (2, "up", "wrong-way"),
        (3, "2", "right"),
        (3, "1", "wrong"),
        (3, "9", "unreadable"),
        (4, "", "wrong"),
        (5, "weight = weight - alpha * input * (input * weight - goal_pred)", "right"),
        (5, "weight = weight + alpha * input * (input * weight - goal_pred)", "mistake"),
        (6, "1 2", "unreadable"),
    ],
)
def test_every_kind_of_question(lessons: Path, question: int, answer: str, verdict: str) -> None:
    """All can be tried, as JSON too."""
    text = try_answer("alpha/one", answer, lessons, question=question, as_json=True)
    document = json.loads(text)
    assert document["verdict"] == verdict
    assert document["right"] is (verdict == "right")
    assert document["say"]
    assert document["question"] == question
    assert verdict in try_answer("alpha/one", answer, lessons, question=question)


def test_trying_with_other_constants(lessons: Path) -> None:
    """The verdict belongs to them."""
    text = try_answer("alpha/one", "0.3", lessons, values={"alpha": 0.5}, as_json=True)
    document = json.loads(text)
    assert document["right"]
    assert document["constants"]["alpha"] == 0.5
    assert document["mistaken"]["uphill"]["value"] == pytest.approx(0.7)
    assert document["mistaken"]["same"]["hidden"]
    assert math.isclose(document["truth"], 0.3)


@pytest.mark.parametrize("question", [0, 7, -1])
def test_a_question_that_is_not_there(lessons: Path, question: int) -> None:
    """It says how many there are."""
    with pytest.raises(UsageError, match="asks 6 questions"):
        try_answer("alpha/one", "1", lessons, question=question)
    with pytest.raises(UsageError, match="asks nothing"):
        try_answer("alpha/page", "1", lessons, question=question)
