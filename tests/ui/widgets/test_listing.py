"""Code at the left, values at the right."""

from __future__ import annotations

import pytest

from tests.session.walks import bundled_course
from tutor.engine.listing import listing
from tutor.session.view import ListingLine, Parameter
from tutor.ui.text_layout import plain
from tutor.ui.widgets.listing import Listing, parameter_rows

STEPS = [
    pytest.param(step.code, id=f"{lesson.id}/{step.id}")
    for lesson in bundled_course().lessons
    for step in lesson.steps
    if step.code
]


def rows_of(width: int, lines: tuple[ListingLine, ...]) -> tuple[list[str], list[str]]:
    """The rows of the code, and what stands at the right edge."""
    shown = Listing()
    shown.show(lines, ())
    code, beside = [], []
    for row in shown.lay(width, 200):
        text = plain(row)[: width - 1]  # without the bar
        if not text.endswith(" "):
            text, _, value = text.rpartition(" ")
            beside.append(value)
        code.append(text.rstrip())
    return [text for text in code if text], beside


def test_constants_that_are_too_long_for_a_row_end_with_a_sign() -> None:
    long = Parameter("weights", [0.1, 0.3], [0.185733, 0.305716], False, 0, 0, 0, False)
    (wide,) = parameter_rows(50, [long], "", "")
    assert plain(wide) == "weights [0.1, 0.3] now [0.185733, 0.305716]"
    (narrow,) = parameter_rows(30, [long], "", "")
    assert plain(narrow) == "weights [0.1, 0.3] now [0.185…"


def test_where_not_all_fits_the_loop_is_seen_and_not_what_stands_before_it() -> None:
    code = (
        "def f(x):\n    return x\n\na = 1\nb = 2\nfor i in range(3):\n    a = a + f(b)\n    c = a\n"
    )
    shown = Listing()
    shown.show(tuple(ListingLine(n, text, "") for n, text in enumerate(code.split("\n"), 1)), ())
    rows = [plain(row)[:-1].rstrip() for row in shown.lay(40, 4)]
    assert rows[0] == "b = 2" and rows[1] == "for i in range(3):"
    rows = [plain(row)[:-1].rstrip() for row in shown.lay(40, 3)]
    assert rows[0] == "for i in range(3):"


def test_a_value_that_is_longer_than_a_row_says_so() -> None:
    value = "[[3.8675, 0.29575, 0.546], [-0.17, -0.013, -0.024]]"
    shown = Listing()
    shown.show((ListingLine(1, "weight_deltas = outer(delta, input)", value),), ())
    assert plain(shown.lay(41, 9)[1])[:-1] == " [[3.8675, 0.29575, 0.546], [-0.17, -0.…"
    assert plain(shown.lay(80, 9)[1])[:-1].strip() == value


def test_a_value_stands_beside_what_it_is_of_where_its_statement_is_cut() -> None:
    lines = (
        ListingLine(1, "up_error = (goal_pred - up_pred) ** 2", "0.004225"),
        ListingLine(2, "down_error = (goal_pred - down_pred) ** 2", "0.055225"),
    )
    shown = Listing()
    shown.show(lines, ())
    rows = [plain(row) for row in shown.lay(30, 40)]
    assert len([row for row in rows if row.strip()]) == 4
    shown.show((lines[0], lines[1]._replace(about=True)), ())
    cut = [plain(row)[:-1].split() for row in shown.lay(30, 3)]
    assert cut[0] == ["up_error", "=", "…", "0.004225"]
    assert cut[1][0] == "down_error" and cut[2][-1] == "0.055225"
    deep = tuple(line._replace(text=f"    {line.text}") for line in lines)
    shown.show((ListingLine(0, "for i in range(3):"), deep[0], deep[1]._replace(about=True)), ())
    rows = [plain(row) for row in shown.lay(30, 5)]
    depths = {len(row) - len(row.lstrip()) for row in rows if "_error" in row and " = " in row}
    assert len([row for row in rows if "…" in row and "up_error = " in row]) == 1
    assert len(depths) == 1, "the folded one stands as deep as its neighbour"


def test_a_value_in_a_row_of_its_own_is_not_that_of_what_is_left_out_below() -> None:
    """What is left out is marked at the code above the value."""
    lines = (
        ListingLine(1, "pred = neural_network(input, weight)", "1.275", needed=True),
        ListingLine(2, "error = (pred - goal_pred) ** 2", "0.075625"),
        ListingLine(3, "delta = pred - goal_pred", "?", about=True),
    )
    shown = Listing()
    shown.show(lines, ())
    rows = [plain(row)[:-1].strip() for row in shown.lay(42, 3)]
    assert rows == ["pred = neural_network(input, weight) …", "1.275", rows[2]]
    assert rows[2].startswith("delta = ")


@pytest.mark.parametrize("code", STEPS)
def test_the_code_holds_still_whatever_stands_beside_it(code: str) -> None:
    """Answering does not break its lines at other places."""
    texts = code.splitlines()
    update = {n for name in listing(code).variables for n in listing(code).assigns(name)}
    lines = tuple(ListingLine(n, text) for n, text in enumerate(texts, 1))
    for width in (24, 37, 43, 48, 58, 76):
        before, _ = rows_of(width, lines)
        for value in ("·", "?", "1", "0.46", "14286.5", "-0.01234567"):
            told = tuple(
                line._replace(value=value if line.number in update else "") for line in lines
            )
            beside = [line.value for line in told if line.value]
            assert rows_of(width, told) == (before, beside), (width, value)
