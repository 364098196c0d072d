"""The card of a lesson and of the course: what slipped, and the code to take along."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tutor.course.index import bundled
from tutor.course.loader import Course, load_course
from tutor.course.model import Lesson
from tutor.history.records import ALONE, Attempt, History, Place, with_names
from tutor.history.schedule import AT_ONCE, Item
from tutor.session.card import MOST, code_of, course_card, lesson_card, save_code, steps_left
from tutor.session.lesson import LessonSession
from tutor.session.task import Task
from tutor.session.view import LessonDone, Phase, Recorder
from tutor.store.sqlite import Memory


@pytest.fixture(scope="module")
def course() -> Course:
    course = load_course(bundled())
    course.read()
    return course


def untouched(lesson: str, step: str) -> str:
    """No step was done."""
    return ""


class Learner:
    """Plays and is kept."""

    def __init__(self, course: Course, where: str) -> None:
        self.store = Memory()
        self.session = LessonSession(course, notify=Recorder(self.store, course.id))
        lesson, _, step = where.partition("/")
        self.session.open(lesson, step or None)

    def answer(self, *answers: str) -> None:
        """Each of these, until the question is done with, and then the next."""
        for answer in answers:
            self.session.type(answer)
            self.session.commit()
            if self.session.view().phase is not Phase.ASK:
                self.session.next()

    @property
    def attempts(self) -> list[Attempt]:
        return self.store.attempts(ALONE, self.session.course.id)


def test_what_slipped_stands_beside_the_rule_that_was_meant(course: Course) -> None:
    learner = Learner(course, "add-alpha/smaller-steps")
    learner.answer("0.1", "0.46", "0.436")
    card = lesson_card(course, "add-alpha", learner.attempts, untouched)
    place = (7, len(course.lessons))
    assert (card.title, card.place, card.right, card.asked) == ("Add alpha", place, 1, 2)
    assert card.scores[0].steps[1] == ("missed", "right")
    assert card.scores[0].steps[0] == ("open", "open")
    (slip,) = card.slipped
    assert (slip.mine, slip.mine_gives) == ("weight = weight - derivative", "0.1")
    assert (slip.rule, slip.gives) == ("weight = weight - (alpha * derivative)", "0.46")
    assert (slip.title, slip.step) == ("Multiply the step by alpha", 2)
    assert slip.say.strip() == "That is the full step. Multiply it by alpha first."
    assert card.missed == (Item("add-alpha", "smaller-steps", 0),)
    assert card.following is not None and card.following.id == "from-memory"


def test_without_a_known_rule_the_answer_stands_beside_the_right_one(course: Course) -> None:
    learner = Learner(course, "the-slope/slope-sign")
    learner.answer("2", "1")  # options by their number
    card = lesson_card(course, "the-slope", learner.attempts, untouched)
    (slip,) = card.slipped
    assert (slip.mine, slip.rule) == ("Positive", "Negative")
    assert (slip.mine_gives, slip.gives, slip.say) == ("", "", "")
    learner = Learner(course, "compare/predict")
    learner.answer("17", "1.2")
    (slip,) = lesson_card(course, "compare", learner.attempts, untouched).slipped
    assert (slip.mine, slip.rule) == ("17", "1.2")


def test_the_first_try_of_a_sitting_counts_whatever_follows_it(course: Course) -> None:
    """A claim that was not met at once; a question that is asked once more; a knob in between."""
    learner = Learner(course, "add-alpha/find-the-edge")
    for alpha in (0.61, 0.4):
        learner.session.set("alpha", alpha)
        learner.session.commit()
    card = lesson_card(course, "add-alpha", learner.attempts, untouched)
    assert (card.right, card.asked) == (0, 1)
    (slip,) = card.slipped
    assert (slip.mine, slip.rule) == ("", "") and "converges" in slip.asked
    assert card.missed == (), "it cannot be asked again"
    learner = Learner(course, "the-slope/slope-size")
    learner.answer("-0.275", "2", "3")  # right, and once more with other numbers twice wrong
    card = lesson_card(course, "the-slope", learner.attempts, untouched)
    assert len(learner.attempts) == 3 and (card.right, card.asked) == (1, 1) and not card.again
    later = [
        replace(one, at=one.at + timedelta(hours=2), id="")
        for one in learner.attempts[1:]
        if one.at
    ]
    card = lesson_card(course, "the-slope", [learner.attempts[0], *later], untouched)
    assert (card.right, card.asked) == (0, 1), "another sitting"
    assert card.again
    elsewhere = [replace(one, mode=mode, id="") for one in later for mode in ("quiz", "review")]
    assert lesson_card(course, "the-slope", elsewhere, untouched).asked == 0


def test_an_answer_that_was_not_told_is_not_told_on_the_card_either(course: Course) -> None:
    """Every question, missed once and left: neither its number nor its words."""
    checked = 0
    for lesson in course.lessons:
        for step in lesson.steps:
            for number in range(len(step.ask)):
                learner = Learner(course, f"{lesson.id}/{step.id}")
                left = Place(lesson.id, step.id, number)
                learner.session = LessonSession(
                    course, history=History(place=left), notify=learner.session._notify
                )
                for guess in ("-123456", *"1234"):
                    if learner.session.view().verdict is None:
                        learner.session.type(guess)
                        learner.session.commit()
                if learner.session.view().phase is not Phase.ASK:
                    continue  # it was right, or there was one try
                card = lesson_card(course, lesson.id, learner.attempts, untouched)
                for slip in card.slipped:
                    checked += 1
                    assert slip.open and not slip.gives and not slip.rule
    assert checked > 80


def test_it_is_told_once_it_was_told_or_found(course: Course) -> None:
    for answers in (("0.1",), ("0.1", "0.3"), ("0.1", "0.46")):
        learner = Learner(course, "add-alpha/smaller-steps")
        learner.answer(*answers)
        (slip,) = lesson_card(course, "add-alpha", learner.attempts, untouched).slipped
        assert slip.open == (len(answers) == 1) == (slip.gives == "")
        assert slip.mine == "weight = weight - derivative" and slip.say
    learner = Learner(course, "add-alpha/smaller-steps")
    for alpha in (0.2, 0.3):
        learner.session.set("alpha", alpha)
        learner.answer("7")
    (slip,) = lesson_card(course, "add-alpha", learner.attempts, untouched).slipped
    assert slip.open, "other numbers are another try"


def test_code_is_not_saved_that_is_still_asked_for(course: Course) -> None:
    done: set[str] = set()

    def standing(lesson: str, step: str) -> str:
        return "skipped" if step in done else ""

    assert lesson_card(course, "add-alpha", [], standing).saves
    assert not course_card(course, []).saves
    for step in ("in-order", "from-scratch", "with-delta"):
        assert not lesson_card(course, "from-memory", [], standing).saves
        done.add(step)
    assert lesson_card(course, "from-memory", [], standing).saves


def test_a_line_over_several_rows_is_one(course: Course) -> None:
    learner = Learner(course, "the-slope/any-formula")
    learner.answer("20")  # the root was forgotten: 36 + 13 halved is another one
    learner = Learner(course, "the-slope/any-formula")
    learner.answer("49", "7")
    (slip,) = lesson_card(course, "the-slope", learner.attempts, untouched).slipped
    assert slip.rule == "y = (((beta * gamma) ** 2) + (epsilon + 22 - x)) ** (1/2)"


def test_three_ideas_are_shown_the_known_mistakes_first_in_the_lessons_order(
    course: Course,
) -> None:
    learner = Learner(course, "add-alpha/the-idea")
    learner.answer("17", "0.6", "2", "1")
    for step, answer in (
        ("smaller-steps", "0.1"),
        ("small-alpha", "0.1"),
        ("the-limit", "0.4"),
        ("on-your-own", "0.6"),
    ):
        learner.session.open("add-alpha", step)
        learner.answer(answer)
    card = lesson_card(course, "add-alpha", learner.attempts, untouched)
    assert card.ideas == 5 and len(card.slipped) == MOST
    steps = [slip.step for slip in card.slipped]
    assert steps == sorted(steps) and all(slip.say for slip in card.slipped)
    whole = course_card(course, learner.attempts)
    assert whole.asked == card.asked and len(whole.scores) == len(course.lessons)
    assert whole.following is None and whole.title == course.title


def test_a_mistake_that_was_named_by_its_letter_is_told_by_its_rule(course: Course) -> None:
    learner = Learner(course, "reduce-the-error/four-passes")
    learner.answer("0.8", "b", "0.4")
    (slip,) = lesson_card(
        course, "reduce-the-error", with_names(learner.attempts), untouched
    ).slipped
    assert slip.mine == "weight = weight - delta"


def mistaken(course: Course, lesson: Lesson, at: int) -> list[Attempt]:
    """One of the known mistakes of each question that has some, made at its first try."""
    made: list[Attempt] = []
    for step in lesson.steps:
        for number in range(len(step.ask)):
            names = sorted(Task(course, lesson, step, number).mistakes)
            for name in names[at % len(names) :][:1] if names else ():
                made.append(
                    Attempt(
                        course.id, lesson.id, step.id, number, {}, "0.3", 0.3, "mistake", name,
                        mode="learn", at=datetime(2026, 3, 2, 9, len(made), tzinfo=UTC),
                    )
                )  # fmt: skip
    return made


@pytest.mark.parametrize("at", range(12))
def test_an_idea_is_told_once_however_often_it_slipped(course: Course, at: int) -> None:
    """Its rule is a learner's, and what has no rule is told with its question."""
    for lesson in course.lessons:
        attempts = mistaken(course, lesson, at)
        card = lesson_card(course, lesson.id, attempts, untouched)
        tasks = [Task(course, lesson, lesson.step(one.step), one.question) for one in attempts]
        known = [t.mistakes[one.mistake] for t, one in zip(tasks, attempts, strict=True)]
        said = {" ".join(mistake.say.split()) for mistake in known}
        rules = {mistake.rule for mistake in known}
        assert bool(known) <= card.ideas <= min(len(said), len(rules))
        assert len(card.slipped) == min(MOST, card.ideas)
        assert len({slip.say for slip in card.slipped}) == len(card.slipped)
        shown = [slip.mine for slip in card.slipped if slip.mine_gives]
        assert len(set(shown)) == len(shown)
        for slip in card.slipped:
            assert "/ abs(" not in slip.mine and slip.lesson == lesson.title
            assert bool(slip.asked) == (not slip.mine_gives)


