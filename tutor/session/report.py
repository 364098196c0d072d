"""What a teacher gets of a quiz: one document, or a table with a line for each question.

Both have the same fields: those of `ABOUT` tell of the quiz, those of `QUESTION` of one of its
questions. `FORMAT` counts up where a field changes its meaning or goes; new ones may come.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from tutor import __version__
from tutor.engine.numbers import number
from tutor.grading.ask import Judged
from tutor.session.result import as_table

if TYPE_CHECKING:
    from tutor.session.result import QuizResult

FORMAT = 2
"""1 were the reports of version 0.1.0, which did not say so."""

CONFIDENCE = {"?": "hunch", "!": "certain"}
VERDICTS = {
    Judged.RIGHT: "right",
    Judged.MISTAKE: "named mistake",
    Judged.AMBIGUOUS: "one of several named mistakes",
    Judged.SHOWN: "another number of the listing",
    Judged.SLIP: "slip of sign, point or digits",
    Judged.SHORT: "right direction, wrong size",
    Judged.WRONG_WAY: "wrong direction",
    Judged.UNKNOWN: "not recognized",
    Judged.WRONG: "wrong option or lines",
}
"""What an answer was judged to be, in a teacher's words."""
NOT_ANSWERED = "not answered"


class Field(NamedTuple):
    """One field of a report."""

    name: str
    kind: str
    """As JSON Schema calls it."""
    about: str


ABOUT = (
    Field("format", "integer", "Of this report: 2."),
    Field("learner", "string", "Who was asked, as --learner says; else the login name."),
    Field("course", "string", "The course's id."),
    Field("course_version", "string", "A digest of its files: equal for the same questions."),
    Field("tutor_version", "string", "The program's."),
    Field("seed", "integer", "Of the draw; by it a quiz begun with --seed is drawn again."),
    Field("begun", "string", "When the quiz began: ISO 8601, in UTC."),
    Field("ended", "string", "When it was finished, or its time was up: ISO 8601, in UTC."),
    Field("minutes", "number", "From the one to the other, breaks included."),
    Field("minutes_allowed", "number", "Extra time included; empty or null without a clock."),
    Field("out_of_time", "boolean", "Its time was up before it was finished."),
    Field("pass_mark", "number", "The share that had to be right, 0 to 1."),
    Field("passed", "boolean", "That share was right."),
    Field("score", "number", "The share that was right, 0 to 1."),
    Field("questions", "integer", "How many questions were asked."),
    Field("questions_right", "integer", "How many were answered rightly."),
)

QUESTION = (
    Field("number", "integer", "Its place in the quiz, from 1."),
    Field("id", "string", "LESSON/STEP#QUESTION, the question's place in the course."),
    Field("kind", "string", "Its kind: predict, direction, choose, many …"),
    Field("idea", "string", "What it is about: the titles of its lesson and step."),
    Field("prompt", "string", "What was asked."),
    Field("constants", "object", "What the listing begins with; `name=value` in a table."),
    Field("options", "array", "What could be picked, in the order shown; with ` | ` in a table."),
    Field("answer", "string", "As typed, but for ? and !; or the words of the option."),
    Field("read", "number", "The number that was read from it; empty or null where none was."),
    Field("confidence", "string", "hunch, certain, or empty."),
    Field("answered", "boolean", "An answer was handed in."),
    Field("right", "boolean", "It was right."),
    Field("truth", "string", "The right answer."),
    Field("verdict", "string", f"One of: {'; '.join((*VERDICTS.values(), NOT_ANSWERED))}."),
    Field("mistake", "string", "The name of the mistake that was recognized, as in the lesson."),
    Field("why", "string", "What the learner was told about the answer."),
    Field("worked", "string", "The asked line with its numbers put in; empty for an option."),
    Field("seconds", "number", "For how long the question was looked at before the answer."),
)

