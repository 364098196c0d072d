"""One learner's walk, and what it shows before an answer is committed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.session.walks import answer, bundled_course, right_answer, settle, stopped
from tutor.course.loader import Course, load_course
from tutor.engine.listing import listing
from tutor.engine.numbers import number
from tutor.errors import TutorError
from tutor.grading.ask import Judged
from tutor.grading.messages import SAME_ANSWER
from tutor.history.records import History, Standing
from tutor.session.lesson import LessonSession
from tutor.session.view import Answered, Event, Moved, Phase, StepDone

LESSON = """\
format: 1
id: first
title: First
mistakes:
  uphill:
    rule: weight = weight + alpha * weight_delta
    say: You added it.
steps:
  - id: numbers
    title: Numbers
    text: "The weight is {weight@0}."
    code: |
      weight = 0.5137
      goal_pred = 0.8291
      input = 2.113
      alpha = 0.1091

      for iteration in range(20):
          pred = input * weight
          error = (pred - goal_pred) ** 2
          delta = pred - goal_pred
          weight_delta = delta * input
          weight = weight - alpha * weight_delta
          print(error, pred)
    edit:
      alpha: {from: -0.5, to: 1, by: 0.01}
    show: [pred]
    ask:
      - {predict: delta, hint: Subtract.}
      - {predict: weight, hint: Step against it.}
      - {predict: weight, after: 2, hint: Again.}
      - choose: Which way?
        options:
          - {say: Down., right: true, because: The slope is positive.}
          - {say: Up., because: The slope is positive.}
      - {predict: weight, after: 3, by: direction, hint: Look.}
    reveal: "Now {weight}."
  - id: page
    title: A page
    text: Read me.
  - id: memory
    title: From memory
    code: |
      weight = 0.5
      goal_pred = 0.8
      input = 2
      alpha = 0.1
      for iteration in range(20):
          pred = input * weight
          delta = pred - goal_pred
          weight = weight - alpha * delta * input
    edit:
      alpha: {from: 0, to: 1, by: 0.05}
    ask:
      - {order: weight, hint: pred first.}
      - {write: weight, hint: pred first.}
      - {reach: diverges, hint: More alpha.}
"""

DONE = (Standing("first", "numbers", "done"),)
"""How it stands once all five questions of its first step are answered."""


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """Two lessons; the first one asks every kind of question."""
    second = LESSON.replace("id: first", "id: second").replace("title: First", "title: Second")
    (tmp_path / "first.yaml").write_text(LESSON)
    (tmp_path / "second.yaml").write_text(second)
    (tmp_path / "course.yaml").write_text(
        "format: 1\nid: trial\ntitle: Trial\nlessons: [first, second]\n"
    )
    loaded = load_course(tmp_path)
    assert not loaded.broken, loaded.broken
    return loaded


def test_a_right_answer_reveals_and_enter_goes_on(course: Course) -> None:
    """The learner's answer and the truth stand side by side, then the next question opens."""
    session = LessonSession(course)
    view = session.view()
    assert view.phase is Phase.ASK
    assert view.text == "The weight is 0.5137."
    view = answer(session, right_answer(course, view))
    assert view.phase is Phase.REVEALED
    assert view.verdict is not None and view.verdict.right
    assert view.truth and view.you == view.truth and view.worked.startswith("delta = ")
    assert (view.right, view.asked) == (1, 1)
    session.enter()
    view = session.view()
    assert view.question is not None and view.question.number == 2 and not view.typed


def test_a_miss_explains_and_leaves_another_try_then_reveals(course: Course) -> None:
    """Two misses by default; nothing of the truth shows between them."""
    session = LessonSession(course)
    answer(session, right_answer(course, session.view()))
    session.enter()
    truth = right_answer(course, session.view())
    view = answer(session, "0.9")
    assert view.phase is Phase.ASK and view.verdict is not None and not view.truth
    assert view.question is not None and view.question.tries_left == 1
    assert number(float(truth)) not in str(view)
    view = answer(session, "0.8")
    assert view.phase is Phase.REVEALED and view.truth == number(float(truth))
    assert (view.right, view.asked) == (1, 2)


