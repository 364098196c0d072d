"""Random and hostile inputs for a minute: how many, what came of them, the worst time and memory.

`python -m bench.fuzz SECONDS SEED` fuzzes for longer, and from another seed.
"""

from __future__ import annotations

import json
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.fuzz import bounds, inputs, trials
from tutor.course.loader import course_of
from tutor.engine.listing import listing

SECONDS = 60.0
BATCH = 100
"""Inputs of each kind that one process takes."""

WALKS = "walks"
SETTLING = "weight = 2\nfor i in range(9):\n    error = weight\n    weight = weight / 2\n"


@dataclass
class Counts:
    """What came of so many inputs."""

    inputs: Counter[str] = field(default_factory=Counter)
    """By kind."""
    slowest: float = 0.0
    """Seconds of computing that one input took."""
    slowest_input: str = ""
    largest: float = 0.0
    """Megabytes that one input took, at its worst moment."""
    largest_input: str = ""
    kept: float = 0.0
    """Megabytes by which a process had grown after a whole batch: the caches, which have bounds."""
    broken: list[str] = field(default_factory=list)
    """Inputs of which something else came than a TutorError."""

    def add(self, other: Counts) -> None:
        """Take in what a batch found."""
        self.inputs += other.inputs
        self.broken += other.broken
        self.kept = max(self.kept, other.kept)
        if other.largest > self.largest:
            self.largest, self.largest_input = other.largest, other.largest_input
        if other.slowest > self.slowest:
            self.slowest, self.slowest_input = other.slowest, other.slowest_input


def fuzz(seconds: float = SECONDS, seed: int = 0) -> Counts:
    """Batch after batch, each in a process of its own."""
    bounds.warmed()
    counts = Counts()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        counts.add(in_its_own_process(seed))
        seed += BATCH
    return counts


def in_its_own_process(seed: int) -> Counts:
    """One batch, so that what it keeps is gone with it."""
    heard, status = bounds.alone(lambda: json.dumps(vars(batch(seed))))
    if not heard:
        return Counts(broken=[f"the process of seed {seed} ended with status {status}"])
    found = json.loads(heard)
    return Counts(**{**found, "inputs": Counter(found["inputs"])})


def batch(seed: int) -> Counts:
    """One input of every kind for each of so many seeds."""
    counts = Counts()
    before = bounds.resident()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "some.yaml"
        for number in range(seed, seed + BATCH):
            for kind, trial in kinds(path).items():
                one(kind, trial, f"{number}/{kind}", counts)
    counts.kept = bounds.resident() - before
    return counts


def kinds(path: Path) -> dict[str, Callable[[Random], str]]:
    """What is made of a random number generator, and tried; each returns its input."""

    def a_listing(rng: Random) -> str:
        code = inputs.listing(rng)
        script = trials.check_listing(code)
        if script is not None:
            trials.run_listing(script, rng)
        return code

    def a_lesson(rng: Random) -> str:
        data = inputs.lesson(rng)
        path.write_bytes(data)
        trials.load(path)
        return repr(data)

    def a_walk(rng: Random) -> str:
        text = inputs.playable(rng)
        path.write_text(text, encoding="utf-8")
        if trials.load(path) is not None:
            trials.play(course_of(path), rng)
        return text

    def tried(make: Callable[[Random], str], trial: Callable[[str], None]) -> Callable[..., str]:
        def both(rng: Random) -> str:
            text = make(rng)
            trial(text)
            return text

        return both

    return {
        "listings": a_listing,
        "lessons": a_lesson,
        WALKS: a_walk,
        "answers": tried(inputs.answer, trials.read_answer),
        "expressions": tried(inputs.expression, trials.evaluate),
        "sentences": tried(inputs.sentence, trials.fill_sentence),
        "claims": tried(inputs.claim, lambda text: trials.hold_claim(text, listing(SETTLING))),
    }


def one(kind: str, trial: Callable[[Random], str], seed: str, counts: Counts) -> None:
    """Try one input."""
    before = bounds.least()
    text, started = "", time.process_time()
    signal.signal(signal.SIGPROF, _too_long)
    signal.setitimer(signal.ITIMER_PROF, bounds.PATIENCE)
    try:
        text = trial(Random(seed))
    except Exception as error:  # noqa: BLE001 - whatever comes of it is counted, and shown
        where = traceback.extract_tb(error.__traceback__)[-1]
        told = f"Random({seed!r}): {type(error).__name__}: {error}"
        counts.broken.append(f"{told} ({where.filename}:{where.lineno})")
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    seconds = time.process_time() - started
    megabytes = bounds.grown() - before
    counts.inputs[kind] += 1
    if megabytes > counts.largest:
        counts.largest, counts.largest_input = megabytes, text
    if seconds > counts.slowest and kind != WALKS:  # a walk is many things, one after the other
        counts.slowest, counts.slowest_input = seconds, text


def _too_long(*_: object) -> None:
    raise TimeoutError(f"it took more than {bounds.PATIENCE} s of computing")


def rows() -> list[tuple[str, str, str]]:
    """The counts of a minute, and those of the inputs made to do harm."""
    counts = fuzz()
    with tempfile.TemporaryDirectory() as folder:
        hostile = {name: bounds.measured(t) for name, t in bounds.trials_in(Path(folder))}
    slowest = max(seconds for _, seconds, _ in hostile.values())
    largest = max(megabytes for *_, megabytes in hostile.values())
    many = f"{counts.inputs.total():,} random inputs"
    return [
        (f"{many} that broke something", str(len(counts.broken)), "0"),
        (f"slowest of {many}", f"{counts.slowest:.2f} s", "< 1 s"),
        (
            f"most memory of {many}",
            f"{counts.largest:.0f} MB",
            "< 64 MB",
        ),
        (
            f"kept after a batch of {BATCH * len(counts.inputs):,} of them, by caches",
            f"{counts.kept:.0f} MB",
            "",
        ),
        (f"slowest of {len(hostile)} hostile inputs", f"{slowest:.2f} s", "< 1 s"),
        (f"most memory of {len(hostile)} hostile inputs", f"{largest:.0f} MB", "< 64 MB"),
    ]


def main() -> int:
    """Fuzz for as long as is asked, and show what broke and what was slowest."""
    seconds = float(sys.argv[1]) if sys.argv[1:] else SECONDS
    counts = fuzz(seconds, int(sys.argv[2]) if sys.argv[2:] else 0)
    print(f"{counts.inputs.total():,} inputs: {dict(counts.inputs)}")
    print(f"kept after a batch, by caches: {counts.kept:.0f} MB at most")
    print(f"slowest {counts.slowest:.2f} s:\n{counts.slowest_input}")
    print(f"most memory {counts.largest:.0f} MB:\n{counts.largest_input}")
    print(f"{len(counts.broken)} broken")
    for text in counts.broken:
        print(f"broken: {text}")
    return bool(counts.broken)


if __name__ == "__main__":
    raise SystemExit(main())
