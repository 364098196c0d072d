"""The menu is drawn before the lessons are loaded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.course.lessons import LESSON, changed, written
from tutor.course.cache import LessonCache
from tutor.course.index import Entry, bundled, course_contents, course_index, step_ids
from tutor.course.loader import load_course

ONE = (("first", "First"),)
"""The steps of LESSON."""


def test_the_menu_agrees_with_the_course() -> None:
    course = load_course(bundled())
    entries = course_index(bundled())
    drafts = [stem for stem in course.stems if course.lesson(stem).draft]
    assert [entry.stem for entry in entries] == [one for one in course.stems if one not in drafts]
    for entry, lesson in zip(entries, course.lessons, strict=True):
        steps = tuple((step.id, step.title) for step in lesson.steps)
        told = Entry(entry.stem, lesson.id, lesson.title, lesson.about.strip(), steps)
        assert entry == told
    head = course_contents(bundled())
    assert (head.id, head.title) == (course.id, course.title)


def test_it_needs_neither_a_listing_nor_numpy() -> None:
    program = (
        "import sys; from tutor.course.index import bundled, course_index; "
        "assert course_index(bundled()); "
        "print([m for m in ('numpy', 'tutor.engine.listing') if m in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ran.stdout == "[]\n"


def test_steps_are_counted_however_they_are_written(tmp_path: Path) -> None:
    written(tmp_path, LESSON, "a.yaml")
    flow = "{format: 1, id: b, title: B, steps: [{id: x, title: X}, {id: y, title: Y}]}"
    written(tmp_path, flow, "b.yaml")
    dashes = "format: 1\nid: c\ntitle: C\nsteps:\n- id: x\n  title: X\n  text: |\n    - id: no\n"
    written(tmp_path, dashes + "- id: y\n  title: Y\n", "c.yaml")
    spread = "format: 1\nid: d\ntitle: D\nsteps:\n  -   title: 'It''s'\n      id: x\n"
    written(
        tmp_path, f"{spread}  -   id: [\n      y]\n  - id: z\nglossary:\n  - id: no\n", "d.yaml"
    )
    odd = "format: 1\nid: e\ntitle: E\nsteps: 7\n"
    written(tmp_path, odd, "e.yaml")
    both = (("x", "X"), ("y", "Y"))
    assert [entry.steps for entry in course_index(tmp_path)] == [
        ONE,
        both,
        both,
        (("x", "It's"), ("", ""), ("z", "")),
        (),
    ]


def test_keys_may_stand_in_any_order(tmp_path: Path) -> None:
    steps = LESSON[LESSON.index("mistakes:") :]
    written(tmp_path, f"{steps}about: At the end.\ntitle: Small\nid: small\nformat: 1\n")
    assert course_index(tmp_path) == (Entry("small", "small", "Small", "At the end.", ONE),)


def test_what_is_broken_still_has_its_entry(tmp_path: Path) -> None:
    written(tmp_path, "format: 1\ntitle: C\nlessons: [small, gone, bad]\n", "course.yaml")
    written(tmp_path, changed(("expect: converges", "expect: nonsense")))
    written(tmp_path, b"\xff\xfe\x00", "bad.yaml")
    assert course_index(tmp_path) == (
        Entry("small", "small", "Small", "", ONE),
        Entry("gone", "gone", "gone", "", (), broken=True),
        Entry("bad", "bad", "bad", "", (), broken=True),
    )


def test_a_broken_course_file_falls_back_to_the_files(tmp_path: Path) -> None:
    written(tmp_path, LESSON)
    written(tmp_path, "lessons: [", "course.yaml")
    assert [entry.stem for entry in course_index(tmp_path)] == ["small"]
    assert course_index(tmp_path / "gone") == ()


def test_a_file_name_that_a_terminal_would_obey_is_passed_over(tmp_path: Path) -> None:
    written(tmp_path, LESSON)
    written(tmp_path, LESSON, "\x1b[2J.yaml")
    assert [entry.stem for entry in course_index(tmp_path)] == ["small"]


def test_the_steps_of_a_lesson_are_listed_by_their_ids(tmp_path: Path) -> None:
    assert step_ids(written(tmp_path, LESSON)) == ("first",)
    odd = written(tmp_path, "steps: [1, {id: 2}, {id: a}, {}, [b]]\n", "odd.yaml")
    assert step_ids(odd) == ("a",)
    assert step_ids(written(tmp_path, "steps:\n", "none.yaml")) == ()
    assert step_ids(tmp_path / "gone.yaml") == ()


@pytest.fixture
def kept(tmp_path: Path) -> LessonCache:
    return LessonCache(tmp_path / "kept")


def test_home_is_the_same_from_what_was_kept(kept: LessonCache) -> None:
    fresh = course_contents(bundled())
    assert kept.contents(bundled()) == fresh
    assert kept.contents(bundled()) == fresh
    program = (
        "import sys; from pathlib import Path; from tutor.course.cache import LessonCache\n"
        "from tutor.course.index import bundled\n"
        "print(len(LessonCache(Path(sys.argv[1])).contents(bundled()).entries))\n"
        "assert 'yaml' not in sys.modules"
    )
    command = [sys.executable, "-c", program, str(kept.folder)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=bundled().parent)
    assert done.stdout == f"{len(fresh.entries)}\n", done.stderr


def test_home_sees_every_change(tmp_path: Path, kept: LessonCache) -> None:
    folder = tmp_path / "lessons"

    def now() -> list[str]:
        fresh = course_contents(folder)
        assert kept.contents(folder) == fresh == kept.contents(folder)
        return [fresh.title, *(entry.title for entry in fresh.entries if not entry.broken)]

    assert now() == ["lessons"], "the folder is not there"
    folder.mkdir()
    written(folder, LESSON)
    assert now() == ["lessons", "Small"]
    written(folder, changed(("title: Small", "title: Smell")))
    assert now() == ["lessons", "Smell"]
    written(folder, "title: C\nlessons: [small, other]\n", "course.yaml")
    assert now() == ["C", "Smell"]
    written(folder, LESSON, "other.yaml")
    assert now() == ["C", "Smell", "Small"]
    written(folder, "not a lesson", "other.yaml")
    assert now() == ["C", "Smell"]
    (folder / "small.yaml").unlink()
    assert now() == ["C"]


def test_home_does_not_keep_what_it_would_not_see_change(tmp_path: Path, kept: LessonCache) -> None:
    folder = tmp_path / "lessons"
    folder.mkdir()
    written(folder, "title: C\nlessons: [../small]\n", "course.yaml")
    written(tmp_path, LESSON)
    assert [entry.title for entry in kept.contents(folder).entries] == ["Small"]
    written(tmp_path, changed(("title: Small", "title: Smell")))
    assert [entry.title for entry in kept.contents(folder).entries] == ["Smell"]
    (folder / "course.yaml").unlink()
    for number in range(101):
        written(folder, LESSON, f"{number}.yaml")
    assert len(kept.contents(folder).entries) == 101
    assert not kept.folder.exists()
