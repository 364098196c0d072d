"""`tutor quiz`: questions with fresh numbers, one try each; their report, or a set for Moodle."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from tutor import front_end, report_file
from tutor.arguments import completers, values
from tutor.arguments.parser import Command, Parser
from tutor.errors import UsageError
from tutor.process import streams
from tutor.process.files import Kind

if TYPE_CHECKING:
    from tutor.course.loader import Course
    from tutor.session.drawing import Drawn
    from tutor.session.quiz import QuizSession
    from tutor.session.quizzes import Quizzes

NOT_PASSED = 3


def _options(parser: Parser) -> None:
    which = "ask about these lessons only"
    parser.add("only", which, nargs="*", metavar="LESSON", complete=completers.lesson)
    parser.add("--questions", "how many, 1 to 1000: 10", type=values.count, metavar="N")
    parser.add_flag("--lessons-met", "ask about lessons that you have begun, as without --seed")
    every = "ask about every lesson but bonus ones, begun or not, as with --seed"
    parser.add_flag("--all", every)
    same = "the same questions every time and for everybody: a whole number"
    parser.add("--seed", same, type=values.seed, metavar="S")
    end = "end it after so long; without it there is no clock"
    parser.add("--minutes", end, type=values.minutes, metavar="M")
    more = "so much more time, with --minutes: 25%%"
    parser.add("--extra", more, type=values.extra, metavar="SHARE")
    right = "what must be right for exit status 0, as 0.8 or 80%%: 0.8"
    parser.add("--pass", right, dest="mark", type=values.share, metavar="SHARE")
    report = "write down what came of it: FILE.json or FILE.csv"
    parser.add(
        "--report",
        report,
        type=values.file,
        metavar="FILE",
        complete=completers.file(*report_file.ENDINGS),
    )
    gift = "ask nothing: write the questions in Moodle's GIFT format, - for standard output"
    parser.add("--gift", gift, type=values.file, metavar="FILE", complete=completers.file(".gift"))
    moodle = "the same as Moodle XML, with more of what is to be said of an answer"
    parser.add(
        "--moodle", moodle, type=values.file, metavar="FILE", complete=completers.file(".xml")
    )
    parser.add_flag("--force", "replace whatever FILE is there")
    parser.add_flag("--new", "leave an unfinished quiz behind")


def run(options: argparse.Namespace) -> int:
    """Ask a quiz, the one that waits or a new one, or write its questions."""
    from tutor.session.drawing import chosen
    from tutor.session.quizzes import COUNT, Quizzes

    files = {"--report": options.report, "--gift": options.gift, "--moodle": options.moodle}
    named = [name for name, file in files.items() if file is not None]
    if options.force and not named:
        raise UsageError("--force goes with --report, --gift or --moodle")
    if len(named) > 1:
        raise UsageError(f"{' and '.join(named)} do not go together")
    if options.extra is not None and options.minutes is None:
        raise UsageError("--extra goes with --minutes")
    if sum(map(bool, (options.only, options.lessons_met, options.all))) > 1:
        raise UsageError("name lessons, or say --lessons-met or --all: one of these")
    course, count = front_end.load_course(options), options.questions or COUNT
    if options.gift is not None or options.moodle is not None:
        _write_set(options, course, chosen(course, count, options.seed or 0, options.only))
        return 0
    asked_for = report_file.asked_for(options)
    reports = report_file.Reports(options.store)
    reports.check(asked_for)
    from tutor.store import open_store

    with closing(open_store(options.store, tell=streams.say)) as store:
        quizzes = Quizzes(store, course, values.learner(options.learner))
        quiz = _waiting(quizzes, _said(options, course), leave=options.new)
        if quiz is None:
            met = options.lessons_met or not (options.all or options.seed is not None)
            quiz = quizzes.quiz(
                count,
                seed=options.seed,
                lessons=options.only,
                met=met,
                minutes=options.minutes,
                extra=options.extra or 0.0,
            )
        quiz.terms = {**quiz.terms, "mark": report_file.mark_of(quiz), **asked_for}
        reports.check(quiz.terms)
        quizzes.reports = reports
        with suppress(BrokenPipeError):  # a reader that left is no error, and no pass either
            front_end.ask_round(options, quiz, quizzes, store)
    reports.finish()
    passed = quiz.finished and quiz.summary().passes(report_file.mark_of(quiz))
    return 0 if passed else NOT_PASSED


def _write_set(options: argparse.Namespace, course: Course, questions: Sequence[Drawn]) -> None:
    """Write the questions for Moodle, in the format that is asked for."""
    if options.gift is not None:
        from tutor.authoring.gift import gift

        front_end.destination(options, options.gift, GIFT).write(gift(course, questions))
    else:
        from tutor.authoring.moodle_xml import moodle_xml

        front_end.destination(options, options.moodle, MOODLE).write(moodle_xml(course, questions))


def _said(options: argparse.Namespace, course: Course) -> dict[str, object]:
    """What the command line says of the quiz that is wanted, as `QuizSession.terms` has it."""
    named = options.only or options.all or options.lessons_met
    said = {
        "count": options.questions,
        "seed": options.seed,
        "lessons": [course.lesson(name).id for name in options.only] if named else None,
        "met": True if options.lessons_met else False if options.all else None,
        "minutes": options.minutes,
        "extra": options.extra,
    }
    return {name: value for name, value in said.items() if value is not None}


def _waiting(quizzes: Quizzes, said: Mapping[str, object], *, leave: bool) -> QuizSession | None:
    """The quiz that waits, where it is the one that is wanted; None where none waits, where its
    time is up and another is wanted, or where it is to be left. Raises UsageError where one waits
    that is not wanted."""
    quiz = quizzes.unfinished()
    if quiz is None or (said.items() <= quiz.terms.items() and not leave):
        return quiz
    if quiz.finished:
        summary = quiz.summary()
        streams.say(
            f"The time of the quiz that waited is up: {summary.right} of {len(summary.outcomes)}"
            " right. This is a new one."
        )
        return None
    if leave:
        return None
    raise UsageError(
        "another quiz waits where you left it: go on with it by `tutor quiz` alone, or leave it"
        " behind with --new"
    )


def _is_gift(text: str) -> bool:
    from tutor.authoring.gift import HEAD

    return text.startswith(HEAD)


def _is_moodle(text: str) -> bool:
    from tutor.authoring.moodle_xml import HEAD

    return text.startswith(HEAD)


GIFT = Kind("set of questions", _is_gift, private=False)
MOODLE = Kind("set of questions", _is_moodle, private=False)

COMMAND = Command(
    help="ask questions with fresh numbers, one try each",
    about="""\
The questions come from the lessons that you have begun (from all, where that is none), or from
those named, with fresh numbers where a question has others than the lesson's; no two of one lesson
follow each other where that can be.
The answers come at the end, with what was missed to practise once more. End an answer with ? for a
hunch, with ! when you are certain. An unfinished quiz is taken up where it was left, with its own
questions and numbers; its time goes on while the tutor is closed. Asked for another, the tutor says
so: --new leaves the one that waits behind.""",
    run=run,
    options=_options,
    examples=(
        ("tutor quiz --all --questions 12", "twelve questions about everything"),
        (
            "tutor quiz break-it add-alpha --seed 7 --pass 0.9 --report result.json",
            "the same questions for everybody, with a report",
        ),
        ("tutor quiz --questions 40 --moodle questions.xml", "for Moodle"),
    ),
    status="0 passed, 1 the input has problems, 2 wrong usage, 3 not passed (or left\n"
    "  before its end), 130 interrupted",
    shared=("plain", "ascii", "no-motion", "theme", "lessons", "store", "learner"),
)
