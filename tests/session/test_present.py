"""What may be shown at one moment, and what stays covered: by every kind of question."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from tests.session.walks import answer, bundled_course, settle
from tutor.course.loader import course_of
from tutor.engine.numbers import number
from tutor.history.records import History, Place
from tutor.session.lesson import LessonSession
from tutor.session.picture.plot import plot_of
from tutor.session.view import Phase, View


@pytest.fixture
def kinds() -> LessonSession:
    """The lesson that holds every kind of question."""
    return LessonSession(course_of(Path(__file__).with_name("kinds.yaml")))


def test_a_direction_told_is_not_yet_a_number_told(kinds: LessonSession) -> None:
    """The worked line, the dot and the marks wait for the question that asks for the number."""
    kinds.open("kinds", "out-of-order")
    view = settle(kinds)
    assert view.verdict is not None and view.verdict.right and not view.worked
    drawn = plot_of(kinds._here)  # the curve itself waits too, here, for another reason
    assert drawn is not None and drawn.truth is None and len(drawn.path) == 1
    assert [label for label, _ in drawn.marks] == ["goal"]


def test_a_worked_line_waits_for_what_is_asked_of_the_update_before(kinds: LessonSession) -> None:
    """It begins with the weight after two updates, which the last questions ask for."""
    kinds.open("kinds", "out-of-order")
    for _ in range(5):
        settle(kinds)
        kinds.next()
    view = settle(kinds)
    assert view.question is not None and view.question.after == 3
    assert view.verdict is not None and view.verdict.right and not view.worked


def test_a_height_that_is_asked_later_is_not_drawn(kinds: LessonSession) -> None:
    """The curve waits for it, also between the questions."""
    kinds.open("kinds", "out-of-order")
    view = settle(kinds, 3)
    assert view.question is not None and view.question.variable == "delta"
    assert view.plot is not None and view.plot.hidden
    view = settle_next(kinds, 2)
    assert view.plot is not None and not view.plot.hidden


def settle_next(session: LessonSession, count: int) -> View:
    """So many further questions."""
    session.enter()
    return settle(session, count)


def test_the_lines_to_be_written_stand_nowhere(kinds: LessonSession) -> None:
    kinds.open("kinds", "memory")
    view = kinds.view()
    assert view.plot is None and view.table is None
    assert [line.text.strip() for line in view.listing][-1] == "…"
    view = settle(kinds)
    assert "pred = input * weight" in view.listing[5].text


def test_constants_stand_still_while_the_answers_speak_of_them(kinds: LessonSession) -> None:
    """What to choose from was written for the author's numbers."""
    kinds.open("kinds", "out-of-order")
    kinds.set("alpha", 0.2)
    assert kinds.view().question is not None
    settle(kinds, 3)
    kinds.enter()
    view = kinds.view()
    assert view.question is not None and view.question.kind == "choose"
    assert not any(one.editable or one.changed for one in view.parameters)
    kinds.nudge("alpha", 1)
    assert "stands still" in kinds.view().note


def test_a_constant_that_the_listing_cannot_run_with_is_refused(kinds: LessonSession) -> None:
    """And so is one that is no number; what can run goes as far as it goes."""
    kinds.open("kinds", "games")
    kinds.set("weight", -2)
    assert kinds.view().note == "The listing cannot run with weight = -2."
    kinds.set("weight", math.nan)
    assert "cannot be read as a number" in kinds.view().note
    kinds.set("games", 9)
    settle(kinds, 2)
    kinds.run(10**6)
    view = kinds.view()
    assert view.updates == 2 and "past the end of the list" in view.note
    kinds.set("games", 4)
    kinds.run(10**6)
    assert kinds.view().updates == 4 and not kinds.view().can_run


def test_a_run_that_takes_too_long_stops_with_a_sentence(kinds: LessonSession) -> None:
    kinds.open("kinds", "endless")
    settle(kinds)
    kinds.run(10**6)
    view = kinds.view()
    assert view.note.startswith("The run was stopped after") and view.updates > 1


def test_what_is_printed_behind_the_loop_comes_with_its_last_update(kinds: LessonSession) -> None:
    kinds.open("kinds", "to-play-with")
    kinds.run(19)
    assert "The end" not in kinds.view().output
    kinds.run()
    assert kinds.view().output.splitlines()[-1].startswith("The end")


@pytest.mark.parametrize(
    ("place", "answer", "line"),
    [
        (("hot-and-cold", "step-ten", 1), "0.5", "weight = weight - step_amount"),
        (("hot-and-cold", "one-round", 1), "0.11", "weight = weight + step_amount"),
        (("beyond-the-bowl", "one-slope", 0), "2", "slope = input"),
        (("beyond-the-bowl", "one-slope", 2), "-2", "slope = -input"),
    ],
)
def test_of_several_lines_a_value_stands_beside_the_one_that_has_set_it(
    place: tuple[str, str, int], answer: str, line: str
) -> None:
    lesson, step, question = place
    kept = Place(lesson, step, question=question)
    session = LessonSession(bundled_course(), history=History(place=kept))
    name = line.partition(" ")[0]
    before = [one for one in session.view().listing if one.text.strip().startswith(f"{name} = ")]
    assert not any(one.value not in ("?", "·", "") for one in before), "nor is it told before"
    session.type(answer)
    session.enter()
    beside = {one.text.strip(): one.value for one in session.view().listing if one.value}
    assert [one for one in beside if one.startswith(f"{name} = ")] == [line]
    assert beside[line] == number(float(answer))


