"""Bots that learn as people do: right, by the named mistakes, by chance, late, or away; so that
whoever leads a class can try it alone.

A bot walks the course in the same session as a learner, in the same store, and only no terminal
shows it. So nothing that is seen of it on the board or the projector is made up.
"""

from __future__ import annotations

import random
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from tutor.classroom.classroom import Classroom, hosts
from tutor.classroom.members import Member, Members
from tutor.classroom.pace import ClassPace
from tutor.classroom.quiz import TAKES, Collector, progress
from tutor.classroom.state import ANEW, BOTS, Here
from tutor.engine.numbers import number
from tutor.errors import TutorError
from tutor.history.schedule import Item
from tutor.session.held_question import asked
from tutor.session.lesson import LessonSession
from tutor.session.pace import Held
from tutor.session.quizzes import Quizzes
from tutor.session.view import Event, Moved, Phase, Recorder

if TYPE_CHECKING:
    from tutor.course.loader import Course
    from tutor.history.records import Place
    from tutor.session.pace import ClassQuiz
    from tutor.session.quiz import QuizSession
    from tutor.session.task import Task
    from tutor.store.sql import SqlStore

NAMES = (
    "Ada", "Amir", "Anouk", "Ben", "Bo", "Chiara", "Dana", "Emil", "Fatima", "Finn", "Greta",
    "Hugo", "Ines", "Jamal", "Jonas", "Kaya", "Lena", "Luca", "Mara", "Mei", "Nils", "Noor",
    "Omar", "Pia", "Quinn", "Rosa", "Sami", "Tess", "Uma", "Vera",
)  # fmt: skip
RIGHT, MISTAKEN = 0.45, 0.85
"""Shares of the answers that are right and, up to there, named mistakes."""
BETTER = 0.7
"""How likely somebody is right in a vote after they have talked."""
THINKS = (4.0, 40.0)
"""Seconds that an answer takes."""
IDLE = 0.08
"""The share of those who do nothing for long, and are stuck."""
LEAVES, STAYS_AWAY = 0.02, 25.0
"""How likely somebody leaves in place of an answer, and for how many seconds."""
HAND = 0.02
"""How likely somebody puts up a hand in place of an answer."""
LOOK = 0.2
"""Seconds between two looks at the class."""


class Bot:
    """One learner who is none."""

    def __init__(
        self,
        member: Member,
        classroom: Classroom,
        store: SqlStore,
        course: Course,
        chance: random.Random,
        faster: float,
    ) -> None:
        self.learner = member.learner
        self._classroom, self._store, self._course = classroom, store, course
        self._chance, self._faster = chance, faster
        self.away = False
        self.pace = ClassPace(classroom, store, member.learner)
        self.pace.moved = self._moved
        self.pace.raised = self._raised
        self._here = Here("", "")
        self._due = 0.0
        """When it does something next."""
        self._quizzes = Quizzes(store, course, member.learner)
        self._quiz: QuizSession | None = None
        self._asked: tuple[str, Item | None] = ("", None)
        """What it thinks about: the vote, and the question."""

    @cached_property
    def _session(self) -> LessonSession:
        recorder = Recorder(self._store, self._course.id, self.learner)

        def heard(event: Event) -> None:
            recorder(event)
            if isinstance(event, Moved):
                self._stands(event.place)

        history = self._store.history(self.learner, self._course.id)
        session = LessonSession(self._course, history=history, notify=heard, pace=self.pace)
        self._stands(session.place())
        return session

    def act(self, now: float) -> None:
        """Do what it is time for."""
        if self.away and now >= self._due:
            self.away = False
            self._wait(now)
        elif not self.away:
            self._think(now)

    def _take(self, wanted: ClassQuiz, now: float) -> None:
        """Answer the next question of the class's quiz."""
        if self._quiz is None or self._quiz.terms["class"] != wanted.name:
            self._quiz = self._quizzes.together(wanted)
            self._wait(now)
        quiz = self._quiz
        quiz.minutes = wanted.minutes
        if quiz.finished or now < self._due:
            return
        self._wait(now)
        task = quiz.item.task(self._course)
        said = answer(task, self._chance, RIGHT) if task is not None else ""
        if said:
            quiz.type(said)
            quiz.enter()
        else:
            quiz.skip()
            if quiz.open and self._chance.random() < 0.5:
                quiz.finish()
        self._quizzes.keep(quiz)
        far = progress(self._classroom.name, wanted.name, quiz.state())
        if far is not None:
            self._classroom.remember(f"{TAKES}{far.number}:", self.learner, far._asdict())

    def _think(self, now: float) -> None:
        if (quiz := self.pace.quiz) is not None and not quiz.over:
            with suppress(TutorError):  # there is nothing to ask
                self._take(quiz, now)
            return
        place = self._session.place()
        held = self.pace.held
        item = Item(place.lesson, place.step, place.question)
        about = (held.vote if held is not None and held.item == item else "", item)
        if about != self._asked:
            self._asked = about
            self._wait(now)
        if now < self._due or self.pace.paused:
            return
        self._wait(now)
        if self._session.view().phase is not Phase.ASK:
            self._session.next()
        elif self._chance.random() < LEAVES:
            self.away, self._due = True, now + STAYS_AWAY / self._faster
        elif self._chance.random() < HAND:
            self.pace.raise_hand(not self.pace.hand)
        else:
            self._answer(held if about[0] else None, item)

    def _wait(self, now: float) -> None:
        """The time of its next deed: some do nothing for long."""
        low, high = THINKS
        wait = low + (high - low) * self._chance.betavariate(1.5, 4)
        self._due = now + wait * (6 if self._chance.random() < IDLE else 1) / self._faster

    def _answer(self, held: Held | None, item: Item) -> None:
        """Answer, as well as somebody does who listens."""
        try:
            task = asked(self._course, held or Held("", item))
        except TutorError:
            self._session.skip()
            return
        again = held is not None and held.again
        said = answer(task, self._chance, BETTER if again else RIGHT)
        if not said:  # what is written from memory, or found by turning a constant
            self._session.skip()
            return
        self._session.type(said)
        self._session.commit()

    def _moved(self) -> None:
        self.pace.follow(self._session)

    def _raised(self, up: bool) -> None:
        at = self._store.now() if up else None
        self._here = Here(**{**vars(self._here), "hand": at})
        self._classroom.stands(self.learner, self._here)

    def _stands(self, place: Place) -> None:
        now = self._store.now()
        hand = self._here.hand
        self._here = Here(
            place.lesson, place.step, place.question, place.phase, place.tries, now, hand
        )
        self._classroom.stands(self.learner, self._here)


