"""One step: read, predict, see, explore. Shows what the session says and passes keys on to it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.timer import Timer
from textual.widget import Widget

from tutor.grading.kinds.base import Input
from tutor.session.lesson import LessonSession
from tutor.session.view import LessonDone, Phase, View
from tutor.ui.bindings import PICTURE, ScreenState, following, pictured, step_bindings
from tutor.ui.line_edit import LineEdit
from tutor.ui.screens.exercise_screen import ExerciseScreen
from tutor.ui.text_layout import Row, width_of
from tutor.ui.widgets.footer import Key, written
from tutor.ui.widgets.prose import Prose
from tutor.ui.widgets.question_panel import scroll

if TYPE_CHECKING:
    from tutor.session.exercise import Events

SWEEP, FRAMES = 0.3, 6
"""Seconds in which the step is drawn after an answer, and pictures of that."""
TICK = 1 / 12
"""Seconds between two pictures of a run that is played."""

HELD_ROWS = 3
"""Rows for what is said of an answer that is held back: nothing else moves when it is shown, to all
of a class at once."""


ONE_LINE = (Input.NUMBER, Input.ORDER, Input.SEVERAL)
"""What is typed on one line."""


class StepScreen(ExerciseScreen[LessonSession]):
    """A step of a lesson. The session holds the state; this holds the cursor and the tab stop."""

    def __init__(self, session: LessonSession, *, notice: str = "") -> None:
        """`notice`: a sentence about what is kept; said until another question is asked."""
        super().__init__(session, session.course)
        self.notice = notice
        self._player: Timer | None = None
        self._pace = 1
        self._sweeper: Timer | None = None
        self._read: set[str] = set()
        """The paragraphs that were said after the answer and were in sight."""

    def above_listing(self) -> Iterable[Widget]:
        self.prose = Prose()
        return (self.prose,)

    def begin(self) -> None:
        super().begin()
        self.prose.go_to(self.view.scroll)

    # -- showing ------------------------------------------------------------------------------

    @property
    def spent(self) -> bool:
        verdict, view, question = self.view.verdict, self.view, self.view.question
        missed = verdict is None or (verdict.attempt and not verdict.right)
        one_line = question is not None and question.input in ONE_LINE
        return missed and one_line and view.phase is Phase.ASK and self.judged == view.typed

    @property
    def state(self) -> ScreenState:
        return super().state._replace(
            running=self._player is not None,
            unread=not self._read.issuperset(_paragraphs(self.view.closing)),
            spent=self.spent and bool(self.view.typed),
            wide=self.listed and self.picture.wide,
            hand=self.host.hand,
        )

    @property
    def behind(self) -> bool:
        """The words have made room for the picture."""
        return self.has_class("-narrow") and self.spot != "" and pictured(self.view)

    def every_key(self) -> Iterator[Key]:
        return step_bindings(self.state)

    @property
    def listed(self) -> bool:
        """The table or the output stands in sight."""
        beside = not self.has_class("-narrow") or self.spot != ""
        return beside and self.view.picture in ("table", "output")

    @property
    def scrolls(self) -> bool:
        if self.listed or self.panel.cut:
            return True
        if self.behind:
            return False
        if self.has_class("-tight"):
            return self.read.max_scroll_y > 0
        return self.prose.most > 0 or self.listing.cut

    def tell(self, sentence: str) -> None:
        """Say how it stands with what is kept."""
        self.notice = sentence
        self.later()

    def renew_view(self) -> None:
        self.view = view = self.session.view()
        self.place = f"{view.lesson_id}/{view.step_id}"
        question = view.question if view.phase is Phase.ASK else None
        asked = question.number if question else None
        self.about = (self.place, view.phase is Phase.ASK, asked)

    def changed(self) -> None:
        about, place, asked = self.about, self.place, self.view.phase is Phase.ASK
        self._end_sweep()
        super().changed()
        if asked and self.look.sweeps and self.view.truth and self.view.phase is not Phase.ASK:
            self.picture.swept = 0.0
            self._sweeper = self.set_interval(SWEEP / FRAMES, self._sweep)
        if self.about != about:
            self.notice = ""
        if self.place != place:
            self.read.scroll_to(y=0, animate=False, immediate=True)

    def first_spot(self) -> str:
        """The constants where they are the answer; after an author's words, these."""
        state = self.state
        if state.asking and state.input is Input.CONSTANTS:
            return next((name for name in state.ring if name not in ("", PICTURE)), "")
        authored = self.view.question is not None and self.view.question.authored
        return "" if authored else super().first_spot()

    def show_more(self) -> None:
        if not self.view.reveal:
            self._read.clear()
        self._read.update(_paragraphs(self.view.explained if self.behind else self.view.reveal))
        self.heading.show(*_headline(self.view, self.room.width - 2))
        charset = self.look.charset
        self.prose.show(written(self.view.text, charset), written(self.view.closing, charset))

    def share_rows(self) -> None:
        view, (columns, rows), tight = self.view, self.room, self.has_class("-tight")
        constants = bool(view.parameters) and (not tight or self.spot != "")
        above = len(self.parameters.lay(max(columns - 2, 1), rows)) if constants else 0
        least = 3 if tight else max(4 if self.state.asking else 6, self.least_for_picture)
        height = self.fit(
            rows - 1 - above - least,
            words=HELD_ROWS if view.together and not tight else 1,
            reserve=2 if view.question is None else 3 if rows <= 24 else 6,
        )
        self._share(columns, rows - 1 - above - height)

    def _share(self, columns: int, body: int) -> None:
        """Share the rows above the desk, or the columns where words and code stand side by side."""
        stacked, narrow = self.has_class("-stacked"), self.has_class("-narrow")
        beside = self.has_class("-unpictured") and not (stacked or narrow)
        listing, styles = self.listing, self.listing.styles
        wide = min(max(listing.columns() + 1, columns * 46 // 100), columns * 60 // 100)
        styles.width = wide if beside else "1fr"
        if beside or self.has_class("-tight") or self.has_class("-unlisted"):
            styles.max_height = styles.margin = None
            return
        width = columns - 1 if stacked or narrow else columns * 55 // 100 - 1
        code, gap = self._code(width - 1, body * 3 // 5 if stacked else body)
        styles.max_height = code
        styles.margin = (gap, 0, 0, 0)

    def _code(self, width: int, rows: int) -> tuple[int, int]:
        """The rows of the code, and of the gap above it, where `rows` hold the words as well: first
        what the question is about, then what the words need, then what is left. The constants
        scroll away first: they stand beneath as well."""
        words = self.prose.needed(width, rows) + (0 if self.has_class("-short") else 1)
        code, full = self.listing.rows(width, blank=False), self.listing.rows(width)
        if code < rows - words:
            return full if full < rows - words else code, 1
        least = max(6, rows * 45 // 100, self.listing.span(width))
        # Rather a row of code than a gap.
        return max(1, min(code, least, rows - min(words, max(1, rows // 4))), rows - words), 0

    # -- keys ---------------------------------------------------------------------------------

    def act_enter(self) -> None:
        self._gone_on(self.session.enter())
        self.entered(self.session.view())

    def act_skip(self) -> None:
        self._gone_on(self.session.skip())

    def _gone_on(self, events: Events) -> None:
        """A lesson that is done with ends with its card."""
        for event in events:
            if isinstance(event, LessonDone):
                self.changed()  # what the card will uncover
                self.host.lesson_done(event.lesson)

    def act_read(self) -> None:
        """The words, which had to make room for the picture."""
        self.spot = ""

    def act_begin(self, character: str) -> None:
        """The first character of a guess in explore."""
        self.fill(self._with(character) if self.state.free else LineEdit.of(character))

    def act_change(self, steps: int) -> None:
        self.session.nudge(self.spot, steps)

    def act_digit(self, character: str) -> None:
        self.number += character
        self.session.hush()

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
        self.session.hush()

    def act_hint(self) -> None:
        self.session.hint()
        self.more = False

    def act_reset(self) -> None:
        self.session.reset()
        self.more = False

    def act_picture(self) -> None:
        self.session.picture(following(self.view))
        if PICTURE in self.state.ring:
            self.spot = PICTURE

    def turns(self) -> Iterable[Callable[[int], bool]]:
        if self.behind:
            return ()
        if self.has_class("-tight"):  # words and code scroll as one
            return (partial(scroll, self.read),)
        return (self._turn, self.listing.turn)

    def _turn(self, lines: int) -> bool:
        """Scroll the words; whether there was anything to scroll."""
        before = self.prose.first
        self.session.scroll(self.prose.turn(lines))
        return self.prose.first != before

    def act_scroll(self, lines: int) -> None:
        """Scroll the table or the output where they are shown, else what is read."""
        if not (self.listed and self.picture.turn(lines)):
            super().act_scroll(lines)

    def act_columns(self, steps: int) -> None:
        self.picture.shift(steps)

    def act_page(self, pages: int) -> None:
        page = self.read.size.height - 1 if self.has_class("-tight") else self.prose.page
        self.act_scroll(pages * max(1, page))

    def on_prose_turned(self, message: Prose.Turned) -> None:
        message.stop()
        self.session.scroll(message.first)

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

    def _sweep(self) -> None:
        """A little more of the step, from the old place to the new one."""
        frame = round(self.picture.swept * FRAMES) + 1
        if frame < FRAMES:
            self.picture.sweep(frame / FRAMES)
        else:
            self._end_sweep()

    def _end_sweep(self) -> None:
        """All of the step is drawn: it was, or another key was pressed meanwhile."""
        if self._sweeper is not None:
            self._sweeper.stop()
            self._sweeper = None
            self.picture.sweep(1.0)

    def typed(self, key: str, character: str | None) -> None:
        """A key that is not the run's ends it as well, and does what it does there: nothing that is
        typed ahead is lost."""
        if self._player is None:
            super().typed(key, character)
            return
        self.act_stop()
        self.changed()
        self._obey_or_type(events.Key(key, character))

    def act_stop(self) -> None:
        if self._player is not None:
            self._player.stop()
            self._player = None

    # -- other screens ------------------------------------------------------------------------

    def act_help(self) -> None:
        from tutor.ui.screens.page import HelpScreen

        self.app.push_screen(HelpScreen())

    def act_hand(self) -> None:
        self.host.raise_hand()

    def act_jump(self) -> None:
        """Every step, to jump to."""
        from tutor.ui.screens.search_list import JumpScreen

        session, here = self.session, self.session.place()
        at = f"{here.lesson}/{here.step}"
        self.app.push_screen(JumpScreen(session.course, session.standing, at, self._go))

    def _go(self, id: str) -> None:
        lesson, _, step = id.partition("/")
        self.session.open(lesson, step)  # in a preview it may be another session by now
        self.changed()

    def act_leave(self) -> None:
        self.act_stop()
        super().act_leave()


def _paragraphs(text: str) -> list[str]:
    """The paragraphs of what is said; none where nothing is."""
    return text.split("\n\n") if text else []


def _headline(view: View, width: int) -> tuple[Row, Row]:
    """Where the learner is, and how it goes; how the step stands only beside its whole title."""
    left: Row = ((view.lesson, "muted"), (" › ", "faint"), (view.step, "title"))
    right: Row = ((f"step {view.index}/{view.total}", "muted"),)
    if view.asked:
        right = (*right, ("   ✓ ", "good"), (f"{view.right} of {view.asked}", "muted"))
    standing: Row = ((f"{view.standing}   ", "muted"),) if view.standing else ()
    if width_of((*left, *standing, *right)) < width:
        right = (*standing, *right)
    return left, right
