"""What a class looks at together: nothing of an answer before it is shown, and all of them then."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.session.walks import bundled_course
from tutor.chart.canvas import Charset
from tutor.chart.crowd import LOWEST, Pile, draw_crowd
from tutor.classroom.classroom import Classroom
from tutor.classroom.members import Members
from tutor.classroom.projection import Projection, projection
from tutor.classroom.projection_rows import projection_rows
from tutor.classroom.quiz import RESULT, begin
from tutor.classroom.state import HOST, NOW, Door, Poll
from tutor.errors import TutorError
from tutor.history.schedule import Item
from tutor.session.held_question import asked, projected
from tutor.session.pace import Held, Vote
from tutor.store.sqlite import Memory
from tutor.ui.text_layout import plain, width_of

COURSE = bundled_course()
ITEM = Item("add-alpha", "smaller-steps", 0)
SAID = ("0.46", "0.1", "0.54", "0.46", "0.3", "0.1")
QUESTIONS = [
    item
    for lesson in COURSE.lessons
    for step in lesson.steps
    for number, _ in enumerate(step.ask)
    if asked(COURSE, Held("1.1", item := Item(lesson.id, step.id, number))).holdable
]
"""Every question that can be answered together."""


class Class:
    """A class that can be looked at."""

    def __init__(self, count: int = 6) -> None:
        self.store = Memory()
        self.room, self.members = Classroom(self.store, "intro"), Members(self.store, "intro")
        self.learners = []
        for number in range(count):
            known = self.members.known(f"Learner {number:03}", self.store.now())
            self.learners.append(known.learner)
        self.room.opened(Door(("ssh -p 2222 10.0.7.20", "http://10.0.7.20/"), "maple"))
        self.here(self.learners)

    def here(self, learners: list[str]) -> None:
        there = {"at": self.store.now().isoformat(), "here": learners}
        self.store.remember(self.room.whose, f"{HOST}a", json.dumps(there))

    def vote(self, poll: Poll, *said: str) -> None:
        for learner, text in zip(self.learners, said, strict=False):
            assert not self.room.hand_in(learner, poll, Vote(text))

    @property
    def projection(self) -> Projection:
        return projection(self.room, self.members, self.store, COURSE)

    def fits(self) -> None:
        """At all sizes."""
        found = self.projection
        for width, height in ((100, 30), (80, 24), (60, 20), (160, 50), (40, 12)):
            rows = projection_rows(found, COURSE, width, height, "unicode")
            assert len(rows) <= height
            assert all(width_of(row) <= width for row in rows)

    def text(self, width: int = 100, height: int = 30, charset: Charset = "unicode") -> str:
        rows = projection_rows(self.projection, COURSE, width, height, charset)
        assert len(rows) <= height
        assert all(width_of(row) <= width for row in rows)
        return "\n".join(map(plain, rows))


def dots(text: str, sign: str) -> int:
    """How often a sign stands in the picture's rows."""
    return text.split("┬")[0].count(sign)


def test_before_anything_is_asked_it_says_how_to_come_in_and_who_is_here() -> None:
    text = Class(3).text()
    for said in ("Class intro", "ssh -p 2222 10.0.7.20", "http://10.0.7.20/", "maple"):
        assert said in text
    assert "Learner 000   Learner 001   Learner 002" in text
    assert "are here" in text
    one = Class(1)
    assert "is here" in one.text()
    assert "Learner" not in "\n".join(Class(0).text().splitlines()[5:])


def test_a_large_class_is_named_as_far_as_there_is_room() -> None:
    text = Class(300).text(80, 24)
    assert "Learner 000" in text
    assert text.splitlines()[-1].strip() == "…"


@pytest.mark.parametrize("item", QUESTIONS, ids=str)
def test_whatever_is_answered_what_is_projected_is_the_same_before_it_is_shown(item: Item) -> None:
    """All that is there to be drawn, not only what is drawn: nothing hangs on an answer."""
    task = asked(COURSE, Held("1.1", item))
    truth = task.kind.truth(task.ask)
    seen = []
    for said in ("1", "2", truth or "1"):
        room = Class(4)
        poll = room.room.hold(item)
        room.vote(poll, said, said)
        found = room.projection
        assert (found.committed, found.voted) == (2, 2)
        assert (found.groups, found.piles, found.moved, found.others) == ((), (), "", "")
        assert found.asked is not None
        assert found.asked.view.verdict is None and not found.asked.view.truth
        seen.append((found.asked, room.text(), room.text(80, 24, "ascii")))
    assert seen[0] == seen[1] == seen[2]
    assert "have committed" in seen[0][1]


