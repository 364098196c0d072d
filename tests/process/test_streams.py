"""Standard streams that are full, closed or no longer read, for every command."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.process.child import ROOT, TUTOR, Ended, course, examples, run

COMMANDS = examples()
READERS = ("home", "learn", "quiz")
FULL = "tutor: standard output cannot be written: No space left on device\n"
CLOSED = "tutor: standard output cannot be written: Bad file descriptor\n"
UNREADABLE = "tutor: standard input cannot be read: Bad file descriptor\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own; nothing is kept."""
    monkeypatch.setenv("TUTOR_STORE", ":memory:")
    return tmp_path


def closing(*descriptors: int) -> Callable[[], None]:
    """In a child: these are closed before it starts."""

    def close() -> None:
        for one in descriptors:
            os.close(one)

    return close


@pytest.mark.parametrize("name", COMMANDS)
def test_streams_that_are_not_there(name: str, here: Path) -> None:
    """A command that cannot print says so and ends with 1; one that cannot read, where it reads.

    Where nobody hears its diagnostics they change nothing. A reader that has heard enough is no
    problem, but a quiz that nobody sees to its end is not passed.
    """
    folders = count()

    def command(**streams: Any) -> Ended:
        cwd = here / str(next(folders))
        cwd.mkdir()
        course(cwd / "my-course")
        return run(*COMMANDS[name], cwd=cwd, **streams)

    usual = command()
    assert usual.in_good_order()
    silent = Ended(usual.status, "", usual.err)

    if Path("/dev/full").exists():  # not on every Unix
        with Path("/dev/full").open("wb") as full:
            ended = command(stdout=full)
        assert ended == (Ended(1, "", FULL) if usual.out else silent)

    ended = command(before=closing(1))
    assert ended == (Ended(1, "", CLOSED) if usual.out else silent)

    ended = command(before=closing(0))
    if name in READERS:
        assert (ended.status, ended.err) == (1, UNREADABLE)
    else:
        assert ended == usual

    assert command(before=closing(2)) == Ended(usual.status, usual.out, "")

    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        ended = command(stdout=pipe)
    quit = Ended(3 if name == "quiz" else 0, "", "")
    assert ended == (quit if usual.out else silent)


@pytest.mark.parametrize("descriptors", [(2,), (0, 1, 2), (1, 2), (0, 2)])
def test_wrong_usage_ends_with_2_whatever_is_closed(descriptors: tuple[int, ...]) -> None:
    assert run("nope", before=closing(*descriptors)).status == 2


def test_a_file_never_gets_the_number_of_a_closed_stream(here: Path) -> None:
    """Else what is printed would go into the store."""
    store = {"TUTOR_STORE": str(here / "store.sqlite")}
    ended = run("learn", "compare", before=closing(1), environment=store)
    assert (ended.status, ended.out) == (1, "")
    assert run("progress", "--json", environment=store).status == 0


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("quiz", "--help")])
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_the_manual_is_no_exception(arguments: tuple[str, ...], unbuffered: str) -> None:
    ended = run(*arguments, before=closing(1), environment={"PYTHONUNBUFFERED": unbuffered})
    assert ended == Ended(1, "", CLOSED)


def test_an_input_that_cannot_be_read(here: Path) -> None:
    """As that of a terminal that is gone: it fails once the tutor reads."""
    descriptor = os.open(here, os.O_RDONLY)
    opened = f"import os; os.dup2({descriptor}, 0); from tutor.cli import main; main(['learn'])"
    done = subprocess.run(
        [TUTOR[0], "-c", opened], pass_fds=[descriptor], capture_output=True, text=True, cwd=ROOT,
        timeout=60, check=False,
    )  # fmt: skip
    os.close(descriptor)
    assert done.stderr == "tutor: standard input cannot be read: Is a directory\n"


def test_a_report_without_room(here: Path) -> None:
    """The answers were given; it says why there is no report."""
    (here / "full.json").symlink_to("/dev/full")
    quiz = ("quiz", "--seed", "6", "--questions", "2", "--report", "full.json")
    ended = run(*quiz, typed="1\nfinish\n", cwd=here)
    sentence = "tutor: full.json cannot be written: No space left on device\n"
    assert (ended.status, ended.err) == (1, sentence)
