"""Aiming: a guess that moves by columns of the chart."""

from __future__ import annotations

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.session.plots import plot
from tutor.chart.canvas import nudge
from tutor.session.scene import choose_frame


def test_aiming_moves_a_column_and_types_short_decimals() -> None:
    limits = choose_frame(plot(xs=[0.5]))
    column = (limits.x1 - limits.x0) / 40
    x = 0.5
    for _ in range(10):
        moved = nudge(limits, 46, x, 1)
        assert 0.4 * column < moved - x < 1.6 * column
        assert len(f"{moved!r}") <= 6
        x = moved
    assert nudge(limits, 46, 0.5, -5) < 0.5 - 4 * column
    assert f"{nudge(limits, 46, 0.001, -1)!r}" != "-0.0"


@given(
    st.floats(allow_nan=True, allow_infinity=True),
    st.integers(-50, 50),
    st.integers(1, 300),
)
@settings(max_examples=60, deadline=None)
def test_aiming_never_fails(x: float, steps: int, width: int) -> None:
    moved = nudge(choose_frame(plot()), width, x, steps)
    assert math.isfinite(moved) or not math.isfinite(x)
