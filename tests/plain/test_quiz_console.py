"""A quiz by ear: what is told of each question, and at the end."""

from __future__ import annotations

import io
from contextlib import suppress
from datetime import timedelta

import pytest

from tests.clock import MONDAY
from tests.session.test_quiz import right
from tutor.course.index import bundled
from tutor.course.loader import Course, load_course
from tutor.history.schedule import Item
from tutor.plain.console import Console, Ended
from tutor.plain.quiz_console import hold, summarise
from tutor.session.drawing import chosen
from tutor.session.quiz import QuizSession
from tutor.session.quizzes import Quizzes
from tutor.store.sqlite import Memory


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course(bundled())


@pytest.fixture
def quizzes(course: Course) -> Quizzes:
    return Quizzes(Memory(), course)


def held(quiz: QuizSession, quizzes: Quizzes, *lines: str, mark: float | None = None) -> str:
    """What is said of a quiz in which these lines are typed."""
    if mark is not None:
        quiz.terms = {**quiz.terms, "mark": mark}
    said = io.StringIO()
    talk = Console(io.StringIO("".join(f"{line}\n" for line in lines)), said, echo=True)
    with suppress(Ended):
        hold(quiz, quizzes, talk)
    return said.getvalue()


def test_a_quiz_tells_nothing_before_its_end(quizzes: Quizzes) -> None:
    heard = held(quizzes.quiz(4, seed=6), quizzes, "1", "2", "3")
    assert "Right" not in heard and "True" not in heard and "Worked out" not in heard
    assert "hint" not in heard and "You can set" not in heard


def test_the_questions_are_counted(quizzes: Quizzes) -> None:
    heard = held(quizzes.quiz(3, seed=8), quizzes, "1", "skip", "back", "back", "back", "next", "x")
    assert "Quiz: 3 questions, one try each." in heard
    assert "Quiz, question 1 of 3, 3 still open." in heard
    assert "You answered 1." in heard and "This is the first question." in heard
    assert "This one is answered. Enter goes on." not in heard


def test_what_is_answered_stays(quizzes: Quizzes) -> None:
    heard = held(quizzes.quiz(3, seed=8), quizzes, "1", "back", "2", "")
    assert "This one is answered. Enter goes on." in heard
    assert heard.count("question 2 of 3") == 2


def test_the_last_open_question_cannot_be_skipped_for_another(quizzes: Quizzes) -> None:
    heard = held(quizzes.quiz(2, seed=6), quizzes, "1", "skip", "next", "help", "again", "bowl",
                 "draw", "frob")  # fmt: skip
    assert "This is the only one still open." in heard
    assert "This is the last question." in heard
    assert "finish  end it with what is there" in heard


def test_a_mistyped_word_is_not_an_answer(quizzes: Quizzes) -> None:
    heard = held(quizzes.quiz(2, seed=6), quizzes, "1", "skpi", "", "finihs")
    assert "Did you mean the word skip?" in heard
    assert "Type an answer, or skip: you can come back." in heard


def test_passed_or_not(quizzes: Quizzes) -> None:
    heard = held(quizzes.quiz(2, seed=6), quizzes, "1", "finish", mark=0.8)
    assert "Not passed: 80% was asked for." in heard
    assert "1 not answered." in heard
    assert "Passed: 0% was asked for." in held(quizzes.quiz(1, seed=6), quizzes, "finish", mark=0)


def test_practice_of_what_was_missed_until_it_is_known(course: Course, quizzes: Quizzes) -> None:
    """Yes begins it, with other numbers, each explained at once; a miss offers it again."""
    quiz = quizzes.quiz(1, seed=6, lessons=["break-it"])
    heard = held(quiz, quizzes, "finish", "yes", "finish", "no")
    assert heard.count("Type yes to practise the one you did not know") == 2
    assert "Practice: one question, each is explained at once." in heard
    assert heard.endswith("or enter to leave it: no\n")


def test_only_a_quiz_says_that_it_waits(quizzes: Quizzes) -> None:
    assert "leave; it waits for you" in held(quizzes.quiz(2, seed=6), quizzes, "help")
    practice = held(quizzes.practice([Item("break-it", "all-is-well", 0)], 1), quizzes, "help")
    assert "leave; what you answered is kept" in practice and "waits" not in practice


def test_an_explained_answer_shows_the_truth_beside_it(quizzes: Quizzes) -> None:
    quiz = quizzes.practice([Item("break-it", "all-is-well", 0)], seed=1)
    heard = held(quiz, quizzes, "1000")
    assert "; you said 1000, off by " in heard
    assert "Worked out: weight = weight - weight_delta" in heard
    assert "Enter to see how it went: " in heard


def test_a_choice_that_is_explained_says_whether_it_was_right(quizzes: Quizzes) -> None:
    """And no variable is said to be the words of an option."""
    item = Item("break-it", "input-two", 2)
    practice = quizzes.practice([item], 1)
    places = {one: str(n) for n, one in enumerate(practice._here.options, 1)}
    no = places["No, every swing is larger than the last"]
    assert "Right. Three times as large" in held(practice, quizzes, no, "")
    yes = places["Yes, every swing is smaller than the last"]
    wrong = held(quizzes.practice([item], 1), quizzes, yes, "", "no")
    assert "Not that one. That was so" in wrong
    assert "The right answer: No, every swing is larger than the last." in wrong
    assert "weight is No" not in wrong


def test_time_runs_out(course: Course, quizzes: Quizzes) -> None:
    """An answer after the end of the clock counts for nothing, and that is said."""
    heard, said = io.StringIO("1\n2\n"), io.StringIO()
    questions = chosen(course, 2, 6)
    # 65 seconds pass with every line of two characters
    quiz = QuizSession(
        course,
        questions,
        seed=6,
        minutes=2,
        now=lambda: MONDAY + timedelta(seconds=heard.tell() * 32.5),
    )
    with pytest.raises(Ended):
        hold(quiz, quizzes, Console(heard, said))
    assert "2 still open. 2 min 0 s left." in said.getvalue()
    assert "1 still open. 55 s left." in said.getvalue()
    assert "The time is up; that came too late." in said.getvalue()
    assert "1 not answered." in said.getvalue()


def test_nothing_missed_offers_nothing(quizzes: Quizzes) -> None:
    """With all of it known, there is nothing to practise."""
    quiz = quizzes.practice([Item("compare", "two-misses", 0)], seed=1)
    heard = held(quiz, quizzes, *map(right, quiz._questions), "")
    assert "1 of 1 right" in heard and "1 right." in heard
    assert "Type yes" not in heard


def test_a_summary_by_itself(quizzes: Quizzes) -> None:
    quiz = quizzes.quiz(2, seed=6)
    quiz.finish()
    said = io.StringIO()
    summarise(quiz.summary(), Console(io.StringIO(), said))
    assert said.getvalue().startswith("Quiz over: 0 of 2 right.\n2 not answered.\n")
    assert said.getvalue().count("Not answered.") == 2
