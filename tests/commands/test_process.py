"""Any command as a process: interrupted, as a module."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.commands.calls import ROOT, STEP, Capture, said


def test_interrupted(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """Status 130, and no word about it."""

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tutor.commands.run.step_of", interrupt)
    assert said(capsys, "run", STEP, status=130) == ("", "")


def test_a_command_leaves_signals_as_they_were(capsys: Capture) -> None:
    import signal

    before = signal.getsignal(signal.SIGTERM)
    said(capsys, "run", STEP)
    assert signal.getsignal(signal.SIGTERM) is before


def test_as_a_module() -> None:
    """`python -m tutor` is the command, from any folder."""
    done = subprocess.run(
        [sys.executable, "-m", "tutor", "--help"],
        capture_output=True,
        text=True,
        cwd=os.sep,
        timeout=60,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.stdout.startswith("usage: tutor ")
