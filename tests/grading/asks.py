"""Questions put to a listing, without a lesson around them."""

from __future__ import annotations

from collections.abc import Mapping

from tutor.course.questions import Predict, Reach
from tutor.engine.listing import Listing
from tutor.engine.numbers import NOTHING, Number
from tutor.grading.ask import Ask
from tutor.grading.kinds import judge, kind_named
from tutor.grading.prediction import Prediction
from tutor.grading.verdict import Verdict


def reach(listing: Listing, values: Mapping[str, Number], claim: str) -> Verdict:
    """What is said of a run at these constants."""
    ask = Ask(Reach(reach=claim), listing, values)
    return judge(ask, "")


def direction(prediction: Prediction, typed: str) -> Verdict:
    """What is said of `up`, `down` or `stay`."""
    question = Predict(predict=prediction.variable, after=prediction.after, by="direction")
    ask = Ask(
        question,
        prediction.listing,
        prediction.values,
        start=prediction.start,
        after=prediction.after,
    )
    return judge(ask, typed)


def prompt(
    question: Predict, listing: Listing, *, start: int = 0, again: bool = False, free: bool = False
) -> str:
    """The question in words."""
    name = "direction" if question.by == "direction" else "predict"
    ask = Ask(question, listing, NOTHING, start=start, after=question.after, again=again, free=free)
    return kind_named(name).prompt(ask)
