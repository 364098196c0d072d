"""A store that an older tutor made is brought up to date, and nothing in it is lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from threading import Thread

import psycopg
import pytest

from tests.store.samples import PLACE, attempt
from tutor.errors import StoreError
from tutor.history.records import Place
from tutor.store import connect, postgres, sqlite
from tutor.store.sql import ATTEMPT, VERSION, SqlStore, attempt_row, place_text, stamped

Opened = Callable[[str], SqlStore]


def execute(address: str, *statements: tuple[str, tuple[object, ...]]) -> None:
    """Run statements on the bare database."""
    if address.startswith("postgresql"):
        with psycopg.connect(address) as connection:
            for statement, values in statements:
                connection.execute(statement.replace("?", "%s").encode(), values)
        return
    with closing(sqlite3.connect(address, isolation_level=None)) as file:
        for statement, values in statements:
            file.execute(statement, values)


@pytest.fixture
def first_version(address: str) -> str:
    """A store as the first layout had it, without a quiz's seed, with somebody's work in it."""
    module = postgres if address.startswith("postgresql") else sqlite
    marks = [
        ("CREATE TABLE layout (version INTEGER NOT NULL)", ()),
        ("INSERT INTO layout VALUES (1)", ()),
    ]
    if module is sqlite:
        marks = [
            ("PRAGMA journal_mode = WAL", ()),
            (f"PRAGMA application_id = {sqlite.APPLICATION}", ()),
            ("PRAGMA user_version = 1", ()),
        ]
    columns = ATTEMPT[:-1]
    assert ATTEMPT[-1] == "seed"
    add = f"INSERT INTO attempt ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
    made = [stamped(attempt(question=n), attempt().at) for n in range(3)]  # type: ignore[arg-type]
    execute(
        address,
        *((statement, ()) for statement in module.MIGRATIONS[0]),
        *marks,
        *((add, attempt_row("me", one)[:-1]) for one in made),
        (
            "INSERT INTO place VALUES (?, ?, ?, ?)",
            ("me", "descent", place_text(PLACE), "2026-03-02T09:00:00.000000+00:00"),
        ),
    )
    return address


def test_an_older_store_is_brought_up_to_date(first_version: str, opened: Opened) -> None:
    """What it lacked is empty in what was kept, and there from now on."""
    store = opened(first_version)
    assert store.attempts("me") == [replace(attempt(question=n), seed=None) for n in range(3)]
    assert store.history("me", "descent").place == PLACE
    store.record("me", replace(attempt(), seed=7))
    assert opened(first_version).attempts("me")[-1].seed == 7


def test_several_bring_the_same_store_up_to_date_at_once(first_version: str) -> None:
    """The first does it, the others find it done."""
    failed: list[str] = []

    def opening() -> None:
        try:
            store = connect(first_version)
            assert len(store.attempts("me")) == 3
            store.close()
        except StoreError as error:
            failed.append(str(error))

    threads = [Thread(target=opening) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def test_a_store_of_a_newer_tutor_is_left_alone(address: str, opened: Opened) -> None:
    """It may hold what this one would not keep."""
    opened(address).close()
    newer = f"PRAGMA user_version = {VERSION + 1}"
    if address.startswith("postgresql"):
        newer = f"UPDATE layout SET version = {VERSION + 1}"
    execute(address, (newer, ()))
    with pytest.raises(StoreError, match=rf"newer tutor \(layout {VERSION + 1}; this one knows"):
        connect(address)


def test_a_place_that_a_newer_tutor_kept_can_be_read(address: str, opened: Opened) -> None:
    """Fields that this one does not know are passed over, those that are missing are as new."""
    store = opened(address)
    store.keep_place("me", "descent", PLACE)
    kept = '{"lesson": "compare", "step": "first", "zoom": 2}'
    execute(address, ("UPDATE place SET place = ?", (kept,)))
    assert store.history("me", "descent").place == Place("compare", "first")
