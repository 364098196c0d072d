"""What tests of a class without a server share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tutor.classroom import classes
from tutor.store import connect
from tutor.store.sql import SqlStore


@pytest.fixture
def store(tmp_path: Path) -> SqlStore:
    """A store in a file, with the class `intro` in it."""
    found = connect(str(tmp_path / "class.sqlite"))
    classes.new(found, "intro")
    return found
