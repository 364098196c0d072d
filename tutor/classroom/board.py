"""The board: a class as it is led, on one screen, and the keys that lead it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from tutor.classroom.board_page import BoardPage
from tutor.classroom.class_app import ClassApp
from tutor.classroom.classroom import Classroom
from tutor.classroom.members import Members
from tutor.classroom.projector import ProjectorScreen
from tutor.classroom.quiz import Collector, begin, end, extra, ideas
from tutor.classroom.results import ResultsScreen
from tutor.classroom.roster import Board, Sign, look, next_question
from tutor.errors import StoreError, TutorError
from tutor.session.tally import other_numbers
from tutor.ui.line_edit import LineEdit, edited
from tutor.ui.screens.base_screen import BaseScreen
from tutor.ui.screens.search_list import JumpScreen
from tutor.ui.text_layout import Row, inline
from tutor.ui.widgets.footer import Key, up_and_down
from tutor.ui.widgets.line_widget import heading

if TYPE_CHECKING:
    from tutor.course.loader import Course
    from tutor.history.records import Store

EVERY = 1.0
"""Seconds after which the board is looked at anew."""
LONGEST = 600.0
"""Minutes of a pause at most."""
YES = ("yes", "y")
QUESTIONS = 100
"""Questions of a quiz at most."""
MOST_EXTRA = 300
"""Percent of the time that somebody may have besides."""
KNOCKED = 60.0
"""Seconds for which a wrong code is told."""


def minutes_of(text: str) -> float | None:
    """A number of minutes; None for what is none."""
    try:
        minutes = float(text.replace(",", "."))
    except ValueError:
        return None
    return minutes if 0 < minutes <= LONGEST else None


def quiz_wanted(text: str) -> tuple[float, int, bool] | None:
    """Minutes, questions, and whether they are drawn for each; None for what is not that."""
    match text.split():
        case [minutes, count, *own] if count.isdecimal() and own in ([], ["own"]):
            time, many = minutes_of(minutes), int(count)
            return (time, many, bool(own)) if time and 1 <= many <= QUESTIONS else None
    return None


class BoardScreen(BaseScreen):
    """All that is to be seen of a class."""

    def __init__(self, classroom: Classroom, store: Store, course: Course) -> None:
        super().__init__()
        self.classroom, self._store, self._course = classroom, store, course
        self._members = Members(store, classroom.name)
        self._made = ""
        """What the class is known by."""
        self._collector = Collector(classroom, store, course)
        first = course.first
        self._place = (first.id, first.steps[0].id) if first is not None else ("", "")
        """The step in hand."""
        self._line: LineEdit | None = None
        """A line that is being typed."""
        self._sends: Callable[[str], None] = lambda text: None
        """What becomes of it."""
        self._before = ""
        """What stands before it."""
        self._note = self._trouble = ""
        """What is said above the keys, and what was said last of a store in trouble."""
        self._needy = False
        """Only those are shown who need somebody."""
        self.board: Board | None = None

    # -- what is shown -------------------------------------------------------------------------

    def parts(self) -> ComposeResult:
        self.heading = heading()
        self.page = BoardPage()
        yield self.heading
        yield self.page

    def begin(self) -> None:
        self.again()
        stage = self.board.state.stage if self.board is not None else None
        if stage is not None and stage.step:
            self._place = stage.lesson, stage.step
            self.again()
        self.set_interval(EVERY, self.again)

    def again(self) -> None:
        """Look at the class anew."""
        try:
            made = self.classroom.made()
            self._made = self._made or made
            if made != self._made:
                self.host.fail(TutorError(f"The class {self.classroom.name} was erased."))
                return
            found = look(self.classroom, self._members, self._store, self._course, self._place[0])
            if self._store.problem:  # what was read may be nothing
                raise StoreError(self._store.problem)
        except StoreError as error:
            self._note = self._trouble = str(error)
        else:
            self.board = found
            if self.host.line is None:  # as any machine that serves it does, where there is one
                with suppress(StoreError):  # it is done again in a second
                    self._collector.collect(found.state.quiz, found.now)
            if self._note == self._trouble:
                self._note = ""
        self.show()

    def show(self) -> None:
        """Show what was seen."""
        board = self.board
        if board is None:
            self.heading.show(inline(self._note, "warm"), ())
            return
        lesson = self._course.find(self._place[0])
        step = lesson.find(self._place[1]) if lesson is not None else None
        left: Row = (("Class ", "muted"), (self.classroom.name, "strong"))
        left = (*left, (", closed", "warm")) if board.state.closed else left
        if lesson is not None and step is not None:
            left = (*left, (" › ", "faint"), (lesson.title, "muted"), (" › ", "faint"))
            left = (*left, (step.title, "title"))
        right: Row = (
            (f"{board.here}", "strong"), (" here   ", "muted"),
            (f"{board.count(Sign.AWAY)}", "strong"), (" away   ", "muted"),
            (f"{board.now.astimezone():%H:%M}", "muted"),
        )  # fmt: skip
        self.heading.show(left, right)
        people = [one for one in board.people if one.sign <= Sign.STUCK or not self._needy]
        self.page.show(board, people, self._place[1], step.notes if step else "", self._said())
        self.renew_footer()

    def _said(self) -> Row:
        if self._line is None:
            return inline(self._note or self._knock(), "warm")
        text, cursor = self._line
        return (
            (f"{self._before} › ", "pointer"), (text[:cursor], "strong"),
            (text[cursor : cursor + 1] or " ", "cursor"), (text[cursor + 1 :], "strong"),
        )  # fmt: skip

    def _knock(self) -> str:
        """Of a wrong code that was said just now."""
        if self.board is None or self.board.knocks.at is None:
            return ""
        knocks, ago = self.board.knocks, self.board.now - self.board.knocks.at
        if ago.total_seconds() > KNOCKED:
            return ""
        many = f", {knocks.count} in all" if knocks.count > 1 else ""
        return f"A wrong code was said, from {knocks.address}{many}."

    # -- keys ----------------------------------------------------------------------------------

    def every_key(self) -> Iterator[Key]:
        board = self.board
        if board is None:
            yield Key("q", "leave", "leave")
            return
        if self._line is not None:
            yield Key("enter", "send", "send")
            yield Key("escape", "drop", "drop it")
            return
        poll = board.state.poll
        if board.state.taken is not None:
            pass  # nobody would see a question
        elif poll is not None and not poll.shown:
            yield Key("r", "reveal", "reveal to all")
            yield Key("s", "second", "second vote")
        else:
            yield Key("h", "hold", "hold the question")
            if poll is not None:
                yield Key("s", "second", "second vote, other numbers")
        yield Key("b", "bring", "bring everybody here")
        if board.state.stage.step:
            yield Key("u", "undo", "undo that")
        yield Key("o", "close", "open or close it")
        paused = board.state.stage.paused
        yield Key("p", "pause", "go on" if paused else "pause")
        yield Key("m", "message", "message")
        if self.page.chosen is not None:
            yield Key("w", "write", f"write to {self.page.chosen.name}")
            yield from up_and_down("move", "choose")
            yield Key("n", "rename", "another name")
            yield Key("k", "take_out", "let in again" if self._is_out else "take out")
        yield Key("f", "needy", "all" if self._needy else "who needs you")
        yield Key("j", "jump", "step")
        yield Key("v", "projector", "projector")
        if board.state.taken is not None:
            yield Key("x", "end_quiz", "end the quiz")
            if self.page.chosen is not None:
                yield Key("e", "extra", f"more time for {self.page.chosen.name}")
        else:
            yield Key("z", "quiz", "quiz")
        if board.state.quiz is not None:
            yield Key("t", "results", "results")
        if self.host.line is not None:
            yield Key("l", "learn", "learn yourself")
        yield Key("q", "leave", "leave")

    def typed(self, key: str, character: str | None) -> None:
        if self._line is not None and (draft := edited(self._line, key, character)) is not None:
            self._line = draft
            self.show()

    def _do(self, work: Callable[[], object], note: str = "") -> None:
        try:
            work()
            self._note = note
        except (StoreError, TutorError) as error:
            self._note = str(error)
        self.again()

    def act_hold(self) -> None:
        """Hold the next question of the step in hand."""
        assert self.board is not None
        item = next_question(self._course, *self._place, self.board.state.poll)
        if item is None:
            self._note = "This step has no further question that can be answered together."
            self.show()
        else:
            self._do(lambda: self.classroom.hold(item))

    def act_reveal(self) -> None:
        board = self.board
        assert board is not None
        self._do(lambda: self.classroom.reveal(board.state.poll))

    def act_second(self) -> None:
        """The same numbers before it was shown, others after that."""
        board = self.board
        assert board is not None and board.state.poll is not None
        poll = board.state.poll
        fresh = other_numbers(self._course, poll.held) if poll.shown else None
        if fresh or not poll.shown:
            self._do(lambda: self.classroom.vote_again(fresh, poll))
        else:
            self._note = "There are no other numbers for this question."
            self.show()

    def act_bring(self) -> None:
        self._do(lambda: self.classroom.bring(*self._place), "All are brought here.")

    def act_undo(self) -> None:
        self._do(self.classroom.undo, "All are back where they were.")

    def act_close(self) -> None:
        """Open the step in hand, or close it."""
        assert self.board is not None
        closed, this = self.board.state.stage.closed, "/".join(self._place)
        self._do(lambda: self.classroom.close_step(this, closed=this not in closed))

    def act_pause(self) -> None:
        """A pause of so many minutes; or it is over."""
        assert self.board is not None
        if self.board.state.stage.paused:
            self._do(self.classroom.go_on)
        else:
            self._ask("a pause of how many minutes? empty: until you go on", self._pause)

    def _pause(self, text: str) -> None:
        minutes = minutes_of(text) if text else None
        if text and minutes is None:
            self._note = f"`{text}` is no number of minutes between 0 and {LONGEST:g}."
            self.show()
        else:
            self._do(lambda: self.classroom.pause(minutes))

    def act_message(self) -> None:
        self._ask("to all", self._say)

    def act_write(self) -> None:
        assert self.page.chosen is not None
        self._ask(f"to {self.page.chosen.name}", partial(self._say, to=self.page.chosen.learner))

    @property
    def _is_out(self) -> bool:
        """Who is chosen was taken out of the class."""
        return self.page.chosen is not None and self.page.chosen.sign is Sign.OUT

    def act_rename(self) -> None:
        assert self.page.chosen is not None
        chosen = self.page.chosen
        self._ask(f"another name for {chosen.name}", partial(self._rename, chosen.learner))

    def _rename(self, learner: str, name: str) -> None:
        if not name:
            self.show()
            return

        def rename() -> None:
            if why := self._members.rename(learner, name):
                raise TutorError(why)

        self._do(rename)

    def act_take_out(self) -> None:
        """Take somebody out, once that was asked; or let them in again."""
        assert self.page.chosen is not None
        chosen = self.page.chosen
        if self._is_out:
            self._do(lambda: self.classroom.take_out(chosen.learner, out=False))
        else:
            out = partial(self.classroom.take_out, chosen.learner, out=True)
            self._confirm(f"take {chosen.name} out of the class?", out)

    def _say(self, text: str, to: str = "") -> None:
        if text:
            self._do(lambda: self.classroom.say(text, to), "It is said.")
        else:
            self.show()

    def _ask(self, before: str, sends: Callable[[str], None]) -> None:
        """Have a line typed."""
        self._line, self._before, self._sends, self._note = LineEdit(), before, sends, ""
        self.show()

    def _confirm(self, question: str, work: Callable[[], object]) -> None:
        """Do it, once that was asked."""
        self._ask(
            f"{question} type yes",
            lambda text: self._do(work) if text.casefold() in YES else self.show(),
        )

    def act_send(self) -> None:
        """The line is typed."""
        assert self._line is not None
        text = self._line.text.strip()
        self._line = None
        self._sends(text)

    def act_drop(self) -> None:
        self._line = None
        self.show()

    def act_needy(self) -> None:
        self._needy = not self._needy
        self.show()

    def act_move(self, steps: int) -> None:
        self.page.move(steps)
        self.show()

    def act_page(self, pages: int) -> None:
        self.page.move(pages * 10)
        self.show()

    def act_learn(self) -> None:
        app = self.app
        assert isinstance(app, ClassApp)
        app.learn()

    def act_jump(self) -> None:
        """Another step, to see who is there, and to bring the class to."""

        def go(id: str) -> None:
            lesson, _, step = id.partition("/")
            self._place = lesson, step
            self.again()

        here = "/".join(self._place)
        self.app.push_screen(JumpScreen(self._course, lambda lesson, step: "", here, go))

    def act_quiz(self) -> None:
        """A quiz for all, about the lesson in hand."""
        lesson = self._course.find(self._place[0])
        about = lesson.title if lesson is not None else "the course"
        self._ask(
            f"a quiz about {about}: minutes, questions (`10 8`; `10 8 own`)", self._begin_quiz
        )

    def _begin_quiz(self, text: str) -> None:
        wanted = quiz_wanted(text)
        if wanted is None:
            self._note = (
                "Minutes and questions, as in 10 8; with own, each has questions of their own."
            )
            self.show()
            return
        minutes, count, own = wanted
        lessons = (self._place[0],) if self._place[0] else ()
        self._do(
            lambda: begin(self.classroom, self._store, minutes, count, lessons=lessons, own=own)
        )

    def act_end_quiz(self) -> None:
        """Everybody's time is up, once that was asked."""
        self._confirm("end the quiz for all now?", lambda: end(self.classroom, self._store))

    def act_extra(self) -> None:
        assert self.page.chosen is not None
        chosen = self.page.chosen
        self._ask(f"more time for {chosen.name}, in percent", partial(self._extra, chosen.learner))

    def _extra(self, learner: str, text: str) -> None:
        share = text.rstrip("% ")
        if not share.isdecimal() or int(share) > MOST_EXTRA:
            self._note = f"A number of percent from 0 to {MOST_EXTRA}, as in 25."
            self.show()
            return
        self._do(lambda: extra(self.classroom, learner, int(share) / 100), "They have more time.")

    def act_results(self) -> None:
        """What came of the quiz, by person and by idea."""
        assert self.board is not None and self.board.state.quiz is not None
        quiz = self.board.state.quiz
        try:
            known = ideas(self.classroom, quiz)
        except StoreError as error:
            self._note = str(error)
            self.show()
            return
        self.app.push_screen(ResultsScreen(quiz, self.board.scores, known, self._course))

    def act_projector(self) -> None:
        """What the class looks at, in this terminal."""
        self.app.push_screen(ProjectorScreen(self.classroom, self._store, self._course))

    def resized(self) -> None:
        self.call_after_refresh(self.renew_footer)
