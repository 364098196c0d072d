"""`tutor progress`: what has been learned, in sentences, as numbers or as a picture; what is kept
of a learner, written out or erased."""

from __future__ import annotations

import argparse
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING

from tutor import front_end
from tutor.arguments import completers, values
from tutor.arguments.parser import Command, Parser
from tutor.errors import UsageError
from tutor.process import streams
from tutor.process.files import Kind, json_with

if TYPE_CHECKING:
    from tutor.course.loader import Course
    from tutor.history.progress import Learned, LessonLearned, Progress
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

BAR, RUN = 12, 5
"""Cells of a lesson's bar, and of a question's streak: five in a row is as full as it gets."""

WIDEST = 30
"""Cells that a lesson's title, or what is said of a question, takes at most."""

ASCII = str.maketrans({"█": "#", "░": ".", "·": "-", "×": "x", "…": "~"})

VERDICTS = {
    "right": "right by a hunch",  # without one it would be known
    "slip": "a slip",
    "short": "wrong size",
    "wrong-way": "wrong way",
}
"""The last first answer to a question that is not known; any other verdict is a miss."""


def _options(parser: Parser) -> None:
    how = parser.add_mutually_exclusive_group()
    parser.add_flag("--json", "as one JSON document", group=how)
    parser.add_flag("--csv", "one row for each question answered", group=how)
    parser.add(
        "--export",
        "write everything that is kept of you, of all courses, as JSON; - for standard output",
        type=values.file,
        metavar="FILE",
        complete=completers.file(".json"),
        group=how,
    )
    parser.add_flag("--forget", "erase everything that is kept of you, after asking", group=how)
    parser.add_flag("--force", "with --export: replace whatever FILE is there")
    parser.add_flag("--yes", "with --forget: do not ask")


def run(options: argparse.Namespace) -> int:
    """Show, write out or erase what is kept of the learner."""
    from tutor.history.progress import COLUMNS
    from tutor.session.result import as_table
    from tutor.store import connect

    if options.yes and not options.forget:
        raise UsageError("--yes goes with --forget")
    if options.force and options.export is None:
        raise UsageError("--force goes with --export")
    spoken, who = front_end.console(options), values.learner(options.learner)
    with closing(connect(options.store)) as store:
        if options.forget:
            return 0 if _erased(store, who, spoken, ask=not options.yes) else 1
        if options.export is not None:
            document = {"format": 1, "learner": who, "events": store.export(who)}
            file = front_end.destination(options, options.export, EXPORT)
            file.write(streams.json_text(document))
            return 0
        found = _read(store, who, front_end.load_course(options))
        look = front_end.look(options, store)
    if options.json:
        streams.output.write(streams.json_text(found.to_dict()))
    elif options.csv:
        streams.output.write(as_table(COLUMNS, found.rows()))
    elif options.plain or os.environ.get("TERM") == "dumb":
        spoken.tell(*_told(found))
    else:
        width = shutil.get_terminal_size().columns
        rows = picture(found, width, charset=look.charset)
        streams.output.write("".join(f"{row}\n" for row in rows))
    return 0


def _read(store: Store, who: str, course: Course) -> Progress:
    """How a course stands. Raises StoreError."""
    from tutor.course.index import course_index
    from tutor.history.progress import progress
    from tutor.history.records import with_names

    return progress(
        with_names(store.attempts(who, course.id)),
        course_index(course.directory),
        store.history(who, course.id).standings,
        {(one.id, step.id): step.title for one in course.lessons for step in one.steps},
    )


# -- as a picture --------------------------------------------------------------------------------


def picture(progress: Progress, width: int = 80, *, charset: str = "unicode") -> tuple[str, ...]:
    """One line in all, then each lesson with the questions answered in it. No line is wider than
    `width` cells. `charset`: `unicode` or `ascii`."""
    from rich.cells import cell_len, set_cell_size

    def widest(texts: Iterable[str]) -> int:
        return min(max(map(cell_len, texts), default=0), WIDEST)

    def fit(text: str, cells: int) -> str:
        return set_cell_size(_cut(text, cells), cells)

    titles = widest(one.title for one in progress.lessons)
    states = widest(map(_state, progress.ideas))
    counts = max((cell_len(_standing(one)) for one in progress.lessons), default=0)
    barred = titles + BAR + 4 + counts <= width  # else the numbers alone say it
    titles = max(min(titles, width - 2 - counts), 1)
    lines = [_all(progress)]
    for lesson in progress.lessons:
        bar = f"{_bar(lesson.done, lesson.steps, BAR)}  " if barred else ""
        lines += ["", f"{fit(lesson.title, titles)}  {bar}{_standing(lesson)}"]
        for one in lesson.ideas:
            before = f"  {_bar(one.streak, RUN, RUN)}  {fit(_state(one), states)}  "
            number = _number(one, lesson)
            room = max(width - cell_len(before) - cell_len(number), 1)
            lines.append(before + _cut(one.title, room) + number)
    lines = [_cut(line.rstrip(), width) for line in lines]
    if charset == "ascii":
        lines = [line.translate(ASCII).encode("ascii", "replace").decode() for line in lines]
    return tuple(lines)


