"""A lesson that is right in shape and cannot be run: its step is a page that says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.course.lessons import changed, written
from tutor.authoring.lint import lint
from tutor.cli import main
from tutor.course.loader import course_of
from tutor.history.schedule import Item
from tutor.session.lesson import LessonSession
from tutor.session.task import task_of
from tutor.session.view import Phase

LINE = "          weight = weight - alpha * miss"
FAULTS = {
    "without a value": (LINE, f"{LINE} + later\n          later = 1 * 2"),
    "past a list": (LINE, f"          some = [1, 2]\n{LINE} * some[2]"),
    "for ever": (LINE, f"{LINE}\n          for i in range(10 ** 9):\n              far = i"),
    "too slow": (LINE, f"{LINE}\n          for i in range(30000):\n              far = i + 1"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_it_can_be_read_and_passed_but_not_asked(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, changed(FAULTS[name]))
    course = course_of(path)
    session = LessonSession(course)
    view = session.view()
    assert view.phase is Phase.READ
    assert "This step cannot be run. " in view.text
    assert view.question is None and view.plot is None and view.listing == ()
    session.type("5")
    session.enter()
    assert session.view().phase is Phase.END
    assert task_of(course, Item("small", "first", 0)) is None
    assert main(("try", "small/first", "5", "--lessons", str(tmp_path))) == 1
    assert "cannot be run" in capsys.readouterr().err
    assert lint([path])


def test_lint_tells_what_is_too_slow_to_be_asked(tmp_path: Path) -> None:
    """Run once it would come to its end, but it is run at each look at a question."""
    path = written(tmp_path, changed(FAULTS["too slow"], ("range(20)", "range(2)")))
    told = [str(problem).removeprefix(f"{path}:") for problem in lint([path])]
    asked = "this cannot be asked: stopped after 0 updates: it takes too many steps."
    assert told == [f"{line}:9: {asked}" for line in (34, 37, 44)]


def test_constants_without_a_run_are_not_taken(tmp_path: Path) -> None:
    """The learner's own constants are refused where the listing has no meaning with them."""
    text = changed(
        ("range(20)", "range(5, 20, alpha)"),
        ("alpha = 0.2", "alpha = 1"),
        ("- alpha * miss", "- miss / 5"),
        ("by: 0.05", "by: 1"),
        ("alpha: [0.1, 0.4, 0.05]", "goal: [1, 2, 0.5]"),
    )
    session = LessonSession(course_of(written(tmp_path, text)))
    session.set("alpha", 0)
    view = session.view()
    assert "alpha" in view.note
    assert next(p for p in view.parameters if p.name == "alpha").value == 1
