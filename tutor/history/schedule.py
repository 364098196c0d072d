"""Which answers tell what a learner knows, and when a missed idea comes back.

Nothing is kept for this: every idea's card is dealt anew from the attempts, by the free spaced
repetition scheduler (FSRS 6, https://github.com/open-spaced-repetition) without its fuzz. So the
same attempts give the same dates on every machine.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from tutor.history.records import Attempt

SITTING = timedelta(hours=1)
"""The same numbers asked again within this time in a lesson: the answer was there to be read."""

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for a time that was not kept."""
LATEST = datetime(9000, 1, 1, tzinfo=UTC)
"""Stands for any later time, which leaves no room in the calendar for a review that follows it."""
DAWN = timedelta(hours=4)
"""After midnight: when a day begins. Who still learns then has not slept on it."""
AT_ONCE = 20
"""Questions that one review asks at most: what is left is due the next time as well."""
AGAIN, AGAIN_SOON = timedelta(minutes=10), timedelta(minutes=1)
"""After a miss, and after one that the learner was certain of: what surprises corrects best."""


@dataclass(frozen=True, order=True)
class Item:
    """What can be asked and known: a question of a step, or a named mistake made at it."""

    lesson: str
    step: str
    question: int
    """0-based."""
    mistake: str = ""
    """The mistake's name; empty for the question itself."""

    def __str__(self) -> str:
        return f"{self.lesson}/{self.step}#{self.question + 1}"


def item_of(attempt: Attempt) -> Item:
    """The question that was answered."""
    return Item(attempt.lesson, attempt.step, attempt.question)


def moment(attempt: Attempt) -> datetime:
    """When the answer was committed, in UTC."""
    return min(attempt.at.astimezone(UTC), LATEST) if attempt.at else EARLIEST


def known(attempt: Attempt) -> bool:
    """The answer was right, and not a lucky hunch."""
    return attempt.verdict == "right" and attempt.confidence != "?"


def first_answers(attempts: Iterable[Attempt]) -> list[Attempt]:
    """The answers that tell what their learner knew, in the order of time.

    Each answer in a quiz or a review is one, for the truth is not shown before. In a lesson, and
    in practice of what was missed, it is the first try: the next ones at the same numbers follow an
    explanation or the truth itself, until an hour has gone by. Playing on after the reveal tells
    nothing.
    """
    told: list[Attempt] = []
    last: dict[Item, Attempt] = {}
    for attempt in sorted(attempts, key=moment):
        if attempt.mode == "explore":
            continue
        told_before = attempt.mode in ("learn", "practice")
        before = last.get(item_of(attempt)) if told_before else None
        if before is None or not _again(before, attempt):
            told.append(attempt)
        last[item_of(attempt)] = attempt
    return told


def last_sittings(attempts: Iterable[Attempt]) -> dict[Item, list[Attempt]]:
    """The tries at each question of the lessons in its last sitting, in their order. What follows a
    try within an hour, be it at other numbers, follows an explanation."""
    found: dict[Item, list[Attempt]] = {}
    for attempt in sorted(attempts, key=moment):
        if attempt.mode != "learn":
            continue
        before = found.setdefault(item_of(attempt), [])
        if before and moment(attempt) - moment(before[-1]) > SITTING:
            before.clear()
        before.append(attempt)
    return found


def _again(before: Attempt, attempt: Attempt) -> bool:
    """The same question at the same numbers in the same sitting. Where nothing is typed the numbers
    are the answer, so others are the next try."""
    same = not attempt.text or dict(before.values) == dict(attempt.values)
    return same and moment(attempt) - moment(before) <= SITTING


# -- when it comes back ------------------------------------------------------------------------


@dataclass(frozen=True)
class Recall:
    """How an idea stands in review."""

    item: Item
    due: datetime
    """When it is about to be forgotten, in UTC."""
    last: datetime
    """When it was last answered, in UTC."""
    certain: bool
    """The last answer to it was a miss of which the learner was certain."""


