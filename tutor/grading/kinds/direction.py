"""`predict` with `by: direction`: will a variable go up, go down or stay?"""

from __future__ import annotations

import math
from itertools import product
from typing import TYPE_CHECKING

from tutor.course.questions import Fault, Predict
from tutor.course.ranges import draw
from tutor.engine.numbers import number as format_number
from tutor.errors import ListingError
from tutor.grading import messages
from tutor.grading.ask import Judged, Verdict
from tutor.grading.explain import decides
from tutor.grading.kinds.base import Choice, OptionKind
from tutor.grading.kinds.predict import asked_when, once_more

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from random import Random

    from tutor.course.model import Step
    from tutor.course.ranges import Range
    from tutor.engine.numbers import Number
    from tutor.grading.answer import Reading
    from tutor.grading.ask import Ask

DIRECTIONS = ("up", "down", "stay")
"""What can be answered, in order."""
MOST_DRAWN = 1000
"""Draws among which a way is looked for: a weight that stays is rare."""


class DirectionKind(OptionKind[Predict]):
    name = "direction"
    shortcuts = ("u", "d", "s")

    def prompt(self, ask: Ask[Predict]) -> str:
        told = "" if ask.old is None else f", now {format_number(ask.old)},"
        when = asked_when(ask) if ask.loops else ""
        text = f"Will {ask.variable}{told} go up, go down or stay{when}?"
        return once_more(text) if ask.again else text

    def tries(self, question: Predict) -> int:
        return question.tries

    def answers(self, ask: Ask[Predict]) -> tuple[Choice, ...]:
        return tuple(Choice(way, way == ask.direction, "") for way in DIRECTIONS)

    def judge(self, reading: Reading, ask: Ask[Predict]) -> Verdict:
        if reading.picked is None:
            return Verdict.unreadable("Pick one: up, down or stay.")
        right, given = ask.direction, DIRECTIONS[reading.picked]
        if not right:
            return Verdict.unreadable(messages.NOT_READABLE_TRUTH)
        if given == right:
            return Verdict(Judged.RIGHT, messages.right())
        say = f"{messages.not_that_way(given)} {decides(ask)}"
        return Verdict(Judged.WRONG_WAY, say.strip())

    def missed(self, ask: Ask[Predict]) -> str:
        return "It stays." if ask.direction == "stay" else f"It goes *{ask.direction}*."

    def numbers(
        self,
        ask: Ask[Predict],
        step: Step,
        rng: Random,
        ranges: Mapping[str, Range] | None = None,
    ) -> Mapping[str, Number] | None:
        """Constants to ask it with. Every way that there is on the grids comes up as often."""
        ranges = step.varied(ask.question) if ranges is None else ranges
        draws = list(_draws(ranges, rng))
        wanted = rng.sample(DIRECTIONS, len(DIRECTIONS))
        first: dict[str, Mapping[str, Number]] = {}
        for values in draws:
            first.setdefault(way(ask.with_values(values)), values)
            if wanted[0] in first:
                break
        return next((first[one] for one in wanted if one in first), None)

    def unfit(self, ask: Ask[Predict], passed_over: frozenset[str] = frozenset()) -> str:
        return "" if way(ask) else f"{ask.variable} is not a finite number"

    def prove(self, ask: Ask[Predict], step: Step, number: int) -> Iterator[Fault]:
        yield from super().prove(ask, step, number)
        if math.isfinite(ask.truth) and not ask.direction:
            what = f"`{ask.variable}` has no value before update {ask.after}"
            what += " to go up or down from; ask `after: 2`"
            yield Fault(("ask", number, "predict"), what)


KIND = DirectionKind()


def _draws(ranges: Mapping[str, Range], rng: Random) -> Iterator[dict[str, Number]]:
    """Draws from the grids: all that there are in a random order, or as many as are tried."""
    grids = [range_.grid() for range_ in ranges.values()]
    if math.prod(map(len, grids)) > MOST_DRAWN:
        yield from (draw(ranges, rng) for _ in range(MOST_DRAWN))
        return
    every = [dict(zip(ranges, values, strict=True)) for values in product(*grids)]
    rng.shuffle(every)
    yield from every


def way(ask: Ask[Predict]) -> str:
    """The way; empty where it has none, or the run has no meaning."""
    try:
        return ask.direction if math.isfinite(ask.truth) else ""
    except ListingError:
        return ""
