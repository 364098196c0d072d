"""What is given away before an answer: every number that can be seen is held against the truth,
which is found here by running the listing, with no help of the session's own rules."""

from __future__ import annotations

import ast
import io
import math
import random
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from tests.session.walks import right_answer
from tutor.authoring.gift import gift
from tutor.course.loader import Course
from tutor.course.model import Lesson, Step
from tutor.course.questions import Choose, Predict, Question, Reach
from tutor.engine.numbers import Number, Value
from tutor.errors import TutorError
from tutor.history.schedule import Item
from tutor.plain.console import Console
from tutor.plain.lesson_console import LessonConsole
from tutor.plain.quiz_console import QuizConsole
from tutor.session.drawing import Drawn
from tutor.session.lesson import LessonSession
from tutor.session.quiz import QuizSession
from tutor.session.quizzes import Quizzes
from tutor.session.task import task_of
from tutor.session.view import Phase, View
from tutor.store.sqlite import Memory

NUMERAL = re.compile(
    r"(?<![\w.@])(?<!\w\[)[-−]?(?:\d+(?:,\d{3})*(?:\.\d+)?|\.\d+)(?:e[-+]?\d+)?(?!\w)"
)
WAY = re.compile(r"falls to|level here|bottom|slope|Marked|goal -?\d|moved (away|towards)")
"""What tells which way a curve goes, or where it ends."""
FACTORS = (1, -1, 0.5, -0.5, 2, -2)


class Open(NamedTuple):
    """What is still to be told of one run."""

    exact: tuple[float, ...]
    """Numbers to be predicted."""
    led_to: tuple[float, ...]
    """What is computed from them in the same update, and values whose way is asked."""
    names: frozenset[str]
    """The variables that tell them, in the update `update`."""
    update: int
    known: tuple[float, ...]
    """What was seen of earlier updates, or answered."""
    constants: tuple[float, ...]
    asked: frozenset[str] = frozenset()
    """The variables that are asked for in that update."""
    picking: str = ""
    """The texts of the answers to pick from, of the question in hand."""
    way: bool = False
    """Which way the curve goes is asked."""


# -- what is to be kept back -----------------------------------------------------------------------


def still_open(step: Step, at: int, values: Mapping[str, Number], view: View, alone: bool) -> Open:
    """What is open where question `at` (0-based) is in hand, or has just been answered."""
    answered = view.phase in (Phase.REVEALED, Phase.EXPLORE)
    free = view.question is not None and view.question.free
    asked: list[Question] = []
    first = at + answered
    for question in step.ask[first : at + 1 if alone else None]:
        if all(values.get(name) == value for name, value in question.with_.items()):
            asked.append(question)
    if not alone:
        asked = [one for one in asked if _same_run(step, at, one, values)]
    wanted = [(q.predict, q.after, q.by == "number") for q in asked if isinstance(q, Predict)]
    if free and view.question is not None:
        wanted, asked = [(view.question.variable, view.updates + 1, True)], []
    own = step.listing
    exact: list[Value] = []
    led_to: list[Value] = []
    names: set[str] = set()
    update = min((after for _, after, _ in wanted), default=view.updates + 1)
    for name, after, number in wanted:
        row = run(step, values, after)
        (exact if number else led_to).append(row[after].get(name) if after in row else None)
        below = later_names(step, name)
        names |= below if after == update else set()
        led_to += [row[after].get(one) for one in below - {name} if after in row]
    rows = run(step, values, view.updates)
    known = [v for n, before in rows.items() if n <= view.updates for v in before.values()]
    last = run(step, values, update).get(update, {})
    for question in step.ask[: at + (answered and not alone)]:
        if isinstance(question, Predict) and question.after == update and not alone:
            if question is step.ask[at]:  # what it has just been told stays until the next one
                names -= {question.predict} - {name for name, _, _ in wanted}
            if question.by == "number":
                known.append(last.get(question.predict))
    if free and any(
        isinstance(one, Predict)
        and one.after == update
        and {**own.parameters, **one.with_} == {**own.parameters, **values}
        for one in step.ask[: at + 1]
    ):  # a knob was turned back to the numbers of a question that was answered
        known += last.values()
    hand = asked[:1]
    picking = " ".join(
        option.say for one in hand if isinstance(one, Choose) for option in one.options
    )
    bowl = step.picture()
    directed = any(isinstance(one, Predict) and one.by == "direction" for one in hand)
    way = (
        bool(picking)
        or directed
        or any(
            bowl is not None and not number and name == bowl.x and after == view.updates + 1
            for name, after, number in wanted
        )
    )
    constants = {**own.parameters, **values}
    compared = bowl.compare.values() if bowl is not None else ()
    return Open(
        tuple(finite(exact)), tuple(finite(led_to)), frozenset(names), update,
        tuple(finite(known)),
        tuple(finite([*constants.values(), *compared])),
        frozenset(name for name, after, _ in wanted if after == view.updates + 1),
        picking, way,
    )  # fmt: skip


