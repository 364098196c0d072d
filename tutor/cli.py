"""The command line: parse, build, hand over, exit codes. What is done is done elsewhere."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from tutor import __version__
from tutor.errors import ProblemsError, TutorError, UsageError, nearest

if TYPE_CHECKING:
    from tutor.core.record import Number

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0 done, 1 problems with the input, 2 wrong usage, 130 interrupted.

    A quiz that misses its pass mark returns 3.
    """
    try:
        options = _parser().parse_args(arguments)
        status: int = options.run(options)
        sys.stdout.flush()
    except TutorError as error:
        _say(str(error), prefix=not isinstance(error, ProblemsError))
        return error.exit_status
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # whoever read our output has heard enough; keep the interpreter from complaining at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


def _say(text: str, *, prefix: bool = True) -> None:
    """Diagnostics go to stderr, never among what was asked for."""
    sys.stderr.write(("tutor: " if prefix else "") + text + "\n")


def _print(text: str) -> None:
    """What was asked for goes to stdout, as it is."""
    sys.stdout.write(text)


# -- what there is to say --------------------------------------------------------------------------

ABOUT = """\
Learn how a network learns, by predicting every step before you see it.

Without a command the home screen opens where you left off."""

ENVIRONMENT = """\
environment:
  TUTOR_LESSONS   another course's folder, as with --lessons
  TUTOR_STORE     where progress is kept: a file, or postgresql://…
  NO_COLOR        draw without colour
  TERM=dumb       go line by line, as with --plain

exit status:
  0 done, 1 the input has problems, 2 wrong usage, 3 a quiz not passed, 130 interrupted"""


class _Parser(argparse.ArgumentParser):
    """Wrong usage becomes a UsageError with the nearest right word."""

    def error(self, message: str) -> NoReturn:
        if "invalid choice" in message:
            typed = message.partition("invalid choice: '")[2].partition("'")[0]
            words = [word for action in self._actions for word in (action.choices or ())]
            near = nearest(typed, [str(word) for word in words])
            message = f"there is no `{typed}` here" + (f"; did you mean {near}?" if near else "")
        raise UsageError(f"{message}\nTry `{self.prog} --help`.")


def _shared(default: object) -> argparse.ArgumentParser:
    """Options that may stand before or after the command."""
    shared = argparse.ArgumentParser(add_help=False, argument_default=default)
    group = shared.add_argument_group("everywhere")
    group.add_argument("--plain", action="store_true", default=default, help="go line by line")
    group.add_argument(
        "--ascii", action="store_true", default=default, help="draw with ASCII characters alone"
    )
    group.add_argument(
        "--no-motion", action="store_true", default=default, help="show the end of a run at once"
    )
    group.add_argument("--lessons", metavar="DIR", default=default, help="another course's folder")
    group.add_argument(
        "--store", metavar="WHERE", default=default, help="keep progress in this file or database"
    )
    return shared


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="tutor",
        description=ABOUT,
        epilog=ENVIRONMENT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[_shared(None)],
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"tutor {__version__}")
    parser.set_defaults(run=_learn, where=None)
    commands = parser.add_subparsers(
        metavar="COMMAND", title="commands", parser_class=_Parser, required=False
    )

    def command(
        name: str, run: Callable[[argparse.Namespace], int], help: str, more: str
    ) -> argparse.ArgumentParser:
        added = commands.add_parser(
            name,
            help=help,
            description=help[0].upper() + help[1:] + ".",
            epilog=more,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            parents=[_shared(argparse.SUPPRESS)],
            allow_abbrev=False,
        )
        added.set_defaults(run=run)
        return added

    learn = command(
        "learn",
        _learn,
        "open the home screen, a lesson or one step",
        "examples:\n  tutor learn\n  tutor learn add-alpha\n  tutor learn add-alpha/smaller-steps",
    )
    learn.add_argument("where", nargs="?", metavar="LESSON[/STEP]", help="where to begin")

    run = command(
        "run",
        _run,
        "run a listing and print exactly what it prints",
        "A listing is a lesson's step, a file, or - for standard input.\n\nexamples:\n"
        "  tutor run add-alpha/smaller-steps --set alpha=0.5\n"
        "  tutor run mine.py --table\n  echo 'print(1 + 1)' | tutor run -",
    )
    run.add_argument("listing", metavar="LESSON/STEP|FILE.py|-")
    _settable(run)
    shape = run.add_mutually_exclusive_group()
    shape.add_argument("--table", action="store_true", help="every variable at every update")
    shape.add_argument("--json", action="store_true", help="the same, as one JSON document")

    attempt = command(
        "try",
        _try,
        "say what the tutor would say to this answer",
        "So that an author can test wrong answers.\n\nexamples:\n"
        "  tutor try add-alpha/smaller-steps 0.54\n"
        "  tutor try add-alpha/smaller-steps '0.5 - 0.1*0.4' --question 1 --json",
    )
    attempt.add_argument("step", metavar="LESSON/STEP")
    attempt.add_argument("answer", metavar="ANSWER", help="as a learner would type it")
    attempt.add_argument("--question", type=int, default=1, metavar="K", help="the K-th question")
    attempt.add_argument("--json", action="store_true", help="the verdict as one JSON document")
    _settable(attempt)

    lint = command(
        "lint",
        _lint,
        "check lesson files: everything wrong with them at once",
        "Each problem is one line, path:line:column: what. Without a path the course in use is\n"
        "checked.\n\nexamples:\n  tutor lint lessons\n  tutor lint my-lesson.yaml --json",
    )
    lint.add_argument("paths", nargs="*", metavar="PATH", help="files or folders")
    lint.add_argument("--json", action="store_true", help="the problems as one JSON document")

    schema = command(
        "schema",
        _schema,
        "print the lesson format as JSON Schema, for editors",
        "example:\n  tutor schema > lesson.schema.json",
    )
    schema.add_argument("--course", action="store_true", help="that of course.yaml instead")

    new = command(
        "new",
        _new,
        "begin a lesson that already lints and plays",
        "The file is made in the folder given with --lessons, or here; course.yaml is made or\n"
        "extended beside it.\n\nexample:\n  tutor new momentum --lessons my-course",
    )
    new.add_argument("name", metavar="NAME", help="the lesson's id: small letters and hyphens")
    return parser


