"""A sum that names values tells its own rule, whatever number it happens to come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.grading.asks import predicted
from tests.session.walks import bundled_course
from tutor.course.model import Mistake
from tutor.engine.listing import listing
from tutor.grading import messages
from tutor.grading.answer import read
from tutor.grading.ask import Judged, Verdict
from tutor.grading.rules import judge
from tutor.history.records import History, Place
from tutor.session.lesson import LessonSession


def said(place: str, typed: str, **constants: float) -> Verdict:
    """What is said of an answer to `lesson/step#question`."""
    lesson, _, rest = place.partition("/")
    step, _, question = rest.partition("#")
    kept = Place(lesson, step, question=int(question) - 1, values=constants)
    session = LessonSession(bundled_course(), history=History(place=kept))
    session.type(typed)
    session.enter()
    verdict = session.view().verdict
    assert verdict is not None
    return verdict


@pytest.mark.parametrize(
    ("place", "typed"),
    [
        ("break-it/input-two#1", "weight - goal_pred"),
        ("break-it/next-jump#1", "goal_pred / input"),
        ("reduce-the-error/four-passes#1", "goal_pred - weight"),
        ("compare/cancelling#2", "first_miss + second_miss"),
    ],
)
def test_a_sum_is_not_told_the_story_of_another_rule_with_its_number(
    place: str, typed: str
) -> None:
    """At the author's own numbers a mistake gives it; with others it does not."""
    verdict = said(place, typed)
    assert verdict.kind not in (Judged.MISTAKE, Judged.AMBIGUOUS, Judged.RIGHT)
    number = said(place, {"weight - goal_pred": "-0.3", "goal_pred / input": "0.4",
                          "goal_pred - weight": "0.8",
                          "first_miss + second_miss": "0"}[typed])  # fmt: skip
    assert number.kind in (Judged.MISTAKE, Judged.AMBIGUOUS), "typed as a number it may be meant"


@pytest.mark.parametrize(
    ("place", "typed", "mistake"),
    [
        ("break-it/input-two#1", "goal_pred / input", "went-straight-there"),
        ("add-alpha/smaller-steps#1", "weight + alpha * input * (input*weight - goal_pred)", ""),
        ("add-alpha/smaller-steps#2", "weight + alpha * input * (input*weight - goal_pred)", ""),
    ],
)
def test_a_sum_that_is_the_rule_of_a_mistake_is_told_its_story(
    place: str, typed: str, mistake: str
) -> None:
    verdict = said(place, typed)
    assert verdict.kind in (Judged.MISTAKE, Judged.AMBIGUOUS)
    assert mistake in verdict.mistakes or not mistake


def test_a_sum_that_only_comes_close_is_not_called_close() -> None:
    constants = {"weight": 1.0, "input": 1.6, "goal_pred": 0.0}
    assert said("compare/error#1", "input + weight", **constants).say != messages.MORE_EXACTLY
    assert said("compare/error#1", "2.6 + 0", **constants).say == messages.MORE_EXACTLY
    assert said("compare/error#1", "goal_pred - weight").say != messages.MORE_EXACTLY


@pytest.mark.parametrize("typed", ["0.2", "0.20"])
def test_a_value_on_the_way_may_be_meant_as_well(typed: str) -> None:
    """`delta` is worked out before the weight, stands nowhere, and is not named either."""
    verdict = said("break-it/input-two#1", typed)
    assert verdict.say.endswith("Or that is a value on the way to `weight`.")
    assert "way to" not in said("beyond-the-bowl/where-you-start#1", "1").say


def judged(code: str, typed: str, names: Mapping[str, float]) -> Verdict:
    """What is said of a sum about `b`, with one named mistake: `b = a * 2`."""
    mistakes = {"twice": Mistake(rule="b = a * 2", say="Twice.")}
    asked = replace(predicted(listing(code), {}, "b", mistakes=mistakes), names=names)
    return judge(asked, read(typed, names))


