"""What a course holds, without reading all of it: enough to draw the home screen.

No listing is needed for this. A file that turns out to be broken when it is loaded
still has its entry here.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tutor.errors import UNPRINTABLE, TutorError, visible
from tutor.process import files

if TYPE_CHECKING:
    from tutor.course.cache import LessonCache

COURSE_FILE = "course.yaml"
MOST_READ = 100
"""Lesson files of a folder that are looked through for changes."""
_ID = re.compile(r"""^(["']?)id\1[ \t]*:[ \t]*(["']?)([a-z0-9-]+)\2[ \t]*(#.*)?$""", re.MULTILINE)
_LONG = re.compile(r"^(mistakes|glossary|steps):", re.MULTILINE)
_STEPS = re.compile(r"^steps:[ \t]*(#.*)?$", re.MULTILINE)
_ITEM = re.compile(r"^( *)- ", re.MULTILINE)


class Entry(NamedTuple):
    """One lesson in the menu."""

    stem: str
    """The file's name without `.yaml`."""
    id: str
    title: str
    about: str
    steps: int
    """How many; 0 where they could not be counted."""
    broken: bool = False
    """The file is not there or its head makes no sense."""


class Head(NamedTuple):
    """What the home screen says of the course itself."""

    id: str
    """Progress is kept under it."""
    title: str
    about: str


def bundled() -> Path:
    """The folder of the lessons that come with the tutor, installed or in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "lessons"
    return inside if inside.is_dir() else package.parent / "lessons"


def check_folder(directory: Path) -> None:
    """Raises TutorError where a course cannot be there, since it is no folder, and OSError where
    that may not be known."""
    if files.is_folder(directory):
        return
    if files.mode(directory):
        raise TutorError(f"{directory} is a file; lessons are taken from a folder")
    raise TutorError(f"there is no folder {directory}{files.meant(directory)}")


def stems(directory: Path) -> tuple[str, ...]:
    """The lesson files of a folder, in the order of their names. A name that cannot be shown is
    passed over. Raises OSError where the folder may not be listed."""
    paths = [path for path in directory.iterdir() if path.suffix == ".yaml"]
    names = sorted(path.stem for path in paths if path.name != COURSE_FILE)
    return tuple(name for name in names if not UNPRINTABLE.search(name))


class Contents(NamedTuple):
    """What the home screen says of a course."""

    head: Head
    entries: tuple[Entry, ...]
    """Its lessons, in order."""


def course_contents(directory: Path, cache: LessonCache | None = None) -> Contents:
    """What a folder of lessons holds; from `cache` where its files are those that were there
    before. Never raises for what is written in the files."""
    import json

    texts = _texts(directory) if cache is not None else None
    if cache is None or texts is None:
        return Contents(course_head(directory), course_index(directory))
    kept = cache.kept(directory, *texts)
    if kept:
        head, entries = json.loads(kept)
        return Contents(Head(*head), tuple(Entry(*entry) for entry in entries))
    found = Contents(course_head(directory), course_index(directory))
    if not any("/" in entry.stem for entry in found.entries):
        cache.keep(json.dumps(found, ensure_ascii=False), directory, *texts)
    return found


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
    return [*names, *(_read(path) or "" for path in paths)]


def course_index(directory: Path) -> tuple[Entry, ...]:
    """The lessons of a folder in order. Never raises for what is written in the files."""
    listed = _some(_read(directory / COURSE_FILE) or "", "lessons").get("lessons")
    if isinstance(listed, tuple):
        names = tuple(str(stem) for stem in listed)
    else:
        try:
            names = stems(directory)
        except OSError:
            names = ()
    return tuple(_entry(directory / f"{stem}.yaml", stem) for stem in names)


def course_head(directory: Path) -> Head:
    """The course's id, title and about, as `load_course` has them. Never raises."""
    data = _some(_read(directory / COURSE_FILE) or "", "id", "title", "about")
    title = str(data.get("title") or folder_title(directory)).strip()
    return Head(str(data.get("id") or made_id(title)), title, str(data.get("about") or ""))


def step_ids(path: Path) -> tuple[str, ...]:
    """The ids of the steps of one lesson file. Never raises for what is written in it."""
    steps = _mapping(_read(path) or "").get("steps")
    found = (step.get("id") for step in steps or () if isinstance(step, dict))
    return tuple(id for id in found if isinstance(id, str))


def lesson_id(path: Path) -> str:
    """The id that a lesson file has. Never raises."""
    text = _read(path) or ""
    found = _ID.search(text)
    return found[3] if found else str(_some(text, "id").get("id"))


def folder_title(directory: Path) -> str:
    """The title of a course that has none: its folder's name."""
    return visible(Path(os.path.realpath(directory)).name)


def made_id(title: str) -> str:
    """An id made from a title."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:64] or "course"


def _entry(path: Path, stem: str) -> Entry:
    text = _read(path)
    if text is None:
        return Entry(stem, stem, stem, "", 0, broken=True)
    data = _some(text, "id", "title", "about")
    id, title, about = (data.get(key) for key in ("id", "title", "about"))
    if not isinstance(id, str) or not isinstance(title, str):
        return Entry(stem, stem, stem, "", 0, broken=True)
    about = about.strip() if isinstance(about, str) else ""
    return Entry(stem, id, title.strip(), about, _steps(text))


def _steps(text: str) -> int:
    """How many steps a lesson has, by the dashes at the margin of its list."""
    found = _STEPS.search(text)
    if found is None:
        return len(_mapping(text).get("steps") or ())
    rest = text[found.end() :]
    first = _ITEM.search(rest)
    return rest.count(f"\n{first.group()}") if first else 0


def _some(text: str, *wanted: str) -> dict[str, Any]:
    """At least the wanted keys of a file, most often without reading its long parts."""
    long = _LONG.search(text)
    if long is None:
        return _mapping(text)
    data, rest = _mapping(text[: long.start()]), text[long.start() :]
    later = (key for key in wanted if key not in data)
    if any(re.search(rf"^{key}:", rest, re.MULTILINE) for key in later):
        return _mapping(text)
    return data


def _mapping(text: str) -> dict[str, Any]:
    from tutor.course.yaml_tree import parse_document
    from tutor.errors import ProblemsError

    try:
        data = parse_document(text, "").root.data()
    except ProblemsError:
        return {}
    return data if isinstance(data, dict) else {}


def _read(path: Path) -> str | None:
    from tutor.course.source import read_text
    from tutor.errors import ProblemsError

    try:
        return read_text(path)
    except ProblemsError:
        return None
