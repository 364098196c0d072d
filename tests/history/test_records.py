"""Records from data in which anything may stand."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.samples import attempt
from tutor.history.records import (
    LARGEST_COUNT,
    LONGEST_TEXT,
    NAMED,
    Attempt,
    History,
    Place,
    Standing,
    parsed,
    real,
    record,
    seconds,
    with_names,
)

PLACE = Place(
    "add-alpha", "smaller-steps", 1, "explore", 2, True, "0.5", {"alpha": 0.25}, 3, "table", 7,
    "0.54", "uphill", True,
)  # fmt: skip
ATTEMPT = Attempt(
    "descent", "add-alpha", "smaller-steps", 1, {"alpha": 0.25}, "0.54", 0.54, "mistake", "uphill",
    "!", 12.5, "quiz", datetime(2026, 3, 2, 9, tzinfo=UTC), 7, "one",
)  # fmt: skip
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters())
    | st.binary()
    | st.datetimes(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("alph"), inner),
    max_leaves=5,
)


@pytest.mark.parametrize("whole", [PLACE, ATTEMPT, Standing("compare", "first", "done")])
def test_what_is_right_comes_back(whole: Place | Attempt | Standing) -> None:
    """Every field of every record; what a newer version kept beside them is ignored."""
    kept = vars(whole) | {"zoom": 2}
    if isinstance(whole, Attempt):
        kept["at"] = "2026-03-02T11:00:00+02:00"
    assert record(type(whole), kept) == whole


@given(field=st.sampled_from([one.name for one in fields(Place)]), value=ANYTHING)
def test_one_field_costs_only_itself(field: str, value: object) -> None:
    """It falls to its default; one that has none costs the record."""
    found = record(Place, vars(PLACE) | {field: value})
    if found is None:
        assert field in ("lesson", "step")
    else:
        kept = getattr(found, field)
        assert found == replace(PLACE, **{field: kept})
        if isinstance(kept, tuple) and isinstance(value, list):
            value = tuple(value)
        assert kept in (value, getattr(Place("", ""), field)) or field in (
            "values", "text", "lesson", "step", "phase", "view", "answer", "fault",
        )  # fmt: skip


@given(kept=ANYTHING)
def test_anything_may_stand_in_the_place_of_a_record(kept: object) -> None:
    """Nothing raises."""
    assert record(Place, kept) is None


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("text", "x" * LONGEST_TEXT, "x" * LONGEST_TEXT),
        ("text", "x" * (LONGEST_TEXT + 1), ""),
        ("text", "\0\ud800", "\ufffd?"),
        ("scroll", 0, 0),
        ("scroll", LARGEST_COUNT, LARGEST_COUNT),
        ("scroll", LARGEST_COUNT + 1, 0),
        ("scroll", -1, 0),
        ("scroll", 7.0, 0),
        ("scroll", True, 0),
        ("hinted", 1, False),
        ("values", {"a": 1, "b": float("nan"), "c": "2", "d": True, "e": float("inf")}, None),
    ],
)
def test_a_field_of_a_place(field: str, value: object, kept: object) -> None:
    """Whole numbers from 0, texts that can be typed, numbers that can be compared."""
    if kept is None:
        kept = {"a": 1, "e": float("inf")}
    found = record(Place, {"lesson": "compare", "step": "first", field: value})
    assert found is not None
    assert getattr(found, field) == kept
    assert type(getattr(found, field)) is type(kept)


@pytest.mark.parametrize(
    ("at", "kept"),
    [
        ("2026-03-02T09:00:00+02:00", datetime(2026, 3, 2, 7, tzinfo=UTC)),
        ("2026-03-02T09:00:00", datetime(2026, 3, 2, 9, tzinfo=UTC)),
        ("9999-12-31T23:00:00-02:00", None),
        ("0001-01-01T00:00:00+02:00", None),
        ("yesterday", None),
        (7, None),
    ],
)
def test_a_time_is_in_utc_or_none(at: object, kept: datetime | None) -> None:
    """One that falls out of the calendar is none."""
    found = record(Attempt, vars(ATTEMPT) | {"at": at})
    assert found is not None and found.at == kept
    assert kept is None or (found.at is not None and found.at.utcoffset() == timedelta())
    assert UTC is UTC


@pytest.mark.parametrize(("value", "kept"), [("0.54", None), (None, None), (3, 3), (True, None)])
def test_an_answer_may_be_no_number(value: object, kept: object) -> None:
    """That is a value of its own, and not a reason to lose the attempt."""
    found = record(Attempt, vars(ATTEMPT) | {"at": None, "value": value})
    assert found is not None and found.value == kept


def test_an_attempt_without_its_question_is_none() -> None:
    """It could be about anything."""
    kept = dict(vars(ATTEMPT))
    del kept["question"]
    assert record(Attempt, kept) is None


@pytest.mark.parametrize(
    ("value", "kept"),
    [(0, 0.0), (12.5, 12.5), (-0.1, None), (float("inf"), None), (float("nan"), None), ("1", None)],
)
def test_seconds(value: object, kept: float | None) -> None:
    """A duration is finite and not negative."""
    assert seconds(value) == kept


def test_numbers_beyond_a_float_are_infinite() -> None:
    """As in the listing language."""
    assert [real(value) for value in (10**400, -(10**400), 2, None)] == [
        float("inf"), float("-inf"), 2.0, None,
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["{broken", "9" * 5000, "[" * 10_000, None, b"{}", 7])
def test_what_is_no_json_is_nothing(text: object) -> None:
    """However deep it is, and however long its numbers."""
    assert parsed(text) is None
    assert parsed('{"a": [1]}') == {"a": [1]}


def test_first_tries_are_counted() -> None:
    """What the home screen says."""
    history = History(first={("a", "b", 0): True, ("a", "b", 1): False, ("a", "c", 0): True})
    assert (history.right, history.asked) == (2, 3)


def test_a_mistake_is_named_at_its_own_answer() -> None:
    """The last one with the same number; what names an answer that is not there is left out."""
    first = attempt("smaller-steps", verdict="ambiguous")
    other = replace(first, value=7.0, verdict="unknown")
    name = replace(first, mode=NAMED, verdict="mistake", mistake="uphill")
    (kept, same) = with_names([first, other, name])
    assert (kept.mistake, kept.verdict, same) == ("uphill", "mistake", other)
    assert with_names([name]) == [] and with_names([other, name]) == [other]


@pytest.mark.parametrize("order", ["1,0", [1, -1], [0.5], [True], list(range(200))])
def test_an_order_of_options_that_is_none_is_left_out(order: object) -> None:
    there = {"lesson": "l", "step": "s"}
    found = record(Place, {**there, "order": order})
    assert found is not None and found.order == ()
    kept = record(Place, {**there, "order": [2, 0, 1]})
    assert kept is not None and kept.order == (2, 0, 1)
