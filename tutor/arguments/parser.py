"""A command, and how argparse reads it; beside a wrong word stands the nearest right one."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from tutor import __version__
from tutor.arguments import completers, values
from tutor.arguments.values import course_folder, setting
from tutor.errors import UsageError, nearest, on_one_line
from tutor.process import streams
from tutor.ui.terminal.capabilities import THEMES

if TYPE_CHECKING:
    from tutor.arguments.completers import Completer

ABOUT = """\
Learn how a network learns, by predicting every step before you see it.

Without a command the home screen opens where you left off. Without a terminal to draw on, or with
--plain, the course goes on line by line."""

HOME = "learn"
"""The command that is meant where none is named."""

SHARED: dict[str, dict[str, Any]] = {
    "plain": {"help": "go line by line: for screen readers and scripts"},
    "ascii": {"help": "draw with ASCII characters alone"},
    "no-motion": {"help": "show the end of a run at once"},
    "theme": {
        "help": "auto, dark or light: colours for which background; auto asks the terminal",
        "metavar": "THEME",
        "type": values.theme,
        "complete": completers.words(*THEMES),
    },
    "lessons": {
        "help": "another course: a folder of lessons",
        "metavar": "DIR",
        "complete": completers.file(),
    },
    "store": {
        "help": "keep progress in this file, in postgresql://…, or :memory:",
        "metavar": "WHERE",
        "complete": completers.file(".sqlite"),
    },
    "learner": {
        "help": "whose progress it is, where several people share an account",
        "metavar": "NAME",
        "type": values.name,
    },
}
"""Options that may stand before or after any command, as `Parser.add` takes them."""

LEARNERS, TEACHERS, AUTHORS, SHELLS = range(4)
"""Whom a command is for, in the order of the manual."""

STATUS = "0 done, 1 the input has problems, 2 wrong usage, 130 interrupted"
ENVIRONMENT = {
    "TUTOR_LESSONS": ("lessons", "another course's folder, as with --lessons"),
    "TUTOR_STORE": ("store", "where progress is kept, as with --store"),
    "TUTOR_LEARNER": ("learner", "whose progress it is, as with --learner"),
    "TERM=dumb": ("plain", "go line by line, as with --plain"),
    "NO_COLOR": ("ascii", "draw without colour"),
    "COLUMNS, LINES": ("ascii", "the size to draw and to wrap to"),
}
"""What is read from the environment by every command that has this shared option, and why."""

EVERYWHERE = ("--help", "--version")
"""Options of `tutor` itself that are looked for elsewhere too."""

DASHED = re.compile(r"-[^-].*", re.DOTALL)


def _no_options(parser: Parser) -> None:
    """Nothing beside the shared options."""


class Command(NamedTuple):
    """One command. `tutor/commands/NAME.py` holds it as COMMAND."""

    help: str
    """One line for the list of commands."""
    about: str
    """Whole paragraphs, wrapped."""
    run: Callable[[argparse.Namespace], int]
    """Carries it out and returns the exit status. Raises TutorError."""
    options: Callable[[Parser], None] = _no_options
    """Adds its arguments, each with what completes it."""
    examples: tuple[tuple[str, str], ...] = ()
    """A command line and what it is for."""
    status: str = STATUS
    shared: tuple[str, ...] = ()
    """Shared options that mean something here."""
    environment: bool = True
    """What may stand in the environment in place of those means something here too."""
    audience: int = LEARNERS

    @property
    def description(self) -> str:
        """For the head of its page."""
        return f"{self.help[:1].upper()}{self.help[1:]}.\n\n{self.about}"

    @property
    def epilog(self) -> str:
        """For the foot of its page."""
        examples = "".join(f"  {line}\n      {what}\n" for line, what in self.examples)
        read = environment(self.shared) if self.environment else ""
        return f"examples:\n{examples}{read}\nexit status:\n  {self.status}"


def environment(shared: Iterable[str]) -> str:
    """The part of a page about the environment; empty where nothing of it matters."""
    width = max(map(len, ENVIRONMENT))
    lines = "".join(
        f"  {name:<{width}}  {why}\n"
        for name, (option, why) in ENVIRONMENT.items()
        if option in shared
    )
    return f"\nenvironment:\n{lines}" if lines else ""


def command_line(commands: Mapping[str, Command], names: Iterable[str]) -> Parser:
    """The parser of these commands. `names`: all that there are, for the word that is none."""
    top = Parser(
        prog="tutor",
        description=ABOUT,
        epilog=f"{environment(SHARED).lstrip()}\n"
        f"exit status:\n  {STATUS};\n  a quiz that is not passed: 3\n\n"
        "`tutor COMMAND --help` tells more of one command.",
    )
    top.names = tuple(names)
    top.add(
        "--version", "print the version and end", action="version", version=f"tutor {__version__}"
    )
    top.add_shared(tuple(SHARED), None)
    top.set_defaults(command=HOME, where=None)
    added = top.add_subparsers(metavar="COMMAND", title="commands", parser_class=Parser)
    for name, command in commands.items():
        one: Parser = added.add_parser(
            name, help=command.help, description=command.description, epilog=command.epilog
        )
        one.set_defaults(command=name)
        command.options(one)
        one.add_shared(command.shared, argparse.SUPPRESS)
        top.commands[name] = one
    return top


class Pages(argparse.HelpFormatter):
    """Wraps paragraphs of prose; whatever is indented stands as it is."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        paragraphs = text.strip("\n").split("\n\n")
        kept = (one if "\n  " in one else fill(" ".join(one.split()), width) for one in paragraphs)
        return "\n\n".join(kept)


