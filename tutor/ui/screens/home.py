"""Home: the lessons, how far each one is, and where to go on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.geometry import Size

from tutor.course.index import Entry
from tutor.grading import messages
from tutor.history.records import CHARSET
from tutor.ui.screens.base_screen import TIGHT, WIDE, BaseScreen
from tutor.ui.screens.home_contents import GO_ON, HomeContents, bar, counted, due_rows
from tutor.ui.terminal.capabilities import Look
from tutor.ui.text_layout import Row, fill, inline, width_of, wrap
from tutor.ui.widgets.charts import Charts
from tutor.ui.widgets.footer import Key, up_and_down
from tutor.ui.widgets.laid_once import Columns
from tutor.ui.widgets.line_widget import Rows, heading, paragraphs
from tutor.ui.widgets.menu import Item, Menu

if TYPE_CHECKING:
    from tutor.history.schedule import Agenda

SMOOTH = ("⠑⢄                   ⡠⠊", "  ⠑⠢⢄⡀           ⢀⡠⠔⠊", "     ⠈⠑⠒⠢⠤⠤⠤⠤⠤⠔⠒⠊⠁")
PLAIN = (r"\                     /", r" '-.               .-'", r"    '-.._______..-'")
"""A bit of a bowl in braille and in ASCII."""
CHARTED = (80, 24)
"""Columns and rows from which there are charts beside the lessons."""
ROOMY = (100, 32)
"""Columns and rows from which more is said of each lesson."""
BARRED = 60
"""Columns from which there is room for a bar."""
FRAME = 6
"""Rows around the menu: the heading, what is said of the line in the hand, and the keys."""
MENU = 60
"""Percent of the columns that the lessons take beside charts, as the style sheet has it."""
TITLES = 28
"""Columns of a lesson's title at most, where a bar stands beside it."""
COUNT = 10
"""Columns of how far a lesson is, in numbers."""

QUIZ_ABOUT = (
    "Ten questions, most with fresh numbers, one try at each. What was missed is explained after."
)
GO_ON_ABOUT = "It waits where you left it, half-typed answer included."
FINISHED = "**You are through with the course.** Every lesson can be opened again."
REVIEW_ABOUT = "What was missed or only guessed comes back here."


