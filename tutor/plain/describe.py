"""What is read out of a view and of the course: the words and the numbers of the screen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from tutor.engine.numbers import number
from tutor.errors import TutorError, nearest
from tutor.grading import messages
from tutor.grading.kinds.base import Input
from tutor.session.view import ERROR, Phase

if TYPE_CHECKING:
    from tutor.chart.canvas import Row
    from tutor.course.loader import Course
    from tutor.session.lesson import LessonSession
    from tutor.session.picture.scene import Scene
    from tutor.session.view import QuestionView, Table, View

KEPT = "\N{NO-BREAK SPACE}"
"""Between words that stay on one line; said as a blank."""
PAGE = 20
"""Lines of a table or an output that are read out without being asked for all."""

HEIGHT = 18
"""Rows of a picture."""

_TARGET = re.compile(r"\s*([A-Za-z_]\w*(?:\s*,\s*[A-Za-z_]\w*)*)\s*(?:[-+*/%]|//|\*\*)?=(?!=)")
_IN_A_LIST = re.compile(r"\s*([A-Za-z_]\w*)\[.*\]\s*(?:[-+*/%]|//|\*\*)?=(?!=)")


def heading(view: View) -> str:
    """Where the learner is."""
    stands = {"done": " You have done it.", "skipped": " You skipped it."}
    where = stopped(f"{view.lesson}, step {view.index} of {view.total}: {view.step}")
    return where + stands.get(view.standing, "")


# -- the listing ---------------------------------------------------------------------------------


def code(view: View, width: int) -> Iterator[str]:
    """The listing, each line with what may stand beside it."""
    longest = max((len(line.text) for line in view.listing), default=0)
    column = min(longest, max(width - 16, 24))
    for line in view.listing:
        value = {"?": "is asked", "·": "", "": ""}.get(line.value, f"is {line.value}")
        text = "(the lines of the update)" if line.text.strip() == "…" else line.text.strip()
        indent = line.text[: len(line.text) - len(line.text.lstrip())]
        yield f"  {indent + text:<{column}}   {value}".rstrip()


def beside(view: View) -> dict[str, str]:
    """The values that stand beside the listing's lines, by the name that the line sets."""
    found = {}
    for line in view.listing:
        name = _TARGET.match(line.text)
        if name and line.value not in ("", "?", "·"):
            found[name[1]] = line.value
    return found


def newly_beside(view: View, before: Mapping[str, str], *, but: str = "") -> Iterator[str]:
    """The values beside the lines that are there now and were not, or were others; `but` one."""
    known = {but, *(p.name for p in view.parameters if p.now != p.value)}  # `now` tells of these
    new = {
        name: value
        for name, value in beside(view).items()
        if before.get(name) != value and name not in known
    }
    if new:
        yield f"Beside the lines now: {_pairs(new)}."


def changing(view: View) -> frozenset[str]:
    """The names that the listing sets more than once, or that have no value before the updates; a
    list that one of its numbers is set in counts."""
    given = {parameter.name for parameter in view.parameters}
    if view.table is not None:
        before = zip(view.table.names, view.table.rows[0], strict=True)
        given |= {name for name, value in before if value is not None}
    targets = [found[1] for line in view.listing if (found := _TARGET.match(line.text))]
    names = [name.strip() for target in targets for name in target.split(",")]
    names += 2 * [found[1] for line in view.listing if (found := _IN_A_LIST.match(line.text))]
    return frozenset(name for name in names if name not in given or names.count(name) > 1)


# -- the constants -------------------------------------------------------------------------------


def now(view: View) -> Iterator[str]:
    """Where the constants are that updates have changed."""
    moved = {p.name: p.now for p in view.parameters if p.now != p.value}
    if moved:
        yield messages.standing(view.updates, moved)


def constants(view: View) -> Iterator[str]:
    """Which constants can be changed, and how far."""
    told = [
        f"{p.name} (now {number(p.value)}, from {number(p.lo)} to {number(p.hi)})"
        for p in view.parameters
        if p.editable
    ]
    if told:
        yield f"You can set {', '.join(told)}."


def changed(view: View, before: View) -> Iterator[str]:
    """The constants that are others than before."""
    was = {p.name: p.value for p in before.parameters}
    other = {p.name: number(p.value) for p in view.parameters if was.get(p.name) != p.value}
    if other:
        yield f"Now {_are(other)}."


# -- the question --------------------------------------------------------------------------------


def question(view: View) -> Iterator[str]:
    """The question, and what answers it while it is open."""
    question = view.question
    if question is None or question.free:
        return
    yield ""
    if question.count > 1:
        yield f"Question {question.number} of {question.count}."
    yield asked(question)
    yield from options(question)
    if view.phase is Phase.ASK:
        yield how(view, question)


