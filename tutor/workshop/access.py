"""Who may come in by a key, and as whom."""

from __future__ import annotations

import os
import re
import stat
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import asyncssh

from tutor.classroom.members import LONGEST, folded, tidy
from tutor.errors import TutorError, on_one_line

KEY = re.compile(r"(?:^|\s)(?:ssh|ecdsa|sk)-\S+\s+[A-Za-z0-9+/]+=*(?:\s+(?P<name>.*))?$")
"""The end of a line of such a file: kind, key and comment; options may stand before it."""


OPTION = re.compile(r'([A-Za-z0-9-]+)(?:="((?:[^"\\\\]|\\\\.)*)")?(?:,|\s|$)')
"""One of the options before a key."""
NOT_HERE = ("cert-authority", "principals", "subject", "verify-required")
"""Options that decide who may come in, and are not obeyed here. The others say what may be done
then, which is always less here."""
MOMENTS = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}
"""How the end of a key's time is written, by its digits."""


class Entry(NamedTuple):
    """One line of a file of keys."""

    key: asyncssh.SSHAuthorizedKeys
    name: str
    until: datetime | None = None
    """When it stops letting anybody in."""


class Known(NamedTuple):
    """Somebody whose key is known."""

    name: str
    instructor: bool = False


class Keys:
    """A file of keys as OpenSSH writes them (sshd(8), AUTHORIZED_KEYS FILE FORMAT), each with the
    name of whose it is behind it. It is read again when it has changed; of the options before a
    key, `from=` and `expiry-time=` are obeyed."""

    def __init__(self, path: Path) -> None:
        """Raises TutorError, with the line, where something in it cannot be read, or where others
        decide what is in it."""
        self._path, self._shown = path, on_one_line(path)
        self._wrong = ""
        self._read_at = self._stamp()
        self._entries = self._read()

    def look(self) -> str:
        """Read it again where it has changed. Returns what is wrong with it now; what was right
        before stays so then, but for a file that is empty or gone: that lets nobody in."""
        try:
            if (stamp := self._stamp()) != self._read_at:
                self._read_at, self._wrong = stamp, ""
                self._entries = self._read()
        except TutorError as error:
            self._wrong = str(error)
            if self._is_empty():
                self._entries = []
        return self._wrong

    @property
    def shared(self) -> list[str]:
        """Names that stand behind several keys: their owners are one learner."""
        count = Counter(folded(entry.name) for entry in self._entries)
        return sorted(name for name, keys in count.items() if keys > 1)

    def name_of(self, key: asyncssh.SSHKey, address: str) -> str:
        """Whose key it is that comes from this address; empty where it is nobody's."""
        self.look()
        for entry in self._entries:
            over = entry.until is not None and entry.until <= datetime.now(UTC)
            if not over and entry.key.validate(key, address, address) is not None:
                return entry.name
        return ""

    def _is_empty(self) -> bool:
        """Nobody is to come in: there is nothing in it, or no such file."""
        try:
            return not (self._path.is_file() and self._path.read_bytes().strip())
        except OSError:
            return True

    def _status(self) -> os.stat_result:
        try:
            return self._path.stat()
        except OSError as error:
            raise TutorError(f"{self._shown} cannot be read: {error.strerror}") from None

    def _stamp(self) -> tuple[int, ...]:
        status = self._status()
        return status.st_mtime_ns, status.st_size, status.st_mode, status.st_ino

    def _read(self) -> list[Entry]:
        mode = self._status().st_mode
        if not stat.S_ISREG(mode):
            raise TutorError(f"{self._shown} is no file")
        if mode & 0o022:
            raise TutorError(
                f"others may write to {self._shown}; change that: chmod go-w {self._shown}"
            )
        try:
            text = self._path.read_text(encoding="utf-8")
        except OSError as error:
            raise TutorError(f"{self._shown} cannot be read: {error.strerror}") from None
        except UnicodeDecodeError:
            raise TutorError(f"{self._shown} is no text: public keys are needed") from None
        found = []
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip() and not line.lstrip().startswith("#"):
                found.append(self._entry(line.strip(), number))
        if not found:
            raise TutorError(f"{self._shown} has no key in it")
        return found

    def _entry(self, line: str, number: int) -> Entry:
        where = f"{self._shown}, line {number}"
        if "PRIVATE KEY" in line:
            raise TutorError(f"{where}: a private key; the public one is needed (its .pub file)")
        try:
            entry = asyncssh.import_authorized_keys(line)
        except ValueError as error:
            raise TutorError(f"{where}: no public key: {error}") from None
        match = KEY.search(line)
        name = tidy(match["name"] or "") if match is not None else ""
        if not name:
            raise TutorError(f"{where}: no name; write whose key it is behind it")
        if len((match["name"] or "").strip()) > LONGEST:  # type: ignore[index]  # there is a match
            raise TutorError(f"{where}: a name has at most {LONGEST} characters")
        assert match is not None
        until = None
        for option, value in OPTION.findall(line[: match.start()]):
            if option.lower() in NOT_HERE:
                raise TutorError(f"{where}: the option {option} is not obeyed here; take it out")
            if option.lower() == "expiry-time":
                until = _moment(value, where)
        return Entry(entry, name, until)


def _moment(text: str, where: str) -> datetime:
    """When a key stops being one: of this machine's day or, with a Z, of UTC's (sshd(8))."""
    digits, utc = text.removesuffix("Z"), text.endswith("Z")
    try:
        at = datetime.strptime(digits, MOMENTS[len(digits)])
    except (KeyError, ValueError):
        raise TutorError(f"{where}: expiry-time is a day such as 20261231, or with HHMM") from None
    return at.replace(tzinfo=UTC) if utc else at.astimezone()


class Access(NamedTuple):
    """Who may come in without being asked for a code."""

    learners: Keys | None = None
    instructors: Keys | None = None
    only_keys: bool = False
    """Nobody else may come in."""

    @property
    def by_key(self) -> bool:
        """A key is looked at."""
        return self.learners is not None or self.instructors is not None

    def look(self) -> list[str]:
        """Read anew what has changed. Returns what is wrong with a file now."""
        files = [keys for keys in (self.learners, self.instructors) if keys is not None]
        return [wrong for keys in files if (wrong := keys.look())]

    @property
    def shared(self) -> list[str]:
        """Sentences about names that stand behind several keys of learners."""
        names = self.learners.shared if self.learners is not None else []
        return [
            f"Several keys are called {name}: whoever has any of them is that learner."
            for name in names
        ]

    def known(self, key: asyncssh.SSHKey, address: str) -> Known | None:
        """Whose key it is; None where it is nobody's."""
        for keys, instructor in ((self.instructors, True), (self.learners, False)):
            if keys is not None and (name := keys.name_of(key, address)):
                return Known(name, instructor)
        return None
