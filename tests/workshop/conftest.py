"""What tests of a class share."""

from __future__ import annotations

from tests.store.conftest import address, opened, server

__all__ = ["address", "opened", "server"]
