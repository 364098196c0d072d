"""`tutor progress`: what has been learned, in sentences, as numbers or as a picture."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.store.recorder import ALONE

if TYPE_CHECKING:
    from tutor.history.progress import LessonLearned, Progress
    from tutor.plain.talk import Talk
    from tutor.store import Store

NOUNS = {
    "attempts": ("answer", "answers"),
    "places": ("place in a course", "places in courses"),
    "standings": ("step done or skipped", "steps done or skipped"),
    "settings": ("setting or unfinished quiz", "settings and unfinished quizzes"),
}
"""What a store counts, for one and for many."""


def read(store: Store, lessons: Path) -> Progress:
    """How the course in a folder stands. Raises StoreError, and TutorError without a course."""
    from tutor.course.index import course_index
    from tutor.course.loader import load_course
    from tutor.history.progress import progress

    course = load_course(lessons)
    return progress(
        store.attempts(ALONE, course.id),
        course_index(lessons),
        store.history(ALONE, course.id).standings,
        {(one.id, step.id): step.title for one in course.lessons for step in one.steps},
    )


def as_json(progress: Progress) -> str:
    """One document."""
    return json.dumps(progress.to_dict(), indent=2, ensure_ascii=False) + "\n"


def as_csv(progress: Progress) -> str:
    """One line for each question."""
    from tutor.core.tabular import as_csv
    from tutor.history.progress import COLUMNS

    return as_csv(COLUMNS, progress.rows())


def told(progress: Progress) -> Iterator[str]:
    """In sentences, for those who listen to it."""
    if not progress.answers:
        yield "Nothing answered yet."
    else:
        questions = _count(len(progress.ideas), "question", "questions")
        yield (
            f"{progress.known} of {questions} known. {progress.streak} known in a row, "
            f"{progress.longest} at most."
        )
    for lesson in progress.lessons:
        yield _lesson(lesson)


def _lesson(lesson: LessonLearned) -> str:
    parts = [f"{lesson.done} of {_count(lesson.steps, 'step', 'steps')} done"]
    parts += [f"{lesson.skipped} skipped"] if lesson.skipped else []
    asked = _count(len(lesson.ideas), "question", "questions")
    parts += [f"{lesson.known} of {asked} known"] if lesson.ideas else []
    said = f"{lesson.title}: {', '.join(parts)}."
    unknown = [idea for idea in lesson.ideas if not idea.known]
    if unknown:
        names = dict.fromkeys(f"{one.title}, question {one.idea.question + 1}" for one in unknown)
        said += f" To look at again: {'; '.join(names)}."
    return said


def exported(store: Store) -> str:
    """Everything that is kept of the learner, as one JSON document. Raises StoreError."""
    document = {"format": 1, "learner": ALONE, "events": store.export(ALONE)}
    return json.dumps(document, indent=2, ensure_ascii=False, default=str) + "\n"


def erased(store: Store, talk: Talk, *, ask: bool) -> bool:
    """Say what would go, ask, and erase it; False when it was not wanted. Raises StoreError."""
    from tutor.plain.talk import Ended

    counts = store.forgettable(ALONE)
    kept = [_count(count, *NOUNS[kind]) for kind, count in counts.items() if count]
    if not kept:
        talk.say("Nothing is kept of you.")
        return True
    what = ", ".join(kept)
    if ask:
        talk.sentence(f"This erases all that is kept of you, for good: {what}.")
        try:
            sure = talk.ask("Type forget to erase it: ").strip().casefold() == "forget"
        except Ended:
            sure = False
        if not sure:
            talk.say("Nothing was erased.")
            return False
    store.forget(ALONE)
    talk.sentence(f"Erased: {what}.")
    return True


def _count(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
