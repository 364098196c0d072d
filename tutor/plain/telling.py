"""What a view says when it is read out line by line. The same words and numbers as the screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tutor.core import wording

if TYPE_CHECKING:
    from tutor.core.view import QuestionView, Table, View


def heading(view: View) -> str:
    """Where the learner is."""
    return f"{view.lesson}: {view.step}. Step {view.index} of {view.total}."


def code(view: View) -> Iterator[str]:
    """The listing, each line with what may stand beside it."""
    width = max((len(line.text) for line in view.listing), default=0)
    for line in view.listing:
        value = {"?": "asked", "·": "", "": ""}.get(line.value, line.value)
        yield f"  {line.text:<{width}}   {value}".rstrip()


def constants(view: View) -> Iterator[str]:
    """The constants, and which can be changed."""
    now = [p for p in view.parameters if p.now != p.value]
    if now:
        told = ", ".join(f"{p.name} is {wording.number(p.now)}" for p in now)
        yield f"After {wording.updates(view.updates)} {told}."
    free = [p for p in view.parameters if p.editable]
    if free:
        told = ", ".join(
            f"{p.name} {wording.number(p.value)} ({wording.number(p.lo)} to {wording.number(p.hi)})"
            for p in free
        )
        yield f"You can change: {told}."


def question(question: QuestionView) -> Iterator[str]:
    """The question, and what answers it."""
    if question.count > 1 and not question.free:
        yield f"Question {question.number} of {question.count}."
    yield from question.prompt.strip().splitlines()
    for number, option in enumerate(question.options, 1):
        yield f"  {number}  {' '.join(option.split())}"
    for number, line in enumerate(question.lines, 1):
        first, *rest = line.splitlines()
        yield f"  {number}  {first}"
        yield from (f"     {more}" for more in rest)
    yield f"({how(question)})"


def how(question: QuestionView) -> str:
    """Which keys or words this question takes."""
    if question.free:
        return "Type a number to predict it, run to see it, or enter to go on."
    more = ", hint for a hint" if question.has_hint and not question.hint else ""
    answers = {
        "predict": "Type a number or a sum such as 0.5 - 0.1*0.4",
        "direction": "Type up, down or stay",
        "choose": "Type the number of your answer",
        "reach": "Type set and a constant, such as set alpha 0.3; enter runs it",
        "write": "Type the lines; an empty line hands them in",
        "order": "Type the numbers in order, such as 3 1 2",
    }
    return f"{answers[question.kind]}{more}, help for all words."


def outcome(view: View) -> Iterator[str]:
    """The learner's answer and the truth side by side, and the line worked out."""
    if view.truth:
        yield f"True {_asked(view)}: {view.truth}. You said {view.you}, off by {view.off}."
    if view.worked:
        yield f"Worked out: {view.worked}"


def _asked(view: View) -> str:
    return view.question.variable if view.question is not None else "value"


def table(table: Table | None) -> Iterator[str]:
    """Every variable at every update shown so far."""
    if table is None or not table.rows:
        yield "There is no run to show yet."
        return
    for update, row in enumerate(table.rows):
        told = ", ".join(
            f"{name} {wording.number(value)}"
            for name, value in zip(table.names, row, strict=True)
            if value is not None
        )
        yield f"{'Before' if update == 0 else f'Update {update}'}: {told}"
