"""Every answer gets the sentence that belongs to it, and none that is wrong passes."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.engine.listings import DELTAS as CODE
from tests.grading.asks import predicted
from tests.grading.table import CONSTANTS, MISTAKES, TABLE, ask, exactly, say, say_twice
from tutor.course.model import Mistake
from tutor.course.questions import Predict
from tutor.engine.listing import listing
from tutor.engine.numbers import same
from tutor.grading import messages
from tutor.grading.answer import read
from tutor.grading.ask import Ask, Judged
from tutor.grading.rules import judge

RUNS = (
    ({"input": 0.5, "alpha": 1.0}, 20),
    ({"weight": 0.0, "input": 0.5, "alpha": 1.0}, 4),
    ({"weight": 0.0, "input": 1.1, "alpha": 1.0}, 4),
    ({"input": 2, "alpha": 1.0}, 20),
    ({"input": 2, "alpha": 0.1}, 20),
    ({"weight": 0.1, "input": 8.5, "goal_pred": 1, "alpha": 0.01}, 20),
)
"""Six runs of the seed: (constants, updates)."""


# -- the table of grading.md -----------------------------------------------------------------------


def test_the_table_rests_on_these_numbers() -> None:
    """Right is 0.46, and each rule gives what the table says."""
    assert ask().truth == pytest.approx(0.46)
    assert ask().mistaken == pytest.approx({name: value for name, (_, value) in TABLE.items()})
    assert ask().hidden == ()
    assert ask().tolerance == pytest.approx(0.0008)


@pytest.mark.parametrize("name", TABLE)
def test_every_row_of_the_table_is_named(name: str) -> None:
    """The wrong number that a rule gives is told apart, with its own sentence."""
    typed = str(TABLE[name][1])
    verdict = say_twice(typed) if typed == "0.5" else say(typed)
    assert verdict.kind is Judged.MISTAKE
    assert verdict.mistakes == (name,)
    assert verdict.say.partition("\n\n")[0] == f"About {name}."
    assert verdict.attempt
    assert not verdict.right


@pytest.mark.parametrize(
    "typed", ["0.46", ".46", "46e-2", "23/50", "46%", "0.5 - 0.1*0.4", "0.4601", "0.4593", "0,46"]
)
def test_right(typed: str) -> None:
    """However it is written."""
    verdict = say(typed)
    assert verdict.kind is Judged.RIGHT
    assert verdict.right
    assert verdict.say == "Right."


@pytest.mark.parametrize("typed", ["0.46012", "0.459312", "0.5 - 0.1*0.405"])
def test_whoever_gives_many_digits_is_held_to_them(typed: str) -> None:
    """Within two percent of the change many a wrong rule falls by chance, and no rounding does."""
    assert say(typed).say == messages.MORE_EXACTLY
    assert say_twice(typed).kind is Judged.SHORT
    assert say("0.460004").right


def test_right_with_confidence() -> None:
    """A hunch that comes true is told to look, a certain one is told that it knew."""
    assert "hunch" in say("0.46?").say
    assert "knew" in say("0.46!").say


@pytest.mark.parametrize("typed", ["", "nan", "1,234", "wieght", "50% of 2"])
def test_what_cannot_be_read_is_no_attempt(typed: str) -> None:
    """It is told why, and nothing is counted."""
    verdict = say(typed)
    assert verdict.kind is Judged.UNREADABLE
    assert verdict.say
    assert not verdict.attempt


# -- digits ----------------------------------------------------------------------------------------


def from_memory(after: int) -> Ask[Predict]:
    """The seed's run with input 1.1: weights 0, 0.88, 0.6952, 0.734008."""
    return ask("weight", after, weight=0.0, input=1.1, alpha=1.0)


