"""The JSON Schemas that editors complete lesson files from; made from the models."""

from __future__ import annotations

import ast
import inspect
import json
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.course.part import Part

LESSON_SCHEMA = "lesson.schema.json"
COURSE_SCHEMA = "course.schema.json"


def lesson_schema() -> str:
    """The schema of a lesson file, as the text of a JSON file."""
    from tutor.course.model import Lesson

    return _schema(Lesson, "A lesson of the tutor")


def course_schema() -> str:
    """The schema of course.yaml, as the text of a JSON file."""
    from tutor.course.model import CourseFile

    return _schema(CourseFile, "A course of the tutor")


def _schema(model: type[Part], title: str) -> str:
    from tutor.course.model import PARTS
    from tutor.course.schema import shape

    schema = shape(model).json_schema(by_alias=True)
    for name, definition in {model.__name__: schema, **schema["$defs"]}.items():
        for key, text in _described(PARTS[name]).items():
            definition["properties"][key]["description"] = text
    top = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return json.dumps({**top, **schema, "title": title}, indent=2, ensure_ascii=False) + "\n"


def _described(part: type[Part]) -> dict[str, str]:
    """What stands beneath each field of a part, by its key."""
    found: dict[str, str] = {}
    for base in reversed(part.__mro__[: part.__mro__.index(object)]):
        body = ast.parse(inspect.getsource(base)).body[0]
        assert isinstance(body, ast.ClassDef)
        for field, below in pairwise(body.body):
            match field, below:
                case ast.AnnAssign(ast.Name(name)), ast.Expr(ast.Constant(str(text))):
                    found[name.rstrip("_")] = inspect.cleandoc(text)
    names = inspect.signature(part).parameters
    return {key: text for key, text in found.items() if {key, f"{key}_"} & set(names)}
