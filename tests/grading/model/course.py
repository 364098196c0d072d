"""The questions of the course that are answered with a number. A new one has its place here."""

from __future__ import annotations

from collections.abc import Mapping

from tests.grading.model import (
    alpha,
    beyond,
    borders,
    compare,
    descent,
    formulas,
    hot_and_cold,
    several,
    walks,
)
from tests.grading.model.paper import Question

COMPARE = {
    "compare/predict#1": Question(compare.prediction, "pred", compare.PREDICTION),
    "compare/error#1": Question(compare.comparison, "error", compare.ERROR),
    **{
        f"compare/squares#{number}": Question(compare.squaring, "cost", compare.COST)
        for number in (1, 2, 3)
    },
    "compare/cancelling#1": Question(compare.averaging, "mean_miss", compare.MEAN_MISS),
    "compare/cancelling#2": Question(compare.averaging, "mean_error", compare.MEAN_ERROR),
}

_TRIED = Question(hot_and_cold.round_of_trials, "new_weight", hot_and_cold.WEIGHT)
_TRIED_AGAIN = Question(
    hot_and_cold.round_of_trials, "new_weight", hot_and_cold.WEIGHT, after=2, start=1
)
HOT_AND_COLD = {
    "hot-and-cold/the-game#1": Question(compare.comparison, "pred", compare.PREDICTION_WITH_A_GOAL),
    "hot-and-cold/the-game#2": Question(compare.comparison, "error", compare.ERROR),
    "hot-and-cold/try-both#2": Question(hot_and_cold.trials, "up_pred", hot_and_cold.UP_PRED),
    "hot-and-cold/one-round#2": _TRIED,
    "hot-and-cold/the-loop#1": _TRIED,
    "hot-and-cold/the-loop#2": _TRIED_AGAIN,
    "hot-and-cold/how-many#1": Question(hot_and_cold.count_of_steps, "steps", hot_and_cold.STEPS),
    "hot-and-cold/no-rest#1": _TRIED,
    "hot-and-cold/no-rest#3": _TRIED,
    "hot-and-cold/step-ten#1": _TRIED,
    "hot-and-cold/step-ten#2": _TRIED_AGAIN,
}

_UPDATED = Question(descent.update, "new_weight", descent.WEIGHT)
_UPDATED_AGAIN = Question(descent.update, "new_weight", descent.LATER_WEIGHT, after=2, start=1)
_AMOUNT = Question(descent.shares, "share", descent.DIRECTION_AND_AMOUNT)
_WEIGHT_DELTA = Question(descent.shares, "share", descent.WEIGHT_DELTA)
DESCENT = {
    "gradient-descent/both-at-once#1": _AMOUNT,
    "gradient-descent/both-at-once#3": _UPDATED,
    "gradient-descent/both-at-once#4": _UPDATED_AGAIN,
    "gradient-descent/three-jobs#2": _AMOUNT,
    "gradient-descent/named-parts#1": Question(descent.shares, "miss", descent.MISS),
    "gradient-descent/named-parts#2": Question(alpha.update, "share", alpha.WEIGHT_DELTA),
    "gradient-descent/named-parts#3": Question(alpha.update, "new_weight", alpha.WEIGHT),
    "gradient-descent/working-clothes#2": Question(alpha.toes, "new_weight", alpha.WEIGHT),
    "reduce-the-error/four-passes#1": _UPDATED,
    "reduce-the-error/four-passes#2": _UPDATED_AGAIN,
    "reduce-the-error/the-formula#1": Question(formulas.hidden_formula, "error", formulas.ERROR),
    "reduce-the-error/the-formula#2": Question(formulas.hidden_formula, "error", formulas.ERROR),
    "reduce-the-error/bigger-input#1": _UPDATED,
    "reduce-the-error/bigger-input#3": _UPDATED_AGAIN,
    "reduce-the-error/closing-in#1": _UPDATED,
    "reduce-the-error/closing-in#2": _UPDATED_AGAIN,
}

