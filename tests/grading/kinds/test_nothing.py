"""A page asks nothing, and nothing has to be answered there."""

from __future__ import annotations

from random import Random

from tutor.course.model import Step
from tutor.grading.ask import Ask
from tutor.grading.kinds import judge, kind_named
from tutor.grading.kinds.base import NOTHING_ASKED, Input
from tutor.grading.kinds.nothing import NOTHING_TO_ASK

ASK = Ask(NOTHING_TO_ASK)
PAGE = Step(id="page", title="A page")
KIND = kind_named("nothing")


def test_whatever_is_typed_is_no_attempt() -> None:
    verdict = judge(ASK, "0.46")
    assert verdict.say == NOTHING_ASKED and not verdict.attempt


def test_it_shows_no_question_and_tells_no_answer() -> None:
    assert KIND.input is Input.NONE
    assert KIND.prompt(ASK) == KIND.truth(ASK) == KIND.missed(ASK) == KIND.worked(ASK) == ""
    assert not any((KIND.choices(ASK), KIND.answers(ASK), KIND.lines(ASK), KIND.by_chance(ASK)))


def test_no_quiz_asks_it_and_its_author_is_told_nothing() -> None:
    assert not KIND.drawable(NOTHING_TO_ASK, PAGE)
    assert KIND.numbers(ASK, PAGE, Random(1)) == {} and KIND.unfit(ASK) == ""
    assert KIND.document(ASK) == {} and list(KIND.prove(ASK, PAGE, 0)) == []
