"""What it costs to keep what lasts, and what a killed tutor loses."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter

from bench._killed import ROOT, killed
from tutor.history.records import Attempt, Place
from tutor.store import open_store

KILLS, SEED = 200, 2026
"""How often a tutor is killed, and the seed of the moments."""

PLACE = Place("add-alpha", "smaller-steps", text="0.5 - 0.1*", values={"alpha": 0.25})
ATTEMPT = Attempt(
    "descent", "add-alpha", "smaller-steps", 0, {"weight": 0.5}, "0.46", 0.46, "right"
)

COLD = """
from time import perf_counter
import sys, textual.app, tutor.history.records
start = perf_counter()
from tutor.store import open_store
store = open_store(sys.argv[1])
store.history("me", "descent")
print(perf_counter() - start)
"""
"""What the store adds to a tutor that starts (and has imported Textual): its own imports, opening
the file, and the first reading."""


def rows() -> list[tuple[str, str, str]]:
    """(figure, measured, goal) of each."""
    with tempfile.TemporaryDirectory() as folder:
        address = str(Path(folder) / "store.sqlite")
        with closing(open_store(address)) as store:
            commits = _each(lambda n: store.record("me", replace(ATTEMPT, question=n)))
            places = _each(lambda n: store.keep_place("me", "descent", replace(PLACE, scroll=n)))
        opening = median([_cold(address, folder) for _ in range(16)][1:])
        losses = killed(str(Path(folder) / "killed.sqlite"), KILLS, SEED)
    return [
        ("store: opened by a tutor that starts, 1,000 answers in it", _ms(opening), "≤ 10 ms"),
        ("store: an answer kept, median of 1,000", _ms(median(commits)), "≤ 1 ms"),
        ("store: a place kept, median of 1,000", _ms(median(places)), "≤ 0.2 ms"),
        ("store: a place kept, the slowest of 1,000", _ms(max(places)), "≤ 50 ms"),
        (
            f"store: answers lost, of {losses.answers:,} in {losses.kills} tutors killed",
            str(losses.lost),
            "0",
        ),
        (
            "store: keystrokes by which a place was old after a kill, at most",
            str(losses.behind),
            "≤ 1",
        ),
        ("store: databases damaged by a kill", str(losses.damaged), "0"),
    ]


def _each(write: Callable[[int], None]) -> list[float]:
    """Seconds of each of 1,000 writes."""
    taken = []
    for n in range(1000):
        start = perf_counter()
        write(n)
        taken.append(perf_counter() - start)
    return taken


def _cold(address: str, folder: str) -> float:
    """Seconds that the store adds to a start. Compiled modules are kept, as where it is installed:
    the first time is without."""
    variables = {**os.environ, "PYTHONPYCACHEPREFIX": f"{folder}/compiled"}
    variables.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-c", COLD, address]
    return float(subprocess.check_output(command, cwd=ROOT, env=variables))


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms"
