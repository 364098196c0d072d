"""Quizzes, reviews and practice: drawn, answered, left and taken up again."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.clock import Calendar
from tests.session.walks import bundled_course, exposed, odd, pictured, unseen
from tutor.course.questions import Choose, Predict
from tutor.engine.numbers import number
from tutor.errors import TutorError
from tutor.session.drawing import Drawn, chosen, items
from tutor.session.quiz import (
    LAST_OPEN,
    NOTHING_PICKED,
    NOTHING_TYPED,
    QuizSession,
    restored,
)
from tutor.session.task import task_of
from tutor.session.view import Answered, Event


def right(one: Drawn) -> str:
    """The right answer, found by running the listing."""
    task = one.task(bundled_course())
    assert task is not None
    match task.question:
        case Choose(options=options):
            return str(next(n for n, option in enumerate(options, 1) if option.right))
        case Predict(by="direction"):
            return task.ask.direction
        case _:
            return f"{task.ask.truth:.11e}"  # to more digits than any question asks for


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_same_seed_asks_the_same_questions() -> None:
    assert chosen(bundled_course(), 12, 7) == chosen(bundled_course(), 12, 7)
    assert chosen(bundled_course(), 12, 7) != chosen(bundled_course(), 12, 8)


def test_questions_are_spread_over_all_lessons_before_one_comes_twice() -> None:
    lessons = {one.id for one in bundled_course().lessons if not one.bonus}
    asked = [one.item.lesson for one in chosen(bundled_course(), len(lessons), 3)]
    assert sorted(asked) == sorted(lessons)


def test_more_questions_than_items_come_again_with_other_numbers() -> None:
    every = chosen(
        bundled_course(), 3 * len(items(bundled_course(), ["break-it"])), 1, ["break-it"]
    )
    assert {one.item.lesson for one in every} == {"break-it"}
    again = [one for one in every if one.values and one.item == every[0].item]
    assert len({tuple(sorted(one.values.items())) for one in again}) > 1 or not again


def test_an_unknown_lesson_names_the_nearest() -> None:
    with pytest.raises(TutorError, match="did you mean break-it"):
        chosen(bundled_course(), 3, 1, ["brake-it"])


def test_nothing_is_said_until_the_end_and_then_every_miss_is_explained() -> None:
    events: list[Event] = []
    questions = chosen(bundled_course(), 6, 5)
    quiz = QuizSession(bundled_course(), questions, seed=5, notify=events.append)
    with pytest.raises(TutorError):
        quiz.summary()
    for place, one in enumerate(questions):
        quiz.type(right(one) if place % 2 else "1" if _is_choice(one) else "123.456")
        quiz.enter()
        shown = quiz.view()
        if place == len(questions) - 1:
            break
        assert shown.view.verdict is None and not shown.view.truth and not shown.view.worked
        assert set(shown.marks) <= {"open", "answered"}
    assert quiz.finished
    summary = quiz.summary()
    assert len(summary.outcomes) == 6 and len(events) == 6
    assert all(isinstance(event, Answered) and event.attempt.mode == "quiz" for event in events)
    for missed in summary.missed:
        assert missed.say and missed.truth
    assert summary.score >= 0.5


def _is_choice(one: Drawn) -> bool:
    task = task_of(bundled_course(), one.item)
    return task is not None and bool(task.kind.answers(task.ask))


def test_what_is_skipped_comes_back_at_the_end() -> None:
    questions = chosen(bundled_course(), 3, 2)
    quiz = QuizSession(bundled_course(), questions)
    quiz.skip()
    for place in (1, 2):
        assert quiz.view().number == place + 1
        quiz.type(right(questions[place]))
        quiz.enter()
    assert quiz.view().number == 1 and quiz.view().marks[0] == "skipped"
    quiz.type(right(questions[0]))
    quiz.enter()
    assert quiz.finished and quiz.summary().score == 1


def test_an_unreadable_answer_is_not_committed() -> None:
    questions = [one for one in chosen(bundled_course(), 20, 2) if not _is_choice(one)][:1]
    quiz = QuizSession(bundled_course(), questions)
    quiz.type("fish")
    quiz.enter()
    assert not quiz.finished and quiz.view().note and quiz.view().view.typed == "fish"


def test_a_lucky_hunch_is_right_but_not_known() -> None:
    questions = [one for one in chosen(bundled_course(), 20, 2) if not _is_choice(one)][:1]
    quiz = QuizSession(bundled_course(), questions)
    quiz.type(right(questions[0]) + "?")
    quiz.enter()
    (outcome,) = quiz.summary().outcomes
    assert outcome.right and not outcome.known and quiz.summary().missed == (outcome,)


def test_it_is_taken_up_where_it_was_left_half_typed_answer_included() -> None:
    clock, calendar = Clock(), Calendar()
    questions = chosen(bundled_course(), 4, 9)
    quiz = QuizSession(
        bundled_course(),
        questions,
        seed=9,
        minutes=10,
        terms={"seed": 9},
        clock=clock,
        now=calendar,
    )
    quiz.type(right(questions[0]))
    quiz.enter()
    quiz.skip()
    quiz.type("0.4")
    clock.now = 60
    calendar.now += timedelta(seconds=60)
    again = restored(bundled_course(), quiz.state(), clock=clock, now=calendar)
    assert again is not None
    assert again.view() == quiz.view() and again.terms == quiz.terms
    assert again.left == quiz.left == 540
    again.finish()
    quiz.finish()
    assert again.summary() == quiz.summary()


@pytest.mark.parametrize("state", ["", "{}", "[1]", '{"questions": [["a", "b", 0, "1"]]}', "nul"])
def test_a_state_that_makes_no_sense_is_no_round(state: str) -> None:
    assert restored(bundled_course(), state) is None


def test_the_state_holds_no_answer() -> None:
    questions = [one for one in chosen(bundled_course(), 12, 11) if not _is_choice(one)]
    state = QuizSession(bundled_course(), questions).state()
    for one in questions:
        task = task_of(bundled_course(), one.item, one.values)
        assert task is not None
        assert repr(task.ask.truth) not in state or len(repr(task.ask.truth)) < 5


def test_with_feedback_each_answer_is_explained_at_once() -> None:
    questions = [one for one in chosen(bundled_course(), 20, 2) if not _is_choice(one)][:2]
    quiz = QuizSession(bundled_course(), questions, mode="review")
    quiz.type("123456")
    quiz.enter()
    shown = quiz.view()
    assert shown.view.verdict is not None and shown.view.truth and shown.marks[0] == "wrong"
    assert shown.number == 1
    quiz.enter()
    assert quiz.view().number == 2


@cache
def odd_questions() -> tuple[Drawn, ...]:
    """Every question that a quiz can ask, with constants of so many odd digits that a number
    which turns up is the one that was asked."""
    found = []
    for item in items(bundled_course()):
        task = task_of(bundled_course(), item)
        assert task is not None
        predicts = isinstance(task.question, Predict)
        constants = task.constants if predicts else {}
        edit = task.step.edit
        values = {
            name: odd(f"{name} {item}", value)
            for name, value in constants.items()
            if name not in edit or edit[name].by != 1  # which counts something
        }
        found.append(Drawn(item, values))
    return tuple(found)


def truths(questions: Sequence[Drawn]) -> list[float]:
    """What is asked, and not to be seen before for another reason."""
    found: list[float] = []
    for one in questions:
        step = bundled_course().lesson(one.item.lesson).step(one.item.step)
        question = step.ask[one.item.question]
        if isinstance(question, Predict):
            trace = step.listing.run(one.values, updates=question.after)
            start = step.start(one.item.question)
            seen = [value for n in range(start + 1) for value in trace.row(n).values()]
            shown = {*step.show, *(q.predict for q in step.ask if isinstance(q, Predict))}
            seen += [trace.value(name, question.after) for name in shown - {question.predict}]
            found += unseen([trace.value(question.predict, question.after)], seen)
    return found


def told(quiz: QuizSession, events: Sequence[Event], secrets: Sequence[float]) -> list[object]:
    """Where one of these numbers stands in what a quiz gives away."""
    shown = quiz.view()
    found: list[object] = []
    for thing in (shown, *pictured(quiz, shown.view), quiz.state(), *events):
        for value in exposed(thing):
            if isinstance(value, str):
                found += [value for secret in secrets if number(secret) in value]
            else:
                found += [value for secret in secrets if math.isclose(value, secret, rel_tol=1e-9)]
    return found


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.booleans())
def test_a_round_gives_no_answer_away_before_its_time(seed: int, feedback: bool) -> None:
    """With feedback none before its own answer; without, none at all before the end."""
    chance = random.Random(seed)
    questions = chance.sample(odd_questions(), 4)
    events: list[Event] = []
    quiz = QuizSession(
        bundled_course(), questions, mode="practice" if feedback else "quiz", notify=events.append
    )
    for _ in range(25):
        open_ = [
            one
            for one, mark in zip(questions, quiz.view().marks, strict=True)
            if mark in ("open", "skipped") or not feedback
        ]
        if quiz.finished:
            break
        assert told(quiz, events, truths(open_)) == []
        shown = quiz.view()
        if not feedback:
            assert shown.view.verdict is None and not shown.view.truth and not shown.view.worked
        assert shown.view.question is not None and not shown.view.question.hint
        match chance.choice(["type", "enter", "enter", "skip", "move", "choose", "again"]):
            case "type":
                quiz.type(chance.choice(["0.5", "12.34567?", "fish", "", "-1!", "weight * 1"]))
            case "enter":
                quiz.enter()
            case "skip":
                quiz.skip()
            case "move":
                quiz.move(chance.choice([-1, 1]))
            case "choose":
                quiz.choose(chance.randint(0, 3))
            case _:
                before = quiz.view()
                back = restored(bundled_course(), quiz.state(), notify=events.append)
                assert back is not None
                assert repr(
                    replace(back.view(), note="", view=replace(back.view().view, note=""))
                ) == (repr(replace(before, note="", view=replace(before.view, note=""))))
                quiz = back


def test_a_question_out_of_its_lesson_speaks_of_its_own_numbers() -> None:
    """Not in the words that its author wrote for others; and its marks, hints and tries are off."""
    one = next(one for one in odd_questions() if str(one.item) == "beyond-the-bowl/one-slope#2")
    question = QuizSession(bundled_course(), [one]).view().view.question
    assert question is not None and question.prompt == "What is slope now?"
    assert question.asked == "What is slope now? Give 3 significant digits."
    assert not question.more_hints and question.tries_left == 1


def test_what_is_in_hand_can_neither_be_changed_nor_answered_twice() -> None:
    questions = [one for one in chosen(bundled_course(), 20, 2) if not _is_choice(one)][:2]
    quiz = QuizSession(bundled_course(), questions)
    assert not any(one.editable for one in quiz.view().view.parameters)
    quiz.type("123456")
    quiz.enter()
    quiz.move(-1)
    assert quiz.view().answered and quiz.view().view.next == "next question"
    quiz.type(right(questions[0]))
    assert quiz.view().view.typed == "123456"


def test_picking_another_option_keeps_how_sure_the_learner_is() -> None:
    questions = [one for one in chosen(bundled_course(), 20, 2) if _is_choice(one)][:1]
    quiz = QuizSession(bundled_course(), questions)
    quiz.type("1!")
    quiz.choose(1)
    assert quiz.view().view.typed == "2!"


def test_a_state_whose_constants_the_course_no_longer_has_is_no_round() -> None:
    questions = [one for one in chosen(bundled_course(), 20, 2) if not _is_choice(one)][:1]
    kept = json.loads(QuizSession(bundled_course(), questions).state())
    assert restored(bundled_course(), json.dumps(kept)) is not None
    kept["questions"][0]["values"]["gone"] = 1
    assert restored(bundled_course(), json.dumps(kept)) is None


def numbers(count: int) -> list[Drawn]:
    """So many questions that ask for a number."""
    return [one for one in chosen(bundled_course(), 20, 2) if not _is_choice(one)][:count]


def test_a_quiz_without_questions_is_refused() -> None:
    with pytest.raises(TutorError, match="nothing to ask"):
        QuizSession(bundled_course(), [])


def test_what_was_not_seen_yet_comes_before_what_was_skipped() -> None:
    """Wherever one stands; what was skipped comes last, in its order."""
    questions = numbers(4)
    quiz = QuizSession(bundled_course(), questions)
    quiz.move(1)
    quiz.skip()
    assert quiz.view().number == 3
    quiz.move(-2)
    for here, after in ((1, 3), (3, 4), (4, 2)):
        assert quiz.view().number == here
        quiz.type(right(questions[here - 1]))
        quiz.enter()
        assert quiz.view().number == after and not quiz.finished
    assert quiz.view().marks == ("answered", "skipped", "answered", "answered")
    quiz.type(right(questions[1]))
    quiz.enter()
    assert quiz.finished and quiz.summary().score == 1


def test_skipping_an_answered_question_only_goes_on() -> None:
    questions = numbers(2)
    quiz = QuizSession(bundled_course(), questions)
    quiz.type(right(questions[0]))
    quiz.enter()
    quiz.move(-1)
    quiz.skip()
    assert quiz.view().marks == ("answered", "open") and quiz.view().number == 2
    quiz.skip()
    assert quiz.view().note == LAST_OPEN and quiz.view().marks == ("answered", "skipped")


def test_an_empty_field_is_not_committed() -> None:
    typed = QuizSession(bundled_course(), numbers(1))
    typed.enter()
    assert typed.view().note == NOTHING_TYPED and typed.open == 1
    picked = QuizSession(
        bundled_course(), [one for one in chosen(bundled_course(), 20, 2) if _is_choice(one)][:1]
    )
    picked.enter()
    assert picked.view().note == NOTHING_PICKED and picked.open == 1


def test_once_it_is_over_nothing_changes_it() -> None:
    quiz = QuizSession(bundled_course(), numbers(2))
    quiz.type("0.25")
    quiz.finish()
    before = quiz.view(), quiz.summary()
    quiz.type("0.5")
    quiz.choose(1)
    quiz.skip()
    quiz.enter()
    assert (quiz.view(), quiz.summary()) == before


def test_no_time_goes_by_for_a_question_that_is_looked_at_after_the_end() -> None:
    clock = Clock()
    quiz = QuizSession(bundled_course(), numbers(2), clock=clock)
    clock.now = 5
    quiz.finish()
    for step in (1, -1):
        quiz.move(step)
        clock.now += 100
    assert [one.seconds for one in quiz.summary().outcomes] == [5, 0]


def test_a_working_is_told_with_what_it_comes_to() -> None:
    (one,) = numbers(1)
    quiz = QuizSession(bundled_course(), [one])
    quiz.type("1 + 2*3?")
    quiz.enter()
    (outcome,) = quiz.summary().outcomes
    assert outcome.you == "1 + 2*3 = 7" and outcome.confidence == "?" and outcome.worked
