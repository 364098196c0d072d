"""What a new kind of question gets without saying it, and what a step without a question does."""

from __future__ import annotations

from random import Random

import pytest

from tutor.course.model import Step
from tutor.course.questions import Question
from tutor.grading.ask import Ask
from tutor.grading.kinds import judge, kind_of
from tutor.grading.kinds.base import NOTHING_ASKED, NOTHING_TO_ASK, Choice, Input, OptionKind


class SidesKind(OptionKind[Question]):
    """A kind that says only what can be picked, and which of it is right."""

    shortcuts = ("l", "r")

    def answers(self, ask: Ask[Question]) -> tuple[Choice, ...]:
        return Choice("left", False, "No."), Choice("right", True, "Yes.")


KIND = SidesKind()
ASK = Ask(Question())
PAGE_ASK = Ask(NOTHING_TO_ASK)
PAGE = Step(id="page", title="A page")


def test_what_can_be_picked_and_what_is_right_follow_from_its_answers() -> None:
    assert KIND.input is Input.OPTION and KIND.tries(ASK.question) == 1
    assert KIND.choices(ASK) == ("left", "right")
    assert KIND.truth(ASK) == "right"


@pytest.mark.parametrize(
    ("typed", "picked", "confidence"),
    [
        ("2", 1, ""),
        ("R!", 1, "!"),
        (" lefts ?", 0, "?"),
        ("3", None, ""),
        ("0", None, ""),
        ("", None, ""),
        ("up", None, ""),
    ],
)
def test_it_is_picked_by_number_or_by_the_beginning_of_its_word(
    typed: str, picked: int | None, confidence: str
) -> None:
    reading = KIND.read(typed, ASK)
    assert (reading.picked, reading.confidence, reading.text) == (picked, confidence, typed)


def test_whatever_is_typed_on_a_page_is_no_attempt() -> None:
    verdict = judge(PAGE_ASK, "0.46")
    assert verdict.say == NOTHING_ASKED and not verdict.attempt


def test_a_page_shows_no_question_and_tells_no_answer() -> None:
    none = kind_of(NOTHING_TO_ASK)
    assert none.input is Input.NONE
    words = (none.prompt, none.truth, none.missed, none.worked)
    assert [said(PAGE_ASK) for said in words] == [""] * 4
    several = (none.choices, none.answers, none.lines, none.by_chance)
    assert not any(one(PAGE_ASK) for one in several)


def test_no_quiz_asks_a_page_and_its_author_is_told_nothing() -> None:
    none = kind_of(NOTHING_TO_ASK)
    assert not none.drawable(NOTHING_TO_ASK, PAGE)
    assert none.numbers(PAGE_ASK, PAGE, Random(1)) == {} and none.unfit(PAGE_ASK) == ""
    assert none.document(PAGE_ASK) == {} and list(none.prove(PAGE_ASK, PAGE, 0)) == []
