"""Names that a terminal would obey, through every command: nothing of them arrives."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.process.child import ROOT, run, run_each
from tutor.errors import UNPRINTABLE

TITLE = "a\x1b]0;PWNED\x07\x9b31m\u202eb\r"
"""Sets a window's title, a colour and the direction of text, and goes back to the margin."""
LESSON = f"break-it/{TITLE}"
COMMANDS = [
    [TITLE],
    [f"--{TITLE}"],
    ["learn", TITLE],
    ["learn", LESSON],
    ["learn", "--lessons", TITLE],
    ["learn", "break-it", "--store", f"{TITLE}/{TITLE}"],
    ["learn", "break-it", "--store", f"postgresql://{TITLE}@localhost:1/{TITLE}"],
    ["quiz", TITLE],
    ["quiz", "--report", TITLE],
    ["quiz", "--report", f"{TITLE}/x.json"],
    ["quiz", "--gift", f"{TITLE}/x.gift"],
    ["quiz", "--seed", TITLE],
    ["review", "--lessons", TITLE],
    ["progress", "--export", f"{TITLE}/x"],
    ["progress", "--lessons", TITLE],
    ["progress", "--store", f"there/{TITLE}.py"],
    ["run", TITLE],
    ["run", LESSON],
    ["run", f"{TITLE}.py"],
    ["run", f"there/{TITLE}.py"],
    ["run", f"there/{TITLE}.py", "--json"],
    ["run", f"there/{TITLE}.py", "--table"],
    ["run", "break-it/input-two", "--set", f"{TITLE}=1"],
    ["run", "break-it/input-two", "--set", f"weight={TITLE}"],
    ["try", LESSON, "1"],
    ["try", "break-it/input-two", TITLE],
    ["try", "break-it/input-two", TITLE, "--json"],
    ["try", "break-it/input-two", "1", "--question", TITLE],
    ["lint", TITLE],
    ["lint", f"there/{TITLE}.yaml"],
    ["lint", f"there/{TITLE}.yaml", "--json"],
    ["lint", "there"],
    ["new", TITLE, "--lessons", f"new{TITLE}"],
    ["new", TITLE, "--lessons", "there"],
    ["preview", f"{TITLE}.yaml"],
    ["preview", f"there/{TITLE}.yaml"],
    ["preview", f"there/{TITLE}.yaml", TITLE],
    ["completion", TITLE],
    ["schema", TITLE],
    ["class", TITLE],
    ["class", "new", TITLE, "--store", "store"],
    ["class", "list", "--store", f"{TITLE}/x"],
    ["class", "show", TITLE, "--store", "store"],
    ["class", "rehearse", TITLE, "--learners", "0", "--store", "store"],
    ["class", "close", TITLE, "--store", "store"],
    ["class", "export", TITLE, "--to", f"{TITLE}/x", "--store", "store"],
    ["serve", TITLE],
    ["serve", "--host", TITLE],
    ["serve", "--port", TITLE],
    ["serve", "--lessons", TITLE],
    ["serve", "--port", "0", "--log", f"{TITLE}/x"],
    ["serve", "--port", "0", "--authorized-keys", f"{TITLE}/x"],
    ["serve", "--port", "0", "--store", f"{TITLE}/{TITLE}", "--check"],
]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with such names in it."""
    monkeypatch.setenv("TUTOR_STORE", ":memory:")
    there = tmp_path / "there"
    there.mkdir()
    shutil.copy(ROOT / "lessons" / "compare.yaml", there / f"{TITLE}.yaml")
    listing = "".join(f"print('{one}')\n" for one in TITLE if one not in "\r\x07\x1b\x9b\u202e")
    (there / f"{TITLE}.py").write_text(f"{listing}print(1)\n", encoding="utf-8")
    return tmp_path


def test_nothing_of_them_arrives(here: Path) -> None:
    found = run_each(COMMANDS, cwd=here)
    assert len(found) == len(COMMANDS)
    for command, ended in zip(COMMANDS, found, strict=True):
        text = (ended.out + ended.err).replace("\r\n", "\n")
        assert not UNPRINTABLE.search(text), (command, ended)
        assert ended.in_good_order(), (command, ended)


def test_every_command_meets_one() -> None:
    from tutor import commands

    assert {command[0] for command in COMMANDS} >= set(commands.names()), "a command is left out"


def test_json_stays_json(here: Path) -> None:
    """What is written out in it is an escape of JSON, and comes back as it was."""
    import json

    answer = "0.5\x9b\x7f\u202e\ud800"
    printed = run("try", "break-it/input-two", "0.5\x9b\x7f\u202e", "--json").out
    assert re.search(r"\\u009b\\u007f\\u202e", printed)
    assert json.loads(printed)["answer"] == answer[:-1]


def test_a_line_break_in_a_name_makes_no_line(tmp_path: Path) -> None:
    """Otherwise a name could say what a diagnosis says."""
    for name in ("sums\nb.py", "ab.yaml:1:1: forged\n.yaml"):
        (tmp_path / name).write_text("]")
    said = run("run", "sums_b.py", cwd=tmp_path)
    assert said.err.count("\n") == 1 and "did you mean sums\\nb.py?" in said.err
    said = run("lint", ".", cwd=tmp_path)
    assert said.out.splitlines()[0].startswith("ab.yaml:1:1: forged\\n.yaml:1:1: ")