class HomeScreen(BaseScreen):
    """The map of the course."""

    def __init__(self, contents: HomeContents, choose: Callable[[str], None]) -> None:
        """`choose` opens a lesson (by its stem) or another entry; empty: where the learner was."""
        super().__init__()
        self.contents = contents
        self._choose = choose
        self._charted = False
        self._listed = not contents.fresh

    def parts(self) -> ComposeResult:
        self.heading = heading()
        self.menu = Menu()
        self.about = Rows("about", paragraphs)
        self.welcome = Rows("welcome", paragraphs)
        self.charts = Charts("charts")
        yield self.heading
        with Columns(id="home"):
            yield self.menu
            yield self.charts
        yield self.about
        yield self.welcome

    def begin(self) -> None:
        self.show(self.contents)

    def show(self, contents: HomeContents, *, go_on: bool = False) -> None:
        """Show this; what is in the hand stays in it, or is where to `go_on`."""
        first = self.menu.item.id == "" or go_on
        self.contents = contents
        self._listed = self._listed or not contents.fresh
        self.set_class(not self._listed, "-first")
        charts = contents.charts() if self._holds(CHARTED) else ()
        self._charted = bool(charts)
        self.switch({"-charted": self._charted})
        self.charts.show(charts)
        self.heading.show(((contents.title, "title"),), self._standing())
        self.welcome.show(*_welcome(contents, self.look, self.room))
        self.menu.show(self._items(), contents.here if first else "")
        self._tell()

    def resized(self) -> None:
        self.show(self.contents)

    def _holds(self, room: tuple[int, int]) -> bool:
        """The screen is at least so large."""
        return self.room.width >= room[0] and self.room.height >= room[1]

    @property
    def _across(self) -> int:
        """Columns of a line of the menu."""
        return self.room.width * (MENU if self._charted else 100) // 100 - 4

    def _standing(self) -> Row:
        """How it goes, and how far the course is."""
        history, (done, steps) = self.contents.history, self.contents.steps
        wide, row = self.room.width >= WIDE, list[tuple[str, str]]()
        if history.asked and (wide or not done):
            said = f"{history.right} of {history.asked} at the first try"
            row += [("✓ ", "good"), (said, "muted")]
        if done:
            row += [("   " if row else "", "text"), (f"{done} of {steps} steps", "muted")]
        return tuple(row)

    def _tell(self) -> None:
        """Say what there is to say of the item in the hand, and the keys."""
        done = (inline(FINISHED),) if self.contents.finished else ()
        self.about.show(*_note(self.contents), *done, *self.menu.item.about)
        self.renew_footer()

    def _items(self) -> list[Item]:
        """All lines of the menu: descriptions in full where there is room for that, else in a row
        each, else none; and nothing empty where there is hardly any."""
        items: list[Item] = []
        for words in (self._across - 3, 0, None) if self._holds(ROOMY) else (None,):
            items = list(self._lines(words))
            if len(items) <= self.room.height - FRAME:
                break
        tight = self.room.height < TIGHT or len(items) > self.room.height - FRAME
        return [item for item in items if item.left] if tight else items

    def _lines(self, words: int | None) -> Iterator[Item]:
        """`words`: the columns over which descriptions go on; 0: they have a row each; None: they
        are left out."""
        contents, roomy = self.contents, self._holds(ROOMY)
        yield Item("", ())
        yield from self._going_on()
        for number, entry in enumerate(contents.entries, 1):
            yield self._lesson(number, entry)
            if words is not None and entry in contents.playable:
                told: Row = ((contents.first_tries(entry.id) or _about(entry), "muted"),)
                yield from _under(wrap(told, words) if words else [told])
        yield Item("", ())
        agenda, due = contents.agenda, ""
        if agenda is not None:
            count = len(agenda.due)
            due = f"{count} due" if count else "nothing due"
            due += f"   {agenda.tomorrow} tomorrow" if agenda.tomorrow else ""
        waiting = contents.waiting
        yield _entry("review", "Review", due, REVIEW_ABOUT, warm=bool(agenda and agenda.due))
        yield from _under(due_rows(contents.due) if roomy else ())
        if waiting is not None:
            how = "The time of your quiz is up" if waiting.over else "Go on with your quiz"
            answered = f"{how}, {waiting.answered} of {waiting.count}"
            yield _entry("quiz", "Quiz", answered, GO_ON_ABOUT)
        else:
            yield _entry("quiz", "Quiz", "", QUIZ_ABOUT)
        yield _entry("glossary", "Words", "of this course")
        yield _entry("help", "Help")

    @property
    def _begun(self) -> bool:
        """A step of the course was opened before."""
        history = self.contents.history
        return history.place is not None or bool(history.standings)

    def _going_on(self) -> Iterator[Item]:
        """The first line, over two where one is too short for it."""
        found = self.contents.ahead
        if found is None:
            return
        entry, at = found
        says = "Go on" if self._begun else "Begin"
        where = f"{entry.title}, step {at + 1} of {len(entry.steps)}"
        step: Row = ((entry.steps[at][1], "text"),)
        about = (inline(_about(entry), "muted"),)
        line: Row = ((says, "text"), (f"   {where}", "muted"))
        if width_of(line) + 3 + width_of(step) <= self._across:
            yield Item(GO_ON, (*line, ("   ", "text"), *step), (), about)
        else:
            yield Item(GO_ON, line, (), about)
            yield Item("", step)
        yield Item("", ())

    def _lesson(self, number: int, entry: Entry) -> Item:
        """One lesson: its bar stands beside its title, and how far it is at the edge, each where
        there is room."""
        contents, across = self.contents, self._across
        head = (f"{number:>{len(str(len(contents.entries)))}}  ", "muted")
        if entry not in contents.playable:
            about = inline("This lesson has problems; enter lists them.", "muted")
            right: Row = (("✗ cannot be opened", "bad"),)
            return Item(entry.stem, (head, (entry.title, "muted")), right, (about,))
        states, ahead = contents.stands(entry), contents.ahead
        here = ahead[1] if ahead is not None and ahead[0] == entry else None
        begun = here is not None or any(states)
        title: Row = ((entry.title, "text" if begun or contents.fresh else "muted"),)
        about, count = inline(_about(entry), "muted"), counted(states)
        if self.room.width < BARRED:
            return Item(entry.stem, (head, *title), count, (about,))
        titles = min(max(len(one.title) for one in contents.playable), TITLES)
        cells = bar(states, here)
        left = across - len(head[0]) - titles - max(width_of(cells), 13)
        beside = left >= COUNT + 2
        gap = max(1, min(8, left - COUNT)) if beside else 1
        row = (head, *fill(title, titles), (" " * gap, "text"), *cells)
        return Item(entry.stem, row, count if beside else (), (about,))

    def every_key(self) -> Iterator[Key]:
        if not self._listed:
            yield Key("enter", "begin", "begin")
            if self.look.unicode:
                plain = self.look.charset == "ascii"
                yield Key("a", "draw", "smooth after all" if plain else "not smooth")
            yield Key("tab", "list", "all lessons")
        else:
            ahead = "go on" if self._begun else "begin"
            does = ahead if self.menu.item.id == GO_ON else "open"
            yield Key("enter", "choose", does, self.menu.item.id)
            yield from up_and_down("move", "choose")
            yield Key("r", "choose", "review", "entry:review")
            yield Key("z", "choose", "quiz", "entry:quiz")
        yield Key("g", "choose", "words", "entry:glossary")
        yield Key("?", "choose", "help", "entry:help")
        yield Key("q", "choose", "quit", "entry:quit")

    def act_begin(self) -> None:
        self._listed = True
        if self.look.unicode:
            self.host.keep(CHARSET, self.look.charset)
        self.act_choose(self.contents.here)

    def act_list(self) -> None:
        self._listed = True
        self.set_class(False, "-first")

    def act_choose(self, id: str) -> None:
        self._choose(id)

    def act_move(self, steps: int) -> None:
        self.menu.move(steps)
        self._tell()

    def act_page(self, pages: int) -> None:
        self.act_move(pages * self.menu.page)


