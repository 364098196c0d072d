"""The question, the answer as it is typed, and what is said of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from textual.containers import VerticalScroll
from textual.widget import Widget

from tutor.course.markup import blocks
from tutor.engine.numbers import number, short
from tutor.grading import messages
from tutor.grading.answer import Reading, bare, confidence_of
from tutor.session.view import Phase, QuestionView, View
from tutor.ui.line_edit import LineEdit
from tutor.ui.text_layout import Row, inline, plain, spread, width_of, wrap
from tutor.ui.widgets.laid_once import LaidOnce
from tutor.ui.widgets.line_widget import Rows

DIRECTIONS = {"up": "↑", "down": "↓", "stay": "="}
PROMPT = "› "
SURE = {"?": "  a hunch", "!": "  certain"}
FULL = 15
"""Significant digits that any number typed in decimals keeps."""


def question_rows(
    width: int, question: QuestionView | None, typed: str, *, open: bool
) -> list[Row]:
    """The prompt, and what can be chosen or put in order beneath it; `open` while the keys answer
    it."""
    if question is None:
        return []
    count = f"  {question.number} of {question.count}" if question.count > 1 else ""
    prompt = inline(question.asked, "strong" if open else "muted")
    rows = wrap(prompt, width)
    if width_of(rows[-1]) + len(count) <= width:
        rows[-1] = (*rows[-1], (count, "muted"))
    else:
        rows.append(((count.strip(), "muted"),))
    if question.options:
        rows += _options(width, question, typed, open=open)
    elif question.lines:
        rows += _lines(width, question, typed)
    return rows


def _options(width: int, question: QuestionView, typed: str, *, open: bool) -> Iterator[Row]:
    for place, option in enumerate(question.options, 1):
        chosen = bare(typed) == str(place)
        label = DIRECTIONS.get(option, str(place)) if question.shortcuts else str(place)
        style = ("strong" if chosen else "text") if open else "muted"
        sure = SURE.get(confidence_of(typed), "") if chosen else ""
        words = (*inline(" ".join(option.split()), style), (sure, "muted"))
        head = (("› " if chosen else "  ", "pointer"), (f"{label} ", "key" if open else "muted"))
        yield from wrap((*head, *words), width, indent="    ")


def _lines(width: int, question: QuestionView, typed: str) -> Iterator[Row]:
    order = _order(typed, len(question.lines))
    for label, line in enumerate(question.lines, 1):
        used = str(label) in order
        place = f"{order.index(str(label)) + 1}." if used else "  "
        style = "muted" if used else "text"
        row: Row = ((f"{place:>3} ", "asked"), (f"{label} ", "key"), (line.strip(), style))
        yield from wrap(row, width, indent=" " * 8)


def _order(typed: str, count: int) -> list[str]:
    """The numbers of the lines as they are typed, up to the first that is no line's or stands there
    already."""
    order: list[str] = []
    for label in re.findall(r"\w" if count <= 9 else r"\w+", typed):
        if label in order or label not in map(str, range(1, count + 1)):
            break
        order.append(label)
    return order


def answer_rows(
    width: int,
    draft: LineEdit,
    reading: Reading | None,
    *,
    active: bool,
    spent: bool,
    comparison: Row,
) -> list[Row]:
    """`› 0.5 + 0.1*0.4▌   = 0.54`, what is typed and how it was read; several lines where lines are
    asked. `spent`: no key adds to it; it was a miss, which the next character replaces, or letters
    are commands. `comparison` stands in its place once the truth is known."""
    if comparison:
        return [comparison]
    style = "muted" if spent else "strong"
    at = draft.text.count("\n", 0, draft.cursor)
    column = draft.cursor - draft.line_start
    rows: list[Row] = [
        (
            ("  " if n else PROMPT, "pointer"),
            *(_with_cursor(line, column, width, style) if n == at and active else ((line, style),)),
        )
        for n, line in enumerate(draft.text.split("\n"))
    ]
    if reading is not None and len(rows) == 1:
        rows[0] = spread((*rows[0], *_read(reading)), (), width)
    return rows


def _with_cursor(line: str, cursor: int, width: int, style: str) -> Row:
    """Of a long line the end before the cursor is shown."""
    room = max(8, width - len(PROMPT) - 1)
    start = 0
    while cell_len(line[start:cursor]) >= room:
        start += 1
    under = line[cursor : cursor + 1] or " "
    return ((line[start:cursor], style), (under, "cursor"), (line[cursor + 1 :], style))


def _read(reading: Reading) -> Row:
    """How it was read, in a few words."""
    if reading.value is not None:
        sure = SURE.get(reading.confidence, "")
        about = f", give or take {short(reading.cell / 2)}" if reading.cell else ""
        # A sum may have no end; of a number that was typed or aimed at no digit is left out.
        summed = reading.working and not reading.insisted
        value = number(reading.value) if summed else short(reading.value, FULL)
        return (("   = ", "muted"), (value, "value"), (about + sure, "muted"))
    return ((f"   {reading.why_not}", "muted"),) if reading.why_not else ()


def feedback_rows(width: int, parts: Sequence[Row]) -> list[Row]:
    """What is said after an answer: calm, under the question, never in its way."""
    return [row for part in parts for row in wrap(part, width, indent="  ")]


def feedback(view: View, note: str, *, running: bool, notice: str) -> tuple[Row, ...]:
    """The note about the last key, the verdict, the worked line and the hint, `notice` before them;
    while all updates are run, how many have been."""
    if running:
        return (((f"update {view.updates:,}", "accent"),),)
    parts: list[Row] = [((notice, "warm"),)] if notice else []
    if note:
        parts.append((("· ", "faint"), *inline(note, "muted")))
    verdict, question = view.verdict, view.question
    if view.together:
        asked = messages.ONCE_MORE if view.once_more else messages.TOGETHER
        parts.append((("◇ ", "warm"), (view.waiting or asked, "muted")))
    if verdict is not None:
        mark = ("· ", "warm")
        if verdict.attempt:
            mark = ("✓ ", "good") if verdict.right else ("✗ ", "bad")
        said = _paragraphs(verdict.say)
        left = question.tries_left if question is not None and view.phase is Phase.ASK else 0
        more = " One more try." if left == 1 else f" {left} more tries." if left else ""
        missed = verdict.attempt and not verdict.right
        of: Row = ((f"{view.said_of}: ", "muted"),) if view.said_of else ()
        parts.append((mark, *of, *inline(said), (more if missed else "", "muted")))
    if view.worked:
        parts.append((("  ", "text"), (view.worked, "code")))
    if view.explained:
        parts.append((("  ", "text"), *inline(_paragraphs(view.explained))))
    if question is not None and question.hint:
        parts.append((("hint ", "mark"), *inline(" ".join(question.hint.split()), "text")))
    return tuple(parts)


def _paragraphs(text: str) -> str:
    """The author's paragraphs and items of lists, a line each."""
    return "\n".join(f"{part.marker} {part.text}".strip() for part in blocks(text))


