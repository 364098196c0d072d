"""Whole conversations, as somebody hears them. `python -m tests.plain.golden` writes them anew."""

from __future__ import annotations

import pytest

from tests.plain.golden import FOLDER
from tests.plain.scripts import CONVERSATIONS


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_a_conversation_is_as_it_was(name: str) -> None:
    """Every word of it, typed answers included."""
    assert CONVERSATIONS[name]() == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def test_every_kept_conversation_is_held() -> None:
    """No file is left over from a conversation that is gone."""
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(CONVERSATIONS)
