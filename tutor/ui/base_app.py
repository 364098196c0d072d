"""What the full-screen apps here have in common: looks, keys, how they end; a lesson and a quiz."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Sequence
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from rich.console import COLOR_SYSTEMS, Console
from textual.app import App
from textual.binding import Binding, BindingType
from textual.css.stylesheet import Stylesheet
from textual.driver import Driver
from textual.filter import ANSIToTruecolor, LineFilter

from tutor.errors import TutorError
from tutor.process import signals
from tutor.ui.screens.base_screen import BaseScreen, DrawWith
from tutor.ui.terminal.capabilities import Look
from tutor.ui.terminal.host import HostApp
from tutor.ui.theme import AsciiOnly, Colourless, textual_theme
from tutor.ui.widgets.line_widget import LineWidget

if TYPE_CHECKING:
    from tutor.course.loader import Course
    from tutor.session.lesson import LessonSession
    from tutor.session.quiz import QuizSession
    from tutor.session.quizzes import Quizzes
    from tutor.ui.screens.exercise_screen import ExerciseScreen
    from tutor.ui.screens.summary import SummaryScreen

LATER = 1.0
"""Seconds after its start when an app sees to what the first screen did not need."""
SYSTEMS = {"truecolor": "truecolor", "256": "256", "16": "standard", "none": None}
"""Rich's names for how many colours there are."""


class BaseApp(HostApp):
    """An app at one terminal. Everything about that terminal comes in `look`."""

    CSS_PATH = "app.tcss"
    TITLE = "tutor"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "quit", show=False, system=True, priority=True)
    ]

    def __init__(self, look: Look, *, driver_class: type[Driver] | None = None) -> None:
        super().__init__(COLOR_SYSTEMS.get(SYSTEMS[look.colours] or ""), driver_class)
        self.look = look
        self.failure: TutorError | None = None
        """Why it had to end; to be said once the screen is left."""
        self._dress()

    def _dress(self) -> None:
        """Take colours from the look instead of from this process's environment."""
        theme = textual_theme(self.look)
        self.register_theme(theme)
        self.set_reactive(App.theme, theme.name)
        self.stylesheet = Stylesheet(variables=self.get_css_variables())
        self.no_color = False
        self.animation_level = "none"
        self.console = Console(
            file=self.console.file,
            color_system=SYSTEMS[self.look.colours],  # type: ignore[arg-type]  # a Literal of Rich's
            force_terminal=True,
            markup=True,
            highlight=False,
            emoji=False,
            legacy_windows=False,
            safe_box=False,
            soft_wrap=False,
            _environ={},
        )
        self._choose_filters()

    def _choose_filters(self) -> None:
        few = self.look.colours in ("16", "none")
        filters: list[LineFilter] = [] if few else [ANSIToTruecolor(self.ansi_theme)]
        if self.look.colours == "none":
            filters.append(Colourless())
        if self.look.charset == "ascii":
            filters.append(AsciiOnly())
        self._line_filters = tuple(filters)

    def wear(self, look: Look) -> None:
        """Look like this from now on, on the screens that are open too. The colours stay."""
        self.look = look
        self._choose_filters()
        for screen in self.screen_stack:
            for one in screen.walk_children(with_self=True):
                if isinstance(one, BaseScreen | LineWidget):
                    one.look = look
                if isinstance(one, LineWidget):
                    one.renew()
                one.refresh()
            if isinstance(screen, BaseScreen):
                screen.resized()
                screen.renew_footer()

    def on_draw_with(self, message: DrawWith) -> None:
        """What everything is drawn with."""
        self.wear(self.look._replace(charset=message.charset))

    def fail(self, error: TutorError) -> None:
        """Leave the screen: there is nothing to show."""
        self.failure = error
        self.exit()

    def open_page(self, title: str, text: str) -> None:
        """Something to read, Markdown."""
        from tutor.ui.screens.page import PageScreen

        self.push_screen(PageScreen(title, text, self.look))

    def open_glossary(self, course: Course) -> None:
        """The words of a course."""
        from tutor.ui.screens.search_list import GlossaryScreen

        self.push_screen(GlossaryScreen(course.glossary, self.look))

    def get_line_filters(self) -> Sequence[LineFilter]:
        return self._line_filters

    def on_mount(self) -> None:
        """A closed terminal, or a request to end, ends the app as a key would."""
        if not self.is_headless:
            loop = asyncio.get_running_loop()
            for number in (signal.SIGTERM, signal.SIGHUP):
                loop.add_signal_handler(number, self.exit)
            signals.deliver()
        self.set_timer(LATER, self._settle)

    def _settle(self) -> None:
        """Begin to look for garbage where the start was spared that, and have NumPy at hand."""
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
        self.run_worker(partial(import_module, "numpy"), group="numpy", thread=True)


