"""Draw the pictures of the README from the running program: `python docs/images/draw.py`.

One glyph a cell, each at its own place, so that a reader's font does not matter.
"""

from __future__ import annotations

import asyncio
from html import escape
from pathlib import Path

from rich.color import Color
from rich.style import Style
from textual.app import App
from textual.strip import Strip

from tutor.course.index import bundled
from tutor.ui.app import TutorApp
from tutor.ui.terminal.capabilities import Look

HERE = Path(__file__).parent
WIDTH, HEIGHT, MARGIN = 9, 20, 12
PICTURES: dict[str, tuple[str, str]] = {
    "step": ("add-alpha/smaller-steps", "0.54\r\b\b\b\b0.42\r"),
}
"""Where each is taken, and what is typed before."""
KEYS = {"\r": "enter", "\b": "backspace", ".": "full_stop"}


def main() -> None:
    """Every picture, dark."""
    for name, (where, typed) in PICTURES.items():
        strips, background = asyncio.run(screen(where, typed))
        (HERE / f"{name}.svg").write_text(svg(strips, background), encoding="utf-8")


async def screen(where: str, typed: str) -> tuple[list[Strip], str]:
    """The cells of the screen after these keys, at 80x24."""
    app: App[object] = TutorApp(bundled(), look=Look(), store=":memory:", where=where)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.5)
        for character in typed:
            await pilot.press(KEYS.get(character, character))
        await pilot.pause(0.5)
        background = app.screen.styles.background.rich_color.get_truecolor().hex
        return list(app.screen._compositor.render_strips()), background


def svg(strips: list[Strip], background: str) -> str:
    """The cells as one SVG."""
    width, height = 80 * WIDTH + 2 * MARGIN, len(strips) * HEIGHT + 2 * MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-size="15" '
        'font-family="JetBrains Mono, DejaVu Sans Mono, Menlo, Consolas, monospace">',
        f'<rect width="100%" height="100%" rx="8" fill="{background}"/>',
    ]
    for row, strip in enumerate(strips):
        column = 0
        for segment in strip:
            style = segment.style or Style()
            x, y = MARGIN + column * WIDTH, MARGIN + row * HEIGHT
            behind = _hex(style.bgcolor, background)
            if behind != background and segment.text:
                size = len(segment.text) * WIDTH
                parts.append(
                    f'<rect x="{x}" y="{y}" width="{size}" height="{HEIGHT}" fill="{behind}"/>'
                )
            bold = ' font-weight="bold"' if style.bold else ""
            colour = _hex(style.color, "#cdd6f4")
            for at, character in enumerate(segment.text):
                if character.strip():
                    parts.append(
                        f'<text x="{x + at * WIDTH}" y="{y + 15}" fill="{colour}"{bold}>'
                        f"{escape(character)}</text>"
                    )
            column += len(segment.text)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _hex(colour: Color | None, default: str) -> str:
    return default if colour is None or colour.is_default else colour.get_truecolor().hex


if __name__ == "__main__":
    main()
