"""Stores to test: in memory, in SQLite, and in a PostgreSQL that is started here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.store.server import Server
from tutor.store import connect
from tutor.store.sql import SqlStore


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server."""
    running = Server()
    yield running
    running.remove()


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a store can be made that nobody has used."""
    if request.param == "sqlite":
        return str(tmp_path / "store.sqlite")
    running: Server = request.getfixturevalue("server")
    return running.fresh()


@pytest.fixture
def opened() -> Iterator[Callable[[str], SqlStore]]:
    """Opens stores that are closed at the end."""
    stores: list[SqlStore] = []

    def opened(address: str) -> SqlStore:
        stores.append(connect(address))
        return stores[-1]

    yield opened
    for store in stores:
        store.close()


@pytest.fixture
def lasting(address: str, opened: Callable[[str], SqlStore]) -> SqlStore:
    """An empty store that is there again when it is opened again."""
    return opened(address)


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def store(
    request: pytest.FixtureRequest, tmp_path: Path, opened: Callable[[str], SqlStore]
) -> SqlStore:
    """An empty store of each kind."""
    if request.param == "memory":
        return opened(":memory:")
    if request.param == "sqlite":
        return opened(str(tmp_path / "store.sqlite"))
    running: Server = request.getfixturevalue("server")
    return opened(running.fresh())
