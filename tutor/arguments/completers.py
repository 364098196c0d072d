"""What a shell offers in the place of an argument: names of lessons and steps, and files."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from tutor.arguments.values import course_folder, path

Completer = Callable[..., Iterable[str]]
"""From what is typed so far, as argcomplete hands it over."""


def attach(argument: argparse.Action, completer: Completer | None) -> None:
    """What a shell offers for this argument; nothing where there is no completer."""
    argument.completer = completer  # type: ignore[attr-defined]  # where argcomplete looks


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
    return [*step(prefix, parsed_args), *file(".py")(prefix)]


def step_of_file(prefix: str, parsed_args: argparse.Namespace, **typed: object) -> Iterable[str]:
    """The steps of the lesson file that stands before it."""
    from tutor.course.index import step_ids

    return step_ids(Path(parsed_args.file)) if parsed_args.file else ()


def file(*endings: str) -> Completer:
    """Files with one of these endings, and folders; without endings folders alone."""

    def files(prefix: str, **typed: object) -> Iterable[str]:
        folder, slash, name = prefix.rpartition("/")
        try:
            with os.scandir(path(f"{folder}{slash}" or ".")) as found:
                entries = sorted((one.name, one.is_dir()) for one in found)
        except OSError:
            return
        for own, is_folder in entries:
            if not own.startswith(name) or (own.startswith(".") and not name):
                continue
            if is_folder:
                yield f"{folder}{slash}{own}/"
            elif own.endswith(endings or ("\0",)):
                yield f"{folder}{slash}{own}"

    return files


def _course(options: argparse.Namespace) -> Path:
    return course_folder(getattr(options, "lessons", None))


def _steps(id: str, course: Path) -> list[str]:
    """All LESSON/STEP of one lesson."""
    from tutor.course.index import course_index, step_ids

    stems = [entry.stem for entry in course_index(course) if id in (entry.id, entry.stem)]
    return [f"{id}/{one}" for stem in stems for one in step_ids(course / f"{stem}.yaml")]
