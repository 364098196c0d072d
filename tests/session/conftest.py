"""Stores to keep a session in, of each kind, as the store's own tests have them."""

from __future__ import annotations

from tests.store.conftest import opened, server, store

__all__ = ["opened", "server", "store"]
