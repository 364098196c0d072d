"""The bowl without a screen: in sentences, or in ASCII characters when asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.core.view import View

HEIGHT = 18
ERROR = "error"
"""The variable that is drawn against the update."""


def told(view: View) -> str:
    """What the chart shows, in sentences; empty where there is none."""
    if view.plot is None:
        return ""
    from tutor.chart.bowl import frame
    from tutor.chart.words import sentences

    # how wide the chart is means nothing to who does not see it
    return " ".join(sentences(view.plot, replace(frame(view.plot), zoomed="")))


def standing(view: View) -> str:
    """Where the learner stands on the curve, before anything moves; empty while it is hidden."""
    if view.plot is None or view.plot.hidden:
        return ""
    return told(replace(view, plot=replace(view.plot, truth=None, guess=None, own=())))


def led(view: View) -> str:
    """Where the last update led; empty where nothing moved or the answer says it all."""
    if view.plot is None or view.plot.hidden or view.plot.truth is None:
        return ""
    from tutor.chart.words import moved

    return " ".join(moved(replace(view.plot, guess=None)))


def drawn(view: View, width: int) -> Iterator[str]:
    """The chart in ASCII, row by row."""
    if view.plot is None:
        return
    if view.plot.hidden:
        yield told(view)
        return
    from tutor.chart.bowl import frame, scene
    from tutor.chart.raster import draw

    for row in draw(scene(view.plot, frame(view.plot)), width, HEIGHT, charset="ascii"):
        yield "".join(text for text, _ in row).rstrip()


def errors(view: View, width: int) -> Iterator[str]:
    """The error against the update in ASCII, row by row; nothing where there are no two of them."""
    from tutor.chart.curve_error import draw_error

    points = view.table.points(ERROR) if view.table is not None else []
    if len(points) < 2:
        return
    for row in draw_error(points, width, HEIGHT, charset="ascii", y=ERROR):
        yield "".join(text for text, _ in row).rstrip()
