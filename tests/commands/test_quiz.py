"""`tutor quiz` and `tutor review`."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from tests.commands.calls import Capture, answered, said
from tutor.cli import main
from tutor.front_end import WAITS
from tutor.grading import messages


def test_a_quiz_with_a_report(tmp_path: Path) -> None:
    """Not passed is status 3; the report holds every question."""
    as_json, as_csv = tmp_path / "result.json", tmp_path / "result.csv"
    quiz = ("quiz", "--seed", "6", "--questions", "2", "--report")
    done = answered("1\nfinish\n", *quiz, str(as_json))
    assert (done.returncode, done.stderr) == (3, "")
    document = json.loads(as_json.read_text(encoding="utf-8"))
    assert (document["seed"], document["questions"]) == (6, 2)
    done = answered("1\nfinish\n", *quiz, str(as_csv), "--pass", "0")
    assert done.returncode == 0
    with as_csv.open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 2


def test_a_report_that_cannot_be_written_is_refused_before_the_first_question(
    tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "folder.csv").mkdir()
    for path in (tmp_path / "folder.csv", tmp_path / "nowhere" / "a.csv"):
        assert main(["quiz", "--report", str(path)]) == 1
        assert f"{path} cannot be written: " in capsys.readouterr().err


def test_a_quiz_that_waits_has_its_own_questions(tmp_path: Path) -> None:
    """Others are not asked for by the way, and not passed over in silence."""
    store = ("--store", str(tmp_path / "store"))
    left = answered("quit\n", "quiz", "--questions", "3", *store)
    assert (left.returncode, left.stdout.splitlines()[-1]) == (3, WAITS.strip())
    again = answered("quit\n", "quiz", "--questions", "4", *store)
    assert again.returncode == 2 and "leave it behind with --new" in again.stderr
    assert "of 3, 3 still open" in answered("quit\n", "quiz", *store).stdout
    assert (
        "of 4, 4 still open"
        in answered("quit\n", "quiz", "--questions", "4", "--new", *store).stdout
    )


def test_a_quiz_that_cannot_be_kept_does_not_claim_to_wait(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("this is no database, and long enough to be sure of it" * 20)
    done = answered("quit\n", "quiz", "--store", str(tmp_path / "store"))
    assert WAITS.strip() not in done.stdout
    assert "What you did since could not be kept." in done.stderr.splitlines()[-1]
    due = answered("", "review", "--store", str(tmp_path / "store"))
    assert (due.returncode, due.stdout) == (1, "") and "is not a tutor's store" in due.stderr


def test_gift_to_standard_output(capsys: Capture) -> None:
    out, err = said(capsys, "quiz", "--gift", "-", "--questions", "3", "--seed", "1")
    assert out.count("::") >= 6 and err == ""
    assert said(capsys, "quiz", "--gift", "-", "--questions", "3", "--seed", "1")[0] == out


def test_nothing_to_review(capsys: Capture) -> None:
    assert said(capsys, "review") == (f"{messages.nothing_due(None)}\n", "")