SLOPES = {
    "the-slope/moving-parts#1": Question(formulas.function, "y", formulas.Y_OF_FUNCTION),
    "the-slope/two-rods#1": Question(formulas.rods, "red_length", formulas.RED),
    "the-slope/two-rods#2": Question(
        formulas.rods, "red_length", formulas.LATER_RED, after=2, start=1
    ),
    "the-slope/two-rods#3": Question(formulas.rods, "red_length", formulas.LATER_RED, after=2),
    "the-slope/pulling-back#1": Question(
        formulas.opposed_rods, "red_length", formulas.OPPOSED_RED, after=2
    ),
    "the-slope/slope-size#1": _WEIGHT_DELTA,
    "the-slope/any-formula#1": Question(formulas.whopper, "y", formulas.Y_OF_WHOPPER),
    "the-slope/once-more#1": _UPDATED,
    "the-slope/once-more#2": _UPDATED_AGAIN,
}

BREAK_IT = {
    "break-it/all-is-well#1": _UPDATED,
    "break-it/input-two#1": _UPDATED,
    "break-it/input-two#2": _UPDATED_AGAIN,
    "break-it/next-jump#1": Question(descent.update, "miss", descent.MISS),
    "break-it/next-jump#2": Question(descent.update, "miss", descent.LATER_MISS, after=2, start=1),
    "break-it/next-jump#3": Question(descent.update, "miss", descent.LATER_MISS, after=3, start=2),
    **{f"break-it/the-ratio#{number}": Question(alpha.ratio, "r", alpha.R) for number in (1, 2, 3)},
    "break-it/steep-u#1": _WEIGHT_DELTA,
    "break-it/steep-u#2": _WEIGHT_DELTA,
}

_TAMED = Question(alpha.update, "new_weight", alpha.WEIGHT)
_TAMED_AGAIN = Question(alpha.update, "new_weight", alpha.LATER_WEIGHT, after=2, start=1)
ALPHA = {
    "add-alpha/the-idea#1": Question(alpha.ratio_with_alpha, "r", alpha.R_WITH_ALPHA),
    "add-alpha/smaller-steps#1": _TAMED,
    "add-alpha/smaller-steps#2": _TAMED_AGAIN,
    "add-alpha/small-alpha#1": _TAMED,
    "add-alpha/small-alpha#2": _TAMED,
    "add-alpha/small-alpha#3": _TAMED,
    "add-alpha/big-alpha#1": _TAMED,
    "add-alpha/big-alpha#2": _TAMED_AGAIN,
    **{
        f"add-alpha/the-limit#{number}": Question(alpha.largest_alpha, "limit", alpha.LIMIT)
        for number in (1, 2, 3)
    },
    "add-alpha/on-your-own#1": Question(alpha.update, "share", alpha.DERIVATIVE),
    "add-alpha/on-your-own#2": _TAMED,
    "add-alpha/on-your-own#3": _TAMED_AGAIN,
    "from-memory/last-one#2": _TAMED,
}

_MARCHED = Question(beyond.even_steps, "new_weight", beyond.STEP_OF_ONE_SIZE)
_ROLLED = Question(beyond.rolling, "new_velocity", beyond.VELOCITY)
BEYOND = {
    "beyond-the-bowl/two-tapes#1": Question(beyond.absolute_error, "error", beyond.ABSOLUTE_ERROR),
    **{
        f"beyond-the-bowl/one-slope#{number}": Question(beyond.kink, "slope", beyond.SLOPE_OF_KINK)
        for number in (1, 2, 3)
    },
    "beyond-the-bowl/never-at-rest#1": _MARCHED,
    "beyond-the-bowl/never-at-rest#2": _MARCHED,
    "beyond-the-bowl/never-at-rest#3": Question(
        beyond.even_steps, "new_weight", beyond.STEP_OF_ONE_SIZE, after=2, start=1
    ),
    "beyond-the-bowl/shrink-the-step#1": Question(
        beyond.shrinking_steps, "alpha", beyond.SECOND_ALPHA, after=2
    ),
    "beyond-the-bowl/shrink-the-step#2": Question(
        beyond.shrinking_steps,
        "new_weight",
        beyond.STEP_WITH_THE_SECOND_ALPHA,
        after=2,
        start=1,
    ),
    "beyond-the-bowl/too-soon#1": Question(beyond.tiring_steps, "new_alpha", beyond.KEPT_ALPHA),
    "beyond-the-bowl/too-soon#2": Question(
        beyond.tiring_steps, "new_weight", beyond.STEP_BEFORE_SHRINKING, after=2, start=1
    ),
    "beyond-the-bowl/two-valleys#1": Question(beyond.valleys, "slope", beyond.SLOPE_OF_VALLEYS),
    "beyond-the-bowl/two-valleys#2": Question(beyond.valleys, "new_weight", beyond.STEP_IN_VALLEYS),
    "beyond-the-bowl/where-you-start#1": Question(
        beyond.valleys, "new_weight", beyond.STEP_IN_VALLEYS, after=30
    ),
    "beyond-the-bowl/rolling#1": _ROLLED,
    "beyond-the-bowl/rolling#2": Question(beyond.rolling, "new_weight", beyond.ROLLED_WEIGHT),
    "beyond-the-bowl/rolling#3": Question(
        beyond.rolling, "new_velocity", beyond.VELOCITY, after=2, start=1
    ),
}

