"""What is built is whole: a wheel with its lessons, installed where no checkout is."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.needs import package_index
from tutor import __version__
from tutor.course.index import bundled

ROOT = Path(__file__).parents[1]
LESSONS = {path.name for path in bundled().iterdir()}


def done(*command: str | Path, cwd: Path) -> str:
    """What a command says on stdout; it has to end well. Nothing of this checkout is in its way."""
    alone = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    finished = subprocess.run(
        command, cwd=cwd, env=alone, capture_output=True, text=True, timeout=300, check=False
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist and, made from it, the wheel."""
    folder = tmp_path_factory.mktemp("dist")
    done(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, cwd=ROOT)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (found,) = built.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The commands of a new environment that holds the wheel and what it asks for, no more."""
    package_index()
    home = tmp_path_factory.mktemp("home") / "venv"
    done(sys.executable, "-m", "venv", "--without-pip", home, cwd=home.parent)
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(home))
    done(*pip, "install", "--quiet", wheel, cwd=home.parent)
    return home / ("Scripts" if os.name == "nt" else "bin")


def test_the_wheel_holds_the_package_and_the_lessons(wheel: Path) -> None:
    """All that is needed to play, and nothing that is for working on it."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {f"tutor/lessons/{name}" for name in LESSONS} <= names
    assert {"tutor/py.typed", "tutor/ui/app.tcss", "tutor/cli.py"} <= names
    tops = {name.partition("/")[0] for name in names}
    assert tops == {"tutor", f"descent_tutor-{__version__}.dist-info"}


def test_the_sdist_can_be_worked_on(built: Path) -> None:
    """Lessons, tests and the Makefile are in it."""
    (found,) = built.glob("*.tar.gz")
    with tarfile.open(found) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {f"lessons/{name}" for name in LESSONS} <= names
    assert {"Makefile", "README.md", "LICENSE", "pyproject.toml", "tests/conftest.py"} <= names


def test_the_wheel_says_what_it_is(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        about = archive.read(f"descent_tutor-{__version__}.dist-info/METADATA").decode()
        license = archive.read(f"descent_tutor-{__version__}.dist-info/licenses/LICENSE")
    assert "Name: descent-tutor\n" in about
    assert "Requires-Python: >=3.11\n" in about
    assert "License-Expression: MIT\nLicense-File: LICENSE\n" in about
    assert license == (ROOT / "LICENSE").read_bytes()


def test_it_runs_from_any_folder(elsewhere: Path, tmp_path: Path) -> None:
    """Installed in an environment of its own it plays, lints and runs its own lessons."""
    tutor = elsewhere / "tutor"
    store = ("--store", str(tmp_path / "store.sqlite"))
    assert done(tutor, "--version", cwd=tmp_path) == f"tutor {__version__}\n"
    assert done(elsewhere / "descent-tutor", "lint", cwd=tmp_path) == ""
    first = done(tutor, "run", "add-alpha/smaller-steps", cwd=tmp_path).splitlines()[0]
    assert first == "Error: 0.03999999999999998 Prediction: 1.0"
    assert "Break it, step 1 of" in done(tutor, "learn", "break-it", *store, cwd=tmp_path)
    assert "Nothing is due" in done(tutor, "review", *store, cwd=tmp_path)
    python = elsewhere / "python"
    assert done(python, "-m", "tutor", "--help", cwd=tmp_path).startswith("usage: tutor ")
    home = done(python, "-c", "import tutor; print(tutor.__file__)", cwd=tmp_path)
    assert Path(home.strip()).is_relative_to(elsewhere.parent)


def test_an_author_can_begin_anywhere(elsewhere: Path, tmp_path: Path) -> None:
    """`tutor new` needs nothing but the wheel."""
    tutor = elsewhere / "tutor"
    done(tutor, "new", "momentum", cwd=tmp_path)
    assert done(tutor, "lint", ".", cwd=tmp_path) == ""
