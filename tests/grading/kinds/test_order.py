"""Lines to be put in order: shown in one that does not work, judged by running them."""

from __future__ import annotations

import pytest

from tests.engine.listings import DELTAS as CODE
from tests.grading.asks import prove
from tests.grading.kinds.listings import step
from tutor.course.questions import Order
from tutor.engine.listing import listing
from tutor.grading.ask import Ask, Judged
from tutor.grading.kinds import judge, kind_named
from tutor.grading.kinds.order import SAME_ORDER, shuffled

KIND = kind_named("order")
QUESTION = Order(order="weight", hint=("What does each line need?",))
TWO = (
    "weight = {weight}\nfor i in range(3):\n    delta = weight - 0.3\n    weight = weight - delta\n"
)


def ask(code: str = CODE) -> Ask[Order]:
    return Ask(QUESTION, listing(code))


def test_the_lines_are_asked_for_and_printed_out_of_order() -> None:
    assert KIND.prompt(ask()) == "Put the lines of the update in order: type their numbers."
    assert KIND.blanks and KIND.tries(QUESTION) == 3
    assert sorted(KIND.lines(ask())) == sorted(line.strip() for line in CODE.splitlines()[6:])


@pytest.mark.parametrize("weight", [0.1, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.1, 1.2, 1.3, 1.4])
def test_lines_are_never_shown_in_an_order_that_is_right(weight: float) -> None:
    """Of two lines there are two orders, and chance alone would often show the right one."""
    two = ask(TWO.format(weight=weight))
    assert KIND.lines(two) == ("weight = weight - delta", "delta = weight - 0.3")
    verdict = judge(two, "1 2")
    assert verdict.kind is Judged.WRONG and verdict.say.startswith("In this order it cannot run: ")
    assert judge(two, "2 1").say == SAME_ORDER


@pytest.mark.parametrize("weight", [0.1, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.1, 1.2, 1.3, 1.4])
def test_nor_in_another_order_that_does_the_same(weight: float) -> None:
    """The error may stand anywhere: three of the six orders are right."""
    three = ask(TWO.format(weight=weight) + "    error = weight * 2\n")
    assert len(KIND.lines(three)) == 3
    assert not judge(three, "1 2 3").right


def test_where_every_order_is_right_any_may_be_shown() -> None:
    code = "a = 1\nb = 1\nfor i in range(3):\n    a = a + 1\n    b = b + 1\n"
    assert sorted(shuffled(listing(code))) == ["a = a + 1", "b = b + 1"]
    free = Ask(Order(order="a"), listing(code))
    assert judge(free, "1 2").right and judge(free, "2 1").right


def test_an_order_that_runs_and_gives_another_number_is_told_where() -> None:
    """The first update uses a value from before the loop, and is wrong from the second on."""
    code = "w = 1\nd = 0\nfor i in range(3):\n    d = w * 2\n    w = w + d\n"
    late = Ask(Order(order="w"), listing(code))
    lines = shuffled(listing(code))
    order = " ".join(str(lines.index(line) + 1) for line in ("w = w + d", "d = w * 2"))
    verdict = judge(late, order)
    assert (verdict.kind, verdict.say) == (
        Judged.WRONG,
        "In update 1 yours makes w 1: that is too low.",
    )


def test_what_is_no_order_is_told_what_one_is() -> None:
    verdict = judge(ask(), "1 2")
    assert not verdict.attempt and "from 1 to 5" in verdict.say


def test_the_listings_own_lines_prove_it() -> None:
    assert prove(QUESTION, step(QUESTION)) == []
