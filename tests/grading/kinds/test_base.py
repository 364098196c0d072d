"""What a new kind of question gets without saying it."""

from __future__ import annotations

import pytest

from tutor.course.questions import Question
from tutor.grading.ask import Ask
from tutor.grading.kinds.base import Choice, Input, OptionKind


class SidesKind(OptionKind[Question]):
    """A kind that says only what can be picked, and which of it is right."""

    shortcuts = ("l", "r")

    def answers(self, ask: Ask[Question]) -> tuple[Choice, ...]:
        return Choice("left", False, "No."), Choice("right", True, "Yes.")


KIND = SidesKind()
ASK = Ask(Question())


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
