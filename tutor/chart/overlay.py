"""What is laid over the curve: points, tangent, rail, and the words beside them."""

from __future__ import annotations

import math
from itertools import chain
from typing import NamedTuple

from tutor.chart.canvas import Canvas, Charset, Layout
from tutor.session.scene import Mark, Scene

DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""Bit of each braille dot, by row from the top and by column."""
BRAILLE = 0x2800


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
    goal: str = "┊"
    goal_foot: str = "┴"
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


def compose(canvas: Canvas, scene: Scene, plan: Layout, charset: Charset) -> None:
    """Lay everything that moves over the axes and the curve."""
    signs = glyphs(charset)
    if scene.slope is not None and scene.now is not None:
        _tangent(canvas, scene.now, scene.slope, plan, charset)
    if scene.now is not None and plan.x.holds(scene.now.x):
        _drop(canvas, scene.now, plan, signs)
    if scene.guess is not None and plan.x.holds(scene.guess.x):
        canvas.put(plan.rows, plan.column(scene.guess.x), signs.guess_foot, "guess")
    for mark, sign, style in (
        *((point, point.label, "own") for point in scene.own),
        *((point, point.label, "mark") for point in scene.trail),
        *((point, signs.mark, "mark") for point in scene.marks),
        (scene.now, signs.now, "now"),
        (scene.guess, signs.guess, "guess"),
        (scene.truth, signs.truth, "truth"),
    ):
        if mark is not None:
            _point(canvas, mark, plan, sign, style)
    for point in scene.marks:
        if plan.x.holds(point.x) and plan.y.holds(point.y):
            _beside(canvas, point, point.label, plan, "mark")
    if scene.steepness and scene.now is not None:
        _beside(canvas, scene.now, scene.steepness, plan, "label")
    _rail(canvas, scene, plan, signs)
    _legend(canvas, scene, plan, signs)
    _zoomed(canvas, scene.frame.zoomed, plan)


def _point(canvas: Canvas, point: Mark, plan: Layout, sign: str, style: str) -> None:
    """One character where the point is, at the edge for one above or below; nothing for a point
    beside the axis' ends, or for a lesser one that is off the chart."""
    lesser = style in ("mark", "own")
    if plan.x.holds(point.x) and (plan.y.holds(point.y) or not lesser):
        canvas.put(plan.row(point.y), plan.column(point.x), sign, style)


def _drop(canvas: Canvas, now: Mark, plan: Layout, signs: Glyphs) -> None:
    column = plan.column(now.x)
    for row in range(plan.row(now.y) + 1, plan.rows):
        if canvas.at(row, column) in (" ", signs.goal):
            canvas.put(row, column, signs.drop, "dim")
    canvas.put(plan.rows, column, signs.now_foot, "now")


