"""`tutor try`: what the tutor would say to an answer, and the truth behind it."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tutor.arguments import completers, values
from tutor.arguments.parser import AUTHORS, Command, Parser
from tutor.commands.run import check_constants, step_of
from tutor.errors import TutorError, UsageError
from tutor.process import streams

if TYPE_CHECKING:
    from tutor.engine.numbers import Number, Value
    from tutor.session.exercise import Exercise


def _options(parser: Parser) -> None:
    parser.add("step", "the step that asks", metavar="LESSON/STEP", complete=completers.step)
    parser.add_dashed("answer", "as a learner would type it", metavar="ANSWER")
    which = "the K-th question of the step: 1"
    parser.add("--question", which, type=values.whole, default=1, metavar="K")
    parser.add_flag("--json", "the verdict as one JSON document")
    parser.add_settings()


def run(options: argparse.Namespace) -> int:
    """Print what the tutor says to the answer at the K-th question of the step."""
    from tutor.grading.kinds import kind_of
    from tutor.grading.kinds.base import Input
    from tutor.session.exercise import Exercise
    from tutor.session.task import Task

    where, question, constants = options.step, options.question, dict(options.set)
    course, lesson, step = step_of(where, options)
    count = len(step.ask)
    if not 1 <= question <= count:
        asks = f"{count} question{'' if count == 1 else 's'}" if count else "nothing"
        raise UsageError(f"{where} asks {asks}; there is no question {question}")
    if kind_of(step.ask[question - 1]).input is Input.CONSTANTS and options.answer.strip():
        constants |= dict(map(_constant, options.answer.split(",")))
    if constants and not step.code:
        raise UsageError(f"{where} has no listing whose constants could be set")
    if constants:
        check_constants(constants, step.listing)
    task = Task(course, lesson, step, question - 1, constants)
    if task.fault:
        raise TutorError(f"{where} cannot be run: {task.fault}")
    exercise = Exercise(task)
    exercise.type(options.answer)
    document = {"step": where, "question": question, **_document(exercise)}
    streams.output.write(
        streams.json_text(document) if options.json else _told(document, count, task.standing(0))
    )
    return 0


def _constant(text: str) -> tuple[str, Number]:
    """The answer where constants are the answer, as in `alpha=0.3`."""
    try:
        return values.setting(text)
    except argparse.ArgumentTypeError as error:
        raise UsageError(f"this question is answered with constants: {error}") from None


def _document(exercise: Exercise) -> dict[str, Any]:
    """Everything about one answer, the truth included: this is for authors."""
    from tutor.session.present import present

    view, task, heard = present(exercise).question, exercise.task, exercise.reading
    verdict = exercise.judged()
    return {
        "kind": view.kind if view else "",
        "prompt": view.prompt if view else "",
        "constants": task.constants,
        "answer": exercise.typed,
        "value": heard.value if heard else None,
        "confidence": heard.confidence if heard else "",
        "verdict": verdict.kind.value,
        "right": verdict.right,
        "counts": verdict.attempt,
        "mistakes": verdict.mistakes,
        "say": verdict.say,
        **task.kind.document(task.ask),
    }


def _told(document: Mapping[str, Any], count: int, begun: Mapping[str, Value]) -> str:
    """The document as an author reads it; `begun`: the constants, lists in one."""
    from tutor.engine.numbers import number

    constants = ", ".join(f"{name} {number(value)}" for name, value in begun.items())
    lines = [f"{document['step']}, question {document['question']} of {count}"]
    lines += [document["prompt"].strip()]
    lines += [f"with {constants}"] if constants else []
    read = f" is read as {number(document['value'])}" if document["value"] is not None else ""
    counts = "" if document["counts"] else ", not counted as a try"
    names = f" {', '.join(document['mistakes'])}" if document["mistakes"] else ""
    lines += ["", f"{document['answer']!r}{read}: {document['verdict']}{names}{counts}"]
    lines += [f"  {line}" for line in document["say"].splitlines()]
    if "tolerance" in document:
        right, off = number(document["truth"], 12), number(document["tolerance"], 3)
        lines += ["", f"right is {right}, give or take {off}"]
        lines += [f"  {document['worked']}"] if document["worked"] else []
    rows = [
        (name, number(one["value"], 9), one["rule"], one["hidden"])
        for name, one in document.get("mistaken", {}).items()
    ]
    if rows:
        name_width, value_width, rule_width = (max(len(row[i]) for row in rows) for i in range(3))
        lines += ["", "named mistakes here"]
        for name, value, rule, hidden in rows:
            note = "gives the right answer here" if hidden else ""
            row = f"  {name:<{name_width}}  {value:>{value_width}}  {rule:<{rule_width}}  {note}"
            lines.append(row.rstrip())
    return "".join(f"{line}\n" for line in lines)


COMMAND = Command(
    help="say what the tutor would say to this answer",
    about="""\
For authors: test wrong answers before a learner gives them. Shows the verdict, the truth with its
tolerance, and what each named mistake gives here.""",
    run=run,
    options=_options,
    examples=(
        ("tutor try add-alpha/smaller-steps 0.54", "the verdict on 0.54"),
        ("tutor try break-it/input-two -1.1 --question 2", "the second question of the step"),
        ("tutor try break-it/input-two -1/2 --question 2", "an answer may begin with a minus"),
        ("tutor try add-alpha/find-the-edge alpha=0.3", "constants are the answer"),
        ("tutor try add-alpha/smaller-steps '0.5 - 0.1*0.4' --json", "a sum, as JSON"),
    ),
    shared=("lessons",),
    audience=AUTHORS,
)
