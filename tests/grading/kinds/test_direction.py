"""Up, down or stay is judged by running the update."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from tests.engine.listings import DELTAS as CODE
from tests.grading.asks import prove
from tests.grading.kinds.listings import step
from tutor.course.model import Quiz
from tutor.course.questions import Predict
from tutor.course.ranges import Range
from tutor.engine.listing import listing
from tutor.grading.ask import Ask, Judged
from tutor.grading.kinds import judge, kind_named
from tutor.grading.kinds.direction import DIRECTIONS, way

KIND = kind_named("direction")
QUESTION = Predict(predict="weight", by="direction", hint=("Look at the slope.",))
DECIDES = (
    "`alpha * weight_delta` decides it: weight falls where that is above 0 and rises where it is "
    "below; at 0 it stays."
)


def ask(**values: float) -> Ask[Predict]:
    """About CODE with these constants."""
    return Ask(QUESTION, listing(CODE), values, after=1)


@pytest.mark.parametrize(
    ("typed", "values", "kind", "say"),
    [
        ("d", {}, Judged.RIGHT, "Right."),
        ("2?", {}, Judged.RIGHT, "Right."),
        ("goes down", {}, Judged.UNREADABLE, "Pick one: up, down or stay."),
        ("up", {}, Judged.WRONG_WAY, f"It does not go up. {DECIDES}"),
        ("stays", {}, Judged.WRONG_WAY, f"It does not stay where it is. {DECIDES}"),
        ("down", {"weight": 0.4}, Judged.WRONG_WAY, f"It does not go down. {DECIDES}"),
    ],
)
def test_what_is_said(typed: str, values: dict[str, float], kind: Judged, say: str) -> None:
    verdict = judge(ask(**values), typed)
    assert (verdict.kind, verdict.say) == (kind, say)


def test_the_right_way_is_told_with_the_line_that_goes_it() -> None:
    assert KIND.choices(ask()) == ("up", "down", "stay")
    assert KIND.truth(ask()) == "down"
    assert KIND.worked(ask()).endswith("= 0.5 - (0.1 * 0.4) = 0.46")
    assert [one.text for one in KIND.answers(ask()) if one.right] == ["down"]


def test_once_more_it_says_that_the_constants_are_others() -> None:
    again = Ask(QUESTION, listing(CODE), {"weight": 0.7}, after=1, again=True)
    assert KIND.prompt(again) == (
        "And with these constants: will weight, now 0.7, go up, go down or stay after this update?"
    )


def test_a_quiz_draws_every_way_that_there_is() -> None:
    assert KIND.drawable(QUESTION, step(QUESTION))
    assert not KIND.drawable(QUESTION, step(QUESTION).replaced(quiz=None))
    drawn = KIND.numbers(ask(), step(QUESTION), Random(3))
    assert drawn is not None and 0.1 <= drawn["alpha"] <= 0.5
    at_the_bottom = ask(weight=0.4)
    assert KIND.unfit(at_the_bottom) == "" and at_the_bottom.direction == "stay"
    wide = step(QUESTION).replaced(quiz=Quiz(vary={"weight": Range(from_=0, to=0.8, by=0.1)}))
    found = [KIND.numbers(ask(), wide, Random(seed)) for seed in range(90)]
    ways = Counter(way(ask().with_values(values or {})) for values in found)
    assert ways.keys() == {*DIRECTIONS} and min(ways.values()) > 15
    endless = ask(weight=1e308)
    assert KIND.unfit(endless) == "weight is not a finite number"
    huge = Quiz(vary={"weight": Range(from_=1e308, to=1.5e308, by=1e307)})
    assert KIND.numbers(ask(), step(QUESTION).replaced(quiz=huge), Random(3)) is None


def test_its_author_reads_the_number_behind_it() -> None:
    document = KIND.document(ask())
    assert document["truth"] == pytest.approx(0.46) and document["worked"].endswith("= 0.46")


def test_a_sound_one_is_proved() -> None:
    assert prove(QUESTION, step(QUESTION)) == []


@pytest.mark.parametrize(
    ("question", "code", "fault"),
    [
        (QUESTION.replaced(hint=()), CODE, "ask.0.predict: a hint is missing; add `hint:`"),
        (
            QUESTION.replaced(predict="error"),
            CODE,
            "ask.0.predict: `error` has no value before update 1 to go up or down from; "
            "ask `after: 2`",
        ),
        (
            QUESTION,
            CODE.replace("alpha * weight_delta", "delta / 0"),
            "ask.0.predict: `weight` is no finite number after 1 update",
        ),
    ],
)
def test_what_its_author_is_told(question: Predict, code: str, fault: str) -> None:
    assert prove(question, step(question, code)) == [fault]


@pytest.mark.parametrize(
    ("values", "given", "right"),
    [
        ({}, "down", True),
        ({}, "up", False),
        ({}, "stay", False),
        ({"weight": 0.3}, "up", True),
        ({"weight": 0.4}, "stay", True),
        ({"weight": 0.4}, "stays", True),
        ({"weight": 0.4}, "up", False),
    ],
)
def test_directions(values: dict[str, float], given: str, right: bool) -> None:
    """Up, down or stay, by running the update."""
    verdict = judge(ask(**values), given)
    assert verdict.right is right
    assert verdict.say


def computed(after: int, **values: float) -> Ask[Predict]:
    """About the error of CODE, of which the update before is known."""
    question = QUESTION.replaced(predict="error", after=after)
    return Ask(question, listing(CODE), values, start=after - 1, after=after)


def test_the_direction_of_what_is_computed_anew() -> None:
    """The error is measured from the update before."""
    assert judge(computed(2), "down").right
    assert judge(computed(2, alpha=1.0), "up").right


def test_the_first_of_what_is_computed_anew_has_no_way_to_go() -> None:
    """There is nothing before it to be compared with; nothing is counted."""
    assert computed(1).direction == ""
    assert not judge(computed(1), "stay").attempt


def test_a_text_goes_nowhere() -> None:
    code = 'word = "a"\nweight = 1\nword = "b"\n'
    text = Ask(QUESTION.replaced(predict="word"), listing(code), after=1)
    assert not judge(text, "up").attempt


def test_a_miss_leaves_another_try() -> None:
    """As many as its author gives; what is said of it leaves more than one answer."""
    assert KIND.tries(QUESTION) == 2
    assert KIND.tries(QUESTION.replaced(tries=3)) == 3


def test_a_miss_about_what_is_computed_anew_is_told_its_line() -> None:
    assert judge(computed(2), "up").say == (
        "It does not go up. The line `error = (pred - goal_pred) ** 2` decides it: what does it "
        "give now?"
    )


def test_a_run_without_meaning_goes_no_way() -> None:
    loop = "for i in range(n):\n    for k in range(n):\n        weight = weight + 1\n"
    code = f"weight = 1\nn = 2\n{loop}"
    assert way(Ask(QUESTION, listing(code), {}, after=1)) == "up"
    assert way(Ask(QUESTION, listing(code), {"n": 0.5}, after=1)) == ""
