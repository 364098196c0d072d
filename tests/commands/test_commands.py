"""The command line: what each command does, says where, and ends with."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tutor import __version__, commands
from tutor.arguments.parser import Parser, command_line
from tutor.cli import main
from tutor.course.index import bundled
from tutor.front_end import WAITS

ROOT = Path(__file__).parents[2]
STEP = "break-it/input-two"
COMMANDS = commands.commands()
Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of one's own."""
    monkeypatch.setenv("TUTOR_STORE", str(tmp_path / "store.sqlite"))
    return tmp_path / "store.sqlite"


def said(capsys: Capture, *arguments: str, status: int = 0) -> tuple[str, str]:
    """stdout and stderr of a command that ends like this."""
    assert main(arguments) == status
    got = capsys.readouterr()
    return got.out, got.err


def refused(capsys: Capture, *arguments: str, status: int = 2) -> str:
    """What a command says on stderr that does nothing else."""
    out, err = said(capsys, *arguments, status=status)
    assert out == ""
    assert err.startswith("tutor: ")
    return err.removeprefix("tutor: ")


def answered(text: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, with this typed."""
    return subprocess.run(
        [sys.executable, "-m", "tutor", *arguments],
        input=text,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


# -- the manual ----------------------------------------------------------------------------------


def test_version(capsys: Capture) -> None:
    assert said(capsys, "--version") == (f"tutor {__version__}\n", "")


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_a_whole_page(command: str, capsys: Capture) -> None:
    """What it does, every option, examples, exit status; no line wider than a terminal."""
    page, _ = said(capsys, *command.split(), "--help")
    assert "\nexit status:\n  0 " in page
    assert max(map(len, page.splitlines())) <= 80
    if command:
        assert "\nexamples:\n  " in page
        assert f"usage: tutor {command} " in page


def parser() -> Parser:
    """That of all commands."""
    return command_line(COMMANDS, COMMANDS)


def test_learners_come_first_in_the_manual(capsys: Capture) -> None:
    page, _ = said(capsys, "--help")
    places = [page.index(f"\n    {name} ") for name in COMMANDS]
    assert places == sorted(places)
    assert list(COMMANDS)[:2] == ["learn", "progress"] and list(COMMANDS)[-1] == "completion"


EXAMPLES = [line for command in COMMANDS.values() for line, _ in command.examples]


@pytest.mark.parametrize("line", EXAMPLES)
def test_the_examples_are_understood(line: str) -> None:
    """Each example in a help page names a command and options that there are."""
    import shlex

    words = shlex.split(re.sub(r"^.*\| (?=tutor)|eval \"\$\(|\)\"| [|>] .*$", "", line))
    options = parser().read(words[1:])
    assert options.command == words[1]


def options_of(command: str) -> set[str]:
    """The long options of a command that its help shows."""
    built = parser()
    found = built.commands[command] if command else built
    return {
        text
        for action in found._actions
        for text in action.option_strings
        if text.startswith("--") and action.help != "==SUPPRESS=="
    } - {"--help"}


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_everything_is_in_the_docs(command: str) -> None:
    """docs/commands.md has a section for each command, and in it each of its options."""
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## `tutor ?([a-z]*).*?`\n(.*?)(?=^## |\Z)", page, re.M | re.S))
    assert command in sections, f"no section for {command!r}"
    shared = options_of("") - {"--version"}
    for option in options_of(command) - (shared if command else set()):
        assert f"`{option}" in sections[command], f"{option} of {command!r} is not in the docs"


def test_the_docs_name_no_command_that_is_gone() -> None:
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^## `tutor ([a-z]+)", page, re.M)) <= set(COMMANDS)


# -- wrong usage ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("lern", "there is no command `lern`; did you mean `tutor learn`?"),
        ("break-it", "there is no command `break-it`; did you mean `tutor learn break-it`?"),
        ("brek-it/steep-u", "did you mean `tutor learn break-it/steep-u`?"),
        ("mine.py", "did you mean `tutor run mine.py`?"),
        ("mine.yaml", "did you mean `tutor preview mine.yaml`?"),
        ("zzz", "there is no command `zzz`\n"),
        ("quiz --sed 3", "there is no option --sed here; did you mean --seed?"),
        ("quiz --sed=3", "there is no option --sed here; did you mean --seed?"),
        ("--plian", "there is no option --plian here; did you mean --plain?"),
        ("learn one two", "`two` is one word too many"),
        ("run", "LESSON/STEP|FILE.py|- is missing"),
        ("try", "LESSON/STEP and ANSWER are missing"),
        ("quiz --questions 0", "--questions: `0` is not a whole number from 1 to 1000"),
        ("quiz --questions ten", "--questions: `ten` is not a whole number from 1 to 1000"),
        ("quiz --seed 99999999999999999999", "is too large a number for a seed"),
        ("quiz --seed x", "--seed: `x` is not a whole number"),
        ("quiz --minutes -1", "--minutes: `-1` is not a number of minutes"),
        ("quiz --pass 2", "--pass: `2` is not a share, as in 0.8 or 80%"),
        ("quiz --report result.txt", "--report writes FILE.json or FILE.csv"),
        ("progress --yes", "--yes goes with --forget"),
        ("progress --force", "--force goes with --export"),
        ("quiz --force", "--force goes with --report or --gift"),
        ("progress --json --csv", "--csv: not allowed with argument --json"),
        ("completion fsh", "`fsh` is not one of bash, zsh, fish; did you mean fish?"),
        (f"run {STEP} --set weight", "--set: `weight` is not NAME=NUMBER, as in alpha=0.1"),
        (f"run {STEP} --set weight={'9' * 400}", "is not a finite number"),
        (f"run {STEP} --set weight={'9' * 5000}", "is not NAME=NUMBER"),
        (f"run {STEP} --set weight=much", "--set: `weight=much` is not NAME=NUMBER"),
        (
            f"run {STEP} --set weigth=1",
            "no constant `weigth` in this listing; did you mean weight?",
        ),
        (f"run {STEP} --table --json", "--json: not allowed with argument --table"),
        ("run break-it", "which step of break-it? break-it/all-is-well, "),
        (f"try {STEP} 1 --question 9", f"{STEP} asks 3 questions; there is no question 9"),
        ("new ///", "`///` is no name for a lesson"),
    ],
)
def test_wrong_usage(typed: str, told: str, capsys: Capture) -> None:
    """Status 2, one sentence on stderr with the nearest right word, nothing on stdout."""
    assert told in refused(capsys, *typed.split())


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("run brek-it/input-two", "there is no lesson `brek-it`; did you mean break-it?"),
        (
            "run break-it/input-too",
            "there is no step `input-too` in break-it; did you mean input-two?",
        ),
        ("run mine.py", "mine.py: no such file"),
        ("try brek-it/input-two 1", "did you mean break-it?"),
        ("learn brek-it", "there is no lesson `brek-it`; did you mean break-it?"),
        ("learn break-it/input-too", "did you mean input-two?"),
        ("quiz brek-it", "did you mean break-it?"),
        ("quiz --report /nowhere/at/all.csv", "there is no folder /nowhere/at"),
        ("--lessons /nowhere quiz", "there is no folder /nowhere"),
        ("quiz --lessons Makefile", "Makefile is a file; lessons are taken from a folder"),
        ("--lessons lesons learn", "there is no folder lesons; did you mean lessons?"),
        ("preview lessons/brek-it.yaml", "did you mean lessons/break-it.yaml?"),
        ("preview lessons", "lessons is a folder; name one of its lessons"),
        ("preview lessons/break-it.yaml", "a preview needs a terminal to draw on"),
        ("progress --export /nowhere/mine.json", "/nowhere/mine.json cannot be written"),
        ("quiz --gift /nowhere/q.gift", "/nowhere/q.gift cannot be written"),
    ],
)
def test_what_is_not_there(
    typed: str, told: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Status 1, one sentence with the nearest right name."""
    monkeypatch.chdir(ROOT)
    assert told in refused(capsys, *typed.split(), status=1)


def test_a_folder_without_lessons(tmp_path: Path, capsys: Capture) -> None:
    told = refused(capsys, "learn", "--lessons", str(tmp_path), status=1)
    assert "`tutor new NAME` writes one" in told


# -- run and try ---------------------------------------------------------------------------------


def test_run_prints_what_the_listing_prints(tmp_path: Path, capsys: Capture) -> None:
    """Not a character more, from a step, a file or standard input."""
    out, err = said(capsys, "run", STEP)
    assert out.splitlines()[0] == "0.03999999999999998 1.0" and err == ""
    listing = tmp_path / "mine.py"
    listing.write_text("x = 2\nprint(x ** 2, 'a')\n")
    assert said(capsys, "run", str(listing), "--set", "x=3") == ("9 a\n", "")
    done = answered("print(1 + 1)\n", "run", "-")
    assert (done.stdout, done.stderr, done.returncode) == ("2\n", "", 0)


def test_run_as_a_table_and_as_json(capsys: Capture) -> None:
    out, _ = said(capsys, "run", STEP, "--table", "--set", "weight=0.4")
    assert out.splitlines()[0].split()[:2] == ["update", "weight"]
    out, err = said(capsys, "run", STEP, "--json", "--set", "weight=1")
    document = json.loads(out)
    assert document["constants"] == {"weight": 1, "goal_pred": 0.8, "input": 2}
    assert document["updates"] == 20 and len(document["rows"]) == 21 and err == ""


def test_a_run_that_is_stopped_says_so_beside_its_output(tmp_path: Path, capsys: Capture) -> None:
    listing = tmp_path / "long.py"
    listing.write_text("x = 0\nfor i in range(10 ** 9):\n    x = x + 1\n")
    out, err = said(capsys, "run", str(listing), status=1)
    assert out == "" and err.startswith("tutor: stopped after ") and err.count("\n") == 1
    out, _ = said(capsys, "run", str(listing), "--json", status=1)
    assert json.loads(out)["stopped"] in err


def test_a_refused_listing_names_its_line(tmp_path: Path, capsys: Capture) -> None:
    listing = tmp_path / "bad.py"
    listing.write_text("x = 1\nimport os\n")
    told = refused(capsys, "run", str(listing), status=1)
    assert f"{listing}: line 2: " in told


NESTED = "".join(f"{'    ' * n}for i{n} in range(1):\n" for n in range(21))


@pytest.mark.parametrize(
    "code",
    [
        f"x = 1\n{NESTED}{'    ' * 21}x = 2\n",
        "big = 4000000000\nfor i in range(big * big):\n    x = i\n",
        f"x = {'9' * 400}\nprint(x * 1.5)\n",
        f"x = {'9' * 5000}\n",
        "x = " + "(" * 300 + "1" + ")" * 300 + "\n",
        "x = " + "-" * 5000 + "1\n",
    ],
)
@pytest.mark.parametrize("shape", [[], ["--json"], ["--table"]])
def test_a_listing_that_only_python_itself_refuses(
    code: str, shape: list[str], tmp_path: Path, capsys: Capture
) -> None:
    """One sentence with its place, or what it prints."""
    (tmp_path / "mine.py").write_text(code)
    status = main(["run", str(tmp_path / "mine.py"), *shape])
    err = capsys.readouterr().err
    assert status in (0, 1) and err.count("\n") == status
    assert err == "" or err.startswith("tutor: ")


def test_a_reader_that_stops_is_no_problem() -> None:
    """`tutor run … | head -1`"""
    done = subprocess.run(
        f"{shlex.quote(sys.executable)} -m tutor run {STEP} --json | head -1",
        shell=True,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert (done.stdout, done.stderr) == ("{\n", "")


def test_try_says_what_the_tutor_would(capsys: Capture) -> None:
    out, err = said(capsys, "try", STEP, "0.9")
    assert "You added weight_delta." in out and err == ""
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


# -- lessons -------------------------------------------------------------------------------------


def test_lint(tmp_path: Path, capsys: Capture) -> None:
    """Nothing to say of the course; of a bad file path:line:column, status 1."""
    assert said(capsys, "lint", str(bundled())) == ("", "")
    bad = tmp_path / "bad.yaml"
    bad.write_text("format: 1\nid: bad\ntitel: Bad\nsteps: []\n")
    out, err = said(capsys, "lint", str(bad), status=1)
    assert f"{bad}:3:1: " in out and err == ""
    document = json.loads(said(capsys, "lint", str(bad), "--json", status=1)[0])
    assert {"path", "line", "column", "what", "near"} <= set(document[0])
    assert json.loads(said(capsys, "lint", str(bundled()), "--json")[0]) == []
    assert "no such file" in said(capsys, "lint", "/nowhere.yaml", status=1)[0]


def test_schema(capsys: Capture) -> None:
    lesson, course = said(capsys, "schema")[0], said(capsys, "schema", "--course")[0]
    assert lesson == (bundled() / "lesson.schema.json").read_text(encoding="utf-8")
    assert course == (bundled() / "course.schema.json").read_text(encoding="utf-8")


def test_new_lints_and_plays(tmp_path: Path, capsys: Capture) -> None:
    folder = str(tmp_path / "mine")
    out, _ = said(capsys, "new", "momentum", "--lessons", folder)
    assert out == f"{folder}/momentum.yaml\n"
    assert said(capsys, "lint", folder) == ("", "")
    assert said(capsys, "run", "momentum/first-step", "--lessons", folder)[1] == ""
    assert "is there already" in refused(capsys, "new", "momentum", "--lessons", folder)


def test_another_course_from_the_environment(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    said(capsys, "new", "momentum", "--lessons", str(tmp_path))
    monkeypatch.setenv("TUTOR_LESSONS", str(tmp_path))
    assert "momentum/first-step" in said(capsys, "try", "momentum/first-step", "1")[0]


def test_the_shared_options_stand_anywhere(tmp_path: Path, capsys: Capture) -> None:
    said(capsys, "new", "momentum", "--lessons", str(tmp_path))
    for words in (
        ["--lessons", str(tmp_path), "run", "momentum/first-step"],
        ["run", "--lessons", str(tmp_path), "momentum/first-step"],
    ):
        assert said(capsys, *words)[1] == ""


# -- quiz, review, progress ----------------------------------------------------------------------


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
    assert said(capsys, "review") == ("Nothing is due, for nothing was missed so far.\n", "")


def test_progress(tmp_path: Path, capsys: Capture) -> None:
    """As a picture, in sentences, as JSON, as a table; and what is kept, and its end."""
    assert "Nothing answered yet." in said(capsys, "progress")[0]
    assert answered("0.9\n0.1\n\n", "learn", STEP).returncode == 0
    picture, _ = said(capsys, "progress", "--ascii")
    assert picture.isascii() and "Break it" in picture
    assert max(map(len, picture.splitlines())) <= 80
    assert "Break it: 0 of 6 steps done, 0 of 1 question known." in said(
        capsys, "progress", "--plain"
    )[0].replace("\n", " ")
    document = json.loads(said(capsys, "progress", "--json")[0])
    assert (document["answers"], document["asked"], document["known"]) == (2, 1, 0)
    rows = list(csv.DictReader(io.StringIO(said(capsys, "progress", "--csv")[0])))
    assert [(row["step"], row["mistakes"]) for row in rows] == [("input-two", "uphill:1")]
    mine = tmp_path / "mine.json"
    assert said(capsys, "progress", "--export", str(mine)) == ("", "")
    events = json.loads(mine.read_text(encoding="utf-8"))["events"]
    assert [event["event"] for event in events].count("attempt") == 2
    assert json.loads(said(capsys, "progress", "--export", "-")[0])["events"] == events


def test_forgetting_says_what_is_not_gone_yet(capsys: Capture, store: Path) -> None:
    """Another program reads the file: it ends with 1, and once more finishes it."""
    answered("0.9\n", "learn", STEP)
    with closing(sqlite3.connect(store, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM attempt").fetchone()
        told = said(capsys, "progress", "--forget", "--yes", status=1)[0].replace("\n", " ")
        assert told.startswith("Erased: 1 answer")
        assert "Its text can still be found in" in told
        assert "End that program (another tutor?), then erase once more." in told
    assert said(capsys, "progress", "--forget") == ("Nothing is kept of you.\n", "")


def test_forgetting_asks_first(capsys: Capture) -> None:
    """It names what goes; only `forget` or --yes does it; afterwards there is nothing."""
    answered("0.9\n", "learn", STEP)
    for typed in ("", "no\n", "yes\n"):
        done = answered(typed, "progress", "--forget")
        assert done.returncode == 1
        assert "1 answer, 1 place in a course" in done.stdout
        assert "Nothing was erased." in done.stdout
    assert "1 answer" in answered("forget\n", "progress", "--forget").stdout
    assert said(capsys, "progress", "--forget") == ("Nothing is kept of you.\n", "")
    answered("0.9\n", "learn", STEP)
    assert said(capsys, "progress", "--forget", "--yes")[0].startswith("Erased: 1 answer")
    assert json.loads(said(capsys, "progress", "--export", "-")[0])["events"] == []


def test_progress_says_what_is_wrong_with_the_store(tmp_path: Path, capsys: Capture) -> None:
    """A command about the store does not go on without it."""
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear friend, " * 100)
    assert "letter.txt" in refused(capsys, "progress", "--store", str(letter), status=1)


def test_interrupted(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """Status 130, and no word about it."""

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tutor.authoring.run_command.run_listing", interrupt)
    assert said(capsys, "run", STEP, status=130) == ("", "")


def test_a_command_leaves_signals_as_they_were(capsys: Capture) -> None:
    import signal

    before = signal.getsignal(signal.SIGTERM)
    said(capsys, "run", STEP)
    assert signal.getsignal(signal.SIGTERM) is before


def test_as_a_module() -> None:
    """`python -m tutor` is the command, from any folder."""
    done = subprocess.run(
        [sys.executable, "-m", "tutor", "--help"],
        capture_output=True,
        text=True,
        cwd=os.sep,
        timeout=60,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.stdout.startswith("usage: tutor ")