class QuestionPanel(LaidOnce, VerticalScroll, can_focus=False):
    """Brings into sight what is new: a question from its beginning, the option in the hand, the
    line that is typed, what is said after an answer."""

    BLANK = True

    def __init__(self) -> None:
        self.question = Rows("question", question_rows)
        self.answer = Rows("answer", answer_rows)
        self.feedback = Rows("feedback", feedback_rows)
        super().__init__(self.question, self.answer, self.feedback, id="panel")
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
        self._asked = tuple(self.question.lay(width, height))
        self._typed = tuple(self.answer.lay(width, height)) if self.answer.display else ()
        self._words = tuple(self.feedback.lay(width, height))
        new, self._about = about != self._about, about
        if before != (self._asked, self._typed, self._words):
            self.call_after_refresh(self._bring, new, before, quiet)

    def _bring(self, new: bool, before: tuple[tuple[Row, ...], ...], quiet: bool) -> None:
        if not self.cut:
            return
        end = len(self._asked) + len(self._typed)
        if self._words and self._words != before[2] and not quiet:
            more = _stayed(before[2], self._words)
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


def _stayed(before: tuple[Row, ...], now: tuple[Row, ...]) -> int:
    """How many rows at the beginning were the end of what was said before."""
    counts = range(min(len(before), len(now)), 0, -1)
    return next((n for n in counts if before[len(before) - n :] == now[:n]), 0)


def scroll(box: Widget, lines: int) -> bool:
    """Scroll a container by some rows; whether any moved."""
    before = box.scroll_offset.y
    box.scroll_relative(y=lines, animate=False, immediate=True)
    return box.scroll_offset.y != before