def asked(question: QuestionView) -> str:
    """The question itself."""
    return question.asked


def options(question: QuestionView) -> Iterator[str]:
    """What can be chosen, or put in order, by number."""
    for place, option in enumerate(() if question.shortcuts else question.options, 1):
        yield f"  {place}  {' '.join(option.split())}"
    for place, line in enumerate(question.lines, 1):
        first, *rest = line.splitlines()
        yield f"  {place}  {first}"
        yield from (f"     {more}" for more in rest)


def how(view: View, question: QuestionView) -> str:
    """Which words this question takes."""
    hint = ["hint"] if question.more_hints else []
    return f"{_takes(view, question)}; or {_listed([*hint, 'skip', 'help'])}."


def _takes(view: View, question: QuestionView) -> str:
    match question.input:
        case Input.OPTION if question.shortcuts:
            return f"Type {_listed([*question.options])}"
        case Input.OPTION:
            return f"Type the number of your answer, 1 to {len(question.options)}"
        case Input.CONSTANTS:
            return f"Type {example(view)}, with a number of your own; an empty line checks the run"
        case Input.LINES:
            return "Type one line at a time; an empty line hands them in"
        case Input.SEVERAL:
            return "Type the numbers of all that are right, as in 1 2"
        case Input.ORDER:
            return f"Type all the numbers from 1 to {len(question.lines)} in their order"
        case _:
            return "Type a number, or a sum such as 3 * 2.5 - 1"


def example(view: View) -> str:
    """`set alpha 0.1`: how to change a constant here. It has its present value: any other one could
    be the answer."""
    for free in view.parameters:
        if free.editable and isinstance(free.value, int | float):
            return f"set {free.name} {number(free.value)}"
    return "set alpha 0.3"


# -- the answer ----------------------------------------------------------------------------------


def judged(view: View) -> str:
    """What is said of the answer. A choice is judged in its author's words, which need not say
    whether it was right; on the screen a mark does."""
    verdict = view.verdict
    if verdict is None:
        return ""
    question, mark = view.question, ""
    if question is not None and question.authored:
        several = question.input is Input.SEVERAL  # it says which of them are not
        mark = "Right. " if verdict.right else "" if several else "Not that one. "
    return f"{mark if verdict.attempt else ''}{verdict.say.strip()}"


def more_tries(question: QuestionView | None) -> str:
    """How often one may try again; empty where that is not counted."""
    left = question.tries_left if question is not None else None
    return "One more try." if left == 1 else f"{left} more tries." if left else ""


def outcome(view: View) -> Iterator[str]:
    """The learner's answer and the truth side by side, and the line worked out."""
    if view.truth and view.question is not None and view.question.input is Input.OPTION:
        if view.verdict is not None and not view.verdict.right:
            yield stopped(f"The right answer: {view.truth}")
    elif view.truth:
        name = view.question.variable if view.question is not None else "The value"
        off = f"; you said {view.you}, off by {view.off}" if view.you else ""
        exact = view.you == view.truth or view.off == "0"
        yield f"{name} is {view.truth}{', as you said' if exact else off}."
    if view.worked:
        yield f"Worked out: {view.worked}"


# -- the run -------------------------------------------------------------------------------------


def rows(view: View, first: int = 0, *, few: int = PAGE) -> Iterator[str]:
    """What changes in each update from the `first` on; the middle of a long run is left out."""
    table = view.table
    updates = range(first, len(table.rows) if table is not None else 0)
    names = changing(view)
    told = (_row(table, update, names, view.loops) for update in updates if table is not None)
    lines = [one for one in told if one]
    yield from _ends(lines, few, "updates") if lines else ("There is no run to show yet.",)


def _row(table: Table, update: int, names: frozenset[str], loops: bool) -> str:
    told = {
        name: number(value)
        for name, value in zip(table.names, table.rows[update], strict=True)
        if value is not None and name in names
    }
    if not told:
        return ""
    when = "Before" if update == 0 else f"Update {update:,}" if loops else "After the run"
    return f"{when}: {_pairs(told)}."


def output(view: View, *, few: int = PAGE) -> Iterator[str]:
    """What the listing printed."""
    lines = view.output.rstrip("\n").split("\n")
    yield from _ends(lines, few, "lines") if any(lines) else ("Nothing is printed yet.",)


def _ends(lines: list[str], few: int, what: str) -> Iterator[str]:
    """All lines, or the first and the last of many."""
    if len(lines) <= few + 1:
        yield from lines
        return
    half = few // 2
    yield from lines[:half]
    yield f"({len(lines) - 2 * half:,} more {what})"
    yield from lines[-half:]


