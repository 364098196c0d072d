"""The charts that are kept as text: `python -m tests.chart.golden` writes them anew."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.session.plots import formula, plot, scene_of
from tutor.chart.canvas import Charset, Row
from tutor.chart.error_curve import draw_error
from tutor.chart.raster import draw
from tutor.session.picture.plot import Plot

FOLDER = Path(__file__).with_name("golden")

CHARTS: dict[str, tuple[Plot, int, int, Charset]] = {
    "before": (plot(xs=[-0.15], tangent=True), 60, 18, "unicode"),
    "reveal": (plot(xs=[-0.15], tangent=True, guess=0.55, truth=0.77), 60, 18, "unicode"),
    "reveal-ascii": (plot(xs=[-0.15], tangent=True, guess=0.55, truth=0.77), 60, 18, "ascii"),
    "diverging": (plot(xs=[0.5, 0.1, 1.3], truth=-2.3, guess=1.0), 45, 14, "unicode"),
    "own-rule": (
        plot(xs=[0.5], truth=0.46, guess=0.54, own=[0.5, 0.54, 0.596, 0.6744, 0.78416]),
        45,
        14,
        "unicode",
    ),
    "hot-and-cold": (
        plot(
            values={"weight": 0.1, "input": 8.5, "goal_pred": 1},
            xs=[0.1],
            marks=(("up", 0.11), ("down", 0.09)),
        ),
        45,
        14,
        "unicode",
    ),
    "absolute": (plot(formula("abs(3 * weight - 1)", 0.9), xs=[0.9]), 45, 12, "unicode"),
    "tiny": (plot(truth=0.46, guess=0.54), 20, 6, "unicode"),
    "hidden": (plot(hidden=True), 45, 12, "unicode"),
    "gone": (plot(xs=[0.5, 5.4e300]), 45, 12, "ascii"),
}


def text(rows: Sequence[Row]) -> str:
    """Rows as a person sees them, without colour."""
    return "\n".join("".join(part for part, _ in row).rstrip() for row in rows) + "\n"


def charts() -> dict[str, str]:
    """Every kept chart as it is drawn now."""
    drawn = {}
    for name, (shown, width, height, charset) in CHARTS.items():
        rows = draw(scene_of(shown), width, height, charset=charset)
        drawn[name] = text(rows)
    fall = [(float(n), 0.04 * 0.36**n) for n in range(21)]
    drawn["error"] = text(draw_error(fall, 60, 12, y="error"))
    return drawn


if __name__ == "__main__":
    for name, chart in charts().items():
        (FOLDER / f"{name}.txt").write_text(chart, encoding="utf-8")