def test_unreadable_input_is_no_attempt_and_stays(course: Course) -> None:
    session = LessonSession(course)
    events: list[Event] = []
    session = LessonSession(course, notify=events.append)
    view = answer(session, "fish")
    assert view.typed == "fish" and view.verdict is not None
    assert view.verdict.kind is Judged.UNREADABLE
    assert not [event for event in events if isinstance(event, Answered)]
    assert view.question is not None and view.question.tries_left == 2


def test_a_named_mistake_can_be_replayed_beside_the_truth(course: Course) -> None:
    session = LessonSession(course)
    answer(session, right_answer(course, session.view()))
    session.enter()
    asked = right_answer(course, session.view())
    wrong = 2 * 0.5137 - float(asked)
    view = answer(session, repr(wrong))
    assert view.verdict is not None and view.verdict.mistakes == ("uphill",)
    view = answer(session, asked)
    assert view.can_replay
    session.replay()
    scene = session.scene()
    assert scene is not None and len(scene.own) == 10
    assert scene.own[0].x == pytest.approx(wrong)


def test_running_and_editing_wait_until_no_question_of_the_step_is_open(course: Course) -> None:
    """A run would show what later questions ask."""
    session = LessonSession(course)
    session.run()
    assert session.view().updates == 0 and session.view().note
    answer(session, right_answer(course, session.view()))
    session.run()
    assert session.view().updates == 0 and session.view().note
    session.set("alpha", 0.2)
    assert session.view().note
    for _ in range(4):
        session.enter()
        answer(session, right_answer(course, session.view()))
    view = session.view()
    assert view.phase is Phase.EXPLORE and view.can_run
    session.run(100)
    assert session.view().updates == 20 and not session.view().can_run
    assert session.view().output.count("\n") == 20


def test_an_edit_in_explore_asks_a_fresh_prediction_that_may_be_passed_over(course: Course) -> None:
    session = LessonSession(course)
    for _ in range(5):
        answer(session, right_answer(course, session.view()))
        before = session.view()
        if before.phase is not Phase.EXPLORE:
            session.enter()
    session.nudge("alpha", 3)
    view = session.view()
    assert view.question is not None and view.question.free and view.updates == 0
    assert not view.truth and not view.reveal
    values = view.constants
    code = course.lesson("first").step("numbers").code
    value = listing(code).run(values, updates=1).value("weight", 1)
    view = answer(session, repr(value))
    assert view.verdict is not None and view.verdict.right and view.updates == 1
    assert (view.right, view.asked) == (before.right, before.asked)
    session.enter()
    assert session.view().step_id == "page"


def test_a_whole_course_is_walked_by_enter_and_right_answers(course: Course) -> None:
    """Every kind of question, to the end of the last lesson."""
    events: list[Event] = []
    session = LessonSession(course, notify=events.append)
    for _ in range(60):
        view = session.view()
        if view.phase is Phase.END:
            break
        if view.phase is Phase.ASK and view.question is not None:
            if view.question.kind == "reach":
                session.set("alpha", 1)
                session.enter()
            else:
                answer(session, right_answer(course, view))
        else:
            session.enter()
    assert session.view().phase is Phase.END
    done = [event.standing.step for event in events if isinstance(event, StepDone)]
    assert done == ["numbers", "page", "memory"] * 2
    assert session.view().right == session.view().asked == 16


def test_skipping_marks_the_step_and_reveals_nothing(course: Course) -> None:
    events: list[Event] = []
    session = LessonSession(course, notify=events.append)
    session.skip()
    assert session.view().step_id == "page"
    assert [e.standing.state for e in events if isinstance(e, StepDone)] == ["skipped"]
    assert session.standing("first", "numbers") == "skipped"


