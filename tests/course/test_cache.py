"""What was found right once opens again without being read anew."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.course.lessons import LESSON, changed, written
from tutor.course.cache import LessonCache, lesson_cache
from tutor.course.index import bundled
from tutor.course.loader import load_course
from tutor.course.model import CourseFile, Lesson

COURSE = """\
format: 1
title: C
lessons: [small]
mistakes:
  up: {rule: weight = weight + miss, say: No.}
"""


@pytest.fixture
def kept(tmp_path: Path) -> LessonCache:
    return LessonCache(tmp_path / "kept")


def files(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "kept").iterdir())


def test_the_course_that_comes_back_is_the_one_that_was_kept(kept: LessonCache) -> None:
    read, again = load_course(bundled(), kept), load_course(bundled(), kept)
    assert again.lessons == read.lessons == load_course(bundled()).lessons
    assert (again.mistakes, again.glossary) == (read.mistakes, read.glossary)
    assert [lesson.source for lesson in again.lessons] == [lesson.source for lesson in read.lessons]
    assert all(isinstance(lesson.steps, tuple) for lesson in again.lessons)


def test_numbers_come_back_as_they_are(tmp_path: Path, kept: LessonCache) -> None:
    path = written(tmp_path, changed(("from: 0, to: 3", "from: 0.0, to: 3")))
    course = load_course(tmp_path, kept)
    again = load_course(tmp_path, kept)
    for one in (course, again):
        range_ = one.lessons[0].steps[0].edit["alpha"]
        assert (repr(range_.from_), repr(range_.to)) == ("0.0", "3")
    assert kept.get(Lesson, path, ()) == course.lessons[0]


def test_it_opens_without_yaml(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from tutor.course.loader import load_course\n"
        "from tutor.course.cache import LessonCache\n"
        "course = load_course(Path(sys.argv[1]), LessonCache(Path(sys.argv[2])))\n"
        "assert course.lesson('small').steps\n"
        "print([m for m in ('yaml',) if m in sys.modules])"
    )
    folder = tmp_path / "lessons"
    folder.mkdir()
    written(folder, COURSE, "course.yaml")
    written(folder, LESSON)
    command = [sys.executable, "-c", program, str(folder), str(tmp_path / "kept")]
    ran = [
        subprocess.run(command, capture_output=True, text=True, check=True, cwd=bundled().parent)
        for _ in range(2)
    ]
    assert [one.stdout for one in ran] == ["['yaml']\n", "[]\n"]


def test_a_file_that_has_changed_is_read_anew(tmp_path: Path, kept: LessonCache) -> None:
    path = written(tmp_path, LESSON)
    load_course(tmp_path, kept).lesson("small")
    status = path.stat()
    written(tmp_path, changed(("title: Small", "title: Smell")))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert load_course(tmp_path, kept).lesson("small").title == "Smell"
    assert len(files(tmp_path)) == 1


def test_a_mistake_that_the_course_lost_is_missed(tmp_path: Path, kept: LessonCache) -> None:
    written(tmp_path, COURSE, "course.yaml")
    written(tmp_path, changed(("    expect: converges", "    expect: converges\n    hides: [up]")))
    assert not load_course(tmp_path, kept).broken
    written(tmp_path, COURSE.replace("  up:", "  other:"), "course.yaml")
    assert "`up` is not a mistake here" in str(load_course(tmp_path, kept).broken["small"][0])


def test_what_is_broken_is_not_kept(tmp_path: Path, kept: LessonCache) -> None:
    written(tmp_path, changed(("expect: converges", "expect: nonsense")))
    assert load_course(tmp_path, kept).broken
    assert not (tmp_path / "kept").exists()


WRONG: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    2.5,
    10**30,
    "",
    "x",
    "alpha",
    [],
    ["x"],
    {},
    {"x": 1},
    {"\0": "Step"},
)
"""One of each type that JSON has, and more."""


def altered(value: Any) -> Iterator[Any]:
    """The value with each of its parts, itself included, in turn replaced by what is wrong."""
    yield from (wrong for wrong in WRONG if (type(wrong), wrong) != (type(value), value))
    if isinstance(value, dict):
        for key, below in value.items():
            yield {one: other for one, other in value.items() if one != key}
            yield from ({**value, key: wrong} for wrong in altered(below))
    if isinstance(value, list):
        for index, below in enumerate(value):
            yield value[:index] + value[index + 1 :]
            yield from ([*value[:index], wrong, *value[index + 1 :]] for wrong in altered(below))


def spoiled_file(tmp_path: Path, kept: LessonCache) -> tuple[Path, Path, Lesson]:
    """A lesson's file, the file that was kept of it, and the lesson."""
    path = written(tmp_path, LESSON)
    lesson = load_course(tmp_path, kept).lesson("small")
    (file,) = files(tmp_path)
    assert kept.get(Lesson, path) == lesson
    return path, file, lesson


