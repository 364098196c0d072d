"""Lists that typing narrows down: every step, to jump to, and the words of the course."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

from textual.app import ComposeResult

from tutor.course.loader import Course
from tutor.ui.line_edit import LineEdit, edited
from tutor.ui.screens.base_screen import BaseScreen
from tutor.ui.terminal.capabilities import Look
from tutor.ui.text_layout import Row, inline
from tutor.ui.widgets.footer import FooterBox, Key
from tutor.ui.widgets.line_widget import Heading, Paragraph
from tutor.ui.widgets.menu import Item, Menu

Found = TypeVar("Found")
MARKS = {"done": "✓", "skipped": "·"}


class SearchListScreen(BaseScreen[Found | None], Generic[Found]):
    """Type to search, arrows to choose, enter to take."""

    title_text = ""
    takes = "open"

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.search = LineEdit()

    def items(self, words: Sequence[str]) -> list[Item]:
        """What there is that holds all of these words."""
        raise NotImplementedError

    def about(self, id: str) -> tuple[Row, ...]:
        """What is said of the item in the hand."""
        return ()

    def take(self, id: str) -> Found | None:
        """What choosing an item gives."""
        raise NotImplementedError

    def start(self) -> str:
        """The item that is in the hand at first."""
        return ""

    def parts(self) -> ComposeResult:
        self.menu = Menu(self.look)
        self.line = Paragraph(self.look, id="search")
        self.detail = Paragraph(self.look, id="about")
        yield Heading(self.look, ((self.title_text, "title"),))
        yield self.line
        yield self.menu
        yield self.detail
        yield FooterBox(self.footer)
        yield self.small

    def begin(self) -> None:
        self.renew(self.start())

    def renew(self, chosen: str = "") -> None:
        """Show what is found now."""
        before, after = (
            self.search.text[: self.search.cursor],
            self.search.text[self.search.cursor :],
        )
        hint = "" if self.search.text else "  type to search"
        self.line.show(
            (
                ("› ", "pointer"),
                (before, "strong"),
                (after[:1] or " ", "cursor"),
                (after[1:], "strong"),
                (hint, "muted"),
            )
        )
        found = self.items(self.search.text.lower().split())
        self.menu.show(found or [Item("", (("Nothing like it here.", "muted"),))], chosen)
        self.detail.show(*self.about(self.menu.chosen))
        self.renew_footer()

    def keys_now(self) -> tuple[Key, ...]:
        return tuple(self._keys())

    def _keys(self) -> Iterator[Key]:
        if self.menu.chosen:
            yield Key("enter", "take", self.takes)
            yield Key("up", "move", "choose", -1)
            yield Key("down", "move", "choose", 1)
            yield Key("pageup", "page", "", -1)
            yield Key("pagedown", "page", "", 1)
        yield Key("escape", "close", "all" if self.search.text else "close")

    def typed(self, key: str, character: str | None) -> bool:
        draft = edited(self.search, key, character)
        if draft is None:
            return False
        self.search = draft
        self.renew()
        return True

    def act_move(self, steps: int) -> None:
        self.menu.move(steps)
        self.detail.show(*self.about(self.menu.chosen))

    def act_page(self, pages: int) -> None:
        self.act_move(pages * self.menu.page)

    def act_take(self) -> None:
        self.dismiss(self.take(self.menu.chosen))

    def act_close(self) -> None:
        """Give up the search; without one, close."""
        if self.search.text:
            self.search = LineEdit()
            self.renew()
        else:
            self.dismiss(None)

    def on_menu_clicked(self, message: Menu.Clicked) -> None:
        message.stop()
        self.act_take()


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


class GlossaryScreen(SearchListScreen[None]):
    """Words to choose from, and the meaning of the one in the hand beneath them."""

    title_text = "The words of this course"
    takes = "close"

    def __init__(self, glossary: Mapping[str, str], look: Look) -> None:
        super().__init__(look)
        self._glossary = glossary

    def items(self, words: Sequence[str]) -> list[Item]:
        found = []
        for word, meaning in self._glossary.items():
            text = f"{word} {meaning}".lower()
            if all(one in text for one in words):
                found.append(Item(word, ((word, "text"),)))
        return found

    def about(self, id: str) -> tuple[Row, ...]:
        meaning = " ".join(self._glossary.get(id, "").split())
        return (((id, "accent"),), inline(meaning)) if id else ()

    def take(self, id: str) -> None:
        return None
