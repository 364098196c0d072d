"""Listings run as CPython runs them, and give back every number of the seed."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest

from tests.engine.listings import (
    ALPHA,
    BREAKING,
    DIRECTION_AND_AMOUNT,
    HOT_AND_COLD,
    LOOK_FAMILIAR,
    ONE_ITERATION,
    REDUCING_ERROR,
    SEED,
    SEVERAL_STEPS,
    python_prints,
)
from tutor.engine.language.checker import check
from tutor.engine.listing import listing
from tutor.engine.noise import free_of_noise
from tutor.engine.trace import number_at
from tutor.errors import ListingError, TutorError


@pytest.mark.parametrize("name", SEED)
def test_the_seed_prints_what_cpython_prints(name: str) -> None:
    assert listing(SEED[name]).run().output == python_prints(SEED[name])


def digits(values: Sequence[object]) -> list[str]:
    return [f"{value:.12g}" for value in values]


def columns(code: str, *names: str, **values: float) -> list[list[str]]:
    """The variables at each update, with 12 digits."""
    trace = listing(code).run(values)
    return [
        digits([row[name] for name in names]) for row in map(trace.row, range(1, 1 + trace.updates))
    ]


def test_hot_and_cold() -> None:
    rows = columns(HOT_AND_COLD, "error", "prediction")
    assert len(rows) == 1101
    assert rows[:2] == [["0.3025", "0.25"], ["0.30195025", "0.2505"]]
    assert rows[-2:] == [["2.50000000033e-07", "0.7995"], ["1.07995057925e-27", "0.8"]]
    assert digits([listing(HOT_AND_COLD).run().value("weight", 1101)]) == ["1.601"]


def test_hot_and_cold_with_a_giant_step_goes_back_and_forth() -> None:
    rows = columns(HOT_AND_COLD, "error", "prediction", step_amount=10)
    assert rows[:4] == [["0.3025", "0.25"], ["19.8025", "5.25"]] * 2


def test_direction_and_amount() -> None:
    rows = columns(DIRECTION_AND_AMOUNT, "error", "pred")
    assert rows[:3] == [
        ["0.3025", "0.25"],
        ["0.17015625", "0.3875"],
        ["0.095712890625", "0.490625"],
    ]
    assert rows[-3:] == [
        ["1.7092608064e-05", "0.79586567925"],
        ["9.61459203602e-06", "0.796899259437"],
        ["5.40820802026e-06", "0.797674444578"],
    ]


def test_one_iteration() -> None:
    trace = listing(ONE_ITERATION).run()
    found = digits([trace.value(name, 1) for name in ("delta", "weight_delta", "weight")])
    assert found == ["-0.15", "-1.275", "0.11275"]
    assert trace.value("number_of_toes", 1) == [8.5]


def test_reducing_error() -> None:
    assert columns(REDUCING_ERROR, "error", "weight") == [
        ["0.64", "0.4"],
        ["0.36", "0.7"],
        ["0.2025", "0.925"],
        ["0.11390625", "1.09375"],
    ]


def test_several_steps() -> None:
    rows = columns(SEVERAL_STEPS, "error", "pred", "delta", "weight_delta", "weight")
    assert rows == [
        ["0.64", "0", "-0.8", "-0.88", "0.88"],
        ["0.028224", "0.968", "0.168", "0.1848", "0.6952"],
        ["0.0012446784", "0.76472", "-0.03528", "-0.038808", "0.734008"],
        ["5.489031744e-05", "0.8074088", "0.0074088", "0.00814968", "0.72585832"],
    ]


def test_breaking_it() -> None:
    rows = columns(BREAKING, "error", "pred", input=2)
    assert rows[:3] == [["0.04", "1"], ["0.36", "0.2"], ["3.24", "2.6"]]
    assert rows[-3:] == [
        ["6.67087267987e+14", "-25828031.8"],
        ["6.00378541188e+15", "77484098.6"],
        ["5.40340687069e+16", "-232452292.6"],
    ]
    weights = listing(BREAKING).run({"input": 2}).column("weight")
    assert digits(weights[:6]) == ["0.5", "0.1", "1.3", "-2.3", "8.5", "-23.9"]


def test_alpha() -> None:
    rows = columns(ALPHA, "error", "pred")
    assert rows[:3] == [["0.04", "1"], ["0.0144", "0.92"], ["0.005184", "0.872"]]
    assert rows[-3:] == [
        ["1.14604719983e-09", "0.800033853319"],
        ["4.12576991939e-10", "0.800020311991"],
        ["1.48527717099e-10", "0.800012187195"],
    ]
    assert digits(listing(ALPHA).run().column("weight")[1:3]) == ["0.46", "0.436"]


@pytest.mark.parametrize(
    ("alpha", "error"),
    [(0.01, 0.00848), (0.5, 0.04), (0.51, 0.178), (-0.1, 14286.48)],
)
def test_other_alphas(alpha: float, error: float) -> None:
    found = listing(ALPHA).run({"alpha": alpha}).value("error", 20)
    assert found == pytest.approx(error, rel=3e-3)


def test_parts_of_a_listing() -> None:
    hot = listing(HOT_AND_COLD)
    assert dict(hot.parameters) == {
        "weight": 0.5,
        "input": 0.5,
        "goal_prediction": 0.8,
        "step_amount": 0.001,
    }
    assert hot.variables[:6] == (*hot.parameters, "iteration", "prediction")
    assert hot.passes == 1101
    assert hot.body == range(8, 24)
    assert hot.assigns("weight") == (20, 23)
    assert hot.assigns("error") == (9,)
    assert hot.assigns("nothing") == ()
    assert hot.lines[8].strip() == "error = (prediction - goal_prediction) ** 2"
    assert hot.names_in("weight + step_amount") == {"weight", "step_amount"}
    assert hot == listing(HOT_AND_COLD) and hash(hot) == hash(listing(HOT_AND_COLD))


def test_a_listing_without_a_loop_is_one_update() -> None:
    one = listing(ONE_ITERATION)
    lists = {"number_of_toes[0]": 8.5, "win_or_lose_binary[0]": 1}
    assert dict(one.parameters) == {"weight": 0.1, "alpha": 0.01, **lists}
    assert one.passes == 1
    assert one.body == range(10, 18)
    assert one.assigns("weight") == (16,)
    assert one.run(updates=3).updates == 3
    assert one.run(updates=0).rows[0][:2] == (0.1, 0.01)


def test_constants_that_are_no_parameters() -> None:
    code = "x = 1\ny = x * 2\nx = 5\nfor i in range(2):\n    z = 3\nw = 4\n"
    script = listing(code)
    assert dict(script.parameters) == {"x": 1}
    assert script.run().rows == [
        (5, 2, None, None, None),
        (5, 2, 0, 3, None),
        (5, 2, 1, 3, None),
    ]


def test_a_tuple_with_a_number_and_a_sum() -> None:
    script = listing("a, b = (2, 1 + 1)\nfor i in range(3):\n    a, b = b, a + b\nprint(a, b)\n")
    assert dict(script.parameters) == {"a": 2}
    assert script.run().output == "6 10\n"
    assert script.run({"a": 1}).output == "5 8\n"


@pytest.mark.parametrize(
    ("bounds", "passes"),
    [
        ("4", 4),
        ("2, 10, 3", 3),
        ("n", 7),
        ("0", 0),
        ("1, n, -1", 0),
        ("n * 2", None),
        ("1, 2, 0", None),
    ],
)
def test_passes(bounds: str, passes: int | None) -> None:
    assert listing(f"n = 7\nfor i in range({bounds}):\n    x = i\n").passes == passes


def test_rows_begin_before_the_first_update() -> None:
    trace = listing(REDUCING_ERROR).run()
    assert trace.names[:3] == ("weight", "goal_pred", "input")
    assert trace.rows[0] == (0.0, 0.8, 0.5, None, None, None, None, None)
    assert trace.updates == 4
    assert trace.row(4)["iteration"] == 3
    assert trace.value("weight", 0) == 0.0
    assert trace.column("weight") == [row[0] for row in trace.rows]
    with pytest.raises(TutorError, match="did you mean weight"):
        trace.column("wieght")
    with pytest.raises(TutorError, match="the run made 4"):
        trace.value("weight", 5)


def test_values_and_updates_override() -> None:
    script = listing(ALPHA)
    assert script.run({"alpha": 0, "input": 1}, updates=3).value("weight", 3) == 0.5
    assert script.run(updates=50).updates == 50
    assert script.run(updates=0).updates == 0
    with pytest.raises(ListingError, match="no constant `alfa`; did you mean alpha"):
        script.run({"alfa": 1})
    with pytest.raises(ListingError, match="no constant `pred`"):
        script.run({"pred": 1})


def test_what_is_printed() -> None:
    assert "-----\nWeight:0.88" in listing(SEVERAL_STEPS).run().output
    assert listing(LOOK_FAMILIAR).run().output.count("\n") == 1
    silent = listing("print('first')\nfor i in range(2):\n    x = i\nprint('last')\n").run()
    assert silent.output == "first\nlast\n"
    inside = listing("print('first')\nfor i in range(2):\n    print(i)\nprint('last')\n").run()
    assert inside.output == "first\n0\n1\nlast\n"
    assert listing(SEVERAL_STEPS).run(quiet=True).output == ""


PROGRAMS = {
    "lists": (
        "a = [1, 2.5, -3]\nfor i in range(3):\n    print(a[i], a[-1], len(a), max(a), min(a))\n"
        "print(a)\n"
    ),
    "functions": (
        "k = 3\n"
        "def double(x):\n    return x * 2\n"
        "def clip(x, top):\n    if x > top:\n        return top\n    elif x < 0: return 0\n"
        "    else:\n        total = 0\n        for j in range(2):\n            total += double(x)\n"
        "        return total + k\n"
        "print(clip(1, 5), clip(7, 5), clip(-1, 5))\n"
    ),
    "nested loops": (
        "total = 0\nfor i in range(3):\n    for j in range(i, 5, 2):\n        total += i * j\n"
        "    print(i, total)\n"
    ),
    "logic": (
        "a = 3\nb = 0\nprint(a and b, a or b, not a, 1 < a <= 3, a == 3 != b, -a, +b)\n"
        "print(True, False, a > b, str(a > b) + '!', True + 1)\n"
    ),
    "rounding": (
        "print(round(2.675, 2), round(2.5), round(-7.5), round(3), round(1234.5, -2))\n"
        "print(round(15, -1))\n"
        "print(abs(-3), abs(2.5), max(1, 2.0), min(1, 1.0), max(True, 0))\n"
    ),
    "operators": (
        "print(7 // 2, -7 // 2, 7.5 // 2, 7 % 3, -7 % 3, 7.5 % -2, 2 ** 10, 2 ** -1, 2 ** 0.5)\n"
        "print(1 / 3, 6 / 3, 1e300 * 1e10, 0.1 + 0.2, 1e16, 1e22, 123456789.123, -0.0, 5e-324)\n"
    ),
    "texts": (
        "s = 'a'\nt = \"b\\tc\\n\" + s\ns += str(1) + str(2.0)\n"
        "print(s, t, s == 'a12.0', 'é', len(s))\n"
        "print()\nprint('')\nprint('{x}', \"it's\")\n"
    ),
    "math": "from math import sqrt, exp, log, sin, cos, tanh\nx = 2\n"
    "print(sqrt(x), exp(x), log(x), sin(x), cos(x), tanh(x))\n",
    "if inside": (
        "a = 1\nif a > 2:\n    print('x')\nelif a > 0:\n    pass\nelse:\n    print('z')\nprint(a)\n"
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_other_programs_print_what_cpython_prints(name: str) -> None:
    assert listing(PROGRAMS[name]).run().output == python_prints(PROGRAMS[name])


def test_the_same_code_is_checked_once() -> None:
    assert listing(ALPHA) is listing(ALPHA)
    assert listing(ALPHA.replace("\n", "\r\n")).code == ALPHA


def test_what_stands_behind_the_loop_waits_for_its_end() -> None:
    """It needs what the loop made, and is printed once: after the last update."""
    script = listing("x = 1\nfor i in range(3):\n    y = x\n    x = x + 1\nprint('end', y)\n")
    assert script.run().output == "end 3\n"
    assert [script.run(updates=n).output for n in range(5)] == ["", "", "", "end 3\n", "end 4\n"]
    none = listing("for i in range(0):\n    x = i\nprint('end')\n")
    assert (none.run().output, none.run(updates=0).output) == ("end\n", "")


def test_numbers_of_a_trace() -> None:
    """A value that is no number, or not there, is nan."""
    trace = listing("a = 2\nfor i in range(2):\n    s = str(a)\n    b = a > 1\n").run()
    assert number_at(trace, "a", 2) == 2
    missing = [("a", 3), ("a", -1), ("c", 1), ("s", 1), ("b", 1), ("s", 0)]
    assert all(math.isnan(number_at(trace, name, update)) for name, update in missing)


def test_a_run_that_stops_before_its_first_update() -> None:
    """Its one row has the constants, and nothing else is known."""
    code = (
        "a = 2\nif a:\n    for i in range(10 ** 9):\n        b = i\nfor j in range(2):\n    b = 1\n"
    )
    trace = listing(code).run()
    assert trace.stopped == "stopped after 0 updates: it takes too many steps."
    assert trace.row(0) == {"a": 2, "i": None, "b": None, "j": None}


def test_an_empty_listing() -> None:
    empty = listing("")
    assert list(empty.body) == [] and empty.variables == () and empty.carried == ()
    assert repr(empty) == "Listing('')"
    assert listing("a = +1\n").parameters == {"a": 1}


def test_scripts_of_the_same_code_stay_apart() -> None:
    """Each is a key of its own, and keeps what is compiled for it."""
    assert len({check("a = 1\n"), check("a = 1\n")}) == 2


def test_what_floating_point_leaves_of_a_zero_is_zero() -> None:
    """Every product of two short decimals is compared with itself as people write it; what is
    small and no noise stays."""
    code = "weight = 1\ninput = 1\ngoal = 1\nfor i in range(2):\n    pred = weight * input\n"
    one = listing(f"{code}    delta = pred - goal\n    error = delta ** 2\n")
    noisy = 0
    for weight, input in ((a / 10, b / 10) for a in range(1, 40) for b in range(1, 20)):
        goal = round(weight * input, 2)
        values = {"weight": weight, "input": input, "goal": goal}
        run = one.run(values)
        noisy += run.value("error", 1) != 0
        freed = free_of_noise(one, run, values)
        assert freed.row(2) == {**run.row(2), "delta": 0, "error": 0}
    assert noisy > 50
    near = {"weight": 1.1, "input": 1.1, "goal": 1.2100000001}
    run = one.run(near)
    assert 0 < number_at(run, "error", 1) < 1e-18 and free_of_noise(one, run, near) == run


TO_AND_FRO = """\
weight = 0.5
input = 0.5
goal_pred = 0.8
step_amount = 0.1
seen = [0.5, 0.8]
for iteration in range(1101):
    pred = input * weight
    error = (pred - goal_pred) ** 2
    up_error = (goal_pred - input * (weight + step_amount)) ** 2
    down_error = (goal_pred - input * (weight - step_amount)) ** 2
    if down_error < up_error:
        weight = weight - step_amount
    if down_error > up_error:
        weight = weight + step_amount