def _same_run(step: Step, at: int, other: Question, values: Mapping[str, Number]) -> bool:
    """Whether a later question finds the constants that are in force now."""
    here = step.ask[at]
    if other is here:
        return True
    own = {**step.listing.parameters}
    mine = {name: value for name, value in values.items() if own.get(name) != value}
    changed = {n: v for n, v in mine.items() if here.with_.get(n) != v}
    if isinstance(other, Choose):
        changed = {}
    theirs = {**own, **changed, **other.with_}
    return theirs == {**own, **values}


def run(step: Step, values: Mapping[str, Number], updates: int) -> dict[int, dict[str, Value]]:
    try:
        trace = step.listing.run(values, updates=updates, quiet=True)
    except TutorError:
        return {}
    return {n: trace.row(n) for n in range(trace.updates + 1)}


def later_names(step: Step, name: str) -> set[str]:
    """The variable and all that one update computes from it below its line."""
    tree = ast.parse(step.code)
    loop = next((node for node in tree.body if isinstance(node, ast.For)), None)
    lines = [
        node
        for node in ast.walk(loop or tree)
        if isinstance(node, ast.Assign)
        and not (loop is None and isinstance(node.value, ast.Constant | ast.Tuple | ast.UnaryOp))
    ]
    lines.sort(key=lambda node: node.lineno)
    found = {name}
    met = False
    for node in lines:
        targets = {n.id for t in node.targets for n in ast.walk(t) if isinstance(n, ast.Name)}
        sources = {n.id for n in ast.walk(node.value) if isinstance(n, ast.Name)}
        if met and sources & found:
            found |= targets
        met = met or name in targets
    return found


def finite(values: Iterable[Value]) -> list[float]:
    return [
        float(v)
        for v in values
        if isinstance(v, int | float) and not isinstance(v, bool) and math.isfinite(v)
    ]


# -- what can be seen ------------------------------------------------------------------------------


def like(numeral: str, value: float, digits: int = 6) -> bool:
    """Whether a number, written as the numeral is, is that numeral. Numbers are written with six
    significant digits; what has fewer has no more. Less than 0: so many decimals."""
    read = float(numeral.replace("−", "-").replace(",", ""))
    if digits < 0:
        return f"{value:.{-digits}f}" == f"{read:.{-digits}f}"
    return f"{value:.{digits}g}" == f"{read:.{digits}g}"


def tells(numeral: str, open_: Open, digits: int = 6) -> bool:
    """Whether a numeral tells what is open."""
    return any(
        like(numeral, factor * truth + 0.0, digits) for truth in open_.exact for factor in FACTORS
    ) or any(
        like(numeral, factor * value + 0.0, digits) for value in open_.led_to for factor in (1, -1)
    )


def seen(numeral: str, values: Iterable[float]) -> bool:
    return any(like(numeral, value) for value in values)