def test_back_goes_to_the_step_before_even_over_a_lesson(course: Course) -> None:
    session = LessonSession(course)
    session.back()
    assert session.view().note
    session.open("second")
    session.back()
    assert (session.view().lesson_id, session.view().step_id) == ("first", "memory")


def test_a_place_is_come_back_to_exactly(course: Course) -> None:
    """Half-typed answer, misses, hint, edits, picture and scroll are as they were."""
    session = LessonSession(course, clock=stopped)
    session.type("0.3")
    session.enter()
    session.hint()
    session.nudge("alpha", 2)
    session.type("0.12")
    session.picture("table")
    session.scroll(3)
    again = LessonSession(course, history=History(place=session.place()), clock=stopped)
    assert again.view() == session.view()
    assert again.place() == session.place()


@pytest.mark.parametrize("answers", range(1, 6))
def test_a_reveal_is_come_back_to_exactly(course: Course, answers: int) -> None:
    session = LessonSession(course)
    for count in range(answers):
        if count:
            session.enter()
        answer(session, right_answer(course, session.view()))
    first = {("first", "numbers", number): True for number in range(answers)}
    kept = History(place=session.place(), standings=DONE if answers == 5 else (), first=first)
    assert LessonSession(course, history=kept).view() == session.view()


@pytest.mark.parametrize(
    ("guess", "left", "updates"), [("fish", "fish", 2), ("0.123", "", 3), ("", "", 2)]
)
def test_a_guess_while_exploring_is_come_back_to_with_what_was_said_of_it(
    course: Course, guess: str, left: str, updates: int
) -> None:
    """One that cannot be read stays to be mended; one that was judged has run its update."""
    session = LessonSession(course, clock=stopped)
    settle(session, 5)
    session.nudge("alpha", 1)
    session.run(2)
    session.type(guess)
    session.commit()
    said = session.view()
    assert (said.typed, said.updates) == (left, updates)
    assert (said.verdict is None) is (not guess)
    counts = {("first", "numbers", number): True for number in range(5)}
    kept = History(place=session.place(), standings=DONE, first=counts)
    again = LessonSession(course, history=kept, clock=stopped)
    assert replace(again.view(), note="") == replace(said, note="")


def test_a_place_that_is_gone_opens_the_start(course: Course) -> None:
    """A lesson was edited meanwhile: nothing fails."""
    session = LessonSession(course)
    place = session.place()
    for changed in (
        {"lesson": "gone"},
        {"step": "gone"},
        {"question": 99},
        {"phase": "nonsense"},
        {"values": {"gone": 3}},
    ):
        LessonSession(course, history=History(place=replace(place, **changed))).view()


def test_the_listing_stays_whole_once_its_lines_were_written(course: Course) -> None:
    """Running and editing afterwards do not take them away again."""
    session = LessonSession(course)
    session.open("first", "memory")
    settle(session, 2)
    session.enter()
    session.set("alpha", 1)
    session.enter()
    session.set("alpha", 0.5)
    session.run(3)
    assert any("delta = pred - goal_pred" in line.text for line in session.view().listing)


def test_a_working_is_still_read_after_the_reveal(course: Course) -> None:
    """Also one with values that stood beside the lines."""
    session = LessonSession(course)
    view = answer(session, "pred - goal_pred")
    assert view.phase is Phase.REVEALED and view.you == view.truth and view.off == "0"


def test_an_empty_field_takes_back_nothing_that_was_said(course: Course) -> None:
    session = LessonSession(course)
    missed = answer(session, "7").verdict
    view = answer(session, "")
    assert view.verdict == missed and view.note.startswith("Nothing is typed yet")
    session.type("1")
    assert not session.view().note


def test_a_replay_is_offered_where_it_shows_something(course: Course) -> None:
    """Not for a wrong rule that leaves the weight where it goes anyway."""
    session = LessonSession(bundled_course())
    session.open("compare", "error")
    answer(session, "17.5")
    view = answer(session, "-0.55")
    assert view.verdict is not None and view.verdict.mistakes
    assert view.phase is not Phase.ASK and not view.can_replay
    session.replay()
    assert session.view().note


