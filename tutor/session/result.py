"""What came of a quiz: each answer beside the truth; and the same for scripts and spreadsheets."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tutor.grading.answer import bare, confidence_of

if TYPE_CHECKING:
    from datetime import datetime

    from tutor.engine.numbers import Number
    from tutor.grading.ask import Verdict
    from tutor.history.schedule import Item


KNOWN, HUNCH, MISSED, LEFT = STATES = "known", "a lucky hunch", "missed", "not answered"


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
    kind: str = ""
    """predict, direction, choose, reach, write or order."""
    options: tuple[str, ...] = ()
    """What could be picked, as it was laid out; empty where nothing was."""
    read: Number | None = None
    """The number that was read from the answer; None where none was, or none was given."""
    picked: bool = False
    """An option was: its number is nothing by itself, for they are laid out anew."""
    right_before: bool = False
    """The answer to the same question before it was right, so a hunch is no luck."""

    @property
    def answer(self) -> str:
        """What was answered: as typed, but for how sure its learner was, or the words of the
        option; empty where nothing was."""
        if self.verdict is None:
            return ""
        return self.you if self.picked else bare(self.text)

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
        """Right, and not by a lucky hunch: as `schedule.known` has it."""
        return self.right and (self.confidence != "?" or self.right_before)

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

    mode: str
    """quiz, review or practice."""
    seed: int
    outcomes: tuple[Outcome, ...]
    begun: datetime | None = None
    """When, in UTC."""
    ended: datetime | None = None
    """When its learner finished it, or its time was up; in UTC."""
    minutes: float | None = None
    """How long it was allowed to take; None for as long as it takes."""
    out_of_time: bool = False
    """Its time was up before the learner finished it."""
    mark: float | None = None
    """The share that has to be right, where one is asked for."""

    @property
    def title(self) -> str:
        return self.mode.capitalize()

    @property
    def explained(self) -> bool:
        """Each answer was explained as soon as it was given."""
        return self.mode != "quiz"

    @property
    def right(self) -> int:
        return sum(outcome.right for outcome in self.outcomes)

    @property
    def score(self) -> float:
        """The share that is right, 0 to 1."""
        return self.right / len(self.outcomes) if self.outcomes else 0.0

    def passes(self, mark: float) -> bool:
        """The share that is right is no smaller than `mark`, as a percentage with two decimals
        tells them apart: 2 of 3 pass 66.67%."""
        return round(self.score, 4) >= round(mark, 4)

    @property
    def known_as(self) -> str:
        """What a right answer is called that was no hunch: in practice it followed an explanation,
        so it does not yet tell what is known."""
        return "right" if self.mode == "practice" else KNOWN

    @property
    def took(self) -> float:
        """Minutes from its beginning to its end, breaks included."""
        if self.begun is None or self.ended is None:
            return 0.0
        return max((self.ended - self.begun).total_seconds(), 0.0) / 60

    @property
    def timed(self) -> str:
        """That its time was up, as a sentence; else empty."""
        if not self.out_of_time or self.minutes is None:
            return ""
        whole, seconds = divmod(round(60 * self.minutes), 60)
        if seconds:  # whoever leads a class ended it, or it had some time besides
            return f"It was over after {whole}:{seconds:02} minutes."
        return f"The time was up after {whole} minute{'' if whole == 1 else 's'}."

    def state(self, outcome: Outcome) -> str:
        """How an answer of it stands, in words. In practice a right hunch is right as well: it
        followed an explanation."""
        return KNOWN if self.mode == "practice" and outcome.right else outcome.state

    @property
    def counted(self) -> str:
        """`3 known, 1 lucky hunch, 1 missed.`"""
        states = [self.state(outcome) for outcome in self.outcomes]
        counts = [(states.count(name), name) for name in STATES if name in states]
        words = {HUNCH: "lucky hunch", KNOWN: self.known_as}
        told = [
            f"{count} {words.get(name, name)}{'es' if name is HUNCH and count > 1 else ''}"
            for count, name in counts
        ]
        return f"{', '.join(told)}."

    @property
    def confidence(self) -> str:
        """How far the learner's confidence was right: `Certain answers: 9 of 11 right. Hunches: 2
        of 5 right.` Empty where no answer said how sure it was."""
        said = []
        for mark, name in (("!", "Certain answers"), ("?", "Hunches")):
            sure = [one for one in self.outcomes if one.answered and one.confidence == mark]
            if sure:
                said.append(f"{name}: {sum(one.right for one in sure)} of {len(sure)} right.")
        return " ".join(said)

    @property
    def missed(self) -> tuple[Outcome, ...]:
        """What is worth another look: misses, and hunches that happened to be right."""
        return tuple(outcome for outcome in self.outcomes if not outcome.known)

    @property
    def to_practise(self) -> tuple[Item, ...]:
        """The questions of those, each once, however often it was asked with other numbers."""
        return tuple(dict.fromkeys(outcome.item for outcome in self.missed))


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