def test_too_few_digits_ask_for_more() -> None:
    """Grading.md: "0.7" for 0.6952 is right so far, and not an attempt."""
    asked = from_memory(2)
    assert asked.truth == pytest.approx(0.6952)
    verdict = say("0.7", asked)
    assert verdict.kind is Judged.MORE_DIGITS
    assert verdict.say == messages.MORE_DIGITS
    assert not verdict.attempt
    assert say("0.70", asked).say == messages.MORE_DIGITS
    assert say("0.695", asked).right
    assert say("0.6952", asked).right


def test_three_digits_that_do_not_tell_the_change_are_asked_about() -> None:
    """0.695 is what this rule comes to as well, and 0.6952 is not."""
    near = {"near": Mistake(rule="weight = weight - 0.18516", say="Near.")}
    asked = predicted(
        listing(CODE), {"weight": 0.0, "input": 1.1, "alpha": 1.0}, "weight", 1, 2, near
    )
    assert asked.mistaken == pytest.approx({"near": 0.69484})
    assert (asked.digits, asked.tells(3), asked.tells(4)) == (4, False, True)
    assert say("0.695", asked).say == messages.MORE_DIGITS
    assert say_twice("0.695", asked).attempt
    assert say("0.6952", asked).right
    assert say("0.6948", asked).mistakes == ("near",)


def test_a_working_is_exact() -> None:
    """7/10 is no rounding of 0.6952."""
    assert say("7/10", from_memory(2)).kind is not Judged.MORE_DIGITS


def test_digits_that_cannot_tell_the_change_are_not_right_so_far() -> None:
    """0.46 rounds to 0.5, but at a weight of 0.5 that says "no change"; 0 says nothing."""
    bare = predicted(listing(CODE), {}, "weight")
    assert say("0.5", bare).say == messages.EXACTLY
    assert say_twice("0.5", bare).kind is Judged.WRONG_WAY
    assert judge(bare, read("0")).kind is Judged.UNKNOWN
    assert say_twice("0.5").mistakes == ("no-change",)
    assert say("1/2").mistakes == ("no-change",)


def test_a_rounding_that_is_a_named_mistake_as_well_is_asked_about() -> None:
    """Second update: 0.436 rounds to 0.4, which is also the final target."""
    assert say("0.4", ask("weight", 2)).say == messages.EXACTLY
    assert say_twice("0.4", ask("weight", 2)).mistakes == ("final-target",)


def test_a_mistake_that_gives_the_number_exactly_is_meant_when_it_is_said_again() -> None:
    """0.7 is 0.6952 so far, but it is all that this rule gives: one more digit is asked for."""
    rounded = {"rounded": Mistake(rule="weight = weight - 0.18", say="You rounded.")}
    asked = predicted(
        listing(CODE), {"weight": 0.0, "input": 1.1, "alpha": 1.0}, "weight", 1, 2, rounded
    )
    assert asked.truth == pytest.approx(0.6952)
    assert asked.mistaken == pytest.approx({"rounded": 0.7})
    verdict = say_twice("0.7", asked)
    assert (verdict.kind, verdict.say) == (Judged.MISTAKE, "You rounded.")
    assert verdict.attempt
    assert say("0.70", from_memory(2)).kind is Judged.MORE_DIGITS


def test_too_few_digits_win_over_a_mistake_that_is_rounded_too() -> None:
    """0.7 may stand for 0.6952 as well as for 0.7049: the right number has the first say."""
    near = {"near": Mistake(rule="weight = weight - 0.1751", say="Near.")}
    asked = predicted(
        listing(CODE), {"weight": 0.0, "input": 1.1, "alpha": 1.0}, "weight", 1, 2, near
    )
    assert asked.mistaken == pytest.approx({"near": 0.7049})
    assert say("0.7", asked).kind is Judged.MORE_DIGITS
    assert say("0.7049", asked).mistakes == ("near",)


def test_a_mistake_typed_to_fewer_digits_is_still_named() -> None:
    """0.0008 is alpha times the squared miss's share; who types it short is understood."""
    asked = ask("weight", 2)
    wrong = asked.mistaken["error-by-input"]
    assert wrong == pytest.approx(0.45712)
    assert say("0.4571", asked).mistakes == ("error-by-input",)
    assert say("0.457", asked).mistakes == ("error-by-input",)


