"""Walking a course by ear: what is told, when, and what the words do."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.plain.conftest import Told
from tutor.course.index import bundled
from tutor.course.loader import Course, load_course
from tutor.plain.console import Console
from tutor.plain.lesson_console import LessonConsole
from tutor.plain.words import IN_LESSON
from tutor.session.lesson import LessonSession
from tutor.session.quizzes import Quizzes
from tutor.session.view import Recorder
from tutor.store.sqlite import Memory


@pytest.mark.parametrize("word", [one.name for one in IN_LESSON])
def test_every_word_of_the_help_does_something_of_its_own(
    word: str, told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # code saves a file
    assert "Quiz: " not in told(word, at="break-it/input-two") or word == "quiz"


def test_the_first_words_say_what_this_is(told: Told) -> None:
    heard = told()
    assert heard.startswith("The first idea of deep learning. ")
    assert "Type help at any time" in heard
    assert "Compare, step 1 of" in heard


def test_coming_back_is_said_and_is_to_the_same_place(told: Told) -> None:
    told("0.9", at="break-it/input-two")
    heard = told()
    assert heard.startswith("You go on where you left off.")
    assert "Break it, step 2 of 6" in heard
    assert "Last time: That goes uphill" in heard


def test_what_was_half_typed_on_the_screen_is_there(
    told: Told, course: Course, store: Memory
) -> None:
    session = LessonSession(course, notify=Recorder(store, course.id))
    session.open("break-it", "input-two")
    session.type("0.1")
    heard = told("")
    assert "You had begun to type 0.1: enter hands it in." in heard
    assert "Right." in heard


def test_no_answer_is_told_before_it_is_given(told: Told) -> None:
    heard = told("bowl", "draw", "table", "output", "listing", "run all", "next", "again",
                 at="break-it/input-two")  # fmt: skip
    assert "1.3" not in heard and "-2.3" not in heard and "0.36" not in heard
    assert "0.1 " not in heard and "is 0.1" not in heard


def test_an_empty_line_never_hands_in_an_old_answer(told: Told) -> None:
    heard = told("7", "", "", at="break-it/input-two")
    assert heard.count("Answer first.") == 2
    assert "weight is" not in heard


def test_the_next_question_tells_only_what_is_new(told: Told) -> None:
    heard = told("0.1", "", at="break-it/input-two")
    assert heard.count("for iteration in range(20):") == 1
    after = heard.partition("Enter for the next question")[2]
    assert "After 1 update weight is 0.1." in after
    assert "Beside the lines now: pred 0.2." in after


def test_every_kind_of_question_says_what_it_takes(told: Told) -> None:
    assert "Type a number, or a sum such as" in told(at="break-it/input-two")
    assert "Type up, down or stay" in told(at="hot-and-cold/one-round")
    assert "Type the number of your answer, 1 to 3" in told(at="hot-and-cold/try-both")
    assert "Type set input 0.5, with" in told(at="break-it/make-it-diverge")
    assert "Type one line at a time" in told(at="from-memory/from-scratch")
    assert "Type all the numbers from 1 to 4" in told(at="from-memory/in-order")


def test_the_example_sum_is_nobodys_answer(course: Course) -> None:
    """What every question gives as an example of a sum is not the answer to any of them."""
    from tutor.course.questions import Predict
    from tutor.session.task import Task

    for lesson in course.lessons:
        for step in lesson.steps:
            for number, question in enumerate(step.ask):
                if isinstance(question, Predict) and question.by == "number":
                    assert Task(course, lesson, step, number).ask.truth != 3 * 2.5 - 1


def test_a_direction_and_a_choice(told: Told) -> None:
    heard = told("sideways", "up", at="hot-and-cold/one-round")
    assert "Pick one: up, down or stay." in heard
    assert "Right." in heard
    assert "It does not go down. An if decides" in told("down", at="hot-and-cold/one-round")
    assert "Pick one: a number from 1 to 3." in told("9", at="hot-and-cold/try-both")
    assert "Pick one: 1 or 2." in told("yes", at="from-memory/last-one")


def test_lines_from_memory_are_mended_by_number(told: Told) -> None:
    heard = told(
        "pred = input * weight",
        "weight = weigth - alpha * input * (pred - goal_pred)",
        "",
        "",
        "2 weight = weight - alpha * input * (pred - goal_pred)",
        "7 x = 1",
        "",
        at="from-memory/from-scratch",
    )
    assert "Line 1: pred = input * weight\nLine 2: " in heard
    assert heard.count("there is no name weigth; did you mean weight?\n") == 2
    assert "There is no line 7 yet." in heard
    assert "Right: run from the start, your lines do the same at every update." in heard


def test_half_written_lines_are_kept(told: Told) -> None:
    told("pred = input * weight", at="from-memory/from-scratch")
    heard = told("hint", "clear", "clear")
    assert "So far you have typed:\n  1  pred = input * weight\nLine 2: hint\nHint: " in heard
    assert "Your lines are gone.\nLine 1: clear\nThere is nothing to clear." in heard


def test_a_word_mistyped_among_the_lines_is_no_line(told: Told) -> None:
    heard = told("skpi", "skip = 1", at="from-memory/from-scratch")
    assert "There is no word skpi here; did you mean skip?" in heard
    assert "Line 1: skip = 1\nLine 2: " in heard


def test_an_order(told: Told) -> None:
    heard = told("4 3 2 1", "1 2", "4 1 2 3", at="from-memory/in-order")
    assert "Type each of the numbers from 1 to 4 once" in heard
    assert "Right: in your order every line finds what it needs." in heard


def test_reach_by_set_or_by_name(told: Told) -> None:
    heard = told("1.5", "set input 1.4", "", "input = 1.5", "", at="break-it/make-it-diverge")
    assert "Here the constants are the answer: set input 0.5 sets one." in heard
    assert "Now input is 1.4." in heard
    assert "It converges: in update 20 error is 0.00211986." in heard
    assert "There it is. It diverges" in heard


def test_setting_what_cannot_be_set(told: Told) -> None:
    heard = told("set", "set input x", "set input 9", "set input 0.5", "set weight 1",
                 "set alpha 1", at="break-it/make-it-diverge")  # fmt: skip
    assert heard.count("Type set, a name and a number, as in set input 0.5.") == 2
    assert "input goes from -2.5 to 2.5." in heard
    assert "weight is fixed in this step; input can be changed." in heard
    assert "There is no alpha in this listing. input can be changed." in heard
    assert "input is 0.5 already." in told("set input 0.5", at="break-it/make-it-diverge")


def test_finding_the_way(told: Told) -> None:
    heard = told("lessons", "steps", "go 3", "go break-it/2", "go Add alpha", "go nowhere",
                 "go brek-it", "go", "go 99", at="compare")  # fmt: skip
    assert "  6  Break it (break-it): 0 of 6 steps done.\n" in heard
    assert "Lesson: Gradient descent. " in heard
    assert "Break it, step 2 of 6: Now input is 2." in heard
    assert "Add alpha, step 1 of 7" in heard
    assert "There is no lesson nowhere." in heard
    assert "did you mean break-it?" in heard


def test_back_skip_next_and_reset(told: Told) -> None:
    heard = told("back", "next", "skip", "back", "reset", at="break-it/all-is-well")
    assert "The slope, step 11 of 11" in heard
    assert "Skipped." in heard
    assert "You skipped it." in heard
    assert "This is the first step of the course." in told("back", at="compare/three-verbs")


def test_the_glossary(told: Told) -> None:
    heard = told("glossary", "glossary alpha", "glossary alfa", "glossary zebra", at="compare")
    assert "Words: input, weight, pred" in heard
    assert heard.count("alpha: The fraction of each step") == 2
    assert "zebra is not among the words of this course." in heard


def test_words_in_any_case_and_by_other_names(told: Told) -> None:
    heard = told("HINT", "?", "exit", at="break-it/input-two")
    assert "Hint: " in heard and "glossary  what a word means" in heard
    assert heard.endswith("Your answer: exit\n")


def test_a_mistyped_word_is_not_an_answer(told: Told) -> None:
    heard = told("hnit", at="break-it/input-two")
    assert "Did you mean the word hint?" in heard
    assert "One more try" not in heard


def test_a_quiz_in_the_middle_and_back_again(told: Told) -> None:
    heard = told("quiz 2", "quit", at="break-it/input-two")
    assert "Quiz: 2 questions, one try each." in heard
    assert heard.count("Break it, step 2 of 6") == 2
    assert "A quiz waits where you left it: type quiz." in told()
    assert "Quiz: you go on where you left it." not in told("quiz")  # nothing was answered yet


def test_a_review_when_nothing_is_due(told: Told) -> None:
    assert "Nothing is due: nothing that can be asked again was missed so far." in told(
        "review", at="compare"
    )


def test_the_end_of_the_course(told: Told, course: Course) -> None:
    last = course.lessons[-1]
    count = len(last.steps)
    heard = told(*["skip"] * count, "lessons", "", at=f"{last.id}/{last.steps[0].id}")
    assert "That was the last step of the course. Right at the first try: 0 of 0." in heard
    assert heard.endswith("Enter to leave, or lessons, quiz, review: \n")


def test_a_lesson_is_gone_on_with_where_it_was_left(told: Told) -> None:
    told("skip", "skip", at="break-it")
    heard = told(at="break-it")
    assert "You go on where you left this lesson." in heard and "Break it, step 3 of 6" in heard
    told(at="compare")
    assert "Break it, step 3 of 6" in told(at="break-it")


def test_a_course_of_ones_own(tmp_path: Path) -> None:
    """A lesson without bowl, glossary or course.yaml can be walked."""
    (tmp_path / "one.yaml").write_text(
        "format: 1\nid: one\ntitle: One\nsteps:\n  - id: a\n    title: What?\n    text: Read.\n"
    )
    course, said = load_course(tmp_path), io.StringIO()
    talk = Console(
        io.StringIO("glossary\nrun\nbowl\ndraw\ntable\noutput\nlisting\nhint\n\n\n"), said
    )
    LessonConsole(LessonSession(course), talk, Quizzes(Memory(), course)).walk()
    heard = said.getvalue()
    assert "One, step 1 of 1: What?\n" in heard
    for sentence in (
        "This course explains no words.",
        "There is no error curve here.",
        "There is no listing here to run.",
        "That was the last step of the course.",
    ):
        assert sentence in heard
    assert heard.count("There is no listing here.") == 4


def test_a_constant_that_is_asked_elsewhere_is_set_by_name_where_it_is_the_answer(
    told: Told,
) -> None:
    heard = told("up", "", "3", "", "weight 0.3", "", at="beyond-the-bowl/the-better-valley")
    assert "Now weight is 0.3." in heard and "There it is." in heard


def test_the_right_lines_are_told_after_the_last_try(told: Told) -> None:
    heard = told("4 3 2 1", "1 2 3 4", "2 1 3 4", "4 1 2 3", at="from-memory/in-order")
    assert "\n      pred = input * weight\n" in heard.partition("(the lines of the update)")[2]


def test_a_question_that_is_answered_is_read_out_without_what_would_answer_it(told: Told) -> None:
    heard = told("question", "0.3025", "question", at="compare/error")
    before, after = heard.partition("Right.")[::2]
    assert before.count("What is error now?") == before.count("Type a number, or a sum") == 2
    assert after.count("What is error now?") == 1 and "Type a number, or a sum" not in after


def test_the_code_is_not_saved_where_its_lines_are_asked(
    told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "asks for these lines" in told("code", at="from-memory/in-order")
    assert not list(tmp_path.iterdir())
    heard = told("skip", "skip", "skip", "code", at="from-memory/in-order")
    assert "Saved as from-memory.py in the folder" in " ".join(heard.split())
    assert (tmp_path / "from-memory.py").exists()


def test_a_lesson_ends_with_its_card(told: Told) -> None:
    heard = " ".join(told("0.45", "0.45?", "0.9", "", "skip", at="add-alpha/on-your-own").split())
    count = len(load_course(bundled()).lessons)
    assert f"the end of Add alpha. Lesson 7 of {count}. 6 steps are still open here." in heard
    assert (
        "Right at the first try: 0 of 1. What slipped: Again, with new numbers (step 7)." in heard
    )
    assert "(step 7). What is derivative now? You said: 0.45. True is: 0.9." in heard
    assert "practise add-alpha asks 1 question again; code add-alpha saves the code" in heard
    heard = told("practise add-alpha", "quit")
    assert "What is derivative now?" in heard


def test_the_last_lesson_s_card_says_what_is_open_in_the_course(told: Told) -> None:
    heard = " ".join(told("skip", at="beyond-the-bowl/and-now").split())
    assert "The course is not done yet: there is more to do in Compare, Hot and cold" in heard


def test_what_slipped_by_a_known_rule_is_told_with_both(told: Told) -> None:
    lines = ("0.1", "0.46", "", *["skip"] * 6)
    heard = " ".join(told(*lines, at="add-alpha/smaller-steps").split())
    assert "You said 0.1, by weight = weight - derivative; true is weight" in heard
    assert "which gives 0.46. That is the full step. Multiply it by alpha first." in heard


def test_there_may_be_nothing_to_practise_and_no_such_lesson(told: Told) -> None:
    assert "There is nothing to practise in Compare." in told("practise compare")
    assert "did you mean" in told("practise compaer") and "did you mean" in told("code compaer")


def test_a_lesson_is_named_by_its_number_everywhere(told: Told) -> None:
    heard = told("practise 1", at="break-it/input-two")
    assert "There is nothing to practise in Compare." in heard


def test_an_answer_that_was_refused_is_not_said_to_wait(told: Told) -> None:
    heard = told("0.9", ".9", "again", at="break-it/input-two")
    assert "That is the same answer as before." in heard and "had begun to type" not in heard


def test_a_page_without_a_listing_has_nothing_to_set(told: Told) -> None:
    assert "There is no listing here" in told("set memory 0.85", at="beyond-the-bowl/and-now")


def test_a_hint_for_other_numbers_says_so(told: Told) -> None:
    heard = told("hint", "set step_amount 0.5", "hint", at="hot-and-cold/step-ten")
    own, others = heard.split("Now step_amount is 0.5.")
    assert "For the numbers that this step begins with" not in own
    assert "(For the numbers that this step begins with.) One neighbour" in " ".join(others.split())


def test_a_map_has_its_own_name_and_a_run_is_made_by_handing_it_in(told: Told) -> None:
    heard = " ".join(told("map", "run all", at="flies-apart/the-border").split())
    assert "A map of what becomes of the run over alpha and input." in heard
    assert "Change a constant first, and hand it in: then it is run." in heard