@dataclass(frozen=True)
class Agenda:
    """What review would ask."""

    due: tuple[Item, ...]
    """The questions to ask now, for themselves or for a mistake made at them; most urgent first."""
    next: datetime | None
    """When the day begins on which the next one comes back, be it past or to come; None where none
    does."""
    tomorrow: int = 0
    """How many questions a review will ask tomorrow, where none are due today."""

    @property
    def review(self) -> tuple[Item, ...]:
        """What one review asks now."""
        return self.due[:AT_ONCE]


def recalls(attempts: Iterable[Attempt]) -> list[Recall]:
    """How every idea stands that was ever missed or only guessed, in the order of the first answers
    to them. What was always known does not come back.

    `attempts`: one learner's in one course, in any order.
    """
    told = first_answers(attempts)
    if all(map(known, told)):
        return []
    from fsrs import Card, Rating, Scheduler  # takes a moment to read

    usual, soon = (
        Scheduler(learning_steps=(wait,), relearning_steps=(wait,), enable_fuzzing=False)
        for wait in (AGAIN, AGAIN_SOON)
    )
    ratings = {"?": Rating.Hard, "": Rating.Good, "!": Rating.Easy}
    cards: dict[Item, Card] = {}
    certain: dict[Item, bool] = {}
    answered: dict[Item, datetime] = {}
    shaky: set[Item] = set()
    made: defaultdict[Item, set[str]] = defaultdict(set)
    for attempt in told:
        question, at, right = item_of(attempt), moment(attempt), attempt.verdict == "right"
        surprised = not right and attempt.confidence == "!"
        rating = ratings.get(attempt.confidence, Rating.Good) if right else Rating.Again
        if attempt.mistake:
            made[question].add(attempt.mistake)
        # a right answer makes none of the mistakes once made here
        mistakes = sorted(made[question]) if right else filter(None, [attempt.mistake])
        for item in (question, *(replace(question, mistake=mistake) for mistake in mistakes)):
            # a number of its own, or the card waits a millisecond to make one from the clock
            card = cards.get(item) or Card(card_id=len(cards), due=at)
            cards[item], _ = (soon if surprised else usual).review_card(card, rating, at)
            certain[item], answered[item] = surprised, at
            if not known(attempt):
                shaky.add(item)
    return [
        Recall(item, cards[item].due, answered[item], certain[item])
        for item in cards
        if item in shaky
    ]


def agenda(
    attempts: Iterable[Attempt], now: datetime, among: Collection[Item] | None = None
) -> Agenda:
    """What is to be asked again on the day of `now` (a time with its zone), and when what comes
    next. What was answered on a day comes back on another (docs/decisions/0017).

    What was missed with certainty is due first, then what is due for longest. `among`: the
    questions that can be asked again; None for all.
    """
    today = _day(now, now)
    found = [recall for recall in recalls(attempts) if among is None or _question(recall) in among]
    days = {
        recall.item: max(_day(recall.due, now), _day(recall.last, now) + timedelta(days=1))
        for recall in found
    }
    found.sort(key=lambda recall: (not recall.certain, recall.due, recall.item))
    due = dict.fromkeys(_question(one) for one in found if days[one.item] <= today)
    later = {_question(one) for one in found if days[one.item] == today + timedelta(days=1)}
    first = min(days.values(), default=None)
    back = None if first is None else datetime.combine(first, time(), now.tzinfo) + DAWN
    return Agenda(tuple(due), back, 0 if due else min(len(later), AT_ONCE))


def _day(at: datetime, now: datetime) -> date:
    """The day on which something happens, where `now` is the time."""
    return (at.astimezone(now.tzinfo) - DAWN).date()


def _question(recall: Recall) -> Item:
    """What is asked, where a mistake made at it comes back."""
    return replace(recall.item, mistake="")
