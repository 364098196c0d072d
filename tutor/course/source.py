"""Reading a file that may be anybody's as text: whole, bounded, and refused in one clear line."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

from tutor.errors import Problem, ProblemsError, nearest

LARGEST_FILE = 400_000
"""Bytes. The longest bundled lesson has about a twentieth of it."""


def is_there(path: Path) -> bool:
    """Whether there is something to be read, a link to nothing included; also where that may not
    be known: reading it says why."""
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

    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise refuse("this is a folder; a lesson is a file")
        if not stat.S_ISREG(status.st_mode):
            raise refuse("this is not a plain file")
        if status.st_size > largest:
            size = f"{status.st_size / 1e6:.3g} MB"
            raise refuse(f"{size} is too large; a lesson has at most {largest / 1e6:.3g} MB")
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


def names_in(directory: Path) -> list[str]:
    """What is in a folder; nothing where it may not be listed."""
    try:
        return [entry.name for entry in directory.iterdir()]
    except OSError:
        return []


def _decoded(data: bytes, refuse: Callable[..., ProblemsError]) -> str:
    """Bytes as UTF-8 text with `\\n` line ends."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise refuse("this file is UTF-16; save it as UTF-8")
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


def unprintable(character: str) -> str:
    """What to say of a character that `UNPRINTABLE` finds."""
    what = "an escape character" if character == "\x1b" else "an invisible character"
    return f"{what} (U+{ord(character):04X}) may not stand in a lesson; delete it"
