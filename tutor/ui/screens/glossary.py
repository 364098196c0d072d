"""The words of the course and what they mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tutor.ui.screens.search_list import SearchListScreen
from tutor.ui.terminal.capabilities import Look
from tutor.ui.text_layout import Row, inline
from tutor.ui.widgets.menu import Item


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