def _all(progress: Progress) -> str:
    if not progress.answers:
        return "Nothing answered yet."
    asked = _count(len(progress.ideas), "question")
    row = f"{progress.streak} in a row, {progress.longest} at most"
    return f"{progress.known} of {asked} known · {row}"


def _standing(lesson: LessonLearned) -> str:
    parts = [f"{lesson.done} of {_count(lesson.steps, 'step')}"] if lesson.steps else []
    parts += [f"{lesson.skipped} skipped"] if lesson.skipped else []
    parts += [f"{lesson.known} of {len(lesson.ideas)} known"] if lesson.ideas else []
    return " · ".join(parts)


def _number(one: Learned, lesson: LessonLearned) -> str:
    """The question's number, where its step has several."""
    step = [other for other in lesson.ideas if other.step == one.step]
    return "" if len(step) == 1 and one.question == 1 else f" · {one.question}"


def _state(learned: Learned) -> str:
    if learned.known:
        return f"known · {learned.streak} in a row" if learned.streak > 1 else "known"
    said = VERDICTS.get(learned.last, "missed")
    made = ", ".join(
        f"{name} ×{count}" if count > 1 else name for name, count in learned.mistakes.items()
    )
    return f"{said} · {made}" if made else said


def _bar(full: int, of: int, cells: int) -> str:
    """Full only when all is there, and empty only when nothing is."""
    part = min(full, of)
    filled = cells if of and part == of else max(cells * part // max(of, 1), min(part, 1))
    return "█" * filled + "░" * (cells - filled)


def _cut(text: str, cells: int) -> str:
    """The text, shortened where it is too wide."""
    from rich.cells import cell_len, set_cell_size

    return text if cell_len(text) <= cells else f"{set_cell_size(text, cells - 1)}…"


# -- in sentences --------------------------------------------------------------------------------


def _told(progress: Progress) -> Iterator[str]:
    """In sentences, for those who listen to it."""
    if not progress.answers:
        yield "Nothing answered yet."
    else:
        questions = _count(len(progress.ideas), "question")
        yield (
            f"{progress.known} of {questions} known. {progress.streak} known in a row, "
            f"{progress.longest} at most."
        )
    for lesson in progress.lessons:
        yield _lesson(lesson)


def _lesson(lesson: LessonLearned) -> str:
    parts = [f"{lesson.done} of {_count(lesson.steps, 'step')} done"]
    parts += [f"{lesson.skipped} skipped"] if lesson.skipped else []
    asked = _count(len(lesson.ideas), "question")
    parts += [f"{lesson.known} of {asked} known"] if lesson.ideas else []
    said = f"{lesson.title}: {', '.join(parts)}."
    unknown = [idea for idea in lesson.ideas if not idea.known]
    if unknown:
        names = dict.fromkeys(f"{one.title}, question {one.question}" for one in unknown)
        said += f" To look at again: {'; '.join(names)}."
    return said


# -- what is kept --------------------------------------------------------------------------------


def _erased(store: SqlStore, who: str, talk: Console, *, ask: bool) -> bool:
    """Say what would go, ask, and erase it; False when it was not wanted, or is not finished.

    Raises StoreError.
    """
    counts = store.forgettable(who)
    kept = [_count(count, *NOUNS[kind]) for kind, count in counts.items() if count]
    what = ", ".join(kept)
    if ask and kept:
        talk.tell(f"This erases all that is kept of you, for good: {what}.")
        if not front_end.wants_it_erased(talk):
            return False
    done = store.forget(who)  # also where nothing is kept: its text may still be in the file
    talk.tell(f"Erased: {what}." if kept else "Nothing is kept of you.")
    talk.tell(*filter(None, (done.left, done.beyond)))
    return not done.left


def _count(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or f'{one}s'}"


EXPORT = Kind("export", json_with("format", "learner", "events"))

COMMAND = Command(
    help="show what has been learned",
    about="""\
A question is known when its last first answer was right and no lucky hunch (right twice in a row, a
hunch is none); a streak counts such answers in a row. Everything that is kept of you can be written
out, and erased.""",
    run=run,
    options=_options,
    examples=(
        ("tutor progress", "lesson by lesson"),
        ("tutor progress --csv > progress.csv", "one row for each question answered"),
        ("tutor progress --export mine.json", "everything that is kept of you"),
        ("tutor progress --forget", "erase that, after asking"),
    ),
    shared=("plain", "ascii", "lessons", "store", "learner"),
)
