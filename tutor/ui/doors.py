"""What home says of the quiz and of the review."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from tutor.core import wording
from tutor.ui.screens.home import Door

if TYPE_CHECKING:
    from tutor.store.quizzes import Agenda, Waiting

QUIZ, REVIEW = "quiz", "review"

QUIZ_ABOUT = (
    "Ten questions with fresh numbers, one try at each. What was missed is explained after."
)
GO_ON_ABOUT = "It waits where you left it, half-typed answer included."
REVIEW_ABOUT = "What was missed or only guessed comes back here, with other numbers."


def doors(waiting: Waiting | None = None, agenda: Agenda | None = None) -> tuple[Door, ...]:
    """The entries; without an agenda nothing is said of what is due, for it is not known yet."""
    quiz = Door(QUIZ, "Quiz", QUIZ_ABOUT)
    if waiting is not None:
        right = f"{waiting.answered} of {waiting.count}"
        quiz = Door(QUIZ, "Go on with your quiz", GO_ON_ABOUT, right, busy=True)
    right, due = "", agenda is not None and len(agenda.due)
    if agenda is not None:
        right = f"{due} due" if due else "nothing due"
    return quiz, Door(REVIEW, "Review", REVIEW_ABOUT, right, busy=bool(due))


def nothing_due(agenda: Agenda, now: datetime) -> str:
    """Why there is nothing to review, and when there will be; Markdown."""
    if agenda.next is None:
        return f"{wording.nothing_due(None)}\n\n{REVIEW_ABOUT}"
    return wording.nothing_due(agenda.next - now)
