"""Charts as pictures, to look at while working on them: `python -m bench.picture FOLDER`.

Writes SVG, and PNG where rsvg-convert is installed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from html import escape
from pathlib import Path

from tutor.chart.canvas import Row

COLOURS = {
    "curve0": "#89dceb",
    "curve1": "#94e2d5",
    "curve2": "#a6e3a1",
    "curve3": "#f9e2af",
    "curve4": "#fab387",
    "curve5": "#f38ba8",
    "now": "#ffffff",
    "goal": "#a6e3a1",
    "guess": "#f9e2af",
    "truth": "#a6e3a1",
    "rail": "#89b4fa",
    "past": "#f38ba8",
    "label": "#f5c2e7",
    "axis": "#9399b2",
    "dim": "#6c7086",
    "mark": "#cba6f7",
    "own": "#fab387",
}
CELL = (10, 20)


def svg(rows: Sequence[Row]) -> str:
    """One glyph a cell, each at its own place, so that a font's widths do not matter."""
    width = max(sum(len(text) for text, _ in row) for row in rows) * CELL[0]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width + 20}" '
        f'height="{len(rows) * CELL[1] + 20}" font-family="JetBrains Mono, DejaVu Sans Mono" '
        'font-size="16" xml:space="preserve"><rect width="100%" height="100%" fill="#181825"/>'
    ]
    for index, row in enumerate(rows):
        column = 0
        for text, style in row:
            for character in text:
                if character != " ":
                    x, y = 10 + column * CELL[0], 10 + index * CELL[1] + 15
                    bold = ' font-weight="bold"' if style in ("now", "guess", "truth") else ""
                    parts.append(
                        f'<text x="{x}" y="{y}" fill="{COLOURS[style]}"{bold}>'
                        f"{escape(character)}</text>"
                    )
                column += 1
    return "\n".join([*parts, "</svg>"])


def save(rows: Sequence[Row], path: Path) -> None:
    path.with_suffix(".svg").write_text(svg(rows), encoding="utf-8")
    convert = shutil.which("rsvg-convert")
    if convert:
        source, target = path.with_suffix(".svg"), path.with_suffix(".png")
        subprocess.run([convert, str(source), "-o", str(target)], check=True)


if __name__ == "__main__":
    print("import bench.picture and call save(rows, path)", file=sys.stderr)
