"""What every store does alike."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from threading import Thread

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.samples import MONDAY, PLACE, attempt
from tutor.history.records import History, Place, Standing
from tutor.store.sql import SqlStore

NAUGHTY = "Ada'; DROP TABLE attempt; -- \0 \ud800 \N{SNOWMAN}"
"""With a quote, and what no database can hold: NUL and half a character."""

on_one_store = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # one store serves every example
)


def test_a_new_store_knows_nothing(store: SqlStore) -> None:
    """Nobody has been here."""
    assert store.history("me", "descent") == History()
    assert (store.attempts("me"), store.export("me"), store.recall("me")) == ([], [], {})


def test_a_place_comes_back_whole(lasting: SqlStore, address: str, opened: Opened) -> None:
    """Half-typed answer, parameters, view and scroll, after closing and opening again."""
    lasting.keep_place("me", "descent", Place("compare", "first"))
    lasting.keep_place("me", "descent", PLACE)
    lasting.close()
    assert opened(address).history("me", "descent").place == PLACE


def test_places_are_each_learners_and_each_courses_own(store: SqlStore) -> None:
    """Nobody is moved by another's moves."""
    store.keep_place("ada", "descent", PLACE)
    store.keep_place("bob", "descent", Place("compare", "first"))
    store.keep_place("ada", "beyond", Place("valleys", "two"))
    assert store.history("ada", "descent").place == PLACE
    assert store.history("eve", "descent").place is None
    assert store.history("bob", "descent").place == Place("compare", "first")


def test_an_attempt_comes_back_whole(lasting: SqlStore, address: str, opened: Opened) -> None:
    """Every field, the text as typed with its spaces."""
    made = [attempt(), attempt(verdict="mistake", minutes=1), attempt("other", 3, minutes=2)]
    for one in made:
        lasting.record("me", one)
    lasting.close()
    kept = opened(address).attempts("me")
    assert kept == made
    assert all(type(one.value) is float and one.at and one.at.tzinfo for one in kept)


@on_one_store
@given(
    text=st.text(st.characters(codec="utf-8", exclude_characters="\0")),
    value=st.none() | st.floats(allow_nan=False) | st.integers(-(2**53), 2**53),
    values=st.dictionaries(st.text("abcxyz_", min_size=1), st.floats(allow_nan=False)),
    seconds=st.floats(0, 1e6),
    at=st.datetimes(datetime(1990, 1, 1), timezones=st.just(UTC)),
)
def test_any_answer_comes_back_as_it_was(
    store: SqlStore,
    text: str,
    value: float | None,
    values: dict[str, float],
    seconds: float,
    at: datetime,
) -> None:
    """Whatever was typed, at whatever numbers."""
    made = replace(attempt(), text=text, value=value, values=values, seconds=seconds, at=at)
    store.record("me", made)
    assert store.attempts("me")[-1] == made


def test_what_no_database_can_hold_is_replaced_and_the_rest_kept(store: SqlStore) -> None:
    """A learner's name or answer never breaks a statement."""
    store.record(NAUGHTY, replace(attempt(), text=NAUGHTY, value=10**400, values={"x": math.inf}))
    store.keep_place(NAUGHTY, "descent", replace(PLACE, text=NAUGHTY))
    store.remember(NAUGHTY, "charset", "ascii")
    [kept] = store.attempts(NAUGHTY)
    assert kept.text.startswith("Ada'; DROP TABLE attempt; --")
    assert kept.values == {"x": math.inf}
    assert store.history(NAUGHTY, "descent").extra == {"charset": "ascii"}
    assert store.history("me", "descent") == History()
    assert store.forget(NAUGHTY).counts == {
        "attempts": 1,
        "places": 1,
        "standings": 0,
        "settings": 1,
    }


def test_a_number_that_no_database_can_hold_costs_only_itself(store: SqlStore) -> None:
    """The answer is kept all the same."""
    seeds = {2**63 - 1: 2**63 - 1, 1 - 2**63: 1 - 2**63, 2**63: None, None: None}
    for seed in seeds:
        store.record("me", replace(attempt(), seed=seed, seconds=math.nan))
    kept = store.attempts("me")
    assert [one.seed for one in kept] == list(seeds.values())
    assert {one.seconds for one in kept} == {0.0}


