"""Beyond the bowl: an error with a kink, an alpha that shrinks, two valleys, a ball that rolls."""

from __future__ import annotations

from tests.grading.model.alpha import BY_ALPHA
from tests.grading.model.descent import WEIGHT_ANYWHERE
from tests.grading.model.paper import Numbers, Rules


def absolute_error(n: Numbers) -> None:
    n.pred = n.input * n.weight
    n.miss = n.pred - n.goal_pred
    n.error = abs(n.miss) ** n.power


def kink(n: Numbers) -> None:
    n.pred = n.input * n.weight
    n.miss = n.pred - n.goal_pred
    n.error = abs(n.miss)
    n.slope = n.input if n.miss > 0 else -n.input


def even_steps(n: Numbers) -> None:
    kink(n)
    n.step = n.alpha * n.slope
    n.new_weight = n.weight - n.step


def shrinking_steps(n: Numbers) -> None:
    kink(n)
    n.alpha = n.first_alpha / n.update
    n.step = n.alpha * n.slope
    n.new_weight = n.weight - n.step


def tiring_steps(n: Numbers) -> None:
    even_steps(n)
    n.new_alpha = n.alpha * n.keep


def valleys(n: Numbers) -> None:
    n.pred = n.weight * n.weight
    n.miss = n.pred - n.goal
    n.error = n.miss**2
    n.four = 4 * n.weight
    n.slope = n.four * n.miss
    n.step = n.alpha * n.slope
    n.new_weight = n.weight - n.step


def rolling(n: Numbers) -> None:
    n.pred = n.input * n.weight
    n.miss = n.pred - n.goal_pred
    n.error = n.miss**2
    n.share = n.input * n.miss
    n.kept = n.memory * n.velocity
    n.step = n.alpha * n.share
    n.new_velocity = n.kept - n.step
    n.new_weight = n.weight + n.new_velocity


