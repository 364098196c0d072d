"""Titles, and what lessons are about, with the values of their listings."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.course.lessons import changed, written
from tutor.course.headings import filled, heading_fault
from tutor.course.index import Entry, course_index
from tutor.course.loader import load_lesson
from tutor.engine.listing import listing

CODE = (
    "weight = 6\nalpha = 0.5\nfor i in range(2):\n    error = weight\n    weight = weight * alpha\n"
)
NET = """\
weight = 1
for epoch in range(2):
    for row in range(3):
        weight = weight * 2
"""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("No values", "No values"),
        ("From {weight}", "From 6"),
        ("{weight@0} → {weight@2:.2f}", "6 → 1.50"),
        ("{error@1} {{braces}}", "6 {braces}"),
        ("From {wait}", "From {wait}"),
        ("From {error}", "From {error}"),
        ("From {weight", "From {weight"),
        ("From {weight:wide}", "From {weight:wide}"),
    ],
)
def test_a_heading_is_filled_whole_or_stays_as_it_is(text: str, shown: str) -> None:
    assert filled(text, listing(CODE)) == shown
    assert filled(text, None) == text


@pytest.mark.parametrize(
    ("text", "offset", "why"),
    [
        ("No values", 0, ""),
        ("From {weight@1} by {alpha:.1f}", 0, ""),
        ("{weight} and {wait}", 13, "`{wait}` is not a variable of the listing"),
        ("From {error}", 5, "no value can be put in here: error has no value at update 0"),
        ("To }", 3, "a single `}`; write `}}` for a brace"),
    ],
)
def test_why_a_heading_cannot_be_filled(text: str, offset: int, why: str) -> None:
    assert heading_fault(text, listing(CODE)) == (offset, why)


def test_where_no_listing_is_a_heading_has_no_values() -> None:
    what = "no value is put in here for `{weight}`; write it in words"
    assert heading_fault("From {weight@2}", None) == (5, what)
    assert heading_fault("In {{words}}", None) == (0, "")


PAGE = "  - {id: page, title: 'Of {weight}', text: Read.}\n"


def test_the_headings_of_a_lesson_are_filled_in_the_menu_too(tmp_path: Path) -> None:
    text = changed(
        ("title: Small", "title: From {weight}\nabout: It aims at {goal:.1f}."),
        ("title: First", "title: After one update {weight@1}"),
    )
    lesson = load_lesson(written(tmp_path, text + PAGE))
    assert (lesson.title, lesson.about) == ("From 6", "It aims at 2.5.")
    assert [step.title for step in lesson.steps] == ["After one update 5.3", "Of {weight}"]
    steps = tuple((step.id, step.title) for step in lesson.steps)
    assert course_index(tmp_path) == (Entry("small", "small", lesson.title, lesson.about, steps),)


def test_a_lesson_is_headed_by_its_first_listing_wherever_that_stands(tmp_path: Path) -> None:
    (tmp_path / "net.py").write_text(NET, encoding="utf-8")
    text = """\
format: 1
id: small
title: To {weight@6}
steps:
  - id: page
    title: First
    text: Read.
  - id: net
    title: After three rows {weight@3}
    code: {file: net.py}
    update: {line: 3}
  - id: epochs
    title: After an epoch {weight@1}
    code: {file: net.py}
"""
    lesson = load_lesson(written(tmp_path, text))
    titles = ["First", "After three rows 8", "After an epoch 8"]
    assert lesson.title == "To 64" and [step.title for step in lesson.steps] == titles
    (entry,) = course_index(tmp_path)
    assert entry.title == "To 64" and [title for _, title in entry.steps] == titles


@pytest.mark.parametrize(
    "step",
    [
        "{title: 'At {weight}', code: {file: gone.py}}",
        "{title: 'At {weight}', code: {file: ../net.py}}",
        "{title: 'At {weight}', code: 'weight = ='}",
        "{title: 'At {weight}', code: 'weight = 6', update: {line: two}}",
        "{title: 'At {weight}', code: 'weight = 6', update: {line: [2]}}",
        "{title: 'At {weight}', code: 7, update: 7}",
        "{title: 'At {weight}'}",
    ],
)
def test_the_menu_shows_a_title_as_it_is_written_where_nothing_runs(
    tmp_path: Path, step: str
) -> None:
    head = "format: 1\nid: small\ntitle: From {weight}\n"
    written(tmp_path, f"{head}steps: [{step}, words]\n")
    steps = (("", "At {weight}"), ("", ""))
    assert course_index(tmp_path) == (Entry("small", "small", "From {weight}", "", steps),)
    written(tmp_path, f"{head}steps: 7\n")
    assert course_index(tmp_path) == (Entry("small", "small", "From {weight}", "", ()),)
