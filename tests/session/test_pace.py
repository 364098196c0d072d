"""A question that a class answers together: nothing of any answer is told before all are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.session.walks import bundled_course, exposed, stopped
from tutor.classroom.classroom import Classroom
from tutor.classroom.pace import CLOSED, ClassPace
from tutor.classroom.state import TAKEN, TOO_LATE
from tutor.grading import messages
from tutor.history.records import Attempt, History
from tutor.history.schedule import Item
from tutor.session.lesson import LessonSession
from tutor.session.pace import Vote
from tutor.session.view import Answered, Event, Moved, Phase, Recorder
from tutor.store.sqlite import Memory

COURSE = bundled_course()
ITEM = Item("compare", "predict", 0)
"""1.2 is right."""
PICK = Item("compare", "two-misses", 0)


class Class:
    """A class, and one learner's walk in it."""

    def __init__(self) -> None:
        self.store = Memory()
        self.room = Classroom(self.store, "intro")
        self.pace = ClassPace(self.room, self.store, "ada")
        self.events: list[Event] = []
        self.walk = self.again()

    def again(self) -> LessonSession:
        """The walk as it is taken up where it is kept: in another window, by another process."""
        self.pace.told(self.room.state(), 0, 0)
        keeper = Recorder(self.store, COURSE.id, "ada")

        def heard(event: Event) -> None:
            self.events.append(event)
            keeper(event)

        self.walk = LessonSession(
            COURSE,
            history=self.store.history("ada", COURSE.id),
            clock=stopped,
            notify=heard,
            pace=self.pace,
        )
        return self.walk

    def told(self) -> None:
        """The walk hears how the class stands."""
        self.pace.state = self.room.state()
        self.walk.paced()

    def at(self, item: Item = ITEM) -> LessonSession:
        """The learner is there."""
        self.walk.open(item.lesson, item.step)
        return self.walk

    def held(self, item: Item = ITEM) -> LessonSession:
        """The learner is there, and it is held back."""
        self.at(item)
        self.room.hold(item)
        self.told()
        return self.walk

    def answered(self, text: str, item: Item = ITEM) -> LessonSession:
        """It is held back, and this was answered."""
        walk = self.held(item)
        walk.type(text)
        walk.enter()
        return walk

    @property
    def attempts(self) -> list[Attempt]:
        return self.store.attempts("ada")

    def votes(self, name: str) -> list[str]:
        return [vote.text for vote in self.room.votes(name).values()]


def test_an_answer_that_is_held_back_is_in_and_nothing_of_it_is_told() -> None:
    one = Class()
    one.pace.here = 12
    walk = one.answered("0.990")
    one.pace.committed = 7
    view = walk.view()
    assert (view.phase, view.typed, view.verdict) == (Phase.WITHHELD, "0.990", None)
    assert view.waiting == "7 of 12 have committed." and view.next == ""
    assert view.truth == view.worked == view.reveal == view.off == view.you == ""
    assert one.votes("1.1") == ["0.990"] and not one.attempts
    assert all(isinstance(event, Moved) for event in one.events)
    walk.enter()
    assert walk.view().note == messages.WAIT_FOR_ALL
    walk.skip()
    assert walk.view().note == messages.WAIT_FOR_ALL and not walk.standing("compare", "predict")
    assert not any(parameter.editable for parameter in walk.view().parameters)


@pytest.mark.parametrize(("item", "answers"), [(ITEM, ("1.20", "0.900")), (PICK, ("1", "2"))])
def test_what_is_shown_before_does_not_depend_on_what_is_right(
    item: Item, answers: tuple[str, str]
) -> None:
    """Nor what is kept, what has happened, and the picture."""
    seen = []
    for answer in answers:
        one = Class()
        walk = one.answered(answer, item)
        kept = [replace(event.place, text="", answer="", last="") for event in one.events]  # type: ignore[union-attr]
        view = replace(walk.view(), typed="", reading=None)
        seen.append((view, kept, walk.scene(), walk.described()))
        assert "1.2" not in [str(part) for part in exposed(view)]
    assert seen[0] == seen[1]


