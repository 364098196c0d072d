"""What some tests use beside Python: other programs, and a package index.

Without it a test is skipped, so that `make test` passes on a machine that has only Python and
make. CI installs it all (.ci/run), and there a skipped test has failed (tests/conftest.py).
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from random import SystemRandom

import pytest

SHORT = "/tmp"
"""Where sockets are made: a socket's path has 107 bytes at most, and TMPDIR may be longer."""


def program(name: str, *folders: str) -> str:
    """The path of a program: on PATH, or in one of `folders` (globs; the newest wins)."""
    found = [str(path) for folder in folders for path in sorted(Path("/").glob(f"{folder}/{name}"))]
    path = shutil.which(name) or (found[-1] if found else None)
    if path is None:
        pytest.skip(f"needs {name}, which is not installed here (see .ci/run)")
    return path


def package_index() -> None:
    """Packages can be downloaded."""
    if not _index_answers():
        pytest.skip("needs a package index, and none can be reached")


@contextmanager
def short_folder() -> Iterator[Path]:
    """A folder for sockets, which goes away with all that is in it."""
    with tempfile.TemporaryDirectory(prefix="tutor-", dir=SHORT) as folder:
        yield Path(folder)


def free_port() -> int:
    """A port of this machine at which nobody listens, and that the system itself gives to nobody
    meanwhile: one below those that it takes for whoever connects, as other tests do."""
    while True:
        port = SystemRandom().randrange(20_000, 32_000)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


@cache
def _index_answers() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--retries=0"]
        wanted = [
            "download",
            "--quiet",
            "--no-deps",
            "--no-cache-dir",
            "--dest",
            folder,
            "packaging",
        ]
        return subprocess.run([*pip, *wanted], capture_output=True, check=False).returncode == 0