def _settable(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        type=_setting,
        metavar="NAME=NUMBER",
        help="run with another constant; may be repeated",
    )


def _setting(text: str) -> tuple[str, Number]:
    name, equals, digits = text.partition("=")
    try:
        value: Number = int(digits) if digits.strip().lstrip("+-").isdecimal() else float(digits)
    except ValueError:
        equals = ""
    if not equals:
        raise argparse.ArgumentTypeError(f"`{text}` is not NAME=NUMBER, such as alpha=0.1")
    return name.strip(), value


# -- what is done ----------------------------------------------------------------------------------


def _lessons(options: argparse.Namespace) -> Path:
    """The folder of the course in use."""
    from tutor.core.loading import bundled

    named = options.lessons or os.environ.get("TUTOR_LESSONS")
    return Path(named) if named else bundled()


def _learn(options: argparse.Namespace) -> int:
    """Home, a lesson or a step: on the screen, or line by line."""
    if _line_by_line(options):
        from tutor.plain.learning import learn

        return learn(_lessons(options), options.where, options.store)
    from tutor.ui.app import TutorApp
    from tutor.ui.terminal import look_of

    app = TutorApp(
        _lessons(options),
        look=look_of(
            os.environ,
            sys.stdout.encoding,
            ascii_only=bool(options.ascii),
            motion=not options.no_motion,
        ),
        store=options.store,
        where=options.where,
    )
    return _open(app.run)


def _open(run: Callable[[], object]) -> int:
    """Run a full-screen app; a request to end restores the terminal first."""

    def leave(number: int, frame: object) -> NoReturn:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, leave)
    run()
    return 0


def _line_by_line(options: argparse.Namespace) -> bool:
    """Whether there is no screen to draw on, or none is wanted."""
    screen = sys.stdin.isatty() and sys.stdout.isatty()
    return bool(options.plain) or not screen or os.environ.get("TERM", "") in ("", "dumb")


def _run(options: argparse.Namespace) -> int:
    from tutor.authoring.trial import run

    _print(
        run(
            options.listing,
            _lessons(options),
            values=dict(options.set),
            shape="table" if options.table else "json" if options.json else "output",
        )
    )
    return 0


def _try(options: argparse.Namespace) -> int:
    from tutor.authoring.trial import attempt

    _print(
        attempt(
            options.step,
            options.answer,
            _lessons(options),
            question=options.question,
            values=dict(options.set),
            as_json=options.json,
        )
    )
    return 0


def _lint(options: argparse.Namespace) -> int:
    from tutor.authoring.lint import as_json, lint

    problems = lint([Path(path) for path in options.paths] or [_lessons(options)])
    if options.json:
        _print(as_json(problems))
    else:
        _print("".join(f"{problem}\n" for problem in problems))
    return 1 if problems else 0


def _schema(options: argparse.Namespace) -> int:
    from tutor.authoring.schema import course_schema, lesson_schema

    _print(course_schema() if options.course else lesson_schema())
    return 0


def _new(options: argparse.Namespace) -> int:
    from tutor.authoring.new import new

    made = new(Path(options.lessons or "."), options.name)
    _print(f"{made}\n")
    return 0
