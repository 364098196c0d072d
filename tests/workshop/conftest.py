"""What tests of a class share."""

from __future__ import annotations

from tests.store.conftest import server

__all__ = ["server"]
