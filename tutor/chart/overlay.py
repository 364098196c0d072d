"""What is laid over the curve: points, tangent, rail, and the words beside them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from tutor.chart.canvas import Canvas, Charset, Layout
from tutor.chart.labels import Cell, beside, bottom_words, name, note
from tutor.engine.numbers import same
from tutor.session.picture.scene import Mark, Scene

DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""Bit of each braille dot, by row from the top and by column."""
BRAILLE = 0x2800
OWN = "abc: your rule"
"""Says whose trail the letters are."""
SHORT = "your rule"
"""The same where there is little room."""
DOTTED = 3
"""A dotted line has every third dot."""
FEW = 6
"""Cells of a line through now of which more are enough to be seen as one."""


class Glyphs(NamedTuple):
    """The characters of a chart. Each mark has a shape of its own, so that colour adds nothing."""

    side: str = "│"
    side_tick: str = "┤"
    corner: str = "└"
    floor: str = "─"
    floor_tick: str = "┬"
    now: str = "●"
    now_foot: str = "┴"
    drop: str = "╎"
    bottom: str = "┊"
    bottom_foot: str = "┴"
    guess: str = "◇"
    guess_foot: str = "┴"
    truth: str = "◆"
    mark: str = "○"
    rail: str = "━"
    rail_right: str = "▶"
    rail_left: str = "◀"
    rail_turn: str = "┿"
    more_right: str = "›"
    more_left: str = "‹"


UNICODE = Glyphs()
ASCII = Glyphs(*"|++-+", *"@^'::?|#o", *"=><:><")


def glyphs(charset: Charset) -> Glyphs:
    return ASCII if charset == "ascii" else UNICODE


def compose(canvas: Canvas, scene: Scene, plan: Layout, charset: Charset) -> Scene:
    """Lay everything that moves over the axes and the curve. What of it can be read: a mark of the
    author's means nothing without its word, nor do digits, the last ones of their updates, where
    there is no room to say of which."""
    signs = glyphs(charset)
    bottom = scene.bottom if scene.bottom and plan.x.holds(scene.bottom.x) else None
    letters, digits = _apart(scene.own, plan), _apart(scene.trail[::-1], plan)
    truth = scene.truth if scene.swept >= 1 else None
    for mark, sign, style in (
        *((point, point.label, "own") for point in letters),
        *((point, point.label, "mark") for point in digits),
        *((point, signs.mark, "mark") for point in scene.marks),
        (scene.now, signs.now, "now"),
        (truth, signs.truth, "truth"),
    ):
        if mark is not None:
            _point(canvas, mark, plan, sign, style)
    name(canvas, scene.heights, bottom, plan)
    labelled = bottom is None or bottom_words(canvas, bottom, plan, scene.now)
    _lines(canvas, scene, plan, charset)
    if scene.guess is not None and (
        truth is None or _cell(scene.guess, plan) != _cell(truth, plan)
    ):
        _point(canvas, scene.guess, plan, signs.guess, "guess")
    single = [mark for mark in (scene.now, scene.guess, scene.truth) if mark is not None]
    points = [_cell(mark, plan) for mark in (*single, *_inside((*letters, *digits), plan))]
    named = _marked(canvas, scene, plan, points, signs)
    sloped = _steepness(canvas, scene, plan, points, signs)
    told = _rail(canvas, scene, plan, signs)
    _legend(canvas, scene, plan, signs, told=told)
    _own_words(canvas, scene.own, plan)
    explained = not scene.digits or not _seen(canvas, scene.trail, plan, "mark")
    if not explained:
        dates = (scene.digits, scene.digits.replace("updates ", ""))
        explained = note(canvas, dates, "mark", plan)
    if scene.frame.zoomed and scene.swept >= 1:
        zoomed = scene.frame.zoomed
        times = zoomed.replace("zoomed out: ", "").replace(" times", "x")
        note(canvas, (zoomed, zoomed.replace(" times wider", "x"), times), "label", plan)
    if not sloped:
        note(canvas, (scene.steepness,), "label", plan, inside=False)  # there it is of one place
    if bottom is not None and not labelled:
        note(canvas, (f"{signs.bottom} {bottom.label}",), "bottom", plan)
    return scene._replace(marks=named, trail=scene.trail if explained else ())


