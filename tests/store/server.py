"""A PostgreSQL server of our own, started for the tests and stopped after them."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from tests.needs import SHORT, program


class Server:
    """A cluster in a new folder, listening on a socket there and nowhere else.

    PostgreSQL refuses to run as root, so root runs it as the system's user `postgres`.
    """

    def __init__(self) -> None:
        self._programs = _programs()
        self._user = _user()
        self.folder = Path(tempfile.mkdtemp(prefix="tutor-postgres-", dir=SHORT))
        if self._user is not None:
            shutil.chown(self.folder, self._user)
        self._schemas = 0
        self._run(
            "initdb",
            "--auth=trust",
            "--username=tutor",
            "--no-sync",
            "--locale=C",
            "--encoding=UTF8",
        )
        self.start()

    def start(self) -> None:
        """Begin to listen; returns when connections are taken."""
        # durability is the server's own and not tested here: without it the tests are quicker
        settings = f"-k {self.folder} -c listen_addresses= -c fsync=off -c max_connections=40"
        settings += " -c autovacuum=off"  # else its statistics may hold what tests look for
        self._run(
            "pg_ctl", "start", "--wait", "--silent", "-l", f"{self.folder}/log", "-o", settings
        )

    def stop(self) -> None:
        """Break every connection and listen no more."""
        self._run("pg_ctl", "stop", "--wait", "--silent", "--mode=immediate")

    def remove(self) -> None:
        """Stop, and take everything away."""
        self.stop()
        shutil.rmtree(self.folder)

    def fresh(self) -> str:
        """The address of a store that nobody has used: a schema of its own."""
        self._schemas += 1
        name = f"store_{self._schemas}"
        with psycopg.connect(self.address(), autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {name}".encode())
        return self.address(name)

    def address(self, schema: str = "public") -> str:
        """The address of a schema here."""
        path = quote(f"-c search_path={schema}")
        return f"postgresql://tutor:secret@/postgres?host={quote(str(self.folder))}&options={path}"

    def holds(self, text: str) -> bool:
        """Whether the files of the databases hold that text; the server's own log is not looked
        at."""
        with psycopg.connect(self.address(), autocommit=True) as connection:
            connection.execute("CHECKPOINT")
        files = (path for path in (self.folder / "data" / "base").rglob("*") if path.is_file())
        return any(text.encode() in file.read_bytes() for file in files)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), f"--pgdata={self.folder}/data", *arguments]
        # to a file, not a pipe: the server inherits it and would hold a pipe open for ever
        with Path(f"{self.folder}.out").open("w+") as out:
            done = subprocess.run(
                command, cwd=self.folder, stdout=out, stderr=out, check=False, user=self._user
            )
            out.seek(0)
            assert done.returncode == 0, f"{program} failed: {out.read()}"
        Path(f"{self.folder}.out").unlink()


def _user() -> str | None:
    """Who runs the server, if not the user who runs the tests."""
    if os.geteuid() != 0:
        return None
    if not any(user.pw_name == "postgres" for user in pwd.getpwall()):
        pytest.skip("needs a user `postgres`: PostgreSQL does not run as root")
    return "postgres"


def _programs() -> Path:
    """Where PostgreSQL's programs are: on the path, or where Debian keeps them."""
    return Path(program("initdb", "usr/lib/postgresql/*/bin")).resolve().parent
