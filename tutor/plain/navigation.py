"""Finding one's way: lessons, steps, words, what waits; and what a line means where it is typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from tutor.errors import TutorError, nearest
from tutor.grading import messages
from tutor.plain.describe import stopped
from tutor.session.view import Phase

if TYPE_CHECKING:
    from tutor.plain.console import Console
    from tutor.session.lesson import LessonSession
    from tutor.session.quizzes import Quizzes
    from tutor.session.view import View

BEGINNINGS = frozenset("0123456789.-+(")
"""What a number or a sum begins with."""


class Opens(Protocol):
    """Whoever can open a lesson."""

    def open(self, lesson: str, step: str = "") -> None:
        """Raises TutorError naming the nearest."""


def waiting(quizzes: Quizzes) -> Iterator[str]:
    """What is due, and a quiz that was left."""
    due = len(quizzes.due())
    if due:
        one = "One question is" if due == 1 else f"{due} questions are"
        yield f"{one} due for review: type review."
    if quizzes.unfinished() is not None:
        yield "A quiz waits where you left it: type quiz."


def ended(view: View) -> str:
    """The last page of the course."""
    return (
        f"That was the course. Right at the first try: {view.right} of {view.asked}. "
        "The word lessons lists the lessons, go opens one."
    )


def lessons(session: LessonSession) -> Iterator[str]:
    """Every lesson with its name and how far it is."""
    here = session.place().lesson
    for number, lesson in enumerate(session.course.lessons, 1):
        stands = [session.standing(lesson.id, step.id) for step in lesson.steps]
        told = [f"{stands.count('done')} of {len(stands)} steps done"]
        told += [f"{stands.count('skipped')} skipped"] if "skipped" in stands else []
        told += ["you are here"] if lesson.id == here else []
        yield f"  {number}  {lesson.title} ({lesson.id}): {', '.join(told)}."
    for stem in session.course.broken:
        yield f"  {stem} cannot be played: it has problems."
    yield "go and a number or a name opens one, as in go 2."


def steps(session: LessonSession) -> Iterator[str]:
    """Every step of this lesson."""
    place = session.place()
    lesson = session.course.lesson(place.lesson)
    for number, step in enumerate(lesson.steps, 1):
        stands = session.standing(lesson.id, step.id) or "open"
        here = ", you are here" if step.id == place.step else ""
        yield f"  {number}  {step.title} ({step.id}): {stands}{here}."
    number = lesson.steps.index(lesson.step(place.step)) + 1
    yield f"go {lesson.id}/ and a number or a name opens one, as in go {lesson.id}/{number}."


def go(walker: Opens, session: LessonSession, where: str) -> str:
    """Open `3`, `add-alpha`, `add alpha`, `add-alpha/2` or `add-alpha/first-step`; says why not."""
    if not where:
        return "Type go and a lesson, as in go 2; the word lessons lists them."
    name, _, step = (part.strip().casefold().replace(" ", "-") for part in where.partition("/"))
    try:
        number = _place(name, len(session.course.lessons))
        lesson = session.course.lessons[number] if number >= 0 else session.course.lesson(name)
        at = _place(step, len(lesson.steps))
        walker.open(lesson.id, lesson.steps[at].id if at >= 0 else step)
    except TutorError as error:
        return stopped(str(error))
    return ""


def _place(text: str, count: int) -> int:
    """The 0-based place that a 1-based number names; -1 where it is none."""
    return int(text) - 1 if text.isdecimal() and 1 <= int(text[:6]) <= count else -1


def glossary(words: Mapping[str, str], word: str) -> str:
    """What a word means, or which words there are."""
    found = word if word in words else nearest(word, words)
    if word and found:
        return f"{found}: {words[found].strip()}"
    known = f"Words: {', '.join(words)}." if words else "This course explains no words."
    return f"{word} is not among the words of this course. {known}" if word else known


def setting(view: View, line: str) -> tuple[str, str] | None:
    """`alpha = 0.3` or `alpha 0.3`, where alpha can be set and is not what is predicted."""
    name, _, digits = line.strip().replace("=", " ").partition(" ")
    free = [one.name for one in view.parameters if one.editable]
    predicted = view.question.variable if view.question is not None else ""
    return (name, digits.strip()) if name in free and digits.strip() and name != predicted else None


def readable(view: View, line: str) -> bool:
    """Whether a line that no question waits for is a prediction of the next update."""
    predicts = view.question is not None and bool(view.question.variable)
    explores = view.phase is Phase.EXPLORE and view.can_run
    return explores and predicts and line.lstrip()[0] in BEGINNINGS


def nothing_due(quizzes: Quizzes) -> str:
    """Why there is nothing to review, and when there will be."""
    back = quizzes.agenda(quizzes.attempts()).next
    return messages.nothing_due(back - datetime.now(UTC) if back is not None else None)


def open_quiz(quizzes: Quizzes, word: str, rest: str, talk: Console) -> None:
    """A quiz or a review within the walk."""
    from tutor.plain.quiz_console import hold
    from tutor.session.quizzes import COUNT

    if word == "review":
        quiz = quizzes.review()
        if quiz is None:
            talk.sentence(nothing_due(quizzes))
            return
    else:
        count = min(max(int(rest[:4]), 1), 1000) if rest.isdecimal() else COUNT
        quiz = quizzes.unfinished() or quizzes.quiz(count)
    hold(quiz, quizzes, talk)
