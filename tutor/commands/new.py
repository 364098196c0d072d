"""`tutor new`: a lesson that already lints and plays."""

from __future__ import annotations

import argparse

from tutor.arguments.command import AUTHORS, Command
from tutor.arguments.parser import Parser
from tutor.arguments.values import path
from tutor.process import streams


def _options(parser: Parser) -> None:
    parser.add("name", metavar="NAME", help="the lesson's id: small letters and hyphens")


def run(options: argparse.Namespace) -> int:
    """Write it and print its path."""
    from tutor.authoring.new import new

    streams.output.write(f"{new(path(options.lessons or '.'), options.name)}\n")
    return 0


COMMAND = Command(
    help="begin a lesson that already lints and plays",
    about="""\
The file is made in the folder given with --lessons, or in this one; course.yaml is made beside it
or extended. Nothing that is there is overwritten.""",
    run=run,
    options=_options,
    examples=(("tutor new momentum --lessons my-course", "my-course/momentum.yaml"),),
    shared=("lessons",),
    audience=AUTHORS,
)
