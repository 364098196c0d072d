"""A map on the screen: aimed at along both axes; and a choice with several right options."""

from __future__ import annotations

from pathlib import Path

from tests.course.lessons import written
from tests.session.test_ground import LESSON
from tests.ui.player import played, playing

MANY = """\
format: 1
id: many
title: Many
steps:
  - id: one
    title: One
    ask:
      - choose: Which are right?
        many: true
        options:
          - {say: The first, right: true, because: It is.}
          - {say: The second, because: It is not.}
          - {say: The third, right: true, because: It is too.}
"""


@played
async def test_a_guess_goes_up_and_down_on_a_map(tmp_path: Path) -> None:
    written(tmp_path, LESSON, "valley.yaml")
    async with playing("valley/both", course=tmp_path) as player:
        assert "←→ aim" in player.keys and "bottom" in player.text and "error 3" in player.text
        await player.press("right")
        assert player.step.view.typed.startswith("-1.0") and "◇" in player.text
        await player.type("-0.64508")
        await player.press("enter", "enter")
        assert "↑↓ aim" in player.keys and "←→" not in player.keys
        await player.press("up", "up")
        assert 0.7 < float(player.step.view.typed) < 1 and "◇" in player.text
        assert "→ finer" in player.keys
        before = player.step.view.typed
        await player.press("right", "up")
        assert len(player.step.view.typed) > len(before) and "← coarser" in player.keys
        await player.press("down", "left", "down")
        assert float(player.step.view.typed) < float(before)
        await player.press("backspace", *["backspace"] * 9, *"1.44392", "enter")
        assert "◆ true 1.44392" in player.text and "exact" not in player.text


@played
async def test_several_options_are_typed(tmp_path: Path) -> None:
    written(tmp_path, MANY, "many.yaml")
    async with playing("many/one", course=tmp_path) as player:
        await player.type("1")
        await player.press("enter")
        assert "That is right, and one more is." in player.text
        await player.press("backspace")
        await player.type("3 1")
        await player.press("enter")
        assert "It is." in player.text and "It is too." in player.text
        assert player.step.view.verdict is not None and player.step.view.verdict.right
