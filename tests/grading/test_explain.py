"""A line with its numbers put in, as one would write it on paper."""

from __future__ import annotations

import pytest

from tests.engine.listings import ALPHA as LOOP
from tests.engine.listings import HOT_AND_COLD
from tutor.engine.listing import listing
from tutor.grading.explain import unworked, worked
from tutor.grading.following import lines_of

HEAD = "weight = 0.5\ngoal_pred = 0.8\ninput = 2\nalpha = 0.1\n"


def test_the_line_with_numbers_and_its_result() -> None:
    """Formula, numbers, result; the author's brackets are kept."""
    text = "weight = weight - (alpha * derivative) = 0.5 - (0.1 * 0.4) = 0.46"
    assert worked(listing(LOOP), {}, "weight", 1) == text
    assert worked(listing(LOOP), {}, "error", 1) == (
        "error = (pred - goal_pred) ** 2 = (1 - 0.8) ** 2 = 0.04"
    )


def test_later_updates_and_other_constants() -> None:
    """Each name has the value that it had when the line ran."""
    text = "weight = weight - (alpha * derivative) = 0.46 - (0.1 * 0.24) = 0.436"
    assert worked(listing(LOOP), {}, "weight", 2) == text
    changed = worked(listing(LOOP), {"alpha": -0.1}, "weight", 1)
    assert changed == "weight = weight - (alpha * derivative) = 0.5 - ((-0.1) * 0.4) = 0.54"


def test_what_floating_point_leaves_of_nothing_is_nothing() -> None:
    """0.1 * 3 is a hair more than 0.3; a number that is small by itself is told."""
    code = "a = 0.1\nb = a * 3\nc = b - 0.3\nd = 0.4 - c\ne = c * c\n"
    assert worked(listing(code), {}, "d", 1) == "d = 0.4 - c = 0.4 - 0 = 0.4"
    assert worked(listing(code), {}, "e", 1).startswith("e = c * c = 5.55112e-17 * 5.55112e-17")


def test_negative_numbers_stand_in_brackets_but_at_the_start() -> None:
    """Two signs in a row are hard to read; a power of a negative number would be wrong."""
    code = "a = -2\nb = -3\nc = a - b * a\nd = b ** 2\n"
    assert worked(listing(code), {}, "c", 1) == "c = a - b * a = -2 - (-3) * (-2) = -8"
    assert worked(listing(code), {}, "d", 1) == "d = b ** 2 = (-3) ** 2 = 9"


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("weight -= delta * alpha", "weight - delta * alpha = 0.5 - 0.2 * 0.1 = 0.48"),
        ("weight -= delta + alpha", "weight - (delta + alpha) = 0.5 - (0.2 + 0.1) = 0.2"),
        ("weight *= delta + alpha", "weight * (delta + alpha) = 0.5 * (0.2 + 0.1) = 0.15"),
        ("weight -= (delta * alpha)", "weight - (delta * alpha) = 0.5 - (0.2 * 0.1) = 0.48"),
        ("weight += alpha", "weight + alpha = 0.5 + 0.1 = 0.6"),
        ("weight = (weight - alpha)", "(weight - alpha) = (0.5 - 0.1) = 0.4"),
        ("weight = alpha", "alpha = 0.1"),
        ("weight = 3  # a note", "3"),
    ],
)
def test_ways_to_write_the_update(line: str, text: str) -> None:
    """`-=` is written out, with brackets where they are needed."""
    code = (
        HEAD + f"for iteration in range(3):\n    delta = input * weight - goal_pred\n    {line}\n"
    )
    assert worked(listing(code), {}, "weight", 1) == f"weight = {text}"


def test_the_branch_that_ran() -> None:
    """Hot and cold: of two lines that assign the weight, the one that did."""
    hot = listing(HOT_AND_COLD)
    up = "weight = weight + step_amount = 0.5 + 0.001 = 0.501"
    assert worked(hot, {}, "weight", 1) == up
    down = "weight = weight - step_amount = 3 - 0.001 = 2.999"
    assert worked(hot, {"weight": 3}, "weight", 1) == down


def test_where_no_branch_ran_it_stays() -> None:
    """Both errors are equal: the weight keeps its value."""
    assert worked(listing(HOT_AND_COLD), {"step_amount": 0}, "weight", 1) == "weight = 0.5"


