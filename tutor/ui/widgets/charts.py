"""Charts beneath each other, each under a title: what there is room for at home."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from tutor.ui.text_layout import Row, spread
from tutor.ui.widgets.line_widget import LineWidget

if TYPE_CHECKING:
    from tutor.session.picture.scene import Scene


TALLEST = 18
"""Rows of one chart with its title, at most."""


class Chart(NamedTuple):
    """One of them."""

    title: Row
    scene: Scene
    foot: str = ""
    """A sentence under it."""


class Charts(LineWidget):
    """Shares its rows among them."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._charts: tuple[Chart, ...] = ()

    def show(self, charts: Sequence[Chart]) -> None:
        """Show these."""
        if self._charts != tuple(charts):
            self._charts = tuple(charts)
            self.renew()

    def lay(self, width: int, height: int) -> Sequence[Row]:
        if not self._charts or not width:
            return []
        from tutor.chart.drawing import draw

        rows: list[Row] = []
        each = min(height // len(self._charts), TALLEST)
        for chart in self._charts:
            foot: list[Row] = [((chart.foot, "muted"),)] if chart.foot else []
            room = each - 2 - len(foot)
            drawn = draw(chart.scene, width, room, charset=self.look.charset)
            rows += [spread(chart.title, (), width), *drawn, *foot, ()]
        return rows
