"""What `tutor run` and `tutor try` print: a listing's run, and the verdict on an answer."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tutor.authoring.printed import Printed, columns, json_text
from tutor.engine.numbers import NOTHING, Number, number
from tutor.errors import ListingError, TutorError, UsageError, nearest

if TYPE_CHECKING:
    from tutor.core.asked import Asked
    from tutor.core.walk import Walk
    from tutor.course.catalog import Course
    from tutor.course.model import Lesson, Step
    from tutor.engine.listing import Listing
    from tutor.engine.trace import Trace

LARGEST = 100_000
"""Bytes of a listing in a file of its own."""


# -- tutor run -------------------------------------------------------------------------------------


def run(
    where: str,
    lessons: Path,
    *,
    values: Mapping[str, Number] = NOTHING,
    shape: str = "output",
) -> Printed:
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
    return Printed(text, trace.stopped)


def _listing(
    where: str, lessons: Path, values: Mapping[str, Number]
) -> tuple[Listing, Mapping[str, Number]]:
    """The listing that is meant, and the constants to run it with."""
    from tutor.engine.listing import listing

    path = Path(where)
    if where == "-":
        found = listing(sys.stdin.read(LARGEST + 1))
    elif where.endswith(".py") or path.exists():
        try:
            found = listing(_text_of(path))
        except ListingError as error:
            raise TutorError(f"{path}: {error}") from None
    else:
        _, _, step = _step(where, lessons)
        if not step.code:
            raise TutorError(f"{where} is a page to read: there is nothing to run")
        found = step.listing
    _check(values, found)
    return found, values


def _check(values: Mapping[str, Number], listing: Listing) -> None:
    """Refuse a constant that the listing does not have."""
    for name in values:
        if name not in listing.parameters:
            near = nearest(name, listing.parameters)
            known = ", ".join(listing.parameters) or "none"
            hint = f"did you mean {near}?" if near else f"there are {known}"
            raise UsageError(f"there is no constant `{name}` in this listing; {hint}")


def _text_of(path: Path) -> str:
    """A file's text. Raises TutorError in one sentence."""
    if not path.is_file():
        what = "a folder" if path.is_dir() else "no such file"
        folder = path.parent
        names = [one.name for one in folder.glob("*.py")] if folder.is_dir() else []
        near = nearest(path.name, names)
        raise TutorError(f"{path}: {what}" + (f"; did you mean {folder / near}?" if near else ""))
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise TutorError(f"{path}: longer than a listing can be ({LARGEST:,} bytes)")
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise TutorError(f"{path}: not a text in UTF-8") from None
    except OSError as error:
        raise TutorError(f"{path}: cannot be read: {error.strerror}") from None


def _step(where: str, lessons: Path) -> tuple[Course, Lesson, Step]:
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


# -- tutor try -------------------------------------------------------------------------------------


def attempt(
    where: str,
    answer: str,
    lessons: Path,
    *,
    question: int = 1,
    values: Mapping[str, Number] = NOTHING,
    as_json: bool = False,
) -> str:
    """What the tutor says to `answer` at the 1-based `question` of LESSON/STEP.

    Raises TutorError, naming the nearest that there is.
    """
    from tutor.core.stage import Stage
    from tutor.core.view import Phase
    from tutor.core.walk import Walk

    course, lesson, step = _step(where, lessons)
    count = len(step.ask)
    if not 1 <= question <= count:
        asks = f"{count} question{'' if count == 1 else 's'}" if count else "nothing"
        raise UsageError(f"{where} asks {asks}; there is no question {question}")
    if values:
        if not step.code:
            raise UsageError(f"{where} has no listing whose constants could be set")
        _check(values, step.listing)
    stage = Stage(course, lesson, step, question - 1, dict(values))
    if stage.fault:
        raise TutorError(f"{where} cannot be run: {stage.fault}")
    walk = Walk(stage, Phase.ASK, typed=answer)
    document = _try_document(where, question, walk)
    return json_text(document) if as_json else _told(document, count)


def _try_document(where: str, question: int, walk: Walk) -> dict[str, Any]:
    """Everything about one answer, the truth included: this is for authors."""
    from tutor.core.showing import exhibit
    from tutor.core.walk import judged, reading
    from tutor.course.questions import Choose, Predict

    view = exhibit(walk).question
    verdict, heard = judged(walk), reading(walk)
    stage = walk.stage
    own = stage.listing.parameters if stage.listing else {}
    document: dict[str, Any] = {
        "step": where,
        "question": question,
        "kind": view.kind if view else "",
        "prompt": view.prompt if view else "",
        "constants": {**own, **stage.values},
        "answer": walk.typed,
        "value": heard.value if heard else None,
        "confidence": heard.confidence if heard else "",
        "verdict": verdict.kind.value,
        "right": verdict.right,
        "counts": verdict.attempt,
        "mistakes": list(verdict.mistakes),
        "say": verdict.say,
    }
    if isinstance(stage.question, Predict):
        document |= _prediction(stage.asked())
    if isinstance(stage.question, Choose):
        options = stage.question.options
        document["truth"] = next((n for n, one in enumerate(options, 1) if one.right), None)
    return document


def _prediction(asked: Asked) -> dict[str, Any]:
    """The truth about a prediction, and what each named mistake gives."""
    from tutor.core.working import worked

    return {
        "truth": asked.truth,
        "tolerance": asked.tolerance,
        "worked": worked(asked.listing, asked.values, asked.variable, asked.after),
        "mistaken": {
            name: {
                "value": value,
                "rule": asked.mistakes[name].rule.strip(),
                "hidden": name in asked.hidden,
            }
            for name, value in asked.mistaken.items()
        },
    }


def _told(document: Mapping[str, Any], count: int) -> str:
    """The document as an author reads it."""
    constants = ", ".join(f"{k} {number(v)}" for k, v in document["constants"].items())
    lines = [f"{document['step']}, question {document['question']} of {count}"]
    lines += [document["prompt"].strip()]
    lines += [f"with {constants}"] if constants else []
    read = f" is read as {number(document['value'])}" if document["value"] is not None else ""
    counts = "" if document["counts"] else ", not counted as a try"
    names = f" {', '.join(document['mistakes'])}" if document["mistakes"] else ""
    lines += ["", f"{document['answer']!r}{read}: {document['verdict']}{names}{counts}"]
    lines += [f"  {line}" for line in document["say"].splitlines()]
    if "tolerance" in document:
        truth, off = document["truth"], document["tolerance"]
        lines += [
            "",
            f"right is {number(truth, 12)}, give or take {number(off, 3)}",
        ]
        lines += [f"  {document['worked']}"] if document["worked"] else []
    lines += _mistakes_told(document.get("mistaken", {}))
    return "".join(f"{line}\n" for line in lines)


def _mistakes_told(mistaken: Mapping[str, Any]) -> list[str]:
    if not mistaken:
        return []
    rows = [
        [name, number(one["value"], 9), one["rule"], "gives the right answer here"]
        if one["hidden"]
        else [name, number(one["value"], 9), one["rule"], ""]
        for name, one in mistaken.items()
    ]
    widths = [max(len(row[i]) for row in rows) for i in range(3)]
    padded = [
        f"  {name:<{widths[0]}}  {value:>{widths[1]}}  {rule:<{widths[2]}}  {note}".rstrip()
        for name, value, rule, note in rows
    ]
    return ["", "named mistakes here", *padded]
