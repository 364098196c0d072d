"""A command: everything that the parser, the manual, the shell and the process know of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import argparse

    from tutor.arguments.parser import Parser

LEARNERS, AUTHORS, SHELLS = range(3)
"""Whom a command is for, in the order of the manual."""

STATUS = "0 done, 1 the input has problems, 2 wrong usage, 130 interrupted"
ENVIRONMENT = {
    "TUTOR_LESSONS": "another course's folder, as with --lessons",
    "TUTOR_STORE": "where progress is kept, as with --store",
    "NO_COLOR": "draw without colour",
    "TERM=dumb": "go line by line, as with --plain",
    "COLUMNS, LINES": "the size to draw and to wrap to",
}
"""What is read from the environment."""

COURSE = ("TUTOR_LESSONS",)
SCREEN = ("TERM=dumb", "NO_COLOR", "COLUMNS, LINES")
LEARNING = ("TUTOR_LESSONS", "TUTOR_STORE", *SCREEN)


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
    environment: tuple[str, ...] = ()
    """Names in ENVIRONMENT that matter here."""
    status: str = STATUS
    shared: tuple[str, ...] = ()
    """Shared options that mean something here."""
    audience: int = LEARNERS

    @property
    def description(self) -> str:
        """For the head of its page."""
        return f"{self.help[:1].upper()}{self.help[1:]}.\n\n{self.about}"

    @property
    def epilog(self) -> str:
        """For the foot of its page."""
        examples = "".join(f"  {line}\n      {what}\n" for line, what in self.examples)
        return (
            f"examples:\n{examples}{environment(self.environment)}\nexit status:\n  {self.status}"
        )


def environment(names: tuple[str, ...]) -> str:
    """The part of a page about the environment; empty where nothing of it matters."""
    width = max(map(len, ENVIRONMENT))
    lines = "".join(f"  {name:<{width}}  {ENVIRONMENT[name]}\n" for name in names)
    return f"\nenvironment:\n{lines}" if lines else ""