def test_when_it_is_shown_it_is_judged_and_kept_once() -> None:
    one = Class()
    walk = one.answered("0.900")
    one.room.reveal()
    one.told()
    view = walk.view()
    assert view.verdict is not None and not view.verdict.right
    assert view.truth == "1.2" and view.waiting == "" and view.phase is Phase.EXPLORE
    assert [(a.text, a.mode) for a in one.attempts] == [("0.900", "learn")]
    assert walk.standing("compare", "predict") == "done"
    for _ in range(2):  # in another window, by another process: it is told again
        assert one.again().view().truth == "1.2"
        one.told()
    assert len(one.attempts) == 1
    assert (walk.view().right, walk.view().asked) == (0, 1)
    walk.enter()
    assert walk.view().step_id == "two-misses"


def test_a_miss_is_a_miss_after_it_was_shown_too() -> None:
    """Although a lesson would leave a second try."""
    one = Class()
    one.answered("2", PICK)
    one.room.reveal()
    one.told()
    assert one.walk.view().phase is Phase.REVEALED
    assert one.again().view().phase is Phase.REVEALED


def test_whoever_has_not_answered_answers_for_themselves() -> None:
    one = Class()
    walk = one.held()
    walk.type("0.900")
    one.room.reveal()
    one.told()
    view = walk.view()
    assert (view.note, view.typed, view.phase) == (messages.TOO_LATE, "0.900", Phase.ASK)
    walk.enter()
    assert len(one.attempts) == 1 and not one.votes("1.1")


def test_an_answer_that_comes_too_late_is_shut_out_by_the_store() -> None:
    """Also where the learner was not told yet that it is shown."""
    one = Class()
    walk = one.held()
    one.room.reveal()
    walk.type("1.20")
    walk.enter()
    assert walk.view().note == TOO_LATE and walk.view().phase is Phase.ASK
    assert not one.votes("1.1") and not one.attempts


def test_an_answer_counts_once_and_the_first_stays() -> None:
    one = Class()
    poll = one.room.hold(ITEM)
    assert one.room.hand_in("ada", poll, Vote("1.20")) == ""
    assert one.room.hand_in("ada", poll, Vote("1.20")) == "", "it was said before that it is in"
    assert one.room.hand_in("ada", poll, Vote("0.900")) == TAKEN
    one.room.reveal()
    assert one.room.hand_in("ada", poll, Vote("1.20")) == ""
    assert one.room.hand_in("bo", poll, Vote("1.20")) == TOO_LATE
    assert one.votes("1.1") == ["1.20"]


def test_fewer_digits_are_asked_about_whatever_is_right() -> None:
    one = Class()
    walk = one.held()
    said = []
    for text in ("1.2", "0.9"):
        walk.type(text)
        walk.enter()
        said.append(walk.view().verdict)
        assert walk.view().phase is Phase.ASK and not one.votes("1.1")
    assert said[0] == said[1]
    walk.enter()
    assert walk.view().phase is Phase.WITHHELD and one.votes("1.1") == ["0.9"]


def test_what_was_aimed_at_is_taken_the_second_time_too() -> None:
    one = Class()
    walk = one.held(Item("break-it", "input-two", 0))
    for _ in range(2):
        assert not one.votes("1.1")
        walk.type("0.54", 0.01)
        walk.enter()
    assert walk.view().phase is Phase.WITHHELD and one.votes("1.1") == ["0.54"]


def test_a_sum_with_names_is_taken_as_the_hint_says() -> None:
    one = Class()
    walk = one.held()
    walk.type("input * weight")
    walk.enter()
    assert one.votes("1.1") == ["input * weight"]
    one.room.reveal()
    one.told()
    verdict = walk.view().verdict
    assert verdict is not None and verdict.right


