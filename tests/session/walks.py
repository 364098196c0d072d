"""Random walks through lessons: what is done at each step, and what must not be seen."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any

from tutor.course.index import bundled
from tutor.course.loader import Course, load_course
from tutor.course.model import Lesson, Step
from tutor.course.questions import Choose, Order, Predict, Question, Reach, Write
from tutor.engine.numbers import Number, Value, number
from tutor.session.lesson import LessonSession
from tutor.session.quiz import QuizSession
from tutor.session.view import Event, Phase, View


@cache
def bundled_course() -> Course:
    """The course that comes with the tutor."""
    return load_course(bundled())


def irregular(course: Course) -> Course:
    """The course with other constants: of so many odd digits that a number which turns up is the
    one that was asked, and no other."""
    lessons = [
        lesson.replaced(steps=tuple(map(_irregular, lesson.steps))).read_from(lesson.source)
        for lesson in course.lessons
    ]
    return course.holding(*lessons)


def _irregular(step: Step) -> Step:
    if not step.code:
        return step
    own = step.listing
    code = own.with_values({name: odd(name, value) for name, value in own.parameters.items()})
    ask = tuple(
        one.replaced(with_={name: odd(name, value) for name, value in one.with_.items()})
        for one in step.ask
    )
    return step.replaced(code=code, ask=ask)


def odd(name: str, value: Number) -> Number:
    """Near the value, with digits of its own."""
    share = random.Random(f"{name} {value}").randint(1001, 2999) / 100_000
    return float(f"{(value or 0.03) * (1 + share):.6g}")


def stopped() -> float:
    """A clock on which no time goes by."""
    return 0.0


# -- what is to be kept back -----------------------------------------------------------------------


OWN = {
    ("View", "typed"), ("View", "reading"), ("View", "you"), ("Scene", "guess"), ("Place", "text"),
    ("Place", "answer"), ("Attempt", "text"), ("Attempt", "value"),
}  # fmt: skip
"""What the learner typed and how it reads: a working that is right is theirs."""


def exposed(thing: Any) -> Iterator[Any]:
    """Every number and text that can be reached in what is given away."""
    if is_dataclass(thing) and not isinstance(thing, type):
        for one in fields(thing):
            if (type(thing).__name__, one.name) not in OWN:
                yield from exposed(getattr(thing, one.name))
    elif isinstance(thing, tuple) and hasattr(thing, "_fields"):
        for name in thing._fields:
            if (type(thing).__name__, name) not in OWN:
                yield from exposed(getattr(thing, name))
    elif isinstance(thing, Mapping):
        for key, value in thing.items():
            yield from exposed(key)
            yield from exposed(value)
    elif isinstance(thing, list | tuple):
        for one in thing:
            yield from exposed(one)
    elif isinstance(thing, str | int | float) and not isinstance(thing, bool):
        yield thing


def pictured(drawn: LessonSession | QuizSession, view: View) -> Iterator[Any]:
    """The picture that goes with a view, as a chart shows it and in sentences, without what stands
    there for a good reason: the learner's own guess and, where the way is asked, the author's dots
    on both sides. (Telling these apart is the question.)"""
    scene, told = drawn.scene(), drawn.described()
    own = ["Your guess "]
    if scene is not None and view.question is not None and view.question.kind == "direction":
        scene = scene._replace(marks=())
        own.append("Marked ")
    yield scene
    for text in told:
        yield [one for one in SENTENCES.split(text) if not one.startswith(tuple(own))]


SENTENCES = re.compile(r"(?<=[.!?]) (?=[A-Z])")


def secrets(session: LessonSession) -> list[float]:
    """What is still to be predicted here, found by running the listing in the test.

    Left out is what has been seen for a good reason: the constants, what earlier updates made,
    what an earlier question asked of the same update or its author shows.
    """
    view, place = session.view(), session.place()
    step = session.course.lesson(view.lesson_id).step(view.step_id)
    if not step.code or view.phase is Phase.END:
        return []
    values = view.constants
    if view.question is not None and view.question.free:
        row = step.listing.run(values, updates=view.updates + 1)
        asked = row.value(view.question.variable, view.updates + 1)
        seen = [value for n in range(view.updates + 1) for value in row.row(n).values()]
        return unseen([asked], [*values.values(), *seen])
    if view.phase not in (Phase.ASK, Phase.REVEALED) or place.question >= len(step.ask):
        return []
    here = step.ask[place.question]
    waiting = step.ask[place.question + (view.phase is Phase.REVEALED) :]
    if place.again:
        waiting = (here,) if view.phase is Phase.ASK else ()
    found: list[Value] = []
    changed = dict(place.values)
    for question in waiting:
        if question is not here:
            spoken_of = isinstance(question, Choose | Reach)  # begun with the author's numbers
            changed = {
                k: v for k, v in changed.items() if k not in question.with_ and not spoken_of
            }
        constants = {**step.listing.parameters, **question.with_, **changed}
        if (
            isinstance(question, Predict)
            and constants == values
            and not _same(question, here, view)
        ):
            trace = step.listing.run(values, updates=question.after)
            found.append(trace.value(question.predict, question.after))
    return unseen(found, [*values.values(), *_seen(step, place.question, values, waiting)])


def _same(question: Predict, here: Question, view: View) -> bool:
    """It asks again for the number that was just answered."""
    return (
        view.phase is Phase.REVEALED
        and isinstance(here, Predict)
        and here.by == "number"
        and (here.predict, here.after) == (question.predict, question.after)
    )


def _seen(
    step: Step, at: int, values: Mapping[str, Number], waiting: Iterable[Question]
) -> Iterator[Value]:
    """What may be known of the run before the questions that are waiting."""
    predictions = [one for one in waiting if isinstance(one, Predict)]
    next_one = min((one.after for one in predictions), default=1)
    trace = step.listing.run(values, updates=next_one)
    for update in range(min(next_one, trace.updates + 1)):
        yield from trace.row(update).values()
    row = trace.row(trace.updates)
    asked = {one.predict for one in predictions if one.after == next_one}
    answered = {q.predict for q in step.ask[: at + 1] if isinstance(q, Predict)}
    yield from (row.get(name) for name in ({*step.show} | answered) - asked)


def unseen(wanted: Iterable[Value], seen: Iterable[Value]) -> list[float]:
    known = [value for value in seen if isinstance(value, int | float)]
    return [
        float(value)
        for value in wanted
        if isinstance(value, int | float)
        and math.isfinite(value)
        and len(number(value).replace(".", "").strip("-0")) >= 5
        and not any(math.isclose(value, one, rel_tol=1e-6) for one in known)
    ]


def lines_asked(session: LessonSession) -> list[str]:
    """The lines that are to be written or put in order now."""
    view, place = session.view(), session.place()
    step = session.course.lesson(view.lesson_id).step(view.step_id)
    if view.phase is not Phase.ASK or not isinstance(step.ask[place.question], Write | Order):
        return []
    own = step.listing
    return [own.lines[n - 1].strip() for n in own.body if "print" not in own.lines[n - 1]]


def leaks(session: LessonSession, events: Iterable[Event] = ()) -> list[Any]:
    """Where a withheld answer stands in what is given away."""
    wanted, lines, view = secrets(session), lines_asked(session), session.view()
    if view.question is not None:
        view = replace(view, question=replace(view.question, lines=()))
    if not wanted and not lines:
        return []
    pictures = list(pictured(session, view))
    things = [view, *pictures, session.place(), *events]
    texts = [value for value in exposed(things) if isinstance(value, str)]
    return [
        *given_away(things, wanted),
        *rounded(pictures, wanted),
        *(text for text in texts for line in lines if line in text),
    ]


def given_away(things: Iterable[Any], secrets: Iterable[float]) -> Iterator[Any]:
    """Every number and text that is one of these numbers, or holds its digits."""
    wanted = [
        (secret, re.compile(rf"(?<![\w.-]){re.escape(number(secret))}")) for secret in secrets
    ]
    for value in exposed(list(things)) if wanted else ():
        for secret, digits in wanted:
            text = isinstance(value, str)
            if digits.search(value) if text else math.isclose(value, secret, rel_tol=1e-6):
                yield value


def rounded(pictures: Iterable[Any], secrets: Sequence[float]) -> Iterator[str]:
    """The labels and sentences of a picture that hold one of these numbers, rounded to four
    digits or more. (Axis ticks are made of the axis limits, and are the chart's own.)"""
    texts = (value for value in exposed(list(pictures)) if secrets and isinstance(value, str))
    for text in texts:
        for numeral in NUMERAL.findall(text):
            digits = len(re.split("e", numeral)[0].replace(".", "").strip("-0"))
            if digits >= 4 and any(float(f"{one:.{digits}g}") == float(numeral) for one in secrets):
                yield text


NUMERAL = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w])")


