"""The rooms of the house are what they say: importing one does not drag in another."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CORE = [
    f"tutor.{package}.{path.stem}"
    for package in ("core", "course", "history")
    for path in sorted((ROOT / "tutor" / package).glob("*.py"))
]


def imported(statement: str) -> set[str]:
    """The top-level modules that a statement brings in, in an interpreter of its own."""
    code = f"import sys; {statement}; print(*sorted({{m.split('.')[0] for m in sys.modules}}))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(done.stdout.split())


def test_core_needs_no_front_end_and_no_database() -> None:
    """All of core, imported together, leaves screen, chart, database and sockets alone."""
    modules = imported("; ".join(f"import {name}" for name in CORE))
    assert not modules & {"textual", "rich", "plotext", "sqlite3", "psycopg", "asyncssh"}


@pytest.mark.parametrize("heavy", ["numpy", "plotext", "pydantic", "psycopg", "fsrs"])
def test_the_command_line_starts_without_what_it_may_not_need(heavy: str) -> None:
    """`tutor --version` and the home screen's first paint wait for nothing heavy."""
    assert heavy not in imported("import tutor.cli, tutor.ui.app")
