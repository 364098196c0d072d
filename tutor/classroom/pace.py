"""The class as one learner meets it: what `tutor.session.pace` asks for, from the class's store."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from tutor.classroom.classroom import Classroom
from tutor.classroom.quiz import taken
from tutor.classroom.state import State
from tutor.errors import StoreError, TutorError
from tutor.store.sql import place_of, place_text

if TYPE_CHECKING:
    from tutor.history.records import Store
    from tutor.session.pace import ClassQuiz, Held, Vote, Walk

CLOSED = "The class goes on there together: it is not open yet."
UNTAKEN = "Your answer could not be taken just now. Press enter once more."


MOVES, BEFORE, NOTICED = "class:moves", "class:before", "class:noticed"
TOLD = "class:told"
"""Settings of a learner: how many times they were brought somewhere, where they were before, the
last line that they have read, and the last quiz of which they know what came of it."""


class ClassPace:
    """One learner's class, as it was told last."""

    def __init__(self, classroom: Classroom, store: Store, learner: str) -> None:
        self._classroom, self._store = classroom, store
        self.learner = learner
        self.state = State()
        self.committed = self.here = 0
        """How many have answered what is held, of how many."""
        self.moved: Callable[[], object] = _nothing
        self.known = False
        self.hand = False
        self._moves: str | None = None
        """The last move that was followed; None while that is not known."""
        self._before = self._noticed = self._told = ""
        """Where the learner was before it, after its number; the last line that was read, and the
        last quiz of which was told what came of it."""
        self.raised: Callable[[bool], None] = lambda up: None
        """Told that the learner's hand is up, or down again."""

    def told(self, state: State, committed: int, here: int) -> None:
        """The class stands so now."""
        before = self.state, self.committed, self.here
        self.state, self.committed, self.here = state, committed, here
        self.known = True
        if before != (state, committed, here):
            self.moved()

    def follow(self, walk: Walk) -> bool:
        """Do in the learner's walk what the class has done; whether they were brought somewhere,
        if only from what they have opened beside the step. Whoever comes late goes where the class
        is."""
        stage, brought, moved = self.state.stage, False, False
        self._learn()
        if stage.moves and self._moves not in (None, str(stage.moves)):
            number, _, text = self._before.partition(":")
            before = walk.place()
            if not stage.back:
                with suppress(TutorError):  # the lessons here are others
                    moved = bool(walk.bring(stage.lesson, stage.step))
                    brought = True
            elif number == str(stage.moves - 1) and (place := place_of(text)) is not None:
                moved = bool(walk.put_back(place))
            self._moves = str(stage.moves)
            self._before = f"{stage.moves}:{place_text(before)}" if moved else ""
            self._store.remember(self.learner, BEFORE, self._before)
            self._store.remember(self.learner, MOVES, self._moves)
        walk.paced()
        return brought or moved

    def _learn(self) -> None:
        """What is kept of the learner's way through the class, once it can be read."""
        if self._moves is None:
            kept = self._store.recall(self.learner, "class:")
            if not self._store.problem:
                self._moves, self._before = kept.get(MOVES, ""), kept.get(BEFORE, "")
                self._noticed, self._told = kept.get(NOTICED, ""), kept.get(TOLD, "")

    def notice(self) -> str:
        """A line to this learner, once."""
        notice = self.state.notice
        self._learn()
        if notice.to not in ("", self.learner) or not notice.number or self._moves is None:
            return ""
        if self._noticed == str(notice.number):
            return ""
        self._noticed = str(notice.number)
        self._store.remember(self.learner, NOTICED, self._noticed)
        return notice.text

    @property
    def held(self) -> Held | None:
        """As `Pace.held`."""
        return self.state.poll.held if self.state.poll is not None else None

    @property
    def quiz(self) -> ClassQuiz | None:
        """As `Class.quiz`."""
        quiz = self.state.quiz
        if quiz is None or quiz.begun is None:
            return None
        return taken(self._classroom.name, quiz, self.learner)

    def tells(self, quiz: ClassQuiz) -> bool:
        """As `Class.tells`."""
        self._learn()
        if self._moves is None or self._told == quiz.name:
            return False
        self._told = quiz.name
        self._store.remember(self.learner, TOLD, quiz.name)
        return True

    @property
    def paused(self) -> str:
        """As `Class.paused`."""
        stage = self.state.stage
        if not stage.paused or self.state.taken is not None:  # a quiz has a clock
            return ""
        until = "" if stage.until is None else f" until {stage.until.astimezone():%H:%M}"
        return f"The class has a pause{until}."

    def raise_hand(self, up: bool) -> None:
        """As `Class.raise_hand`."""
        self.hand = up
        self.raised(up)

    @property
    def waiting(self) -> str:
        """As `Pace.waiting`."""
        return f"{self.committed} of {max(self.here, self.committed)} have committed."

    def hand_in(self, held: Held, vote: Vote) -> str:
        """As `Pace.hand_in`."""
        poll = self.state.poll
        if self.paused:
            return self.paused
        if poll is None or poll.name != held.vote:
            return UNTAKEN
        before = self.committed
        try:
            refused = self._classroom.hand_in(self.learner, poll, vote)
        except StoreError:
            return UNTAKEN
        if not refused and self.committed == before:  # else it may have been counted meanwhile
            self.committed += 1  # until all are counted anew
        return refused

    def mine(self, held: Held) -> Vote | None:
        """As `Pace.mine`. Once it is shown, the answer of the vote before where that had the same
        numbers: whoever did not vote again has not changed it."""
        poll = self.state.poll
        try:
            found = self._classroom.vote(self.learner, held.vote)
            if found is not None or held.open or poll is None or poll.name != held.vote:
                return found
            before = self._classroom.before(poll)
            if before is None or not before.same_numbers(poll):
                return None
            return self._classroom.vote(self.learner, before.name)
        except StoreError:
            return None

    def closed(self, lesson: str, step: str) -> str:
        """As `Pace.closed`."""
        stage = self.state.stage
        if self.paused:
            return self.paused
        return CLOSED if f"{lesson}/{step}" in stage.closed else ""


def _nothing() -> None:
    """Nobody wants to know."""
