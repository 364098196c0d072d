"""The bowl without a screen: in sentences, or in ASCII characters when asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.core.view import View

WIDTH, HEIGHT = 72, 18


def told(view: View) -> str:
    """What the chart shows, in sentences; empty where there is none."""
    if view.plot is None:
        return ""
    from tutor.chart.bowl import frame
    from tutor.chart.words import sentences

    return " ".join(sentences(view.plot, frame(view.plot)))


def drawn(view: View) -> Iterator[str]:
    """The chart in ASCII, row by row."""
    if view.plot is None:
        return
    from tutor.chart.bowl import frame, scene
    from tutor.chart.raster import draw

    for row in draw(scene(view.plot, frame(view.plot)), WIDTH, HEIGHT, charset="ascii"):
        yield "".join(text for text, _ in row).rstrip()
