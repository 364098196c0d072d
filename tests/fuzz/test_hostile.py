"""No hostile input gets out, hangs, fills the memory or ends the program."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.hostile import ANSWERS, ESCAPES, FILES, LISTINGS

SMALL = 64.0
"""Megabytes that one input may take."""

NAMES = [
    *(f"listing: {name}" for name in LISTINGS),
    *(f"file: {name}" for name in FILES),
    *(f"answer: {name}" for name in ANSWERS),
]
Measured = dict[str, tuple[str, float, float]]


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Measured:
    """What became of every input, its seconds and its megabytes."""
    here = tmp_path_factory.mktemp("here")
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.bounds"],
        cwd=here,
        env={"PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        timeout=240,
        check=True,
    )
    assert list(here.iterdir()) == [], "something got out"
    found: Measured = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_it_is_refused_or_stopped_soon_and_small(measured: Measured, name: str) -> None:
    # A hang is ended by a signal. The seconds are for bench/fuzz.py.
    outcome, _, megabytes = measured[name]
    assert outcome.startswith(("refused", "loaded", "read", "run", "stopped after ")), outcome
    assert megabytes < SMALL


@pytest.mark.parametrize("name", ESCAPES)
def test_every_way_out_is_refused(measured: Measured, name: str) -> None:
    assert measured[f"listing: {name}"][0] == "refused"
