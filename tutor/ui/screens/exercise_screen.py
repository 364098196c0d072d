"""What a step and a quiz share: the layout, and how an answer is typed, aimed or picked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget

from tutor.engine.numbers import number
from tutor.grading.kinds.base import Input
from tutor.session.view import QuestionView, View
from tutor.ui.bindings import PICTURE, ScreenState
from tutor.ui.line_edit import LineEdit, edited, pasted
from tutor.ui.screens.base_screen import BaseScreen
from tutor.ui.terminal.capabilities import Look
from tutor.ui.text_layout import Row
from tutor.ui.widgets.footer import Key
from tutor.ui.widgets.line_widget import Heading
from tutor.ui.widgets.listing import Listing, Parameters
from tutor.ui.widgets.picture import Picture
from tutor.ui.widgets.question_panel import AnswerField, Feedback, Question, QuestionPanel

if TYPE_CHECKING:
    from tutor.session.scene import Frame, Scene

LONGEST_PASTE = 2_000
"""Characters of one paste that are taken."""

Result = TypeVar("Result")


class Exercise(Protocol):
    """The intents that a lesson's session and a quiz share."""

    def type(self, text: str) -> object: ...
    def choose(self, index: int) -> object: ...
    def enter(self) -> object: ...
    def skip(self) -> object: ...
    def scene(self, held: Frame | None) -> Scene | None: ...


