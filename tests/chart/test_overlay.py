"""What is laid over the curve says what is so: labels, digits, arrows."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.chart.golden import text
from tests.session.plots import formula, plot, scene_of
from tests.session.walks import bundled_course
from tutor.chart.canvas import Charset
from tutor.chart.error_curve import draw_error
from tutor.chart.overlay import ASCII, UNICODE
from tutor.chart.raster import draw
from tutor.history.records import History, Place
from tutor.session.lesson import LessonSession
from tutor.session.plot import Plot

SIZES = [(28, 14), (34, 16), (45, 18), (60, 24), (90, 34)]


def lines(shown: Plot, width: int, height: int, charset: Charset = "unicode") -> list[str]:
    return text(draw(scene_of(shown), width, height, charset=charset)).split("\n")


def places(rows: list[str], word: str) -> list[tuple[int, int]]:
    return [(y, found.start()) for y, row in enumerate(rows) for found in re.finditer(word, row)]


@given(
    st.floats(-0.8, 1.6), st.floats(0.01, 0.6), st.floats(0.01, 0.6), st.sampled_from(SIZES)
)  # fmt: skip
@example(x=0.53125, down=0.015625, up=0.01171875, size=(28, 14))
@settings(max_examples=60, deadline=None)
def test_each_word_is_nearer_to_its_own_mark(
    x: float, down: float, up: float, size: tuple[int, int]
) -> None:
    shown = plot(xs=[x], marks=(("up", x + up), ("down", x - down)))
    rows = lines(shown, *size)
    dots = sorted(places(rows, UNICODE.mark), key=lambda place: place[1])
    words = {word: place for word in ("up", "down") for place in places(rows, rf"\b{word}\b")}
    if len(dots) == 2:
        for word, own, other in (("down", dots[0], dots[1]), ("up", dots[1], dots[0])):
            if word in words:
                assert far(word, words[word], own) < far(word, words[word], other)
                assert far(word, words[word], own) <= 3, "it touches its mark"


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


def test_the_axis_is_named_at_every_step_of_the_course() -> None:
    course = bundled_course()
    for lesson in course.lessons:
        for step in lesson.steps:
            session = LessonSession(course, history=History(place=Place(lesson.id, step.id)))
            scene = session.scene()
            if scene is None or scene.sentence:
                continue
            for width, height in SIZES[1:]:
                drawn = text(draw(scene, width, height)).split("\n")
                foot = next(y for y, row in enumerate(drawn) if UNICODE.corner in row)
                assert scene.x in drawn[foot + 1], (lesson.id, step.id, width)
                assert re.search(r"\d", drawn[foot + 1]), "and has numbers"


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
