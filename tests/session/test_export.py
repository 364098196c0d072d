"""Rows for spreadsheets: read back as they were, and nothing in them is run."""

from __future__ import annotations

import csv
import io

from hypothesis import example, given
from hypothesis import strategies as st

from tutor.session.export import STARTS, as_table


def back(value: object) -> str:
    """The one value of a table, as a spreadsheet reads it."""
    (row,) = csv.DictReader(io.StringIO(as_table(["answer"], [{"answer": value}]), newline=""))
    return row["answer"]


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers())
@example(9_007_199_254_740_993)
def test_numbers_stay_numbers(number: float) -> None:
    """Every digit of them: also those below zero, those that were typed, and whole numbers that no
    float holds."""
    read = type(number)
    assert read(back(number)) == read(back(str(number))) == number


@given(st.sampled_from(STARTS), st.text().filter(str.isprintable))
def test_nothing_is_a_formula(start: str, rest: str) -> None:
    told = back(start + rest)
    assert told.endswith(rest)
    try:
        float(told)
    except ValueError:
        assert not told.startswith(STARTS)


def test_what_is_no_formula_is_left_alone() -> None:
    for text in ("", "0.5 - 0.1*0.4", 'she said "=1", then left', "a\nb", "-0.275", "+.5"):
        assert back(text) == text
    assert back("=HYPERLINK(1)") == "'=HYPERLINK(1)" and back("-2*3") == "'-2*3"
