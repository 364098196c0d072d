"""An answer that is not done with: asked about, one of several rules, missed and typed over."""

from __future__ import annotations

import pytest

from tests.ui.player import COURSE, played, playing
from tutor.course.index import bundled
from tutor.history.records import ALONE
from tutor.store.sqlite import Memory
from tutor.ui.screens.exercise_screen import KEPT


@played
async def test_a_letter_says_which_of_several_rules_it_was_and_what_is_typed_next_is_new() -> None:
    async with playing("break-it/input-two", course=bundled()) as player:
        await player.type("0.4")
        await player.press("enter")
        assert "Three different rules give this number" in player.text
        assert (
            "Which one was yours? Type its letter, or another answer. One more try." in player.text
        )
        await player.type("b")
        await player.press("enter")
        assert "what to take away" in player.text and "different rules" not in player.text
        assert player.step.view.typed == "0.4"
        await player.type("1")
        assert player.step.view.typed == "1"


@pytest.mark.parametrize(
    ("keys", "typed"),
    [
        ("04", "0.504"),
        ("0.5", "0.5"),
        ("23/50", "23/50"),
        ("weight", "weight"),
    ],
)
@played
async def test_what_was_asked_about_is_made_longer_or_typed_anew(keys: str, typed: str) -> None:
    async with playing("first/number") as player:
        await player.type("0.5")
        await player.press("enter")
        assert "Is that rounded, or exactly that number?" in player.text
        await player.type(keys)
        assert player.step.view.typed == typed
        await player.press("backspace")
        await player.type("7")
        assert player.step.view.typed == f"{typed[:-1]}7", "and then it is a text like any other"


@pytest.mark.parametrize(
    ("removed", "typed"),
    [(("backspace",) * 3, "0.46"), (("ctrl+u",), "0.5+0.01"), (("ctrl+u",), "0.5!")],
)
@played
async def test_what_was_asked_about_and_taken_away_is_typed_like_any_other(
    removed: tuple[str, ...], typed: str
) -> None:
    async with playing("first/number") as player:
        await player.type("0.5")
        await player.press("enter", *removed)
        await player.type(typed)
        assert player.step.view.typed == typed


@pytest.mark.parametrize("again", [(), tuple("0.5")])
@played
async def test_what_was_asked_about_is_handed_in_again(again: tuple[str, ...]) -> None:
    async with playing("first/number") as player:
        await player.type("0.5")
        await player.press("enter", *again, "enter")
        verdict = player.step.view.verdict
        assert verdict is not None and verdict.missed


@played
async def test_a_miss_is_typed_over_also_where_a_constant_was_turned_since() -> None:
    async with playing("first/number") as player:
        await player.type("0.54")
        await player.press("enter", "tab", "right", "left", "escape")
        await player.type("0.4")
        assert player.step.view.typed == "0.4"


@played
async def test_what_a_long_verdict_took_is_given_back_with_it() -> None:
    """To the listing and the chart above it."""
    async with playing("the-slope/once-more", course=bundled(), size=(60, 20)) as player:
        before = player.step.panel.size.height
        await player.type("-0.88")
        await player.press("enter")
        assert "different rules" in player.text
        assert player.step.panel.size.height > before + KEPT
        await player.press("tab", "tab", "ctrl+u", *"-0.8", "enter", "escape")
        assert player.step.view.verdict is None
        assert player.step.panel.size.height <= before + KEPT


@played
async def test_a_miss_that_was_left_and_come_back_to_is_one_still() -> None:
    """Typing takes its place, and the hint is one key away."""
    async with playing("break-it/input-two", course=bundled()) as player:
        await player.type("0.9")
        await player.press("enter")
        assert "h hint" in player.text
        await player.press("escape", "l")
        await player.press("enter")
        assert "h hint" in player.text and player.step.view.typed == "0.9"
        await player.type("0.1")
        assert player.step.view.typed == "0.1"


@played
async def test_what_was_said_of_an_answer_names_it_while_another_is_typed() -> None:
    async with playing("from-memory/in-order", course=bundled()) as player:
        await player.type("1423")
        await player.press("enter")
        assert "✗ In this order it cannot run" in player.text
        await player.type("4213")
        assert "✗ 1423: In this order it cannot run" in player.text
        await player.press("enter")
        assert "✓ Right" in player.text


@pytest.mark.parametrize(("where", "pick"), [("compare/two-misses", "1"), ("first/pick", "down")])
@played
async def test_a_pick_of_a_lesson_can_be_a_hunch_or_certain(where: str, pick: str) -> None:
    """As in a quiz, and as what is typed; the option says so, and it is kept."""
    store, course = Memory(), bundled() if where.startswith("compare") else COURSE
    async with playing(where, store=store, course=course) as player:
        await player.press(pick, "?")
        assert "a hunch" in player.text and "how sure" in player.keys
        await player.press("!")
        assert "a hunch" not in player.text and "certain" in player.text
        await player.press("!")
        assert "certain" not in player.text
        await player.press("?", "enter")
        (attempt,) = store.attempts(ALONE)
        assert attempt.confidence == "?"


@pytest.mark.parametrize("key", ["escape", "5"])
@played
async def test_what_was_said_of_a_constant_goes_with_what_was_typed_for_it(key: str) -> None:
    async with playing("first/number") as player:
        await player.press("tab", "1", "e", "enter")
        assert "That cannot be read as a number" in player.text
        await player.press(key)
        assert "That cannot be read as a number" not in player.text