class BaseLessonApp(BaseApp):
    """A subclass puts the step's screen up, and hears by `left` that the learner wants to go."""

    def __init__(self, look: Look, *, driver_class: type[Driver] | None = None) -> None:
        super().__init__(look, driver_class=driver_class)
        self.session: LessonSession | None = None
        """The learner's walk; None until the lessons are read."""
        self._curved = look.charset == "unicode"

    def left(self) -> None:
        """The learner leaves the step's screen, which is still there."""
        raise NotImplementedError

    def on_exercise_screen_wanted(self, message: ExerciseScreen.Wanted) -> None:
        from tutor.ui.screens.step import StepScreen

        if not isinstance(self.screen, StepScreen):
            return  # it was pressed twice, and has been done
        match message.what:
            case "help":
                self.open_help()
            case "glossary":
                assert self.session is not None
                self.open_glossary(self.session.course)
            case "jump":
                self._open_jump()
            case _:
                self.left()

    def open_help(self) -> None:
        from tutor.ui.screens.page import HelpScreen

        self.push_screen(HelpScreen(self.look, curved=self._curved))

    def _open_jump(self) -> None:
        """Every step, to jump to."""
        from tutor.ui.screens.search_list import JumpScreen
        from tutor.ui.screens.step import StepScreen

        session, screen = self.session, self.screen
        assert session is not None and isinstance(screen, StepScreen)
        place = session.place()

        def go(found: tuple[str, str] | None) -> None:
            if found is not None and self.session is not None:
                self.session.open(*found)  # in a preview it may be another one by now
                screen.changed()

        here = (place.lesson, place.step)
        self.push_screen(JumpScreen(session.course, session.standing, here, self.look), go)


class BaseQuizApp(BaseApp):
    """A subclass begins with `play`, and hears by `played` that the learner is through."""

    close_word = "close"
    """What closing the summary is called."""

    def __init__(self, look: Look, *, driver_class: type[Driver] | None = None) -> None:
        super().__init__(look, driver_class=driver_class)
        self._quizzes: Quizzes | None = None
        self._mark: float | None = None

    def played(self) -> None:
        """The quiz was left, or its summary closed; what was shown for it is still there."""
        raise NotImplementedError

    def play(self, quiz: QuizSession, quizzes: Quizzes, *, mark: float | None = None) -> None:
        """Ask these questions; `mark` is the share that has to be right."""
        from tutor.ui.screens.quiz import QuizScreen

        self._quizzes, self._mark = quizzes, mark
        self.push_screen(QuizScreen(quiz, quizzes, self.look))

    def on_exercise_screen_wanted(self, message: ExerciseScreen.Wanted) -> None:
        from tutor.ui.screens.quiz import QuizScreen

        if not isinstance(self.screen, QuizScreen):
            return  # it was pressed twice, and has been done
        match message.what:
            case "summary":
                self._summarise()
            case "help":
                from tutor.ui.screens.page import round_help

                self.push_screen(round_help(self.look))
            case "glossary":
                assert self._quizzes is not None
                self.open_glossary(self._quizzes.course)
            case _:
                self.played()

    def _summarise(self) -> None:
        from tutor.ui.screens.quiz import QuizScreen
        from tutor.ui.screens.summary import SummaryRows, SummaryScreen

        screen, quizzes = self.screen, self._quizzes
        assert isinstance(screen, QuizScreen) and quizzes is not None
        quiz = screen.quiz.mode == "quiz"
        report = SummaryRows(
            screen.quiz.summary(), self._mark if quiz else None, due=len(quizzes.due())
        )
        self.switch_screen(SummaryScreen(report, self.look, close=self.close_word))

    def on_summary_screen_practise(self, message: SummaryScreen.Practise) -> None:
        from tutor.ui.screens.quiz import QuizScreen

        if isinstance(self.screen, QuizScreen):
            return  # it was pressed twice, and has been done
        assert self._quizzes is not None
        practice = self._quizzes.practice(message.items, message.seed)
        self.switch_screen(QuizScreen(practice, self._quizzes, self.look))

    def on_summary_screen_closed(self) -> None:
        from tutor.ui.screens.summary import SummaryScreen

        if isinstance(self.screen, SummaryScreen):
            self.played()
