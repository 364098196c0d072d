"""A chart in ASCII characters, row by row, for a terminal that shows lines only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.session.scene import Scene
    from tutor.session.view import View

HEIGHT = 18
ERROR = "error"
"""The variable that is drawn against the update."""


def drawn(scene: Scene | None, width: int) -> Iterator[str]:
    """The curve; a sentence where there is none to draw yet, nothing without a picture."""
    if scene is None:
        return
    if scene.sentence:
        yield scene.sentence
        return
    from tutor.chart.raster import draw

    for row in draw(scene, width, HEIGHT, charset="ascii"):
        yield "".join(text for text, _ in row).rstrip()


def errors(view: View, width: int) -> Iterator[str]:
    """The error against the update; nothing where there are no two of them."""
    from tutor.chart.error_curve import draw_error

    points = view.table.points(ERROR) if view.table is not None else []
    if len(points) < 2:
        return
    for row in draw_error(points, width, HEIGHT, charset="ascii", y=ERROR):
        yield "".join(text for text, _ in row).rstrip()
