"""Whatever a learner does: no answer is given away, nobody is stuck, and all is come back to."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.session.walks import (
    bundled_course,
    irregular,
    leaks,
    right_answer,
    steps,
    stopped,
    walked,
)
from tutor.course.loader import Course, course_of
from tutor.course.questions import Reach
from tutor.engine.claim import claim
from tutor.grading.kinds.reach import reachable
from tutor.history.progress import misses_of_late
from tutor.history.records import History, Place, Standing
from tutor.history.schedule import first_answers
from tutor.session.lesson import LessonSession
from tutor.session.view import Answered, Event, Phase, Recorder, StepDone, View
from tutor.store.sqlite import Memory

KINDS = Path(__file__).with_name("kinds.yaml")
"""A lesson with every kind of question, in every kind of place."""
SEEDS = st.integers(0, 10**6)


@cache
def kinds() -> Course:
    """That lesson as a course."""
    return course_of(KINDS)


@cache
def odd_course() -> Course:
    """The bundled course with other constants."""
    return irregular(bundled_course())


def opened(course: Course, at: int) -> LessonSession:
    """A session at one of the course's steps, counted through all lessons."""
    every = steps(course)
    lesson, step = every[at % len(every)]
    session = LessonSession(course)
    session.open(lesson.id, step.id)
    return session


@settings(max_examples=50, deadline=None)
@given(SEEDS, st.integers(0, 9))
def test_no_intents_in_any_order_give_an_answer_away(seed: int, at: int) -> None:
    """Not of this question, and not of a later one about the same run."""
    session = opened(kinds(), at)
    assert leaks(session) == []
    for _, events in walked(session, seed, 40):
        assert leaks(session, events) == []


@pytest.mark.parametrize("seed", range(2))
def test_no_step_of_the_bundled_course_gives_its_answers_away(seed: int) -> None:
    """At odd constants, where a number that turns up is the one that is asked."""
    for at in range(len(steps(odd_course()))):
        session = opened(odd_course(), at)
        assert leaks(session) == []
        for _, events in walked(session, seed, 30):
            assert leaks(session, events) == [], session.place()


def come_back_to(view: View) -> View:
    """What is the same after coming back: not a word about the last key, nor a replay."""
    return replace(view, note="", plot=view.plot and view.plot._replace(replayed=False))


def as_kept(course: Course, store: Memory) -> LessonSession:
    """A session that begins with what a store kept."""
    return LessonSession(course, history=store.history("me", course.id), clock=stopped)


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.integers(0, 70), st.booleans())
@example(seed=215810, at=0, own=False)
def test_wherever_one_leaves_one_comes_back_to_the_same(seed: int, at: int, own: bool) -> None:
    """Place, counts and all that is seen, through the store."""
    course = kinds() if own else bundled_course()
    store = Memory()
    session = LessonSession(course, clock=stopped, notify=Recorder(store, course.id))
    lesson, step = steps(course)[at % len(steps(course))]
    session.open(lesson.id, step.id)
    for intent, _ in walked(session, seed, 30):
        back = as_kept(course, store)
        assert back.place() == session.place(), intent
        # nan is not equal to itself, but to its own text
        assert repr(come_back_to(back.view())) == repr(come_back_to(session.view())), intent


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.integers(0, 70), st.booleans())
def test_from_everywhere_enter_and_skip_lead_to_the_end(seed: int, at: int, own: bool) -> None:
    """And the word for enter says what enter does."""
    session = opened(kinds() if own else bundled_course(), at)
    for _ in walked(session, seed, 20):
        pass
    session.type("")
    for _ in range(400):
        before = session.view()
        if before.phase is Phase.END:
            break
        session.enter()
        assert does(before, session), before.next
        if before.phase is Phase.ASK and session.view().phase is Phase.ASK:
            session.skip()
    assert session.view().phase is Phase.END and session.view().next == "home"
    session.back()
    assert session.view().phase is not Phase.END


