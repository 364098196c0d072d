"""What a shell offers in the place of an argument: names of lessons and steps, and files."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from tutor.arguments.values import course_folder, path

Completer = Callable[..., Iterable[str]]
"""From what is typed so far, as argcomplete hands it over."""


def lesson(prefix: str, parsed_args: argparse.Namespace, **typed: object) -> Iterable[str]:
    """The lessons of the course in use."""
    from tutor.course.index import course_index

    entries = course_index(course_folder(parsed_args.lessons))
    return [entry.id for entry in entries if not entry.broken]


def step(prefix: str, parsed_args: argparse.Namespace, **typed: object) -> Iterable[str]:
    """LESSON/ and, once that is typed, LESSON/STEP."""
    from tutor.course.index import course_index, step_ids

    id, slash, _ = prefix.partition("/")
    if not slash:
        return [f"{one}/" for one in lesson(prefix, parsed_args)]
    course = course_folder(parsed_args.lessons)
    stems = [entry.stem for entry in course_index(course) if id in (entry.id, entry.stem)]
    return [f"{id}/{one}" for stem in stems for one in step_ids(course / f"{stem}.yaml")]


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


def words(*offered: str) -> Completer:
    """One of these."""
    return lambda prefix, **typed: offered


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
