"""Learners who go through a course and do the review of every day, for sixty days."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from tests.clock import MONDAY
from tutor.history.records import Attempt
from tutor.history.schedule import Item, agenda

DAYS, A_DAY, QUESTIONS = 60, 8, 3
"""Days, steps of the course on each of the first days, and questions of a step."""

Answer = tuple[str, str]
"""Verdict and confidence."""
Learner = Callable[[int, float], Answer]
"""What somebody answers at the so-many-eth time that an idea comes (from 0); a number from 0 to 1
is their luck."""

LEARNERS: dict[str, Learner] = {
    "always wrong and certain": lambda times, luck: ("unknown", "!"),
    "always wrong": lambda times, luck: ("unknown", ""),
    "always right by a hunch": lambda times, luck: ("right", "?"),
    "learns": lambda times, luck: ("right" if luck < 0.5 + 0.15 * times else "unknown", ""),
    "guesses one of three": lambda times, luck: ("right" if luck < 1 / 3 else "unknown", ""),
    "now certain, now not": lambda times, luck: ("unknown", "!" if luck < 0.4 else ""),
}


class Lived(NamedTuple):
    """What became of it."""

    asked: list[int]
    """Questions of each day's review."""
    longest_wait: int
    """Days for which something that was due was not asked, at most."""


def sixty_days(learner: Learner, *, steps: int, seed: int) -> Lived:
    """Learn on the first days, and do each day's review whole."""
    chance, story = random.Random(seed), list[Attempt]()
    times: dict[str, int] = {}
    waiting: dict[str, int] = {}
    asked, longest = list[int](), 0

    def answer(item: Item, mode: str, day: int, minute: int) -> None:
        verdict, sure = learner(times.get(item.step, 0), chance.random())
        at = MONDAY + timedelta(days=day, minutes=minute)
        story.append(
            Attempt("descent", item.lesson, item.step, item.question, {"weight": float(len(story))},
                    "1", 1.0, verdict, "", sure, mode=mode, at=at)
        )  # fmt: skip

    for day in range(DAYS):
        found = agenda(story, MONDAY + timedelta(days=day))
        asked.append(len(found.due))
        everything = agenda(story, MONDAY + timedelta(days=day), most=steps).due
        for item in everything:
            waiting[item.step] = waiting.get(item.step, 0) + 1
        for minute, item in enumerate(found.due):
            answer(item, "review", day, minute)
            times[item.step] = times.get(item.step, 0) + 1
            longest = max(longest, waiting.pop(item.step))
        for number in range(day * A_DAY, min((day + 1) * A_DAY, steps)):
            for question in range(QUESTIONS):
                answer(Item("add-alpha", f"step-{number}", question), "learn", day, 60 + question)
        assert agenda(story, MONDAY + timedelta(days=day)).due == () or not found.due
    return Lived(asked, max(longest, *waiting.values(), 0))