def test_other_misses_of_a_step_are_one_idea_unless_a_known_one_was_made_there(
    course: Course,
) -> None:
    learner = Learner(course, "add-alpha/smaller-steps")
    learner.answer("123", "0.46", "77", "0.4")
    assert lesson_card(course, "add-alpha", learner.attempts, untouched).ideas == 1
    learner = Learner(course, "add-alpha/smaller-steps")
    learner.answer("0.1", "0.46", "77", "0.4")
    (slip,) = lesson_card(course, "add-alpha", learner.attempts, untouched).slipped
    assert slip.say and slip.mine == "weight = weight - derivative"


def test_what_is_open_is_said_and_is_what_follows_the_last_lesson(course: Course) -> None:
    last = course.lessons[-1]
    state = {(last.id, step.id): "done" for step in last.steps}

    def standing(lesson: str, step: str) -> str:
        return state.get((lesson, step), "")

    card = lesson_card(course, last.id, [], standing)
    assert card.following == course.first and card.steps_left == 0
    assert card.lessons_left == tuple(one.title for one in course.lessons[:-1])
    assert steps_left(card).endswith(f"Add alpha, {', '.join(card.lessons_left[7:])}.")
    state = {(one.id, step.id): "skipped" for one in course.lessons for step in one.steps}
    card = lesson_card(course, last.id, [], standing)
    assert (card.following, card.lessons_left, steps_left(card)) == (None, (), "")
    del state[last.id, last.steps[0].id]
    card = lesson_card(course, last.id, [], standing)
    assert card.following == last and steps_left(card).startswith("One step is still open here.")
    state.clear()
    card = lesson_card(course, "compare", [], standing)
    assert card.following == course.lessons[1] and card.lessons_left == ()
    assert steps_left(card) == "7 steps are still open here."


