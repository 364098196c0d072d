"""One question set on one step with its constants in force: what is asked, and what may be shown.

The truth can be computed from here, so a stage never leaves `Session`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from tutor.core.grading import Asked
from tutor.core.lesson import Choose, Order, Predict, Reach, Write, mistakes_for
from tutor.core.listing import Listing, Trace, Value, listing
from tutor.core.placeholder import fill
from tutor.core.record import Number

if TYPE_CHECKING:
    from tutor.core.lesson import Course, Lesson, Mistake, Question, Step

REPLAYED = 10
"""Updates for which a learner's own wrong rule is replayed."""


@dataclass(frozen=True)
class Stage:
    """A step at one of its questions, with the learner's constants."""

    course: Course
    lesson: Lesson
    step: Step
    number: int
    """0-based index of the question; equal to the count of questions where the step asks none."""
    changed: Mapping[str, Number] = field(default_factory=dict)
    """Constants that the learner (or a fresh draw) set."""

    @property
    def question(self) -> Question | None:
        """The question, or None where the step asks nothing."""
        return self.step.ask[self.number] if self.number < len(self.step.ask) else None

    @property
    def final(self) -> bool:
        """No question of this step follows."""
        return self.number + 1 >= len(self.step.ask)

    @cached_property
    def listing(self) -> Listing | None:
        """The step's listing; None for a page of prose."""
        return listing(self.step.code) if self.step.code else None

    @cached_property
    def authored(self) -> dict[str, Number]:
        """The author's constants for this question that differ from the listing's."""
        return dict(self.question.with_) if self.question is not None else {}

    @cached_property
    def values(self) -> dict[str, Number]:
        """The constants in force that differ from the listing's."""
        merged = {**self.authored, **self.changed}
        if self.listing is None:
            return merged
        own = self.listing.parameters
        return {name: value for name, value in merged.items() if own.get(name) != value}

    @cached_property
    def start(self) -> int:
        """The last update that earlier questions have shown, at the same constants."""
        return self.step.start(self.number) if self.question is not None else 0

    @property
    def after(self) -> int:
        """The update after which a prediction is asked; for other questions the last one shown."""
        return self.question.after if isinstance(self.question, Predict) else self.start

    @cached_property
    def about(self) -> Question | None:
        """The question about a variable: this one or, failing that, the step's last prediction."""
        if self.question is not None and self.question.variable:
            return self.question
        predicted = (one for one in reversed(self.step.ask) if isinstance(one, Predict))
        return next(predicted, None)

    @property
    def variable(self) -> str:
        """The variable that is asked or, failing that, the one that explore asks for."""
        return self.about.variable if self.about is not None else ""

    def run(self, updates: int) -> Trace:
        """The trace of so many updates. Contains the truth: for `Session` alone."""
        assert self.listing is not None
        return self.listing.run(self.values, updates=updates)

    def filled(self, text: str, update: int) -> str:
        """An author's sentence with its placeholders filled; `update` where they name none."""
        return fill(text, lambda name, n: self.run(n).value(name, n), update)

    def asked(self, start: int | None = None, after: int | None = None) -> Asked:
        """What grading needs; by default for the question itself."""
        assert self.listing is not None
        return Asked(
            listing=self.listing,
            values=self.values,
            variable=self.variable,
            start=self.start if start is None else start,
            after=self.after if after is None else after,
            mistakes=self.mistakes,
            shown=frozenset(self.shown(answered=False)),
        )

    @cached_property
    def mistakes(self) -> dict[str, Mistake]:
        """The named mistakes that can be made here."""
        if self.about is None:
            return {}
        return mistakes_for(self.course, self.lesson, self.step, self.about)

    def same_update(self, *, later: bool) -> tuple[Predict, ...]:
        """Other predictions of this step about the same update at the same constants."""
        if self.question is None:
            return ()
        part = self.step.ask[self.number + 1 :] if later else self.step.ask[: self.number]
        return tuple(
            other
            for other in part
            if isinstance(other, Predict)
            and other.after == self.after
            and dict(other.with_) == self.authored
        )

    def still_asked(self, name: str) -> bool:
        """Whether this or a later question asks for `name` about the update after `start`."""
        return any(
            isinstance(question, Predict)
            and question.predict == name
            and question.after <= self.start + 1
            and dict(question.with_) == self.authored
            for question in self.step.ask[self.number :]
        )

    def shown(self, answered: bool) -> dict[str, Value]:
        """Values that may stand beside the listing's lines for the update in question.

        Before an answer: the author's `show` and what earlier questions asked of this update.
        After it: everything up to the asked line, or the whole update when nothing of it is
        still to be asked.
        """
        if self.listing is None or self.question is None:
            return {}
        row = self.run(self.after).row(self.after) if self.after else {}
        if not isinstance(self.question, Predict):
            return row
        if not answered:
            names = {other.predict for other in self.same_update(later=False)}
            if self.after <= self.start + 1:
                names |= set(self.step.show)
            return {name: row[name] for name in names - {self.variable} if name in row}
        pending = self.same_update(later=True)
        if not pending:
            return row
        reach = max(self.listing.assigns(self.variable), default=0)
        hidden = {other.predict for other in pending}
        return {
            name: value
            for name, value in row.items()
            if name not in hidden and max(self.listing.assigns(name), default=0) <= reach
        }

    def now(self, update: int) -> dict[str, Number]:
        """The constants, with what updates change at its value after `update`."""
        if self.listing is None:
            return {}
        row = self.run(update).row(update)
        found: dict[str, Number] = {}
        for name in self.listing.parameters:
            value = row[name]
            if isinstance(value, int | float):
                found[name] = value
        return found

    @property
    def is_choice(self) -> bool:
        """Answered by picking one of a few."""
        question = self.question
        return isinstance(question, Choose) or (
            isinstance(question, Predict) and question.by == "direction"
        )

    @property
    def tries(self) -> int:
        """How many misses it takes before the truth is shown; 0 for as many as there are."""
        match self.question:
            case Predict(by="direction"):
                return 1
            case Predict(tries=tries):
                return tries
            case Choose(options=options):
                return 1 if len(options) < 3 else 2
            case Reach():
                return 0
            case Write() | Order():
                return 3
        return 1
