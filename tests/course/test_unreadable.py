"""Folders and files that may not be searched, listed or read: a sentence that names them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.course.lessons import LESSON, written
from tests.needs import short_folder
from tutor.course.cache import LessonCache
from tutor.course.index import course_contents, course_index, is_there, lesson_id, step_ids
from tutor.course.loader import course_of, load_course, load_lesson
from tutor.errors import TutorError

COURSE = "format: 1\ntitle: C\nlessons: [small]\n"
NOBODY = 65534
PLACES = {
    "a folder that may neither be listed nor searched": ("lessons", 0o000),
    "a folder that may not be searched": ("lessons", 0o444),
    "a folder above it": (".", 0o000),
    "a lesson": ("lessons/small.yaml", 0o000),
    "the course file": ("lessons/course.yaml", 0o000),
}


@contextmanager
def unprivileged() -> Iterator[None]:
    """Permissions count for this process, whoever it belongs to."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.fixture
def here() -> Iterator[Path]:
    """A folder that anybody may search, with a lesson in it and a place for what is kept."""
    with short_folder() as folder:
        for name in ("here/lessons", "kept"):
            (folder / name).mkdir(parents=True)
        written(folder / "here" / "lessons", LESSON)
        folder.chmod(0o755)
        if os.geteuid() == 0:
            os.chown(folder / "kept", NOBODY, NOBODY)
        told(folder, kept="other")  # all that it takes is imported
        yield folder
        for path in (folder / "here", folder / "here" / "lessons", folder / "kept"):
            path.chmod(0o755)


def told(here: Path, kept: str = "kept") -> list[str]:
    """What is read without privileges, or said."""
    folder = here / "here" / "lessons"
    path = folder / "small.yaml"
    reads: list[Callable[[], str]] = [
        lambda: load_course(folder, LessonCache(here / kept)).lesson("small").id,
        lambda: course_of(path).lesson("small").id,
        lambda: load_lesson(path).id,
    ]
    found = []
    with unprivileged():
        assert course_contents(folder).id in ("c", "lessons")
        assert len(course_index(folder)) <= 1
        assert lesson_id(path) in ("small", "None")
        assert step_ids(path) in (("first",), ())
        for read in reads:
            try:
                found.append(read())
            except TutorError as error:
                found.append(str(error))
    return found


@pytest.mark.parametrize(
    ("place", "listed"),
    [(place, True) for place in PLACES]
    + [(place, False) for place in PLACES if place != "the course file"],
)
def test_it_is_said_which_place_may_not_be_read(here: Path, place: str, listed: bool) -> None:
    if listed:
        written(here / "here" / "lessons", COURSE, "course.yaml")
    name, mode = PLACES[place]
    (here / "here" / name).chmod(mode)
    lines = told(here)
    for line in lines:
        if line != "small":
            assert line.startswith(str(here)) and "may not be read; change its permi" in line
    assert lines[0] != "small"
    assert (lines[2] == "small") == (place == "the course file")


def test_a_folder_that_may_not_be_listed_is_read_where_its_files_are_known(here: Path) -> None:
    folder = here / "here" / "lessons"
    folder.chmod(0o111)
    assert told(here) == [f"{folder} may not be read; change its permissions", "small", "small"]
    folder.chmod(0o755)
    written(folder, COURSE, "course.yaml")
    folder.chmod(0o111)
    assert told(here) == ["small"] * 3


@pytest.mark.parametrize("mode", [0o000, 0o444])
def test_a_cache_that_may_not_be_used_is_done_without(here: Path, mode: int) -> None:
    (here / "kept").chmod(mode)
    assert told(here) == ["small"] * 3
    (here / "kept").chmod(0o755)
    assert told(here) == ["small"] * 3
    (file,) = (here / "kept").iterdir()
    file.chmod(mode & 0o444)
    assert told(here) == ["small"] * 3


def test_what_may_not_be_known_is_there_until_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert is_there(tmp_path / "loop")
    assert is_there(tmp_path / "loop" / "below")
    assert is_there(Path("no\0where"))
    assert not is_there(tmp_path / "gone")
    assert not is_there(written(tmp_path, "") / "below")
