"""`tutor lint`: everything wrong with lesson files at once."""

from __future__ import annotations

import argparse
from pathlib import Path

from tutor import front_end
from tutor.arguments import completers
from tutor.arguments.parser import AUTHORS, Command, Parser
from tutor.process import streams


def _options(parser: Parser) -> None:
    parser.add(
        "paths", "files or folders", nargs="*", metavar="PATH", complete=completers.file(".yaml")
    )
    parser.add_flag("--json", "the problems as one JSON document")


def run(options: argparse.Namespace) -> int:
    """List the problems."""
    from tutor.authoring.lint import lint

    problems = lint([Path(path) for path in options.paths] or [front_end.course(options)])
    if options.json:
        streams.output.write(streams.json_text([one._asdict() for one in problems]))
    else:
        streams.output.write("".join(f"{one}\n" for one in problems))
    return 1 if problems else 0


COMMAND = Command(
    help="check lesson files: everything wrong with them at once",
    about="""\
Lessons are loaded and run. Each problem is one line, path:line:column: what. Without a PATH the
course in use is checked.""",
    run=run,
    options=_options,
    examples=(
        ("tutor lint my-course", "a folder"),
        ("tutor lint my-course/momentum.yaml --json", "one file, for a program"),
    ),
    status="0 no problem, 1 problems (listed), 2 wrong usage, 130 interrupted",
    shared=("lessons",),
    audience=AUTHORS,
)
