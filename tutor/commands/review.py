"""`tutor review`: what is due today."""

from __future__ import annotations

import argparse
from contextlib import closing

from tutor import front_end
from tutor.arguments.parser import Command
from tutor.arguments.values import learner
from tutor.process import streams


def run(options: argparse.Namespace) -> int:
    """Ask what is due, or say that nothing is."""
    from tutor.plain.quiz_console import nothing_due
    from tutor.session.quizzes import Quizzes
    from tutor.store import open_store

    with closing(open_store(options.store, tell=streams.say)) as store:
        quizzes = Quizzes(store, front_end.load_course(options), learner(options.learner))
        quiz = quizzes.review()
        if quiz is None and quizzes.problem:
            return 1  # what is due cannot be read, and why has been said
        if quiz is None:
            streams.output.write(f"{nothing_due(quizzes)}\n")
        else:
            front_end.ask_round(options, quiz, quizzes, store)
    return 0


COMMAND = Command(
    help="ask again what is due today",
    about="""\
What was missed or only guessed comes back with fresh numbers when it is about to be forgotten, on
the next day at the earliest, and first that of which you were certain. A step comes back with one
of its questions, and a day has twenty at most. Each answer is explained at once.""",
    run=run,
    examples=(("tutor review", "whatever is due"),),
    shared=("plain", "ascii", "no-motion", "theme", "lessons", "store", "learner"),
)