def test_a_plain_zero_is_no_rounding_of_anything() -> None:
    """The change is -0.275 here; who says 0 did not mean it."""
    verdict = say("0", ask("weight", 1, input=0.5, alpha=1.0))
    assert say("0.00", ask("weight", 1, input=0.5, alpha=1.0)).kind is Judged.WRONG_WAY
    assert (verdict.kind, verdict.mistakes) == (Judged.WRONG_WAY, ())


def test_a_single_digit_far_off_is_no_rounding() -> None:
    """From 0 the weight goes to 0.88: to one digit that is 0.9, and 1 only to the whole."""
    asked = ask("weight", 1, weight=0.0, input=1.1, alpha=1.0)
    assert asked.truth == pytest.approx(0.88)
    assert say("1", asked).kind is Judged.SHORT
    assert say("0.9", asked).kind is Judged.MORE_DIGITS


def test_where_nothing_moves_the_old_value_is_right() -> None:
    """At the bottom of the bowl the right answer is the weight itself."""
    asked = ask(weight=0.4)
    assert asked.truth == pytest.approx(0.4)
    assert say("0.4", asked).right
    third = predicted(listing(CODE), {"weight": 4 / 15, "goal_pred": 8 / 15}, "weight")
    assert judge(third, read("0.27")).kind is Judged.MORE_DIGITS
    assert judge(third, read("0.267")).right
    assert judge(third, read("4/15")).right


# -- two mistakes that coincide, mistakes that are right -------------------------------------------


def test_two_rules_with_one_number_are_both_said() -> None:
    """Input 0.5 makes "no input" equal "twice"."""
    asked = ask(input=0.5, alpha=1.0)
    verdict = say("1.05", asked)
    assert verdict.kind is Judged.AMBIGUOUS
    assert verdict.mistakes == ("without-input", "twice")
    assert "About without-input." in verdict.say
    assert "About twice." in verdict.say


def test_two_rules_with_one_sentence_are_one_story() -> None:
    """A miss with its sign and without is told in the same words: nothing is left to ask."""
    twins = {
        "signed": Mistake(rule="weight = weight - delta", say="Too far."),
        "unsigned": Mistake(rule="weight = weight - abs(delta)", say="Too far."),
    }
    asked = predicted(listing(CODE), {}, "weight", mistakes=twins)
    assert asked.coinciding == ()
    verdict = say("0.3", asked)
    assert (verdict.kind, verdict.say, verdict.mistakes) == (
        Judged.MISTAKE, "Too far.", ("signed",),
    )  # fmt: skip


def test_the_first_numbers_of_the_course_hide_a_mistake() -> None:
    """weight = input = 0.5 makes `delta * weight` right; at weight 0 `-weight_delta` is."""
    asked = ask(input=0.5, alpha=1.0)
    assert "by-weight" in asked.hidden
    assert judge(asked, exactly(asked.truth)).right
    assert "the-change-negative" in ask(weight=0.0, input=0.5).hidden


def test_a_mistake_that_cannot_run_here_is_left_out() -> None:
    """Its author hears of it from lint; the learner is judged by the rest."""
    odd = {
        "other": Mistake(rule="weight = nothing_here", say="?"),
        "fraction": Mistake(rule="weight = weight / 0", say="?"),
        "uphill": MISTAKES["uphill"],
    }
    asked = predicted(listing(CODE), {}, "weight", mistakes=odd)
    assert list(asked.mistaken) == ["uphill"]
    assert judge(asked, read("0.54")).mistakes == ("uphill",)


# -- slips -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("-0.46", messages.SIGN),
        ("4.6", messages.POINT),
        ("46", messages.POINT),
        ("4.600", messages.POINT),
        ("-46/100", messages.SIGN),
        ("٤.٦", messages.POINT),
    ],
)
def test_slips(typed: str, sentence: str) -> None:
    """A lost sign, the decimal point, two digits swapped."""
    verdict = say(typed)
    assert verdict.kind is Judged.SLIP
    assert verdict.say == sentence
    assert verdict.attempt


