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


def together(code: str, address: str, names: list[str]) -> None:
    """Run it for each name in a process of its own, all begun at once, and to their ends."""
    tutors = [
        subprocess.Popen(
            [sys.executable, "-c", code, address, name],
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


CLASS = """
import sys
from tutor.store import connect

address, name = sys.argv[1:]
print("ready", flush=True)
sys.stdin.readline()
store = connect(address)
if name == "instructor":
    for n in range(20):  # one poll after the other
        kept = store.recall("class", "poll").get("poll", "")
        assert store.keep_if("class", "poll", f"open {n}", {"poll": kept})
        while len(store.recall("class", f"vote:{n}:")) < 2:
            pass
        assert store.keep_if("class", "poll", f"over {n}", {"poll": f"open {n}"})
        store.remember("class", f"count:{n}", str(len(store.recall("class", f"vote:{n}:"))))
    store.remember("class", "done", "yes")
else:
    while not store.recall("class", "done"):
        poll = store.recall("class", "poll").get("poll", "")
        if poll.startswith("open"):
            key = f"vote:{poll.split()[1]}:{name}"
            store.keep_if("class", key, name, {key: "", "poll": poll})
store.close()
"""


def test_no_vote_comes_in_once_it_is_over(address: str, opened: Callable[[str], SqlStore]) -> None:
    """What was counted when it was over is all there ever is, and nobody waits for ever."""
    together(CLASS, address, ["instructor", *(f"learner {n}" for n in range(4))])
    kept = opened(address).recall("class")
    for n in range(20):
        votes = [name for name in kept if name.startswith(f"vote:{n}:")]
        assert len(votes) == int(kept[f"count:{n}"]) >= 2


def test_of_two_who_change_the_same_one_is_first(
    address: str, opened: Callable[[str], SqlStore]
) -> None:
    opened(address).remember("class", "count", "0")
    together(COUNT, address, [f"instructor {n}" for n in range(4)])
    assert opened(address).recall("class")["count"] == "100"


COUNT = """
import sys
from tutor.store import connect

address, name = sys.argv[1:]
print("ready", flush=True)
sys.stdin.readline()
store = connect(address)
for _ in range(25):
    while True:
        count = store.recall("class", "count")["count"]
        if store.keep_if("class", "count", str(int(count) + 1), {"count": count}):
            break
store.close()
"""


def test_tutors_that_open_a_new_store_at_the_same_moment(
    address: str, opened: Callable[[str], SqlStore]
) -> None:
    """One makes it, all use it, and nobody's answers are lost."""
    names = [f"learner {n}" for n in range(5)]
    together(TUTOR, address, names)
    store = opened(address)
    kept = store.attempts("everybody")
    for name in names:
        assert [one.question for one in kept if one.step == name] == list(range(40))
        place = store.history(name, "descent").place
        assert place is not None
        assert place.question == 39
