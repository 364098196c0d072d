"""Gradient descent with alpha, and what decides whether it settles: r, and the largest alpha."""

from __future__ import annotations

from tests.grading.model import descent
from tests.grading.model.descent import LATER, WEIGHT_ANYWHERE, WHOLE_STEPS, shares
from tests.grading.model.paper import Numbers, Rules


def update(n: Numbers) -> None:
    shares(n)
    n.step = n.alpha * n.share
    n.new_weight = n.weight - n.step


def toes(n: Numbers) -> None:
    """The same, of the one match whose numbers stand in lists."""
    n.__dict__["input"], n.__dict__["goal_pred"] = 8.5, 1
    update(n)


def ratio(n: Numbers) -> None:
    n.covered = n.input**2
    n.r = 1 - n.covered


def ratio_with_alpha(n: Numbers) -> None:
    n.square = n.input**2
    n.covered = n.alpha * n.square
    n.r = 1 - n.covered


def largest_alpha(n: Numbers) -> None:
    n.square = n.input**2
    n.limit = 2 / n.square


BY_ALPHA = Rules(
    named={
        "uphill-by-alpha": lambda n: n.weight + n.step,
        "by-delta-and-alpha": lambda n: n.weight - n.alpha * n.miss,
        "by-error-and-alpha": lambda n: n.weight - n.alpha * n.error,
        "by-error-input-and-alpha": lambda n: n.weight - n.alpha * n.error * n.input,
        "twice-the-step-by-alpha": lambda n: n.weight - 2 * n.step,
        "forgot-alpha": lambda n: n.weight - n.share,
        "shrank-the-weight": lambda n: n.alpha * (n.weight - n.share),
        "only-the-step": lambda n: n.step,
        "only-the-step-negated": lambda n: -n.step,
        "next-prediction-by-alpha": lambda n: n.input * (n.weight - n.step),
        "by-own-weight-and-alpha": lambda n: n.weight - n.alpha * n.miss * n.weight,
        "added-alpha": lambda n: n.weight - (n.alpha + n.share),
    },
    unnamed={
        "divided by alpha": lambda n: n.weight - n.share / n.alpha,
        "alpha twice": lambda n: n.weight - n.alpha * n.step,
        "took alpha away": lambda n: n.weight - n.alpha,
        "shrank the weight alone": lambda n: n.alpha * n.weight - n.share,
        "forgot the goal, with alpha": lambda n: n.weight - n.alpha * n.input * n.pred,
        "compared the weight, with alpha": lambda n: (
            n.weight - n.alpha * n.input * (n.weight - n.goal_pred)
        ),
        "half the step, with alpha": lambda n: n.weight - n.step / 2,
        "alpha ten times too large": lambda n: n.weight - 10 * n.step,
        "alpha ten times too small": lambda n: n.weight - n.step / 10,
        "kept the rest of the step": lambda n: n.weight - (1 - n.alpha) * n.share,
        "by the input alone": lambda n: n.weight - n.alpha * n.input,
        "by the goal": lambda n: n.weight - n.alpha * n.goal_pred,
        "from the prediction, with alpha": lambda n: n.pred - n.step,
        "added delta, with alpha": lambda n: n.weight + n.alpha * n.miss,
        "added the error, with alpha": lambda n: n.weight + n.alpha * n.error,
        "by the input squared, with alpha": lambda n: n.weight - n.input * n.step,
        "the right weight, turned round": lambda n: -n.new_weight,
        "a share of the way to the bottom": lambda n: (
            n.weight + n.alpha * (n.goal_pred / n.input - n.weight)
        ),
        "one update too far": lambda n: n.following().new_weight,
    },
)
WEIGHT = WEIGHT_ANYWHERE + WHOLE_STEPS + BY_ALPHA
LATER_WEIGHT = (
    WEIGHT
    + LATER
    + Rules(
        unnamed={
            "the step before once more, with alpha": lambda n: n.weight - n.earlier.step,
            "the new step from the first weight, with alpha": lambda n: n.earlier.weight - n.step,
            "the step shrinks by alpha each time": lambda n: n.weight - n.alpha * n.earlier.step,
        }
    )
)
WEIGHT_DELTA = descent.WEIGHT_DELTA + Rules(
    named={"weight-delta-with-alpha": lambda n: n.step},
)
DERIVATIVE = descent.DERIVATIVE + Rules(
    named={
        "derivative-by-alpha": lambda n: n.step,
    },
    unnamed={
        "with alpha, turned round": lambda n: -n.step,
    },
)
R = Rules(
    named={
        "r-doubled": lambda n: 1 - 2 * n.input,
        "r-not-squared": lambda n: 1 - n.input,
        "r-without-the-one": lambda n: n.input**2,
        "r-upside-down": lambda n: n.input**2 - 1,
    },
    unnamed={
        "squared the whole": lambda n: (1 - n.input) ** 2,
        "added the one": lambda n: 1 + n.input**2,
        "the square, turned round": lambda n: -(n.input**2),
        "halved the input": lambda n: 1 - n.input / 2,
        "copied the input": lambda n: n.input,
        "upside down, not squared": lambda n: n.input - 1,
        "one over the square": lambda n: 1 / n.input**2,
        "cubed": lambda n: 1 - n.input**3,
        "took 2 from the square": lambda n: 2 - n.input**2,
        "squared once more": lambda n: n.r**2,
    },
)
R_WITH_ALPHA = Rules(
    named={
        "r-without-alpha": lambda n: 1 - n.input**2,
        "r-not-squared": lambda n: 1 - n.alpha * n.input,
        "r-without-the-one": lambda n: n.alpha * n.input**2,
        "r-alpha-squared": lambda n: 1 - (n.alpha * n.input) ** 2,
        "r-upside-down": lambda n: n.covered - 1,
    },
    unnamed={
        "alpha alone": lambda n: 1 - n.alpha,
        "added": lambda n: 1 + n.covered,
        "the true slope": lambda n: 1 - 2 * n.covered,
        "doubled the input": lambda n: 1 - n.alpha * 2 * n.input,
        "bracket first": lambda n: (1 - n.alpha) * n.input**2,
        "alpha taken from r": lambda n: n.alpha - n.input**2,
        "alpha times r": lambda n: n.alpha * (1 - n.input**2),
        "the input in place of the one": lambda n: n.input - n.covered,
        "halved": lambda n: n.r / 2,
    },
)
LIMIT = Rules(
    named={
        "limit-doubled": lambda n: 1 / n.input,
        "limit-of-one-leap": lambda n: 1 / n.input**2,
        "limit-not-squared": lambda n: 2 / n.input,
        "limit-upside-down": lambda n: n.input**2 / 2,
    },
    unnamed={
        "squared the whole": lambda n: (2 / n.input) ** 2,
        "twice the square": lambda n: 2 * n.input**2,
        "took the square away": lambda n: 2 - n.input**2,
        "the square": lambda n: n.input**2,
        "half the input": lambda n: n.input / 2,
        "half of one leap": lambda n: 1 / (2 * n.input**2),
        "cubed": lambda n: 2 / n.input**3,
        "twice the input": lambda n: 2 * n.input,
        "minus one": lambda n: 2 / n.input**2 - 1,
        "twice as large": lambda n: 4 / n.input**2,
    },
)
