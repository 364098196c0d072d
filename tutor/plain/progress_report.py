"""A picture of what has been learned, in lines of plain text: nothing in it needs colour."""

from __future__ import annotations

from unicodedata import combining, east_asian_width

from tutor.history.progress import Learned, LessonLearned, Progress

BAR, RUN = 12, 5
"""Cells of a lesson's bar, and of a question's streak: five in a row is as full as it gets."""

WIDEST = 30
"""Cells that a lesson's title, or what is said of a question, takes at most."""

ASCII = str.maketrans({"█": "#", "░": ".", "·": "-", "×": "x", "…": "~"})

VERDICTS = {
    "right": "right by a hunch",  # without one it would be known
    "mistake": "missed",
    "ambiguous": "missed",
    "slip": "a slip",
    "short": "wrong size",
    "wrong-way": "wrong way",
}
"""The last first answer to a question that is not known; any other verdict is a miss."""


def picture(progress: Progress, width: int = 80, *, charset: str = "unicode") -> tuple[str, ...]:
    """One line in all, then each lesson with the questions answered in it. No line is wider than
    `width` cells. `charset`: `unicode` or `ascii`."""
    titles = min(max((_cells(one.title) for one in progress.lessons), default=0), WIDEST)
    states = min(max((_cells(_state(one)) for one in progress.ideas), default=0), WIDEST)
    lines = [_all(progress)]
    for lesson in progress.lessons:
        bar = _bar(lesson.done, lesson.steps, BAR)
        lines += ["", f"{_fit(lesson.title, titles)}  {bar}  {_standing(lesson)}"]
        for one in lesson.ideas:
            before = f"  {_bar(one.streak, RUN, RUN)}  {_fit(_state(one), states)}  "
            number = _number(one, lesson)
            room = max(width - _cells(before) - _cells(number), 1)
            lines.append(before + _cut(one.title, room) + number)
    lines = [_cut(line.rstrip(), width) for line in lines]
    if charset == "ascii":
        lines = [line.translate(ASCII).encode("ascii", "replace").decode() for line in lines]
    return tuple(lines)


def _all(progress: Progress) -> str:
    if not progress.answers:
        return "Nothing answered yet."
    asked = len(progress.ideas)
    row = f"{progress.streak} in a row, {progress.longest} at most"
    return f"{progress.known} of {asked} {_plural('question', asked)} known · {row}"


def _standing(lesson: LessonLearned) -> str:
    of = f"{lesson.done} of {lesson.steps} {_plural('step', lesson.steps)}"
    parts = [of] if lesson.steps else []
    parts += [f"{lesson.skipped} skipped"] if lesson.skipped else []
    parts += [f"{lesson.known} of {len(lesson.ideas)} known"] if lesson.ideas else []
    return " · ".join(parts)


def _number(one: Learned, lesson: LessonLearned) -> str:
    """The question's number, where its step has several."""
    step = [other for other in lesson.ideas if other.idea.step == one.idea.step]
    return "" if len(step) == 1 and one.idea.question == 0 else f" · {one.idea.question + 1}"


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


def _plural(noun: str, count: int) -> str:
    return noun if count == 1 else f"{noun}s"


def _cells(text: str) -> int:
    """How wide a terminal shows the text."""
    return sum(
        0 if combining(character) else 2 if east_asian_width(character) in "WF" else 1
        for character in text
    )


def _cut(text: str, cells: int) -> str:
    """The text, shortened where it is too wide."""
    if _cells(text) <= cells:
        return text
    while text and _cells(text) > cells - 1:
        text = text[:-1]
    return text + "…"


def _fit(text: str, cells: int) -> str:
    """The text at exactly that width."""
    text = _cut(text, cells)
    return text + " " * (cells - _cells(text))