def _about(entry: Entry) -> str:
    return " ".join(entry.about.split())


def _under(rows: Iterable[Row]) -> Iterator[Item]:
    """Rows that say more of the item above them."""
    return (Item("", (("   ", "text"), *row)) for row in rows)


def _entry(id: str, title: str, beside: str = "", about: str = "", *, warm: bool = False) -> Item:
    """Something besides the lessons."""
    left: Row = ((f"{title:<8}", "text"), (beside, "warm" if warm else "muted"))
    return Item(f"entry:{id}", left, (), (inline(about, "muted"),))


def _note(contents: HomeContents) -> tuple[Row, ...]:
    return (((contents.note, "warm"),),) if contents.note else ()


def _welcome(contents: HomeContents, look: Look, room: Size) -> tuple[Row, ...]:
    """First run: three lines, one key, and a curve to look at."""
    about = inline(" ".join(contents.about.split()) or contents.title, "strong")
    what = inline("Read a few lines of code, say what they will do, then watch them do it.")
    begin = inline(
        "Press **enter** to begin. You can leave at any moment and come back to the same place."
    )
    note = _note(contents)
    curve = _curve(look) if look.unicode else ()
    if room.height < TIGHT:
        return (*note, about, *(() if note else curve))
    gap: Row = (("", "text"),)
    return (about, gap, what, gap, begin, *((gap, *note) if note else ()), gap, *curve)


def _curve(look: Look) -> tuple[Row, ...]:
    """A bit of a bowl, and whether it looks like one."""
    lines, said = SMOOTH, "Is this curve smooth? If not, press **a**."
    if look.charset == "ascii":
        lines, said = PLAIN, "Drawn with plain characters now."
    return (*(((line, "curve1"),) for line in lines), inline(said, "muted"))


def nothing_due(agenda: Agenda, now: datetime) -> str:
    """Why there is nothing to review, and when there will be; Markdown."""
    if agenda.next is None:
        return f"{messages.nothing_due(None)}\n\n{REVIEW_ABOUT}"
    return messages.nothing_due(agenda.days(now))
