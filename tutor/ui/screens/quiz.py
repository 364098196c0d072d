"""A quiz, a review or practice: one question at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.screen import Screen
from textual.widget import Widget

from tutor.grading.answer import confidence_of
from tutor.grading.kinds.base import Input
from tutor.session.view import Phase, View
from tutor.ui.bindings import ScreenState, quiz_bindings
from tutor.ui.screens.exercise_screen import ExerciseScreen
from tutor.ui.text_layout import Row
from tutor.ui.widgets.footer import Key
from tutor.ui.widgets.line_widget import Rows
from tutor.ui.widgets.progress_marks import mark_rows

if TYPE_CHECKING:
    from tutor.session.quiz import QuizSession, QuizView
    from tutor.session.quizzes import Quizzes

SURE_TYPED = "End with `?` for a hunch, with `!` when you are certain."
SURE_PICKED = "Press `?` as well for a hunch, `!` when you are certain."
STANDS = "Your answer stands. What it was worth is said at the end."
PAGE = 8
"""Rows that a page key scrolls by: code and question are short."""


class QuizScreen(ExerciseScreen["QuizSession"]):
    """The quiz holds the state, and is kept at every change; this holds the cursor."""

    def __init__(
        self,
        session: QuizSession,
        quizzes: Quizzes,
        *,
        close: str = "close",
        over: Callable[[], Screen[None]] | None = None,
    ) -> None:
        """`close` is what closing the summary is called; `over`: what is shown in its place."""
        super().__init__(session, quizzes.course)
        self._over = over
        self.quizzes = quizzes
        self.finishing = False
        """The learner is being asked whether to finish with questions open."""
        self._close = close

    def beneath_heading(self) -> Iterable[Widget]:
        self.marks = Rows("marks", mark_rows)
        return (self.marks,)

    def begin(self) -> None:
        super().begin()
        if self.shown.finished:  # its time was up before anybody came back
            self.call_after_refresh(self.changed)
        elif self.shown.left is not None:
            self.set_interval(1, self._tick)

    # -- showing ------------------------------------------------------------------------------

    @property
    def state(self) -> ScreenState:
        return super().state._replace(more=self.more or self.finishing)

    @property
    def scrolls(self) -> bool:
        return self.panel.cut or (self.listing.cut and not self.spot)

    def turns(self) -> Iterable[Callable[[int], bool]]:
        return () if self.spot else super().turns()  # the listing stands behind the picture

    def every_key(self) -> Iterator[Key]:
        return quiz_bindings(self.state, self.shown, finishing=self.finishing)

    def changed(self) -> None:
        """The quiz has changed: keep it, look at it again, and go on to what follows."""
        self.quizzes.keep(self.session)
        if self.session.finished:
            self._summarise()
        else:
            super().changed()

    def renew_view(self) -> None:
        self.shown = shown = self.session.view()
        question = shown.view.question
        # The quiz counts its questions itself.
        self.view = replace(shown.view, question=question and replace(question, count=1))
        self.place = f"{shown.number} {self.view.lesson_id}/{self.view.step_id}"
        self.about = (shown.number, shown.answered)

    def _tick(self) -> None:
        """A second has gone by on the clock."""
        if self.session.finished:
            self.changed()
        else:
            self.shown = replace(self.shown, left=self.session.left)
            self.heading.show(*_headline(self.shown, self.room.width))

    def show_more(self) -> None:
        shown = self.shown
        self.notice = self.quizzes.problem
        self.heading.show(*_headline(shown, self.room.width))
        marks = tuple("missed" if mark == "wrong" else mark for mark in shown.marks)
        self.marks.show(marks, shown.number - 1, self.look.charset, legend=True)

    def comparison(self) -> Row:
        return () if self.state.input is Input.OPTION else super().comparison()

    def share_rows(self) -> None:
        tight, (columns, rows) = self.has_class("-tight"), self.room
        above = 2 + len(self.parameters.lay(max(columns - 2, 1), rows))
        most = rows - (3 if tight else above + max(5, self.least_for_picture))
        self.fit(most, words=0 if tight else 1)

    @property
    def quiet(self) -> bool:
        return not (self.finishing or self.view.note or self.view.phase is Phase.REVEALED)

    @property
    def note(self) -> str:
        """One quiet sentence: about the last key or, without one, about what can be done."""
        shown, view = self.shown, self.view
        if self.finishing:
            return _open_still(shown, self.session.mode)
        if view.note:
            return view.note
        if view.phase is Phase.REVEALED:
            wrong = view.verdict is not None and not view.verdict.right
            return f"Right is: {view.truth}" if wrong and self.state.input is Input.OPTION else ""
        if shown.answered:
            return STANDS
        if self.has_class("-tight"):
            return ""
        if self.state.input is Input.OPTION:
            return "" if confidence_of(view.typed) else SURE_PICKED
        return SURE_TYPED

    # -- keys ---------------------------------------------------------------------------------

    def act_skip(self) -> None:
        self.session.skip()
        self.more = False

    def act_finish(self) -> None:
        """End it; with questions open, ask once."""
        if self.session.open and not self.finishing:
            self.finishing = True
        else:
            self.session.finish()

    def act_go_on(self) -> None:
        self.finishing = False

    def act_page(self, pages: int) -> None:
        self.act_scroll(pages * PAGE)

    # -- other screens ------------------------------------------------------------------------

    def act_enter(self) -> None:
        self.session.enter()
        self.entered(self.session.view().view)

    def act_help(self) -> None:
        from tutor.ui.screens.page import ROUND_HELP, HelpScreen

        self.app.push_screen(HelpScreen(ROUND_HELP))

    def _summarise(self) -> None:
        """What came of it, in place of this screen: once what stands on that is closed."""
        from tutor.ui.screens.summary import SummaryRows, SummaryScreen

        if self.is_active and self._over is not None:
            self.app.switch_screen(self._over())
        elif self.is_active:
            agenda = self.quizzes.agenda(self.quizzes.attempts())
            rows = SummaryRows(self.session.summary(), agenda)
            summary = SummaryScreen(rows, self.quizzes, close=self._close)
            self.app.switch_screen(summary)


def _headline(shown: QuizView, width: int) -> tuple[Row, Row]:
    view: View = shown.view
    left: Row = (
        (shown.title, "accent"),
        ("   ", "text"),
        (view.lesson, "muted"),
        (" › ", "faint"),
        (view.step, "title"),
    )
    word = "question " if width >= 72 else ""
    right: Row = ((f"{word}{shown.number} of {shown.count}", "muted"),)
    if shown.left is not None:
        last = shown.left <= 60
        right = ((f"{_clock(shown.left)}   ", "warm" if last else "muted"), *right)
    return left, right


def _clock(seconds: float) -> str:
    """The nearest minute, and seconds only for the last one: a clock that hurries nobody."""
    whole = int(seconds + 0.999)
    return f"{whole} s left" if whole <= 60 else f"{(whole + 30) // 60} min left"


def _open_still(shown: QuizView, mode: str) -> str:
    """What finishing now would leave open, as a question."""
    skipped = shown.marks.count("skipped")
    count = skipped + shown.marks.count("open")
    many = "One question is" if count == 1 else f"{count} questions are"
    which = f" ({skipped} of them skipped)" if 0 < skipped < count else ""
    counts = " and would count as not right" if mode == "quiz" else ""
    return f"{many} still open{which}{counts}. Finish all the same?"
