"""Hot and cold: a trial on each side, a step to the better one, and how many it takes."""

from __future__ import annotations

import math

from tests.grading.model.compare import comparison
from tests.grading.model.paper import Numbers, Rules


def trials(n: Numbers) -> None:
    comparison(n)
    n.up_weight = n.weight + n.step_amount
    n.up_pred = n.input * n.up_weight
    n.up_error = (n.goal_pred - n.up_pred) ** 2
    n.down_weight = n.weight - n.step_amount
    n.down_pred = n.input * n.down_weight
    n.down_error = (n.goal_pred - n.down_pred) ** 2


def round_of_trials(n: Numbers) -> None:
    trials(n)
    step = n.step_amount if n.down_error > n.up_error else -n.step_amount
    n.new_weight = n.weight if n.down_error == n.up_error else n.weight + step


def count_of_steps(n: Numbers) -> None:
    n.pred = n.input * n.weight
    n.best_weight = n.goal_pred / n.input
    n.steps = round((n.best_weight - n.weight) / n.step_amount)


def toward(n: Numbers) -> float:
    """One step to the warmer side."""
    return n.new_weight - n.weight


UP_PRED = Rules(
    named={
        "stepped-the-prediction": lambda n: n.pred + n.step_amount,
        "tried-down": lambda n: n.down_pred,
        "tried-nothing": lambda n: n.pred,
        "up-weight": lambda n: n.up_weight,
        "up-to-the-goal": lambda n: n.goal_pred,
        "only-the-rise": lambda n: n.input * n.step_amount,
    },
    unnamed={
        "stepped the prediction down": lambda n: n.pred - n.step_amount,
        "the lower weight": lambda n: n.down_weight,
        "stepped the input": lambda n: (n.input + n.step_amount) * n.weight,
        "two steps": lambda n: n.input * (n.weight + 2 * n.step_amount),
        "the step without a zero": lambda n: n.input * (n.weight + n.step_amount * 10),
        "added the input": lambda n: n.input + n.weight + n.step_amount,
        "the distance to the goal": lambda n: n.goal_pred - n.up_pred,
        "the trial's error": lambda n: n.up_error,
        "without the bracket": lambda n: n.input * n.weight + n.input + n.step_amount,
    },
)
WEIGHT = Rules(
    named={
        "stayed-put": lambda n: n.weight,
        "went-straight-there": lambda n: n.goal_pred / n.input,
        "weight-became-the-goal": lambda n: n.goal_pred,
        "wrong-way": lambda n: n.weight - toward(n),
        "only-the-step-amount": lambda n: n.step_amount,
        "moved-by-the-error": lambda n: n.weight + n.error,
        "moved-by-the-miss": lambda n: n.weight - n.miss,
        "became-the-trial": lambda n: n.up_pred,
        "two-steps": lambda n: n.weight + 2 * toward(n),
        "became-the-lower-trial": lambda n: n.down_pred,
    },
    unnamed={
        "half a step": lambda n: n.weight + toward(n) / 2,
        "moved by the better error": lambda n: n.weight + min(n.up_error, n.down_error),
        "moved by the errors' difference": lambda n: n.weight + n.down_error - n.up_error,
        "moved by the error, downward": lambda n: n.weight - n.error,
        "the step times the input": lambda n: n.weight + n.input * toward(n),
        "the step times the weight": lambda n: n.weight * (1 + n.step_amount),
        "the step times the error": lambda n: n.weight + n.step_amount * n.error,
        "the step times the miss": lambda n: n.weight - n.step_amount * n.miss,
        "the better error itself": lambda n: min(n.up_error, n.down_error),
        "the step with its sign": lambda n: -n.step_amount,
        "stepped the prediction": lambda n: n.pred + toward(n),
        "the prediction": lambda n: n.pred,
        "ten steps": lambda n: n.weight + 10 * toward(n),
        "a tenth of a step": lambda n: n.weight + toward(n) / 10,
        "added the miss": lambda n: n.weight + n.miss,
        "halfway to the bottom": lambda n: (n.weight + n.goal_pred / n.input) / 2,
    },
)
STEPS = Rules(
    named={
        "counted-from-zero": lambda n: n.best_weight / n.step_amount,
        "counted-to-the-goal": lambda n: (n.goal_pred - n.weight) / n.step_amount,
        "counted-in-predictions": lambda n: (n.goal_pred - n.pred) / n.step_amount,
        "only-the-distance": lambda n: n.best_weight - n.weight,
    },
    unnamed={
        "one too many": lambda n: n.steps + 1,
        "one too few": lambda n: n.steps - 1,
        "both ends of each step": lambda n: 2 * n.steps,
        "three predictions each": lambda n: 3 * n.steps,
        "the distance times the step": lambda n: (n.best_weight - n.weight) * n.step_amount,
        "counted downward": lambda n: (n.weight - n.best_weight) / n.step_amount,
        "how often the weight": lambda n: n.weight / n.step_amount,
        "added the weight": lambda n: (n.best_weight + n.weight) / n.step_amount,
        "counted to the goal from 0": lambda n: n.goal_pred / n.step_amount,
        "a zero too many": lambda n: 10 * n.steps,
        "cut the rest off, then one less": lambda n: math.floor(n.steps / 2),
        "divided upside down": lambda n: n.step_amount / (n.best_weight - n.weight),
        "the best weight": lambda n: n.best_weight,
    },
)
