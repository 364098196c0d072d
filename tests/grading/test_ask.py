"""What grading knows of a question: the sentences of its mistakes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.engine.listings import DELTAS as CODE
from tests.grading.asks import predicted
from tutor.course.model import Mistake
from tutor.engine.listing import listing
from tutor.grading.ask import Ask
from tutor.grading.kinds import judge


def test_what_a_mistake_says_is_filled_where_all_of_it_can_be() -> None:
    """A placeholder without an update means the asked one; what has no value stands as it is."""
    sentences = {
        "up": "Not {weight@0}. {{}} stays.",
        "gone": "Not {nothing}.",
        "torn": "Not {weight.",
    }
    mistakes = {
        name: Mistake(rule="weight = weight + 1", say=say) for name, say in sentences.items()
    }
    asked = predicted(listing(CODE), {}, "weight", mistakes=mistakes)
    weight = asked.value("weight", 0)
    assert asked.say("up") == f"Not {weight}. {{}} stays."
    assert asked.say("gone") == sentences["gone"] and asked.say("torn") == sentences["torn"]
    bare = Ask(asked.question, None, {}, mistakes=mistakes)
    assert bare.say("up") == sentences["up"]


@pytest.mark.parametrize("start", [2.5, 6.0, 1000.0])
def test_what_a_computed_value_was_before_is_not_right(start: float) -> None:
    """Nor is half of its way, however large it is beside that."""
    rods = "blue = 2\ntug = 0.1\nfor pull in range(4):\n    red = blue * 2\n    blue = blue + tug\n"
    asked = predicted(listing(rods), {"blue": start}, "red", after=2)
    assert asked.truth == pytest.approx(2 * start + 0.2)
    for wrong in (2 * start, 2 * start + 0.1):
        assert abs(wrong - asked.truth) > asked.tolerance
        assert not judge(asked, f"{wrong:.6g}").right
    assert judge(asked, f"{2 * start + 0.2:.6g}").right


@pytest.mark.parametrize(
    ("tug", "said"),
    [(0.5, "That is what `blue` was at first."), (0, "That is the value of `blue`.")],
)
def test_a_value_that_has_moved_on_by_the_asked_update_is_told_as_what_it_was(
    tug: float, said: str
) -> None:
    rods = "blue = 2\ntug = 1\nfor pull in range(4):\n    red = 6 - blue\n    blue = blue + tug\n"
    asked = predicted(listing(rods), {"tug": tug}, "red", after=2)
    asked = replace(asked, names={"blue": 2, "tug": tug})
    assert judge(asked, "2").say.startswith(said)


def test_digits_that_tell_the_truth_from_what_is_near_it() -> None:
    """What is further off is not looked at; a truth that is no number is told by none."""
    code = "w = 1\nalpha = 0.1\nfor i in range(4):\n    w = w - alpha\n"
    near = {"near": Mistake(rule="w = w - alpha * 1.001", say="Near.")}
    asked = predicted(listing(code), {}, "w", mistakes=near)
    assert (asked.truth, round(asked.distinct["near"], 6)) == (0.9, 0.8999)
    assert [asked.tells(digits) for digits in (1, 2, 3, 4)] == [False, False, False, True]
    endless = predicted(listing("w = 1e300\nfor i in range(4):\n    w = w * 1e300\n"), {}, "w")
    assert endless.tells(3)


def test_constants_with_which_there_is_no_run_say_nothing_of_a_mistake() -> None:
    code = "w = 1\nn = 3\nk = 1\n"
    code += "for i in range(3):\n    for j in range(n):\n        k = j\n    w = w * 1\n"
    same = {"same": Mistake(rule="w = w", say="The same.")}
    asked = predicted(listing(code), {}, "w", mistakes=same)
    assert asked.hidden == ("same",) and not asked.idle and not asked.still


def test_a_run_is_asked_for_no_more_updates_than_it_makes() -> None:
    """One that is asked for fewer may have its end sooner."""
    code = listing("w = 1\nfor i in range(9):\n    w = w + 1\n")
    asked = predicted(code, {}, "w")
    asked.runs.update({made: code.run(updates=ends) for made, ends in ((8, 6), (6, 5), (5, 5))})
    assert (asked.made(8), asked.made(5), asked.made(2)) == (5, 5, 2)
