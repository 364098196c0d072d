"""The table of mistakes that learners make with one update, and answers to questions about it."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.engine.listings import DELTAS as CODE
from tests.grading.asks import predicted
from tutor.course.model import Mistake
from tutor.course.questions import Predict
from tutor.engine.listing import listing
from tutor.grading.answer import Reading, read
from tutor.grading.ask import Ask, Judged, Verdict
from tutor.grading.rules import judge

TABLE = {
    "uphill": ("weight + alpha * weight_delta", 0.54),
    "without-input": ("weight - alpha * delta", 0.48),
    "error": ("weight - alpha * error", 0.496),
    "error-by-input": ("weight - alpha * error * input", 0.492),
    "twice": ("weight - 2 * alpha * weight_delta", 0.42),
    "full-step": ("weight - weight_delta", 0.1),
    "alpha-on-all": ("alpha * (weight - weight_delta)", 0.01),
    "the-change": ("alpha * weight_delta", 0.04),
    "the-change-negative": ("-alpha * weight_delta", -0.04),
    "next-prediction": ("input * (weight - alpha * weight_delta)", 0.92),
    "final-target": ("goal_pred / input", 0.4),
    "the-goal": ("goal_pred", 0.8),
    "no-change": ("weight", 0.5),
    "by-weight": ("weight - alpha * delta * weight", 0.49),
}
"""grading.md: the mistakes that learners make, as rules, with what they give at first."""

MISTAKES = {
    name: Mistake(rule=f"weight = {rule}", say=f"About {name}.")
    for name, (rule, _) in TABLE.items()
}

CONSTANTS = st.fixed_dictionaries(
    {
        "weight": st.integers(-20, 20).map(lambda n: n / 10),
        "goal_pred": st.integers(-10, 20).map(lambda n: n / 10),
        "input": st.integers(-30, 85).map(lambda n: n / 10),
        "alpha": st.integers(-50, 100).map(lambda n: n / 100),
    }
)


def ask(variable: str = "weight", after: int = 1, /, **values: float) -> Ask[Predict]:
    """The question about CODE with other constants."""
    named = MISTAKES if variable == "weight" else {}
    return predicted(listing(CODE), values, variable, after - 1, after, named)


NAMES = {"weight": 0.5, "alpha": 0.1, "input": 2}


def say(typed: str, asked: Ask[Predict] | None = None) -> Verdict:
    """What is said of a typed answer."""
    return judge(asked or ask(), read(typed, NAMES))


def say_twice(typed: str, asked: Ask[Predict] | None = None) -> Verdict:
    """What is said where it is handed in again after it was asked about."""
    assert say(typed, asked).kind is Judged.MORE_DIGITS
    return judge(asked or ask(), read(typed, NAMES).as_written())


def exactly(value: float) -> Reading:
    """A reading of a working that comes to this value."""
    return Reading(str(value), value)
