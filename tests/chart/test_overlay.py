"""What is laid over the curve says what is so: labels, digits, arrows."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.chart.golden import text
from tests.session.plots import formula, plot, scene_of
from tests.session.walks import bundled_course
from tutor.chart.canvas import Charset, layout
from tutor.chart.error_curve import draw_error
from tutor.chart.overlay import ASCII, UNICODE
from tutor.chart.raster import draw
from tutor.history.records import History, Place
from tutor.session.lesson import LessonSession
from tutor.session.picture.plot import Plot
from tutor.session.picture.scene import Scene

SIZES = [(28, 14), (34, 16), (45, 18), (60, 24), (90, 34)]
PANES = [(35, 11), (35, 16), (59, 6), (59, 7), (59, 10), (53, 29)]
"""What the screens give to the chart at 80x24, 60x20 and 120x40."""


def lines(shown: Plot, width: int, height: int, charset: Charset = "unicode") -> list[str]:
    return text(draw(scene_of(shown), width, height, charset=charset)).split("\n")


def places(rows: list[str], word: str) -> list[tuple[int, int]]:
    return [(y, found.start()) for y, row in enumerate(rows) for found in re.finditer(word, row)]


@given(
    st.floats(-0.8, 1.6), st.floats(0.01, 0.6), st.floats(0.01, 0.6),
    st.lists(st.floats(-0.9, 1.7), max_size=6), st.none() | st.floats(-0.9, 1.7),
    st.sampled_from([*SIZES, (35, 15), (59, 6), (59, 10)]),
)  # fmt: skip
@example(0.53125, 0.015625, 0.01171875, [], None, (28, 14))
@example(0.1, 0.1, 0.1, [-0.8, -0.7, -0.6, -0.4, -0.2], None, (59, 10))
@example(0.1, 0.02, 0.02, [], 0.12, (59, 6))
@settings(max_examples=100, deadline=None)
def test_every_mark_has_its_word_and_every_word_is_nearest_to_its_mark(
    x: float,
    down: float,
    up: float,
    before: list[float],
    truth: float | None,
    size: tuple[int, int],
) -> None:
    """Nearest of all signs, the digits of the trail among them; a stroke leads to what is farther
    away. A mark whose word has no room is not drawn."""
    marks = {"up": x + up, "down": x - down}
    shown = plot(xs=[*before, x], truth=truth, marks=tuple(marks.items()))
    scene = scene_of(shown)
    rows, plan = lines(shown, *size), layout(scene.frame, *size)
    assert plan is not None

    def cell(x: float, y: float) -> tuple[int, int]:
        return plan.row(y), plan.column(x)

    own = {mark.label: cell(mark.x, mark.y) for mark in scene.marks}
    words = {word: place for word in own for place in places(rows, rf"\b{word}\b")}
    signs = places(rows, f"[{UNICODE.now}{UNICODE.mark}{UNICODE.truth}]")
    digits = [(digit.label, cell(digit.x, digit.y)) for digit in scene.trail]
    signs += [at for label, at in digits if rows[at[0]].startswith(label, at[1])]
    for word, place in words.items():
        end = led(rows, own[word], plan.left)
        assert far(word, place, end) <= 3, "it touches its mark"
        for other in (one for one in signs if one != own[word]):
            assert far(word, place, end) < far(word, place, other)
    assert set(places(rows, UNICODE.mark)) <= {own[word] for word in words}


def led(
    rows: list[str], dot: tuple[int, int], left: int, charset: Charset = "unicode"
) -> tuple[int, int]:
    """Where a stroke ends that begins over or under a dot; else the dot."""
    stroke = ASCII.side if charset == "ascii" else UNICODE.side
    for way in (-1, 1):
        row, column = dot
        while 0 <= row + way < len(rows) and rows[row + way].startswith(stroke, column):
            row += way
        if row != dot[0] and column >= left:
            return row, column
    return dot


def far(word: str, place: tuple[int, int], dot: tuple[int, int]) -> int:
    """Columns between a word and a dot; a row is as far as two of them."""
    end = place[1] + len(word) - 1
    return max(2 * abs(place[0] - dot[0]), place[1] - dot[1], dot[1] - end)


def test_a_mark_where_now_is_has_no_word() -> None:
    """Nobody could tell whose word it is."""
    rows = lines(plot(xs=[0.5], marks=(("up", 0.5001), ("down", 0.4999))), 34, 16)
    assert not places(rows, "up") and not places(rows, "down")


@given(st.lists(st.floats(0.3, 0.5), min_size=2, max_size=10), st.sampled_from(SIZES))
@settings(max_examples=60, deadline=None)
def test_no_two_digits_of_a_trail_are_read_as_one_number(
    xs: list[float], size: tuple[int, int]
) -> None:
    shown = plot(xs=[-0.2, *xs])
    rows = lines(shown, *size)
    foot = next(y for y, row in enumerate(rows) if UNICODE.corner in row)
    inside = [row.partition(UNICODE.side)[2] or row.partition(UNICODE.side_tick)[2] for row in rows]
    plain = [re.sub(r"bottom +[-\d.]+|\d\.\d+", "", row) for row in inside[:foot]]
    assert not any(re.search(r"\d\d", row) for row in plain)


@pytest.mark.parametrize("charset", ["unicode", "ascii"])
def test_what_stays_has_no_arrow(charset: Charset) -> None:
    rows = lines(plot(formula("7"), xs=[0.5], truth=0.5), 34, 16, charset)
    signs = UNICODE if charset == "unicode" else ASCII
    rail = rows[14]
    assert "true 0.5" in rail and not set(rail) & {signs.rail, signs.rail_left, signs.rail_right}
    assert signs.rail_right in lines(plot(formula("7"), truth=0.6), 34, 16, charset)[14]


def test_a_label_without_room_in_one_row_takes_two() -> None:
    rows = lines(plot(xs=[0.7]), 30, 14)
    assert not places(rows, "bottom 0.40")
    (word,), (number,) = places(rows, "bottom"), places(rows, r"0\.40")
    assert number[0] == word[0] + 1 and abs(number[1] - word[1]) <= 2


def test_a_truth_without_room_beside_its_arrow_is_told_below() -> None:
    shown = plot(xs=[0.4001234], truth=0.40023456, limits=(0.4, 0.4004))
    rows = lines(shown, 26, 14)
    assert "◆" in rows[13] and "0.400235" in rows[13]


def test_axis_curve_and_bottom_are_named_at_every_step_of_the_course() -> None:
    course = bundled_course()
    for lesson in course.lessons:
        for step in lesson.steps:
            session = LessonSession(course, history=History(place=Place(lesson.id, step.id)))
            scene = session.scene()
            if scene is None or scene.sentence:
                continue
            for width, height in (*SIZES[1:], *PANES):
                drawn = text(draw(scene, width, height)).split("\n")
                foot = next(y for y, row in enumerate(drawn) if UNICODE.corner in row)
                assert scene.x in drawn[foot + 1], (lesson.id, step.id, width)
                assert re.search(r"\d", drawn[foot + 1]), "and has numbers"
                assert_named(scene, width, height)


def assert_named(scene: Scene, width: int, height: int) -> None:
    """The curve's name stands in the plot, whole, and the bottom's number where its line does."""
    drawn = text(draw(scene, width, height))
    plan = layout(scene.frame, width, height)
    assert plan is not None
    inside = [row[plan.left :] for row in drawn.split("\n")[: plan.rows]]
    assert any(re.search(rf"(?<!\w){re.escape(scene.y)}(?!\w)", row) for row in inside), drawn
    if scene.bottom is not None and scene.ground is None and plan.x.holds(scene.bottom.x):
        assert scene.bottom.label.split()[1] in drawn, drawn


@given(
    st.floats(0.2, 1.5), st.floats(-1, 4), st.lists(st.floats(-1, 4), max_size=3),
    st.booleans(), st.sampled_from(PANES),
)  # fmt: skip
@example(1.1, 0.5, [], False, (35, 16))
@example(0.7, 0.6, [], True, (35, 15))
@settings(max_examples=80, deadline=None)
def test_curve_and_bottom_are_named_wherever_the_run_stands(
    factor: float, now: float, before: list[float], tangent: bool, size: tuple[int, int]
) -> None:
    """Also where the run is under the place of the name, and where the bowl is narrow."""
    limits = (-2.0, 4.0) if tangent else None
    shown = plot(
        xs=[*before, now], values={"input": factor, "weight": 0.5}, tangent=tangent, limits=limits
    )
    assert_named(scene_of(shown), *size)


def test_a_point_at_the_top_writes_over_no_name() -> None:
    """A curve that falls slowly leaves its first row just where the run stands."""
    for x in range(30):
        shown = plot("weight = 0\n\ny = 6 - weight / 20\n", xs=[x], y="y", limits=(0, 40))
        for size in PANES:
            assert_named(scene_of(shown), *size)


@pytest.mark.parametrize("charset", ["unicode", "ascii"])
@pytest.mark.parametrize("size", [(35, 15), (35, 16), (59, 6), (59, 10), (59, 12)])
def test_the_slope_is_read_at_now_and_not_at_the_line_over_the_bottom(
    size: tuple[int, int], charset: Charset
) -> None:
    """There it is 0. Without room beside now it is told below the chart, or not at all."""
    for factor in (0.5, 0.6, 0.7, 0.9, 1.1, 1.3):
        for x in (0.1, 0.3, 0.5, 0.6, 0.9, 1.2, 1.5):
            values = {"weight": x, "input": factor}
            shown = plot(xs=[x], values=values, tangent=True, limits=(-2, 4))
            scene = scene_of(shown)
            plan, rows = layout(scene.frame, *size), lines(shown, *size, charset)
            assert plan is not None and scene.now is not None and scene.bottom is not None
            found = [place for place in places(rows, "slope") if place[0] < plan.rows]
            now = plan.row(scene.now.y), plan.column(scene.now.x)
            for row, start in (one for one in found if one[0] != now[0]):
                end = led(rows, now, plan.left, charset)
                one_row = scene.steepness in rows[row]
                word = scene.steepness if one_row else "slope"
                block = [(row, start)] if one_row else [(row, start), (row + 1, start)]
                near = min(far(word, place, end) for place in block)
                assert near < far(word, (row, start), (row, plan.column(scene.bottom.x)))


@pytest.mark.parametrize("size", [(35, 11), (35, 15), (59, 8)])
def test_without_room_beside_now_the_slope_stands_at_no_other_place_of_the_curve(
    size: tuple[int, int],
) -> None:
    """The rail is taken, and the row under the axis: there it would be read at whatever is near."""
    unsaid = 0
    for x, truth, guess in ((0.0, -0.9, 1.2), (0.1, 0.475, 9.0), (0.3, 1.2, 1.4), (-0.4, 0.5, 0.9)):
        for factor in (-1.5, 0.5, 1.1):
            shown = plot(
                xs=[x], values={"weight": x, "input": factor}, tangent=True, limits=(-3, 4),
                truth=truth, guess=guess,
            )  # fmt: skip
            scene = scene_of(shown)
            plan, rows = layout(scene.frame, *size), lines(shown, *size)
            assert plan is not None and scene.now is not None and scene.steepness
            now = plan.row(scene.now.y), plan.column(scene.now.x)
            found = [place for place in places(rows, "slope") if place[0] < plan.rows]
            for row, start in found:
                word = scene.steepness if scene.steepness in rows[row] else "slope"
                end = led(rows, now, plan.left, "unicode")
                assert far(word, (row, start), end) <= 4, "\n".join(rows)
            unsaid += "slope" not in "\n".join(rows)
    assert unsaid, "there is no case of it here"


@given(st.floats(0.4, 1.5), st.floats(-1, 4), st.sampled_from(PANES))
@example(1.1, 0.9, (35, 15))
@settings(max_examples=80, deadline=None)
def test_the_word_of_the_bottom_does_not_touch_what_leads_from_now(
    factor: float, x: float, size: tuple[int, int]
) -> None:
    shown = plot(xs=[x], values={"weight": x, "input": factor}, limits=(-2, 4))
    scene = scene_of(shown)
    plan, rows = layout(scene.frame, *size), lines(shown, *size)
    assert plan is not None and scene.now is not None
    foot = plan.column(scene.now.x)
    for row, start in places(rows, "bottom"):
        if plan.row(scene.now.y) < row < plan.rows and rows[row][start - 1] != "┊":
            said = re.match(r"bottom( -?[\d.]+)?", rows[row][start:])
            end = start + (said.end() if said else 0)
            assert not (rows[row][foot : foot + 1] == "╎" and start - 1 <= foot <= end)


@pytest.mark.parametrize(("led", "words"), [(1.4, "now 1.4"), (-1.95, "")])
def test_an_arrow_to_where_the_run_is_has_its_words_or_is_not_drawn(led: float, words: str) -> None:
    shown = replace(plot(xs=[1.0], values={"weight": 1.0}, limits=(-2, 4)), led=(led, 0.1))
    rows = lines(shown, 35, 16)
    assert any(words and words in row for row in rows) == bool(words)
    assert any("━" in row for row in rows) == bool(words)


def test_the_line_through_now_is_no_part_of_the_curve() -> None:
    """It is dotted, straight, and goes from edge to edge; in ASCII it has a sign of its own."""
    shown, without = plot(xs=[-0.15], tangent=True), plot(xs=[-0.15])
    rows = draw(scene_of(shown), 45, 18, charset="ascii")
    curve = draw(scene_of(without), 45, 18, charset="ascii")
    changed = [
        (one, other)
        for row, before in zip(text(rows).split("\n"), text(curve).split("\n"), strict=True)
        for one, other in zip(row.ljust(45), before.ljust(45), strict=True)
        if one != other
    ]
    assert len(changed) >= 6
    assert {other for _, other in changed} == {" "}, "nothing that was drawn is drawn over"


def test_a_step_that_is_being_drawn_tells_no_truth_before_its_end() -> None:
    """The rail grows from the old place towards the new one; nothing else is drawn elsewhere."""
    scene = scene_of(plot(truth=0.9, guess=0.7))
    whole = text(draw(scene, 60, 18)).split("\n")
    seen = []
    for swept in (0.0, 0.3, 0.6, 0.99):
        rows = text(draw(scene._replace(swept=swept), 60, 18)).split("\n")
        assert not any(sign in "".join(rows) for sign in (UNICODE.truth, "true", "off by"))
        rail = rows[16]
        seen.append(len(rail.strip()))
        assert rail.rstrip().endswith(UNICODE.rail_right)
        drawn = rail.rstrip()[:-1].strip()
        assert whole[16].startswith(drawn, rail.find(drawn)), "what is drawn stays where it is"
    assert seen == sorted(set(seen))


HUNDREDTHS = st.integers(-90, 170).map(lambda n: n / 100)


@given(HUNDREDTHS, HUNDREDTHS, HUNDREDTHS, st.sampled_from(SIZES))
@example(x=0.1, truth=1.0, guess=1.3, size=(34, 16))
@settings(max_examples=120, deadline=None)
def test_what_is_told_in_numbers_stands_where_it_is(
    x: float, truth: float, guess: float, size: tuple[int, int]
) -> None:
    """`true` at the head of the arrow, never at its tail; else, as `you`, in the last row with its
    sign under its own place, or where there is no room for that behind both signs."""
    rows = lines(plot(xs=[x], truth=truth, guess=guess, limits=(-1, 1.8)), *size)
    foot = next(y for y, row in enumerate(rows) if UNICODE.corner in row)
    rail, legend = rows[size[1] - 2 : size[1]]
    for found in re.finditer(r"true -?[\d.]+(e-\d+)?", rail):
        beside = rail[: found.start() - 1][-1:], rail[found.end() + 1 : found.end() + 2]
        moved = UNICODE.rail_right in rail or UNICODE.rail_left in rail
        assert not moved or UNICODE.rail_right == beside[0] or UNICODE.rail_left == beside[1]
    drawn = "\n".join(row[row.find(UNICODE.side) + 1 :] for row in rows[:foot])
    signs = [at for at, sign in enumerate(legend) if sign in (UNICODE.guess, UNICODE.truth)]
    for at in signs:
        column = [row.ljust(at + 1)[at] for row in rows[:foot]]
        hidden = legend[at] not in drawn  # another mark stands on it
        assert legend[at] in column or hidden or re.search(r"◇ \S+  ◆|◇ you \S+  ◆", legend)


def test_an_error_of_nothing_has_a_row_of_its_own() -> None:
    """It stands beside no other number of the scale, and only updates that were made are named."""
    for errors in ([0.0], [0.3, 0.0, 0.0, 0.1], [0.5 * 0.3**n for n in range(9)] + [0.0] * 4):
        points = [(float(n), error) for n, error in enumerate(errors, 1)]
        for width, height in ((26, 8), (40, 12), (70, 24)):
            rows = text(draw_error(points, width, height)).rstrip("\n").split("\n")
            floor = rows[height - 3]
            assert floor.lstrip().startswith(f"0{UNICODE.side_tick}")
            assert floor.count("0") == 1 + errors.count(0.0)
            assert not any("0" in row.partition(UNICODE.side)[2] for row in rows[: height - 3])
            named = [int(one) for one in rows[height - 1].split() if one != "update"]
            assert named and all(1 <= one <= len(errors) for one in named)


@pytest.mark.parametrize("size", [(33, 14), (45, 18), (60, 24)])
def test_it_is_said_whose_the_letters_are_and_which_updates_the_digits(
    size: tuple[int, int],
) -> None:
    """Also how many of them are not on the chart."""
    for own, said in (
        ([0.5, 0.6, 0.7], "abc: your rule"),
        ([0.5, 0.6, 70, 80, 90], "abc: your rule, 3 more o"),
        ([0.5, 60, 70], "your rule: o"),
    ):
        rows = "\n".join(lines(plot(xs=[0.5], own=own), *size))
        assert said in rows
    late = lines(plot(xs=[0.1, 0.7, 0.2, 0.5], start=11), *size)
    assert "digits: updates 11 to 13" in "\n".join(late)
    assert "digits" not in "\n".join(lines(plot(xs=[0.1, 0.7, 0.5]), *size))
    still = lines(plot(xs=[0.4, 0.4, 0.4], start=11), *size)
    assert "digits" not in "\n".join(still), "there are none"


@given(
    st.lists(st.floats(-0.9, 1.7), min_size=3, max_size=10), st.integers(1, 90),
    st.integers(24, 60), st.integers(9, 20),
)  # fmt: skip
@settings(max_examples=80, deadline=None)
def test_digits_of_late_updates_are_never_left_unexplained(
    xs: list[float], start: int, width: int, height: int
) -> None:
    """Where there is no room to say which updates they are of, there are none."""
    scene = scene_of(plot(xs=xs, start=start, limits=(-1, 1.8)))
    rows = "\n".join(text(draw(scene, width, height)).split("\n"))
    alone = "\n".join(text(draw(scene._replace(trail=()), width, height)).split("\n"))
    assert f"{start} to {start + len(xs) - 2}" in rows or rows == alone


@given(
    st.lists(st.floats(-9, 9), min_size=2, max_size=10), st.floats(-0.5, 0.5),
    st.none() | st.floats(-0.5, 0.5), st.sampled_from(PANES),
)  # fmt: skip
@example([0.3, -0.3, -0.9, -1.4, 2, 3, -3, -4, 8], 0.2, 0.25, (35, 16))
@settings(max_examples=60, deadline=None)
def test_a_wider_chart_and_letters_outside_are_told_of(
    own: list[float], x: float, truth: float | None, size: tuple[int, int]
) -> None:
    """Each in a note of its own where one note for all has no room."""
    shown = plot(xs=[x], own=[x, *own], truth=truth, guess=truth)
    scene = scene_of(shown)
    rows = "\n".join(lines(shown, *size))
    inside = [mark for mark in scene.own if scene.frame.holds((mark.x, mark.y))]
    beyond = len(scene.own) - len(inside)
    if "abc: your rule" in rows and beyond:
        assert re.search(rf"\b{beyond} (more |letters? )?(outside|off the chart)", rows)
    if scene.frame.zoomed:
        assert re.search(r"\d+(x| times) wider|zoomed out: \d+x", rows)


@pytest.mark.parametrize("size", [(34, 8), (35, 9), (35, 16), (59, 7)])
@pytest.mark.parametrize("charset", ["unicode", "ascii"])
def test_the_slope_is_not_read_at_the_other_arm_and_its_line_is_one(
    size: tuple[int, int], charset: Charset
) -> None:
    """Also where the bottom is not told, and the chart is low."""
    for factor in (0.5, 0.8, 1.1):
        for x in (0.1, 0.5, 0.9, 2.6, 3.2):
            shown = plot(
                "weight = 0.5\ninput = 0.5\n\nerror = (input * weight - 0.8) ** 2\n",
                xs=[x], values={"weight": x, "input": factor}, tangent=True, limits=(-2, 4),
            )  # fmt: skip
            scene = scene_of(shown)._replace(bottom=None)
            canvas = draw(scene, *size, charset=charset)
            rows = text(canvas).split("\n")
            plan = layout(scene.frame, *size)
            assert plan is not None and scene.now is not None and scene.slope is not None
            now = plan.row(scene.now.y), plan.column(scene.now.x)
            turn = plan.column(0.8 / factor)
            for row, start in places(rows, "slope"):
                if row < plan.rows - 1:  # at its bottom the curve is level
                    word = scene.steepness if scene.steepness in rows[row] else "slope"
                    across = range(turn + 1, plan.width) if scene.slope < 0 else range(turn)
                    arm = [
                        at for at in across if rows[row][at : at + 1].strip(" slope-.0123456789")
                    ]
                    ends = (now, led(rows, now, plan.left, charset))
                    near = min(far(word, (row, start), end) for end in ends)
                    assert all(far(word, (row, start), (row, at)) > near for at in arm), rows
            lined = sum(
                len(words) for run in canvas for words, style in run if style == "label"
            ) - len("error") - len(scene.steepness)  # fmt: skip
            assert lined >= 3, "\n".join(rows)
