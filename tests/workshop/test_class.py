"""A class: held questions, pace and notices, with real clients on a real server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pexpect
import pytest

from tests.needs import program
from tests.workshop.room import Learner, Room, serving, until
from tutor.classroom import classes
from tutor.classroom.classroom import Classroom
from tutor.history.schedule import Item
from tutor.store import connect

ITEM = Item("compare", "predict", 0)


@pytest.fixture
def classroom(class_room: Room, class_file: Path) -> Iterator[Classroom]:
    """Whoever runs the class, in another process than the server's."""
    with closing(connect(class_file)) as kept:
        yield Classroom(kept, "workshop")


def learners(room: Room, *names: str) -> list[Learner]:
    """They are at the first question."""
    found = []
    for name in names:
        one = Learner(room)
        one.join(name)
        one.begin()
        found.append(one)
    return found


def test_a_held_question_is_answered_by_all_and_shown_to_all(
    class_room: Room, classroom: Classroom
) -> None:
    ada, bo, cy = learners(class_room, "Ada", "Bo", "Cy")
    ada.type("1.2")
    ada.sees("› 1.2")
    classroom.hold(ITEM)
    for one in (ada, bo, cy):
        one.sees("significant digits")
    ada.type("0\r")
    ada.sees("1 of 3 have committed.")
    bo.type("0.900\r")
    bo.sees("2 of 3 have committed.")
    ada.sees("2 of 3 have committed.")
    sent = ada.sent
    cy.cut()
    ada.sees("2 of 2 have committed.")
    assert "0.900" not in ada.sent and "Right" not in sent
    classroom.reveal()
    ada.sees("Right.")
    bo.sees("◆ true 1.2")
    kept = classroom.votes("1.1")
    assert sorted(vote.text for vote in kept.values()) == ["0.900", "1.20"]
    for one in (ada, bo):
        one.cut()


def test_all_are_brought_to_a_step_and_back_and_late_comers_too(
    class_room: Room, classroom: Classroom
) -> None:
    (ada,) = learners(class_room, "Ada")
    ada.type("0.4")
    ada.sees("› 0.4")
    classroom.bring("add-alpha", "smaller-steps")
    ada.sees("Add alpha ›")
    bo = Learner(class_room)
    bo.join("Bo")
    bo.sees("Add alpha ›")
    classroom.undo()
    ada.sees("› 0.4")
    for one in (ada, bo):
        one.cut()


def test_a_pause_a_line_and_a_hand(class_room: Room, classroom: Classroom) -> None:
    (ada,) = learners(class_room, "Ada")
    classroom.say("Look at the board, please.")
    ada.sees("Look at the board, please.")
    ada.type("\x1bn")
    until(lambda: [here.hand for here in classroom.here().values() if here.hand])
    ada.sees("hand down")
    classroom.pause(5)
    ada.sees("The class has a pause until")
    ada.type("7")
    time.sleep(0.3)
    classroom.go_on()
    ada.sees("What is pred now?")
    assert "› 7" not in ada.text
    (here,) = classroom.here().values()
    assert (here.lesson, here.step, here.phase) == ("compare", "predict", "ask")
    ada.cut()


def test_a_held_answer_survives_all_that_can_be_killed(
    class_room: Room, classroom: Classroom
) -> None:
    ada, bo = learners(class_room, "Ada", "Bo")
    classroom.hold(ITEM)
    ada.sees("significant digits")
    ada.type("0.900\r")
    ada.sees("1 of 2 have committed.")
    for process in class_room.workers:
        os.kill(process, signal.SIGKILL)
    assert ada.left() != 0 and bo.left() != 0
    assert [vote.text for vote in classroom.votes("1.1").values()] == ["0.900"]


# -- the board -------------------------------------------------------------------------------------


class Lead(Learner):
    """Whoever leads the class, at a terminal of their own or over SSH."""

    def __init__(self, room: Room, *options: str, store: Path | None = None) -> None:
        self._own = store
        super().__init__(room, *options, size=(120, 40))

    def command(self, room: Room, *options: str) -> list[str]:
        if self._own is None:
            return super().command(room, *options)
        return [sys.executable, "-m", "tutor", "class", *options, "--store", str(self._own)]

    def jump(self, step: str) -> None:
        """Take another step in hand."""
        self.type("j")
        self.sees("Jump to a step")
        self.type(f"{step}\r")
        self.sees("Where everybody is")


def test_a_class_is_led_from_the_board(
    class_room: Room, classroom: Classroom, class_file: Path
) -> None:
    """In another process than the server's, on the same store."""
    ada, bo = learners(class_room, "Ada", "Bo")
    lead = Lead(class_room, store=class_file)
    lead.sees("2 here")
    lead.jump("predict")
    lead.type("h")
    for one in (ada, bo):
        one.sees("significant digits")
    ada.type("0.900\r")
    lead.sees("1 of 2 have committed")
    lead.sees("◇ Ada")
    lead.type("s")  # before it is shown: the same numbers
    ada.sees("answers this once more")
    until(lambda: "0.900" not in ada.text)
    ada.type("1.20\r")
    bo.type("1.20\r")
    lead.sees("2 of 2 have committed")
    lead.type("r")
    ada.sees("Right.")
    bo.sees("Right.")
    lead.sees("◆ 1.2 right")
    lead.type("b")
    lead.type("mLook at the board.\r")
    for one in (ada, bo):
        one.sees("Look at the board.")
    lead.type("p")
    lead.sees("how many minutes?")
    lead.type("soon\r")
    lead.sees("soon is no number of minutes")
    lead.type("p5\r")
    ada.sees("The class has a pause until ")
    lead.type("p")
    ada.sees("enter next step")
    bo.cut()
    lead.sees("1 away")
    lead.type("q")
    assert lead.left() == 0
    ada.cut()


