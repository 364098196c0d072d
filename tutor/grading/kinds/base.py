"""What every kind of question says of itself, and what holds where it says nothing; how an answer
is given (`Input`), and what all kinds with options share."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NamedTuple

from tutor.course.questions import Fault, Question
from tutor.course.ranges import draw
from tutor.engine.numbers import NOTHING, Number
from tutor.engine.places import not_a_number
from tutor.grading import messages
from tutor.grading.answer import Reading, bare, confidence_of
from tutor.grading.ask import Ask, Judged, Q, Verdict
from tutor.grading.explain import worked

if TYPE_CHECKING:
    from random import Random

    from tutor.course.model import Step
    from tutor.course.ranges import Range
    from tutor.engine.listing import Listing

MOST_DRAWS = 50
"""Draws thrown back before a question is given up."""
NOTHING_ASKED = "Nothing is asked here. Enter goes on."


class Input(StrEnum):
    """How an answer is given. Front ends draw these, whatever kinds there are."""

    NONE = "none"
    NUMBER = "number"
    """Typed, as a number or a sum."""
    OPTION = "option"
    """Picked from a few."""
    SEVERAL = "several"
    """Typed, as the numbers of all options that are right."""
    CONSTANTS = "constants"
    """The constants of the listing are the answer."""
    LINES = "lines"
    """Typed, as lines of code."""
    ORDER = "order"
    """Typed, as the numbers of given lines in their order."""


class Choice(NamedTuple):
    """One of the answers to pick from."""

    text: str
    right: bool
    because: str
    """What is said to whoever picks it; may be empty."""


class QuestionKind(Generic[Q]):
    """How one kind of question is asked and judged. Has no state: all of it is in the `Ask`.

    What this class says holds for a question that asks nothing and, from `furthest` to `prove`, for
    every question with a target: one whose answer tells a number of the run.
    """

    name: ClassVar[str] = "nothing"
    """What the kind is called in reports."""
    input: ClassVar[Input] = Input.NONE
    blanks: ClassVar[bool] = False
    """The lines of the update are the answer, and blanked while it is open."""
    of_run: ClassVar[bool] = False
    """A run with the learner's own constants is judged, so they stay theirs after the answer."""
    authored: ClassVar[bool] = False
    """Judged in its author's words, which need not say whether the answer is right."""
    shortcuts: ClassVar[tuple[str, ...]] = ()
    """For each option the letter that picks it; empty where options go by number alone."""

    def prompt(self, ask: Ask[Q]) -> str:
        """The question in words, where its author wrote none."""
        return ""

    def choices(self, ask: Ask[Q]) -> tuple[str, ...]:
        """What can be picked, in order."""
        return tuple(choice.text for choice in self.answers(ask))

    def lines(self, ask: Ask[Q]) -> tuple[str, ...]:
        """What is to be put in order, shuffled."""
        return ()

    def tries(self, question: Q) -> int:
        """How many misses it takes before the truth is shown; 0 for as many as there are."""
        return 1

    def furthest(self, question: Q, listing: Listing) -> int:
        """The last update that has to be run to ask and to judge it."""
        target = question.target()
        return target.after if target is not None else 0

    def read(self, text: str, ask: Ask[Q]) -> Reading:
        """What was typed. Never raises."""
        return Reading(text)

    def judge(self, reading: Reading, ask: Ask[Q]) -> Verdict:
        """What is to be said of an answer. Raises ListingError where the run has no meaning."""
        return Verdict.unreadable(NOTHING_ASKED)

    def truth(self, ask: Ask[Q]) -> str:
        """The right answer, in digits or words; empty where there is not one alone."""
        return next((choice.text for choice in self.answers(ask) if choice.right), "")

    def missed(self, ask: Ask[Q]) -> str:
        """What is said once the tries are used up; Markdown."""
        return ""

    def spoken_of(self, ask: Ask[Q]) -> int:
        """The update that the verdict on a run speaks of; 0 for kinds that judge no run. Raises
        ListingError where the run has no meaning."""
        return 0

    def watched(self, ask: Ask[Q]) -> tuple[str, ...]:
        """The variables whose values that verdict tells. Nothing is run for this."""
        return ()

    def by_chance(self, ask: Ask[Q]) -> tuple[str, ...]:
        """The names of the mistakes that give the right answer at these constants."""
        return ()

    def worked(self, ask: Ask[Q]) -> str:
        """The line of the asked number with its numbers put in; empty where none is asked."""
        if ask.question.target() is None:
            return ""
        return worked(ask.code, ask.values, ask.variable, ask.after)

    # -- with other numbers, and without a learner --------------------------------------------

    def drawable(self, question: Q, step: Step) -> bool:
        """A quiz can ask it by itself."""
        anew = step.quiz is not None or bool(question.by_itself.vary)
        return question.target() is not None and question.quiz is not False and anew

    def numbers(
        self, ask: Ask[Q], step: Step, rng: Random, ranges: Mapping[str, Range] | None = None
    ) -> Mapping[str, Number] | None:
        """Constants to ask it with, drawn on these grids or, without any, those that are varied
        for it; None where none are good.

        Mistakes that the step declares as hidden count too while other numbers can be found, since
        it is for their sake that numbers are drawn.
        """
        if ask.question.target() is None:
            return NOTHING
        if not self.drawable(ask.question, step):
            return None
        ranges = step.varied(ask.question) if ranges is None else ranges
        hides = frozenset(step.hides)
        second_best: Mapping[str, Number] | None = None
        for _ in range(MOST_DRAWS):
            values = draw(ranges, rng)
            fresh = ask.with_values(values)
            if not self.unfit(fresh):
                return values
            if hides and second_best is None and not self.unfit(fresh, hides):
                second_best = values
        return second_best

    def unfit(self, ask: Ask[Q], passed_over: frozenset[str] = frozenset()) -> str:
        """Why these constants are not good for the question, as a sentence; empty where they are.

        The mistakes `passed_over` may give any number.
        """
        return ""

    def answers(self, ask: Ask[Q]) -> tuple[Choice, ...]:
        """What can be picked, and which of it is right."""
        return ()

    def document(self, ask: Ask[Q]) -> dict[str, Any]:
        """All that can be known of the right answer, ready for JSON; for authors."""
        if ask.question.target() is None:
            return {}
        return {
            "truth": ask.truth,
            "tolerance": ask.tolerance,
            "worked": self.worked(ask),
            "mistaken": {
                name: {
                    "value": value,
                    "rule": ask.mistakes[name].line,
                    "hidden": name in ask.hidden,
                }
                for name, value in ask.mistaken.items()
            },
        }

    def prove(self, ask: Ask[Q], step: Step, number: int) -> Iterator[Fault]:
        """What is wrong with it, found by running it. `number` is its 0-based place in the step."""
        if ask.question.target() is None:
            return
        yield from prove_hint(ask, number)
        if not math.isfinite(ask.truth):
            what = f"`{ask.variable}` is no finite number after {messages.updates(ask.after)}"
            what = not_a_number(ask.variable, ask.value(ask.variable, ask.after), what)
            yield Fault(("ask", number, ask.question.key), what)


