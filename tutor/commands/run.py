"""`tutor run`: what a listing prints."""

from __future__ import annotations

import argparse

from tutor.arguments import completers, values
from tutor.arguments.command import AUTHORS, COURSE, Command
from tutor.arguments.parser import Parser
from tutor.process import streams


def _options(parser: Parser) -> None:
    parser.add(
        "listing",
        metavar="LESSON/STEP|FILE.py|-",
        help="a step, a file or standard input",
        complete=completers.listing,
    )
    parser.add_settings()
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--table", action="store_true", help="every variable at every update")
    shape.add_argument(
        "--json", action="store_true", help="the same and more, as one JSON document"
    )


def run(options: argparse.Namespace) -> int:
    """Print the run; 1 where it was stopped before its end."""
    from tutor.authoring.run_command import run_listing

    ran = run_listing(
        options.listing,
        values.course_folder(options.lessons),
        values=dict(options.set),
        shape="table" if options.table else "json" if options.json else "output",
    )
    streams.output.write(ran.text)
    if ran.stopped:
        streams.say(ran.stopped)
    return 1 if ran.stopped else 0


COMMAND = Command(
    help="run a listing and print exactly what it prints",
    about="""\
A listing is that of a lesson's step, a file, or - for standard input. It is written in the small
part of Python that lessons use, and runs without any access to this machine.""",
    run=run,
    options=_options,
    examples=(
        ("tutor run add-alpha/smaller-steps --set alpha=0.5", "with another alpha"),
        ("tutor run mine.py --table", "every variable at every update"),
        ("echo 'print(1 + 1)' | tutor run -", "from standard input"),
    ),
    environment=COURSE,
    status="0 done, 1 the input has problems or the run was stopped, 2 wrong usage,\n"
    "  130 interrupted",
    shared=("lessons",),
    audience=AUTHORS,
)
