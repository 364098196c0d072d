"""The listing engine: hot and cold's 1101 updates beside bare CPython, and what a curve costs."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from tests.engine.listings import ALPHA, HOT_AND_COLD
from tutor.engine.listing import listing


def bare_python() -> tuple[list[list[float]], str]:
    """The same loop by hand, which keeps the same values in lists and its lines as one text."""
    weight = 0.5
    input = 0.5
    goal_prediction = 0.8
    step_amount = 0.001
    columns: list[list[float]] = [[] for _ in range(11)]
    (
        weights,
        inputs,
        goals,
        steps,
        iterations,
        predictions,
        errors,
        up_predictions,
        up_errors,
        down_predictions,
        down_errors,
    ) = columns
    printed: list[str] = []
    for iteration in range(1101):
        prediction = input * weight
        error = (prediction - goal_prediction) ** 2

        printed.append("Error:" + str(error) + " Prediction:" + str(prediction))

        up_prediction = input * (weight + step_amount)
        up_error = (goal_prediction - up_prediction) ** 2

        down_prediction = input * (weight - step_amount)
        down_error = (goal_prediction - down_prediction) ** 2

        if down_error < up_error:
            weight = weight - step_amount

        if down_error > up_error:
            weight = weight + step_amount
        weights.append(weight)
        inputs.append(input)
        goals.append(goal_prediction)
        steps.append(step_amount)
        iterations.append(iteration)
        predictions.append(prediction)
        errors.append(error)
        up_predictions.append(up_prediction)
        up_errors.append(up_error)
        down_predictions.append(down_prediction)
        down_errors.append(down_error)
    return columns, "\n".join(printed) + "\n"


def seconds(action: Callable[[], object], rounds: int) -> float:
    """The time of one call: the best of many."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        action()
        best = min(best, time.perf_counter() - start)
    return best


def against_bare_python(rounds: int = 60) -> tuple[float, float]:
    """Seconds for the 1101 updates by hand and by the engine, taken in turn."""
    script = listing(HOT_AND_COLD)
    columns, output = bare_python()
    trace = script.run()
    assert trace.output == output
    assert [trace.column(name)[1:] for name in trace.names] == columns
    pairs = [(seconds(bare_python, 1), seconds(script.run, 1)) for _ in range(rounds)]
    return min(bare for bare, _ in pairs), min(engine for _, engine in pairs)


def rows() -> list[tuple[str, str, str]]:
    """Figure, measured, goal."""
    bare, engine = against_bare_python()
    script = listing(ALPHA)
    hot = listing(HOT_AND_COLD)
    xs = np.linspace(-1, 3, 400)
    curve = seconds(lambda: script.curve("weight", "error", xs), 200)
    # Two updates of hot and cold ask `if` of each weight, so each has a run of its own.
    stepwise = seconds(lambda: hot.curve("weight", "error", xs, after=3), 20)
    numbers = iter(range(1000))
    check = seconds(lambda: listing(f"{ALPHA}# {next(numbers)}\n").run(), 20)
    return [
        ("1101 hot-and-cold updates, bare CPython", f"{bare * 1e3:.2f} ms", ""),
        ("the same by the engine, whole trace and output", f"{engine * 1e3:.2f} ms", ""),
        ("engine against bare CPython", f"{engine / bare:.2f} times", "at most 2 times"),
        ("a listing never seen: check, compile, 20 updates", f"{check * 1e3:.2f} ms", ""),
        ("the bowl at 400 weights", f"{curve * 1e6:.0f} µs", ""),
        ("the same where an `if` asks for single values", f"{stepwise * 1e3:.1f} ms", ""),
    ]
