"""One weight and four walks: hours and kilometres, all at once, one at a time and in batches."""

from __future__ import annotations

from collections.abc import Sequence

from tests.grading.model.paper import Numbers, Rules

WALKS = range(4)


def hours(n: Numbers, walk: int) -> float:
    return float(n.__dict__[f"hours[{walk}]"])


def miss(n: Numbers, walk: int) -> float:
    return hours(n, walk) * n.weight - float(n.__dict__[f"km[{walk}]"])


def share(n: Numbers, walk: int) -> float:
    return miss(n, walk) * hours(n, walk)


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers)


def one_error(n: Numbers) -> None:
    setattr(n, "misses[0]", miss(n, 0))
    n.error = _mean([miss(n, walk) ** 2 for walk in WALKS])


def whole_epoch(n: Numbers) -> None:
    n.share = _mean([share(n, walk) for walk in WALKS])
    n.new_weight = n.weight - n.alpha * n.share


def one_walk(n: Numbers) -> None:
    n.share = share(n, (n.update - 1) % 4)
    n.new_weight = n.weight - n.alpha * n.share


def batch(n: Numbers) -> tuple[int, int]:
    return (0, 1) if n.update % 2 else (2, 3)


def two_walks(n: Numbers) -> None:
    n.share = _mean([share(n, walk) for walk in batch(n)])
    n.new_weight = n.weight - n.alpha * n.share


MISS = Rules(
    named={
        "miss-reversed": lambda n: -miss(n, 0),
        "miss-of-the-weight": lambda n: n.weight - float(n.__dict__["km[0]"]),
    },
    unnamed={
        "the kilometres": lambda n: hours(n, 0) * n.weight,
        "squared": lambda n: miss(n, 0) ** 2,
        "divided": lambda n: float(n.__dict__["km[0]"]) / hours(n, 0),
    },
)
ERROR = Rules(
    named={
        "summed-the-squares": lambda n: sum(miss(n, walk) ** 2 for walk in WALKS),
        "squared-the-mean": lambda n: _mean([miss(n, walk) for walk in WALKS]) ** 2,
        "mean-of-the-sizes": lambda n: _mean([abs(miss(n, walk)) for walk in WALKS]),
        "plain-mean": lambda n: _mean([miss(n, walk) for walk in WALKS]),
        "miss-of-the-weight": lambda n: _mean(
            [(n.weight - float(n.__dict__[f"km[{walk}]"])) ** 2 for walk in WALKS]
        ),
    },
    unnamed={
        "the first alone": lambda n: miss(n, 0) ** 2,
        "left one out": lambda n: sum(miss(n, walk) ** 2 for walk in WALKS[1:]) / 4,
    },
)
SHARE = Rules(
    named={
        "summed-the-shares": lambda n: sum(share(n, walk) for walk in WALKS),
        "shares-without-input": lambda n: _mean([miss(n, walk) for walk in WALKS]),
        "means-multiplied": lambda n: (
            _mean([miss(n, walk) for walk in WALKS]) * _mean([hours(n, walk) for walk in WALKS])
        ),
        "shares-reversed": lambda n: -n.share,
        "first-walk-alone": lambda n: share(n, 0),
    },
    unnamed={
        "the last alone": lambda n: share(n, 3),
        "times the weight": lambda n: _mean([miss(n, walk) * n.weight for walk in WALKS]),
        "twice": lambda n: 2 * n.share,
    },
)
WEIGHT = Rules(
    named={
        "stayed-put": lambda n: n.weight,
        "walks-uphill": lambda n: n.weight + n.alpha * n.share,
        "walks-without-alpha": lambda n: n.weight - n.share,
        "walks-only-the-step": lambda n: n.alpha * n.share,
    },
    unnamed={
        "half of the step": lambda n: n.weight - n.alpha * n.share / 2,
        "the step twice": lambda n: n.weight - 2 * n.alpha * n.share,
        "one update too far": lambda n: n.following().new_weight,
    },
)
OF_ALL = Rules(
    named={
        name: lambda n, rule=rule: n.weight - n.alpha * rule(n)  # type: ignore[misc]
        for name, rule in SHARE.named.items()
    }
) + Rules({"sum-carried-on": lambda n: n.weight - n.alpha * sum(share(n, walk) for walk in WALKS)})
OF_ONE = Rules(
    named={
        "one-walk-by-error": lambda n: (
            n.weight - n.alpha * miss(n, (n.update - 1) % 4) ** 2 * hours(n, (n.update - 1) % 4)
        ),
        "one-walk-without-input": lambda n: n.weight - n.alpha * miss(n, (n.update - 1) % 4),
    }
)
OF_A_BATCH = Rules(
    named={
        "batch-summed": lambda n: n.weight - n.alpha * sum(share(n, walk) for walk in batch(n)),
        "batch-without-input": lambda n: (
            n.weight - n.alpha * _mean([miss(n, walk) for walk in batch(n)])
        ),
        "batch-first-alone": lambda n: n.weight - n.alpha * share(n, batch(n)[0]),
    }
)
