"""The named mistakes of the bundled course, at every question where they are in force: each number
is told its own sentence, and each sentence speaks of what is there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tutor.course.index import bundled
from tutor.course.loader import load_course
from tutor.engine.numbers import Number, number
from tutor.grading.answer import read
from tutor.grading.ask import Ask, Judged, Verdict
from tutor.grading.rules import judge
from tutor.history.schedule import Item
from tutor.session.drawing import drawn
from tutor.session.task import Task, task_of

COURSE = load_course(bundled())
DRAWS = 20
TASKS = {
    f"{lesson.id}/{step.id}#{number + 1}": Task(COURSE, lesson, step, number)
    for lesson in COURSE.lessons
    for step in lesson.steps
    for number, question in enumerate(step.ask)
    if question.variable
}
NUMBERS = [where for where, task in TASKS.items() if task.question.kind == "predict"]


def said(where: str, text: str, values: Mapping[str, Number] | None = None) -> Verdict:
    """What is said of an answer at a question, with its author's numbers or with others, once it
    was handed in again where it could as well be rounded."""
    asked = TASKS[where].ask
    asked = asked.with_values(values) if values else asked
    return judge(asked, read(text, asked.names).as_written())


MISS = "That is not squared yet. The error is the miss times itself."


@pytest.mark.parametrize(
    ("where", "typed", "values", "says"),
    [
        # forgot to square, with the sign and without it
        ("reduce-the-error/the-formula#1", ("0.55", "-0.55"), {}, MISS),
        ("reduce-the-error/the-formula#2", ("0.3", "-0.3", "0.30"), {}, MISS),
        ("reduce-the-error/the-formula#1", ("0.45",), {"weight": 2.5}, MISS),
        ("compare/error#1", ("0.55", "-0.55"), {}, MISS),
        ("hot-and-cold/the-game#2", ("0.15", "-.15"), {}, MISS),
        # doubled, with the sign and without it
        ("compare/error#1", ("1.1", "-1.1", "1.10"), {}, "You doubled the miss."),
        ("compare/squares#1", ("5.8", "-5.8"), {"miss": -2.9}, "You doubled it."),
        ("compare/squares#3", ("6", "-6"), {}, "You doubled it."),
        # a minus that a square cannot have
        ("compare/squares#3", ("-9",), {}, "A number times itself is never negative"),
        ("compare/error#1", ("-0.3025",), {}, "A number times itself is never below 0"),
        # the input has a sign as well as the miss
        ("gradient-descent/three-jobs#2", ("-0.525",), {}, "The miss has a sign and so has the"),
        ("gradient-descent/three-jobs#2", ("1.05",), {}, "That is the size of the miss."),
        ("gradient-descent/three-jobs#2", ("-1.05",), {}, "That is the miss alone."),
        # the goal, near the answer
        ("hot-and-cold/try-both#2", ("1",), {"weight": 0.09, "input": 9, "step_amount": 0.02},
         "That is the goal."),
        # two boxes of rods
        ("the-slope/two-rods#2", ("5",), {}, "You put red 2 inches ahead of blue."),
        ("the-slope/pulling-back#1", ("4.5",), {}, "Right distance, wrong way"),
        ("the-slope/pulling-back#1", ("5",), {}, "In this box red gives what blue gains"),
        # an error that is no square
        ("beyond-the-bowl/two-tapes#1", ("0.3",), {}, "You compared the weight with the goal."),
    ],
)  # fmt: skip
def test_a_mistake_is_told_by_its_own_story(
    where: str, typed: tuple[str, ...], values: Mapping[str, Number], says: str
) -> None:
    for text in typed:
        verdict = said(where, text, values)
        assert verdict.kind in (Judged.MISTAKE, Judged.AMBIGUOUS), text
        assert says in verdict.say, text


@pytest.mark.parametrize(
    ("where", "typed", "never"),
    [
        ("the-slope/any-formula#1", "12", "You added 2"),
        ("the-slope/any-formula#1", "100", "You squared x"),
        ("beyond-the-bowl/two-tapes#1", "0.09", "compared the weight"),
        ("gradient-descent/three-jobs#2", "1.05", "derivative"),
        ("gradient-descent/both-at-once#3", "1.05", "calculus"),
        ("the-slope/pulling-back#1", "4.5", "ahead"),
        ("beyond-the-bowl/rolling#2", "0.44", "calculus"),
        ("reduce-the-error/four-passes#2", "0.6", "multiplied delta"),
        ("hot-and-cold/step-ten#1", "0.51", "stands before"),
    ],
)
def test_no_story_of_another_listing_is_told(where: str, typed: str, never: str) -> None:
    assert never not in said(where, typed).say


def asks(where: str) -> Iterator[Ask[Any]]:
    """The question with its author's numbers, then with drawn ones where numbers are drawn."""
    task = TASKS[where]
    yield task.ask
    item = Item(task.lesson.id, task.step.id, task.number)
    for turn in range(DRAWS if task.step.quiz is not None else 0):
        one = drawn(COURSE, item, f"mistakes/{turn}")
        fresh = None if one is None else task_of(COURSE, item, one.values)
        if fresh is not None:
            yield fresh.ask


@pytest.mark.parametrize("where", NUMBERS)
def test_the_number_of_each_mistake_is_told_its_sentence(where: str) -> None:
    """Alone, or among those that a step declares to give the same number here."""
    hides = set(TASKS[where].step.hides)
    for asked in asks(where):
        for name, value in asked.distinct.items():
            verdict = judge(asked, read(number(value, 12)).as_written())
            told = {n: one.say for n, one in asked.mistakes.items() if says(verdict, one.say)}
            assert name in told, (dict(asked.values), name, verdict)
            if len(set(told.values())) > 1:
                assert hides & set(told), (dict(asked.values), name, verdict)


def says(verdict: Verdict, sentence: str) -> bool:
    return " ".join(sentence.split()) in " ".join(verdict.say.split())


VARIABLES = {name for task in TASKS.values() for name in task.step.listing.variables}


@pytest.mark.parametrize("where", TASKS)
def test_a_sentence_names_only_what_the_listing_has(where: str) -> None:
    """Names that no English word is: those with a `_`, in backticks, and the Greek ones."""
    task = TASKS[where]
    code = VARIABLES & {"alpha", "beta", "gamma", "epsilon", "delta", "pred"}
    code |= {name for name in VARIABLES if "_" in name}
    own = set(task.step.listing.variables)
    for name, mistake in task.mistakes.items():
        words = set(re.findall(r"\w+", mistake.say))
        spans = set(re.findall(r"\w+", " ".join(re.findall(r"`[^`]*`", mistake.say))))
        assert words & code <= own, name
        assert spans & VARIABLES <= own, name


def test_no_sentence_knows_what_a_later_lesson_tells() -> None:
    """Slopes and derivatives come with the fifth lesson, alpha with the last step but one of the
    third."""
    order = [lesson.id for lesson in COURSE.lessons]
    for where, task in TASKS.items():
        if order.index(task.lesson.id) < order.index("the-slope"):
            for name, mistake in task.mistakes.items():
                early = re.search("slope|derivative|calculus|gradient", mistake.say)
                assert early is None, (where, name)


def test_no_two_mistakes_at_a_question_have_one_name_or_rule() -> None:
    for where, task in TASKS.items():
        rules = [
            "".join(f"{one.rule}{one.replace}>{one.by}".split()) for one in task.mistakes.values()
        ]
        assert len(rules) == len(set(rules)), where
