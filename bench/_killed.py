"""A tutor that is killed at random moments, and what its store has kept of the learner's work.

The child, `python -m bench._killed ADDRESS`, types and answers as fast as it can and says on stdout
what the store has taken. SIGKILL leaves it no time for anything.
"""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from tutor.history.records import Attempt, Place
from tutor.store import connect, open_store

ROOT = Path(__file__).parents[1]

LEARNER, COURSE = "me", "descent"

KEYS = 4
"""Keystrokes to an answer."""


@dataclass
class Losses:
    """What was found after each time; every count but the first two should be 0."""

    kills: int = 0
    answers: int = 0
    """Answers that the store had taken, in all."""
    lost: int = 0
    """Answers that it had taken and that were not there afterwards."""
    wrong: int = 0
    """Answers that were there twice, or that nobody gave."""
    behind: int = 0
    """The most keystrokes by which a place was behind what the store had taken."""
    ahead: int = 0
    """The most keystrokes by which a place was ahead: one is under way when the kill comes."""
    damaged: int = 0
    """Times that the database's own check found something."""


def killed(address: str, times: int, seed: int) -> Losses:
    """Kill a tutor so many times, each a new one on the same store."""
    chance = random.Random(seed)
    losses = Losses()
    for _ in range(times):
        said = _life(address, chance)
        typed = max((int(number) for kind, number in said if kind == "typed"), default=None)
        answered = [int(number) for kind, number in said if kind == "answered"]
        _look(address, losses, typed, answered)
    return losses


def _life(address: str, chance: random.Random) -> list[list[str]]:
    """What one tutor said that its store had taken before it was killed."""
    command = [sys.executable, "-m", "bench._killed", address]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as tutor:
        assert tutor.stdout
        said = []
        if chance.random() < 0.3:  # perhaps while it starts or opens its store
            with suppress(subprocess.TimeoutExpired):
                tutor.wait(chance.uniform(0.0, 0.3))
        else:  # in the midst of its work
            said = [tutor.stdout.readline() for _ in range(chance.randrange(1, 400))]
        tutor.kill()
        said += tutor.stdout.readlines()
    assert tutor.returncode == -9, f"the tutor ended by itself: {said[-1:]}"
    return [line.split() for line in said if line.endswith("\n")]


def _look(address: str, losses: Losses, typed: int | None, answered: list[int]) -> None:
    """Open the store and compare it with what the tutor said."""
    with closing(connect(address)) as store:
        kept = [attempt.question for attempt in store.attempts(LEARNER, COURSE)]
        place = store.history(LEARNER, COURSE).place
    losses.kills += 1
    losses.answers += len(answered)
    losses.lost += len(set(answered) - set(kept))
    losses.wrong += kept != list(range(len(kept)))
    if typed is not None:
        now = int(place.text) if place else -1
        losses.behind = max(losses.behind, typed - now)
        losses.ahead = max(losses.ahead, now - typed)
    if "://" not in address:
        with closing(sqlite3.connect(address)) as file:
            losses.damaged += file.execute("PRAGMA integrity_check").fetchall() != [("ok",)]


def _work(address: str) -> None:
    """Type and answer until the end comes."""
    store = open_store(address)
    place = store.history(LEARNER, COURSE).place
    key = int(place.text) + 1 if place else 0
    question = len(store.attempts(LEARNER, COURSE))
    while not store.problem:
        for _ in range(KEYS):
            store.keep_place(LEARNER, COURSE, Place("compare", "first", question, text=str(key)))
            print("typed", key, flush=True)
            key += 1
        answer = Attempt(COURSE, "compare", "first", question, {}, str(key), key, "right")
        store.record(LEARNER, answer)
        print("answered", question, flush=True)
        question += 1
    print(store.problem, file=sys.stderr)


if __name__ == "__main__":
    _work(sys.argv[1])
