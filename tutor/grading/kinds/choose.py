"""`choose`: pick one of a few answers, each with its author's reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.course.questions import Choose
from tutor.grading.ask import Judged, Verdict
from tutor.grading.kinds.base import Choice, OptionKind, wrong

if TYPE_CHECKING:
    from tutor.course.model import Step
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
        return Verdict(Judged.RIGHT, say) if option.right else wrong(say)

    def missed(self, ask: Ask[Choose]) -> str:
        right = next(option for option in ask.question.options if option.right)
        return f"The right answer: *{right.say.strip().rstrip('.')}*. {right.because.strip()}"

    def drawable(self, question: Choose, step: Step) -> bool:
        return question.quiz is not False

    def answers(self, ask: Ask[Choose]) -> tuple[Choice, ...]:
        return tuple(
            Choice(ask.filled(one.say.strip()), one.right, ask.filled(one.because, answered=True))
            for one in ask.question.options
        )

    def document(self, ask: Ask[Choose]) -> dict[str, Any]:
        right = (n for n, one in enumerate(ask.question.options, 1) if one.right)
        return {"truth": next(right, None)}


KIND = ChooseKind()