@pytest.mark.parametrize("typed", ["-0.273", "−0.273", "-0,273", "-٠.٢٧٣"])
def test_swapped_digits_below_zero(typed: str) -> None:
    """With a hyphen or the sign that documents write; the comma is no digit. Of two digits too many
    numbers are that."""
    asked = ask("delta", weight=0.2815)
    assert asked.truth == pytest.approx(-0.237)
    assert say("0.64").kind is not Judged.SLIP
    assert (say(typed, asked).kind, say(typed, asked).say) == (Judged.SLIP, messages.SWAPPED)


def test_a_mistake_wins_over_a_slip() -> None:
    """0.046 is a lost place of 0.46, but nearer at hand: the change, typed loosely."""
    assert say("0.046").kind is Judged.SLIP
    assert say("-0.04").mistakes == ("the-change-negative",)


# -- direction and size ----------------------------------------------------------------------------

WHY = (
    "`alpha * weight_delta` decides it: weight falls where that is above 0 and rises where it is "
    "below."
)
FAR = "How far it goes is `alpha * weight_delta`."


@pytest.mark.parametrize(
    ("typed", "kind", "sentence"),
    [
        ("0.47", Judged.SHORT, f"{messages.NOT_ENOUGH} {FAR}"),
        ("0.3", Judged.SHORT, f"{messages.TOO_FAR} {FAR}"),
        ("0.55", Judged.WRONG_WAY, f"{messages.wrong_way('weight')} {WHY}"),
    ],
)
def test_direction_and_size(typed: str, kind: Judged, sentence: str) -> None:
    """What no rule explains is told which way it is off."""
    verdict = say(typed)
    assert (verdict.kind, verdict.say) == (kind, sentence)


@pytest.mark.parametrize(
    ("variable", "typed", "kind", "part"),
    [
        ("pred", "0.7", Judged.SHORT, "too small"),
        ("pred", "1.4", Judged.SHORT, "too large"),
        ("pred", "-0.7", Judged.WRONG_WAY, "sign"),
        ("pred", "-1", Judged.SLIP, "sign"),
        ("pred", "300", Judged.UNKNOWN, "pred = 2 * 0.5."),
        ("error", "0.4", Judged.UNKNOWN, "Put the numbers in"),
        ("error", "0.03", Judged.SHORT, "too small"),
        ("delta", "0.3", Judged.SHORT, "too large"),
        ("iteration", "5", Judged.UNKNOWN, "Follow the lines"),
    ],
)
def test_values_that_are_no_updates(variable: str, typed: str, kind: Judged, part: str) -> None:
    """For a prediction or an error there is no direction, but a sign and a size."""
    verdict = say(typed, ask(variable))
    assert verdict.kind is kind
    assert part in verdict.say


def test_below_zero() -> None:
    """Too large and too small would mislead below zero."""
    asked = ask("delta", weight=0.1)
    assert asked.truth == pytest.approx(-0.6)
    look = "Look at `delta = pred - goal_pred` again."
    assert say("-0.8", asked).say == f"The right sign, but too far below zero. {look}"
    assert say("-0.2", asked).say == f"The right sign, but not far enough below zero. {look}"


def test_the_unknown_gets_the_way_with_what_may_be_known() -> None:
    """The results are left out, and so is what the step withholds."""
    verdict = say("3")
    assert verdict.kind is Judged.UNKNOWN
    assert verdict.say == (
        "Not that one. Put the numbers in: pred = 2 * 0.5, then delta = pred - 0.8, "
        "then weight_delta = 2 * delta, then weight = 0.5 - (0.1 * weight_delta)."
    )
    shown = predicted(listing(CODE), {}, "weight", shown=frozenset({"weight_delta"}))
    assert say("3", shown).say.endswith(": weight = 0.5 - (0.1 * 0.4).")


