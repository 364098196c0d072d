"""`tutor learn`: the home screen, a lesson or one step."""

from __future__ import annotations

import argparse
import gc
from contextlib import closing

from tutor import front_end
from tutor.arguments import completers
from tutor.arguments.parser import Command, Parser
from tutor.arguments.values import learner
from tutor.errors import on_one_line
from tutor.process import streams
from tutor.report_file import Reports


def _options(parser: Parser) -> None:
    parser.add(
        "where", "where to begin", nargs="?", metavar="LESSON[/STEP]", complete=completers.place
    )


def run(options: argparse.Namespace) -> int:
    """Walk the course from a place, or from where the learner left off."""
    reports = Reports(options.store)
    if front_end.line_by_line(options):
        _line_by_line(options, reports)
        reports.finish()
        return 0
    gc.disable()  # nothing of a start is garbage; the app begins to look for it later
    from tutor.course.cache import lesson_cache
    from tutor.ui.app import TutorApp

    app = TutorApp(
        front_end.course(options),
        look=front_end.look(options),
        store=options.store,
        ready=lesson_cache(),
        where=options.where,
        reports=reports,
        learner=learner(options.learner),
    )
    status = front_end.run_app(app)
    front_end.say_unkept(app.problem)
    reports.finish()
    return status


def _line_by_line(options: argparse.Namespace, reports: Reports) -> None:
    from tutor.plain.console import Ended
    from tutor.plain.lesson_console import LessonConsole
    from tutor.session.lesson import LessonSession
    from tutor.session.quizzes import Quizzes
    from tutor.session.view import Recorder
    from tutor.store import open_store

    course = front_end.load_course(options)
    for stem, problems in course.broken.items():
        more = f" (and {len(problems) - 1} more; `tutor lint` lists them)" if problems[1:] else ""
        streams.say(f"the lesson {on_one_line(stem)} cannot be played: {problems[0]}{more}")
    with closing(open_store(options.store, tell=streams.say)) as store:
        who = learner(options.learner)
        history = store.history(who, course.id)
        session = LessonSession(course, history=history, notify=Recorder(store, course.id, who))
        spoken = front_end.console(options)
        quizzes = Quizzes(store, course, who)
        quizzes.reports = reports
        walker = LessonConsole(session, spoken, quizzes)
        if options.where:
            lesson, _, step = options.where.partition("/")
            walker.open(lesson, step)
        try:
            walker.greet(new=history.place is None, chosen=options.where or "")
            walker.walk()
        except Ended:
            pass
        finally:
            store.close()
            spoken.say(_kept(options.store, store.problem))


def _kept(store: str | None, problem: str) -> str:
    """What has become of the learner's place."""
    from tutor.store import lasts

    if not lasts(store):
        return "Your place is not kept: this store lasts no longer than the program."
    return "Your place could not be kept." if problem else "Your place is kept."


COMMAND = Command(
    help="open the home screen, a lesson or one step",
    about="""\
Without a name, home opens with the cursor on where you left off. With a LESSON, that lesson opens;
with LESSON/STEP, that step. Your place is kept at every key, half-typed answers included.""",
    run=run,
    options=_options,
    examples=(
        ("tutor learn", "go on where you left off"),
        ("tutor learn add-alpha", "one lesson"),
        ("tutor learn add-alpha/smaller-steps", "one step of it"),
        ("printf '0.775\\n' | tutor learn break-it --plain", "a script; prints its transcript"),
    ),
    shared=("plain", "ascii", "no-motion", "theme", "lessons", "store", "learner"),
)
