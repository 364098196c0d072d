"""One step: read, predict, see, explore. Shows what the session says and passes keys on to it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.timer import Timer

from tutor.core.session import Session
from tutor.core.view import Phase, View
from tutor.ui.draft import Draft
from tutor.ui.keys import Key
from tutor.ui.moment import PICTURE, Moment, following, keys, pictures
from tutor.ui.screens.answering import AnsweringScreen, comparison
from tutor.ui.terminal import Look
from tutor.ui.typeset import Row
from tutor.ui.widgets.field import Field
from tutor.ui.widgets.heading import Heading
from tutor.ui.widgets.listing import Listing
from tutor.ui.widgets.parameters import Parameters
from tutor.ui.widgets.picture import Picture
from tutor.ui.widgets.prose import Prose
from tutor.ui.widgets.question import Question
from tutor.ui.widgets.said import Said
from tutor.ui.widgets.talk import Talk

if TYPE_CHECKING:
    from tutor.session.frame import Frame
    from tutor.session.scene import Scene

TICK = 1 / 12
"""Seconds between two pictures of a run that is played."""


class StepScreen(AnsweringScreen[None]):
    """A step of a lesson. The session holds the state; this holds the cursor and the tab stop."""

    @dataclass
    class Wanted(Message):
        """The learner asks for another screen."""

        what: str
        """home, help, glossary or jump."""

    def __init__(self, session: Session, look: Look, *, notice: str = "") -> None:
        super().__init__(session.view(), look)
        self.session = session
        self.notice = notice
        """A sentence about what is kept; said until another question is asked."""
        self.number = ""
        """What was typed for a constant."""
        self._player: Timer | None = None
        self._pace = 1
        self.stale = False
        """What is shown is older than the session."""
        self._question_id: object = None
        self._judged = ""
        self._read = ""
        """What was said after the answer, as far as it was in sight."""

    def compose(self) -> ComposeResult:
        look = self.look
        self.heading = Heading(look)
        self.prose, self.listing, self.picture = Prose(look), Listing(look), Picture(look)
        self.parameters = Parameters(look)
        self.question, self.field, self.said = Question(look), Field(look), Said(look)
        self.talk = Talk(self.question, self.field, self.said)
        self.desk = Vertical(self.talk, self.footer, id="desk")
        yield self.heading
        with Horizontal(id="body"):
            self.read = Vertical(self.prose, self.listing, id="read")
            yield self.read
            yield self.picture
        yield self.parameters
        yield self.desk
        yield self.small

    def begin(self) -> None:
        self.spot = self.first_spot()
        self.show()
        self.prose.go_to(self.view.scroll)

    # -- showing ------------------------------------------------------------------------------

    @property
    def place(self) -> str:
        return f"{self.view.lesson_id}/{self.view.step_id}"

    def draw(self, held: Frame | None) -> Scene | None:
        return self.session.scene(held)

    @property
    def spent(self) -> bool:
        verdict, view = self.view.verdict, self.view
        missed = verdict is not None and verdict.attempt and not verdict.right
        one_line = self.now.kind in ("predict", "order")
        return missed and one_line and view.phase is Phase.ASK and self._judged == view.typed

    @property
    def now(self) -> Moment:
        return Moment(
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
        return keys(self.now)

    def _scrolls(self) -> bool:
        if self.view.picture in ("table", "output"):
            return True
        if self.talk.cut:
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
        elif self.spot and self.spot not in self.now.ring:
            self.spot = ""
        if view.typed != self.draft.text:
            self.draft = Draft.of(view.typed)
        self.later()

    def first_spot(self) -> str:
        """What is in the hand when a question is new: the constants where they are the answer."""
        now = self.now
        if now.asking and now.kind == "reach":
            return next((name for name in now.ring if name not in ("", PICTURE)), "")
        chosen = self.view.question is not None and self.view.question.kind == "choose"
        revealed = self.view.phase in (Phase.REVEALED, Phase.EXPLORE) and not chosen
        return PICTURE if revealed and PICTURE in now.ring and not self.has_class("-tight") else ""

    def later(self) -> None:
        """Show everything after the keys that are already waiting."""
        if not self.stale:
            self.stale = True
            self.call_later(self.show)

    def show(self) -> None:
        """Give every widget what it shows."""
        self.stale = False
        if not self.spot:
            self._read = self.view.reveal
        view, now = self.view, self.now
        self.heading.show(*_headline(view))
        self.prose.show(view.text, view.reveal)
        self.listing.show(view.listing)
        there = pictures(view)
        kind = view.picture if view.picture in there else "bowl"
        scene = self.scene_in_sight() if kind == "bowl" else None
        self.picture.show(kind, view, scene, self.place)
        self.parameters.show(view.parameters, self.spot, self.number)
        asking = now.asking or now.free
        question = None if now.running else view.question  # it would ask what is just being shown
        self.question.show(question, view.typed, open=asking)
        beside = () if asking else comparison(view)
        written = now.kind == "write" and bool(view.typed)  # it stays when it was judged
        self.field.show(
            self.draft,
            view.reading if asking else None,
            active=now.typing,
            spent=self.spent,
            comparison=beside,
        )
        self.said.show(view, running=now.running, notice=self.notice)
        self._fit(now, kind, bool(beside) or written)
        self.talk.follow(_question_of(view))
        self.footer.show(self.keys_now())

    def _fit(self, now: Moment, kind: str, comparison: bool) -> None:
        """Give the desk the rows it needs, and keep them while the question stays the same."""
        view = self.view
        field = now.kind in ("predict", "write", "order") and (now.asking or now.free)
        self.field.display = (field or comparison) and not now.running
        self.set_class(view.plot is None and kind == "bowl", "-unpictured")
        self.set_class(not view.listing, "-unlisted")
        self.set_class(not view.parameters, "-constant-free")
        self.set_class(now.spot != "", "-look")
        columns, rows = self.room
        inner = max(columns - 2, 1)
        self.footer.show(self.keys_now())
        reserve = 2 if view.question is None else 3 if rows <= 24 else 6
        needed = (
            1
            + len(self.question.lay(inner, rows))
            + (len(self.field.lay(inner, rows)) if self.field.display else 0)
            + max(
                max(len(self.said.lay(inner, rows)), 1) + len(self.footer.lay(inner, rows)),
                reserve,
            )
        )
        identity = (_question_of(view), columns, rows)
        if identity == self._question_id:
            assert self.desk.styles.height is not None
            needed = max(needed, int(self.desk.styles.height.value))
        self._question_id = identity
        tight = self.has_class("-tight")
        shown = bool(view.parameters) and (not tight or self.has_class("-look"))
        above = len(self.parameters.lay(inner, rows)) if shown else 0
        height = max(4, min(needed, rows - 1 - above - (3 if tight else 6)))
        if self.desk.styles.height is None or self.desk.styles.height.value != height:
            self.desk.styles.height = height
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
        words = max(3, self.prose.rows(width - 1)) + (0 if self.has_class("-short") else 1)
        code = self.listing.rows(width - 2)
        least = max(1, min(code, max(6, read * 45 // 100), read - 4))  # three rows of words, a gap
        self.listing.styles.max_height = max(least, min(code, read - words - 1))

    def resized(self) -> None:
        self.later()

    # -- keys ---------------------------------------------------------------------------------

    def write(self, text: str) -> None:
        self._judged = ""
        self.session.type(text)

    def choose(self, index: int) -> None:
        self.session.choose(index)

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
        draft = self.draft if self.now.free else Draft()
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
        if PICTURE in self.now.ring:
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
        parts: tuple[Callable[[int], bool], ...] = (*words, self.talk.turn)
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

    def act_help(self) -> None:
        self.post_message(self.Wanted("help"))

    def act_glossary(self) -> None:
        self.post_message(self.Wanted("glossary"))

    def act_jump(self) -> None:
        self.post_message(self.Wanted("jump"))

    def act_leave(self) -> None:
        self.act_stop()
        self.post_message(self.Wanted("home"))


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
