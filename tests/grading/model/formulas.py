"""Formulas by themselves: the one under the bowl, a function, two rods in a box, and a whopper."""

from __future__ import annotations

import math

from tests.grading.model.paper import Numbers, Rules


def hidden_formula(n: Numbers) -> None:
    n.half = 0.5 * n.weight
    n.miss = n.half - 0.8
    n.error = n.miss**2


def function(n: Numbers) -> None:
    n.y = n.x * 2


def rods(n: Numbers) -> None:
    n.red_length = n.blue_length * 2
    n.new_blue_length = n.blue_length + n.tug


def opposed_rods(n: Numbers) -> None:
    n.red_length = 6 - n.blue_length
    n.new_blue_length = n.blue_length + n.tug


def whopper(n: Numbers) -> None:
    n.product = n.beta * n.gamma
    n.square = n.product**2
    n.rest = n.epsilon + 22 - n.x
    n.sum = n.square + n.rest
    n.y = math.sqrt(n.sum)
    n.new_beta = n.beta + 0.1


ERROR = Rules(
    named={
        "formula-not-squared": lambda n: n.miss,
        "formula-doubled": lambda n: 2 * n.miss,
        "formula-weight-alone": lambda n: (n.weight - 0.8) ** 2,
        "formula-squared-apart": lambda n: n.half**2 - 0.8**2,
        "formula-not-squared-unsigned": lambda n: abs(n.miss),
        "formula-doubled-unsigned": lambda n: 2 * abs(n.miss),
        "formula-to-a-minus": lambda n: -(n.miss**2),
        "formula-squared-apart-unsigned": lambda n: abs(n.half**2 - 0.8**2),
        "formula-goal-alone": lambda n: n.half - 0.8**2,
    },
    unnamed={
        "added": lambda n: (n.half + 0.8) ** 2,
        "divided by a half": lambda n: (n.weight / 0.5 - 0.8) ** 2,
        "halved the whole": lambda n: (0.5 * (n.weight - 0.8)) ** 2,
        "halved after the square": lambda n: 0.5 * (n.weight - 0.8) ** 2,
        "added a half": lambda n: (0.5 + n.weight - 0.8) ** 2,
        "squared the half alone": lambda n: n.half**2 - 0.8,
        "the prediction": lambda n: n.half,
        "the prediction, squared": lambda n: n.half**2,
        "cubed": lambda n: n.miss**3,
        "the root": lambda n: math.sqrt(abs(n.miss)),
        "the weight alone, not squared": lambda n: n.weight - 0.8,
        "halved the square": lambda n: n.error / 2,
    },
)
Y_OF_FUNCTION = Rules(
    named={
        "function-added": lambda n: n.x + 2,
        "function-squared": lambda n: n.x**2,
    },
    unnamed={
        "handed x back": lambda n: n.x,
        "halved": lambda n: n.x / 2,
        "took 2 away": lambda n: n.x - 2,
        "called it twice": lambda n: 4 * n.x,
        "a power of 2": lambda n: 2**n.x,
        "turned round": lambda n: -2 * n.x,
        "tripled": lambda n: 3 * n.x,
        "x times 2, and x": lambda n: n.x * 2 + 2,
        "squared, then doubled": lambda n: 2 * n.x**2,
    },
)
RED = Rules(
    named={
        "red-kept-its-lead": lambda n: n.blue_length + 2,
        "red-copied": lambda n: n.blue_length,
    },
    unnamed={
        "squared": lambda n: n.blue_length**2,
        "halved": lambda n: n.blue_length / 2,
        "pulled once too often": lambda n: n.following().red_length,
        "blue and red together": lambda n: 3 * n.blue_length,
        "added the tug": lambda n: n.red_length + n.tug,
        "doubled again": lambda n: 2 * n.red_length,
        "four inches": lambda n: 4.0,
        "the tug doubled alone": lambda n: 2 * n.tug,
        "the box of 6": lambda n: 6 - n.blue_length,
    },
)
LATER_RED = RED + Rules(
    unnamed={
        "as before": lambda n: n.earlier.red_length,
        "moved by the tug": lambda n: n.earlier.red_length + n.tug,
        "moved by 2": lambda n: n.earlier.red_length + 2,
        "pulled in": lambda n: n.earlier.red_length - 2 * n.tug,
        "moved four times as far": lambda n: n.earlier.red_length + 4 * n.tug,
        "doubled the red": lambda n: 2 * n.earlier.red_length,
        "multiplied by the tug": lambda n: n.earlier.red_length * n.tug,
    }
)
OPPOSED_RED = Rules(
    named={
        "red-copied": lambda n: n.blue_length,
        "red-doubled": lambda n: 2 * n.blue_length,
        "red-gained": lambda n: n.earlier.red_length + n.tug,
    },
    unnamed={
        "as before": lambda n: n.earlier.red_length,
        "moved along, twice as far": lambda n: n.earlier.red_length + 2 * n.tug,
        "moved back twice as far": lambda n: n.earlier.red_length - 2 * n.tug,
        "the other way round": lambda n: n.blue_length - 6,
        "added": lambda n: 6 + n.blue_length,
        "the tug alone": lambda n: 6 - n.tug,
        "minus the tug": lambda n: -n.tug,
        "pulled once too often": lambda n: n.following().red_length,
        "6 times": lambda n: 6 * n.blue_length,
        "four less": lambda n: 4 - n.blue_length,
    },
)
Y_OF_WHOPPER = Rules(
    named={
        "root-forgotten": lambda n: n.sum,
        "root-as-half": lambda n: n.sum / 2,
        "roots-apart": lambda n: n.product + math.sqrt(n.rest),
        "product-not-squared": lambda n: math.sqrt(n.product + n.rest),
        "product-doubled": lambda n: math.sqrt(2 * n.product + n.rest),
    },
    unnamed={
        "root of the square alone": lambda n: n.product + n.rest,
        "added beta and gamma": lambda n: math.sqrt((n.beta + n.gamma) ** 2 + n.rest),
        "squared gamma alone": lambda n: math.sqrt(n.beta * n.gamma**2 + n.rest),
        "squared beta alone": lambda n: math.sqrt(n.beta**2 * n.gamma + n.rest),
        "added x": lambda n: math.sqrt(n.square + n.epsilon + 22 + n.x),
        "forgot 22": lambda n: math.sqrt(n.square + n.epsilon - n.x),
        "forgot epsilon": lambda n: math.sqrt(n.square + 22 - n.x),
        "took the rest away": lambda n: math.sqrt(n.square - n.rest),
        "the product": lambda n: n.product,
        "the square": lambda n: n.square,
        "squared at the end": lambda n: n.sum**2,
        "halved the rest": lambda n: n.square + n.rest / 2,
        "multiplied the rest": lambda n: math.sqrt(n.square * n.rest),
    },
)