def _lines(canvas: Canvas, scene: Scene, plan: Layout, charset: Charset) -> None:
    """The tangent, and what leads from now and from the guess to the axis."""
    signs, now, guess = glyphs(charset), scene.now, scene.guess
    if scene.slope is not None and now is not None:
        _tangent(canvas, now, scene.slope, plan, charset)
    if now is not None and plan.x.holds(now.x):
        _drop(canvas, now, plan, signs)
    if guess is not None and plan.x.holds(guess.x):
        canvas.put(plan.rows, plan.column(guess.x), signs.guess_foot, "guess")


def _seen(canvas: Canvas, points: Sequence[Mark], plan: Layout, style: str) -> bool:
    """Whether one of the points at least can be read, under no other mark."""
    cells = [(point.label, _cell(point, plan)) for point in points if plan.x.holds(point.x)]
    return any(canvas.at(*at) == label and canvas.style(*at) == style for label, at in cells)


def _own_words(canvas: Canvas, own: Sequence[Mark], plan: Layout) -> None:
    """Whose trail the letters are, and how many of its points have no place on the chart. Nothing
    where all of them are under other marks."""
    beyond = len(own) - len(_inside(own, plan))
    if not own or (beyond < len(own) and not _seen(canvas, own, plan, "own")):
        return
    if beyond == len(own):
        note(canvas, ("your rule: off the chart", "your rule: outside"), "own", plan)
        return
    whole = (f"{OWN}, {beyond} more off the chart", f"{OWN}, {beyond} more outside")
    if beyond and note(canvas, whole, "own", plan):
        return
    note(canvas, (OWN, SHORT), "own", plan)
    if beyond:
        letters = f"{beyond} letter{'s' if beyond > 1 else ''}"
        apart = (f"{letters} off the chart", f"{letters} outside", f"{beyond} outside")
        note(canvas, apart, "own", plan)


def _point(canvas: Canvas, point: Mark, plan: Layout, sign: str, style: str) -> None:
    """One character where the point is, at the edge for one above or below; nothing for a point
    beside the axis' ends, or for a lesser one that is off the chart."""
    lesser = style in ("mark", "own")
    if plan.x.holds(point.x) and (plan.y.holds(point.y) or not lesser):
        canvas.put(plan.row(point.y), plan.column(point.x), sign, style)


def _cell(point: Mark, plan: Layout) -> Cell:
    return plan.row(point.y), plan.column(point.x)


def _apart(points: Sequence[Mark], plan: Layout) -> list[Mark]:
    """Those of several points that do not stand on one another or side by side, where their signs
    would be read as one number or word; the first ones go first."""
    taken: set[Cell] = set()
    kept = []
    for point in (one for one in points if plan.x.holds(one.x)):
        row, column = _cell(point, plan)
        if not taken & {(row, column + step) for step in (-1, 0, 1)}:
            taken.add((row, column))
            kept.append(point)
    return kept


def _drop(canvas: Canvas, now: Mark, plan: Layout, signs: Glyphs) -> None:
    column = plan.column(now.x)
    for row in range(plan.row(now.y) + 1, plan.rows):
        if canvas.at(row, column) in (" ", signs.bottom):
            canvas.put(row, column, signs.drop, "dim")
    canvas.put(plan.rows, column, signs.now_foot, "now")


def _tangent(canvas: Canvas, now: Mark, slope: float, plan: Layout, charset: Charset) -> None:
    """The straight line through now: dotted, from edge to edge, where nothing else is drawn. The
    part of it that lies on the curve is seen by the curve itself; where that leaves a few cells
    alone, these have all of their dots."""
    across, up = plan.x, plan.y
    x, y = across.dot(now.x), up.dot(now.y)
    rise = slope * (across.hi - across.lo) / (up.hi - up.lo)
    rise *= (up.cells * up.dots - 1) / (across.cells * across.dots - 1)
    if not math.isfinite(rise):
        return
    dots = []
    length = across.cells * across.dots + up.cells * up.dots
    for count in range(-length, length + 1):
        along = count / max(1, abs(rise))
        row, column = math.floor(y + rise * along + 0.5), math.floor(x + along + 0.5)
        dots.append((column, row))
    free = {cell for dot in dots if canvas.at(*(cell := _cell_of(dot, plan))) == " "}
    seen = [one for one in free if plan.left <= one[1] < plan.width and 0 <= one[0] < plan.rows]
    for dot in dots[length % DOTTED :: DOTTED] if len(seen) > FEW else dots:
        _dot(canvas, dot, plan, charset)


