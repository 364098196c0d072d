"""A hunch that is right is luck the first time: the summary of a quiz or a review, what `progress`
counts and what review goes by all say the same of it."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

import pytest

from tests.clock import Calendar
from tests.session.walks import bundled_course
from tutor.history.progress import progress
from tutor.history.schedule import Item, first_answers, item_of, known
from tutor.session.lesson import LessonSession
from tutor.session.quiz import QuizSession
from tutor.session.quizzes import Quizzes
from tutor.session.result import HUNCH, KNOWN, MISSED
from tutor.store.sqlite import Memory


def answer(quiz: QuizSession, right: bool, sure: str) -> None:
    """Answer the question in hand, and go on."""
    task = quiz._here.task
    options = [one.right for one in task.kind.answers(task.ask)]
    if options:
        quiz.type(f"{options.index(right) + 1}{sure}")
    else:
        quiz.type(f"{format(task.ask.truth, '.12f') if right else '-123456.5'}{sure}")
    quiz.enter()
    if quiz.mode != "quiz":
        quiz.enter()


def sit(quiz: QuizSession, answers: list[tuple[bool, str]]) -> list[str]:
    """Answer all of it like this; how each answer stands in the summary."""
    for right, sure in answers:
        answer(quiz, right, sure)
    return [one.state for one in quiz.summary().outcomes]


def test_a_right_hunch_is_luck_once() -> None:
    calendar = Calendar()
    quizzes = Quizzes(Memory(calendar), bundled_course())
    for before, state in (
        ((True, ""), KNOWN),
        ((True, "?"), KNOWN),
        ((False, ""), MISSED),
        ((True, "?"), HUNCH),
        ((True, "?"), KNOWN),
        ((False, "!"), MISSED),
    ):
        assert sit(quizzes.quiz(1, seed=3), [before]) == [state], before
        calendar.sleep()
    fresh = Quizzes(Memory(calendar), bundled_course())
    assert sit(fresh.quiz(1, seed=3), [(True, "?")]) == [HUNCH]


def test_the_same_question_twice_in_one_quiz_is_one_after_the_other() -> None:
    quizzes = Quizzes(Memory(Calendar()), bundled_course())
    quiz = quizzes.quiz(200, seed=4, lessons=["compare"])
    count = quiz.view().count
    states = sit(quiz, [(True, "?")] * count)
    items = [one.item for one in quiz.summary().outcomes]
    assert len(set(items)) < count
    for place, (item, state) in enumerate(zip(items, states, strict=True)):
        assert state == (KNOWN if item in items[:place] else HUNCH)


def test_what_was_right_before_is_remembered_by_a_quiz_that_waited() -> None:
    quizzes = Quizzes(Memory(Calendar()), bundled_course())
    assert sit(quizzes.quiz(1, seed=3), [(True, "")]) == [KNOWN]
    quizzes.keep(quizzes.quiz(1, seed=3))
    left = quizzes.unfinished()
    assert left is not None
    assert sit(left, [(True, "?")]) == [KNOWN]


@pytest.mark.parametrize("seed", range(4))
def test_the_summary_says_what_progress_says(seed: int) -> None:
    """Over a fortnight of quizzes and reviews, and with answers of every sort."""
    chance, calendar = Random(seed), Calendar()
    store = Memory(calendar)
    quizzes = Quizzes(store, bundled_course())
    seen: set[str] = set()
    for day in range(14):
        quiz = quizzes.review() if day % 2 else None
        quiz = quiz or quizzes.quiz(8, seed=chance.randrange(50), lessons=["compare", "add-alpha"])
        count = quiz.view().count
        states = sit(quiz, [(chance.random() < 0.7, chance.choice("??!")) for _ in range(count)])
        told = first_answers(quizzes.attempts())
        stand: dict[Item, bool] = {}
        for one, knew in zip(told, known(told), strict=True):
            stand[item_of(one)] = knew
        last = {one.item: state for one, state in zip(quiz.summary().outcomes, states, strict=True)}
        assert {item: state == KNOWN for item, state in last.items()} == {
            item: stand[item] for item in last
        }
        counted = progress(quizzes.attempts(), ()).known
        assert counted == sum(stand.values())
        seen |= {
            f"{state} {outcome.confidence}"
            for state, outcome in zip(states, quiz.summary().outcomes, strict=True)
        }
        calendar.sleep()
    assert {f"{KNOWN} ?", f"{HUNCH} ?", f"{KNOWN} !", f"{MISSED} ?"} <= seen


def test_practice_follows_an_explanation_so_a_hunch_stays_one() -> None:
    quizzes = Quizzes(Memory(Calendar()), bundled_course())
    quiz = quizzes.quiz(1, seed=3)
    assert sit(quiz, [(True, "?")]) == [HUNCH]
    practice = quizzes.practice(quiz.summary().to_practise, 1)
    assert sit(practice, [(True, "?")]) == [HUNCH]


def test_a_mark_is_put_on_what_stands_there_and_taken_back() -> None:
    """By one key, in a lesson and in a quiz, which takes none once it is over."""
    quiz = Quizzes(Memory(), bundled_course()).quiz(1, seed=3)
    lesson = LessonSession(bundled_course())
    lesson.open("compare", "two-misses")
    quiz.type("1")
    lesson.type("1")
    for mark, typed in zip("?!!!??", ("1?", "1!", "1", "1!", "1?", "1"), strict=True):
        quiz.sure(mark)
        lesson.sure(mark)
        assert quiz.view().view.typed == lesson.view().typed == typed
    quiz.finish()
    quiz.sure("?")
    assert quiz.view().view.typed == "1"


def test_what_is_to_be_done_when_a_quiz_is_over_is_done_once() -> None:
    """A practice of it is no quiz."""
    quizzes = Quizzes(Memory(), bundled_course())
    done: list[QuizSession] = []
    checked: list[object] = []

    class Reports:
        def check(self, terms: Mapping[str, object]) -> None:
            checked.append(terms)

        def over(self, quiz: QuizSession) -> None:
            done.append(quiz)

    quizzes.reports = Reports()
    quiz = quizzes.quiz(2, seed=3)
    quizzes.keep(quiz)
    assert quizzes.unfinished() is not None and checked == [quiz.terms]
    assert not done
    quiz.finish()
    quizzes.keep(quiz)
    practice = quizzes.practice(quiz.summary().to_practise, 1)
    practice.finish()
    quizzes.keep(practice)
    assert done == [quiz]
