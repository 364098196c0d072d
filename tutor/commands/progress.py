"""`tutor progress`: what has been learned, in sentences, as numbers or as a picture."""

from __future__ import annotations

import argparse
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from tutor import front_end
from tutor.arguments import completers
from tutor.arguments.parser import LEARNING, Command, Parser
from tutor.errors import UsageError
from tutor.process import streams
from tutor.process.files import Kind, json_with

if TYPE_CHECKING:
    from tutor.history.progress import LessonLearned, Progress
    from tutor.plain.console import Console
    from tutor.store import Store
    from tutor.store.sql import SqlStore

NOUNS = {
    "attempts": ("answer", "answers"),
    "places": ("place in a course", "places in courses"),
    "standings": ("step done or skipped", "steps done or skipped"),
    "settings": ("setting or unfinished quiz", "settings and unfinished quizzes"),
}
"""What a store counts, for one and for many."""


def _options(parser: Parser) -> None:
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="as one JSON document")
    how.add_argument("--csv", action="store_true", help="one row for each question answered")
    export = how.add_argument(
        "--export",
        metavar="FILE",
        help="write everything that is kept of you, of all courses, as JSON; - for standard output",
    )
    completers.attach(export, completers.file(".json"))
    how.add_argument(
        "--forget", action="store_true", help="erase everything that is kept of you, after asking"
    )
    parser.add_argument(
        "--force", action="store_true", help="with --export: replace whatever FILE is there"
    )
    parser.add("--yes", action="store_true", help="with --forget: do not ask")


def run(options: argparse.Namespace) -> int:
    """Show, write out or erase what is kept of the learner."""
    from tutor.plain.console import console
    from tutor.store import connect

    if options.yes and not options.forget:
        raise UsageError("--yes goes with --forget")
    if options.force and not options.export:
        raise UsageError("--force goes with --export")
    spoken = console(ascii_only=front_end.ascii_only(options))
    with closing(connect(options.store)) as store:
        if options.forget:
            return 0 if _erased(store, spoken, ask=not options.yes) else 1
        if options.export:
            front_end.destination(options, options.export, EXPORT).write(_exported(store))
            return 0
        found = _read(store, front_end.course(options))
        look = front_end.look(options, store)
    if options.json:
        streams.output.write(streams.json_text(found.to_dict()))
    elif options.csv:
        streams.output.write(_as_table(found))
    elif options.plain or os.environ.get("TERM") == "dumb":
        for sentence in _told(found):
            spoken.sentence(sentence)
    else:
        from tutor.plain.progress_report import picture

        width = shutil.get_terminal_size().columns
        streams.output.write(
            "".join(f"{row}\n" for row in picture(found, width, charset=look.charset))
        )
    return 0


def _read(store: Store, lessons: Path) -> Progress:
    """How the course in a folder stands. Raises StoreError, and TutorError without a course."""
    from tutor.course.index import course_index
    from tutor.course.loader import load_course
    from tutor.history.progress import progress
    from tutor.history.records import ALONE

    course = load_course(lessons)
    return progress(
        store.attempts(ALONE, course.id),
        course_index(lessons),
        store.history(ALONE, course.id).standings,
        {(one.id, step.id): step.title for one in course.lessons for step in one.steps},
    )


def _as_table(progress: Progress) -> str:
    """One line for each question."""
    from tutor.history.progress import COLUMNS
    from tutor.session.result import as_table

    return as_table(COLUMNS, progress.rows())


def _told(progress: Progress) -> Iterator[str]:
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


def _exported(store: SqlStore) -> str:
    """Everything that is kept of the learner, as one JSON document. Raises StoreError."""
    from tutor.history.records import ALONE

    document = {"format": 1, "learner": ALONE, "events": store.export(ALONE)}
    return json.dumps(document, indent=2, ensure_ascii=False, default=str) + "\n"


def _erased(store: SqlStore, talk: Console, *, ask: bool) -> bool:
    """Say what would go, ask, and erase it; False when it was not wanted, or is not finished.

    Raises StoreError.
    """
    from tutor.history.records import ALONE
    from tutor.plain.console import Ended

    counts = store.forgettable(ALONE)
    kept = [_count(count, *NOUNS[kind]) for kind, count in counts.items() if count]
    what = ", ".join(kept)
    if ask and kept:
        talk.sentence(f"This erases all that is kept of you, for good: {what}.")
        try:
            sure = talk.ask("Type forget to erase it: ").strip().casefold() == "forget"
        except Ended:
            sure = False
        if not sure:
            talk.say("Nothing was erased.")
            return False
    done = store.forget(ALONE)  # also where nothing is kept: its text may still be in the file
    talk.sentence(f"Erased: {what}." if kept else "Nothing is kept of you.")
    for sentence in filter(None, (done.left, done.beyond)):
        talk.sentence(sentence)
    return not done.left


def _count(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


EXPORT = Kind("export", json_with("format", "learner", "events"))

COMMAND = Command(
    help="show what has been learned",
    about="""\
A question is known when its last first answer was right and no lucky hunch; a streak counts such
answers in a row. Everything that is kept of you can be written out, and erased.""",
    run=run,
    options=_options,
    examples=(
        ("tutor progress", "lesson by lesson"),
        ("tutor progress --csv > progress.csv", "one row for each question answered"),
        ("tutor progress --export mine.json", "everything that is kept of you"),
        ("tutor progress --forget", "erase that, after asking"),
    ),
    environment=LEARNING,
    shared=("plain", "ascii", "lessons", "store"),
)
