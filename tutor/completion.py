"""What a shell may complete: commands, options, files, and the names of lessons and steps."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path

from tutor.arguments import Parser, lessons

Completer = Callable[..., Iterable[str]]
"""From what is typed so far, as argcomplete hands it over."""

LISTINGS, LESSONS, REPORTS, QUESTIONS = (".py",), (".yaml",), (".json", ".csv"), (".gift",)
"""Endings of the files that a command takes; folders are always offered."""


def shell_code(shell: str) -> str:
    """What makes a shell ask `tutor` itself, with _ARGCOMPLETE set."""
    from argcomplete.shell_integration import shellcode

    code: str = shellcode(["tutor"], shell=shell)
    return code


def complete(parser: Parser) -> None:
    """Answer the shell and end the process."""
    import argcomplete
    from argcomplete.completers import SuppressCompleter

    for name, command in (("", parser), *parser.commands.items()):
        for action in command._actions:
            found = COMPLETERS.get((name, action.dest)) or COMPLETERS.get(("", action.dest))
            if found is not None:
                action.completer = found  # type: ignore[attr-defined]  # where argcomplete looks
    argcomplete.autocomplete(
        parser,
        always_complete_options=False,
        default_completer=SuppressCompleter(),
    )


def lesson(prefix: str, parsed_args: argparse.Namespace, **typed: object) -> Iterable[str]:
    """The lessons of the course in use."""
    from tutor.course.index import course_index

    return [entry.id for entry in course_index(_course(parsed_args)) if not entry.broken]


def step(prefix: str, parsed_args: argparse.Namespace, **typed: object) -> Iterable[str]:
    """LESSON/ and, once that is typed, LESSON/STEP."""
    if "/" in prefix:
        return _steps(prefix.partition("/")[0], _course(parsed_args))
    return [f"{id}/" for id in lesson(prefix, parsed_args)]


def place(prefix: str, parsed_args: argparse.Namespace, **typed: object) -> Iterable[str]:
    """A lesson or, once its name and a slash are typed, LESSON/STEP."""
    return (step if "/" in prefix else lesson)(prefix, parsed_args)


def listing(prefix: str, parsed_args: argparse.Namespace, **typed: object) -> Iterable[str]:
    """A step, or a file of Python."""
    return [*step(prefix, parsed_args), *file(*LISTINGS)(prefix)]


def step_of_file(prefix: str, parsed_args: argparse.Namespace, **typed: object) -> Iterable[str]:
    """The steps of the lesson file that stands before it."""
    from tutor.course.index import step_ids

    return step_ids(Path(parsed_args.file)) if parsed_args.file else ()


def file(*endings: str) -> Completer:
    """Files with one of these endings, and folders; without endings folders alone."""

    def files(prefix: str, **typed: object) -> Iterable[str]:
        folder, slash, name = prefix.rpartition("/")
        where = Path(f"{folder}{slash}" or ".").expanduser()
        try:
            found = sorted(one for one in where.iterdir() if one.name.startswith(name))
        except OSError:
            return
        for one in found:
            if one.name.startswith(".") and not name:
                continue
            if one.is_dir():
                yield f"{folder}{slash}{one.name}/"
            elif one.name.endswith(endings or ("\0",)):
                yield f"{folder}{slash}{one.name}"

    return files


def _course(options: argparse.Namespace) -> Path:
    return lessons(getattr(options, "lessons", None))


def _steps(id: str, course: Path) -> list[str]:
    """All LESSON/STEP of one lesson."""
    from tutor.course.index import course_index, step_ids

    stems = [entry.stem for entry in course_index(course) if id in (entry.id, entry.stem)]
    return [f"{id}/{one}" for stem in stems for one in step_ids(course / f"{stem}.yaml")]


COMPLETERS: dict[tuple[str, str], Completer] = {
    ("", "lessons"): file(),
    ("", "store"): file(".sqlite"),
    ("learn", "where"): place,
    ("quiz", "only"): lesson,
    ("quiz", "report"): file(*REPORTS),
    ("quiz", "gift"): file(*QUESTIONS),
    ("progress", "export"): file(".json"),
    ("run", "listing"): listing,
    ("try", "step"): step,
    ("lint", "paths"): file(*LESSONS),
    ("preview", "file"): file(*LESSONS),
    ("preview", "step"): step_of_file,
}
"""By command and argument; without a command, for the shared options."""