NOTHING_TO_ASK = Question()
"""Stands where a step has no question: a page to read, or a listing to run."""
KIND = QuestionKind[Question]()


class OptionKind(QuestionKind[Q]):
    """A question that is answered by picking one of a few."""

    input = Input.OPTION

    def read(self, text: str, ask: Ask[Q]) -> Reading:
        """By number or, where options have shortcuts, by the beginning of its word."""
        plain = bare(text).lower()
        options = self.choices(ask)
        picked: int | None = None
        if plain.isascii() and plain.isdecimal() and 1 <= int(plain[:9]) <= len(options):
            picked = int(plain) - 1
        elif plain and self.shortcuts:
            starts = [i for i, word in enumerate(options) if f"{word}s".startswith(plain)]
            picked = starts[0] if len(starts) == 1 else None
        return Reading(text, confidence=confidence_of(text), picked=picked)


def prove_hint(ask: Ask[Any], number: int) -> Iterator[Fault]:
    """A question that takes thought has a hint."""
    if not ask.question.hint:
        place = ("ask", number, ask.question.key)
        yield Fault(place, "a hint is missing; add `hint:`", at_key=True)


def wrong(say: str) -> Verdict:
    """A wrong option, claim, set of lines or order."""
    return Verdict(Judged.WRONG, say)
