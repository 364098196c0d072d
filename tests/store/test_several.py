"""Several tutors, each a process of its own, with the same store."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

from tutor.store.sql import SqlStore

TUTOR = """
import sys
from tutor.history.records import Attempt, Place
from tutor.store import connect

address, learner = sys.argv[1:]
print("ready", flush=True)
sys.stdin.readline()
store = connect(address)
for n in range(40):
    store.record("everybody", Attempt("descent", "compare", learner, n, {}, "1", 1, "right"))
    store.keep_place(learner, "descent", Place("compare", "first", n))
store.close()
"""


def test_tutors_that_open_a_new_store_at_the_same_moment(
    address: str, opened: Callable[[str], SqlStore]
) -> None:
    """One makes it, all use it, and nobody's answers are lost."""
    names = [f"learner {n}" for n in range(5)]
    tutors = [
        subprocess.Popen(
            [sys.executable, "-c", TUTOR, address, name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in names
    ]
    for tutor in tutors:
        assert tutor.stdout
        assert tutor.stdout.readline() == "ready\n"
    for tutor in tutors:
        assert tutor.stdin
        tutor.stdin.write("go\n")
        tutor.stdin.flush()
    said = [tutor.communicate() for tutor in tutors]
    assert said == [("", "")] * len(tutors)
    store = opened(address)
    kept = store.attempts("everybody")
    for name in names:
        assert [one.question for one in kept if one.step == name] == list(range(40))
        place = store.history(name, "descent").place
        assert place is not None
        assert place.question == 39
