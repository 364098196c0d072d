"""A course: its lessons in their order, each read and checked when it is first asked for.

All problems of a file are told at once; a broken lesson never stops the others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tutor.course.headings import filled
from tutor.course.index import (
    COURSE_FILE,
    check_folder,
    files_named,
    folder_title,
    is_there,
    lesson_id,
    made_id,
    names_in,
    read_document,
    stems,
    text_of,
)
from tutor.errors import Problem, ProblemsError, TutorError, nearest

if TYPE_CHECKING:
    from tutor.course.cache import Kept, LessonCache
    from tutor.course.model import CourseFile, Lesson, Mistake
    from tutor.course.part import Part
    from tutor.course.yaml_tree import Document, Where

Problems = tuple[Problem, ...]


@dataclass(frozen=True, eq=False)
class Course:
    """Everything that can be played, and what is wrong with what cannot.

    Opening one lesson reads that one alone; whoever asks for all of them reads the rest."""

    id: str
    """Permanent: progress is kept under it."""
    title: str
    about: str
    stems: tuple[str, ...] = ()
    """Every lesson file in order, broken ones included, without `.yaml`."""
    open: Callable[[str], Lesson | Problems] = lambda stem: ()
    """Reads the lesson of a stem, or what is wrong with it."""
    mistakes: Mapping[str, Mistake] = field(default_factory=dict)
    """Shared by all lessons."""
    glossary: Mapping[str, str] = field(default_factory=dict)
    """Words and what they mean."""
    directory: Path = Path()
    """Where it was read from."""
    opened: dict[str, Lesson | Problems] = field(default_factory=dict, repr=False)
    """What was read so far, by stem."""

    def take(self, stem: str) -> Lesson | Problems:
        """The lesson in that file, or what is wrong with it; always the same one.

        No problems where the course has no such file."""
        if stem not in self.stems:
            return ()
        # two threads may read the same file at once: both get what was there first
        found = self.opened.get(stem)
        return found if found is not None else self.opened.setdefault(stem, self.open(stem))

    def read(self) -> None:
        """Read all that nobody has asked for yet."""
        for stem in self.stems:
            self.take(stem)

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """The lessons that can be played, in order. Reads all that have not been read yet."""
        taken = [self.take(stem) for stem in self.stems]
        return tuple(one for one in taken if not isinstance(one, tuple) and not one.draft)

    @property
    def broken(self) -> dict[str, Problems]:
        """What is wrong with those that cannot be played, by stem. Reads as many."""
        taken = {stem: self.take(stem) for stem in self.stems}
        return {stem: one for stem, one in taken.items() if isinstance(one, tuple)}

    @property
    def first(self) -> Lesson | None:
        """The first that can be played."""
        return self._first(self.stems)

    def beside(self, lesson: Lesson, way: int) -> Lesson | None:
        """The playable one after this lesson (`way` 1) or before it (-1)."""
        at = self.stems.index(_stem(lesson))
        return self._first(self.stems[at + 1 :] if way > 0 else self.stems[:at][::-1])

    def _first(self, stems: Iterable[str]) -> Lesson | None:
        taken = map(self.take, stems)
        return next((one for one in taken if not isinstance(one, tuple) and not one.draft), None)

    def lesson(self, id: str) -> Lesson:
        """The lesson of that id or file stem; raises `TutorError` with the nearest one."""
        from tutor.course.model import no_such

        found = self.find(id) or self.take(id)
        if not isinstance(found, tuple):
            return found
        if found:
            raise TutorError("\n".join(str(problem) for problem in found))
        raise TutorError(no_such("lesson", id, [lesson.id for lesson in self.lessons]))

    def find(self, id: str) -> Lesson | None:
        """The lesson of that id. Most often its file has the same name, and no other is read."""
        named = self.take(id)
        if not isinstance(named, tuple) and named.id == id:
            return named
        return next((lesson for lesson in self.lessons if lesson.id == id), None)

    def holding(self, *lessons: Lesson) -> Course:
        """The same course with these lessons, which have been read, and no others."""
        read = {_stem(lesson): lesson for lesson in lessons}
        return replace(self, stems=tuple(read), opened=dict(read))


def _stem(lesson: Lesson) -> str:
    return lesson.source.stem or lesson.id


def load_course(directory: Path, cache: LessonCache | None = None) -> Course:
    """The course in a folder: its course.yaml, or all its lessons in the order of their names.

    Lessons are read when they are first asked for, from `cache` where they have been read before;
    broken ones stand in `broken`. Raises `ProblemsError` for a broken course.yaml, and
    `TutorError` where there is no course."""
    from tutor.course.model import CourseFile, Lesson

    try:
        check_folder(directory)
        listed = _course_file(directory, cache)
        file = listed or CourseFile(
            format=1, title=folder_title(directory), lessons=stems(directory)
        )
    except PermissionError:
        raise TutorError(f"{directory} may not be read; change its permissions") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise TutorError(f"{directory} cannot be read: {reason}") from None
    if not file.lessons:
        raise TutorError(f"there is no lesson in {directory}; `tutor new NAME` writes one")

    shared = frozenset(file.mistakes)

    def open(stem: str) -> Lesson | Problems:
        """The lesson in a file, the first of the course that has its id."""
        path, at = directory / f"{stem}.yaml", file.lessons.index(stem)
        if listed and not is_there(path):
            near = nearest(path.name, names_in(directory)).removesuffix(".yaml")
            what = f"there is no file {path.name} here"
            return (_problem(directory / COURSE_FILE, ("lessons", at), what, near),)
        lesson = _found(Lesson, path, cache, lambda: read_lesson(path, shared), shared)
        if isinstance(lesson, tuple):
            return lesson
        lesson.read_from(path)
        for earlier in file.lessons[:at]:
            if lesson_id(directory / f"{earlier}.yaml") == lesson.id:
                other = course.take(earlier)
                if not isinstance(other, tuple) and other.id == lesson.id:
                    what = f"{other.source.name} has the id `{other.id}` too"
                    return (_problem(path, ("id",), f"{what}; each lesson has its own"),)
        return lesson

    course = replace(_course(file, directory), stems=file.lessons, open=open)
    return course


def course_version(course: Course) -> str:
    """A digest of the course's files, 12 hexadecimal digits: equal where equal things are asked."""
    import hashlib

    digest = hashlib.sha256()
    names = [COURSE_FILE, *(f"{stem}.yaml" for stem in course.stems)]
    for name in names:  # which grows by the files that lessons take code from
        text = text_of(course.directory / name)
        digest.update(f"{name} {len(text.encode())} {text}".encode())
        if name.endswith(".yaml"):
            names += [one for one in files_named(text) if one not in names]
    return digest.hexdigest()[:12]


