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
QUESTION = Write(write="weight", hint="Three lines.")


def ask(mistakes: dict[str, Mistake] | None = None, **values: float) -> Ask[Write]:
    return Ask(QUESTION, listing(CODE), values, mistakes=mistakes or {})


def test_the_lines_are_asked_for_and_not_shown() -> None:
    assert KIND.prompt(ask()) == "From memory: type the lines of one update that change weight."
    assert KIND.blanks and KIND.tries(QUESTION) == 3
    assert KIND.lines(ask()) == () and KIND.truth(ask()) == ""


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
    about_pred = Ask(Write(write="pred"), listing(CODE))
    verdict = judge(about_pred, "pred = weight * input")
    assert (verdict.kind, verdict.say) == (Judged.WRONG, "Your lines never set weight.")


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
