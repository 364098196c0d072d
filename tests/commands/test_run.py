"""What `tutor run` prints."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.calls import Capture, answered, refused, said
from tutor.cli import main


@pytest.fixture(autouse=True)
def course(lessons: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The small course is the one in use, and its folder where the commands run."""
    monkeypatch.setenv("TUTOR_LESSONS", str(lessons))
    monkeypatch.chdir(lessons)


def ran(capsys: Capture, *arguments: str) -> str:
    """What a run prints that has nothing to complain of."""
    out, err = said(capsys, "run", *arguments)
    assert err == ""
    return out


def test_a_step_prints_what_its_listing_prints(capsys: Capture) -> None:
    """To the character, and nothing else."""
    out = ran(capsys, "alpha/one")
    assert out.startswith("Error:0.0399999")
    assert out.count("\n") == 3


def test_other_constants(capsys: Capture) -> None:
    assert ran(capsys, "alpha/one", "--set", "alpha=0.25").endswith("Error:0.0\n")
    assert "did you mean alpha" in refused(capsys, "run", "alpha/one", "--set", "alhpa=1")


def test_a_table_has_every_variable_at_every_update(capsys: Capture) -> None:
    """Row 0 stands before any update; columns line up."""
    lines = ran(capsys, "alpha/one", "--table").splitlines()
    assert lines[0].split()[:3] == ["update", "weight", "goal_pred"]
    assert lines[1].split() == ["0", "0.5", "0.8", "2", "0.1"]
    assert lines[2].split() == ["1", "0.46", "0.8", "2", "0.1", "0", "1", "0.04", "0.4"]
    assert len(lines) == 5
    assert len({line.index("0.8") for line in lines[1:]}) == 1


def test_json_is_one_document_with_full_precision(capsys: Capture) -> None:
    """Names, rows, output and how it ends."""
    document = json.loads(ran(capsys, "alpha/one", "--json"))
    assert document["constants"] == {"weight": 0.5, "goal_pred": 0.8, "input": 2, "alpha": 0.1}
    assert document["names"][0] == "weight"
    assert [row[0] for row in document["rows"]] == pytest.approx([0.5, 0.46, 0.436, 0.4216])
    assert document["rows"][0][-1] is None
    assert document["updates"] == 3
    assert document["ending"] == "converges"
    assert document["output"].startswith("Error:")


def test_what_json_has_no_number_for_is_text(capsys: Capture) -> None:
    """So that any reader of JSON can read it."""
    Path("wild.py").write_text("a = 1e300\nb = a * a\nc = b - b\n", encoding="utf-8")
    text = ran(capsys, "wild.py", "--json")
    document = json.loads(text, parse_constant=lambda name: pytest.fail(name))
    assert document["rows"][1] == [1e300, "inf", "nan"]


def test_a_file_of_ones_own(capsys: Capture) -> None:
    """A listing needs no lesson."""
    Path("mine.py").write_bytes(b"\xef\xbb\xbfa = 2\r\nprint(a + 1, 'a')\r\n")
    assert ran(capsys, "mine.py") == "3 a\n"
    assert ran(capsys, "mine.py", "--set", "a=3") == "4 a\n"


def test_standard_input() -> None:
    """With - in place of a name."""
    done = answered("print(1 + 1)\n", "run", "-")
    assert (done.stdout, done.stderr, done.returncode) == ("2\n", "", 0)


def test_a_run_that_is_stopped_says_so_beside_its_output(tmp_path: Path, capsys: Capture) -> None:
    listing = tmp_path / "long.py"
    listing.write_text("x = 0\nfor i in range(10 ** 9):\n    x = x + 1\n")
    out, err = said(capsys, "run", str(listing), status=1)
    assert out == "" and err.startswith("tutor: stopped after ") and err.count("\n") == 1
    # What is told of every update is shorter than what is only printed.
    out, seen = said(capsys, "run", str(listing), "--json", status=1)
    assert json.loads(out)["stopped"] in seen
    updates = [int(text.split(" after ")[1].split()[0].replace(",", "")) for text in (err, seen)]
    assert updates[0] > 5 * updates[1] > 5_000


def test_a_run_that_cannot_go_on_has_printed_until_then(tmp_path: Path, capsys: Capture) -> None:
    """As in Python; and all that is refused is told at once."""
    listing = tmp_path / "short.py"
    listing.write_text("xs = [1]\nfor i in range(3):\n    print(xs[i])\n")
    out, err = said(capsys, "run", str(listing), status=1)
    assert out == "1\n" and "short.py: line 3: a position past the end of the list" in err
    listing.write_text("x = {}\nwith x:\n    pass\n")
    out, err = said(capsys, "run", str(listing), status=1)
    assert out == ""
    told = err.splitlines()
    assert len(told) == 2 and "short.py: line 1: " in told[0] and "short.py: line 2: " in told[1]


@pytest.mark.parametrize(
    ("where", "told", "status"),
    [
        ("alpha/on", "did you mean one?", 1),
        ("alhpa/one", "did you mean alpha?", 1),
        ("alpha", "which step of alpha? alpha/one, alpha/page, alpha/pick", 2),
        ("alpha/page", "nothing to run", 1),
        ("nothing.py", "no such file", 1),
        ("./lisitng.py", "no such file; did you mean listing.py?", 1),
        ("folder.py", "a folder", 1),
    ],
)
def test_what_is_not_there_gets_its_neighbours(
    where: str, told: str, status: int, capsys: Capture
) -> None:
    """One sentence with the nearest name."""
    Path("listing.py").write_text("a = 1\n", encoding="utf-8")
    Path("folder.py").mkdir()
    assert told in refused(capsys, "run", where, status=status)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"with a:\n    a = 1\n", "line 1"),
        (b"x = 1\nimport os\n", "line 2: "),
        (b"\xff\xfe\x00a", "UTF-8"),
        (b"a = 1\n" * 50_000, "longer than"),
    ],
)
def test_files_that_are_no_listing(content: bytes, told: str, capsys: Capture) -> None:
    """The file is named, and what is wrong with it."""
    Path("bad.py").write_bytes(content)
    said_of_it = refused(capsys, "run", "bad.py", status=1)
    assert said_of_it.startswith("bad.py: ") and told in said_of_it


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
        f"{shlex.quote(sys.executable)} -m tutor run alpha/one --json | head -1",
        shell=True,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert (done.stdout, done.stderr) == ("{\n", "")
