"""Missed and unsure ideas come back, and when."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from tutor.history.records import Attempt
from tutor.history.schedule import AT_ONCE, Item, agenda, first_answers, recalls

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def answered(
    verdict: str = "right",
    confidence: str = "",
    *,
    question: int = 0,
    mistake: str = "",
    after: timedelta = timedelta(),
    mode: str = "quiz",
    weight: float = 0.5,
) -> Attempt:
    """An answer, so long after nine on a Monday morning."""
    return Attempt(
        "descent", "add-alpha", "smaller-steps", question, {"weight": weight}, "0.46", 0.46,
        verdict, mistake, confidence, mode=mode, at=MONDAY + after,
    )  # fmt: skip


def idea(question: int = 0, mistake: str = "") -> Item:
    """What those answers are about."""
    return Item("add-alpha", "smaller-steps", question, mistake)


def due(
    attempts: Iterable[Attempt], now: datetime, among: Collection[Item] | None = None
) -> list[Item]:
    """What a review would ask by then, most urgent first."""
    return list(agenda(attempts, now, among).due)


def next_due(attempts: Iterable[Attempt], among: Collection[Item] | None = None) -> datetime | None:
    """When the next comes back, whatever the time is."""
    soon, late = (agenda(attempts, now, among).next for now in (MONDAY, MONDAY + 99 * DAY))
    assert soon == late
    return soon


def wait(*attempts: Attempt, of: Item | None = None) -> timedelta:
    """How long after the last of the answers an idea comes back."""
    [recall] = [one for one in recalls(attempts) if one.item == (of or idea())]
    assert attempts[-1].at is not None
    return recall.due - attempts[-1].at


def test_what_was_always_known_does_not_come_back() -> None:
    """Right, and not by luck."""
    known = [answered(), answered("right", "!", question=1), answered(after=DAY)]
    assert due(known, MONDAY + 1000 * DAY) == []
    assert next_due(known) is None
    assert due([], MONDAY) == []


def test_a_miss_comes_back_and_goes_once_it_is_known() -> None:
    """The day after; then, each time that it was right, after longer."""
    miss = answered("unknown")
    assert due([miss], MONDAY) == due([miss], MONDAY + 14 * HOUR) == []
    assert due([miss], MONDAY + DAY) == [idea()]
    assert next_due([miss]) == datetime(2026, 3, 3, 4, tzinfo=UTC)
    waits = []
    story = [miss]
    for _ in range(4):
        now = next_due(story)
        assert now is not None
        assert due(story, now) == [idea()]
        story.append(answered(after=now - MONDAY))
        assert due(story, now + HOUR) == []
        waits.append(wait(*story))
    assert DAY <= waits[0] < waits[1] < waits[2] < waits[3]


def test_a_certain_miss_comes_back_soonest() -> None:
    """And is asked before all others, also when all have been due for long."""
    story = [
        answered("unknown", question=0),
        answered("unknown", "!", question=1, after=5 * MINUTE),
        answered("right", "?", question=2),
        answered("unknown", question=3, after=-MINUTE),
    ]
    assert wait(answered("unknown", "!")) < wait(answered("unknown"))
    assert due(story, MONDAY + DAY) == [idea(1), idea(3), idea(0), idea(2)]
    # the same for what was known once
    known_once = answered(after=-30 * DAY)
    sure, usual = answered("unknown", "!"), answered("unknown")
    assert wait(known_once, sure) < wait(known_once, usual)


def test_a_lucky_hunch_is_not_counted_as_known() -> None:
    """It comes back as a miss does; being certain and right, after the longest time."""
    before = answered("unknown", after=-DAY)
    hunch, sure, certain = answered("right", "?"), answered("right"), answered("right", "!")
    assert due([hunch], MONDAY + DAY) == [idea()]
    assert wait(before, hunch) < HOUR < DAY <= wait(before, sure) < wait(before, certain)


def test_a_named_mistake_is_an_idea_of_its_own() -> None:
    """The question comes back for the mistake made at it, until it is not made again."""
    made = answered("mistake", mistake="uphill")
    assert {recall.item for recall in recalls([made])} == {idea(), idea(mistake="uphill")}
    assert due([made], MONDAY + DAY) == [idea()]
    other = answered("mistake", mistake="no-alpha", after=DAY)
    assert due([made, other], MONDAY + 2 * DAY) == [idea()]
    right = answered(after=2 * DAY)
    assert due([made, other, right], MONDAY + 2 * DAY + HOUR) == []
    assert {recall.item for recall in recalls([made, other, right])} == {
        idea(), idea(mistake="uphill"), idea(mistake="no-alpha"),
    }  # fmt: skip
    assert due([made, other, right], MONDAY + 30 * DAY) == [idea()]


def test_a_second_try_in_a_lesson_tells_nothing() -> None:
    """It follows an explanation, and after the second miss the truth."""
    tries = [
        answered("mistake", mistake="uphill", mode="learn"),
        answered("right", "!", mode="learn", after=MINUTE),
        answered("right", "!", mode="learn", after=30 * MINUTE),
    ]
    assert first_answers(tries) == tries[:1]
    assert due(tries, MONDAY + DAY) == [idea()]


def test_practice_with_the_numbers_whose_truth_was_just_told_tells_nothing() -> None:
    """What was missed with certainty stays due; with other numbers it is known again."""
    tries = [
        answered("unknown", "!", mode="quiz"),
        answered("right", mode="practice", after=MINUTE),
    ]
    assert first_answers(tries) == tries[:1]
    assert due(tries, MONDAY + DAY) == [idea()]
    other = answered("right", mode="practice", weight=0.8, after=2 * MINUTE)
    assert first_answers([*tries, other]) == [tries[0], other]


def test_other_numbers_or_another_day_do_tell() -> None:
    """Also in a lesson; and a quiz always does."""
    tries = [
        answered("unknown", mode="learn"),
        answered("right", mode="learn", weight=0.8, after=MINUTE),
        answered("right", mode="quiz", weight=0.8, after=2 * MINUTE),
        answered("right", mode="learn", weight=0.8, after=DAY),
        answered("unknown", mode="explore", weight=0.7, after=DAY),
    ]
    assert first_answers(reversed(tries)) == tries[:4]


def test_constants_that_are_the_answer_are_the_next_try() -> None:
    """Nothing is typed where a run is to do something, so other numbers are no other question."""
    tries = [
        replace(answered(verdict, mode="learn", weight=weight, after=weight * MINUTE), text="")
        for weight, verdict in enumerate(["wrong", "wrong", "right"])
    ]
    assert first_answers(tries) == tries[:1]


def test_a_sitting_lasts_an_hour() -> None:
    """To the second: after that the same numbers tell again what is known."""
    first, within = answered("unknown", mode="learn"), answered(mode="learn", after=HOUR)
    later = answered(mode="learn", after=2 * HOUR + timedelta(seconds=1))
    assert first_answers([first, within]) == [first]
    assert first_answers([first, within, later]) == [first, later]


def test_long_waits_have_no_chance_in_them() -> None:
    """The scheduler would move them by some days, so that cards do not come together."""
    story = [answered("unknown"), *(answered(after=n * 30 * DAY) for n in range(1, 5))]
    waits = {wait(*story) for _ in range(20)}
    assert len(waits) == 1 and waits.pop() > 30 * DAY


def test_the_same_answers_give_the_same_dates() -> None:
    """In whatever order and zone they come."""
    chance = random.Random(1)
    story = [
        answered(
            chance.choice(["right", "right", "unknown", "slip"]),
            chance.choice(["", "?", "!"]),
            question=chance.randrange(9),
            after=n * HOUR,
        )
        for n in range(300)
    ]
    east = timezone(timedelta(hours=5))
    moved = [replace(one, at=one.at.astimezone(east)) for one in story if one.at]
    chance.shuffle(moved)
    assert recalls(moved) == recalls(story)
    assert due(moved, MONDAY + 20 * DAY) == due(story, MONDAY + 20 * DAY)


def test_only_what_can_be_asked_again_is_due() -> None:
    """A page to write from memory has no fresh numbers."""
    story = [answered("wrong", question=0), answered("mistake", mistake="uphill", question=1)]
    assert due(story, MONDAY + DAY, among={idea(1)}) == [idea(1)]
    assert next_due(story, among=set()) is None


def test_an_answer_without_a_time_is_an_old_one() -> None:
    """No store gives one, but nothing breaks."""
    old = replace(answered("unknown"), at=None)
    assert due([old, answered(question=1)], MONDAY) == [idea()]


def test_a_day_is_said_to_have_as_many_as_one_review_asks() -> None:
    story = [answered("wrong", question=n) for n in range(AT_ONCE + 11)]
    found, next_day = agenda(story, MONDAY), agenda(story, MONDAY + DAY)
    assert (found.review, found.tomorrow) == ((), AT_ONCE)
    assert len(next_day.due) == AT_ONCE + 11 and next_day.review == next_day.due[:AT_ONCE]
    assert next_day.tomorrow == 0


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["right", "unknown", "slip"]),
            st.sampled_from(["", "?", "!"]),
            st.integers(0, 4),
            st.integers(0, 200),
        ),
        max_size=30,
    ),
    st.integers(0, 240),
    st.integers(-12, 14),
)
def test_what_is_answered_on_a_day_is_not_due_on_it(
    answers: list[tuple[str, str, int, int]], hours: int, zone: int
) -> None:
    """Wherever the learner is; where none is due it is said how many will be tomorrow, and from
    when it is due on at some time of a day, it is due all day."""
    here = timezone(timedelta(hours=zone))
    now = (MONDAY + hours * HOUR).astimezone(here)
    dawn = (now - 4 * HOUR).replace(hour=4, minute=0, second=0, microsecond=0)
    story = [
        answered(verdict, sure, question=question, after=min(after, hours) * HOUR)
        for verdict, sure, question, after in answers
    ]
    found, next_day = agenda(story, now), agenda(story, now + DAY)
    today = {one.question for one in story if one.at and one.at >= dawn}
    assert today.isdisjoint(item.question for item in found.due)
    assert set(found.due) == set(agenda(story, dawn + 23 * HOUR).due)
    assert found.tomorrow == (0 if found.due else len(next_day.review))
    if found.next is not None:
        assert bool(found.due) == (found.next <= now)
        assert agenda(story, max(found.next, now)).due and found.next.hour == 4