COLUMNS_1 = (
    "lesson", "step", "question", "prompt", "answer", "right", "truth", "verdict", "mistake",
    "seconds",
)  # fmt: skip
"""Of the table of version 0.1.0."""
FIRST = ("learner", "begun", "minutes", "passed", "score")
"""Of the quiz, what stands before the questions in a table; the rest stands behind them."""
COLUMNS = (
    *FIRST,
    *(field.name for field in QUESTION),
    *(field.name for field in ABOUT if field.name not in FIRST),
)
"""Of the table."""


class Exam(NamedTuple):
    """What a report says beside what came of the quiz."""

    learner: str
    course: str
    course_version: str
    pass_mark: float


def as_json(result: QuizResult, exam: Exam) -> str:
    """One document: `ABOUT`, and under `outcomes` each question."""
    document = {**_about(result, exam), "outcomes": list(_rows(result))}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def as_csv(result: QuizResult, exam: Exam) -> str:
    """One line for each question, which says of the quiz as well what there is to say: so the
    tables of a class can be put one under the other."""
    about = _about(result, exam)
    return as_table(COLUMNS, ({**about, **_flat(row)} for row in _rows(result)))


def schema() -> dict[str, Any]:
    """The document's JSON Schema."""
    outcomes = {"type": "array", "items": _object(QUESTION), "description": "Each question."}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What came of a quiz",
        "description": f"A report of `tutor quiz --report FILE.json`, format {FORMAT}.",
        **_object(ABOUT, outcomes=outcomes),
    }


def _object(fields: Iterable[Field], **more: Any) -> dict[str, Any]:
    properties: dict[str, Any] = {field.name: _schema(field) for field in fields}
    properties |= more
    return {"type": "object", "required": list(properties), "properties": properties}


def _schema(field: Field) -> dict[str, Any]:
    found: dict[str, Any] = {"type": field.kind, "description": field.about}
    if field.name in ("minutes_allowed", "read"):
        found["type"] = [field.kind, "null"]
    elif field.name in ("begun", "ended"):
        found["format"] = "date-time"
    elif field.name == "constants":
        found["additionalProperties"] = {"type": "number"}
    elif field.name == "options":
        found["items"] = {"type": "string"}
    return found


def _about(result: QuizResult, exam: Exam) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "learner": exam.learner,
        "course": exam.course,
        "course_version": exam.course_version,
        "tutor_version": __version__,
        "seed": result.seed,
        "begun": _time(result.begun),
        "ended": _time(result.ended),
        "minutes": round(result.took, 2),
        "minutes_allowed": result.minutes,
        "out_of_time": result.out_of_time,
        "pass_mark": exam.pass_mark,
        "passed": result.passes(exam.pass_mark),
        "score": result.score,
        "questions": len(result.outcomes),
        "questions_right": result.right,
    }


def _rows(result: QuizResult) -> Iterable[dict[str, Any]]:
    for place, one in enumerate(result.outcomes, 1):
        yield {
            "number": place,
            "id": str(one.item),
            "kind": one.kind,
            "idea": f"{one.lesson}: {one.title}",
            "prompt": " ".join(one.prompt.split()),
            "constants": dict(one.values),
            "options": list(one.options),
            "answer": one.answer,
            "read": one.read,
            "confidence": CONFIDENCE.get(one.confidence, "") if one.answered else "",
            "answered": one.answered,
            "right": one.right,
            "truth": " ".join(one.truth.split()),
            "verdict": VERDICTS[one.verdict.kind] if one.verdict is not None else NOT_ANSWERED,
            "mistake": one.verdict.mistake if one.verdict is not None else "",
            "why": " ".join(one.say.split()),
            "worked": one.worked,
            "seconds": round(one.seconds, 1),
        }


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """The row with its constants in one cell, and its options."""
    constants = " ".join(f"{name}={number(value)}" for name, value in row["constants"].items())
    return {**row, "constants": constants, "options": " | ".join(row["options"])}


def _time(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at is not None else ""
