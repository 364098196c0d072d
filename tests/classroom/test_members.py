"""Names that a room can tell apart, and who they are."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tutor.classroom.members import LONGEST, Member, Members, folded, tidy
from tutor.store.sqlite import Memory

NOW = datetime(2026, 11, 27, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("  Ada   Lovelace ", "Ada Lovelace"),
        ("Ada\x1b[31m\x07", "Ada [31m"),
        ("Ada\u200b", "Ada"),
        ("A\u00add\ufe0fa\u2060", "Ada"),
        ("\u202eadA", "adA"),
        ("e\u0301", "\u00e9"),
        ("a" + "\u0335" * 22, "a\u0335\u0335"),
        ("\u540d\u524d", "\u540d\u524d"),
        ("\U0001f98a", "\U0001f98a"),
        ("7", "7"),
        ("x" * 100, "x" * LONGEST),
    ],
)
def test_a_name_is_shown_without_what_cannot_be_seen(typed: str, shown: str) -> None:
    assert tidy(typed) == shown


@pytest.mark.parametrize(
    "typed", ["", "   ", "\u3164", "\u200b", "\u2800", "...", "\x00", "\u0301"]
)
def test_what_cannot_be_read_out_is_no_name(typed: str) -> None:
    assert tidy(typed) == ""


@pytest.mark.parametrize("other", ["ADA", "Ada\u200b", "Ada\ufe0f", " a\uff44a", "A\u00adda"])
def test_names_that_look_alike_are_one(other: str) -> None:
    assert folded(other) == folded("Ada")
    members = Members(Memory(), "workshop")
    assert members.join("Ada", NOW) is not None
    assert members.join(other, NOW) is None


def test_a_name_is_come_back_to_by_its_code_alone() -> None:
    members = Members(Memory(), "workshop")
    joined = members.join("Ada", NOW)
    assert joined is not None
    member, code = joined
    assert members.back("ada", code.upper().replace("-", " ")) == member
    assert members.back("ada", "birch-otter-10") is None
    assert members.back("Bo", code) is None
    assert members.known("Ada", NOW) != member, "who is known by a key is somebody else"
    assert members.known("ADA", NOW) == members.known("Ada", NOW)


def test_another_name_is_come_back_to_with_the_same_code() -> None:
    members = Members(Memory(), "intro")
    first, second = (members.join(name, NOW) for name in ("Adda", "Bo"))
    assert first is not None and second is not None
    (ada, code), (bo, _) = first, second
    assert members.rename(ada.learner, " Ada ") == ""
    assert members.back("Ada", code) == Member(ada.learner, "Ada")
    assert members.back("Adda", code) is None and not members.has("Adda")
    assert members.rename(ada.learner, "ADA") == "", "the same name, written otherwise"
    assert "somebody called bo" in members.rename(ada.learner, "bo")
    assert "no name" in members.rename(ada.learner, "\u200b")
    assert "no more" in members.rename("nobody", "Cy")
    assert [one.name for one in members.everybody().values() if one == bo] == ["Bo"]


def test_whoever_has_a_key_keeps_it_under_another_name() -> None:
    members = Members(Memory(), "intro")
    cy = members.known("cy@laptop", NOW)
    assert members.rename(cy.learner, "Cyrille") == ""
    assert members.known("cy@laptop", NOW) == Member(cy.learner, "Cyrille")
