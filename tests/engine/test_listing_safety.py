"""No listing hangs, fills the memory or raises for a number, whatever it is made to compute."""

from __future__ import annotations

import math
import tracemalloc

import numpy as np
import pytest

from tests.engine.listings import HOT_AND_COLD
from tests.hang import no_hang
from tutor.engine.expression import expression
from tutor.engine.listing import listing
from tutor.engine.trace import Trace

FOREVER = "for i in range(10 ** 9):\n"
IMPORT = "from math import sqrt, exp, log, sin\n"

BOMBS = {
    "long loop": "x = 1\n" + FOREVER + "    x = x + 1\n",
    "loops in loops": (
        "x = 1\nfor i in range(3):\n    for j in range(10 ** 9):\n"
        "        for k in range(10 ** 9):\n            x += 1\n"
    ),
    "empty loops": "x = 1\n" + FOREVER + "    for j in range(10 ** 9):\n        pass\n",
    "doubling text": "s = 'a'\n" + FOREVER + "    s = s + s\n",
    "long texts": "s = 'a'\n" + FOREVER + f"    s = '{'é' * 900}' + str(i)\n",
    "endless print": FOREVER + "    print(i)\n",
    "empty lines": FOREVER + "    print()\n",
    "long lines": FOREVER + f"    print('{'x' * 5000}')\n",
    "long list": f"a = [{'1e-300, ' * 100}]\n" + FOREVER + "    print(a)\n",
    "lists made": FOREVER + f"    a = [{'i * 1.5, ' * 100}]\n",
    "many variables": (
        "".join(f"a{n} = 0.5\n" for n in range(200))
        + FOREVER
        + "".join(f"    a{n} = a{n} * 1.5\n" for n in range(200))
    ),
    "written numbers": "x = 1e-300\n" + FOREVER + "    y = str(x) == str(x) == str(x)\n",
    "rounding": "x = 1e308\n" + FOREVER + "    y = round(x, 2) + round(x, -3)\n",
    "remainders": "x = 1e300\ny = 1e-300\n" + FOREVER + "    z = x % y % y % y\n",
    "squaring": "x = 3\n" + FOREVER + "    x = x * x\n",
    "long product": "x = 9007199254740991\n" + FOREVER + f"    y = {' * '.join(['x'] * 50)}\n",
    "towers of powers": "x = 9 ** 9 ** 9\n" + FOREVER + "    x = 9 ** x ** 9\n",
    "calls of calls": (
        "def f0(x):\n    return x\n"
        + "".join(f"def f{n}(x):\n    return f{n - 1}(f{n - 1}(x))\n" for n in range(1, 30))
        + "y = f29(1)\n"
    ),
    "loop in a function": (
        "def f(x):\n    for i in range(10 ** 9):\n        x = x + 1\n    return x\ny = f(1)\n"
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_stopped_in_time(name: str) -> None:
    script = listing(BOMBS[name])
    with no_hang():
        trace = script.run()
    assert trace.stopped.startswith("stopped after ")
    assert trace.stopped.endswith(".")
    assert len(trace.rows) == trace.updates + 1
    assert len(trace.output) <= 1_000_000


@pytest.mark.parametrize(
    "name",
    ["long loop", "endless print", "empty lines", "lists made", "many variables", "long texts"],
)
def test_bombs_stay_small(name: str) -> None:
    script = listing(BOMBS[name])
    tracemalloc.start()
    trace: Trace | None = script.run()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert trace is not None
    assert peak < 64 * 2**20


def test_a_stopped_run_says_why() -> None:
    assert "takes too many steps" in listing(BOMBS["long loop"]).run().stopped
    assert "prints more than 1,000,000" in listing(BOMBS["long lines"]).run().stopped
    assert "grows past 10,000" in listing(BOMBS["doubling text"]).run().stopped
    assert "stopped after 0 updates" in listing(BOMBS["calls of calls"]).run().stopped


NUMBERS = [
    ("9 ** 9 ** 9", math.inf),
    ("(-9) ** (9 ** 9)", -math.inf),
    ("2 ** 64", 2.0**64),
    ("2 ** 53", 2**53),
    ("(-1) ** (2 ** 53)", 1),
    ("2 ** -2000", 0.0),
    ("0 ** -1", math.inf),
    ("-0.0 ** -1", -math.inf),
    ("(-0.0) ** -2", math.inf),
    ("(-8) ** 0.5", math.nan),
    ("1e200 ** 2", math.inf),
    ("(-1e200) ** 3", -math.inf),
    ("1 / 0", math.inf),
    ("-1 / 0", -math.inf),
    ("1 / -0.0", -math.inf),
    ("0 / 0", math.nan),
    ("1 // 0", math.inf),
    ("-1.5 // 0", -math.inf),
    ("5 % 0", math.nan),
    ("1e308 * 10", math.inf),
    ("1e308 * 10 - 1e308 * 10", math.nan),
    ("round(1e308 * 10)", math.inf),
    ("round(1e300)", 1e300),
    ("round(2.5, 1000000000000)", 2.5),
    ("round(5, -1000000000000)", 0),
    ("round(1.7e308, -308)", math.inf),
    ("round(-1.7e308, -308)", -math.inf),
    ("round(1e308, -3)", 1e308),
    ("sqrt(-1)", math.nan),
    ("sqrt(1e308 * 10)", math.inf),
    ("exp(1000)", math.inf),
    ("log(0)", -math.inf),
    ("log(-1)", math.nan),
    ("sin(1e308 * 10)", math.nan),
    ("9007199254740992 * 9007199254740992", 2.0**106),
    ("9007199254740992 + 1", 2.0**53),
    (" * ".join(["9007199254740992"] * 40), math.inf),
    (" * ".join(["9007199254740992"] * 20) + " / 0.5", math.inf),
]


@pytest.mark.parametrize(("text", "value"), NUMBERS)
def test_numbers_never_raise(text: str, value: float) -> None:
    for found in (
        listing(f"{IMPORT}x = 1\nfor i in range(1):\n    x = {text}\n").run().value("x", 1),
        expression(text, ()).evaluate({}),
    ):
        assert found == pytest.approx(value, nan_ok=True)
        assert isinstance(found, float if abs(value) > 2**53 or math.isnan(value) else int | float)


def test_whole_numbers_go_on_as_floats() -> None:
    code = "x = 3\nfor i in range(6):\n    x = x * x\n    print(x, 3 * x, x ** 2)\n"
    trace = listing(code).run()
    assert trace.column("x")[:6] == [3, 9, 81, 6561, 43046721, 1853020188851841]
    assert trace.column("x")[6] == float(1853020188851841**2)
    assert isinstance(trace.column("x")[6], float)
    lines = trace.output.splitlines()
    assert lines[0] == "9 27 81"
    assert lines[4] == f"{1853020188851841} {3 * 1853020188851841} {1853020188851841**2}"


def test_a_diverging_run_ends_in_inf_and_nan() -> None:
    code = "weight = 1.5\nfor i in range(3000):\n    weight = weight - weight ** 3\n"
    column = listing(code).run().column("weight")
    assert len(column) == 3001
    assert all(isinstance(value, float) for value in column)
    assert math.isinf(column[20]) or math.isnan(column[20])  # type: ignore[arg-type]  # a float


def test_curves_of_bombs_come_back() -> None:
    xs = np.linspace(-1, 1, 300)
    for name in ("squaring", "long product", "written numbers", "remainders"):
        script = listing(BOMBS[name])
        with no_hang():
            found = script.curve("x", script.variables[-1], xs, after=10**9)
        assert found.shape == xs.shape
    stepwise = listing(HOT_AND_COLD).curve("weight", "weight", xs, after=10**9)
    assert stepwise.shape == xs.shape
