"""The tutor on a whole screen, and a quiz alone: which screen stands where, and what is kept.

No lesson logic.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, ParamSpec, TypeVar

from tutor.course.index import course_contents
from tutor.course.loader import load_course
from tutor.errors import Problem, ProblemsError, TutorError
from tutor.history.records import ALONE
from tutor.store import ResilientStore, Store, open_store
from tutor.ui.base_app import BaseApp
from tutor.ui.in_class import InClass
from tutor.ui.terminal.capabilities import Look

if TYPE_CHECKING:
    from tutor.course.cache import LessonCache
    from tutor.course.index import Contents
    from tutor.course.loader import Course
    from tutor.history.records import Attempt
    from tutor.history.schedule import Agenda
    from tutor.session.card import Card
    from tutor.session.lesson import LessonSession
    from tutor.session.overview import Due
    from tutor.session.pace import Class
    from tutor.session.quiz import QuizSession
    from tutor.session.quizzes import Quizzes, Reports, Waiting
    from tutor.ui.screens.home import HomeScreen
    from tutor.ui.screens.home_contents import HomeContents
    from tutor.ui.terminal.line_driver import Line
    from tutor.ui.widgets.charts import Chart


Given = ParamSpec("Given")
Answer = TypeVar("Answer")


class Opened(NamedTuple):
    """A course that has been read."""

    course: Course
    contents: Contents


class TutorApp(BaseApp):
    """One learner at one terminal, from home to any step or quiz and back."""

    def __init__(
        self,
        lessons: Path | Opened,
        *,
        look: Look,
        store: Store | str | None = None,
        learner: str = ALONE,
        ready: LessonCache | None = None,
        where: str | None = None,
        reports: Reports | None = None,
        line: Line | None = None,
        pace: Class | None = None,
    ) -> None:
        """`lessons` is the course's folder, or the course where that has been read, `store` an open
        store or the address of one, `ready` where lessons are kept that were found right before,
        `where` the LESSON or LESSON/STEP to begin at (without it home is shown), `reports` who
        writes down what comes of a quiz, `line` what leads to a terminal that is not this
        process's own, and `pace` the class in which it is walked."""
        super().__init__(look, line)
        self.learner = learner
        self.session: LessonSession | None = None
        """The learner's walk; None until the lessons are read."""
        self._lessons = lessons
        self._kept = ready
        self._where = where
        self._reports = reports
        self._pace = pace
        self._class: InClass | None = None
        """What the class does with this app."""
        self._store = store
        self._opened: ResilientStore | None = None
        """The store, where it is this app's to close."""
        self._note = ""
        self._home: HomeScreen | None = None
        """None until the learner comes there."""
        self._chosen: str | None = None
        self._problems: dict[str, str] = {}
        self._waiting: Waiting | None = None
        self._agenda: Agenda | None = None
        self._charts: Callable[[], Sequence[Chart]] = tuple
        self._due: tuple[Due, ...] = ()

    # -- beginning and end --------------------------------------------------------------------

    def on_mount(self) -> None:
        if self._where is None:
            self._show_home()
        else:
            self._begin_at(self._where)
        if self._pace is not None:
            self._class = InClass(self, self._pace)
            self._pace.moved = lambda: self.call_later(self._class_moved)
            self._class_moved()

    def _begin_at(self, where: str) -> None:
        """Open a lesson or a step at once; home is made when the learner goes there."""
        lesson, _, step = where.partition("/")
        try:
            session = self._begin(self._course())
            if step:
                session.open(lesson, step)
            else:
                session.resume(lesson)
        except TutorError as error:
            self.fail(error)
            return
        self._open_step()

    def _begin(self, course: Course) -> LessonSession:
        """The learner's walk through a course that has been read."""
        from tutor.session.lesson import LessonSession
        from tutor.session.view import Recorder

        history = self.store.history(self.learner, course.id)
        if self._home is None:
            self.wear_chosen(history.extra)
        keeper = Recorder(self.store, course.id, self.learner)
        self.session = LessonSession(course, history=history, notify=keeper, pace=self._pace)
        return self.session

    def on_unmount(self) -> None:
        if self._opened is not None:
            self._opened.close()

    @property
    def problem(self) -> str:
        """Why what was done could not be written; empty where it was."""
        return self._opened.problem if self._opened is not None else ""

    @property
    def store(self) -> Store:
        """What lasts, opened when it is first asked for."""
        if self._store is None or isinstance(self._store, str):
            self._store = self._opened = open_store(self._store, tell=self.tell)
        return self._store

    @cached_property
    def mine(self) -> Quizzes:
        """The learner's quizzes and reviews, once the lessons are there."""
        from tutor.session.quizzes import Quizzes

        assert self.session is not None
        quizzes = Quizzes(self.store, self.session.course, self.learner)
        quizzes.reports = self._reports
        return quizzes

    def keep(self, name: str, value: str) -> None:
        self.store.remember(self.learner, name, value)

    def tell(self, sentence: str) -> None:
        """The store is in trouble, or out of it again."""
        from tutor.ui.screens.step import StepScreen

        self._note = sentence
        for screen in self.screen_stack:
            if isinstance(screen, StepScreen):
                screen.tell(sentence)

    def _contents(self) -> HomeContents:
        from tutor.ui.screens.home_contents import HomeContents

        found = self._found()
        return HomeContents(
            title=found.title,
            about=found.about,
            entries=found.entries,
            history=self.store.history(self.learner, found.id),
            problems=self._problems,
            waiting=self._waiting,
            agenda=self._agenda,
            charts=self._charts,
            due=self._due,
            note=self._note,
        )

    def _found(self) -> Contents:
        if isinstance(self._lessons, Opened):
            return self._lessons.contents
        contents = self._kept.contents if self._kept is not None else course_contents
        return contents(self._lessons)

    def _course(self) -> Course:
        if isinstance(self._lessons, Opened):
            return self._lessons.course
        return load_course(self._lessons, self._kept)

    def _show_home(self, *, go_on: bool = False) -> None:
        """Home as it is now, in place of what stands on it."""
        from tutor.ui.screens.home import HomeScreen

        contents = self._contents()
        if self._home is not None:
            self.pop_screen()
            self._home.show(contents, go_on=go_on)
            self._count()
            return
        self.wear_chosen(contents.history.extra)
        self._home = HomeScreen(contents, self._choose)
        if self.session is None:
            self.push_screen(self._home)
        else:
            self.switch_screen(self._home)
        self.call_after_refresh(self.run_worker, self._load, exclusive=True)

    def _renew_home(self) -> None:
        if self._home is not None:
            self._home.show(self._contents())

    async def _load(self) -> None:
        """Read the lessons while home can already be looked at."""
        try:
            course = await self._aside(self._whole_course)
        except TutorError as error:
            self._fail(error)
            return
        self._problems = {stem: _listed(found) for stem, found in course.broken.items()}
        if self._problems:
            self._renew_home()
        if not course.lessons:
            return
        if self.session is None:
            self._begin(course)
        self._class_moved()
        if self._chosen is not None:
            self._choose(self._chosen)
            self._chosen = None
        self._count()

    async def _aside(
        self, work: Callable[Given, Answer], *args: Given.args, **named: Given.kwargs
    ) -> Answer:
        """Do it in a thread, so that keys are obeyed meanwhile; where there are learners in every
        part of the process, a thread each would cost more than it gives."""
        if self.line is not None:
            await asyncio.sleep(0)
            return work(*args, **named)
        return await asyncio.to_thread(work, *args, **named)

    def _whole_course(self) -> Course:
        """The course, every lesson of it read."""
        course = self.session.course if self.session else self._course()
        course.read()
        return course

    def _fail(self, error: TutorError) -> None:
        """The course itself cannot be read: home says why."""
        text = _listed(error.problems) if isinstance(error, ProblemsError) else str(error)
        self._note = text.splitlines()[0]
        self._renew_home()

    # -- going about --------------------------------------------------------------------------

    def _choose(self, id: str) -> None:
        from tutor.ui.screens.home_contents import GO_ON
        from tutor.ui.screens.page import HelpScreen
        from tutor.ui.screens.search_list import GlossaryScreen

        if id == "entry:quit":
            self.exit()
        elif id == "entry:help":
            self.push_screen(HelpScreen())
        elif id == GO_ON and self.session is not None:
            self.session.go_on()
            self._open_step()
        elif id in self._problems:
            self._open_page("This lesson cannot be opened", self._problems[id])
        elif self.session is None:
            self._chosen = id  # opened as soon as the lessons are read
        elif id == "entry:quiz":
            self._quiz()
        elif id == "entry:review":
            self._review()
        elif id == "entry:glossary":
            self.push_screen(GlossaryScreen(self.session.course.glossary))
        else:  # a lesson where the learner left it: at the place kept, or at its first open step
            self.session.resume(id)
            self._open_step()

    def _open_step(self) -> None:
        from tutor.ui.screens.step import StepScreen

        assert self.session is not None
        unsaid = self._note if self._home is None else ""
        self.push_screen(StepScreen(self.session, notice=unsaid))

    def _open_page(self, title: str, text: str) -> None:
        """Something to read, Markdown."""
        from tutor.ui.screens.page import PageScreen

        self.push_screen(PageScreen(title, text))

    def left(self) -> None:
        from tutor.ui.screens.card import CardScreen
        from tutor.ui.screens.step import StepScreen

        if self._class is not None and self._class.holds(self.screen):
            self.exit()
            return
        if isinstance(self.screen, CardScreen):  # it stands on its step
            self.pop_screen()
        elif isinstance(self.screen_stack[-2], CardScreen | StepScreen):
            self.pop_screen()
            return
        self._show_home(go_on=isinstance(self.screen, StepScreen))

    # -- in a class ---------------------------------------------------------------------------

    def to_the_step(self) -> None:
        """Show the step where the learner is, whatever stands over it."""
        from tutor.ui.screens.step import StepScreen

        below = 1 if self._home is None else 2
        while not isinstance(self.screen, StepScreen) and len(self.screen_stack) > below:
            self.pop_screen()
        if not isinstance(self.screen, StepScreen):
            self._open_step()

    def _class_moved(self) -> None:
        """Do what the class does, once the course is read."""
        if self._class is not None and self.session is not None:
            self._class.moved(self.session)

    @property
    def hand(self) -> bool | None:
        """The learner's hand is up; None where there is nobody to see it."""
        return None if self._pace is None else self._pace.hand

    def raise_hand(self) -> None:
        """Put it up or, where it is, down."""
        if self._pace is not None:
            self._pace.raise_hand(not self._pace.hand)

    # -- the end of a lesson ------------------------------------------------------------------

    def lesson_done(self, lesson: str) -> None:
        from tutor.session.card import lesson_card

        assert self.session is not None
        session, attempts = self.session, self.mine.attempts()
        card = lesson_card(session.course, lesson, attempts, session.standing)
        if card.following is None:
            self._show_card(card, self._course_done, "the whole course")
        elif card.lessons_left:
            self._show_card(card, self._to_what_is_open, "what is open")
        else:
            self._show_card(card, self.pop_screen, "next lesson")

    def _to_what_is_open(self) -> None:
        """From the card of the last lesson, where the course is not done."""
        from tutor.ui.screens.step import StepScreen

        assert self.session is not None
        self.session.go_on()
        self.pop_screen()
        step = self.screen
        assert isinstance(step, StepScreen)
        step.changed()

    def _course_done(self) -> None:
        from tutor.session.card import course_card

        assert self.session is not None
        self.pop_screen()
        self._show_card(course_card(self.session.course, self.mine.attempts()), self.left, "home")

    def _show_card(self, card: Card, close: Callable[[], object], closes: str) -> None:
        """Put a card upon the step."""
        from tutor.ui.screens.card import CardActs, CardScreen

        def practise() -> None:
            seed = len(self.mine.attempts())
            self._ask(self.mine.practice(card.missed, seed), close="back")

        acts = CardActs(practise, lambda: self._save_code(card), close)
        if self.line is not None:  # the file would be written on the server
            card = card._replace(saves=False)
        self.push_screen(CardScreen(card, acts, close=closes))

    def _save_code(self, card: Card) -> str:
        from tutor.session.card import save_code

        assert self.session is not None
        course = self.session.course
        return save_code(course, course.lesson(card.scores[-1].id))

    # -- quiz and review ----------------------------------------------------------------------

    def _quiz(self) -> None:
        """The quiz that waits, or a new one."""
        try:
            self._ask(self.mine.unfinished() or self.mine.quiz())
        except TutorError as error:
            self._open_page("Quiz", str(error))

    def _review(self) -> None:
        from tutor.ui.screens.home import nothing_due

        quiz = self.mine.review()
        if quiz is not None:
            self._ask(quiz)
            return
        agenda = self.mine.agenda(self.mine.attempts())
        self._open_page("Review", nothing_due(agenda, self.mine.now()))

    def _ask(self, quiz: QuizSession, *, close: str = "home") -> None:
        from tutor.ui.screens.quiz import QuizScreen

        self.push_screen(QuizScreen(quiz, self.mine, close=close))

    def _drawn(self, attempts: Sequence[Attempt]) -> Iterator[Chart]:
        """Where the learner stopped, and how their misses fall."""
        from tutor.engine.numbers import number
        from tutor.session.overview import WINDOW, falling, stopped_at
        from tutor.ui.widgets.charts import Chart

        assert self.session is not None
        stopped = stopped_at(self.session) if self.session.place().text or attempts else None
        if stopped is not None:
            view = self.session.view()
            free = (f"{one.name} {number(one.value)}" for one in view.parameters if one.editable)
            title = (("Where you are   ", "accent"), (", ".join(free), "text"))
            yield Chart(title, stopped)
        fallen = falling(attempts)
        if fallen is not None:
            title = (("Your own error   ", "accent"), (f"misses in {WINDOW}", "muted"))
            foot = f"now {fallen.last} in {WINDOW}, it was {fallen.first}"
            yield Chart(title, fallen.scene, foot)

    def _count(self) -> None:
        """Find out how the quiz stands and how much is due, while home can be looked at."""
        self.run_worker(self._counted, group="entries", exclusive=True)  # type: ignore[arg-type]  # a worker that returns nothing

    async def _counted(self) -> None:
        from tutor.session.overview import due_steps

        quizzes, attempts = self.mine, self.mine.attempts()
        self._agenda = await self._aside(quizzes.agenda, attempts)
        self._due = await self._aside(due_steps, quizzes.course, self._agenda, attempts)
        self._charts = cache(lambda: tuple(self._drawn(attempts)))
        self._waiting = quizzes.waiting()
        self._renew_home()


class QuizApp(BaseApp):
    """Whether the quiz was finished, its caller asks the quiz itself."""

    def __init__(self, quiz: QuizSession, quizzes: Quizzes, *, look: Look) -> None:
        super().__init__(look)
        self._quiz, self._quizzes = quiz, quizzes

    def on_mount(self) -> None:
        from tutor.ui.screens.quiz import QuizScreen

        self.wear_chosen(self._quizzes.settings)
        self.push_screen(QuizScreen(self._quiz, self._quizzes))

    def keep(self, name: str, value: str) -> None:
        self._quizzes.choose(name, value)


def _listed(problems: Sequence[Problem]) -> str:
    """Problems in Markdown, each as it is, but with no more of its path than the file's name."""
    short = (problem._replace(path=Path(problem.path).name) for problem in problems)
    return "\n".join(f"    {problem}" for problem in short)
