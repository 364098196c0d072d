"""The command line: parse, build, hand over, exit codes. What is done is done elsewhere."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from tutor import __version__
from tutor.errors import ProblemsError, TutorError, UsageError, nearest

if TYPE_CHECKING:
    from tutor.core.record import Number
    from tutor.core.round import Round
    from tutor.store.rounds import Rounds
    from tutor.ui.terminal import Look

INTERRUPTED = 130
NOT_PASSED = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0 done, 1 problems with the input, 2 wrong usage, 130 interrupted.

    A quiz that misses its pass mark returns 3.
    """
    try:
        parser = _parser()
        if "_ARGCOMPLETE" in os.environ:
            import argcomplete

            argcomplete.autocomplete(parser)
        options = parser.parse_args(arguments)
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


def _shared(default: object) -> _Parser:
    """Options that may stand before or after the command."""
    shared = _Parser(add_help=False, argument_default=default)
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

    quiz = command(
        "quiz",
        _quiz,
        "ask questions with fresh numbers, one try each",
        "An unfinished quiz is taken up where it was left. End an answer with ? for a hunch, with\n"
        "! when you are certain.\n\nexamples:\n  tutor quiz --questions 12\n"
        "  tutor quiz break-it add-alpha --seed 7 --pass 0.9 --report result.json\n"
        "  tutor quiz --questions 40 --gift questions.gift",
    )
    quiz.add_argument("only", nargs="*", metavar="LESSON", help="ask about these lessons only")
    quiz.add_argument("--questions", type=_count, default=10, metavar="N", help="how many: 10")
    quiz.add_argument("--seed", type=int, metavar="S", help="the same questions every time")
    quiz.add_argument("--minutes", type=_positive, metavar="M", help="a clock; there is none else")
    quiz.add_argument(
        "--pass",
        dest="mark",
        type=_share,
        default=0.8,
        metavar="SHARE",
        help="what must be right for exit status 0: 0.8",
    )
    quiz.add_argument("--report", metavar="FILE.json|.csv", help="write down what came of it")
    quiz.add_argument("--gift", metavar="FILE", help="write the questions in Moodle's GIFT instead")
    quiz.add_argument("--new", action="store_true", help="leave an unfinished quiz behind")

    command(
        "review",
        _review,
        "ask again what is due today",
        "What was missed or unsure comes back, with fresh numbers, when it is about to be\n"
        "forgotten.\n\nexample:\n  tutor review",
    )

    progress = command(
        "progress",
        _progress,
        "show what has been learned",
        "examples:\n  tutor progress\n  tutor progress --csv > progress.csv\n"
        "  tutor progress --export mine.json\n  tutor progress --forget",
    )
    how = progress.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="as one JSON document")
    how.add_argument("--csv", action="store_true", help="as a table")
    how.add_argument("--export", metavar="FILE", help="everything that is kept of you, as JSON")
    how.add_argument("--forget", action="store_true", help="erase everything kept of you")
    progress.add_argument("--yes", action="store_true", help="with --forget: do not ask")

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

    preview = command(
        "preview",
        _preview,
        "show a lesson as its file is saved",
        "The step, the constants and the scroll are kept; a broken save shows its problems over\n"
        "the last good version.\n\nexample:\n  tutor preview my-course/momentum.yaml",
    )
    preview.add_argument("file", metavar="FILE", help="a lesson file")
    preview.add_argument("step", nargs="?", metavar="STEP", help="the step to begin with")

    completion = command(
        "completion",
        _completion,
        "print what makes your shell complete tutor's words",
        'examples:\n  eval "$(tutor completion bash)"\n  eval "$(tutor completion zsh)"\n'
        "  tutor completion fish | source",
    )
    completion.add_argument("shell", choices=("bash", "zsh", "fish"))

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


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1000:
        raise argparse.ArgumentTypeError(f"`{text}` is not a whole number from 1 to 1000")
    return int(text)