def test_what_is_no_answer_is_said_and_not_handed_in() -> None:
    one = Class()
    walk = one.held()
    walk.type("about one")
    walk.enter()
    assert walk.view().phase is Phase.ASK and walk.view().verdict is not None
    assert not one.votes("1.1")
    walk.type("")
    walk.enter()
    assert walk.view().note


def test_a_held_answer_survives_its_window() -> None:
    """The place is kept, or only the answer: whatever was written when the process was killed."""
    one = Class()
    kept = one.answered("0.900").place()
    for place in (kept, replace(kept, phase="ask", answer="")):
        one.store.keep_place("ada", COURSE.id, place)
        view = one.again().view()
        assert (view.phase, view.typed, view.verdict) == (Phase.WITHHELD, "0.900", None)
    one.room.reveal()
    assert one.again().view().truth == "1.2"
    assert len(one.attempts) == 1


def test_what_is_half_typed_stays_when_it_is_held_and_over_a_lost_line() -> None:
    one = Class()
    one.at().type("0.4")
    one.room.hold(ITEM)
    one.told()
    assert one.walk.view().typed == "0.4"
    one.walk.type("0.45")
    assert one.again().view().typed == "0.45"
    one.told()
    assert one.walk.view().typed == "0.45"


def test_a_second_vote_asks_anew_and_both_are_kept() -> None:
    one = Class()
    walk = one.answered("0.900")
    assert not walk.view().once_more
    one.room.vote_again()
    one.told()
    assert (walk.view().phase, walk.view().typed) == (Phase.ASK, "")
    assert walk.view().once_more, "nobody wonders where their answer is"
    assert one.again().view().phase is Phase.ASK
    one.walk.type("1.20")
    one.walk.enter()
    assert (one.votes("1.1"), one.votes("1.2")) == (["0.900"], ["1.20"])
    one.room.reveal()
    one.told()
    assert [a.text for a in one.attempts] == ["1.20"]


def test_whoever_does_not_vote_again_has_answered_the_first_time() -> None:
    """Whether they stand there when it is shown, or elsewhere; but not for other numbers."""
    for elsewhere in (False, True):
        one = Class()
        walk = one.answered("0.900")
        one.room.vote_again()
        one.told()
        walk.type("1.2")
        if elsewhere:
            walk.open("compare", "squares")
        assert not one.attempts
        one.room.reveal()
        one.told()
        assert [attempt.text for attempt in one.attempts] == ["0.900"]
        if not elsewhere:
            view = walk.view()
            assert (view.typed, view.note) == ("0.900", messages.FIRST_VOTE)
            assert view.verdict is not None and not view.verdict.right and view.truth
        one.room.vote_again({"weight": 0.5})
        one.told()
        one.room.reveal()
        one.told()
        assert len(one.attempts) == 1


def test_after_it_was_shown_the_second_vote_has_other_numbers() -> None:
    one = Class()
    walk = one.answered("0.900")
    one.room.reveal()
    one.told()
    one.room.vote_again({"weight": 0.5})
    one.told()
    view = walk.view()
    assert view.phase is Phase.ASK
    assert next(one.value for one in view.parameters if one.name == "weight") == 0.5
    walk.type("3.00")
    walk.enter()
    assert one.again().view().phase is Phase.WITHHELD
    one.room.reveal()
    one.told()
    view = one.walk.view()
    assert view.truth == "3" and view.verdict is not None and view.verdict.right
    assert [a.text for a in one.attempts] == ["0.900", "3.00"]
    assert one.again().view().truth == "3"


def test_a_vote_that_is_asked_again_before_it_is_shown_has_the_same_numbers() -> None:
    one = Class()
    one.answered("0.900")
    one.room.reveal()
    one.room.vote_again({"weight": 0.5})
    poll = one.room.vote_again()
    assert poll is not None and poll.values == {"weight": 0.5} and poll.name == "1.3"


