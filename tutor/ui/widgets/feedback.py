"""What is said after an answer: calm, under the question, never in its way."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.course.markup import blocks
from tutor.session.view import Phase, View
from tutor.ui.terminal.capabilities import Look
from tutor.ui.text_layout import Row, inline, wrap
from tutor.ui.widgets.line_widget import LineWidget


class Feedback(LineWidget):
    """The note about the last key, the verdict, the worked line and the hint."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, id="feedback")
        self._parts: tuple[Row, ...] = ()

    def show(self, view: View, *, running: bool = False, notice: str = "") -> None:
        """Say what there is to say, `notice` first; while all updates are run, how many have
        been."""
        count = f"update {view.updates:,}"
        first: tuple[Row, ...] = (((notice, "warm"),),) if notice else ()
        parts = (((count, "accent"),),) if running else (*first, *_parts(view))
        if parts != self._parts:
            self._parts = parts
            self.renew()

    def lay(self, width: int, height: int) -> Sequence[Row]:
        return [row for part in self._parts for row in wrap(part, width, indent="  ")]


def _parts(view: View) -> list[Row]:
    parts: list[Row] = []
    if view.note:
        parts.append((("· ", "faint"), *inline(view.note, "muted")))
    verdict, question = view.verdict, view.question
    if verdict is not None:
        mark = ("· ", "warm")
        if verdict.attempt:
            mark = ("✓ ", "good") if verdict.right else ("✗ ", "bad")
        parts.append((mark, *inline(_lines(verdict.say))))
        open_ = view.phase is Phase.ASK
        if verdict.attempt and not verdict.right and open_ and question is not None:
            left = question.tries_left
            more = "One more try." if left == 1 else f"{left} more tries." if left else ""
            if more:
                parts[-1] = (*parts[-1], (f" {more}", "muted"))
    if view.worked:
        parts.append((("  ", "text"), (view.worked, "code")))
    if question is not None and question.hint:
        parts.append((("hint ", "mark"), *inline(" ".join(question.hint.split()), "text")))
    return parts


def _lines(text: str) -> str:
    """The author's paragraphs and items of lists, a line each."""
    return "\n".join(f"{block.marker} {block.text}".strip() for block in blocks(text))
