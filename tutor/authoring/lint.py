"""`tutor lint`: everything that the loader checks, and then what only shows when a lesson runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tutor.authoring.dynamic_checks import check_heading, check_run
from tutor.authoring.mistakes import Use, check_mistakes, variables_in
from tutor.course.index import COURSE_FILE, is_there, stems
from tutor.course.loader import Course, read_course_file, read_lesson
from tutor.course.model import Lesson
from tutor.course.packs import is_zip
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
            whole = is_folder(path) or is_zip(path)
            found.update(_folder(path) if whole else _file(path))
        except OSError as error:
            what = f"this cannot be read: {error.strerror}"
            found.add(Problem(str(error.filename or path), 1, 1, what))
    return sorted(found)


def _file(path: Path) -> list[Problem]:
    """The problems of one file."""
    if path.name == COURSE_FILE:
        return _folder(path.parent)
    course = _Course(path.parent)
    return [*course.document.problems, *_check(path, course).document.problems]


def _folder(directory: Path) -> list[Problem]:
    """The problems of a folder of lessons. Raises OSError where its files may not be listed."""
    course = _Course(directory)
    names = stems(directory)
    others = [
        Problem(str(one), 1, 1, f"lesson files end in .yaml; name it {one.stem}.yaml")
        for one in sorted(directory.glob("[!.]*.yml"))
    ]
    if not names and not course.there:
        what = "there is no lesson in this folder; `tutor new NAME` writes one"
        return others or [Problem(str(directory), 1, 1, what)]
    checked = [_check(directory / f"{stem}.yaml", course) for stem in names]
    problems = [problem for one in checked for problem in one.document.problems]
    problems += _same_ids(checked)
    if course.there:
        course.check_list(names)
        course.check_mistakes(checked)
    return [*others, *course.document.problems, *problems]


class _Checked(NamedTuple):
    """One lesson after all its checks."""

    document: Document
    lesson: Lesson | None
    uses: tuple[Use, ...]
    """Where mistakes are in force in it."""


def _check(path: Path, course: _Course) -> _Checked:
    """Load a lesson and, where it is right so far, run it."""
    lesson, document = read_lesson(path, course.declared)
    uses = check_run(document, course.of(lesson), lesson) if lesson is not None else ()
    return _Checked(document, lesson, uses)


def _same_ids(checked: Iterable[_Checked]) -> Iterator[Problem]:
    """Two lessons of one folder cannot have the same id."""
    first: dict[str, str] = {}
    for document, lesson, _ in checked:
        if lesson is None:
            continue
        if lesson.id in first:
            node = document.root.at(("id",))
            what = f"{first[lesson.id]} has the id `{lesson.id}` too; each lesson has its own"
            yield Problem(document.path, node.line, node.column, what)
        first.setdefault(lesson.id, Path(document.path).name)


class _Course:
    """What the lessons of a folder share."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.there = is_there(directory / COURSE_FILE)
        """Whether the folder has a course.yaml."""
        file, self.document = read_course_file(directory)
        if not self.there:
            self.document.problems.clear()
        declared = file.mistakes if file is not None else {}
        self.declared = frozenset(declared)
        """Names of all mistakes in it."""
        faulty = {problem.line for problem in self.document.problems}
        self.mistakes = {
            name: mistake
            for name, mistake in declared.items()
            if faulty.isdisjoint(
                self.document.root.at(("mistakes", name, key)).line
                for key in ("rule", "replace", "by")
            )
        }
        """Those with a rule that can be run."""
        self.stems: Sequence[str] = file.lessons if file is not None else ()

    def of(self, lesson: Lesson) -> Course:
        """The course as far as one lesson knows it."""
        shared = Course("lint", "lint", "", mistakes=self.mistakes, directory=self.directory)
        return shared.holding(lesson)

    def check_list(self, names: Sequence[str]) -> None:
        """course.yaml lists the lessons that are there, and its words hold no placeholder."""
        check_heading(self.document)
        for index, stem in enumerate(self.stems):
            if stem not in names:
                node = self.document.root.at(("lessons", index))
                what = f"there is no file {stem}.yaml here"
                self.document.problem(node, what, nearest(stem, set(names) - set(self.stems)))
        for stem in names:
            if self.stems and stem not in self.stems:
                what = f"{stem}.yaml is not listed; add `- {stem}`, or move the file elsewhere"
                self.document.problem(self.document.root.key("lessons"), what)

    def check_mistakes(self, checked: Sequence[_Checked]) -> None:
        """The mistakes of course.yaml beside all lessons, where all of these can be read."""
        lessons = [one.lesson for one in checked if one.lesson is not None]
        if len(lessons) < len(checked):
            return
        places = {lesson.id for lesson in lessons}
        places.update(f"{lesson.id}/{step.id}" for lesson in lessons for step in lesson.steps)
        order = {stem: place for place, stem in enumerate(self.stems)}
        known = sorted(checked, key=lambda one: order.get(Path(one.document.path).stem, len(order)))
        uses = [use for one in known for use in one.uses]
        variables = variables_in(step for lesson in lessons for step in lesson.steps)
        check_mistakes(self.document, self.mistakes, uses, places=places, variables=variables)
