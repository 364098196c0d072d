"""What home shows of a course and of its learner, and how that looks in a row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from tutor.course.index import Entry
from tutor.history.records import History
from tutor.ui.text_layout import Row

if TYPE_CHECKING:
    from tutor.history.schedule import Agenda
    from tutor.session.overview import Due
    from tutor.session.quizzes import Waiting
    from tutor.ui.widgets.charts import Chart

GO_ON = "entry:go-on"
"""The first line: where going on leads."""
LONGEST = 16
"""Cells of a bar at most: one for each step, where there are no more steps than that."""
CELLS: Mapping[str, tuple[str, str]] = {
    "done": ("━", "accent"),
    "skipped": ("·", "accent"),
    "": ("─", "faint"),
    "here": ("●", "text"),
}
"""What stands for a step in a bar, and its style. All differ in shape; each change of style costs
some twenty bytes, of which the first paint has few."""


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
    due: tuple[Due, ...] = ()
    """The steps that review asks about first."""

    @property
    def fresh(self) -> bool:
        """Nobody has begun here yet, be it with the course or with a quiz."""
        begun = self.history.place is not None or self.history.standings or self.waiting
        return not (begun or (self.agenda is not None and self.agenda.next is not None))

    @property
    def playable(self) -> tuple[Entry, ...]:
        """The lessons that can be opened, as far as is known."""
        found = (entry for entry in self.entries if entry.stem not in self.problems)
        return tuple(entry for entry in found if not entry.broken)

    def stands(self, entry: Entry) -> tuple[str, ...]:
        """How each step of a lesson stands: done, skipped or empty."""
        states = {one.step: one.state for one in self.history.standings if one.lesson == entry.id}
        return tuple(states.get(id, "") for id, _ in entry.steps)

    @property
    def steps(self) -> tuple[int, int]:
        """How many steps of the whole course are done, of how many."""
        return self._every.count("done"), len(self._every)

    @property
    def finished(self) -> bool:
        """Every step of the course is behind the learner, done or skipped."""
        return bool(self._every) and all(self._every)

    @property
    def _every(self) -> list[str]:
        return [state for entry in self.playable for state in self.stands(entry)]

    @property
    def ahead(self) -> tuple[Entry, int] | None:
        """Where going on leads, as `LessonSession.go_on` has it: a lesson and a step of it,
        0-based; None where nothing is left or nothing can be opened."""
        place = self.history.place
        if self.finished:
            return None
        for entry in self.playable:
            if place is not None and place.phase != "end" and entry.id == place.lesson:
                ids = [id for id, _ in entry.steps]
                return entry, ids.index(place.step) if place.step in ids else 0
        for entry in self.playable:
            if "" in (stands := self.stands(entry)):
                return entry, stands.index("")
        return None

    def first_tries(self, lesson: str) -> str:
        """`8 of 14 at the first try`; empty where nothing was answered."""
        tries = [right for key, right in self.history.first.items() if key[0] == lesson]
        return f"{sum(tries)} of {len(tries)} at the first try" if tries else ""

    @property
    def here(self) -> str:
        """The id of what is in the hand at first."""
        if self.finished:
            return "entry:review" if self.agenda is not None and self.agenda.due else "entry:quiz"
        return GO_ON


def bar(states: Sequence[str], here: int | None, most: int = LONGEST) -> Row:
    """One cell for each step; of more steps than `most`, each cell stands for several of them, and
    is open where one of these is."""
    told = ["here" if at == here else state for at, state in enumerate(states)]
    cells = min(len(told), most)
    if not cells:
        return ()
    edges = [at * len(told) // cells for at in range(cells + 1)]
    parts = [told[first:last] for first, last in pairwise(edges)]
    order = ("here", "", "skipped", "done")
    signs = [next(one for one in order if one in part) for part in parts]
    runs = ((CELLS[state], len(list(same))) for state, same in groupby(signs))
    return tuple((glyph * count, style) for (glyph, style), count in runs)


def counted(states: Sequence[str]) -> Row:
    """How far a lesson is: `✓`, `2 of 7` or `7 steps`. What was skipped is not done."""
    done = states.count("done")
    if done == len(states):
        return (("✓", "accent"),) if states else ()
    many = "1 step" if len(states) == 1 else f"{len(states)} steps"
    return ((f"{done} of {len(states)}" if any(states) else many, "muted"),)


def due_rows(due: Sequence[Due]) -> Iterator[Row]:
    """`✗ Multiply the step by alpha   You left alpha out.`"""
    width = max((len(one.title) for one in due), default=0)
    for one in due:
        sign = {"missed": ("✗ ", "bad"), "hunch": ("? ", "warm")}.get(one.last, ("✓ ", "good"))
        yield (sign, (f"{one.title:<{width}}   ", "text"), (one.say, "muted"))
