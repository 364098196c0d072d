"""`choose` with `many: true`: pick every answer that is right."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from tutor.course.questions import Choose
from tutor.grading.answer import Reading, bare, confidence_of
from tutor.grading.ask import Judged, Verdict
from tutor.grading.kinds.base import Input, wrong
from tutor.grading.kinds.choose import ChooseKind, rights

if TYPE_CHECKING:
    from tutor.course.questions import Option
    from tutor.grading.ask import Ask


class ManyKind(ChooseKind):
    name = "many"
    input = Input.SEVERAL

    def prompt(self, ask: Ask[Choose]) -> str:
        return f"{ask.question.choose.rstrip()} (Several may be right.)"

    def tries(self, question: Choose) -> int:
        return 2

    def read(self, text: str, ask: Ask[Choose]) -> Reading:
        """The numbers of options, as `1 3`, `1, 3` or `13`."""
        count = len(ask.question.options)
        plain = bare(text)
        numbers = re.findall("[0-9]", plain) if re.fullmatch(r"[0-9\s,;+&]*", plain) else []
        found = {int(number) - 1 for number in numbers}
        picked = tuple(sorted(found)) if found <= set(range(count)) else ()
        return Reading(text, confidence=confidence_of(text), picks=picked)

    def judge(self, reading: Reading, ask: Ask[Choose]) -> Verdict:
        options, right = ask.question.options, rights(ask)
        if not reading.picks:
            return Verdict.unreadable(
                f"Type the number of each that is right, from 1 to {len(options)}, as in 1 2."
            )
        strange = [one for one in reading.picks if not right[one]]
        if strange:
            because = ask.filled(options[strange[0]].because.strip(), answered=True)
            return wrong(f"Not {strange[0] + 1}: {because}")
        missing = sum(right) - len(reading.picks)
        if missing:
            found = "That is right" if len(reading.picks) == 1 else "Those are right"
            more = "one more is" if missing == 1 else f"{missing} more are"
            return wrong(f"{found}, and {more}. Give all of them together.")
        return Verdict(
            Judged.RIGHT, ask.filled(_told(map(options.__getitem__, reading.picks)), answered=True)
        )

    def truth(self, ask: Ask[Choose]) -> str:
        return "; ".join(one.text for one in self.answers(ask) if one.right)

    def missed(self, ask: Ask[Choose]) -> str:
        answers = [
            one for one, right in zip(ask.question.options, rights(ask), strict=True) if right
        ]
        return f"The right answers:\n\n{_told(answers)}"

    def document(self, ask: Ask[Choose]) -> dict[str, Any]:
        return {"truth": [n for n, right in enumerate(rights(ask), 1) if right]}


def _told(options: Iterable[Option]) -> str:
    """Each by its name, and why."""
    return "\n\n".join(f"*{one.say.strip().rstrip('.')}*: {one.because.strip()}" for one in options)


KIND = ManyKind()