def leaks(
    session: LessonSession | QuizSession, step: Step, at: int, alone: bool = False
) -> Iterator[tuple[str, str]]:
    """Where on the screen something is told that is still open, and what."""
    view = session.view() if isinstance(session, LessonSession) else session.view().view
    values = view.constants
    if not step.code or view.phase is Phase.END:
        return
    open_ = still_open(step, at, values, view, alone)
    if not open_.exact and not open_.led_to and not open_.picking:
        return
    own = step.listing
    target = step.ask[at].target()
    at_update = view.updates if target is None else target.after
    if view.question is not None and view.question.free:
        at_update = view.updates
    told = {}
    for name in own.variables:
        for line in own.assigns(name):
            told[line] = name
    just = step.ask[at].variable if view.phase is Phase.REVEALED else ""
    for beside in view.listing if at_update >= open_.update else ():
        name = told.get(beside.number, "")
        if beside.value not in ("", "·", "?") and (
            name in open_.names
            or (at_update > open_.update and name not in ("", just))
            or any(
                tells(one, open_) and not seen(one, open_.known)
                for one in NUMERAL.findall(beside.value)
            )
        ):
            yield "beside", f"{name} {beside.value}"
    before = view.table.rows[0] if view.table is not None else ()
    for name, value in zip(view.table.names if view.table else (), before, strict=True):
        number = isinstance(value, int | float) and name not in own.parameters
        if number and tells(f"{value:.6g}", open_):
            yield "table", f"{name} {value}"
    scene, described = session.scene(), session.described()
    told_by_author = set(NUMERAL.findall(view.reveal))
    if scene is not None:
        labels = [(scene.steepness, 2)]
        labels += [(mark.label, 6) for mark in scene.marks]
        if scene.bottom is not None:
            labels.append((scene.bottom.label, -len(scene.bottom.label.partition(".")[2])))
        for label, digits in labels:
            numerals = NUMERAL.findall(label)
            if label and set(numerals) <= told_by_author:
                continue
            if any(tells(one, open_, digits) for one in numerals) or (open_.way and label):
                yield "picture", label
            if any(one in NUMERAL.findall(open_.picking) for one in numerals):
                yield "picture", label
        for mark in (*scene.marks, *((scene.bottom,) if scene.bottom else ())):
            if scene.x != "update" and any(
                math.isclose(mark.x, f * one, rel_tol=1e-6) for one in open_.exact for f in FACTORS
            ):
                yield "mark", f"{mark.label} {mark.x}"
        if scene.slope is not None and any(
            math.isclose(abs(scene.slope), abs(one), rel_tol=1e-3) for one in open_.exact if one
        ):
            yield "tangent", f"{scene.slope}"
    if scene is not None and scene.curve is not None and scene.y in open_.asked:
        yield "curve", scene.y
    for text in described:
        for height in re.findall(r"(?:where|There) \w+ is (\S+?)[.;,]? ?(?=$|\s|[A-Z])", text):
            if tells(height.rstrip(".;,"), open_) or height in NUMERAL.findall(open_.picking):
                yield "height", text
        steep = re.search(r"falls to the \w+[^:.]*: slope (\S+?)\.(?= |$)", text)
        if steep and steep[1] in told_by_author:
            text = text.replace(steep[0], "")
        if open_.way and WAY.search(text):
            yield "way", text
        yield from in_words("described", re.sub(r"Your guess is \S+", "", text), open_, [])
    asked = step.ask[at]
    free = [step.code, step.text, step.reveal, *(said.text for said in asked.sentences())]
    free += [said.text for one in step.ask[:at] for said in one.sentences()]
    allowed = [one for text in free for one in NUMERAL.findall(text)]
    shown = [view.text, view.reveal, view.worked, view.note, view.output]
    shown += [view.verdict.say] if view.verdict is not None else []
    if view.question is not None:
        shown += [view.question.prompt, view.question.hint, *view.question.lines]
    for text in shown:
        yield from in_words("sentence", text, open_, allowed)


def in_words(where: str, text: str, open_: Open, allowed: list[str]) -> Iterator[tuple[str, str]]:
    for one in NUMERAL.findall(re.sub(r"\d+ significant digits", "", text)):
        known = (*open_.known, *open_.constants)
        if one not in allowed and tells(one, open_) and not seen(one, known):
            yield where, f"{one} in {text!r}"


# -- in plain mode, and in an export ---------------------------------------------------------------

WORDS = "bowl\ntable\noutput\nlisting\nquestion\nhint\nquit\n"
COUNTS = re.compile(
    r"^(?:.*, (?:step|question) \d+ of \d+.*|Question \d+ of \d+\..*|  \d  .*|Type .*)$"
    r"|^(?:After|Update) \d+\b",
    re.M,
)
"""What plain mode counts, steps, questions, answers to pick from; and how to answer."""


def plain(course: Course, session: LessonSession | QuizSession) -> str:
    """All that plain mode says of the question in hand, its picture, table and output included."""
    said = io.StringIO()
    quizzes = Quizzes(Memory(), course)
    if isinstance(session, LessonSession):
        LessonConsole(session, Console(io.StringIO(WORDS), said), quizzes).walk()
    else:
        QuizConsole(session, quizzes, Console(io.StringIO("bowl\nquit\n"), said)).ask()
    return said.getvalue()


def told_aloud(
    course: Course, session: LessonSession | QuizSession, step: Step, at: int, alone: bool = False
) -> Iterator[tuple[str, str]]:
    """Where plain mode tells something that is still open."""
    view = session.view() if isinstance(session, LessonSession) else session.view().view
    values = view.constants
    open_ = still_open(step, at, values, view, alone)
    ranges = [f"{one}" for r in step.edit.values() for one in (r.from_, r.to, r.by)]
    texts = [step.code, step.text, *(said.text for said in step.ask[at].sentences()), *ranges]
    allowed = [one for text in texts for one in NUMERAL.findall(text)]
    for line in COUNTS.sub("", plain(course, session)).splitlines():
        yield from in_words("plain", line, open_, allowed)