def test_the_class_looks_at_its_answers_once_they_are_shown(
    class_room: Room, classroom: Classroom, class_file: Path
) -> None:
    """On the projector, in another process than the server's."""
    ada, bo = learners(class_room, "Ada", "Bo")
    wall = Lead(class_room, "show", store=class_file)
    wall.sees("are here")
    wall.sees(f"ssh -p {class_room.port} 127.0.0.1")
    classroom.hold(ITEM)
    for one in (ada, bo):
        one.sees("significant digits")
    ada.type("0.700\r")
    wall.sees("● ○")
    assert "0.7" not in wall.sent
    classroom.reveal()
    wall.sees("something else: 0.7")
    wall.type("q")
    assert wall.left() == 0
    for one in (ada, bo):
        one.cut()


def test_a_class_that_is_erased_while_it_is_served_is_over(
    class_room: Room, class_file: Path
) -> None:
    """For its learners, for its boards, and for whoever comes; also under the same name."""
    (ada,) = learners(class_room, "Ada")
    lead = Lead(class_room, store=class_file)
    lead.sees("1 here")
    with closing(connect(class_file)) as kept:
        classes.forget(kept, "workshop")
        assert ada.left() == 0
        assert "closed" in ada.sent
        assert lead.left() != 0
        assert "The class workshop was erased." in lead.sent
        classes.new(kept, "workshop")
        late = Learner(class_room)
        late.left()
        assert "closed" in late.sent
        assert not kept.recall("class:workshop", "host:")


def test_somebody_is_renamed_and_taken_out_and_let_in_again(
    class_room: Room, class_file: Path
) -> None:
    ada = Learner(class_room)
    code = ada.join("Adda")
    ada.begin()
    lead = Lead(class_room, store=class_file)
    lead.sees("1 here")
    lead.type("nAda\r")
    lead.sees("· Ada ")
    lead.type("kno\r")
    lead.sees("1 here")
    lead.type("kyes\r")
    assert ada.left() == 0
    assert "taken you out" in ada.sent
    lead.sees("taken out 1")
    again = Learner(class_room)
    again.sees("Who are you?")
    again.type(f"Ada\r{code}\r")
    assert again.left() == 1
    assert "taken you out" in again.sent
    lead.type("k")
    lead.sees("1 away")
    third = Learner(class_room)
    third.join("Ada", back=code)
    third.sees("What is pred now?")
    third.cut()
    lead.cut()


def test_the_board_over_ssh_opens_to_an_instructors_key(tmp_path: Path) -> None:
    subprocess.run(
        [
            program("ssh-keygen"),
            "-q",
            "-t",
            "ed25519",
            "-N",
            "",
            "-C",
            "Ines",
            "-f",
            tmp_path / "k",
        ],
        check=True,
    )
    chosen = ("--code", "maple", "--instructors", str(tmp_path / "k.pub"))
    with serving(tmp_path, *chosen) as room:
        lead = Lead(room, "-i", str(tmp_path / "k"))
        lead.sees("Class workshop")
        ada = Learner(room)
        ada.join("Ada", "maple")
        ada.begin()
        lead.sees("1 here")
        other = Learner(room)
        other.sees("Who are you?")
        other.type("Eve\roak\r")
        lead.sees("A wrong code was said, from 127.0.0.1.")
        other.cut()
        lead.type("wHello, Ada.\r")
        ada.sees("Hello, Ada.")
        lead.type("v")
        lead.sees("code maple")
        lead.sees("is here")
        lead.type("q")
        lead.sees("Class workshop")
        lead.type("l")
        lead.sees("enter begin")
        ada.cut()
        lead.cut()


def test_line_by_line_a_class_is_told_in_sentences(class_room: Room, classroom: Classroom) -> None:
    """For a screen reader: that it is held, how many have answered, what is right."""
    (ada,) = learners(class_room, "Ada")
    command, *arguments = class_room.ssh("-T")
    spoken = pexpect.spawn(command, arguments, encoding="utf-8", timeout=20, echo=False)
    spoken.expect("Your name")
    spoken.sendline("Tom")
    spoken.expect("next step")
    spoken.sendline("")
    spoken.expect("What is pred now")
    classroom.hold(ITEM)
    spoken.expect("answers this together")
    spoken.sendline("0.900")
    spoken.expect("Your answer is in")
    time.sleep(1)
    spoken.sendline("")
    spoken.expect("1 of 2 have committed")
    ada.sees("significant digits")
    ada.type("1.20\r")
    ada.sees("2 of 2 have committed.")
    classroom.say("Look up.")
    spoken.expect("Look up")
    spoken.sendline("hand")
    spoken.expect("Your hand is up")
    assert "1.2" not in str(spoken.before)
    classroom.vote_again()
    spoken.expect("once more")
    classroom.reveal()
    spoken.expect("The answers of the class are shown")
    spoken.expect("You did not vote again")
    spoken.expect("too small")
    classroom.bring("add-alpha", "smaller-steps")
    spoken.expect("Add alpha, step 2")
    classroom.pause()
    spoken.expect("The class has a pause")
    classroom.go_on()
    spoken.expect("The class goes on")
    spoken.sendline("quit")
    spoken.expect(pexpect.EOF)
    ada.cut()