@pytest.mark.parametrize("item", QUESTIONS, ids=str)
def test_every_question_fits_before_and_after(item: Item) -> None:
    room, task = Class(5), asked(COURSE, Held("1.1", item))
    options = len(task.kind.choices(task.ask))
    said = ("1", "2", "0.5", "-3") if not options else ("1", "2", "2", str(options))
    room.vote(room.room.hold(item), *said)
    room.fits()
    room.room.reveal()
    room.fits()
    found, text = room.projection, room.text()
    assert sum(len(one.group.learners) for one in found.groups) == found.voted
    assert f"{found.voted} answers" in text
    assert all(one.group.words[:8] in text for one in found.groups if one.group.learners)


def test_the_answers_are_dots_where_they_were_guessed() -> None:
    room = Class()
    room.vote(room.room.hold(ITEM), *SAID)
    assert dots(room.text(), "●") == 1, "where now is, and nobody's"
    room.room.reveal()
    text = room.text()
    assert dots(text, "●") == 6
    assert "◆ true 0.46 ◀" in text
    assert "A 2" in text and "B 1" in text
    assert "something else: 0.3" in text
    assert "6 answers" in text and "a dot is" not in text
    ascii_ = room.text(charset="ascii")
    picture = ascii_[: ascii_.index("true")]
    assert Counter(picture)["#"] == 3 and "AA" in picture, "two of the truth, and its mark below"


def test_letters_and_axis_stay_through_a_second_vote() -> None:
    room = Class()
    room.vote(room.room.hold(ITEM), *SAID)
    second = room.room.vote_again()
    assert second is not None
    assert "second vote" in room.text() and "have committed" in room.text()
    room.vote(second, "0.46", "0.46", "0.46", "0.1", "0.3", "0.54")
    room.room.reveal()
    found = room.projection
    assert [(one.sign, len(one.before), len(one.group.learners)) for one in found.groups] == [
        ("", 2, 3), ("A", 2, 1), ("B", 1, 1), ("", 1, 1),
    ]  # fmt: skip
    assert found.moved == "2 moved to 0.46: 1 from A, 1 from B. 1 moved away from it."
    assert [(pile.people, pile.left) for pile in found.piles] == [(3, 0), (1, 1), (1, 0), (1, 0)]
    text = room.text()
    assert dots(text, "●") == 6 and dots(text, "○") == 1
    assert "2 →   3" in text


def test_with_other_numbers_nothing_is_said_of_where_they_were() -> None:
    room = Class()
    room.vote(room.room.hold(ITEM), *SAID)
    room.room.reveal()
    second = room.room.vote_again({"weight": 0.6})
    assert second is not None
    room.vote(second, "0.52")
    room.room.reveal()
    found = room.projection
    assert [(pile.people, pile.left) for pile in found.piles] == [(1, 0)], "nobody is at the others"
    assert {*found.groups[0].before} == {room.learners[at] for at in (0, 3)}
    assert "◆ 0.52" in room.text()


def test_who_left_is_not_counted_and_yet_is_shown() -> None:
    room = Class(4)
    room.vote(room.room.hold(ITEM), "0.46", "0.1")
    room.here(room.learners[1:])
    assert (room.projection.committed, len(room.projection.here)) == (1, 3)
    room.room.reveal()
    assert room.projection.voted == 2


@pytest.mark.parametrize("until", [None, 5.0])
def test_a_pause(until: float | None) -> None:
    room = Class()
    room.vote(room.room.hold(ITEM), *SAID)
    room.room.pause(until)
    assert ("Pause" in room.text()) == (until is None)
    assert ("pause, until" in room.text()) == (until is not None)
    late = room.projection._replace(now=room.projection.now + timedelta(minutes=9))
    assert "weight" not in "".join(map(plain, projection_rows(late, COURSE, 80, 24, "unicode")))


def test_a_class_that_is_over() -> None:
    room = Class()
    room.store.remember(room.room.whose, f"{NOW}closed", "2026-01-01")
    assert room.text().strip() == "The class intro is over."


