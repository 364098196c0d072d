"""Axis limits: chosen from what is known, and held."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.session.plots import formula, plot, scene_of
from tutor.session.picture.curve import sampled
from tutor.session.picture.scene import WIDER, _times, choose_frame, off_by, scene_within

STEPS = [0.5, 0.1, 1.3, -2.3, 8.5, -23.9, 73.3]
"""The weight on its way out: input 2, alpha 1."""


def test_both_arms_and_the_bottom_are_seen() -> None:
    limits = choose_frame(plot(xs=[-0.15]))
    assert limits.x0 < -0.15 and limits.x1 > 0.4 + 0.55
    assert limits.y0 < 0 and limits.y1 > 1.21
    assert math.isclose(0.4 - limits.x0, limits.x1 - 0.4)
    assert limits.zoomed == ""


def test_limits_hold_while_a_run_settles() -> None:
    first = choose_frame(plot(xs=[0.5]))
    held = first
    weights = [0.5]
    for _ in range(9):
        weights.append(weights[-1] - 0.1 * 2 * (2 * weights[-1] - 0.8))
        held = choose_frame(plot(xs=weights), held)
        assert held is first


def test_limits_hold_while_a_constant_is_nudged() -> None:
    held = first = choose_frame(plot(values={"input": 2.0}))
    for tenth in range(1, 4):
        held = choose_frame(plot(values={"input": 2 + tenth / 50}), held)
    assert held is first


def test_limits_follow_a_curve_that_moves_up_or_down_as_a_whole() -> None:
    """Turned away and back a constant leaves the picture as it was: nothing of it falls out."""
    code = "x = 10\ngamma = 3\n\ny = ((2 * gamma) ** 2 + 23 - x) ** (1/2)\n"
    held = None
    for gamma in (3.0, 3.5, 4.0, 3.5, 3.0):
        shown = plot(
            code, xs=[10.0], values={"x": 10.0, "gamma": gamma}, x="x", y="y", limits=(0, 40)
        )
        held = choose_frame(shown, held)
        scene = scene_within(shown, held)
        inside = [held.y0 <= y <= held.y1 for _, y in scene.curve or () if math.isfinite(y)]
        assert sum(inside) > 0.7 * len(inside), gamma


def test_a_diverging_run_zooms_out_in_steps_and_says_so() -> None:
    held = choose_frame(plot(xs=STEPS[:1]))
    widths = []
    for count in range(1, len(STEPS)):
        held = choose_frame(plot(xs=STEPS[:count], truth=STEPS[count]), held)
        for x in STEPS[: count + 1]:
            assert held.x0 <= x <= held.x1
        widths.append(held.x1 - held.x0)
        assert held.zoomed
    assert widths == sorted(widths)
    start = choose_frame(plot(xs=STEPS[:1]))
    for width in widths:
        factor = width / (start.x1 - start.x0)
        mantissa = factor / 10 ** math.floor(math.log10(factor) + 1e-9)
        assert any(math.isclose(mantissa, step) for step in (1, 2, 5))
    assert held.zoomed == "zoomed out: 1,000 times wider"
    assert not choose_frame(plot(xs=STEPS)).zoomed, "none was seen that was less wide"


def test_after_a_reset_the_chart_comes_back() -> None:
    far = choose_frame(plot(xs=STEPS[:5]))
    assert choose_frame(plot(xs=STEPS[:1]), far) == choose_frame(plot(xs=STEPS[:1]))


def test_the_limits_do_not_depend_on_a_withheld_truth() -> None:
    shown = plot(xs=[0.5])
    assert shown.truth is None
    assert choose_frame(shown) == choose_frame(replace(shown, start=7))
    hidden = plot(xs=[0.5], hidden=True)
    assert choose_frame(hidden) == choose_frame(
        plot(xs=[0.9], values={"goal_pred": 3}, hidden=True)
    )
    drawn = scene_of(hidden)
    assert drawn.curve is None and drawn.now is None and drawn.sentence


def test_what_was_hidden_gets_its_own_limits_when_it_appears() -> None:
    hidden = plot(hidden=True)
    shown = replace(hidden, hidden=False)
    assert choose_frame(shown, choose_frame(hidden)) == choose_frame(shown)


def test_a_guess_within_reach_is_brought_in_and_a_far_one_is_not() -> None:
    start = choose_frame(plot())
    near = choose_frame(plot(guess=start.x1 + 0.1), start)
    assert near.x0 <= start.x1 + 0.1 <= near.x1
    assert choose_frame(plot(guess=540.0), start) is start


def test_the_learners_own_trail_is_brought_in() -> None:
    limits = choose_frame(plot(own=[0.5, 0.54, 0.596, 0.6744, 0.78416]))
    drawn = scene_within(plot(own=[0.5, 0.54, 0.596, 0.6744, 0.78416]), limits)
    assert [mark.label for mark in drawn.own] == list("abcd")
    for mark in drawn.own:
        assert limits.x0 <= mark.x <= limits.x1 and limits.y0 <= mark.y <= limits.y1


def test_the_authors_limits_are_used() -> None:
    limits = choose_frame(plot(limits=(-1.0, 3.0)))
    assert (limits.x0, limits.x1) == (-1.0, 3.0)


@pytest.mark.parametrize(
    ("error", "start"),
    [
        ("abs(3 * weight - 1)", 0.9),
        ("weight * 2", 2.0),
        ("3 + 0 * weight", 2.0),
        ("(weight ** 2 - 1) ** 2 + 0.3 * weight", 1.6),
        ("(weight - 2) ** 4", 0.0),
        ("exp(weight)", 1.0),
        ("-log(weight)", 1.6),
        ("1 / weight", 1.6),
        ("(weight - 5e-8) ** 2", 1e-7),
        ("(weight - 4e12) ** 2", 1e12),
    ],
)
def test_every_shape_gets_usable_limits_around_the_start(error: str, start: float) -> None:
    shown = plot(formula(error, start), [start])
    limits = choose_frame(shown)
    assert limits.usable
    assert limits.holds(shown.path[0])
    assert not scene_within(shown, limits).sentence


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=8), st.floats(-1e6, 1e6))
@settings(max_examples=60, deadline=None)
def test_all_that_was_visited_is_inside(xs: list[float], truth: float) -> None:
    held = choose_frame(plot(xs=xs[:1]))
    for count in range(1, len(xs) + 1):
        shown = plot(values={"weight": xs[0]}, xs=xs[:count])
        held = choose_frame(shown, held)
        assert all(held.holds(point) for point in shown.path)
    shown = plot(values={"weight": xs[0]}, xs=xs, truth=truth)
    held = choose_frame(shown, held)
    assert shown.truth is not None and held.holds(shown.truth)


@pytest.mark.parametrize("gone", [math.nan, math.inf, -math.inf, 1e301, 1e160])
def test_what_no_chart_can_hold_becomes_a_sentence(gone: float) -> None:
    for shown in (plot(values={"weight": 0.5}, xs=[0.5, gone]), plot(truth=gone)):
        said = scene_of(shown).sentence
        assert said.endswith(".")
        assert "left the chart" in said or "not a number" in said


def test_the_sentence_names_where_it_went() -> None:
    shown = plot(xs=[0.5], truth=5.4e300)
    assert scene_of(shown).sentence == "The weight has left the chart: 5.4e+300."


def test_a_curve_that_is_nowhere_a_number_has_limits_and_a_sentence() -> None:
    shown = plot(formula("log(weight)", -1.0), [-1.0])
    assert choose_frame(shown).usable
    assert "not a number" in scene_of(shown).sentence


def test_a_curve_of_one_point_is_told_and_not_drawn() -> None:
    """Where nothing is drawn between the points that are looked at."""
    one = "weight = 0.5\n\nif weight == 0.5:\n    error = 1\nelse:\n    error = 1 / 0\n"
    shown = plot(one, limits=(-0.31, 1.17))
    assert scene_of(shown).sentence == "There is no error to draw with these numbers."


def test_a_point_beyond_every_axis_leaves_it_blank() -> None:
    shown = plot(formula("abs(weight)", 1e-200), [1e-200, 1e250], values={"weight": 1e-200})
    assert choose_frame(shown).blank
    assert "too far apart" in scene_of(shown).sentence


def test_limits_of_a_line_that_is_all_but_flat_are_apart() -> None:
    """So far that the axis can be labelled."""
    for height, rise, room in ((0.0, 0, 2.12), (7.0, 0, 7.42), (1e12, 10, 1.06e12)):
        limits = choose_frame(plot(formula(f"{height} + {rise} * weight"), [1.0]))
        assert limits.y0 < height < limits.y1
        assert limits.y1 - limits.y0 == pytest.approx(room)


def test_a_constant_beyond_every_chart_is_no_place_to_start_from() -> None:
    for start in (math.inf, 1e301):
        assert plot(values={"weight": start}, xs=[0.5]).origin == 0.5


def test_towers_and_pits_of_a_few_points_are_cut_off() -> None:
    """A tenth of the curve at either end does not decide how high the chart is."""
    for sign in (1, -1):
        shown = plot(formula(f"{sign} / weight ** 2", 1.6), [1.6], limits=(-4.1, 4.0))
        limits = choose_frame(shown)
        heights = [abs(y) for _, y in sampled(shown.source, -4.1, 4.0)]
        assert max(heights) > 1000 > 100 > max(abs(limits.y0), abs(limits.y1))


def test_a_far_guess_is_brought_in_where_the_run_is_far_too() -> None:
    """How far the axis may grow for it counts from where the run has got to."""
    far = plot(xs=[0.5, 40.0], guess=100.0)
    assert choose_frame(far).x1 > 100


def test_no_bottom_where_nothing_steers_towards_it() -> None:
    """The lowest point of a curve over what goes by equal steps means nothing."""
    code = "x = 1\ntug = 0.1\nfor pull in range(4):\n    y = x * x\n    x = x + {step}\n"
    for step, told in (("tug", False), ("-0.2 * y", True)):
        scene = scene_of(plot(code.format(step=step), xs=(1.0,), x="x", y="y"))
        assert (scene.bottom is not None) is told


def test_the_axes_hold_still_while_the_start_is_moved_towards_the_bottom() -> None:
    first = held = choose_frame(plot(xs=[0.5]))
    for start in (0.45, 0.41, 0.401, 0.4, 0.39):
        held = choose_frame(plot(xs=[start]), held)
        assert held is first
    assert choose_frame(plot(xs=[0.401])) == first, "nor does it depend on what was before"


def test_what_a_guess_has_widened_is_given_back_with_it() -> None:
    """While it is moved the axis stays; with the next question it is as before."""
    usual = choose_frame(plot(xs=[0.5]))
    wide = choose_frame(plot(xs=[0.5], guess=0.9), usual)
    assert wide.x1 > usual.x1 and wide.lent
    assert choose_frame(plot(xs=[0.5], guess=0.6), wide) is wide
    assert choose_frame(plot(xs=[0.5]), wide) == usual
    forced = choose_frame(plot(xs=[0.5], truth=0.65), usual)
    assert not forced.lent and choose_frame(plot(xs=[0.5]), forced) is forced


@pytest.mark.parametrize(
    ("factor", "times"),
    [(1.567, "1.6"), (2, "2"), (9.97, "10"), (24.4, "24"), (1000, "1,000"), (2e9, "2e9")],
)
def test_how_much_wider_is_told_to_two_digits(factor: float, times: str) -> None:
    assert _times(factor) == times


def test_the_ends_of_the_authors_axis_are_on_it() -> None:
    """Its middle and half of its length, as floating point has them, miss both by a hair."""
    for x in (-1, 1.8, -0.4, 3.6):
        limits = (-1, 1.8) if x in (-1, 1.8) else (-0.4, 3.6)
        frame = choose_frame(plot(xs=[x], limits=limits))
        assert frame.x0 <= x <= frame.x1 and not frame.zoomed, x


def test_how_much_wider_is_told_of_the_picture_that_was_seen() -> None:
    """Not of one that other constants would have had, had it been drawn."""
    held = choose_frame(plot(xs=[0.0], values={"weight": 0, "input": 1.1}))
    seen = held.x1 - held.x0
    held = choose_frame(plot(xs=[0.0], truth=1.2, values={"weight": 0, "input": 1.5}), held)
    shown = choose_frame(plot(xs=[0.0, 1.2], truth=-0.3, values={"weight": 0, "input": 1.5}), held)
    wider = (shown.x1 - shown.x0) / seen
    assert shown.zoomed == (f"zoomed out: {_times(wider)} times wider" if wider >= WIDER else "")
    far = choose_frame(plot(xs=[0.0, 1.2], truth=-9, values={"weight": 0, "input": 1.5}), held)
    assert far.zoomed == f"zoomed out: {_times((far.x1 - far.x0) / seen)} times wider"


def test_exact_is_said_only_of_the_very_number() -> None:
    """Of a curve, a map and a graph alike."""
    assert off_by(0.46, 0.46) == "exact" and off_by(0.1 + 0.2, 0.3) == "exact"
    assert off_by(0.5, 0.46) == "off by 0.04" and off_by(math.inf, 0.46) == ""
