"""The class as one learner meets it: what `tutor.session.pace` asks for, from the class's store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.errors import StoreError
from tutor.workshop.classroom import Classroom, State

if TYPE_CHECKING:
    from tutor.history.records import Attempt
    from tutor.session.pace import Held, Vote

CLOSED = "The class goes on there together: it is not open yet."
PAUSED = "The class has a pause."
UNTAKEN = "Your answer could not be taken just now. Press enter once more."


class ClassPace:
    """One learner's class, as it was told last."""

    def __init__(self, classroom: Classroom, learner: str) -> None:
        self._classroom = classroom
        self.learner = learner
        self.state = State()
        self.committed = self.here = 0
        """How many have answered what is held, of how many."""

    @property
    def held(self) -> Held | None:
        """As `Pace.held`."""
        return self.state.poll.held if self.state.poll is not None else None

    @property
    def waiting(self) -> str:
        """As `Pace.waiting`."""
        return f"{self.committed} of {max(self.here, self.committed)} have committed."

    def hand_in(self, held: Held, vote: Vote, attempt: Attempt) -> str:
        """As `Pace.hand_in`."""
        poll = self.state.poll
        if poll is None or poll.name != held.vote:
            return UNTAKEN
        try:
            return self._classroom.hand_in(self.learner, poll, vote, attempt.seconds)
        except StoreError:
            return UNTAKEN

    def mine(self, held: Held) -> Vote | None:
        """As `Pace.mine`."""
        poll = self.state.poll
        try:
            return self._classroom.vote(self.learner, poll) if poll is not None else None
        except StoreError:
            return None

    def closed(self, lesson: str, step: str) -> str:
        """As `Pace.closed`."""
        stage = self.state.stage
        if stage.paused:
            return PAUSED
        return CLOSED if f"{lesson}/{step}" in stage.closed else ""
