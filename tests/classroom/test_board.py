"""The board of classes of all sizes, at terminals of all sizes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.clock import Calendar
from tests.session.walks import bundled_course
from tutor.classroom.board_rows import board_rows
from tutor.classroom.classroom import Classroom
from tutor.classroom.members import Members
from tutor.classroom.quiz import begin
from tutor.classroom.roster import MISSES, STUCK, Board, Sign, look, next_question
from tutor.classroom.state import HOST, Here
from tutor.errors import TutorError
from tutor.history.schedule import Item
from tutor.session.pace import Vote
from tutor.session.tally import other_numbers
from tutor.store.sqlite import Memory
from tutor.ui.text_layout import plain, width_of

COURSE = bundled_course()
ITEM = Item("add-alpha", "smaller-steps", 0)
SAID = ("0.460", "0.100", "0.540", "0.777")


def board(count: int, *, away: int = 0, asked_ago: float = 10) -> Board:
    """A class of so many: the first has a hand up, the second has missed, the third does nothing,
    the fourth types, all others have answered; the last ones are away. It was asked so much longer
    ago than somebody is stuck after."""
    calendar = Calendar()
    store = Memory(calendar)
    room, members = Classroom(store, "intro"), Members(store, "intro")
    learners = []
    for number in range(count):
        at = store.now() + timedelta(seconds=number)
        learners.append(members.known(f"Learner {number:03}", at).learner)
    poll = room.hold(ITEM)
    calendar.now += timedelta(seconds=STUCK + asked_ago)
    now = store.now()
    for number, learner in enumerate(learners):
        here = Here(
            ITEM.lesson, ITEM.step, misses=MISSES * (number == 1),
            since=now - timedelta(seconds=STUCK + 5 if number == 2 else 5),
            hand=now - timedelta(seconds=35) if number == 0 else None,
        )  # fmt: skip
        room.stands(learner, here)
        if number > 3:
            room.hand_in(learner, poll, Vote(SAID[number % len(SAID)]))
    there = {"at": now.isoformat(), "here": learners[: count - away]}
    store.remember(room.whose, f"{HOST}a", json.dumps(there))
    gone = {"at": (now - timedelta(seconds=60)).isoformat(), "here": learners}
    store.remember(room.whose, f"{HOST}b", json.dumps(gone))
    return look(room, members, store, COURSE, ITEM.lesson)


@pytest.mark.parametrize("size", [(80, 18), (60, 14), (100, 30), (120, 34), (200, 60)])
@pytest.mark.parametrize("count", [0, 1, 5, 27, 300])
def test_every_row_fits_and_whoever_needs_somebody_is_in_sight(
    size: tuple[int, int], count: int
) -> None:
    found = board(count)
    rows = board_rows(*size, found, found.people, ITEM.step, "Let them talk.", ())
    assert len(rows) <= size[1]
    assert all(width_of(row) <= size[0] for row in rows)
    text = "\n".join(map(plain, rows))
    assert "have committed" in text
    for person in found.people[:3]:
        assert person.name in text


def test_who_needs_somebody_comes_first_and_why_is_said() -> None:
    found = board(8, away=1)
    assert [person.sign for person in found.people] == [
        Sign.HAND, Sign.STUCK, Sign.STUCK, Sign.WORKING, *[Sign.COMMITTED] * 3, Sign.AWAY,
    ]  # fmt: skip
    assert [person.why for person in found.people[:3]] == ["hand up", "no change", "3 misses"]
    assert (found.here, found.committed) == (7, 3), "who left does not count"
    assert {person.place for person in found.people} == {"2/7"}
    asked = board(8, asked_ago=-10).people
    assert [person.why for person in asked if person.sign is Sign.STUCK] == ["3 misses"]


@pytest.mark.parametrize("what", ["brought", "paused", "shown", "quiz"])
def test_after_what_is_done_with_all_nobody_is_stuck_at_once(what: str) -> None:
    calendar = Calendar()
    store = Memory(calendar)
    room, members = Classroom(store, "intro"), Members(store, "intro")
    learner = members.known("Ada", store.now()).learner
    room.stands(learner, Here(ITEM.lesson, ITEM.step, since=store.now()))
    store.remember(room.whose, f"{HOST}a", json.dumps({"at": "2099-01-01T00:00:00Z", "here": []}))

    def sign() -> Sign:
        there = {"at": store.now().isoformat(), "here": [learner]}
        store.remember(room.whose, f"{HOST}a", json.dumps(there))
        return look(room, members, store, COURSE, ITEM.lesson).people[0].sign

    calendar.now += timedelta(seconds=STUCK)
    assert sign() is Sign.STUCK
    if what == "brought":
        room.bring(ITEM.lesson, ITEM.step)
    elif what == "paused":
        room.pause()
        calendar.now += timedelta(seconds=STUCK)
        room.go_on()
    elif what == "shown":
        room.hold(ITEM)
        calendar.now += timedelta(seconds=STUCK)
        room.reveal()
    else:
        begin(room, store, 5, 2)
        calendar.now += timedelta(minutes=5)
        room.quiz(lambda quiz: quiz and replace(quiz, over=True))
    calendar.now += timedelta(seconds=STUCK - 1)
    assert sign() is Sign.WORKING
    calendar.now += timedelta(seconds=1)
    assert sign() is Sign.STUCK


def test_a_mistake_that_all_have_left_has_no_number_with_other_numbers() -> None:
    store = Memory()
    room, members = Classroom(store, "intro"), Members(store, "intro")
    poll = room.hold(ITEM)
    for number, said in enumerate(SAID):
        room.hand_in(members.known(f"Learner {number}", store.now()).learner, poll, Vote(said))
    room.reveal()

    def text() -> str:
        found = look(room, members, store, COURSE, ITEM.lesson)
        return "\n".join(map(plain, board_rows(120, 34, found, found.people, ITEM.step, "", ())))

    assert "0.54 uphill" in text()
    room.vote_again(other_numbers(COURSE, poll.held))
    assert "uphill" in text() and "0.54" not in text()


def test_a_held_question_and_a_quiz_do_not_meet() -> None:
    """The quiz may ask what tells the answer."""
    store = Memory()
    room = Classroom(store, "intro")
    room.hold(ITEM)
    with pytest.raises(TutorError, match="held"):
        begin(room, store, 5, 2)
    room.reveal()
    begin(room, store, 5, 2)
    for held in (lambda: room.hold(ITEM), room.vote_again):
        with pytest.raises(TutorError, match="quiz"):
            held()


def test_all_of_a_large_class_can_be_paged_through() -> None:
    found, seen = board(300), set[str]()
    for at in range(300):
        rows = board_rows(80, 24, found, found.people, ITEM.step, "", (), at=at)
        chosen = [row for row in map(plain, rows) if "›" in row]
        assert len(chosen) == 1 and found.people[at].name in chosen[0]
        seen.update(
            person.name for person in found.people if person.name in " ".join(map(plain, rows))
        )
    assert len(seen) == 300


def test_the_question_that_is_held_next() -> None:
    """One after the other, and none that everybody answers by themselves."""
    room = Classroom(Memory(), "intro")
    lesson, step = "compare", "squares"
    for number in range(3):
        item = next_question(COURSE, lesson, step, room.state().poll)
        assert item == Item(lesson, step, number)
        poll = room.hold(item)
        assert next_question(COURSE, lesson, step, poll) == item, "it is held, and not shown"
        room.reveal()
    assert next_question(COURSE, lesson, step, room.state().poll) is None
    assert next_question(COURSE, lesson, "two-misses", None) == Item(lesson, "two-misses", 0)
    poll = room.hold(Item(lesson, "two-misses", 0))
    room.reveal()
    assert next_question(COURSE, lesson, "two-misses", room.state().poll) is None, "a run"
    assert next_question(COURSE, lesson, "gone", None) is None
    assert next_question(COURSE, "gone", step, None) is None


def test_a_vote_about_what_the_course_has_no_more() -> None:
    store = Memory()
    room = Classroom(store, "intro")
    room.hold(Item("gone", "gone", 0))
    found = look(room, Members(store, "intro"), store, COURSE, "compare")
    assert found.tally is None and found.people == ()
    assert board_rows(120, 30, found, (), "predict", "", ())
