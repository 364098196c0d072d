"""What came of a quiz, for scripts and spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tutor.session.result import Outcome, QuizResult

COLUMNS = (
    "lesson", "step", "question", "prompt", "answer", "right", "truth", "verdict", "mistake",
    "seconds",
)  # fmt: skip

STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet runs a text that begins with one of these as a formula, also when it was typed by
somebody else (OWASP, CSV injection)."""


def as_json(result: QuizResult) -> str:
    """One document: the score, and every question with its numbers."""
    document = {
        "title": result.title,
        "seed": result.seed,
        "questions": len(result.outcomes),
        "right": result.right,
        "score": result.score,
        "outcomes": [{**_row(one), "constants": dict(one.values)} for one in result.outcomes],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def as_csv(result: QuizResult) -> str:
    """One line for each question."""
    return as_table(COLUMNS, map(_row, result.outcomes))


def _row(one: Outcome) -> dict[str, Any]:
    verdict = one.verdict
    return {
        "lesson": one.item.lesson,
        "step": one.item.step,
        "question": one.item.question + 1,
        "prompt": one.prompt,
        "answer": one.text if verdict is not None else "",
        "right": one.right,
        "truth": one.truth,
        "verdict": verdict.kind.value if verdict is not None else "",
        "mistake": verdict.mistake if verdict is not None else "",
        "seconds": one.seconds,
    }


def as_table(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """One line for each row under a line of names (RFC 4180).

    A text that a spreadsheet would run gets an apostrophe before it; numbers stay numbers.
    """
    page = io.StringIO()
    writer = csv.DictWriter(page, columns)
    writer.writeheader()
    writer.writerows({name: _harmless(value) for name, value in row.items()} for row in rows)
    return page.getvalue()


def _harmless(value: object) -> object:
    if isinstance(value, str) and value.startswith(STARTS) and not _is_number(value):
        return "'" + value
    return value


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
