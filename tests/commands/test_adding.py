"""The worked example of docs/contributing.md: a command is one file."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.arguments.test_completion import offered

ROOT = Path(__file__).parents[2]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the program with the file of the example in it, and nothing else changed."""
    page = (ROOT / "docs" / "contributing.md").read_text(encoding="utf-8")
    ((name, text),) = re.findall(r"^```python (tutor/commands/\S+)\n(.*?)^```$", page, re.M | re.S)
    for folder in ("tutor", "lessons"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=ignored)
    assert not (tmp_path / name).exists()
    (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_one_file_is_a_command(tree: Path) -> None:
    """It runs, is in the manual, is what was probably meant, and a shell completes it."""

    def tutor(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "tutor", *arguments],
            capture_output=True, text=True, cwd=tree, timeout=60, check=False,
        )  # fmt: skip

    ran = tutor("steps", "break-it")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.splitlines()[1].startswith("break-it/input-two: ")
    assert "did you mean break-it?" in tutor("steps", "brek-it").stderr
    assert "\n    steps        list the steps of a lesson\n" in tutor("--help").stdout
    assert "tutor steps break-it" in tutor("steps", "--help").stdout
    assert "did you mean `tutor steps`?" in tutor("stps").stderr
    assert offered("tutor ste", cwd=tree, PYTHONPATH=str(tree)) == ["steps"]
    assert "break-it" in offered("tutor steps br", cwd=tree, PYTHONPATH=str(tree))
