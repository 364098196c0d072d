"""An answer that is asked about: handed in again it is taken as written, also after a return; and
the letter of one of several mistakes."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from tests.clock import Calendar
from tests.course.lessons import written
from tests.session.walks import bundled_course, stopped
from tutor.course.loader import course_of
from tutor.grading import messages
from tutor.grading.ask import Judged
from tutor.history.records import NAMED, History, Place, with_names
from tutor.history.schedule import Item
from tutor.session.drawing import Drawn, drawn, items
from tutor.session.lesson import LessonSession
from tutor.session.quiz import QuizSession, restored
from tutor.session.view import Answered, Event, Moved, Phase


def at(place: Place, events: list[Event] | None = None) -> LessonSession:
    """A learner who comes back to a place."""
    notify = None if events is None else events.append
    return LessonSession(
        bundled_course(), history=History(place=place), clock=stopped, notify=notify
    )


def back(session: LessonSession) -> LessonSession:
    """The same learner after a while."""
    return at(session.place())


FIRST_UPDATE = Place("add-alpha", "smaller-steps")
"""The weight stands at 0.5 and goes to 0.46."""


def test_a_text_that_was_asked_about_is_taken_as_written_when_it_comes_again() -> None:
    session = at(FIRST_UPDATE)
    session.type("0.5")
    session.enter()
    view = session.view()
    assert view.verdict is not None and view.verdict.say == messages.EXACTLY
    assert view.question is not None and view.question.tries_left == 2
    session.enter()
    view = session.view()
    assert view.verdict is not None and view.verdict.mistake == "stayed-put"
    assert view.question is not None and view.question.tries_left == 1


def test_another_text_in_between_is_asked_about_anew() -> None:
    session = at(FIRST_UPDATE)
    for text in ("0.5", "nonsense", "0.5"):
        session.type(text)
        session.enter()
        verdict = session.view().verdict
        assert verdict is not None and not verdict.attempt


def test_what_was_asked_about_is_so_after_a_return() -> None:
    session = at(FIRST_UPDATE)
    session.type("0.5")
    session.enter()
    session = back(session)
    verdict = session.view().verdict
    assert verdict is not None and verdict.say == messages.EXACTLY
    session.enter()
    session = back(session)
    assert session.place().exact and session.place().tries == 1
    verdict = session.view().verdict
    assert verdict is not None and verdict.mistake == "stayed-put"


def test_a_committed_answer_of_before_is_taken_as_it_was_written() -> None:
    """An earlier version judged it without asking."""
    place = replace(
        FIRST_UPDATE, phase=Phase.REVEALED.value, answer="0.5", text="0.5", tries=2, exact=False
    )
    view = at(place).view()
    assert view.phase is Phase.REVEALED and view.verdict is not None and view.verdict.missed


def test_in_a_quiz_the_same_again_commits_whatever_it_is() -> None:
    item = next(one for one in items(bundled_course()) if str(one) == "add-alpha/smaller-steps#1")
    for text in ("0.5", "7", "-0.46"):
        quiz = QuizSession(bundled_course(), [Drawn(item, {})], clock=stopped)
        quiz.type(text)
        quiz.enter()
        assert quiz.view().note == messages.digits_wanted(3) and quiz.open == 1
        quiz.enter()
        assert quiz.open == 0
        again = restored(bundled_course(), quiz.state(), clock=stopped)
        assert again is not None and again.open == 0


def test_too_few_digits_are_not_called_right_while_the_round_goes_on() -> None:
    item = next(
        one for one in items(bundled_course()) if str(one) == "reduce-the-error/bigger-input#1"
    )
    for feedback, note in (
        (False, "3 digits, please (a 0 at the end counts), or the same again if it is exact."),
        (True, "Right so"),
    ):
        quiz = QuizSession(
            bundled_course(), [Drawn(item, {})], mode="practice" if feedback else "quiz"
        )
        quiz.type("0.9")
        quiz.enter()
        assert quiz.view().note.startswith(note) and not quiz.view().answered
        quiz.enter()
        assert quiz.view().answered, "the same again is taken as it is written"


# -- which of several mistakes it was --------------------------------------------------------------


def several() -> tuple[LessonSession, list[Event]]:
    """A learner whose answer two named rules give."""
    events: list[Event] = []
    for lesson in bundled_course().lessons:
        for step in lesson.steps:
            session = at(Place(lesson.id, step.id), events)
            exercise = session._here
            if exercise.task.kind.name != "predict" or not exercise.task.ask.coinciding:
                continue
            session.type(repr(exercise.task.ask.mistaken[exercise.task.ask.coinciding[0][0]]))
            session.enter()
            if exercise.verdict is not None and exercise.verdict.kind is Judged.AMBIGUOUS:
                return session, events
    raise AssertionError("no question of the course has two mistakes with one number")


MANY = """\
format: 1
id: many
title: Many
steps:
  - id: one
    title: One
    ask:
      - choose: Which are right?
        many: true
        options:
          - {say: The first, right: true, because: It is.}
          - {say: The second, because: It is not.}
          - {say: The third, right: true, because: It is too.}
