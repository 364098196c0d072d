"""`tutor progress`: shown, written out, erased."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.commands.calls import STEP, Capture, answered, refused, said


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
