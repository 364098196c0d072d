"""A quiz that a class takes at once, with real clients on a real server."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pexpect
import pytest

from tests.session.walks import bundled_course
from tests.workshop.room import Learner, Room, until
from tutor.classroom import quiz
from tutor.classroom.classroom import Classroom
from tutor.classroom.members import Members
from tutor.classroom.quiz import Score
from tutor.grading.kinds.base import Input
from tutor.session.drawing import chosen
from tutor.store import connect
from tutor.store.sql import SqlStore

COURSE = bundled_course()
SEED = next(
    seed
    for seed in range(100)
    if all(
        drawn.task(COURSE).kind.input is Input.NUMBER  # type: ignore[union-attr]
        for drawn in chosen(COURSE, 3, seed, ("add-alpha",))
    )
)
"""With which only numbers are asked."""


@pytest.fixture
def store(class_room: Room, class_file: Path) -> Iterator[SqlStore]:
    with closing(connect(class_file)) as kept:
        yield kept


class Lead:
    """Whoever runs the class, in another process than the server's."""

    def __init__(self, store: SqlStore) -> None:
        self.store, self.room = store, Classroom(store, "workshop")
        self.members = Members(store, "workshop")

    def begin(self, minutes: float, count: int = 3) -> None:
        quiz.begin(self.room, self.store, minutes, count, lessons=("add-alpha",), seed=SEED)

    def end(self) -> None:
        quiz.end(self.room, self.store)

    def id(self, name: str) -> str:
        return next(id for id, one in self.members.everybody().items() if one.name == name)

    @property
    def over(self) -> bool:
        taken = self.room.state().quiz
        return taken is not None and taken.over

    @property
    def scores(self) -> dict[str, Score]:
        taken = self.room.state().quiz
        assert taken is not None
        return {one.name: one for one in quiz.scores(self.room, self.members, taken)}


def answer(learner: Learner, then: str) -> None:
    """Answer the question in hand, as often as more digits are asked for."""
    learner.type("1.23\r")
    end = time.monotonic() + 20
    while then not in learner.text:
        assert time.monotonic() < end, "\n".join(learner.look())
        if "digits, please" in learner.text:
            learner.type("\r")
            time.sleep(0.3)


def there(room: Room, *names: str) -> tuple[list[Learner], list[str]]:
    """They are at home; and their return codes."""
    found, codes = [], []
    for name in names:
        one = Learner(room)
        codes.append(one.join(name))
        one.sees("enter begin")
        found.append(one)
    return found, codes


def test_all_take_it_and_nobody_is_told_before_it_is_over(
    class_room: Room, store: SqlStore
) -> None:
    """One hands it in early, one loses its line, one comes late, one never comes."""
    lead = Lead(store)
    (ada, bo, eve), (_, code, _) = there(class_room, "Ada", "Bo", "Eve")
    eve.cut()
    lead.begin(10)
    for one in (ada, bo):
        one.sees("question 1 of 3")
        one.sees("10 min left")
    sent = len(ada.sent)
    for then in ("question 2 of 3", "question 3 of 3", "Your answers are in."):
        answer(ada, then)
    assert "Right." not in ada.sent[sent:] and "true" not in ada.sent[sent:]
    bo.type("0.5")
    bo.sees("› 0.5")
    bo.cut()
    until(lambda: lead.scores["Ada"].done)
    again = Learner(class_room)
    again.join("Bo", back=code)
    again.sees("question 1 of 3")
    again.sees("› 0.5")
    late = Learner(class_room)
    late.join("Cy")
    late.sees("question 1 of 3")
    assert lead.scores["Ada"].answered == 3 and not lead.scores["Bo"].done
    again.type("\x08" * 3)
    answer(again, "question 2 of 3")
    lead.end()
    for one in (ada, again, late):
        one.sees("what came of it")
    until(lambda: lead.over)
    found = lead.scores
    assert {name: one.answered for name, one in found.items()} == {
        "Ada": 3, "Bo": 1, "Cy": 0, "Eve": 0,
    }  # fmt: skip
    assert all(one.right is not None for one in found.values())
    kept = store.attempts(lead.id("Bo"), COURSE.id)
    assert [one.mode for one in kept] == ["quiz"], "once"
    for one in (ada, again, late):
        one.cut()


def test_its_time_is_up_for_each_when_it_is_also_for_who_is_away(
    class_room: Room, store: SqlStore
) -> None:
    """One deadline; somebody has more time; what was typed by somebody who left is handed in."""
    lead = Lead(store)
    (ada, bo), _ = there(class_room, "Ada", "Bo")
    lead.begin(0.3)
    quiz.extra(lead.room, lead.id("Ada"), 0.6)
    begun = time.monotonic()
    for one in (ada, bo):
        one.sees("question 1 of 3")
    answer(bo, "question 2 of 3")
    bo.cut()
    until(lambda: lead.scores["Bo"].right is not None, 30)
    assert 18 < time.monotonic() - begun < 27
    assert not lead.over and lead.scores["Ada"].right is None
    answer(ada, "question 2 of 3")
    ada.sees("Your answers are in.")
    ada.sees("what came of it")
    assert time.monotonic() - begun > 28
    assert lead.over and lead.scores["Ada"].answered == 1 == lead.scores["Bo"].answered
    assert len(store.attempts(lead.id("Bo"), COURSE.id)) == 1
    ada.cut()


def test_line_by_line(class_room: Room, store: SqlStore) -> None:
    lead = Lead(store)
    command, *arguments = class_room.ssh("-T")
    ada = pexpect.spawn(command, arguments, encoding="utf-8", timeout=20, echo=False)
    ada.expect("Your name")
    ada.sendline("Ada")
    ada.expect("Your answer|Enter|answer")
    lead.begin(10, 2)
    ada.expect("The class takes a quiz")
    ada.expect("question 1 of 2")
    for then in ("question 2 of 2", "Your answers are in"):
        ada.sendline("1.23")
        if ada.expect([then, "digits, please"]):
            ada.sendline("1.23")
            ada.expect(then)
        quiz.extra(lead.room, lead.id("Ada"), 0.5)
    ada.sendline("")
    ada.expect("Your answers are in")
    lead.end()
    ada.expect("Quiz over: ")
    until(lambda: lead.over)
    assert lead.scores["Ada"].answered == 2
    lead.begin(10, 2)
    ada.expect("question 1 of 2")
    lead.end()  # while it is asked
    ada.expect("The time is up")
    ada.expect("Quiz over: 0 of 2 right")
    ada.sendline("quit")
    ada.expect(pexpect.EOF)
