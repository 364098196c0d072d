"""Lesson files → models. All problems of a file at once; a broken lesson never stops the others."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tutor.course.index import COURSE_FILE, check_folder, folder_title, lesson_id, made_id, stems
from tutor.course.source import is_there, names_in
from tutor.course.yaml_tree import Document, Node, mapping, read_document
from tutor.errors import Problem, ProblemsError, TutorError, nearest

if TYPE_CHECKING:
    from tutor.course.cache import LessonCache
    from tutor.course.catalog import Catalog, Course, Problems
    from tutor.course.model import CourseFile, Lesson


class LessonFile(NamedTuple):
    """A lesson file that was read, with the places of everything in it."""

    document: Document
    lesson: Lesson | None
    """None where it has problems."""


def load_lesson(path: Path) -> Lesson:
    """The lesson in one file. Raises `ProblemsError` with all its problems."""
    file = read_lesson(path, _shared_mistakes(path.parent))
    if file.lesson is None:
        raise ProblemsError(file.document.problems)
    return file.lesson


def load_course(directory: Path, cache: LessonCache | None = None) -> Course:
    """The course in a folder: its course.yaml, or all its lessons in the order of their names.

    Lessons are read when they are first asked for, from `cache` where they have been read before;
    broken ones stand in `broken`. Raises `ProblemsError` for a broken course.yaml, and
    `TutorError` where there is no course."""
    from tutor.course.catalog import Course

    try:
        check_folder(directory)
        file = _course_file(directory, cache)
        names = file.lessons if file is not None else stems(directory)
        title = file.title.strip() if file is not None else folder_title(directory)
    except PermissionError:
        raise TutorError(f"{directory} may not be read; change its permissions") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise TutorError(f"{directory} cannot be read: {reason}") from None
    if not names:
        raise TutorError(f"there is no lesson in {directory}; `tutor new NAME` writes one")
    return Course(
        id=(file.id if file is not None else None) or made_id(title),
        title=title,
        about=file.about if file is not None else "",
        catalog=_catalog(directory, names, file, cache),
        mistakes=file.mistakes if file is not None else {},
        glossary=file.glossary if file is not None else {},
        directory=directory,
    )


def course_of(path: Path) -> Course:
    """A course of the one lesson in `path`, with the mistakes and the glossary of the course.yaml
    beside it. Raises `ProblemsError` with all problems of the lesson or of that course.yaml."""
    from tutor.course.catalog import Catalog, Course

    file = _course_file(path.parent)
    lesson = load_lesson(path)
    return Course(
        id=(file.id or made_id(file.title)) if file is not None else lesson.id,
        title=file.title.strip() if file is not None else lesson.title,
        about=file.about if file is not None else lesson.about,
        catalog=Catalog.of(lesson),
        mistakes=file.mistakes if file is not None else {},
        glossary=file.glossary if file is not None else {},
        directory=path.parent,
    )


def read_lesson(path: Path, shared: Iterable[str] = ()) -> LessonFile:
    """Read and check one lesson file; `shared` names the mistakes of its course. Never raises:
    where nothing can be read, the document is empty but for its problems."""
    from tutor.course.model import Lesson
    from tutor.course.schema import Reader
    from tutor.course.validate import Validator

    try:
        document = read_document(path)
        mapping(document, "`format: 1`, `id:`, `title:` and `steps:`")
    except ProblemsError as error:
        return LessonFile(Document(str(path), Node(1, 1), [], list(error.problems)), None)
    reader = Reader(document)
    lesson = reader.part(Lesson)
    if isinstance(lesson, Lesson):
        own = (document.root.pairs or {}).get("mistakes")
        declared = {*shared, *(own[1].pairs or () if own else ())}
        Validator(reader.sound(), declared).lesson(lesson)
        lesson.read_from(path)
    document.problems.sort()
    return LessonFile(
        document, lesson if isinstance(lesson, Lesson) and not document.problems else None
    )


def read_course_file(directory: Path) -> tuple[CourseFile | None, Document]:
    """Read and check course.yaml. Never raises: what is wrong stands in the document."""
    from tutor.course.model import CourseFile
    from tutor.course.schema import Reader
    from tutor.course.validate import Validator

    path = directory / COURSE_FILE
    try:
        document = read_document(path)
        mapping(document, "`format: 1`, `title:` and `lessons:`")
    except ProblemsError as error:
        return None, Document(str(path), Node(1, 1), [], list(error.problems))
    reader = Reader(document)
    course = reader.part(CourseFile)
    if isinstance(course, CourseFile):
        Validator(reader.sound()).mistakes(course.mistakes)
        _check_stems(document, course)
    document.problems.sort()
    return (course if isinstance(course, CourseFile) else None), document


def _course_file(directory: Path, cache: LessonCache | None = None) -> CourseFile | None:
    """course.yaml where there is one. Raises `ProblemsError`."""
    from tutor.course.model import CourseFile

    path = directory / COURSE_FILE
    if not is_there(path):
        return None
    kept = cache.get(CourseFile, path) if cache is not None else None
    if kept is not None:
        return kept
    course, document = read_course_file(directory)
    if document.problems or course is None:
        raise ProblemsError(document.problems)
    if cache is not None:
        cache.put(course, path, document.text)
    return course


def _shared_mistakes(directory: Path) -> frozenset[str]:
    """The names of the course's mistakes, for a lesson that is read by itself."""
    if not is_there(directory / COURSE_FILE):
        return frozenset()
    course, _ = read_course_file(directory)
    return frozenset(course.mistakes) if course is not None else frozenset()


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