def test_lists_functions_and_tuples() -> None:
    """What is more than a formula is still told."""
    code = """\
toes = [8.5, 9.5]
weight = 0.1

def network(input, weight):
    return input * weight

for game in range(2):
    input = toes[game]
    pred = network(input, weight)
    a, b = pred, input
    weight = weight + pred
"""
    found = listing(code)
    assert worked(found, {}, "input", 1) == "input = toes[game] = 8.5"
    assert worked(found, {}, "input", 2) == "input = toes[game] = 9.5"
    assert worked(found, {}, "pred", 1) == "pred = network(input, weight) = 8.5 * 0.1 = 0.85"
    assert worked(found, {}, "b", 1) == "b = 8.5"
    assert worked(found, {}, "nothing", 1) == ""


def test_numbers_that_are_none_raise_nothing() -> None:
    """Infinity and nan are written as words."""
    code = HEAD + "for iteration in range(9):\n    weight = weight / 0\n"
    assert worked(listing(code), {}, "weight", 1) == "weight = weight / 0 = 0.5 / 0 = infinite"


def test_what_no_listing_can_spell_is_left_as_it_is_or_said_in_words() -> None:
    """A list that grows is kept as how many there are: its name stays. No way is read again."""
    code = "w = 1\nxs = [3]\nfor i in range(9):\n    xs.append(w)\n    xs += [i]\n"
    script = listing(code)
    assert worked(script, {}, "xs", 2) == "xs = xs + [i] = xs + [1] = 5 values, the last 1"
    code = "w = 1e308\nfor i in range(9):\n    w = w * 10 - w * 10\n"
    way = unworked(listing(code), {}, "w", 2, ())
    assert way == "w = not a number * 10 - not a number * 10"


def test_a_miss_is_told_the_way_without_results() -> None:
    """Only what was known before the update, and what stands on the screen, is a number."""
    found = listing(LOOP)
    assert unworked(found, {}, "weight", 1, ()) == (
        "pred = 2 * 0.5, then derivative = 2 * (pred - 0.8), then weight = 0.5 - (0.1 * derivative)"
    )
    assert unworked(found, {}, "weight", 1, ("pred", "error")) == (
        "derivative = 2 * (1 - 0.8), then weight = 0.5 - (0.1 * derivative)"
    )
    shown = ("pred", "derivative", "weight")
    assert unworked(found, {}, "weight", 1, shown) == "weight = 0.5 - (0.1 * 0.4)"
    assert unworked(found, {}, "pred", 1, ("pred",)) == "pred = 2 * 0.5"


def test_a_miss_is_not_told_which_branch_runs() -> None:
    """Up or down is the question."""
    assert unworked(listing(HOT_AND_COLD), {}, "weight", 1, ()) == ""


def test_a_line_that_only_copies_is_not_filled_in() -> None:
    """Its one number would be the answer."""
    code = "a = 0.4\nfor i in range(3):\n    b = a\n    c = -b\n"
    assert unworked(listing(code), {}, "b", 1, ()) == "b = a"
    assert unworked(listing(code), {}, "c", 1, ("b",)) == "c = -b"


def test_no_way_is_told_through_a_value_that_a_later_line_has_replaced() -> None:
    """The line that is known of `a` is not the one that `b` was made from; and it is made from
    `b` in its turn."""
    begin = "a = 1\nb = 0\nfor i in range(3):\n    a = a + 1\n    b = a\n"
    assert unworked(listing(begin), {}, "b", 1, ()) == "a = 1 + 1, then b = a"
    for last in ("a = b * 2", "a = 7"):
        replaced = listing(f"{begin}    {last}\n")
        assert unworked(replaced, {}, "b", 1, ()) == ""
    assert unworked(listing(f"{begin}    a = b * 2\n"), {}, "a", 1, ()) == ""


@pytest.mark.parametrize(
    "line", ["b = (a +  # a note\n     2)\n", "b = a + \\\n    2\n", "b = (a\n     + 2)\n"]
)
def test_a_line_that_goes_on_below_is_put_on_one(line: str) -> None:
    """Whatever stands at the end of its parts: a note, a backslash, nothing."""
    said = worked(listing("a = 3\n" + line), {}, "b", 1)
    assert said.replace("(", "").replace(")", "") == "b = a + 2 = 3 + 2 = 5"