class Parser(argparse.ArgumentParser):
    """Wrong usage becomes a UsageError with the nearest right word."""

    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=Pages, allow_abbrev=False, **options)
        self.commands: dict[str, Parser] = {}
        self.names: tuple[str, ...] = ()
        """All commands that there are, those without a parser here among them."""
        self._dashed = False

    # -- what can be typed --------------------------------------------------------------------

    def add(
        self,
        name: str,
        help: str,
        *,
        complete: Completer | None = None,
        group: argparse._ActionsContainer | None = None,
        **options: Any,
    ) -> None:
        """An argument, perhaps of a group, with options as for `add_argument`; `complete` is what a
        shell offers for it."""
        argument = (group or self).add_argument(name, help=help, **options)
        argument.completer = complete  # type: ignore[attr-defined]  # where argcomplete looks

    def add_flag(self, name: str, help: str, **options: Any) -> None:
        """An option that takes no value."""
        self.add(name, help, action="store_true", **options)

    def add_dashed(self, name: str, help: str, **options: Any) -> None:
        """A positional argument that may begin with a dash, as -1/2 or -weight."""
        self._dashed = True
        self.add(name, help, **options)

    def add_settings(self) -> None:
        """--set, as often as somebody likes."""
        text = "run with another constant; may be repeated"
        self.add("--set", text, action="append", default=[], type=setting, metavar="NAME=NUMBER")

    def add_shared(self, told: Sequence[str], default: object) -> None:
        """The shared options: all of them are taken, those in `told` stand in the help."""
        group = self.add_argument_group("everywhere") if told else self
        for name, options in SHARED.items():
            hidden = {} if name in told else {"help": argparse.SUPPRESS}
            add = self.add if "metavar" in options else self.add_flag
            add(f"--{name}", group=group, default=default, **options | hidden)

    # -- reading it ---------------------------------------------------------------------------

    def read(self, arguments: Sequence[str]) -> argparse.Namespace:
        """The options. Raises UsageError; exits after --help and --version."""
        options, rest = self.parse_known_args(self.in_order(arguments))
        for word in rest:
            if word != "--":  # which `in_order` has put there
                self.commands.get(options.command, self).refuse(word)
        return options

    def in_order(self, arguments: Sequence[str]) -> list[str]:
        """The arguments of a command with its options before the words: argparse takes no word
        behind an option where one may be missing before it, and none that begins with a dash."""
        rest = list(arguments)
        before = self._options(rest)
        command = self.commands.get(rest[0]) if rest else None
        if command is None:
            return before + rest
        name, options, words = rest.pop(0), command._options(rest), list[str]()
        while rest:
            if rest[0] == "--":
                words += rest[1:]
                break
            words.append(rest.pop(0))
            options += command._options(rest)
        if "--" in words:
            command.refuse("--")
        if any(word.startswith("-") for word in words):
            return [*before, name, *options, "--", *words]
        # the value of an option that stands last is missing, and no word is to be taken for it
        last = [options.pop()] if options and command._size(options[-1]) is None else []
        return [*before, name, *options, *words, *last]

    def _options(self, rest: list[str]) -> list[str]:
        """Take the options at the beginning away, each with its value."""
        taken: list[str] = []
        while rest and not self._is_word(rest[0]):
            taken.append(rest.pop(0))
            size = self._size(taken[-1])
            if rest and (size is None or (size == "?" and self._is_word(rest[0]))):
                taken.append(rest.pop(0))
        return taken

    def _size(self, text: str) -> str | int | None:
        """How many values an option takes, as argparse has it: None for one."""
        option = self._option_string_actions.get(text)
        return 0 if option is None else option.nargs

    def _is_word(self, one: str) -> bool:
        """Whether it is no option: for argparse, or for a command that takes -1/2 and -weight."""
        option = self._parse_optional(one)
        if self._dashed and option is not None and DASHED.fullmatch(one):
            return one not in self._option_string_actions
        return one == "--" or option is None

    def _print_message(self, message: str, file: object = None) -> None:
        """The help or the version. Raises StreamError; argparse itself ignores the failure."""
        streams.output.write(message)

    def refuse(self, word: str) -> NoReturn:
        """There is no such option, or one word too many."""
        name = word.partition("=")[0]
        names = [text for action in self._actions for text in action.option_strings]
        if name in (*names, "--") or self._is_word(word):
            self.error(f"`{word}` is one word too many")
        if name in EVERYWHERE:
            self.error(f"{name} stands by itself: tutor {name}")
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
        raise UsageError(f"{on_one_line(message)}\nTry `{self.prog} --help`.")

    def _no_choice(self, typed: str) -> str:
        """A word that is none of those that can stand there."""
        if self.names:
            meant = _command_meant(typed, self.names)
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
    found = nearest(lesson, [entry.id for entry in course_index(course_folder(None))])
    return f"tutor learn {found}{slash}{step}" if found else ""