"""


def test_several_options_are_kept_by_their_numbers_in_the_lesson(tmp_path: Path) -> None:
    """However they were laid out, and with the mark of one who is not sure."""
    course = course_of(written(tmp_path, MANY, "many.yaml"))
    for order in permutations(range(3)):
        events: list[Event] = []
        session = QuizSession(
            course, [Drawn(Item("many", "one", 0), {}, order)], notify=events.append
        )
        places = [str(order.index(one) + 1) for one in (0, 2)]
        session.type(" ".join(places) + " ?")
        session.enter()
        (answered,) = (one for one in events if isinstance(one, Answered))
        assert sorted(answered.attempt.text.rstrip("? ").split()) == ["1", "3"]
        assert answered.attempt.text.endswith("?") and answered.attempt.verdict == "right"


def test_a_letter_says_which_of_several_mistakes_it_was() -> None:
    session, events = several()
    view = session.view()
    assert view.verdict is not None and view.verdict.say.endswith(messages.WHICH)
    again = back(session).view().verdict
    assert again is not None and again.say.endswith(messages.WHICH)
    names, typed, tries = view.verdict.mistakes, view.typed, session.place().tries
    session.type("B")
    assert session.view().reading is None, "it is no number, and not told to be none"
    session.enter()
    view = session.view()
    assert view.verdict is not None
    assert (view.verdict.kind, view.verdict.mistake) == (Judged.MISTAKE, names[1])
    assert view.typed == typed and session.place().tries == tries
    assert session.place().fault == names[1]
    assert isinstance(events[-1], Moved)
    answers = [event.attempt for event in events if isinstance(event, Answered)]
    assert answers[-1].mode == NAMED and answers[-2].verdict == "ambiguous"
    (kept,) = with_names(answers[-2:])
    assert (kept.mistake, kept.verdict, kept.mode) == (names[1], "mistake", "learn")


def test_only_the_letters_that_are_offered_are_taken() -> None:
    session, _ = several()
    for text in ("z", "ab", ""):
        session.type(text)
        session.enter()
        verdict = session.view().verdict
        assert verdict is None or verdict.kind is not Judged.MISTAKE


@pytest.mark.parametrize("text", ["a", "b"])
def test_without_such_a_question_a_letter_is_no_answer(text: str) -> None:
    session = at(FIRST_UPDATE)
    session.type(text)
    session.enter()
    verdict = session.view().verdict
    assert verdict is not None and verdict.kind is Judged.UNREADABLE


def test_a_word_that_is_no_answer_leaves_the_choice() -> None:
    """One wrong key must not cost it."""
    session, _ = several()
    session.type("zz")
    session.enter()
    session.type("q")
    session.enter()
    assert session.view().note == messages.NO_SUCH_LETTER
    session.type("q")
    assert session.view().reading is None, "nor is it read as a number meanwhile"
    session.type("a)")
    session.enter()
    verdict = session.view().verdict
    assert verdict is not None and verdict.kind is Judged.MISTAKE


# -- where the verdict waits -----------------------------------------------------------------------


@pytest.mark.parametrize("lesson", [one.id for one in bundled_course().lessons])
def test_what_is_said_before_the_end_depends_on_the_text_and_the_question_alone(
    lesson: str,
) -> None:
    """Whatever the numbers are, and with them the truth: for every question of the course, asked
    with two draws of numbers, the same text hears the same."""
    course, tried = bundled_course(), 0
    for item in items(course, [lesson]):
        draws = [one for seed in "ab" if (one := drawn(course, item, seed)) is not None]
        tasks = [task for one in draws if (task := one.task(course)) is not None]
        if len(tasks) < 2 or tasks[0].kind.answers(tasks[0].ask):
            continue  # where one picks, nothing is said but that it stands
        if len({task.ask.digits for task in tasks}) > 1:
            continue  # the question itself says how many it wants
        numbers = [
            value
            for task in tasks
            for value in (task.ask.truth, task.ask.old, *task.ask.distinct.values())
            if value is not None and math.isfinite(value)
        ]
        texts = {f"{value:.{digits}g}" for value in numbers for digits in (1, 3, 9)}
        texts |= {
            "1",
            "0.50",
            "1/3",
            "1,234",
            "0,46",
            "nan",
            "50% of 2",
            "weight",
            "7 * 8",
            "",
            "?",
        }
        for text in sorted(texts):
            tried += 1
            assert len({heard(one, text) for one in draws}) == 1, (item, text)
    assert tried > 20


def heard(one: Drawn, text: str) -> tuple[str, bool]:
    """What is said of an answer in a quiz, and whether it was taken; the same text once more is."""
    quiz = QuizSession(bundled_course(), [one, one], clock=stopped, now=Calendar())
    quiz.type(text)
    quiz.enter()
    first = quiz.view()
    said = (first.note, first.number == 2)
    if not said[1] and first.view.asked_about:
        quiz.enter()
        assert quiz.view().number == 2, "the same again is taken"
    return said


def test_what_is_kept_of_a_quiz_does_not_tell_a_right_answer_from_a_wrong_one() -> None:
    """Not its state, and nothing is recorded before its end."""
    item = next(one for one in items(bundled_course()) if str(one) == "add-alpha/smaller-steps#1")
    for answers in ({"0.4600": "right", "0.5400": "a mistake"}, {"0.4600": "", "7.000": ""}):
        states: set[str] = set()
        for text in answers:
            events: list[Event] = []
            quiz = QuizSession(
                bundled_course(),
                [Drawn(item, {})] * 2,
                key="a",
                clock=stopped,
                now=Calendar(),
                notify=events.append,
            )
            quiz.type(text)
            quiz.enter()
            states.add(quiz.state().replace(text, "…"))
            assert quiz.open == 1 and not events
            quiz.finish()
            assert len(events) == 1
            quiz.finish()
            assert len(events) == 1, "and told once"
        assert len(states) == 1


# -- what a name means in an answer ----------------------------------------------------------------


def test_a_name_means_what_the_asked_line_reads() -> None:
    """The ball's velocity has changed before the weight takes it up, and stands beside its line."""
    session = at(Place("beyond-the-bowl", "rolling", question=1))
    ask = session._here.task.ask
    assert ask.variable == "weight" and ask.names["velocity"] == pytest.approx(0.135)
    session.type("weight + velocity")
    session.enter()
    verdict = session.view().verdict
    assert verdict is not None and verdict.right


