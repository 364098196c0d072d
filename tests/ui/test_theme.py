"""Whatever is to be read can be read: 4.5 to 1 and more, as WCAG 2 counts it, in both themes."""

from __future__ import annotations

import pytest
from rich.color import Color, ColorSystem
from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from rich.style import Style
from textual import color as textual_color

from tests.ui.player import Player, played, playing, strips
from tutor.ui.terminal.capabilities import Look
from tutor.ui.theme import ASCII, DARK, LIGHT, AsciiOnly, Palette, styles

LEAST = 4.5
"""WCAG 2.1, 1.4.3, for text of ordinary size."""
LINES = 3.0
"""WCAG 2.1, 1.4.11, for what is drawn."""
THEMES = [pytest.param(True, DARK, id="dark"), pytest.param(False, LIGHT, id="light")]
NOT_TEXT = {"faint", "axis", "dim"}
"""Rules, axes and the second curve, which are drawn and not read."""


RGB = tuple[int, int, int]


def rgb(colour: str) -> RGB:
    """`#181822` as three numbers."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: RGB) -> float:
    """WCAG's relative luminance."""
    parts = [part / 255 for part in colour]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: RGB, other: RGB) -> float:
    """From 1 (the same) to 21 (black on white)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_is_that_of_wcag() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast(rgb("#777777"), rgb("#ffffff")) == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize("palette", [DARK, LIGHT])
def test_each_height_of_the_bowl_has_a_colour_of_its_own_among_256(palette: Palette) -> None:
    nearest = {Color.parse(one).downgrade(ColorSystem.EIGHT_BIT).number for one in palette.curve}
    assert len(nearest) == len(palette.curve)


@pytest.mark.parametrize(
    ("text", "plainly"),
    [
        ("weight = …    ", "weight = ...  "),
        ("weight = …  ", "weight = .. "),
        ("half a na… ", "half a n.. "),
        ("half a na…", "half a n.."),
        ("…", "."),
    ],
)
def test_what_is_left_out_is_told_by_dots_in_ascii(text: str, plainly: str) -> None:
    """As many as there is room for; a `~` would read as "about"."""
    made = AsciiOnly().apply([Segment(text)], textual_color.Color(0, 0, 0))
    assert "".join(segment.text for segment in made) == plainly


def test_a_scroll_bar_does_not_look_like_the_truth_in_ascii() -> None:
    """Whichever part of a cell its end takes."""
    assert {"▁▂▃▄▅▆▇".translate(ASCII)} == {"|" * 7} and "◆".translate(ASCII) == "#"


def test_the_full_part_of_a_bar_is_seen_in_ascii() -> None:
    """A heavy line and a light one stay two."""
    assert "━─".translate(ASCII) == "=-"


@pytest.mark.parametrize(("dark", "palette"), THEMES)
def test_each_style_of_text_stands_out_from_everything_behind_it(
    dark: bool, palette: Palette
) -> None:
    look = Look(dark=dark)
    for name, style in styles(look).items():
        for behind in (palette.background, palette.surface):
            ink = shades(style, behind, palette.text)
            if name in NOT_TEXT:
                continue
            assert contrast(*ink) >= LEAST, f"{name} on {behind}: {contrast(*ink):.2f}"


def shades(style: Style, behind: str, text: str) -> tuple[RGB, RGB]:
    """The colours of a style's ink and paper, the theme's own where it has none."""
    ink = rgb(text) if style.color is None else tuple(style.color.get_truecolor())
    paper = rgb(behind) if style.bgcolor is None else tuple(style.bgcolor.get_truecolor())
    return ink, paper  # type: ignore[return-value]  # a ColorTriplet is three ints


@pytest.mark.parametrize(("dark", "palette"), THEMES)
def test_what_is_drawn_stands_out_too(dark: bool, palette: Palette) -> None:
    """Curves and marks; rules and axes may stay in the background."""
    for name, style in styles(Look(dark=dark)).items():
        if name not in NOT_TEXT:
            ink = shades(style, palette.background, palette.text)
            assert contrast(*ink) >= LINES, f"{name}: {contrast(*ink):.2f}"


async def seen(player: Player, named: str, system: ColorSystem, dark: bool) -> None:
    """Hold every word of the screen that stands there to the measure."""
    for y, strip in enumerate(strips(player.app.screen)):
        for segment in strip:
            if any(char.isalnum() for char in segment.text):
                ratio = inked(segment, system, DARK if dark else LIGHT)
                where = f"{named}, row {y}: {segment.text.strip()!r}"
                assert ratio >= LEAST, f"{where}: {ratio:.2f}"


def inked(segment: Segment, system: ColorSystem, palette: Palette) -> float:
    """The contrast of a segment as a terminal with these colours shows it."""
    style = segment.style or Style()
    ink, paper = style.color, style.bgcolor
    shown = [
        rgb(own) if colour is None or colour.is_default else tuple(found(colour, system))
        for colour, own in ((ink, palette.text), (paper, palette.background))
    ]
    return contrast(*shown)  # type: ignore[arg-type]  # a ColorTriplet is three ints


def found(colour: Color, system: ColorSystem) -> ColorTriplet:
    """The nearest colour that the terminal has."""
    return colour.downgrade(system).get_truecolor()


@pytest.mark.parametrize("dark", [True, False], ids=["dark", "light"])
@pytest.mark.parametrize("system", [ColorSystem.TRUECOLOR, ColorSystem.EIGHT_BIT])
@played
async def test_every_word_on_the_screens_can_be_read(dark: bool, system: ColorSystem) -> None:
    """As they are laid out: in 24 bits and in the nearest of 256 colours."""
    async with playing(look=Look(dark=dark, motion=False)) as player:

        async def look(named: str) -> None:
            await seen(player, named, system, dark)

        await look("the first time")
        await player.press("tab")
        await look("home")
        await player.press("g")
        await look("glossary")
        await player.press("escape", "question_mark")
        await look("help")
        await player.press("enter", "enter", "enter")
        await look("asked")
        await player.type("0.54")
        await look("typed")
        await player.press("enter")
        await look("missed")
        await player.press("escape", "h")
        await look("hint")
        await player.type("0.42")
        await player.press("enter")
        await look("revealed")
        for picture in ("error", "table", "output"):
            await player.press("v")
            await look(picture)
        await player.press("j")
        await look("jump")