def test_an_attempt_is_timed_and_named_when_it_is_not_yet(store: SqlStore) -> None:
    """The time is in UTC, whatever it came in."""
    store.record("me", replace(attempt(), at=None))
    store.record("me", replace(attempt(), at=MONDAY.astimezone(timezone(timedelta(hours=2)))))
    first, second = store.attempts("me")
    assert first.at is not None
    assert abs(first.at - datetime.now(UTC)) < timedelta(minutes=5)
    assert (second.at, second.at and second.at.tzinfo) == (MONDAY, UTC)
    assert first.id
    assert first.id != second.id


def test_the_same_attempt_written_twice_is_kept_once(store: SqlStore) -> None:
    """As when a connection breaks after the writing and before the answer to it."""
    named = replace(attempt(), id="one")
    store.record("me", named)
    store.record("me", named)
    store.record("me", replace(named, id="two"))
    assert [one.id for one in store.attempts("me")] == ["one", "two"]


def test_attempts_of_one_course(store: SqlStore) -> None:
    """And of all, in the order in which they were made."""
    for course in ("descent", "beyond", "descent"):
        store.record("me", attempt(course=course))
    assert [one.course for one in store.attempts("me", "descent")] == ["descent", "descent"]
    assert [one.course for one in store.attempts("me")] == ["descent", "beyond", "descent"]


def test_history_counts_questions_right_at_the_very_first_try(store: SqlStore) -> None:
    """Second tries, later visits, quizzes and explored questions change nothing."""
    store.record("me", attempt("a", 0, verdict="right"))
    store.record("me", attempt("a", 1, verdict="mistake"))
    store.record("me", attempt("a", 1, verdict="right"))
    store.record("me", attempt("b", 0, verdict="right"))
    store.record("me", attempt("b", 0, verdict="unknown"))
    store.record("me", attempt("c", 0, verdict="right", mode="quiz"))
    store.record("me", attempt("d", 0, verdict="right", mode="explore"))
    store.record("me", attempt("e", 0, verdict="right", course="beyond"))
    history = store.history("me", "descent")
    assert (history.right, history.asked) == (2, 3)


def test_a_step_stands_as_was_last_said(store: SqlStore) -> None:
    """Skipped, then done."""
    store.standing("me", "descent", Standing("compare", "first", "skipped"))
    store.standing("me", "descent", Standing("compare", "second", "done"))
    store.standing("me", "descent", Standing("compare", "first", "done"))
    store.standing("me", "beyond", Standing("valleys", "two", "done"))
    assert set(store.history("me", "descent").standings) == {
        Standing("compare", "first", "done"),
        Standing("compare", "second", "done"),
    }


def test_settings_are_remembered_until_let_go_of(store: SqlStore) -> None:
    """An empty value lets go."""
    store.remember("me", "motion", "no")
    store.remember("me", "charset", "unicode")
    store.remember("me", "charset", "ascii")
    assert list(store.recall("me").items()) == [("charset", "ascii"), ("motion", "no")]
    assert store.history("me", "descent").extra == store.recall("me")
    store.remember("me", "charset", "")
    store.remember("me", "never", "")
    assert store.recall("me") == {"motion": "no"}


def test_settings_are_recalled_by_how_their_names_begin(store: SqlStore) -> None:
    for name in ("vote:1:ada", "vote:1:bo", "vote:10:ada", "voter", "%", "now:poll"):
        store.remember("class", name, name)
    store.remember("other", "vote:1:cy", "not theirs")
    assert [*store.recall("class", "vote:1:")] == ["vote:1:ada", "vote:1:bo"]
    assert [*store.recall("class", "%")] == ["%"]
    assert len(store.recall("class")) == 6


def test_the_first_who_claims_a_setting_has_it(store: SqlStore) -> None:
    assert store.claim("class", "member:ada", "one") == "one"
    assert store.claim("class", "member:ada", "two") == "one"


