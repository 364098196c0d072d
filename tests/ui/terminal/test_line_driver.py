"""An app at the other end of a line: the same screen as at a terminal, and nothing left behind."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pyte
import pytest
from textual._styles_cache import StylesCache

from tests.ui.player import COURSE, LOOK, PATIENCE, played, playing
from tutor.course.index import course_contents
from tutor.course.loader import load_course
from tutor.store.sqlite import Memory
from tutor.ui.app import Opened, TutorApp
from tutor.ui.terminal.line_driver import DEEP, LARGEST, LineDriver, clamped, forget_apps

OPENED = Opened(load_course(COURSE), course_contents(COURSE))
DOWN = b"\x1b[B"


class Wire:
    """A line whose other end is this test, with a terminal that shows what comes."""

    def __init__(self, columns: int = 80, rows: int = 24) -> None:
        self.stalled = False
        self.driver: LineDriver | None = None
        self.sent = ""
        self.paused = 0
        self.resumed = 0
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self._screen)

    def write(self, text: str) -> None:
        self.sent += text
        self._stream.feed(text.replace("\x1b[>1u", "").replace("\x1b[<u", ""))

    def shown(self) -> None:
        """Of no interest here."""

    def pause(self) -> None:
        self.paused += 1

    def resume(self) -> None:
        self.resumed += 1

    def resize(self, columns: int, rows: int) -> None:
        self._screen.resize(rows, columns)
        assert self.driver is not None
        self.driver.resized(columns, rows)

    @property
    def lines(self) -> list[str]:
        return [line.rstrip() for line in self._screen.display]

    def type(self, data: bytes) -> None:
        assert self.driver is not None
        self.driver.heard(data)

    async def until(self, so: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not so():
                await asyncio.sleep(0.01)

    async def sees(self, text: str) -> None:
        await self.until(lambda: text in " ".join(" ".join(self.lines).split()))


@asynccontextmanager
async def served(wire: Wire, where: str | None = None) -> AsyncIterator[TutorApp]:
    """An app that runs there, until the block ends."""
    size = (wire._screen.columns, wire._screen.lines)
    app = TutorApp(OPENED, look=LOOK, store=Memory(), where=where, line=wire)
    running = asyncio.create_task(app.run_async(mouse=False, size=size))
    try:
        await wire.sees("enter ")
        yield app
    finally:
        app.exit()
        await running


@played
async def test_the_screen_is_the_same_as_at_a_terminal() -> None:
    async with playing("first/number") as player:
        await player.type("0.5")
        there = player.lines
    wire = Wire()
    async with served(wire, "first/number"):
        await wire.sees("enter commit")
        wire.type(b"0.5")
        await wire.sees("› 0.5")
        assert wire.lines == there
        assert wire.sent.count("\x1b[?1049h") == 1 and wire.sent.count("\x1b[2J") == 0
    assert wire.sent.endswith("\x1b[?25h\x1b[?1049l"), "the terminal is as it was"


@played
async def test_two_apps_in_one_process_do_not_hear_each_other() -> None:
    one, other = Wire(), Wire(100, 30)
    async with served(one, "first/number"), served(other, "first/number"):
        await one.sees("enter commit")
        await other.sees("enter commit")
        one.type(b"0.5")
        other.type(b"7")
        await one.sees("› 0.5")
        await other.sees("› 7")
        assert len(other.lines) == 30


@played
async def test_an_app_that_has_ended_leaves_nothing_behind() -> None:
    async def visit() -> weakref.ref[TutorApp]:
        wire = Wire()
        async with served(wire, "first/number") as app:
            await wire.sees("enter commit")
            wire.type(b"\x1b[97u0.5")  # a key by its number: Textual remembers these
            await wire.sees("0.5")
            return weakref.ref(app)

    def apps() -> set[int]:
        return {id(one) for one in gc.get_objects() if isinstance(one, TutorApp)}

    gc.collect()
    before = apps()  # of other tests, which may not have let go of theirs
    seen = [await visit() for _ in range(3)]
    await asyncio.sleep(0.2)
    forget_apps()
    assert [one() for one in seen] == [None] * 3
    assert not apps() - before


@played
async def test_a_page_that_was_left_leaves_nothing_behind() -> None:
    """Textual remembers how the widgets of each were drawn, and with that all that was."""
    wire = Wire()
    async with served(wire, None):
        await wire.sees("enter begin")
        kept = []
        for _ in range(6):
            wire.type(b"?")
            await wire.sees("Help")
            wire.type(b"\x1b[27u")
            await wire.sees("enter begin")
            await asyncio.sleep(0.1)
            gc.collect()
            kept.append(sum(isinstance(one, StylesCache) for one in gc.get_objects()))
        assert kept[-1] <= kept[1], kept


@played
async def test_more_than_an_app_can_do_at_once_is_not_read() -> None:
    wire = Wire()
    async with served(wire, "first/number"):
        await wire.sees("enter commit")
        wire.type(DOWN * DEEP * 4)
        assert wire.paused == 1
        await wire.until(lambda: wire.resumed == 1)
        wire.type(b"0.5")
        await wire.sees("› 0.5")


@played
async def test_what_a_stalled_terminal_missed_is_drawn_when_it_reads_again() -> None:
    wire = Wire()
    async with served(wire, "first/number"):
        await wire.sees("enter commit")
        wire.stalled, before = True, len(wire.sent)
        wire.type(b"0.5")
        await asyncio.sleep(0.3)
        assert len(wire.sent) == before, "nothing is kept for it"
        wire.stalled = False
        assert wire.driver is not None
        wire.driver.free()
        await wire.sees("› 0.5")


@played
async def test_a_window_of_another_size_is_drawn_whole() -> None:
    wire = Wire()
    async with served(wire, "first/number"):
        await wire.sees("enter commit")
        wire.resize(60, 20)
        await wire.until(lambda: wire.lines[-1].strip() != "" and len(wire.lines) == 20)
        async with playing("first/number", size=(60, 20)) as player:
            await wire.until(lambda: wire.lines == player.lines)


@pytest.mark.parametrize(
    ("said", "drawn"),
    [
        ((0, 0), (80, 24)),
        ((80, 24), (80, 24)),
        ((10**6, 10**6), LARGEST),
        ((1, 1), (10, 2)),
        ((-5, 3), (80, 24)),
    ],
)
def test_a_size_is_one_that_can_be_drawn(said: tuple[int, int], drawn: tuple[int, int]) -> None:
    assert tuple(clamped(*said)) == drawn


@played
async def test_a_line_that_is_cut_ends_its_app() -> None:
    wire = Wire()
    app = TutorApp(OPENED, look=LOOK, store=Memory(), where="first/number", line=wire)
    running = asyncio.create_task(app.run_async(mouse=False, size=(80, 24)))
    await wire.sees("enter commit")
    assert wire.driver is not None
    wire.driver.gone()
    async with asyncio.timeout(PATIENCE):
        await running
    assert wire.driver is None and not app.fault


@played
async def test_a_fault_is_kept_for_the_log_and_tells_no_values() -> None:
    wire = Wire()
    app = TutorApp(OPENED, look=LOOK, store=Memory(), where="first/number", line=wire)

    def broken() -> None:
        secret = "0.46"
        raise RuntimeError(f"at {len(secret)}")

    running = asyncio.create_task(app.run_async(mouse=False, size=(80, 24)))
    await wire.sees("enter commit")
    app.call_later(broken)
    async with asyncio.timeout(PATIENCE):
        await running
    assert "RuntimeError: at 4" in app.fault and "0.46" not in app.fault.split("secret =")[0]
    assert "Traceback" not in wire.sent and wire.sent.endswith("\x1b[?1049l")
