"""`tutor lint`: everything that the loader checks, and then what only shows when a lesson runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tutor.authoring.dynamic_checks import DynamicChecks
from tutor.course.index import COURSE_FILE, is_there, stems
from tutor.course.loader import Course, read_course_file, read_lesson
from tutor.course.model import Lesson, Mistake
from tutor.course.yaml_tree import Document
from tutor.errors import Problem, nearest
from tutor.process.files import is_folder


def lint(paths: Iterable[Path]) -> list[Problem]:
    """All problems of the lesson files and folders of lessons in `paths`, sorted by place.

    A folder is taken as a course: its course.yaml and every lesson in it. A lesson file is judged
    with the mistakes of the course.yaml beside it, as it is when it is played."""
    found: set[Problem] = set()
    for path in paths:
        try:
            found.update(_folder(path) if is_folder(path) else _file(path))
        except OSError as error:
            what = f"this cannot be read: {error.strerror}"
            found.add(Problem(str(error.filename or path), 1, 1, what))
    return sorted(found)


def _file(path: Path) -> list[Problem]:
    """The problems of one file."""
    if path.name == COURSE_FILE:
        return _folder(path.parent)
    course = _Course.read(path.parent)
    checked = _check(path, course)
    return [*course.document.problems, *checked.problems]


def _folder(directory: Path) -> list[Problem]:
    """The problems of a folder of lessons. Raises OSError where its files may not be listed."""
    course = _Course.read(directory)
    names = stems(directory)
    if not names and not course.there:
        what = "there is no lesson in this folder; `tutor new NAME` writes one"
        return [Problem(str(directory), 1, 1, what)]
    checked = [_check(directory / f"{stem}.yaml", course) for stem in names]
    problems = [problem for one in checked for problem in one.problems]
    problems += _same_ids(checked)
    if course.there:
        course.check_list(names)
        if all(one.lesson is not None for one in checked):
            course.check_used(frozenset().union(*(one.used for one in checked)))
    return [*course.document.problems, *problems]


@dataclass(frozen=True)
class _Checked:
    """One lesson after all its checks."""

    document: Document
    lesson: Lesson | None
    problems: Sequence[Problem]
    used: frozenset[str] = frozenset()
    """The mistakes that can be made somewhere in it."""


def _check(path: Path, course: _Course) -> _Checked:
    """Load a lesson and, where it is right so far, run it."""
    lesson, document = read_lesson(path, course.mistakes)
    if lesson is None:
        return _Checked(document, None, document.problems)
    checks = DynamicChecks(document, course.of(lesson), lesson)
    checks.run()
    return _Checked(document, lesson, document.problems, frozenset(checks.used))


def _same_ids(checked: Iterable[_Checked]) -> list[Problem]:
    """Two lessons of one folder cannot have the same id."""
    first: dict[str, str] = {}
    problems: list[Problem] = []
    for one in checked:
        if one.lesson is None:
            continue
        id, name = one.lesson.id, Path(one.document.path).name
        if id in first:
            node = one.document.root.at(("id",))
            what = f"{first[id]} has the id `{id}` too; each lesson has its own"
            problems.append(Problem(one.document.path, node.line, node.column, what))
        first.setdefault(id, name)
    return problems


class _Course:
    """What the lessons of a folder share."""

    def __init__(self, directory: Path, document: Document, there: bool) -> None:
        self.directory = directory
        self.document = document
        self.there = there
        """Whether the folder has a course.yaml."""
        self.mistakes: dict[str, Mistake] = {}
        self.stems: tuple[str, ...] = ()

    @classmethod
    def read(cls, directory: Path) -> _Course:
        """The course.yaml of a folder, where it has one."""
        path = directory / COURSE_FILE
        if not is_there(path):
            from tutor.course.yaml_tree import Node

            return cls(directory, Document(str(path), Node(1, 1), []), there=False)
        file, document = read_course_file(directory)
        course = cls(directory, document, there=True)
        if file is not None:
            course.mistakes, course.stems = dict(file.mistakes), file.lessons
        return course

    def of(self, lesson: Lesson) -> Course:
        """The course as far as one lesson knows it."""
        shared = Course("lint", "lint", "", mistakes=self.mistakes, directory=self.directory)
        return shared.holding(lesson)

    def check_list(self, names: Sequence[str]) -> None:
        """course.yaml lists the lessons that are there."""
        for index, stem in enumerate(self.stems):
            if stem not in names:
                node = self.document.root.at(("lessons", index))
                what = f"there is no file {stem}.yaml here"
                self.document.problem(node, what, nearest(stem, set(names) - set(self.stems)))
        for stem in names:
            if self.stems and stem not in self.stems:
                node = self.document.root.key("lessons")
                what = f"{stem}.yaml is not listed; add `- {stem}`, or move the file elsewhere"
                self.document.problem_at(node.line, node.column, what)

    def check_used(self, used: frozenset[str]) -> None:
        """Each shared mistake can be made somewhere."""
        for name, mistake in self.mistakes.items():
            if name not in used:
                node = self.document.root.at(("mistakes",)).key(name)
                self.document.problem(node, unused(name, mistake))


def unused(name: str, mistake: Mistake) -> str:
    """What to say of a mistake that nobody can make."""
    return (
        f"the mistake `{name}` applies to no question; none asks for `{mistake.target}` of a "
        f"listing that has {', '.join(sorted(mistake.names - {mistake.target})) or 'it'}"
    )
