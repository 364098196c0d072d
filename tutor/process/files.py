"""Files that a person names: what is there, and how one is written.

Whole or not at all, and where a command writes one (`Destination`), never over what is not ours.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from tutor.errors import TutorError, nearest, on_one_line, visible
from tutor.process import streams

PRIVATE = 0o600
MOST_NAMES = 1000
"""Names that are tried for a new file."""
MARK = "\ufeff"
"""The byte order mark."""
STANDARD = "-"
"""As a file's name: standard output."""
DATABASE = b"SQLite format 3\0"
"""How an SQLite database begins (https://sqlite.org/fileformat.html, 1.3)."""


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


def meant(path: Path, ending: str = "", more: Iterable[str] = ()) -> str:
    """What to add where a path is not there: `; did you mean …?` with the nearest file of this
    ending beside it, or without an ending the nearest folder, or one of `more`; empty where none
    is near."""
    names = [*more]
    with contextlib.suppress(OSError), os.scandir(path.parent) as found:
        names += [
            one.name for one in found if (one.name.endswith(ending) if ending else one.is_dir())
        ]
    near = nearest(path.name, [name for name in names if name != path.name])
    return f"; did you mean {on_one_line(path.parent / near)}?" if near else ""


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
    try:
        descriptor = os.open(partial, flags, PRIVATE if private else 0o666)
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


def save_new(stem: str, ending: str, text: str) -> Path:
    """Write a file into the current folder by a name that is free: code.py, else code-2.py, and so
    on; nothing that is there is touched. Raises OSError."""
    for number in range(1, MOST_NAMES):
        path = Path(f"{stem}-{number}{ending}" if number > 1 else f"{stem}{ending}")
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        except FileExistsError:
            continue
        _write(descriptor, text.encode("utf-8"))
        return path
    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))


class Kind(NamedTuple):
    """What a command writes."""

    noun: str
    """As in "no earlier report"."""
    known: Callable[[str], bool]
    """Whether a text is one of them."""
    private: bool = True
    """It tells of a learner."""


class Destination:
    """FILE, or `-` for standard output."""

    def __init__(
        self, named: str, kind: Kind, *, force: bool, is_store: Callable[[Path], bool]
    ) -> None:
        """`force`: replace whatever is there; but a store, as `is_store` knows it, and another
        program's database never.

        Raises TutorError at once for what cannot or must not be written.
        """
        self.named = named
        self._kind = kind
        self._force = force
        self._is_store = is_store
        try:
            self._path = Path(named).expanduser()
        except RuntimeError as error:  # `~` of somebody who has no home
            raise self._refusal(str(error)) from None
        self._check()

    def write(self, text: str, *, mark: bool = False) -> None:
        """Put the text there; in a file with the `mark` by which a spreadsheet knows that it is
        UTF-8. Raises TutorError in one sentence."""
        if self._is_standard_output():
            streams.output.write(text)
            return
        self._check()  # it may be another file now
        try:
            whole = f"{MARK if mark else ''}{visible(text)}"
            replace(self._path, whole, private=self._kind.private)
        except OSError as error:
            raise self._refusal(error.strerror or str(error)) from None

    def _check(self) -> None:
        if self._is_standard_output():
            return
        path = self._path
        try:
            real = Path(os.path.realpath(path))
            folder = real.parent
            there = mode(path)
            if not there and not is_folder(folder):
                raise self._refusal(f"there is no folder {on_one_line(folder)}")
        except OSError as error:
            raise self._refusal(error.strerror or str(error)) from None
        plain = stat.S_ISREG(there)
        if stat.S_ISDIR(there):
            raise self._refusal("it is a folder")
        if self.named.rpartition(os.sep)[2] in ("", os.curdir):
            raise self._refusal("it is no folder" if there else "there is no such folder")
        if there and not (plain or stat.S_ISCHR(there) or stat.S_ISFIFO(there)):
            raise self._refusal("it is no plain file")
        if self._is_store(real):
            raise self._refusal("progress is kept there; name another file")
        if (plain or not there) and _is_database(real):
            raise self._refusal("it is a database; name another file")
        if not os.access(folder if plain or not there else path, os.W_OK):
            raise self._refusal("there is no permission to")
        if plain and not self._force and not self._replaceable():
            raise self._refusal(
                f"it is there already and is no earlier {self._kind.noun}; name another file, or "
                "replace it with --force"
            )

    @property
    def is_plain(self) -> bool:
        """It is a plain file, or becomes one: writing it waits for no reader, and leaves the screen
        as it is."""
        try:
            kind = mode(self._path)
        except OSError:
            return False
        return not self._is_standard_output() and (not kind or stat.S_ISREG(kind))

    def _is_standard_output(self) -> bool:
        """`-`, /dev/stdout or their like: what was printed before must not be replaced."""
        try:
            return self.named == STANDARD or os.path.samestat(self._path.stat(), os.fstat(1))
        except OSError:
            return False

    def _replaceable(self) -> bool:
        """Nothing is lost with it: it is empty, or an earlier one of the same kind."""
        try:
            text = self._path.read_text(encoding="utf-8-sig")
        except (OSError, ValueError):
            return False
        return not text or self._kind.known(text)

    def _refusal(self, why: str) -> TutorError:
        return TutorError(f"{on_one_line(self.named)} cannot be written: {why}")


def _is_database(path: Path) -> bool:
    """Whether it is an SQLite database, or one of the files that SQLite keeps beside one."""
    try:
        with Path(re.sub("-(journal|shm|wal)$", "", str(path))).open("rb") as file:
            return file.read(len(DATABASE)) == DATABASE
    except OSError:
        return False


def json_with(*keys: str) -> Callable[[str], bool]:
    """Knows a JSON document that has these keys."""

    def known(text: str) -> bool:
        import json

        try:
            document = json.loads(text)
        except (ValueError, RecursionError):
            return False
        return isinstance(document, dict) and set(keys) <= set(document)

    return known
