"""Learners at real SSH clients: in, out, back again, and what the server survives."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workshop.room import BEGIN, CODE, Learner, Room, serving, until


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with serving(tmp_path_factory.mktemp("room"), "--code", "maple", "--per-worker", "2") as room:
        yield room


def test_nobody_comes_in_without_the_code_and_the_name_brings_back_its_own(room: Room) -> None:
    one = Learner(room)
    one.sees("Who are you?")
    one.type("Ada\roak\r")
    one.sees("That is not this class's code.")
    assert "first idea" in one.text and "compare" not in one.text.lower()
    one.type("Maple\r")
    one.sees("Welcome, Ada.")
    one.type("\r")
    one.sees(BEGIN)
    assert "a wrong class code" in room.log and "oak" not in room.log
    other = Learner(room)
    other.sees("Who are you?")
    other.type("ADA\rmaple\r")
    other.sees("There is already somebody called ADA in this class.")
    other.type("birch-otter-10\r")
    other.sees("That is not ADA's return code.")
    other.type("\x1b")
    assert other.left() == 1
    one.cut()


def test_whoever_types_ahead_is_heard_and_leaves_no_code_unread(room: Room) -> None:
    one = Learner(room)
    one.sees("Who are you?")
    one.type("Ty\roak\rmaple\r\r\r")  # a wrong code first: it is waited for a second
    one.sees("Your return code")
    found = CODE.search(one.text)
    assert found is not None
    one.type("\r")
    one.sees(BEGIN)
    again = Learner(room)
    again.sees("Who are you?")
    again.type(f"Ty\rmaple\r{found[0]}\r")
    again.sees(BEGIN)
    assert one.left() == 0
    again.cut()


def test_a_page_that_was_pasted_makes_nobody_deaf(room: Room) -> None:
    one = Learner(room)
    one.join("Pam", "maple")
    one.begin()
    one.type("\x1b[200~" + "Lorem ipsum dolor. " * 5000 + "\x1b[201~")
    one.sees("Lorem")
    one.type("\x03")
    assert one.left() == 0


def test_another_name_is_not_asked_for_a_return_code(room: Room) -> None:
    """Not where it was shortened, either; and Enter is Enter before the terminal is raw, too."""
    one = Learner(room)
    one.join("Vic", "maple")
    other = Learner(room)
    other.sees("Who are you?")
    other.type("Vic\nmaple\n")
    other.sees("There is already somebody called Vic")
    other.type("\t\x7f")
    other.sees("Your name › Vi")
    assert "Return code" not in other.text
    other.type("\r")
    other.sees("Welcome, Vi.")
    for learner in (one, other):
        learner.cut()


@pytest.mark.parametrize("size", [(80, 5), (40, 8), (80, 10), (60, 12), (40, 15)])
def test_on_a_small_screen_stands_what_is_asked_and_the_code(
    room: Room, size: tuple[int, int]
) -> None:
    """A phone on its side, with its keyboard over the half of it."""
    name = f"名前 {size[0]} {size[1]}"
    one = Learner(room, size=size)
    one.sees("Your name")
    one.type(f"{name}\r")
    one.sees("Class code")
    one.type("oak\r")
    one.sees("That is not this")
    one.type("maple\r")
    one.sees("Your return code")
    found = CODE.search(one.text)
    assert found is not None
    one.cut()
    again = Learner(room, size=size)
    again.sees("Your name")
    again.type(f"{name}\rmaple\r")
    again.sees("Return code")
    again.type("no\r")
    again.sees("That is not")
    again.type(found[0])
    again.sees(found[0])
    again.cut()


def test_a_cut_line_comes_back_to_the_half_typed_answer(room: Room) -> None:
    one = Learner(room)
    code = one.join("Bo", "maple")
    one.begin()
    one.type("0.4")
    one.sees("› 0.4")
    one.cut()
    again = Learner(room, size=(100, 30))
    again.join("bo", "maple", code)
    again.sees("› 0.4")
    newest = Learner(room)
    newest.join("Bo", "maple", code)
    newest.sees("› 0.4")
    assert again.left() == 0 and "You are here in another window now" in again.text
    newest.resize(60, 20)
    newest.sees("› 0.4")
    newest.cut()


def test_a_worker_that_is_killed_loses_nothing_and_the_others_notice_nothing(room: Room) -> None:
    one, code = Learner(room), ""
    code = one.join("Cy", "maple")
    one.begin()
    others = [Learner(room) for _ in range(2)]
    for number, other in enumerate(others):
        other.join(f"Dee {number}", "maple")
        other.sees(BEGIN)
    one.type("0.1234")
    one.sees("› 0.1234")
    # The first worker has the learner who came first; numbers of processes begin anew at times.
    os.kill(room.workers[0], signal.SIGKILL)
    assert one.left() not in (0, None)
    again = Learner(room)
    again.join("Cy", "maple", code)
    again.sees("› 0.1234")
    again.cut()
    for other in others:
        other.cut()


@pytest.mark.parametrize(
    ("words", "what"),
    [(("ls",), "a command"), (("scp", "-t", "/tmp"), "scp")],
)
def test_what_is_no_terminal_is_refused_in_a_sentence(
    room: Room, words: tuple[str, ...], what: str
) -> None:
    done = room.asked(*words)
    assert done.returncode == 1
    assert (
        done.stderr.strip() == f"This is a tutor, and nothing else: {what} is not to be had here."
    )
    until(lambda: f"refused {what}" in room.log)


def test_sftp_is_refused_in_a_sentence(room: Room) -> None:
    done = room.asked("sftp", options=("-s",))
    assert done.returncode == 1 and "sftp is not to be had here" in done.stderr


def test_without_a_terminal_it_is_said_line_by_line(room: Room) -> None:
    done = subprocess.run(
        room.ssh("-T"), input="Eve\nmaple\n\n\n0.4\nquit\n", capture_output=True, text=True,
        timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "What is pred now?" in done.stdout and "Your place is kept." in done.stdout


def test_a_terminal_that_cannot_be_drawn_on_shows_what_is_typed(room: Room) -> None:
    """`TERM=dumb`: line by line, and the server is what a terminal's own driver would be."""
    one = Learner(room, term="dumb")
    one.sees("Your name, as the room knows you:")
    one.type("Dxé\x7f\x7füm")
    one.sees("Your name, as the room knows you: Düm")
    one.type("\r")
    one.sees("The class code:")
    one.type("maplr\x7f\x7fle")
    one.sees("The class code: maple")
    one.type("\r")
    one.sees("Enter for the next step:")
    one.type("\r\n")
    one.sees("What is pred now?")
    lines = [line for line in one.look() if line]
    assert all(not line.startswith("     ") for line in lines), "no stairs"
    one.type("\x04")
    assert one.left() == 0


def test_everybody_is_told_when_it_ends(tmp_path: Path) -> None:
    with serving(tmp_path, "--open") as room:
        learner = Learner(room)
        code = learner.join("Fay")
        learner.begin()
        learner.type("0.77")
        learner.sees("› 0.77")
    assert learner.left() == 0
    assert "The class ends here. What you did is kept." in learner.text
    with serving(tmp_path, "--open") as room:
        learner = Learner(room)
        learner.join("Fay", back=code)
        learner.sees("› 0.77")
        learner.cut()
