"""Words beside a point or a line, and notes about all of a chart: where there is room for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tutor.chart.canvas import Canvas, Layout, shapes
from tutor.session.picture.scene import Mark

Cell = tuple[int, int]
"""Row and column."""
Place = tuple[int, int, int, int]
"""Of words: first row, first column, rows and columns."""
SAME_ROW = 8
"""Columns from which on a point in the row of some words is not read as theirs."""
CLEAR = 1
"""Columns by which words are nearer to their own point than to any other."""
APART = 4
"""Columns by which the name of the curve stands apart from the line over the bottom."""
LONGEST = 3
"""Rows of the longest stroke from a point to its words."""


class Offer(NamedTuple):
    """Places for some words, the best one first."""

    label: str
    """The words, in one line or two."""
    places: Sequence[Cell]
    """Where the first line may begin."""
    clear: int = CLEAR
    stroke: Sequence[Cell] = ()
    """What leads from the point to these places."""


def beside(
    canvas: Canvas,
    cell: Cell,
    text: str,
    plan: Layout,
    style: str,
    others: Sequence[Cell],
    *,
    stroke: str,
    line: int | None = None,
    rightward: bool = True,
) -> bool:
    """Words of a point, at the first of some places where they cover nothing and are read as its
    own, not as those of the `others` or of an upright line. Whether there was one."""
    strange = [other for other in others if other != cell]
    for offer in _offers(canvas, cell, text, plan, strange, rightward=rightward):
        end = offer.stroke[-1] if offer.stroke else cell
        high, wide = _size(offer.label)
        inside = (
            (top, start)
            for top, start in offer.places
            if top >= 0 and top + high <= plan.rows and start > plan.left
            if _own(end, strange, (top, start, high, wide), offer.clear)
            and (line is None or _before(end, line, (top, start, high, wide)))
        )
        if canvas.fit(offer.label, style, inside):
            for at in offer.stroke:
                canvas.put(*at, stroke, style)
            return True
    return False


def _offers(
    canvas: Canvas,
    cell: Cell,
    text: str,
    plan: Layout,
    others: Sequence[Cell],
    *,
    rightward: bool,
) -> Iterator[Offer]:
    """Where words of a point may stand: where they touch it, a column farther away, at the end of
    a stroke, or at its corners where they are nearer to it than to another, if only just."""
    row, column = cell
    labels = shapes(text)
    for label in labels:
        high, wide = _size(label)
        level = [(row, side) for side in _sides(column, wide, 2, rightward=rightward)]
        corners = _corners(cell, label, 2, rightward=rightward)
        over = [(up, start) for up in (row - high, row + 1) for start in _across(column, wide)]
        yield Offer(label, [*level, *corners, *over])
    farther = _sides(column, len(text), 3, rightward=rightward)
    yield Offer(text, [(row, side) for side in farther], clear=0)
    for label in labels:
        yield Offer(label, _corners(cell, label, 3, rightward=rightward))
    for stroke in _strokes(canvas, cell, plan, others):
        end = stroke[-1][0]
        for label in labels:
            high, wide = _size(label)
            top = end - high if end < row else end + 1
            yield Offer(label, [(top, start) for start in _across(column, wide)], stroke=stroke)
    for label in labels:
        for away in (2, 3):
            yield Offer(label, _corners(cell, label, away, rightward=rightward), clear=0)


def _corners(cell: Cell, label: str, away: int, *, rightward: bool) -> Sequence[Cell]:
    """Places at the corners of a point, above and below it to either side."""
    (row, column), (high, wide) = cell, _size(label)
    sides = _sides(column, wide, away, rightward=rightward)
    return [(up, side) for side in sides for up in (row - high, row + 1)]


def _size(label: str) -> tuple[int, int]:
    """Lines and columns."""
    lines = label.split("\n")
    return len(lines), max(map(len, lines))


def _sides(column: int, wide: int, away: int, *, rightward: bool) -> Sequence[int]:
    """First columns of words to the right and to the left of a point."""
    sides = (column + away, column + 1 - away - wide)
    return sides if rightward else sides[::-1]


def _across(column: int, wide: int) -> Sequence[int]:
    """First columns of words over or under a point."""
    return column - wide // 2, column, column - wide + 1


def _strokes(
    canvas: Canvas, cell: Cell, plan: Layout, others: Sequence[Cell]
) -> Iterator[Sequence[Cell]]:
    """Straight up and down from a point, the short ones first: they cross nothing, and pass beside
    no other point that they could come from."""
    row, column = cell
    for length in range(1, LONGEST + 1):
        for way in (-1, 1):
            cells = [(row + way * step, column) for step in range(1, length + 1)]
            free = all(0 <= y < plan.rows and canvas.at(y, x) == " " for y, x in cells)
            if free and not any((y, x + side) in others for y, x in cells for side in (-1, 1)):
                yield cells


def _own(cell: Cell, others: Sequence[Cell], words: Place, clear: int) -> bool:
    """Whether words are nearer to this point than to others, by more
    than `clear` columns; and stand in no row of another one close by, unless in its own too."""
    rows = range(words[0], words[0] + words[2])
    near = _gap(cell, *words) + clear
    least = [SAME_ROW if other[0] in rows and cell[0] not in rows else near for other in others]
    return all(_gap(other, *words) > far for other, far in zip(others, least, strict=True))


def _before(cell: Cell, line: int, words: Place) -> bool:
    """Whether words stand in the row of this point, or nearer to it than to an upright line."""
    return words[0] == cell[0] or _gap((words[0], line), *words) > _gap(cell, *words)


def _gap(cell: Cell, top: int, left: int, high: int, wide: int) -> int:
    """How far a point is from words, in columns; a row is as far as two of them."""
    row, column = cell
    up = max(top - row, row - (top + high - 1), 0)
    across = max(left - column, column - (left + wide - 1), 0)
    return max(2 * up, across)


def name(canvas: Canvas, names: Sequence[str], bottom: Mark | None, plan: Layout) -> None:
    """What the curve shows, the first of `names` for which there is room: at the head of the axis
    or, where there is none, anywhere but where it would be read as the name of the line over the
    bottom."""
    head = [(0, start) for start in range(plan.left + 1, plan.left + plan.x.cells // 3)]
    line = -plan.width if bottom is None else plan.column(bottom.x)
    for y in names:
        starts = range(plan.left + 1, plan.width - len(y) + 1)
        clear = [start for start in starts if not line - len(y) - APART < start <= line + APART]
        places = [*head, *((row, start) for row in range(plan.rows) for start in clear)]
        if canvas.fit(y, "label", places):
            return


def bottom_words(canvas: Canvas, bottom: Mark, plan: Layout, now: Mark | None = None) -> bool:
    """Its label beside the line, at the top where there is room, and not at what leads from `now`
    to the axis. Whether there was any."""
    column = plan.column(bottom.x)
    upper = min(plan.rows // 2, 4)
    for rows in (range(upper), range(upper, plan.rows)):
        for label in shapes(bottom.label):
            wide = max(map(len, label.split("\n")))
            starts = [column + 2, column - 1 - wide]
            places = [(row, start) for row in rows for start in starts if start >= plan.left]
            if now is not None and plan.x.holds(now.x):
                foot, above = plan.column(now.x), plan.row(now.y) - label.count("\n")
                places = [
                    (row, start)
                    for row, start in places
                    if row <= above or not start - 1 <= foot <= start + wide
                ]
            if canvas.fit(label, "bottom", places):
                return True
    return False


def note(
    canvas: Canvas, texts: Sequence[str], style: str, plan: Layout, *, inside: bool = True
) -> bool:
    """Words about all of the chart, the first of `texts` for which there is room: below it, or,
    where they may stand `inside`, wherever that is. Whether there was any."""
    below = [row for row in (plan.height - 1, plan.rail) if row is not None]
    for words in texts:
        last = plan.width - len(words)
        outside = [(row, start) for row in below for start in (plan.left, last, 0)]
        within = [(row, at) for row in range(plan.rows) for at in range(plan.left + 1, last)]
        fitting = [(outside, 2), *([(within, 2), (within, 1)] if inside else [])]
        if any(canvas.fit(words, style, places, margin) for places, margin in fitting):
            return True
    return False
