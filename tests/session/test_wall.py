"""The wall between a session and its front ends: what is handed out is data, and runs nothing."""

from __future__ import annotations

import builtins
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import cached_property, lru_cache, partial
from types import CodeType, FunctionType, MethodType, ModuleType
from typing import Any, NamedTuple

import pytest

from tests.session.test_quiz import odd_questions
from tests.session.test_walks import kinds
from tests.session.walks import INTENTS, bundled_course, drive, steps
from tutor.engine.language.checker import Script
from tutor.engine.listing import Listing, listing
from tutor.engine.trace import Trace
from tutor.grading.ask import Ask
from tutor.session.exercise import Exercise
from tutor.session.lesson import LessonSession
from tutor.session.picture.curve import Source, source
from tutor.session.picture.plot import Plot
from tutor.session.quiz import QuizSession
from tutor.session.task import Task

SECRET = (
    Listing,
    Script,
    Trace,
    Task,
    Exercise,
    Ask,
    LessonSession,
    QuizSession,
    Plot,
    Source,
    CodeType,
    ModuleType,
)
"""What can tell an answer: it holds a run, can run a listing, or leads to something that can."""
PLAIN = (str, int, float, bool, type(None), datetime, Enum)


def edges(thing: Any) -> Iterator[tuple[str, Any]]:
    """What can be reached from a thing in one step, without the garbage collector's help."""
    if isinstance(thing, Mapping):
        yield from ((f"[{key!r}]", value) for key, value in thing.items())
        yield from ((".keys", key) for key in thing)
    elif isinstance(thing, list | tuple | set | frozenset):
        yield from ((f"[{at}]", value) for at, value in enumerate(thing))
    if isinstance(thing, FunctionType):
        for cell in thing.__closure__ or ():
            yield ".__closure__", cell.cell_contents
        yield ".__defaults__", thing.__defaults__
        yield ".__kwdefaults__", thing.__kwdefaults__
    elif isinstance(thing, MethodType):
        yield ".__func__", thing.__func__
    elif isinstance(thing, property):
        yield from ((".fget", one) for one in (thing.fget, thing.fset) if one is not None)
    elif isinstance(thing, partial):
        yield ".partial", (thing.func, thing.args, thing.keywords)
    for name in ("__self__", "__wrapped__", "func"):
        if not isinstance(thing, type | Mapping) and getattr(thing, name, builtins) is not builtins:
            yield f".{name}", getattr(thing, name)
    if isinstance(thing, type):
        if thing.__module__.startswith(("tutor", "tests")):
            members = {**vars(thing), "__annotations__": None}
            yield from ((f".{name}", value) for name, value in members.items())
        return
    yield from ((f".{name}", value) for name, value in getattr(thing, "__dict__", {}).items())
    for one in type(thing).__mro__:
        slots = vars(one).get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            if hasattr(thing, name):
                yield f".{name}", getattr(thing, name)
    yield ".__class__", type(thing)


def secret_paths(root: Any) -> list[str]:
    """The way to each thing in reach of `root` that can tell an answer."""
    found, seen, left = [], {id(root)}, [("", root)]
    kept = [root]  # what is made on the way must live, or its id is given to something else
    while left:
        path, thing = left.pop()
        if isinstance(thing, SECRET):
            found.append(path)
            continue
        for step, value in edges(thing):
            if id(value) not in seen:
                seen.add(id(value))
                kept.append(value)
                left.append((path + step, value))
    return found


def state(thing: Any) -> Iterator[Any]:
    """All that the instances hold themselves: their classes are left out."""
    yield thing
    for step, value in edges(thing) if not isinstance(thing, PLAIN) else ():
        if step != ".__class__":
            yield from state(value)


def handed_out(session: LessonSession | QuizSession) -> list[Any]:
    """Everything that a front end can ask for."""
    scene = session.scene()
    again = session.scene(scene.frame if scene is not None else None)
    return [session.view(), scene, again, session.described()]


def assert_wall(things: list[Any]) -> None:
    """Nothing in reach can tell an answer, and nothing held is anything but plain data."""
    assert secret_paths(things) == []
    for one in state(things):
        assert not callable(one), one
        module = type(one).__module__
        assert isinstance(one, (*PLAIN, list, tuple, dict)) or module.startswith("tutor."), one


@pytest.mark.parametrize("own", [True, False])
def test_nothing_that_a_lesson_hands_out_runs_a_listing_or_holds_a_run(own: bool) -> None:
    """At every step, at random moments: views, pictures, descriptions and events."""
    every = kinds() if own else bundled_course()
    chance = random.Random(4)
    reached = set()
    for lesson, step in steps(every):
        session = LessonSession(every)
        events = list(session.open(lesson.id, step.id))
        assert_wall(handed_out(session))
        for _ in range(12 if own else 6):
            events += drive(session, chance.choice(INTENTS), chance)
        assert_wall([*handed_out(session), events, session.place()])
        reached |= {session.view().phase}
    assert len(reached) > 2


@pytest.mark.parametrize("feedback", [True, False])
def test_nothing_that_a_quiz_hands_out_runs_a_listing_or_holds_a_run(feedback: bool) -> None:
    """Before and after an answer, and its summary at the end."""
    questions = random.Random(3).sample(odd_questions(), 6)
    quiz = QuizSession(bundled_course(), questions, mode="practice" if feedback else "quiz")
    for _ in questions:
        assert_wall(handed_out(quiz))
        quiz.type("1")
        quiz.enter()
        assert_wall(handed_out(quiz))
        quiz.enter()
    quiz.finish()
    assert_wall([*handed_out(quiz), quiz.summary()])


class Slotted:
    """A thing without a `__dict__`."""

    __slots__ = ("held",)

    def __init__(self, held: Any) -> None:
        self.held = held


class Named(NamedTuple):
    """A tuple with a method."""

    held: Any = None

    def taken(self) -> Any:
        return self.held


@dataclass(frozen=True)
class Frozen:
    """A frozen instance."""

    held: Any


def by_default(held: Any) -> Callable[..., Any]:
    def told(one: Any = held) -> Any:
        return one

    return told


def by_keyword(held: Any) -> Callable[..., Any]:
    def told(*, one: Any = held) -> Any:
        return one

    return told


def by_property(held: Any) -> Any:
    class Told:
        @property
        def one(self) -> Any:
            return held

    return Told()


def by_cached_property(held: Any) -> Any:
    class Told:
        @cached_property
        def one(self) -> Any:
            return held

    return Told()


HIDING: list[Callable[[Any], Any]] = [
    lambda held: held,
    lambda held: {"a": [(held,)]},
    lambda held: {held: 1},
    Slotted,
    Named,
    Frozen,
    lambda held: lambda: held,
    lambda held: lru_cache(lambda: held),
    lambda held: Named(held).taken,
    lambda held: partial(print, held),
    lambda held: partial(print, end=held),
    lambda held: held.at if isinstance(held, Source) else getattr(held, "run", held),
    lambda held: {1: held}.get,
    by_default,
    by_keyword,
    by_property,
    by_cached_property,
]


@pytest.mark.parametrize("hide", HIDING)
def test_the_walk_finds_a_listing_wherever_it_is_hidden(hide: Callable[[Any], Any]) -> None:
    """Or the tests above would hold for a wall with a hole in it."""
    held = listing("weight = 0.5\n")
    assert secret_paths(Frozen((1, hide(held))))
    assert secret_paths(Frozen(hide(source(held, {}, "weight", "weight"))))
    assert not secret_paths(Frozen((1, hide("plain"))))