ABSOLUTE_ERROR = Rules(
    named={
        "compared-the-weight": lambda n: abs(n.weight - n.goal_pred),
        "kept-the-sign": lambda n: n.miss,
        "squared-the-miss": lambda n: n.miss**2,
    },
    unnamed={
        "compared the weight, squared": lambda n: (n.weight - n.goal_pred) ** 2,
        "minus the size": lambda n: -abs(n.miss),
        "the prediction": lambda n: n.pred,
        "the goal": lambda n: n.goal_pred,
        "added the goal": lambda n: abs(n.pred + n.goal_pred),
        "doubled": lambda n: 2 * abs(n.miss),
        "to the power 0": lambda n: 1.0,
        "the root": lambda n: abs(n.miss) ** 0.5,
        "size of each": lambda n: abs(n.pred) - abs(n.goal_pred),
        "compared the input": lambda n: abs(n.input - n.goal_pred),
        "added input and weight": lambda n: abs(n.input + n.weight - n.goal_pred),
    },
)
SLOPE_OF_KINK = Rules(
    named={
        "slope-of-the-bowl": lambda n: 2 * n.input * n.miss,
        "slope-by-miss": lambda n: n.input * n.miss,
        "slope-reversed": lambda n: -n.slope,
        "slope-was-the-sign": lambda n: n.slope / n.input,
    },
    unnamed={
        "the miss": lambda n: n.miss,
        "the error": lambda n: n.error,
        "the prediction": lambda n: n.pred,
        "the weight": lambda n: n.weight,
        "level ground": lambda n: 0.0,
        "doubled": lambda n: 2 * n.slope,
        "halved": lambda n: n.slope / 2,
        "the input squared": lambda n: n.input**2,
        "the error over the weight": lambda n: n.error / n.weight,
    },
)
STEP_ON_A_KINK = WEIGHT_ANYWHERE + Rules(
    named={
        "by-error-and-alpha": lambda n: n.weight - n.alpha * n.error,
        "by-error-input-and-alpha": lambda n: n.weight - n.alpha * n.error * n.input,
        "uphill-by-slope": lambda n: n.weight + n.step,
        "the-whole-slope": lambda n: n.weight - n.slope,
        "only-the-step-by-slope": lambda n: n.step,
        "only-the-change-by-slope": lambda n: -n.step,
    },
    unnamed={
        "by alpha": lambda n: n.weight - n.alpha,
        "by alpha and the sign": lambda n: n.weight - n.alpha * n.slope / n.input,
        "by the miss and alpha": lambda n: n.weight - n.alpha * n.miss,
        "by miss, input and alpha": lambda n: n.weight - n.alpha * n.miss * n.input,
        "the whole slope, added": lambda n: n.weight + n.slope,
        "half a step": lambda n: n.weight - n.step / 2,
        "two steps": lambda n: n.weight - 2 * n.step,
        "shrank the weight": lambda n: n.alpha * (n.weight - n.slope),
        "by the error": lambda n: n.weight - n.error,
        "the next prediction": lambda n: n.input * n.new_weight,
        "one update too far": lambda n: n.following().new_weight,
        "halfway to the bottom": lambda n: (n.weight + n.goal_pred / n.input) / 2,
        "the true slope of a bowl": lambda n: n.weight - 2 * n.alpha * n.miss * n.input,
        "alpha ten times too large": lambda n: n.weight - 10 * n.step,
        "always to the left": lambda n: n.weight - n.alpha * n.input,
        "always to the right": lambda n: n.weight + n.alpha * n.input,
    },
)
STEP_OF_ONE_SIZE = Rules(
    named={**STEP_ON_A_KINK.named, "two-steps-by-slope": STEP_ON_A_KINK.unnamed["two steps"]},
    unnamed={name: rule for name, rule in STEP_ON_A_KINK.unnamed.items() if name != "two steps"},
)
STEP_WITH_THE_SECOND_ALPHA = STEP_ON_A_KINK + Rules(
    named={"by-the-first-alpha": lambda n: n.weight - n.first_alpha * n.slope},
    unnamed={
        "by a third": lambda n: n.weight - n.first_alpha / 3 * n.slope,
        "from the first weight": lambda n: n.earlier.weight - n.step,
        "by a quarter": lambda n: n.weight - n.first_alpha / 4 * n.slope,
    },
)
STEP_BEFORE_SHRINKING = STEP_ON_A_KINK + Rules(
    named={
        "shrank-too-early": lambda n: n.weight - n.alpha * n.keep * n.slope,
        "by-the-alpha-before": lambda n: n.weight - n.earlier.alpha * n.slope,
    },
    unnamed={
        "by keep": lambda n: n.weight - n.keep * n.slope,
        "kept a share of the weight": lambda n: n.keep * n.weight - n.step,
        "by what was not kept": lambda n: n.weight - n.earlier.alpha * (1 - n.keep) * n.slope,
        "from the first weight": lambda n: n.earlier.weight - n.step,
    },
)
SECOND_ALPHA = Rules(
    named={
        "never-shrunk": lambda n: n.first_alpha,
        "counted-from-one": lambda n: n.first_alpha / (n.update + 1),
    },
    unnamed={
        "doubled": lambda n: n.first_alpha * n.update,
        "halved twice": lambda n: n.first_alpha / 4,
        "took one away": lambda n: n.first_alpha - 1,
        "squared": lambda n: n.first_alpha**2,
        "divided by the input": lambda n: n.first_alpha / n.input,
        "the step": lambda n: n.step,
        "a tenth": lambda n: n.first_alpha / 10,
        "a half": lambda n: 0.5,
    },
)
KEPT_ALPHA = Rules(
    named={
        "took-keep-away": lambda n: n.alpha - n.keep,
        "alpha-became-keep": lambda n: n.keep,
        "kept-all-of-alpha": lambda n: n.alpha,
    },
    unnamed={
        "kept what goes": lambda n: n.alpha * (1 - n.keep),
        "divided": lambda n: n.alpha / n.keep,
        "added": lambda n: n.alpha + n.keep,
        "shrank it twice": lambda n: n.alpha * n.keep**2,
        "the new weight": lambda n: n.new_weight,
        "the step": lambda n: n.step,
        "took keep away, without the sign": lambda n: n.keep - n.alpha,
        "halved": lambda n: n.alpha / 2,
        "times the slope": lambda n: n.alpha * n.keep * n.slope,
    },
)
SLOPE_OF_VALLEYS = Rules(
    named={
        "slope-without-its-weight": lambda n: 4 * n.miss,
        "slope-without-its-four": lambda n: n.weight * n.miss,
    },
    unnamed={
        "reversed": lambda n: -n.slope,
        "doubled the weight for its square": lambda n: 4 * n.weight * (2 * n.weight - n.goal),
        "took the weight for the prediction": lambda n: 4 * n.weight * (n.weight - n.goal),
        "a 2 for the 4": lambda n: 2 * n.weight * n.miss,
        "from the error": lambda n: 4 * n.weight * n.error,
        "forgot the goal": lambda n: 4 * n.weight * n.pred,
        "ignored the sign": lambda n: abs(n.slope),
        "the miss": lambda n: n.miss,
        "the error": lambda n: n.error,
        "added instead of multiplied": lambda n: 4 + n.weight * n.miss,
        "bracket forgotten": lambda n: 4 * n.weight * n.pred - n.goal,
        "with alpha": lambda n: n.step,
        "the new weight": lambda n: n.weight - n.step,
    },
)
STEP_IN_VALLEYS = Rules(
    named={
        "stayed-put": lambda n: n.weight,
        "by-error-and-alpha": lambda n: n.weight - n.alpha * n.error,
        "uphill-by-slope": lambda n: n.weight + n.step,
        "the-whole-slope": lambda n: n.weight - n.slope,
        "only-the-step-by-slope": lambda n: n.step,
        "the-right-valley": lambda n: n.goal**0.5,
        "only-the-change-by-slope": lambda n: -n.step,
    },
    unnamed={
        "the left valley": lambda n: -(n.goal**0.5),
        "half a step": lambda n: n.weight - n.step / 2,
        "two steps": lambda n: n.weight - 2 * n.step,
        "by the miss": lambda n: n.weight - n.alpha * n.miss,
        "by weight and miss": lambda n: n.weight - n.alpha * n.weight * n.miss,
        "by 4 times the miss": lambda n: n.weight - 4 * n.alpha * n.miss,
        "the goal": lambda n: n.goal,
        "the prediction": lambda n: n.pred,
        "from the prediction": lambda n: n.pred - n.step,
        "shrank the weight": lambda n: n.alpha * (n.weight - n.slope),
        "the next prediction": lambda n: n.new_weight**2,
        "turned round": lambda n: -n.new_weight,
        "by alpha": lambda n: n.weight - n.alpha,
        "took the weight for the prediction": lambda n: (
            n.weight - n.alpha * 4 * n.weight * (n.weight - n.goal)
        ),
    },
)
VELOCITY = Rules(
    named={
        "forgot-the-old-velocity": lambda n: -n.step,
        "kept-all-the-velocity": lambda n: n.velocity - n.step,
        "pushed-uphill": lambda n: n.kept + n.step,
        "braked-the-push": lambda n: n.memory * (n.velocity - n.step),
        "swapped-the-shares": lambda n: n.alpha * n.velocity - n.memory * n.share,
        "forgot-the-push": lambda n: n.kept,
        "pushed-in-full": lambda n: n.kept - n.share,
        "velocity-stayed": lambda n: n.velocity,
    },
    unnamed={
        "without the input": lambda n: n.kept - n.alpha * n.miss,
        "by the error": lambda n: n.kept - n.alpha * n.error,
        "the rest of the push": lambda n: n.kept - (1 - n.memory) * n.share,
        "the new weight": lambda n: n.new_weight,
        "turned round": lambda n: -n.new_velocity,
        "memory of the weight": lambda n: n.memory * n.weight - n.step,
        "the true slope": lambda n: n.kept - 2 * n.step,
        "forgot what memory keeps": lambda n: (1 - n.memory) * n.velocity - n.step,
        "the push without its sign": lambda n: n.kept - abs(n.step),
        "the derivative": lambda n: n.share,
        "doubled": lambda n: 2 * n.new_velocity,
        "the old derivative": lambda n: n.kept - n.alpha * n.earlier.share,
        "one update too few": lambda n: n.earlier.velocity,
    },
)
ROLLED_WEIGHT = (
    WEIGHT_ANYWHERE
    + BY_ALPHA
    + Rules(
        named={
            "plain-descent": lambda n: n.weight - n.step,
            "subtracted-velocity": lambda n: n.weight - n.new_velocity,
            "only-the-velocity": lambda n: n.new_velocity,
        },
        unnamed={
            "the old velocity": lambda n: n.weight + n.velocity,
            "what memory keeps": lambda n: n.weight + n.kept,
            "both velocities": lambda n: n.weight + n.velocity + n.new_velocity,
            "all the old velocity": lambda n: n.weight + n.velocity - n.step,
            "the push twice": lambda n: n.weight + n.new_velocity - n.step,
            "times memory": lambda n: n.memory * n.weight + n.new_velocity,
            "alpha of the velocity": lambda n: n.weight + n.alpha * n.new_velocity,
            "the old velocity, subtracted": lambda n: n.weight - n.velocity,
            "by the derivative too": lambda n: n.weight + n.new_velocity - n.share,
            "half of it": lambda n: n.weight + n.new_velocity / 2,
        },
    )
)
