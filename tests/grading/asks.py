"""Questions put to a listing, without a lesson around them."""

from __future__ import annotations

from collections.abc import Mapping

from tutor.course.model import Mistake, Step
from tutor.course.questions import Predict, Question, Reach
from tutor.engine.listing import Listing
from tutor.engine.numbers import NOTHING, Number
from tutor.grading.ask import Ask, Verdict
from tutor.grading.kinds import judge, kind_named

NOTHING_NAMED: Mapping[str, Mistake] = {}


def reach(listing: Listing, values: Mapping[str, Number], claim: str) -> Verdict:
    """What is said of a run at these constants."""
    ask = Ask(Reach(reach=claim), listing, values)
    return judge(ask, "")


def predicted(
    listing: Listing,
    values: Mapping[str, Number],
    variable: str,
    start: int = 0,
    after: int = 1,
    mistakes: Mapping[str, Mistake] = NOTHING_NAMED,
    shown: frozenset[str] = frozenset(),
) -> Ask[Predict]:
    """What will the variable be?"""
    question = Predict(predict=variable, after=after)
    return Ask(question, listing, values, start, after, mistakes, shown=shown)


def prompt(
    question: Predict, listing: Listing, *, start: int = 0, again: bool = False, free: bool = False
) -> str:
    """The question in words."""
    name = "direction" if question.by == "direction" else "predict"
    ask = Ask(question, listing, NOTHING, start=start, after=question.after, again=again, free=free)
    return kind_named(name).prompt(ask)


def prove(
    question: Question, step: Step, mistakes: Mapping[str, Mistake] = NOTHING_NAMED
) -> list[str]:
    """What its author is told of a question once it is run, each with its place in the step."""
    ask: Ask[Question] = Ask(
        question,
        step.listing,
        question.with_,
        after=getattr(question, "after", 0),
        mistakes=mistakes,
    )
    faults = kind_named(question.kind).prove(ask, step, 0)
    return [f"{'.'.join(map(str, f.path))}: {f.what}" for f in faults]
