"""Error against update, each row of the scale ten times the one below: how fast a run learns."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from tutor.chart.canvas import Canvas, Charset, Row, page
from tutor.chart.overlay import glyphs
from tutor.chart.raster import SMALLEST, height_style, strokes
from tutor.engine.axis import Axis, short, ticks
from tutor.session.curve import Point
from tutor.session.frame import Frame

NARROW = 0.5
"""Decades that the scale shows at the least."""


def draw_error(
    points: Sequence[Point], width: int, height: int, *, charset: Charset = "unicode", y: str = ""
) -> tuple[Row, ...]:
    """`height` rows of exactly `width` cells. `points` are (update, error), updates rising.

    The scale is logarithmic, so an error of exactly 0 stands on the floor, and one that is no
    number or infinite at the top; both have a sign of their own.
    """
    return _drawn(tuple(points), width, height, charset, y)


@lru_cache(maxsize=128)
def _drawn(
    points: tuple[Point, ...], width: int, height: int, charset: Charset, name: str
) -> tuple[Row, ...]:
    if width < 1 or height < 1:
        return ()
    if width < SMALLEST[0] or height < SMALLEST[1]:
        return page("The chart needs more room.", width, height)
    if not any(math.isfinite(update) for update, _ in points):
        return page("Run an update, and the error is drawn here.", width, height)
    frame = _frame(points)
    rows = height - 2
    marked = _decades(frame, rows)
    left = max(len(text) for _, text in marked) + 1
    columns = width - left
    if columns < 8:
        return page("The chart needs more room.", width, height)
    canvas = Canvas(width, height)
    signs = glyphs(charset)
    for row in range(rows):
        canvas.put(row, left - 1, signs.side, "axis")
    for row, text in marked:
        canvas.write(row, left - 1 - len(text), text, "label")
        canvas.put(row, left - 1, signs.side_tick, "axis")
    canvas.write(rows, left - 1, signs.corner + signs.floor * columns, "axis")
    across = Axis(frame.x0, frame.x1, columns, 2)
    _updates(canvas, across, left, rows, signs.floor_tick)
    curve = tuple((update, _log(error)) for update, error in points)
    for row, line in enumerate(strokes(curve, frame, columns, rows, charset)):
        for column, character in enumerate(line):
            if character != " ":
                canvas.put(row, left + column, character, height_style(row, rows))
    _points(canvas, points, across, Axis(frame.y0, frame.y1, rows, 4), left, charset)
    title = f"{name} after each update" if name else ""
    for start in (width - len(title), left + 2):
        if title and canvas.free(0, start, len(title), margin=0):
            canvas.write(0, start, title, "label")
            break
    return canvas.rows()


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


def _decades(frame: Frame, rows: int) -> list[tuple[int, str]]:
    """Rows and labels of the scale: powers of ten, with round numbers between where there are few
    of them."""
    up = Axis(frame.y0, frame.y1, rows, 4)
    whole = [value for value, _ in ticks(frame.y0, frame.y1, max(min(rows // 3, 8), 2))]
    whole = [value for value in whole if value == round(value)]
    if len(whole) >= 2:
        return [(rows - 1 - up.cell(value), _power(round(value))) for value in whole]
    found: dict[int, str] = {}
    for mantissas in ((1,), (2, 5), (1.5, 3, 4, 6, 7, 8, 9)):
        if len(found) < 2:
            for power in range(math.floor(frame.y0), math.ceil(frame.y1) + 1):
                for mantissa in mantissas:
                    place = power + math.log10(mantissa)
                    row = rows - 1 - up.cell(place)
                    if up.holds(place) and not {row - 1, row, row + 1} & found.keys():
                        found[row] = short(mantissa * 10.0**power) if power > -324 else "0"
    return list(found.items())


def _power(exponent: int) -> str:
    return f"1e{exponent}" if abs(exponent) > 3 else short(10.0**exponent)


def _updates(canvas: Canvas, across: Axis, left: int, floor: int, tick: str) -> None:
    """Numbers of the updates under the floor."""
    free = 0
    for value, text in ticks(across.lo, across.hi, max(across.cells // 8, 2)):
        if value != round(value):
            continue
        column = left + across.cell(value)
        start = min(max(column - len(text) // 2, 0), canvas.width - len(text))
        if start >= free:
            canvas.put(floor, column, tick, "axis")
            canvas.write(floor + 1, start, text, "label")
            free = start + len(text) + 1
    if canvas.free(floor + 1, canvas.width - len("update"), len("update")):
        canvas.write(floor + 1, canvas.width - len("update"), "update", "label")


def _points(
    canvas: Canvas, points: Sequence[Point], across: Axis, up: Axis, left: int, charset: Charset
) -> None:
    """The last update, and every one whose error has no logarithm."""
    signs = glyphs(charset)
    for update, error in points:
        if math.isfinite(update) and not math.isfinite(_log(error)):
            row = up.cells - 1 if error == 0 else 0
            sign = "0" if error == 0 else "!"
            canvas.put(row, left + across.cell(update), sign, "past")
    update, error = points[-1]
    if math.isfinite(update) and math.isfinite(_log(error)):
        row = up.cells - 1 - up.cell(_log(error))
        canvas.put(row, left + across.cell(update), signs.now, "now")
