"""One question of one step with the constants in force: what is asked, and what may be shown.

The truth can be computed from here, so a task never leaves `session`.
"""

from __future__ import annotations

import ast
import random
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tutor.course.questions import Predict, Target
from tutor.engine.language.tree import header
from tutor.engine.numbers import NOTHING, Number
from tutor.engine.places import elements, variable_of
from tutor.engine.trace import number_at
from tutor.errors import ListingError
from tutor.grading.ask import Ask
from tutor.grading.following import lines_of, places_of
from tutor.grading.kinds import kind_of
from tutor.grading.kinds.base import NOTHING_TO_ASK, QuestionKind
from tutor.session.secrets import NONE, Begun, Secrets, turned

if TYPE_CHECKING:
    from tutor.course.loader import Course
    from tutor.course.model import Lesson, Mistake, Step
    from tutor.course.questions import Question
    from tutor.engine.listing import Listing
    from tutor.engine.numbers import Value
    from tutor.history.schedule import Item


SOON = 400_000
"""Steps that a run may take as far as it is asked about. Each question runs it, and each named
mistake; the longest in the course takes a tenth of it."""

Order = tuple[int, ...]
"""Options as they are laid out: for each its 0-based place in the lesson file."""


@dataclass(eq=False)
class Task:
    """A step at one of its questions, with the learner's constants. Never changes; what it works
    out is kept."""

    course: Course
    lesson: Lesson
    step: Step
    number: int
    """0-based index of the question; the count of questions where the step asks none."""
    changed: Mapping[str, Number] = field(default_factory=lambda: NOTHING)
    """Constants that the learner (or a fresh draw) set."""
    alone: bool = False
    """Asked by itself with numbers of its own: no other question of the step waits behind it."""
    again: bool = False
    """The question was answered with the author's numbers before."""
    waits: bool = False
    """The verdict is told later, so nothing said before may depend on the truth."""
    numbers_only: bool = False
    """No name may stand in a sum that is typed."""
    order: Order = ()
    """The options as they are laid out; empty: as in the lesson file."""
    _set_by: dict[int, Mapping[str, int]] = field(default_factory=dict, init=False)

    def with_constants(self, changed: Mapping[str, Number]) -> Task:
        """The same question with these constants changed, and no others."""
        task = replace(self, changed=changed)
        if "mistakes" in vars(self) and not task.fault:
            vars(task)["mistakes"] = self.mistakes  # which can be made does not depend on numbers
        return task

    def once_more(self, changed: Mapping[str, Number]) -> Task:
        """The same question by itself, after it was answered with other numbers."""
        return replace(self, changed=changed, alone=True, again=True)

    # -- what is asked ------------------------------------------------------------------------

    @property
    def _written(self) -> Question:
        """The question as its author wrote it, but for the order of its options."""
        asks = self.step.ask
        known = self.number < len(asks)
        return asks[self.number].laid_out(self.order) if known else NOTHING_TO_ASK

    @cached_property
    def fault(self) -> str:
        """Why the listing cannot be run, soon, as far as it is asked about; empty where it can.

        With a fault a step is only a page to read: its author has not asked `tutor lint`.
        """
        if not self.step.code:
            return ""
        own, question = self.step.listing, self._written
        furthest = max(1, kind_of(question).furthest(question, own))
        if self.number < len(self.step.ask):
            furthest = max(furthest, self.step.start(self.number))
        values = {**question.with_, **self.changed}
        try:
            trace = own.run(values, updates=furthest, budget=SOON)
        except ListingError as error:
            return error.what
        return trace.stopped

    @cached_property
    def question(self) -> Question:
        """The question; one that asks nothing where the step has none, or cannot be run."""
        return NOTHING_TO_ASK if self.fault else self._written

    @property
    def untouched(self) -> bool:
        """The constants are those with which the question is asked."""
        return self.values == self._unlike(self.question.with_)

    @property
    def asks(self) -> bool:
        """There is a question."""
        return self.question is not NOTHING_TO_ASK

    @cached_property
    def target(self) -> Target | None:
        """The number that the answer tells."""
        return self.question.target()

    @cached_property
    def kind(self) -> QuestionKind[Any]:
        """How the question is asked and judged."""
        return kind_of(self.question)

    @property
    def holdable(self) -> bool:
        """It can be answered by many at once: its answer is typed or picked, and given once."""
        return self.asks and not self.kind.of_run and self.kind.tries(self.question) > 0

    @property
    def final(self) -> bool:
        """No question of this step follows."""
        return bool(self.fault) or self.number + 1 >= len(self.step.ask)

    @cached_property
    def about(self) -> Question | None:
        """The question about a variable: this one or, failing that, the step's last prediction."""
        if self.question.variable:
            return self.question
        predicted = (one for one in reversed(self.step.ask) if one.target() is not None)
        return next(predicted, None)

    @property
    def variable(self) -> str:
        """The variable that is asked or, failing that, the one that explore asks for."""
        return self.about.variable if self.about is not None else ""

    @cached_property
    def mistakes(self) -> dict[str, Mistake]:
        """The named mistakes that can be made here."""
        if self.about is None:
            return {}
        return self.lesson.mistakes_at(self.step, self.about, self.course.mistakes)

    @cached_property
    def ask(self) -> Ask[Any]:
        """What grading needs for the question."""
        shown = self.shown(answered=False)
        there = {
            place: one
            for name, value in shown.items()
            for place, one in ((name, value), *elements(name, value))
            if one is not None
        }
        names = {**there, **self.now(self.start), **self._read_by_the_asked_line(there)}
        return replace(self._bare, names=names, shown=frozenset(shown), withheld=self._withheld)

    def _read_by_the_asked_line(self, there: Mapping[str, Value]) -> dict[str, Value]:
        """What stands beside the lines of constants that the update has changed before the asked
        line reads them: their names mean that, and no longer the constant."""
        changed = self._own.keys() & there.keys()
        if not changed or self.listing is None or self.after > self.start + 1:
            return {}
        line = lines_of(self.listing, self.values, self.after).find(self.variable)
        changed = changed - line.before if line is not None else set()
        return {name: there[name] for name in changed}

    def _withheld(self, name: str, update: int, answered: bool) -> bool:
        return self.secrets(answered).hides(name, update)

    def ask_free(self, ran: int) -> Ask[Any]:
        """Explore's own question, after `ran` updates: what will the next one make of it?"""
        return replace(
            self._bare,
            question=Predict(predict=self.variable),
            start=ran,
            after=ran + 1,
            names=self.now(ran),
            withheld=lambda name, update, _: self.secrets_free(ran).hides(name, update),
            free=True,
        )

    def secrets_free(self, ran: int) -> Secrets:
        """What explore's own question keeps back."""
        following = Target(self.variable, ran + 1, exact=True)
        return Secrets(self._bare, (following,), known=ran)

    @cached_property
    def _bare(self) -> Ask[Any]:
        """The question before it is known what of the run may be named. All share its runs."""
        return Ask(
            self.question,
            self.listing,
            self.values,
            start=self.start,
            after=self.after,
            mistakes=self.mistakes,
            again=self.again,
            waits=self.waits,
            numbers_only=self.numbers_only,
        )

    # -- the constants ------------------------------------------------------------------------

    @cached_property
    def listing(self) -> Listing | None:
        """The step's listing; None for a page of prose."""
        return self.step.listing if self.step.code and not self.fault else None

    @property
    def _own(self) -> Mapping[str, Number]:
        return self.listing.parameters if self.listing is not None else NOTHING

    def own(self, name: str) -> Number | None:
        """What the listing sets a constant to."""
        return self._own.get(name)

    @cached_property
    def values(self) -> dict[str, Number]:
        """The constants in force that differ from the listing's."""
        return self._unlike({**self.question.with_, **self.changed})

    @cached_property
    def constants(self) -> dict[str, Number]:
        """Every constant in force."""
        return {**self._own, **self.values}

    def _unlike(self, values: Mapping[str, Number]) -> dict[str, Number]:
        return {name: value for name, value in values.items() if self._own.get(name) != value}

    # -- what is still to be predicted --------------------------------------------------------

    @cached_property
    def _following(self) -> tuple[Begun, ...]:
        """The questions of the step behind this one, and the constants that each begins with."""
        found: list[Begun] = []
        changed = self.changed
        for other in () if self.alone else self.step.ask[self.number + 1 :]:
            changed = other.keeps(changed)
            found.append((other, self._unlike({**changed, **other.with_})))
        return tuple(found)

    @cached_property
    def _behind(self) -> tuple[Question, ...]:
        """Those of them that ask about this very run."""
        return tuple(one for one, values in self._following if values == self.values)

    @cached_property
    def _later(self) -> tuple[Target, ...]:
        """What they will ask for."""
        return tuple(target for one in self._behind if (target := one.target()) is not None)

    def waiting(self, answered: bool) -> tuple[Target, ...]:
        """What is still to be predicted of this very run; what this question asks is among it
        unless it is `answered`."""
        target = self.target
        return self._later if answered or target is None else (target, *self._later)

    @cached_property
    def spoken_of(self) -> int:
        """The update that a verdict on the run speaks of."""
        return self.ask.made(self.kind.spoken_of(self.ask)) if self.listing is not None else 0

    @cached_property
    def start(self) -> int:
        """The last update that was shown whole before the question is answered."""
        if not self.asks:
            return 0
        return min([self.step.start(self.number), *(q.after - 1 for q in self.waiting(False))])

    @property
    def after(self) -> int:
        """The update after which a prediction is asked; for other questions the last one shown."""
        target = self.target
        return self.start if target is None else target.after

    def reached(self, answered: bool) -> int:
        """The last update that may be shown whole: nothing about it is still to be predicted."""
        last = self.after if answered else self.start
        return min([last, *(q.after - 1 for q in self.waiting(answered))])

    def secrets(self, answered: bool) -> Secrets:
        """What may not be told before, or once, this question is `answered`."""
        return self._answered if answered else self._unanswered

    @cached_property
    def _unanswered(self) -> Secrets:
        return self._kept_back(answered=False)

    @cached_property
    def _answered(self) -> Secrets:
        return self._kept_back(answered=True)

    def _kept_back(self, answered: bool) -> Secrets:
        if self.listing is None:
            return NONE
        open_ = self._behind if answered else (self.question, *self._behind)
        here = () if answered else ((self.question, self.values),)
        # a curve is the same one wherever on it a run begins
        picked = [
            one
            for one, values in (*here, *self._following)
            if kind_of(one).authored
            and all(self.listing.assigns(name) for name, _ in values.items() ^ self.values.items())
        ]
        first = open_[0] if open_ else None
        way = first is not None and (to := first.target()) is not None and not to.exact
        return Secrets(
            self._bare,
            self.waiting(answered),
            known=self.reached(answered),
            offered=tuple(
                text
                for one in picked
                for text in kind_of(one).choices(replace(self._bare, question=one))
            ),
            picking=way or (first is not None and kind_of(first).authored),
            turned=turned((*here, *self._following), self.values, self.step.edit, self.listing),
        )

    @cached_property
    def line_is_secret(self) -> bool:
        """The asked line with its numbers holds one that a later question asks for."""
        secrets = self.secrets(answered=True)
        if not secrets.waiting or self.listing is None:
            return False
        if secrets.asks(self.variable, self.after):
            return True
        line = lines_of(self.listing, self.values, self.after).find(self.variable)
        return line is not None and any(
            secrets.hides(name, self.after - (name in line.before)) for name in line.names
        )

    # -- the run ------------------------------------------------------------------------------

    @cached_property
    def limit(self) -> int | None:
        """Updates that the listing makes with these constants; None where it cannot be told."""
        if self.listing is None:
            return 0
        loop = self.listing.script.loop
        bounds = (
            {n.id for n in ast.walk(header(loop)) if isinstance(n, ast.Name)} if loop else set()
        )
        if self.listing.passes is not None and not bounds & self.values.keys():
            return self.listing.passes
        try:
            return self.listing.run(self.values, quiet=True).updates
        except ListingError:
            return None

    def shown(self, answered: bool) -> dict[str, Value]:
        """Values that may stand beside the listing's lines for the update in question.

        Before an answer: the author's `show`, and what was told with earlier questions about this
        update. After it: everything up to the asked line, or the whole update when nothing of it is
        still to be asked.
        """
        if self.listing is None or not self.asks:
            return {}
        row = self._bare.run(self.after).row(self.after) if self.after else {}
        if self.target is None:
            return row
        secrets, waiting = self.secrets(answered), self.waiting(answered)
        if answered and all(one.after > self.after for one in waiting):
            return row
        told, line = self.told(answered), self._line
        last = max((line(name) for name in ({self.variable} if answered else told)), default=-1)
        names = {name for name in row if line(name) <= last}
        if answered:
            asked = {one.name for one in waiting if one.after == self.after}
            told |= {self.variable} - asked if self.target.exact else set()
        else:
            names = names | {*self.shows} if self.after <= self.start + 1 else set()
        known = {name for name in names - told if not secrets.hides(name, self.after)} | told
        return {
            name: value if name in known else part
            for name, value in row.items()
            if (part := _part(name, value, known)) is not None or name in known
        }

    @property
    def shows(self) -> tuple[str, ...]:
        """The variables that the author shows while the question is open."""
        own = self.question.show
        return self.step.show if own is None else own

    def _line(self, name: str) -> int:
        """The last line of the update that sets a variable; 0 where none does."""
        return max(self.listing.assigns(name), default=0) if self.listing is not None else 0

    def told(self, answered: bool) -> frozenset[str]:
        """The variables of the asked update that earlier questions asked for, but for those that
        tell what is still to be predicted."""
        secrets = self.secrets(answered)
        return frozenset(
            target.name
            for other in self.step.ask[: self.number]
            if (target := other.target()) is not None
            and target.after == self.after
            and other.with_ == self.question.with_
            and not secrets.made_of(target.name, self.after)
        )

    def set_by(self, update: int) -> Mapping[str, int]:
        """The line that has set each variable in an update; those that none has are left out.
        Asked for at every key."""
        if update not in self._set_by and self.listing is not None:
            self._set_by[update] = places_of(self.listing, self.values, update)
        return self._set_by.get(update, {})

    def now(self, update: int) -> dict[str, Number]:
        """The constants, with what updates change at its value after `update`."""
        if self.listing is None:
            return {}
        trace = self._bare.run(update)
        return {name: number_at(trace, name, update) for name in self.listing.parameters}

    def standing(self, update: int) -> dict[str, Value]:
        """The same, lists of constants in one. Only where there is a listing."""
        assert self.listing is not None
        trace = self._bare.run(update)
        names = dict.fromkeys(variable_of(name) for name in self.listing.parameters)
        return {name: trace.value(name, update) for name in names}

    @cached_property
    def worked(self) -> str:
        """The asked line with its numbers put in; says the answer."""
        return self.kind.worked(self.ask)

    # -- with other numbers -------------------------------------------------------------------

    @cached_property
    def by_chance(self) -> tuple[str, ...]:
        """The mistakes that give the right answer here, and that no later question of the step
        about the same variable tells from it."""
        found = self.kind.by_chance(self.ask)
        later = self.step.ask[self.number + 1 :] if found and not self.alone else ()
        for number, other in enumerate(later, self.number + 1):
            if other.kind == self.question.kind and other.variable == self.variable:
                apart = replace(self, number=number).ask.distinct
                found = tuple(name for name in found if name not in apart)
        return found

    @cached_property
    def fresh(self) -> Mapping[str, Number] | None:
        """Numbers at which no mistake gives the right answer; the same ones at every visit."""
        chance = random.Random(f"{self.lesson.id}/{self.step.id}/{self.number}")
        own = self.question.replaced(with_={})  # what it sets may be what makes a mistake right
        return self.kind.numbers(self.ask, self.step, chance, self.step.varied(own))


def _part(variable: str, value: Value, known: Collection[str]) -> Value:
    """What is known of a list, with None for every other value in it; None where nothing is."""
    if not isinstance(value, list | tuple):
        return None
    parts = [
        one if (place := f"{variable}[{index}]") in known else _part(place, one, known)
        for index, one in enumerate(value)
    ]
    return parts if any(part is not None for part in parts) else None


def task_of(
    course: Course, item: Item, values: Mapping[str, Number] = NOTHING, order: Order = ()
) -> Task | None:
    """The item's question with these numbers, its options laid out in this order; None where it is
    gone, or cannot be run."""
    lesson = course.find(item.lesson)
    step = lesson.find(item.step) if lesson is not None else None
    if lesson is None or step is None or not 0 <= item.question < len(step.ask):
        return None
    task = Task(course, lesson, step, item.question, values, alone=True, order=order)
    return None if task.fault else task
