"""`make run` on a fresh machine, and after it was interrupted while it set up."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.needs import program

ROOT = Path(__file__).parents[1]
PATIENCE = 120
"""Seconds after which what was waited for is not coming."""

PROJECT = """\
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "small"
version = "1"
optional-dependencies = { preview = [] }
"""
BACKEND = '''\
"""Builds a package that is one command, without anything that has to be downloaded."""
from zipfile import ZipFile

META = "Metadata-Version: 2.1\\nName: small\\nVersion: 1\\nProvides-Extra: preview\\n"
FILES = {
    "small.py": "def main(): print('it runs')\\n",
    "small-1.dist-info/METADATA": META,
    "small-1.dist-info/WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
    "small-1.dist-info/entry_points.txt": "[console_scripts]\\ntutor = small:main\\n",
}

def build_editable(folder, config_settings=None, metadata_directory=None):
    with ZipFile(f"{folder}/small-1-py3-none-any.whl", "w") as wheel:
        for name, text in FILES.items():
            wheel.writestr(name, text)
        wheel.writestr("small-1.dist-info/RECORD", "".join(f"{name},,\\n" for name in FILES))
    return "small-1-py3-none-any.whl"
'''


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A project with our Makefile, in a folder with a space in its name."""
    folder = tmp_path / "a b"
    folder.mkdir()
    shutil.copy(ROOT / "Makefile", folder)
    (folder / "pyproject.toml").write_text(PROJECT)
    (folder / "backend.py").write_text(BACKEND)
    return folder


def make(checkout: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    """A running `make run`, in a process group of its own."""
    return subprocess.Popen(
        [program("make"), "run", f"PYTHON={sys.executable}", *arguments],
        cwd=checkout,
        env={"PATH": os.environ["PATH"], "HOME": str(checkout.parent), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def made(checkout: Path, *arguments: str, **environment: str) -> tuple[int, str, str]:
    """Status, stdout and stderr of `make run`."""
    running = make(checkout, *arguments, **environment)
    out, err = running.communicate(timeout=PATIENCE)
    return running.returncode, out, err


def test_whatever_was_interrupted_is_made_anew(checkout: Path) -> None:
    """Killed before pip is there, it starts over; then it only runs; moved, it starts over."""
    running = make(checkout)
    until = time.monotonic() + PATIENCE
    while not (checkout / ".venv/bin/python").exists():
        assert running.poll() is None and time.monotonic() < until
    os.killpg(running.pid, signal.SIGKILL)
    running.communicate()
    assert not (checkout / ".venv/bin/tutor").exists()

    setting_up = "Setting up; this is done once.\n"
    assert made(checkout) == (0, "it runs\n", setting_up)
    assert made(checkout) == (0, "it runs\n", "")
    moved = checkout.rename(checkout.parent / "moved")
    assert made(moved) == (0, "it runs\n", setting_up)


def test_a_python_that_cannot_make_environments(checkout: Path, tmp_path: Path) -> None:
    """As on Debian, where ensurepip is in a package of its own: the package is named."""
    (tmp_path / "ensurepip.py").write_text("raise ModuleNotFoundError('No module named ensurepip')")
    status, out, err = made(checkout, PYTHONPATH=str(tmp_path))
    version = "{}.{}".format(*sys.version_info)
    assert status != 0 and out == ""
    assert f"apt install python{version}-venv\n" in err
    assert not (checkout / ".venv").exists()


def test_a_python_that_is_too_old_or_none(checkout: Path) -> None:
    for python in ("false", "no-such-python", ""):
        status, out, err = made(checkout, f"PYTHON={python}")
        assert status != 0 and out == ""
        assert "Python 3.11 or newer is needed" in err
