"""Error against update, on a logarithmic scale."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.chart.golden import text
from tests.chart.test_raster import assert_rectangle
from tutor.chart.canvas import Charset
from tutor.chart.error_curve import draw_error

ERRORS = st.floats(allow_nan=True, allow_infinity=True) | st.sampled_from([0.0, 1e-323, 1e308])


@given(
    st.lists(ERRORS, max_size=40),
    st.integers(1, 120),
    st.integers(1, 40),
    st.sampled_from(["unicode", "ascii"]),
)
@settings(max_examples=60, deadline=None)
def test_any_run_at_any_size(
    errors: list[float], width: int, height: int, charset: Charset
) -> None:
    points = [(float(update), error) for update, error in enumerate(errors)]
    rows = draw_error(points, width, height, charset=charset, y="error")
    assert_rectangle(rows, width, height, charset)


def test_a_steady_fall_is_a_straight_line() -> None:
    points = [(float(n), 10.0**-n) for n in range(11)]
    drawn = text(draw_error(points, 60, 16, y="error"))
    assert "error in each update" in drawn
    assert "1e-10" in drawn or "1e-5" in drawn
    assert drawn.count("●") == 1


@given(
    st.lists(st.floats(1e-30, 1e3), min_size=2, max_size=40),
    st.sampled_from([(26, 8), (35, 11), (35, 16), (59, 6), (59, 10), (76, 14)]),
)
@example([0.3] * 30 + [1e-27], (35, 13))
@settings(max_examples=60, deadline=None)
def test_a_fall_has_its_name(errors: list[float], size: tuple[int, int]) -> None:
    """Late ones too; where there is little room, in one word."""
    points = [(float(n), error) for n, error in enumerate(sorted(errors, reverse=True))]
    assert "error" in text(draw_error(points, *size, y="error"))


@pytest.mark.parametrize(("error", "sign"), [(0.0, "0"), (math.inf, "!"), (math.nan, "!")])
def test_what_has_no_logarithm_has_a_sign(error: float, sign: str) -> None:
    rows = draw_error([(0.0, 1.0), (1.0, 0.1), (2.0, error)], 40, 12)
    assert any(
        part.strip().endswith(sign) and style == "past" for row in rows for part, style in row
    )


def test_without_a_run_there_is_a_sentence() -> None:
    assert "Once an update" in text(draw_error([], 40, 12))


@pytest.mark.parametrize("charset", ["unicode", "ascii"])
@pytest.mark.parametrize("period", [2, 3, 7])
def test_an_error_that_swings_faster_than_columns_go_fills_them_all(
    charset: Charset, period: int
) -> None:
    """One point for each column would draw slow waves that are not there."""
    points = [(float(n), 0.001 if n % period else 0.3) for n in range(1, 1101)]
    rows = [
        row.ljust(60)[6:] for row in text(draw_error(points, 60, 12, charset=charset)).split("\n")
    ]
    assert not any(" " in row for row in rows[1:9])


def test_a_thousand_updates_are_drawn() -> None:
    points = [(float(n), max(0.3 - n * 0.0003, 1e-9)) for n in range(1101)]
    assert_rectangle(draw_error(points, 80, 18), 80, 18, "unicode")
