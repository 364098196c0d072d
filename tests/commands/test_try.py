"""What `tutor try` prints."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from tests.commands.calls import STEP, Capture, refused, said
from tutor.course.index import bundled


def test_try_says_what_the_tutor_would(capsys: Capture) -> None:
    out, err = said(capsys, "try", STEP, "0.9")
    assert "That goes uphill" in out and err == ""
    document = json.loads(said(capsys, "try", STEP, "-1.1", "--question", "2", "--json")[0])
    assert (document["verdict"], document["mistakes"]) == ("mistake", ["uphill"])


@pytest.mark.parametrize(
    ("answer", "value"),
    [("-1,1", -1.1), ("-1/2", -0.5), ("-weight", -0.1), ("-log(0.73)", 0.3147), ("-.5", -0.5),
     ("-1e-3", -0.001), ("-1.1", -1.1), ("-h", None), ("-help", None), ("- 1", -1.0),
     ("-0.5 - 1?", -1.5), ("-", None)],
)  # fmt: skip
def test_an_answer_may_begin_with_a_minus(
    answer: str, value: float | None, capsys: Capture
) -> None:
    """Before, between and after real options, which still are options."""
    for words in (
        ("try", STEP, answer, "--question", "2", "--json"),
        ("try", STEP, "--question", "2", answer, "--json"),
        ("try", "--json", "--question=2", STEP, answer, "--set", "goal_pred=0.8"),
        ("--lessons", str(bundled()), "try", STEP, answer, "--json", "--question", "2"),
        ("try", "--json", "--question", "2", STEP, "--", answer),
    ):
        if answer == "-h" and "--" not in words:
            assert said(capsys, *words)[0].startswith("usage: tutor try ")
            continue
        document = json.loads(said(capsys, *words)[0])
        assert document["answer"] == answer
        assert document["value"] == (pytest.approx(value, rel=1e-3) if value is not None else None)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("--qestion 2", "there is no option --qestion here; did you mean --question?"),
        ("-1 -2", "`-2` is one word too many"),
        ("-1 --question -1", f"{STEP} asks 3 questions; there is no question -1"),
        ("--question 2", "ANSWER is missing"),
    ],
)
def test_what_only_looks_like_an_answer(typed: str, told: str, capsys: Capture) -> None:
    assert told in refused(capsys, "try", STEP, *typed.split())


def tried(lessons: Path, capsys: Capture, *arguments: str) -> str:
    """What is said of an answer in the small course."""
    out, err = said(capsys, "try", *arguments, "--lessons", str(lessons))
    assert err == ""
    return out


def test_an_unknown_constant_gets_its_nearest(lessons: Path, capsys: Capture) -> None:
    mine = ("--lessons", str(lessons), "--set")
    assert "did you mean alpha" in refused(capsys, "try", "alpha/one", "1", *mine, "alhpa=1")
    assert "no listing" in refused(capsys, "try", "alpha/pick", "1", *mine, "alpha=1")


def test_trying_a_wrong_answer(lessons: Path, capsys: Capture) -> None:
    """The verdict, the truth, the worked line and the mistakes that are known here."""
    assert tried(lessons, capsys, "alpha/one", "0.5 + 0.04") == (
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


def test_trying_what_cannot_be_read(lessons: Path, capsys: Capture) -> None:
    """It is not counted; control characters never reach the terminal."""
    text = tried(lessons, capsys, "alpha/one", "\x1b[31mhi")
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
        (4, "alpha=9", "right"),
        (5, "weight = weight - alpha * input * (input * weight - goal_pred)", "right"),
        (5, "weight = weight + alpha * input * (input * weight - goal_pred)", "mistake"),
        (6, "1 2", "unreadable"),
    ],
)
def test_every_kind_of_question(
    lessons: Path, question: int, answer: str, verdict: str, capsys: Capture
) -> None:
    """All can be tried, as JSON too."""
    words = ("alpha/one", answer, "--question", str(question))
    document = json.loads(tried(lessons, capsys, *words, "--json"))
    assert document["verdict"] == verdict
    assert document["right"] is (verdict == "right")
    assert document["say"]
    assert document["question"] == question
    assert verdict in tried(lessons, capsys, *words)


def test_trying_with_other_constants(lessons: Path, capsys: Capture) -> None:
    """The verdict belongs to them."""
    text = tried(lessons, capsys, "alpha/one", "0.3", "--set", "alpha=0.5", "--json")
    document = json.loads(text)
    assert document["right"]
    assert document["constants"]["alpha"] == 0.5
    assert document["mistaken"]["uphill"]["value"] == pytest.approx(0.7)
    assert document["mistaken"]["same"]["hidden"]
    assert math.isclose(document["truth"], 0.3)


@pytest.mark.parametrize("question", ["0", "7", "-1"])
def test_a_question_that_is_not_there(lessons: Path, question: str, capsys: Capture) -> None:
    """It says how many there are."""
    more = ("1", "--question", question, "--lessons", str(lessons))
    assert "asks 6 questions" in refused(capsys, "try", "alpha/one", *more)
    assert "asks nothing" in refused(capsys, "try", "alpha/page", *more)


@pytest.mark.parametrize("answer", ["alpha=x", "nine"])
def test_constants_that_are_none(lessons: Path, answer: str, capsys: Capture) -> None:
    words = ("try", "alpha/one", answer, "--question", "4", "--lessons", str(lessons))
    assert f"constants: `{answer}` is not NAME=NUMBER" in refused(capsys, *words)
