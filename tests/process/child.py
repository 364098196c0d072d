"""A tutor in a process of its own, and one line for each thing that can be asked of it."""

from __future__ import annotations

import ctypes
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import IO, Any, NamedTuple

import pytest

from tutor import commands

ROOT = Path(__file__).parents[2]
TUTOR = (sys.executable, "-m", "tutor")
STATUSES = (0, 1, 2, 3, 130)
DROP_FROM_BOUNDING_SET = 24
"""prctl(2)."""
OVERRIDE_PERMISSIONS = (1, 2)
"""capabilities(7): CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH."""


class Ended(NamedTuple):
    """What came of a process."""

    status: int
    out: str
    err: str

    def in_good_order(self) -> bool:
        """A status that is documented, and whole sentences instead of a traceback."""
        lines = self.err.splitlines()
        told = all(re.match(r"tutor: |Try `|.*:\d+:\d+: ", line) for line in lines)
        problem = self.status in (1, 2)
        return self.status in STATUSES and told and (bool(self.out or lines) or not problem)


def run(
    *arguments: str,
    typed: str = "",
    before: Callable[[], object] | None = None,
    cwd: Path = ROOT,
    stdin: int | IO[Any] | None = None,
    stdout: int | IO[Any] = subprocess.PIPE,
    environment: dict[str, str] | None = None,
) -> Ended:
    """Run a command to its end; `before` is called in the child."""
    done = subprocess.run(
        [*TUTOR, *arguments],
        input=None if stdin is not None else typed.encode("utf-8", "surrogateescape"),
        stdin=stdin,
        stdout=stdout,
        stderr=subprocess.PIPE,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})},
        preexec_fn=before,
        timeout=60,
        check=False,
    )
    out = (done.stdout or b"").decode("utf-8", "surrogateescape")
    return Ended(done.returncode, out, done.stderr.decode("utf-8", "surrogateescape"))


FORKING = """
import json, os, sys, tempfile
from tutor.cli import main
for arguments in json.load(sys.stdin):
    sys.stdin = open(os.devnull)
    files = tempfile.TemporaryFile(), tempfile.TemporaryFile()
    out, err = (file.fileno() for file in files)
    pid = os.fork()
    if not pid:
        os.dup2(out, 1), os.dup2(err, 2)
        try:
            status = main(arguments)
        except BaseException:
            sys.excepthook(*sys.exc_info())
            status = 70
        sys.stdout.flush()
        os._exit(status)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    told = [os.pread(one, 10**7, 0).decode("utf-8", "surrogateescape") for one in (out, err)]
    print(json.dumps([status, *told]), flush=True)
"""
"""Runs one command after the other, each in a fork of its own: an interpreter starts once."""


def run_each(
    commands: Iterable[Sequence[str]],
    *,
    before: Callable[[], object] | None = None,
    cwd: Path = ROOT,
    environment: dict[str, str] | None = None,
) -> list[Ended]:
    """What comes of each command, with nothing typed; `before` is called in the child."""
    done = subprocess.run(
        [sys.executable, "-c", FORKING],
        input=json.dumps(list(commands)),
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})},
        preexec_fn=before,
        timeout=300,
        check=True,
    )
    return [Ended(*json.loads(line)) for line in done.stdout.splitlines()]


def unprivileged() -> None:
    """In a child: root obeys permissions too. Anybody else does already."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        for capability in OVERRIDE_PERMISSIONS:
            if libc.prctl(DROP_FROM_BOUNDING_SET, capability, 0, 0, 0):
                raise OSError(ctypes.get_errno(), "capabilities cannot be dropped")


def needs_permissions() -> None:
    """Skip the test where permissions cannot be made to count."""
    try:
        subprocess.run([sys.executable, "-S", "-c", ""], preexec_fn=unprivileged, check=True)
    except (AttributeError, subprocess.SubprocessError):
        pytest.skip("root cannot give up its right to read everything here")


def course(folder: Path) -> None:
    """Put a course of two bundled lessons there, without a problem: enough to be read, and soon."""
    folder.mkdir()
    for name in ("compare.yaml", "gradient-descent.yaml"):
        shutil.copy(ROOT / "lessons" / name, folder)


def examples() -> dict[str, list[str]]:
    """One example of each command's manual page, as its arguments, and home."""
    found: dict[str, list[str]] = {"home": []}
    for name, command in commands.commands().items():
        line = next((one for one, _ in command.examples if "--seed" in one), command.examples[0][0])
        line = re.sub(r"^.*\| (?=tutor)|eval \"\$\(|\)\"| [|>] .*$", "", line)
        found[name] = shlex.split(line)[1:]
    found["serve"] += ["--port", "0"]  # the usual one may be somebody's
    found["class"] = ["class", "list"]  # which is the same however often it is done
    return found
