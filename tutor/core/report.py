"""What came of a quiz, for scripts and spreadsheets."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tutor.core import tabular

if TYPE_CHECKING:
    from tutor.core.summary import Outcome, Summary

COLUMNS = (
    "lesson", "step", "question", "prompt", "answer", "right", "truth", "verdict", "mistake",
    "seconds",
)  # fmt: skip


def as_json(summary: Summary) -> str:
    """One document: the score, and every question with its numbers."""
    document = {
        "title": summary.title,
        "seed": summary.seed,
        "questions": len(summary.outcomes),
        "right": summary.right,
        "score": summary.score,
        "outcomes": [{**_row(one), "constants": dict(one.values)} for one in summary.outcomes],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def as_csv(summary: Summary) -> str:
    """One line for each question."""
    return tabular.as_csv(COLUMNS, map(_row, summary.outcomes))


def _row(one: Outcome) -> dict[str, Any]:
    verdict = one.given.verdict
    return {
        "lesson": one.item.lesson,
        "step": one.item.step,
        "question": one.item.question + 1,
        "prompt": one.prompt,
        "answer": one.given.text if verdict is not None else "",
        "right": one.right,
        "truth": one.truth,
        "verdict": verdict.kind.value if verdict is not None else "",
        "mistake": verdict.mistake if verdict is not None else "",
        "seconds": one.given.seconds,
    }
