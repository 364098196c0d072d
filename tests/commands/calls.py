"""A command called in this process or in one of its own: what it says, and what it ends with."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tutor.cli import main

ROOT = Path(__file__).parents[2]
STEP = "break-it/input-two"
Capture = pytest.CaptureFixture[str]


def said(capsys: Capture, *arguments: str, status: int = 0) -> tuple[str, str]:
    """stdout and stderr of a command that ends like this."""
    assert main(arguments) == status
    got = capsys.readouterr()
    return got.out, got.err


def refused(capsys: Capture, *arguments: str, status: int = 2) -> str:
    """What a command says on stderr that does nothing else."""
    out, err = said(capsys, *arguments, status=status)
    assert out == ""
    assert err.startswith("tutor: ")
    return err.removeprefix("tutor: ")


def answered(
    text: str, *arguments: str, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, with this typed; `env` besides its usual environment."""
    return subprocess.run(
        [sys.executable, "-m", "tutor", *arguments],
        input=text,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, **(env or {})},
    )
