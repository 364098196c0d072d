"""Whole screens, and what they become in other terminals."""

from __future__ import annotations

import pytest
from rich.color import ColorType
from textual.color import Color

from tests.ui.golden_screens import SCREENS, kept
from tests.ui.player import LOOK, play, played, playing, strips
from tutor.ui.terminal.capabilities import Look
from tutor.ui.theme import palette_of, styles


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_is_as_it_is_kept(name: str) -> None:
    """After an intended change run `python -m tests.ui.golden_screens` and read the diff."""
    assert play(SCREENS[name]) + "\n" == kept(name).read_text(encoding="utf-8")


@pytest.mark.parametrize("where", [None, "first/read", "first/number", "second/order"])
@played
async def test_ascii_is_ascii(where: str | None) -> None:
    async with playing(where, look=LOOK._replace(charset="ascii")) as player:
        for key in ("tab", "escape", "?"):
            assert "".join(player.lines).isascii()
            await player.press(key)
        assert "".join(player.lines).isascii()


@pytest.mark.parametrize(
    ("look", "allowed"),
    [
        (Look(colours="none", motion=False), {ColorType.DEFAULT}),
        (Look(colours="16", motion=False), {ColorType.DEFAULT, ColorType.STANDARD}),
        (Look(colours="16", motion=False, dark=False), {ColorType.DEFAULT, ColorType.STANDARD}),
    ],
)
def test_few_colours_are_few(look: Look, allowed: set[ColorType]) -> None:
    async def scene() -> set[ColorType]:
        found: set[ColorType] = set()
        async with playing("first/number", look=look) as player:
            for key in ("tab", "escape", "0", "escape", "?"):
                for row in strips(player.app.screen):
                    for segment in row:
                        style = segment.style
                        if style is not None:
                            found |= {c.type for c in (style.color, style.bgcolor) if c}
                await player.press(key)
        return found

    assert play(scene) <= allowed


@pytest.mark.parametrize("dark", [True, False])
def test_what_is_written_can_be_told_from_what_is_behind_it(dark: bool) -> None:
    """WCAG 2.1, success criterion 1.4.3: 4.5 to 1 for text, 3 to 1 for what only decorates."""
    look = Look(dark=dark)
    behind = [Color.parse(each) for each in (palette_of(look).background, palette_of(look).surface)]
    for name, style in styles(look).items():
        if style.color is None or style.color.triplet is None or name == "cursor":
            continue
        ink = luminance(style.color.triplet)
        least = 2.0 if name in ("faint", "axis", "dim") else 4.5
        for shade in behind:
            ground = luminance(shade.rgb)
            contrast = (max(ink, ground) + 0.05) / (min(ink, ground) + 0.05)
            assert contrast >= least, f"{name}: {contrast:.2f}"


def luminance(colour: tuple[int, int, int]) -> float:
    """Relative luminance, WCAG 2.1."""
    parts = [part / 255 for part in colour]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@played
async def test_a_window_made_too_small_and_large_again_loses_nothing() -> None:
    async with playing("first/number") as player:
        await player.type("0.5")
        before = player.lines
        await player.resize(30, 8)
        assert "This needs at least 40 columns and 12 rows" in player.text
        await player.type("4")
        await player.press("backspace")
        await player.resize(80, 24)
        assert player.lines == before


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (120, 40), (40, 12), (200, 60), (72, 18)])
@played
async def test_nothing_is_wider_or_higher_than_the_window(size: tuple[int, int]) -> None:
    async with playing("first/number", size=size) as player:
        for key in ("0", "enter", "escape", "escape", "tab"):
            await player.press(key)
            rows = strips(player.app.screen)
            assert len(rows) == size[1]
            assert {row.cell_length for row in rows} == {size[0]}
            assert player.step.footer.region.bottom <= size[1]