def _catalog(
    directory: Path, names: Iterable[str], file: CourseFile | None, cache: LessonCache | None
) -> Catalog:
    """The lessons of a folder, unread."""
    from tutor.course.catalog import Catalog

    shared = frozenset(file.mistakes if file is not None else ())

    def read(stem: str, catalog: Catalog) -> Lesson | Problems:
        path = directory / f"{stem}.yaml"
        if file is not None and not is_there(path):
            return (_missing(directory, stem),)
        lesson = _opened(path, shared, cache)
        if isinstance(lesson, tuple):
            return lesson
        for earlier in catalog.stems[: catalog.stems.index(stem)]:
            if lesson_id(directory / f"{earlier}.yaml") == lesson.id:
                other = catalog.take(earlier)
                if not isinstance(other, tuple) and other.id == lesson.id:
                    return (_namesake(path, other),)
        return lesson

    return Catalog(names, read)


def _opened(path: Path, shared: frozenset[str], cache: LessonCache | None) -> Lesson | Problems:
    """A lesson as it was found before, or read and checked now."""
    from tutor.course.model import Lesson

    kept = cache.get(Lesson, path, shared) if cache is not None else None
    if kept is not None:
        return kept.read_from(path)
    read = read_lesson(path, shared)
    if read.lesson is None:
        return tuple(read.document.problems)
    if cache is not None:
        cache.put(read.lesson, path, read.document.text, shared)
    return read.lesson


def _missing(directory: Path, stem: str) -> Problem:
    """course.yaml lists a lesson that is not there."""
    course = read_document(directory / COURSE_FILE)
    listed = course.root.at(("lessons",))
    node = next((item for item in listed.items or () if item.value == stem), listed)
    near = nearest(f"{stem}.yaml", names_in(directory)).removesuffix(".yaml")
    return Problem(course.path, node.line, node.column, f"there is no file {stem}.yaml here", near)


def _namesake(path: Path, other: Lesson) -> Problem:
    """A lesson before this one has its id."""
    node = read_document(path).root.at(("id",))
    what = f"{other.source.name} has the id `{other.id}` too; each lesson has its own"
    return Problem(str(path), node.line, node.column, what)
