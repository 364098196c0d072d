"""Two runs side by side: what counts as the same, and where they part."""

from __future__ import annotations

import pytest

from tutor.engine.listing import listing
from tutor.grading.kinds.write import compared, first_difference, parting, run


def loop(update: str, start: str = "w = 0.5") -> str:
    """A listing of three updates."""
    return f"{start}\nfor i in range(3):\n    {update}\n"


@pytest.mark.parametrize(
    ("ours", "theirs", "update"),
    [
        ("w = w * 0.1 * 3", "w = w * (0.1 * 3)", None),
        ("w = w + 1", "w = w + 1.0001", 1),
        ("w = w * 0", "w = w * (1 - i)", 1),
        ("w = w - w / 0 * 0", "w = w - w / 0 * 0", None),
        ("w = w - w / 0 * 0", "w = w + 1", 1),
        ("w = w + 1", "w = w - w / 0 * 0", 1),
    ],
)
def test_the_first_update_that_differs(ours: str, theirs: str, update: int | None) -> None:
    """Rounding does not count, and no number is the same as no number only."""
    one, other = (run(listing(loop(line))) for line in (ours, theirs))
    assert first_difference(one, other, "w") == update


def test_what_is_not_a_number_is_compared_as_it_stands() -> None:
    ours = run(listing(loop("word = 'up'")))
    assert first_difference(ours, run(listing(loop("word = 'up'"))), "word") is None
    assert first_difference(ours, run(listing(loop("word = 'down'"))), "word") == 1
    assert first_difference(ours, run(listing(loop("w = w + 1"))), "word") == 1


def test_a_run_that_stops_early_parts_there() -> None:
    ours = run(listing(loop("w = w + 1")))
    theirs = listing(loop("w = w + 1")).run(updates=2)
    assert first_difference(ours, theirs, "w") == 3
    assert parting(ours, theirs, "w", 3) == (
        "Yours is stopped after 2 updates: it has too much to do."
    )


def test_where_they_part_it_is_said_on_which_side() -> None:
    ours, more = run(listing(loop("w = w + 1"))), run(listing(loop("w = w + 2")))
    assert parting(ours, more, "w", 1) == "In update 1 yours makes w 2.5: that is too high."
    assert parting(more, ours, "w", 2) == (
        "The same up to update 1. In update 2 yours makes w 2.5: that is too low."
    )


def test_no_more_than_a_hundred_updates_are_compared() -> None:
    assert compared(listing("w = 1\nfor i in range(5000):\n    w = w + 1\n")) == 100
    assert compared(listing(loop("w = w + 1"))) == 3
