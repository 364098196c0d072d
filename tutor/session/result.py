"""What came of a quiz: each answer beside the truth; and the same for scripts and spreadsheets."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tutor.grading.answer import confidence_of

if TYPE_CHECKING:
    from tutor.engine.numbers import Number
    from tutor.grading.ask import Verdict
    from tutor.history.schedule import Item


KNOWN, HUNCH, MISSED, LEFT = STATES = "known", "a lucky hunch", "missed", "not answered"


COLUMNS = (
    "lesson", "step", "question", "prompt", "answer", "right", "truth", "verdict", "mistake",
    "seconds",
)  # fmt: skip

STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet runs a text that begins with one of these as a formula, also when it was typed by
somebody else (OWASP, CSV injection)."""


class Outcome(NamedTuple):
    """One question after the quiz is over."""

    item: Item
    lesson: str
    """The lesson's title."""
    title: str
    """The step's title."""
    prompt: str
    text: str
    """As typed; half-typed while `verdict` is None."""
    verdict: Verdict | None
    """None where no answer was committed."""
    seconds: float
    """For how long it was looked at before the commitment."""
    you: str
    """The answer as typed, with the value of a calculation, or the words of the option; empty when
    none was given."""
    truth: str
    """The right answer."""
    say: str
    """What is to be said about the answer."""
    worked: str
    """The asked line with its numbers put in; empty for a choice."""
    values: Mapping[str, Number]
    picked: bool = False
    """An option was: its number is nothing by itself, for they are laid out anew."""

    @property
    def answer(self) -> str:
        """What was answered: as typed, or the words of the option; empty where nothing was."""
        return "" if self.verdict is None else self.you if self.picked else self.text

    @property
    def answered(self) -> bool:
        return self.verdict is not None

    @property
    def right(self) -> bool:
        return self.verdict is not None and self.verdict.right

    @property
    def confidence(self) -> str:
        """`?` a hunch, `!` certain, or empty."""
        return confidence_of(self.text)

    @property
    def known(self) -> bool:
        """Right, and not by a lucky hunch."""
        return self.right and self.confidence != "?"

    @property
    def state(self) -> str:
        """How the answer stands, in words: KNOWN, HUNCH, MISSED or LEFT."""
        if not self.answered:
            return LEFT
        if not self.right:
            return MISSED
        return KNOWN if self.known else HUNCH


class QuizResult(NamedTuple):
    """A quiz that is over."""

    title: str
    seed: int
    outcomes: tuple[Outcome, ...]
    explained: bool = False
    """Each answer was explained as soon as it was given."""

    @property
    def right(self) -> int:
        return sum(outcome.right for outcome in self.outcomes)

    @property
    def score(self) -> float:
        """The share that is right, 0 to 1."""
        return self.right / len(self.outcomes) if self.outcomes else 0.0

    @property
    def counted(self) -> str:
        """`3 known, 1 lucky hunch, 1 missed.`"""
        states = [outcome.state for outcome in self.outcomes]
        counts = [(states.count(name), name) for name in STATES if name in states]
        hunch = {HUNCH: "lucky hunch"}
        told = [
            f"{count} {hunch.get(name, name)}{'es' if name is HUNCH and count > 1 else ''}"
            for count, name in counts
        ]
        return f"{', '.join(told)}."

    @property
    def missed(self) -> tuple[Outcome, ...]:
        """What is worth another look: misses, and hunches that happened to be right."""
        return tuple(outcome for outcome in self.outcomes if not outcome.known)

    @property
    def to_practise(self) -> tuple[Item, ...]:
        """The questions of those, each once, however often it was asked with other numbers."""
        return tuple(dict.fromkeys(outcome.item for outcome in self.missed))


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
        "answer": one.answer,
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
    import csv  # not above: a quiz begins without it

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
