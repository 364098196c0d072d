"""Rows of cells: at any size, of any numbers, in both charsets."""

from __future__ import annotations

import math
import subprocess
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import plotext
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.chart.golden import FOLDER, charts, text
from tests.session.plots import BOWL, formula, plot, scene_of
from tutor.chart import raster
from tutor.chart.canvas import STYLES, Canvas, Charset, Row
from tutor.chart.overlay import ASCII, UNICODE
from tutor.session.picture.plot import Plot
from tutor.session.picture.scene import Frame, choose_frame, scene_within

LISTINGS = [
    BOWL,
    formula("abs(weight) * 3"),
    formula("2 * weight"),
    formula("7"),
    formula("(weight ** 2 - 1) ** 2"),
    formula("exp(weight)"),
    formula("1 / weight"),
    formula("log(weight)"),
    "weight = 0.5\n\nif weight < 1:\n    error = 2\nelse:\n    error = 1\n",
]
ANY = st.floats(allow_nan=True, allow_infinity=True) | st.sampled_from(
    [0.0, 1e300, -1e300, 1e-300, 0.5, math.nan, math.inf, -math.inf]
)
MODEST = st.floats(-100, 100)
NUMBER = MODEST | ANY


@pytest.fixture(autouse=True)
def forget_drawings() -> None:
    """Begin with nothing drawn, whatever another test drew."""
    forget()


def forget() -> None:
    raster.strokes.cache_clear()
    raster._base.cache_clear()


@st.composite
def plots(draw: st.DrawFn) -> Plot:
    """Any plot that a session could ask for, and some that it never would."""
    limits = draw(st.none() | st.tuples(NUMBER, NUMBER))
    return plot(
        draw(st.sampled_from(LISTINGS)),
        draw(st.lists(NUMBER, min_size=1, max_size=12)),
        values=draw(st.sampled_from([{}, {"weight": 0.0}, {"weight": 1e12}, {"weight": 1e-300}])),
        truth=draw(st.none() | NUMBER),
        guess=draw(st.none() | NUMBER),
        own=draw(st.lists(NUMBER, max_size=4)),
        marks=tuple(("up", value) for value in draw(st.lists(NUMBER, max_size=2))),
        start=draw(st.integers(0, 1000)),
        tangent=draw(st.booleans()),
        hidden=draw(st.booleans()),
        compare=draw(st.none() | st.just({"weight": 1.0})),
        limits=limits,
    )


frames = st.builds(Frame, NUMBER, NUMBER, NUMBER, NUMBER, st.sampled_from(["", "zoomed out"]))
charsets = st.sampled_from(["unicode", "ascii"])
widths = st.integers(20, 120) | st.sampled_from([1, 2, 19, 20, 200, 450])
heights = st.integers(6, 40) | st.sampled_from([1, 2, 5, 6, 60, 130])


def assert_rectangle(rows: Sequence[Row], width: int, height: int, charset: Charset) -> None:
    assert len(rows) == height
    for row in rows:
        line = "".join(part for part, _ in row)
        assert len(line) == width
        assert all(style in STYLES for _, style in row)
        if charset == "ascii":
            assert line.isascii() and line.isprintable()
        else:
            assert all(unicodedata.east_asian_width(sign) not in "WF" for sign in line)
            assert not any(unicodedata.combining(sign) for sign in line)


@pytest.fixture(autouse=True, scope="module")
def inside_only() -> Iterator[None]:
    """Watch what plotext is really given: it hangs on points far off its axes."""
    real = plotext.plot

    def watched(xs: list[float], ys: list[float], **more: Any) -> None:
        assert all(0 <= value <= 1 for value in (*xs, *ys))
        real(xs, ys, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plotext, "plot", watched)
        yield


@given(plots(), widths, heights, charsets)
@example(plot(xs=[1e300], truth=-1e300), 45, 18, "unicode")
@settings(max_examples=80, deadline=None)
def test_any_plot_at_any_size_fills_exactly_its_rectangle(
    shown: Plot, width: int, height: int, charset: Charset
) -> None:
    limits = choose_frame(shown)
    rows = raster.draw(scene_within(shown, limits), width, height, charset=charset)
    assert_rectangle(rows, width, height, charset)
    if not shown.hidden and (choose_frame(shown, limits)) != limits:
        assert limits.blank or not limits.usable


@given(plots(), frames, st.integers(20, 70), st.integers(6, 30), charsets)
@example(plot(), Frame(1.0, 1.0, 2.0, 2.0), 45, 18, "unicode")
@example(plot(), Frame(-1e308, 1e308, 0.0, 1e308), 45, 18, "unicode")
@settings(max_examples=60, deadline=None)
def test_any_axis_limits_are_drawn_or_refused_in_words(
    shown: Plot, limits: Frame, width: int, height: int, charset: Charset
) -> None:
    rows = raster.draw(scene_within(shown, limits), width, height, charset=charset)
    assert_rectangle(rows, width, height, charset)


@pytest.mark.parametrize("name", sorted(charts()))
def test_the_kept_charts(name: str) -> None:
    assert charts()[name] == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def test_every_mark_has_a_shape_of_its_own() -> None:
    for signs in (UNICODE, ASCII):
        shapes = [signs.now, signs.guess, signs.truth, signs.mark, signs.bottom, signs.drop]
        assert len(set(shapes)) == len(shapes)
        assert signs.rail != signs.floor