def test_a_number_that_a_later_update_works_out_anew_has_no_way_with_the_numbers_of_the_first() -> (
    None
):
    """No number may stand in its line: those of the first update are others."""
    code = "a = 2\nstep = 0.5\nfor i in range(4):\n    b = 6 - a\n    a = a + step\n"
    verdict = say("77", predicted(listing(code), {}, "b", after=2))
    assert verdict.say == "Not that one. Follow the updates up to the one that is asked: b = 6 - a."


def test_several_updates_at_once_are_helped_with_the_first() -> None:
    """The values before the last of them are withheld too."""
    verdict = say("77", predicted(listing(CODE), {}, "weight", start=0, after=3))
    assert "for the first of these updates: pred = 2 * 0.5" in verdict.say
    assert verdict.say.endswith("weight = 0.5 - (0.1 * weight_delta).")


# -- what holds for all numbers --------------------------------------------------------------------


@settings(max_examples=150, deadline=None)
@given(CONSTANTS, st.integers(1, 4))
def test_no_distinct_mistake_is_accepted_and_each_is_named(
    values: dict[str, float], after: int
) -> None:
    """Whatever the numbers: a wrong rule's own number is never right, and is named back."""
    asked = ask("weight", after, **values)
    assume(math.isfinite(asked.truth))
    for name, wrong in asked.distinct.items():
        verdict = judge(asked, exactly(wrong))
        assert not verdict.right
        assert name in verdict.mistakes
        assert all(same(asked.mistaken[other], wrong) for other in verdict.mistakes)


@settings(max_examples=150, deadline=None)
@given(CONSTANTS, st.integers(1, 4), st.sampled_from(["weight", "pred", "error", "delta"]))
def test_enough_digits_are_never_refused(
    values: dict[str, float], after: int, variable: str
) -> None:
    """The right value is right once its digits are within tolerance, and never a try before."""
    asked = ask(variable, after, **values)
    right = asked.truth
    for digits in range(1, 18):
        # As people round: a float that stands for 0.15 may be less than that.
        typed = f"{Decimal(f'{right:.15g}') if digits < 15 else right:.{digits}g}"
        verdict = judge(asked, read(typed))
        if abs(float(typed) - right) <= asked.exacting:
            assert verdict.right
        elif float(typed):
            assert not verdict.attempt or verdict.right
        if digits == 17:
            assert verdict.right


@settings(max_examples=150, deadline=None)
@given(CONSTANTS, st.floats(-100, 100), st.integers(0, 6))
def test_a_verdict_is_the_same_every_time_and_never_tells(
    values: dict[str, float], value: float, digits: int
) -> None:
    """Deterministic, with a sentence; and a miss never holds the right number."""
    typed = f"{value:.{digits}f}"
    verdict = judge(ask(**values), read(typed))
    assert verdict == judge(ask(**values), read(typed))
    assert verdict.say
    if verdict.kind is Judged.UNKNOWN:
        assert verdict.say.endswith("* weight_delta).")


def test_a_share_of_the_answer_would_accept_what_this_refuses(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Over six runs of the seed: one percent of the answer lets hundreds of mistakes pass."""
    wrong = by_share = ours = 0
    for values, updates in RUNS:
        for after in range(1, updates + 1):
            asked = ask("weight", after, **values)
            for value in asked.distinct.values():
                wrong += 1
                by_share += abs(value - asked.truth) <= 0.01 * abs(asked.truth)
                ours += judge(asked, exactly(value)).right
    with capsys.disabled():
        print(f"\n{wrong} wrong answers: 1% accepts {by_share}, this tolerance {ours}")
    assert by_share > 200
    assert ours == 0


def test_which_line_works_it_out_is_not_told_where_that_is_a_part_of_the_question() -> None:
    code = "a = 2\nfor i in range(4):\n    if a > 1:\n        b = 6 - a\n    a = a + 0.5\n"
    verdict = say("77", predicted(listing(code), {}, "b", after=2))
    assert verdict.say == "Not that one. Follow the lines from the top, one at a time."
