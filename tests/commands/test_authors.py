"""`tutor lint`, `schema` and `new`, and which course they mean."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.calls import Capture, refused, said
from tutor.course.index import bundled


def test_lint(tmp_path: Path, capsys: Capture) -> None:
    """Nothing to say of the course; of a bad file path:line:column, status 1."""
    assert said(capsys, "lint", str(bundled())) == ("", "")
    bad = tmp_path / "bad.yaml"
    bad.write_text("format: 1\nid: bad\ntitel: Bad\nsteps: []\n")
    out, err = said(capsys, "lint", str(bad), status=1)
    assert f"{bad}:3:1: " in out and err == ""
    document = json.loads(said(capsys, "lint", str(bad), "--json", status=1)[0])
    assert document[0] == {
        "path": str(bad), "line": 3, "column": 1, "what": "unknown key `titel`", "near": "title"
    }  # fmt: skip
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
