"""A number is predicted, and its author hears where the numbers do not serve."""

from __future__ import annotations

from random import Random

import pytest

from tests.engine.listings import DELTAS as CODE
from tests.grading.asks import prove
from tests.grading.kinds.listings import NO_INPUT, TWICE, UPHILL, step
from tutor.course.model import Mistake
from tutor.course.questions import Predict
from tutor.engine.listing import listing
from tutor.grading.ask import Ask, Judged
from tutor.grading.kinds import judge, kind_named

KIND = kind_named("predict")
QUESTION = Predict(predict="weight", hint=("Step against the slope.",))
MISTAKES = {"uphill": UPHILL, "no-input": NO_INPUT}


def ask(mistakes: dict[str, Mistake] = MISTAKES, **values: float) -> Ask[Predict]:
    return Ask(QUESTION, listing(CODE), values, after=1, mistakes=mistakes)


def test_a_number_is_read_and_judged() -> None:
    assert judge(ask(), "0.46").right
    assert judge(ask(), "0.54").mistakes == ("uphill",)
    verdict = judge(ask(), "delta")
    assert verdict.kind is Judged.UNREADABLE and "cannot be named here" in verdict.say


def test_the_truth_is_written_with_the_line_that_gives_it() -> None:
    assert KIND.truth(ask()) == "0.46"
    assert KIND.worked(ask()).endswith("= 0.5 - (0.1 * 0.4) = 0.46")


def test_where_it_cannot_be_run_there_is_no_truth_and_nothing_is_counted() -> None:
    code = "n = 1\nxs = [4, 2]\nr = 0\nfor i in range(n):\n    r = r + xs[i]\n"
    beyond = Ask(Predict(predict="r", after=3), listing(code), {"n": 3}, after=3)
    assert KIND.truth(beyond) == ""
    verdict = judge(beyond, "6")
    assert not verdict.attempt and verdict.say.startswith("With these constants it cannot run: ")


def test_a_value_of_no_listing_is_a_dash_in_a_sentence() -> None:
    page = Ask(QUESTION)
    assert page.value("weight", 1) is None
    assert page.filled("Where is {weight}?") == "Where is –?"


def test_the_mistakes_that_are_right_by_chance_are_named() -> None:
    assert KIND.by_chance(ask()) == ()
    assert KIND.by_chance(ask(input=1)) == ("no-input",)


def test_a_quiz_draws_numbers_that_tell_its_mistakes_apart() -> None:
    drawn = KIND.numbers(ask(), step(QUESTION), Random(5))
    assert drawn is not None and KIND.unfit(ask().with_values(drawn)) == ""
    assert KIND.unfit(ask(input=1)) == "the mistake `no-input` gives the right answer"
    both = {"no-input": NO_INPUT, "twice": TWICE}
    assert KIND.unfit(ask(both, input=0.5)) == (
        "the mistakes `no-input` and `twice` give the same number"
    )
    assert KIND.unfit(ask({}, weight=100_000.4, alpha=1e-7)) == (
        "weight must be typed to more than 6 digits"
    )
    assert KIND.unfit(ask(weight=float("inf"))) == "weight is not a finite number"


def test_a_quiz_draws_none_where_nothing_varies() -> None:
    assert KIND.numbers(ask(), step(QUESTION).replaced(quiz=None), Random(5)) is None


def test_its_author_reads_what_each_mistake_gives() -> None:
    document = KIND.document(ask(input=1))
    assert document["truth"] == pytest.approx(0.53)
    assert document["worked"].endswith("= 0.53")
    assert document["mistaken"] == {
        "uphill": {"value": pytest.approx(0.47), "rule": UPHILL.rule, "hidden": False},
        "no-input": {"value": pytest.approx(0.53), "rule": NO_INPUT.rule, "hidden": True},
    }


def test_a_sound_one_is_proved() -> None:
    assert prove(QUESTION, step(QUESTION), MISTAKES) == []


HIDDEN = "the mistake `no-input` gives the right answer at these numbers"
SAME = "the mistakes `no-input` and `twice` both give 0.555 at these numbers"


@pytest.mark.parametrize(
    ("values", "mistakes", "hides", "faults"),
    [
        ({"input": 1}, MISTAKES, (), [f"{HIDDEN}; choose others, or list it under `hides:`"]),
        ({"input": 1}, MISTAKES, ("no-input",), []),
        (
            {"input": 0.5},
            {"no-input": NO_INPUT, "twice": TWICE},
            (),
            [f"{SAME}; choose others, or list one under `hides:`"],
        ),
        ({"input": 0.5}, {"no-input": NO_INPUT, "twice": TWICE}, ("twice",), []),
        (
            {"weight": 100_000.4, "alpha": 1e-7},
            {},
            (),
            [
                "an answer must be within 0.0008 of the right one, too close to type; "
                "ask `by: direction` instead, or choose other numbers"
            ],
        ),
    ],
)
def test_what_its_author_is_told_of_the_numbers(
    values: dict[str, float],
    mistakes: dict[str, Mistake],
    hides: tuple[str, ...],
    faults: list[str],
) -> None:
    question = QUESTION.replaced(with_=values)
    told = prove(question, step(question, hides=hides), mistakes)
    assert told == [f"ask.0.predict: {fault}" for fault in faults]


def test_a_number_without_end_is_the_only_fault_that_is_told() -> None:
    code = CODE.replace("alpha * weight_delta", "delta / 0")
    told = prove(QUESTION, step(QUESTION, code), MISTAKES)
    assert told == ["ask.0.predict: `weight` is no finite number after 1 update"]


def test_it_takes_a_hint() -> None:
    question = QUESTION.replaced(hint=())
    assert prove(question, step(question)) == ["ask.0.predict: a hint is missing; add `hint:`"]