def course_of(path: Path) -> Course:
    """A course of the one lesson in `path`, with the mistakes and the glossary of the course.yaml
    beside it; a draft too, as it will be. Raises `ProblemsError` with all problems of the lesson or
    of that course.yaml."""
    from tutor.course.model import CourseFile

    listed = _course_file(path.parent)
    lesson = load_lesson(path).replaced(draft=False)
    file = listed or CourseFile(
        format=1, id=lesson.id, title=lesson.title, about=lesson.about, lessons=(path.stem,)
    )
    return _course(file, path.parent).holding(lesson)


def load_lesson(path: Path) -> Lesson:
    """The lesson in one file. Raises `ProblemsError` with all its problems."""
    shared: Iterable[str] = ()
    if is_there(path.parent / COURSE_FILE):
        course, _ = read_course_file(path.parent)
        shared = course.mistakes if course is not None else ()
    lesson, document = read_lesson(path, shared)
    if lesson is None:
        raise ProblemsError(document.problems)
    return lesson


def read_lesson(path: Path, shared: Iterable[str] = ()) -> tuple[Lesson | None, Document]:
    """Read and check one lesson file; `shared` names the mistakes of its course. Never raises:
    what is wrong stands in the document, and the lesson is None where anything is."""
    from tutor.course.model import Lesson
    from tutor.course.validate import Validator, declared

    document, lesson = _shaped(path, Lesson, "`format: 1`, `id:`, `title:` and `steps:`")
    if lesson is not None:
        Validator(document, {*shared, *declared(document.root)}).lesson(lesson)
        lesson = (lesson if document.problems else _with_headings(lesson)).read_from(path)
    document.problems.sort()
    return None if document.problems else lesson, document