KEPT_IN_A_LIST = "toes = [8.5, 9.5]\nweight = 0.1\nfor game in range(2):\n"


@pytest.mark.parametrize(
    ("update", "text"),
    [
        ("    weight = weight + toes[1]\n", "weight + toes[1] = 0.1 + 9.5 = 9.6"),
        ("    weight = weight + toes[-1]\n", "weight + toes[-1] = 0.1 + 9.5 = 9.6"),
        ("    weight = weight + [3, 4][0]\n", "weight + [3, 4][0] = 0.1 + [3, 4][0] = 3.1"),
    ],
)
def test_an_item_of_a_list_is_put_in_where_its_place_is_plain(update: str, text: str) -> None:
    """What cannot be put in stands as the author wrote it."""
    assert worked(listing(KEPT_IN_A_LIST + update), {}, "weight", 1) == f"weight = {text}"


BEHIND_A_TUPLE = "w = 0.5\nfor i in range(2):\n    xs, n = [1, 2, 3], 4\n"


@pytest.mark.parametrize(
    ("update", "a", "w"),
    [
        ("a = xs[2]\n w = w + a\n xs = [9]", "a = xs[2] = 3", "w = w + a = 0.5 + 3 = 3.5"),
        ("a = n\n w = w + a\n n = 7", "a = n = 4", "w = w + a = 0.5 + 4 = 4.5"),
        ("a = n\n w = w + a\n a = 1\n n = 7", "a = 1", "w = w + a = 0.5 + a = 4.5"),
        (
            "if n < 5:\n  a = 2\n else:\n  a = 3\n w = w + a\n n = 7",
            "a = 2",
            "w = w + a = 0.5 + 2 = 2.5",
        ),
    ],
)
def test_no_number_is_put_in_that_a_name_has_only_later(update: str, a: str, w: str) -> None:
    """What a tuple assigns is known by what the whole update leaves; where the same update assigns
    it again, the name stands instead of a number that it did not have yet."""
    code = BEHIND_A_TUPLE + f"    {update}\n".replace("\n ", "\n    ")
    assert worked(listing(code), {}, "a", 1) == a
    assert worked(listing(code), {}, "w", 1) == w


@pytest.mark.parametrize(
    ("update", "c", "way"),
    [
        (
            "w = v = w - 0.1 * w\n c = v + 1",
            "v + 1 = 0.45 + 1 = 1.45",
            "v = 0.5 - 0.1 * 0.5, then c = v + 1",
        ),
        ("w = c = w - 0.1 * w", "w - 0.1 * w = 0.5 - 0.1 * 0.5 = 0.45", "c = 0.5 - 0.1 * 0.5"),
        ("w = v = c = w * 5 + v", "w * 5 + v = 0.5 * 5 + 0.25 = 2.75", "c = 0.5 * 5 + 0.25"),
        ("xs = ys = [w, w]\n xs[0] = 3\n c = ys[0] + 1", "ys[0] + 1 = 4", "c = ys[0] + 1"),
        ("xs = ys = pair(w)\n xs[0] = 3\n c = ys[0] + 1", "ys[0] + 1 = 4", "c = ys[0] + 1"),
        (
            "xs = ys = [1, 2]\n ys = [0.5, 2]\n xs[0] = 3\n c = ys[0] + 1",
            "ys[0] + 1 = 0.5 + 1 = 1.5",
            "c = 0.5 + 1",
        ),
    ],
)
def test_several_names_of_one_value(update: str, c: str, way: str) -> None:
    """None of them has it before the line is through; a list under two names is one list."""
    code = "def pair(x):\n    return [x, x]\nw = 0.5\nv = 0.25\nc = 7\nfor i in range(3):\n"
    own = listing(code + f"    {update}\n".replace("\n ", "\n    "))
    assert worked(own, {}, "c", 1) == f"c = {c}"
    assert unworked(own, {}, "c", 1, ()) == way


