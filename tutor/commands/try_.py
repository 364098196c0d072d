"""`tutor try`: what the tutor would say to an answer."""

from __future__ import annotations

import argparse

from tutor import front_end
from tutor.arguments import completers, values
from tutor.arguments.command import AUTHORS, COURSE, Command
from tutor.arguments.parser import Parser
from tutor.process import streams


def _options(parser: Parser) -> None:
    parser.add("step", metavar="LESSON/STEP", help="the step that asks", complete=completers.step)
    parser.add_dashed("answer", metavar="ANSWER", help="as a learner would type it")
    parser.add(
        "--question",
        type=values.whole,
        default=1,
        metavar="K",
        help="the K-th question of the step: 1",
    )
    parser.add("--json", action="store_true", help="the verdict as one JSON document")
    parser.add_settings()


def run(options: argparse.Namespace) -> int:
    """Print the verdict."""
    from tutor.authoring.try_command import try_answer

    streams.output.write(
        try_answer(
            options.step,
            options.answer,
            front_end.course(options),
            question=options.question,
            values=dict(options.set),
            as_json=options.json,
        )
    )
    return 0


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
        ("tutor try add-alpha/smaller-steps '0.5 - 0.1*0.4' --json", "a sum, as JSON"),
    ),
    environment=COURSE,
    shared=("lessons",),
    audience=AUTHORS,
)
