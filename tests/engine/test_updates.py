"""Which loop's passes are the updates: one inside another, or one in a function that is called."""

from __future__ import annotations

# ruff: noqa: E501
import pytest

from tests.engine.listings import python_prints
from tutor.engine.listing import listing
from tutor.engine.trace import Ending
from tutor.errors import ListingError

EPOCHS = """\
inputs = [1.0, 2.0, 3.0]
goals = [2.0, 4.0, 6.0]
weight = 0.5
alpha = 0.05
for epoch in range(2):
    total = 0
    for i in range(len(inputs)):
        pred = inputs[i] * weight
        delta = pred - goals[i]
        error = delta ** 2
        total += error
        weight -= alpha * delta * inputs[i]
        print(epoch, i, weight)
    print("epoch", epoch, total)
print("end", weight)
"""


def weights(updates: int, weight: float = 0.5) -> list[float]:
    """What the updates make of it."""
    found = [weight]
    for update in range(updates):
        given = update % 3 + 1.0
        weight -= 0.05 * (given * weight - 2 * given) * given
        found.append(weight)
    return found


def test_a_pass_of_the_inner_loop_is_an_update() -> None:
    script = listing(EPOCHS, 7)
    trace = script.run()
    assert trace.updates == 6 and trace.column("weight") == pytest.approx(weights(6))
    assert trace.output == python_prints(EPOCHS)
    assert trace.column("epoch") == [None, 0, 0, 0, 1, 1, 1]
    assert script.body == range(8, 14) and script.carried == ("weight",)
    assert listing(EPOCHS).run().column("weight") == pytest.approx(weights(6)[::3])
    assert (
        listing(EPOCHS, 7) != listing(EPOCHS) and listing(EPOCHS, 5).run() == listing(EPOCHS).run()
    )


@pytest.mark.parametrize("updates", range(9))
def test_it_is_run_as_far_as_is_asked(updates: int) -> None:
    """What is printed between updates stands between theirs, and the end is that of the run as it
    is written, or of a longer one."""
    trace = listing(EPOCHS, 7).run(updates=updates)
    assert trace.column("weight") == pytest.approx(weights(updates))
    lines = trace.output.splitlines()
    assert sum("epoch" in line for line in lines) == updates // 3
    assert sum("end" in line for line in lines) == (updates >= 6)
    assert len(lines) == updates + updates // 3 + (updates >= 6)


def test_it_goes_on_past_its_own_passes() -> None:
    script = listing(EPOCHS, 7)
    assert script.ending() is Ending.CONVERGES and script.ending({"alpha": 0.5}) is Ending.DIVERGES
    assert script.run(updates=500).updates == 500 and script.passes is None


def test_a_curve_and_a_mistake_of_an_inner_update() -> None:
    script = listing(EPOCHS, 7)
    assert script.heights("weight", "error", [0.0, 1.0]) == [4.0, 1.0]
    assert script.curve("weight", "error", [0.0], after=2).tolist() == pytest.approx(  # type: ignore[arg-type]
        [(2 * weights(1, 0.0)[1] - 4) ** 2]
    )
    wrong = script.with_rule("weight = weight + alpha * delta * inputs[i]")
    column = wrong.run(updates=4, rule_from=2).column("weight")
    assert column[:3] == pytest.approx(weights(2)) and column[3] == pytest.approx(
        weights(2)[2] + 0.05 * (3 * weights(2)[2] - 6) * 3
    )
    own = script.with_body(["weight = weight + 1"])
    assert own.run().column("weight") == [0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5]


LOOPS = [
    ("while", "n = 0\nwhile n < 3:\n    for k in range(2):\n        x = 10 * n + k\n    n += 1\nprint(n)\n", 3, [0, 1, 10, 11, 20, 21]),
    ("inner while", "for a in range(2):\n    k = 0\n    while k < 2:\n        x = 10 * a + k\n        k += 1\n    print(a)\n", 3, [0, 1, 10, 11]),
    ("lists", "for a in [1, 2]:\n    for b in [3, 4]:\n        x = 10 * a + b\n", 2, [13, 14, 23, 24]),
    ("three deep", "for a in range(2):\n    for b in range(2):\n        for c in range(2):\n            x = 100 * a + 10 * b + c\n    y = a\n", 3, [0, 1, 10, 11, 100, 101, 110, 111]),
    ("the middle one", "for a in range(2):\n    for b in range(2):\n        x = 10 * a + b\n        for c in range(2):\n            y = c\n", 2, [0, 1, 10, 11]),
    ("under an if", "for a in range(3):\n    if a != 1:\n        for b in range(2):\n            x = 10 * a + b\n", 3, [0, 1, 20, 21]),
    ("a break inside", "for a in range(2):\n    for b in range(9):\n        x = 10 * a + b\n        if b == 1:\n            break\n", 2, [0, 1, 10, 11]),
    ("a break outside", "for a in range(5):\n    for b in range(2):\n        x = 10 * a + b\n    if a == 1:\n        break\n", 2, [0, 1, 10, 11]),
    ("continue", "for a in range(2):\n    for b in range(3):\n        x = 10 * a + b\n        if b == 1:\n            continue\n        y = x\n", 2, [0, 1, 2, 10, 11, 12]),
    ("no pass at times", "for a in range(3):\n    for b in range(a):\n        x = 10 * a + b\n", 2, [10, 20, 21]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "code", "line", "xs"), LOOPS)
