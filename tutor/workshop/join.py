"""The door: a screen that asks for a name and the class's code, before there is any app.

It is drawn by a few lines of its own, for whoever is not let in must cost next to nothing.
"""

from __future__ import annotations

import asyncio
import codecs
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len, set_cell_size
from textual import events

from tutor.classroom.members import LONGEST, Member, Members, tidy
from tutor.errors import StoreError, visible
from tutor.ui.terminal.input_parser import InputParser

if TYPE_CHECKING:
    from tutor.workshop.terminal import Terminal

PATIENCE = 120.0
"""Seconds that somebody may stand at the door."""
READING = 15 * 60.0
"""Seconds that somebody may take to write their return code down."""
SLOWER = (0.0, 1.0, 2.0, 4.0, 8.0, 15.0)
"""Seconds that a line waits after each wrong code; the last for all that follow."""
LONGEST_CODE = 60
WRONG_CODE = "That is not this class's code."
WRONG_RETURN = "That is not {name}'s return code."
UNKEPT = (
    "Nothing can be kept here just now. Try again in a minute, and tell whoever runs the class."
)
LATE = "Nobody came in for two minutes. Connect again when you are ready."
TAKEN = "There is already somebody called {name} in this class."
ENTER, LEAVE = "\x1b[?1049h\x1b[2J", "\x1b[0m\x1b[2J\x1b[H\x1b[?25h\x1b[?1049l"
BOLD, DIM, PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"
CURVE = (
    "⠉⠦⡄                                                                  ⣀⠔⠃",
    "  ⠈⠓⣄⡀                                                             ⡠⠖⠁",
    "     ⠉⠦⣄                                                        ⣀⠔⠋",
    "        ⠑⠦⣄                                                  ⣀⠔⠋⠁",
    "           ⠉⠢⣄⡀                                          ⢀⡠⠖⠋⠁",
    "              ⠉⠓⠦⣄⡀                                  ⣀⡠⠔⠊⠁",
    "                  ⠈⠉⠒⠦⣄⣀⡀                       ⣀⡠⠤⠒⠋⠁",
    "                        ⠉⠉⠒⠒⠦⠤⠤⢄⣀⣀⣀⣀⣀⣀⣀⣀⡤⠤⠤⠤⠒⠒⠋⠉",
)
"""Where there is room for it."""


@dataclass(frozen=True)
class House:
    """What a door knows of what is behind it."""

    title: str
    """The course's."""
    members: Members
    code: Callable[[str], bool] | None
    """Whether somebody has said the class's code; None: nobody has to."""
    now: Callable[[], datetime]
    others: Callable[[], int]
    """How many are in."""
    log: Callable[[str], None]
    knocked: Callable[[str], None]
    """Told of a wrong code, and from where it came."""

    def wrong(self, address: str, what: str, times: int) -> None:
        """Somebody has said a wrong code, for so many times on one line."""
        self.log(f"{address}: {what}, the {times}. of this line")
        self.knocked(address)


@dataclass
class Field:
    """One line to be filled in."""

    label: str
    hint: str
    longest: int
    text: str = ""


class Line(NamedTuple):
    """One row of the door."""

    text: str = ""
    column: int = 0
    """Where the cursor is in it; 0: elsewhere."""
    needed: bool = False
    """It is there on the smallest screen too."""


