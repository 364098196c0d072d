"""Screens kept as text, for review; `python -m tests.ui.golden_screens` writes them anew."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from tests.ui.player import LOOK, play, playing
from tutor.ui.terminal.capabilities import Look

GOLDEN = Path(__file__).parent / "golden"
ASCII = LOOK._replace(charset="ascii")


async def shown(
    where: str | None,
    *keys: str,
    size: tuple[int, int] = (80, 24),
    look: Look = LOOK,
) -> str:
    """What stands on the screen after these keys; `=0.54` is typed letter by letter."""
    async with playing(where, size=size, look=look) as player:
        for key in keys:
            await player.press(*(key[1:] if key.startswith("=") else (key,)))
        await player.settle()
        return "\n".join(player.lines)


Scene = Callable[[], Awaitable[str]]

SCREENS: dict[str, Scene] = {
    "home": partial(shown, None, "tab", "down"),
    "home-first": partial(shown, None),
    "home-small-ascii": partial(shown, None, "tab", size=(40, 12), look=ASCII),
    "step-asked": partial(shown, "first/number", "=0.5 - 0.1*0.4"),
    "step-missed": partial(shown, "first/number", "=0.54", "enter"),
    "step-revealed": partial(shown, "first/number", "=0.54", "enter", "=0.56", "enter"),
    "step-revealed-ascii": partial(
        shown, "first/number", "=0.54", "enter", "=0.56", "enter", look=ASCII
    ),
    "step-own-rule": partial(
        shown, "first/number", "=0.54", "enter", "=0.56", "enter", "o", size=(120, 40)
    ),
    "step-commands": partial(shown, "first/number", "escape"),
    "step-narrow": partial(shown, "first/number", "=0.5", size=(60, 20)),
    "step-narrow-bowl": partial(shown, "first/number", "=0.5", "tab", size=(60, 20)),
    "step-tight": partial(shown, "first/number", "=0.5", size=(40, 12)),
    "step-stacked": partial(shown, "first/number", "=0.46", "enter", size=(60, 40)),
    "step-choose": partial(shown, "first/pick", "down", "enter"),
    "step-write": partial(shown, "second/write", "=pred = input * weight", "enter"),
    "jump": partial(shown, "first/number", "escape", "j"),
    "too-small": partial(shown, "first/number", size=(36, 10)),
}
"""By the name of the file that keeps it."""


def kept(name: str) -> Path:
    """The file that keeps a screen."""
    return GOLDEN / f"{name}.txt"


if __name__ == "__main__":
    for name, scene in SCREENS.items():
        kept(name).write_text(play(scene) + "\n", encoding="utf-8")
