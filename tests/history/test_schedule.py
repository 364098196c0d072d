"""Missed and unsure ideas come back, and when."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.clock import MONDAY
from tests.history.sixty_days import LEARNERS, sixty_days
from tutor.history.records import Attempt
from tutor.history.schedule import AT_ONCE, Item, agenda, first_answers, known, recalls

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def answered(
    verdict: str = "right",
    confidence: str = "",
    *,
    step: int = 0,
    question: int = 0,
    mistake: str = "",
    after: timedelta = timedelta(),
    mode: str = "quiz",
    weight: float = 0.5,
) -> Attempt:
    """An answer, so long after nine on a Monday morning."""
    return Attempt(
        "descent", "add-alpha", f"step-{step}", question, {"weight": weight}, "0.46", 0.46,
        verdict, mistake, confidence, mode=mode, at=MONDAY + after,
    )  # fmt: skip


def asks(step: int = 0, question: int = 0) -> Item:
    """What those answers are about."""
    return Item("add-alpha", f"step-{step}", question)


def due(
    attempts: Sequence[Attempt], now: datetime, among: Collection[Item] | None = None
) -> list[Item]:
    """What a review would ask by then, most urgent first."""
    return list(agenda(attempts, now, among).due)


def next_due(attempts: Sequence[Attempt], among: Collection[Item] | None = None) -> datetime | None:
    """When the next comes back, whatever the time is."""
    soon, late = (agenda(attempts, now, among).next for now in (MONDAY, MONDAY + 99 * DAY))
    assert soon == late
    return soon


def wait(*attempts: Attempt) -> timedelta:
    """How long after the last of the answers their idea comes back."""
    [recall] = recalls(attempts)
    assert attempts[-1].at is not None
    return recall.due - attempts[-1].at


def test_what_was_always_known_does_not_come_back() -> None:
    """Right, and not by luck."""
    known = [answered(), answered("right", "!", step=1), answered(after=DAY)]
    assert due(known, MONDAY + 1000 * DAY) == []
    assert next_due(known) is None
    assert due([], MONDAY) == []


def test_a_miss_comes_back_and_goes_once_it_is_known() -> None:
    """The day after; then, each time that it was right, after longer."""
    miss = answered("unknown")
    assert due([miss], MONDAY) == due([miss], MONDAY + 14 * HOUR) == []
    assert due([miss], MONDAY + DAY) == [asks()]
    assert next_due([miss]) == datetime(2026, 3, 3, 4, tzinfo=UTC)
    waits = []
    story = [miss]
    for _ in range(4):
        now = next_due(story)
        assert now is not None
        assert due(story, now) == [asks()]
        story.append(answered(after=now - MONDAY))
        assert due(story, now + HOUR) == []
        waits.append(wait(*story))
    assert DAY <= waits[0] < waits[1] < waits[2] < waits[3]


def test_a_certain_miss_comes_back_soonest() -> None:
    """And is asked before all others, also when all have been due for long."""
    story = [
        answered("unknown", step=0),
        answered("unknown", "!", step=1, after=5 * MINUTE),
        answered("right", "?", step=2),
        answered("unknown", step=3, after=-MINUTE),
    ]
    assert wait(answered("unknown", "!")) < wait(answered("unknown"))
    assert due(story, MONDAY + DAY) == [asks(1), asks(3), asks(0), asks(2)]
    # the same for what was known once
    known_once = answered(after=-30 * DAY)
    sure, usual = answered("unknown", "!"), answered("unknown")
    assert wait(known_once, sure) < wait(known_once, usual)


def test_a_lucky_hunch_is_not_counted_as_known() -> None:
    """It comes back as a miss does; being certain and right, after the longest time."""
    before = answered("unknown", after=-DAY)
    hunch, sure, certain = answered("right", "?"), answered("right"), answered("right", "!")
    assert due([hunch], MONDAY + DAY) == [asks()]
    assert wait(before, hunch) < HOUR < DAY <= wait(before, sure) < wait(before, certain)


def test_a_hunch_that_is_right_twice_is_known() -> None:
    """Whoever marks every answer so is not asked every day for ever; a miss begins anew."""
    story, waits = list[Attempt](), []
    for _ in range(5):
        now = next_due(story) or MONDAY
        story.append(answered("right", "?", after=now - MONDAY))
        waits.append(wait(*story))
    assert waits[0] < HOUR < DAY <= waits[1] < waits[2] < waits[3] < waits[4]
    assert known(story) == [False, True, True, True, True]
    hunch, miss = answered("right", "?"), answered("unknown", "?")
    assert known([hunch, miss, hunch, hunch]) == [False, False, False, True]
    assert known([hunch, answered("right", "?", question=1)]) == [False, False]
    assert known([answered(), hunch]) == [True, True]


def test_an_idea_has_one_card_whichever_question_is_asked() -> None:
    """A lucky answer to the one that was missed does not end it: another is asked the next time,
    and that one is missed."""
    story = [answered(), answered("unknown", question=1), answered(question=2, after=MINUTE)]
    assert len(recalls(story)) == 1
    assert due(story, MONDAY + DAY) == [asks(question=1)]
    story.append(answered(question=1, after=DAY))
    back = next_due(story)
    assert back is not None and back > MONDAY + DAY
    assert due(story, back) == [asks(question=0)], "which was asked longest ago"
    story.append(answered("unknown", question=0, after=back - MONDAY))
    assert due(story, back + DAY) == [asks(question=0)]
    assert due(story, back + DAY, among={asks(question=2)}) == [asks(question=2)]


def test_the_worst_answer_of_a_day_is_what_the_day_was_worth() -> None:
    """Also where the last ones were right: they followed it within the hour."""
    known_once = answered(after=-30 * DAY)
    missed = [answered("unknown"), answered(question=1, after=MINUTE)]
    assert wait(known_once, answered("unknown")) < DAY and wait(known_once, *missed) < DAY
    assert due([known_once, *missed], MONDAY + DAY) == [asks()]
    before, certain = answered("unknown", after=-DAY), answered("right", "!")
    hunch, sure = answered("right", "?", question=1), answered("right", question=1)
    assert wait(before, certain, hunch) < wait(before, certain, sure)


def test_midnight_is_the_learners() -> None:
    """Two answers are of one day or of two by the clock where the learner is."""
    story = [answered("unknown"), answered(question=1, after=16 * HOUR)]
    here, east = UTC, timezone(timedelta(hours=5))  # at 14 and at 6 o'clock of the next day there
    [one], [two] = recalls(story, here), recalls(story, east)
    assert one.due < two.due


def test_a_second_try_in_a_lesson_tells_nothing() -> None:
    """It follows an explanation, and after the second miss the truth."""
    tries = [
        answered("mistake", mistake="uphill", mode="learn"),
        answered("right", "!", mode="learn", after=MINUTE),
        answered("right", "!", mode="learn", after=30 * MINUTE),
    ]
    assert first_answers(tries) == tries[:1]
    assert due(tries, MONDAY + DAY) == [asks()]


def test_practice_with_the_numbers_whose_truth_was_just_told_tells_nothing() -> None:
    """What was missed with certainty stays due; with other numbers it is known again."""
    tries = [
        answered("unknown", "!", mode="quiz"),
        answered("right", mode="practice", after=MINUTE),
    ]
    assert first_answers(tries) == tries[:1]
    assert due(tries, MONDAY + DAY) == [asks()]
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
            step=chance.randrange(9),
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
    story = [answered("wrong", step=0), answered("mistake", mistake="uphill", step=1)]
    assert due(story, MONDAY + DAY, among={asks(1)}) == [asks(1)]
    assert next_due(story, among=set()) is None


def test_an_answer_without_a_time_is_an_old_one() -> None:
    """No store gives one, but nothing breaks."""
    old = replace(answered("unknown"), at=None)
    assert due([old, answered(step=1)], MONDAY) == [asks()]


def test_a_day_has_no_more_than_so_many() -> None:
    """Before its review, after a part of it and after all of it."""
    story = [answered("wrong", step=n) for n in range(AT_ONCE + 11)]
    found = agenda(story, MONDAY)
    assert (found.due, found.tomorrow) == ((), AT_ONCE)
    today = agenda(story, MONDAY + DAY)
    assert len(today.due) == AT_ONCE and today.tomorrow == 0

    def reviewed(*items: Item) -> list[Attempt]:
        steps = [int(item.step.removeprefix("step-")) for item in items]
        return [answered(step=step, mode="review", after=DAY) for step in steps]

    part, rest = today.due[:5], today.due[5:]
    assert agenda([*story, *reviewed(*part)], MONDAY + DAY).due == rest
    done = agenda([*story, *reviewed(*today.due)], MONDAY + DAY)
    assert (done.due, done.tomorrow) == ((), 11)
    assert done.next == datetime(2026, 3, 4, 4, tzinfo=UTC)
    assert len(due([*story, *reviewed(*today.due)], MONDAY + 2 * DAY)) == 11
    elsewhere = [replace(one, mode="quiz") for one in reviewed(*today.due)]
    assert len(due([*story, *elsewhere], MONDAY + DAY)) == 11, "a quiz takes nothing away"


@pytest.mark.parametrize("hour", [5, 9, 16, 20, 23, 26])
def test_how_many_days_there_are_until_the_next_one_comes_back(hour: int) -> None:
    """Of the calendar, whatever the hour: in so many days it is due, and on none before."""
    story = [answered("unknown", after=-DAY), answered(after=(hour - 9) * HOUR)]
    now = MONDAY + (hour - 9) * HOUR
    found = agenda(story, now)
    days = found.days(now)
    assert days is not None and days >= 1 and not found.due
    assert [bool(due(story, now + n * DAY)) for n in range(days + 1)] == [False] * days + [True]
    assert agenda([], now).days(now) is None


def test_what_has_waited_for_a_week_comes_before_what_was_certain() -> None:
    story = [
        answered("unknown", step=0, after=-9 * DAY),
        answered("unknown", step=1, after=-5 * DAY),
        answered("unknown", "!", step=2, after=-2 * DAY),
    ]
    assert due(story, MONDAY) == [asks(0), asks(2), asks(1)]


# -- sixty days -----------------------------------------------------------------------------------

STEPS = 64
"""Ideas of the course that the learners below go through in eight days."""


@pytest.mark.parametrize("learner", LEARNERS)
def test_sixty_days_never_have_more_than_twenty_and_starve_nothing(learner: str) -> None:
    """Whoever the learner is; and whoever comes to know it has less to do from week to week."""
    lived = sixty_days(LEARNERS[learner], steps=STEPS, seed=1)
    assert max(lived.asked) <= AT_ONCE
    assert lived.longest_wait <= 7
    if learner == "learns":
        assert sum(lived.asked[-20:]) < sum(lived.asked[10:30]) / 2
    if learner == "always right by a hunch":
        assert sum(lived.asked[-20:]) < sum(lived.asked[10:30]) / 2


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
        answered(verdict, sure, step=question, after=min(after, hours) * HOUR)
        for verdict, sure, question, after in answers
    ]
    found, next_day = agenda(story, now), agenda(story, now + DAY)
    today = {one.step for one in story if one.at and one.at >= dawn}
    assert today.isdisjoint(item.step for item in found.due)
    assert set(found.due) == set(agenda(story, dawn + 23 * HOUR).due)
    assert found.tomorrow == (0 if found.due else len(next_day.due))
    if found.next is not None:
        assert bool(found.due) == (found.next <= now)
        assert agenda(story, max(found.next, now)).due and found.next.hour == 4
