"""What a step and a quiz share: the layout, what is shown where, how an answer is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Generic, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.widget import Widget

from tutor.grading.answer import bare, confidence_of
from tutor.grading.ask import Judged
from tutor.grading.kinds.base import Input
from tutor.session.view import Phase, View
from tutor.ui.bindings import BEGINNINGS, PICTURE, TYPED, ScreenState, pictured, shown_picture
from tutor.ui.line_edit import EDITS, AskedAbout, LineEdit, edited, pasted
from tutor.ui.screens.base_screen import BaseScreen
from tutor.ui.text_layout import Row
from tutor.ui.widgets.footer import written
from tutor.ui.widgets.laid_once import Column, Columns, Foot
from tutor.ui.widgets.line_widget import Rows, heading
from tutor.ui.widgets.listing import Listing, parameter_rows
from tutor.ui.widgets.picture import Picture
from tutor.ui.widgets.question_panel import QuestionPanel, feedback

if TYPE_CHECKING:
    from tutor.chart.lattice import Lattice
    from tutor.course.loader import Course
    from tutor.session.lesson import LessonSession
    from tutor.session.picture.scene import Frame, Scene
    from tutor.session.quiz import QuizSession

FINEST = "That is as fine as it gets: more digits would mean nothing here."
LONGEST_PASTE = 2_000
"""Characters of one paste that are taken."""

KEPT = 3
"""Rows of a verdict that are kept free once it has gone, so that the parts above hold still."""

SessionT = TypeVar("SessionT", bound="LessonSession | QuizSession")


class ExerciseScreen(BaseScreen, Generic[SessionT]):
    """Holds the cursor and the tab stop; `session` holds everything else."""

    view: View
    place: str
    """The axes of the chart hold still while this stays the same."""
    about: object
    """Another one with each question: while it is the same, the screen's parts hold still."""

    def __init__(self, session: SessionT, course: Course) -> None:
        """`course`: whose words the glossary explains."""
        super().__init__()
        self.session, self.course = session, course
        self.renew_view()
        self.draft = LineEdit.of(self.view.typed)
        self.judged = ""
        """The answer that was handed in and stands in the field as it was."""
        self._asked: AskedAbout | None = None
        self.take_up()
        self.spot = ""
        """Where tab has gone."""
        self.number = ""
        """What was typed for a constant."""
        self.more = False
        """esc was pressed: letters are commands although an answer is asked."""
        self._handed_in = self.view.verdict is not None
        """The lines that are typed were handed in before, and are to be mended."""
        self._fine: int | None = None
        """How much finer than at first this question's number is aimed; None: nobody has said."""
        self.notice = ""
        """A sentence about what is kept."""
        self._stale = False
        """What is shown is older than the view."""
        self._desk: tuple[object, int] = ((), 0)
        """The question for which the desk was fitted, and its rows."""
        self._drawn: tuple[View, Scene] | None = None
        """The last chart, and the view that it is of."""
        self._held: tuple[str, Frame] | None = None
        """The place of that chart, and its axis limits: they hold as long as they serve there."""

    def parts(self) -> ComposeResult:
        self.heading = heading()
        self.listing, self.picture = Listing(), Picture()
        self.parameters = Rows("parameters", parameter_rows)
        self.panel = QuestionPanel()
        yield self.heading
        yield from self.beneath_heading()
        with Columns(id="body"):
            self.read = Column(*self.above_listing(), self.listing, id="read")
            yield self.read
            yield self.picture
        yield self.parameters

    def foot(self) -> Widget:
        self.desk = Foot(self.panel, self.footer, id="desk")
        return self.desk

    def begin(self) -> None:
        self.spot = self.first_spot()
        self.show()

    # -- what a step and a quiz differ in -----------------------------------------------------

    def beneath_heading(self) -> Iterable[Widget]:
        """Widgets between the heading and the body."""
        return ()

    def above_listing(self) -> Iterable[Widget]:
        """Widgets in the column of the listing."""
        return ()

    @property
    def state(self) -> ScreenState:
        """What decides which keys work."""
        return ScreenState(
            self.view,
            self.spot,
            self.number,
            self.more,
            narrow=self.has_class("-narrow"),
            scrolls=self.scrolls,
            wide=self.picture.wide,
            done=self.done,
            fine=self.fine,
        )

    @property
    def scrolls(self) -> bool:
        """There is more to read than can be seen."""
        raise NotImplementedError

    @property
    def spent(self) -> bool:
        """What stands in the field was a miss: typing begins anew, and the arrows go on from it."""
        return False

    @property
    def note(self) -> str:
        """One quiet sentence about the last key."""
        return self.view.note

    @property
    def quiet(self) -> bool:
        """What is said need not be brought into sight."""
        return False

    def first_spot(self) -> str:
        """What is in the hand when a question is new: the picture where the truth is shown."""
        revealed = self.view.phase in (Phase.REVEALED, Phase.EXPLORE)
        drawn = PICTURE in self.state.ring and not self.has_class("-tight")
        return PICTURE if revealed and drawn else ""

    def renew_view(self) -> None:
        """Look at the session again: its view, the place, and what is asked."""
        raise NotImplementedError

    def show_more(self) -> None:
        """Give the subclass's own widgets what they show."""
        raise NotImplementedError

    def comparison(self) -> Row:
        """The learner's answer and the truth side by side, once that is known."""
        view = self.view
        if not view.truth:
            return ()
        you: Row = (("◇ you ", "guess"), (f"{view.you}   ", "guess")) if view.you else ()
        off: Row = ((f"   off by {view.off}", "muted"),) if view.off not in ("", "0") else ()
        return (*you, ("◆ true ", "truth"), (view.truth, "truth"), *off)

    def share_rows(self) -> None:
        """Share the screen's rows among its parts."""
        raise NotImplementedError

    # -- showing ------------------------------------------------------------------------------

    def changed(self) -> None:
        """Something was done: look at it, and show it once the burst of keys is over."""
        before = self.about
        self.renew_view()
        if self.about != before:
            if self._held is not None and not self.view.typed:  # what a guess widened is given back
                self._held = self._held[0], self._held[1].lent or self._held[1]
            self.more, self.number, self._fine = False, "", None
            self._handed_in = False
            self.spot = self.first_spot()
        elif self.spot not in self.state.ring:
            self.spot = ""
            self.take_up()
        if self.view.typed != self.draft.text:
            self.draft = LineEdit.of(self.view.typed)
            if self.judged != self.view.typed:
                self._asked = None  # aimed, say, or begun anew
        self.later()

    def later(self) -> None:
        """Show everything after the keys that are already waiting."""
        if not self._stale:
            self._stale = True
            self.call_later(self.show)

    def scene(self) -> Scene | None:
        """The chart of the view in hand, made when it is first asked for."""
        drawn = self._drawn
        if self.view.plot is None:
            return None
        if drawn is None or drawn[0] is not self.view:
            place, held = self._held or ("", None)
            made = self.session.scene(held if place == self.place else None)
            self._drawn = self._held = None
            if made is not None:
                self._drawn, self._held = (self.view, made), (self.place, made.frame)
        return self._drawn[1] if self._drawn is not None else None

    def show(self) -> None:
        """Give every widget what it shows."""
        self._stale = False
        view, state = self.view, self.state
        open = state.asking or state.free
        picture = shown_picture(view)
        self.show_more()
        self.parameters.show(view.parameters, self.spot, self.number)
        self.listing.show(view.listing, [one.name for one in view.parameters])
        in_sight = picture == "bowl" and (self.spot != "" or not self.has_class("-narrow"))
        self.picture.show(picture, view, self.scene() if in_sight else None, self.place)
        # A question would ask what is being shown.
        question = None if state.running else view.question
        told = not open or (state.free and bool(view.truth))
        live = not told and not state.more
        self.panel.question.show(question, view.typed, open=live)
        beside = self.comparison() if told else ()
        # What cannot be read was told when it was handed in.
        unreadable = view.verdict is not None and view.verdict.kind is Judged.UNREADABLE
        self.panel.answer.show(
            self.draft,
            view.reading if open and not unreadable else None,
            active=state.typing,
            spent=self.spent or state.more,
            comparison=beside,
        )
        said = feedback(view, self.note, running=state.running, notice=self.notice)
        charset = self.look.charset
        self.panel.feedback.show(
            tuple(tuple((written(text, charset), style) for text, style in row) for row in said)
        )
        wrote = state.input is Input.LINES and bool(view.typed)  # it stays when it was judged
        field = state.input in TYPED and (open or view.phase is Phase.WITHHELD)
        self.panel.answer.display = (field or bool(beside) or wrote) and not state.running
        self.share_rows()
        self.panel.follow(self.about, quiet=self.quiet)
        self.footer.show(self.keys_now())

    @property
    def least_for_picture(self) -> int:
        """The rows without which a chart that is in sight could not be drawn: rather than that,
        what is said of an answer scrolls."""
        if (self.spot == "" and self.has_class("-narrow")) or not pictured(self.view):
            return 0
        from tutor.chart.canvas import SMALLEST

        return SMALLEST[1]

    def fit(self, most: int, *, words: int, reserve: int = 0) -> int:
        """Give the desk the rows it needs, `most` at most, and keep them while the question, the
        constants and the update are the same, but for those of a long verdict that has gone; how
        many these are. `words` is the least for what is said, `reserve` for that and the keys
        together."""
        view = self.view
        self.switch(
            {
                "-unpictured": not pictured(view),
                "-unlisted": not view.listing,
                "-constant-free": not view.parameters,
                "-look": self.spot != "",
            }
        )
        self.footer.show(self.keys_now())
        columns, rows = self.room
        inner = max(columns - 2, 1)
        panel = self.panel
        said = max(panel.feedback.needed(inner, rows), words)
        panel.feedback.display = said > 0
        needed = 1 + panel.question.needed(inner, rows)
        needed += panel.answer.needed(inner, rows) if panel.answer.display else 0
        needed += max(said + self.footer.needed(inner, rows), reserve)
        constants = tuple(one.value for one in view.parameters)
        same = (self.about, self.state.free, view.updates, columns, rows, constants)
        if self._desk[0] == same:
            needed = max(needed, min(self._desk[1], needed + KEPT))
        height = max(4, min(needed, most))
        if self._desk != (same, height):
            self._desk = (same, height)
            self.desk.styles.height = height
        return height

    def resized(self) -> None:
        self.later()

    # -- keys ---------------------------------------------------------------------------------

    def act_of(self, name: str) -> Callable[..., object]:
        """A method of the screen or, without one, the session's intent of that name."""
        return super().act_of(name) if hasattr(self, f"act_{name}") else getattr(self.session, name)

    def acted(self) -> None:
        self.changed()

    def write(self, text: str) -> None:
        """This stands in the answer field now."""
        self.judged = ""
        self.session.type(text)

    def take_up(self) -> None:
        """What stands in the field was handed in before the question was left."""
        if self.view.verdict is not None and not self.view.said_of:
            self.entered(self.view)

    def entered(self, view: View) -> None:
        """What stands in the field was handed in, or the learner went on; the view after that."""
        self.judged = view.typed
        self._asked = AskedAbout(view.typed) if view.asked_about else None

    def _with(self, text: str) -> LineEdit:
        """The field with this typed at the cursor, or in place of what was said enough about, or
        was aimed at: that was not typed, and what begins a number begins another one."""
        if self._asked is not None and self._asked.draft == self.draft:
            self._asked = self._asked.typed(text)
            return self._asked.draft
        draft = self.draft
        at_end = draft.cursor == len(draft.text)
        other = self.view.aimed and at_end and (text[:1].isalpha() or text[:1] in (*BEGINNINGS,))
        return (LineEdit() if self.spent or other else draft).insert(text)

    def fill(self, draft: LineEdit) -> None:
        """Put this into the field."""
        if self._asked is not None and self._asked.draft != draft:
            self._asked = None  # it was edited, and is a text like any other
        self.draft = draft
        self.write(draft.text)

    def typed(self, key: str, character: str | None) -> None:
        if not self.state.typing:
            return
        if key not in EDITS and character is not None and character.isprintable():
            draft: LineEdit | None = self._with(character)
        else:
            draft = edited(self.draft, key, character)
        if draft is not None:
            self.fill(draft)
            self.changed()

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        if self.state.typing:
            text = pasted(event.text[:LONGEST_PASTE], lines=self.state.input is Input.LINES)
            self.fill(self._with(text))
            self.changed()

    @property
    def done(self) -> bool:
        """The lines are done with: the cursor's or the last one is empty, or they were handed in
        before and the cursor is inside of one of them, which was mended."""
        draft = self.draft
        empty = not (draft.line.strip() and draft.text.split("\n")[-1].strip())
        return empty or (self._handed_in and draft.cursor < draft.line_end)

    def act_newline(self) -> None:
        """A new line under the cursor's or, where the lines are done with, hand them in."""
        if self.done:
            self.act_hand_in()
        else:
            self.fill(self.draft.beneath())

    def act_hand_in(self) -> None:
        """Hand the typed lines in from wherever the cursor is."""
        self.fill(self.draft.finished())
        self._handed_in = True
        self.act_of("enter")()

    def act_line(self, lines: int) -> None:
        """The cursor to another line."""
        self.draft = self.draft.vertical(lines)

    @property
    def lattice(self) -> Lattice | None:
        """The numbers that can be aimed at first."""
        scene = self.scene()
        if scene is None:
            return None
        if self.view.upward:
            return self.picture.upright(scene.frame, self.room.height)
        return self.picture.lattice(scene.frame, self.room.width - 2)

    @property
    def fine(self) -> int:
        """How many levels finer the guess is aimed."""
        if self._fine is None and self.view.aimed:  # by who was here before
            lattice = self.lattice
            return 0 if lattice is None else lattice.levels(self.view.aimed)
        return self._fine or 0

    def act_aim(self, steps: int) -> None:
        """Move the guess along the axis and write its number into the field."""
        self._aim(steps, self.fine)

    def act_finer(self, levels: int) -> None:
        """Aim ten times finer, or coarser."""
        self._aim(0, self.fine + levels)

    def _aim(self, steps: int, fine: int) -> None:
        """Move the guess by so many steps of the lattice that is so much finer than the first."""
        lattice, plot, heard = self.lattice, self.view.plot, self.view.reading
        if lattice is None or plot is None:
            return
        live = self.state.asking or self.state.free
        typed = heard.value if live and heard is not None else None
        sure = confidence_of(self.view.typed) if live else ""
        if PICTURE in self.state.ring:
            self.spot = PICTURE
        finer = lattice.finer(fine)
        self._fine = lattice.power - finer.power
        now = plot.now_up if self.view.upward else plot.now
        text = finer.moved(now if typed is None else float(typed), steps)
        self.session.type(text + sure, finer.step, FINEST if self._fine < fine else "")

    def act_shift(self, steps: int) -> None:
        """The mark one option up or down."""
        question = self.view.question
        count, typed = len(question.options) if question else 0, bare(self.view.typed)
        at = int(typed) - 1 + steps if typed.isdigit() else (0 if steps > 0 else count - 1)
        if count:
            self.session.choose(at % count)

    def act_unguess(self) -> None:
        """Take back a guess that was begun: nothing asks for it."""
        self.write("")

    def act_more(self) -> None:
        self.more = True

    def act_answer(self) -> None:
        self.more, self.spot, self.number = False, "", ""

    def act_tab(self, steps: int) -> None:
        self.spot, self.number = self.state.after(steps), ""

    def turns(self) -> Iterable[Callable[[int], bool]]:
        """What scrolls what is read by some rows, and says whether it moved, from top to bottom."""
        return (self.listing.turn,)

    def act_scroll(self, lines: int) -> None:
        """Scroll what is read, then what is asked and said; backwards the other way round."""
        parts = [*self.turns(), self.panel.turn]
        any(turn(lines) for turn in (parts if lines > 0 else reversed(parts)))

    def act_glossary(self) -> None:
        """The words of the course."""
        from tutor.ui.screens.search_list import GlossaryScreen

        self.app.push_screen(GlossaryScreen(self.course.glossary))
