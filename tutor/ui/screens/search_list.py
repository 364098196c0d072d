"""Lists that typing narrows down: every step, to jump to, and the words of the course."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult

from tutor.ui.line_edit import LineEdit, edited
from tutor.ui.screens.base_screen import BaseScreen
from tutor.ui.text_layout import Row, inline
from tutor.ui.widgets.footer import Key, up_and_down
from tutor.ui.widgets.line_widget import Rows, heading, paragraphs
from tutor.ui.widgets.menu import Item, Menu

if TYPE_CHECKING:
    from tutor.course.loader import Course

MARKS = {"done": "✓", "skipped": "·"}


class SearchListScreen(BaseScreen):
    """Type to search, arrows to choose, enter to take."""

    title_text: ClassVar[str]
    takes: ClassVar[str]
    """What taking one is called."""

    def __init__(self, start: str = "") -> None:
        """`start`: the item that is in the hand at first."""
        super().__init__()
        self._start = start
        self.search = LineEdit()

    def items(self, words: Sequence[str]) -> list[Item]:
        """What there is that holds all of these words."""
        raise NotImplementedError

    def parts(self) -> ComposeResult:
        self.menu = Menu()
        self.line = Rows("search", paragraphs)
        self.detail = Rows("about", paragraphs)
        yield heading(self.title_text)
        yield self.line
        yield self.menu
        yield self.detail

    def begin(self) -> None:
        self.renew(self._start)

    def renew(self, chosen: str = "") -> None:
        """Show what is found now."""
        text, cursor = self.search
        self.line.show(
            (
                ("› ", "pointer"),
                (text[:cursor], "strong"),
                (text[cursor : cursor + 1] or " ", "cursor"),
                (text[cursor + 1 :], "strong"),
                ("" if text else "  type to search", "muted"),
            )
        )
        found = self.items(text.lower().split())
        self.menu.show(found or [Item("", (("Nothing like it here.", "muted"),))], chosen)
        self.detail.show(*self.menu.item.about)
        self.renew_footer()

    def every_key(self) -> Iterator[Key]:
        if self.menu.item.id:
            yield Key("enter", "take", self.takes)
            yield from up_and_down("move", "choose")
        yield Key("escape", "close", "all" if self.search.text else "close")

    def typed(self, key: str, character: str | None) -> None:
        draft = edited(self.search, key, character)
        if draft is not None:
            self.search = draft
            self.renew()

    def act_move(self, steps: int) -> None:
        self.menu.move(steps)
        self.detail.show(*self.menu.item.about)

    def act_page(self, pages: int) -> None:
        self.act_move(pages * self.menu.page)

    def act_take(self) -> None:
        self.dismiss(None)

    def act_close(self) -> None:
        """Give up the search; without one, close."""
        if self.search.text:
            self.search = LineEdit()
            self.renew()
        else:
            self.dismiss(None)


class JumpScreen(SearchListScreen):
    """Every step of a course, by LESSON/STEP."""

    title_text = "Jump to a step"
    takes = "jump"

    def __init__(
        self,
        course: Course,
        standing: Callable[[str, str], str],
        here: str,
        go: Callable[[str], None],
    ) -> None:
        """`standing` says whether a lesson's step is done or skipped; `go` opens one, by its id."""
        super().__init__(here)
        self._course, self._standing, self._go = course, standing, go

    def act_take(self) -> None:
        super().act_take()
        self._go(self.menu.item.id)

    def items(self, words: Sequence[str]) -> list[Item]:
        found: list[Item] = []
        for lesson in self._course.lessons:
            steps = []
            for number, step in enumerate(lesson.steps, 1):
                id = f"{lesson.id}/{step.id}"
                text = f"{lesson.title} {step.title} {id}".lower()
                if all(word in text for word in words):
                    mark = MARKS.get(self._standing(lesson.id, step.id), " ")
                    left: Row = (
                        (f"{mark} ", "good"),
                        (f"{number:>2}  ", "muted"),
                        (step.title, "text"),
                    )
                    right: Row = (("you are here", "muted"),) if id == self._start else ()
                    steps.append(Item(id, left, right))
            if steps:
                gap = [Item("", ())] if found else []
                found += [*gap, Item("", ((lesson.title, "accent"),)), *steps]
        return found


class GlossaryScreen(SearchListScreen):
    """Words to choose from, and the meaning of the one in the hand beneath them."""

    title_text = "The words of this course"
    takes = "close"

    def __init__(self, glossary: Mapping[str, str]) -> None:
        super().__init__()
        self._glossary = glossary

    def items(self, words: Sequence[str]) -> list[Item]:
        found = []
        for word, meaning in self._glossary.items():
            if all(one in f"{word} {meaning}".lower() for one in words):
                about: tuple[Row, ...] = (((word, "accent"),), inline(" ".join(meaning.split())))
                found.append(Item(word, ((word, "text"),), about=about))
        return found
