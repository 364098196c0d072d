"""`choose`: pick one of a few answers, each with its author's reason."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from tutor.course.questions import Choose, Fault
from tutor.course.ranges import draw
from tutor.engine.numbers import NOTHING
from tutor.errors import ListingError
from tutor.grading.ask import Judged, Verdict
from tutor.grading.kinds.base import MOST_DRAWS, Choice, OptionKind, wrong

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from random import Random

    from tutor.course.model import Step
    from tutor.course.questions import Option
    from tutor.course.ranges import Range
    from tutor.engine.listing import Listing
    from tutor.engine.numbers import Number
    from tutor.grading.answer import Reading
    from tutor.grading.ask import Ask


class ChooseKind(OptionKind[Choose]):
    name = "choose"
    authored = True

    def prompt(self, ask: Ask[Choose]) -> str:
        return ask.question.choose

    def tries(self, question: Choose) -> int:
        return 1 if len(question.options) < 3 else 2

    def judge(self, reading: Reading, ask: Ask[Choose]) -> Verdict:
        options = ask.question.options
        if reading.picked is None:
            numbers = "1 or 2" if len(options) == 2 else f"a number from 1 to {len(options)}"
            return Verdict.unreadable(f"Pick one: {numbers}.")
        option = options[reading.picked]
        say = ask.filled(option.because.strip(), answered=True)
        return Verdict(Judged.RIGHT, say) if rights(ask)[reading.picked] else wrong(say)

    def missed(self, ask: Ask[Choose]) -> str:
        pairs = zip(ask.question.options, rights(ask), strict=True)
        right = next((one for one, is_right in pairs if is_right), None)
        if right is None:
            return ""
        return f"The right answer: *{right.say.strip().rstrip('.')}*. {right.because.strip()}"

    def furthest(self, question: Choose, listing: Listing) -> int:
        return question.after if question.computed else 0

    def drawable(self, question: Choose, step: Step) -> bool:
        return question.quiz is not False

    def numbers(
        self, ask: Ask[Choose], step: Step, rng: Random, ranges: Mapping[str, Range] | None = None
    ) -> Mapping[str, Number] | None:
        """Where it is worked out which options are right, other constants of those that vary, at
        which an option is."""
        question = ask.question
        ranges = step.varied(question) if ranges is None else ranges
        if not question.computed or not ranges:
            return NOTHING
        drawn = (draw(ranges, rng) for _ in range(MOST_DRAWS))
        return next((one for one in drawn if not self.unfit(ask.with_values(one))), None)

    def unfit(self, ask: Ask[Choose], passed_over: frozenset[str] = frozenset()) -> str:
        try:
            count = sum(_is_right(ask, one) for one in ask.question.options)
        except ListingError as error:
            return error.what
        if not count:
            return "no option is right"
        return "several options are right" if count > 1 and not ask.question.many else ""

    def answers(self, ask: Ask[Choose]) -> tuple[Choice, ...]:
        return tuple(
            Choice(ask.filled(one.say.strip()), right, ask.filled(one.because, answered=True))
            for one, right in zip(ask.question.options, rights(ask), strict=True)
        )

    def document(self, ask: Ask[Choose]) -> dict[str, Any]:
        return {"truth": next((n for n, right in enumerate(rights(ask), 1) if right), None)}

    def prove(self, ask: Ask[Choose], step: Step, number: int) -> Iterator[Fault]:
        if ask.question.computed and (why := self.unfit(ask)):
            yield Fault(("ask", number, "options"), f"with these numbers {why}", at_key=True)


def rights(ask: Ask[Choose]) -> tuple[bool, ...]:
    """Which of the options are right; none where that cannot be worked out, which lint tells."""
    with suppress(ListingError):
        return tuple(_is_right(ask, one) for one in ask.question.options)
    return (False,) * len(ask.question.options)


def _is_right(ask: Ask[Choose], option: Option) -> bool:
    """Raises ListingError where that cannot be worked out."""
    if isinstance(option.right, bool):
        return option.right
    row = ask.run(ask.question.after).row(ask.question.after)
    known = {name: value for name, value in row.items() if value is not None}
    return bool(ask.code.evaluate(option.right.if_, known))


KIND = ChooseKind()
