"""Several weights that share one delta: a list of three, and two of them over two beds."""

from __future__ import annotations

from tests.grading.model.paper import Numbers, Rule, Rules

THREE = range(3)


def weight(n: Numbers, place: int) -> float:
    return float(n.__dict__[f"weights[{place}]"])


def input_(n: Numbers, place: int) -> float:
    return float(n.__dict__[f"input[{place}]"])


def weighted_sum(n: Numbers) -> None:
    n.pred = sum(input_(n, place) * weight(n, place) for place in THREE)


def shared_delta(n: Numbers) -> None:
    weighted_sum(n)
    n.miss = n.pred - n.goal_pred


def shares(n: Numbers) -> None:
    shared_delta(n)
    for place in THREE:
        setattr(n, f"share_{place}", n.miss * input_(n, place))


def three_updates(n: Numbers) -> None:
    shares(n)
    for place in THREE:
        step = n.alpha * float(getattr(n, f"share_{place}"))
        setattr(n, f"new_weights[{place}]", weight(n, place) - step)


def with_one_frozen(n: Numbers) -> None:
    shares(n)
    setattr(n, "new_weights[0]", weight(n, 0))
    for place in THREE[1:]:
        step = n.alpha * float(getattr(n, f"share_{place}"))
        setattr(n, f"new_weights[{place}]", weight(n, place) - step)


def two_beds(n: Numbers) -> None:
    n.miss = 0.7 * n.w0 + 1.1 * n.w1 - 0.89
    n.other = 0.2 * n.w0 + 0.5 * n.w1 - 0.36
    n.new_w0 = n.w0 - n.alpha * (0.7 * n.miss + 0.2 * n.other)
    n.new_w1 = n.w1 - n.alpha * (1.1 * n.miss + 0.5 * n.other)


def _sum(of: str, n: Numbers) -> float:
    return sum(float(n.__dict__[f"{of}[{place}]"]) for place in THREE)


PREDICTION = Rules(
    named={
        "added-pairs": lambda n: _sum("input", n) + _sum("weights", n),
        "only-the-first": lambda n: input_(n, 0) * weight(n, 0),
        "sums-first": lambda n: _sum("input", n) * _sum("weights", n),
    },
    unnamed={
        "the sum of the inputs": lambda n: _sum("input", n),
        "left the sign out": lambda n: sum(input_(n, i) * abs(weight(n, i)) for i in THREE),
        "left the last one out": lambda n: n.pred - input_(n, 2) * weight(n, 2),
        "the mean": lambda n: n.pred / 3,
    },
)
DELTA = Rules(
    named={
        "delta-reversed": lambda n: -n.miss,
        "delta-squared": lambda n: n.miss**2,
    },
    unnamed={
        "times the first input": lambda n: n.miss * input_(n, 0),
        "the prediction": lambda n: n.pred,
        "a third of it": lambda n: n.miss / 3,
        "by the first alone": lambda n: input_(n, 0) * weight(n, 0) - n.goal_pred,
    },
)
LATER_DELTA = Rules(
    unnamed={
        "the one before": lambda n: n.earlier.miss,
        "moved the first weight alone": lambda n: (
            n.earlier.miss + input_(n, 0) * (weight(n, 0) - weight(n.earlier, 0))
        ),
    }
)


def share_of(place: int) -> Rules:
    return Rules(
        named={
            "same-for-all": lambda n: n.miss,
            "shared-out": lambda n: n.miss / 3,
            "times-the-weight": lambda n: n.miss * weight(n, place),
            "times-all-inputs": lambda n: n.miss * _sum("input", n),
        },
        unnamed={
            "turned round": lambda n: -n.miss * input_(n, place),
            "a third of it": lambda n: n.miss * input_(n, place) / 3,
            "the next input": lambda n: n.miss * input_(n, (place + 1) % 3),
        },
    )


def weight_of(place: int) -> Rules:
    def share(n: Numbers) -> float:
        return n.miss * input_(n, place)

    found: dict[str, Rule] = {
        "several-uphill": lambda n: weight(n, place) + n.alpha * share(n),
        "several-without-alpha": lambda n: weight(n, place) - share(n),
        "several-by-delta": lambda n: weight(n, place) - n.alpha * n.miss,
        "several-only-the-step": lambda n: n.alpha * share(n),
        "several-stayed": lambda n: weight(n, place),
    }
    return Rules(
        named=found,
        unnamed={
            "a third of the step": lambda n: weight(n, place) - n.alpha * share(n) / 3,
            "times its weight": lambda n: weight(n, place) - n.alpha * n.miss * weight(n, place),
            "the step twice": lambda n: weight(n, place) - 2 * n.alpha * share(n),
            "one update too far": lambda n: float(n.following().__dict__[f"new_weights[{place}]"]),
        },
    )


ACROSS = Rules(
    named={
        "valley-uphill": lambda n: n.w0 + n.alpha * (0.7 * n.miss + 0.2 * n.other),
        "valley-without-alpha": lambda n: n.w0 - (0.7 * n.miss + 0.2 * n.other),
        "valley-only-the-step": lambda n: n.alpha * (0.7 * n.miss + 0.2 * n.other),
        "valley-one-bed": lambda n: n.w0 - n.alpha * 0.7 * n.miss,
    },
    unnamed={
        "stayed": lambda n: n.w0,
        "the other bed alone": lambda n: n.w0 - n.alpha * 0.2 * n.other,
        "the inputs of the other weight": lambda n: n.new_w1 - n.w1 + n.w0,
    },
)
UP = Rules(
    named={
        "valley-uphill-for-w1": lambda n: n.w1 + n.alpha * (1.1 * n.miss + 0.5 * n.other),
        "valley-without-alpha-for-w1": lambda n: n.w1 - (1.1 * n.miss + 0.5 * n.other),
        "valley-only-the-step-for-w1": lambda n: n.alpha * (1.1 * n.miss + 0.5 * n.other),
        "valley-one-bed-for-w1": lambda n: n.w1 - n.alpha * 1.1 * n.miss,
    },
    unnamed={
        "stayed": lambda n: n.w1,
        "the other bed alone": lambda n: n.w1 - n.alpha * 0.5 * n.other,
        "the inputs of the other weight": lambda n: n.new_w0 - n.w0 + n.w1,
    },
)
