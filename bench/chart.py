"""The bowl: what a nudged guess and a nudged constant cost, without the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from statistics import median
from time import perf_counter

from tests.engine.listings import ALPHA
from tutor.chart.raster import draw
from tutor.engine.listing import listing
from tutor.session.picture.plot import Plot
from tutor.session.picture.scene import Frame, choose_frame, scene_within

ROUNDS = 100


def rows() -> list[tuple[str, str, str]]:
    found = []
    for width, height, goal in ((45, 18, "≤ 1 ms"), (200, 60, "")):
        start = Plot(listing(ALPHA), {}, "weight", "error", ((0.5, 0.04),), tangent=True)
        held = choose_frame(start)
        size = f"{width}x{height}"
        draw(scene_within(start, held), width, height)
        guess = _time(_guesses(start), held, width, height)
        found.append((f"bowl {size}: guess nudged → rows", f"{guess:.2f} ms", goal))
        constant = _time(_constants(start), held, width, height)
        parameter = "≤ 6 ms" if goal else ""
        found.append((f"bowl {size}: constant nudged → rows", f"{constant:.2f} ms", parameter))
    return found


def _guesses(start: Plot) -> Callable[[], Plot]:
    numbers: Iterator[int] = count()
    return lambda: replace(start, guess=0.3 + next(numbers) * 0.002)


def _constants(start: Plot) -> Callable[[], Plot]:
    numbers: Iterator[int] = count()
    return lambda: replace(start, values={"input": 2 + next(numbers) * 1e-4})


def _time(next_plot: Callable[[], Plot], held: Frame, width: int, height: int) -> float:
    """Milliseconds from a plot to its rows: the median, every plot a new one."""
    taken = []
    for _ in range(ROUNDS):
        shown = next_plot()
        begin = perf_counter()
        draw(scene_within(shown, choose_frame(shown, held)), width, height)
        taken.append(perf_counter() - begin)
    return median(taken) * 1000