def stopped(text: str) -> str:
    """The text as a sentence: with a stop at its end, and a capital at its beginning."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '?', '!', '…')) else '.'}"


# -- the picture, in ASCII characters -------------------------------------------------------------


def drawn(scene: Scene | None, width: int) -> list[str]:
    """The curve; a sentence where there is none to draw yet, nothing without a picture."""
    if scene is None or scene.sentence:
        return [scene.sentence] if scene is not None else []
    from tutor.chart.drawing import draw

    rows = draw(scene, width, HEIGHT, charset="ascii")
    digits = any(style == "mark" and text.strip().isdigit() for row in rows for text, style in row)
    trail = "; a digit is an earlier update, by its last digit" if digits else ""
    here = "where you are" if scene.ground is not None else f"where {scene.y} is measured"
    key = [f"@ is {here}{trail}."] if scene.now is not None else []
    return [*_rows(rows), *key]


def error_curve(view: View, width: int) -> list[str]:
    """The error against the update; nothing where there are no two of them."""
    from tutor.chart.error_curve import draw_error

    points = view.table.points(ERROR) if view.table is not None else []
    if len(points) < 2:
        return []
    return _rows(draw_error(points, width, HEIGHT, charset="ascii", y=ERROR))


def _rows(drawn: Iterable[Row]) -> list[str]:
    return ["".join(text for text, _ in row).rstrip() for row in drawn]


# -- the course -----------------------------------------------------------------------------------


def ended(view: View) -> str:
    """The last page of the course."""
    return (
        "That was the last step of the course. "
        f"Right at the first try: {view.right} of {view.asked}. "
        "The word lessons lists the lessons, go opens one."
    )


def lessons(session: LessonSession) -> Iterator[str]:
    """Every lesson with its name and how far it is."""
    here = session.place().lesson
    for at, lesson in enumerate(session.course.lessons, 1):
        stands = [session.standing(lesson.id, step.id) for step in lesson.steps]
        told = [f"{stands.count('done')} of {len(stands)} steps done"]
        told += [f"{stands.count('skipped')} skipped"] if "skipped" in stands else []
        told += ["you are here"] if lesson.id == here else []
        yield f"  {at}  {lesson.title} ({lesson.id}): {', '.join(told)}."
    for stem in session.course.broken:
        yield f"  {stem} cannot be played: it has problems."
    yield "go and a number or a name opens one, as in go 2."


def steps(session: LessonSession) -> Iterator[str]:
    """Every step of this lesson."""
    place = session.place()
    lesson = session.course.lesson(place.lesson)
    for at, step in enumerate(lesson.steps, 1):
        stands = session.standing(lesson.id, step.id) or "open"
        here = ", you are here" if step.id == place.step else ""
        yield f"  {at}  {step.title} ({step.id}): {stands}{here}."
    at = lesson.steps.index(lesson.step(place.step)) + 1
    yield f"go {lesson.id}/ and a number or a name opens one, as in go {lesson.id}/{at}."


def place_named(course: Course, where: str) -> tuple[str, str]:
    """The ids of the lesson and the step (or nothing) that `3`, `add-alpha`, `add alpha`,
    `add-alpha/2` or `add-alpha/first-step` names. Raises TutorError."""
    if not where:
        raise TutorError("Type go and a lesson, as in go 2; the word lessons lists them.")
    name, _, step = (part.strip().casefold().replace(" ", "-") for part in where.partition("/"))
    number = _index(name, len(course.lessons))
    lesson = course.lesson(name) if number is None else course.lessons[number]
    at = _index(step, len(lesson.steps))
    return lesson.id, step if at is None else lesson.steps[at].id


def _index(text: str, count: int) -> int | None:
    """The 0-based place that a 1-based number names; None where it is none."""
    return int(text) - 1 if text.isdecimal() and 1 <= int(text[:6]) <= count else None


def glossary(words: Mapping[str, str], word: str) -> str:
    """What a word means, or which words there are."""
    found = word if word in words else nearest(word, words)
    if word and found:
        return f"{found}: {words[found].strip()}"
    known = f"Words: {', '.join(words)}." if words else "This course explains no words."
    return f"{word} is not among the words of this course. {known}" if word else known


# -- words ---------------------------------------------------------------------------------------


def _pairs(told: Mapping[str, str]) -> str:
    """`pred 1, error 0.04`; a name stays on one line with its value."""
    return ", ".join(f"{name}{KEPT}{value}" for name, value in told.items())


def _are(told: Mapping[str, str]) -> str:
    """`weight is 0.1 and input is 2`."""
    return _listed([f"{name} is{KEPT}{value}" for name, value in told.items()], "and")


def _listed(words: list[str], last: str = "or") -> str:
    """`hint, skip or help`."""
    *most, end = words
    return f"{', '.join(most)} {last} {end}" if most else end
