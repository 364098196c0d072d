"""The question, the answer as it is typed, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.containers import VerticalScroll
from textual.widget import Widget

from tutor.course.markup import blocks
from tutor.engine.numbers import number
from tutor.grading.answer import Reading
from tutor.session.view import Phase, QuestionView, View
from tutor.ui.line_edit import LineEdit
from tutor.ui.terminal.capabilities import Look
from tutor.ui.text_layout import Row, inline, plain, spread, width_of, wrap
from tutor.ui.widgets.line_widget import LineWidget

DIRECTIONS = {"up": "↑", "down": "↓", "stay": "="}
PROMPT = "› "


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
        for place, option in enumerate(question.options, 1):
            chosen = self._typed.rstrip("?! ").strip() == str(place)
            label = DIRECTIONS.get(option, str(place)) if question.shortcuts else str(place)
            style = ("strong" if chosen else "text") if self._open else "muted"
            words = inline(" ".join(option.split()), style)
            head = (("› " if chosen else "  ", "pointer"), (f"{label} ", "key"))
            rows += wrap((*head, *words), width, indent="    ")
        return rows

    def _lines(self, question: QuestionView, width: int) -> list[Row]:
        order = [character for character in self._typed if character.isdigit()]
        rows: list[Row] = []
        for label, line in enumerate(question.lines, 1):
            used = str(label) in order
            place = f"{order.index(str(label)) + 1}." if used else "  "
            style = "muted" if used else "text"
            row: Row = ((f"{place:>3} ", "asked"), (f"{label} ", "key"), (line.strip(), style))
            rows += wrap(row, width, indent=" " * 8)
        return rows


class AnswerField(LineWidget):
    """`› 0.5 + 0.1*0.4▌   = 0.54`; several lines where lines are asked."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, id="answer")
        self._draft = LineEdit()
        self._reading: Reading | None = None
        self._active = True
        self._spent = False
        self._comparison: Row = ()

    def show(
        self,
        draft: LineEdit,
        reading: Reading | None,
        *,
        active: bool,
        spent: bool = False,
        comparison: Row = (),
    ) -> None:
        """Show what is being typed; `spent`: it was a miss, and the next character replaces it.

        `comparison` stands in its place once the truth is known.
        """
        self._draft, self._reading = draft, reading
        self._active, self._spent, self._comparison = active, spent, comparison
        self.renew()

    def lay(self, width: int, height: int) -> Sequence[Row]:
        if self._comparison:
            return [self._comparison]
        lines = self._draft.text.split("\n")
        at = self._draft.text.count("\n", 0, self._draft.cursor)
        column = self._draft.cursor - self._draft.line_start
        rows = [
            self._line(line, column if n == at and self._active else None, width, first=n == 0)
            for n, line in enumerate(lines)
        ]
        if self._reading is not None and len(rows) == 1:
            rows[0] = spread((*rows[0], *_read(self._reading)), (), width)
        return rows

    def _line(self, line: str, cursor: int | None, width: int, *, first: bool) -> Row:
        head = (PROMPT if first else "  ", "pointer")
        style = "muted" if self._spent else "strong"
        if cursor is None:
            return (head, (line, style))
        # Of a long line the end before the cursor is shown.
        room = max(8, width - len(PROMPT) - 1)
        start = 0
        while cell_len(line[start:cursor]) >= room:
            start += 1
        under = line[cursor : cursor + 1] or " "
        return (
            head,
            (line[start:cursor], style),
            (under, "cursor"),
            (line[cursor + 1 :], style),
        )


def _read(reading: Reading) -> Row:
    """How it was read, in a few words."""
    if reading.value is not None:
        sure = {"?": "  a hunch", "!": "  certain"}.get(reading.confidence, "")
        return (("   = ", "muted"), (number(reading.value), "value"), (sure, "muted"))
    return ((f"   {reading.why_not}", "muted"),) if reading.why_not else ()


class Feedback(LineWidget):
    """The note about the last key, the verdict, the worked line and the hint."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, id="feedback")
        self._parts: tuple[Row, ...] = ()

    def show(self, view: View, note: str, *, running: bool, notice: str) -> None:
        """Say what there is to say, `notice` first and `note` after it; while all updates are run,
        how many have been."""
        count = f"update {view.updates:,}"
        first: tuple[Row, ...] = (((notice, "warm"),),) if notice else ()
        parts = (((count, "accent"),),) if running else (*first, *_parts(view, note))
        if parts != self._parts:
            self._parts = parts
            self.renew()

    def lay(self, width: int, height: int) -> Sequence[Row]:
        return [row for part in self._parts for row in wrap(part, width, indent="  ")]


def _parts(view: View, note: str) -> list[Row]:
    parts: list[Row] = []
    if note:
        parts.append((("· ", "faint"), *inline(note, "muted")))
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
        return scroll(self, lines)

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


def scroll(box: Widget, lines: int) -> bool:
    """Scroll a container by some rows; whether any moved."""
    before = box.scroll_offset.y
    box.scroll_relative(y=lines, animate=False, immediate=True)
    return box.scroll_offset.y != before
