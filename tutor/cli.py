"""The command line: parse, build, hand over, exit codes. What is done is done elsewhere."""

from __future__ import annotations

import argparse
import gc
import os
import shutil
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from tutor.arguments import Parser, lessons, parser
from tutor.errors import ProblemsError, TutorError, UsageError, nearest, visible

if TYPE_CHECKING:
    from tutor.core.round import Round
    from tutor.store import ResilientStore, Store
    from tutor.store.quizzes import Rounds
    from tutor.ui.dressed import DressedApp
    from tutor.ui.terminal import Look

INTERRUPTED = 130
NOT_PASSED = 3
WAITS = "It waits for you where you left it.\n"
COMES_BACK = "What you did not answer comes up again.\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0 done, 1 problems with the input, 2 wrong usage, 130 interrupted.

    A quiz that misses its pass mark returns 3.
    """
    try:
        with _orderly():
            options = command_line().read(arguments)
            status: int = options.run(options)
            sys.stdout.flush()
    except TutorError as error:
        sys.stdout.flush()
        _say(str(error), prefix=not isinstance(error, ProblemsError))
        return error.exit_status
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # whoever read our output has heard enough; keep the interpreter from complaining at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


def command_line() -> Parser:
    """The parser of all commands; under a shell that completes it answers and ends here."""
    built = parser(RUNS)
    if "_ARGCOMPLETE" in os.environ:
        from tutor.completion import complete

        complete(built)
    return built


@contextmanager
def _orderly() -> Iterator[None]:
    """A request to end is an interruption, so that everything is put down where it belongs; and no
    character is too strange for the terminal."""

    def leave(number: int, frame: object) -> NoReturn:
        raise KeyboardInterrupt

    for stream in (sys.stdin, sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):  # not a file of the interpreter's own, or closed
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    numbers = [signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])]
    before = {number: signal.signal(number, leave) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _say(text: str, *, prefix: bool = True) -> None:
    """Diagnostics go to stderr, never among what was asked for."""
    sys.stderr.write(("tutor: " if prefix else "") + visible(text) + "\n")


def _print(text: str) -> None:
    """What was asked for goes to stdout."""
    sys.stdout.write(visible(text))


def _write(path: str, text: str) -> None:
    """A file that was asked for, or `-` for stdout. Raises TutorError in one sentence."""
    if path == "-":
        _print(text)
        return
    try:
        Path(path).expanduser().write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise TutorError(f"{path} cannot be written: {error.strerror}") from None


# -- the screen, or lines ------------------------------------------------------------------------


def _lessons(options: argparse.Namespace) -> Path:
    """The folder of the course in use. Raises TutorError where it is none."""
    directory = lessons(options.lessons)
    if directory.is_dir():
        return directory
    if directory.exists():
        raise TutorError(f"{directory} is a file; lessons are taken from a folder")
    there = directory.parent
    near = nearest(directory.name, [one.name for one in there.glob("*/")] if there.is_dir() else ())
    more = f"; did you mean {there / near}?" if near else ""
    raise TutorError(f"there is no folder {directory}{more}")


def _line_by_line(options: argparse.Namespace) -> bool:
    """Whether there is no screen to draw on, or none is wanted."""
    terminal = sys.stdin.isatty() and sys.stdout.isatty()
    term = os.environ.get("TERM", "" if os.name == "posix" else "windows")
    return bool(options.plain) or not terminal or term in ("", "dumb")


def _look(options: argparse.Namespace, kept: Store | None = None) -> Look:
    """What the terminal can show, found out once, and what the learner once chose, if it is
    `kept`."""
    from tutor.store.recorder import ALONE, CHARSET
    from tutor.ui.terminal import look_of

    chosen = kept.recall(ALONE).get(CHARSET) if kept is not None else ""
    return look_of(
        os.environ,
        sys.stdout.encoding,
        ascii_only=bool(options.ascii) or chosen == "ascii",
        motion=not options.no_motion,
    )


def _ascii(options: argparse.Namespace) -> bool:
    """Whether ASCII is all that is wanted, or all that there is."""
    return _look(options).charset == "ascii"


def _open(app: DressedApp) -> int:
    """Run a full-screen app; the exit status is the app's own. Raises what it could not go on
    with, once the screen is left."""
    app.run()
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0


def _unkept(problem: str) -> None:
    """What could not be written before the end."""
    if problem:
        _say(f"{problem} What you did since could not be kept.")


def _learn(options: argparse.Namespace) -> int:
    """Home, a lesson or a step."""
    if _line_by_line(options):
        from tutor.plain.learning import learn

        learn(_lessons(options), options.where, options.store, ascii_only=_ascii(options))
        return 0
    gc.disable()  # nothing of a start is garbage; the app begins to look for it later
    from tutor.course.cache import lesson_cache
    from tutor.ui.app import TutorApp

    app = TutorApp(
        _lessons(options),
        look=_look(options),
        store=options.store,
        ready=lesson_cache(),
        where=options.where,
    )
    status = _open(app)
    _unkept(app.problem)
    return status


# -- rounds of questions -------------------------------------------------------------------------


def _quiz(options: argparse.Namespace) -> int:
    from tutor.core.report import as_csv, as_json
    from tutor.course.loader import load_course
    from tutor.store.quizzes import COUNT

    course = load_course(_lessons(options))
    if options.gift:
        from tutor.authoring.gift import gift
        from tutor.core.item import chosen

        questions = chosen(course, options.questions or COUNT, options.seed or 0, options.only)
        _write(options.gift, gift(course, questions))
        return 0
    as_file = as_json
    if options.report:
        _can_report(options.report)
        as_file = as_csv if options.report.lower().endswith(".csv") else as_json
    from tutor.store import open_store
    from tutor.store.quizzes import Rounds

    with closing(open_store(options.store, tell=_say)) as store:
        rounds = Rounds(store, course)
        asked_for = options.new or options.only or options.seed is not None
        round_ = None if asked_for else rounds.unfinished()
        if round_ is None:
            round_ = rounds.quiz(
                options.questions or COUNT,
                seed=options.seed,
                lessons=options.only,
                minutes=options.minutes,
            )
        elif options.questions or options.minutes:
            raise UsageError(
                "a quiz waits where you left it: go on with it without --questions and --minutes,"
                " or leave it behind with --new"
            )
        _play(options, round_, rounds, store, options.mark)
    if not round_.finished:
        return NOT_PASSED
    summary = round_.summary()
    if options.report:
        _write(options.report, as_file(summary))
    return 0 if summary.score >= options.mark else NOT_PASSED


def _can_report(path: str) -> None:
    """Refuse before the first question what cannot be written after the last one."""
    if not path.lower().endswith((".json", ".csv")):
        raise UsageError(f"--report writes FILE.json or FILE.csv, and `{path}` is neither")
    file = Path(path).expanduser()
    folder = file.parent
    if not folder.is_dir():
        raise TutorError(f"{path} cannot be written: there is no folder {folder}")
    if file.is_dir():
        raise TutorError(f"{path} cannot be written: it is a folder")
    if not os.access(file if file.exists() else folder, os.W_OK):
        raise TutorError(f"{path} cannot be written: there is no permission to")


def _review(options: argparse.Namespace) -> int:
    from tutor.course.loader import load_course
    from tutor.plain.places import nothing_due
    from tutor.store import open_store
    from tutor.store.quizzes import Rounds

    with closing(open_store(options.store, tell=_say)) as store:
        rounds = Rounds(store, load_course(_lessons(options)))
        round_ = rounds.review()
        if round_ is None and rounds.problem:
            return 1  # what is due cannot be read, and why has been said
        if round_ is None:
            _print(f"{nothing_due(rounds)}\n")
        else:
            _play(options, round_, rounds, store)
    return 0


def _play(
    options: argparse.Namespace,
    round_: Round,
    rounds: Rounds,
    store: ResilientStore,
    mark: float | None = None,
) -> None:
    """Ask a round on the screen or line by line, and say what becomes of one that is not over."""
    try:
        if _line_by_line(options):
            from tutor.plain.quizzing import play

            play(round_, rounds, mark=mark, ascii_only=_ascii(options))
        else:
            from tutor.ui.round_app import RoundApp

            _open(RoundApp(round_, rounds, look=_look(options), mark=mark))
    finally:
        store.close()
        _unkept(store.problem)
        if not (round_.finished or store.problem):
            _print(WAITS if round_.mode == "quiz" else COMES_BACK)


def _progress(options: argparse.Namespace) -> int:
    from tutor.plain import progress
    from tutor.plain.talk import talk
    from tutor.store import connect

    if options.yes and not options.forget:
        raise UsageError("--yes goes with --forget")
    spoken = talk(ascii_only=_ascii(options))
    with closing(connect(options.store)) as store:
        if options.forget:
            return 0 if progress.erased(store, spoken, ask=not options.yes) else 1
        if options.export:
            _write(options.export, progress.exported(store))
            return 0
        found = progress.read(store, _lessons(options))
        look = _look(options, store)
    if options.json:
        _print(progress.as_json(found))
    elif options.csv:
        _print(progress.as_csv(found))
    elif options.plain or os.environ.get("TERM") == "dumb":
        for sentence in progress.told(found):
            spoken.sentence(sentence)
    else:
        from tutor.chart.progress import picture

        width = shutil.get_terminal_size().columns
        _print("".join(f"{row}\n" for row in picture(found, width, charset=look.charset)))
    return 0


# -- for authors ---------------------------------------------------------------------------------


def _run(options: argparse.Namespace) -> int:
    from tutor.authoring.trial import run

    document = run(
        options.listing,
        lessons(options.lessons),
        values=dict(options.set),
        shape="table" if options.table else "json" if options.json else "output",
    )
    _print(document.text)
    if document.note:
        sys.stdout.flush()
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
    from tutor.authoring.lint import as_json, lint

    problems = lint([Path(path) for path in options.paths] or [_lessons(options)])
    _print(as_json(problems) if options.json else "".join(f"{one}\n" for one in problems))
    return 1 if problems else 0


def _schema(options: argparse.Namespace) -> int:
    from tutor.authoring.schema import course_schema, lesson_schema

    _print(course_schema() if options.course else lesson_schema())
    return 0


def _new(options: argparse.Namespace) -> int:
    from tutor.authoring.new import new

    _print(f"{new(Path(options.lessons or '.').expanduser(), options.name)}\n")
    return 0


def _preview(options: argparse.Namespace) -> int:
    path = Path(options.file)
    if not path.is_file():
        what = "is a folder; name one of its lessons" if path.is_dir() else "is not there"
        names = [one.name for one in path.parent.glob("*.yaml")] if not path.is_dir() else []
        near = nearest(path.name, names)
        raise TutorError(
            f"{path} {what}" + (f"; did you mean {path.parent / near}?" if near else "")
        )
    if _line_by_line(options):
        raise TutorError("a preview needs a terminal to draw on; `tutor lint` needs none")
    from tutor.ui.preview import PreviewApp

    return _open(PreviewApp(path, options.step, look=_look(options)))


def _completion(options: argparse.Namespace) -> int:
    from tutor.completion import shell_code

    _print(shell_code(options.shell))
    return 0


RUNS = {
    "learn": _learn,
    "quiz": _quiz,
    "review": _review,
    "progress": _progress,
    "run": _run,
    "try": _try,
    "lint": _lint,
    "schema": _schema,
    "new": _new,
    "preview": _preview,
    "completion": _completion,
}
