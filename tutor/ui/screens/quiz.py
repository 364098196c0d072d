"""A round of questions: a quiz, a review or practice, one question at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message

from tutor.core.view import Phase, View
from tutor.ui.draft import Draft
from tutor.ui.keys import Key
from tutor.ui.moment import PICKED, PICTURE, TYPED, Moment
from tutor.ui.roundkeys import RoundMoment, round_keys
from tutor.ui.screens.answering import AnsweringScreen, comparison
from tutor.ui.terminal import Look
from tutor.ui.typeset import Row
from tutor.ui.widgets.field import Field
from tutor.ui.widgets.heading import Heading
from tutor.ui.widgets.listing import Listing
from tutor.ui.widgets.marks import Marks
from tutor.ui.widgets.parameters import Parameters
from tutor.ui.widgets.picture import Picture
from tutor.ui.widgets.question import Question
from tutor.ui.widgets.said import Said
from tutor.ui.widgets.talk import Talk

if TYPE_CHECKING:
    from tutor.core.round import Round, RoundView
    from tutor.session.frame import Frame
    from tutor.session.scene import Scene
    from tutor.store.quizzes import Rounds

SURE_TYPED = "End with `?` for a hunch, with `!` when you are certain."
SURE_PICKED = "Press `?` as well for a hunch, `!` when you are certain."
SURE = {"?": "A hunch.", "!": "You are certain."}
STANDS = "Your answer stands. What it was worth is said at the end."


class QuizScreen(AnsweringScreen[None]):
    """The round holds the state, and is kept at every change; this holds the cursor."""

    @dataclass
    class Wanted(Message):
        """The learner asks for another screen."""

        what: str
        """summary, leave, help or glossary."""

    def __init__(self, round_: Round, rounds: Rounds, look: Look) -> None:
        self.round = round_
        self.shown = round_.view()
        super().__init__(self.shown.view, look)
        self.rounds = rounds
        self.finishing = False
        self._over = False
        self._stale = False
        self._desk: tuple[object, int] = ((), 0)

    def compose(self) -> ComposeResult:
        look = self.look
        self.heading, self.marks = Heading(look), Marks(look)
        self.listing, self.picture = Listing(look), Picture(look)
        self.parameters = Parameters(look)
        self.question, self.field, self.said = Question(look), Field(look), Said(look)
        self.talk = Talk(self.question, self.field, self.said)
        self.desk = Vertical(self.talk, self.footer, id="desk")
        yield self.heading
        yield self.marks
        with Horizontal(id="body"):
            yield Vertical(self.listing, id="read")
            yield self.picture
        yield self.parameters
        yield self.desk
        yield self.small

    def begin(self) -> None:
        self.show()
        if self.shown.left is not None:
            self.set_interval(1, self._tick)

    # -- showing ------------------------------------------------------------------------------

    @property
    def place(self) -> str:
        return f"{self.shown.number} {self.view.lesson_id}/{self.view.step_id}"

    def draw(self, held: Frame | None) -> Scene | None:
        return self.round.scene(held)

    @property
    def now(self) -> Moment:
        return Moment(
            self.view,
            self.spot,
            more=self.more,
            narrow=self.has_class("-narrow"),
            scrolls=self.talk.cut or (self.listing.cut and not self.spot),
        )

    @property
    def moment(self) -> RoundMoment:
        """All that decides which keys work."""
        return RoundMoment(self.now, self.shown, self.finishing)

    @property
    def typing(self) -> bool:
        return self.moment.typing

    def keys_now(self) -> tuple[Key, ...]:
        return round_keys(self.moment)

    def changed(self) -> None:
        """The round has changed: keep it, look at it again, and go on to what follows."""
        self.rounds.keep(self.round)
        before, self.shown = self.shown, self.round.view()
        self.view = self.shown.view
        if self.round.finished:
            self._finish()
            return
        if before.number != self.shown.number or before.answered != self.shown.answered:
            self.more, self.spot = False, ""
            revealed = self.view.phase is Phase.REVEALED and PICTURE in self.now.ring
            if revealed and not self.has_class("-tight"):
                self.spot = PICTURE
        if self.view.typed != self.draft.text:
            self.draft = Draft.of(self.view.typed)
        if not self._stale:
            self._stale = True
            self.call_later(self.show)

    def _finish(self) -> None:
        if not self._over:
            self._over = True
            self.post_message(self.Wanted("summary"))

    def _tick(self) -> None:
        """A second has gone by on the clock."""
        if self.round.finished:
            self.changed()
        else:
            self.shown = replace(self.shown, left=self.round.left)
            self.heading.show(*_headline(self.shown, self.room.width))

    def show(self) -> None:
        """Give every widget what it shows."""
        self._stale = False
        shown, view, now = self.shown, self.view, self.now
        open_ = not shown.answered
        self.heading.show(*_headline(shown, self.room.width))
        self.marks.show(
            tuple("missed" if mark == "wrong" else mark for mark in shown.marks), shown.number - 1
        )
        self.listing.show(view.listing)
        self.picture.show("bowl", view, self.scene_in_sight(), self.place)
        self.parameters.show(view.parameters, "", "")
        typed = view.typed if now.kind in TYPED else view.typed.strip().rstrip("?!")
        question = view.question and replace(view.question, count=1)
        self.question.show(question, typed, open=open_)
        beside = comparison(view) if now.kind not in PICKED else ()
        self.field.show(
            self.draft, view.reading if open_ else None, active=self.typing, comparison=beside
        )
        self.said.show(replace(view, note=self._note()), notice=self.rounds.problem)
        self._fit()
        telling = self.finishing or bool(view.note) or view.phase is Phase.REVEALED
        self.talk.follow((shown.number, shown.answered), quiet=not telling)

    def _note(self) -> str:
        """One quiet sentence: about the last key or, without one, about what can be done."""
        shown, view = self.shown, self.view
        if self.finishing:
            return _open_still(shown, self.round.mode)
        if view.note:
            return view.note
        if view.phase is Phase.REVEALED:
            wrong = view.verdict is not None and not view.verdict.right
            return f"Right is: {view.truth}" if wrong and self.now.kind in PICKED else ""
        if shown.answered:
            return STANDS
        if self.has_class("-tight"):
            return ""
        if self.now.kind in PICKED:
            return SURE.get(view.typed.strip()[-1:], SURE_PICKED)
        return SURE_TYPED

    def _fit(self) -> None:
        """Give the desk the rows it needs; it does not shrink while the question is the same."""
        view, now = self.view, self.now
        self.field.display = now.kind in TYPED
        self.set_class(view.plot is None, "-unpictured")
        self.set_class(not view.listing, "-unlisted")
        self.set_class(not view.parameters, "-constant-free")
        self.set_class(self.spot != "", "-look")
        self.footer.show(self.keys_now())
        columns, rows = self.room
        inner = max(columns - 2, 1)
        tight = self.has_class("-tight")
        parts = [self.question, self.footer, *([self.field] if self.field.display else [])]
        said = max(len(self.said.lay(inner, rows)), 0 if tight else 1)
        self.said.display = said > 0
        needed = 1 + said + sum(len(part.lay(inner, rows)) for part in parts)
        same = (self.shown.number, columns, rows)
        if self._desk[0] == same:
            needed = max(needed, self._desk[1])
        height = max(4, min(needed, rows - (3 if tight else 8)))
        if self._desk != (same, height):
            self._desk = (same, height)
            self.desk.styles.height = height

    def resized(self) -> None:
        self.show()

    # -- keys ---------------------------------------------------------------------------------

    def write(self, text: str) -> None:
        self.round.type(text)

    def choose(self, index: int) -> None:
        self.round.choose(index)

    def act_sure(self, mark: str) -> None:
        """Mark the picked option as a hunch or as certain; once more takes the mark away."""
        typed = self.view.typed.strip()
        picked = typed.rstrip("?!")
        self.round.type(picked if typed == picked + mark else picked + mark)

    def act_enter(self) -> None:
        self.round.enter()

    def act_skip(self) -> None:
        self.round.skip()
        self.more = False

    def act_move(self, steps: int) -> None:
        self.round.move(steps)

    def act_finish(self) -> None:
        """End it; with questions open, ask once."""
        if self.round.open and not self.finishing:
            self.finishing = True
        else:
            self.round.finish()

    def act_go_on(self) -> None:
        self.finishing = False

    def act_scroll(self, lines: int) -> None:
        """Scroll the code, then what is asked and said; backwards the other way round."""
        parts = (self.listing.turn, self.talk.turn)
        any(turn(lines) for turn in (parts if lines > 0 else reversed(parts)))

    def act_glossary(self) -> None:
        self.post_message(self.Wanted("glossary"))

    def act_help(self) -> None:
        self.post_message(self.Wanted("help"))

    def act_leave(self) -> None:
        self.post_message(self.Wanted("leave"))


def _headline(shown: RoundView, width: int) -> tuple[Row, Row]:
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


def _open_still(shown: RoundView, mode: str) -> str:
    """What finishing now would leave open, as a question."""
    skipped = shown.marks.count("skipped")
    count = skipped + shown.marks.count("open")
    many = "One question is" if count == 1 else f"{count} questions are"
    which = f" ({skipped} of them skipped)" if 0 < skipped < count else ""
    counts = " and would count as missed" if mode == "quiz" else ""
    return f"{many} still open{which}{counts}. Finish all the same?"