def _cell_of(dot: tuple[int, int], plan: Layout) -> Cell:
    return plan.rows - 1 - dot[1] // 4, plan.left + dot[0] // 2


def _dot(canvas: Canvas, dot: tuple[int, int], plan: Layout, charset: Charset) -> None:
    """One dot more in a cell that is empty, or has such dots; in ASCII a `~`."""
    row, column = _cell_of(dot, plan)
    if not (plan.left <= column < plan.width and 0 <= row < plan.rows):
        return
    there = canvas.at(row, column)
    bits = 0 if there == " " else ord(there) - BRAILLE
    if there != " " and not (0 < bits < 256 and canvas.style(row, column) == "label"):
        return
    bits |= DOTS[3 - dot[1] % 4][dot[0] % 2]
    sign = "~" if charset == "ascii" else chr(BRAILLE + bits)
    canvas.put(row, column, sign, "label")


def _inside(points: Sequence[Mark], plan: Layout) -> list[Mark]:
    """Those of several points that the chart holds."""
    return [point for point in points if plan.x.holds(point.x) and plan.y.holds(point.y)]


def _marked(
    canvas: Canvas, scene: Scene, plan: Layout, points: Sequence[Cell], signs: Glyphs
) -> tuple[Mark, ...]:
    """The words of the author's marks, each beside its own; which marks have theirs. One that
    stands where now is, or where another does, has none: nobody could tell whose it is."""
    seen = [(mark, _cell(mark, plan)) for mark in _inside(scene.marks, plan)]
    now = None if scene.now is None else _cell(scene.now, plan)
    cells = [cell for _, cell in seen] + ([] if now is None else [now])
    named = []
    for mark, cell in seen:
        others = [*cells, *points]
        outward = now is None or cell[1] >= now[1]
        if cells.count(cell) == 1 and beside(
            canvas, cell, mark.label, plan, "mark", others, stroke=signs.side, rightward=outward
        ):
            named.append(mark)
    return tuple(named)


def _steepness(
    canvas: Canvas, scene: Scene, plan: Layout, points: Sequence[Cell], signs: Glyphs
) -> bool:
    """The slope beside now, nearer to it than to the line over the bottom, where it is 0, and than
    to where the curve goes the other way. Whether there was room, or is none to tell."""
    if scene.now is None or not scene.steepness:
        return True
    now = _cell(scene.now, plan)
    others = [*points, *(_cell(mark, plan) for mark in _inside(scene.marks, plan))]
    others += _turned(scene, scene.now, plan)
    line = plan.column(scene.bottom.x) if scene.bottom is not None else None
    words = scene.steepness
    return beside(canvas, now, words, plan, "label", others, stroke=signs.side, line=line)


def _turned(scene: Scene, now: Mark, plan: Layout) -> Iterator[Cell]:
    """Where the curve goes another way than at now: down and not up, or up and not down."""
    if not scene.slope:
        return
    cells = [
        (point.x, _cell(point, plan))
        for point in (Mark("", x, y) for x, y in scene.curve or ())
        if plan.x.holds(point.x) and plan.y.holds(point.y)
    ]
    for (left, before), (right, after) in pairwise(cells):
        falls = after[0] - before[0]  # rows count downwards
        if falls * scene.slope > 0 and not left <= now.x <= right:
            low, high = sorted((before[0], after[0]))
            yield from ((row, after[1]) for row in range(low, high + 1))