SEVERAL: Mapping[str, Question] = {
    "several-weights/weighted-sum#1": Question(several.weighted_sum, "pred", several.PREDICTION),
    "several-weights/one-delta#1": Question(several.shared_delta, "miss", several.DELTA),
    "several-weights/who-is-to-blame#1": Question(several.shares, "share_0", several.share_of(0)),
    "several-weights/who-is-to-blame#2": Question(several.shares, "share_1", several.share_of(1)),
    "several-weights/three-at-once#1": Question(
        several.three_updates, "new_weights[0]", several.weight_of(0)
    ),
    "several-weights/three-at-once#2": Question(
        several.three_updates, "new_weights[2]", several.weight_of(2)
    ),
    "several-weights/three-at-once#3": Question(
        several.three_updates, "miss", several.DELTA + several.LATER_DELTA, after=2, start=1
    ),
    "several-weights/frozen#1": Question(
        several.with_one_frozen, "new_weights[2]", several.weight_of(2)
    ),
    "several-weights/the-valley#2": Question(several.two_beds, "new_w0", several.ACROSS),
    "several-weights/the-valley#3": Question(several.two_beds, "new_w1", several.UP),
}

WALKS = {
    "many-examples/mean-error#1": Question(walks.one_error, "misses[0]", walks.MISS),
    "many-examples/mean-error#2": Question(walks.one_error, "error", walks.ERROR),
    "many-examples/all-at-once#1": Question(walks.whole_epoch, "share", walks.SHARE),
    "many-examples/all-at-once#2": Question(
        walks.whole_epoch, "new_weight", walks.WEIGHT + walks.OF_ALL
    ),
    "many-examples/one-at-a-time#1": Question(
        walks.one_walk, "new_weight", walks.WEIGHT + walks.OF_ONE
    ),
    "many-examples/one-at-a-time#2": Question(
        walks.one_walk, "new_weight", walks.WEIGHT + walks.OF_ONE, after=2, start=1
    ),
    "many-examples/small-batches#1": Question(
        walks.two_walks, "new_weight", walks.WEIGHT + walks.OF_A_BATCH
    ),
    "many-examples/small-batches#2": Question(
        walks.two_walks, "new_weight", walks.WEIGHT + walks.OF_A_BATCH, after=2, start=1
    ),
}

BORDERS = {
    "flies-apart/two-inputs#1": Question(borders.one_delta, "new_weights[0]", borders.FIRST),
    "flies-apart/two-inputs#2": Question(
        borders.one_delta, "miss", borders.SECOND_DELTA, after=2, start=1
    ),
    "flies-apart/two-slopes#1": Question(borders.own_misses, "new_w0", borders.W0),
    "flies-apart/two-slopes#2": Question(borders.own_misses, "new_w1", borders.W1),
}

QUESTIONS: Mapping[str, Question] = {
    **COMPARE,
    **HOT_AND_COLD,
    **DESCENT,
    **SLOPES,
    **BREAK_IT,
    **ALPHA,
    **BEYOND,
    **SEVERAL,
    **WALKS,
    **BORDERS,
}
"""By lesson, step and number: `add-alpha/smaller-steps#1`."""
