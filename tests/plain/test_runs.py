"""A run in plain mode: its updates, guesses at them, own rules replayed, and the picture."""

from __future__ import annotations

import pytest

from tests.plain.conftest import Told


def test_running_replaying_and_looking(told: Told) -> None:
    heard = told(
        "12.5", "0.9", "", "1.3", "", "3", "replay", "run 2", "run all", "run x", "table", "output",
        "draw error", at="break-it/input-two",
    )  # fmt: skip
    assert "Update 3: weight -2.3, pred 2.6, error 3.24, delta 1.8, weight_delta 3.6." in heard
    assert "The listing makes no further update." not in heard
    assert "(" in heard and "more updates)" in heard
    assert "Type run, run and a count such as run 5, or run all." in heard
    assert "update" in heard.partition("draw error")[2]


def test_the_own_rule_is_replayed(told: Told) -> None:
    heard = told("12.5", "0.9", "replay", "replay", at="break-it/input-two")
    assert heard.count("This is where weight = weight + weight_delta would have led: 0.9, ") == 2


def test_a_guess_at_the_next_update(told: Told) -> None:
    heard = told("0.775", "", "1.006", "1.2904", "hello", "set weight 1", "0.5",
                 at="break-it/all-is-well")  # fmt: skip
    assert "or run, set, a guess at the next weight: 1.2904" in heard
    assert "There is no word hello here; did you mean help?" in heard


def test_digits_are_explained_where_some_are_drawn(told: Told) -> None:
    """Where nothing moved, the only earlier place is where now is."""
    heard = told("0.1", "8.5 * 0.01", "", "0.15", "-0.0225", "draw", at="hot-and-cold/the-game")
    assert "@ is where error is measured." in heard and "a digit is" not in heard
    heard = told("0.46", "", "0.436", "run", "run", "draw", at="add-alpha/smaller-steps")
    assert "; a digit is an earlier update, by its last digit." in heard.replace("\n", " ")


def test_lists_stand_in_the_table(told: Told) -> None:
    heard = told(
        "0.1696",
        "",
        "-0.1826",
        "",
        "-0.1",
        "-0.12",
        "",
        "",
        "table",
        at="several-weights/three-at-once",
    )
    assert "Before: weights [0.1, 0.3, -0.2]." in heard
    assert "Update 1: weights [0.1696, 0.30464, -0.1826]," in heard and "input [" not in heard


def test_a_rule_is_replayed_where_the_axis_did_not_move(told: Told) -> None:
    heard = told("0.15", "2", "0.9", "replay", at="beyond-the-bowl/shrink-the-step")
    assert "would have led: weight 1.15, 0.85, " in heard.replace("\n", " ")
    heard = told("0.7", "0.4", "replay", at="add-alpha/big-alpha")
    assert "would have led: 0.7, 1.3, " in heard.replace("\n", " "), "0.5, the start, is known"
    heard = told("0.5", "20", "replay", at="hot-and-cold/step-ten")
    assert "would have led is not told" in heard.replace("\n", " ") and "have led." not in heard


def test_a_guess_in_explore_may_be_a_sum_that_begins_with_a_name(told: Told) -> None:
    answers = ("0.46", "", "0.436", "set alpha 0.2", "weight - 0.01")
    assert "That is 0.49." in told(*answers, at="add-alpha/smaller-steps")


def test_what_is_no_guess_in_explore_is_not_kept(told: Told) -> None:
    answers = ("0.46", "", "0.436", "set alpha 0.2", "set weight 0.7")
    heard = told(*answers, "weight - alfa", "", at="add-alpha/smaller-steps")
    assert "alfa" in heard and "step 3 of" in heard.rpartition("alfa")[2]
    heard = told(*answers, "weight -1", at="add-alpha/smaller-steps")
    assert "There is no word weight here" in heard
    for guess in ("alpha * input", "goal_pred - weight", "abs(weight)"):
        assert (
            "Worked out: "
            in told(*answers, guess, at="add-alpha/smaller-steps").rpartition(guess)[2]
        )


@pytest.mark.parametrize("word", ["run", "table", "output", "draw"])
def test_a_page_without_a_listing_has_no_run(word: str, told: Told) -> None:
    """Neither before the answer nor after it."""
    for before in ((), ("3",)):
        heard = told(*before, word, at="hot-and-cold/two-problems")
        assert "There is no listing here" in heard


def test_a_listing_without_a_loop_has_no_next_update(told: Told) -> None:
    heard = told("6", "", "1", "set x 4", "run", at="the-slope/moving-parts")
    assert "a guess at y:" in heard and "next y" not in heard
    assert "After the run: y 8." in heard and "Update 1" not in heard


@pytest.mark.parametrize(("weight", "input", "goal"), [(1.1, 1.1, 1.21), (0.7, 0.1, 0.07)])
def test_what_floating_point_leaves_of_a_zero_is_told_as_zero(
    told: Told, weight: float, input: float, goal: float
) -> None:
    set_ = [
        f"set {name} {n}" for name, n in (("weight", weight), ("input", input), ("goal_pred", goal))
    ]
    said = told(*set_, "0", "table", at="compare/error")
    assert "error is 0, as you said." in said and f"({goal} - {goal}) ** 2 = 0\n" in said
    assert "e-" not in said.split("as you said")[1]


def test_a_drawn_picture_has_a_key(told: Told) -> None:
    heard = told("draw", "0.1", "", "draw", at="break-it/input-two")
    assert "@ is where error is measured." in heard
    assert "@ is where error is measured; a digit is an earlier update, by its last digit." in heard
