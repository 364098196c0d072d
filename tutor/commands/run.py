"""`tutor run`: what a listing prints, as a table or as JSON too."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from tutor import front_end
from tutor.arguments import completers
from tutor.arguments.parser import AUTHORS, Command, Parser
from tutor.errors import ListingError, TutorError, UsageError, on_one_line
from tutor.process import files, streams

if TYPE_CHECKING:
    from tutor.course.loader import Course
    from tutor.course.model import Lesson, Step
    from tutor.engine.listing import Listing
    from tutor.engine.numbers import Number
    from tutor.engine.trace import Trace

LARGEST = 100_000
"""Bytes of a listing in a file of its own."""


def _options(parser: Parser) -> None:
    what = "a step, a file or standard input"
    parser.add("listing", what, metavar="LESSON/STEP|FILE.py|-", complete=completers.listing)
    parser.add_settings()
    shape = parser.add_mutually_exclusive_group()
    parser.add_flag("--table", "every variable at every update", group=shape)
    parser.add_flag("--json", "the same and more, as one JSON document", group=shape)


def run(options: argparse.Namespace) -> int:
    """Print the run; 1 where it was stopped before its end."""
    where, constants = options.listing, dict(options.set)
    listing = _listing(where, options)
    check_constants(constants, listing)
    seen = options.table or options.json
    try:
        trace = listing.run(constants) if seen else listing.printed(constants)
    except ListingError as error:
        if not seen:
            streams.output.write(error.printed)
        raise TutorError(f"{where}: {error}") from None
    if options.table:
        streams.output.write(_table(trace))
    elif options.json:
        streams.output.write(_document(where, listing, constants, trace))
    else:
        streams.output.write(trace.output)
    if trace.stopped:
        streams.say(trace.stopped)
    return 1 if trace.stopped else 0


def _listing(where: str, options: argparse.Namespace) -> Listing:
    """The listing of LESSON/STEP, in a file, or for `-` in standard input. Raises TutorError."""
    from tutor.engine.listing import listing

    path = Path(where)
    if where == "-":
        try:
            return listing(streams.input.read(LARGEST + 1).removeprefix("\ufeff"))
        except ListingError as error:
            raise TutorError(error.told()) from None
    if where.endswith(".py") or files.mode(path):
        try:
            return listing(_text_of(path))
        except ListingError as error:
            raise TutorError(error.told(str(path))) from None
    _, _, step = step_of(where, options)
    if not step.code:
        raise TutorError(f"{where} is a page to read: there is nothing to run")
    return step.listing


def _text_of(path: Path) -> str:
    """A file's text. Raises TutorError in one sentence."""
    shown = on_one_line(path)
    if files.is_folder(path):
        raise TutorError(f"{shown}: a folder")
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise TutorError(f"{shown}: longer than a listing can be ({LARGEST:,} bytes)")
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise TutorError(f"{shown}: not a text in UTF-8") from None
    except FileNotFoundError:
        raise TutorError(f"{shown}: no such file{files.meant(path, '.py')}") from None
    except OSError as error:
        raise TutorError(f"{shown}: cannot be read: {error.strerror}") from None


def step_of(where: str, options: argparse.Namespace) -> tuple[Course, Lesson, Step]:
    """The step that LESSON/STEP names. Raises TutorError with the nearest."""
    course = front_end.load_course(options)
    name, _, step = where.partition("/")
    lesson = course.lesson(name)
    if not step:
        steps = ", ".join(f"{name}/{one.id}" for one in lesson.steps[:6])
        more = " …" if len(lesson.steps) > 6 else ""
        raise UsageError(f"which step of {name}? {steps}{more}")
    return course, lesson, lesson.step(step)


def check_constants(constants: Mapping[str, Number], listing: Listing) -> None:
    """Refuse a constant that the listing does not have. Raises UsageError with the nearest."""
    for name in constants:
        if name not in listing.parameters:
            hint = listing.nearest_constant(name)
            raise UsageError(f"there is no constant `{on_one_line(name)}` in this listing; {hint}")


def _document(where: str, listing: Listing, constants: Mapping[str, Number], trace: Trace) -> str:
    """Everything about one run."""
    return streams.json_text(
        {
            "listing": where,
            "constants": {**listing.parameters, **constants},
            "names": trace.names,
            "rows": trace.rows,
            "updates": trace.updates,
            "ending": str(listing.ending(constants)),
            "output": trace.output,
            "stopped": trace.stopped,
        }
    )


def _table(trace: Trace) -> str:
    """Every variable at every update, right-aligned; row 0 is what stands before any."""
    from tutor.engine.numbers import number

    columns = [["update", *map(str, range(trace.updates + 1))]]
    for name in trace.names:
        column = trace.column(name)
        if any(value is not None for value in column):
            columns.append([name, *("" if value is None else number(value) for value in column)])
    widths = [max(map(len, column)) for column in columns]
    rows = (map(str.rjust, row, widths) for row in zip(*columns, strict=True))
    return "".join(f"{'  '.join(row).rstrip()}\n" for row in rows)


COMMAND = Command(
    help="run a listing and print exactly what it prints",
    about="""\
A listing is that of a lesson's step, a file, or - for standard input. It is written in the part of
Python that lessons use (docs/listing-language.md), and runs without any access to this machine.""",
    run=run,
    options=_options,
    examples=(
        ("tutor run add-alpha/smaller-steps --set alpha=0.5", "with another alpha"),
        ("tutor run mine.py --table", "every variable at every update"),
        ("echo 'print(1 + 1)' | tutor run -", "from standard input"),
    ),
    status="0 done, 1 the input has problems or the run was stopped, 2 wrong usage,\n"
    "  130 interrupted",
    shared=("lessons",),
    audience=AUTHORS,
)
