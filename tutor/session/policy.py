"""What lessons, quizzes and reviews do differently with the same exercise."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Told(Enum):
    """When the verdict on an answer is told."""

    NOW = "now"
    """As soon as it is committed."""
    LATER = "later"
    """Once it is released: at the end of a quiz, or by whoever holds the question."""


class Policy(NamedTuple):
    """How an exercise is put. The defaults are those of a lesson."""

    mode: str = "learn"
    """Kept with each attempt: learn, quiz, review or practice."""
    seed: int | None = None
    """Kept with each attempt: what the numbers were drawn from."""
    told: Told = Told.NOW
    explore: bool = True
    """Constants may be changed, and once it is answered the run is the learner's own."""
    tries: int | None = None
    """Tries before the truth is shown; None: as many as the kind of question gives."""
    words: bool = True
    """The author's text, hints and reveals are shown."""


LESSON = Policy()
QUIZ = Policy("quiz", told=Told.LATER, explore=False, tries=1, words=False)
TAUGHT = QUIZ._replace(told=Told.NOW)
"""A review, or practice: each answer is explained as soon as it is given."""
