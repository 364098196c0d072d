"""Plain mode in a process of its own: pipes, signals, terminals without a screen, bad stores."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from tutor.front_end import WAITS

TUTOR = [sys.executable, "-m", "tutor"]
PROMPT = b"Your answer: "


def run(text: str | bytes, *arguments: str, **environment: str) -> tuple[int, str, str]:
    """Status, stdout and stderr of a run in which this is typed."""
    done = subprocess.run(
        [*TUTOR, *arguments],
        input=text.encode() if isinstance(text, str) else text,
        capture_output=True,
        timeout=60,
        check=False,
        env={**os.environ, **environment},
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_the_end_of_input_keeps_the_place(tmp_path: Path) -> None:
    """A script that ends in the middle ends politely, and the next one goes on there."""
    store = str(tmp_path / "store.sqlite")
    status, said, problems = run("0.9\n", "learn", "break-it/input-two", "--store", store)
    assert (status, problems) == (0, "")
    assert said.endswith("Your answer: \nYour place is kept.\n")
    status, said, problems = run("0.1\n", "--store", store)
    assert (status, problems) == (0, "")
    assert said.startswith("You go on where you left off.")
    assert "Right." in said


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_it_in_good_order(number: signal.Signals, tmp_path: Path) -> None:
    """Status 130, and what was answered is kept."""
    store = str(tmp_path / "store.sqlite")
    with subprocess.Popen(
        [*TUTOR, "learn", "break-it/input-two", "--store", store],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdin is not None and running.stdout is not None
        running.stdin.write(b"0.9\n")
        running.stdin.flush()
        said = b""
        while said.count(PROMPT) < 2:
            said += running.stdout.read(1)
        running.send_signal(number)
        rest, problems = running.communicate(timeout=30)
    assert (running.returncode, problems) == (130, b"")
    assert rest.decode().endswith("Your place is kept.\n")
    assert "Last time: That goes uphill" in run("", "--store", store)[1]


def test_a_store_that_cannot_be_made_is_said_once(tmp_path: Path) -> None:
    """As with a read-only home directory: one sentence on stderr, and the lesson goes on."""
    (tmp_path / "file").touch()
    home = str(tmp_path / "file" / "data")
    status, said, problems = run("0.9\n0.1\n", "learn", "break-it/input-two", XDG_DATA_HOME=home)
    assert status == 0
    assert "Right." in said and said.endswith("Your place could not be kept.\n")
    assert problems.startswith("tutor: ") and problems.count("\n") == 1


def test_a_store_that_is_something_else(tmp_path: Path) -> None:
    """A file that is no store is left as it is."""
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear friend, " * 100)
    status, _, problems = run("", "learn", "compare", "--store", str(letter))
    assert status == 0 and problems.count("\n") == 1
    assert letter.read_text() == "Dear friend, " * 100


def test_a_broken_lesson_does_not_stop_the_others(tmp_path: Path) -> None:
    """It is said on stderr; to open it is refused with all its problems."""
    good = "format: 1\nid: good\ntitle: Good\nsteps:\n  - {id: a, title: A, text: Read.}\n"
    (tmp_path / "good.yaml").write_text(good)
    (tmp_path / "worse.yaml").write_text("format: 1\nid: worse\ntitel: Bad\nsteps: []\n")
    status, said, problems = run("lessons\n", "--lessons", str(tmp_path))
    assert status == 0
    assert "worse cannot be played" in said
    assert problems.startswith("tutor: the lesson worse cannot be played: ")
    assert "worse.yaml:3:1" in problems and problems.count("\n") == 1
    status, said, problems = run("", "learn", "worse", "--lessons", str(tmp_path))
    assert (status, said) == (1, "")
    assert "worse.yaml:3:1" in problems and problems.count("worse.yaml") >= 3


def test_no_byte_is_too_strange() -> None:
    """What is no text is an answer that cannot be read; escape sequences do not come back."""
    status, said, problems = run(b"\xff\xfe\x00\x1b[2J0.9\n\n", "learn", "break-it/input-two")
    assert (status, problems) == (0, "")
    assert "\x1b" not in said and "\x00" not in said


def test_an_old_terminal_gets_ascii() -> None:
    """Where the output cannot hold a character, another is said for it."""
    status, said, problems = run("", "learn", "compare/three-verbs", PYTHONIOENCODING="ascii")
    assert (status, problems) == (0, "")
    assert said.isascii()


def test_the_c_locale_gets_ascii() -> None:
    """As the screen does, although Python writes UTF-8 then."""
    for names in ({"LANG": "C"}, {"LC_ALL": "C"}, {"LC_ALL": "POSIX", "LANG": "de_DE.UTF-8"}):
        where = ("learn", "break-it/input-two", "--store", ":memory:")
        locale = {"LC_ALL": "", "LC_CTYPE": "", **names}
        said = run("0.1\n\n1.3\n\n3\n", *where, **locale)[1]
        assert "the twentieth" in said and said.isascii()


def test_ascii_on_request() -> None:
    assert run("glossary slope\nhelp\n", "learn", "break-it", "--plain", "--ascii")[1].isascii()


def test_whoever_stops_listening_is_no_problem() -> None:
    """`tutor … | head -1`"""
    with subprocess.Popen(
        [*TUTOR, "learn", "break-it"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdin and running.stdout and running.stderr
        assert running.stdout.readline()
        running.stdout.close()
        running.stdin.write(b"help\n" * 10_000)
        running.stdin.close()
        assert running.stderr.read() == b""
        assert running.wait(timeout=30) == 0


@pytest.mark.parametrize("term", ["dumb", "xterm-256color"])
def test_in_a_terminal_nothing_moves_and_nothing_is_said_twice(term: str, tmp_path: Path) -> None:
    """TERM=dumb goes line by line of itself; the terminal's own echo is the only one."""
    arguments = ["-m", "tutor", "learn", "break-it/input-two", "--store", ":memory:"]
    arguments += [] if term == "dumb" else ["--plain"]
    running = pexpect.spawn(
        sys.executable,
        arguments,
        env={**os.environ, "TERM": term},
        encoding="utf-8",
        dimensions=(24, 60),
        timeout=30,
    )
    said = ""
    running.expect_exact("Your answer: ")
    said += running.before or ""
    running.sendline("0.1")
    running.expect_exact("Enter for the next question: ")
    said += running.before or ""
    running.sendline("quit")
    running.expect(pexpect.EOF)
    running.close()
    assert running.exitstatus == 0
    assert "\x1b" not in said
    assert "0.1\r\n\r\nRight." in said and "0.1\r\n0.1" not in said
    assert max(map(len, said.splitlines())) <= 60