def _rail(canvas: Canvas, scene: Scene, plan: Layout, signs: Glyphs) -> bool:
    """The step as an arrow under the axis: one colour up to the bottom, another beyond it. Whether
    the truth is told in numbers there."""
    led = scene.truth or scene.led
    if led is None or plan.rail is None:
        return False
    end = plan.column(led.x)
    start = plan.column(scene.now.x) if scene.now is not None else end
    stays = scene.now is not None and same(led.x, scene.now.x)
    rightward = led.x >= scene.now.x if scene.now is not None else True
    turn = plan.column(scene.bottom.x) if scene.bottom is not None else None
    over = scene.bottom is not None and (led.x > scene.bottom.x) == rightward
    label, style = led.label, "truth" if scene.truth is not None else "now"
    head = end + 2 if rightward else end - 1 - len(label)
    if scene.truth is None and not canvas.fit(label, style, [(plan.rail, head)], margin=0):
        return False  # an arrow without its words says nothing
    end = start + round((end - start) * scene.swept)
    for column in () if stays else range(min(start, end), max(start, end) + 1):
        beyond = over and turn is not None and (column > turn if rightward else column < turn)
        sign = signs.rail
        if column == end:
            sign = signs.rail_right if rightward else signs.rail_left
        elif column == turn and column != start:
            sign = signs.rail_turn
        canvas.put(plan.rail, column, sign, "past" if beyond else "rail")
    if scene.swept < 1 or scene.truth is None:
        return True  # in a moment, or told already
    places = [end - len(label) // 2, end + 2, end - 1 - len(label)] if stays else [head]
    return canvas.fit(label, style, ((plan.rail, place) for place in places), margin=0)


Parts = list[tuple[str, str]]
"""Words with their styles."""


def _legend(canvas: Canvas, scene: Scene, plan: Layout, signs: Glyphs, *, told: bool) -> None:
    """The guess in numbers, its sign under its place, and how far off it was; the truth too, where
    it is not `told` above. Where they would cover each other the truth stands alone."""
    shown = ((scene.guess, signs.guess, "guess"), (scene.truth, signs.truth, "truth"))
    blocks: list[tuple[int, Parts]] = []
    for mark, sign, style in shown[:1] if told else shown:
        if mark is not None:
            words: Parts = [(f"{sign} {mark.label}", style)]
            column = plan.column(mark.x)
            if not plan.x.holds(mark.x):  # its place is not on the chart
                words.append((signs.more_right if mark.x > plan.x.hi else signs.more_left, style))
                column = min(column, plan.width - _length(words))
            blocks.append((column, words))
    if not blocks:
        return
    off: Parts = [(scene.off, "label")] if scene.off and scene.swept >= 1 else []
    for one in [*range(len(blocks)), None] if off else [None]:  # whom it stands beside, if any
        whole = [
            (at, [*parts, *off] if n == one else parts) for n, (at, parts) in enumerate(blocks)
        ]
        laid = [_from_sign(column, parts, plan.width) for column, parts in sorted(whole)]
        if laid[0][0] >= 0 and all(_apart_by(2, *pair) for pair in pairwise(laid)):
            break
    else:
        start, parts = _from_sign(*blocks[-1], plan.width)
        if start < 0:  # the sign says enough
            (text, style), *_ = blocks[-1][1]
            short = text.replace("you ", "").replace("true ", "")[: plan.width]
            start, parts = max(min(blocks[-1][0], plan.width - len(short)), 0), [(short, style)]
        laid = [(start, parts)]
    for column, parts in laid:
        for text, style in parts:
            canvas.write(plan.height - 1, column, text, style)
            column += len(text) + 2


def _from_sign(column: int, parts: Parts, width: int) -> tuple[int, Parts]:
    """Where words begin whose sign is the first character and stands in that column; they lead to
    the left where there is no room to the right. Below 0: there is room on no side."""
    if column + _length(parts) <= width:
        return column, parts
    (first, style), *others = parts
    turned = [*others[::-1], (f"{first[2:]} {first[0]}", style)]
    return column + 1 - _length(turned), turned


def _apart_by(gap: int, one: tuple[int, Parts], other: tuple[int, Parts]) -> bool:
    """Whether the first ends so far before the other begins."""
    return one[0] + _length(one[1]) + gap <= other[0]


def _length(parts: Parts) -> int:
    return sum(len(text) + 2 for text, _ in parts) - 2
