"""What `tutor run` prints."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from tutor.authoring.run_command import run_listing
from tutor.errors import TutorError, UsageError


def test_a_step_prints_what_its_listing_prints(lessons: Path) -> None:
    """To the character, and nothing else."""
    document = run_listing("alpha/one", lessons)
    assert document.text.startswith("Error:0.0399999")
    assert document.text.count("\n") == 3
    assert document.stopped == ""


def test_other_constants(lessons: Path) -> None:
    """As with --set."""
    assert run_listing("alpha/one", lessons, values={"alpha": 0.25}).text.endswith("Error:0.0\n")


def test_a_table_has_every_variable_at_every_update(lessons: Path) -> None:
    """Row 0 stands before any update; columns line up."""
    lines = run_listing("alpha/one", lessons, shape="table").text.splitlines()
    assert lines[0].split()[:3] == ["update", "weight", "goal_pred"]
    assert lines[1].split() == ["0", "0.5", "0.8", "2", "0.1"]
    assert lines[2].split() == ["1", "0.46", "0.8", "2", "0.1", "0", "1", "0.04", "0.4"]
    assert len(lines) == 5
    assert len({line.index("0.8") for line in lines[1:]}) == 1


def test_json_is_one_document_with_full_precision(lessons: Path) -> None:
    """Names, rows, output and how it ends."""
    document = json.loads(run_listing("alpha/one", lessons, shape="json").text)
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
    text = run_listing(str(file), tmp_path, shape="json").text
    document = json.loads(text, parse_constant=lambda name: pytest.fail(name))
    assert document["rows"][1] == [1e300, "inf", "nan"]


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    """A listing needs no lesson."""
    file = tmp_path / "mine.py"
    file.write_bytes(b"\xef\xbb\xbfa = 2\r\nprint(a + 1)\r\n")
    assert run_listing(str(file), tmp_path).text == "3\n"


def test_standard_input(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With - in place of a name."""
    monkeypatch.setattr("sys.stdin", io.StringIO("print(1 + 1)\n"))
    assert run_listing("-", tmp_path).text == "2\n"


def test_a_run_that_is_cut_short_says_so_beside_its_output(tmp_path: Path) -> None:
    """The note is for stderr."""
    file = tmp_path / "long.py"
    file.write_text("for i in range(100000000):\n    a = i\n", encoding="utf-8")
    document = run_listing(str(file), tmp_path)
    assert document.text == ""
    assert document.stopped.startswith("stopped after")


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
        run_listing(where, lessons)
    assert part in str(raised.value)


def test_a_misspelt_file_gets_its_neighbour(tmp_path: Path) -> None:
    """From the same folder."""
    (tmp_path / "listing.py").write_text("a = 1\n", encoding="utf-8")
    with pytest.raises(TutorError, match=r"did you mean .*listing\.py"):
        run_listing(str(tmp_path / "lisitng.py"), tmp_path)


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
        run_listing(str(file), tmp_path)
    assert str(raised.value).startswith(str(file))
    assert part in str(raised.value)


def test_a_folder_is_no_listing(tmp_path: Path) -> None:
    """It says so."""
    (tmp_path / "x.py").mkdir()
    with pytest.raises(TutorError, match="a folder"):
        run_listing(str(tmp_path / "x.py"), tmp_path)


def test_an_unknown_constant_gets_its_nearest(lessons: Path) -> None:
    with pytest.raises(UsageError, match="did you mean alpha"):
        run_listing("alpha/one", lessons, values={"alhpa": 1})
