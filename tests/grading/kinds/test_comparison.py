"""Two runs side by side: what counts as the same, and where they part."""

from __future__ import annotations

import pytest

from tutor.engine.listing import listing
from tutor.engine.trace import Trace
from tutor.grading.kinds.write import compared, first_difference, parting, run


def loop(update: str, start: str = "w = 0.5") -> str:
    """A listing of three updates."""
    return f"{start}\nfor i in range(3):\n    {update}\n"


def told(ours: str, theirs: str | Trace, variable: str = "w") -> str | None:
    """What is said of where the second run parts from the first."""
    right = listing(loop(ours))
    other = run(listing(loop(theirs))) if isinstance(theirs, str) else theirs
    part = parting(right, variable, run(right), other)
    return part and part.say


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
    theirs = listing(loop("w = w + 1")).run(updates=2)
    assert first_difference(run(listing(loop("w = w + 1"))), theirs, "w") == 3
    stopped = theirs._replace(stopped="stopped after 2 updates: it takes too many steps.")
    assert told("w = w + 1", stopped) == "Yours is stopped after 2 updates: it has too much to do."
    assert told("w = w + 1", theirs) == "Yours ends itself after 2 updates."


def test_where_they_part_it_is_said_on_which_side() -> None:
    assert told("w = w + 1", "w = w + 2") == "In update 1 yours makes w 2.5: that is too high."
    assert told("w = w + i", "w = w + i * 0.5") == (
        "The same w up to update 1. In update 2 yours makes w 1: that is too low."
    )
    assert told("w = w + 1", "w = w / 0") == "In update 1 yours makes w infinite: that is too high."
    assert told("w = w + 1", "w = w / 0 * 0") == (
        "In update 1 yours makes w not a number: that is not it."
    )


def test_what_goes_the_wrong_way_is_told_that() -> None:
    assert told("w = w + 1", "w = w - 1") == "In update 1 yours moves w the wrong way, to -0.5."
    assert told("w = w + 1", "w = w * 1") == "In update 1 yours makes w 0.5: that is too low."
    assert told("w = w + i", "w = w - i") == (
        "The same w up to update 1. In update 2 yours moves w the wrong way, to -0.5."
    )


@pytest.mark.parametrize(
    ("theirs", "says"),
    [
        ("d = w * 2; w = w - d / 4", None),
        ("d = w * 3; w = w - d / 6", "In update 1 yours makes d 1.5: that is too high."),
        ("d = w * 2; w = w + d / 4", "In update 1 yours moves w the wrong way, to 0.75."),
        ("d = w * 3; w = w + d / 4", "In update 1 yours makes d 1.5: that is too high."),
        (
            "d = w * 2; w = w - d / (4 + i)",
            "The same d and w up to update 1. In update 2 yours makes w 0.15: that is too high.",
        ),
        (
            "d = w * (2 + i); w = w * 0.5",
            "The same d and w up to update 1. In update 2 yours makes d 0.75: that is too high.",
        ),
        (
            "d = w * 2; w = w * (1 - 0.5 * max(0, min(1, 2 - i)))",
            "The same d and w up to update 2. In update 3 yours makes w 0.125: that is too high.",
        ),
    ],
)
def test_what_an_update_carries_on_is_compared_too(theirs: str, says: str | None) -> None:
    """The first that differs is told: `d` is the same for one more update where `w` is not, and in
    the last update nothing else would show it."""
    ours, theirs = (line.replace("; ", "\n    ") for line in ("d = w * 2; w = w - d / 4", theirs))
    assert told(ours, theirs, "d") == says


def test_no_more_than_a_hundred_updates_are_compared() -> None:
    assert compared(listing("w = 1\nfor i in range(5000):\n    w = w + 1\n")) == 100
    assert compared(listing(loop("w = w + 1"))) == 3
