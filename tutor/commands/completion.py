"""`tutor completion`: what makes a shell complete tutor's words."""

from __future__ import annotations

import argparse
from typing import Any

from tutor.arguments.parser import SHELLS, Command, Parser
from tutor.process import streams


def _options(parser: Parser) -> None:
    parser.add("shell", "bash, zsh or fish", choices=("bash", "zsh", "fish"))


def run(options: argparse.Namespace) -> int:
    """Print what makes a shell ask `tutor` itself, with _ARGCOMPLETE set."""
    from argcomplete.shell_integration import shellcode

    streams.output.write(shellcode(["tutor"], shell=options.shell))
    return 0


def complete(parser: Parser) -> None:
    """Answer the shell that asks and end the process."""
    from argcomplete.completers import SuppressCompleter
    from argcomplete.finders import CompletionFinder

    class Finder(CompletionFinder):
        """Reads the words before the one in hand as `Parser.read` does."""

        def _get_completions(self, comp_words: list[str], *word: Any) -> list[str]:
            first, *typed = comp_words
            typed = parser.in_order(typed)
            found: list[str] = super()._get_completions([first, *typed], *word)  # type: ignore[no-untyped-call]
            return found

    Finder()(parser, always_complete_options=False, default_completer=SuppressCompleter())


COMMAND = Command(
    help="print what makes your shell complete tutor's words",
    about="""\
Commands, options, lessons, steps and files are completed. Put the line that belongs to your shell
into the file that it reads at its start.""",
    run=run,
    options=_options,
    examples=(
        ('eval "$(tutor completion bash)"', "in ~/.bashrc"),
        ('eval "$(tutor completion zsh)"', "in ~/.zshrc, after compinit"),
        ("tutor completion fish | source", "in ~/.config/fish/config.fish"),
    ),
    audience=SHELLS,
)
