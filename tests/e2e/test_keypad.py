"""A terminal that tells keys by codes: the keypad writes what stands on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.terminal import tutor

ZERO, FOUR, SIX, DECIMAL, TIMES, MINUS, ENTER = 57399, 57403, 57405, 57409, 57411, 57412, 57414
NUM_LOCK = ";129"


def code(key: int, held: str = "") -> str:
    """What the terminal sends for a key."""
    return f"\x1b[{key}{held}u"


@pytest.mark.parametrize("stock", [None, "1"], ids=["ours", "Textual's"])
@pytest.mark.parametrize("held", ["", NUM_LOCK], ids=["bare", "num lock"])
def test_an_answer_is_typed_on_the_keypad(tmp_path: Path, stock: str | None, held: str) -> None:
    step = ("learn", "add-alpha/smaller-steps")
    with tutor(*step, home=tmp_path, TUTOR_STOCK_TEXTUAL=stock) as terminal:
        terminal.wait("esc more keys")
        terminal.press(*(code(key, held) for key in (ZERO, DECIMAL, FOUR, SIX)))
        terminal.wait("› 0.46    = 0.46")
        terminal.press(*(code(key, held) for key in (MINUS, ZERO, TIMES, FOUR)))
        terminal.wait("› 0.46-0*4    = 0.46")
        terminal.press(code(ENTER, held))
        terminal.wait("◆ true 0.46")
