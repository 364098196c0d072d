"""A map as rows of styled cells: lines of one height, the run's trail on them, and the guess."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from tutor.chart.canvas import (
    LEAST_COLUMNS,
    SMALLEST,
    Canvas,
    Charset,
    Layout,
    Row,
    padded,
    page,
    x_tick,
)
from tutor.chart.overlay import glyphs
from tutor.chart.raster import LARGEST, NO_ROOM, SAME, axes, bare, braille, clipped
from tutor.engine.numbers import Axis, ticks
from tutor.session.picture.curve import Curve, Point
from tutor.session.picture.scene import Ground, Mark, Scene

CROSS = {"unicode": "┼", "ascii": "+"}
"""The lowest place."""
LEVELS = 6
"""Colours of the lines, curve0 for the lowest."""
UPDATE = "update"
"""The axis of a graph that counts updates."""
SHORT = 4
"""Letters of a name that stands beside its axis."""
TRIED = {"unicode": "✓○✗↔", "ascii": "+ox~"}
"""A run that was made: it settled, swung in, or flew apart."""
STIPPLE = {
    "unicode": (" ", ("⠂", " ", "⡀", " "), ("⠡",)),
    "ascii": (" ", (" ", ":", " ", " "), ("x", " ")),
}
"""What a region is filled with."""
FATES = ("curve0", "curve2", "curve5", "strong")
"""The styles of these."""
KEPT = "\u00a0"
"""A blank between two words, through which no line goes."""
NEAR = 0.6
"""Dots by which two points of a line may lie beside each other, so that one is enough."""
UPRIGHT, LEVEL = 2.5, 0.4
"""Slopes, in cells, from which on a line in ASCII is drawn `|`, and up to which by its height."""


@lru_cache(maxsize=SAME)
def draw_map(
    scene: Scene, width: int, height: int, *, charset: Charset = "unicode"
) -> tuple[Row, ...]:
    """The map as `height` rows of exactly `width` cells."""
    if width < 1 or height < 1:
        return ()
    if width > LARGEST[0] or height > LARGEST[1]:
        drawn = draw_map(scene, min(width, LARGEST[0]), min(height, LARGEST[1]), charset=charset)
        return padded(drawn, width, height)
    if width < SMALLEST[0] or height < SMALLEST[1]:
        return page(scene.sentence or NO_ROOM, width, height)
    if scene.sentence or not scene.frame.usable or scene.ground is None:
        sentence = scene.sentence or "These numbers are too close together for a map."
        return bare(sentence, width, height, charset)
    plan = _layout(scene, width, height)
    if width - plan.left < LEAST_COLUMNS:
        return page(NO_ROOM, width, height)
    canvas, signs = Canvas(width, height), glyphs(charset)
    axes(canvas, plan, signs, scene.x)
    # a long name stands inside, so that it takes no columns from the map
    beside = plan.left - 1 - len(scene.y)
    canvas.write(0, beside if beside >= 0 else plan.left, scene.y[: plan.x.cells], "label")
    truth = scene.truth if scene.swept >= 1 else None
    _bottom(canvas, scene.bottom, plan, charset)
    seen = [mark for mark in (*scene.trail, scene.now) if mark is not None]
    for mark in scene.trail:
        _point(canvas, mark, plan, mark.label, "mark")
    if scene.now is not None:
        _point(canvas, scene.now, plan, signs.now, "now")
    for mark in scene.marks:
        _point(canvas, mark, plan, signs.now, "now")
        _beside(canvas, mark, mark.label, plan, "mark")
    for ending, (x, y) in scene.ground.tried:
        canvas.put(plan.row(y), plan.column(x), TRIED[charset][ending], FATES[ending])
    _heights(canvas, scene, plan)
    _words(canvas, scene.ground, plan)
    for one, sign, style in ((scene.guess, signs.guess, "guess"), (truth, signs.truth, "truth")):
        if one is not None:
            _point(canvas, one, plan, sign, style)
    if scene.trail and scene.trail[0].label == "0":
        _beside(canvas, scene.trail[0], "start", plan, "dim")
    for one, style in ((truth, "truth"), (scene.guess, "guess"), (scene.now, "now")):
        if one is not None:
            _beside(canvas, one, one.label, plan, style)
    if truth is not None and scene.now is not None:
        _line(canvas, [(scene.now.x, scene.now.y), (truth.x, truth.y)], plan, charset, "truth")
    _line(canvas, [(mark.x, mark.y) for mark in seen], plan, charset, "past")
    for level, contour in enumerate(scene.ground.lines):
        style = f"curve{level * LEVELS // max(len(scene.ground.lines), 1)}"
        for row, text in enumerate(_strokes(contour.lines, plan.x, plan.y, charset)):
            for column, character in enumerate(text):
                _under(canvas, row, plan.left + column, character, style)
    _stipple(canvas, scene.ground, plan, charset)
    return tuple(
        tuple((text.replace(KEPT, " "), style) for text, style in row) for row in canvas.rows()
    )


def _layout(scene: Scene, width: int, height: int) -> Layout:
    """The plan: plot, floor and the numbers of x."""
    frame, rows = scene.frame, height - 2
    up = Axis(frame.y0, frame.y1, rows, 4)
    marked = ticks(frame.y0, frame.y1, max(min(rows // 4, 6), 2))
    left = max((len(text) for _, text in marked), default=0) + 1
    left = max(left, len(scene.y) + 1 if len(scene.y) <= SHORT else 0)
    across = Axis(frame.x0, frame.x1, max(width - left, 1), 2)
    x_ticks = _x_ticks(across, left, width, whole=scene.x == UPDATE)
    y_ticks = tuple((rows - 1 - up.cell(value), text) for value, text in marked)
    y_ticks = tuple((row, text) for row, text in y_ticks if row > 0)  # there stands its name
    return Layout(width, height, left, across, up, tuple(x_ticks), y_ticks)


def _x_ticks(axis: Axis, left: int, width: int, *, whole: bool) -> Iterator[tuple[int, int, str]]:
    """Numbers with room between them; of updates only `whole` ones."""
    free = 0
    for value, text in ticks(axis.lo, axis.hi, max(axis.cells // 9, 2)):
        if whole and value != round(value):
            continue
        text = str(round(value)) if whole else text
        column, start, _ = x_tick(axis, left, width, value, text)
        if start >= free:
            yield column, start, text
            free = start + len(text) + 2


def _point(canvas: Canvas, mark: Mark, plan: Layout, sign: str, style: str) -> None:
    canvas.put(plan.row(mark.y), plan.column(mark.x), sign, style)


def _bottom(canvas: Canvas, bottom: Mark | None, plan: Layout, charset: Charset) -> None:
    """The lowest place, with its name and ticks on both axes."""
    if bottom is None:
        return
    row, column = plan.row(bottom.y), plan.column(bottom.x)
    canvas.put(row, column, CROSS[charset], "bottom")
    canvas.put(plan.rows, column, "┴" if charset == "unicode" else "+", "bottom")
    canvas.put(row, plan.left - 1, "├" if charset == "unicode" else "+", "bottom")
    _beside(canvas, bottom, bottom.label, plan, "bottom")


def _beside(canvas: Canvas, mark: Mark, words: str, plan: Layout, style: str) -> None:
    """Words at the first free side of a point."""
    row, column = plan.row(mark.y), plan.column(mark.x)
    wide = len(words)
    places = [
        (row, column + 2), (row, column - wide - 1), (row - 1, column - wide // 2),
        (row + 1, column - wide // 2), (row - 1, column + 1), (row + 1, column + 1),
        (row - 1, column - wide), (row + 1, column - wide),
    ]  # fmt: skip
    inside = [
        (r, c) for r, c in places if 0 <= r < plan.rows and plan.left <= c <= plan.width - wide
    ]
    canvas.fit(words.replace(" ", KEPT), style, inside, margin=0, apart=False)


def _heights(canvas: Canvas, scene: Scene, plan: Layout) -> None:
    """The height of each line, once, on the line itself; one of them with the name of what is so
    high. Their places come from the lines and what stands still: they do not move with a guess."""
    assert scene.ground is not None
    lines = scene.ground.lines
    named = -1
    for level in range(len(lines) - 1, -1, -1):
        contour = lines[level]
        if not contour.label:
            continue
        name = f"{scene.ground.z} {contour.label}".strip()
        words = [name, contour.label] if named < 0 and scene.ground.z else [contour.label]
        for text in words:
            cells = list(_along(contour.lines, plan))
            places = [(row, column - len(text) // 2) for row, column in cells]
            places = [
                (row, column)
                for row, column in places
                if plan.left <= column <= plan.width - len(text) and 0 <= row < plan.rows
            ]
            style = f"curve{level * LEVELS // len(lines)}"
            if canvas.fit(text.replace(" ", KEPT), style, places, margin=1):
                named = level if text == name else named
                break


def _along(lines: Sequence[Curve], plan: Layout) -> Iterator[tuple[int, int]]:
    """Cells of a contour: from the middle of its longest line outwards, every few points."""
    for line in sorted(lines, key=len, reverse=True):
        inside = [one for one in line if plan.x.holds(one[0]) and plan.y.holds(one[1])]
        middle = len(inside) // 2
        order = [middle + (step + 1) // 2 * (1 if step % 2 else -1) for step in range(len(inside))]
        for at in order[::4]:
            if 0 <= at < len(inside):
                yield plan.row(inside[at][1]), plan.column(inside[at][0])


def _regions(ground: Ground, plan: Layout) -> Iterator[tuple[int, int, int]]:
    """Row and column of each cell of the plot, and what becomes of runs there."""
    rows, columns = len(ground.grid), len(ground.grid[0]) if ground.grid else 0
    for row in range(plan.rows if rows else 0):
        up = (plan.rows - 1 - row) * (rows - 1) // max(plan.rows - 1, 1)
        for column in range(plan.x.cells):
            across = column * (columns - 1) // max(plan.x.cells - 1, 1)
            yield row, plan.left + column, ground.grid[up][across]


def _words(canvas: Canvas, ground: Ground, plan: Layout) -> None:
    """What each region is called, as near to its middle as there is room."""
    cells = list(_regions(ground, plan))
    for ending, word in enumerate(ground.words):
        mine = {(row, column) for row, column, one in cells if one == ending}
        if not mine:
            continue
        middle = [sum(axis) / len(mine) for axis in zip(*mine, strict=True)]
        inside = [
            (row, column)
            for row, column in mine
            if all((row, column + step) in mine for step in range(-1, len(word) + 1))
        ]
        inside.sort(
            key=lambda at: (at[0] - middle[0]) ** 2 * 4 + (at[1] + len(word) / 2 - middle[1]) ** 2
        )
        canvas.fit(word.replace(" ", KEPT), FATES[ending], inside, margin=1)


def _stipple(canvas: Canvas, ground: Ground, plan: Layout, charset: Charset) -> None:
    """Dots where runs swing in, and more of them where they fly apart, under all that stands
    there."""
    for row, column, ending in _regions(ground, plan):
        signs = STIPPLE[charset][ending]
        _under(canvas, row, column, signs[(column + 2 * row) % len(signs)], FATES[ending])


def _line(
    canvas: Canvas, points: Sequence[Point], plan: Layout, charset: Charset, style: str
) -> None:
    """Strokes from one place to the next, under all that stands there."""
    if len(points) < 2:
        return
    for row, text in enumerate(_strokes((tuple(points),), plan.x, plan.y, charset)):
        for column, character in enumerate(text):
            _under(canvas, row, plan.left + column, character, style)


def _under(canvas: Canvas, row: int, column: int, character: str, style: str) -> None:
    """Put a stroke where nothing stands yet."""
    if character not in (" ", "\u2800") and canvas.at(row, column) == " ":
        canvas.put(row, column, character, style)


@lru_cache(maxsize=256)
def _strokes(lines: tuple[Curve, ...], across: Axis, up: Axis, charset: Charset) -> tuple[str, ...]:
    """Lines alone, one character for each cell of the plot."""
    pieces = [
        _thinned(piece, across.cells, up.cells)
        for line in lines
        for piece in clipped((across.unit(x), up.unit(y)) for x, y in line)
    ]
    drawn = traced if charset == "ascii" else braille
    return drawn(pieces, across.cells, up.cells)


def _thinned(piece: Sequence[Point], columns: int, rows: int) -> list[Point]:
    """Fewer points of the same line to the eye."""
    kept = [piece[0]]
    for point in piece[1:]:
        across, up = point[0] - kept[-1][0], point[1] - kept[-1][1]
        if math.hypot(across * columns * 2, up * rows * 4) >= NEAR:
            kept.append(point)
    if kept[-1] != piece[-1]:
        kept.append(piece[-1])
    return kept


def traced(pieces: Iterable[Sequence[Point]], columns: int, rows: int) -> tuple[str, ...]:
    r"""Lines in the unit square, one character for each cell that they go through: | where it is
    steep, \ / where it slants, and ' - . for its height in the cell where it is level."""
    cells: dict[tuple[int, int], list[tuple[float, float, float]]] = {}
    for piece in pieces:
        places = [(x * (columns - 0.001), y * (rows - 0.001)) for x, y in piece]
        for (x, y), (to_x, to_y) in pairwise(places):
            count = max(1, math.ceil(3 * max(abs(to_x - x), abs(to_y - y))))
            for step in range(count + 1):
                at_x, at_y = x + (to_x - x) * step / count, y + (to_y - y) * step / count
                inside = cells.setdefault((int(at_y), int(at_x)), [])
                inside.append((to_x - x, to_y - y, at_y - int(at_y)))
    drawn = [[" "] * columns for _ in range(rows)]
    for (row, column), parts in cells.items():
        if 0 <= row < rows and 0 <= column < columns:
            drawn[rows - 1 - row][column] = _character(parts)
    return tuple("".join(row) for row in drawn)


def _character(parts: Sequence[tuple[float, float, float]]) -> str:
    """The character of a cell from the directions and heights of what goes through it."""
    across = sum(abs(dx) for dx, _, _ in parts)
    up = sum(abs(dy) for _, dy, _ in parts)
    if up > UPRIGHT * across:
        return "|"
    if up <= LEVEL * across:
        height = sum(height for _, _, height in parts) / len(parts)
        return ".-'"[min(int(height * 3), 2)]
    return "/" if sum(dx * dy for dx, dy, _ in parts) > 0 else "\\"
