"""What `tutor run` and `tutor try` print."""

from __future__ import annotations

import io
import json
import math
from pathlib import Path

import pytest

from tutor.authoring.trial import attempt, run
from tutor.errors import TutorError, UsageError

LESSON = """\
format: 1
id: alpha
title: Alpha
mistakes:
  uphill:
    rule: weight = weight + alpha * derivative
    say: |
      You added it. Subtract.
  same:
    rule: weight = weight - derivative * alpha
    say: |
      The same.
steps:
  - id: one
    title: One
    code: |
      weight = 0.5
      goal_pred = 0.8
      input = 2
      alpha = 0.1

      for iteration in range(3):
          pred = input * weight
          error = (pred - goal_pred) ** 2
          derivative = input * (pred - goal_pred)
          weight = weight - (alpha * derivative)
          print("Error:" + str(error))
    edit:
      alpha: {from: 0, to: 1, by: 0.1}
    show: [pred]
    ask:
      - predict: weight
        hint: Go.
      - predict: weight
        by: direction
        after: 2
        hint: Go.
      - choose: Which?
        options:
          - {say: This., because: No.}
          - {say: That., because: Yes., right: true}
      - reach: diverges
        hint: Go.
      - write: weight
        hint: Go.
      - order: weight
        hint: Go.
  - id: page
    title: A page
    text: |
      Only words.
  - id: pick
    title: Pick
    ask:
      - choose: Which?
        options:
          - {say: This., because: No.}
          - {say: That., because: Yes., right: true}
"""


@pytest.fixture
def lessons(tmp_path: Path) -> Path:
    """A course of one lesson."""
    (tmp_path / "alpha.yaml").write_text(LESSON, encoding="utf-8")
    course = "format: 1\ntitle: Small\nlessons: [alpha]\n"
    (tmp_path / "course.yaml").write_text(course, encoding="utf-8")
    return tmp_path


# -- run -------------------------------------------------------------------------------------------


def test_a_step_prints_what_its_listing_prints(lessons: Path) -> None:
    """To the character, and nothing else."""
    document = run("alpha/one", lessons)
    assert document.text.startswith("Error:0.0399999")
    assert document.text.count("\n") == 3
    assert document.note == ""


def test_other_constants(lessons: Path) -> None:
    """As with --set."""
    assert run("alpha/one", lessons, values={"alpha": 0.25}).text.endswith("Error:0.0\n")


def test_a_table_has_every_variable_at_every_update(lessons: Path) -> None:
    """Row 0 stands before any update; columns line up."""
    lines = run("alpha/one", lessons, shape="table").text.splitlines()
    assert lines[0].split()[:3] == ["update", "weight", "goal_pred"]
    assert lines[1].split() == ["0", "0.5", "0.8", "2", "0.1"]
    assert lines[2].split() == ["1", "0.46", "0.8", "2", "0.1", "0", "1", "0.04", "0.4"]
    assert len(lines) == 5
    assert len({line.index("0.8") for line in lines[1:]}) == 1


def test_json_is_one_document_with_full_precision(lessons: Path) -> None:
    """Names, rows, output and how it ends."""
    document = json.loads(run("alpha/one", lessons, shape="json").text)
    assert document["constants"] == {"weight": 0.5, "goal_pred": 0.8, "input": 2, "alpha": 0.1}
    assert document["names"][0] == "weight"
    assert [row[0] for row in document["rows"]] == pytest.approx([0.5, 0.46, 0.436, 0.4216])
    assert document["rows"][0][-1] is None
    assert document["updates"] == 3
    assert document["ending"] == "converges"
    assert document["output"].startswith("Error:")


def test_what_json_has_no_number_for_is_text(tmp_path: Path) -> None:
    """So that any reader of JSON can read it."""
    file = tmp_path / "wild.py"
    file.write_text("a = 1e300\nb = a * a\nc = b - b\n", encoding="utf-8")
    text = run(str(file), tmp_path, shape="json").text
    document = json.loads(text, parse_constant=lambda name: pytest.fail(name))
    assert document["rows"][1] == [1e300, "inf", "nan"]


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    """A listing needs no lesson."""
    file = tmp_path / "mine.py"
    file.write_bytes(b"\xef\xbb\xbfa = 2\r\nprint(a + 1)\r\n")
    assert run(str(file), tmp_path).text == "3\n"


