"""One question set on one step with its constants in force: what is asked, and what may be shown.

The truth can be computed from here, so a stage never leaves `Session`.
"""

from __future__ import annotations

import ast
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from tutor.core.asked import Asked
from tutor.core.draw import draw
from tutor.core.recall import compared
from tutor.core.working import lines_of, worked
from tutor.course.catalog import mistakes_for
from tutor.course.questions import Choose, Order, Predict, Reach, Write
from tutor.course.template import fill
from tutor.engine.listing import Listing, listing
from tutor.engine.numbers import Number, Value
from tutor.engine.trace import Trace
from tutor.errors import ListingError, TutorError

if TYPE_CHECKING:
    from tutor.course.catalog import Course
    from tutor.course.model import Lesson, Mistake, Step
    from tutor.course.questions import Question, Target


SOON = 400_000
"""Steps that a run may take as far as it is asked about. Each look at a question runs it, and
each named mistake; the longest in the course takes a tenth of it."""


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
    alone: bool = False
    """Asked by itself with numbers of its own: no other question of the step waits behind it."""

    @cached_property
    def fault(self) -> str:
        """Why the listing cannot be run, soon, as far as it is asked about; empty where it can.

        With a fault a step is only a page to read: its author has not asked `tutor lint`.
        """
        if not self.step.code:
            return ""
        own, question = listing(self.step.code), self._question
        values = {**(question.with_ if question is not None else {}), **self.changed}
        furthest = max(1, self.step.start(self.number) if question is not None else 0)
        if question is not None and (target := question.target()):
            furthest = max(furthest, target.after)
        elif isinstance(question, Write | Order):
            furthest = max(furthest, compared(own))
        try:
            trace = own.run(values, updates=furthest, budget=SOON)
        except ListingError as error:
            return error.what
        return trace.stopped

    @property
    def _question(self) -> Question | None:
        return self.step.ask[self.number] if self.number < len(self.step.ask) else None

    @property
    def question(self) -> Question | None:
        """The question, or None where the step asks nothing."""
        return None if self.fault else self._question

    @property
    def final(self) -> bool:
        """No question of this step follows."""
        return bool(self.fault) or self.number + 1 >= len(self.step.ask)

    @cached_property
    def listing(self) -> Listing | None:
        """The step's listing; None for a page of prose."""
        return listing(self.step.code) if self.step.code and not self.fault else None

    @cached_property
    def authored(self) -> dict[str, Number]:
        """The author's constants for this question that differ from the listing's."""
        return dict(self.question.with_) if self.question is not None else {}

    @cached_property
    def values(self) -> dict[str, Number]:
        """The constants in force that differ from the listing's."""
        return self._unlike({**self.authored, **self.changed})

    @property
    def constants(self) -> dict[str, Number]:
        """Every constant in force."""
        own = self.listing.parameters if self.listing is not None else {}
        return {**own, **self.values}

    def _unlike(self, values: Mapping[str, Number]) -> dict[str, Number]:
        own = self.listing.parameters if self.listing is not None else {}
        return {name: value for name, value in values.items() if own.get(name) != value}

    @cached_property
    def _later(self) -> tuple[Target, ...]:
        """What the questions behind this one will ask of these very constants."""
        found: list[Target] = []
        changed = self.changed
        for other in () if self.alone else self.step.ask[self.number + 1 :]:
            changed = carried(changed, other)
            same = self._unlike({**changed, **other.with_}) == self.values
            if same and (target := other.target()):
                found.append(target)
        return tuple(found)

    @property
    def target(self) -> Target | None:
        """The number that the answer of the question tells."""
        return self.question.target() if self.question is not None else None

    def waiting(self, answered: bool) -> tuple[Target, ...]:
        """The numbers of this very run that are still to be predicted, the one in question among
        them unless it is `answered`."""
        own = self.target
        return self._later if answered or own is None else (own, *self._later)

    @cached_property
    def start(self) -> int:
        """The last update that was shown whole before the question is answered."""
        if self.question is None:
            return 0
        return min([self.step.start(self.number), *(q.after - 1 for q in self.waiting(False))])

    @property
    def after(self) -> int:
        """The update after which a prediction is asked; for other questions the last one shown."""
        return self.target.after if self.target is not None else self.start

    def reached(self, answered: bool) -> int:
        """The last update that may be shown whole: nothing about it is still to be predicted."""
        last = self.after if answered else self.start
        return min([last, *(q.after - 1 for q in self.waiting(answered))])

    @cached_property
    def about(self) -> Question | None:
        """The question about a variable: this one or, failing that, the step's last prediction."""
        if self.question is not None and self.question.variable:
            return self.question
        predicted = (one for one in reversed(self.step.ask) if one.target() is not None)
        return next(predicted, None)

    @property
    def variable(self) -> str:
        """The variable that is asked or, failing that, the one that explore asks for."""
        return self.about.variable if self.about is not None else ""

    @cached_property
    def _runs(self) -> dict[int, Trace]:
        return {}

    def run(self, updates: int) -> Trace:
        """The trace of so many updates. Contains the truth: for `Session` alone.

        Raises ListingError where the listing has no meaning with these constants.
        """
        assert self.listing is not None
        if updates not in self._runs:
            self._runs[updates] = self.listing.run(self.values, updates=updates)
        return self._runs[updates]

    @cached_property
    def limit(self) -> int | None:
        """Updates that the listing makes with these constants; None where it cannot be told."""
        if self.listing is None:
            return 0
        loop = self.listing.script.loop
        bounds = {n.id for n in ast.walk(loop.iter) if isinstance(n, ast.Name)} if loop else set()
        if self.listing.passes is not None and not bounds & self.values.keys():
            return self.listing.passes
        try:
            return self.listing.run(self.values, quiet=True).updates
        except ListingError:
            return None

    def filled(self, text: str, update: int) -> str:
        """An author's sentence with its placeholders filled; `update` where they name none."""
        return fill(text, self._value, update)

    def _value(self, name: str, update: int) -> Value:
        """None where the run does not get so far with the learner's constants."""
        if self.listing is None:
            return None
        try:
            return self.run(update).value(name, update)
        except TutorError:
            return None

    def asked(self, ran: int | None = None) -> Asked:
        """What grading needs for the question; with `ran`, for explore's own question after so
        many updates."""
        assert self.listing is not None
        return Asked(
            listing=self.listing,
            values=self.values,
            variable=self.variable,
            start=self.start if ran is None else ran,
            after=self.after if ran is None else ran + 1,
            mistakes=self.mistakes,
            shown=frozenset(self.shown(answered=False)) if ran is None else frozenset(),
        )

    @cached_property
    def mistakes(self) -> dict[str, Mistake]:
        """The named mistakes that can be made here."""
        if self.about is None:
            return {}
        return mistakes_for(self.course, self.lesson, self.step, self.about)

    def shown(self, answered: bool) -> dict[str, Value]:
        """Values that may stand beside the listing's lines for the update in question.

        Before an answer: the author's `show` and what earlier questions asked of this update.
        After it: everything up to the asked line, or the whole update when nothing of it is
        still to be asked.
        """
        if self.listing is None or self.question is None:
            return {}
        row = self.run(self.after).row(self.after) if self.after else {}
        if self.target is None:
            return row
        secret = self.secret(answered)
        if not answered:
            earlier = self.step.ask[: self.number]
            told = (other.target() for other in earlier if dict(other.with_) == self.authored)
            names = {target.name for target in told if target and target.after == self.after}
            if self.after <= self.start + 1:
                names |= set(self.step.show)
            return {name: row[name] for name in names - secret if name in row}
        if not secret:
            return row
        reach = max(self.listing.assigns(self.variable), default=0)
        return {
            name: value
            for name, value in row.items()
            if name not in secret and max(self.listing.assigns(name), default=0) <= reach
        }

    def secret(self, answered: bool) -> frozenset[str]:
        """The variables that are still to be predicted for the update in question."""
        return frozenset(one.name for one in self.waiting(answered) if one.after == self.after)

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

    @cached_property
    def line_is_secret(self) -> bool:
        """Whether the asked line holds a number that a later question asks for."""
        secret = self.secret(answered=True)
        if not secret or self.listing is None:
            return False
        line = lines_of(self.listing, self.values, self.after).get(self.variable)
        made_here = line.names.keys() - line.before if line is not None else set()
        return bool(secret & {self.variable, *made_here})

    @cached_property
    def _worked(self) -> dict[int, str]:
        return {}

    def worked(self, update: int) -> str:
        """The line that gave the variable its value in that update, with its numbers."""
        if self.listing is not None and update not in self._worked:
            told = worked(self.listing, self.values, self.variable, update)
            self._worked[update] = told
        return self._worked.get(update, "")

    @cached_property
    def by_chance(self) -> tuple[str, ...]:
        """The mistakes that give the right number at these constants."""
        if self.target is None or not self.target.exact:
            return ()
        return self.asked().hidden

    @cached_property
    def fresh(self) -> Mapping[str, Number] | None:
        """Numbers at which no mistake gives the right answer; the same ones at every visit."""
        if self.question is None:
            return None
        chance = random.Random(f"{self.lesson.id}/{self.step.id}/{self.number}")
        return draw(self.course, self.lesson, self.step, self.question, chance)


def carried(changed: Mapping[str, Number], question: Question) -> Mapping[str, Number]:
    """The learner's constants that stay in force at the next question: not those that it sets
    itself, and none where the answers to choose from speak of the author's."""
    if question.still:
        return {}
    return {name: value for name, value in changed.items() if name not in question.with_}
