"""A `Scene` as rows of styled cells. The only importer of plotext.

plotext has one figure for the whole process, and never comes back from a point far off its axes.
So it is used under a lock, gets only points in the unit square, and is left as it was found.
What it draws is cached: a chart on which only the marks moved is put together without it.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache
from threading import Lock

from tutor.chart.canvas import SMALLEST, Canvas, Charset, Layout, Row, lay, layout, padded, page
from tutor.chart.overlay import Glyphs, compose, glyphs
from tutor.engine.numbers import Axis
from tutor.session.picture.curve import Curve, Point
from tutor.session.picture.scene import Mark, Scene

LARGEST = (400, 120)
"""A chart grows no further: plotext's work grows with every cell. The rest stays empty."""
NO_ROOM = "The chart needs more room."
COLOURS = 6
SAME = 16
"""Charts that are kept as they were drawn: in a class many look at the same one at once."""
CLOSE = 0.25
"""Dots by which a left-out point may lie beside the line that is drawn."""

_figure = Lock()


@lru_cache(maxsize=SAME)
def draw(scene: Scene, width: int, height: int, *, charset: Charset = "unicode") -> tuple[Row, ...]:
    """The chart as `height` rows of exactly `width` cells."""
    if width < 1 or height < 1:
        return ()
    if width > LARGEST[0] or height > LARGEST[1]:
        drawn = draw(scene, min(width, LARGEST[0]), min(height, LARGEST[1]), charset=charset)
        return padded(drawn, width, height)
    if width < SMALLEST[0] or height < SMALLEST[1]:
        return page(scene.sentence or NO_ROOM, width, height)
    if scene.sentence or not scene.frame.usable:
        sentence = scene.sentence or "These numbers are too close together for a chart."
        return bare(sentence, width, height, charset)
    plan = layout(scene.frame, width, height)
    if plan is None:
        return page(NO_ROOM, width, height)
    base = _base(scene.curve, scene.compare, scene.bottom, scene.x, plan, charset)
    canvas = Canvas(width, height, base)
    while (readable := compose(canvas, scene, plan, charset)) != scene:
        scene, canvas = readable, Canvas(width, height, base)
    return canvas.rows()


def bare(sentence: str, width: int, height: int, charset: Charset) -> tuple[Row, ...]:
    """Axes without a number, and a sentence between them."""
    canvas = Canvas(width, height)
    signs = glyphs(charset)
    left, foot = 4, height - 4
    if height < 9 or width < 30:
        return page(sentence, width, height)
    for row in range(foot):
        canvas.put(row, left, signs.side, "axis")
    canvas.write(foot, left, signs.corner + signs.floor * (width - left - 1), "axis")
    lay(canvas, sentence, left + 1, width - left - 1, foot)
    return canvas.rows()


@lru_cache(maxsize=256)
def _base(
    curve: Curve | None,
    compare: Curve | None,
    bottom: Mark | None,
    x: str,
    plan: Layout,
    charset: Charset,
) -> Canvas:
    """What stays while a guess moves: the axes with their numbers, the bottom and the curves."""
    canvas = Canvas(plan.width, plan.height)
    signs = glyphs(charset)
    axes(canvas, plan, signs, x)
    if compare is not None:
        line(canvas, compare, plan, charset, dim=True)
    if curve is not None:
        line(canvas, curve, plan, charset)
    if bottom is not None and plan.x.holds(bottom.x):
        _bottom(canvas, bottom, plan, signs)
    return canvas


def line(
    canvas: Canvas, curve: Curve, plan: Layout, charset: Charset, *, dim: bool = False
) -> None:
    """A curve, one colour a row: from curve0 at the bottom to curve5 at the top. A dim one is
    dashed, so that it is told apart without colour."""
    drawn = strokes(curve, plan.x, plan.y, charset)
    for row, characters in enumerate(drawn):
        style = "dim" if dim else f"curve{(plan.rows - 1 - row) * COLOURS // plan.rows}"
        for column, character in enumerate(characters):
            if character != " " and not (dim and column % 3 == 2):
                canvas.put(row, plan.left + column, character, style)