def test_the_picture_holds_what_was_asked_of_it() -> None:
    shown = plot(xs=[-0.15], tangent=True, guess=0.55, truth=0.77)
    drawn = text(raster.draw(scene_of(shown), 60, 18))
    for part in ("●", "◇ you 0.55", "true 0.77", "off by 0.22", "slope -4.4", "bottom 0.40", "┿"):
        assert part in drawn
    assert drawn.count("◆") == 1
    plain = text(raster.draw(scene_of(shown), 60, 18, charset="ascii"))
    for part in ("@", "? you 0.55", "#", "===>", ":", "slope -4.4"):
        assert part in plain


def test_before_the_answer_nothing_of_the_truth_is_drawn() -> None:
    shown = plot(xs=[-0.15], tangent=True, guess=0.55)
    rows = raster.draw(scene_of(shown), 60, 18)
    drawn = text(rows)
    assert not set(drawn) & set("◆━▶◀┿")
    assert not {style for row in rows for _, style in row} & {"truth", "rail", "past"}
    assert "true" not in drawn and "off by" not in drawn


def test_the_rail_changes_colour_at_the_bottom() -> None:
    shown = plot(xs=[-0.15], truth=0.77)
    rail = raster.draw(scene_of(shown), 60, 18)[16]
    parts = {style: part.strip() for part, style in rail}
    assert parts["rail"].endswith("┿") and parts["past"].endswith("▶")
    short = plot(xs=[-0.15], truth=0.2)
    styles = {style for _, style in raster.draw(scene_of(short), 60, 18)[16]}
    assert "rail" in styles and "past" not in styles


def test_one_colour_a_row_from_the_bottom_up() -> None:
    shown = plot()
    for row in raster.draw(scene_of(shown), 60, 18)[:14]:
        assert len({style for _, style in row if style.startswith("curve")}) <= 1


def test_a_guess_that_moves_leaves_the_curve_alone() -> None:
    shown = plot(xs=[-0.15], tangent=True)
    limits = choose_frame(shown)
    for step in range(20):
        moved = replace(shown, guess=-0.1 + step * 0.05)
        assert choose_frame(moved, limits) is limits
        raster.draw(scene_within(moved, limits), 45, 18)
    assert raster.strokes.cache_info().misses == 1


def test_a_guess_that_moves_changes_few_rows() -> None:
    shown = plot(xs=[-0.15], tangent=True)
    limits = choose_frame(shown)
    one, other = (
        raster.draw(scene_within(replace(shown, guess=guess), limits), 45, 18)
        for guess in (0.5, 0.55)
    )
    assert sum(a != b for a, b in zip(one, other, strict=True)) <= 4


def test_two_learners_share_a_curve() -> None:
    for start in (0, 3):
        shown = plot(xs=[0.3], start=start)
        raster.draw(scene_of(shown), 45, 18)
    assert raster.strokes.cache_info().misses == 1
    assert raster.strokes.cache_info().maxsize is not None


def test_plotext_is_left_clean() -> None:
    def fresh() -> str:
        plotext.plot_size(30, 10)
        plotext.scatter([0, 1, 2], [2, 0, 1])
        built: str = plotext.build()
        plotext.clear_figure()
        return built

    before = fresh()
    shown = plot(formula("abs(weight)"), xs=[0.3])
    raster.draw(scene_of(shown), 45, 18)
    assert fresh() == before


def test_threads_do_not_disturb_each_other() -> None:
    shown = [plot(values={"input": 1 + n / 10}, xs=[0.3]) for n in range(12)]

    def drawn(which: Plot) -> str:
        return text(raster.draw(scene_of(which), 45, 14))

    alone = [drawn(which) for which in shown]
    forget()
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(drawn, shown)) == alone


def test_only_the_raster_imports_plotext_and_only_to_draw() -> None:
    code = (
        "import sys, tutor.chart.raster, tutor.session.picture.described, tutor.chart.error_curve\n"
        "assert not {'plotext', 'numpy', 'textual'} & sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_second_curve_is_told_apart_without_colour() -> None:
    """It is dashed: it has a gap in every three columns, where the first has none."""
    scene = scene_of(plot(xs=[0.3]))
    assert scene.curve is not None
    alone = scene._replace(bottom=None, now=None, y="", curve=None, compare=scene.curve)
    dashed = text(raster.draw(alone, 45, 18)).split("\n")[:14]
    whole = text(raster.draw(alone._replace(curve=scene.curve, compare=None), 45, 18)).split("\n")
    inside = range(6, 45)
    gaps = [at for at in inside if all(row.ljust(46)[at] == " " for row in dashed)]
    assert len(gaps) > 10 and len({at % 3 for at in gaps}) == 1
    assert all(any(row.ljust(46)[at] != " " for row in whole[:14]) for at in gaps)


def test_words_are_not_read_as_the_end_of_others() -> None:
    """Two texts with one space between them would be one sentence."""
    canvas = Canvas(30, 2)
    canvas.write(0, 4, "slope", "label")
    canvas.write(0, 20, "-.'", "curve0")
    places = [(0, start) for start in range(10, 20)]
    assert canvas.fit("10x", "label", places)
    assert "".join(canvas.at(0, column) for column in range(30)) == "    slope  10x      -.'       "
    assert canvas.fit("5x", "label", [(0, 15), (0, 17)]), "a curve is no word"
    assert canvas.at(0, 17) == "5"
    assert canvas.fit("weight", "label", [(0, 24)], apart=False)
