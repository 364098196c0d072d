"""A claim is made true by editing: what its author is told where it cannot be, or already is."""

from __future__ import annotations

import pytest

from tests.engine.listings import ALPHA as ALPHA_RULE
from tests.engine.listings import DELTAS as CODE
from tests.grading.asks import prove, reach
from tests.grading.kinds.listings import ALPHA, step
from tutor.course.questions import Reach
from tutor.course.ranges import Range
from tutor.engine.claim import WORDS, claim
from tutor.engine.listing import listing
from tutor.grading.ask import Ask, Judged
from tutor.grading.kinds import kind_named
from tutor.grading.kinds.base import Input
from tutor.grading.kinds.reach import MOST_RUNS, NO_VARIABLES, reachable

KIND = kind_named("reach")
DIVERGES = Reach(reach="diverges", hint=("More alpha.",))


def test_the_constants_are_the_answer() -> None:
    ask = Ask(DIVERGES, listing(CODE))
    assert KIND.prompt(ask) == "Change the constants until this is true of the run: diverges."
    assert KIND.input is Input.CONSTANTS and KIND.tries(DIVERGES) == 0


@pytest.mark.parametrize(
    ("question", "faults"),
    [
        (DIVERGES, []),
        (DIVERGES.replaced(hint=()), ["ask.0.reach: a hint is missing; add `hint:`"]),
        (
            DIVERGES.replaced(with_={"alpha": 0.6}),
            ["ask.0.reach: `diverges` is true before anything is edited"],
        ),
        (
            DIVERGES.replaced(reach="weight > 1000 within 1"),
            [
                "ask.0.reach: `weight > 1000 within 1` was not met anywhere within the ranges "
                "under `edit:`; widen them, or make `by` smaller"
            ],
        ),
    ],
)
def test_what_its_author_is_told(question: Reach, faults: list[str]) -> None:
    assert prove(question, step(question)) == faults


BOTH = {**ALPHA, "input": Range(from_=1, to=3, by=0.5)}


@pytest.mark.parametrize(
    ("question", "faults"),
    [
        (
            DIVERGES.replaced(say="Turn alpha until it diverges."),
            [
                "ask.0.reach: its words speak of `alpha`, and `input` can be edited as well; "
                "add `edit: [alpha]`, or name all of them there"
            ],
        ),
        (
            DIVERGES.replaced(reveal="So the input counts, and counts twice."),
            [
                "ask.0.reach: its words speak of `input`, and `alpha` can be edited as well; "
                "add `edit: [input]`, or name all of them there"
            ],
        ),
        (DIVERGES.replaced(say="Turn alpha until it diverges.", edit=("alpha",)), []),
        (DIVERGES.replaced(say="Turn alpha until it diverges.", edit=("alpha", "input")), []),
        (DIVERGES.replaced(say="Turn alpha, or the input."), []),
        (DIVERGES.replaced(say="Turn the knobs."), []),
        (
            DIVERGES.replaced(edit=("alpha", "weight")),
            [
                "ask.0.edit.1: `weight` is not under the step's `edit:`; add it there, "
                "or leave it out"
            ],
        ),
        (
            DIVERGES.replaced(reach="weight > 1e6", edit=("input",)),
            [
                "ask.0.reach: `weight > 1e6` was not met anywhere within the ranges under "
                "`edit:`; widen them, or make `by` smaller"
            ],
        ),
    ],
)
def test_its_words_hold_of_everybody_s_answer(question: Reach, faults: list[str]) -> None:
    """Words that name a constant are true only where that one alone could be turned."""
    assert prove(question, step(question).replaced(edit=BOTH)) == faults


def test_the_constants_that_it_lets_go() -> None:
    assert DIVERGES.editable(["alpha", "input"]) == ("alpha", "input")
    assert DIVERGES.replaced(edit=("input",)).editable(["alpha", "input"]) == ("input",)


