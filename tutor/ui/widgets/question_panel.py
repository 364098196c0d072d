"""The question, the answer and what is said of it. Where they do not fit, they scroll."""

from __future__ import annotations

from textual.containers import VerticalScroll

from tutor.ui.text_layout import Row, plain
from tutor.ui.widgets.answer_field import AnswerField
from tutor.ui.widgets.feedback import Feedback
from tutor.ui.widgets.question import Question


class QuestionPanel(VerticalScroll, can_focus=False):
    """Brings into sight what is new: a question from its beginning, the option in the hand, the
    line that is typed, what is said after an answer."""

    def __init__(self, question: Question, answer: AnswerField, feedback: Feedback) -> None:
        super().__init__(question, answer, feedback, id="panel")
        self._question, self._answer, self._feedback = question, answer, feedback
        self._asked = self._typed = self._words = ()  # type: tuple[Row, ...]
        self._about: object = None

    @property
    def cut(self) -> bool:
        """Not all of it can be seen at once."""
        return self.max_scroll_y > 0

    def turn(self, lines: int) -> bool:
        """Scroll by some rows; whether any moved."""
        before = self.scroll_offset.y
        self.scroll_relative(y=lines, animate=False, immediate=True)
        return self.scroll_offset.y != before

    def follow(self, about: object, *, quiet: bool = False) -> None:
        """What is shown may have changed; `about` stays the same while the question does. `quiet`:
        what is said need not be brought into sight."""
        width, height = self.content_size
        before = (self._asked, self._typed, self._words)
        self._asked = tuple(self._question.lay(width, height))
        self._typed = tuple(self._answer.lay(width, height)) if self._answer.display else ()
        self._words = tuple(self._feedback.lay(width, height))
        new, self._about = about != self._about, about
        if before != (self._asked, self._typed, self._words):
            self.call_after_refresh(self._bring, new, before, quiet)

    def _bring(self, new: bool, before: tuple[tuple[Row, ...], ...], quiet: bool) -> None:
        if not self.cut:
            return
        end = len(self._asked) + len(self._typed)
        if self._words and self._words != before[2] and not quiet:
            said = before[2]
            more = len(said) if said and self._words[: len(said)] == said else 0
            first = end + more if more else end - min(1, len(self._typed))
            self._see(first, end + len(self._words))
        elif new:
            self._go(0)
        elif self._typed != before[1]:
            self._see(end - 1, end)
        else:
            first = next((n for n, row in enumerate(self._asked) if plain(row)[:1] == "›"), 0)
            self._see(first, self._end_of(first))

    def _end_of(self, option: int) -> int:
        """The row after an option's last one; its later rows are indented further."""
        rows = enumerate(self._asked[option + 1 :], option + 1)
        return next((n for n, row in rows if plain(row)[2:3] != " "), len(self._asked))

    def _see(self, first: int, end: int) -> None:
        """Scroll as little as shows these rows, and the first of them whatever happens."""
        at, height = self.scroll_offset.y, self.content_size.height
        self._go(min(max(at, end - height), first))

    def _go(self, row: int) -> None:
        self.scroll_to(y=row, animate=False, immediate=True)
