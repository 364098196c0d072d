"""What the README shows is true."""

from __future__ import annotations

import re
from pathlib import Path

from tutor.authoring.lint import lint
from tutor.course.index import bundled
from tutor.course.loader import load_course

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_lesson_in_ten_lines_is_one(tmp_path: Path) -> None:
    (lesson,) = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    assert len(lesson.splitlines()) == 10
    file = tmp_path / "halves.yaml"
    file.write_text(lesson, encoding="utf-8")
    assert lint([file]) == []


def test_every_lesson_of_the_course_is_listed_in_its_order() -> None:
    listed = re.findall(r"^\| ([A-Z][^|]*?) +\| ", README, re.MULTILINE)
    titles = [lesson.title for lesson in load_course(bundled()).lessons]
    assert [title for title in listed if title in titles] == titles


def test_what_it_points_at_is_there() -> None:
    for target in re.findall(r"\]\(([^)]+)\)", README):
        assert (ROOT / target).exists(), target
