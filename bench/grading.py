"""Grading at scale: seeded draws across all lessons, every named mistake put in as an answer.

Three counts: named mistakes named back, wrong values taken for right, right values refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tutor.course.index import bundled
from tutor.course.loader import Course, load_course
from tutor.course.questions import Predict
from tutor.grading.answer import read
from tutor.grading.ask import Ask, Judged
from tutor.grading.rules import judge
from tutor.session.quizzes import drawn, items
from tutor.session.task import task_of

DRAWS = 10_000
ENOUGH = 0.99
"""The share of draws in which every distinct named mistake must be named back."""


@dataclass
class Counts:
    """What came of so many draws."""

    draws: int = 0
    named: int = 0
    """Draws in which each distinct named mistake was named back."""
    accepted: int = 0
    """Distinct wrong values that were accepted as right."""
    refused: int = 0
    """Right values, written with four significant digits or as many as needed, not accepted."""
    faults: list[str] = field(default_factory=list)
    """The first few of what went wrong, in words."""

    @property
    def share(self) -> float:
        """The share of draws in which each distinct mistake was named back."""
        return self.named / self.draws if self.draws else 0.0


def count(draws: int = DRAWS, seed: str = "grading") -> Counts:
    """Draw, answer and count. The same numbers come every time."""
    counts = Counts()
    for label, asked in questions(load_course(bundled()), draws, seed):
        counts.draws += 1
        counts.named += _named_back(asked, counts, label)
        if not _right_accepted(asked):
            counts.refused += 1
            _note(counts, f"{label}: {asked.truth!r} refused")
    return counts


def questions(course: Course, draws: int, seed: str) -> Iterator[tuple[str, Ask[Any]]]:
    """Predictions by number with drawn numbers, round and round over all items."""
    asked_for = []
    for item in items(course):
        task = task_of(course, item)
        question = task.question if task is not None else None
        if isinstance(question, Predict) and question.by == "number":
            asked_for.append(item)
    made = turn = 0
    while made < draws:
        turn += 1
        for item in asked_for:
            one = drawn(course, item, f"{seed}/{item}/{turn}")
            task = None if one is None else task_of(course, item, one.values)
            if task is not None and made < draws:
                made += 1
                yield f"{item} {dict(task.changed)}", task.ask


def _named_back(asked: Ask[Any], counts: Counts, label: str) -> bool:
    """Put in what each distinct mistake gives; whether all were named, alone or among others."""
    whole = True
    for name, value in asked.distinct.items():
        verdict = judge(asked, read(repr(value)).as_written())
        if verdict.right:
            counts.accepted += 1
            _note(counts, f"{label}: {name} gives {value!r}, accepted for {asked.truth!r}")
        told = {asked.mistakes[one].say for one in verdict.mistakes}
        if asked.mistakes[name].say not in told:
            whole = False
            _note(counts, f"{label}: {name} gives {value!r}, heard {verdict.kind}")
    return whole


def _right_accepted(asked: Ask[Any]) -> bool:
    """Whether the truth is accepted with four digits, or with as many as the tolerance asks."""
    for digits in range(4, 18):
        text = f"{asked.truth:.{digits}g}"
        if abs(float(text) - asked.truth) <= asked.tolerance or digits == 17:
            return judge(asked, read(text)).right
        if judge(asked, read(text)).kind not in (Judged.MORE_DIGITS, Judged.RIGHT):
            # fewer digits than the tolerance asks for may mean something else: not a refusal
            continue
    return False


def _note(counts: Counts, what: str) -> None:
    if len(counts.faults) < 20:
        counts.faults.append(what)


def rows() -> list[tuple[str, str, str]]:
    """The three counts over all draws."""
    counts = count()
    return [
        (f"named mistakes named back, {counts.draws:,} draws", f"{counts.share:.2%}", "≥ 99%"),
        ("distinct wrong values accepted", str(counts.accepted), "0"),
        ("right values refused", str(counts.refused), "0"),
    ]