def test_a_claim_of_a_new_word_is_told_by_that_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever else the run does: that says nothing of the claim in hand."""
    monkeypatch.setitem(WORDS, "rests", lambda look: "alpha" in look.values)
    run = listing(ALPHA_RULE)
    missed = "rests is not true of this run: after 20 updates weight is 0.400004."
    assert reach(run, {}, "rests").say == missed
    held = reach(run, {"alpha": 0}, "rests")
    assert held.right and held.say.startswith(
        "There it is. rests is true of this run: after 20 updates"
    )


def test_there_must_be_something_to_edit() -> None:
    assert prove(DIVERGES, step(DIVERGES).replaced(edit={})) == [
        "ask.0.reach: nothing may be edited in this step; add `edit:`"
    ]


def test_a_setting_is_found_with_one_constant_or_with_two_together() -> None:
    alone = reachable(claim("diverges"), listing(CODE), ALPHA, {})
    assert alone is not None and listing(CODE).ending(alone).value == "diverges"
    sums = listing("a = 0\nb = 0\nr = a + b\n")
    both = {"a": Range(from_=0, to=5, by=1), "b": Range(from_=0, to=5, by=1)}
    assert reachable(claim("r == 10"), sums, both, {}) == {"a": 5, "b": 5}
    assert reachable(claim("r == 11"), sums, both, {}) is None
    fine = {"a": Range(from_=1, to=5, by=1), "b": Range(from_=0, to=4, by=0.1)}
    assert reachable(claim("r > 6.85 and r < 6.95 and a < 3.5"), sums, fine, {}) == {
        "a": 3,
        "b": 3.9,
    }


def test_constants_without_a_run_are_passed_over() -> None:
    code = "n = 1\nxs = [4, 2, 9]\ns = 0\nfor i in range(n):\n    s = s + xs[i]\n"
    edit = {"n": Range(from_=1, to=9, by=1)}
    assert reachable(claim("s == 15"), listing(code), edit, {}) == {"n": 3}


def test_the_search_for_a_setting_has_an_end() -> None:
    """Five constants of four hundred values each are more than is ever tried."""
    names = "abcde"
    code = "".join(f"{name} = 0\n" for name in names) + f"r = {' + '.join(names)}\n"
    wide = {name: Range(from_=0, to=400, by=1) for name in names}
    tried = _Counted("r < 0")
    assert reachable(tried, listing(code), wide, {}) is None  # type: ignore[arg-type]
    assert tried.count == MOST_RUNS


class _Counted:
    """A claim that counts how often it is asked for."""

    def __init__(self, text: str) -> None:
        self.claim, self.count = claim(text), 0

    def holds(self, *asked: object) -> bool:
        self.count += 1
        return self.claim.holds(*asked)  # type: ignore[arg-type]


CARRIES_NOTHING = "for i in range(3):\n    r = i * 2\n"


@pytest.mark.parametrize(
    ("code", "said", "says"),
    [
        (CARRIES_NOTHING, "diverges", "r is 4."),
        (CARRIES_NOTHING, "1 > 2 within 2", "In update 2 r is 2. `1 > 2` does not hold."),
        ("a = 2\nr = 1 - a\n", "1 > 2", "r is -1. `1 > 2` does not hold."),
        ("print(1)\n", "1 > 2", NO_VARIABLES),
        ("print(1)\n", "1 > 2 within 3", NO_VARIABLES),
    ],
)
def test_a_run_that_carries_nothing_on_is_told_by_its_last_variable(
    code: str, said: str, says: str
) -> None:
    assert reach(listing(code), {}, said).say == says


APART = "a, b, c = 1.0, 1.0, 1.0\nfor i in range(9):\n    a, b, c = a * 0.5, b * 1.5, -c\n"


@pytest.mark.parametrize(
    ("said", "right", "says"),
    [
        ("a converges", True, "There it is. It converges: after 9 updates a is 0.00195"),
        ("a, b converge", False, "a converges and b diverges: after 9 updates a is 0.00195"),
        ("a, c diverge", False, "a converges and c swings to and fro: after 9 updates a is"),
        ("b diverges and c oscillates", True, "There it is. It diverges: after 9 updates b is"),
        ("a monotone", True, "There it is. a monotone is true of this run: after 9 updates a is"),
        ("c monotone", False, "c monotone is not true of this run: after 9 updates c is -1."),
    ],
)
def test_what_is_said_of_several_variables(said: str, right: bool, says: str) -> None:
    """Each by itself, where they do not end alike."""
    verdict = reach(listing(APART), {}, said)
    assert verdict.right is right
    assert verdict.say.startswith(says)


@pytest.mark.parametrize(
    ("code", "said", "names"),
    [
        (APART, "a, b converge", ("a", "b")),
        (APART, "converges", ("a", "b", "c")),
        (APART, "a converges and c > 0", ("a", "c")),
        ("print(1)\n", "1 > 2", ()),
    ],
)
def test_the_variables_by_which_it_is_told(code: str, said: str, names: tuple[str, ...]) -> None:
    assert KIND.watched(Ask(Reach(reach=said), listing(code))) == names


def test_a_bound_in_a_run_that_is_cut_short_says_so() -> None:
    code = "n = 0\na = 0\nfor i in range(3):\n    for k in range(n):\n        a = a + 1\n"
    verdict = reach(listing(code), {"n": 10**9}, "a < 0 within 2")
    assert not verdict.right and verdict.say.startswith("The run was stopped after")


@pytest.mark.parametrize(
    ("claim", "values", "right", "say"),
    [
        ("diverges", {}, False, "It converges: in update 20 error is 1.48528e-10."),
        ("diverges", {"alpha": 0.6}, True, "There it is. It diverges: in update 20 error is"),
        ("oscillates", {"alpha": 0.5}, True, "There it is. It swings to and fro: in update 20"),
        ("converges", {"alpha": -0.1}, False, "It diverges: in update 20 error is 14286"),
        (
            "error < 0.001 within 10",
            {},
            True,
            "There it is. error < 0.001 is first met at update 5.",
        ),
        (
            "error < 0.001 within 2",
            {},
            False,
            "error < 0.001 is first met at update 5: later than 2.",
        ),
        (
            "error < 0.001 within 2",
            {"alpha": 0.01},
            False,
            "error < 0.001 is not met in the loop's 20 updates: it would be at update",
        ),
        ("error < 0.001 within 10", {"alpha": -1}, False, "In update 10 error is"),
        ("error < 0.001 within 3", {"alpha": 0.5}, False, "In update 3 error is 0.04."),
        ("weight > 3", {}, False, "After 20 updates weight is 0.400004."),
        ("pred > weight + 1", {}, False, "In update 20 pred is 0.80001"),
        (
            "weight > 3",
            {"goal_pred": 8},
            True,
            "There it is. After 20 updates weight is 3.99987.",
        ),
    ],
)
def test_what_is_said_of_a_claim(
    claim: str, values: dict[str, float], right: bool, say: str
) -> None:
    """Whether it is true, and what happens instead, with a number."""
    verdict = reach(listing(ALPHA_RULE), values, claim)
    assert verdict.right is right
    assert verdict.say.startswith(say)
    assert verdict.attempt


def test_a_listing_without_updates() -> None:
    """One pass has no ending: its value is said."""
    verdict = reach(listing("a = 2\nr = 1 - a\n"), {}, "r > 0")
    assert (verdict.kind, verdict.say) == (Judged.WRONG, "r is -1. `r > 0` does not hold.")


def test_constants_with_which_it_cannot_run() -> None:
    """Not an attempt, and told why."""
    loops = "for i in range(2):\n    y = 0\n    for k in range(n):\n        y = xs[k]\n"
    code = f"n = 0\nxs = [1, 2]\n{loops}"
    verdict = reach(listing(code), {"n": 3}, "y > 3")
    assert verdict.kind is Judged.UNREADABLE
    assert "position past the end" in verdict.say


def test_a_run_that_is_cut_short() -> None:
    """The sentence says so."""
    code = "n = 0\na = 0\nfor i in range(3):\n    for k in range(n):\n        a = a + 1\n"
    verdict = reach(listing(code), {"n": 10**9}, "a > 3")
    assert not verdict.right
    assert verdict.say.startswith("The run was stopped after")
