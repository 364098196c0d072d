"""Words into rows: nothing is lost, and nothing is wider than it may be."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.ui.text_layout import Row, fill, flow, inline, merged, plain, spread, width_of, wrap

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "M")), max_size=60)
ROWS = st.lists(st.tuples(TEXTS, st.sampled_from(["text", "code", "cursor"])), max_size=6).map(
    tuple
)
WIDTHS = st.integers(4, 40)


@given(ROWS, WIDTHS)
@settings(max_examples=200)
def test_fill_is_exactly_as_wide_as_it_is_told(row: Row, width: int) -> None:
    assert width_of(fill(row, width)) == width
    assert width_of(merged(fill(row, width))) == width


@given(ROWS)
def test_merged_says_the_same(row: Row) -> None:
    assert plain(merged(row)) == plain(row)


@given(ROWS, WIDTHS)
@settings(max_examples=200)
def test_wrapping_loses_no_word_and_keeps_to_the_width(row: Row, width: int) -> None:
    rows = wrap(row, width, indent="  ")
    assert all(width_of(one) <= max(width, 3) for one in rows)
    assert "".join("".join(map(plain, rows)).split()) == "".join(plain(row).split())


@given(ROWS, ROWS, WIDTHS)
def test_spread_keeps_the_right_end(left: Row, right: Row, width: int) -> None:
    row = spread(left, right, width)
    assert width_of(row) <= width
    if width_of(right) < width:
        assert plain(row).endswith(plain(right))


def test_flow_breaks_between_groups_only() -> None:
    groups: list[Row] = [((word, "text"),) for word in ("enter next", "r run one", "a run all")]
    assert [plain(row) for row in flow(groups, 24)] == ["enter next   r run one", "a run all"]


def test_the_little_markdown_of_a_sentence() -> None:
    assert inline("Not **you**, `weight`!") == (
        ("Not ", "text"),
        ("you", "strong"),
        (", ", "text"),
        ("weight", "code"),
        ("!", "text"),
    )
    assert plain(inline("2 * 3 * 4")) == "2 * 3 * 4"
