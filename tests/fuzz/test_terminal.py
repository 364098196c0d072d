"""Nothing that a stranger wrote moves a cursor: no escape sequence reaches the terminal raw."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.course.lessons import LESSON, written
from tests.e2e.terminal import Terminal, environment, tutor
from tutor.history.records import ALONE, Attempt, Place
from tutor.store import open_store

PAYLOAD = "\x1b]0;OWNED\x07\x1b[31mRED\x1b[2J\u009b3J\x08\x7f\u202e"
"""A new window title, a colour, a wiped screen, the same in one byte, a step back, a turn."""
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""All but the tab and the end of a line."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a course of one lesson in a folder of it."""
    (tmp_path / "course").mkdir()
    written(tmp_path / "course", LESSON)
    return tmp_path


def said(home: Path, *arguments: str, typed: str = "") -> str:
    """All that a command writes, to either stream."""
    done = subprocess.run(
        [sys.executable, "-m", "tutor", *arguments],
        cwd=home,
        env=environment(home, TUTOR_STORE=str(home / "store.db"), TUTOR_LESSONS="course"),
        input=typed,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


COMMANDS = [
    ["learn", PAYLOAD],
    ["learn", f"small/{PAYLOAD}"],
    ["learn", "--plain", PAYLOAD],
    ["--lessons", PAYLOAD],
    ["--lessons", PAYLOAD, "--plain"],
    ["quiz", PAYLOAD],
    ["quiz", "--report", f"{PAYLOAD}/x.json"],
    ["quiz", "--questions", PAYLOAD],
    ["run", PAYLOAD],
    ["run", f"small/{PAYLOAD}"],
    ["run", f"{PAYLOAD}.py"],
    ["run", "small/first", "--set", f"{PAYLOAD}=1"],
    ["run", "small/first", "--set", f"weight={PAYLOAD}"],
    ["try", PAYLOAD, "1"],
    ["try", "small/first", PAYLOAD],
    ["lint", PAYLOAD],
    ["new", PAYLOAD],
    ["preview", PAYLOAD],
    ["completion", PAYLOAD],
    ["progress", "--export", f"{PAYLOAD}/x"],
    [PAYLOAD],
    [f"--{PAYLOAD}"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0].strip(PAYLOAD))
def test_what_a_command_is_given_is_said_back_harmless(home: Path, command: list[str]) -> None:
    assert not CONTROL.search(said(home, *command))


def test_the_names_of_files_are_harmless(home: Path) -> None:
    course = home / "course"
    (course / f"{PAYLOAD.replace('/', '')}.yaml").write_text("format: 2\n")
    (course / f"dir{PAYLOAD}.yaml").mkdir()
    for command in (["lint", "course"], ["learn", "--plain"], ["progress"], ["quiz", "--plain"]):
        assert not CONTROL.search(said(home, *command))


@pytest.mark.parametrize("code", [f"print('{PAYLOAD}')\n", "print('\\x1b[2J')\n", "x = 1 # \x1b\n"])
def test_a_listing_cannot_print_a_control_character(home: Path, code: str) -> None:
    (home / "mine.py").write_text(code)
    assert not CONTROL.search(said(home, "run", "mine.py"))
    assert not CONTROL.search(said(home, "run", "-", typed=code))


@pytest.mark.parametrize(
    "text", [f"From {PAYLOAD}.", '"\\e]0;OWNED\\a\\x9b2J"'], ids=["raw", "escaped"]
)
def test_a_lesson_with_control_characters_is_refused(home: Path, text: str) -> None:
    quoted = LESSON.replace("title: Small", f"title: {text}")
    written(home / "course", quoted)
    told = said(home, "lint", "course")
    assert "may not stand in a lesson" in told
    assert not CONTROL.search(told)


def test_what_is_typed_line_by_line_is_harmless(home: Path) -> None:
    words = ("", "set alpha ", "go ", "hint ", "glossary ", "set ", "run ", "help ")
    typed = "\n".join(f"{word}{PAYLOAD}" for word in words)
    told = said(home, "learn", "--plain", typed=f"{typed}\n{PAYLOAD}\n5\n")
    assert not CONTROL.search(told)
    assert not CONTROL.search(said(home, "quiz", "--plain", typed=f"{typed}\n"))
    for shape in ([], ["--csv"], ["--json"]):
        assert not CONTROL.search(said(home, "progress", *shape))


@pytest.fixture
def stored(home: Path) -> Path:
    """A store in which everything that was typed is hostile."""
    store = open_store(home / "store.db")
    store.keep_place(ALONE, "course", Place("small", "first", text=PAYLOAD, answer=PAYLOAD))
    attempt = Attempt("course", "small", "first", 0, {}, PAYLOAD, None, PAYLOAD, PAYLOAD)
    store.record(ALONE, attempt)
    store.record(PAYLOAD, attempt)
    store.remember(ALONE, "theme", PAYLOAD)
    store.close()
    return home


def test_what_a_store_holds_is_harmless(stored: Path) -> None:
    for command in (["progress"], ["progress", "--csv"], ["progress", "--json"], ["learn"]):
        assert not CONTROL.search(said(stored, *command, "--plain"))


@pytest.fixture
def screen(stored: Path) -> Iterator[Terminal]:
    """The full screen over that store, in a folder of a hostile name."""
    (stored / "course").rename(stored / f"course{PAYLOAD}")
    with tutor(
        "learn",
        "small",
        home=stored,
        TUTOR_STORE=str(stored / "store.db"),
        TUTOR_LESSONS=str(stored / f"course{PAYLOAD}"),
    ) as terminal:
        terminal.wait("weight = 6")
        yield terminal


def test_the_screen_shows_nothing_raw(screen: Terminal) -> None:
    """Pasted, typed, restored or in the name of the course."""
    screen.press(f"\x1b[200~0.5{PAYLOAD}\x1b[201~")
    screen.wait("RED")
    screen.press("enter", "enter", "esc")
    screen.wait("Small")
    for bad in (b"\x1b]0;OWNED", b"\x1b[31mRED", "\u009b".encode(), b"RED\x1b[2J"):
        assert bad not in bytes(screen.raw), bad
