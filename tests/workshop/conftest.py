"""What tests of a class share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.conftest import address, opened, server
from tests.workshop.room import Room, serving

__all__ = ["address", "opened", "server"]


@pytest.fixture
def class_file(tmp_path: Path) -> Path:
    """Where a class is kept."""
    return tmp_path / "class.sqlite"


@pytest.fixture
def class_room(tmp_path: Path, class_file: Path) -> Iterator[Room]:
    """It is served, and whoever comes is in; two to a worker."""
    with serving(tmp_path, "--open", "--store", str(class_file), "--per-worker", "2") as room:
        yield room
