"""What lasts: attempts and places, in SQLite or PostgreSQL.

`open_store` is for a lesson: it never fails and never loses what is in memory. `connect` is for a
command about the store itself: it says at once what is wrong.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.errors import StoreError
from tutor.history.records import Store
from tutor.store.resilient import ResilientStore, silent

if TYPE_CHECKING:
    from tutor.store.sql import SqlStore

__all__ = ["ResilientStore", "Store", "connect", "default_path", "is_store", "open_store"]

MEMORY = ":memory:"
"""As a store's address: keep nothing."""


def default_path() -> Path:
    """The store of a person alone at the keyboard, in the platform's own data directory."""
    from platformdirs import user_data_dir

    return Path(user_data_dir("descent-tutor", appauthor=False)) / "tutor.sqlite"


def connect(where: str | Path | None = None) -> SqlStore:
    """The store at `where`: a path, `postgresql://…`, or `:memory:`.

    None or empty: TUTOR_STORE, and without that `default_path()`. Raises StoreError.
    """
    address = str(where or os.environ.get("TUTOR_STORE", ""))
    if address == MEMORY:
        from tutor.store.sqlite import Memory

        return Memory()
    if address.startswith(("postgresql://", "postgres://")):
        try:
            from tutor.store.postgres import Postgres
        except ImportError as error:
            raise StoreError(
                "A PostgreSQL store needs one more package: pip install 'descent-tutor[postgres]'."
            ) from error
        return Postgres(address)
    if (scheme := re.match(r"[a-z][a-z0-9+.-]+:/|:memory:?$", address, re.IGNORECASE)) is not None:
        what = f"`{scheme[0]}` begins no store here"
        raise StoreError(f"{what}; name a file, postgresql://USER@HOST/DATABASE or {MEMORY}")
    from tutor.store.sqlite import Sqlite

    try:
        path = Path(address).expanduser() if address else default_path()
    except RuntimeError as error:  # `~` of somebody who has no home
        raise StoreError(
            f"{address} cannot be found: {error}. Name another with TUTOR_STORE."
        ) from error
    return Sqlite(path)


def lasts(where: str | Path | None = None) -> bool:
    """Whether what is kept at `where` (as for `connect`) outlives the program."""
    return str(where or os.environ.get("TUTOR_STORE", "")) != MEMORY


def is_store(path: Path, where: str | Path | None = None) -> bool:
    """Whether a store stands at `path`, or the one at `where` (as for `connect`) would be made
    there. Never raises."""
    from tutor.store.sqlite import BESIDE, is_marked

    address = str(where or os.environ.get("TUTOR_STORE", ""))
    with suppress(OSError, RuntimeError, ValueError):
        own = os.path.realpath(Path(address).expanduser() if address else default_path())
        if os.path.realpath(path) in {own, *(own + suffix for suffix in BESIDE)}:
            return True
    return is_marked(path)


def open_store(
    where: str | Path | None = None, *, tell: Callable[[str], None] = silent
) -> ResilientStore:
    """The store at `where` (as for `connect`), opened at its first use, that goes on in memory
    while it cannot be reached. `tell` is called with a sentence when that begins and when it ends.
    """
    return ResilientStore(lambda: connect(where), tell=tell)
