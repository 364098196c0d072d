"""Textual's own output, driver and compositor show the very same screens."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal, tutor

KEYS = (
    "0",
    "enter",
    "1",
    "enter",
    "enter",
    "enter",
    "right",
    "esc",
    "g",
    "s",
    "esc",
    "esc",
    "l",
    "down",
)
"""Each changes the screen; Esc and a letter that come at once would be Alt to Textual's driver."""


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (60, 20)])
def test_both_ways_show_the_same(tmp_path: Path, columns: int, rows: int) -> None:
    def opened(name: str, stock: str | None) -> AbstractContextManager[Terminal]:
        step = ("learn", "add-alpha/smaller-steps")
        home = tmp_path / name
        return tutor(*step, home=home, columns=columns, rows=rows, TUTOR_STOCK_TEXTUAL=stock)

    with opened("ours", None) as ours, opened("theirs", "1") as theirs:

        def same() -> None:
            """Wait until both have become the same; what is shown while waiting may differ."""
            ours.wait(lambda one: (theirs.read(0.01) and theirs.whole) and one.text == theirs.text)

        ours.wait("enter")
        theirs.wait("enter")
        same()
        for key in KEYS:
            before = ours.text
            for terminal in (ours, theirs):
                terminal.press(key)
                terminal.wait(lambda one, before=before: one.text != before)  # type: ignore[misc]
            same()
        # What Textual sends by itself is far more.
        assert 2 * len(ours.raw) < len(theirs.raw)
