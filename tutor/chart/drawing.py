"""A `Scene` as rows of styled cells, whichever picture it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.chart.canvas import Charset, Row
from tutor.chart.raster import draw as draw_curve

if TYPE_CHECKING:
    from tutor.session.picture.scene import Scene


def draw(scene: Scene, width: int, height: int, *, charset: Charset = "unicode") -> tuple[Row, ...]:
    """A curve or a map as `height` rows of exactly `width` cells."""
    if scene.ground is None:
        return draw_curve(scene, width, height, charset=charset)
    from tutor.chart.contours import draw_map  # most steps have none

    return draw_map(scene, width, height, charset=charset)
