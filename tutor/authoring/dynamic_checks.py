"""One lesson, run: is what its author says of it so?"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from tutor.authoring import spoilers
from tutor.authoring.fairness import check_fair, check_options
from tutor.authoring.mistakes import (
    Use,
    check_alike,
    check_mistakes,
    lines_in,
    uses_in,
    variables_in,
)
from tutor.course.headings import HEADINGS, heading_fault
from tutor.course.model import Bowl, Map
from tutor.course.questions import Fault, said, unknown
from tutor.course.ranges import draw
from tutor.course.validate import place_in
from tutor.engine.numbers import number as format_number
from tutor.engine.places import not_a_number
from tutor.errors import ListingError
from tutor.grading.ask import Judged
from tutor.grading.kinds import judge
from tutor.grading.kinds.reach import happens
from tutor.session.task import Task

if TYPE_CHECKING:
    from tutor.course.loader import Course
    from tutor.course.model import Lesson
    from tutor.course.yaml_tree import Document, Where
    from tutor.engine.listing import Listing
    from tutor.engine.numbers import Number
    from tutor.engine.trace import Trace

DRAWS = 20
"""Draws of fresh numbers that are looked at for a question …"""
GOOD_DRAWS = 8
"""… and how many of them are good enough."""


def check_run(document: Document, course: Course, lesson: Lesson) -> tuple[Use, ...]:
    """Note in `document` what is wrong with a lesson that loads.

    Returns where each mistake is in force.
    """
    uses = tuple(uses_in(course, lesson))
    check_heading(document, lesson.first_listing)
    for index, step in enumerate(lesson.steps):
        if not (step.text or step.code or step.ask):
            what = "this step is empty; give it a text, a listing or a question"
            Fault(("steps", index), what).note(document, ())
        if step.code:
            StepChecks(document, course, lesson, index).run()
        own = variables_in([step])
        there, where = lines_in([step]), ("steps", index)
        check_mistakes(document, step.mistakes, uses, where, variables=own, lines=there)
        check_heading(document, step.listing if step.code else None, ("steps", index))
    names, there = variables_in(lesson.steps), lines_in(lesson.steps)
    check_mistakes(document, lesson.mistakes, uses, variables=names, lines=there)
    check_options(document, lesson)
    document.problems.sort()
    return uses


def check_heading(document: Document, listing: Listing | None = None, place: Where = ()) -> None:
    """Note a placeholder in a title, or in what a lesson or course is about, for which there is no
    value of the listing: it would stand there as it is."""
    for key in HEADINGS:
        text = document.root.at((*place, key)).raw
        offset, why = heading_fault(text, listing)
        if why:
            Fault((key,), why, inside=place_in(text, offset)).note(document, place)


class StepChecks:
    """The checks of one step that has a listing. What they find has its path from the step."""

    def __init__(self, document: Document, course: Course, lesson: Lesson, index: int) -> None:
        self.document = document
        self.place: Where = ("steps", index)
        self.lesson = lesson
        self.step = lesson.steps[index]
        self.tasks = [Task(course, lesson, self.step, at) for at in range(len(self.step.ask))]
        self.moments: list[spoilers.Moment | None] = []
        """Of each question, the run just before its answer; None where it tells no number."""
        self.hidden: set[str] = set()
        """The mistakes that are hidden at some question."""

    def run(self) -> None:
        """Run the listing, then see whether all that is said of it is so."""
        if not self.runs():
            return
        unasked = [task for task in self.tasks if task.fault]
        for task in unasked:
            self.note(Fault(("ask", task.number), f"this cannot be asked: {task.fault}"))
        if unasked:
            return
        self.moments = [
            spoilers.Moment(task) if task.target is not None else None for task in self.tasks
        ]
        self.note(*self.expectation(), *self.picture())
        for task in self.tasks:
            self.note(*self.question(task))
        self.note(*self.hides())
        self.sentences()
        self.note(*self.draws(), *check_fair(self.step, self.tasks))

    def note(self, *faults: Fault) -> None:
        """Note what is wrong in the step."""
        for fault in faults:
            fault.note(self.document, self.place)

    def line(self, *path: str | int) -> int:
        """The line on which something of the step stands."""
        return self.document.root.at((*self.place, *path)).line

    # The run

    def runs(self) -> bool:
        """The listing runs to its end as it stands, at the ends of each range, and with each
        question's own constants."""
        tried: list[tuple[Where, Mapping[str, Number]]] = [(("code",), {})]
        for name, range_ in self.step.edit.items():
            tried += [(("edit", name), {name: end}) for end in (range_.from_, range_.to)]
        for number, question in enumerate(self.step.ask):
            if question.with_:
                tried.append((("ask", number, "with"), question.with_))
        for path, values in tried:
            given = ", ".join(f"{name} = {value}" for name, value in values.items())
            try:
                trace = self.step.listing.run(values, quiet=True)
            except ListingError as error:
                what = f"with {given}: {said(error)}" if given else said(error)
                self.note(Fault(("code",), what, inside=(error.line, error.column)))
                return False
            if trace.stopped:
                self.note(Fault(path, f"with {given}, {trace.stopped}" if given else trace.stopped))
                return False
            if not values:
                self.note(*self.without_meaning(trace))
        return True

    def without_meaning(self, trace: Trace) -> Iterator[Fault]:
        """Where the run as it stands comes to something that is no finite number: it divides by
        zero, say. A run that its author expects to fly apart may."""
        if "diverge" in self.step.expect:
            return
        for update in range(trace.updates + 1):
            for name, value in trace.numbers(update).items():
                if not math.isfinite(value):
                    lines = self.step.listing.assigns(name)
                    what = f"in update {update:,} `{name}` is {format_number(value)}"
                    what += "; change the numbers, or say `expect: diverges`"
                    yield Fault(("code",), what, inside=(lines[0] if lines else 1, 1))
                    return

    def expectation(self) -> Iterator[Fault]:
        """The author's claim holds."""
        from tutor.engine.claim import claim

        expected, listing = self.step.expect, self.step.listing
        if expected and not claim(expected).holds(listing):
            what = f"`{expected}` does not hold. {happens(listing, {}, claim(expected))}"
            yield Fault(("expect",), what)

    def picture(self) -> Iterator[Fault]:
        """What is to be drawn can be drawn."""
        bowl, listing = self.step.bowl, self.step.listing
        if self.step.map is not None:
            yield from self.map(self.step.map)
        if not isinstance(bowl, Bowl):
            return
        import numpy as np

        middle = float(listing.parameters[bowl.x])
        low = middle - 1 if bowl.from_ is None else bowl.from_
        high = middle + 1 if bowl.to is None else bowl.to
        if not np.isfinite(listing.curve(bowl.x, bowl.y, np.linspace(low, high, 33))).any():
            what = f"{bowl.y} is no finite number anywhere from {bowl.x} {low} to {high}"
            what = not_a_number(bowl.y, listing.run(updates=1).value(bowl.y, 1), what)
            yield Fault(("bowl",), what)
        row = {n: v for n, v in listing.run(updates=1).lasting(1).row(1).items() if v is not None}
        for label, expression in bowl.marks.items():
            path: Where = ("bowl", "marks", label)
            try:
                x = listing.evaluate(expression, {**row, **listing.parameters})
            except ListingError as error:
                yield Fault(path, said(error))
                continue
            if not isinstance(x, int | float) or not math.isfinite(x):
                yield Fault(path, f"`{expression}` is {x} at the first update, and no place")

    def map(self, drawn: Map) -> Iterator[Fault]:
        """There are heights on the map."""
        import numpy as np

        listing = self.step.listing
        x, y = float(listing.parameters[drawn.x]), float(listing.parameters[drawn.y])
        x0, x1, y0, y1 = drawn.limits or (x - 1, x + 1, y - 1, y + 1)
        xs, ys = np.meshgrid(np.linspace(x0, x1, 9), np.linspace(y0, y1, 9))
        heights = listing.surface(drawn.z, {drawn.x: xs, drawn.y: ys})
        finite = heights[np.isfinite(heights)]
        if not finite.size or finite.min() == finite.max():
            what = f"{drawn.z} has no heights from {drawn.x} {x0} to {x1}, {drawn.y} {y0} to {y1}"
            what = not_a_number(drawn.z, listing.run(updates=1).value(drawn.z, 1), what)
            yield Fault(("map",), what)

    # The questions

    def question(self, task: Task) -> Iterator[Fault]:
        """A question can be asked and judged, and the picture does not answer it."""
        step, ask = self.step, task.ask
        try:
            for what in check_alike(ask, step):
                yield Fault(("ask", task.number, task.question.key), what, at_key=True)
            yield from task.kind.prove(ask, step, task.number)
            yield from self.answers(task)
        except ListingError as error:
            yield Fault(("ask", task.number), said(error))
            return
        moment = self.moments[task.number]
        if moment is None or not math.isfinite(ask.truth):
            return
        yield from spoilers.order(moment)
        yield from spoilers.shown(moment)
        yield from spoilers.notes(moment)
        yield from self.rules_run(task)
        if moment.target.exact:
            self.hidden.update(ask.hidden, *ask.coinciding)

    def rules_run(self, task: Task) -> Iterator[Fault]:
        """Every mistake in force can be run here."""
        ask = task.ask
        for name, mistake in ask.mistakes.items():
            if name in ask.mistaken:
                continue
            try:
                wrong = mistake.applied_to(ask.code)
                wrong.run(ask.values, updates=ask.after, rule_from=ask.start)
            except ListingError as error:
                declared = {self.place: self.step.mistakes, (): self.lesson.mistakes}
                place = next((at for at, found in declared.items() if name in found), None)
                if place is not None:
                    line = self.line("ask", task.number)
                    what = f"this cannot be run at the question on line {line}: {said(error)}"
                    key = "rule" if mistake.rule else "replace"
                    Fault(("mistakes", name, key), what).note(self.document, place)
                else:
                    what = f"the mistake `{name}` cannot be run here: {said(error)}"
                    yield Fault(("ask", task.number), what)

    def answers(self, task: Task) -> Iterator[Fault]:
        """Each of the author's answers is judged as said."""
        words = {*Judged, *task.mistakes}
        for index, test in enumerate(task.question.tests):
            path: Where = ("ask", task.number, "tests", index)
            if test.gives not in words:
                yield unknown((*path, "gives"), test.gives, sorted(words), "verdict")
                continue
            verdict = judge(task.ask, test.answer)
            found = verdict.mistakes or (str(verdict.kind),)
            if test.gives not in (*found, str(verdict.kind)):
                what = f"`{test.answer}` gives {' or '.join(found)}, not {test.gives}"
                yield Fault((*path, "gives"), f"{what}: {verdict.say.strip()}")

    def hides(self) -> Iterator[Fault]:
        """Each mistake that is said to be hidden is hidden somewhere."""
        for index, name in enumerate(self.step.hides):
            if name not in self.hidden:
                what = f"`{name}` is not hidden at any question of this step; delete it"
                yield Fault(("hides", index), what)

    # The sentences

    def sentences(self) -> None:
        """Every placeholder has a value, and none gives an answer away."""
        for path, offset, what in spoilers.faults(self.step, self.moments):
            text = self.document.root.at((*self.place, *path)).raw
            self.note(Fault(path, what, inside=place_in(text, offset)))

    # Fresh numbers

    def draws(self) -> Iterator[Fault]:
        """Enough draws of fresh numbers are good for each prediction."""
        computed = [
            task
            for task in self.tasks
            if task.target is not None or getattr(task.question, "computed", False)
        ]
        if self.step.quiz is not None and not computed:
            yield Fault(("quiz",), "no answer of this step depends on a number; delete `quiz`")
        for task in computed:
            if not task.kind.drawable(task.question, self.step):
                continue
            if not self.step.varied(task.question):
                continue
            reasons = self.bad_draws(task)
            if reasons:
                bad, (reason, _) = reasons.total(), reasons.most_common(1)[0]
                of = f"`{task.variable}`" if task.target is not None else "these options"
                what = f"at least {bad} of {DRAWS} draws are no good for {of}"
                line = self.line("ask", task.number)
                what = f"{what} (line {line}), most often because {reason}"
                own = task.question.by_itself.vary
                here: Where = ("ask", task.number) if own else ()
                yield Fault((*here, "quiz", "vary"), what)

    def bad_draws(self, task: Task) -> Counter[str]:
        """How often draws are no good, by the reason; empty where enough of them are good."""
        rng = random.Random(self.step.id)
        ranges, hides = self.step.varied(task.question), frozenset(self.step.hides)
        good, reasons = 0, Counter[str]()
        while reasons.total() <= DRAWS - GOOD_DRAWS:
            try:
                reason = task.kind.unfit(task.ask.with_values(draw(ranges, rng)), hides)
            except ListingError as error:
                reason = said(error)
            if reason:
                reasons[reason] += 1
            else:
                good += 1
            if good == GOOD_DRAWS:
                return Counter()
        return reasons
