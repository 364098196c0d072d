"""Files that a person names: what stands there, and how one is written.

A question about a file never raises: what may not be looked at is not there. A file is written
whole or not at all.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

PRIVATE = 0o600


def is_there(path: Path) -> bool:
    """Whether there is something, a link to nothing included."""
    return os.path.lexists(path)


def is_folder(path: Path) -> bool:
    """Whether it is a folder, or a link to one."""
    return _is(path, stat.S_ISDIR)


def is_file(path: Path) -> bool:
    """Whether it is a plain file, or a link to one."""
    return _is(path, stat.S_ISREG)


def files_in(folder: Path, ending: str) -> list[str]:
    """The names of the files with this ending; none of a folder that may not be read."""
    return [one.name for one in _entries(folder) if one.name.endswith(ending)]


def folders_in(folder: Path) -> list[str]:
    """The names of the folders in a folder."""
    return [one.name for one in _entries(folder) if is_folder(Path(one))]


def replace(path: Path, text: str, *, private: bool = False) -> None:
    """Put a text into a file: the old content stands until the new one is all there.

    Through a link the file that it points to is replaced; a device or a pipe is written to. A new
    file is as open as the umask has it, an old one stays as it is; a private one is for its owner
    alone. Raises OSError.
    """
    data = text.encode("utf-8", "backslashreplace")
    target = Path(os.path.realpath(path))
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        mode = 0
    if mode and not stat.S_ISREG(mode):
        _write(os.open(target, os.O_WRONLY), data)
        return
    partial = target.with_name(f".tutor-{os.urandom(8).hex()}")
    descriptor = os.open(
        partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE if private else 0o666
    )
    try:
        if mode and not private:
            partial.chmod(stat.S_IMODE(mode))
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


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    with contextlib.suppress(OSError), os.scandir(folder) as found:
        yield from found


def _is(path: Path, what: Callable[[int], bool]) -> bool:
    try:
        return what(path.stat().st_mode)
    except (OSError, ValueError):
        return False
