"""A disk that can be full when a test says so."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tutor.store.sqlite import Sqlite


class Disk:
    """Half a megabyte."""

    def __init__(self, folder: Path) -> None:
        self._ballast = folder / "ballast"

    def fill(self, store: Sqlite) -> None:
        """Leave room for a little more."""
        self._ballast.write_bytes(b"x" * 200_000)

    def free(self, store: Sqlite) -> None:
        """Make room again."""
        self._ballast.unlink()


class Limit(Disk):
    """SQLite's own limit of pages, which ends in the same refusal."""

    def fill(self, store: Sqlite) -> None:
        store._run("PRAGMA max_page_count = 40")

    def free(self, store: Sqlite) -> None:
        store._run("PRAGMA max_page_count = 1073741823")


@contextmanager
def small_disk(folder: Path) -> Iterator[Disk]:
    """A disk of its own in that folder; where none may be mounted, a limit on the store's file."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(folder)]
    may = not os.geteuid() and shutil.which("mount") and shutil.which("umount")
    if not may or subprocess.run(mount, capture_output=True, check=False).returncode:
        yield Limit(folder)
        return
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", str(folder)], check=True)
