"""Folders that may not be searched or read, or are gone: a sentence, never a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.process.child import course, needs_permissions, run, run_each, unprivileged

MODES = {"may neither be read nor searched": 0o000, "may not be searched": 0o444}
COMMANDS = {
    "lint a folder": ["lint", "locked"],
    "lint a file": ["lint", "locked/course/compare.yaml"],
    "lint a course within": ["lint", "locked/course"],
    "lint the course": ["lint", "--lessons", "locked"],
    "home": ["--lessons", "locked"],
    "learn": ["learn", "compare", "--lessons", "locked/course"],
    "learn a step": ["learn", "compare/three-verbs", "--lessons", "locked"],
    "quiz": ["quiz", "--lessons", "locked/course"],
    "review": ["review", "--lessons", "locked/course"],
    "progress": ["progress", "--lessons", "locked/course"],
    "progress as JSON": ["progress", "--json", "--lessons", "locked"],
    "run a file": ["run", "locked/mine.py"],
    "run a folder": ["run", "locked"],
    "run a step": ["run", "compare/three-verbs", "--lessons", "locked/course"],
    "try": ["try", "gradient-descent/both-at-once", "1", "--lessons", "locked/course"],
    "preview": ["preview", "locked/course/compare.yaml"],
    "preview a folder": ["preview", "locked"],
    "new": ["new", "momentum", "--lessons", "locked"],
    "new in a folder within": ["new", "momentum", "--lessons", "locked/course"],
    "new in a new folder": ["new", "momentum", "--lessons", "locked/new/course"],
    "a report": ["quiz", "--report", "locked/report.json"],
    "a report in a folder within": ["quiz", "--report", "locked/course/report.csv"],
    "questions": ["quiz", "--gift", "locked/questions.gift"],
    "an export": ["progress", "--export", "locked/mine.json"],
    "an export by force": ["progress", "--export", "locked/mine.json", "--force"],
    "a store": ["learn", "compare", "--store", "locked/store.sqlite"],
    "a new store": ["learn", "compare", "--store", "locked/new/store.sqlite"],
    "progress of a store": ["progress", "--store", "locked/store.sqlite"],
    "forgetting": ["progress", "--forget", "--yes", "--store", "locked/store.sqlite"],
    "a store for a review": ["review", "--store", "locked/store.sqlite"],
    "a store for a quiz": ["quiz", "--seed", "1", "--store", "locked/store.sqlite"],
    "completion": ["completion", "bash", "--lessons", "locked"],
    "schema": ["schema", "--lessons", "locked"],
    "a wrong command": ["locked/course"],
}
NAMES_ONLY = ("run a folder", "preview a folder", "completion", "schema", "a wrong command")
"""What needs nothing that is in there."""


@pytest.fixture(params=MODES)
def here(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """A folder with a locked one in it, which holds a course, a listing, a store and an export."""
    needs_permissions()
    locked = tmp_path / "locked"
    locked.mkdir()
    course(locked / "course")
    (locked / "mine.py").write_text("print(1)\n")
    (locked / "mine.json").write_text("{}")
    made = run("learn", "compare", "--store", str(locked / "store.sqlite"))
    assert made.status == 0
    locked.chmod(MODES[request.param])
    yield tmp_path
    locked.chmod(0o755)


def test_every_command_says_it(here: Path) -> None:
    usual = {"TUTOR_STORE": ":memory:", "HOME": str(here)}
    found = run_each(COMMANDS.values(), cwd=here, before=unprivileged, environment=usual)
    assert len(found) == len(COMMANDS)
    for name, ended in zip(COMMANDS, found, strict=True):
        assert ended.in_good_order(), (name, ended)
        if name not in NAMES_ONLY:
            assert "ermission" in ended.out + ended.err, (name, ended)


def test_a_folder_that_may_not_be_listed(here: Path) -> None:
    """What is in it can be opened by name; lint, which looks for all of it, says what is wrong."""
    (here / "locked").chmod(0o111)
    found = run_each(COMMANDS.values(), cwd=here, before=unprivileged)
    for name, ended in zip(COMMANDS, found, strict=True):
        assert ended.in_good_order(), (name, ended)
    ended = dict(zip(COMMANDS, found, strict=True))["lint a folder"]
    assert ended == (1, "locked:1:1: this cannot be read: Permission denied\n", "")


def test_a_locked_course_from_the_environment(here: Path) -> None:
    locked = {"TUTOR_LESSONS": "locked/course", "TUTOR_STORE": ":memory:"}
    ended = run("learn", cwd=here, before=unprivileged, environment=locked)
    assert ended.in_good_order()


def test_a_locked_home(here: Path) -> None:
    """The lesson goes on; it is said once that nothing is kept."""
    home = {"TUTOR_STORE": "", "HOME": str(here / "locked"), "XDG_DATA_HOME": ""}
    ended = run("learn", "compare", cwd=here, before=unprivileged, environment=home)
    assert (ended.status, ended.err.count("\n")) == (0, 1), ended
