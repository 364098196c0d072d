"""`tutor schema`: the lesson format, for editors."""

from __future__ import annotations

import argparse

from tutor.arguments.parser import AUTHORS, Command, Parser
from tutor.process import streams


def _options(parser: Parser) -> None:
    parser.add_flag("--course", "that of course.yaml instead")


def run(options: argparse.Namespace) -> int:
    """Print a JSON Schema."""
    from tutor.authoring.schema import course_schema, lesson_schema

    streams.output.write(course_schema() if options.course else lesson_schema())
    return 0


COMMAND = Command(
    help="print the lesson format as JSON Schema, for editors",
    about="""\
A lesson that `tutor new` began names its schema in its first line, where editors with a YAML
language server find it; this prints the same.""",
    run=run,
    options=_options,
    examples=(("tutor schema > lesson.schema.json", "beside the lessons"),),
    audience=AUTHORS,
)
