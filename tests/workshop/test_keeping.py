"""What waits a second to be written, and what the parent is told of it."""

from __future__ import annotations

from tests.store.samples import attempt
from tutor.errors import StoreError
from tutor.history.records import Place
from tutor.store import ResilientStore
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
    keeping = KeepingStore(ResilientStore(lambda: store), parent.tell)
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
    keeping = KeepingStore(ResilientStore(lambda: store), parent.tell)
    keeping.keep_place("ada", "course", place("0.4"))
    keeping.record("ada", attempt())
    keeping.keep_place("ada", "course", place(""))
    assert not parent.unwritten
    kept = store.history("ada", "course").place
    assert kept is not None and kept.text == ""


def test_a_quiz_that_is_over_does_not_come_back() -> None:
    store, parent = Memory(), Parent()
    keeping = KeepingStore(ResilientStore(lambda: store), parent.tell)
    keeping.remember("ada", f"{QUIZ}course", "half done")
    assert parent.unwritten
    keeping.remember("ada", f"{QUIZ}course", "")
    assert not parent.unwritten and not store.recall("ada").get(f"{QUIZ}course")


def test_what_is_large_is_written_at_once_and_told_to_nobody() -> None:
    store, parent = Memory(), Parent()
    keeping = KeepingStore(ResilientStore(lambda: store), parent.tell)
    keeping.remember("ada", f"{QUIZ}course", "😀" * LARGE + "x")
    assert not parent.unwritten and store.recall("ada")[f"{QUIZ}course"].endswith("x")


def test_while_the_store_is_in_trouble_nothing_is_called_kept() -> None:
    parent = Parent()

    def connect() -> Memory:
        raise StoreError("The disk is full.")

    keeping = KeepingStore(ResilientStore(connect), parent.tell)
    keeping.keep_place("ada", "course", place("0.4"))
    keeping.flush()
    assert parent.unwritten
    (packet,) = parent.unwritten.values()
    found = place_of(packet["text"])
    assert found is not None and found.text == "0.4"
    assert keeping.problem and "disk" not in keeping.problem


def test_who_goes_on_elsewhere_takes_what_is_held_with_them() -> None:
    """And what waits here for the store is not written over it."""
    there, stores, parent = [False], [Memory()], Parent()

    def connect() -> Memory:
        if not there[0]:
            raise StoreError("The disk is full.")
        return stores[0]

    behind = ResilientStore(connect)
    keeping = KeepingStore(behind, parent.tell)
    keeping.keep_place("ada", "course", place("0.4"))
    keeping.record("ada", attempt())
    keeping.flush()
    keeping.let_go("ada")
    (packet,) = parent.unwritten.values()
    other = KeepingStore(ResilientStore(lambda: stores[0]), parent.tell)
    write_left(other, {**packet, "was": packet["is"]})
    other.keep_place("ada", "course", place("0.46"))
    other.flush()
    there[0] = True
    keeping.close()
    kept = stores[0].history("ada", "course").place
    assert kept is not None and kept.text == "0.46"
    assert len(stores[0].attempts("ada")) == 1
