"""What waits a second to be written, and what the parent is told of it."""

from __future__ import annotations

from tests.store.samples import attempt
from tutor.history.records import Place
from tutor.store.sql import place_of
from tutor.store.sqlite import Memory
from tutor.workshop.control import Packet
from tutor.workshop.keeping import LARGE, QUIZ, KeepingStore, write_left


class Parent:
    """Keeps what is told, as the parent does."""

    def __init__(self) -> None:
        self.unwritten: dict[tuple[str, ...], Packet] = {}

    def tell(self, packet: Packet) -> None:
        self.unwritten.pop(tuple(packet["of"]), None)
        if packet["is"] != "kept":
            self.unwritten[tuple(packet["of"])] = packet


def place(text: str) -> Place:
    return Place("compare", "predict", 0, text=text)


def test_what_was_told_is_written_by_another_and_only_what_was_not_written() -> None:
    store, parent = Memory(), Parent()
    keeping = KeepingStore(store, parent.tell)
    keeping.keep_place("ada", "course", place("0.4"))
    assert store.history("ada", "course").place is None
    (packet,) = parent.unwritten.values()
    write_left(store, {**packet, "was": packet["is"]})
    kept = store.history("ada", "course").place
    assert kept is not None and kept.text == "0.4"
    keeping.flush()
    assert not parent.unwritten


def test_a_committed_answer_is_the_last_word() -> None:
    """What was half typed before it is not written over it when the worker ends."""
    store, parent = Memory(), Parent()
    keeping = KeepingStore(store, parent.tell)
    keeping.keep_place("ada", "course", place("0.4"))
    keeping.record("ada", attempt())
    keeping.keep_place("ada", "course", place(""))
    assert not parent.unwritten
    kept = store.history("ada", "course").place
    assert kept is not None and kept.text == ""


def test_a_quiz_that_is_over_does_not_come_back() -> None:
    store, parent = Memory(), Parent()
    keeping = KeepingStore(store, parent.tell)
    keeping.remember("ada", f"{QUIZ}course", "half done")
    assert parent.unwritten
    keeping.remember("ada", f"{QUIZ}course", "")
    assert not parent.unwritten and not store.recall("ada").get(f"{QUIZ}course")


def test_what_is_large_is_written_at_once_and_told_to_nobody() -> None:
    store, parent = Memory(), Parent()
    keeping = KeepingStore(store, parent.tell)
    keeping.remember("ada", f"{QUIZ}course", "😀" * LARGE + "x")
    assert not parent.unwritten and store.recall("ada")[f"{QUIZ}course"].endswith("x")


def test_while_the_store_is_in_trouble_nothing_is_called_kept() -> None:
    store, parent = Memory(), Parent()
    store.problem = "The disk is full."
    keeping = KeepingStore(store, parent.tell)
    keeping.keep_place("ada", "course", place("0.4"))
    keeping.flush()
    assert parent.unwritten
    (packet,) = parent.unwritten.values()
    found = place_of(packet["text"])
    assert found is not None and found.text == "0.4"
