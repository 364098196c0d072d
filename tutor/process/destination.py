"""A file that a command is to write: refused early, written whole, never over what is not ours."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tutor.errors import TutorError, visible
from tutor.process import files, streams

STANDARD = "-"
"""As a file's name: standard output."""
WRITABLE = (stat.S_ISREG, stat.S_ISCHR, stat.S_ISFIFO)


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
        """`force`: replace whatever is there; but a store, as `is_store` knows it, never."""
        self.named = named
        self._kind = kind
        self._force = force
        self._is_store = is_store

    def check(self) -> None:
        """Raises TutorError for what cannot or must not be written."""
        path = self._path()
        if self.named == STANDARD or _is_standard_output(path):
            return
        try:
            folder = Path(os.path.realpath(path)).parent
            mode = files.mode(path)
            if not mode and not files.is_folder(folder):
                raise self._refusal(f"there is no folder {folder}")
        except OSError as error:
            raise self._refusal(error.strerror or str(error)) from None
        if stat.S_ISDIR(mode):
            raise self._refusal("it is a folder")
        if mode and not any(one(mode) for one in WRITABLE):
            raise self._refusal("it is no plain file")
        if self._is_store(path):
            raise self._refusal("progress is kept there; name another file")
        plain = not mode or stat.S_ISREG(mode)
        if not os.access(folder if plain else path, os.W_OK):
            raise self._refusal("there is no permission to")
        if stat.S_ISREG(mode) and not self._force and not self._replaceable(path):
            raise self._refusal(
                f"it is there already and is no earlier {self._kind.noun}; name another file, or "
                "replace it with --force"
            )

    def write(self, text: str) -> None:
        """Put the text there. Raises TutorError in one sentence."""
        path = self._path()
        if self.named == STANDARD or _is_standard_output(path):
            streams.output.write(text)
            return
        self.check()  # it may be another file now
        try:
            files.replace(path, visible(text), private=self._kind.private)
        except OSError as error:
            raise self._refusal(error.strerror or str(error)) from None

    def _path(self) -> Path:
        try:
            return Path(self.named).expanduser()
        except RuntimeError as error:  # `~` of somebody who has no home
            raise self._refusal(str(error)) from None

    def _replaceable(self, path: Path) -> bool:
        """Nothing is lost with it: it is empty, or an earlier one of the same kind."""
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, ValueError):
            return False
        return not text or self._kind.known(text)

    def _refusal(self, why: str) -> TutorError:
        return TutorError(f"{self.named} cannot be written: {why}")


def _is_standard_output(path: Path) -> bool:
    """/dev/stdout and its like: what was printed before must not be replaced."""
    try:
        return os.path.samestat(path.stat(), os.fstat(1))
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