def test_one_practice_holds_as_much_as_a_review(course: Course) -> None:
    store = Memory()
    session = LessonSession(course, notify=Recorder(store, course.id))
    for lesson in course.lessons:
        for step in lesson.steps:
            if step.ask and step.ask[0].kind == "predict":
                session.open(lesson.id, step.id)
                session.type("123456")
                session.commit()
    card = course_card(course, store.attempts(ALONE, course.id))
    assert len(card.missed) == AT_ONCE < card.ideas


def test_a_question_that_is_gone_is_left_out(course: Course) -> None:
    learner = Learner(course, "compare/predict")
    learner.answer("17")
    (attempt,) = learner.attempts
    others = [
        Attempt(**{**vars(attempt), "id": "", **changed})
        for changed in ({"step": "gone"}, {"lesson": "gone"}, {"question": 7})
    ]
    card = course_card(course, [attempt, *others])
    assert [slip.item for slip in card.slipped] == [Item("compare", "predict", 0)]


def test_nothing_answered_is_no_score(course: Course) -> None:
    card = lesson_card(course, "compare", [], untouched)
    assert (card.asked, card.slipped, card.missed) == (0, (), ())


def test_the_end_of_a_lesson_is_told_once(course: Course) -> None:
    store = Memory()
    session = LessonSession(course, notify=Recorder(store, course.id))
    lesson = course.lessons[0]
    told: list[str] = []
    for _ in lesson.steps:
        told += [one.lesson for one in session.skip() if isinstance(one, LessonDone)]
    assert told == [lesson.id] and session.place().lesson == course.lessons[1].id
    session.open(course.lessons[-1].id, course.lessons[-1].steps[-1].id)
    assert any(isinstance(one, LessonDone) for one in session.next())


