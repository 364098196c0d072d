"""One lesson, run: is what its author says of it so?"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tutor.authoring import spoilers
from tutor.course.model import Bowl
from tutor.course.questions import said
from tutor.course.validate import spot
from tutor.course.yaml_tree import Document, Node, Where
from tutor.errors import ListingError
from tutor.grading.kinds.reach import happens
from tutor.session.task import Task

if TYPE_CHECKING:
    from tutor.course.loader import Course
    from tutor.course.model import Lesson, Step
    from tutor.engine.listing import Listing
    from tutor.engine.numbers import Number
    from tutor.grading.ask import Ask

DRAWS = 20
"""Draws of fresh numbers that are looked at for a question …"""
GOOD_DRAWS = 8
"""… and how many of them are good enough."""


class DynamicChecks:
    """Notes in `document` what is wrong with a lesson that loads."""

    def __init__(self, document: Document, course: Course, lesson: Lesson) -> None:
        self.document = document
        self.course = course
        self.lesson = lesson
        self.used: set[str] = set()
        """The mistakes that can be made at some question."""

    def run(self) -> None:
        """Everything about the lesson."""
        for index, step in enumerate(self.lesson.steps):
            place: Where = ("steps", index)
            if not (step.text or step.code or step.ask):
                self.note(place, "this step is empty; give it a text, a listing or a question")
            if step.code:
                self.step(step, place)
        for name, mistake in self.lesson.mistakes.items():
            if name not in self.used:
                from tutor.authoring.lint import unused

                node = self.document.root.at(("mistakes",)).key(name)
                self.document.problem(node, unused(name, mistake))
        self.document.problems.sort()

    def node(self, *path: str | int) -> Node:
        """The node at a path."""
        return self.document.root.at(path)

    def note(self, place: Where, what: str, key: str = "") -> None:
        """A problem at a path, or at a key of the mapping there."""
        node = self.document.root.at(place)
        self.document.problem(node.key(key) if key else node, what)

    def step(self, step: Step, place: Where) -> None:
        """Run a step's listing, then see whether all that is said of it is so."""
        listing = step.listing
        for question in step.ask:
            self.used.update(self.lesson.mistakes_at(step, question, self.course.mistakes))
        if not self.runs(step, listing, place) or not self.reaches(step, place):
            return
        self.expectation(step, listing, place)
        self.picture(step, listing, place)
        used_hides: set[str] = set()
        for number in range(len(step.ask)):
            used_hides |= self.question(Task(self.course, self.lesson, step, number), place)
        for index, name in enumerate(step.hides):
            if name not in used_hides:
                self.note(
                    (*place, "hides", index),
                    f"`{name}` is not hidden at any question of this step; delete it",
                )
        self.sentences(step, listing, place)
        if step.quiz is not None:
            self.draws(step, place)

    # The run

    def runs(self, step: Step, listing: Listing, place: Where) -> bool:
        """The listing runs to its end as it stands, at the ends of each range, and with each
        question's own constants."""
        tried: list[tuple[Where, Mapping[str, Number]]] = [((*place, "code"), {})]
        for name, range_ in step.edit.items():
            tried += [((*place, "edit", name), {name: end}) for end in (range_.from_, range_.to)]
        for number, question in enumerate(step.ask):
            if question.with_:
                tried.append(((*place, "ask", number, "with"), question.with_))
        for where, values in tried:
            given = ", ".join(f"{name} = {value}" for name, value in values.items())
            try:
                trace = listing.run(values, quiet=True)
            except ListingError as error:
                node = self.node(*place, "code")
                line, column = self.document.inside(node, error.line, error.column)
                what = f"with {given}: {said(error)}" if given else said(error)
                self.document.problem_at(line, column, what)
                return False
            if trace.stopped:
                self.note(where, f"with {given}, {trace.stopped}" if given else trace.stopped)
                return False
        return True

    def reaches(self, step: Step, place: Where) -> bool:
        """Each question can be run, soon, as far as it asks."""
        reached = True
        for number in range(len(step.ask)):
            fault = Task(self.course, self.lesson, step, number).fault
            if fault:
                self.note((*place, "ask", number), f"this cannot be asked: {fault}")
                reached = False
        return reached

    def expectation(self, step: Step, listing: Listing, place: Where) -> None:
        """The author's claim holds."""
        from tutor.engine.claim import claim

        if step.expect and not claim(step.expect).holds(listing):
            what = f"`{step.expect}` does not hold. {happens(listing, {}, claim(step.expect))}"
            self.note((*place, "expect"), what)

    def picture(self, step: Step, listing: Listing, place: Where) -> None:
        """What is to be drawn can be drawn."""
        bowl = step.bowl
        if not isinstance(bowl, Bowl):
            return
        import numpy as np

        values = listing.parameters
        middle = float(values[bowl.x])
        low = middle - 1 if bowl.from_ is None else bowl.from_
        high = middle + 1 if bowl.to is None else bowl.to
        ys = listing.curve(bowl.x, bowl.y, np.linspace(low, high, 33))
        if not np.isfinite(ys).any():
            what = f"{bowl.y} is no finite number anywhere from {bowl.x} {low} to {high}"
            self.note((*place, "bowl"), what)
        row = {
            **values,
            **{n: v for n, v in listing.run(updates=1).row(1).items() if v is not None},
        }
        for label, expression in bowl.marks.items():
            where: Where = (*place, "bowl", "marks", label)
            try:
                x = listing.evaluate(expression, {**row, **values})
            except ListingError as error:
                self.note(where, said(error))
                continue
            if not isinstance(x, int | float) or not math.isfinite(x):
                self.note(where, f"`{expression}` is {x} at the first update, and no place")

    # The questions

    def question(self, task: Task, place: Where) -> set[str]:
        """A question can be asked and judged; returns the mistakes that are hidden at it."""
        step, ask = task.step, task.ask
        here: Where = (*place, "ask", task.number)
        try:
            for fault in task.kind.prove(ask, step, task.number):
                fault.note(self.document, place)
        except ListingError as error:
            self.note(here, said(error))
            return set()
        target = task.question.target()
        if target is None:
            return set()
        if target.name in step.show:
            what = f"`show` gives the answer away: `{target.name}` is asked"
            self.note((*place, "show", step.show.index(target.name)), what)
        if not math.isfinite(ask.truth):
            return set()
        self.rules_run(ask, here)
        if spoilers.drawn(step, ask):
            what = f"`tangent` gives away the answer to `predict: {target.name}`"
            self.note((*place, "bowl"), f"{what}: it writes the slope there", "tangent")
        if not target.exact:
            return set()
        return {*ask.hidden, *(name for pair in ask.coinciding for name in pair)}

    def rules_run(self, ask: Ask[Any], place: Where) -> None:
        """Every mistake in force can be run here."""
        for name, mistake in ask.mistakes.items():
            if name in ask.mistaken:
                continue
            try:
                wrong = ask.code.with_rule(mistake.rule)
                wrong.run(ask.values, updates=ask.after, rule_from=ask.start)
            except ListingError as error:
                what = f"the mistake `{name}` cannot be run here: {said(error)}"
                if name in self.lesson.mistakes:
                    line = self.node(*place).line
                    what = f"this cannot be run at the question on line {line}: {said(error)}"
                    self.note(("mistakes", name, "rule"), what)
                else:
                    self.note(place, what)

    # The sentences

    def sentences(self, step: Step, listing: Listing, place: Where) -> None:
        """Every placeholder has a value, and none gives an answer away."""
        for sentence in spoilers.sentences(step):
            for where, offset, what in spoilers.faults(step, listing, sentence):
                node = self.node(*place, *where)
                self.document.problem_at(*spot(self.document, node, offset), what)

    # Fresh numbers

    def draws(self, step: Step, place: Where) -> None:
        """Enough draws of fresh numbers are good for each prediction."""
        where: Where = (*place, "quiz")
        tasks = [Task(self.course, self.lesson, step, at) for at in range(len(step.ask))]
        predictions = [task for task in tasks if task.question.target() is not None]
        if not predictions:
            self.note(where, "no question of this step asks for a number; delete `quiz`")
        for task in predictions:
            reasons = self.bad_draws(task)
            if reasons is not None:
                bad, (reason, _) = reasons.total(), reasons.most_common(1)[0]
                what = f"at least {bad} of {DRAWS} draws are no good for `{task.variable}`"
                line = self.node(*place, "ask", task.number).line
                self.note((*where, "vary"), f"{what} (line {line}), most often because {reason}")

    def bad_draws(self, task: Task) -> Counter[str] | None:
        """Why draws are no good; None where enough of them are."""
        rng = random.Random(task.step.id)
        reasons: Counter[str] = Counter()
        quiz, hides = task.step.quiz, frozenset(task.step.hides)
        assert quiz is not None
        for done in range(DRAWS):
            if done - reasons.total() >= GOOD_DRAWS:
                return None
            if reasons.total() > DRAWS - GOOD_DRAWS:
                break
            try:
                reason = task.kind.unfit(task.ask.with_values(quiz.draw(rng)), hides)
            except ListingError as error:
                reason = said(error)
            if reason:
                reasons[reason] += 1
        return reasons if DRAWS - reasons.total() < GOOD_DRAWS else None
