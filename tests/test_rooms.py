"""The rooms of the house are what they say: importing one does not drag in another."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def modules_of(package: str) -> list[str]:
    """The dotted names of a package's modules."""
    files = sorted((ROOT / "tutor" / package).rglob("*.py"))
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in files]
    return [name for name in names if not name.endswith("__init__")]


BELOW = [name for room in ("course", "grading", "history", "session") for name in modules_of(room)]


def imported(statement: str) -> set[str]:
    """The modules that a statement brings in, in an interpreter of its own."""
    code = f"import sys; {statement}; print(*sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(done.stdout.split())


def test_the_engine_needs_the_standard_library_alone() -> None:
    """All of it but the arrays is imported with nothing beside Python and `tutor.errors`."""
    engine = [name for name in modules_of("engine") if name != "tutor.engine.arrays"]
    code = (
        "import sys; before = set(sys.modules); "
        + "".join(f"import {name}; " for name in engine)
        + "print(*sorted({m for m in sys.modules if m.startswith('tutor')}));"
        + "print(*{m.split('.')[0] for m in set(sys.modules) - before} - sys.stdlib_module_names)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    ours, outside = done.stdout.splitlines()
    rooms = [
        "tutor",
        "tutor.engine",
        "tutor.engine.language",
        "tutor.engine.machine",
        "tutor.errors",
    ]
    assert set(ours.split()) == {*rooms, *engine}
    assert outside == "tutor"


def test_what_is_below_the_front_ends_needs_none_and_no_database() -> None:
    """All of it, imported together, leaves screen, chart, database and sockets alone."""
    modules = imported("; ".join(f"import {name}" for name in BELOW))
    assert not modules & {"textual", "rich", "plotext", "sqlite3", "psycopg", "asyncssh"}


@pytest.mark.parametrize(
    "heavy",
    ["numpy", "plotext", "psycopg", "fsrs", "tutor.session.view", "tutor.engine.compiler"],
)
def test_the_command_line_starts_without_what_it_may_not_need(heavy: str) -> None:
    """`tutor --version` and the home screen's first paint wait for nothing heavy."""
    assert heavy not in imported("import tutor.cli, tutor.ui.app")