# -- what is done ----------------------------------------------------------------------------------


def right_answer(course: Course, view: View) -> str:
    """What a learner who knows it all would type: found by running the listing, here."""
    step = course.lesson(view.lesson_id).step(view.step_id)
    assert view.question is not None
    question = step.ask[view.question.number - 1]
    match view.question.kind:
        case "predict" | "direction":
            assert isinstance(question, Predict)
            values = view.constants
            trace = step.listing.run(values, updates=question.after)
            value = trace.value(question.predict, question.after)
            assert isinstance(value, int | float)
            if view.question.kind == "predict":
                return repr(value)
            start = step.start(view.question.number - 1)
            old = trace.value(question.predict, start)
            if not isinstance(old, int | float):
                old = trace.value(question.predict, 1)
            assert isinstance(old, int | float)
            return "stay" if math.isclose(old, value) else "up" if value > old else "down"
        case "choose":
            assert isinstance(question, Choose)
            row = step.listing.run(view.constants).row(question.after) if step.code else {}
            known = {name: value for name, value in row.items() if value is not None}
            for i, option in enumerate(question.options, 1):
                if isinstance(option.right, bool):
                    right = option.right
                else:
                    right = bool(step.listing.evaluate(option.right.if_, known))
                if right:
                    return str(i)
        case "many":
            options = getattr(question, "options", ())
            return " ".join(str(i) for i, option in enumerate(options, 1) if option.right)
        case "write":
            body = step.listing
            return "\n".join(body.lines[n - 1].strip(" ") for n in body.body)
        case "order":
            body = step.listing
            wanted = [body.lines[n - 1].strip() for n in body.body]
            shown = [line.strip().splitlines()[0] for line in view.question.lines]
            return " ".join(str(shown.index(line) + 1) for line in wanted if line in shown)
    return ""