@pytest.mark.parametrize(
    ("update", "name", "told", "way"),
    [
        ("xs = [[w, 1], w]\n xs[0] = [2, 3]", "xs[0][1]", "3", "xs[0][1] = 3"),
        ("xs = [[w, 1], w]\n xs[0] = [2, 3]", "xs[1]", "w = 0.5", "xs[1] = w"),
        ("xs = [[w, 1], w]\n xs[0][1] = w + 3", "xs[0][0]", "w = 0.5", "xs[0][0] = w"),
        ("xs = [[w, 1]]\n xs[0][1] = 9\n xs[0] = [w, w + 3]", "xs[0][1]", "w + 3 = 0.5 + 3 = 3.5",
         "xs[0][1] = 0.5 + 3"),
        ("xs = [w, 1]\n xs[1] = 9\n c = sum(xs)", "c", "sum(xs) = 0.5 + 9 = 9.5", ""),
        ("xs = [w, 1]\n xs[1] = 9", "xs", "[0.5, 9]", ""),
        ("xs = [w]\n vs = xs\n xs[0] = w + 9\n c = vs[0] + 1", "c", "vs[0] + 1 = 10.5",
         "c = vs[0] + 1"),
        ("xs = [w]\n vs = xs\n xs += [1]\n c = len(vs) + 1", "c", "len(vs) + 1 = 3",
         "c = len(vs) + 1"),
        ("xs = [[1, 2]] * 2\n xs[0][0] = w\n c = xs[1][0] + 1", "c", "1.5", ""),
        ("k = 0\n for k in [1, 2]:\n  if k < 2:\n   k = k + w", "k", "2", ""),
        ("for k in [1, 5]:\n  c = k\n  if k < 2:\n   k = k + w", "k", "5", ""),
    ],
)  # fmt: skip
def test_a_list_of_which_a_part_was_set_again(update: str, name: str, told: str, way: str) -> None:
    """Its own line does not give that part any more, and not the whole."""
    lines = f"    {update}\n".replace("\n ", "\n    ")
    own = listing(f"w = 0.5\nfor i in range(3):\n{lines}")
    assert worked(own, {}, name, 1) == f"{name} = {told}"
    assert unworked(own, {}, name, 1, ()) == way


@pytest.mark.parametrize(
    "skips",
    [
        "    if random.random() < 0.5:\n        continue\n    w = w * 2\n",
        "    if w > 0:\n        if random.random() < 0.5:\n            continue\n"
        "        w = w * 2\n    w = w * 2\n",
        "    for k in [1, 2]:\n        if random.random() < 0.5:\n            break\n"
        "        w = w * 2\n",
    ],
)
def test_behind_what_may_have_ended_the_update_nothing_is_put_in(skips: str) -> None:
    code = f"import random\nrandom.seed(4)\nw = 1\nfor i in range(6):\n    d = w * 3\n{skips}"
    own = listing(code)
    for update in range(1, 7):
        row, before = (own.run().row(at) for at in (update, update - 1))
        assert worked(own, {}, "w", update) == f"w = {row['w']}"
        assert worked(own, {}, "d", update) == f"d = w * 3 = {before['w']} * 3 = {row['d']}"
        assert unworked(own, {}, "w", update, ()) == ""


@pytest.mark.parametrize(
    ("behind", "put_in"),
    [
        ("v = n", "1 + 3"),
        ("xs[0] = 9", "xs[0] + 3"),
        ("xs += [1]", "xs[0] + 3"),
        ("n += 1", "1 + n"),
    ],
)
def test_a_list_out_of_a_tuple_is_known_where_no_line_changes_one(behind: str, put_in: str) -> None:
    own = listing(
        f"w = 0\nfor i in range(3):\n    xs, n = [1, 2], 3\n    w = xs[0] + n\n    {behind}"
    )
    assert worked(own, {}, "w", 1) == f"w = xs[0] + n = {put_in} = 4"


