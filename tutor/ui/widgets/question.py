"""What is asked: the prompt, and what can be chosen or put in order."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.session.view import QuestionView
from tutor.ui.terminal.capabilities import Look
from tutor.ui.text_layout import Row, inline, width_of, wrap
from tutor.ui.widgets.line_widget import LineWidget

DIRECTIONS = {"up": "↑", "down": "↓", "stay": "="}


class Question(LineWidget):
    """The prompt in one or two rows, the options beneath it."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, id="question")
        self._question: QuestionView | None = None
        self._typed = ""
        self._open = True

    def show(self, question: QuestionView | None, typed: str, *, open: bool) -> None:
        """Show this question; `open` while it waits for an answer."""
        if (question, typed, open) != (self._question, self._typed, self._open):
            self._question, self._typed, self._open = question, typed, open
            self.renew()

    def lay(self, width: int, height: int) -> Sequence[Row]:
        question = self._question
        if question is None:
            return []
        count = f"  {question.number} of {question.count}" if question.count > 1 else ""
        prompt = inline(" ".join(question.prompt.split()), "strong" if self._open else "muted")
        rows = wrap(prompt, width)
        if width_of(rows[-1]) + len(count) <= width:
            rows[-1] = (*rows[-1], (count, "muted"))
        else:
            rows.append(((count.strip(), "muted"),))
        if question.options:
            rows += self._options(question, width)
        elif question.lines:
            rows += self._lines(question, width)
        return rows

    def _options(self, question: QuestionView, width: int) -> list[Row]:
        rows: list[Row] = []
        for number, option in enumerate(question.options, 1):
            chosen = self._typed.strip() == str(number)
            label = DIRECTIONS.get(option, str(number)) if question.shortcuts else str(number)
            style = ("strong" if chosen else "text") if self._open else "muted"
            words = inline(" ".join(option.split()), style)
            head = (("› " if chosen else "  ", "pointer"), (f"{label} ", "key"))
            rows += wrap((*head, *words), width, indent="    ")
        return rows

    def _lines(self, question: QuestionView, width: int) -> list[Row]:
        order = [character for character in self._typed if character.isdigit()]
        rows: list[Row] = []
        for number, line in enumerate(question.lines, 1):
            used = str(number) in order
            place = f"{order.index(str(number)) + 1}." if used else "  "
            style = "muted" if used else "text"
            row: Row = ((f"{place:>3} ", "asked"), (f"{number} ", "key"), (line.strip(), style))
            rows += wrap(row, width, indent=" " * 8)
        return rows
