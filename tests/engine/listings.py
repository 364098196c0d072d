"""Every code listing of the seed, as printed there; fragments have their missing lines in front."""

from __future__ import annotations

import subprocess
import sys

HOT_AND_COLD = """\
weight = 0.5
input = 0.5
goal_prediction = 0.8

step_amount = 0.001

for iteration in range(1101):
    prediction = input * weight
    error = (prediction - goal_prediction) ** 2

    print("Error:" + str(error) + " Prediction:" + str(prediction))

    up_prediction = input * (weight + step_amount)
    up_error = (goal_prediction - up_prediction) ** 2

    down_prediction = input * (weight - step_amount)
    down_error = (goal_prediction - down_prediction) ** 2

    if(down_error < up_error):
        weight = weight - step_amount

    if(down_error > up_error):
        weight = weight + step_amount
"""

DIRECTION_AND_AMOUNT = """\
weight = 0.5
goal_pred = 0.8
input = 0.5

for iteration in range(20):
    pred = input * weight
    error = (pred - goal_pred) ** 2
    direction_and_amount = (pred - goal_pred) * input
    weight = weight - direction_and_amount

    print("Error:" + str(error) + " Prediction:" + str(pred))
"""

ONE_ITERATION = """\
def neural_network(input, weight):
    prediction = input * weight
    return prediction

weight = 0.1
alpha = 0.01
number_of_toes = [8.5]
win_or_lose_binary = [1] # (won!!!)

input = number_of_toes[0]
goal_pred = win_or_lose_binary[0]
pred = neural_network(input, weight)
error = (pred - goal_pred) ** 2
delta = pred - goal_pred
weight_delta = input * delta
weight -= weight_delta * alpha
print(delta, weight_delta, weight, error)
"""

REDUCING_ERROR = """\
weight, goal_pred, input = (0.0, 0.8, 0.5)

for iteration in range(4):

    pred = input * weight
    error = (pred - goal_pred) ** 2
    delta = pred - goal_pred
    weight_delta = delta * input
    weight = weight - weight_delta
    print("Error:" + str(error) + " Prediction:" + str(pred))
"""

SEVERAL_STEPS = """\
weight, goal_pred, input = (0.0, 0.8, 1.1)

for iteration in range(4):
    print("-----\\nWeight:" + str(weight))
    pred = input * weight
    error = (pred - goal_pred) ** 2
    delta = pred - goal_pred
    weight_delta = delta * input
    weight = weight - weight_delta
    print("Error:" + str(error) + " Prediction:" + str(pred))
    print("Delta:" + str(delta) + " Weight Delta:" + str(weight_delta))
"""

MY_FUNCTION = """\
def my_function(x):
    return x * 2
print(my_function(3), my_function(0.5))
"""

FORMULA = """\
input = 0.5
weight = 0.5
goal_pred = 0.8
error = ((input * weight) - goal_pred) ** 2
print(error)
error = ((0.5 * weight) - 0.8) ** 2
print(error)
"""

TUNNEL_VISION = """\
weight = 0.5
step_amount = 0.001
down_error = 0.2
up_error = 0.1
if (down_error < up_error):
    weight = weight - step_amount

if (down_error > up_error):
    weight = weight + step_amount
print(weight)
"""

RODS = """\
blue_length = 2
red_length = blue_length * 2
print(red_length)
"""

WHOPPER = """\
beta = 2
gamma = 1.5
epsilon = 3
x = 4
y = (((beta * gamma) ** 2) + (epsilon + 22 - x)) ** (1/2)
print(y)
"""

LOOK_FAMILIAR = """\
weight = 0.0
goal_pred = 0.8
input = 1.1

for iteration in range(4):
    pred = input * weight
    error = (pred - goal_pred) ** 2
    delta = pred - goal_pred
    weight_delta = delta * input
    weight = weight - weight_delta


print("Error:" + str(error) + " Prediction:" + str(pred))
"""

BREAKING = """\
weight = 0.5
goal_pred = 0.8
input = 0.5

for iteration in range(20):
    pred = input * weight
    error = (pred - goal_pred) ** 2
    delta = pred - goal_pred
    weight_delta = input * delta
    weight = weight - weight_delta
    print("Error:" + str(error) + " Prediction:" + str(pred))
"""

ONE_LINE_RULE = """\
weight = 0.5
goal_pred = 0.8
input = 2
pred = input * weight
weight = weight - (input * (pred - goal_pred))
print(weight)
"""

ALPHA = """\
weight = 0.5
goal_pred = 0.8
input = 2
alpha = 0.1

for iteration in range(20):
    pred = input * weight
    error = (pred - goal_pred) ** 2
    derivative = input * (pred - goal_pred)
    weight = weight - (alpha * derivative)

    print("Error:" + str(error) + " Prediction:" + str(pred))
"""

DELTAS = """\
weight = 0.5
goal_pred = 0.8
input = 2
alpha = 0.1

for iteration in range(20):
    pred = input * weight
    error = (pred - goal_pred) ** 2
    delta = pred - goal_pred
    weight_delta = input * delta
    weight = weight - (alpha * weight_delta)
"""
"""ALPHA with its derivative in two lines, as the course writes it: what grading is asked about."""

SEED = {
    "hot and cold": HOT_AND_COLD,
    "hot and cold, step 10": HOT_AND_COLD.replace("0.001", "10"),
    "direction and amount": DIRECTION_AND_AMOUNT,
    "one iteration": ONE_ITERATION,
    "reducing error": REDUCING_ERROR,
    "several steps": SEVERAL_STEPS,
    "my function": MY_FUNCTION,
    "formula": FORMULA,
    "tunnel vision": TUNNEL_VISION,
    "rods": RODS,
    "whopper": WHOPPER,
    "look familiar": LOOK_FAMILIAR,
    "breaking": BREAKING,
    "breaking, input 2": BREAKING.replace("input = 0.5", "input = 2"),
    "one-line rule": ONE_LINE_RULE,
    "alpha": ALPHA,
}


def python_prints(code: str) -> str:
    """What CPython prints for a listing."""
    return subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, check=True, encoding="utf-8"
    ).stdout