# -- the same again, in other words ----------------------------------------------------------------


def test_the_same_number_in_other_writing_uses_up_no_try() -> None:
    session = at(FIRST_UPDATE)
    for text in ("0.54", "0.540", "54/100", "0.54!"):
        session.type(text)
        session.enter()
        view = session.view()
        assert view.question is not None and view.question.tries_left == 1
    assert view.note == messages.SAME_ANSWER


def test_how_sure_one_is_makes_no_other_answer() -> None:
    session = at(FIRST_UPDATE)
    session.type("0.5")
    session.enter()
    session.type("0.5?")
    session.enter()
    verdict = session.view().verdict
    assert verdict is not None and verdict.mistake == "stayed-put"


def test_what_was_asked_about_is_forgotten_with_other_constants() -> None:
    session = at(FIRST_UPDATE)
    session.type("0.5")
    session.enter()
    session.set("alpha", 0.11)
    session.enter()
    verdict = session.view().verdict
    assert verdict is not None and not verdict.attempt


def test_an_aim_that_is_asked_about_stays_aimed() -> None:
    """However often it is handed in: it has never said one number."""
    session = at(FIRST_UPDATE)
    session.type("0.5", 0.1)
    for _ in range(3):
        session.enter()
        verdict = session.view().verdict
        assert verdict is not None and verdict.say == messages.AIM_FINER


