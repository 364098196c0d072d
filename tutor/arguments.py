"""What can be typed after `tutor`: commands and options, and the right word beside a wrong one."""

from __future__ import annotations

import argparse
import math
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any, NoReturn

from tutor import __version__, manual
from tutor.errors import UsageError, nearest

if TYPE_CHECKING:
    from tutor.engine.numbers import Number

Run = Callable[[argparse.Namespace], int]

SHARED = {
    "plain": ("", "go line by line: for screen readers and scripts"),
    "ascii": ("", "draw with ASCII characters alone"),
    "no-motion": ("", "show the end of a run at once"),
    "lessons": ("DIR", "another course: a folder of lessons"),
    "store": ("WHERE", "keep progress in this file, in postgresql://…, or :memory:"),
}
"""Options that may stand before or after any command, with their metavar and help."""


def parser(runs: Mapping[str, Run]) -> Parser:
    """The whole command line; `runs` says what each command does."""
    top = Parser(
        prog="tutor",
        description=manual.ABOUT,
        epilog=f"{manual.environment(tuple(manual.ENVIRONMENT)).lstrip()}\n"
        f"exit status:\n  {manual.STATUS};\n  a quiz that is not passed: 3\n\n"
        "`tutor COMMAND --help` tells more of one command.",
    )
    top.add_argument("--version", action="version", version=f"tutor {__version__}")
    _share(top, tuple(SHARED), None)
    top.set_defaults(command="learn", run=runs["learn"], where=None)
    commands = top.add_subparsers(metavar="COMMAND", title="commands", parser_class=Parser)
    for name, page in manual.PAGES.items():
        added = commands.add_parser(
            name,
            help=page.help,
            description=page.description,
            epilog=page.epilog,
        )
        added.set_defaults(command=name, run=runs[name])
        OPTIONS[name](added)
        _share(added, page.shared, argparse.SUPPRESS)
        top.commands[name] = added
    return top


