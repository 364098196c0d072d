"""Each shape tells an editor what it reads itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.course.lessons import written
from tutor.course.index import bundled
from tutor.course.loader import read_lesson
from tutor.course.model import PARTS, Lesson, Quiz
from tutor.course.part import AnyOf, InOrder, Part, PartOf
from tutor.course.questions import QUESTIONS
from tutor.course.ranges import Range
from tutor.course.shapes import Maybe, Shape
from tutor.course.yaml_tree import parse_document
from tutor.errors import ProblemsError


def described(part: type[Part]) -> dict[str, Any]:
    """The schema of each field of a part."""
    return {key: field.shape.schema({}) for key, field in part.fields.items()}


def definitions(name: str) -> dict[str, Any]:
    """The parts in a committed schema."""
    committed: dict[str, dict[str, Any]] = json.loads((bundled() / name).read_text("utf-8"))
    return committed["$defs"]


def test_the_committed_schema_says_of_each_key_what_is_read() -> None:
    found = definitions("lesson.schema.json")
    assert set(found) == set(PARTS) - {"Lesson", "CourseFile"}
    for name, definition in found.items():
        for key, shape in described(PARTS[name]).items():
            told = definition["properties"][key]
            told.pop("default", None)
            assert {**told, "description": ""} == {**shape, "description": ""}


def test_the_parts_beneath_are_named() -> None:
    parts: dict[str, type[Part]] = {}
    assert AnyOf(QUESTIONS).schema(parts)["oneOf"][0] == {"$ref": "#/$defs/Predict"}
    assert list(parts.values()) == list(QUESTIONS.values())
    assert described(Quiz)["vary"]["minProperties"] == 1
    assert described(Lesson)["format"] == {"const": 1, "type": "integer"}


SHAPES: tuple[tuple[Shape, str], ...] = (
    (Maybe(PartOf(Range)), "null"),
    (Maybe(PartOf(Range), False), "false"),
    (InOrder(Range), "[0, 1, 0.5]"),
    (PartOf(Range), "{from: 0, to: 1, by: 0.5}"),
)


def read() -> Iterator[tuple[Shape, str, Any]]:
    """Every shape with every text, and what is read."""
    for shape, _ in SHAPES:
        for _, text in SHAPES:
            document = parse_document(text, "")
            value = shape.read(document.root, "", document)
            yield shape, text, None if document.problems else (value,)


@pytest.mark.parametrize("number", range(len(SHAPES)))
def test_each_shape_reads_what_it_is_made_for(number: int) -> None:
    shape, own = SHAPES[number]
    found = {text: value for other, text, value in read() if other is shape}
    assert found[own] is not None
    wide = isinstance(shape, Maybe)
    assert sum(value is not None for value in found.values()) == 1 + wide


def test_no_part_is_made_of_a_text_that_is_too_full_of_problems(tmp_path: Path) -> None:
    text = "format: 1\n" + "".join(f"k{n}: 1\n" for n in range(200))
    lesson, document = read_lesson(written(tmp_path, text))
    assert lesson is None
    assert len(document.problems) == 100
    with pytest.raises(ProblemsError):
        parse_document("a: [", "x")
