"""The whole course, from the first page to the last, by keys alone."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.learner import Learner
from tests.e2e.terminal import tutor
from tests.session.walks import bundled_course
from tutor.course.loader import Course


def questions(course: Course) -> int:
    """How many the whole course asks, without those that are asked once more."""
    return sum(len(step.ask) for lesson in course.lessons for step in lesson.steps)


def test_the_whole_course_is_played_from_home_to_its_end(tmp_path: Path) -> None:
    """Nothing stands on the screen before it was given, and every answer is accepted."""
    course = bundled_course()
    with tutor(home=tmp_path) as terminal:
        terminal.wait("Press enter to begin")
        terminal.press("enter")
        learner = Learner(terminal, course)
        asked = learner.play()
        right = questions(course)
        assert asked >= right, "some are asked once more with other numbers"
        terminal.wait(lambda t: course.title in t.lines[0] and "› Done" in t.lines[0])
        terminal.wait(f"{right} of {right} right at the first try")
        terminal.wait("Nothing slipped.")
        terminal.press("enter")
        terminal.wait(f"✓ {right} of {right} at the first try")
        terminal.wait("You are through with the course.")
        terminal.press("q")
        assert terminal.ended() == 0
