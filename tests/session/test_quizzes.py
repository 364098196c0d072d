"""Quizzes and reviews of one learner: drawn with numbers that tell every named mistake from the
right answer, kept at every change, and come back to when they are due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from tests.clock import Calendar
from tests.course.lessons import LESSON, changed, written
from tests.session.walks import bundled_course
from tests.store.samples import attempt
from tutor.course.index import bundled
from tutor.course.loader import Course, course_of, load_course
from tutor.course.model import Lesson, Step
from tutor.course.questions import Choose, Predict
from tutor.engine.numbers import Number, same
from tutor.errors import StoreError, TutorError
from tutor.history.schedule import AT_ONCE, Item
from tutor.session.drawing import chosen, drawn, items
from tutor.session.pace import ClassQuiz
from tutor.session.quiz import QuizSession
from tutor.session.quizzes import Quizzes, Waiting
from tutor.session.task import Task, task_of
from tutor.store import ResilientStore, Store
from tutor.store.sqlite import Memory


def first(tmp_path: Path, text: str) -> tuple[Course, Lesson, Step]:
    course = course_of(written(tmp_path, text))
    return course, course.lessons[0], course.lessons[0].steps[0]


def draw(
    course: Course, lesson: Lesson, step: Step, number: int, rng: Random
) -> Mapping[str, Number] | None:
    """Fresh numbers for a question of a step."""
    task = Task(course, lesson, step, number)
    return task.kind.numbers(task.ask, step, rng)


def test_a_draw_is_on_the_grid_and_the_same_for_the_same_seed(tmp_path: Path) -> None:
    course, lesson, step = first(tmp_path, LESSON)
    values = draw(course, lesson, step, 0, Random(7))
    assert values is not None and step.quiz is not None
    assert all(values[name] in range_.grid() for name, range_ in step.quiz.vary.items())
    assert draw(course, lesson, step, 0, Random(7)) == values


def test_every_draw_of_the_bundled_course_tells_its_mistakes_apart() -> None:
    course = load_course(bundled())
    questions = [
        (lesson, step, number)
        for lesson in course.lessons
        for step in lesson.steps
        for number, question in enumerate(step.ask)
        if isinstance(question, Predict) and question.by == "number" and step.quiz
    ]
    for lesson, step, number in questions:
        values = draw(course, lesson, step, number, Random(1))
        assert values is not None, f"{lesson.id}/{step.id}"
        asked = Task(course, lesson, step, number).ask.with_values(values)
        wrong = [v for name, v in asked.mistaken.items() if name not in step.hides]
        assert not any(same(value, asked.truth) for value in wrong)
        assert not any({*pair}.isdisjoint(step.hides) for pair in asked.coinciding)
        assert abs(float(f"{asked.truth:.6g}") - asked.truth) <= asked.tolerance


def test_where_no_numbers_are_good_there_is_no_draw(tmp_path: Path) -> None:
    text = changed(("weight + alpha * miss", "weight - miss * alpha"))
    course, lesson, step = first(tmp_path, text)
    assert draw(course, lesson, step, 0, Random(1)) is None
    hopeless, other = items(course)
    assert {one.item for one in chosen(course, 3, 1)} == {other}
    start, end = text.index("      - choose:"), text.index("      - reach:")
    alone = course_of(written(tmp_path, text[:start] + text[end:]))
    assert items(alone) == (hopeless,) and chosen(alone, 3, 1) == []


def test_a_mistake_that_is_always_hidden_and_known_is_passed_over(tmp_path: Path) -> None:
    text = changed(
        ("weight + alpha * miss", "weight - miss * alpha"),
        ("expect: converges", "expect: converges\n    hides: [uphill]"),
    )
    course, lesson, step = first(tmp_path, text)
    assert draw(course, lesson, step, 0, Random(1)) is not None


def test_a_step_without_numbers_to_vary_has_no_draw(tmp_path: Path) -> None:
    course, lesson, step = first(tmp_path, LESSON)
    plain = step.replaced(quiz=None)
    assert draw(course, lesson, plain, 0, Random(1)) is None


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"alpha": 0}, "weight does not move"),
        ({"weight": 1e308, "alpha": 1e300}, "weight is not a finite number"),
        ({"alpha": 0.3}, ""),
    ],
)
def test_why_numbers_are_no_good(tmp_path: Path, values: dict[str, float], why: str) -> None:
    course, lesson, step = first(tmp_path, LESSON)
    task = Task(course, lesson, step, 0)
    assert task.kind.unfit(task.ask.with_values(values)) == why


def test_a_question_that_the_course_no_longer_has_is_not_drawn(tmp_path: Path) -> None:
    course, lesson, step = first(tmp_path, LESSON)
    there = Item(lesson.id, step.id, 0)
    assert drawn(course, there, "1") is not None
    for gone in (
        Item("gone", step.id, 0),
        Item(lesson.id, "gone", 0),
        Item(lesson.id, step.id, 99),
        Item(lesson.id, step.id, -1),
    ):
        assert drawn(course, gone, "1") is None and task_of(course, gone) is None


def test_a_course_without_such_questions_says_so(tmp_path: Path) -> None:
    text = "format: 1\nid: prose\ntitle: Prose\nsteps: [{id: page, title: Page, text: Read.}]\n"
    course = course_of(written(tmp_path, text))
    assert items(course) == ()
    with pytest.raises(TutorError, match="hold no question that a quiz can ask"):
        chosen(course, 3, 1)


def miss(quiz: QuizSession, sure: str = "") -> None:
    """Answer the question in hand wrongly."""
    question = quiz.view().view.question
    assert question is not None
    if not question.options:
        quiz.type("-123456.5" + sure)
    else:
        quiz.type(f"{_wrong_option(quiz)}{sure}")
    quiz.enter()


def _wrong_option(quiz: QuizSession) -> int:
    shown = quiz.view()
    task = quiz._here.task
    assert shown.view.question is not None
    match task.question:
        case Choose(options=options):
            right = [option.right for option in options].index(True)
        case Predict():
            right = shown.view.question.options.index(task.ask.direction)
        case _:
            raise AssertionError("only these have options")
    return (right + 1) % len(shown.view.question.options) + 1


def _item(quiz: QuizSession) -> Item:
    view = quiz.view().view
    assert view.question is not None
    return Item(view.lesson_id, view.step_id, view.question.number - 1)


def _values(quiz: QuizSession) -> dict[str, float]:
    return quiz.view().view.constants


def test_a_quiz_left_in_the_middle_waits_with_the_half_typed_answer(store: Store) -> None:
    quizzes = Quizzes(store, bundled_course())
    assert quizzes.waiting() is None and quizzes.unfinished() is None
    quiz = quizzes.quiz(4, seed=3)
    miss(quiz)
    quiz.type("0.4 - 0.")
    quizzes.keep(quiz)
    again = Quizzes(store, bundled_course())
    assert again.waiting() == Waiting(1, 4)
    found = again.unfinished()
    assert found is not None
    assert found.view() == quiz.view() and found.view().view.typed == "0.4 - 0."


def test_what_a_learner_chose_is_there_the_next_time(store: Store) -> None:
    Quizzes(store, bundled_course()).choose("theme", "light")
    assert Quizzes(store, bundled_course()).settings["theme"] == "light"


def test_a_finished_quiz_no_longer_waits(store: Store) -> None:
    quizzes = Quizzes(store, bundled_course())
    quiz = quizzes.quiz(2, seed=3)
    quizzes.keep(quiz)
    assert quizzes.waiting() == Waiting(0, 2)
    quiz.finish()
    quizzes.keep(quiz)
    assert quizzes.waiting() is None and quizzes.unfinished() is None


def test_an_unfinished_quiz_keeps_its_numbers_when_the_draw_would_give_others() -> None:
    store = Memory()
    quizzes = Quizzes(store, bundled_course())
    quiz = quizzes.quiz(6, seed=8)
    before = [dict(one.values) for one in quiz._questions]
    quizzes.keep(quiz)
    found = Quizzes(store, bundled_course()).unfinished()
    assert found is not None
    assert [dict(one.values) for one in found._questions] == before


@pytest.mark.parametrize("state", ["null", "[]", "{", '{"given": 3}', '{"given": [[1]]}'])
def test_what_makes_no_sense_does_not_wait(state: str) -> None:
    store = Memory()
    store.remember("me", f"quiz:{bundled_course().id}", state)
    quizzes = Quizzes(store, bundled_course())
    assert quizzes.waiting() is None and quizzes.unfinished() is None


def test_two_learners_have_a_quiz_each() -> None:
    store = Memory()
    ada, ben = Quizzes(store, bundled_course(), "ada"), Quizzes(store, bundled_course(), "ben")
    ada.keep(ada.quiz(3, seed=1))
    assert ada.waiting() == Waiting(0, 3) and ben.waiting() is None


def test_a_store_that_cannot_be_written_says_why_and_the_quiz_waits_in_memory() -> None:
    def connect() -> Store:
        raise StoreError("The disk is full.")

    quizzes = Quizzes(ResilientStore(connect), bundled_course())
    assert quizzes.problem == "" == Quizzes(Memory(), bundled_course()).problem
    quiz = quizzes.quiz(1)
    quiz.finish()
    assert 0 <= quiz.summary().seed < 10**6, "drawn, where none was named"
    quizzes.keep(quizzes.quiz(1))
    assert quizzes.problem == "The disk is full." and quizzes.waiting() == Waiting(0, 1)


def test_what_was_missed_in_a_quiz_is_due_and_what_was_known_is_not() -> None:
    calendar = Calendar()
    quizzes = Quizzes(Memory(calendar), bundled_course())
    quiz = quizzes.quiz(3, seed=5)
    missed = _item(quiz)
    miss(quiz)
    for _ in range(2):
        options = quiz.view().view.question.options  # type: ignore[union-attr]
        quiz.type(str(options.index(_truth(quiz)) + 1) if options else _truth(quiz))
        quiz.enter()
    assert quiz.finished and quiz.summary().right == 2
    assert quizzes.due() == ()
    calendar.sleep()
    assert quizzes.due() == (missed,)


def _truth(quiz: QuizSession) -> str:
    task = quiz._here.task
    match task.question:
        case Choose(options=options):
            shown = quiz.view().view.question
            assert shown is not None
            return shown.options[[option.right for option in options].index(True)]
        case Predict(by="direction"):
            return task.ask.direction
    return f"{task.ask.truth:.11e}"  # to more digits than any question asks for


def test_a_quiz_whose_time_ran_out_is_given_once() -> None:
    """And what was answered in it is recorded once."""
    calendar = Calendar()
    quizzes = Quizzes(Memory(calendar), bundled_course())
    quiz = quizzes.quiz(3, seed=5, minutes=10, extra=0.5)
    assert quiz.minutes == 15
    miss(quiz)
    quizzes.keep(quiz)
    calendar.now += timedelta(minutes=14)
    waiting = quizzes.waiting()
    again = quizzes.unfinished()
    assert waiting == Waiting(1, 3) and again is not None and again.left == 60
    assert again.terms == {**quiz.terms} and again.terms["extra"] == 0.5
    calendar.now += timedelta(minutes=1)
    assert quizzes.waiting() == Waiting(1, 3, over=True)
    ended = quizzes.unfinished()
    assert ended is not None and ended.summary().out_of_time
    assert quizzes.unfinished() is None is quizzes.waiting()
    quizzes._store.remember("me", quizzes._key, again.state())
    assert quizzes.unfinished() is not None, "as two terminals have it that finish it at once"
    assert [one.at for one in quizzes.attempts()] == [ended.summary().ended], "not when one looked"
    assert [one.verdict for one in quizzes.attempts()] == [ended.summary().outcomes[0].verdict.kind]  # type: ignore[union-attr]


@pytest.mark.parametrize("minutes", [1, 3, 7, 20])
@pytest.mark.parametrize("extra", [0.1, 0.25, 1 / 3])
def test_extra_time_is_over_when_it_is_over(minutes: int, extra: float) -> None:
    """Whatever its fractions are."""
    calendar = Calendar()
    quiz = Quizzes(Memory(calendar), bundled_course()).quiz(1, seed=5, minutes=minutes, extra=extra)
    calendar.now += timedelta(minutes=minutes)
    assert not quiz.finished
    calendar.now += timedelta(minutes=minutes * extra, seconds=1)
    assert quiz.finished and quiz.summary().out_of_time and quiz.summary().timed


def test_a_named_mistake_brings_back_its_question_once() -> None:
    store = Memory()
    one = next(item for item in items(bundled_course()) if item.lesson == "add-alpha")
    for minutes in (0, 3):
        store.record(
            "me",
            attempt(
                one.step,
                one.question,
                verdict="mistake",
                minutes=minutes,
                course=bundled_course().id,
            ),
        )
    assert Quizzes(store, bundled_course()).due() == (one,)


def test_what_the_course_no_longer_asks_does_not_come_back() -> None:
    store = Memory()
    store.record("me", attempt("long-gone", verdict="mistake", course=bundled_course().id))
    quizzes = Quizzes(store, bundled_course())
    assert quizzes.due() == () and quizzes.review() is None
    assert quizzes.agenda(quizzes.attempts()).next is None


def test_a_question_known_at_its_review_goes_away_for_days() -> None:
    calendar = Calendar()
    quizzes = Quizzes(Memory(calendar), bundled_course())
    miss(quizzes.quiz(1, seed=5))
    assert quizzes.review() is None
    calendar.sleep()
    review = quizzes.review()
    assert review is not None and review.mode == "review"
    options = review.view().view.question.options  # type: ignore[union-attr]
    review.type(str(options.index(_truth(review)) + 1) if options else _truth(review))
    review.enter()
    assert review.view().marks == ("right",)
    assert quizzes.due() == ()
    back = quizzes.agenda(quizzes.attempts()).next
    assert back is not None and back > calendar.now + timedelta(hours=12)
    calendar.now = back
    assert len(quizzes.due()) == 1


def test_a_certain_miss_is_asked_first() -> None:
    calendar = Calendar()
    quizzes = Quizzes(Memory(calendar), bundled_course())
    quiz = quizzes.quiz(3, seed=5)
    miss(quiz)
    certain = _item(quiz)
    miss(quiz, "!")
    miss(quiz)
    calendar.sleep()
    assert quizzes.due()[0] == certain and len(quizzes.due()) == 3


def test_a_day_has_only_so_many_reviews() -> None:
    """What is left of it is due on the next, and then another day has as many again."""
    calendar = Calendar()
    quizzes = Quizzes(Memory(calendar), bundled_course())
    quiz = quizzes.quiz(2 * AT_ONCE, seed=2, met=False)
    while not quiz.finished:
        miss(quiz)
    ideas = {(one.lesson, one.step) for one in quizzes.attempts()}
    assert len(ideas) > AT_ONCE
    calendar.sleep()
    review = quizzes.review()
    assert review is not None and review.view().count == AT_ONCE == len(quizzes.due())
    while not review.finished:
        miss(review)
        review.enter()
    assert quizzes.review() is None
    assert quizzes.agenda(quizzes.attempts()).tomorrow == AT_ONCE
    calendar.sleep()
    waiting = ideas - {(one.item.lesson, one.item.step) for one in review.summary().outcomes}
    assert waiting <= {(item.lesson, item.step) for item in quizzes.due()}


def test_every_review_asks_other_numbers() -> None:
    """And all that is practised after it."""
    calendar = Calendar()
    quizzes, asked = Quizzes(Memory(calendar), bundled_course()), []
    quiz = quizzes.quiz(1, seed=6, lessons=["break-it"])
    miss(quiz)
    for _ in range(3):
        calendar.sleep()
        review = quizzes.review()
        assert review is not None
        asked.append(dict(_values(review)))
        miss(review)
        review.finish()
        practice = quizzes.practice(review.summary().to_practise, review.summary().seed + 1)
        asked.append(dict(_values(practice)))
    assert all(asked.count(values) == 1 for values in asked)


def test_a_question_missed_twice_is_practised_once() -> None:
    quizzes = Quizzes(Memory(), bundled_course())
    quiz = quizzes.quiz(200, seed=4)
    quiz.finish()
    practised = quiz.summary().to_practise
    assert len(practised) < len(quiz.summary().missed)
    assert sorted(map(str, practised)) == sorted({str(one.item) for one in quiz.summary().missed})


def test_practice_asks_just_what_was_missed_with_other_numbers() -> None:
    quizzes = Quizzes(Memory(), bundled_course())
    quiz = quizzes.quiz(3, seed=5)
    miss(quiz)
    quiz.finish()
    summary = quiz.summary()
    practice = quizzes.practice([one.item for one in summary.missed[:1]], summary.seed + 1)
    assert practice.mode == "practice" and practice.view().count == 1
    assert _item(practice) == summary.missed[0].item
    quizzes.keep(practice)
    assert quizzes.waiting() is None, "only a quiz waits"


def terms(calendar: Calendar, *, minutes: float = 10) -> ClassQuiz:
    """A quiz that a class takes, begun at noon."""
    begun = calendar()
    return ClassQuiz("class:intro:1", ("add-alpha",), 3, 7, begun, minutes)


def test_a_quiz_of_a_class_is_the_same_for_all_and_taken_once() -> None:
    calendar = Calendar()
    store, wanted = Memory(calendar), terms(calendar)
    both = [Quizzes(store, bundled_course(), learner) for learner in ("ada", "bo")]
    ada, bo = (one.together(wanted) for one in both)
    assert ada.view().view.question == bo.view().view.question and ada.item == bo.item
    ada.type("0.5")
    both[0].keep(ada)
    again = both[0].together(wanted)
    assert again.view().view.typed == "0.5" and not again.finished
    assert both[0].unfinished() is None, "it is no quiz of their own"
    again.type("0.123")
    again.enter()
    again.finish()
    both[0].keep(again)
    assert len(store.attempts("ada")) == 1
    then = both[0].together(wanted)
    assert then.finished and then.summary().right == again.summary().right
    assert both[0].took(wanted.name) and not both[1].took("class:intro:2")
    then.finish()
    both[0].keep(then)
    assert len(store.attempts("ada")) == 1, "what came of it is kept once"


def test_a_quiz_of_a_class_that_is_over_is_as_it_ended_for_whoever_was_in_it() -> None:
    calendar = Calendar()
    store, wanted = Memory(calendar), terms(calendar)
    quizzes = Quizzes(store, bundled_course(), "ada")
    assert quizzes.over(wanted) is None, "she never saw it"
    quiz = quizzes.together(wanted)
    assert quizzes.over(wanted, quiz) is quiz and quiz.finished, "she typed nothing"
    other = wanted._replace(name="class:intro:2")
    assert quizzes.over(other, quiz) is None
    again = quizzes.over(wanted)
    assert again is not None and again.finished
    store.remember("ada", f"quiz:{other.name}", "not to be read")
    assert quizzes.over(other._replace(lessons=("gone",))) is None


def test_a_quiz_of_a_class_has_the_time_that_it_has_now() -> None:
    calendar = Calendar()
    store, wanted = Memory(calendar), terms(calendar)
    quizzes = Quizzes(store, bundled_course(), "ada")
    quiz = quizzes.together(wanted)
    quiz.type("0.123")
    quiz.enter()
    quizzes.keep(quiz)
    assert quiz.left == 600
    assert quizzes.together(wanted._replace(minutes=15)).left == 900
    calendar.now += timedelta(minutes=11)
    assert not quizzes.together(wanted._replace(minutes=15)).finished
    late = quizzes.together(wanted)
    assert late.finished and late.summary().out_of_time
    assert len(store.attempts("ada")) == 1
    assert quizzes.together(wanted._replace(minutes=15)).finished, "it is over"
