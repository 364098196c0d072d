"""The footer is true: each key that it shows does something, and no other letter does anything."""

from __future__ import annotations

import string
from dataclasses import dataclass

import pytest

from tests.ui.player import LOOK, Player, played, playing
from tutor.ui.screens.home import HomeScreen
from tutor.ui.screens.step import StepScreen
from tutor.ui.widgets.footer import Key


@dataclass(frozen=True)
class Situation:
    """A moment of a step and how to come to it."""

    where: str
    answers: tuple[str, ...] = ()
    """Typed and committed one after the other."""
    keys: tuple[str, ...] = ()
    """Pressed then."""
    typed: str = ""
    """Stands in the field before they are pressed."""
    run: int = 0
    """Updates run before that."""
    picture: str = "bowl"


MOMENTS = {
    "reading": Situation("first/read"),
    "typing": Situation("first/number", typed="0.5"),
    "missed": Situation("first/number", answers=("0.54",)),
    "commands": Situation("first/number", keys=("escape",)),
    "constant": Situation("first/number", keys=("tab", "tab")),
    "typing a constant": Situation("first/number", keys=("tab", "tab", "0")),
    "exploring": Situation("first/number", answers=("0.54", "0.55")),
    "guessing on": Situation("first/number", answers=("0.46",), run=1, typed="0.4"),
    "table": Situation("first/number", answers=("0.46",), run=19, picture="table"),
    "choosing": Situation("first/pick"),
    "direction": Situation("first/way"),
    "claim": Situation("second/turn"),
    "claim, answer": Situation("second/turn", keys=("escape",)),
    "order": Situation("second/order", typed="1"),
    "writing": Situation("second/write", typed="x\n"),
}


async def come_to(player: Player, moment: Situation) -> None:
    """Stand at a moment again, whatever was done since."""
    while not isinstance(player.app.screen, StepScreen):
        home = isinstance(player.app.screen, HomeScreen)
        await player.press("enter" if home else "escape")
    session, screen = player.step.session, player.step
    lesson, _, step = moment.where.partition("/")
    session.picture(moment.picture)
    session.open(lesson, step)
    for answer in moment.answers:
        session.type(answer)
        session.enter()
    if moment.run:
        session.run(moment.run)
    if moment.typed:
        session.type(moment.typed)
    screen.act_stop()
    screen.act_answer()
    screen.changed()
    screen.spot = screen.first_spot()
    screen.changed()
    await player.settle()
    if moment.keys:
        await player.press(*moment.keys)


def standing(player: Player) -> tuple[object, ...]:
    """Everything by which it can be seen that a key did something."""
    screen = player.app.screen
    more: tuple[object, ...] = ()
    if isinstance(screen, StepScreen):
        more = (screen.draft, screen.spot, screen.more, screen.view.note)
    return (screen, tuple(player.lines), *more)


NARROW = ("typing", "commands", "exploring", "order")
"""Moments that differ where words and picture do not fit side by side."""


@pytest.mark.parametrize(
    ("moment", "size"),
    [*((one, (80, 24)) for one in MOMENTS), *((one, (60, 20)) for one in NARROW)],
)
@played
async def test_each_key_that_is_shown_does_something(moment: str, size: tuple[int, int]) -> None:
    at = MOMENTS[moment]
    async with playing(at.where, size=size) as player:
        await come_to(player, at)
        groups: dict[str, list[Key]] = {}
        for key in player.step.keys_now():
            groups.setdefault(key.does or "unsaid", []).append(key)
        groups.pop("unsaid", None)
        for does, alike in groups.items():
            moved = False
            for key in alike:
                await come_to(player, at)
                before = standing(player)
                await player.press(key.press)
                moved = moved or standing(player) != before
            assert moved, f"{[key.press for key in alike]} {does} does nothing"


@pytest.mark.parametrize("moment", ["commands", "exploring", "reading", "claim", "choosing"])
@played
async def test_a_letter_that_is_not_shown_does_nothing(moment: str) -> None:
    at = MOMENTS[moment]
    async with playing(at.where) as player:
        await come_to(player, at)
        known = {key.press for key in player.step.keys_now()}
        before = standing(player)
        for letter in string.ascii_letters:
            if letter not in known:
                await player.press(letter)
                assert standing(player) == before, letter


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (120, 40), (40, 12)])
@played
async def test_every_key_that_works_can_be_read(size: tuple[int, int]) -> None:
    async with playing("first/read", size=size) as player:
        for name, moment in MOMENTS.items():
            if size == (40, 12) and name == "order":
                continue  # the lines to put in order take all the rows there are
            await come_to(player, moment)
            shown = "\n".join(player.lines)
            for key in player.step.keys_now():
                assert key.does in shown, f"{name}: {key.cap} {key.does} of {player.keys}"


@played
async def test_no_key_means_two_things_or_needs_a_modifier() -> None:
    async with playing("first/read") as player:
        for moment in MOMENTS.values():
            await come_to(player, moment)
            table = player.step.keys_now()
            presses = [key.press for key in table]
            assert len(presses) == len(set(presses))
            shown = [key.press for key in table if key.does]
            assert not [one for one in shown if one.startswith(("ctrl+", "alt+", "f1"))]


@played
async def test_a_key_that_is_what_it_does_is_said_once() -> None:
    """In ASCII the arrow of an option is its word."""
    async with playing("first/way", look=LOOK._replace(charset="ascii")) as player:
        assert " up " in player.keys and "up up" not in player.keys
