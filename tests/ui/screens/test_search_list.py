"""Jumping to a step and looking up a word."""

from __future__ import annotations

from tests.ui.player import played, playing
from tutor.ui.screens.search_list import GlossaryScreen, JumpScreen
from tutor.ui.screens.step import StepScreen


@played
async def test_jump_goes_to_any_step_of_any_lesson() -> None:
    async with playing("first/read") as player:
        await player.press("j")
        assert isinstance(player.app.screen, JumpScreen)
        here = next(line for line in player.lines if "you are here" in line)
        assert "Read me" in here
        await player.type("ord")
        assert "In order" in player.text
        assert "Read me" not in player.text
        await player.press("enter")
        assert isinstance(player.app.screen, StepScreen)
        assert "In order" in player.lines[0]


@played
async def test_escape_gives_up_the_search_first_and_then_the_list() -> None:
    async with playing("first/read") as player:
        await player.press("j")
        await player.type("zzz")
        assert "Nothing like it here." in player.text
        assert "enter" not in player.keys
        await player.press("escape")
        assert "Read me" in player.text
        await player.press("escape")
        assert isinstance(player.app.screen, StepScreen)
        assert "Read me" in player.lines[0]


@played
async def test_the_glossary_shows_the_meaning_of_the_word_in_the_hand() -> None:
    async with playing("first/read") as player:
        await player.press("g")
        assert isinstance(player.app.screen, GlossaryScreen)
        assert "The number that the network learns." in player.text
        await player.press("down")
        assert "How much of each step is taken." in player.text
