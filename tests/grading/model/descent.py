"""Gradient descent without alpha, whatever its listing calls the parts: `miss` is delta as well,
and `share` is direction_and_amount, weight_delta or derivative."""

from __future__ import annotations

from tests.grading.model.compare import comparison
from tests.grading.model.paper import Numbers, Rules


def shares(n: Numbers) -> None:
    comparison(n)
    n.share = n.input * n.miss


def update(n: Numbers) -> None:
    shares(n)
    n.new_weight = n.weight - n.share


MISS = Rules(
    named={
        "delta-reversed": lambda n: n.goal_pred - n.pred,
        "delta-squared": lambda n: n.error,
        "delta-of-the-weight": lambda n: n.weight - n.goal_pred,
        "delta-times-input": lambda n: n.share,
    },
    unnamed={
        "the input minus the goal": lambda n: n.input - n.goal_pred,
        "the prediction": lambda n: n.pred,
        "the goal": lambda n: n.goal_pred,
        "added the goal": lambda n: n.pred + n.goal_pred,
        "doubled": lambda n: 2 * n.miss,
        "halved": lambda n: n.miss / 2,
        "a share of the goal": lambda n: n.miss / n.goal_pred,
        "added input and weight": lambda n: n.input + n.weight - n.goal_pred,
        "the distance from the bottom": lambda n: n.weight - n.goal_pred / n.input,
    },
)
LATER_MISS = MISS + Rules(
    unnamed={
        "the one before": lambda n: n.earlier.miss,
        "the one before, turned round": lambda n: -n.earlier.miss,
        "one update too far": lambda n: n.following().miss,
        "forgot that it flips": lambda n: n.earlier.miss * (n.input**2 - 1),
        "times the input squared": lambda n: n.earlier.miss * n.input**2,
        "times one minus the input": lambda n: n.earlier.miss * (1 - n.input),
        "less the share": lambda n: n.earlier.miss - n.earlier.share,
        "twice as far, turned round": lambda n: -2 * n.earlier.miss,
        "the new weight": lambda n: n.weight,
    }
)
SHARE_LIKE = Rules(
    unnamed={
        "ignored the input's sign": lambda n: abs(n.input) * n.miss,
        "ignored both signs": lambda n: abs(n.input * n.miss),
        "divided by the input": lambda n: n.miss / n.input,
        "the input squared": lambda n: n.input**2 * n.miss,
        "one line too far": lambda n: n.weight - n.share,
        "added the input": lambda n: n.miss + n.input,
        "the weight times the error": lambda n: n.weight * n.error,
        "forgot the goal": lambda n: n.input * n.pred,
        "compared the weight": lambda n: n.input * (n.weight - n.goal_pred),
        "halved": lambda n: n.share / 2,
        "the error, turned round": lambda n: -n.error * n.input,
        "the error": lambda n: n.error,
        "times the prediction": lambda n: n.pred * n.miss,
        "forgot to multiply the weight": lambda n: n.input * (n.input - n.goal_pred),
        "the slope, turned round": lambda n: -2 * n.share,
        "added the goal": lambda n: n.input * (n.pred + n.goal_pred),
        "goal minus prediction, without input": lambda n: -n.miss,
        "the prediction": lambda n: n.pred,
    },
)
DIRECTION_AND_AMOUNT = SHARE_LIKE + Rules(
    named={
        "amount-reversed": lambda n: -n.share,
        "amount-without-input": lambda n: n.miss,
        "amount-from-error": lambda n: n.error * n.input,
        "amount-doubled": lambda n: 2 * n.share,
        "amount-was-the-size": lambda n: abs(n.miss),
    },
    unnamed={"times the weight": lambda n: n.miss * n.weight},
)
WEIGHT_DELTA = SHARE_LIKE + Rules(
    named={
        "weight-delta-reversed": lambda n: -n.share,
        "weight-delta-without-input": lambda n: n.miss,
        "weight-delta-by-weight": lambda n: n.miss * n.weight,
        "weight-delta-from-error": lambda n: n.error * n.input,
        "weight-delta-doubled": lambda n: 2 * n.share,
    }
)
DERIVATIVE = SHARE_LIKE + Rules(
    named={
        "derivative-reversed": lambda n: -n.share,
        "derivative-without-input": lambda n: n.miss,
        "derivative-by-weight": lambda n: n.miss * n.weight,
        "derivative-from-error": lambda n: n.error * n.input,
        "derivative-doubled": lambda n: 2 * n.share,
    }
)

WEIGHT_ANYWHERE = Rules(
    named={
        "stayed-put": lambda n: n.weight,
        "went-straight-there": lambda n: n.goal_pred / n.input,
        "weight-became-the-goal": lambda n: n.goal_pred,
    }
)
WHOLE_STEPS = Rules(
    named={
        "uphill": lambda n: n.weight + n.share,
        "by-delta": lambda n: n.weight - n.miss,
        "by-error": lambda n: n.weight - n.error,
        "by-error-and-input": lambda n: n.weight - n.error * n.input,
        "twice-the-step": lambda n: n.weight - 2 * n.share,
        "only-the-change": lambda n: n.share,
        "only-the-change-negated": lambda n: -n.share,
        "next-prediction": lambda n: n.input * (n.weight - n.share),
        "by-own-weight": lambda n: n.weight - n.miss * n.weight,
    },
    unnamed={
        "added delta": lambda n: n.weight + n.miss,
        "added the error": lambda n: n.weight + n.error,
        "added the error times the input": lambda n: n.weight + n.error * n.input,
        "by twice delta": lambda n: n.weight - 2 * n.miss,
        "by the input squared": lambda n: n.weight - n.input * n.share,
        "compared the weight": lambda n: n.weight - n.input * (n.weight - n.goal_pred),
        "forgot the goal": lambda n: n.weight - n.input * n.pred,
        "from the prediction": lambda n: n.pred - n.share,
        "multiplied by the share": lambda n: n.weight * n.share,
        "weight times delta times input": lambda n: n.weight - n.weight * n.share,
        "took the prediction away": lambda n: n.weight - n.pred,
        "the old prediction": lambda n: n.pred,
        "the size of the step": lambda n: abs(n.share),
        "the miss": lambda n: n.miss,
        "the error": lambda n: n.error,
    },
)
WEIGHT = (
    WEIGHT_ANYWHERE
    + WHOLE_STEPS
    + Rules(
        unnamed={
            "half the step": lambda n: n.weight - n.share / 2,
            "the right weight, turned round": lambda n: -n.new_weight,
            "halfway to the bottom": lambda n: (n.weight + n.goal_pred / n.input) / 2,
            "added the goal": lambda n: n.weight + n.goal_pred,
            "one update too far": lambda n: n.following().new_weight,
            "a tenth of the step": lambda n: n.weight - n.share / 10,
            "the next delta": lambda n: n.following().miss,
        }
    )
)
LATER = Rules(
    unnamed={
        "the step before once more": lambda n: n.weight - n.earlier.share,
        "the new step from the first weight": lambda n: n.earlier.weight - n.share,
        "the first weight": lambda n: n.earlier.weight,
        "the new delta, the old input's share": lambda n: n.weight - n.miss * n.earlier.weight,
        "the first weight's error": lambda n: n.weight - n.earlier.error,
        "both steps added": lambda n: n.weight + n.earlier.share + n.share,
    }
)
LATER_WEIGHT = WEIGHT + LATER