def _tangent(canvas: Canvas, now: Mark, slope: float, plan: Layout, charset: Charset) -> None:
    """A short straight line through now, in dots beside the curve's own (or `~` in ASCII)."""
    across, up = plan.x, plan.y
    x, y = across.dot(now.x), up.dot(now.y)
    rise = slope * (across.hi - across.lo) / (up.hi - up.lo)
    rise *= (up.cells * up.dots - 1) / (across.cells * across.dots - 1)
    if not math.isfinite(rise):
        return
    length = max(across.cells * across.dots // 6, 6)
    steps = int(length / math.hypot(1, rise) * max(1, abs(rise)))
    for count in range(-steps, steps + 1):
        along = count / max(1, abs(rise))
        dot = (math.floor(x + along + 0.5), math.floor(y + rise * along + 0.5))
        if charset == "unicode" or abs(count) in (steps, steps // 2):
            _dot(canvas, dot, plan, charset)


def _dot(canvas: Canvas, dot: tuple[int, int], plan: Layout, charset: Charset) -> None:
    """Add one dot to a cell that is empty or already of dots; in ASCII a `~` to any cell."""
    column, row = plan.left + dot[0] // 2, plan.rows - 1 - dot[1] // 4
    if not (plan.left <= column < plan.width and 0 <= row < plan.rows):
        return
    sign, there = "~", canvas.at(row, column)
    if charset == "unicode":
        bits = 0 if there == " " else ord(there) - BRAILLE
        if not 0 <= bits < 256:
            return
        sign = chr(BRAILLE + (bits | DOTS[3 - dot[1] % 4][dot[0] % 2]))
    canvas.put(row, column, sign, "label")


def _beside(canvas: Canvas, point: Mark, text: str, plan: Layout, style: str) -> None:
    """Words near a point, at the first of some places where they cover nothing."""
    row, column = plan.row(point.y), plan.column(point.x)
    under = column - len(text) // 2
    places = (
        *(((1, under), (-1, under)) if style == "mark" else ()),
        *((up, column + 3) for up in (-1, 0, -2, 1)),
        *((up, column - 2 - len(text)) for up in (-1, 0, -2, 1)),
        *((up, under + 1) for up in (-2, -3, 2, -4)),
        *((up, column + 6) for up in (0, -1, 1, -2, -3)),
    )
    inside = ((row + up, at) for up, at in places if 0 <= row + up < plan.rows and at > plan.left)
    canvas.fit(text, style, inside)


def _rail(canvas: Canvas, scene: Scene, plan: Layout, signs: Glyphs) -> None:
    """The step as an arrow under the axis: one colour up to the bottom, another beyond it."""
    if scene.truth is None or plan.rail is None:
        return
    end = plan.column(scene.truth.x)
    start = plan.column(scene.now.x) if scene.now is not None else end
    rightward = scene.truth.x >= scene.now.x if scene.now is not None else True
    turn = plan.column(scene.goal.x) if scene.goal is not None else None
    over = scene.goal is not None and (scene.truth.x > scene.goal.x) == rightward
    for column in range(min(start, end), max(start, end) + 1):
        beyond = over and turn is not None and (column > turn if rightward else column < turn)
        sign = signs.rail
        if column == end:
            sign = signs.rail_right if rightward else signs.rail_left
        elif column == turn and column != start:
            sign = signs.rail_turn
        canvas.put(plan.rail, column, sign, "past" if beyond else "rail")
    label = scene.truth.label
    after, before = max(start, end) + 2, min(start, end) - 1 - len(label)
    places = (after, before) if rightward else (before, after)
    canvas.fit(label, "truth", ((plan.rail, place) for place in places), margin=0)


def _legend(canvas: Canvas, scene: Scene, plan: Layout, signs: Glyphs) -> None:
    """The guess in numbers, under its place; and how far off it was."""
    parts: list[tuple[str, str]] = []
    column = plan.left
    if scene.guess is not None:
        column = plan.column(scene.guess.x)
        parts.append((f"{signs.guess} {scene.guess.label}", "guess"))
        if scene.guess.x > plan.x.hi:
            parts.append((signs.more_right, "guess"))
        elif scene.guess.x < plan.x.lo:
            parts.append((signs.more_left, "guess"))
    if scene.truth is not None and plan.rail is None:
        parts.append((f"{signs.truth} {scene.truth.label}", "truth"))
        column = plan.left if scene.guess is None else column
    if scene.off:
        parts.append((scene.off, "label"))
    if _length(parts) > plan.width:  # the signs say enough
        parts = [(text.replace("you ", "").replace("true ", ""), style) for text, style in parts]
    while _length(parts) > plan.width:
        parts.pop()
    length = _length(parts)
    column = max(min(column, plan.width - length), 0)
    for text, style in parts:
        canvas.write(plan.height - 1, column, text, style)
        column += len(text) + 2


def _length(parts: list[tuple[str, str]]) -> int:
    return sum(len(text) + 2 for text, _ in parts) - 2


def _zoomed(canvas: Canvas, text: str, plan: Layout) -> None:
    """That the chart was zoomed out: below it, or wherever there is room."""
    if not text:
        return
    below = [row for row in (plan.height - 1, plan.rail) if row is not None]
    short = text.replace(" times wider", "x")
    for words in (text, short):
        last = plan.width - len(words)
        outside = [(row, start) for row in below for start in (plan.left, last)]
        inside = ((row, at) for row in range(plan.rows) for at in range(plan.left + 1, last))
        if canvas.fit(words, "label", chain(outside, inside)):
            return
