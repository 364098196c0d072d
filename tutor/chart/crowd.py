"""The guesses of many on one chart: columns of dots upon the axis, over a faint curve."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tutor.chart.canvas import SMALLEST, Canvas, Charset, Layout, Row, layout
from tutor.chart.labels import name
from tutor.chart.overlay import Glyphs, glyphs
from tutor.chart.raster import axes, draw, strokes
from tutor.engine.numbers import number, same
from tutor.session.picture.scene import Scene

LOWEST = 8
"""Rows of the smallest chart with dots."""
LEAN = (0, -1, 1, -2, 2)
"""Columns by which a pile with a name gives way to another, in the order of trying."""


class Pile(NamedTuple):
    """Those who have guessed the same."""

    x: float
    style: str
    people: int
    left: int = 0
    """How many more there were in the vote before: as many hollow dots."""
    words: str = ""
    """Stands upon it: `A 6`."""
    letter: str = ""
    """What its dots are where a dot can be nothing but a character; empty: `*`."""


class Crowd(NamedTuple):
    """The chart, and what is to be said of it."""

    rows: tuple[Row, ...]
    each: int = 1
    """People for whom one dot stands."""
    beyond: int = 0
    """People whose guess is not on the chart."""


class _Placed(NamedTuple):
    """A pile in cells."""

    pile: Pile
    column: int
    """Its first."""
    foot: int
    """Rows beneath it that another pile takes."""
    full: int
    """Dots of those who are there."""
    hollow: int

    @property
    def wide(self) -> int:
        """Columns that it takes."""
        return min(self.full + self.hollow, 2)

    @property
    def top(self) -> int:
        """Rows that it reaches up to."""
        return self.foot + -(-(self.full + self.hollow) // 2)


def draw_crowd(
    scene: Scene, piles: Sequence[Pile], width: int, height: int, *, charset: Charset = "unicode"
) -> Crowd:
    """The chart as `height` rows of `width` cells. Where the scene says why there is nothing to
    draw, or there is little room, that stands there, and no pile."""
    plan = layout(scene.frame, width, height + 1) if scene.frame.usable else None
    if scene.sentence or plan is None or width < SMALLEST[0] or height < LOWEST:
        return Crowd(draw(scene, width, height, charset=charset))
    canvas, signs = Canvas(width, height + 1), glyphs(charset)
    axes(canvas, plan, signs, scene.x)
    for row, characters in enumerate(strokes(scene.curve or (), plan.x, plan.y, charset)):
        for column, character in enumerate(characters):
            if character != " ":
                canvas.put(row, plan.left + column, character, "dim")
    name(canvas, scene.heights, None, plan)
    inside = [pile for pile in piles if plan.x.holds(pile.x)]
    most = max([1, *(pile.people + pile.left for pile in inside)])
    each = next((n for n in range(1, most) if _high(_placed(inside, plan, n)) < plan.rows), most)
    placed = _placed(inside, plan, each)
    for one in placed:
        _pile(canvas, one, plan, charset)
    _words(canvas, placed, plan)
    _step(canvas, scene, plan, signs)
    beyond = sum(pile.people for pile in piles if not plan.x.holds(pile.x))
    return Crowd(canvas.rows()[:height], each, beyond)


def _high(placed: Sequence[_Placed]) -> int:
    return max((one.top for one in placed), default=0)


def _placed(piles: Sequence[Pile], plan: Layout, each: int) -> list[_Placed]:
    """Where they stand, a dot for so many people: those with a name first, each at its own place or
    as near to it as there is room beside the others; what is left stands upon what is there."""
    named: set[int] = set()
    heights: dict[int, int] = {}
    placed = []
    for pile in (*(one for one in piles if one.words), *_gathered(piles, plan)):
        full = -(-pile.people // each)
        hollow = max(0, -(-(pile.people + pile.left) // each) - full)
        if not full + hollow:
            continue
        wide, at = min(full + hollow, 2), plan.column(pile.x)
        at = min(at, plan.width - wide)
        if pile.words:
            free = (at + lean for lean in LEAN if not named & {*range(at + lean, at + lean + wide)})
            inside = (one for one in free if plan.left <= one <= plan.width - wide)
            at = next(inside, at)
            named |= {*range(at, at + wide)}
        foot = max(heights.get(column, 0) for column in range(at, at + wide))
        one = _Placed(pile, at, foot, full, hollow)
        heights |= dict.fromkeys(range(at, at + wide), one.top)
        placed.append(one)
    return placed


def _gathered(piles: Sequence[Pile], plan: Layout) -> list[Pile]:
    """Those without a name, one of them for each column: what stands in one cell is one guess to
    the eye."""
    found: dict[int, Pile] = {}
    for pile in piles:
        if not pile.words:
            at = plan.column(pile.x)
            there = found.get(at, pile._replace(people=0, left=0))
            people, left = there.people + pile.people, there.left + pile.left
            found[at] = there._replace(people=people, left=left)
    return [*found.values()]


def _pile(canvas: Canvas, one: _Placed, plan: Layout, charset: Charset) -> None:
    full = (one.pile.letter or "*") if charset == "ascii" else "●"
    hollow = "o" if charset == "ascii" else "○"
    for dot in range(one.full + one.hollow):
        row, side = plan.rows - 1 - one.foot - dot // 2, dot % 2
        sign, style = (full, one.pile.style) if dot < one.full else (hollow, "label")
        canvas.put(row, one.column + side, sign, style)


def _words(canvas: Canvas, placed: Sequence[_Placed], plan: Layout) -> None:
    """What stands upon each pile: above all that is piled up there, and beside no dot."""
    taken = {
        (plan.rows - 1 - row, one.column + side)
        for one in placed
        for row in range(one.foot, one.top)
        for side in range(one.wide)
    }
    for one in placed:
        words = one.pile.words
        start = one.column - (0 if len(words) == 1 else (len(words) - 1) // 2)
        for row, lean in ((up, lean) for up in range(3) for lean in LEAN):
            row, at = plan.rows - 1 - one.top - row, start + lean
            cells = {(row, column) for column in range(at - 1, at + len(words) + 1)}
            if row >= 0 and plan.left <= at <= plan.width - len(words) and not cells & taken:
                canvas.write(row, at, words, one.pile.style)
                taken |= cells
                break


def _step(canvas: Canvas, scene: Scene, plan: Layout, signs: Glyphs) -> None:
    """The true step under the axis, and in numbers from where to where it led."""
    now, truth = scene.now, scene.truth
    if plan.rail is None or truth is None or now is None:
        return
    start, end = plan.column(now.x), plan.column(truth.x)
    canvas.put(plan.rows, start, signs.now_foot, "now")
    canvas.put(plan.rows, end, signs.now_foot, "truth")
    rightward = end > start or (end == start and truth.x >= now.x)
    there, here = f"{signs.truth} {truth.label}", f"{signs.now} now {number(now.x)}"
    short = f"{signs.now} now"
    if not same(now.x, truth.x):
        for column in range(min(start, end), max(start, end) + 1):
            canvas.put(plan.rail, column, signs.rail, "rail")
        canvas.put(plan.rail, end, signs.rail_right if rightward else signs.rail_left, "rail")
    before, after = min(start, end) - 1, max(start, end) + 2

    def told(words: str, style: str, *, at_right: bool) -> bool:
        place = plan.rail or 0, after if at_right else before - len(words)
        return canvas.fit(words, style, [place], margin=0)

    if not told(there, "truth", at_right=rightward):
        anywhere = sorted(range(plan.left, plan.width), key=lambda at: abs(at - end))
        canvas.fit(there, "truth", [(plan.rail, at) for at in anywhere])
    if not same(now.x, truth.x) and not told(here, "now", at_right=not rightward):
        told(short, "now", at_right=not rightward)
