"""Which answers tell what a learner knows, and when a missed idea comes back.

An idea is what a step is about: it has one card, whichever of the step's questions is asked, so
that no lucky answer to one of them ends it (docs/decisions/0020). Nothing is kept for this: the
cards are dealt anew from the attempts, by the free spaced repetition scheduler (FSRS 6,
https://github.com/open-spaced-repetition) without its fuzz. So the same attempts give the same
dates on every machine.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

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
"""Questions that reviews ask in one day at most: what is left is due on the next."""
PATIENCE = timedelta(days=7)
"""What has been due for so long comes before all else, or misses made with certainty could keep it
waiting for ever."""
AGAIN, AGAIN_SOON = timedelta(minutes=10), timedelta(minutes=1)
"""After a miss, and after one that the learner was certain of: what surprises corrects best."""


class Item(NamedTuple):
    """What can be asked: a question of a step."""

    lesson: str
    step: str
    question: int
    """0-based."""

    def __str__(self) -> str:
        return f"{self.lesson}/{self.step}#{self.question + 1}"


def item_of(attempt: Attempt) -> Item:
    """The question that was answered."""
    return Item(attempt.lesson, attempt.step, attempt.question)


def moment(attempt: Attempt) -> datetime:
    """When the answer was committed, in UTC."""
    return min(attempt.at.astimezone(UTC), LATEST) if attempt.at else EARLIEST


def known(told: Iterable[Attempt]) -> list[bool]:
    """Of each answer, in the order of time, whether it was known: right, and no lucky hunch. A
    hunch is no luck where the answer to the same question before it was right as well."""
    found: list[bool] = []
    right_before: dict[Item, bool] = {}
    for attempt in told:
        item, right = item_of(attempt), attempt.verdict == "right"
        found.append(right and (attempt.confidence != "?" or right_before.get(item, False)))
        right_before[item] = right
    return found


def right_last(attempts: Iterable[Attempt]) -> frozenset[Item]:
    """The questions whose last answer that tells something was right."""
    last = {item_of(one): one.verdict for one in first_answers(attempts)}
    return frozenset(item for item, verdict in last.items() if verdict == "right")


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


class Idea(NamedTuple):
    """What a step is about."""

    lesson: str
    step: str


class Recall(NamedTuple):
    """How an idea stands in review."""

    idea: Idea
    due: datetime
    """When it is about to be forgotten, in UTC."""
    last: datetime
    """When it was last answered, in UTC."""
    certain: bool
    """On that day a miss was made of which the learner was certain."""
    questions: tuple[Item, ...]
    """Those of its questions that were answered: first what is not known, then what was asked
    longest ago."""


class Agenda(NamedTuple):
    """What review would ask."""

    due: tuple[Item, ...]
    """The questions to ask now, one an idea and no more in a day than it has room for; most
    urgent first."""
    next: datetime | None
    """When the day begins on which the next one comes back, be it past or to come; None where none
    does."""
    tomorrow: int = 0
    """How many questions a review will ask tomorrow, where none are due today."""

    def days(self, now: datetime) -> int | None:
        """How many days after that of `now` the next one comes back; None where none does."""
        if self.next is None:
            return None
        return (_day(self.next, now.tzinfo) - _day(now, now.tzinfo)).days


def recalls(attempts: Iterable[Attempt], zone: tzinfo | None = UTC) -> list[Recall]:
    """How every idea stands of which a question was ever missed or only guessed, in the order of
    the first answers to them. What was always known does not come back.

    `attempts`: one learner's in one course, in any order. `zone`: whose days they are; the answers
    to an idea on one day count as one, which is worth what the worst of them is.
    """
    told = first_answers(attempts)
    knows = known(told)
    if all(knows):
        return []
    from fsrs import Card, Rating, Scheduler  # takes a moment to read

    usual, soon = (
        Scheduler(learning_steps=(wait,), relearning_steps=(wait,), enable_fuzzing=False)
        for wait in (AGAIN, AGAIN_SOON)
    )
    ideas: defaultdict[Idea, list[tuple[Attempt, bool]]] = defaultdict(list)
    for attempt, knew in zip(told, knows, strict=True):
        ideas[Idea(attempt.lesson, attempt.step)].append((attempt, knew))
    found = []
    for number, (idea, answers) in enumerate(ideas.items()):
        if all(knew for _, knew in answers):
            continue
        days: defaultdict[date, list[tuple[Attempt, bool]]] = defaultdict(list)
        for attempt, knew in answers:
            days[_day(moment(attempt), zone)].append((attempt, knew))
        # a number of its own, or the card waits a millisecond to make one from the clock
        card, certain = Card(card_id=number, due=moment(answers[0][0])), False
        for of_day in days.values():
            certain = any(a.verdict != "right" and a.confidence == "!" for a, _ in of_day)
            rating = Rating(min(_worth(attempt, knew) for attempt, knew in of_day))
            at = moment(of_day[-1][0])
            card, _ = (soon if certain else usual).review_card(card, rating, at)
        found.append(Recall(idea, card.due, moment(answers[-1][0]), certain, _turns(answers)))
    return found


def _worth(attempt: Attempt, knew: bool) -> int:
    """What an answer tells of an idea, as FSRS rates it: 1 missed, 2 a lucky hunch, 3 known,
    4 known with certainty."""
    if attempt.verdict != "right":
        return 1
    return (4 if attempt.confidence == "!" else 3) if knew else 2


def _turns(answers: Sequence[tuple[Attempt, bool]]) -> tuple[Item, ...]:
    """The questions in the order of `Recall.questions`."""
    last = {item_of(attempt): (knew, place) for place, (attempt, knew) in enumerate(answers)}
    return tuple(sorted(last, key=lambda item: last[item]))


def agenda(
    attempts: Sequence[Attempt],
    now: datetime,
    among: Collection[Item] | None = None,
    *,
    most: int = AT_ONCE,
) -> Agenda:
    """What is to be asked again on the day of `now` (a time with its zone), and when what comes
    next. What was answered on a day comes back on another (docs/decisions/0017).

    What has waited for PATIENCE is due first, then what was missed with certainty, then what is due
    for longest. `among`: the questions that can be asked again; None for all. `most`: how many a
    day has.
    """
    zone = now.tzinfo
    today, tomorrow = _day(now, zone), _day(now, zone) + timedelta(days=1)
    asked = {
        Idea(one.lesson, one.step)
        for one in attempts
        if one.mode == "review" and _day(moment(one), zone) == today
    }
    room = max(most - len(asked), 0)
    found: list[tuple[date, Recall, Item]] = []
    for recall in recalls(attempts, zone):
        turns = [item for item in recall.questions if among is None or item in among]
        if turns:
            day = max(_day(recall.due, zone), _day(recall.last, zone) + timedelta(days=1))
            found.append((day if room else max(day, tomorrow), recall, turns[0]))
    # what came together, as the answers of a quiz, stays in the order in which it was asked
    found.sort(key=lambda one: (today - one[0] < PATIENCE, not one[1].certain, one[1].due))
    due = [item for day, _, item in found if day <= today][:room]
    later = sum(day <= tomorrow for day, _, _ in found)
    first = min((day for day, _, _ in found), default=None)
    back = None if first is None else datetime.combine(first, time(), zone) + DAWN
    return Agenda(tuple(due), back, 0 if due else min(later, most))


def _day(at: datetime, zone: tzinfo | None) -> date:
    """The day of the learner's on which something happens."""
    return (at.astimezone(zone) - DAWN).date()