def _with_headings(lesson: Lesson) -> Lesson:
    """The lesson with values in its title, in what it is about and in the titles of its steps."""
    if not any("{" in text for text in (lesson.title, lesson.about, *_titles(lesson))):
        return lesson
    first = lesson.first_listing
    steps = tuple(
        step.replaced(title=filled(step.title, step.listing if step.code else None))
        for step in lesson.steps
    )
    title, about = filled(lesson.title, first), filled(lesson.about, first)
    return lesson.replaced(title=title, about=about, steps=steps)


def _titles(lesson: Lesson) -> list[str]:
    return [step.title for step in lesson.steps]


def read_course_file(directory: Path) -> tuple[CourseFile | None, Document]:
    """Read and check course.yaml. Never raises: what is wrong stands in the document."""
    from tutor.course.model import CourseFile
    from tutor.course.validate import Validator

    path = directory / COURSE_FILE
    document, course = _shaped(path, CourseFile, "`format: 1`, `title:` and `lessons:`")
    if course is not None:
        Validator(document).mistakes(course.mistakes)
        _check_stems(document, course)
    document.problems.sort()
    return course, document


def _shaped(path: Path, part: type[Part], keys: str) -> tuple[Document, Any]:
    """What a file says as far as it is right in shape; None where nothing can be made of it."""
    from tutor.course.part import PartOf
    from tutor.course.shapes import LEFT_OUT
    from tutor.course.yaml_tree import Document, Node

    try:
        document = read_document(path)
    except ProblemsError as error:
        return Document(str(path), Node(1, 1), [], list(error.problems)), None
    root = document.root
    if root.pairs is None:
        found = "is empty" if root.items is None and not root.raw else "does not start with a key"
        document.problem(root, f"this file {found}; expected {keys}")
        return document, None
    value = PartOf(part).read(root, "", document)
    return document, None if value is LEFT_OUT or document.full else value


def _course(file: CourseFile, directory: Path) -> Course:
    """A course without its lessons."""
    title = file.title.strip()
    return Course(
        id=file.id or made_id(title),
        title=title,
        about=file.about,
        mistakes=file.mistakes,
        glossary=file.glossary,
        directory=directory,
    )


def _course_file(directory: Path, cache: LessonCache | None = None) -> CourseFile | None:
    """course.yaml where there is one. Raises `ProblemsError`."""
    from tutor.course.model import CourseFile

    path = directory / COURSE_FILE
    if not is_there(path):
        return None
    file = _found(CourseFile, path, cache, lambda: read_course_file(directory))
    if isinstance(file, tuple):
        raise ProblemsError(file)
    return file


def _found(
    kind: type[Kept],
    path: Path,
    cache: LessonCache | None,
    read: Callable[[], tuple[Kept | None, Document]],
    shared: Iterable[str] = (),
) -> Kept | Problems:
    """A file as it was found before, or read and checked now."""
    kept = cache.get(kind, path, shared) if cache is not None else None
    if kept is not None:
        return kept
    found, document = read()
    if found is None or document.problems:
        return tuple(document.problems)
    if cache is not None:
        cache.put(found, path, document.text, shared)
    return found


def _check_stems(document: Document, course: CourseFile) -> None:
    """Each lesson is listed once, by the name of a file in the same folder."""
    seen: set[str] = set()
    for index, stem in enumerate(course.lessons):
        node = document.root.at(("lessons", index))
        if stem in seen:
            document.problem(node, f"`{stem}` is listed twice")
        elif re.search(r"[/\\]|^\.", stem):
            document.problem(node, f"`{stem}` is not the name of a file in this folder")
        elif stem.endswith(".yaml"):
            document.problem(node, f"write the name without `.yaml`: {stem[:-5]}")
        seen.add(stem)


def _problem(path: Path, place: Where, what: str, near: str = "") -> Problem:
    """What is wrong at a place of a file."""
    node = read_document(path).root.at(place)
    return Problem(str(path), node.line, node.column, what, near)