class Pages(argparse.HelpFormatter):
    """Wraps paragraphs of prose; whatever is indented stands as it is."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        paragraphs = text.strip("\n").split("\n\n")
        kept = (one if "\n  " in one else fill(" ".join(one.split()), width) for one in paragraphs)
        return "\n\n".join(kept)


EVERYWHERE = ("--help", "--version")
"""Options of `tutor` itself that are looked for elsewhere too."""


class Parser(argparse.ArgumentParser):
    """Wrong usage becomes a UsageError with the nearest right word."""

    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=Pages, allow_abbrev=False, **options)
        self.commands: dict[str, Parser] = {}

    def read(self, arguments: Sequence[str] | None) -> argparse.Namespace:
        """The options. Raises UsageError; exits after --help and --version."""
        options, rest = self.parse_known_args(arguments)
        if rest:
            self.commands.get(options.command, self).refuse(rest[0])
        return options

    def refuse(self, word: str) -> NoReturn:
        """There is no such option, or one word too many."""
        name = word.partition("=")[0]
        if not name.startswith("-"):
            self.error(f"`{word}` is one word too many")
        names = [text for action in self._actions for text in action.option_strings]
        near = nearest(name, [*names, *EVERYWHERE])
        self.error(f"there is no option {name} here" + (f"; did you mean {near}?" if near else ""))

    def error(self, message: str) -> NoReturn:
        """Say it in a sentence. Raises UsageError."""
        message = message.removeprefix("argument ")
        if "invalid choice: " in message:
            message = self._no_choice(message.partition("invalid choice: '")[2].partition("'")[0])
        missing = message.removeprefix("the following arguments are required: ")
        if missing != message:
            message = (
                f"{missing.replace(', ', ' and ')} {'are' if ',' in missing else 'is'} missing"
            )
        raise UsageError(f"{message}\nTry `{self.prog} --help`.")

    def _no_choice(self, typed: str) -> str:
        """A word that is none of those that can stand there."""
        if self.commands:
            meant = _command_meant(typed, list(self.commands))
            return f"there is no command `{typed}`" + (
                f"; did you mean `{meant}`?" if meant else ""
            )
        choices = [str(word) for action in self._actions for word in action.choices or ()]
        near = nearest(typed, choices)
        one = f"`{typed}` is not one of {', '.join(choices)}"
        return one + (f"; did you mean {near}?" if near else "")


def _command_meant(typed: str, commands: Sequence[str]) -> str:
    """What was probably to be typed instead of an unknown command; empty where nothing is near."""
    if typed.endswith(".py"):
        return f"tutor run {typed}"
    if typed.endswith((".yaml", ".yml")):
        return f"tutor preview {typed}"
    near = nearest(typed, [*commands, *(name.lstrip("-") for name in EVERYWHERE)])
    if near:
        return f"tutor {near}" if near in commands else f"tutor --{near}"
    from tutor.course.index import course_index

    lesson, slash, step = typed.partition("/")
    found = nearest(lesson, [entry.id for entry in course_index(lessons(None))])
    return f"tutor learn {found}{slash}{step}" if found else ""


def lessons(named: str | None) -> Path:
    """The folder of the course in use."""
    from tutor.course.index import bundled

    named = named or os.environ.get("TUTOR_LESSONS")
    return Path(named).expanduser() if named else bundled()


# -- the options of each command -----------------------------------------------------------------


def _share(parser: argparse.ArgumentParser, told: Sequence[str], default: object) -> None:
    """The shared options: all of them are taken, those in `told` stand in the help."""
    group = parser.add_argument_group("everywhere") if told else parser
    for name, (metavar, text) in SHARED.items():
        help = text if name in told else argparse.SUPPRESS
        if metavar:
            group.add_argument(f"--{name}", metavar=metavar, default=default, help=help)
        else:
            group.add_argument(f"--{name}", action="store_true", default=default, help=help)


def _learn(parser: Parser) -> None:
    parser.add_argument("where", nargs="?", metavar="LESSON[/STEP]", help="where to begin")


def _quiz(parser: Parser) -> None:
    parser.add_argument("only", nargs="*", metavar="LESSON", help="ask about these lessons only")
    parser.add_argument("--questions", type=_count, metavar="N", help="how many, 1 to 1000: 10")
    parser.add_argument(
        "--seed", type=_seed, metavar="S", help="the same questions every time: a whole number"
    )
    parser.add_argument(
        "--minutes",
        type=_positive,
        metavar="M",
        help="end it after so long; there is no clock else",
    )
    parser.add_argument(
        "--pass",
        dest="mark",
        type=_share_of_one,
        default=0.8,
        metavar="SHARE",
        help="what must be right for exit status 0, as 0.8 or 80%%: 0.8",
    )
    parser.add_argument(
        "--report", metavar="FILE", help="write down what came of it: FILE.json or FILE.csv"
    )
    parser.add_argument(
        "--gift",
        metavar="FILE",
        help="ask nothing: write the questions in Moodle's GIFT format, - for standard output",
    )
    parser.add_argument("--new", action="store_true", help="leave an unfinished quiz behind")


def _progress(parser: Parser) -> None:
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="as one JSON document")
    how.add_argument("--csv", action="store_true", help="one row for each question answered")
    how.add_argument(
        "--export",
        metavar="FILE",
        help="write everything that is kept of you, of all courses, as JSON; - for standard output",
    )
    how.add_argument(
        "--forget", action="store_true", help="erase everything that is kept of you, after asking"
    )
    parser.add_argument("--yes", action="store_true", help="with --forget: do not ask")


def _run(parser: Parser) -> None:
    parser.add_argument(
        "listing", metavar="LESSON/STEP|FILE.py|-", help="a step, a file or standard input"
    )
    _settable(parser)
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--table", action="store_true", help="every variable at every update")
    shape.add_argument(
        "--json", action="store_true", help="the same and more, as one JSON document"
    )


def _try(parser: Parser) -> None:
    parser.add_argument("step", metavar="LESSON/STEP", help="the step that asks")
    parser.add_argument("answer", metavar="ANSWER", help="as a learner would type it")
    parser.add_argument(
        "--question", type=_whole, default=1, metavar="K", help="the K-th question of the step: 1"
    )
    parser.add_argument("--json", action="store_true", help="the verdict as one JSON document")
    _settable(parser)


def _lint(parser: Parser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files or folders")
    parser.add_argument("--json", action="store_true", help="the problems as one JSON document")


def _schema(parser: Parser) -> None:
    parser.add_argument("--course", action="store_true", help="that of course.yaml instead")


def _new(parser: Parser) -> None:
    parser.add_argument("name", metavar="NAME", help="the lesson's id: small letters and hyphens")


def _preview(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", help="a lesson file")
    parser.add_argument("step", nargs="?", metavar="STEP", help="the step to begin with")


def _completion(parser: Parser) -> None:
    parser.add_argument("shell", choices=("bash", "zsh", "fish"), help="bash, zsh or fish")


OPTIONS: dict[str, Callable[[Parser], None]] = {
    "learn": _learn,
    "quiz": _quiz,
    "review": lambda parser: None,
    "progress": _progress,
    "run": _run,
    "try": _try,
    "lint": _lint,
    "schema": _schema,
    "new": _new,
    "preview": _preview,
    "completion": _completion,
}
"""What adds the options of each command."""


def _settable(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        type=_setting,
        metavar="NAME=NUMBER",
        help="run with another constant; may be repeated",
    )


# -- values --------------------------------------------------------------------------------------


def _setting(text: str) -> tuple[str, Number]:
    name, _, digits = text.partition("=")
    try:
        value: Number = int(digits) if digits.strip().lstrip("+-").isdecimal() else float(digits)
    except ValueError:
        raise argparse.ArgumentTypeError(f"`{text}` is not NAME=NUMBER, as in alpha=0.1") from None
    if isinstance(value, float) and not math.isfinite(value):
        raise argparse.ArgumentTypeError(f"`{digits}` is not a finite number")
    return name.strip(), value


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"`{text}` is not a whole number") from None


def _seed(text: str) -> int:
    value = _whole(text)
    if not -(2**63) <= value < 2**63:  # what a database's widest integer holds
        raise argparse.ArgumentTypeError(f"`{text}` is too large a number for a seed")
    return value


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text[:9]) <= 1000:
        raise argparse.ArgumentTypeError(f"`{text}` is not a whole number from 1 to 1000")
    return int(text)


def _positive(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= 10_000:
        raise argparse.ArgumentTypeError(f"`{text}` is not a number of minutes, as in 10 or 0.5")
    return value


def _share_of_one(text: str) -> float:
    try:
        value = float(text.rstrip("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"`{text}` is not a share, as in 0.8 or 80%")
    return value