def test_any_value_of_another_type_or_size_is_passed_over(
    tmp_path: Path, kept: LessonCache
) -> None:
    path, file, lesson = spoiled_file(tmp_path, kept)
    mark, data = file.read_text("utf-8").split("\n")
    others = list(altered(json.loads(data)))
    assert len(others) > 1000
    for other in others:
        spoiled = json.dumps(other, ensure_ascii=False)
        file.write_text(f"{mark}\n{spoiled}", "utf-8")
        assert kept.get(Lesson, path) is None, spoiled
    assert load_course(tmp_path, kept).lesson("small") == lesson
    assert kept.get(Lesson, path) == lesson, "it was made anew"


def test_any_bit_that_flips_and_any_end_that_is_lost_is_noticed(
    tmp_path: Path, kept: LessonCache
) -> None:
    path, file, lesson = spoiled_file(tmp_path, kept)
    data = file.read_bytes()
    for at in range(0, len(data), 3):
        file.write_bytes(data[:at])
        assert kept.get(Lesson, path) is None
        file.write_bytes(data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1 :])
        assert kept.get(Lesson, path) is None
    file.write_bytes(data + b" ")
    assert kept.get(Lesson, path) is None
    assert load_course(tmp_path, kept).lesson("small") == lesson
    assert kept.get(Lesson, path) == lesson


@pytest.mark.parametrize("spoiled", [b"", b"\n\n", b"\xff", b"[" * 9_000_000, b"\x00\n\n"])
def test_what_is_no_kept_lesson_is_made_anew(
    tmp_path: Path, kept: LessonCache, spoiled: bytes
) -> None:
    path, file, lesson = spoiled_file(tmp_path, kept)
    file.write_bytes(spoiled)
    assert kept.get(Lesson, path) is None
    assert load_course(tmp_path, kept).lesson("small") == lesson
    assert kept.get(Lesson, path) == lesson


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to(path)])
def test_what_is_no_file_is_passed_over(
    tmp_path: Path, kept: LessonCache, make: Callable[[Path], None]
) -> None:
    path, file, lesson = spoiled_file(tmp_path, kept)
    file.unlink()
    make(file)
    assert kept.get(Lesson, path) is None
    assert load_course(tmp_path, kept).lesson("small") == lesson
    assert files(tmp_path) == [file], "nothing half written is left"


def test_a_course_file_is_not_taken_for_a_lesson(tmp_path: Path, kept: LessonCache) -> None:
    path = written(tmp_path, COURSE, "course.yaml")
    load_course(tmp_path, kept)
    assert kept.get(Lesson, path) is None
    assert kept.get(CourseFile, path) is not None


def test_what_aliases_make_huge_is_read_anew_each_time(tmp_path: Path, kept: LessonCache) -> None:
    words = "".join(f"  w{n}: *long\n" for n in range(400))
    text = f"format: 1\ntitle: C\nlessons: [small]\nabout: &long {'x' * 15_000}\nglossary:\n{words}"
    written(tmp_path, text, "course.yaml")
    assert load_course(tmp_path, kept).glossary["w399"]
    assert not (tmp_path / "kept").exists()


def test_no_place_to_keep_them_is_no_harm(tmp_path: Path) -> None:
    path = written(tmp_path, LESSON)
    (tmp_path / "file").write_text("")
    nowhere = LessonCache(tmp_path / "file" / "kept")
    assert load_course(tmp_path, nowhere).lesson("small").id == "small"
    assert nowhere.get(Lesson, path) is None


def test_it_holds_plain_data(tmp_path: Path, kept: LessonCache) -> None:
    written(tmp_path, COURSE, "course.yaml")
    written(tmp_path, LESSON)
    course = load_course(tmp_path, kept)
    course.lesson("small")
    kinds = {json.loads(file.read_text("utf-8").split("\n")[1])["\0"] for file in files(tmp_path)}
    assert kinds == {"CourseFile", "Lesson"}
    assert kept.get(CourseFile, tmp_path / "course.yaml") is not None


def test_it_lies_where_this_user_keeps_such_things(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    path = written(tmp_path, LESSON)
    load_course(tmp_path, lesson_cache()).lesson("small")
    assert lesson_cache().get(Lesson, path) is not None
    if sys.platform == "linux":
        assert (tmp_path / "descent-tutor" / "lessons").is_dir()