# -- the code ----------------------------------------------------------------------------------


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    yield tmp_path


def test_the_code_of_every_lesson_runs_and_prints(course: Course, here: Path) -> None:
    for lesson in course.lessons:
        said = save_code(course, lesson)
        assert said.startswith(f"Saved as `{lesson.id}.py`")
        done = subprocess.run(
            [sys.executable, f"{lesson.id}.py"], capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0 and done.stdout and not done.stderr, lesson.id


def test_nothing_that_is_there_is_written_over(course: Course, here: Path) -> None:
    lesson = course.lesson("add-alpha")
    (here / "add-alpha.py").write_text("mine")
    (here / "add-alpha-2.py").symlink_to("nowhere")
    assert "`add-alpha-3.py`" in save_code(course, lesson)
    assert (here / "add-alpha.py").read_text() == "mine"
    assert (here / "add-alpha-3.py").read_text() == code_of(course, lesson)


def test_a_folder_that_takes_no_file_is_said(
    course: Course, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*arguments: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.open", full)
    said = save_code(course, course.lesson("add-alpha"))
    assert said == "It could not be saved here: No space left on device."


def test_a_thousand_names_are_enough(course: Course, here: Path) -> None:
    for number in range(1, 1000):
        (here / (f"compare-{number}.py" if number > 1 else "compare.py")).touch()
    assert save_code(course, course.lesson("compare")).startswith("It could not be saved here: ")


def course_with(tmp_path: Path, code: str) -> Course:
    folder = tmp_path / "own"
    folder.mkdir()
    text = "".join(f"      {line}\n" for line in code.splitlines())
    step = (
        f"  - id: one\n    title: One\n    code: |\n{text}" if code else "  - {id: a, title: A}\n"
    )
    (folder / "one.yaml").write_text(f"format: 1\nid: one\ntitle: One\nsteps:\n{step}")
    return load_course(folder)


@pytest.mark.parametrize(
    ("code", "last"),
    [
        ("weight = 1\nfor n in range(2):\n    weight = weight / 2", 'print("weight:", weight)'),
        ("x = 1\nprint(x)", "print(x)"),
        ("a, b = (1, 2)", 'print("b:", b)'),
        ("y = 2\ndef half(x):\n    z = x / 2\n    return z", 'print("y:", y)'),
        ("def half(x):\n    return x / 2", "    return x / 2"),
    ],
)
def test_what_prints_nothing_is_given_a_print(code: str, last: str, tmp_path: Path) -> None:
    course = course_with(tmp_path, code)
    assert code_of(course, course.lessons[0]).splitlines()[-1] == last


def test_a_lesson_without_code_has_none(tmp_path: Path) -> None:
    course = course_with(tmp_path, "")
    assert save_code(course, course.lessons[0]) == "This lesson has no code."


def test_a_question_with_constants_of_its_own_is_told_in_its_authors_words(course: Course) -> None:
    """At the author's numbers; at others these words would speak of the wrong ones."""
    lesson = course.lesson("beyond-the-bowl")
    step = lesson.step("one-slope")
    at, asked = next((n, one) for n, one in enumerate(step.ask) if one.say and one.with_)
    values = Task(course, lesson, step, at).constants
    moved = {**values, "weight": values["weight"] + 0.1}
    told = []
    for constants in (values, moved):
        attempt = Attempt(
            course.id, lesson.id, step.id, at, constants, "77", 77.0, "wrong", "",
            mode="learn", at=datetime(2026, 3, 2, 9, tzinfo=UTC),
        )  # fmt: skip
        (slip,) = lesson_card(course, lesson.id, [attempt], untouched).slipped
        told.append(slip.asked)
    assert told[0] == Task(course, lesson, step, at).ask.filled(asked.say).strip()
    assert told[1] != told[0] and told[1]
