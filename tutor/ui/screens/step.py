"""One step: read, predict, see, explore. Shows what the session says and passes keys on to it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from textual.timer import Timer
from textual.widget import Widget

from tutor.grading.kinds.base import Input
from tutor.session.lesson import LessonSession
from tutor.session.view import Phase, View
from tutor.ui.bindings import PICTURE, TYPED, ScreenState, following, pictures, step_bindings
from tutor.ui.line_edit import LineEdit
from tutor.ui.screens.exercise_screen import ExerciseScreen, comparison
from tutor.ui.terminal.capabilities import Look
from tutor.ui.text_layout import Row
from tutor.ui.widgets.footer import Key
from tutor.ui.widgets.prose import Prose

TICK = 1 / 12
"""Seconds between two pictures of a run that is played."""


class StepScreen(ExerciseScreen[None]):
    """A step of a lesson. The session holds the state; this holds the cursor and the tab stop."""

    def __init__(self, session: LessonSession, look: Look, *, notice: str = "") -> None:
        super().__init__(session.view(), look)
        self.session = session
        self.notice = notice
        """A sentence about what is kept; said until another question is asked."""
        self.number = ""
        """What was typed for a constant."""
        self._player: Timer | None = None
        self._pace = 1
        self._judged = ""
        self._read = ""
        """What was said after the answer, as far as it was in sight."""

    def above_listing(self) -> Iterable[Widget]:
        self.prose = Prose(self.look)
        return (self.prose,)

    @property
    def exercise(self) -> LessonSession:
        return self.session

    def begin(self) -> None:
        self.spot = self.first_spot()
        self.show()
        self.prose.go_to(self.view.scroll)

    # -- showing ------------------------------------------------------------------------------

    @property
    def place(self) -> str:
        return f"{self.view.lesson_id}/{self.view.step_id}"

    @property
    def spent(self) -> bool:
        verdict, view = self.view.verdict, self.view
        missed = verdict is not None and verdict.attempt and not verdict.right
        one_line = self.state.input in (Input.NUMBER, Input.ORDER)
        return missed and one_line and view.phase is Phase.ASK and self._judged == view.typed

    @property
    def state(self) -> ScreenState:
        return ScreenState(
            self.view,
            self.spot,
            self.number,
            self.more,
            self._player is not None,
            self.has_class("-narrow"),
            self._scrolls(),
            self.picture.wide,
            self.has_class("-narrow") and self.spot == PICTURE and self.view.reveal != self._read,
        )

    def keys_now(self) -> tuple[Key, ...]:
        return step_bindings(self.state)

    def _scrolls(self) -> bool:
        if self.view.picture in ("table", "output"):
            return True
        if self.panel.cut:
            return True
        if self.has_class("-narrow") and self.spot:
            return False
        if self.has_class("-tight"):
            return self.read.max_scroll_y > 0
        return self.prose.most > 0 or self.listing.cut

    def tell(self, sentence: str) -> None:
        """Say how it stands with what is kept."""
        self.notice = sentence
        self.later()

    def changed(self) -> None:
        """The session has changed: look at it again, and show it once the burst of keys is over."""
        before, self.view = self.view, self.session.view()
        view = self.view
        if (view.lesson_id, view.step_id) != (before.lesson_id, before.step_id):
            self.read.scroll_to(y=0, animate=False, immediate=True)
        if _question_of(before) != _question_of(view):
            self.more, self.number, self.notice = False, "", ""
            self.spot = self.first_spot()
        elif self.spot and self.spot not in self.state.ring:
            self.spot = ""
        if view.typed != self.draft.text:
            self.draft = LineEdit.of(view.typed)
        self.later()

    def first_spot(self) -> str:
        """What is in the hand when a question is new: the constants where they are the answer."""
        state = self.state
        if state.asking and state.input is Input.CONSTANTS:
            return next((name for name in state.ring if name not in ("", PICTURE)), "")
        chosen = self.view.question is not None and self.view.question.authored
        revealed = self.view.phase in (Phase.REVEALED, Phase.EXPLORE) and not chosen
        return (
            PICTURE if revealed and PICTURE in state.ring and not self.has_class("-tight") else ""
        )

    def show(self) -> None:
        self.stale = False
        if not self.spot:
            self._read = self.view.reveal
        view, state = self.view, self.state
        self.heading.show(*_headline(view))
        self.prose.show(view.text, view.reveal)
        picture = view.picture if view.picture in pictures(view) else "bowl"
        self.parameters.show(view.parameters, self.spot, self.number)
        open_ = state.asking or state.free
        beside = () if open_ else comparison(view)
        question = None if state.running else view.question  # it would ask what is being shown
        self.show_question(picture, question, view.typed, open=open_, comparison=beside)
        self.feedback.show(view, running=state.running, notice=self.notice)
        written = state.input is Input.LINES and bool(view.typed)  # it stays when it was judged
        field = state.input in TYPED and open_
        self.answer.display = (field or bool(beside) or written) and not state.running
        self._share_rows(picture)
        self.panel.follow(_question_of(view))
        self.footer.show(self.keys_now())

    def _share_rows(self, picture: str) -> None:
        """Share the screen's rows among the desk, the words and the code."""
        view, (columns, rows), tight = self.view, self.room, self.has_class("-tight")
        constants = bool(view.parameters) and (not tight or self.spot != "")
        above = len(self.parameters.lay(max(columns - 2, 1), rows)) if constants else 0
        height = self.fit(
            _question_of(view),
            rows - 1 - above - (3 if tight else 6),
            pictured=view.plot is not None or picture != "bowl",
            words=1,
            reserve=2 if view.question is None else 3 if rows <= 24 else 6,
        )
        self._share(columns, rows - 1 - above - height)

    def _share(self, columns: int, body: int) -> None:
        """Share the rows above the desk: the words first, and to the code what is left of them, but
        enough to follow it. Its constants scroll away first: they stand beneath it as well."""
        stacked, narrow = self.has_class("-stacked"), self.has_class("-narrow")
        beside = self.has_class("-unpictured") and not (stacked or narrow)
        if beside or self.has_class("-tight") or self.has_class("-unlisted"):
            self.listing.styles.max_height = None
            return
        read = body * 3 // 5 if stacked else body
        width = columns - 1 if stacked or narrow else columns * 55 // 100 - 1
        words = max(3, self.prose.needed(width - 1, body)) + (0 if self.has_class("-short") else 1)
        code = self.listing.rows(width - 2)
        least = max(1, min(code, max(6, read * 45 // 100), read - 4))  # three rows of words, a gap
        self.listing.styles.max_height = max(least, min(code, read - words - 1))

    # -- keys ---------------------------------------------------------------------------------

    def write(self, text: str) -> None:
        self._judged = ""
        self.session.type(text)

    def act_enter(self) -> None:
        self._judged = self.draft.text
        self.session.enter()

    def act_read(self) -> None:
        """The words, which had to make room for the picture."""
        self.spot = ""

    def act_newline(self) -> None:
        """A new line; after an empty last line the answer is committed."""
        if self.draft.text.strip() and not self.draft.text.split("\n")[-1].strip():
            self.session.type(self.draft.text.rstrip())
            self.session.enter()
            return
        line = self.draft.line
        indent = " " * (len(line) - len(line.lstrip()) + (4 if line.rstrip().endswith(":") else 0))
        self.fill(self.draft.insert("\n" + indent))

    def act_line(self, lines: int) -> None:
        self.draft = self.draft.vertical(lines)

    def act_begin(self, character: str) -> None:
        """The first character of a guess in explore."""
        draft = self.draft if self.state.free else LineEdit()
        self.fill(draft.insert(character))

    def act_answer(self) -> None:
        super().act_answer()
        self.number = ""

    def act_tab(self, steps: int) -> None:
        super().act_tab(steps)
        self.number = ""

    def act_change(self, steps: int) -> None:
        self.session.nudge(self.spot, steps)

    def act_digit(self, character: str) -> None:
        self.number += character

    def act_put(self) -> None:
        """Set the constant to what was typed."""
        try:
            value = float(self.number)
        except ValueError:
            self.session.set(self.spot, math.nan)  # which says why not; what was typed stays
            return
        self.session.set(self.spot, int(value) if value.is_integer() else value)
        self.number = ""

    def act_drop(self) -> None:
        self.number = ""

    def act_hint(self) -> None:
        self.session.hint()
        self.more = False

    def act_skip(self) -> None:
        self.session.skip()

    def act_back(self) -> None:
        self.session.back()

    def act_reset(self) -> None:
        self.session.reset()
        self.more = False

    def act_picture(self) -> None:
        self.session.picture(following(self.view))
        if PICTURE in self.state.ring:
            self.spot = PICTURE

    def act_replay(self) -> None:
        self.session.replay()

    def act_scroll(self, lines: int) -> None:
        """Scroll the table or the output where they are shown, else the words, then the code, then
        what is asked and said; backwards the other way round."""
        if self.view.picture in ("table", "output"):
            self.picture.turn(lines)
            return
        words = (self._turn_all,) if self.has_class("-tight") else (self._turn, self.listing.turn)
        parts: tuple[Callable[[int], bool], ...] = (*words, self.panel.turn)
        for turn in parts if lines > 0 else reversed(parts):
            if turn(lines):
                return

    def _turn(self, lines: int) -> bool:
        """Scroll the words; whether there was anything to scroll."""
        before = self.prose.first
        self.session.scroll(self.prose.turn(lines))
        return self.prose.first != before

    def _turn_all(self, lines: int) -> bool:
        """Scroll words and code as one."""
        before = self.read.scroll_offset.y
        self.read.scroll_relative(y=lines, animate=False, immediate=True)
        return self.read.scroll_offset.y != before

    def act_columns(self, steps: int) -> None:
        self.picture.shift(steps)

    def act_page(self, pages: int) -> None:
        page = self.read.size.height - 1 if self.has_class("-tight") else self.prose.page
        self.act_scroll(pages * max(1, page))

    def on_prose_turned(self, message: Prose.Turned) -> None:
        message.stop()
        self.session.scroll(message.first)

    def act_run(self) -> None:
        self.session.run()

    def act_run_all(self) -> None:
        """Play the rest of the run, slowly at first; any of the shown keys stops it."""
        self._pace = 1 if self.look.motion else 1_000
        self._player = self.set_interval(TICK if self.look.motion else 1e-3, self._play)

    def _play(self) -> None:
        if not self.view.can_run:
            self.act_stop()
        else:
            self.session.run(max(1, self._pace // 8))
            self._pace += max(1, self._pace // 8)
        self.changed()

    def act_stop(self) -> None:
        if self._player is not None:
            self._player.stop()
            self._player = None

    def act_leave(self) -> None:
        self.act_stop()
        super().act_leave()


def _question_of(view: View) -> tuple[object, ...]:
    """What makes a question another one: while it is the same, the screen's parts hold still."""
    question = view.question if view.phase is Phase.ASK else None
    asked = (question.number, question.prompt) if question else ()
    return (view.lesson_id, view.step_id, view.phase is Phase.ASK, asked)


def _headline(view: View) -> tuple[Row, Row]:
    left: Row = ((view.lesson, "muted"), (" › ", "faint"), (view.step, "title"))
    right: Row = ((f"step {view.index}/{view.total}", "muted"),)
    if view.standing:
        right = ((f"{view.standing}   ", "muted"), *right)
    if view.asked:
        right = (*right, ("   ✓ ", "good"), (f"{view.right} of {view.asked}", "muted"))
    return left, right
