"""A course: its lessons in their order, each read when it is first asked for."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from tutor.course.model import Lesson, Mistake, Step, no_such
from tutor.course.questions import Question
from tutor.engine.grammar import parse
from tutor.errors import Problem, TutorError

Problems = tuple[Problem, ...]


class Catalog:
    """Opening one lesson reads that one alone; whoever asks for all of them reads the rest."""

    def __init__(
        self, stems: Iterable[str], read: Callable[[str, Catalog], Lesson | Problems]
    ) -> None:
        """`stems` names the lesson files in order; `read` gives a lesson, or what is wrong with it.

        `read` is given the catalog too, for what one lesson has to do with those before it.
        """
        self.stems = tuple(stems)
        self._read = read
        self._taken: dict[str, Lesson | Problems] = {}

    @classmethod
    def of(cls, *lessons: Lesson) -> Catalog:
        """Lessons that have been read."""
        there = {_stem(lesson): lesson for lesson in lessons}
        return cls(there, lambda stem, _: there[stem])

    def take(self, stem: str) -> Lesson | Problems:
        """The lesson in that file, or what is wrong with it; always the same one.

        No problems where there is no such file on the catalog.
        """
        if stem not in self.stems:
            return ()
        # two threads may read the same file at once: both get what was there first
        found = self._taken.get(stem)
        return found if found is not None else self._taken.setdefault(stem, self._read(stem, self))

    def read(self) -> None:
        """Read all that nobody has asked for yet."""
        for stem in self.stems:
            self.take(stem)

    @property
    def first(self) -> Lesson | None:
        """The first that can be played."""
        return self._first(self.stems)

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """Those that can be played, in order."""
        taken = [self.take(stem) for stem in self.stems]
        return tuple(one for one in taken if not isinstance(one, tuple))

    @property
    def broken(self) -> dict[str, Problems]:
        """What is wrong with those that cannot be played, by stem."""
        taken = {stem: self.take(stem) for stem in self.stems}
        return {stem: one for stem, one in taken.items() if isinstance(one, tuple)}

    def beside(self, lesson: Lesson, way: int) -> Lesson | None:
        """The playable one after this lesson (`way` 1) or before it (-1)."""
        at = self.stems.index(_stem(lesson))
        others = self.stems[at + 1 :] if way > 0 else self.stems[:at][::-1]
        return self._first(others)

    def _first(self, stems: Iterable[str]) -> Lesson | None:
        return next((one for one in map(self.take, stems) if not isinstance(one, tuple)), None)


def _stem(lesson: Lesson) -> str:
    return lesson.source.stem or lesson.id


@dataclass(frozen=True)
class Course:
    """Everything that can be played, and what is wrong with what cannot."""

    id: str
    """Permanent: progress is kept under it."""
    title: str
    about: str
    catalog: Catalog
    """Its lessons."""
    mistakes: Mapping[str, Mistake] = field(default_factory=dict)
    """Shared by all lessons."""
    glossary: Mapping[str, str] = field(default_factory=dict)
    """Words and what they mean."""
    directory: Path = Path()
    """Where it was read from."""

    @property
    def stems(self) -> tuple[str, ...]:
        """Every lesson file in order, broken ones included, without `.yaml`."""
        return self.catalog.stems

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """The lessons that can be played, in order. Reads all that have not been read yet."""
        return self.catalog.lessons

    @property
    def broken(self) -> Mapping[str, tuple[Problem, ...]]:
        """The lessons that cannot be played, by file stem. Reads as many."""
        return self.catalog.broken

    def lesson(self, id: str) -> Lesson:
        """The lesson of that id or file stem; raises `TutorError` with the nearest one."""
        found = self.find(id) or self.catalog.take(id)
        if not isinstance(found, tuple):
            return found
        if found:
            raise TutorError("\n".join(str(problem) for problem in found))
        raise TutorError(no_such("lesson", id, [lesson.id for lesson in self.lessons]))

    def find(self, id: str) -> Lesson | None:
        """The lesson of that id. Most often its file has the same name, and no other is read."""
        named = self.catalog.take(id)
        if not isinstance(named, tuple) and named.id == id:
            return named
        return next((lesson for lesson in self.lessons if lesson.id == id), None)


def mistakes_for(
    course: Course, lesson: Lesson, step: Step, question: Question
) -> dict[str, Mistake]:
    """The mistakes that can be made at this question: those that assign its variable and use
    only names that the step's listing has. A lesson's own win over the course's where they have
    the same name or the same rule."""
    variable = question.variable
    if not variable or not step.code:
        return {}
    known = frozenset(step.listing.variables) | _callable(step.code)
    found: dict[str, tuple[str, Mistake]] = {}
    for name, mistake in {**course.mistakes, **lesson.mistakes}.items():
        if mistake.target == variable and mistake.names <= known:
            found[_canonical(mistake.rule)] = name, mistake
    return dict(found.values())


@lru_cache(maxsize=1024)
def _canonical(rule: str) -> str:
    """A rule without what makes no difference: spaces, and parentheses that are not needed."""
    return ast.unparse(parse(rule.strip()))


@lru_cache(maxsize=512)
def _callable(code: str) -> frozenset[str]:
    """The functions that a rule in this listing may call: its own, and those always there."""
    names = {"abs", "min", "max", "round", "len"}
    for node in parse(code).body:
        if isinstance(node, ast.FunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.ImportFrom):
            names.update(alias.name for alias in node.names)
    return frozenset(names)