def axes(canvas: Canvas, plan: Layout, signs: Glyphs, x: str) -> None:
    """Both axes with their numbers, and what the lower one shows: beside two numbers at least, the
    last ones give way to it."""
    for row in range(plan.rows):
        canvas.put(row, plan.left - 1, signs.side, "axis")
    for row, text in plan.y_ticks:
        canvas.put(row, plan.left - 1, signs.side_tick, "axis")
        canvas.write(row, plan.left - 1 - len(text), text, "label")
    floor = signs.corner + signs.floor * plan.x.cells
    canvas.write(plan.rows, plan.left - 1, floor, "axis")
    at = plan.width - len(x)
    beside = [text for _, start, text in plan.x_ticks if start + len(text) < at]
    named = len(beside) > 1 or len(beside) == len(plan.x_ticks)
    for column, start, text in plan.x_ticks:
        canvas.put(plan.rows, column, signs.floor_tick, "axis")
        if not named or start + len(text) < at:
            canvas.write(plan.rows + 1, start, text, "label")
    canvas.fit(x, "label", [(plan.rows + 1, at), (plan.rows + 1, 0)], apart=False)


def _bottom(canvas: Canvas, bottom: Mark, plan: Layout, signs: Glyphs) -> None:
    """The dotted line over the bottom."""
    column = plan.column(bottom.x)
    canvas.put(plan.rows, column, signs.bottom_foot, "bottom")
    for row in range(plan.rows):
        if canvas.at(row, column) == " ":
            canvas.put(row, column, signs.bottom, "bottom")


@lru_cache(maxsize=256)
def strokes(curve: Curve, across: Axis, up: Axis, charset: Charset) -> tuple[str, ...]:
    """The curve alone, one character for each cell of the plot."""
    pieces = list(clipped((across.unit(x), up.unit(y)) for x, y in curve))
    drawn = slanted if charset == "ascii" else braille
    return drawn(pieces, across.cells, up.cells)


def clipped(points: Iterable[Point]) -> Iterable[list[Point]]:
    """The pieces of a polyline that lie in the unit square. Nothing that is not finite gets
    through, and nothing joins two points outside at opposite sides: there the curve is torn.
    """
    piece: list[Point] = []
    before: Point | None = None
    for point in points:
        finite = math.isfinite(point[0]) and math.isfinite(point[1])
        part: Sequence[Point] = _within(before, point) if before and finite else ()
        if finite and not before and _inside(point):
            part = (point,)
        if part and piece and piece[-1] == part[0]:
            piece += part[1:]
        elif part:
            if piece:
                yield piece
            piece = [*part]
        before = point if finite else None
    if piece:
        yield piece


def _inside(point: Point) -> bool:
    return 0 <= point[0] <= 1 and 0 <= point[1] <= 1


def _within(one: Point, other: Point) -> Sequence[Point]:
    """The ends of the part of a line between two points that is in the unit square."""
    if _inside(one) and _inside(other):
        return one, other
    if not (_inside(one) or _inside(other)):
        return ()
    inner, outer = (one, other) if _inside(one) else (other, one)
    share = 1.0
    for a, b in zip(inner, outer, strict=True):
        edge = min(max(b, 0.0), 1.0)
        if edge != b:
            share = min(share, (edge - a) / (b - a))
    cut = (
        min(max(inner[0] + share * (outer[0] - inner[0]), 0.0), 1.0),
        min(max(inner[1] + share * (outer[1] - inner[1]), 0.0), 1.0),
    )
    return (inner, cut) if inner is one else (cut, inner)


def braille(pieces: Sequence[Sequence[Point]], columns: int, rows: int) -> tuple[str, ...]:
    """Polylines in the unit square, drawn by plotext in dots, eight to a cell."""
    import plotext

    with _figure:  # each use leaves it clean
        try:
            plotext.theme("clear")
            plotext.limit_size(False, False)
            plotext.plot_size(columns, rows)
            plotext.xaxes(False, False)
            plotext.yaxes(False, False)
            plotext.xticks([])
            plotext.yticks([])
            plotext.xlim(0, 1)
            plotext.ylim(0, 1)
            for piece in pieces:
                xs, ys = zip(*_thinned(piece, columns, rows), strict=True)
                plotext.plot(list(xs), list(ys), marker="braille")
            drawn = plotext.uncolorize(plotext.build()) if pieces else ""
        finally:
            plotext.clear_figure()
    lines = drawn.split("\n")
    return tuple((lines[row] if row < len(lines) else "").ljust(columns) for row in range(rows))