"""


@pytest.mark.parametrize("pencilled", [20_000, 0])
def test_the_same_number_is_the_same_in_every_update(
    pencilled: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long the run: all of its noise is found, or none where that would take too long."""
    monkeypatch.setattr("tutor.engine.noise.PENCILLED", pencilled)
    one = listing(TO_AND_FRO)
    run = one.run()
    freed = free_of_noise(one, run)
    noise = {value for value in run.column("error") if isinstance(value, float) and value < 1e-20}
    assert len(noise) == 1 and freed.updates == 1101
    left = [value for value in freed.column("error") if value in noise]
    gone = [value for value in freed.column("error") if value == 0]
    assert (len(left), len(gone)) == ((0, 545) if pencilled == 20_000 else (545, 0))


def test_what_steers_a_variable() -> None:
    """Something that the update computes; not the variable itself, a constant, or another line."""
    code = "a = 1\nb = 2\nfor i in range(3):\n    c = b * 2\n    if c > 3:\n        a = a + 1\n"
    assert listing(code).steers("a") and not listing(code).steers("c")
    assert not listing("a = 1\nb = 2\nfor i in range(3):\n    c = a\n    a = a + b\n").steers("a")
    assert not listing("a = 1\nb = a * 2\n").steers("a")


@pytest.mark.parametrize("counted", ["", " + 0 * i", " + 0 * first"])
def test_an_update_that_begins_beside_a_short_number_ends_on_zero_all_the_same(
    counted: str,
) -> None:
    """It is begun by itself with clean digits, where that can be."""
    code = f"""\
weight = 0.2
alpha = 0.4
first = weight
for i in range(2):
    derivative = 2.5 * (2.5 * weight - 0.9)
    weight = weight - alpha * derivative{counted}
"""
    if "first" not in counted:
        code = code.replace("first = weight\n", "")
    one = listing(code)
    run = one.run()
    assert run.value("weight", 2) == -1.1102230246251565e-16
    left = free_of_noise(one, run).value("weight", 2)
    assert left == (run.value("weight", 2) if counted else 0)