@dataclass
class Door:
    """One visitor at the door."""

    house: House
    terminal: Terminal
    fields: list[Field] = field(default_factory=list)
    at: int = 0
    note: str = ""
    """What was wrong with what was said."""
    member: Member | None = None
    code: str = ""
    """The return code that is shown, once."""
    wrong: int = 0
    busy: bool = False

    def __post_init__(self) -> None:
        self._name = Field("Your name", "as the room knows you", LONGEST)
        self._code = Field("Class code", "ask whoever runs the class", LONGEST_CODE)
        self._back = Field("Return code", "it brings you back to the very same place", LONGEST_CODE)
        self.fields = [self._name] + ([self._code] if self.house.code is not None else [])
        self._admitted = self.house.code is None
        self._done: asyncio.Future[Member | None] = asyncio.get_running_loop().create_future()
        self._drawn: dict[int, str] = {}
        self._ahead: list[events.Key | events.Paste] = []
        """What was typed while the door was busy."""
        self._reports = InputParser()
        self._decode = codecs.getincrementaldecoder("utf-8")(errors="replace").decode

    # -- from its opening to its end -----------------------------------------------------------

    async def open(self) -> Member | None:
        """Who came in; None where nobody did."""
        terminal = self.terminal
        terminal.resized = self._redraw
        terminal.write(ENTER)
        self._draw()
        terminal.listen(self._heard)
        gone = asyncio.get_running_loop().create_task(self._gone())
        try:
            async with asyncio.timeout(PATIENCE) as self._patience:
                return await asyncio.shield(self._done)
        except TimeoutError:
            terminal.dismiss(LATE if self.member is None else "")
            return self.member  # who has seen their code is in
        finally:
            gone.cancel()
            terminal.write(LEAVE)
            terminal.listen(None)
            terminal.resized = _nothing

    async def _gone(self) -> None:
        await self.terminal.leaving.wait()
        self._end(None)

    def _end(self, member: Member | None) -> None:
        if not self._done.done():
            self._done.set_result(member)

    # -- keys ----------------------------------------------------------------------------------

    def _heard(self, data: bytes) -> None:
        reports = [*self._reports.feed(self._decode(data))]
        if self._reports.patience is not None:
            reports += self._reports.pause()
        for message in reports:
            if isinstance(message, events.Key) and message.key in ("escape", "ctrl+c", "ctrl+d"):
                self._end(None)
            elif isinstance(message, events.Key | events.Paste):
                self._ahead.append(message)
        self._take()
        del self._ahead[LONGEST_CODE:]
        self._draw()

    def _take(self) -> None:
        """What was typed, until it has to be looked at whether it is right."""
        while self._ahead and not self.busy:
            message = self._ahead.pop(0)
            if isinstance(message, events.Paste):
                self._write(message.text.splitlines()[0] if message.text else "")
            else:
                self._key(message)

    def _key(self, key: events.Key) -> None:
        match key.key:
            case "enter" | "ctrl+j":  # the second before the client has its terminal as it wants it
                self._enter()
            case "tab" | "down" if not self.code:
                self.at = (self.at + 1) % len(self.fields)
            case "shift+tab" | "up" if not self.code:
                self.at = (self.at - 1) % len(self.fields)
            case "backspace" | "ctrl+h" if not self.code:
                self._fill(self.fields[self.at].text[:-1])
            case "ctrl+u" if not self.code:
                self._fill("")
            case _ if key.character is not None and key.is_printable:
                self._write(key.character)

    def _write(self, text: str) -> None:
        if not self.code:
            self._fill(self.fields[self.at].text + visible(text))

    def _fill(self, text: str) -> None:
        into = self.fields[self.at]
        into.text, self.note = text[: into.longest], ""
        if into is self._name and self._back in self.fields:
            self.fields.remove(self._back)  # another name: it may be nobody's

    def _enter(self) -> None:
        if self.code:
            self._end(self.member)
        elif not self.fields[self.at].text.strip():
            self.note = f"{self.fields[self.at].label}?"
        elif self.at + 1 < len(self.fields) and not self.fields[self.at + 1].text.strip():
            self.at += 1
        else:
            self.busy = True
            self._knocking = asyncio.get_running_loop().create_task(self._knock())

    # -- who it is -----------------------------------------------------------------------------

    async def _knock(self) -> None:
        try:
            await self._let_in()
        except StoreError as error:
            self.house.log(f"{self.terminal.address}: refused, {error}")
            self.terminal.dismiss(UNKEPT)
        finally:
            self.busy = False
            if self.code:
                self._ahead.clear()  # it is shown once: nobody leaves it unread
            self._take()
            self._draw()

    async def _let_in(self) -> None:
        house, name = self.house, tidy(self._name.text)
        if not name:
            self.at, self.note = 0, "That is no name that can be shown."
            return
        if not self._admitted:
            assert house.code is not None
            if not house.code(self._code.text):
                self.at = self.fields.index(self._code)
                await self._refuse("a wrong class code", WRONG_CODE)
                return
            self._admitted = True
            self.fields.remove(self._code)
            self.at = 0
        if self._back in self.fields:
            member = house.members.back(name, self._back.text)
            if member is None:
                await self._refuse("a wrong return code", WRONG_RETURN.format(name=name))
                return
            self._end(member)
            return
        joined = house.members.join(name, house.now())
        if joined is None:
            self._back.text = ""
            self.fields.append(self._back)
            self.at = len(self.fields) - 1
            return
        self.member, self.code = joined
        self._patience.reschedule(asyncio.get_running_loop().time() + READING)

    async def _refuse(self, log: str, say: str) -> None:
        """Say no; each time the line has to wait longer, and nobody else does."""
        self.wrong += 1
        self.house.wrong(self.terminal.address, log, self.wrong)
        self.note = "One moment."
        self._draw()
        await asyncio.sleep(SLOWER[min(self.wrong, len(SLOWER) - 1)])
        self.fields[self.at].text = ""
        self.note = say

    # -- what is seen --------------------------------------------------------------------------

    def _redraw(self) -> None:
        if self.terminal.stalled:
            return  # it is told again once it reads
        self._drawn.clear()
        self.terminal.write(f"{PLAIN}\x1b[2J")
        self._draw()

    def _draw(self) -> None:
        """Send the rows that have changed, and put the cursor where it writes."""
        if self._done.done() or self.terminal.stalled:
            return
        rows, cursor = self._rows()
        sent = ["\x1b[?25l"]
        for at, row in enumerate(rows):
            if self._drawn.get(at) != row:
                self._drawn[at] = row
                sent.append(f"\x1b[{at + 1};1H{row}{PLAIN}\x1b[K")
        if cursor is not None:
            sent.append(f"\x1b[{cursor[0] + 1};{cursor[1] + 1}H\x1b[?25h")
        self.terminal.write("".join(sent))

    def _rows(self) -> tuple[list[str], tuple[int, int] | None]:
        """Each row as it is sent, and row and column of the cursor."""
        size, look = self.terminal.size, self.terminal.look
        width, height = size.width, size.height
        left = " " * max(1, min(20, (width - 56) // 2 + 4))
        body = list(self._welcome(left) if self.code else self._asked(left))
        keys, foot = self._foot()
        line = "─" if look.charset == "unicode" else "-"
        feet = [self._styled(DIM, line * width), f" {keys}", f" {self._styled(DIM, foot)}"]
        curve = height >= 22 and width >= 78 and look.charset == "unicode"
        head = [f" {self._styled(BOLD, self.house.title)}"]
        head += [f"    {self._styled(DIM, row)}" for row in CURVE] if curve else []
        if len(head) + len(body) + len(feet) > height:  # a phone on its side
            body = [one for one in body if one.text and (one.needed or height > 9)]
            head, feet = head * (height > 9), feet[1:2]
        room = height - len(head) - len(feet)
        last = max(at for at, one in enumerate(body) if one.needed)
        body = body[max(0, last + 1 - room) :][:room]
        gap = min(2, max(0, room - len(body)))
        rows = [*head, *[""] * gap, *(one.text for one in body)]
        cursor = next(
            ((len(head) + gap + at, one.column) for at, one in enumerate(body) if one.column), None
        )
        rows += [""] * (height - len(feet) - len(rows))
        return [_cut(row, width) for row in (*rows, *feet)], cursor

    def _asked(self, left: str) -> Iterator[Line]:
        yield Line(left + self._styled(BOLD, "Who are you?"))
        yield Line()
        pointer = "›" if self.terminal.look.charset == "unicode" else ">"
        for at, one in enumerate(self.fields):
            if one is self._back:
                name = tidy(self._name.text)
                yield Line(left + TAKEN.format(name=name), needed=at == self.at)
                yield Line()
            here = at == self.at
            head = f"{left}{one.label:<13}{pointer if here else ' '} "
            text = head + one.text
            yield Line(text, cell_len(text) if here else 0, needed=here)
            yield Line(f"{left}{' ' * 15}{self._styled(DIM, one.hint)}")
            yield Line()
        yield Line(left + self.note, needed=bool(self.note))

    def _welcome(self, left: str) -> Iterator[Line]:
        assert self.member is not None
        many = self.house.others()
        here = f" {many} others are here." if many > 1 else " One other is here." if many else ""
        yield Line(f"{left}Welcome, {self.member.name}.{here}")
        yield Line()
        yield Line(f"{left}Your return code", needed=True)
        yield Line()
        yield Line(f"{left}   {self._styled(BOLD, self.code)}", needed=True)
        yield Line()
        yield Line(f"{left}Write it down. If the line drops, or you change seats,")
        yield Line(f"{left}it brings you back to the very same place.")

    def _foot(self) -> tuple[str, str]:
        if self.code:
            assert self.member is not None
            return (
                "enter I have written it down   esc leave",
                f"It is asked for when somebody comes as {self.member.name} again.",
            )
        if self._back in self.fields:
            keys = "enter come back in   tab another one? change the name   esc leave"
        else:
            keys = "enter go on   tab next field   esc leave"
        return keys, "Your name and answers stay on this server; the instructor can erase them."

    def _styled(self, style: str, text: str) -> str:
        return f"{style}{text}{PLAIN}"


def _cut(row: str, width: int) -> str:
    """A row that is no longer than the screen is wide; its styles take no room."""
    if cell_len(_bare(row)) <= width:
        return row
    return set_cell_size(_bare(row), width)


def _bare(row: str) -> str:
    for style in (BOLD, DIM, PLAIN):
        row = row.replace(style, "")
    return row


def _nothing() -> None:
    """Nobody looks."""
