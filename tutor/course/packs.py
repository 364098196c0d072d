"""Lessons that come as one file, or with an installed package.

A zip is read in memory, as far as it is small enough, and never unpacked: it stands for the folder
that is in it. Of a package only the place is looked up; nothing of it is ever run.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath

from tutor.errors import TutorError, on_one_line

LARGEST_PACK = 8_000_000
"""Bytes of all that is in a zip."""
ENCRYPTED = 1
"""The bit of a file's flags in a zip that says so."""
MOST_FILES = 1_000
"""Files in one."""
GROUP = "tutor.lessons"
"""The entry points by which an installed package tells where its lessons are."""
UNREADABLE = (OSError, EOFError, zlib.error, NotImplementedError, RuntimeError, ValueError)
"""What `zipfile` raises beside BadZipFile where a zip is damaged, locked or packed in another
way."""

Files = Mapping[str, bytes]
"""What is in a zip, by names with slashes."""


def is_zip(path: Path) -> bool:
    """Whether it is a file that is named as a zip."""
    return path.suffix.lower() == ".zip" and path.is_file()


def zip_of(path: Path) -> tuple[Path, str] | None:
    """The zip that a path leads into, and the name of what is in it; None for any other path."""
    if ".zip" not in str(path).lower():
        return None
    for above in path.parents:
        if is_zip(above):
            return above, path.relative_to(above).as_posix()
    return None


def files_in(path: Path) -> Files:
    """What is in a zip. Raises TutorError where it is none, or too much."""
    from zipfile import BadZipFile  # a start without a zip does not wait for it

    shown = on_one_line(path)
    try:
        status = path.stat()
        return _read(os.path.realpath(path), shown, status.st_mtime_ns, status.st_size)
    except (*UNREADABLE, BadZipFile) as error:
        reason = getattr(error, "strerror", None) or error
        raise TutorError(f"{shown} cannot be read as a zip: {reason}") from None


@lru_cache(maxsize=4)
def _read(path: str, shown: str, written: int, size: int) -> Files:
    """The same of a file that was written then and is of that size."""
    from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

    if size > LARGEST_PACK:
        raise TutorError(f"{shown} is too large: {size / 1e6:.3g} MB, at most {_MEGABYTES}")
    found: dict[str, bytes] = {}
    with ZipFile(path) as pack:
        infos = [one for one in pack.infolist() if not one.is_dir()]
        if len(infos) > MOST_FILES:
            raise TutorError(f"{shown} holds more than {MOST_FILES:,} files")
        left = LARGEST_PACK
        for one in infos:
            parts = PurePosixPath(one.filename).parts
            if one.filename.startswith("/") or ".." in parts or "\\" in one.filename:
                raise TutorError(f"{shown} holds a file that would lie outside of it")
            if one.flag_bits & ENCRYPTED:
                raise TutorError(f"{shown} has a password; pack it without one")
            if one.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                raise TutorError(f"{shown} is packed in a way that is not read here; use deflate")
            with pack.open(one) as file:
                data = file.read(left + 1)  # what its head says of its size need not be true
            left -= len(data)
            if left < 0:
                raise TutorError(f"{shown} holds more than {_MEGABYTES}")
            found["/".join(parts)] = data
    return _without_top(found)


_MEGABYTES = f"{LARGEST_PACK / 1e6:.0f} MB"


def _without_top(found: dict[str, bytes]) -> Files:
    """Where all that is in it stands in one folder: as if that were the zip."""
    tops = {name.partition("/")[0] for name in found if not name.startswith("__MACOSX/")}
    if len(tops) != 1 or next(iter(tops)) in found:
        return found
    top = f"{next(iter(tops))}/"
    return {name[len(top) :]: data for name, data in found.items() if name.startswith(top)}


def installed(name: str) -> Path | None:
    """Where an installed package keeps the lessons of that name; None where none has any.

    Raises TutorError where it says where they are, and there is no such folder.
    """
    from importlib.metadata import entry_points
    from importlib.util import find_spec

    for point in entry_points(group=GROUP, name=name):
        top, *rest = [*point.module.split("."), *(point.attr or "").split(".")]
        spec = find_spec(top)  # of a name without a dot this runs nothing
        places = list(spec.submodule_search_locations or ()) if spec is not None else []
        folders = [Path(place, *filter(None, rest)) for place in places]
        folder = next((one for one in folders if one.is_dir()), None)
        if folder is None:
            what = f"the package {top} says that lessons `{name}` are in {point.value}"
            raise TutorError(f"{what}, and there is no such folder")
        return folder
    return None


def names_installed() -> list[str]:
    """The names of all lessons that come with installed packages."""
    from importlib.metadata import entry_points

    return sorted(point.name for point in entry_points(group=GROUP))