# -- everywhere ------------------------------------------------------------------------------------


def everywhere(course: Course, lesson: Lesson, draws: int) -> Iterator[str]:
    """What any question of a lesson gives away: to a learner with the author's numbers and then
    with random ones of their own, in a quiz, a review, practice and an export with drawn ones."""
    for step in lesson.steps:
        for draw in range(draws if step.code else 0):
            rng = random.Random(f"{lesson.id}/{step.id}/{draw}")
            for where, what in (
                *learned(course, lesson, step, rng, draw),
                *quizzed(course, lesson, step, rng),
            ):
                yield f"{lesson.id}/{step.id}, draw {draw}, {where}: {what}"


def learned(
    course: Course, lesson: Lesson, step: Step, rng: random.Random, draw: int
) -> Iterator[tuple[str, str]]:
    """Through the questions of a step: before each answer, after a miss, and after the answer."""
    session = LessonSession(course)
    session.open(lesson.id, step.id)
    for at, question in enumerate(step.ask):
        for name, range_ in step.edit.items() if draw else ():
            session.set(name, rng.choice(range_.grid()))
        yield from leaks(session, step, at)
        if draw < 2:
            yield from told_aloud(course, session, step, at)
        if wrong := _wrong(course, session.view()):
            session.type(wrong)
            session.commit()
            yield from leaks(session, step, at)
        if isinstance(question, Reach):
            return
        assert session.view().phase is Phase.ASK
        session.type(right_answer(course, session.view()))
        session.commit()
        view = session.view()
        if view.verdict is not None and not view.verdict.attempt:
            return  # with these constants the run leads to no number
        assert view.phase in (Phase.REVEALED, Phase.EXPLORE), (step.id, at, view.verdict)
        yield from leaks(session, step, at)
        if view.phase is Phase.EXPLORE:
            for name, range_ in step.edit.items():
                session.set(name, rng.choice(range_.grid()))
            yield from leaks(session, step, at)
            return
        session.next()
        if session.place().again:
            session.skip()


def _wrong(course: Course, view: View) -> str:
    """A wrong answer that leaves a try; empty where none does."""
    asked = view.question
    if asked is None or asked.tries_left is None or asked.tries_left < 2:
        return ""
    if asked.kind == "predict":
        return "12.3456"
    right = right_answer(course, view)
    others = asked.shortcuts or tuple(map(str, range(1, len(asked.options) + 1)))
    return next((one for one in others if not right.startswith(one)), "")


def quizzed(
    course: Course, lesson: Lesson, step: Step, rng: random.Random
) -> Iterator[tuple[str, str]]:
    """Each question by itself: before its answer and, in a quiz, after it."""
    for at, question in enumerate(step.ask):
        item = Item(lesson.id, step.id, at)
        task = task_of(course, item)
        assert task is not None
        drawn = task.kind.drawable(question, step)
        values = task.kind.numbers(task.ask, step, rng) if drawn else None
        if values is None:
            continue
        for mode in ("quiz", "review", "practice"):
            quiz = QuizSession(course, [Drawn(item, values)], mode=mode)
            yield from leaks(quiz, step, at, alone=True)
            if mode == "quiz":
                yield from told_aloud(course, quiz, step, at, alone=True)
                view = quiz.view().view
                known = view.constants
                open_ = still_open(step, at, known, view, True)
                allowed = NUMERAL.findall(step.code)
                for said in (
                    gift(course, [Drawn(item, values)]).partition("[markdown]")[2].split("{")[:1]
                ):
                    shown = said.replace("\\n", "\n").replace("\\", "")
                    yield from in_words("export", COUNTS.sub("", shown), open_, allowed)
                # the second keeps the quiz from being over with the first
                quiz = QuizSession(course, [Drawn(item, values), Drawn(item, values)])
                quiz.type("1")
                quiz.enter()
                quiz.enter()  # where it was asked whether that is exact
                quiz.move(-1)
                yield from leaks(quiz, step, at, alone=True)


if __name__ == "__main__":
    from tests.session.walks import bundled_course

    for each in bundled_course().lessons:
        for line in everywhere(bundled_course(), each, 50):
            print(line)
