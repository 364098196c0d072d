"""Two weights under one alpha: with one delta, and each with a miss of its own."""

from __future__ import annotations

from tests.grading.model.paper import Numbers, Rules


def _input(n: Numbers, place: int) -> float:
    return float(n.__dict__[f"input[{place}]"])


def _weight(n: Numbers, place: int) -> float:
    return float(n.__dict__[f"weights[{place}]"])


def one_delta(n: Numbers) -> None:
    n.pred = _input(n, 0) * _weight(n, 0) + _input(n, 1) * _weight(n, 1)
    n.miss = n.pred - n.goal_pred
    for place in (0, 1):
        step = n.alpha * n.miss * _input(n, place)
        setattr(n, f"new_weights[{place}]", _weight(n, place) - step)


def own_misses(n: Numbers) -> None:
    n.miss = n.x0 * n.w0 - 0.5
    n.other = n.x1 * n.w1 - 0.9
    n.new_w0 = n.w0 - n.alpha * n.x0 * n.miss
    n.new_w1 = n.w1 - n.alpha * n.x1 * n.other


FIRST = Rules(
    named={
        "both-uphill": lambda n: _weight(n, 0) + n.alpha * n.miss * _input(n, 0),
        "both-without-alpha": lambda n: _weight(n, 0) - n.miss * _input(n, 0),
        "both-the-step": lambda n: n.alpha * n.miss * _input(n, 0),
        "both-squared": lambda n: _weight(n, 0) - n.alpha * n.miss**2 * _input(n, 0),
        "both-without-input": lambda n: _weight(n, 0) - n.alpha * n.miss,
        "delta-reversed": lambda n: _weight(n, 0) + n.alpha * n.miss * _input(n, 0),
        "delta-squared": lambda n: _weight(n, 0) - n.alpha * n.miss**2 * _input(n, 0),
    },
    unnamed={
        "stayed": lambda n: _weight(n, 0),
        "twice the step": lambda n: _weight(n, 0) - 2 * n.alpha * n.miss * _input(n, 0),
        "the other input": lambda n: _weight(n, 0) - n.alpha * n.miss * _input(n, 1),
    },
)
SECOND_DELTA = Rules(
    named={
        "delta-reversed": lambda n: -n.miss,
        "delta-squared": lambda n: n.miss**2,
        "second-delta-before": lambda n: 1 - n.alpha * (_input(n, 0) ** 2 + _input(n, 1) ** 2),
        "second-delta-of-one": lambda n: n.miss * (1 - n.alpha * _input(n, 0) ** 2),
    },
    unnamed={
        "the one before": lambda n: n.earlier.miss,
        "moved the first alone": lambda n: n.earlier.miss * (1 - n.alpha * _input(n, 0) ** 2),
        "the prediction": lambda n: n.pred,
    },
)
W0 = Rules(
    named={
        "own-uphill-0": lambda n: n.w0 + n.alpha * n.x0 * n.miss,
        "own-without-alpha-0": lambda n: n.w0 - n.x0 * n.miss,
        "own-step-0": lambda n: n.alpha * n.x0 * n.miss,
        "own-of-the-other-0": lambda n: n.w0 - n.alpha * n.x0 * n.other,
    },
    unnamed={
        "stayed": lambda n: n.w0,
        "both misses": lambda n: n.w0 - n.alpha * n.x0 * (n.miss + n.other),
        "the step twice": lambda n: n.w0 - 2 * n.alpha * n.x0 * n.miss,
    },
)
W1 = Rules(
    named={
        "own-uphill-1": lambda n: n.w1 + n.alpha * n.x1 * n.other,
        "own-without-alpha-1": lambda n: n.w1 - n.x1 * n.other,
        "own-step-1": lambda n: n.alpha * n.x1 * n.other,
        "own-without-input": lambda n: n.w1 - n.alpha * n.other,
        "own-of-the-other-1": lambda n: n.w1 - n.alpha * n.x1 * n.miss,
    },
    unnamed={
        "stayed": lambda n: n.w1,
        "the input twice": lambda n: n.w1 - n.alpha * n.x1**2 * n.other,
        "the step twice": lambda n: n.w1 - 2 * n.alpha * n.x1 * n.other,
    },
)
