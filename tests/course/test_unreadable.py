"""Folders and files that may not be searched, listed or read: a sentence that names them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.course.lessons import LESSON, written
from tests.process.child import ROOT, needs_permissions, unprivileged

COURSE = "format: 1\ntitle: C\nlessons: [small]\n"
PROGRAM = """
import sys
from pathlib import Path
from tutor.course.cache import LessonCache
from tutor.course.index import course_head, course_index, lesson_id, step_ids
from tutor.course.loader import course_of, load_course, load_lesson
from tutor.errors import TutorError

folder, kept = map(Path, sys.argv[1:])
path = folder / "small.yaml"
course_head(folder), course_index(folder), lesson_id(path), step_ids(path)
for read in (
    lambda: load_course(folder, LessonCache(kept)).lesson("small").id,
    lambda: course_of(path).lesson("small").id,
    lambda: load_lesson(path).id,
):
    try:
        print(read())
    except TutorError as error:
        print(error)
"""
PLACES = {
    "a folder that may neither be listed nor searched": ("lessons", 0o000),
    "a folder that may not be searched": ("lessons", 0o444),
    "a folder above it": (".", 0o000),
    "a lesson": ("lessons/small.yaml", 0o000),
    "the course file": ("lessons/course.yaml", 0o000),
}


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Path]:
    needs_permissions()
    for folder in ("here/lessons", "kept"):
        (tmp_path / folder).mkdir(parents=True)
    written(tmp_path / "here" / "lessons", LESSON)
    yield tmp_path
    for path in (tmp_path / "here", tmp_path / "here" / "lessons"):
        path.chmod(0o755)


def told(here: Path) -> list[str]:
    """What an unprivileged process reads, or says."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, here / "here" / "lessons", here / "kept"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        preexec_fn=unprivileged,
        check=False,
    )
    assert not done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    ("place", "listed"),
    [
        (place, listed)
        for place in PLACES
        for listed in (True, False)
        if "course" not in place or listed
    ],
)
def test_it_is_said_which_place_may_not_be_read(here: Path, place: str, listed: bool) -> None:
    if listed:
        written(here / "here" / "lessons", COURSE, "course.yaml")
    name, mode = PLACES[place]
    (here / "here" / name).chmod(mode)
    lines = told(here)
    assert len(lines) == 3
    for line in lines:
        if line != "small":
            assert line.startswith(str(here)) and "may not be read; change its permi" in line
    assert "small" not in lines or name.startswith("lessons/")


def test_a_folder_that_may_not_be_listed_is_read_where_its_files_are_known(here: Path) -> None:
    folder = here / "here" / "lessons"
    folder.chmod(0o111)
    assert told(here) == [
        f"{folder} may not be read; change its permissions",
        "small",
        "small",
    ]
    folder.chmod(0o755)
    written(folder, COURSE, "course.yaml")
    folder.chmod(0o111)
    assert told(here) == ["small"] * 3


@pytest.mark.parametrize("mode", [0o000, 0o444])
def test_a_cache_that_may_not_be_used_is_done_without(here: Path, mode: int) -> None:
    (here / "kept").chmod(mode)
    assert told(here) == ["small"] * 3
    (here / "kept").chmod(0o755)
    assert told(here) == ["small"] * 3, "it is kept now"
    (file,) = (here / "kept").iterdir()
    file.chmod(mode & 0o444)
    assert told(here) == ["small"] * 3
