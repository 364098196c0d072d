"""`tutor schema`: the lesson format as JSON Schema, for editors; made from the models. And
that of a quiz's report, for whoever reads it by program."""

from __future__ import annotations

import argparse
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from tutor.arguments.parser import AUTHORS, Command, Parser
from tutor.process import streams

if TYPE_CHECKING:
    from tutor.course.part import Part

LESSON_SCHEMA = "lesson.schema.json"
COURSE_SCHEMA = "course.schema.json"


def _options(parser: Parser) -> None:
    which = parser.add_mutually_exclusive_group()
    parser.add_flag("--course", "that of course.yaml instead", group=which)
    parser.add_flag("--report", "that of what `tutor quiz --report` writes", group=which)


def run(options: argparse.Namespace) -> int:
    """Print a JSON Schema."""
    if options.report:
        from tutor.session.report import schema

        streams.output.write(streams.json_text(schema()))
    else:
        streams.output.write(course_schema() if options.course else lesson_schema())
    return 0


def lesson_schema() -> str:
    """The schema of a lesson file, as the text of a JSON file."""
    from tutor.course.model import Lesson

    return _schema(Lesson, "A lesson of the tutor")


def course_schema() -> str:
    """The schema of course.yaml, as the text of a JSON file."""
    from tutor.course.model import CourseFile

    return _schema(CourseFile, "A course of the tutor")


def _schema(part: type[Part], title: str) -> str:
    """The schema of a part, and beneath it of all the parts that it is made of."""
    parts: dict[str, type[Part]] = {}
    own = _definition(part, parts)
    definitions: dict[str, Any] = {}
    while waiting := [name for name in parts if name not in definitions]:
        for name in waiting:
            definitions[name] = _definition(parts[name], parts)
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$defs": dict(sorted(definitions.items())),
        **own,
        "title": title,
    }
    return streams.json_text(whole)


def _definition(part: type[Part], parts: dict[str, type[Part]]) -> dict[str, Any]:
    """The schema of one part; the parts that it refers to are added to `parts`."""
    from inspect import getdoc

    from tutor.course.part import REQUIRED

    described = _described(part)
    properties = {
        key: {
            **({"default": field.default} if field.default not in (REQUIRED, {}) else {}),
            **field.shape.schema(parts),
            "description": described[key],
        }
        for key, field in part.fields.items()
    }
    required = [key for key, field in part.fields.items() if field.default is REQUIRED]
    return {
        "additionalProperties": False,
        "description": getdoc(part),
        "properties": properties,
        **({"required": required} if required else {}),
        "title": part.__name__,
        "type": "object",
    }


def _described(part: type[Part]) -> dict[str, str]:
    """What stands beneath each field of a part, by its key."""
    import ast
    import inspect

    found: dict[str, str] = {}
    for base in reversed(part.__mro__[: part.__mro__.index(object)]):
        body = ast.parse(inspect.getsource(base)).body[0]
        assert isinstance(body, ast.ClassDef)
        for field, below in pairwise(body.body):
            match field, below:
                case ast.AnnAssign(ast.Name(name)), ast.Expr(ast.Constant(str(text))):
                    found[name.rstrip("_")] = inspect.cleandoc(text)
    return found


COMMAND = Command(
    help="print the lesson format as JSON Schema, for editors",
    about="""\
A lesson that `tutor new` began names its schema in its first line, where editors with a YAML
language server find it; this prints the same. What a quiz reports has a schema too, with a sentence
about each field.""",
    run=run,
    options=_options,
    examples=(("tutor schema > lesson.schema.json", "beside the lessons"),),
    audience=AUTHORS,
)