def answer(task: Task, chance: random.Random, right: float) -> str:
    """What somebody says: the truth with that likelihood, else a named mistake or another number;
    for an option its number. Empty where it is no question of that kind."""
    options = task.kind.choices(task.ask)
    truth = task.kind.truth(task.ask)
    if options:
        numbers = [str(at) for at, _ in enumerate(options, 1)]
        answers = zip(numbers, task.kind.answers(task.ask), strict=True)
        found = " ".join(at for at, one in answers if one.right) or numbers[0]
        wrong = [one for one in numbers if one != found] or [found]
        return found if chance.random() < right else chance.choice(wrong)
    if not truth or task.target is None or not task.target.exact:
        return ""
    others = [value for value in task.ask.mistaken.values() if abs(float(value)) < 1e9]
    luck = chance.random()
    if luck < right:
        return truth
    if luck < right + (1 - right) * (MISTAKEN - RIGHT) / (1 - RIGHT) and others:
        weights = range(len(others), 0, -1)  # the first ones are the likeliest
        return number(round(float(chance.choices(others, weights)[0]), 9))
    return f"{float(task.ask.truth) + chance.choice((-1, 1)) * chance.uniform(0.05, 0.4):.2g}"


class Rehearsal:
    """A class of bots, until it is told to end."""

    def __init__(
        self,
        store: SqlStore,
        name: str,
        course: Course,
        count: int,
        *,
        faster: float = 1.0,
        seed: int | None = None,
    ) -> None:
        """`faster`: so many times as fast as people. Raises StoreError."""
        chance = random.Random(seed)
        self._store, self._classroom = store, Classroom(store, name)
        members = Members(store, name)
        self._collector = Collector(self._classroom, store, course)
        self._host = f"{BOTS}{secrets.token_hex(4)}"
        self._bots = [
            Bot(
                _member(members, store, at),
                self._classroom,
                store,
                course,
                random.Random(chance.random()),
                faster,
            )
            for at in range(count)
        ]
        self._here: list[str] = []
        self._said_at = -ANEW

    @property
    def served(self) -> bool:
        """A machine serves the class."""
        return any(not one.startswith(BOTS) for one in hosts(self._store, self._classroom.whose))

    def run(self, over: Callable[[], bool] = lambda: False) -> None:
        """Until it is `over`, the class is closed, or an interruption. Raises StoreError."""
        try:
            while not over() and not self.step(time.monotonic()):
                time.sleep(LOOK)
        finally:
            self._classroom.serves(self._host, None)

    def step(self, now: float) -> bool:
        """Look at the class, and have each bot do what it is time for; whether it is closed."""
        state = self._classroom.state()
        committed, here = self._classroom.count(state.poll)
        for bot in self._bots:
            if bot.learner in state.stage.out:
                bot.away = True
                continue
            bot.pace.told(state, committed, here)
            bot.act(now)
        self._collector.collect(state.quiz, self._store.now())  # as whoever serves it does
        there = [bot.learner for bot in self._bots if not bot.away]
        if there != self._here or now - self._said_at >= ANEW:
            self._here, self._said_at = there, now
            self._classroom.serves(self._host, there)
        return state.closed


def _member(members: Members, store: SqlStore, at: int) -> Member:
    """A bot of a name that is nobody's."""
    while (found := members.bot(called(at), store.now())) is None:
        at += len(NAMES) * 10
    return found


def called(at: int) -> str:
    """A bot's name."""
    name, round_ = NAMES[at % len(NAMES)], at // len(NAMES)
    return f"{name} {round_ + 1} (bot)" if round_ else f"{name} (bot)"
