"""What home says of the quiz and of the review."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tutor.ui.screens.home import Door

if TYPE_CHECKING:
    from tutor.store.rounds import Agenda, Waiting

QUIZ, REVIEW = "quiz", "review"

QUIZ_ABOUT = (
    "Ten questions with fresh numbers, one try at each. What was missed is explained after."
)
GO_ON_ABOUT = "It waits where you left it, half-typed answer included."
REVIEW_ABOUT = "What was missed or only guessed comes back here, with other numbers."


def doors(
    waiting: Waiting | None = None, agenda: Agenda | None = None, now: datetime | None = None
) -> tuple[Door, ...]:
    """The entries; without an agenda nothing is said of what is due, for it is not known yet."""
    quiz = Door(QUIZ, "Quiz", QUIZ_ABOUT)
    if waiting is not None:
        right = f"{waiting.answered} of {waiting.count}"
        quiz = Door(QUIZ, "Go on with your quiz", GO_ON_ABOUT, right)
    review = Door(REVIEW, "Review", REVIEW_ABOUT)
    if agenda is not None and agenda.due:
        review = Door(REVIEW, "Review", REVIEW_ABOUT, f"{len(agenda.due)} due")
    elif agenda is not None:
        review = Door(REVIEW, "Review", f"{REVIEW_ABOUT} {nothing_due(agenda, now)}")
    return quiz, review


def nothing_due(agenda: Agenda, now: datetime | None = None) -> str:
    """That there is nothing to review, and when there will be."""
    if agenda.next is None or now is None:
        return "Nothing is due."
    return f"Nothing is due now; the next one {_ahead(agenda.next - now)}."


def _ahead(wait: timedelta) -> str:
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
        count = round(wait.total_seconds() / length)
        if count >= 1:
            return f"in {count} {unit}{'' if count == 1 else 's'}"
    return "in a moment"