def _positive(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= 10_000:
        raise argparse.ArgumentTypeError(f"`{text}` is not a number of minutes")
    return value


def _share(text: str) -> float:
    try:
        value = float(text.rstrip("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"`{text}` is not a share such as 0.8 or 80%")
    return value


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

    app = TutorApp(_lessons(options), look=_look(options), store=options.store, where=options.where)
    return _open(app.run)


def _look(options: argparse.Namespace) -> Look:
    """What the terminal can show, found out once."""
    from tutor.ui.terminal import look_of

    return look_of(
        os.environ,
        sys.stdout.encoding,
        ascii_only=bool(options.ascii),
        motion=not options.no_motion,
    )


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


def _quiz(options: argparse.Namespace) -> int:
    from tutor.core.loading import load_course

    course = load_course(_lessons(options))
    if options.gift:
        from tutor.authoring.gift import gift
        from tutor.core.item import chosen

        questions = chosen(course, options.questions, options.seed or 0, options.only)
        _write(options.gift, gift(course, questions))
        return 0
    from tutor.store import open_store
    from tutor.store.rounds import Rounds

    store = open_store(options.store, tell=_say)
    try:
        rounds = Rounds(store, course)
        asked_for = options.new or options.only or options.seed is not None
        round_ = None if asked_for else rounds.unfinished()
        if round_ is None:
            round_ = rounds.quiz(
                options.questions,
                seed=options.seed,
                lessons=options.only,
                minutes=options.minutes,
            )
        if not _play(options, round_, rounds):
            return 0
        summary = round_.summary()
        if options.report:
            from tutor.core.report import as_csv, as_json

            as_file = as_csv if options.report.lower().endswith(".csv") else as_json
            _write(options.report, as_file(summary))
        return 0 if summary.score >= options.mark else NOT_PASSED
    finally:
        store.close()


def _review(options: argparse.Namespace) -> int:
    from tutor.core.loading import load_course
    from tutor.store import open_store
    from tutor.store.rounds import Rounds

    store = open_store(options.store, tell=_say)
    try:
        rounds = Rounds(store, load_course(_lessons(options)))
        round_ = rounds.review()
        if round_ is None:
            _print("Nothing is due for review today.\n")
        else:
            _play(options, round_, rounds)
        return 0
    finally:
        store.close()


def _play(options: argparse.Namespace, round_: Round, rounds: Rounds) -> bool:
    """Ask a round on the screen or line by line; False when it was left before its end."""
    if _line_by_line(options):
        from tutor.plain.quizzing import play, summarise
        from tutor.plain.talk import Ended, Talk

        talk = Talk(sys.stdin, sys.stdout)
        try:
            over = play(round_, rounds, talk)
        except Ended:
            over = False
        if over:
            summarise(round_.summary(), talk)
        else:
            talk.say("It waits for you where you left it.")
        return over
    from tutor.ui.app import RoundApp

    _open(RoundApp(round_, rounds, look=_look(options)).run)
    return round_.finished


def _progress(options: argparse.Namespace) -> int:
    from tutor.authoring.standing import progress

    return progress(options, _lessons(options))


def _preview(options: argparse.Namespace) -> int:
    from tutor.ui.preview import PreviewApp

    return _open(PreviewApp(Path(options.file), options.step, look=_look(options)).run)


def _completion(options: argparse.Namespace) -> int:
    import argcomplete

    _print(argcomplete.shellcode(["tutor"], shell=options.shell))
    return 0


def _write(path: str, text: str) -> None:
    """A file that was asked for. Raises TutorError in one sentence."""
    try:
        Path(path).write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise TutorError(f"{path} cannot be written: {error.strerror}") from None


def _run(options: argparse.Namespace) -> int:
    from tutor.authoring.trial import run

    document = run(
        options.listing,
        _lessons(options),
        values=dict(options.set),
        shape="table" if options.table else "json" if options.json else "output",
    )
    _print(document.text)
    if document.note:
        _say(document.note)
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
    from tutor.authoring.lint import lint

    problems = lint([Path(path) for path in options.paths] or [_lessons(options)])
    if options.json:
        _print(json.dumps([asdict(problem) for problem in problems], indent=2) + "\n")
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