def test_a_setting_is_kept_only_where_others_are_as_they_were(store: SqlStore) -> None:
    """To change what was read, to add what is not there, and while something else stays so."""
    assert store.keep_if("class", "poll", "open", {"poll": ""})
    assert not store.keep_if("class", "poll", "open again", {"poll": ""})
    assert store.keep_if("class", "vote", "0.46", {"vote": "", "poll": "open"})
    assert not store.keep_if("class", "vote", "0.5", {"vote": "", "poll": "open"}), "there is one"
    assert store.keep_if("class", "poll", "over", {"poll": "open"})
    assert not store.keep_if("class", "poll", "open", {"poll": "open"}), "somebody was quicker"
    assert not store.keep_if("class", "late", "0.1", {"late": "", "poll": "open"})
    assert store.recall("class") == {"poll": "over", "vote": "0.46"}
    assert store.keep_if("class", "poll", "", {"poll": "over"})
    assert store.recall("class") == {"vote": "0.46"}


def test_everything_can_be_exported_as_json(store: SqlStore) -> None:
    """Each event says what it is, and nothing is lost on the way."""
    _everything(store, "me")
    events = json.loads(json.dumps(store.export("me")))
    assert [event["event"] for event in events] == [
        "attempt", "attempt", "place", "place", "standing", "setting",
    ]  # fmt: skip
    assert events[0]["values"] == {"weight": 0.5, "alpha": 0.1, "input": 2}
    assert events[0]["at"] == "2026-03-02T09:00:00.000000+00:00"
    assert events[1]["values"] == {"weight": "inf"}  # JSON has no such number
    assert (events[2]["course"], events[3]["text"]) == ("beyond", PLACE.text)


def test_forgetting_names_what_goes_and_leaves_the_others_alone(store: SqlStore) -> None:
    """What was named is what went."""
    _everything(store, "me")
    _everything(store, "ada")
    everything = {"attempts": 2, "places": 2, "standings": 1, "settings": 1}
    assert store.forgettable("me") == everything
    assert store.forget("me")[:2] == (everything, "")
    assert store.export("me") == []
    assert store.forgettable("ada") == everything
    assert store.forget("me").counts == dict.fromkeys(everything, 0)


def test_one_store_is_used_from_many_threads(store: SqlStore) -> None:
    """Nothing is lost or mixed up."""

    def learn(learner: str) -> None:
        for n in range(25):
            store.record(learner, attempt(question=n))
            store.keep_place(learner, "descent", replace(PLACE, scroll=n))
            store.history(learner, "descent")

    names = [f"learner {n}" for n in range(6)]
    threads = [Thread(target=learn, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for name in names:
        assert [one.question for one in store.attempts(name)] == list(range(25))
        assert store.history(name, "descent").place == replace(PLACE, scroll=24)


def test_two_stores_are_open_on_the_same_data(address: str, opened: Opened) -> None:
    """Each sees what the other has written, at once."""
    one, other = opened(address), opened(address)
    for n in range(20):
        (one, other)[n % 2].record("me", attempt(question=n))
        (other, one)[n % 2].keep_place("me", "descent", replace(PLACE, scroll=n))
        assert one.history("me", "descent") == other.history("me", "descent")
    assert [kept.question for kept in one.attempts("me")] == list(range(20))


def test_closing_twice_is_fine(store: SqlStore) -> None:
    """As when a screen and the program around it both see to it."""
    store.close()
    store.close()


def _everything(store: SqlStore, learner: str) -> None:
    store.record(learner, attempt())
    store.record(learner, replace(attempt(minutes=1), values={"weight": math.inf}))
    store.keep_place(learner, "descent", PLACE)
    store.keep_place(learner, "beyond", Place("valleys", "two"))
    store.standing(learner, "descent", Standing("compare", "first", "done"))
    store.remember(learner, "charset", "ascii")


Opened = Callable[[str], SqlStore]


def test_an_answer_without_a_time_gets_that_of_the_store(store: SqlStore) -> None:
    """Which is what its deadlines go by."""
    before = store.now()
    store.record("me", replace(attempt(), at=None))
    [kept] = store.attempts("me")
    assert kept.at is not None and before <= kept.at <= store.now()
    assert abs(before - datetime.now(UTC)) < timedelta(minutes=1)
