"""What commands share: which front end they get, a screen or lines, with what course and looks; how
a quiz is put, and where a file may be written."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.arguments.values import course_folder, learner
from tutor.process import signals, streams
from tutor.process.files import Destination, Kind
from tutor.ui.terminal.capabilities import in_a_page

if TYPE_CHECKING:
    from tutor.course.loader import Course
    from tutor.plain.console import Console
    from tutor.session.quiz import QuizSession
    from tutor.session.quizzes import Quizzes
    from tutor.store import ResilientStore, Store
    from tutor.ui.base_app import BaseApp
    from tutor.ui.terminal.capabilities import Look

WAITS = "It waits for you where you left it.\n"
GOES_ON = "It waits for you where you left it, but its time goes on: {left} left.\n"
COMES_BACK = "What you did not answer comes up again.\n"


def course(options: argparse.Namespace) -> Path:
    """The folder of the course in use. Raises TutorError where it is none, and OSError where that
    may not be known."""
    from tutor.course.index import check_folder

    directory = course_folder(options.lessons)
    check_folder(directory)
    return directory


def load_course(options: argparse.Namespace) -> Course:
    """The course in use. Raises TutorError where there is none."""
    from tutor.course import loader

    return loader.load_course(course_folder(options.lessons))


def line_by_line(options: argparse.Namespace) -> bool:
    """Whether there is no screen to draw on, or none is wanted."""
    if in_a_page(os.environ):
        return bool(options.plain)
    terminal = sys.stdin.isatty() and sys.stdout.isatty()
    term = os.environ.get("TERM", "" if os.name == "posix" else "windows")
    return bool(options.plain) or not terminal or term in ("", "dumb")


def look(options: argparse.Namespace, store: Store | None = None) -> Look:
    """What the terminal can show, found out once, and what the learner chose according to
    `store`."""
    from tutor.history.records import CHARSET
    from tutor.ui.terminal.capabilities import look_of

    chosen = store.recall(learner(options.learner)).get(CHARSET) if store is not None else ""
    return look_of(
        os.environ,
        sys.stdout.encoding,
        ascii_only=bool(options.ascii) or chosen == "ascii",
        motion=not options.no_motion,
        theme=options.theme,
    )


def console(options: argparse.Namespace) -> Console:
    """A conversation over the standard streams, in ASCII where that is all that is wanted, or all
    that there is."""
    from tutor.plain.console import console

    return console(ascii_only=look(options).charset == "ascii")


def wants_it_erased(talk: Console) -> bool:
    """Ask whoever has been told what would go."""
    from tutor.plain.console import Ended

    try:
        if talk.ask("Type forget to erase it: ").strip().casefold() == "forget":
            return True
    except Ended:
        pass
    talk.say("Nothing was erased.")
    return False


def destination(options: argparse.Namespace, named: str, kind: Kind) -> Destination:
    """Where a command is to write. Raises TutorError at once for what cannot be written."""
    from tutor.store import is_store

    return Destination(
        named, kind, force=options.force, is_store=lambda path: is_store(path, options.store)
    )


def run_app(app: BaseApp) -> int:
    """Run a full-screen app; the exit status is the app's own. Raises what it could not go on
    with, once the screen is left."""
    before = {number: signal.getsignal(number) for number in (*signals.NUMBERS, *signals.ALARM)}
    signals.hold()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # asyncio sets its own then
    try:
        app.run()  # it takes them once it is mounted
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        signals.deliver()
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0


def say_unkept(problem: str) -> None:
    """What could not be written before the end."""
    if problem:
        streams.say(f"{problem} What you did since could not be kept.")


def ask_round(
    options: argparse.Namespace,
    quiz: QuizSession,
    quizzes: Quizzes,
    store: ResilientStore,
) -> None:
    """Ask a quiz on the screen or line by line, and say what becomes of one that is not over."""
    from tutor.store import lasts

    try:
        if line_by_line(options):
            from tutor.plain.quiz_console import play

            play(quiz, quizzes, console(options))
        else:
            from tutor.ui.app import QuizApp

            run_app(QuizApp(quiz, quizzes, look=look(options)))
    finally:
        store.close()
        say_unkept(store.problem)
        if not (quiz.finished or store.problem) and lasts(options.store):
            streams.output.write(_farewell(quiz))


def _farewell(quiz: QuizSession) -> str:
    """What becomes of a quiz that is left before its end."""
    if quiz.mode != "quiz":
        return COMES_BACK
    from tutor.grading.messages import clock

    return WAITS if quiz.left is None else GOES_ON.format(left=clock(quiz.left))
