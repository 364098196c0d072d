"""A learner at the screens: presses keys, reads what stands there, waits for what is to come."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

from textual import events
from textual.keys import _character_to_key
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip

from tutor.store import Store
from tutor.store.sqlite import Memory
from tutor.ui.app import TutorApp
from tutor.ui.base_app import BaseApp
from tutor.ui.screens.base_screen import BaseScreen
from tutor.ui.screens.step import StepScreen
from tutor.ui.terminal.capabilities import Look

COURSE = Path(__file__).parent / "course"
LOOK = Look(motion=False)
PATIENCE = 20
"""Seconds after which what was waited for is not coming."""

Answer = TypeVar("Answer")
Given = ParamSpec("Given")


class Player:
    """Hands and eyes."""

    def __init__(self, app: BaseApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    async def press(self, *keys: str) -> None:
        """Press keys, each once the one before has been dealt with."""
        for key in keys:
            self.app.post_message(event_of(key))
            await self.settle()

    async def settle(self) -> None:
        """Wait until everything that was begun is done and drawn; what a timer begins is not.

        `Pilot.pause` sleeps until the processor seems idle, which it also seems to be while
        other programs have it, and waits for widgets that are gone: 30 seconds, where a key quits.
        """
        async with asyncio.timeout(PATIENCE):
            while await self.heard():
                self.app.screen._on_timer_update()
                if self.reading:
                    await asyncio.sleep(0.005)
                elif not self.app.pressed and not busy(self.app.screen):
                    break

    async def heard(self) -> bool:
        """Wait until every widget has dealt with what it has been sent, or is gone.

        Returns:
            Whether the app goes on.
        """
        waiting = set(pumps(self.app.screen)) if self.app.is_running else set()

        def answer(one: MessagePump) -> None:
            waiting.discard(one)

        for one in tuple(waiting):
            one.call_later(answer, one)
        broken: asyncio.Event = self.app._exception_event
        while not broken.is_set() and self.app.is_running and (waiting or self.app._exit):
            await asyncio.sleep(0.001)
            waiting -= {one for one in waiting if one._closing or one._closed}
        return self.app.is_running and not broken.is_set()

    @property
    def reading(self) -> bool:
        """Something is read or counted while the screen can be used already."""
        return isinstance(self.app, TutorApp) and any(
            not one.is_finished for one in self.app.workers if one.group in ("default", "entries")
        )

    async def ahead(self, *keys: str) -> None:
        """Press keys at once, faster than anything can be done about them."""
        for key in keys:
            self.app.post_message(event_of(key))
        await self.settle()

    async def type(self, text: str) -> None:
        """Type a text as it is."""
        await self.press(*text)

    async def until(self, seen: Callable[[], bool]) -> None:
        """Wait until something is so."""
        async with asyncio.timeout(PATIENCE):
            await self.settle()
            while not seen():
                await asyncio.sleep(0.01)
                await self.settle()

    async def sees(self, text: str) -> None:
        """Wait until this stands on the screen."""
        await self.until(lambda: text in self.text)

    async def resize(self, columns: int, rows: int) -> None:
        """Make the window another size."""
        await self.pilot.resize_terminal(columns, rows)
        await self.settle()

    @property
    def screen(self) -> BaseScreen:
        """The screen on top."""
        assert isinstance(self.app.screen, BaseScreen)
        return self.app.screen

    @property
    def step(self) -> StepScreen:
        """The screen on top, a step's."""
        assert isinstance(self.app.screen, StepScreen)
        return self.app.screen

    @property
    def lines(self) -> list[str]:
        """What stands on the screen, row by row."""
        return [row.text.rstrip() for row in strips(self.app.screen)]

    @property
    def text(self) -> str:
        """What stands on the screen, its spaces and line breaks evened out."""
        return " ".join(" ".join(self.lines).split())

    @property
    def keys(self) -> str:
        """What the footer says."""
        footer = self.screen.footer
        rows = footer.lay(footer.content_size.width, footer.content_size.height)
        return " ".join("".join(text for text, _ in row) for row in rows)


def event_of(key: str) -> events.Key:
    """A key as the terminal's reader tells it."""
    named, character = (_character_to_key(key), key) if len(key) == 1 else (key, None)
    return events.Key(named, character)


def pumps(screen: Screen[object]) -> list[MessagePump]:
    """Everything that takes messages while a screen is on top."""
    return [screen.app, *screen.walk_children(with_self=True)]


def busy(screen: Screen[object]) -> bool:
    """Whether a screen has something left to do or to draw."""
    return (
        any(
            one.message_queue_size or one._next_callbacks or not one._is_mounted
            for one in pumps(screen)
        )
        or bool(screen._callbacks or screen._dirty_widgets)
        or screen._layout_required
        or screen._repaint_required
        or screen._scroll_required
    )


def strips(screen: Screen[object]) -> list[Strip]:
    """The rows of a screen as they are sent."""
    return screen._compositor.render_strips()


@asynccontextmanager
async def playing(
    where: str | None = None,
    *,
    size: tuple[int, int] = (80, 24),
    look: Look = LOOK,
    store: Store | None = None,
    course: Path = COURSE,
) -> AsyncIterator[Player]:
    """The app with a learner before it, once the lessons are read and the screen stands."""
    app = TutorApp(course, look=look, store=Memory() if store is None else store, where=where)
    async with app.run_test(size=size) as pilot:
        player = Player(app, pilot)
        await player.until(lambda: app.session is not None)
        await player.until(lambda: where is None or isinstance(app.screen, StepScreen))
        yield player


def played(test: Callable[Given, Awaitable[None]]) -> Callable[Given, None]:
    """The asynchronous test as one that pytest runs to its end."""

    @wraps(test)
    def run(*args: Given.args, **kwargs: Given.kwargs) -> None:
        play(lambda: test(*args, **kwargs))

    return run


def play(scene: Callable[[], Awaitable[Answer]]) -> Answer:
    """Run an asynchronous test to its end."""

    async def whole() -> Answer:
        return await scene()

    return asyncio.run(whole())
