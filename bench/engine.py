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


SEVERAL_WEIGHTS = """\
def w_sum(a, b):
    total = 0
    for i in range(len(a)):
        total += a[i] * b[i]
    return total

weights = [0.3, 0.2, -0.1]
inputs = [8.0, 0.7, 1.3]
truth = 1
alpha = 0.01
for n in range(2000):
    pred = w_sum(weights, inputs)
    delta = pred - truth
    for i in range(len(weights)):
        weights[i] -= alpha * delta * inputs[i]
"""


def several_by_hand() -> list[tuple[object, ...]]:
    """That loop, which keeps its own record of every variable."""

    def w_sum(a: list[float], b: list[float]) -> float:
        total = 0.0
        for i in range(len(a)):
            total += a[i] * b[i]
        return total

    weights = [0.3, 0.2, -0.1]
    inputs = [8.0, 0.7, 1.3]
    truth = 1
    alpha = 0.01
    rows: list[tuple[object, ...]] = []
    for n in range(2000):
        pred = w_sum(weights, inputs)
        delta = pred - truth
        for i in range(len(weights)):
            weights[i] -= alpha * delta * inputs[i]
        rows.append((weights.copy(), inputs, truth, alpha, n, pred, delta, i))
    return rows


def several_weights(rounds: int = 60) -> tuple[float, float]:
    """Seconds for 2,000 updates of a list of weights, recorded by hand and by the engine."""
    script = listing(SEVERAL_WEIGHTS)
    trace = script.run()
    order = ("weights", "inputs", "truth", "alpha", "n", "pred", "delta", "i")
    kept = [tuple(row[name] for name in order) for row in map(trace.row, range(1, 2001))]
    assert kept == several_by_hand()
    pairs = [(seconds(several_by_hand, 1), seconds(script.run, 1)) for _ in range(rounds)]
    return min(by_hand for by_hand, _ in pairs), min(engine for _, engine in pairs)


def rows() -> list[tuple[str, str, str]]:
    """Figure, measured, goal."""
    bare, engine = against_bare_python()
    by_hand, several = several_weights()
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
        ("2,000 updates of three weights in a list, kept by hand", f"{by_hand * 1e3:.2f} ms", ""),
        ("the same by the engine", f"{several * 1e3:.2f} ms", ""),
        ("engine against by hand", f"{several / by_hand:.2f} times", "at most 1.5 times"),
        ("a listing never seen: check, compile, 20 updates", f"{check * 1e3:.2f} ms", ""),
        ("the bowl at 400 weights", f"{curve * 1e6:.0f} µs", ""),
        ("the same where an `if` asks for single values", f"{stepwise * 1e3:.1f} ms", ""),
    ]