INTENTS = (
    "type", "wrong", "commit", "enter", "next", "back", "hint", "skip", "reset", "nudge", "set",
    "run", "run all", "replay", "picture", "choose", "right", "right", "right", "enter", "scroll",
    "open", "again",
)  # fmt: skip


def drive(session: LessonSession, intent: str, chance: random.Random) -> tuple[Event, ...]:
    """Carry out one intent with numbers of its own."""
    view = session.view()
    match intent:
        case "type":
            words = ["", "1", "0.5", "weight", "pred - goal_pred", "x" * 50, "2/3?", "up", "2!"]
            return session.type(chance.choice(words))
        case "wrong" | "again" if view.phase is Phase.ASK and view.question is not None:
            return (*session.type(_wrong(session, view, chance)), *session.commit())
        case "wrong" | "again":
            return (*session.type(chance.choice(["0.1", "-3", "fish"])), *session.commit())
        case "right":
            if view.phase is not Phase.ASK or view.question is None:
                return ()
            return (*session.type(right_answer(session.course, view)), *session.commit())
        case "nudge":
            return session.nudge(_constant(view, chance), chance.randint(-9, 9))
        case "set":
            return session.set(_constant(view, chance), chance.choice([-1.037, 0, 0.2117, 2, 1e9]))
        case "run":
            return session.run(chance.randint(1, 5))
        case "run all":
            return session.run(10**6)
        case "choose":
            return session.choose(chance.randint(0, 4))
        case "scroll":
            return session.scroll(chance.randint(-1, 9))
        case "open":
            lesson = chance.choice(session.course.lessons)
            return session.open(lesson.id, chance.choice(lesson.steps).id)
        case _:
            events = getattr(session, intent)()
            assert isinstance(events, tuple)
            return events


def _constant(view: View, chance: random.Random) -> str:
    return chance.choice([*(one.name for one in view.parameters), "nothing"])


def _wrong(session: LessonSession, view: View, chance: random.Random) -> str:
    """A wrong answer; often one that a named mistake gives."""
    from tutor.history.schedule import Item
    from tutor.session.task import task_of

    assert view.question is not None
    if view.question.kind == "write":
        return chance.choice(["weight = weight", "weight = 3 * alpha", "weight = weight + alpha"])
    if view.question.kind != "predict":
        return chance.choice(["1", "2", "3 2 1", "1 2 3", "down", "up"])
    values = view.constants
    item = Item(view.lesson_id, view.step_id, view.question.number - 1)
    task = task_of(session.course, item, values)
    assert task is not None
    given = [repr(value) for value in task.ask.distinct.values()]
    return chance.choice([*given, "12.34567", "-0.00123", "7"])


def walked(
    session: LessonSession, seed: int, count: int
) -> Iterator[tuple[str, tuple[Event, ...]]]:
    """So many random intents, each carried out, with what happened."""
    chance = random.Random(seed)
    for _ in range(count):
        intent = chance.choice(INTENTS)
        yield intent, drive(session, intent, chance)


def steps(course: Course) -> list[tuple[Lesson, Step]]:
    """Every step of every lesson."""
    return [(lesson, step) for lesson in course.lessons for step in lesson.steps]


def answer(session: LessonSession, text: str) -> View:
    """Type it, press enter, and look."""
    session.type(text)
    session.enter()
    return session.view()


def settle(session: LessonSession, count: int = 1) -> View:
    """Answer so many questions right, going on after each but the last."""
    for place in range(count):
        if place:
            session.enter()
        answer(session, right_answer(session.course, session.view()))
    return session.view()