def test_whoever_comes_to_it_from_the_question_before_has_its_numbers() -> None:
    one = Class()
    item = Item("compare", "squares", 1)
    one.room.hold(item)
    one.room.reveal()
    one.room.vote_again({"miss": 7})
    walk = one.at(Item("compare", "squares", 0))
    one.told()
    walk.type("0.25")
    walk.enter()
    walk.enter()
    view = walk.view()
    assert view.question is not None and view.question.number == 2 and view.together
    assert next(p.value for p in view.parameters if p.name == "miss") == 7


def test_a_place_that_was_held_is_shown_where_there_is_no_class_any_more() -> None:
    one = Class()
    one.answered("0.900")
    walk = LessonSession(COURSE, history=one.store.history("ada", COURSE.id), clock=stopped)
    assert walk.view().truth == "1.2" and walk.view().verdict is not None


def test_until_it_is_known_how_the_class_stands_nothing_is_shown() -> None:
    """By a process that has just been started."""
    one = Class()
    one.answered("0.900")
    pace = ClassPace(one.room, one.store, "ada")
    history = one.store.history("ada", COURSE.id)
    walk = LessonSession(COURSE, history=history, clock=stopped, pace=pace)
    walk.paced()
    assert walk.view().phase is Phase.WITHHELD and not walk.view().truth
    one.room.reveal()
    pace.told(one.room.state(), 1, 1)
    walk.paced()
    assert walk.view().truth == "1.2"


def test_an_answer_to_what_was_asked_before_is_not_handed_in() -> None:
    """The walk was not told yet that it is asked once more, with other numbers."""
    one = Class()
    one.answered("0.900")
    one.room.reveal()
    one.told()
    one.room.vote_again({"weight": 0.5})
    one.told()
    one.walk.type("3.00")
    one.room.reveal()
    one.room.vote_again({"weight": 0.9})
    one.pace.state = one.room.state()
    one.walk.enter()
    assert not one.votes("1.3") and one.walk.view().phase is Phase.ASK
    assert one.walk.view().typed == ""


def test_how_long_it_was_looked_at_is_kept_over_a_lost_line() -> None:
    one = Class()
    poll = one.room.hold(ITEM)
    one.room.hand_in("ada", poll, Vote("0.900", seconds=12.5))
    one.at()
    assert one.again().view().phase is Phase.WITHHELD
    one.room.reveal()
    one.told()
    assert [a.seconds for a in one.attempts] == [12.5]


def test_in_a_pause_nothing_is_taken() -> None:
    one = Class()
    walk = one.held()
    one.room.pause()
    one.told()
    walk.type("0.900")
    walk.enter()
    assert walk.view().note == "The class has a pause." and not one.votes("1.1")


def test_whoever_has_answered_before_is_left_alone() -> None:
    one = Class()
    walk = one.at()
    walk.type("1.20")
    walk.enter()
    one.room.hold(ITEM)
    one.told()
    assert walk.view().truth == "1.2"
    one.told()
    assert one.attempts[0].verdict == "right"
    assert one.again().view().truth == "1.2", "also over a lost line"


def test_a_run_is_not_held_back() -> None:
    """It is looked at until it is right, by each alone."""
    one = Class()
    one.at(PICK).type("1")
    one.walk.enter()
    one.walk.enter()
    one.room.hold(Item("compare", "two-misses", 1))
    one.told()
    assert any(parameter.editable for parameter in one.walk.view().parameters)


