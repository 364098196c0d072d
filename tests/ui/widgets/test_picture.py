"""The table and the output of a run, in rows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tutor.session.view import Table
from tutor.ui.text_layout import plain, width_of
from tutor.ui.widgets.picture import UPDATE, columns, folded


@given(
    st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=6),
    st.integers(min_value=28, max_value=80),
)
def test_no_printed_number_is_cut_in_two(numbers: list[float], width: int) -> None:
    words = ["Error:", *map(repr, numbers)]
    rows = folded(" ".join(words), width)
    assert " ".join(map(plain, rows)).split() == words
    assert all(width_of(row) <= width for row in rows)


def test_the_updates_are_named_and_the_row_before_them_is_left_out_where_it_is_empty() -> None:
    rows = [(None, None), (0.25, 0.3025), (0.5, 0.09)]
    assert columns(Table(("pred", "error"), tuple(rows)), ())[0] == (UPDATE, "1", "2")
    with_weight = Table(("weight",), ((0.5,), (0.6,)))
    assert columns(with_weight, ())[0] == (UPDATE, "0", "1")


def test_what_is_asked_has_its_column_also_where_it_stays() -> None:
    """That it stays is the answer."""
    table = Table(("weight", "error"), ((0.5, None), (0.5, 0.64)))
    assert columns(table, ("weight",)) == [(UPDATE, "1"), ("error", "0.64")]
    assert columns(table, ("weight",), "weight") == [
        (UPDATE, "0", "1"),
        ("weight", "0.5", "0.5"),
        ("error", "", "0.64"),
    ]
