"""A quiz that is over: the score, what is known, and each miss beside the truth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual.app import ComposeResult

from tutor.course.markup import blocks
from tutor.engine.numbers import number
from tutor.session.result import HUNCH, KNOWN, LEFT, MISSED, Outcome, QuizResult
from tutor.ui.screens.sheet_screen import GAP, WIDEST, SheetScreen
from tutor.ui.text_layout import Row, inline, spread, width_of, wrap
from tutor.ui.widgets.footer import Key
from tutor.ui.widgets.line_widget import Rows, heading
from tutor.ui.widgets.progress_marks import GLYPHS, STYLES, mark_rows
from tutor.ui.widgets.prose import ScrollingRows

if TYPE_CHECKING:
    from tutor.history.schedule import Agenda
    from tutor.session.quizzes import Quizzes


MARKS = {KNOWN: "right", HUNCH: "hunch", MISSED: "missed", LEFT: "open"}
"""What an outcome is called in the row of marks."""


class SummaryScreen(SheetScreen):
    """Scrolls; enter reads on to the end before it leaves."""

    def __init__(self, report: SummaryRows, quizzes: Quizzes, *, close: str = "close") -> None:
        """`close`: what closing is called on the footer."""
        super().__init__(close)
        self.report = report
        self._quizzes = quizzes

    def parts(self) -> ComposeResult:
        self.heading = heading(f"{self.report.summary.title}: what came of it")
        self.marks = Rows("marks", mark_rows)
        self.sheet = ScrollingRows(self.report.rows, id="page")
        yield self.heading
        yield self.marks
        yield self.sheet

    def begin(self) -> None:
        marks = tuple(MARKS[one.state] for one in self.report.summary.outcomes)
        self.marks.show(marks, None, self.look.charset, legend=False)

    def own_keys(self) -> Iterator[Key]:
        missed = len(self.report.summary.to_practise)
        if missed:
            these = "practise this one" if missed == 1 else f"practise these {missed}"
            yield Key("p", "practise", these)
        yield Key("l", "leave", self.close if self.sheet.first < self.sheet.most else "")
        yield Key("q", "leave")
        yield Key("escape", "leave")

    def act_practise(self) -> None:
        """Just the missed questions again, in place of this screen."""
        from tutor.ui.screens.quiz import QuizScreen

        summary, quizzes = self.report.summary, self._quizzes
        practice = quizzes.practice(summary.to_practise, summary.seed + 1)
        self.app.switch_screen(QuizScreen(practice, quizzes, close=self.close))


class SummaryRows(NamedTuple):
    """A summary and what is to be said around it."""

    summary: QuizResult
    agenda: Agenda | None = None
    """What review would ask after it; None where that is not known."""

    def rows(self, width: int) -> list[Row]:
        """All of it, at this width."""
        width = min(width, WIDEST)
        parts = [*self._score(width), *self._ideas(width)]
        if not self.summary.explained:
            parts += self._misses(width)
        return [*parts, *self._end(width)]

    def _score(self, width: int) -> Iterator[Row]:
        summary, count = self.summary, len(self.summary.outcomes)
        yield GAP
        said: Row = ((f"{summary.right} of {count} right", "strong"),)
        if summary.mark is not None:
            passed = summary.passes(summary.mark)
            sign: Row = (("✓ passed", "good"),) if passed else (("✗ not passed", "bad"),)
            needed = (f": {number(100 * summary.mark, 4)}% was asked for", "muted")
            percent = (f", {number(100 * summary.score, 4)}%.  ", "muted")
            said = (*said, percent, *sign, needed)
        yield from wrap(said, width)
        for sentence in filter(None, (summary.counted, summary.confidence, summary.timed)):
            yield from wrap(((sentence, "muted"),), width)

    def _ideas(self, width: int) -> Iterator[Row]:
        """One row for each step that was asked about: is it known?"""
        yield GAP
        yield (("Idea by idea", "accent"),)
        ideas: dict[tuple[str, str], list[Outcome]] = {}
        for outcome in self.summary.outcomes:
            ideas.setdefault((outcome.lesson, outcome.title), []).append(outcome)
        for (lesson, title), outcomes in ideas.items():
            signs: Row = tuple(_sign(one) for one in outcomes)
            left: Row = (*signs, (f" {lesson}", "muted"), (" › ", "faint"), (title, "text"))
            yield spread(left, ((_standing(outcomes, self.summary), "muted"),), width)

    def _misses(self, width: int) -> Iterator[Row]:
        """Everything that is not known, beside the truth and with the reason."""
        numbered = [
            (place, outcome)
            for place, outcome in enumerate(self.summary.outcomes, 1)
            if not outcome.known
        ]
        if numbered:
            yield GAP
            yield (("Another look", "accent"),)
        for place, outcome in numbered:
            yield GAP
            yield from _miss(place, outcome, width)

    def _end(self, width: int) -> Iterator[Row]:
        if not self.summary.missed:
            yield GAP
            yield from wrap(inline("Nothing was missed.", "text"), width)
        elif self.agenda is not None and self.agenda.next is not None:
            yield GAP
            many = self.agenda.tomorrow
            count = "one question is" if many == 1 else f"{many} questions are"
            when = f" Tomorrow {count} due." if many else ""
            said = f"What was missed or only guessed comes back in review.{when}"
            yield from wrap(inline(said, "muted"), width)


def _sign(outcome: Outcome) -> tuple[str, str]:
    """What stands before an outcome, and its style; as different in shape as in colour."""
    mark = MARKS[outcome.state]
    return GLYPHS["unicode"][mark], STYLES[mark]


def _standing(outcomes: Sequence[Outcome], summary: QuizResult) -> str:
    """What is known of one step."""
    states = [summary.state(outcome) for outcome in outcomes]
    if len(states) == 1 and states[0] != KNOWN:
        return states[0]
    many = f"{states.count(KNOWN)} of {len(states)} " if len(states) > 1 else ""
    return f"{many}{summary.known_as}"


def _miss(place: int, outcome: Outcome, width: int) -> Iterator[Row]:
    margin = "    "

    def block(row: Row) -> list[Row]:
        return [((margin, "text"), *line) for line in wrap(row, width - len(margin))]

    sign, style = _sign(outcome)
    yield (
        (f"{sign} ", style),
        (f"{place} ", "muted"),
        (outcome.lesson, "muted"),
        (" › ", "faint"),
        (outcome.title, "strong"),
    )
    constants = "   ".join(f"{name} {number(n)}" for name, n in outcome.values.items())
    if constants:
        yield from block(((constants, "muted"),))
    yield from block(inline(" ".join(outcome.prompt.split())))
    sure = {"?": ", a hunch", "!": ", and certain of it"}.get(outcome.confidence, "")
    you: Row = (("◇ you ", "guess"), (outcome.you, "guess"), (sure, "muted"))
    if not outcome.answered:
        you = (("◇ not answered", "muted"),)
    true: Row = (("◆ true ", "truth"), *inline(" ".join(outcome.truth.split()), "truth"))
    both: Row = (*you, ("   ", "text"), *true)
    for row in (both,) if width_of(both) <= width - len(margin) else (you, true):
        yield from block(row)
    for part in blocks(outcome.say) if outcome.answered else ():
        yield from block(inline(f"{part.marker} {part.text}".strip()))
    if outcome.worked:
        yield from block(((outcome.worked, "code"),))
