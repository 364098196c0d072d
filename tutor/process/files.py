"""Files that a person names: what stands there, and how one is written, whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable
from pathlib import Path

PRIVATE = 0o600


def mode(path: Path) -> int:
    """The mode of what is there, for `stat.S_ISDIR` and its like; 0 where there is nothing.

    Raises OSError where that may not be known.
    """
    try:
        return path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return 0


def is_folder(path: Path) -> bool:
    """Whether it is a folder, or a link to one. Raises OSError where that may not be known."""
    return stat.S_ISDIR(mode(path))


def files_in(folder: Path, ending: str) -> list[str]:
    """The names of the files with this ending; none of a folder that may not be read."""
    return _names(folder, lambda one: one.name.endswith(ending))


def folders_in(folder: Path) -> list[str]:
    """The names of the folders in a folder; none where that may not be known."""
    return _names(folder, lambda one: one.is_dir())


def _names(folder: Path, wanted: Callable[[os.DirEntry[str]], bool]) -> list[str]:
    with contextlib.suppress(OSError), os.scandir(folder) as found:
        return [one.name for one in found if wanted(one)]
    return []


def replace(path: Path, text: str, *, private: bool = False) -> None:
    """Put a text into a file: the old content stands until the new one is all there.

    Through a link the file that it points to is replaced; a device or a pipe is written to. A new
    file is as open as the umask has it, an old one stays as it is; a private one is for its owner
    alone. Raises OSError.
    """
    data = text.encode("utf-8", "backslashreplace")
    try:
        _replace(Path(os.path.realpath(path)), data, private)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None


def _replace(target: Path, data: bytes, private: bool) -> None:
    before = mode(target)
    if before and not stat.S_ISREG(before):
        _write(os.open(target, os.O_WRONLY), data)
        return
    partial = target.with_name(f".tutor-{os.urandom(8).hex()}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    descriptor = os.open(partial, flags, PRIVATE if private else 0o666)
    try:
        if before and not private:
            partial.chmod(stat.S_IMODE(before))
        _write(descriptor, data, sync=True)
        partial.replace(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def _write(descriptor: int, data: bytes, *, sync: bool = False) -> None:
    """All of it, and close."""
    with os.fdopen(descriptor, "wb", buffering=0) as file:
        rest = memoryview(data)
        while rest:
            rest = rest[file.write(rest) or 0 :]
        if sync:
            os.fsync(file.fileno())
