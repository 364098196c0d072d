"""What a hostile input costs, measured in a process of its own: `python -m tests.fuzz.bounds`.

Prints one JSON object: for each input what became of it, its seconds and its megabytes.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from tests.fuzz import trials
from tests.fuzz.hostile import ANSWERS, FILES, LISTINGS
from tutor.engine.listing import listing
from tutor.errors import ListingError

PATIENCE = 20
"""Seconds after which a process is ended that measures one input."""
ROOM = 1 << 30
"""Bytes that such a process may have: enough to tell a figure, too little to harm a machine."""


def trials_in(folder: Path) -> Iterator[tuple[str, Callable[[], str]]]:
    """Every input by its name, and what is done with it; files are written beforehand."""
    for name, code in LISTINGS.items():
        yield f"listing: {name}", partial(of_listing, code)
    for name, make in FILES.items():
        path = folder / name / "some.yaml"
        path.parent.mkdir()
        path.write_bytes(make())
        yield f"file: {name}", partial(of_file, path)
    for name, text in ANSWERS.items():
        yield f"answer: {name}", partial(of_answer, text)


def of_listing(code: str) -> str:
    """Check it and, where it is accepted, run it."""
    script = trials.check_listing(code)
    if script is None:
        return "refused"
    try:
        return script.run().stopped or "run"
    except ListingError:
        return "refused"


def of_file(path: Path) -> str:
    """Load it as a lesson."""
    return "refused" if trials.load(path) is None else "loaded"


def of_answer(text: str) -> str:
    """Read it, and work it out as an expression."""
    trials.read_answer(text)
    trials.evaluate(text)
    return "read"


def warmed() -> None:
    """Import everything, so that no input pays for it."""
    of_listing("x = 1\nfor i in range(3):\n    x = x + i\n    print(x)\n")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "some.yaml"
        for name in ("500 steps", "many holes"):
            path.write_bytes(FILES[name]())
            of_file(path)
    of_answer("0.5 - 0.1 * 0.4")
    listing("weight = 1\nerror = weight ** 2\n").curve("weight", "error", trials.XS)


def alone(tell: Callable[[], str]) -> tuple[str, int]:
    """What the function says in a process of its own, so that what it keeps is gone with it; and
    the status of that process."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        told = tell()
        with os.fdopen(write, "w") as pipe:
            pipe.write(told)
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        heard = pipe.read()
    return heard, os.waitpid(child, 0)[1]


def measured(trial: Callable[[], str]) -> tuple[str, float, float]:
    """What became of it, its seconds and the megabytes by which the process grew."""

    def tell() -> str:
        signal.alarm(PATIENCE)
        before = grown()
        resource.setrlimit(resource.RLIMIT_AS, (size() + ROOM,) * 2)
        started = time.process_time()
        try:
            outcome = trial()
        except BaseException as error:  # noqa: BLE001 - whatever comes of it is told, and fails
            outcome = f"{type(error).__name__}: {error}"[:500]
        return json.dumps((outcome, time.process_time() - started, grown() - before))

    heard, _ = alone(tell)
    if not heard:
        return "ended by a signal", PATIENCE, ROOM / 2**20
    outcome, seconds, megabytes = json.loads(heard)
    return outcome, seconds, megabytes


def grown() -> float:
    """The most memory that this process has had, in megabytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 2**20 if sys.platform == "darwin" else most / 2**10


def resident() -> float:
    """The megabytes that this process has now; where no system tells, the most so far."""
    pages = Path("/proc/self/statm")
    if not pages.exists():
        return grown()
    return int(pages.read_text().split()[1]) * resource.getpagesize() / 2**20


def least() -> float:
    """Forget what this process has had, so that `grown` tells of what comes now; and what it has
    now, in megabytes. Where the system cannot forget, `grown` tells of the larger moments alone."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return grown()
    return resident()


def size() -> int:
    """Bytes of address space now."""
    pages = Path("/proc/self/statm")
    return int(pages.read_text().split()[0]) * resource.getpagesize() if pages.exists() else 1 << 33


def main() -> None:
    warmed()
    with tempfile.TemporaryDirectory() as folder:
        found = {name: measured(trial) for name, trial in trials_in(Path(folder))}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