def _thinned(piece: Sequence[Point], columns: int, rows: int) -> list[Point]:
    """Fewer points of the same line to the eye: plotext's work grows with their number."""
    across, up = Axis(0, 1, columns, 2), Axis(0, 1, rows, 4)
    dots = [(across.dot(x), up.dot(y)) for x, y in piece]
    kept = [piece[0]]
    start, low, high = 0, -math.inf, math.inf
    for index in range(1, len(dots)):
        along = dots[index][0] - dots[start][0]
        if along > 0:
            rise = dots[index][1] - dots[start][1]
            if low <= rise / along <= high:
                low = max(low, (rise - CLOSE) / along)
                high = min(high, (rise + CLOSE) / along)
                continue
        kept.append(piece[index - 1])
        start = index - 1
        along = max(dots[index][0] - dots[start][0], 1e-9)
        rise = dots[index][1] - dots[start][1]
        low, high = (rise - CLOSE) / along, (rise + CLOSE) / along
    if len(piece) > 1:
        kept.append(piece[-1])
    return kept


def slanted(pieces: Sequence[Sequence[Point]], columns: int, rows: int) -> tuple[str, ...]:
    r"""Polylines in the unit square as one character a column: \ / where it is steep, | where it
    is steeper still or goes to and fro within the column, and ' - . for its height within the row
    where it is not.

    plotext has no marker that follows the slope, so these cells are worked out here, from the same
    points and by the same rule for where a point lies.
    """
    cells = [[" "] * columns for _ in range(rows)]
    across, up = Axis(0, 1, columns, 2), Axis(0, 1, rows, 4)
    for piece in pieces:
        xs = [(across.dot(x) + 0.5) / 2 for x, _ in piece]
        ys = [(up.dot(y) + 0.5) / 4 for _, y in piece]
        for column in range(columns):
            enters, leaves = max(xs[0], column), min(xs[-1], column + 1)
            if enters < leaves or (enters == leaves and len(xs) == 1):
                ends = _height(xs, ys, enters), _height(xs, ys, leaves)
                _stroke(cells, column, *ends, ys[bisect_left(xs, enters) : bisect_left(xs, leaves)])
    return tuple("".join(row) for row in cells)


def _height(xs: Sequence[float], ys: Sequence[float], x: float) -> float:
    """How high a polyline is at x."""
    if len(xs) == 1:
        return ys[0]
    right = min(max(bisect_left(xs, x), 1), len(xs) - 1)
    run = xs[right] - xs[right - 1]
    share = (x - xs[right - 1]) / run if run else 1.0
    return ys[right - 1] + share * (ys[right] - ys[right - 1])


def _stroke(
    cells: list[list[str]], column: int, enters: float, leaves: float, between: Sequence[float]
) -> None:
    """One column of a slanted curve, from one height to another (in rows, upwards) through those
    between."""
    rows = len(cells)
    steep = leaves - enters
    low, high = min(enters, leaves, *between), max(enters, leaves, *between)
    middle = min(max((enters + leaves) / 2, 0.0), rows - 1e-9)
    to_and_fro = high - low > abs(steep) + 1
    if abs(steep) <= 0.55 and not to_and_fro:
        part = middle - math.floor(middle)
        cells[rows - 1 - int(middle)][column] = ".-'"[min(int(part * 3), 2)]
        return
    sign = "|" if abs(steep) > 2.5 or to_and_fro else "/" if steep > 0 else "\\"
    first, last = math.floor(low + 0.5), math.ceil(high - 0.5) - 1
    for level in range(first, last + 1) if last >= first else [int(middle)]:
        if 0 <= level < rows:
            cells[rows - 1 - level][column] = sign
