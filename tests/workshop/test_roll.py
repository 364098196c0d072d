"""Whose turn it is: one line for each learner, so many at most, a queue before the apps."""

from __future__ import annotations

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tutor.workshop.control import Packet
from tutor.workshop.roll import STARTING, YIELDING, Roll


class Told:
    """What was said to the workers."""

    def __init__(self, **how: Any) -> None:
        self.said: list[tuple[str, Packet]] = []
        self.roll = Roll[str](
            how.get("most", 10),
            how.get("at_once", 10),
            lambda hand, say: self.said.append((hand, say)),
            lambda claim: self.said.append((claim.hand, {"is": "yours", "visit": claim.visit})),
        )

    def new(self) -> list[tuple[str, str, int]]:
        """Since it was last looked at: to whom, what, and of which visit."""
        found = [(hand, str(say["is"]), int(say.get("visit", 0))) for hand, say in self.said]
        self.said.clear()
        return found


def test_whoever_is_nowhere_comes_in_at_once() -> None:
    told = Told()
    told.roll.claim("a", 1, "ada", 0)
    assert told.new() == [("a", "yours", 1)]


def test_the_newest_line_takes_over_once_the_older_has_left() -> None:
    told = Told()
    told.roll.claim("a", 1, "ada", 0)
    told.new()
    told.roll.claim("a", 2, "ada", 1)  # on the same worker
    assert told.new() == [("a", "yield", 1), ("a", "place", 2)]
    told.roll.left("a", 1)
    assert told.new() == [("a", "yours", 2)]
    told.roll.left("a", 1)  # said twice: it is not of the newer one
    told.roll.claim("b", 1, "ada", 2)
    assert told.new() == [("a", "yield", 2), ("b", "place", 1)]


def test_of_several_that_wait_the_newest_comes_in() -> None:
    told = Told()
    told.roll.claim("a", 1, "ada", 0)
    told.roll.claim("b", 1, "ada", 0)
    told.roll.claim("c", 1, "ada", 0)
    told.new()
    told.roll.left("a", 1)
    assert told.new() == [("c", "yours", 1)]


def test_whoever_does_not_yield_in_time_is_here_no_longer() -> None:
    told = Told()
    told.roll.claim("a", 1, "ada", 0)
    told.roll.claim("b", 1, "ada", 1)
    told.roll.tick(0.9 + YIELDING)
    told.new()
    told.roll.tick(1 + YIELDING)
    assert told.new() == [("a", "given", 0), ("b", "yours", 1)]
    told.roll.left("a", 1)  # at last
    told.roll.claim("c", 1, "ada", 9)
    assert told.new() == [("b", "yield", 1), ("c", "place", 1)]


def test_a_full_class_says_so_and_lets_its_own_come_back() -> None:
    told = Told(most=1)
    told.roll.claim("a", 1, "ada", 0)
    told.roll.claim("a", 2, "bo", 0)
    assert told.new() == [("a", "yours", 1), ("a", "full", 2)]
    told.roll.claim("b", 1, "ada", 0)
    told.roll.left("a", 1)
    assert told.new()[-1] == ("b", "yours", 1)


def test_those_who_wait_for_an_app_are_told_their_place_once() -> None:
    told = Told(at_once=1)
    for visit in (1, 2, 3):
        told.roll.claim("a", visit, f"learner {visit}", 0)
    places = [(say["visit"], say.get("place")) for _, say in told.said if say["is"] == "place"]
    assert places == [(2, 1), (3, 2)]
    told.new()
    told.roll.started("a", 1)
    assert told.new() == [("a", "yours", 2), ("a", "place", 3)]
    told.roll.left("a", 2)
    assert told.new() == [("a", "yours", 3)]


def test_an_app_that_never_comes_keeps_nobody_waiting_for_ever() -> None:
    told = Told(at_once=1)
    told.roll.claim("a", 1, "ada", 5)
    told.roll.claim("a", 2, "bo", 6)
    told.new()
    told.roll.tick(4.9 + STARTING)
    assert told.new() == []
    told.roll.tick(5 + STARTING)
    assert told.new() == [("a", "yours", 2)]


def test_nobody_comes_in_before_what_they_did_is_written() -> None:
    told = Told()
    told.roll.claim("a", 1, "ada", 0)
    told.roll.writing["ada"] = 2
    told.roll.lost("a")
    told.new()
    told.roll.claim("b", 1, "ada", 0)
    assert ("b", "yours", 1) not in told.new()
    told.roll.wrote("ada")
    assert told.new() == []
    told.roll.wrote("ada")
    assert told.new() == [("b", "yours", 1)]


EVENTS = st.sampled_from(["claim", "started", "left", "lost", "tick"])


@given(st.lists(st.tuples(EVENTS, st.integers(0, 5))))
@example([("claim", number) for number in (0, 0, 1, 1, 2, 3)])
@settings(max_examples=300)
def test_whatever_happens_nobody_is_twice_and_nobody_is_forgotten(
    done: list[tuple[str, int]],
) -> None:
    """Each line is let in once at most; once those who were in are gone, whoever waits is let in
    or, where as many as there may be came before, told so."""
    told, lines, at = Told(most=3, at_once=2), list[tuple[str, int, str]](), 0.0
    over = set[tuple[str, int]]()
    for what, number in done:
        at += 1.0
        if what == "claim":
            line = ("ab"[number % 2], len(lines), f"learner {number % 4}")
            lines.append(line)
            told.roll.claim(*line, at)
        elif what == "tick":
            told.roll.tick(at)
        elif what == "lost":
            over |= {(hand, visit) for hand, visit, _ in lines if hand == "ab"[number % 2]}
            told.roll.lost("ab"[number % 2])
        elif lines:
            hand, visit, _ = lines[number % len(lines)]
            if what == "left":
                over.add((hand, visit))
            getattr(told.roll, what)(hand, visit)
        here = [(one.hand, one.visit) for one in told.roll.here.values()]
        assert len(here) == len(set(here)) <= 3
        assert not set(here) & over
    let_in = [(hand, say["visit"]) for hand, say in told.said if say["is"] == "yours"]
    assert len(let_in) == len(set(let_in))
    for hand, visit, _ in lines:  # all others leave, one after the other
        if (hand, visit) in let_in:
            told.roll.left(hand, visit)
    told.roll.tick(at + 2 * YIELDING)
    for _ in lines:
        for hand, visit, _ in lines:
            told.roll.started(hand, visit)
    answers = ("yours", "full", "yield")
    known = [(hand, say["visit"]) for hand, say in told.said if say["is"] in answers]
    assert {(hand, visit) for hand, visit, _ in lines} <= {*known, *over}