def test_what_the_course_has_no_more() -> None:
    room = Class()
    room.room.hold(Item("gone", "gone", 0))
    assert "are here" in room.text()
    room.room.reveal()
    assert room.projection.groups == ()
    with pytest.raises(TutorError, match="has no question 10"):
        asked(COURSE, Held("1.1", Item(ITEM.lesson, ITEM.step, 9)))


@pytest.mark.parametrize("people", [1, 2, 27, 60, 297, 5000])
@pytest.mark.parametrize("size", [(100, 18), (76, LOWEST), (60, 12), (200, 40)])
def test_a_dot_stands_for_so_many_that_all_fit(people: int, size: tuple[int, int]) -> None:
    """No pile covers another, and each has as many dots as it is to have."""
    seen = projected(COURSE, Held("1.1", ITEM, open=False), [0.1, 0.54])
    assert seen.scene is not None
    piles = [
        Pile(0.46, "good", people, 0, str(people), "#"),
        Pile(0.461, "bad", people // 2, people // 3, f"A {people // 2}", "A"),
        Pile(0.1, "warm", people // 3, 0, f"B {people // 3}", "B"),
        Pile(0.1, "label", 1), Pile(0.4601, "label", people // 4), Pile(99.0, "label", 7),
    ]  # fmt: skip
    for charset, signs in (("unicode", "●○"), ("ascii", "#AB*o")):
        crowd = draw_crowd(seen.scene, piles, *size, charset=charset)  # type: ignore[arg-type]
        lines = ["".join(text for text, _ in row) for row in crowd.rows]
        assert len(lines) == size[1] and {len(line) for line in lines} == {size[0]}
        assert crowd.beyond == 7
        floor = next(at for at, line in enumerate(lines) if "┬" in line or "+-" in line)
        found = sum(line[7:].count(sign) for line in lines[:floor] for sign in signs)
        wanted = sum(
            -(-max(pile.people, pile.people + pile.left) // crowd.each) for pile in piles[:-1]
        )
        words = "error A B" if charset == "ascii" else ""  # they stand in the picture as well
        assert wanted <= found <= wanted + sum(words.count(sign) for sign in signs)


@pytest.mark.parametrize("people", [24, 60, 300])
@pytest.mark.parametrize("apart", [0.00002, 0.003])
def test_many_guesses_that_are_nearly_the_same_are_drawn(people: int, apart: float) -> None:
    """Far more different ones than there are rows, in a few columns."""
    room = Class(people + 2)
    said = [f"{0.5 + apart * (number - people // 2):.5f}" for number in range(people)]
    room.vote(room.room.hold(ITEM), *said, "3.0", "-1")
    room.room.reveal()
    for size in ((100, 30), (100, 24), (160, 50)):
        assert "true 0.46" in room.text(*size)


def test_what_was_begun_last_is_what_the_room_sees() -> None:
    """A quiz while it is taken, whatever is held; then what was shown or begun last."""
    room = Class()
    poll = room.room.hold(ITEM)
    room.vote(poll, *SAID)
    room.room.reveal()
    begin(room.room, room.store, 5, 2, lessons=("add-alpha",))
    assert "have handed it in" in room.text()
    idea = {"right": 1, "ideas": [[str(ITEM), True, ""]]}
    room.room.remember(f"{RESULT}1:", room.learners[0], idea)
    room.room.quiz(lambda quiz: quiz and replace(quiz, over=True))
    assert "What came of the quiz" in room.text() and "1 of 1" in room.text()
    room.vote(room.room.hold(ITEM), *SAID)
    room.room.reveal()
    assert "6 answers" in room.text()
    begin(room.room, room.store, 5, 2, lessons=("add-alpha",))
    assert "have handed it in" in room.text()


def test_what_has_not_changed_is_not_worked_out_again() -> None:
    room = Class()
    poll = room.room.hold(ITEM)

    def again(last: Projection) -> Projection:
        return projection(room.room, room.members, room.store, COURSE, last)

    held = room.projection
    room.vote(poll, *SAID[:2])
    two = again(held)
    assert two.asked is held.asked and two.committed == 2
    room.room.reveal()
    shown = again(two)
    assert shown.asked is not held.asked and shown.voted == 2 and shown.groups
    assert again(shown).groups is shown.groups
    assert again(shown).groups == room.projection.groups
