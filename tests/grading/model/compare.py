"""Predict and compare: one multiplication, one squared miss, and the mean of two."""

from __future__ import annotations

import math

from tests.grading.model.paper import Numbers, Rules


def prediction(n: Numbers) -> None:
    n.pred = n.input * n.weight


def comparison(n: Numbers) -> None:
    prediction(n)
    n.miss = n.pred - n.goal_pred
    n.error = n.miss**2


def squaring(n: Numbers) -> None:
    n.cost = n.miss**2


def averaging(n: Numbers) -> None:
    n.mean_miss = (n.first_miss + n.second_miss) / 2
    n.first_square = n.first_miss**2
    n.second_square = n.second_miss**2
    n.squares = n.first_square + n.second_square
    n.mean_error = n.squares / 2


PREDICTION = Rules(
    named={"added-instead-of-multiplied": lambda n: n.input + n.weight},
    unnamed={
        "divided by the weight": lambda n: n.input / n.weight,
        "divided by the input": lambda n: n.weight / n.input,
        "took the weight away": lambda n: n.input - n.weight,
        "copied the input": lambda n: n.input,
        "copied the weight": lambda n: n.weight,
        "squared the weight": lambda n: n.input * n.weight**2,
        "raised to a power": lambda n: n.input**n.weight,
        "doubled": lambda n: 2 * n.pred,
        "dropped the decimal point": lambda n: 10 * n.pred,
    },
)
PREDICTION_WITH_A_GOAL = PREDICTION + Rules(
    named={"said-the-goal": lambda n: n.goal_pred},
    unnamed={
        "the miss": lambda n: n.pred - n.goal_pred,
        "the weight that would be right": lambda n: n.goal_pred / n.input,
    },
)
ERROR = Rules(
    named={
        "forgot-to-square": lambda n: n.miss,
        "forgot-to-square-unsigned": lambda n: abs(n.miss),
        "doubled-the-miss": lambda n: 2 * n.miss,
        "compared-the-weight": lambda n: (n.weight - n.goal_pred) ** 2,
        "added-the-goal": lambda n: (n.pred + n.goal_pred) ** 2,
        "squared-apart": lambda n: n.pred**2 - n.goal_pred**2,
        "doubled-the-miss-unsigned": lambda n: 2 * abs(n.miss),
        "squared-to-a-minus": lambda n: -(n.miss**2),
        "squared-the-goal-alone": lambda n: n.pred - n.goal_pred**2,
        "squared-apart-unsigned": lambda n: abs(n.pred**2 - n.goal_pred**2),
    },
    unnamed={
        "goal minus prediction": lambda n: n.goal_pred - n.pred,
        "halved the square": lambda n: n.miss**2 / 2,
        "cubed": lambda n: n.miss**3,
        "took the root": lambda n: math.sqrt(abs(n.miss)),
        "compared the input": lambda n: (n.input - n.goal_pred) ** 2,
        "squared the prediction alone": lambda n: n.pred**2 - n.goal_pred,
        "squared the prediction": lambda n: n.pred**2,
        "said the prediction": lambda n: n.pred,
        "said the goal": lambda n: n.goal_pred,
        "added input and weight": lambda n: (n.input + n.weight - n.goal_pred) ** 2,
        "a share of the goal": lambda n: abs(n.miss) / n.goal_pred,
        "squares apart, the other way": lambda n: n.goal_pred**2 - n.pred**2,
    },
)
COST = Rules(
    named={
        "doubled-instead-of-squared": lambda n: 2 * n.miss,
        "kept-the-minus": lambda n: -(n.miss**2),
        "left-as-it-was": lambda n: n.miss,
        "doubled-instead-of-squared-unsigned": lambda n: 2 * abs(n.miss),
        "left-as-it-was-unsigned": lambda n: abs(n.miss),
    },
    unnamed={
        "took the root": lambda n: math.sqrt(abs(n.miss)),
        "halved": lambda n: n.miss / 2,
        "cubed": lambda n: n.miss**3,
        "halved the square": lambda n: n.miss**2 / 2,
        "doubled the square": lambda n: 2 * n.miss**2,
        "a power of two": lambda n: 2**n.miss,
    },
)
MEAN_MISS = Rules(
    named={
        "ignored-the-signs": lambda n: (abs(n.first_miss) + abs(n.second_miss)) / 2,
    },
    unnamed={
        "the sum": lambda n: n.first_miss + n.second_miss,
        "the difference": lambda n: n.first_miss - n.second_miss,
        "halved the first alone": lambda n: n.first_miss / 2 + n.second_miss,
        "halved the second alone": lambda n: n.first_miss + n.second_miss / 2,
        "the second sign lost, squared": lambda n: (n.first_miss**2 + n.second_miss**2) / 2,
        "signs turned round": lambda n: -(n.first_miss + n.second_miss) / 2,
        "a quarter": lambda n: (n.first_miss + n.second_miss) / 4,
        "the first alone": lambda n: n.first_miss,
    },
)
MEAN_ERROR = Rules(
    named={
        "averaged-then-squared": lambda n: n.mean_miss**2,
        "not-halved": lambda n: n.squares,
        "never-squared": lambda n: (abs(n.first_miss) + abs(n.second_miss)) / 2,
        "subtracted-the-squares": lambda n: (n.first_miss**2 - n.second_miss**2) / 2,
    },
    unnamed={
        "the root of the mean": lambda n: math.sqrt(n.squares / 2),
        "the sum, squared": lambda n: (n.first_miss + n.second_miss) ** 2,
        "the sizes' sum, squared": lambda n: (abs(n.first_miss) + abs(n.second_miss)) ** 2,
        "halved each, then squared": lambda n: n.squares / 4,
        "halved one square alone": lambda n: n.first_miss**2 / 2 + n.second_miss**2,
        "one square alone": lambda n: n.first_miss**2,
        "doubled instead of squared": lambda n: abs(n.first_miss) + abs(n.second_miss),
        "the mean miss": lambda n: n.mean_miss,
        "a zero too few": lambda n: n.mean_error / 10,
    },
)