def test_the_end_can_be_left_backwards(course: Course) -> None:
    session = LessonSession(course)
    session.open("second", "memory")
    session.skip()
    assert session.view().phase is Phase.END and session.view().question is None
    refusals = (
        session.commit,
        session.run,
        lambda: session.set("alpha", 0.5),
        lambda: session.nudge("alpha", 1),
    )
    for refused in refusals:
        refused()
        assert (
            session.view().note
            == "This is the end of the course. You can go back to any step of it."
        )
    session.back()
    view = session.view()
    assert (view.lesson_id, view.step_id, view.phase) == ("second", "memory", Phase.ASK)


def test_a_lesson_is_taken_up_where_it_was_left(course: Course) -> None:
    """In the middle of a question, at its first step that is neither done nor skipped, or, once all
    of them are, at its start."""
    session = LessonSession(course)
    session.open("first", "memory")
    session.type("2 1")
    assert session.resume("first") == (Moved(session.place()),)
    assert (session.view().step_id, session.view().typed) == ("memory", "2 1")
    session.open("first")
    session.skip()
    session.open("second")
    session.resume("first")
    assert (session.view().lesson_id, session.view().step_id) == ("first", "page")
    session.enter()
    session.skip()
    assert session.view().lesson_id == "second"
    session.resume("first")
    assert (session.view().lesson_id, session.view().step_id) == ("first", "numbers")


def test_a_course_in_which_no_lesson_can_be_played_says_so(tmp_path: Path) -> None:
    (tmp_path / "course.yaml").write_text("format: 1\nid: c\ntitle: C\nlessons: [broken]\n")
    (tmp_path / "broken.yaml").write_text("format: 1\nid: broken\n")
    with pytest.raises(TutorError, match="no lesson that can be played"):
        LessonSession(load_course(tmp_path))


def test_the_last_lesson_is_taken_up_again_after_the_end(course: Course) -> None:
    session = LessonSession(course)
    session.open("second", "memory")
    session.skip()
    assert session.view().phase is Phase.END
    session.resume("second")
    view = session.view()
    assert (view.lesson_id, view.step_id, view.phase) == ("second", "numbers", Phase.ASK)


def test_an_empty_field_leaves_the_truth_where_it_stands(course: Course) -> None:
    """Only a guess at the next update takes it away."""
    session = LessonSession(course)
    settle(session, 5)
    told = session.view()
    assert told.phase is Phase.EXPLORE and told.verdict is not None and told.can_guess
    assert session.type("") == () and session.view() == told
    session.type("0.4")
    guess = session.view()
    assert guess.question is not None and guess.question.free and guess.verdict is None


def test_a_constant_goes_as_far_as_its_range_and_the_note_says_so(course: Course) -> None:
    """Typed or nudged; below an answer that is asked as well."""
    session = LessonSession(course)
    session.set("alpha", 2)
    assert session.view().note == "alpha goes from -0.5 to 1 here."
    session.nudge("alpha", -1)
    assert (session.view().note, session.view().parameters[3].value) == ("", 0.99)
    session.nudge("alpha", 10)
    assert session.view().note and session.view().parameters[3].value == 1
    session.nudge("alpha", 1)
    assert session.view().note and session.view().parameters[3].value == 1


def test_the_same_wrong_answer_twice_is_one_miss(course: Course) -> None:
    """Enter pressed once too often uses up no try, and shows nothing."""
    session = LessonSession(course)
    first = answer(session, "77")
    assert first.phase is Phase.ASK and first.question is not None
    session.enter()
    again = session.view()
    assert again.question is not None and again.phase is Phase.ASK
    assert again.question.tries_left == first.question.tries_left
    assert again.note == SAME_ANSWER
    assert answer(session, "78").phase is not Phase.ASK
