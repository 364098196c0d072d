"""The commands, one file each: its options, its help, its completion and what it runs.

A file here is a command, named after it and holding it as COMMAND. Nothing else lists it. Reading
one imports none of the machinery that it runs.
"""

from __future__ import annotations

from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.arguments.parser import Command


def names() -> list[str]:
    """The names of all commands. The file of a reserved word ends in `_`, as `try_.py`."""
    files = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))
    return [stem.removesuffix("_") for stem in files]


def command(name: str) -> Command:
    """One of them."""
    stem = f"{name}_" if iskeyword(name) else name
    found: Command = import_module(f"{__name__}.{stem}").COMMAND
    return found


def commands() -> dict[str, Command]:
    """All of them, in the order of the manual."""
    found = {name: command(name) for name in names()}
    return dict(sorted(found.items(), key=lambda one: (one[1].audience, one[0])))
