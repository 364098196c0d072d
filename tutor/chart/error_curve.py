"""Error against update, each row of the scale ten times the one below: how fast a run learns."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from tutor.chart.canvas import LEAST_COLUMNS, SMALLEST, Canvas, Charset, Layout, Row, page, x_tick
from tutor.chart.overlay import Glyphs, glyphs
from tutor.chart.raster import NO_ROOM, axes, line
from tutor.engine.numbers import Axis, short, ticks
from tutor.session.picture.curve import Point
from tutor.session.picture.scene import Frame

NARROW = 0.5
"""Decades that the scale shows at the least."""


def draw_error(
    points: Sequence[Point], width: int, height: int, *, charset: Charset = "unicode", y: str = ""
) -> tuple[Row, ...]:
    """`height` rows of exactly `width` cells. `points` are (update, error), updates rising.

    The scale is logarithmic, so an error of exactly 0 has a row of its own below it, and one that
    is no number or infinite stands at the top; both have a sign of their own.
    """
    if width < 1 or height < 1:
        return ()
    if width < SMALLEST[0] or height < SMALLEST[1]:
        return page(NO_ROOM, width, height)
    if not any(math.isfinite(update) for update, _ in points):
        return page("Once an update is shown, its error is drawn here.", width, height)
    plan = _layout(points, width, height)
    if width - plan.left < LEAST_COLUMNS:
        return page(NO_ROOM, width, height)
    canvas, signs = Canvas(width, height), glyphs(charset)
    axes(canvas, plan, signs, "update")
    line(canvas, tuple((update, _log(error)) for update, error in points), plan, charset)
    _points(canvas, points, plan, signs)
    _title(canvas, y, plan)
    return canvas.rows()


def _title(canvas: Canvas, y: str, plan: Layout) -> None:
    """What is drawn, at the top where there is room, and in one word where there is little."""
    for title in (f"{y} in each update", y) if y else ():
        last = plan.width - len(title)
        top = [(0, last), (0, plan.left + 2)]
        inside = [(row, at) for row in range(plan.rows) for at in range(plan.left + 2, last)]
        if canvas.fit(title, "label", top, margin=0) or canvas.fit(title, "label", inside):
            return


def _log(error: float) -> float:
    """Decades; nan, so that no line is drawn, for what has none."""
    return math.log10(abs(error)) if math.isfinite(error) and error != 0 else math.nan


def _frame(points: Sequence[Point]) -> Frame:
    """Room for every error that has a place on a logarithmic scale."""
    updates = [update for update, _ in points if math.isfinite(update)]
    logs = [log for _, error in points if math.isfinite(log := _log(error))] or [0.0]
    lo, hi = min(logs), max(logs)
    if hi - lo < NARROW:
        lo, hi = (lo + hi - NARROW) / 2, (lo + hi + NARROW) / 2
    room = 0.04 * (hi - lo)
    first, last = min(updates), max(updates)
    return Frame(first, max(last, first + 1), lo - room, hi + room)


def _layout(points: Sequence[Point], width: int, height: int) -> Layout:
    """The plan of the chart: plot, floor and the numbers of the updates."""
    frame, rows = _frame(points), height - 2
    nothing = any(error == 0 for _, error in points)
    lowest = frame.y0 - nothing * (frame.y1 - frame.y0) / (rows - 2)
    up = Axis(lowest, frame.y1, rows, 4)
    y_ticks = list(_decades(up))
    if nothing:  # the last row is no part of the scale
        scaled = any(math.isfinite(_log(error)) for _, error in points)
        y_ticks = [tick for tick in y_ticks if scaled and tick[0] < rows - 2]
        y_ticks.append((rows - 1, "0"))
    left = max(len(text) for _, text in y_ticks) + 1
    across = Axis(frame.x0, frame.x1, max(width - left, 1), 2)
    last = max(update for update, _ in points if math.isfinite(update))
    x_ticks = tuple(_updates(across, last, left, width))
    return Layout(width, height, left, across, up, x_ticks, tuple(y_ticks))


def _decades(up: Axis) -> list[tuple[int, str]]:
    """Rows and labels of the scale: powers of ten, with round numbers between where there are few
    of them."""
    rows = up.cells
    whole = [value for value, _ in ticks(up.lo, up.hi, max(min(rows // 3, 8), 2))]
    whole = [value for value in whole if value == round(value)]
    if len(whole) >= 2:
        return [(rows - 1 - up.cell(value), _power(round(value))) for value in whole]
    found: dict[int, str] = {}
    for mantissas in ((1,), (2, 5), (1.5, 3, 4, 6, 7, 8, 9)):
        if len(found) < 2:
            for power in range(math.floor(up.lo), math.ceil(up.hi) + 1):
                for mantissa in mantissas:
                    place = power + math.log10(mantissa)
                    row = rows - 1 - up.cell(place)
                    if up.holds(place) and not {row - 1, row, row + 1} & found.keys():
                        found[row] = short(mantissa * 10.0**power) if power > -324 else "0"
    return list(found.items())


def _power(exponent: int) -> str:
    return f"1e{exponent}" if abs(exponent) > 3 else short(10.0**exponent)


def _updates(across: Axis, last: float, left: int, width: int) -> Iterator[tuple[int, int, str]]:
    """Numbers of the updates up to the last one: column of the tick, first column of the label,
    label."""
    free = 0
    for value, _ in ticks(across.lo, across.hi, max(across.cells // 8, 2)):
        text = short(value, 15)
        column, start, _ = x_tick(across, left, width, value, text)
        if value == round(value) and value <= last and start >= free:
            yield column, start, text
            free = start + len(text) + 1


def _points(canvas: Canvas, points: Sequence[Point], plan: Layout, signs: Glyphs) -> None:
    """The last update, and every one whose error has no logarithm."""
    for update, error in points:
        if math.isfinite(update) and not math.isfinite(_log(error)):
            sign, row = ("0", plan.rows - 1) if error == 0 else ("!", 0)
            canvas.put(row, plan.column(update), sign, "past")
    update, error = points[-1]
    if math.isfinite(update) and math.isfinite(_log(error)):
        canvas.put(plan.row(_log(error)), plan.column(update), signs.now, "now")