def test_which_mistake_it_was_is_not_asked_again_after_a_return() -> None:
    session, _ = several()
    session.type("b")
    session.enter()
    told = session.view().verdict
    assert back(session).view().verdict == told


def test_a_value_given_by_its_name_is_that_value() -> None:
    """Though a rule comes to the same number; the number alone may mean either."""
    session = at(FIRST_UPDATE)
    session.type("alpha")
    session.enter()
    verdict = session.view().verdict
    assert verdict is not None and verdict.kind is Judged.SHOWN and "`alpha`" in verdict.say
    session.type("0.1")
    session.enter()
    assert session.view().note == messages.SAME_ANSWER
    session = at(FIRST_UPDATE)
    session.type("0.1")
    session.enter()
    verdict = session.view().verdict
    assert verdict is not None and verdict.mistake == "forgot-alpha"
    assert verdict.say.endswith("Or you gave the value of `alpha`.")
    session = at(FIRST_UPDATE)
    for text in ("0.9", "0.1"):
        session.type(text)
        session.enter()
    view = session.view()
    assert view.phase is not Phase.ASK and view.verdict is not None
    assert view.verdict.say == verdict.say, "and asks nothing that nobody can answer"


def test_a_guess_at_the_next_update_stands_beside_no_older_one() -> None:
    """What is drawn as true would be that of the update before."""
    session = at(FIRST_UPDATE)
    for text in ("0.46", "", "0.436"):
        session.type(text)
        session.enter()
    session.run()
    session.type("0.3")
    scene = session.scene()
    assert scene is not None and scene.truth is None and scene.guess is not None
    assert scene.now is not None and scene.now.x == pytest.approx(session.view().parameters[0].now)
    assert "Your guess is 0.3." in session.described().whole


def test_on_the_last_try_no_letter_is_offered() -> None:
    """Nothing could be told by it any more."""
    session = at(Place("break-it", "input-two"))
    for text in ("77", "0.4"):
        session.type(text)
        session.enter()
    verdict = session.view().verdict
    assert verdict is not None and verdict.kind is Judged.AMBIGUOUS
    assert "- a:" not in verdict.say and "\n- `weight" in verdict.say
    assert session.view().phase is not Phase.ASK


@pytest.mark.parametrize("between", ["fish", "0.5", "1/0"])
@pytest.mark.parametrize("comes_back", [False, True])
def test_the_same_miss_is_one_miss_whatever_was_typed_between(
    between: str, comes_back: bool
) -> None:
    """What could not be read, or was asked about, counts nothing."""
    session = at(FIRST_UPDATE)
    for text in ("0.7", between):
        session.type(text)
        session.enter()
    if comes_back:
        session = LessonSession(session.course, history=History(place=session.place()))
    session.type("0.70")
    session.enter()
    assert session.view().note == messages.SAME_ANSWER
    assert session.place().tries == 1 and session.view().phase is Phase.ASK


def test_another_number_in_place_of_a_letter_is_asked_about_once() -> None:
    """It is another answer: the choice is gone, and the same again is taken as written."""
    session = at(Place("reduce-the-error", "bigger-input"))
    for text, kind in (("0.8", Judged.AMBIGUOUS), ("0.9", Judged.MORE_DIGITS)):
        session.type(text)
        session.enter()
        verdict = session.view().verdict
        assert verdict is not None and verdict.kind is kind
    assert session.place().tries == 1
    session.enter()
    assert session.view().phase is not Phase.ASK, "that was the second try"


def test_what_was_said_of_the_last_key_can_be_taken_back() -> None:
    session = at(FIRST_UPDATE)
    session.set("alpha", math.nan)
    assert session.view().note == messages.NOT_FINITE
    session.hush()
    assert session.view().note == ""