def test_ctrl_c_at_a_prompt(tmp_path: Path) -> None:
    """Interrupted from the keyboard: the line ends, the place is kept."""
    running = pexpect.spawn(
        sys.executable,
        ["-m", "tutor", "learn", "break-it", "--plain", "--store", str(tmp_path / "store")],
        encoding="utf-8",
        timeout=30,
    )
    running.expect_exact("Your answer: ")
    running.sendintr()
    running.expect_exact("\r\nYour place is kept.")
    running.expect(pexpect.EOF)
    running.close()
    assert running.exitstatus == 130


def test_what_lasts_no_longer_than_the_program_is_not_said_to_be_kept() -> None:
    status, said, _ = run("quit\n", "learn", "break-it", "--plain", "--store", ":memory:")
    assert status == 0 and said.splitlines()[-1].startswith("Your place is not kept: ")
    status, said, _ = run("quit\n", "quiz", "--seed", "6", "--store", ":memory:")
    assert status == 3 and WAITS not in said


def test_an_input_that_fails_ends_its_line(tmp_path: Path) -> None:
    """What is said of the place begins a line of its own, whatever ended the conversation."""
    closed = ["sh", "-c", 'exec "$@" <&-', "sh", sys.executable, "-m", "tutor"]
    for command in (["learn", "break-it", "--plain"], ["quiz", "--seed", "6", "--plain"]):
        done = subprocess.run(
            [*closed, *command, "--store", str(tmp_path / "store")],
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 1 and "standard input cannot be read" in done.stderr
        assert done.stdout.splitlines()[-1] in ("Your place is kept.", WAITS.strip())


def test_a_quiz_that_is_left_is_taken_up_again(tmp_path: Path) -> None:
    store = str(tmp_path / "store.sqlite")
    status, said, _ = run("1\nquit\n", "quiz", "--questions", "3", "--seed", "8", "--store", store)
    assert status == 3 and said.endswith("It waits for you where you left it.\n")
    status, said, _ = run("finish\n", "quiz", "--store", store)
    assert "Quiz: you go on where you left it." in said
    assert "question 2 of 3, 2 still open" in said
    assert status == 3
