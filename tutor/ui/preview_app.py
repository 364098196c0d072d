"""`tutor preview`: a lesson file on the screen, again and again as it is saved."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult

from tutor.course.index import COURSE_FILE
from tutor.course.loader import course_of
from tutor.errors import ProblemsError, TutorError
from tutor.history.records import ALONE
from tutor.session.lesson import LessonSession
from tutor.session.view import Recorder
from tutor.store.sqlite import Memory
from tutor.ui.base_app import BaseApp
from tutor.ui.screens.base_screen import BaseScreen
from tutor.ui.screens.step import StepScreen
from tutor.ui.terminal.capabilities import Look
from tutor.ui.text_layout import Row, wrap
from tutor.ui.widgets.footer import Key
from tutor.ui.widgets.line_widget import LineWidget, heading

if TYPE_CHECKING:
    from tutor.course.loader import Course
    from tutor.errors import Problem


POLL = 0.5
"""Seconds between two looks, where nobody tells us sooner."""

Stamp = tuple[tuple[int, int, int] | None, ...]
"""Time, size and inode of each file; None for one that is not there."""


class PreviewApp(BaseApp):
    """Shows the last good version, and what is wrong with it once it is run. What is answered here
    is kept until it is closed, no longer."""

    def __init__(
        self,
        file: Path,
        step: str | None = None,
        *,
        lint: Callable[[Sequence[Path]], Iterable[Problem]],
        look: Look,
    ) -> None:
        """`lint` runs the lesson and tells what is wrong with it.

        Raises TutorError for a step that the lesson does not have, naming the nearest."""
        super().__init__(look)
        self._file, self._lint = file, lint
        self._step = step
        self._files = (file, file.parent / COURSE_FILE)
        self._memory = Memory()
        self._stop = asyncio.Event()
        self._stamp = stamp(self._files)
        self._problems: tuple[str, ...] = ()
        course = self._read()
        self.session = None if course is None else self._began(course, step)
        """None until there is a good version."""

    def on_mount(self) -> None:
        if self.session is not None:
            self.push_screen(PreviewScreen(self.session))
            self._check()
        else:
            self._show_broken()
        self.run_worker(self._watch())

    def exit(self, *arguments: Any, **named: Any) -> None:
        self._stop.set()
        super().exit(*arguments, **named)

    # -- as it is saved -----------------------------------------------------------------------

    async def _watch(self) -> None:
        async for _ in saves(self._files, self._stamp, self._stop):
            self._saved()

    def _saved(self) -> None:
        """Show what was saved or, over the last good version, what is wrong with it."""
        course = self._read()
        if course is None:
            self._show_broken()
        elif self.session is None:
            lesson = course.lessons[0]
            there = self._step in {step.id for step in lesson.steps}
            self.session = self._began(course, self._step if there else None)
            self.switch_screen(PreviewScreen(self.session))
            self._check()
        else:
            self.session = self._again(course, self.session)
            for screen in self.screen_stack:
                if isinstance(screen, PreviewScreen):
                    screen.renew(self.session)
            self._check()

    def _check(self) -> None:
        """Run the lesson meanwhile, as `tutor lint` does: what this takes is not waited for."""
        self.run_worker(self._checked(), group="check", exclusive=True)

    async def _checked(self) -> None:
        found = await asyncio.to_thread(self._lint, [self._file])
        told = tuple(str(one).removeprefix(f"{self._file}:") for one in found)
        for screen in self.screen_stack:
            if isinstance(screen, PreviewScreen):
                screen.doubtful(told)

    def _show_broken(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, PreviewScreen | BrokenScreen):
                screen.broken(self._problems)
                return
        screen = BrokenScreen(str(self._file))
        screen.broken(self._problems)
        self.push_screen(screen)

    def _read(self) -> Course | None:
        """The file as it is now; None where it has problems."""
        try:
            return course_of(self._file)
        except ProblemsError as error:
            here = str(self._file)  # which is the heading, and said of others only
            self._problems = tuple(str(one).removeprefix(f"{here}:") for one in error.problems)
        except TutorError as error:
            self._problems = (str(error),)
        return None

    # -- the same place -----------------------------------------------------------------------

    def _began(self, course: Course, step: str | None) -> LessonSession:
        session = LessonSession(course, notify=Recorder(self._memory, course.id))
        session.open(course.lessons[0].id, step)
        return session

    def _again(self, course: Course, before: LessonSession) -> LessonSession:
        """The same step, constants, scroll and half-typed answer in another version; the step
        with the same number where its id is no longer there."""
        place, number = before.place(), before.view().index
        lesson = course.lessons[0]
        steps = [step.id for step in lesson.steps]
        if place.step not in steps:
            return self._began(course, steps[min(number, len(steps)) - 1])
        history = self._memory.history(ALONE, before.course.id)
        history = replace(history, place=replace(place, lesson=lesson.id))
        return LessonSession(course, history=history, notify=Recorder(self._memory, course.id))


# -- watching for a save ------------------------------------------------------------------------


def stamp(paths: Sequence[Path]) -> Stamp:
    """What tells saved files from those before."""
    return tuple(map(_state, paths))


def _state(path: Path) -> tuple[int, int, int] | None:
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size, state.st_ino


async def saves(paths: Sequence[Path], before: Stamp, stop: asyncio.Event) -> AsyncIterator[None]:
    """Yields whenever one of `paths` was saved since the state `before`, until `stop` is set.

    With watchfiles (an extra) at once, without it within half a second.
    """
    async for _ in _hints(sorted({path.parent for path in paths}), stop):
        now = stamp(paths)
        if now != before and None not in now[:1]:  # an editor may take the file away for a moment
            before = now
            yield


async def _hints(folders: Sequence[Path], stop: asyncio.Event) -> AsyncIterator[None]:
    """Yields at once, then when something may have changed in one of the folders."""
    yield
    try:
        from watchfiles import awatch
    except ImportError:
        while not stop.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), POLL)
            yield
        return
    async for _ in awatch(
        *folders,
        stop_event=stop,
        recursive=False,
        watch_filter=None,
        rust_timeout=int(POLL * 1000),
        yield_on_timeout=True,
    ):
        yield


class Problems(LineWidget):
    """What is wrong with the file as it was saved last; as much of it as there is room for."""

    def __init__(self) -> None:
        super().__init__(id="problems")
        self.display = False  # until there are some, which may be before the screen stands
        self._said = ""
        self._problems: tuple[str, ...] = ()

    def show(self, problems: Sequence[str], said: str) -> None:
        """List these under the sentence `said`."""
        self._problems, self._said = tuple(problems), said
        self.display = bool(problems)
        self.renew()
        self.refresh(layout=True)

    def lay(self, width: int, height: int) -> Sequence[Row]:
        rows: list[Row] = [(("✗ ", "bad"), (self._said, "strong"))]
        most = max(3, self.app.size.height - 12)
        for number, problem in enumerate(self._problems):
            more = wrap(((problem, "text"),), width, indent="  ")
            if len(rows) + len(more) > most:
                rows.append(((f"… and {len(self._problems) - number} more", "muted"),))
                break
            rows += more
        return rows


class PreviewScreen(StepScreen):
    """The step of the last good version; problems of a later one stand over it."""

    def __init__(self, session: LessonSession) -> None:
        super().__init__(session)
        self.problems = Problems()

    def parts(self) -> ComposeResult:
        yield from super().parts()
        yield self.problems

    def renew(self, session: LessonSession) -> None:
        """Another version of the lesson, at the same place."""
        self.session, self.course = session, session.course
        self.problems.show((), "")
        self.changed()
        self.call_later(self.prose.go_to, self.view.scroll)

    def broken(self, problems: Sequence[str]) -> None:
        """The version that was saved last cannot be shown."""
        many = "a problem" if len(problems) == 1 else f"{len(problems)} problems"
        self.problems.show(problems, f"Saved with {many}; below is the last good version.")

    def doubtful(self, problems: Sequence[str]) -> None:
        """It can be shown, and this came up when it was run."""
        many = "a problem" if len(problems) == 1 else f"{len(problems)} problems"
        self.problems.show(problems, f"Saved, and shown below; run, it has {many}.")

    def every_key(self) -> Iterator[Key]:
        """Nobody leaves for home from here: `l` is `q`, and while letters are typed ctrl+c."""
        for key in super().every_key():
            if key.press == "l" and key.act == "leave":
                continue
            yield key._replace(does="close") if key.act == "leave" else key
        if not self.state.typing and not self.number:
            yield Key("q", "leave", "close")
        else:
            yield Key("ctrl+c", "leave", "close")


class BrokenScreen(BaseScreen):
    """There is no good version yet."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self.problems = Problems()

    def parts(self) -> ComposeResult:
        yield heading(self._title)
        yield self.problems

    def broken(self, problems: Sequence[str]) -> None:
        """The version that was saved last cannot be shown."""
        self.problems.show(problems, "This cannot be shown yet. Mend it and save, and it will be.")

    def every_key(self) -> Iterator[Key]:
        yield Key("q", "leave", "close")
        yield Key("escape", "leave")
        yield Key("enter", "leave")
