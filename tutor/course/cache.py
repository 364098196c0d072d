"""Files that were found right, kept as plain JSON: they open again without YAML and unchecked.

That is most of what a start would otherwise wait for. It holds data and no code; what was kept for
another text, or by another version of the tutor, is passed over.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from tutor.course.index import (
    COURSE_FILE,
    LARGEST_CODE,
    Contents,
    Entry,
    course_contents,
    file_beside,
    files_named,
    read_text,
    stems,
    text_of,
)
from tutor.errors import ProblemsError, TutorError

if TYPE_CHECKING:
    from tutor.course.model import CourseFile, Lesson
    from tutor.course.part import Part

    Kept = TypeVar("Kept", Lesson, CourseFile)

LARGEST = 4_000_000
"""Bytes of one kept file; what is larger is read anew each time."""
MOST_READ = 100
"""Lesson files of a folder that are looked through for changes."""
KIND = "\x00"
"""The key that says which part a mapping is. No lesson file can hold that character."""


class LessonCache:
    """A folder of them, one for each path, so that it does not grow with each change."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        """Made when something is first kept."""

    def get(self, kind: type[Kept], path: Path, shared: Iterable[str] = ()) -> Kept | None:
        """What a file was found to be before; None where that is not known.

        `shared` are the names that it depends on besides: the mistakes of its course.
        """
        from tutor.course.model import PARTS

        try:
            text = read_text(path)
            kept = self.kept(path, text, *_beside(path, text), *sorted(shared))
        except ProblemsError:
            return None
        found = json.loads(kept, object_hook=partial(_part, PARTS)) if kept else None
        return found if isinstance(found, kind) else None

    def put(self, found: Part, path: Path, text: str, shared: Iterable[str] = ()) -> None:
        """Keep what a file of that text was found to be, if there is a place for it."""
        kept = json.dumps(found, default=_plain, ensure_ascii=False)
        self.keep(kept, path, text, *_beside(path, text), *sorted(shared))

    def contents(self, directory: Path) -> Contents:
        """What a folder of lessons holds, from here where its files are what they were before.
        Never raises for what is written in them."""
        texts = _texts(directory)
        if texts is None:
            return course_contents(directory)
        kept = self.kept(directory, *texts)
        if kept:
            found = Contents(*json.loads(kept))
            entries = (Entry(*entry) for entry in found.entries)
            read = (one._replace(steps=tuple(map(_pair, one.steps))) for one in entries)
            return found._replace(entries=tuple(read))
        found = course_contents(directory)
        if not any("/" in entry.stem for entry in found.entries):
            self.keep(json.dumps(found, ensure_ascii=False), directory, *texts)
        return found

    def kept(self, path: Path, *texts: str) -> str:
        """What was kept of a file or folder when these texts stood in it; empty where it is not
        known."""
        try:
            mark, kept = read_text(self._place(path), LARGEST).split("\n", 1)
        except (ProblemsError, ValueError):
            return ""
        return kept if mark == _mark(*texts, kept) else ""

    def keep(self, kept: str, path: Path, *texts: str) -> None:
        """Keep what was found in a file or folder in which these texts stand."""
        place = self._place(path)
        data = f"{_mark(*texts, kept)}\n{kept}".encode()
        if len(data) > LARGEST:
            return
        new = place.with_suffix(f".{os.getpid()}")
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            new.write_bytes(data)
            new.replace(place)
        except OSError:
            with suppress(OSError):
                new.unlink()

    def _place(self, path: Path) -> Path:
        name = hashlib.sha256(os.fsencode(os.path.realpath(path))).hexdigest()[:32]
        return self.folder / f"{name}.json"


def lesson_cache() -> LessonCache:
    """Where this user's programs keep what they can make again."""
    from platformdirs import user_cache_path

    return LessonCache(user_cache_path("descent-tutor", appauthor=False) / "lessons")


def _texts(directory: Path) -> list[str] | None:
    """The names and texts of all that is in a folder of lessons; None where that is too much, or
    may not be known."""
    try:
        names = stems(directory)
    except OSError:
        return None
    if len(names) > MOST_READ:
        return None
    paths = [directory / COURSE_FILE, *(directory / f"{name}.yaml" for name in names)]
    return [*names, *(text_of(path) for path in paths)]


def _beside(path: Path, text: str) -> list[str]:
    """What stands in the files that a lesson of that text takes code from."""
    found = []
    for name in files_named(text):
        with suppress(TutorError):
            found.append(read_text(file_beside(path, name), LARGEST_CODE))
    return found


def _mark(*texts: str) -> str:
    """Tells texts apart and what they are read by, and what was kept of them from what has become
    of it: a disk may err, and anybody can edit it."""
    whole = "\0".join([_engine(), *texts])
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=1)
def _engine() -> str:
    """Changes with every change of what reads and checks lessons: when its files were written."""
    times: list[tuple[str, int]] = []
    for package in ("course", "engine", "engine/language", "engine/machine"):
        with os.scandir(Path(__file__).parent.parent / package) as entries:
            times += ((e.name, e.stat().st_mtime_ns) for e in entries if e.name.endswith(".py"))
    return repr(sorted(times))


def _pair(both: Sequence[str]) -> tuple[str, str]:
    """A step's id and title, which JSON has as a list."""
    id, title = both
    return id, title


def _plain(part: Part) -> dict[str, Any]:
    """A part as plain data."""
    return {KIND: type(part).__name__, **part.values()}


def _part(parts: Mapping[str, type[Part]], data: dict[str, Any]) -> Any:
    """Plain data as the part that it was."""
    values = {key: tuple(v) if isinstance(v, list) else v for key, v in data.items()}
    kind = values.pop(KIND, None)
    return parts[str(kind)](**values) if kind else values
