"""The JSON Schemas that editors complete lesson files from; made from the models."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.core.lesson import Part

LESSON_SCHEMA = "lesson.schema.json"
COURSE_SCHEMA = "course.schema.json"


def lesson_schema() -> str:
    """The schema of a lesson file, as the text of a JSON file."""
    from tutor.core.lesson import Lesson

    return _schema(Lesson, "A lesson of the tutor")


def course_schema() -> str:
    """The schema of course.yaml, as the text of a JSON file."""
    from tutor.core.lesson import CourseFile

    return _schema(CourseFile, "A course of the tutor")


def _schema(model: type[Part], title: str) -> str:
    schema = model.model_json_schema(by_alias=True)
    top = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return json.dumps({**top, **schema, "title": title}, indent=2, ensure_ascii=False) + "\n"