class ExerciseScreen(BaseScreen[Result], Generic[Result]):
    """Holds the cursor and the tab stop; `exercise` holds everything else."""

    class Wanted(Message):
        """The learner asks for another screen."""

        def __init__(self, what: str) -> None:
            super().__init__()
            self.what = what
            """help, glossary, jump, leave or summary."""

    def __init__(self, view: View, look: Look) -> None:
        super().__init__(look)
        self.view = view
        self.draft = LineEdit.of(view.typed)
        self.spot = ""
        """Where tab has gone."""
        self.more = False
        """esc was pressed: letters are commands although an answer is asked."""
        self.stale = False
        """What is shown is older than the view."""
        self._desk: tuple[object, int] = ((), 0)
        """The question for which the desk was fitted, and its rows."""
        self._drawn: tuple[View, str, Scene] | None = None
        """The last chart, the view that it is of, and its place."""

    def parts(self) -> ComposeResult:
        look = self.look
        self.heading = Heading(look)
        self.listing, self.picture = Listing(look), Picture(look)
        self.parameters = Parameters(look)
        self.question, self.answer, self.feedback = (
            Question(look),
            AnswerField(look),
            Feedback(look),
        )
        self.panel = QuestionPanel(self.question, self.answer, self.feedback)
        self.desk = Vertical(self.panel, self.footer, id="desk")
        yield self.heading
        yield from self.beneath_heading()
        with Horizontal(id="body"):
            self.read = Vertical(*self.above_listing(), self.listing, id="read")
            yield self.read
            yield self.picture
        yield self.parameters
        yield self.desk
        yield self.small

    def beneath_heading(self) -> Iterable[Widget]:
        """Widgets of the subclass between the heading and the body."""
        return ()

    def above_listing(self) -> Iterable[Widget]:
        """Widgets of the subclass in the column of the listing."""
        return ()

    @property
    def exercise(self) -> Exercise:
        """What is being answered."""
        raise NotImplementedError

    @property
    def place(self) -> str:
        """The axes of the chart hold still while this stays the same."""
        raise NotImplementedError

    @property
    def state(self) -> ScreenState:
        """What decides which keys work."""
        raise NotImplementedError

    @property
    def typing(self) -> bool:
        """Characters go into the answer."""
        return self.state.typing

    @property
    def spent(self) -> bool:
        """What stands in the field was a miss: typing begins anew, the arrows go on from it."""
        return False

    # -- showing ------------------------------------------------------------------------------

    def changed(self) -> None:
        """Something was done: look again at what there is to show."""
        raise NotImplementedError

    def show(self) -> None:
        """Give every widget what it shows."""
        raise NotImplementedError

    def later(self) -> None:
        """Show everything after the keys that are already waiting."""
        if not self.stale:
            self.stale = True
            self.call_later(self.show)

    def scene(self) -> Scene | None:
        """The chart of the view in hand, made when it is first asked for."""
        drawn = self._drawn
        if self.view.plot is None:
            return None
        if drawn is None or drawn[0] is not self.view:
            held = drawn[2].frame if drawn is not None and drawn[1] == self.place else None
            made = self.exercise.scene(held)
            self._drawn = None if made is None else (self.view, self.place, made)
        return self._drawn[2] if self._drawn is not None else None

    def show_question(
        self,
        picture: str,
        question: QuestionView | None,
        typed: str,
        *,
        open: bool,
        comparison: Row,
    ) -> None:
        """Show what both kinds of screen show: the listing, the picture of that name, and the
        question, `open` while it waits for an answer. `comparison` stands in the answer's place
        once the truth is known."""
        view = self.view
        self.listing.show(view.listing)
        in_sight = picture == "bowl" and (self.spot != "" or not self.has_class("-narrow"))
        self.picture.show(picture, view, self.scene() if in_sight else None, self.place)
        self.question.show(question, typed, open=open)
        self.answer.show(
            self.draft,
            view.reading if open else None,
            active=self.typing,
            spent=self.spent,
            comparison=comparison,
        )

    def fit(self, about: object, most: int, *, pictured: bool, words: int, reserve: int = 0) -> int:
        """Give the desk the rows it needs, `most` at most, and keep them while the question is
        `about` the same; how many these are. `words` is the least for what is said, `reserve` for
        that and the keys together."""
        view = self.view
        self.switch(
            {
                "-unpictured": not pictured,
                "-unlisted": not view.listing,
                "-constant-free": not view.parameters,
                "-look": self.spot != "",
            }
        )
        self.footer.show(self.keys_now())
        columns, rows = self.room
        inner = max(columns - 2, 1)
        said = max(self.feedback.needed(inner, rows), words)
        self.feedback.display = said > 0
        needed = 1 + self.question.needed(inner, rows)
        needed += self.answer.needed(inner, rows) if self.answer.display else 0
        needed += max(said + self.footer.needed(inner, rows), reserve)
        same = (about, columns, rows)
        if self._desk[0] == same:
            needed = max(needed, self._desk[1])
        height = max(4, min(needed, most))
        if self._desk != (same, height):
            self._desk = (same, height)
            self.desk.styles.height = height
        return height

    def resized(self) -> None:
        self.later()

    # -- keys ---------------------------------------------------------------------------------

    def write(self, text: str) -> None:
        """This stands in the answer field now."""
        self.exercise.type(text)

    def fill(self, draft: LineEdit) -> None:
        """Put this into the field."""
        self.draft = draft
        self.write(draft.text)

    def typed(self, key: str, character: str | None) -> bool:
        if not self.typing:
            return False
        fresh = self.spent and character is not None and character.isprintable()
        draft = edited(LineEdit() if fresh else self.draft, key, character)
        if draft is None:
            return False
        self.fill(draft)
        self.changed()
        return True

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        if self.typing:
            text = pasted(event.text[:LONGEST_PASTE], lines=self.state.input is Input.LINES)
            self.fill(self.draft.insert(text))
            self.changed()

    def obey(self, key: Key) -> None:
        getattr(self, f"act_{key.act}")(*(() if key.argument is None else (key.argument,)))
        if self.is_current:
            self.changed()

    def act_enter(self) -> None:
        self.exercise.enter()

    def act_aim(self, steps: int) -> None:
        """Move the guess along the axis and write its number into the field."""
        scene, heard = self.scene(), self.view.reading
        if scene is None or self.view.plot is None:
            return
        live = heard is not None and (self.state.asking or self.state.free)
        typed = heard.value if live and heard is not None else None
        start = self.view.plot.now if typed is None else float(typed)
        if PICTURE in self.state.ring:
            self.spot = PICTURE
        self.fill(LineEdit.of(number(self.picture.aim(scene.frame, start, steps))))

    def act_pick(self, index: int) -> None:
        self.exercise.choose(index)

    def act_shift(self, steps: int) -> None:
        """The mark one option up or down."""
        question = self.view.question
        count = len(question.options) if question else 0
        typed = self.view.typed.strip().rstrip("?!").strip()
        at = int(typed) - 1 + steps if typed.isdigit() else (0 if steps > 0 else count - 1)
        if count:
            self.exercise.choose(at % count)

    def act_unguess(self) -> None:
        """Take back a guess that was begun: nothing asks for it."""
        self.write("")

    def act_more(self) -> None:
        self.more = True

    def act_answer(self) -> None:
        self.more, self.spot = False, ""

    def act_tab(self, steps: int) -> None:
        self.spot = self.state.after(steps)

    def act_open(self, what: str) -> None:
        """Another screen."""
        self.post_message(self.Wanted(what))

    def act_leave(self) -> None:
        self.post_message(self.Wanted("leave"))


def comparison(view: View) -> Row:
    """The learner's answer and the truth side by side."""
    if not view.truth:
        return ()
    you: Row = (("◇ you ", "guess"), (f"{view.you}   ", "guess")) if view.you else ()
    off: Row = ((f"   off by {view.off}", "muted"),) if view.off not in ("", "0") else ()
    return (*you, ("◆ true ", "truth"), (view.truth, "truth"), *off)
