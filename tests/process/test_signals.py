"""Requests to end, at whatever moment: status 130 and not a word."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.process.child import ROOT, examples

COMMANDS = examples()
AT = """
import json, os, signal, sys, tempfile
from tutor.cli import main

def interrupt(event, _):
    global left
    left -= event in ("import", "open", "sqlite3.connect")
    if left == 0:
        left = -1
        os.kill(os.getpid(), number)

sys.addaudithook(interrupt)
number, moments, arguments = json.load(sys.stdin)
sys.argv[1:] = arguments
for moment in moments:
    file = tempfile.TemporaryFile()
    err = file.fileno()
    pid = os.fork()
    if not pid:
        os.dup2(os.open(os.devnull, os.O_RDWR), 0)
        os.dup2(0, 1), os.dup2(err, 2)
        sys.stdin = open(0, closefd=False)
        left = moment
        sys.exit(main())
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    print(json.dumps([status, os.pread(err, 10**6, 0).decode()]), flush=True)
"""
"""Runs a command once for each moment, from a cold start: a moment is how many files, modules and
databases were opened before the signal comes."""


def interrupted(
    moments: list[int], arguments: list[str], number: int = signal.SIGINT, cwd: Path = ROOT
) -> list[tuple[int, str]]:
    """The status and what was said on stderr, for each moment."""
    done = subprocess.run(
        [sys.executable, "-c", f"left = -1\n{AT}"],
        input=json.dumps([number, moments, arguments]),
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TUTOR_STORE": str(cwd / "store.sqlite")},
    )
    return [tuple(json.loads(line)) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("name", COMMANDS)
def test_ctrl_c_while_it_starts(name: str, tmp_path: Path) -> None:
    """A command ends with 130 and says nothing; one that is done by then has ended as ever."""
    moments = [1, 4, 12, 30, 70, 10**6]
    found = interrupted(moments, COMMANDS[name], cwd=tmp_path)
    usual = found.pop()
    assert usual[0] != 130
    for moment, ended in zip(moments, found, strict=False):
        assert ended in ((130, ""), usual), (moment, ended)
    assert (130, "") in found


def test_at_every_moment_of_a_lesson(tmp_path: Path) -> None:
    """Between the first module and the first question, each file that is opened among them."""
    moments = [*range(1, 40, 2), *range(40, 400, 21)]
    found = interrupted(moments, ["learn", "break-it", "--plain"], cwd=tmp_path)
    assert set(found) <= {(130, ""), (0, "")}
    assert found[:20] == [(130, "")] * 20


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_other_requests_are_the_same(number: int, tmp_path: Path) -> None:
    assert interrupted([12, 20, 50], ["learn"], number, tmp_path) == [(130, "")] * 3


def test_what_the_parent_ignores_is_ignored() -> None:
    """As under nohup."""
    code = (
        "import os, signal; signal.signal(signal.SIGHUP, signal.SIG_IGN);"
        "from tutor.process.signals import interruptible\n"
        "with interruptible(): os.kill(os.getpid(), signal.SIGHUP); print('on')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "on\n"
