"""Lines typed from memory: asked without showing them, proved by the listing's own."""

from __future__ import annotations

import pytest

from tests.engine.listings import DELTAS as CODE
from tests.grading.asks import prove
from tests.grading.kinds.listings import UPHILL, step
from tutor.course.model import Mistake
from tutor.course.questions import Write
from tutor.engine.listing import listing
from tutor.grading.ask import Ask, Judged
from tutor.grading.kinds import judge, kind_named
from tutor.grading.kinds.write import NO_LINES, SAME_RESULT

KIND = kind_named("write")
QUESTION = Write(write="weight", hint=("Three lines.",))


def ask(mistakes: dict[str, Mistake] | None = None, **values: float) -> Ask[Write]:
    return Ask(QUESTION, listing(CODE), values, mistakes=mistakes or {})


def test_the_lines_are_asked_for_and_not_shown() -> None:
    assert KIND.prompt(ask()) == "From memory: type the lines of one update that change weight."
    assert KIND.prompt(about("pred")) == (
        "From memory: type the lines of one whole update: they set pred and change weight."
    )
    nothing_kept = Ask(Write(write="b"), listing("a = 1\nfor i in range(2):\n    b = a * 2\n"))
    assert KIND.prompt(nothing_kept) == "From memory: type the lines of one update that set b."
    two_kept = listing("weight = 1\na = 1\nfor i in range(2):\n    a = 2\n    weight = a\n")
    assert KIND.prompt(Ask(Write(write="a"), two_kept)) == (
        "From memory: type the lines of one whole update: they change a and weight."
    )
    assert KIND.blanks and KIND.tries(QUESTION) == 3
    assert KIND.lines(ask()) == () and KIND.truth(ask()) == ""


def about(variable: str, mistakes: dict[str, Mistake] | None = None) -> Ask[Write]:
    """Another variable of the listing is to be set."""
    return Ask(Write(write=variable), listing(CODE), mistakes=mistakes or {})


STEP_BACK = "weight = weight - alpha * (input * weight - goal_pred) * input"


@pytest.mark.parametrize(
    ("typed", "kind", "say"),
    [
        (STEP_BACK, Judged.RIGHT, SAME_RESULT),
        (STEP_BACK.replace("- alpha", "+ alpha"), Judged.MISTAKE, "You added it."),
        ("", Judged.UNREADABLE, NO_LINES),
        (
            STEP_BACK.replace("alpha", "0.2"),
            Judged.WRONG,
            "In update 1 yours makes weight 0.42: that is too low.",
        ),
        (
            STEP_BACK.replace("weight =", "wieght ="),
            Judged.WRONG,
            "Your lines never set weight. They set wieght: is that another name for it?",
        ),
    ],
)
def test_what_is_said(typed: str, kind: Judged, say: str) -> None:
    verdict = judge(ask({"uphill": UPHILL}), typed)
    assert (verdict.kind, verdict.say) == (kind, say)


def test_lines_that_forget_what_is_carried_are_told_that() -> None:
    """The prediction is right at first, and then again and again the same."""
    verdict = judge(about("pred"), "pred = weight * input")
    assert (verdict.kind, verdict.say) == (Judged.WRONG, "Your lines never set weight.")


STEP = "delta = input * weight - goal_pred\nstep = alpha * input * delta\n"
WITH_ALPHA = Mistake(rule="weight_delta = alpha * delta * input", say="That is the step.")
REVERSED = Mistake(rule="weight_delta = -delta * input", say="Wrong sign.")


