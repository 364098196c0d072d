"""When a quiz ends, and for how long its questions were looked at."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests.clock import Calendar
from tests.session.test_quiz import Clock, _is_choice, right
from tests.session.walks import bundled_course
from tutor.session.drawing import chosen
from tutor.session.quiz import QuizSession, restored
from tutor.session.quiz_state import answered_of
from tutor.session.view import Answered, Event


def test_the_clock_ends_it_with_what_is_there() -> None:
    calendar = Calendar()
    quiz = QuizSession(bundled_course(), chosen(bundled_course(), 2, 4), minutes=1, now=calendar)
    calendar.now += timedelta(seconds=59)
    assert not quiz.finished and quiz.left == 1
    calendar.now += timedelta(seconds=1)
    assert quiz.finished
    assert [one.say for one in quiz.summary().outcomes] == ["Not answered."] * 2


def test_what_stands_in_a_field_when_the_time_is_up_is_handed_in() -> None:
    """In every question; what cannot be read stays no answer. Whoever ends it before says so."""
    for late in (60, 30):
        calendar = Calendar()
        questions = chosen(bundled_course(), 12, 4)
        quiz = QuizSession(bundled_course(), questions, minutes=1, now=calendar)
        numbers = [at for at, one in enumerate(questions) if not _is_choice(one)]
        first, second, third = numbers[:3]
        for at, text in ((first, right(questions[first])), (second, "fish"), (third, "77")):
            quiz.move(at - quiz.view().number + 1)
            quiz.type(text)
        calendar.now += timedelta(seconds=late)
        quiz.finish()
        outcomes = quiz.summary().outcomes
        handed_in = late == 60
        assert [outcomes[at].right for at in (first, second, third)] == [handed_in, False, False]
        assert [outcomes[at].answered for at in numbers[:3]] == [handed_in, False, handed_in]


def test_its_time_goes_on_while_nobody_looks_at_it() -> None:
    """A deadline is a point in time. What was answered before it counts, and it ended then; without
    minutes it waits for as long as it takes."""
    calendar, events = Calendar(), list[Event]()
    questions = chosen(bundled_course(), 2, 4)
    quiz = QuizSession(bundled_course(), questions, minutes=10, now=calendar)
    begun = calendar.now
    quiz.type(right(questions[0]))
    quiz.enter()
    state = quiz.state()
    calendar.sleep(3)
    answered, count, ends = answered_of(state) or (0, 0, None)
    assert (answered, count, ends) == (1, 2, begun + timedelta(minutes=10))
    again = restored(bundled_course(), state, now=calendar, notify=events.append)
    assert again is not None and again.finished and again.view().finished
    assert len(events) == 1, "the answer is kept"
    summary = again.summary()
    assert (summary.right, summary.begun, summary.ended) == (1, begun, ends)
    assert summary.out_of_time and summary.took == 10
    assert summary.timed == "The time was up after 10 minutes."
    again.minutes = 1.5
    assert again.summary().timed == "" and not again.summary().out_of_time
    uneven = QuizSession(bundled_course(), questions, minutes=1.5, now=calendar)
    calendar.now += timedelta(minutes=2)
    assert uneven.finished and uneven.summary().timed == "It was over after 1:30 minutes."
    endless = QuizSession(bundled_course(), questions, now=calendar)
    calendar.sleep(99)
    assert not endless.finished and endless.deadline is None
    endless.finish()
    assert endless.summary().timed == "" and endless.summary().took == 99 * 24 * 60


@pytest.mark.parametrize(
    ("name", "value"),
    [("minutes", -1), ("minutes", "soon"), ("minutes", 1e300), ("begun", "9999-12-31T23:59:59Z")],
)
def test_a_time_that_makes_no_sense_is_no_quiz(name: str, value: object) -> None:
    state = json.loads(QuizSession(bundled_course(), chosen(bundled_course(), 2, 4)).state())
    assert restored(bundled_course(), json.dumps(state)) is not None
    assert restored(bundled_course(), json.dumps({**state, name: value})) is None


def test_the_time_of_a_question_is_all_the_time_that_it_was_looked_at() -> None:
    clock = Clock()
    questions = [one for one in chosen(bundled_course(), 20, 2) if not _is_choice(one)][:2]
    events: list[Event] = []
    quiz = QuizSession(bundled_course(), questions, clock=clock, notify=events.append)
    clock.now = 5
    quiz.move(1)
    clock.now = 100
    quiz.move(-1)
    clock.now = 107
    again = restored(bundled_course(), quiz.state(), clock=clock, notify=events.append)
    assert again is not None
    clock.now = 110
    again.type(right(questions[0]))
    again.enter()
    assert not events, "what it was worth is not even kept before the end"
    again.finish()
    (answered,) = events
    assert isinstance(answered, Answered) and answered.attempt.seconds == 5 + 7 + 3