def test_standard_input(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With - in place of a name."""
    monkeypatch.setattr("sys.stdin", io.StringIO("print(1 + 1)\n"))
    assert run("-", tmp_path).text == "2\n"


def test_a_run_that_is_cut_short_says_so_beside_its_output(tmp_path: Path) -> None:
    """The note is for stderr."""
    file = tmp_path / "long.py"
    file.write_text("for i in range(100000000):\n    a = i\n", encoding="utf-8")
    document = run(str(file), tmp_path)
    assert document.text == ""
    assert document.note.startswith("stopped after")


@pytest.mark.parametrize(
    ("where", "part"),
    [
        ("alpha/on", "did you mean one?"),
        ("alhpa/one", "did you mean alpha?"),
        ("alpha", "which step of alpha? alpha/one, alpha/page, alpha/pick"),
        ("alpha/page", "nothing to run"),
        ("nothing.py", "no such file"),
    ],
)
def test_what_is_not_there_gets_its_neighbours(lessons: Path, where: str, part: str) -> None:
    """One sentence with the nearest name."""
    with pytest.raises(TutorError) as raised:
        run(where, lessons)
    assert part in str(raised.value)


def test_a_misspelt_file_gets_its_neighbour(tmp_path: Path) -> None:
    """From the same folder."""
    (tmp_path / "listing.py").write_text("a = 1\n", encoding="utf-8")
    with pytest.raises(TutorError, match=r"did you mean .*listing\.py"):
        run(str(tmp_path / "lisitng.py"), tmp_path)


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"while True:\n    a = 1\n", "line 1"),
        (b"\xff\xfe\x00a", "UTF-8"),
        (b"a = 1\n" * 50_000, "longer than"),
    ],
)
def test_files_that_are_no_listing(tmp_path: Path, content: bytes, part: str) -> None:
    """The file is named, and what is wrong with it."""
    file = tmp_path / "bad.py"
    file.write_bytes(content)
    with pytest.raises(TutorError) as raised:
        run(str(file), tmp_path)
    assert str(raised.value).startswith(str(file))
    assert part in str(raised.value)


def test_a_folder_is_no_listing(tmp_path: Path) -> None:
    """It says so."""
    (tmp_path / "x.py").mkdir()
    with pytest.raises(TutorError, match="a folder"):
        run(str(tmp_path / "x.py"), tmp_path)


def test_an_unknown_constant_gets_its_nearest(lessons: Path) -> None:
    """For run and try alike."""
    with pytest.raises(UsageError, match="did you mean alpha"):
        run("alpha/one", lessons, values={"alhpa": 1})
    with pytest.raises(UsageError, match="did you mean alpha"):
        attempt("alpha/one", "1", lessons, values={"alhpa": 1})
    with pytest.raises(UsageError, match="no listing"):
        attempt("alpha/pick", "1", lessons, values={"alpha": 1})


# -- try -------------------------------------------------------------------------------------------


def test_trying_a_wrong_answer(lessons: Path) -> None:
    """The verdict, the truth, the worked line and the mistakes that are known here."""
    assert attempt("alpha/one", "0.5 + 0.04", lessons) == (
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
    text = attempt("alpha/one", "\x1b[31mhi", lessons)
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
    text = attempt("alpha/one", answer, lessons, question=question, as_json=True)
    document = json.loads(text)
    assert document["verdict"] == verdict
    assert document["right"] is (verdict == "right")
    assert document["say"]
    assert document["question"] == question
    assert verdict in attempt("alpha/one", answer, lessons, question=question)


def test_trying_with_other_constants(lessons: Path) -> None:
    """The verdict belongs to them."""
    text = attempt("alpha/one", "0.3", lessons, values={"alpha": 0.5}, as_json=True)
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
        attempt("alpha/one", "1", lessons, question=question)
    with pytest.raises(UsageError, match="asks nothing"):
        attempt("alpha/page", "1", lessons, question=question)