@pytest.mark.parametrize(
    ("typed", "kind", "say"),
    [
        (
            STEP + "weight_delta = step\nweight = weight - weight_delta",
            Judged.MISTAKE,
            "That is the step.",
        ),
        (
            STEP + "weight_delta = step / alpha\n"
            "if iteration > 1:\n    weight_delta = step\nweight = weight - step",
            Judged.WRONG,  # a line that does so sometimes is none of these rules
            "The same weight_delta and weight up to update 2. In update 3 yours makes weight_delta "
            "0.0144: that is too low.",
        ),
        (
            STEP + "weight_delta = step / alpha\nweight = weight + step",
            Judged.WRONG,
            "In update 1 yours moves weight the wrong way, to 0.54.",
        ),
        (STEP + "weight_delta = step / alpha", Judged.WRONG, "Your lines never set weight."),
    ],
)
def test_a_mistake_is_told_by_the_value_where_the_lines_part(
    typed: str, kind: Judged, say: str
) -> None:
    """Whatever the other lines do."""
    named = {"with alpha": WITH_ALPHA, "reversed": REVERSED}
    verdict = judge(about("weight_delta", named), typed)
    assert (verdict.kind, verdict.say) == (kind, say)


TO_ZERO = Mistake(rule="weight = weight * 0", say="Nothing is left.")
IN_STEPS = Mistake(rule="weight = 0 + iteration", say="You counted.")
IN_OTHER_WORDS = Mistake(rule="weight = 0", say="Nothing is left. ")


@pytest.mark.parametrize(
    ("typed", "mistakes", "say"),
    [
        ("weight = iteration", (TO_ZERO, IN_STEPS), "You counted."),
        ("weight = iteration * 0", (TO_ZERO, IN_STEPS), "Nothing is left."),
        ("weight = iteration * 0", (TO_ZERO, IN_OTHER_WORDS), "Nothing is left."),
        (
            "weight = iteration * 2",
            (TO_ZERO, IN_STEPS),
            "In update 1 yours makes weight 0: that is too low.",
        ),
    ],
)
def test_of_several_mistakes_one_is_told_only_where_it_is_sure(
    typed: str, mistakes: tuple[Mistake, ...], say: str
) -> None:
    """The later updates tell them apart, or else neither is held against the learner."""
    named = {str(place): one for place, one in enumerate(mistakes)}
    assert judge(ask(named), typed).say == say


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("w = [0.1 + v + 0.2 for v in w]", Judged.RIGHT),
        ("w = [v + 0.3 for v in w[:1]]", Judged.WRONG),
        ("w = [v + 0.4 for v in w]", Judged.WRONG),
    ],
)
def test_lists_are_the_same_number_by_number(line: str, kind: Judged) -> None:
    code = "w = [0.5, 0.25]\nfor i in range(3):\n    w = [v + 0.3 for v in w]\n"
    assert judge(Ask(Write(write="w"), listing(code)), line).kind is kind


def test_the_listings_own_lines_prove_it() -> None:
    assert prove(QUESTION, step(QUESTION)) == []
    sometimes = "weight = 0.5\nfor i in range(3):\n    if i > 5:\n        weight = weight + 1\n"
    assert prove(QUESTION, step(QUESTION, sometimes)) == []


def test_own_lines_that_are_not_judged_right_are_told_to_the_author() -> None:
    code = "weight = 0.5\nfor i in range(3):\n    weight = weight - 0.1\nlast = 1\n"
    question = Write(write="last")
    assert prove(question, step(question, code)) == [
        "ask.0.write: the listing's own lines are not judged right: Your lines never set last."
    ]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("weight - 2 * alpha * derivative", True),
        ("weight - alpha * derivative * 2", True),
        ("weight - alpha * goal_pred", False),
        ("weight - alpha * derivative * input", False),
        ("weight - alpha * derivative - 0.04", False),
    ],
)
def test_lines_that_only_happen_to_give_the_number_of_a_mistake_are_not_told_it(
    line: str, told: bool
) -> None:
    """With the listing's constants all of these give 0.42 in the first update."""
    code = "derivative = (input * weight - goal_pred) * input\n"
    twice = {"twice": Mistake(rule="weight = weight - 2 * alpha * weight_delta", say="Twice.")}
    verdict = judge(ask(twice), f"{code}weight = {line}")
    assert verdict.kind is (Judged.MISTAKE if told else Judged.WRONG)
    assert ("0.42" in verdict.say) is not told


def test_a_number_that_is_infinite_goes_no_way() -> None:
    verdict = judge(ask(), "weight = weight / 0")
    assert verdict.say == "In update 1 yours makes weight infinite: that is too high."
