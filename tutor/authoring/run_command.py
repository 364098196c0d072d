"""`tutor run`: a listing's run, as it prints, as a table or as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tutor.authoring.output import columns, json_text
from tutor.engine.numbers import NOTHING, Number, number
from tutor.errors import ListingError, TutorError, UsageError, nearest
from tutor.process.files import files_in, is_folder, mode
from tutor.process.streams import input

if TYPE_CHECKING:
    from tutor.course.catalog import Course
    from tutor.course.model import Lesson, Step
    from tutor.engine.listing import Listing
    from tutor.engine.trace import Trace

LARGEST = 100_000
"""Bytes of a listing in a file of its own."""


class Ran(NamedTuple):
    """What a run has to say."""

    text: str
    """For stdout."""
    stopped: str
    """Why it did not go on to its end, or empty."""


def run_listing(
    where: str,
    lessons: Path,
    *,
    values: Mapping[str, Number] = NOTHING,
    shape: str = "output",
) -> Ran:
    """Run a listing: LESSON/STEP, a file, or `-` for standard input.

    `shape` is `output` (the very characters that it prints), `table` (every variable at every
    update) or `json` (both). Raises TutorError, naming the nearest that there is.
    """
    listing, values = _listing(where, lessons, values)
    try:
        trace = listing.run(values)
    except ListingError as error:
        raise TutorError(f"{where}: {error}") from None
    match shape:
        case "table":
            text = _table(trace)
        case "json":
            text = json_text(_run_document(where, listing, values, trace))
        case _:
            text = trace.output
    return Ran(text, trace.stopped)


def _listing(
    where: str, lessons: Path, values: Mapping[str, Number]
) -> tuple[Listing, Mapping[str, Number]]:
    """The listing that is meant, and the constants to run it with."""
    from tutor.engine.listing import listing

    path = Path(where)
    if where == "-":
        found = listing(input.read(LARGEST + 1))
    elif where.endswith(".py") or mode(path):
        try:
            found = listing(_text_of(path))
        except ListingError as error:
            raise TutorError(f"{path}: {error}") from None
    else:
        _, _, step = step_of(where, lessons)
        if not step.code:
            raise TutorError(f"{where} is a page to read: there is nothing to run")
        found = step.listing
    check_constants(values, found)
    return found, values


def check_constants(values: Mapping[str, Number], listing: Listing) -> None:
    """Refuse a constant that the listing does not have."""
    for name in values:
        if name not in listing.parameters:
            near = nearest(name, listing.parameters)
            known = ", ".join(listing.parameters) or "none"
            hint = f"did you mean {near}?" if near else f"there are {known}"
            raise UsageError(f"there is no constant `{name}` in this listing; {hint}")


def _text_of(path: Path) -> str:
    """A file's text. Raises TutorError in one sentence."""
    if is_folder(path):
        raise TutorError(f"{path}: a folder")
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise TutorError(f"{path}: longer than a listing can be ({LARGEST:,} bytes)")
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise TutorError(f"{path}: not a text in UTF-8") from None
    except FileNotFoundError:
        near = nearest(path.name, files_in(path.parent, ".py"))
        more = f"; did you mean {path.parent / near}?" if near else ""
        raise TutorError(f"{path}: no such file{more}") from None
    except OSError as error:
        raise TutorError(f"{path}: cannot be read: {error.strerror}") from None


def step_of(where: str, lessons: Path) -> tuple[Course, Lesson, Step]:
    """The step that LESSON/STEP names. Raises TutorError with the nearest."""
    from tutor.course.loader import load_course

    course = load_course(lessons)
    name, _, step = where.partition("/")
    lesson = course.lesson(name)
    if not step:
        steps = ", ".join(f"{name}/{one.id}" for one in lesson.steps[:6])
        more = " …" if len(lesson.steps) > 6 else ""
        raise UsageError(f"which step of {name}? {steps}{more}")
    return course, lesson, lesson.step(step)


def _run_document(
    where: str, listing: Listing, values: Mapping[str, Number], trace: Trace
) -> dict[str, Any]:
    """Everything about one run."""
    return {
        "listing": where,
        "constants": {**listing.parameters, **values},
        "names": list(trace.names),
        "rows": [list(row) for row in trace.rows],
        "updates": trace.updates,
        "ending": str(listing.ending(values)),
        "output": trace.output,
        "stopped": trace.stopped,
    }


def _table(trace: Trace) -> str:
    """Every variable at every update; row 0 is what stands before any."""
    names = [
        name
        for name in trace.names
        if any(row[trace.names.index(name)] is not None for row in trace.rows)
    ]
    head = ["update", *names]
    body = [
        [
            str(n),
            *(
                "" if trace.value(name, n) is None else number(trace.value(name, n))
                for name in names
            ),
        ]
        for n in range(trace.updates + 1)
    ]
    return columns([head, *body])