def does(before: View, session: LessonSession) -> bool:
    """Whether enter did what the view before it said."""
    after = session.view()
    moved = (before.lesson_id, before.step_id) != (after.lesson_id, after.step_id)
    match before.next:
        case "commit" | "check":
            return not moved
        case "once more":
            return not moved and session.place().again
        case "next question":
            return not moved and _number(after) == _number(before) + 1
        case "next step":
            return moved and before.lesson_id == after.lesson_id
        case "next lesson":
            return before.lesson_id != after.lesson_id
        case "finish":
            return after.phase is Phase.END
    return False


def _number(view: View) -> int:
    return view.question.number if view.question is not None else 0


@settings(max_examples=60, deadline=None)
@given(
    at=st.integers(0, 9),
    question=st.integers(-1, 9),
    phase=st.sampled_from(["read", "ask", "revealed", "explore", "free", "end", "nonsense", ""]),
    tries=st.integers(-1, 9),
    text=st.sampled_from(["", "1", "fish", "0.5", "1 2 3"]),
    answer=st.sampled_from(["", "fish", "?"]),
    updates=st.sampled_from([-5, 0, 3, 10**9]),
    values=st.dictionaries(
        st.sampled_from(["alpha", "weight", "input", "games", "gone"]),
        st.sampled_from([0, -3, 0.5, math.nan, math.inf, 1e308, 10**400]),
    ),
    again=st.booleans(),
)
def test_a_place_that_makes_no_sense_reveals_nothing(
    at: int, question: int, phase: str, tries: int, text: str, answer: str, updates: int,
    values: dict[str, float], again: bool,
) -> None:  # fmt: skip
    """Without an answer that was ever committed, the question is open again."""
    lesson, step = steps(kinds())[at]
    place = Place(
        lesson.id, step.id, question, phase, tries, text=text, answer=answer, values=values,
        updates=updates, view="nonsense", scroll=-3, fault="gone", again=again,
    )  # fmt: skip
    session = LessonSession(kinds(), history=History(place=place))
    assert leaks(session) == []
    if phase != "free":  # explore's own question follows only upon an answer
        assert not session.view().truth and not session.view().reveal
    session.enter()
    session.skip()


def test_an_answer_counts_once_however_often_it_is_given() -> None:
    """The very first try decides: the same in the session and in what the store counts."""
    store = Memory()
    course = bundled_course()
    session = LessonSession(course, notify=Recorder(store, course.id))
    chance = random.Random(1)
    for _ in range(60):
        view = session.view()
        if view.phase is Phase.ASK and view.question is not None and chance.random() < 0.9:
            right = right_answer(course, view) if chance.random() < 0.6 else "12.34567"
            session.type(right)
            session.commit()
        else:
            getattr(session, chance.choice(["next", "back", "reset", "skip", "enter"]))()
        kept = store.history("me", course.id)
        assert (kept.right, kept.asked) == (session.view().right, session.view().asked)


def test_home_s_chart_counts_what_its_heading_counts() -> None:
    """Also where a run was to do something: every other setting that is checked is a next try."""
    store, course = Memory(), bundled_course()
    reaches = [
        Place(lesson.id, step.id, number)
        for lesson, step in steps(course)
        for number, question in enumerate(step.ask)
        if question.kind == "reach"
    ]
    for place in reaches:
        walk = LessonSession(
            course, history=History(place=place), notify=Recorder(store, course.id)
        )
        for turns in (1, 2, 3):
            name = next(one.name for one in walk.view().parameters if one.editable)
            walk.nudge(name, turns)
            walk.commit()
    kept, attempts = store.history("me", course.id), store.attempts("me", course.id)
    assert len(attempts) > kept.asked == len(reaches)
    assert misses_of_late(attempts, kept.asked) == [(kept.asked, kept.asked - kept.right)]
    assert len(first_answers(attempts)) == kept.asked