def test_loops_of_every_kind(name: str, code: str, line: int, xs: list[int]) -> None:
    script = listing(code, line)
    trace = script.run()
    assert trace.column("x")[1:] == xs, name
    assert trace.output == python_prints(code)
    for updates in range(len(xs)):
        assert script.run(updates=updates).column("x")[1:] == xs[:updates]
    assert script.run().names == listing(code).run().names
    last, whole = trace.row(trace.updates), listing(code).run()
    assert {name: last[name] for name in ("x",)} == {"x": whole.row(whole.updates)["x"]}


IN_A_FUNCTION = """\
def step(weight, alpha):
    return weight - alpha * weight

def train(weight, n=3, alpha=0.1):
    history = []
    for k in range(n):
        weight = step(weight, alpha)
        history.append(weight)
    return weight

def main():
    result = train(0.5, alpha=0.2)
    print(result)

if __name__ == "__main__":
    main()
"""


def test_a_loop_in_a_function_that_is_called_once() -> None:
    """Its lines run as if they stood where it is called, and what it is given are constants."""
    script = listing(IN_A_FUNCTION, 6)
    assert dict(script.parameters) == {"weight": 0.5, "n": 3, "alpha": 0.2}
    trace = script.run()
    assert trace.column("weight") == pytest.approx([0.5, 0.4, 0.32, 0.256])
    assert trace.output == python_prints(IN_A_FUNCTION)
    assert script.carried == ("weight",) and script.passes == 3
    assert script.run({"n": 5, "weight": 1.0}).column("weight")[5] == pytest.approx(0.8**5)
    code = script.with_values({"weight": 0.7, "alpha": 0.3})
    assert "train(0.7, alpha=0.3)" in code
    assert listing(code, 6).run().output == python_prints(code)
    assert listing(IN_A_FUNCTION).passes == 1, "without a name it is one update"
    wrong = script.with_rule("weight = step(weight, -alpha)")
    assert wrong.run(rule_from=1).column("weight") == pytest.approx([0.5, 0.4, 0.48, 0.576])


@pytest.mark.parametrize(
    ("code", "line", "said"),
    [
        (EPOCHS, 6, "no loop begins on line 6 of the listing; loops begin on line 5, 7"),
        ("x = 1\n", 1, "it has no loop"),
        ("def f():\n    for i in range(2):\n        x = i\nf()\nf()\n", 2, "is called 2 times; call it once"),
        ("def f():\n    for i in range(2):\n        x = i\n", 2, "is called 0 times"),
        ("def f():\n    for i in range(2):\n        x = i\n    return x\ny = 1 + f()\n", 2, "is called inside another line"),
        ("def f(n):\n    for i in range(n):\n        x = i\ng = 2\nf(*[g])\n", 2, "given by itself"),
        ("def f(n):\n    for i in range(n):\n        x = i\nf()\n", 2, "given by itself"),
        ("def f(n):\n    for i in range(n):\n        if i > 1:\n            return i\nf(3)\n", 2, "`return` before the end"),
        ("x = 5\ndef f(n):\n    for i in range(n):\n        x = i\nf(3)\nprint(x)\n", 3, "`x` is a name inside `f` and outside of it"),
    ],
)  # fmt: skip
def test_loops_that_cannot_be_named(code: str, line: int, said: str) -> None:
    with pytest.raises(ListingError, match=said):
        listing(code, line)


def test_a_function_that_gives_nothing_and_names_that_stay() -> None:
    code = "w = 1\ndef f(w, k):\n    for i in range(k):\n        w = w * 2\nf(w, k=4)\n"
    script = listing(code, 3)
    assert script.run().column("w") == [1, 2, 4, 8, 16]
    bare = "def f():\n    w = 1\n    for i in range(2):\n        w = w * 2\n    return\nx = f()\n"
    assert listing(bare, 3).run().column("w") == [1, 2, 4]
    same = "def f(w):\n    for i in range(2):\n        w = w * 2\n    return w\nw = 1\nw = f(w)\n"
    assert listing(same, 2).run().column("w") == [1, 2, 4]
    unused = "def f(w):\n    for i in range(2):\n        w = w * 2\n    return w\nf(1)\n"
    assert listing(unused, 2).run().column("w") == [1, 2, 4]
