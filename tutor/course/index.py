"""The files of a course: which there are, their text, and enough of them to draw the home screen.

The menu reads no steps. A lesson that turns out to be broken when it is loaded still has its entry.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from tutor.course import packs
from tutor.errors import (
    UNPRINTABLE,
    Problem,
    ProblemsError,
    TutorError,
    nearest,
    on_one_line,
    visible,
)
from tutor.process import files

if TYPE_CHECKING:
    from tutor.course.yaml_tree import Document
    from tutor.engine.listing import Listing

COURSE_FILE = "course.yaml"
LARGEST_FILE = 400_000
"""Bytes. The longest bundled lesson has about a twentieth of it."""
LARGEST_CODE = 64_000
"""Bytes of a file that a listing is taken from."""
_ID = re.compile(r"""^(["']?)id\1[ \t]*:[ \t]*(["']?)([a-z0-9-]+)\2[ \t]*(#.*)?$""", re.MULTILINE)
_LONG = re.compile(r"^(mistakes|glossary|steps):", re.MULTILINE)
_STEPS = re.compile(r"^steps:[ \t]*(#.*)?$", re.MULTILINE)
_REST = re.compile(r"^(?=\w)", re.MULTILINE)
_ITEM = re.compile(r"^( *)- +", re.MULTILINE)
_FILE = re.compile(r"""\bfile:[ \t]*["']?([^\s"'{},#]+)""")
_DRAFT = re.compile(r"^draft:[ \t]*true[ \t]*(#.*)?$", re.MULTILINE)


# -- the files -------------------------------------------------------------------------------------


def bundled() -> Path:
    """The folder of the lessons that come with the tutor, installed or in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "lessons"
    return inside if inside.is_dir() else package.parent / "lessons"


def stems(directory: Path) -> tuple[str, ...]:
    """The lesson files of a folder, in the order of their names. A name that cannot be shown is
    passed over, and so is a hidden file. Raises OSError where the folder may not be listed."""
    paths = [Path(name) for name in _listed(directory) if name.endswith(".yaml")]
    names = sorted(path.stem for path in paths if path.name != COURSE_FILE)
    names = [name for name in names if not name.startswith(".")]
    return tuple(name for name in names if not UNPRINTABLE.search(name))


def _listed(directory: Path) -> list[str]:
    """What is in a folder, or in a zip at its top. Raises OSError where it may not be listed."""
    if packs.is_zip(directory):
        return [name for name in packs.files_in(directory) if "/" not in name]
    return [path.name for path in directory.iterdir()]


def check_folder(directory: Path) -> None:
    """Raises TutorError where a course cannot be there, since it is no folder and no zip, and
    OSError where that may not be known."""
    if files.is_folder(directory):
        return
    if packs.is_zip(directory):
        packs.files_in(directory)
        return
    shown = on_one_line(directory)
    if files.mode(directory):
        raise TutorError(f"{shown} is a file; lessons are taken from a folder or a zip")
    named = packs.names_installed() if directory.parent == Path() else ()
    raise TutorError(f"there is no folder {shown}{files.meant(directory, more=named)}")


def names_in(directory: Path) -> list[str]:
    """What is in a folder; nothing where it may not be listed."""
    try:
        return _listed(directory)
    except OSError:
        return []


def is_there(path: Path) -> bool:
    """Whether there is something to be read, a link to nothing included; also where that may not
    be known: reading it says why."""
    if (inside := packs.zip_of(path)) is not None:
        return inside[1] in packs.files_in(inside[0])
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError):
        return True
    return True


def read_text(path: Path, largest: int = LARGEST_FILE) -> str:
    """The text of a file, of whatever line ends. Raises `ProblemsError` with one clear line."""

    def refuse(what: str, line: int = 1, column: int = 1, near: str = "") -> ProblemsError:
        return ProblemsError([Problem(str(path), line, column, what, near)])

    if (inside := packs.zip_of(path)) is not None:
        pack, name = inside
        there = packs.files_in(pack)
        if name not in there:
            raise refuse("there is no such file", near=nearest(name, there))
        if len(there[name]) > largest:
            raise refuse(_too_large(len(there[name]), largest))
        return _decoded(there[name], refuse)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise refuse("this is a folder; a lesson is a file")
        if not stat.S_ISREG(status.st_mode):
            raise refuse("this is not a plain file")
        if status.st_size > largest:
            raise refuse(_too_large(status.st_size, largest))
        with path.open("rb") as file:
            data = file.read(largest + 1)
    except FileNotFoundError:
        if path.is_symlink():
            raise refuse(f"this is a link to {path.readlink()}, which is not there") from None
        near = nearest(path.name, names_in(path.parent))
        raise refuse("there is no such file", near=near) from None
    except PermissionError:
        raise refuse("this file may not be read; change its permissions") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "the name holds a NUL"
        raise refuse(f"this file cannot be read: {reason}") from None
    return _decoded(data, refuse)


def _too_large(size: int, largest: int) -> str:
    return f"{size / 1e6:.3g} MB is too large; a lesson has at most {largest / 1e6:.3g} MB"


def files_named(text: str) -> list[str]:
    """The files that a lesson may take code from, as they are written in its text."""
    return list(dict.fromkeys(_FILE.findall(text)))


def file_beside(path: Path, name: str) -> Path:
    """A file of the same folder as a lesson, or below it. Raises TutorError for any other, also
    where links lead out of the folder; what is in it is not looked at."""
    parts = PurePosixPath(name).parts
    if not parts or name.startswith(("/", "~")) or "\\" in name or ".." in parts:
        raise TutorError("expected the name of a file beside the lesson, as `net.py`")
    found = path.parent.joinpath(*parts)
    if packs.zip_of(found) is None:
        folder = os.path.realpath(path.parent)
        if os.path.commonpath([folder, os.path.realpath(found)]) != folder:
            raise TutorError("this file lies outside of the lesson's folder")
    return found


def _decoded(data: bytes, refuse: Callable[..., ProblemsError]) -> str:
    """Bytes as UTF-8 text with `\\n` line ends."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:4] == b"\x00\x00\xfe\xff":
        wide = 32 if b"\x00\x00" in data[:4] else 16
        raise refuse(f"this file is UTF-{wide}; save it as UTF-8")
    if b"\x00" in data[:4096]:
        raise refuse("this is not a text file: it holds NUL bytes")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        found = f"byte 0x{data[error.start]:02x}"
        raise refuse(f"{found} is not UTF-8; save the file as UTF-8", line, column) from None
    return text.replace("\r\n", "\n")


def text_of(path: Path) -> str:
    """The text of a file; empty where it cannot be read."""
    try:
        return read_text(path)
    except ProblemsError:
        return ""


def read_document(path: Path) -> Document:
    """The YAML file at `path`. Raises `ProblemsError` where there is no tree to be had."""
    from tutor.course.yaml_tree import parse_document

    return parse_document(read_text(path), str(path))


# -- what they hold --------------------------------------------------------------------------------


class Entry(NamedTuple):
    """One lesson in the menu."""

    stem: str
    """The file's name without `.yaml`."""
    id: str
    title: str
    about: str
    steps: tuple[tuple[str, str], ...]
    """Id and title of each; either is empty where it could not be read."""
    broken: bool = False
    """The file is not there or its head makes no sense."""


class Contents(NamedTuple):
    """What the home screen says of a course."""

    id: str
    """Progress is kept under it."""
    title: str
    about: str
    entries: tuple[Entry, ...]
    """Its lessons, in order."""


def course_contents(directory: Path) -> Contents:
    """What a folder of lessons holds. Never raises for what is written in its files."""
    data = _some(text_of(directory / COURSE_FILE), "id", "title", "about", "lessons")
    title = str(data.get("title") or folder_title(directory)).strip()
    listed = data.get("lessons")
    if isinstance(listed, tuple):
        names = tuple(str(stem) for stem in listed)
    else:
        try:
            names = stems(directory)
        except OSError:
            names = ()
    texts = {stem: text_of(directory / f"{stem}.yaml") for stem in names}
    entries = tuple(
        _filled(_entry(text, stem), text, directory / f"{stem}.yaml")
        for stem, text in texts.items()
        if not is_draft(text)
    )
    id, about = str(data.get("id") or made_id(title)), str(data.get("about") or "")
    return Contents(id, title, about, entries)


def course_index(directory: Path) -> tuple[Entry, ...]:
    """The lessons of a folder in order. Never raises for what is written in the files."""
    return course_contents(directory).entries


def step_ids(path: Path) -> tuple[str, ...]:
    """The ids of the steps of one lesson file. Never raises for what is written in it."""
    steps = _mapping(text_of(path)).get("steps")
    found = (step.get("id") for step in steps or () if isinstance(step, dict))
    return tuple(id for id in found if isinstance(id, str))


def lesson_id(path: Path) -> str:
    """The id that a lesson file has. Never raises."""
    text = text_of(path)
    found = _ID.search(text)
    return found[3] if found else str(_some(text, "id").get("id"))


def folder_title(directory: Path) -> str:
    """The title of a course that has none: its folder's name."""
    return visible(Path(os.path.realpath(directory)).name)


def made_id(title: str) -> str:
    """An id made from a title."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:64] or "course"


def is_draft(text: str) -> bool:
    """Whether a lesson's text says that it is not to be seen yet."""
    return _DRAFT.search(text) is not None


def _entry(text: str, stem: str) -> Entry:
    data = _some(text, "id", "title", "about")
    id, title, about = (data.get(key) for key in ("id", "title", "about"))
    if not isinstance(id, str) or not isinstance(title, str):
        return Entry(stem, stem, stem, "", (), broken=True)
    about = about.strip() if isinstance(about, str) else ""
    return Entry(stem, id, title.strip(), about, _steps(text))


def _filled(entry: Entry, text: str, path: Path) -> Entry:
    """The entry with values in its titles, where there are placeholders in them."""
    if not any("{" in text for text in (entry.title, entry.about, *map("".join, entry.steps))):
        return entry
    from tutor.course.headings import filled

    steps = _mapping(text).get("steps")
    listings = [_listing(step, path) for step in steps] if isinstance(steps, tuple) else []
    first = next((one for one in listings if one is not None), None)
    told = zip(entry.steps, listings, strict=False)
    return entry._replace(
        title=filled(entry.title, first),
        about=filled(entry.about, first),
        steps=tuple((id, filled(title, listing)) for (id, title), listing in told),
    )


def _listing(step: object, path: Path) -> Listing | None:
    """The listing of a step as it stands in the file; None where there is none that runs."""
    from tutor.engine.listing import listing

    told = step if isinstance(step, dict) else {}
    code, update = told.get("code"), told.get("update")
    try:
        if isinstance(code, dict):
            code = read_text(file_beside(path, str(code.get("file"))), LARGEST_CODE)
        line = update.get("line") if isinstance(update, dict) else 0
        return listing(code, int(line or 0)) if isinstance(code, str) and code else None
    except (TutorError, ValueError, TypeError):
        return None


def _steps(text: str) -> tuple[tuple[str, str], ...]:
    """Id and title of each step of a lesson, most often without reading what else is in them."""
    found = _STEPS.search(text)
    rest = _REST.split(text[found.end() :], maxsplit=1)[0] if found else ""
    first = _ITEM.search(rest)
    steps: object = None
    if first is not None:
        keys = " " * len(first[0])
        begins = (f"{first[1]}- ", f"{keys}id:", f"{keys}title:")
        few = "\n".join(line for line in rest.split("\n") if line.startswith(begins))
        steps = _mapping(f"steps:\n{few}").get("steps")
    if not isinstance(steps, tuple):
        steps = _mapping(text).get("steps")
    return tuple(map(_step, steps)) if isinstance(steps, tuple) else ()


def _step(step: object) -> tuple[str, str]:
    told = step if isinstance(step, dict) else {}
    id, title = told.get("id"), told.get("title")
    return id if isinstance(id, str) else "", title.strip() if isinstance(title, str) else ""


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

    try:
        data = parse_document(text, "").root.data()
    except ProblemsError:
        return {}
    return data if isinstance(data, dict) else {}
