"""Opening one lesson reads that one alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.course.lessons import LESSON, changed, written
from tutor.course.index import bundled
from tutor.course.loader import Course, course_version, load_course
from tutor.errors import TutorError
from tutor.session.lesson import LessonSession

NAMES = ("one", "two", "three")


def course(folder: Path, broken: str = "") -> Course:
    """Three lessons, one of them broken."""
    written(folder, f"format: 1\ntitle: C\nlessons: [{', '.join(NAMES)}]\n", "course.yaml")
    for name in NAMES:
        rest = [("expect: converges", "expect: nonsense")] if name == broken else []
        written(folder, changed(("id: small", f"id: {name}"), *rest), f"{name}.yaml")
    return load_course(folder)


def spoil(folder: Path, *names: str) -> None:
    """Whoever reads these files from now on finds them broken."""
    for name in names:
        written(folder, "not a lesson\n", f"{name}.yaml")


def test_a_lesson_is_read_by_itself(tmp_path: Path) -> None:
    found = course(tmp_path)
    spoil(tmp_path, "one", "three")
    assert found.lesson("two").id == "two"
    assert set(found.broken) == {"one", "three"}


def test_a_lesson_is_read_once(tmp_path: Path) -> None:
    found = course(tmp_path)
    first = found.lesson("one")
    spoil(tmp_path, *NAMES)
    assert found.lesson("one") is first
    assert found.lessons == (first,)


def test_a_walk_reads_no_more_than_where_it_comes(tmp_path: Path) -> None:
    found = course(tmp_path)
    session = LessonSession(found)
    session.view()
    spoil(tmp_path, "one", "three")
    session.open("two")
    assert session.view().lesson_id == "two"


def test_all_can_be_read_beforehand(tmp_path: Path) -> None:
    found = course(tmp_path)
    found.read()
    spoil(tmp_path, *NAMES)
    assert [lesson.id for lesson in found.lessons] == list(NAMES)
    assert not found.broken


def test_what_is_broken_is_passed_over(tmp_path: Path) -> None:
    found = course(tmp_path, broken="two")
    one, three = found.lessons
    assert found.beside(one, 1) is three
    assert found.beside(three, -1) is one
    assert found.beside(three, 1) is None
    assert found.beside(one, -1) is None
    with pytest.raises(TutorError, match=r"two\.yaml"):
        found.lesson("two")


def test_a_lesson_is_found_by_its_id_or_by_its_file(tmp_path: Path) -> None:
    for name, id in (("first", "one"), ("second", "first")):
        written(tmp_path, changed(("id: small", f"id: {id}")), f"{name}.yaml")
    found = load_course(tmp_path)
    assert found.lesson("one").source.stem == "first"
    assert found.lesson("first").source.stem == "second"
    assert found.lesson("second").source.stem == "second"
    assert found.find("second") is None
    with pytest.raises(TutorError, match="did you mean first"):
        found.lesson("frist")


def test_of_two_lessons_with_one_id_the_first_sound_one_has_it(tmp_path: Path) -> None:
    written(tmp_path, changed(("expect: converges", "expect: nonsense")), "a.yaml")
    written(tmp_path, LESSON.replace("id: small", 'id: "small" # quoted', 1), "b.yaml")
    written(tmp_path, LESSON, "c.yaml")
    found = load_course(tmp_path)
    assert set(found.broken) == {"a", "c"}
    assert "b.yaml has the id `small` too" in found.broken["c"][0].what


def test_a_course_without_a_sound_lesson_cannot_be_walked(tmp_path: Path) -> None:
    written(tmp_path, "steps: 3\n", "bad.yaml")
    with pytest.raises(TutorError, match="no lesson that can be played"):
        LessonSession(load_course(tmp_path))


def test_lessons_that_were_read_stand_in_their_order(tmp_path: Path) -> None:
    lessons = course(tmp_path).lessons
    held = course(tmp_path).holding(*lessons)
    assert held.lessons == lessons
    assert held.stems == NAMES
    assert not held.broken


def test_a_course_has_one_version_as_long_as_its_files_say_the_same(tmp_path: Path) -> None:
    """Wherever it lies, and however its lines end."""
    for name in ("one", "two"):
        shutil.copytree(bundled(), tmp_path / name)
    one, two = (load_course(tmp_path / name) for name in ("one", "two"))
    version = course_version(one)
    assert version == course_version(two) and len(version) == 12
    file = tmp_path / "two" / "compare.yaml"
    text = file.read_bytes()
    file.write_bytes(text.replace(b"\n", b"\r\n"))
    assert course_version(two) == version
    file.write_bytes(text + b"# other\n")
    other = course_version(two)
    file.unlink()
    assert len({version, other, course_version(two)}) == 3
