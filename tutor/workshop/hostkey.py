"""The host's key: made once, readable by its owner alone, and kept over restarts."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import asyncssh

from tutor.errors import TutorError, on_one_line


def place() -> Path:
    """Where the key of this machine's classes is kept."""
    from platformdirs import user_data_dir

    return Path(user_data_dir("descent-tutor", appauthor=False)) / "host_key"


def host_key(path: Path) -> asyncssh.SSHKey:
    """The key at `path`, made there where it is not. Raises TutorError."""
    shown = on_one_line(path)
    try:
        if not path.exists():
            _make(path)
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise TutorError(f"the host key {shown} is no plain file; name another")
        if status.st_mode & 0o077:
            raise TutorError(
                f"others may read the host key {shown}; change that: chmod 600 {shown}"
            )
        return asyncssh.read_private_key(path)
    except (asyncssh.KeyImportError, ValueError) as error:
        raise TutorError(f"{shown} holds no host key: {error}") from None
    except OSError as error:
        raise TutorError(f"the host key {shown}: {error.strerror}") from None


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(asyncssh.generate_private_key("ssh-ed25519").export_private_key())
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(new, path)  # two that are started at once have one key
    except FileExistsError:
        pass
    finally:
        new.unlink()
