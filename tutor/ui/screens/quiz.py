"""A quiz, a review or practice: one question at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.widget import Widget

from tutor.grading.kinds.base import Input
from tutor.session.view import Phase, View
from tutor.ui.bindings import PICTURE, TYPED, QuizState, ScreenState, quiz_bindings
from tutor.ui.line_edit import LineEdit
from tutor.ui.screens.exercise_screen import ExerciseScreen, comparison
from tutor.ui.terminal.capabilities import Look
from tutor.ui.text_layout import Row
from tutor.ui.widgets.footer import Key
from tutor.ui.widgets.progress_marks import ProgressMarks

if TYPE_CHECKING:
    from tutor.session.quiz import QuizSession, QuizView
    from tutor.session.quizzes import Quizzes

SURE_TYPED = "End with `?` for a hunch, with `!` when you are certain."
SURE_PICKED = "Press `?` as well for a hunch, `!` when you are certain."
SURE = {"?": "A hunch.", "!": "You are certain."}
STANDS = "Your answer stands. What it was worth is said at the end."


class QuizScreen(ExerciseScreen[None]):
    """The quiz holds the state, and is kept at every change; this holds the cursor."""

    def __init__(self, quiz: QuizSession, quizzes: Quizzes, look: Look) -> None:
        self.quiz = quiz
        self.shown = quiz.view()
        super().__init__(self.shown.view, look)
        self.quizzes = quizzes
        self.finishing = False
        self._over = False

    def beneath_heading(self) -> Iterable[Widget]:
        self.marks = ProgressMarks(self.look)
        return (self.marks,)

    @property
    def exercise(self) -> QuizSession:
        return self.quiz

    def begin(self) -> None:
        self.show()
        if self.shown.left is not None:
            self.set_interval(1, self._tick)

    # -- showing ------------------------------------------------------------------------------

    @property
    def place(self) -> str:
        return f"{self.shown.number} {self.view.lesson_id}/{self.view.step_id}"

    @property
    def state(self) -> ScreenState:
        return ScreenState(
            self.view,
            self.spot,
            more=self.more,
            narrow=self.has_class("-narrow"),
            scrolls=self.panel.cut or (self.listing.cut and not self.spot),
        )

    @property
    def quiz_state(self) -> QuizState:
        """All that decides which keys work."""
        return QuizState(self.state, self.shown, self.finishing)

    @property
    def typing(self) -> bool:
        return self.quiz_state.typing

    def keys_now(self) -> tuple[Key, ...]:
        return quiz_bindings(self.quiz_state)

    def changed(self) -> None:
        """The quiz has changed: keep it, look at it again, and go on to what follows."""
        self.quizzes.keep(self.quiz)
        before, self.shown = self.shown, self.quiz.view()
        self.view = self.shown.view
        if self.quiz.finished:
            self._finish()
            return
        if before.number != self.shown.number or before.answered != self.shown.answered:
            self.more, self.spot = False, ""
            revealed = self.view.phase is Phase.REVEALED and PICTURE in self.state.ring
            if revealed and not self.has_class("-tight"):
                self.spot = PICTURE
        if self.view.typed != self.draft.text:
            self.draft = LineEdit.of(self.view.typed)
        self.later()

    def _finish(self) -> None:
        if not self._over:
            self._over = True
            self.post_message(self.Wanted("summary"))

    def _tick(self) -> None:
        """A second has gone by on the clock."""
        if self.quiz.finished:
            self.changed()
        else:
            self.shown = replace(self.shown, left=self.quiz.left)
            self.heading.show(*_headline(self.shown, self.room.width))

    def show(self) -> None:
        self.stale = False
        shown, view, input_ = self.shown, self.view, self.state.input
        self.heading.show(*_headline(shown, self.room.width))
        self.marks.show(
            tuple("missed" if mark == "wrong" else mark for mark in shown.marks), shown.number - 1
        )
        self.parameters.show(view.parameters, "", "")
        typed = view.typed if input_ in TYPED else view.typed.strip().rstrip("?!")
        question = view.question and replace(view.question, count=1)
        beside = comparison(view) if input_ is not Input.OPTION else ()
        self.show_question("bowl", question, typed, open=not shown.answered, comparison=beside)
        self.feedback.show(replace(view, note=self._note()), notice=self.quizzes.problem)
        self.answer.display = input_ in TYPED
        tight = self.has_class("-tight")
        most = self.room.height - (3 if tight else 8)
        self.fit(shown.number, most, pictured=view.plot is not None, words=0 if tight else 1)
        telling = self.finishing or bool(view.note) or view.phase is Phase.REVEALED
        self.panel.follow((shown.number, shown.answered), quiet=not telling)

    def _note(self) -> str:
        """One quiet sentence: about the last key or, without one, about what can be done."""
        shown, view = self.shown, self.view
        if self.finishing:
            return _open_still(shown, self.quiz.mode)
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
            return SURE.get(view.typed.strip()[-1:], SURE_PICKED)
        return SURE_TYPED

    # -- keys ---------------------------------------------------------------------------------

    def act_sure(self, mark: str) -> None:
        """Mark the picked option as a hunch or as certain; once more takes the mark away."""
        typed = self.view.typed.strip()
        picked = typed.rstrip("?!")
        self.quiz.type(picked if typed == picked + mark else picked + mark)

    def act_skip(self) -> None:
        self.quiz.skip()
        self.more = False

    def act_move(self, steps: int) -> None:
        self.quiz.move(steps)

    def act_finish(self) -> None:
        """End it; with questions open, ask once."""
        if self.quiz.open and not self.finishing:
            self.finishing = True
        else:
            self.quiz.finish()

    def act_go_on(self) -> None:
        self.finishing = False

    def act_scroll(self, lines: int) -> None:
        """Scroll the code, then what is asked and said; backwards the other way round."""
        parts = (self.listing.turn, self.panel.turn)
        any(turn(lines) for turn in (parts if lines > 0 else reversed(parts)))


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
    """Minutes, and seconds only for the last one: a clock that does not hurry anybody."""
    whole = int(seconds + 0.999)
    return f"{whole} s left" if whole <= 60 else f"{-(-whole // 60)} min left"


def _open_still(shown: QuizView, mode: str) -> str:
    """What finishing now would leave open, as a question."""
    skipped = shown.marks.count("skipped")
    count = skipped + shown.marks.count("open")
    many = "One question is" if count == 1 else f"{count} questions are"
    which = f" ({skipped} of them skipped)" if 0 < skipped < count else ""
    counts = " and would count as missed" if mode == "quiz" else ""
    return f"{many} still open{which}{counts}. Finish all the same?"