def test_a_step_that_is_done_stays_done() -> None:
    """Skipping it later, or playing it again, says nothing new."""
    course = kinds()
    events: list[object] = []
    session = LessonSession(course, notify=events.append)
    session.open("kinds", "only-choices")
    session.type("1")
    session.commit()
    session.next()
    session.open("kinds", "only-choices")
    assert session.view().standing == "done"
    session.skip()
    assert session.standing("kinds", "only-choices") == "done"
    assert len([one for one in events if isinstance(one, StepDone)]) == 1
    assert len([one for one in events if isinstance(one, Answered)]) == 1


@pytest.mark.parametrize("way", ["back", "open", "quit"])
def test_a_step_is_done_with_its_last_answer_wherever_one_goes_from_there(way: str) -> None:
    """Not with the one before it, and once; a step that asks nothing is done when it is left."""
    course = bundled_course()
    for lesson, step in steps(course):
        store = Memory()
        events: list[Event] = []
        last = Place(lesson.id, step.id, max(len(step.ask) - 1, 0))
        session = LessonSession(course, history=History(place=last), notify=events.append)
        assert session.standing(lesson.id, step.id) == ""
        if step.ask:
            question = step.ask[-1]
            if isinstance(question, Reach):
                code = step.listing
                edit = {name: step.edit[name] for name in question.editable(step.edit)}
                values = reachable(claim(question.reach), code, edit, question.with_) or {}
                for name, value in values.items():
                    session.set(name, value)
            else:
                session.type(right_answer(course, session.view()))
            session.commit()
        else:
            session.next()
        if way != "quit":
            session.back() if way == "back" else session.open("compare")
        for event in events:
            Recorder(store, course.id)(event)
        kept = store.history("me", course.id).standings
        assert kept == (Standing(lesson.id, step.id, "done"),), (lesson.id, step.id)
        assert len([one for one in events if isinstance(one, StepDone)]) == 1


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 66), st.booleans())
def test_going_on_leads_to_what_is_open_from_the_end_alone(open_: int, ended: bool) -> None:
    """With nothing open one stays there. Who comes without a place begins at what is open."""
    course = bundled_course()
    every = [(lesson.id, step.id) for lesson, step in steps(course)]
    done = tuple(Standing(*one, "done") for at, one in enumerate(every) if at != open_)
    here = Place(*every[-1], phase="end") if ended else Place(*every[7])
    history = History(place=here, standings=done)
    session = LessonSession(course, history=history, clock=stopped)
    before = session.place()
    session.go_on()
    place = session.place()
    if ended and open_ < len(every):
        assert (place.lesson, place.step, place.phase) == (*every[open_], session.view().phase)
        assert session.view().phase is not Phase.END
    else:
        assert place == before
    begun = LessonSession(course, history=History(standings=done)).place()
    assert (begun.lesson, begun.step) == every[open_ % len(every)]


def test_what_is_asked_once_more_may_be_left_out() -> None:
    """The question itself was answered, so the step is not skipped."""
    session = LessonSession(kinds())
    session.open("kinds", "by-chance")
    session.type(right_answer(kinds(), session.view()))
    session.commit()
    assert session.view().next == "once more"
    session.enter()
    assert session.place().again and session.view().phase is Phase.ASK
    session.skip()
    view = session.view()
    assert view.step_id == "by-chance" and view.question is not None and view.question.number == 2
    assert session.standing("kinds", "by-chance") == ""


def test_no_guess_is_asked_for_where_there_is_no_next_update() -> None:
    """Nine games are wanted and four are in the list."""
    session = LessonSession(kinds())
    session.open("kinds", "games")
    for _ in range(2):
        session.type(right_answer(session.course, session.view()))
        session.commit()
        if session.view().phase is not Phase.EXPLORE:
            session.enter()
    session.set("games", 9)
    assert session.view().can_guess
    for _ in range(9):
        session.run(1)
    assert session.view().updates == 4
    assert not session.view().can_guess and session.view().question is None


def test_who_has_done_everything_begins_anew() -> None:
    course = bundled_course()
    done = tuple(Standing(lesson.id, step.id, "done") for lesson, step in steps(course))
    session = LessonSession(course, history=History(standings=done))
    first = course.lessons[0]
    assert (session.view().lesson_id, session.view().step_id) == (first.id, first.steps[0].id)