def test_a_closed_step_is_not_gone_to() -> None:
    """By no way, and what is done there before counts."""
    one = Class()
    walk = one.at()
    for step in ("compare/two-misses", "compare/error"):
        one.room.close_step(step, closed=True)
    one.told()
    walk.open("compare", "error")
    assert walk.view().note == CLOSED and walk.view().step_id == "predict"
    walk.skip()
    assert walk.view().note == CLOSED and not walk.standing("compare", "predict")
    walk.type("1.20")
    walk.enter()
    walk.enter()
    assert walk.view().note == CLOSED and walk.standing("compare", "predict") == "done"
    walk.back()
    assert walk.view().step_id == "three-verbs"
    walk.enter()
    walk.reset()
    assert walk.view().step_id == "predict"
    for step in ("compare/two-misses", "compare/error"):
        one.room.close_step(step, closed=False)
    one.told()
    walk.open("compare", "error")
    assert walk.view().step_id == "error"
    one.room.pause()
    one.told()
    walk.skip()
    assert walk.view().note == "The class has a pause."
    one.room.go_on()
    one.told()
    walk.skip()
    assert walk.view().step_id == "squares"


def test_a_walk_begins_where_it_may() -> None:
    one = Class()
    one.room.close_step("compare/three-verbs", closed=True)
    one.store.forget("ada")
    assert one.again().view().step_id == "predict"


def test_all_are_brought_to_a_step_and_back() -> None:
    one = Class()
    walk = one.at()
    walk.type("0.4")
    before = walk.place()
    walk.bring("break-it", "steep-u")
    assert walk.view().lesson_id == "break-it"
    walk.bring("break-it", "steep-u")
    walk.put_back(before)
    assert (walk.view().step_id, walk.view().typed) == ("predict", "0.4")
    walk.bring("compare", "predict")
    assert walk.view().typed == "0.4", "whoever is there stays as they are"


def test_an_answer_is_kept_also_of_those_who_are_elsewhere_when_it_is_shown() -> None:
    """They were brought on, or left and came back; and it is kept once."""
    one = Class()
    one.answered("0.900")
    one.walk.bring("break-it", "steep-u")
    one.told()
    assert not one.attempts
    one.room.reveal()
    one.told()
    one.told()
    assert [(a.step, a.text) for a in one.attempts] == [("predict", "0.900")]
    assert one.walk.standing("compare", "predict") == "done"
    assert one.walk.view().lesson_id == "break-it"
    one.again()
    one.told()
    assert len(one.attempts) == 1


def test_what_was_not_handed_in_is_not_kept_elsewhere() -> None:
    """Nor what the course has no more, or reads as no answer."""
    one = Class()
    one.walk.bring("break-it", "steep-u")
    one.room.hold(ITEM)
    one.room.reveal()
    one.told()
    for item, text in (
        (Item("gone", "gone", 0), "1"), (Item("compare", "gone", 0), "1"), (ITEM, "what is this"),
    ):  # fmt: skip
        poll = one.room.hold(item)
        one.room.hand_in("ada", poll, Vote(text))
        one.room.reveal()
        one.told()
    assert not one.attempts
    poll = one.room.hold(PICK)
    one.room.hand_in("ada", poll, Vote("2"))
    one.room.reveal()
    one.told()
    assert len(one.attempts) == 1 and not one.walk.standing("compare", "two-misses")


def test_a_learner_who_left_after_the_end_has_nothing_to_put_back() -> None:
    one = Class()
    place = replace(one.at().place(), lesson="gone")
    one.walk.put_back(place)
    assert one.walk.view().step_id == "predict"


def test_without_an_attempt_to_keep_nothing_is_kept() -> None:
    """A vote of a course that has changed: it reads as nothing today."""
    one = Class()
    one.held()
    poll = one.pace.state.poll
    assert poll is not None
    one.room.hand_in("ada", poll, Vote("what is this"))
    assert one.again().view().phase is Phase.WITHHELD
    one.room.reveal()
    one.told()
    assert not one.attempts and not [e for e in one.events if isinstance(e, Answered)]


def test_nobody_has_a_place_yet() -> None:
    one = Class()
    one.store.forget("ada")
    assert History() == one.store.history("ada", COURSE.id)
    one.room.hold(Item("compare", "three-verbs", 0))
    assert one.again().view().step_id == "three-verbs"
