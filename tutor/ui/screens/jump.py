"""Every step of the course, to jump to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tutor.course.catalog import Course
from tutor.ui.screens.search_list import SearchListScreen
from tutor.ui.terminal.capabilities import Look
from tutor.ui.text_layout import Row
from tutor.ui.widgets.menu import Item

MARKS = {"done": "✓", "skipped": "·"}


class JumpScreen(SearchListScreen[tuple[str, str]]):
    """Gives (lesson id, step id), or None."""

    title_text = "Jump to a step"
    takes = "jump"

    def __init__(
        self,
        course: Course,
        standing: Callable[[str, str], str],
        here: tuple[str, str],
        look: Look,
    ) -> None:
        super().__init__(look)
        self._course, self._standing, self._here = course, standing, here

    def start(self) -> str:
        return "/".join(self._here)

    def items(self, words: Sequence[str]) -> list[Item]:
        found: list[Item] = []
        for lesson in self._course.lessons:
            steps = []
            for number, step in enumerate(lesson.steps, 1):
                text = f"{lesson.title} {step.title} {lesson.id}/{step.id}".lower()
                if all(word in text for word in words):
                    mark = MARKS.get(self._standing(lesson.id, step.id), " ")
                    here = (lesson.id, step.id) == self._here
                    left: Row = (
                        (f"{mark} ", "good"),
                        (f"{number:>2}  ", "muted"),
                        (step.title, "text"),
                    )
                    right: Row = (("you are here", "muted"),) if here else ()
                    steps.append(Item(f"{lesson.id}/{step.id}", left, right))
            if steps:
                gap = [Item("", ())] if found else []
                found += [*gap, Item("", ((lesson.title, "accent"),)), *steps]
        return found

    def take(self, id: str) -> tuple[str, str]:
        lesson, _, step = id.partition("/")
        return lesson, step