def test_an_update_that_ends_itself_is_followed_to_its_end() -> None:
    """A line that is not reached has no sum, and gave nothing."""
    for word in ("break", "continue"):
        code = (
            f"w = 4\nfor i in range(5):\n    d = w * 0.5\n    if d < 1.5:\n        {word}\n"
            "    w = w - d\n"
        )
        assert worked(listing(code), {}, "w", 1) == "w = w - d = 4 - 2 = 2"
        assert worked(listing(code), {}, "w", 2) == "w = 2"
        assert worked(listing(code), {}, "d", 2) == "d = w * 0.5 = 2 * 0.5 = 1"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("ws[0] = ws[0] + 1", "e = ws[0] * 2 = 4 * 2 = 8"),
        ("ws[0] += 1", "e = ws[0] * 2 = 4 * 2 = 8"),
        ("ws.append(3)", "e = ws[0] * 2 = 6"),
        ("bump(ws)", "e = ws[0] * 2 = 8"),
        ("d = bump(ws)", "e = ws[0] * 2 = 8"),
        ("for k in range(1):\n        ws[k] += 1", "e = ws[0] * 2 = 4 * 2 = 8"),
        ("vs = ws\n    vs[0] += 1", "e = ws[0] * 2 = 8"),
        ("for k in range(len(ws), 300):\n        ws[0] += 1", "e = ws[0] * 2 = 604"),
        ("d = len(ws)", "e = ws[0] * 2 = 3 * 2 = 6"),
    ],
)
def test_a_number_of_a_list_is_put_in_where_it_is_known_what_has_changed_it(
    change: str, told: str
) -> None:
    code = (
        "def bump(xs):\n    xs[0] += 1\n    return 1\n"
        f"ws = [3]\nfor i in range(2):\n    {change}\n    e = ws[0] * 2\n"
    )
    assert worked(listing(code), {}, "e", 1) == told


@pytest.mark.parametrize(
    ("line", "filled", "result"),
    [
        ("max(w * x for w, x in zip(ws, xs))", "", "8"),
        ("max([w * k for w in ws]) + w", "max([w * k for w in ws]) + 5", "13"),
        ("(lambda w: w * 2)(w)", "(lambda w: w * 2)(5)", "10"),
        ("len(f'{w} {k}') + w", "len(f'{w} {k}') + 5", "8"),
    ],
)
def test_no_number_is_put_in_for_a_name_that_goes_through_others(
    line: str, filled: str, result: str
) -> None:
    code = f"ws, xs = [1, 2], [3, 4]\nw = 5\nk = 4\nfor i in range(2):\n    e = {line}\n"
    told = " = ".join(one for one in ("e", line, filled, result) if one)
    assert worked(listing(code), {}, "e", 1) == told


def test_nothing_is_put_in_that_the_lines_between_two_updates_may_have_set() -> None:
    code = "w = 1\nfor epoch in range(2):\n    total = w\n    for k in range(2):\n"
    code += "        w = w + k\n        total = total + w\n"
    script = listing(code, 4)
    assert worked(script, {}, "w", 2) == "w = w + k = 1 + 1 = 2"
    assert worked(script, {}, "total", 2) == "total = total + w = total + 2 = 4"


@pytest.mark.parametrize(
    ("through", "filled"), [("[('x', 'y')]", "1 + len('x')"), ("['xy']", "1 + len(a)")]
)
def test_names_of_a_loop_that_unpacks(through: str, filled: str) -> None:
    code = f"w = 1\nfor i in range(2):\n    for a, b in {through}:\n        w = w + len(a)\n"
    assert worked(listing(code), {}, "w", 1) == f"w = w + len(a) = {filled} = 2"


def test_text_stands_in_quotes() -> None:
    code = "name = 'a'\nw = 1\nfor i in range(2):\n    said = name + str(w)\n    w = w + 1\n"
    told = "said = name + str(w) = 'a' + str(1) = 'a1'"
    assert worked(listing(code), {}, "said", 1) == told


def test_an_update_that_is_not_made_has_no_lines() -> None:
    """Before the loop, and behind its end."""
    assert lines_of(listing(LOOP), {}, 0) == {}
    assert lines_of(listing(LOOP), {}, 1).keys() >= {"pred", "weight"}


def test_a_number_alone_between_brackets_needs_no_more_of_them() -> None:
    formula = "f(x, x) + abs(x) ** 2 + (x) ** 2 + f(2 * x, 1)"
    branches = "    if a > b:\n        return b * a\n    return a * b\n"
    code = f"def f(a, b):\n{branches}\n\nx = -3\ny = {formula}\n"
    assert worked(listing(code), {}, "y", 1) == (
        f"y = {formula} = f(-3, -3) + abs(-3) ** 2 + (-3) ** 2 + f(2 * (-3), 1) = 21"
    )
