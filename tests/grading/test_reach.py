"""A claim about a run is judged by running it."""

from __future__ import annotations

import pytest

from tests.engine.listings import ALPHA as CODE
from tests.grading.asks import reach
from tutor.engine.listing import listing
from tutor.grading.ask import Kind


@pytest.mark.parametrize(
    ("claim", "values", "right", "say"),
    [
        ("diverges", {}, False, "It converges: after 20 updates error is 1.48528e-10."),
        ("diverges", {"alpha": 0.6}, True, "There it is. It diverges: after 20 updates error is"),
        ("oscillates", {"alpha": 0.5}, True, "There it is. It swings to and fro: after 20"),
        ("converges", {"alpha": -0.1}, False, "It diverges: after 20 updates error is 14286"),
        ("error < 0.001 within 10", {}, True, "There it is. error < 0.001 from update 5 on."),
        ("error < 0.001 within 2", {}, False, "It takes 5 updates to get to error < 0.001:"),
        ("error < 0.001 within 10", {"alpha": -1}, False, "It diverges: after 10 updates error is"),
        ("weight > 3", {}, False, "It converges: after 20 updates weight is 0.400004."),
        (
            "weight > 3",
            {"goal_pred": 8},
            True,
            "There it is. It converges: after 20 updates weight",
        ),
    ],
)
def test_what_is_said_of_a_claim(
    claim: str, values: dict[str, float], right: bool, say: str
) -> None:
    """Whether it is true, and what happens instead, with a number."""
    verdict = reach(listing(CODE), values, claim)
    assert verdict.right is right
    assert verdict.say.startswith(say)
    assert verdict.attempt


def test_a_listing_without_updates() -> None:
    """One pass has no ending: its value is said."""
    verdict = reach(listing("a = 2\nr = 1 - a\n"), {}, "r > 0")
    assert (verdict.kind, verdict.say) == (Kind.WRONG, "r is -1.")


def test_constants_with_which_it_cannot_run() -> None:
    """Not an attempt, and told why."""
    loops = "for i in range(2):\n    y = 0\n    for k in range(n):\n        y = xs[k]\n"
    code = f"n = 0\nxs = [1, 2]\n{loops}"
    verdict = reach(listing(code), {"n": 3}, "y > 3")
    assert verdict.kind is Kind.UNREADABLE
    assert "position past the end" in verdict.say


def test_a_run_that_is_cut_short() -> None:
    """The sentence says so."""
    code = "n = 0\na = 0\nfor i in range(3):\n    for k in range(n):\n        a = a + 1\n"
    verdict = reach(listing(code), {"n": 10**9}, "a > 3")
    assert not verdict.right
    assert verdict.say.startswith("The run was stopped after")