@pytest.mark.parametrize(
    "code",
    [
        "a = 1.0\nif a < 1.05:\n    c = 2\nb = c * 3\n",  # c has no value elsewhere
        "from math import sqrt\na = 1.0\nb = sqrt(1 - a) + 3\n",  # nor has this root
    ],
)
def test_where_no_other_constants_can_be_put_the_number_decides(code: str) -> None:
    assert judged(code, "a * 2", {"a": 1.0}).say == "Twice."
    assert judged("a = 3.0\nb = a + 4\n", "a + 1 + 2", {"a": 3.0}).say != "Twice."


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("reduce-the-error/four-passes#1", "goal_pred"),
        ("compare/squares#1", "miss"),
        ("hot-and-cold/the-loop#1", "step_amount"),
    ],
)
def test_a_name_that_is_the_rule_of_a_mistake_is_told_its_story(place: str, name: str) -> None:
    """Just as its number is, where no other rule gives that."""
    assert said(place, name).kind is Judged.MISTAKE


@pytest.mark.parametrize(
    ("place", "typed"),
    [
        ("break-it/next-jump#1", "0.04"),  # the error is worked out above, and leads nowhere
        ("compare/cancelling#2", "2000000"),  # the rule is that sum
        ("gradient-descent/both-at-once#3", "-0.275"),
        ("the-slope/two-rods#1", "2"),
    ],
)
def test_no_value_is_asked_about_that_the_story_is_about_or_that_leads_nowhere(
    place: str, typed: str
) -> None:
    verdict = said(place, typed)
    assert verdict.kind is Judged.MISTAKE and "Or " not in verdict.say


@pytest.mark.parametrize(
    ("place", "typed"),
    [
        ("break-it/the-ratio#2", "(1 - input) ** 2"),
        ("compare/squares#1", "1 - miss"),
        ("reduce-the-error/the-formula#1", "weight ** 2 - 0.8"),
    ],
)
def test_no_constant_stands_still_elsewhere(place: str, typed: str) -> None:
    """Not even a half, with which so many listings begin."""
    assert said(place, typed).kind not in (Judged.MISTAKE, Judged.AMBIGUOUS, Judged.RIGHT)


@pytest.mark.parametrize(
    ("place", "typed", "mistake"),
    [
        ("add-alpha/smaller-steps#1", "weight - 0.4", "forgot-alpha"),
        ("add-alpha/smaller-steps#1", "alpha * 0.4", "only-the-step"),
        ("beyond-the-bowl/never-at-rest#2", "weight + alpha * input", "uphill-by-slope"),
    ],
)
def test_numbers_that_were_worked_out_may_stand_in_a_sum(
    place: str, typed: str, mistake: str
) -> None:
    verdict = said(place, typed)
    assert verdict.kind is Judged.MISTAKE and "value of" not in verdict.say, verdict
    assert mistake in verdict.mistakes


def test_a_sum_is_not_told_to_be_a_value_that_it_does_not_name() -> None:
    assert said("the-slope/once-more#1", "weight + 0.7 + 0.1 * 1").kind is not Judged.SHOWN
    assert said("the-slope/once-more#1", "goal_pred").kind is Judged.MISTAKE


@pytest.mark.parametrize(
    ("place", "typed"),
    [
        ("break-it/input-two#1", "weight - input**2 * (pred - goal_pred)"),
        ("break-it/the-ratio#1", "2 * input"),
        ("beyond-the-bowl/one-slope#2", "goal_pred"),
        ("beyond-the-bowl/never-at-rest#3", "alpha"),
    ],
)
def test_a_constant_of_the_rule_is_no_number_that_was_worked_out(place: str, typed: str) -> None:
    """And a name is that name, also where an `if` decides."""
    assert said(place, typed).kind not in (Judged.MISTAKE, Judged.AMBIGUOUS, Judged.RIGHT)


def test_the_rule_of_a_value_that_stands_there_is_told_to_be_that_value() -> None:
    assert said("compare/error#1", "input * weight").say == messages.stands_there(["pred"], "error")


def test_an_aim_hits_where_nothing_moves_but_by_rounding() -> None:
    kept = Place("add-alpha", "on-your-own", question=1, values={"weight": 0.4})
    session = LessonSession(bundled_course(), history=History(place=kept))
    session.type("0.4", 0.1)
    session.enter()
    verdict = session.view().verdict
    assert verdict is not None and verdict.right


def test_a_sum_that_names_what_has_no_value_elsewhere_is_left_to_its_number() -> None:
    code = "a = 1.0\nif a < 1.05:\n    c = 2\nd = c\nb = a * 3\n"
    assert judged(code, "c * a", {"a": 1.0, "c": 2}).say == "Twice."
    plain = "a = 1.0\nd = 4 * a\nb = a * 3\n"
    assert judged(plain, "a + fish", {"a": 1.0, "fish": 1.0}).say == "Twice."


