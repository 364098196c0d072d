"""`tutor try`: what the tutor would say to an answer, and the truth behind it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tutor.authoring.output import json_text
from tutor.authoring.run_command import check_constants, step_of
from tutor.engine.numbers import NOTHING, Number, number
from tutor.errors import TutorError, UsageError

if TYPE_CHECKING:
    from tutor.session.exercise import Exercise


def try_answer(
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
    from tutor.session.exercise import Exercise
    from tutor.session.task import Task

    course, lesson, step = step_of(where, lessons)
    count = len(step.ask)
    if not 1 <= question <= count:
        asks = f"{count} question{'' if count == 1 else 's'}" if count else "nothing"
        raise UsageError(f"{where} asks {asks}; there is no question {question}")
    if values:
        if not step.code:
            raise UsageError(f"{where} has no listing whose constants could be set")
        check_constants(values, step.listing)
    task = Task(course, lesson, step, question - 1, dict(values))
    if task.fault:
        raise TutorError(f"{where} cannot be run: {task.fault}")
    exercise = Exercise(task)
    exercise.type(answer)
    document = _try_document(where, question, exercise)
    return json_text(document) if as_json else _told(document, count)


def _try_document(where: str, question: int, exercise: Exercise) -> dict[str, Any]:
    """Everything about one answer, the truth included: this is for authors."""
    from tutor.session.present import present

    view, task, heard = present(exercise).question, exercise.task, exercise.reading
    verdict = exercise.judged()
    return {
        "step": where,
        "question": question,
        "kind": view.kind if view else "",
        "prompt": view.prompt if view else "",
        "constants": task.constants,
        "answer": exercise.typed,
        "value": heard.value if heard else None,
        "confidence": heard.confidence if heard else "",
        "verdict": verdict.kind.value,
        "right": verdict.right,
        "counts": verdict.attempt,
        "mistakes": list(verdict.mistakes),
        "say": verdict.say,
        **task.kind.document(task.ask),
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
