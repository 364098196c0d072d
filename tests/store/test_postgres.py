"""What can go wrong with a server, and what is said then."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from tests.store.samples import PLACE, attempt
from tests.store.server import Server
from tutor.errors import StoreError
from tutor.store import connect
from tutor.store.postgres import Postgres
from tutor.store.sql import SqlStore

Opened = Callable[[str], SqlStore]


def cut_connections(address: str) -> None:
    """As a server's restart does, or a firewall that forgets."""
    with psycopg.connect(address, autocommit=True) as operator:
        operator.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )


def test_a_lost_connection_is_made_again(server: Server, opened: Opened) -> None:
    """Nobody notices, except when it was lost in the middle of several statements."""
    address = server.fresh()
    store = opened(address)
    store.record("me", attempt())
    cut_connections(address)
    store.record("me", attempt(question=1))
    cut_connections(address)
    assert [one.question for one in store.attempts("me")] == [0, 1]
    assert isinstance(store, Postgres)
    with pytest.raises(StoreError, match="cannot be used: "), store._transaction():
        store.record("me", attempt(question=2))
        cut_connections(address)
        store.record("me", attempt(question=3))
    assert [one.question for one in store.attempts("me")] == [0, 1]


def test_a_server_that_is_not_there(server: Server, opened: Opened) -> None:
    """One sentence, and it is tried again with the next use."""
    address = server.fresh()
    store = opened(address)
    server.stop()
    try:
        for _ in range(2):
            with pytest.raises(StoreError) as caught:
                store.keep_place("me", "descent", PLACE)
            assert "\n" not in str(caught.value)
        with pytest.raises(StoreError) as refused:
            connect(address)
    finally:
        server.start()
    assert str(refused.value).startswith(f"PostgreSQL on {server.folder} cannot be used: ")
    assert "secret" not in str(refused.value)
    store.keep_place("me", "descent", PLACE)
    assert store.history("me", "descent").place == PLACE


def test_a_server_that_is_there_and_says_nothing(server: Server) -> None:
    """It is not waited for without end, and what comes after it answers again is written."""
    store = Postgres(server.fresh(), patience=2)
    [(backend,)] = store._run("SELECT pg_backend_pid()")
    os.kill(backend, signal.SIGSTOP)
    try:
        with pytest.raises(StoreError, match="the server does not answer"):
            store.record("me", attempt())
    finally:
        os.kill(backend, signal.SIGCONT)
    store.record("me", attempt(question=1))
    assert store.attempts("me")[-1].question == 1
    store.close()


@pytest.mark.parametrize("looks", ["SELECT 1", "SELECT * FROM attempt"])
def test_forgetting_while_another_connection_looks_at_the_old_rows(
    server: Server, looks: str
) -> None:
    """Without a lock on them, and with one. Until that ends their text stays in the server's files,
    and forgetting once more takes it out of them; what is in its own log stays, and is said."""
    address = server.fresh()
    secret = "my-own-secret-" + looks[-1]
    with closing(Postgres(address, patience=2)) as store, psycopg.connect(address) as other:
        for _ in range(50):
            store.record("me", replace(attempt(), text=secret))
            store.record("ada", attempt())
        assert server.holds(secret)
        other.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        other.execute(looks.encode())
        done = store.forget("me")
        assert done.counts["attempts"] == 50
        assert done.left.startswith("Its text can still be found in the files of PostgreSQL on ")
        assert "End that connection (another tutor, a backup?)" in done.left
        assert store.attempts("me") == []
        assert server.holds(secret)
        other.rollback()
        done = store.forget("me")
        assert (done.counts["attempts"], done.left) == (0, "")
        assert "The server's own log" in done.beyond
        assert not server.holds(secret)
        assert len(store.attempts("ada")) == 50


@pytest.mark.parametrize(
    "address",
    ["postgresql://ada:secret@[host/x", "postgresql://ada:secret@h/x?nonsense=1"],
)
def test_an_address_that_is_none(address: str) -> None:
    """The password in it is not repeated."""
    with pytest.raises(StoreError, match="This is not a PostgreSQL address") as caught:
        connect(address)
    assert "secret" not in str(caught.value)


def test_a_database_that_is_not_there(server: Server) -> None:
    """In the server's own words."""
    with pytest.raises(StoreError, match='database "nowhere" does not exist'):
        connect(server.address().replace("/postgres?", "/nowhere?"))


def test_without_its_driver_the_package_to_install_is_named() -> None:
    """The driver is an extra."""
    program = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from tutor.errors import StoreError\nfrom tutor.store import connect\n"
        "try: connect('postgresql://host/x')\nexcept StoreError as error: print(error)"
    )
    said = subprocess.check_output([sys.executable, "-c", program], text=True)
    assert said == (
        "A PostgreSQL store needs one more package: pip install 'descent-tutor[postgres]'.\n"
    )


def test_sqlite_needs_no_driver_and_nothing_heavy() -> None:
    """Opening the store does not slow the first paint."""
    program = (
        "import sys\nfrom tutor.store import open_store\n"
        "store = open_store(sys.argv[1])\nstore.history('me', 'descent')\nstore.close()\n"
        "heavy = {'psycopg', 'numpy', 'platformdirs', 'yaml', 'textual', 'asyncio'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, ":memory:"], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_the_time_is_the_servers(server: Server) -> None:
    """Two machines whose clocks are hours apart agree on it."""
    address = server.fresh()
    one = Postgres(address, clock=lambda: datetime.now(UTC) + timedelta(hours=5))
    other = Postgres(address, clock=lambda: datetime.now(UTC) - timedelta(days=99))
    with closing(one), closing(other):
        assert abs(one.now() - other.now()) < timedelta(seconds=10)
        assert abs(one.now() - datetime.now(UTC)) < timedelta(seconds=10)
        one.record("me", replace(attempt(), at=None))
        [kept] = other.attempts("me")
        assert kept.at is not None and abs(kept.at - other.now()) < timedelta(seconds=10)