@pytest.mark.parametrize(
    ("place", "typed", "mistake"),
    [
        ("add-alpha/smaller-steps#1", "weight - 0.1*error", "by-error-and-alpha"),
        ("add-alpha/smaller-steps#1", "0.8/input", "went-straight-there"),
        ("add-alpha/the-idea#1", "1 - 0.1*input", "r-not-squared"),
        ("beyond-the-bowl/rolling#1", "velocity - 0.2*derivative", "kept-all-the-velocity"),
        ("beyond-the-bowl/two-valleys#2", "weight + 0.1*slope", "uphill-by-slope"),
        ("from-memory/last-one#2", "0.9/input", "went-straight-there"),
        ("compare/error#1", "pred - 0.8", "forgot-to-square"),
        ("hot-and-cold/how-many#1", "(0.8 - weight) / step_amount", "counted-to-the-goal"),
        ("hot-and-cold/the-game#2", "1 - pred", "forgot-to-square-unsigned"),
        ("beyond-the-bowl/rolling#3", "0.6*velocity + 0.068", ""),  # somebody worked out a part
        ("break-it/steep-u#1", "2*(pred-goal_pred)*input", "weight-delta-doubled"),
        ("gradient-descent/both-at-once#3", "weight - 2*0.5*(pred-0.8)", ""),  # or 0.5 is a half
        ("add-alpha/big-alpha#1", "weight + 0.5*2*(2*weight-0.8)", "uphill-by-alpha"),
        ("add-alpha/the-idea#1", "1 - alpha*2", "r-not-squared"),
        ("break-it/steep-u#1", "(0.8-pred)*2", "weight-delta-reversed"),
        ("gradient-descent/both-at-once#1", "(0.8-pred)*0.5", "amount-reversed"),
        ("gradient-descent/both-at-once#3", "0.5 - error", "by-error"),  # the weight, or the input
        ("compare/error#1", "0.5*weight - 0.8", "forgot-to-square"),
        ("add-alpha/the-idea#1", "alpha * 2 ** 2", "r-without-the-one"),
        ("add-alpha/small-alpha#2", "0.8 - 0.5", ""),  # the goal without the weight
        ("add-alpha/smaller-steps#1", "0.5 - 0.1 * (1 - 0.8)", "by-delta-and-alpha"),
        ("beyond-the-bowl/never-at-rest#1", "1.1", "two-steps-by-slope"),
        ("break-it/the-ratio#1", "2 * input", ""),  # doubled, and not squared
        ("break-it/input-two#1", "weight - input**2*(pred-goal_pred)", ""),
    ],
)
def test_a_constant_may_be_written_as_its_number_beside_names(
    place: str, typed: str, mistake: str
) -> None:
    """As a part of the rule that it is then; but for numbers that stand in rules themselves."""
    assert said(place, typed).mistake == mistake


def test_which_constant_a_number_means_is_tried() -> None:
    """Two of them have its value, and one its negative."""
    code = "a = 0.3\nc = 0.3\nd = -0.3\nx = 5\nb = x\n"
    names = {"a": 0.3, "c": 0.3, "d": -0.3, "x": 5.0}
    for rule in ("b = x * a", "b = x * c", "b = x * -d"):
        mistakes = {"rule": Mistake(rule=rule, say="A story.")}
        asked = replace(predicted(listing(code), {}, "b", mistakes=mistakes), names=names)
        assert judge(asked, read("x * 0.3", names)).say == "A story."
        assert judge(asked, read("x * 0.3 + 0", names)).say == "A story."


def test_where_a_sum_could_be_read_in_too_many_ways_its_number_decides() -> None:
    """Seven numerals that each may mean one of two values."""
    code = "a = 3\nc = 3\nb = a\n"
    mistakes = {"rule": Mistake(rule="b = 7 * a", say="A story.")}
    names = {"a": 3.0, "c": 3.0}
    asked = replace(predicted(listing(code), {}, "b", mistakes=mistakes), names=names)
    assert judge(asked, read(" + ".join(["3"] * 7), names)).say == "A story."
