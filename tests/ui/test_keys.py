"""The footer is true: each key that it shows does something, and no other letter does anything."""

from __future__ import annotations

import string

import pytest

from tests.ui.playing import Player, play, playing
from tutor.ui.keys import Key
from tutor.ui.screens.step import StepScreen

MOMENTS = {
    "reading": ("first/read", ()),
    "typing": ("first/number", ("0", ".", "5")),
    "missed": ("first/number", ("0", ".", "5", "4", "enter")),
    "commands": ("first/number", ("escape",)),
    "constant": ("first/number", ("tab", "tab")),
    "typing a constant": ("first/number", ("tab", "tab", "0")),
    "exploring": ("first/number", ("0", ".", "5", "4", "enter", "0", ".", "5", "5", "enter")),
    "guessing on": ("first/number", ("0", ".", "4", "6", "enter", "r", "0", ".", "4")),
    "table": ("first/number", ("0", ".", "4", "6", "enter", "a", "v", "v")),
    "choosing": ("first/pick", ()),
    "direction": ("first/way", ()),
    "claim": ("second/turn", ()),
    "claim, answer": ("second/turn", ("escape",)),
    "order": ("second/order", ("1",)),
    "writing": ("second/write", ("x", "enter")),
    "the end": ("second/write", ("escape", "s")),
}


async def come_to(player: Player, where: str, keys: tuple[str, ...]) -> None:
    """Stand at a moment again, whatever was done since."""
    while not isinstance(player.app.screen, StepScreen):
        if len(player.app.screen_stack) == 2:
            await player.press("enter")
        else:
            await player.press("escape")
    assert player.app.session is not None
    lesson, _, step = where.partition("/")
    player.app.session.picture("bowl")
    player.app.session.open(lesson, step)
    screen = player.step
    screen.spot, screen.more, screen.number = "", False, ""
    screen.changed()
    await player.pilot.pause()
    screen.act_answer()
    screen.spot = screen.first_spot()
    screen.changed()
    await player.pilot.pause()
    await player.press(*keys)
    await player.until(lambda: not player.step.now.running)


def standing(player: Player) -> tuple[object, ...]:
    """Everything by which it can be seen that a key did something."""
    screen = player.app.screen
    more: tuple[object, ...] = ()
    if isinstance(screen, StepScreen):
        more = (screen.draft, screen.spot, screen.more, screen.view.note)
    return (screen, tuple(player.lines), *more)


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
@pytest.mark.parametrize("moment", MOMENTS)
def test_each_key_that_is_shown_does_something(moment: str, size: tuple[int, int]) -> None:
    where, keys = MOMENTS[moment]

    async def scene() -> None:
        async with playing(where, size=size) as player:
            await come_to(player, where, keys)
            groups: dict[str, list[Key]] = {}
            for key in player.step.keys_now():
                groups.setdefault(key.does or "unsaid", []).append(key)
            groups.pop("unsaid", None)
            for does, alike in groups.items():
                moved = False
                for key in alike:
                    await come_to(player, where, keys)
                    before = standing(player)
                    await player.press(key.press)
                    moved = moved or standing(player) != before
                assert moved, f"{[key.press for key in alike]} {does} does nothing"

    play(scene)


@pytest.mark.parametrize("moment", ["commands", "exploring", "reading", "claim", "choosing"])
def test_a_letter_that_is_not_shown_does_nothing(moment: str) -> None:
    where, keys = MOMENTS[moment]

    async def scene() -> None:
        async with playing(where) as player:
            await come_to(player, where, keys)
            known = {key.press for key in player.step.keys_now()}
            before = standing(player)
            for letter in string.ascii_letters:
                if letter not in known:
                    await player.press(letter)
                    assert standing(player) == before, letter

    play(scene)


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (120, 40), (40, 12)])
@pytest.mark.parametrize("moment", MOMENTS)
def test_every_key_that_works_can_be_read(moment: str, size: tuple[int, int]) -> None:
    where, keys = MOMENTS[moment]
    if size == (40, 12) and moment == "order":
        return  # the lines to put in order take all the rows there are

    async def scene() -> None:
        async with playing(where, size=size) as player:
            await come_to(player, where, keys)
            shown = "\n".join(player.lines)
            for key in player.step.keys_now():
                if key.does:
                    assert f"{key.does}" in shown, f"{key.cap} {key.does} of {player.keys}"

    play(scene)


@pytest.mark.parametrize("moment", MOMENTS)
def test_no_key_means_two_things_or_needs_a_modifier(moment: str) -> None:
    where, keys = MOMENTS[moment]

    async def scene() -> None:
        async with playing(where) as player:
            await come_to(player, where, keys)
            table = player.step.keys_now()
            presses = [key.press for key in table]
            assert len(presses) == len(set(presses))
            shown = [key.press for key in table if key.does]
            assert not [press for press in shown if press.startswith(("ctrl+", "alt+", "f1"))]

    play(scene)