def test_a_value_that_no_line_has_set_in_this_update_stands_beside_none() -> None:
    """On a tie the weight stays."""
    kept = Place("hot-and-cold", "the-loop", values={"weight": 1.6, "step_amount": 0.5})
    session = LessonSession(bundled_course(), history=History(place=kept))
    session.type("1.6")
    session.enter()
    assert session.view().verdict is not None
    lines = [
        one for one in session.view().listing if one.text.strip().startswith("weight = weight")
    ]
    assert len(lines) == 2 and not any(one.value for one in lines)


def test_the_missed_way_is_told_once() -> None:
    """By the author or, at other constants, where the author's words are gone, without them."""
    for constants, told in (({}, "Up is warmer."), ({"weight": 0.2}, "It goes *down*.")):
        kept = Place("hot-and-cold", "one-round", values=constants)
        session = LessonSession(bundled_course(), history=History(place=kept))
        for way in ("stay", "down") if not constants else ("up", "stay"):
            session.type(way)
            session.enter()
        view = session.view()
        assert view.phase is Phase.REVEALED and view.reveal == told


def test_what_a_run_comes_to_is_not_told_before_it_can_be_guessed() -> None:
    """Answered with other numbers, then back at those that the author speaks of: they were never
    asked about. Once the run is shown they are told."""
    session = LessonSession(bundled_course())
    session.open("compare", "predict")
    session.set("input", 6.5)
    session.type("1.3")
    session.enter()
    session.set("input", 6)
    view = session.view()
    assert view.can_guess and "1.2" not in view.reveal
    session.run()
    assert "The network says 1.2." in session.view().reveal


def test_the_missed_way_is_told_of_no_other_update() -> None:
    """What follows in explore goes another way, and is asked there."""
    kept = Place("add-alpha", "big-alpha", question=3)
    session = LessonSession(bundled_course(), history=History(place=kept))
    for way in ("down", "stay"):
        session.type(way)
        session.enter()
    session.set("alpha", 0.3)
    session.run()
    assert session.view().phase is Phase.EXPLORE and "It goes" not in session.view().reveal


def test_how_a_run_ended_is_said_where_it_ends() -> None:
    """Where the last update led, and what it measured before it moved on."""
    session = LessonSession(bundled_course())
    session.open("break-it", "all-is-well")
    session.type("0.775")
    session.enter()
    session.run(5)
    assert not session.view().note
    session.run(100)
    view = session.view()
    assert view.note == (
        "The run is over. After 20 updates weight is 1.59651. In update 20 the error was "
        "5.40821e-06."
    )


def test_what_is_said_of_an_answer_stands_beside_it_until_the_learner_goes_on() -> None:
    """The step's own last words are read; those of the question join them once it is left."""
    session = LessonSession(
        bundled_course(), history=History(place=Place("add-alpha", "big-alpha", question=3))
    )
    step = session.course.lesson("add-alpha").step("big-alpha")
    for way in ("down", "up"):
        session.type(way)
        session.enter()
    answered = session.view()
    assert answered.verdict is not None
    own, last = step.ask[-1].reveal, step.reveal
    assert answered.explained.startswith(own.strip()[:20]) and bool(answered.closing) is bool(last)
    session.run()
    exploring = session.view()
    assert exploring.verdict is None and not exploring.explained
    assert exploring.closing == answered.reveal == exploring.reveal


def test_last_words_without_a_number_are_said_whatever_was_turned() -> None:
    """A step's last words that tell nothing of the run are its own, at whatever constants; those
    that have a number wait until the author's are back."""
    seen = set()
    for lesson in bundled_course().lessons:
        for step in lesson.steps:
            place = Place(lesson.id, step.id, question=max(len(step.ask) - 1, 0))
            session = LessonSession(bundled_course(), history=History(place=place))
            free = [one for one in session.view().parameters if one.editable]
            if not step.reveal or not free or session.view().phase is not Phase.ASK:
                continue
            session.set(free[0].name, session.view().constants[free[0].name] + free[0].by)
            for wrong in ("77", "78", "79", "80"):
                session.type(wrong)
                session.commit()
            view = session.view()
            if view.phase is Phase.EXPLORE and any(one.changed for one in view.parameters):
                numbered = "{" in step.reveal or any(sign.isdigit() for sign in step.reveal)
                assert bool(view.closing) is not numbered, step.id
                seen.add(numbered)
    assert seen == {True, False}


def test_the_lines_that_a_question_is_about_are_marked_answered_or_not() -> None:
    """Those that set its variable; where none is asked, those that begin with a keyword in its
    words."""
    session = LessonSession(bundled_course())
    session.open("the-slope", "light-switches")
    assert all(text.startswith("if ") for text in about(session)) and len(about(session)) == 2
    session.open("hot-and-cold", "the-loop")
    asked = about(session)
    assert asked == ["weight = weight - step_amount", "weight = weight + step_amount"]
    settle(session)
    assert about(session) == asked


def about(session: LessonSession) -> list[str]:
    """The marked lines."""
    return [line.text.strip() for line in session.view().listing if line.about]


def test_what_is_said_of_lines_says_that_they_were_others() -> None:
    session = LessonSession(bundled_course())
    session.open("from-memory", "from-scratch")
    session.type("pred = 1")
    session.commit()
    before = session.view()
    assert before.verdict is not None and before.verdict.missed and before.said_of == ""
    session.type("pred = 2")
    assert session.view().said_of == "your lines as they were"


def test_the_hint_of_an_answered_question_does_not_come_back_in_explore() -> None:
    session = LessonSession(bundled_course())
    session.open("compare", "predict")
    session.hint()
    answer(session, "1.2")
    session.set("weight", 0.25)
    guess = session.view().question
    assert guess is not None and guess.free and guess.hint == ""
