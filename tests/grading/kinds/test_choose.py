"""One of a few answers is picked, and its author's reason is said."""

from __future__ import annotations

import pytest

from tests.engine.listings import DELTAS as CODE
from tutor.course.model import Step
from tutor.course.questions import Choose, Option
from tutor.engine.listing import listing
from tutor.grading.ask import Ask, Judged, Verdict
from tutor.grading.kinds import judge, kind_named

KIND = kind_named("choose")
QUESTION = Choose(
    choose="Where does it go?",
    options=(
        Option(say="Up to 1.", because="Against the slope."),
        Option(say="To {weight@1}.", because="A step of {alpha} times the slope.", right=True),
        Option(say="It stays.", because="The slope is not 0."),
    ),
)
ASK = Ask(QUESTION, listing(CODE), {"alpha": 0.2})
STEP = Step(id="s", title="S", code=CODE, ask=(QUESTION,))


def test_the_options_speak_of_the_constants_in_force() -> None:
    assert KIND.prompt(ASK) == "Where does it go?"
    assert KIND.choices(ASK) == ("Up to 1.", "To 0.42.", "It stays.")
    assert [choice.right for choice in KIND.answers(ASK)] == [False, True, False]
    assert KIND.truth(ASK) == "To 0.42."


@pytest.mark.parametrize(
    ("typed", "kind", "say"),
    [
        ("1", Judged.WRONG, "Against the slope."),
        (" 2! ", Judged.RIGHT, "A step of 0.2 times the slope."),
        ("0", Judged.UNREADABLE, "Pick one: a number from 1 to 3."),
        ("4", Judged.UNREADABLE, "Pick one: a number from 1 to 3."),
        ("to", Judged.UNREADABLE, "Pick one: a number from 1 to 3."),
        ("99999999999999999999", Judged.UNREADABLE, "Pick one: a number from 1 to 3."),
    ],
)
def test_what_is_said_of_a_pick(typed: str, kind: Judged, say: str) -> None:
    verdict = judge(ASK, typed)
    assert (verdict.kind, verdict.say) == (kind, say)


def test_of_two_options_one_may_be_missed_once_and_of_more_twice() -> None:
    assert KIND.tries(QUESTION) == 2
    assert KIND.tries(QUESTION.replaced(options=QUESTION.options[:2])) == 1


def test_once_the_tries_are_gone_the_right_option_is_said_with_its_reason() -> None:
    said = ASK.filled(KIND.missed(ASK), 1)
    assert said == "The right answer: *To 0.42*. A step of 0.2 times the slope."


def test_a_quiz_asks_it_with_the_numbers_that_its_words_speak_of() -> None:
    from random import Random

    assert KIND.drawable(QUESTION, STEP)
    assert KIND.numbers(ASK, STEP, Random(1)) == {} and KIND.unfit(ASK) == ""


def test_its_author_is_told_which_option_is_right() -> None:
    assert KIND.document(ASK) == {"truth": 2}
    assert list(KIND.prove(ASK, STEP, 0)) == []


def test_the_reason_of_an_option_is_what_is_said() -> None:
    options = (Option(say="a", because="No.\n"), Option(say="b", because="Yes.", right=True))
    question = Choose(choose="Which?", options=options)
    said = [judge(Ask(question), typed) for typed in ("1", "2", "3", "up", "")]
    assert said[:2] == [Verdict(Judged.WRONG, "No."), Verdict(Judged.RIGHT, "Yes.")]
    assert not any(verdict.attempt for verdict in said[2:])
