"""Home: the lessons, how far each one is, and where to go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.geometry import Size

from tutor.course.index import Entry
from tutor.grading import messages
from tutor.history.records import CHARSET, History
from tutor.ui.screens.base_screen import TIGHT, WIDE, BaseScreen
from tutor.ui.terminal.capabilities import Look
from tutor.ui.text_layout import Row, inline
from tutor.ui.widgets.charts import Charts
from tutor.ui.widgets.footer import Key, up_and_down
from tutor.ui.widgets.line_widget import Rows, heading, paragraphs
from tutor.ui.widgets.menu import Item, Menu

if TYPE_CHECKING:
    from tutor.history.schedule import Agenda
    from tutor.session.quizzes import Waiting
    from tutor.ui.widgets.charts import Chart

BAR = 12
"""Cells of the bar that says how far a lesson is."""
SMOOTH = ("⠑⢄                   ⡠⠊", "  ⠑⠢⢄⡀           ⢀⡠⠔⠊", "     ⠈⠑⠒⠢⠤⠤⠤⠤⠤⠔⠒⠊⠁")
PLAIN = (r"\                     /", r" '-.               .-'", r"    '-.._______..-'")
"""A bit of a bowl in braille and in ASCII."""
ROOMY = (100, 32)
"""Columns and rows from which there are charts beside the lessons, and more is said of each."""
BARRED = 60
"""Columns from which there is room for it."""

QUIZ_ABOUT = (
    "Ten questions with fresh numbers, one try at each. What was missed is explained after."
)
GO_ON_ABOUT = "It waits where you left it, half-typed answer included."
FINISHED = "**You are through with the course.** Every lesson can be opened again."
REVIEW_ABOUT = "What was missed or only guessed comes back here, with other numbers."


class HomeContents(NamedTuple):
    """All that home shows."""

    title: str
    about: str
    entries: Sequence[Entry]
    history: History = History()
    problems: Mapping[str, str] = MappingProxyType({})
    """By file stem: what is wrong with the lessons that cannot be played, Markdown."""
    waiting: Waiting | None = None
    """The quiz that was left in the middle."""
    agenda: Agenda | None = None
    """What review would ask; None while it is not known yet."""
    note: str = ""
    """One sentence above the keys: that nothing can be kept, say."""
    charts: Callable[[], Sequence[Chart]] = tuple
    """Makes what is drawn where there is room: where the learner stopped, and how their misses
    fall."""
    due: tuple[str, ...] = ()
    """Titles of the steps that review asks about first."""

    @property
    def fresh(self) -> bool:
        """Nobody has begun here yet, be it with the course or with a quiz."""
        begun = self.history.place is not None or self.history.standings or self.waiting
        return not (begun or (self.agenda is not None and self.agenda.due))

    def done(self, lesson: str) -> int:
        """How many steps of a lesson are behind the learner."""
        return sum(1 for one in self.history.standings if one.lesson == lesson)

    @property
    def steps(self) -> tuple[int, int]:
        """How many steps of the whole course are behind the learner, of how many."""
        pairs = [(min(self.done(one.id), one.steps), one.steps) for one in self.entries]
        return sum(done for done, _ in pairs), sum(steps for _, steps in pairs)

    @property
    def finished(self) -> bool:
        """Every step of the course is behind the learner."""
        done, steps = self.steps
        return 0 < steps == done

    def first_tries(self, lesson: str) -> str:
        """`8 of 14 at the first try`; empty where nothing was answered."""
        tries = [right for key, right in self.history.first.items() if key[0] == lesson]
        return f"{sum(tries)} of {len(tries)} at the first try" if tries else ""

    @property
    def here(self) -> str:
        """Where to go on: the stem of a lesson."""
        place = self.history.place
        stems = [entry.stem for entry in self.entries if place and entry.id == place.lesson]
        if self.finished:
            return "entry:review" if self.agenda is not None and self.agenda.due else "entry:quiz"
        playable = [entry.stem for entry in self.entries if entry.stem not in self.problems]
        return (stems or playable or [""])[0]


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
        with Horizontal(id="home"):
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
        charts = contents.charts() if self._roomy else ()
        self._charted = bool(charts)
        self.switch({"-charted": self._charted})
        self.charts.show(charts)
        self.heading.show(((contents.title, "title"),), self._standing())
        self.welcome.show(*_welcome(contents, self.look, self.room))
        self.menu.show(list(self._items()), contents.here if first else "")
        self._tell()

    def resized(self) -> None:
        self.show(self.contents)

    @property
    def _roomy(self) -> bool:
        """There is room beside the lessons and between them."""
        return self.room.width >= ROOMY[0] and self.room.height >= ROOMY[1]

    @property
    def _label_here(self) -> str:
        return "   here" if self._charted else "   you are here"

    def _standing(self) -> Row:
        """How far the course is, and how it goes."""
        history, (done, steps) = self.contents.history, self.contents.steps
        row: list[tuple[str, str]] = []
        if done and self.room.width >= WIDE:
            row.append((f"{done} of {steps} steps   ", "muted"))
        if history.asked:
            said = f"{history.right} of {history.asked} at the first try"
            row += [("✓ ", "good"), (said, "muted")]
        return tuple(row)

    def _tell(self) -> None:
        """Say what there is to say of the item in the hand, and the keys."""
        done = (inline(FINISHED),) if self.contents.finished else ()
        self.about.show(*_note(self.contents), *done, *self.menu.item.about)
        self.renew_footer()

    def _items(self) -> Iterator[Item]:
        contents = self.contents
        yield Item("", ())
        for number, entry in enumerate(contents.entries, 1):
            head = (f"{number:>2}  ", "muted")
            if entry.stem in contents.problems or entry.broken:
                about = inline("This lesson has problems; enter lists them.", "muted")
                right: Row = (("✗ cannot be opened", "bad"),)
                yield Item(entry.stem, (head, (entry.title, "muted")), right, (about,))
                continue
            here = entry.stem == contents.here and not contents.fresh
            yield Item(
                entry.stem,
                (head, (entry.title, "text"), (self._label_here if here else "", "warm")),
                _progress(contents.done(entry.id), entry.steps, bar=self.room.width >= BARRED),
                (inline(" ".join(entry.about.split()), "muted"),),
            )
            if self._roomy:
                told = contents.first_tries(entry.id) or " ".join(entry.about.split())
                yield Item("", (("    ", "text"), (told, "muted")))
        yield Item("", ())
        waiting, agenda, due = contents.waiting, contents.agenda, ""
        if waiting is not None:
            answered = f"{waiting.answered} of {waiting.count}"
            yield _entry("quiz", "Go on with your quiz", answered, GO_ON_ABOUT)
        else:
            yield _entry("quiz", "Quiz", "", QUIZ_ABOUT)
        if agenda is not None:
            from tutor.session.quizzes import AT_ONCE  # which has told what is due

            due = f"{min(len(agenda.due), AT_ONCE)} due" if agenda.due else "nothing due"
        yield _entry("review", "Review", due, REVIEW_ABOUT)
        for title in contents.due if self._roomy else ():
            yield Item("", (("      ", "text"), (title, "muted")))
        yield _entry("glossary", "The words of this course")
        yield _entry("help", "Help")

    def every_key(self) -> Iterator[Key]:
        if not self._listed:
            yield Key("enter", "begin", "begin")
            if self.look.unicode:
                plain = self.look.charset == "ascii"
                yield Key("a", "draw", "smooth after all" if plain else "not smooth")
            yield Key("tab", "list", "all lessons")
        else:
            begun = self.contents.history.place is not None
            here = begun and self.menu.item.id == self.contents.here
            yield Key("enter", "choose", "go on" if here else "open", self.menu.item.id)
            yield from up_and_down("move", "choose")
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


def _entry(id: str, title: str, right: str = "", about: str = "") -> Item:
    """Something besides the lessons."""
    left = (("    ", "text"), (title, "text"))
    return Item(f"entry:{id}", left, ((right, "muted"),), (inline(about, "muted"),))


def _note(contents: HomeContents) -> tuple[Row, ...]:
    return (((contents.note, "warm"),),) if contents.note else ()


def _progress(done: int, steps: int, *, bar: bool) -> Row:
    if not steps:
        return ()
    done = min(done, steps)
    if not bar:
        return ((f"{done} of {steps}", "muted"),)
    full = round(BAR * done / steps) if done < steps else BAR
    full = max(full, 1) if done else 0
    style = "good" if done == steps else "accent"
    return (
        ("━" * full, style),
        ("─" * (BAR - full), "faint"),
        (f" {done:>3} of {steps:<3}", "muted"),
    )


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
    return messages.nothing_due(agenda.next - now)
