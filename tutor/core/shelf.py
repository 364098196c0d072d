"""The lessons of a course in their order, each read when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from tutor.errors import Problem

if TYPE_CHECKING:
    from tutor.core.lesson import Lesson

Problems = tuple[Problem, ...]


class Shelf:
    """Opening one lesson reads that one alone; whoever asks for all of them reads the rest."""

    def __init__(
        self, stems: Iterable[str], read: Callable[[str, Shelf], Lesson | Problems]
    ) -> None:
        """`stems` names the lesson files in order; `read` gives a lesson, or what is wrong with it.

        `read` is given the shelf too, for what one lesson has to do with those before it.
        """
        self.stems = tuple(stems)
        self._read = read
        self._taken: dict[str, Lesson | Problems] = {}

    @classmethod
    def of(cls, *lessons: Lesson) -> Shelf:
        """Lessons that have been read."""
        there = {_stem(lesson): lesson for lesson in lessons}
        return cls(there, lambda stem, _: there[stem])

    def take(self, stem: str) -> Lesson | Problems:
        """The lesson in that file, or what is wrong with it; always the same one.

        No problems where there is no such file on the shelf.
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
