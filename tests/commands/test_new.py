"""A new lesson lints and plays as it is, wherever it is made."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.course.lessons import LESSON, written
from tutor.authoring.lint import lint
from tutor.commands.new import new
from tutor.course.index import bundled
from tutor.course.loader import load_course
from tutor.errors import ProblemsError, TutorError, UsageError


def test_in_a_new_folder_it_makes_a_course(tmp_path: Path) -> None:
    folder = tmp_path / "my course"
    assert new(folder, "first steps") == folder / "first-steps.yaml"
    course = load_course(folder)
    assert (course.id, course.title, course.stems) == ("my-course", "My course", ("first-steps",))
    assert lint([folder]) == []
    assert (folder / "lesson.schema.json").exists()
    assert "$schema=lesson.schema.json" in (folder / "first-steps.yaml").read_text()


def test_in_a_course_it_is_listed_last_and_nothing_else_changes(tmp_path: Path) -> None:
    folder = tmp_path / "course"
    shutil.copytree(bundled(), folder)
    before = (folder / "course.yaml").read_text().splitlines()
    new(folder, "Momentum")
    after = (folder / "course.yaml").read_text().splitlines()
    assert [line for line in after if line not in before] == ["  - momentum"]
    assert [line for line in after if line != "  - momentum"] == before
    course = load_course(folder)
    assert course.stems[-1] == "momentum"
    assert course.lesson("momentum").title == "Momentum"
    assert lint([folder]) == []


def test_a_list_on_one_line_is_extended_too(tmp_path: Path) -> None:
    written(tmp_path, "format: 1\ntitle: C\nlessons: [small]  # order\n", "course.yaml")
    written(tmp_path, LESSON)
    new(tmp_path, "next")
    assert "lessons: [small, next]  # order" in (tmp_path / "course.yaml").read_text()


@pytest.mark.parametrize(
    "lessons",
    ["lessons:\r\n  - small\r\n", "lessons: [small]\r\n", "lessons:\n- small\r\n"],
)
def test_line_ends_and_the_mark_of_an_editor_stay(tmp_path: Path, lessons: str) -> None:
    before = f"\ufeffformat: 1\r\ntitle: C\r\n{lessons}about: A\r\n".encode()
    (tmp_path / "course.yaml").write_bytes(before)
    written(tmp_path, LESSON)
    new(tmp_path, "next")
    after = (tmp_path / "course.yaml").read_bytes()
    assert b"next" in after
    for more in (b"  - next\r\n", b"- next\r\n", b", next"):
        after = after.replace(more, b"")
    assert after == before


def test_beside_lessons_without_a_course_it_lists_them_all(tmp_path: Path) -> None:
    written(tmp_path, LESSON)
    new(tmp_path, "next")
    assert load_course(tmp_path).stems == ("small", "next")


def test_a_name_that_is_taken_or_none_is_refused(tmp_path: Path) -> None:
    new(tmp_path, "a")
    with pytest.raises(UsageError, match="is there already"):
        new(tmp_path, "A")
    with pytest.raises(UsageError, match="no name for a lesson"):
        new(tmp_path, "…")
    with pytest.raises(UsageError, match="is there already"):
        new(tmp_path, "course")


def test_a_broken_course_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    written(tmp_path, "format: 1\nlessons: [a]\n", "course.yaml")
    with pytest.raises(ProblemsError, match="`title` is missing"):
        new(tmp_path, "next")
    assert [path.name for path in tmp_path.iterdir()] == ["course.yaml"]


def test_where_nothing_can_be_written_it_says_so(tmp_path: Path) -> None:
    file = written(tmp_path, "", "file")
    with pytest.raises(TutorError, match="cannot be written"):
        new(file, "next")


@pytest.mark.parametrize("name", ["123", "on", "null", "2020-01-01", "0x1f", "1e3"])
def test_a_name_that_yaml_would_read_as_something_else(name: str, tmp_path: Path) -> None:
    """Also the folder's own name, a year say, and when there is a list already."""
    folder = tmp_path / "2024"
    new(folder, "first")
    new(folder, name)
    new(folder, "last")
    assert lint([folder]) == []


@pytest.mark.parametrize(
    ("name", "id", "title"),
    [
        ("größer", "grosser", "Größer"),
        ("red\x1b[31m\x07fox\r", "red-31m-fox", "Red [31m fox"),
        ("Élan vital", "elan-vital", "Élan vital"),
        ("smørrebrød", "smorrebrod", "Smørrebrød"),
        ("small_steps.yaml", "small-steps", "Small steps"),
        ("Break it", "break-it", "Break it"),
    ],
)
def test_a_name_keeps_its_letters_in_the_title(
    name: str, id: str, title: str, tmp_path: Path
) -> None:
    """And the id is spelled from a to z."""
    assert new(tmp_path, name) == tmp_path / f"{id}.yaml"
    lesson = load_course(tmp_path).lesson(id)
    assert lesson.title == title and lint([tmp_path]) == []
