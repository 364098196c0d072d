"""Numbers as they are written: rounded on the way, cut off, aimed at, or asked about; and what was
told falsely once."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.listings import DELTAS as CODE
from tests.grading.asks import predicted
from tests.grading.table import CONSTANTS, ask, exactly, say, say_twice
from tutor.course.model import Mistake
from tutor.course.questions import Predict
from tutor.engine.listing import listing
from tutor.grading import messages
from tutor.grading.answer import read
from tutor.grading.ask import Ask, Judged, Verdict
from tutor.grading.rounding import roundings
from tutor.grading.rules import judge

# -- rounded on the way, cut off -------------------------------------------------------------------


def odd(after: int = 1) -> Ask[Predict]:
    """Numbers with many digits: 0.5 goes to 0.517803, 0.51787 where each line is rounded."""
    return ask("weight", after, input=1.37, alpha=0.113)


def test_rounding_on_the_way_is_right() -> None:
    """Each line, or each operation, to the digits that are typed."""
    asked = odd(3)
    assert asked.truth == pytest.approx(0.542883, abs=1e-6)
    on_the_way = asked.code.rounded(asked.values, 4, updates=3, exactly=2)
    assert on_the_way.value("weight", 3) == 0.5429
    assert say("0.5429", asked).say == "Right."


@pytest.mark.parametrize("digits", [3, 4, 5])
@pytest.mark.parametrize("each", [False, True])
@pytest.mark.parametrize("after", [1, 2, 3, 4])
def test_whatever_comes_of_rounding_on_the_way_is_never_wrong(
    digits: int, each: bool, after: int
) -> None:
    """It is right, or asked about where its digits do not tell the change."""
    asked = odd(after)
    trace = asked.code.rounded(asked.values, digits, updates=after, exactly=after - 1, each=each)
    verdict = say(f"{trace.value('weight', after):.{digits}g}", asked)
    assert verdict.right or not verdict.attempt


def test_rounding_on_the_way_is_told() -> None:
    """The number is not quite the right one, and whoever compares them should know why."""
    asked = predicted(listing("a = 1.2346\nb = a * 1.0404\nc = b * 3.0303\n"), {}, "c")
    assert asked.truth == pytest.approx(3.89235, abs=1e-5)
    assert asked.tolerance > 0.01
    exact = replace(asked, mistakes={"near": Mistake(rule="c = b * 3.0304", say="Near.")}, runs={})
    assert say("3.893", exact).kind is not Judged.RIGHT
    assert say("3.891", exact).say == "Right. Only its last digits are off."
    assert say("3.891?", exact).say.endswith("Only its last digits are off.")


@pytest.mark.parametrize("typed", ["0.69", "0.69519"])
def test_a_number_cut_off_is_asked_to_be_rounded(typed: str) -> None:
    """The weight goes to 0.695197… here."""
    asked = ask("weight", 2, weight=0.0, input=1.1, alpha=1.000005)
    assert 0.695195 < asked.truth < 0.6952
    asked = replace(asked, mistakes={"near": Mistake(rule="weight = 0.69518", say="Near.")})
    verdict = say(typed, asked)
    assert (verdict.kind, verdict.say) == (Judged.MORE_DIGITS, messages.CUT_OFF)


# -- another value that stands there ---------------------------------------------------------------


def test_a_value_that_stands_there_is_told_to_be_that() -> None:
    """Not near it: the same number, or as it is written."""
    asked = replace(ask("pred", weight=0.46), names={"goal_pred": 0.8, "error": 1 / 3, "w": "up"})
    verdict = say("0.8", asked)
    assert (verdict.kind, verdict.attempt) == (Judged.SHOWN, True)
    assert verdict.say == ("That is the value of `goal_pred`. `pred` is another number.")
    assert say("0.333333", asked).kind is Judged.SHOWN
    assert say("0.81", asked).kind is Judged.SHORT


def test_what_is_no_update_is_told_from_what_stands_there() -> None:
    """0.99 is not 1, where 1 is the goal."""
    asked = replace(ask("pred", weight=0.495, goal_pred=1), names={"goal_pred": 1})
    assert asked.truth == pytest.approx(0.99)
    assert asked.tolerance == pytest.approx(0.01 / 3)
    assert say("1", asked).say == messages.EXACTLY
    assert say_twice("1", asked).kind is Judged.SHOWN
    assert say("0.991", asked).right


# -- aiming ----------------------------------------------------------------------------------------


def aimed(value: float, cell: float, asked: Ask[Predict] | None = None) -> Verdict:
    return judge(asked or ask(), read(repr(value))._replace(cell=cell))


def test_an_aimed_answer_stands_for_its_cell() -> None:
    """Right is 0.46, and 0.04 is the change; 0.48 and 0.49 are mistakes."""
    assert aimed(0.455, 0.01).right
    assert aimed(0.45, 0.01).kind is Judged.SHORT
    assert aimed(0.46, 0.0001).right, "so fine that it is as good as typed"
    assert aimed(0.48, 0.0001).mistakes == ("without-input",)


def test_a_coarse_aim_is_asked_to_be_finer() -> None:
    """Where its cell holds something else as well, or is not small beside the change."""
    assert aimed(0.5, 0.1).say == messages.AIM_FINER
    assert aimed(0.47, 0.025).say == messages.AIM_FINER
    near = predicted(listing("w = 1.599\nfor i in range(3):\n    w = w + 0.001\n"), {}, "w")
    assert aimed(1.6, 0.1, near).say == messages.AIM_FINER, "also right on the truth"
    assert judge(near, read("1.6")).right


def test_a_coarse_aim_hears_no_story() -> None:
    """Somebody who aims roughly follows no rule."""
    assert aimed(0.48, 0.01).kind is Judged.SHORT
    assert aimed(0.54, 0.05).kind is Judged.WRONG_WAY


def test_an_aim_that_did_not_move_is_told_so() -> None:
    """Also where a mistake shares its cell."""
    assert aimed(0.5, 0.01).say.startswith("weight does not stay where it is.")
    assert aimed(0.495, 0.012).say == messages.AIM_FINER, "it did move, and less than can be told"
    bare = predicted(listing(CODE), {}, "weight")
    assert aimed(0.5, 0.0001, bare).say.startswith("weight does not stay where it is.")


# -- where the verdict waits -----------------------------------------------------------------------


def waiting(asked: Ask[Predict]) -> Ask[Predict]:
    return replace(asked, waits=True, runs={})


def test_where_the_verdict_waits_a_request_does_not_depend_on_the_truth() -> None:
    """Fewer digits than the question wants are asked about, right and wrong ones alike."""
    near = {"near": Mistake(rule="weight = weight - 0.18516", say="Near.")}
    values = {"weight": 0.0, "input": 1.1, "alpha": 1.0}
    asked = waiting(predicted(listing(CODE), values, "weight", 1, 2, near))
    assert asked.digits == 4
    for typed in ("0.7", "0.695", "0.9", "123", "-5"):
        verdict = say(typed, asked)
        assert (verdict.kind, verdict.attempt) == (Judged.MORE_DIGITS, False)
        assert verdict.say == messages.digits_wanted(4)
        assert judge(asked, read(typed).as_written()).attempt
    for typed in ("0.6952", "0.8888", "0.69520", "1/3", "0.6951", "0.6940", "0"):
        assert say(typed, asked).attempt
    assert say("0.6952", asked).right


@settings(max_examples=100, deadline=None)
@given(
    st.floats(-20, 20),
    st.integers(1, 9),
    st.fixed_dictionaries({"weight": st.floats(-2, 2), "input": st.floats(-3, 3)}),
)
def test_where_the_verdict_waits_enough_digits_are_always_judged(
    value: float, digits: int, values: dict[str, float]
) -> None:
    """Whether an answer is an attempt follows from its digits alone."""
    asked = waiting(ask(**values))
    reading = read(f"{value:.{digits - 1}e}")
    enough = reading.digits >= asked.digits or not reading.value
    assert judge(asked, reading).attempt is enough
    assert judge(asked, read(f"{asked.truth:.11e}")).right


def test_cut_off_where_the_verdict_waits_is_a_slip() -> None:
    """It cannot be asked about: that would tell the digits before it."""
    asked = waiting(odd())
    assert (asked.digits, say("0.517", asked).say) == (3, messages.CUT)
    assert say("0.517", asked).kind is Judged.SLIP


def test_whole_numbers_are_not_rounded() -> None:
    """One digit is all that 7 has."""
    asked = waiting(predicted(listing("a = 3\nb = a + 4\n"), {}, "b"))
    assert asked.digits == 1
    assert say("7", asked).right


# -- numbers at the edge ---------------------------------------------------------------------------


@pytest.mark.parametrize("after", [100, 400, 1000, 3000])
def test_a_run_that_leaves_every_number_is_no_attempt(after: int) -> None:
    """Diverged to infinity or to nan: nothing can be typed for it, and it says so."""
    asked = ask("weight", after, input=8.5, alpha=1.0)
    verdict = say("3", asked)
    if math.isfinite(asked.truth):
        assert verdict.attempt
    else:
        assert verdict == Verdict.unreadable(messages.NOT_READABLE_TRUTH)


def test_a_variable_that_is_no_number() -> None:
    """Texts and lists have no tolerance; nothing raises."""
    asked = predicted(listing('word = "a"\nweight = 1\nword = "b"\n'), {}, "word")
    assert not judge(asked, read("3")).attempt


# -- what was told falsely once --------------------------------------------------------------------


@settings(max_examples=150, deadline=None)
@given(CONSTANTS, st.floats(-20, 20), st.sampled_from(["weight", "pred", "error", "delta"]))
def test_a_working_is_right_within_tolerance_alone(
    values: dict[str, float], value: float, variable: str
) -> None:
    """It was rounded by nobody: `0 + 0` is no rounding of anything."""
    asked = ask(variable, 2, **values)
    for one in (value, float(round(value)), 0.0, 1.0, -1.0, 10.0):
        assert judge(asked, exactly(one)).right is (abs(one - asked.truth) <= asked.exacting)


def test_a_number_near_a_mistake_is_not_told_its_story() -> None:
    """The rule gives 0.1; a step that is one percent of the way to it makes no 0.1."""
    assert say("0.1").mistakes == ("full-step",)
    for typed in ("0.101", "0.099", "0.0996", "1001/10000"):
        assert say(typed).mistakes == ()


def test_a_number_of_two_digits_that_two_rules_come_to_is_told_neither() -> None:
    """One of them nearly, the other rounded; at three digits both are said."""
    near = {
        "one": Mistake(rule="weight = -2.1975", say="One."),
        "other": Mistake(rule="weight = -2.1875", say="Other."),
        "third": Mistake(rule="weight = -2.1877", say="Third."),
    }
    asked = predicted(listing(CODE), {}, "weight", mistakes=near)
    assert say("-2.2", asked).say == messages.SEVERAL
    assert say_twice("-2.2", asked).mistakes == ()
    assert say("-2.2", waiting(asked)).kind is Judged.MORE_DIGITS
    assert not say("-2.19", replace(waiting(asked), mistakes=near)).right
    assert say("-2.19", asked).mistakes == ("other", "third")
    assert say("-2.1975", asked).mistakes == ("one",)


@pytest.mark.parametrize("typed", ["-10", "-11", "100", "1.0", "100.5"])
def test_a_slip_gives_the_right_number_exactly(typed: str) -> None:
    """Of a rounded number many are one, and a digit 0 does not come to stand first."""
    asked = predicted(listing("a = 3.5\nb = a + 7\n"), {}, "b")
    assert asked.truth == 10.5
    assert say(typed, asked).kind is not Judged.SLIP
    assert say("-10.5", asked).say == messages.SIGN
    assert say("15.0", asked).kind is not Judged.SLIP
    assert say("1.05", asked).say == messages.POINT


def test_the_old_value_rounded_is_the_old_value() -> None:
    """Where no rule is named for it, too."""
    asked = predicted(listing(CODE), {"weight": 0.48765}, "weight")
    assert asked.truth == pytest.approx(0.45259)
    for typed in ("0.488", "0.4877"):
        assert say(typed, asked).say.startswith("weight does not stay where it is.")


def test_a_run_that_rounding_leads_astray_is_passed_over() -> None:
    """`xs[…]` has no such place then."""
    code = "a = 1.2346\nb = a * 1.0004\nxs = [1, 2]\nc = xs[0] * b\n"
    asked = predicted(listing(code), {}, "c")
    assert say("1.236", asked).attempt


LONG = "a" * 31
SEVERAL = "xs = [-3, -4]\n"


@pytest.mark.parametrize(
    ("code", "typed", "reason"),
    [
        ("a = 0.3\nb = a - 1\n", "0.2", "It is below 0 when `1` is larger than `a`."),
        ("a = -3\nb = a * 2\n", "5", "It has the sign of `a`."),
        ("a = -3\nb = 2 * a\n", "5", "It has the sign of `a`."),
        ("a = -3\nc = 2\nb = a * c\n", "5", "It is below 0 when just one of `a` and `c` is."),
        ("a = -3\nb = a ** 2\n", "-8", "A square is never below 0."),
        ("a = -3\nb = abs(a)\n", "-2", "`abs` takes the sign off."),
        (f"{SEVERAL}b = sum(xs) / len(xs)\n", "4", "It has the sign of `sum(xs)`."),
        (f"{SEVERAL}b = sum(x ** 2 for x in xs) / len(xs)\n", "-9", "A sum of squares is never"),
        (f"{SEVERAL}b = sum([x ** 2 for x in xs])\n", "-9", "A sum of squares is never below 0."),
        (f"{SEVERAL}b = xs[0] ** 2 / len(xs)\n", "-9", "A square is never below 0."),
        ("a = -3\nb = a + 1\n", "1.5", ""),
        ("a = -3\nif a < 0:\n    b = a\nelse:\n    b = 3\n", "2", "An `if` decides"),
        ("a = -3\nfor i in range(2):\n    for k in range(2):\n        b = a\n", "2", ""),
        (f"{LONG} = -3\nb = {LONG} * ({LONG} + 5)\n", "5", ""),
        (f"{LONG} = -3\nb = ({LONG} + {LONG}) * 2\n", "11", ""),
        (f"{LONG} = -3\nb = {LONG} - ({LONG} + 5)\n", "4", ""),
    ],
)
def test_a_wrong_sign_is_told_what_decides_it(code: str, typed: str, reason: str) -> None:
    """In general, and so without telling which sign it is."""
    verdict = say(typed, predicted(listing(code), {}, "b"))
    assert verdict.kind is Judged.WRONG_WAY
    start, _, rest = verdict.say.partition(messages.LOOK_AT_SIGN)
    assert start == "" and rest.strip().startswith(reason) and bool(rest) is bool(reason)


def test_a_wrong_way_is_told_what_decides_it() -> None:
    """A step that is added, a line that is not of that kind, and one that is too long."""
    added = listing("w = 1\nfor i in range(3):\n    w = w + 0.5 - 1\n")
    assert "The line `w = w + 0.5 - 1` decides it" in say("1.2", predicted(added, {}, "w")).say
    plus = listing("w = 1\ns = -0.5\nfor i in range(3):\n    w = w + s\n")
    said = say("1.2", predicted(plus, {}, "w")).say
    assert "`s` decides it: w rises where that is above 0 and falls where it is below." in said
    long = listing(f"w = 1\nfor i in range(3):\n    w = w * 0.5{' + 0' * 20}\n")
    assert "The line of `w` decides it" in say("1.2", predicted(long, {}, "w")).say
    inside = listing("w = 1\nfor i in range(3):\n    for k in range(2):\n        w = w - 1\n")
    assert say("1.2", predicted(inside, {}, "w")).say == messages.wrong_way("w")


def test_a_step_that_is_no_change_of_the_old_value_is_told_its_line() -> None:
    turned = listing("w = 1\ns = 0.5\nfor i in range(3):\n    w = s - w\n")
    said = say("1.2", predicted(turned, {}, "w")).say
    assert "The line `w = s - w` decides it" in said


def test_rounding_on_the_way_that_is_a_mistakes_rounding_too_is_asked_about() -> None:
    """0.904, 0.004, 0.0044, 0.8176; and the final target is 0.81818."""
    asked = ask("weight", 2, weight=0.8, goal_pred=0.9, input=1.1, alpha=1.0)
    assert asked.truth == pytest.approx(0.81738)
    assert say("0.818", asked).say == messages.MORE_EXACTLY
    assert say_twice("0.818", asked).attempt


def test_rounding_that_leads_a_run_where_it_has_no_meaning_is_passed_over() -> None:
    """Rounded, `a` is not above 1.234 any more, and `c` has no value."""
    code = "a = 1\nb = a * 1.2341\nif b > 1.234:\n    c = b\nd = c * 1.0001\n"
    near = {"near": Mistake(rule="d = c * 1.0002", say="Near.")}
    asked = predicted(listing(code), {}, "d", mistakes=near)
    assert asked.tolerance < 0.001
    assert say("1.239", asked).attempt


def test_where_the_verdict_waits_a_rounding_that_stands_on_the_screen_is_right() -> None:
    """0.990099 to three digits is 0.990, and so is something else."""
    asked = waiting(replace(ask("pred", weight=0.495049504950495), names={"other": 0.99}))
    assert asked.truth == pytest.approx(0.990099)
    assert say("0.990", asked).right


def test_a_truth_that_is_not_finite_is_no_rounding() -> None:
    assert roundings(math.inf, 3) == frozenset()


def test_a_tolerance_for_whoever_judges_by_it_alone() -> None:
    """It takes in the truth rounded to the digits asked for, and no mistake."""
    asked = odd()
    assert asked.digits == 3
    assert abs(0.518 - asked.truth) <= asked.rounded_tolerance
    near = {"near": Mistake(rule="weight = 0.5181", say="Near.")}
    close = replace(asked, mistakes=near, runs={})
    assert close.rounded_tolerance < abs(0.5181 - asked.truth) / 2


# -- what is said besides --------------------------------------------------------------------------


def shown(code: str, variable: str, rule: str, **names: float) -> Ask[Predict]:
    """A question with one named mistake and these values on the screen."""
    mistakes = {"wrong": Mistake(rule=rule, say="A story.")}
    return replace(predicted(listing(code), {}, variable, mistakes=mistakes), names=names)


def test_a_value_that_the_story_is_about_is_not_asked_about_besides() -> None:
    """`weight = goal_pred` is the story; another name with that number is another possibility."""
    code = "goal_pred = 0.8\nb = 0.8\nweight = goal_pred / 2\n"
    once = shown(code, "weight", "weight = goal_pred", goal_pred=0.8)
    assert say("0.8", once).say == "A story."
    also = shown(code, "weight", "weight = goal_pred", goal_pred=0.8, b=0.8)
    assert say("0.8", also).say == "A story.\n\nOr you gave the value of `b`."


def test_how_far_several_updates_go_is_not_how_far_one_goes() -> None:
    code = "w = 8\nfor i in range(9):\n    w = w - 0.5 * w\n"
    one, three = (predicted(listing(code), {}, "w", 0, after) for after in (1, 3))
    assert say("5", one).say.endswith("How far it goes is `0.5 * w`.")
    assert say("5", three).say.endswith("How far each update goes is `0.5 * w`.")


@pytest.mark.parametrize("typed", ["46.15385", "46.2", "600 / 13", "45.8"])
def test_a_number_that_the_line_would_round_is_asked_to_be_rounded(typed: str) -> None:
    """It is closer to the sum than the right answer is."""
    code = "far = 0.6\nstep = 0.013\nsteps = round(far / step)\n"
    mistakes = {"near": Mistake(rule="steps = round(far / step) + 1", say="One more.")}
    asked = predicted(listing(code), {}, "steps", mistakes=mistakes)
    assert (asked.truth, say(typed, asked).say) == (46, messages.WHOLE)
    assert say_twice(typed, asked).attempt, "and it is not right when it is handed in again"
    assert say("46", asked).right and say("44", asked).kind is Judged.SHORT


@pytest.mark.parametrize("working", ["8.5 / 0.1", "17 * 5", "0.85 / 10"])
def test_a_working_has_no_decimal_point_to_misplace(working: str) -> None:
    asked = predicted(listing("a = 8.5\nb = a * 0.1\n"), {}, "b")
    assert say("8.5", asked).kind is not Judged.RIGHT and say("85.0", asked).say == messages.POINT
    assert say(working, asked).say != messages.POINT
    assert say("-8.5 / 10", asked).say == messages.SIGN
