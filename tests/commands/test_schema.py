"""The committed schemas are those of the models, and say what the loader says."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tutor.commands.schema import COURSE_SCHEMA, LESSON_SCHEMA, course_schema, lesson_schema
from tutor.course.index import bundled


@pytest.mark.parametrize(
    ("name", "text"), [(LESSON_SCHEMA, lesson_schema), (COURSE_SCHEMA, course_schema)]
)
def test_the_committed_schema_has_not_drifted(name: str, text: Callable[[], str]) -> None:
    committed = (bundled() / name).read_text(encoding="utf-8")
    option = " --course" if name == COURSE_SCHEMA else ""
    assert committed == text(), f"write it anew: tutor schema{option} > lessons/{name}"


def test_every_key_of_the_format_is_described_for_the_editor() -> None:
    definitions = json.loads(lesson_schema())["$defs"]
    undescribed = [
        f"{name}.{key}"
        for name, definition in definitions.items()
        for key, value in definition.get("properties", {}).items()
        if not value.get("description")
    ]
    assert undescribed == []


def test_the_schema_names_keys_as_they_are_written() -> None:
    definitions = json.loads(lesson_schema())["$defs"]
    assert set(definitions["Range"]["properties"]) == {"from", "to", "by"}
    assert "with" in definitions["Predict"]["properties"]
    assert definitions["Step"]["additionalProperties"] is False
