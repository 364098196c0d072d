"""Maps in cells: what stands where, in both character sets and in every size."""

from __future__ import annotations

import pytest

from tutor.chart.canvas import Row
from tutor.chart.contours import draw_map, traced
from tutor.chart.drawing import draw
from tutor.session.picture.curve import Curve
from tutor.session.picture.scene import Frame, Ground, Mark, Scene
from tutor.session.picture.terrain import Contour


def ring(radius: float) -> Curve:
    """A circle about (0, 0)."""
    from math import cos, pi, sin

    return tuple(
        (radius * cos(pi * step / 60), radius * sin(pi * step / 60)) for step in range(121)
    )


GROUND = Ground("error", (Contour(".1", (ring(0.5),)), Contour("1", (ring(1.5),))))
SCENE = Scene(
    frame=Frame(-2, 2, -2, 2),
    x="w0",
    y="w1",
    ground=GROUND,
    bottom=Mark("bottom", 0, 0),
    now=Mark("now", -1, 1),
    trail=(Mark("0", -1.8, -1.5), Mark("1", -1, -1)),
)


def lines(rows: tuple[Row, ...]) -> list[str]:
    return ["".join(text for text, _ in row) for row in rows]


def styled(rows: tuple[Row, ...], style: str) -> str:
    return " ".join(text.strip() for row in rows for text, one in row if one == style)


@pytest.mark.parametrize("charset", ["unicode", "ascii"])
@pytest.mark.parametrize(
    "size", [(60, 20), (100, 40), (30, 12), (20, 6), (500, 130), (9, 3), (0, 5)]
)
def test_a_map_fills_its_rectangle(size: tuple[int, int], charset: str) -> None:
    rows = lines(draw(SCENE, *size, charset=charset))  # type: ignore[arg-type]
    assert len(rows) == (size[1] if size[0] else 0) and all(len(row) == size[0] for row in rows)
    assert charset == "unicode" or all(row.isascii() for row in rows)
    assert not any("\u00a0" in row for row in rows)


@pytest.mark.parametrize("charset", ["unicode", "ascii"])
def test_what_stands_on_it(charset: str) -> None:
    rows = draw_map(SCENE, 70, 24, charset=charset)
    text = "\n".join(lines(rows))
    for words in ("w1", "w0", "now", "bottom", "start", "error 1"):
        assert text.count(words) == 1, words
    assert styled(rows, "mark") == "1 0", "the first updates, from above"
    assert styled(rows, "now").split() == ["●" if charset == "unicode" else "@", "now"]
    assert styled(rows, "past") and styled(rows, "curve0") and styled(rows, "curve3")
    assert styled(rows, "curve0").count(".1") >= 1
    assert "you" not in text and "true" not in text


def test_a_guess_moves_nothing_else() -> None:
    before = draw_map(SCENE, 70, 24)
    aimed = draw_map(SCENE._replace(guess=Mark("you 0.5", 0.5, 1)), 70, 24)
    assert styled(aimed, "guess").split() == ["◇", "you", "0.5"]
    for style in ("label", "axis"):
        assert styled(before, style) == styled(aimed, style)
    heights = [
        [text for text in styled(rows, "curve3").split() if text.isalnum()]
        for rows in (before, aimed)
    ]
    assert heights[0] == heights[1] == ["error", "1"]


def test_the_truth_comes_at_the_end_of_the_step() -> None:
    told = SCENE._replace(truth=Mark("true 0.5", 0.5, -0.5), guess=Mark("you 1", 1, 1))
    assert "◆" not in "".join(lines(draw_map(told._replace(swept=0.5), 70, 24)))
    rows = draw_map(told, 70, 24)
    words = styled(rows, "truth")
    assert "◆" in words and "true 0.5" in words and len(words) > 20, "a line leads there"


def test_there_is_a_sentence_where_nothing_can_be_drawn() -> None:
    said = SCENE._replace(sentence="Nothing is drawn.")
    assert "Nothing is drawn." in " ".join("".join(lines(draw_map(said, 60, 20))).split())
    flat = SCENE._replace(frame=Frame(1, 1, 0, 2))
    assert "too close together" in " ".join("".join(lines(draw_map(flat, 60, 20))).split())
    assert "needs more room" in " ".join("".join(lines(draw_map(SCENE, 12, 12))).split())
    wide = SCENE._replace(frame=Frame(-2, 2, -123456.789, 123456.7890001))
    assert "" not in [line.strip() for line in lines(draw_map(wide, 20, 9))[:3]]
    bare = SCENE._replace(ground=Ground("error", ()), bottom=None, now=None, trail=())
    assert "w0" in "".join(lines(draw_map(bare, 60, 20)))


def test_lines_in_ascii_follow_their_slope() -> None:
    def drawn(*points: tuple[float, float]) -> list[str]:
        return list(traced([points], 6, 3))

    assert drawn((0.5, 0.0), (0.5, 1.0)) == ["  |   ", "  |   ", "  |   "]
    assert drawn((0.0, 0.5), (1.0, 0.5))[1] == "------"
    assert set("".join(drawn((0.0, 0.0), (0.5, 1.0)))) == {" ", "/"}
    assert set("".join(drawn((0.0, 1.0), (0.5, 0.0)))) == {" ", "\\"}
    assert drawn((0.0, 0.02), (1.0, 0.02))[2] == "......"
    assert drawn((0.0, 0.98), (1.0, 0.98))[0] == "''''''"


def test_a_long_name_stands_inside() -> None:
    row = lines(draw_map(SCENE._replace(y="weights[1]"), 60, 20))[0]
    assert row.startswith("  │weights[1]") or "│weights[1]" in row


def test_a_line_without_a_height_that_may_be_told_has_none() -> None:
    secret = Ground("error", (Contour("", (ring(0.5),)), Contour("1", (ring(1.5),))))
    text = "".join(lines(draw_map(SCENE._replace(ground=secret), 70, 24)))
    assert ".1" not in text and "error 1" in text
