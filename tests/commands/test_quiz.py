"""`tutor quiz` and `tutor review`."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.commands.calls import Capture, answered, said
from tutor.cli import main
from tutor.course.index import bundled
from tutor.course.loader import course_version, load_course
from tutor.front_end import WAITS
from tutor.grading import messages
from tutor.report_file import MARK, Reports, mark_of
from tutor.session.quizzes import Quizzes
from tutor.store.sqlite import Memory


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
    with as_csv.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 2


def test_a_report_is_there_as_soon_as_the_quiz_is_over(tmp_path: Path) -> None:
    """The summary waits for an answer for as long as the learner reads, and the power may fail."""
    file, asked = tmp_path / "result.json", ("quiz", "--seed", "6", "--questions", "2")
    command = [sys.executable, "-m", "tutor", *asked, "--report", str(file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as quiz:
        assert quiz.stdin is not None and quiz.stdout is not None
        quiz.stdin.write(b"1\nfinish\n")
        quiz.stdin.flush()
        for line in quiz.stdout:
            if b"practise" in line or b"0 of 2" in line:
                break
        quiz.kill()
    document = json.loads(file.read_text(encoding="utf-8"))
    assert [one["answered"] for one in document["outcomes"]] == [True, False]


def test_a_report_that_somebody_must_read_waits_until_the_screen_is_left(tmp_path: Path) -> None:
    pipe = tmp_path / "result.json"
    os.mkfifo(pipe)
    asked = ("quiz", "--seed", "6", "--questions", "2", "--report", str(pipe))
    with ThreadPoolExecutor() as pool:
        read = pool.submit(pipe.read_text, "utf-8")
        done = answered("1\nfinish\nno\n", *asked)
        assert (done.returncode, done.stderr) == (3, "")
        assert json.loads(read.result())["questions"] == 2


def test_a_report_that_can_no_longer_be_written_is_no_silence(tmp_path: Path) -> None:
    """What stood in its way at the end of the quiz may be gone at the end of the program."""
    folder = tmp_path / "results"
    folder.mkdir()
    file = folder / "result.json"
    asked = ("quiz", "--seed", "6", "--questions", "2", "--report", str(file))
    with subprocess.Popen(
        [sys.executable, "-m", "tutor", *asked],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as quiz:
        assert quiz.stdout is not None
        quiz.stdout.readline()
        folder.rmdir()
        _, said = quiz.communicate("1\nfinish\nno\n")
    assert quiz.returncode == 1
    assert f"{file} cannot be written: there is no folder {folder}" in said


@pytest.mark.parametrize(
    ("words", "lines", "more"),
    [
        (("quiz",), "1\nfinish\n", ()),
        (("learn",), "quiz\n1\nfinish\n", ()),
        (("quiz", "--seed", "6"), "1\nfinish\n", ("--pass", "1")),
    ],
)
def test_a_quiz_keeps_its_report_and_its_mark_for_whoever_takes_it_up(
    tmp_path: Path, words: tuple[str, ...], lines: str, more: tuple[str, ...]
) -> None:
    """In whatever folder they are, and by other words; what these say counts more."""
    file, store = tmp_path / "result.json", ("--store", str(tmp_path / "store"))
    asked = ("--questions", "2", "--seed", "6", "--pass", "0.4", "--learner", "Ada")
    answered("quit\n", "quiz", *asked, "--report", str(file), *store)
    assert not file.exists()
    report = ("--report", str(tmp_path / "other.json")) if more else ()
    done = answered(lines, *words, *more, "--learner", "ada", *report, *store)
    assert done.stderr == ""
    told = json.loads((tmp_path / "other.json" if more else file).read_text(encoding="utf-8"))
    assert (told["learner"], told["pass_mark"]) == ("ada" if more else "Ada", 1 if more else 0.4)
    assert file.exists() is not bool(more)
    needed = "100% was asked for." if more else "40% was asked for."
    assert needed in done.stdout


@pytest.mark.parametrize("words", [("learn",), ("quiz",)])
def test_a_quiz_whose_report_cannot_be_written_is_not_gone_on_with(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    """It waits until that is mended: its end comes once."""
    folder, store = tmp_path / "results", ("--store", str(tmp_path / "store"))
    folder.mkdir()
    file = folder / "result.csv"
    answered("quit\n", "quiz", "--questions", "2", "--report", str(file), *store)
    folder.rmdir()
    lines = f"{'quiz' if words == ('learn',) else ''}\n1\nfinish\n"
    done = answered(lines, *words, *store)
    told = "".join((done.stdout + done.stderr).split())  # a long path is wrapped
    assert f"{file}cannotbewritten:thereisnofolder{folder}" in told
    folder.mkdir()
    answered(lines.replace("quiz", "\nquiz"), *words, *store)
    assert file.exists()


def test_a_report_that_cannot_be_written_is_refused_before_the_first_question(
    tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "folder.csv").mkdir()
    for path in (tmp_path / "folder.csv", tmp_path / "nowhere" / "a.csv"):
        assert main(["quiz", "--report", str(path)]) == 1
        assert f"{path} cannot be written: " in capsys.readouterr().err


def test_a_report_says_whose_it_is_and_of_which_course(tmp_path: Path) -> None:
    """The login name where nobody says another; two copies of a course have one version."""
    lessons = tmp_path / "copy"
    shutil.copytree(bundled(), lessons)
    found = []
    for number, more in enumerate([(), ("--learner", "Zoë  Kim"), ("--lessons", str(lessons))]):
        file = tmp_path / f"{number}.json"
        done = answered("finish\n", "quiz", "--report", str(file), *more, env={"LOGNAME": "zoe"})
        assert done.stderr == ""
        found.append(json.loads(file.read_text(encoding="utf-8")))
    assert [one["learner"] for one in found] == ["zoe", "Zoë Kim", "zoe"]
    assert len({one["course_version"] for one in found}) == 1
    with (lessons / "compare.yaml").open("a", encoding="utf-8") as file_:
        file_.write("# another\n")
    assert course_version(load_course(lessons)) != found[0]["course_version"]
    (lessons / "compare.yaml").unlink()
    assert course_version(load_course(lessons)) != found[0]["course_version"]


def test_a_retake_asks_other_numbers_unless_the_seed_is_given(tmp_path: Path) -> None:
    def asked(*more: str) -> list[tuple[str, str]]:
        file = tmp_path / "report.csv"
        answered("finish\n", "quiz", "--report", str(file), *more)
        with file.open(encoding="utf-8-sig", newline="") as table:
            return [(row["id"], row["constants"]) for row in csv.DictReader(table)]

    assert asked() != asked()
    assert asked("--seed", "5") == asked("--seed", "5")


def test_an_earlier_report_is_replaced_and_nothing_else_is(tmp_path: Path, capsys: Capture) -> None:
    """Also one of version 0.1.0."""
    file = tmp_path / "report.csv"
    for text in (
        "",
        "lesson,step,question,prompt,answer,right,truth,verdict,mistake,seconds\r\na,b,1\r\n",
    ):
        file.write_text(text, encoding="utf-8")
        for _ in range(2):
            assert answered("finish\n", "quiz", "--report", str(file)).stderr == ""
    file.write_text("name,mark\r\nAda,1\r\n", encoding="utf-8")
    assert main(["quiz", "--report", str(file)]) == 1
    assert "is no earlier report" in capsys.readouterr().err


def test_a_quiz_that_waits_is_taken_up_by_who_asks_for_it_again(tmp_path: Path) -> None:
    """By the same words or by fewer; so a deadline is not got rid of by asking again."""
    store = ("--store", str(tmp_path / "store"))
    asked = ("quiz", "break-it", "--seed", "7", "--minutes", "20", "--extra", "25%")
    left = answered("quit\n", *asked, *store)
    assert re.search("2[45] min [0-9]+ s left", left.stdout)
    assert "It waits for you where you left it, but its time goes on: 24 min" in left.stdout
    for again in (asked, ("quiz",), ("quiz", "--seed", "7"), ("quiz", "break-it")):
        taken = answered("quit\n", *again, *store)
        assert (
            "you go on where you left it" in taken.stdout or "10 still open. 24 min" in taken.stdout
        )
        assert "24 min" in taken.stdout
    for other in (
        ("--seed", "8"), ("add-alpha",), ("--all",), ("--lessons-met",), ("--questions", "9"),
        ("--minutes", "30"), ("--minutes", "20", "--extra", "50%"),
    ):  # fmt: skip
        refused = answered("quit\n", "quiz", *other, *store)
        assert refused.returncode == 2 and "leave it behind with --new" in refused.stderr, other
    assert "24 min" in answered("quit\n", *asked, *store).stdout, "nothing was lost"
    anew = answered("quit\n", "quiz", "--minutes", "40", "--new", *store).stdout
    assert "39 min" in anew or "40 min" in anew


def test_a_quiz_whose_time_ran_out_while_it_was_closed_is_over(tmp_path: Path) -> None:
    """Its answers count, and its report is written; who asks for another gets it."""
    store, file = ("--store", str(tmp_path / "store")), tmp_path / "report.json"
    asked = ("quiz", "--seed", "7", "--questions", "2", "--minutes", "0.05", *store)
    for other in ((), ("--seed", "8"), ("--seed", "8", "--new")):
        answered("1\n1\nquit\n", *asked)
        time.sleep(3)
        if other:
            done = answered("finish\n", "quiz", *other, *store)
            assert "The time of the quiz that waited is up: " in done.stderr
            assert "10 still open" in done.stdout
        else:
            done = answered("", *asked, "--report", str(file))
            assert "its time was up before you came back" in done.stdout
            assert "It was over after 0:03 minutes." in done.stdout
            assert json.loads(file.read_text(encoding="utf-8"))["out_of_time"] is True


def test_extra_time_and_a_name_go_with_what_they_belong_to(capsys: Capture) -> None:
    for words, said_ in (
        (("--extra", "25%"), "--extra goes with --minutes"),
        (("--minutes", "5", "--extra", "-1"), "`-1` is not a part of the time, as in 25% or 0.25"),
        (("--minutes", "5", "--extra", "much"), "`much` is not a part of the time"),
        (("--report", "a.csv", "--learner", " "), "a name has 1 to 100 characters"),
        (("--learner", "a\x1bb"), "a name has no characters in it that cannot be seen"),
    ):
        assert main(["quiz", *words]) == 2
        assert said_ in capsys.readouterr().err


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


def test_what_is_told_twice_to_be_over_is_written_once(tmp_path: Path) -> None:
    """Somebody waits at a pipe for one report, and nobody for a second."""
    quizzes = Quizzes(Memory(), load_course(bundled()))
    quiz = quizzes.quiz(1, seed=3)
    file = tmp_path / "result.json"
    quiz.terms = {**quiz.terms, "report": str(file), "learner": "Ada"}
    quiz.finish()
    reports = Reports(None)
    reports.over(quiz)
    file.unlink()
    reports.over(quiz)
    reports.finish()
    assert not file.exists()


def test_a_mark_that_was_damaged_is_the_usual_one() -> None:
    """And lets nobody pass who has not."""
    quiz = Quizzes(Memory(), load_course(bundled())).quiz(1, seed=3)
    for damaged in ("", None, 7, "0.5", [0.1]):
        quiz.terms = {"mark": damaged}
        assert mark_of(quiz) == MARK
