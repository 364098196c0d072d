"""A class as its store keeps it: what is held back, where all are to be, who is here, and votes.

Everything is a setting of the class, and each is changed only where it is still as it was read: so
several who run the class, on several machines, never undo what another has done.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

from tutor.classroom.state import (
    DOOR,
    GONE,
    HERE,
    HOST,
    KNOCKS,
    LINE,
    NOW,
    POLL,
    REGISTER,
    TAKEN,
    TOO_LATE,
    VOTE,
    Door,
    Here,
    Knocks,
    Notice,
    Poll,
    Quiz,
    Stage,
    State,
    json_of,
    notice_of,
    poll_of,
    quiz_of,
    stage_of,
    state_of,
    vote_of,
)
from tutor.engine.numbers import Number
from tutor.errors import TutorError
from tutor.history.records import Store, parsed, record, time_of
from tutor.history.schedule import Item
from tutor.session.pace import Vote

NO_VOTE = "A quiz is taken now. Hold a question when it is over."
NO_PAUSE = "A quiz is taken now, and its clock goes on: no pause before it is over."

Kept = TypeVar("Kept")


class Classroom:
    """One class in a store. Everything here raises StoreError where the store cannot be reached."""

    def __init__(self, store: Store, name: str, changed: Callable[[], None] = lambda: None) -> None:
        """`changed`: called, too, when something has that others are to look at."""
        self._store, self._changed = store, changed
        self.name, self.whose = name, f"class:{name}"
        """Its name, and whose settings it is kept in."""

    def made(self) -> str:
        """What is kept of its making: another text for another class of the same name, none where
        it was erased."""
        return self._store.recall(REGISTER, self.name).get(self.name, "")

    def state(self) -> State:
        """How it stands now."""
        return state_of(self._store.recall(self.whose, NOW))

    # -- what is held back ---------------------------------------------------------------------

    def hold(self, item: Item) -> Poll:
        """Ask it of all, and tell nobody what is right before `reveal`; the one that is held where
        one is. Raises TutorError while a quiz is taken."""
        self._no_quiz(NO_VOTE)

        def held(before: Poll | None) -> Poll:
            if before is not None and not before.shown:
                return before
            number = before.number + 1 if before is not None else 1
            at = self._store.now()
            return Poll(number, item.lesson, item.step, item.question, at=at, moved=at)

        poll = self._known(self._change("poll", poll_of, held))
        assert poll is not None
        return poll

    def reveal(self, seen: Poll | None = None) -> Poll | None:
        """Show it to all. From then on no answer is taken; whatever was, is counted. Nothing where
        it is another one than was `seen`."""

        def shown(poll: Poll | None) -> Poll | None:
            if poll is None or poll.shown or not _is(poll, seen):
                return poll
            return replace(poll, shown=True, moved=self._store.now())

        return self._known(self._change("poll", poll_of, shown))

    def vote_again(
        self, values: Mapping[str, Number] | None = None, seen: Poll | None = None
    ) -> Poll | None:
        """Ask the same once more, with these numbers; without any, with those of before. Nothing
        where it is another one than was `seen`. Raises TutorError while a quiz is taken."""
        self._no_quiz(NO_VOTE)

        def again(poll: Poll | None) -> Poll | None:
            if poll is None or not _is(poll, seen):
                return poll
            numbers = poll.values if values is None else values
            anew = replace(poll, round=poll.round + 1, values=numbers, shown=False)
            now = self._store.now()
            return replace(anew, at=now, moved=now)

        return self._known(self._change("poll", poll_of, again))

    def _known(self, poll: Poll | None) -> Poll | None:
        """What a vote is about stays known, whatever is asked next."""
        if poll is not None:
            self._store.claim(self.whose, POLL + poll.name, json_of(poll))
        return poll

    def hand_in(self, learner: str, poll: Poll, vote: Vote) -> str:
        """Take an answer, once, while it is asked for. Returns why it is not taken, or empty."""
        key, asked = f"{VOTE}{poll.name}:{learner}", f"{NOW}poll"
        text = json_of(replace(vote, at=self._store.now()))
        while True:
            kept = self._store.recall_now(self.whose, asked).get(asked, "")
            mine = self._store.recall_now(self.whose, key).get(key, "")
            if mine:
                return "" if vote_of(mine) == vote else TAKEN
            now = poll_of(kept)
            if now is None or now.shown or now.name != poll.name:
                return TOO_LATE
            if self._store.keep_if(self.whose, key, text, {key: "", asked: kept}):
                self._wake()
                return ""

    def polls(self) -> list[Poll]:
        """All votes that there were, the oldest first."""
        kept = map(poll_of, self._store.recall(self.whose, POLL).values())
        return sorted((one for one in kept if one), key=lambda one: (one.number, one.round))

    def before(self, poll: Poll) -> Poll | None:
        """The vote before this one about the same question; None where it is the first."""
        key = f"{POLL}{poll.number}.{poll.round - 1}"
        return poll_of(self._store.recall(self.whose, key).get(key, "")) if poll.round > 1 else None

    def vote(self, learner: str, name: str) -> Vote | None:
        """The learner's answer in the vote of that name; None where there is none."""
        key = f"{VOTE}{name}:{learner}"
        return vote_of(self._store.recall(self.whose, key).get(key, ""))

    def votes(self, name: str) -> dict[str, Vote]:
        """All answers of a vote, by learner."""
        beginning = f"{VOTE}{name}:"
        found = self._store.recall(self.whose, beginning)
        votes = {key.removeprefix(beginning): vote_of(text) for key, text in found.items()}
        return {learner: vote for learner, vote in votes.items() if vote is not None}

    # -- who is here ---------------------------------------------------------------------------

    def stands(self, learner: str, here: Here) -> None:
        """Say how a learner stands."""
        self._store.remember(self.whose, HERE + learner, json_of(here))

    def here(self) -> dict[str, Here]:
        """How each learner stands, or stood when they left."""
        found = self._store.recall(self.whose, HERE)
        read = {key.removeprefix(HERE): record(Here, parsed(text)) for key, text in found.items()}
        return {learner: here for learner, here in read.items() if here is not None}

    def serves(self, host: str, here: Sequence[str] | None) -> None:
        """A machine says that it serves the class, and who is there; None: it does no longer."""
        said = {"at": self._store.now().isoformat(), "here": here}
        text = json.dumps(said) if here is not None else ""
        self._store.remember(self.whose, HOST + host, text)

    def count(self, poll: Poll | None) -> tuple[int, int]:
        """How many of those who are here have answered it, of how many."""
        beginning = f"{VOTE}{poll.name}:" if poll is not None else ""
        answers = self._store.recall(self.whose, beginning) if beginning else {}
        here = present(self._store, self.whose)
        return len({key.removeprefix(beginning) for key in answers} & here), len(here)

    def came(self, learner: str, host: str) -> None:
        """A learner comes in at this machine: whoever has an older line of theirs ends it."""
        self._store.remember(self.whose, LINE + learner, host)
        self._wake()

    def elsewhere(self, learner: str, host: str) -> bool:
        """The learner is at another machine as well."""
        others = hosts(self._store, self.whose)
        return any(learner in there for one, there in others.items() if one != host)

    def superseded(self, learners: Iterable[str], host: str) -> list[str]:
        """Those of these learners who have come in at another machine since."""
        last = self._store.recall(self.whose, LINE)
        return [one for one in learners if last.get(LINE + one, host) != host]

    def knocked(self, address: str) -> None:
        """Somebody has said a wrong code: whoever leads the class is told."""
        count = self.knocks().count + 1
        self._store.remember(self.whose, KNOCKS, json_of(Knocks(count, address, self._store.now())))

    def knocks(self) -> Knocks:
        """How often that was so."""
        kept = self._store.recall(self.whose, KNOCKS).get(KNOCKS, "")
        return record(Knocks, parsed(kept)) or Knocks()

    def opened(self, door: Door) -> None:
        """It can be come into by this door."""
        self._store.remember(self.whose, DOOR, json_of(door))

    def door(self) -> Door:
        """How it is come into, as far as that was said."""
        return record(Door, parsed(self._store.recall(self.whose, DOOR).get(DOOR))) or Door()

    # -- where all are -------------------------------------------------------------------------

    def bring(self, lesson: str, step: str) -> Stage:
        """Bring everybody to a step."""
        return self._with_all(
            lambda now: replace(now, moves=now.moves + 1, lesson=lesson, step=step, back=False)
        )

    def undo(self) -> Stage:
        """Let everybody go back to where they were before they were brought somewhere."""
        return self._with_all(
            lambda now: (
                now
                if now.back or not now.step
                else replace(now, moves=now.moves + 1, lesson="", step="", back=True)
            )
        )

    def close_step(self, step: str, *, closed: bool) -> Stage:
        """Nobody may go to this step (`lesson/step`), or they may again."""
        return self._stage(
            lambda now: replace(
                now,
                closed=(*(one for one in now.closed if one != step), *([step] if closed else [])),
            )
        )

    def take_out(self, learner: str, *, out: bool) -> Stage:
        """A learner is to leave, and may not come back; or they may again. What they did stays."""
        return self._stage(
            lambda now: replace(
                now, out=(*(one for one in now.out if one != learner), *([learner] if out else []))
            )
        )

    def pause(self, minutes: float | None = None) -> Stage:
        """Nobody goes on; until then, where it is said. Raises TutorError while a quiz is taken:
        its clock would go on."""
        self._no_quiz(NO_PAUSE)
        until = None if minutes is None else self._store.now() + timedelta(minutes=minutes)
        return self._with_all(lambda now: replace(now, paused=True, until=until))

    def go_on(self) -> Stage:
        """The pause is over."""
        return self._with_all(lambda now: replace(now, paused=False, until=None))

    def say(self, text: str, to: str = "") -> Notice:
        """A line to all, or to one learner."""
        return self._change(
            "notice", notice_of, lambda before: Notice((before.number + 1), text, to)
        )

    # -- a quiz --------------------------------------------------------------------------------

    def quiz(self, change: Callable[[Quiz | None], Quiz | None]) -> Quiz | None:
        """Begin a quiz, or change the one that is taken."""
        return self._change("quiz", quiz_of, change)

    def forgets(self, learners: Collection[str]) -> None:
        """Nothing of how the class stands names these learners any more."""
        self._stage(
            lambda now: replace(now, out=tuple(one for one in now.out if one not in learners))
        )
        self.quiz(
            lambda now: (
                now
                and replace(
                    now, extra={one: by for one, by in now.extra.items() if one not in learners}
                )
            )
        )

    def remember(self, beginning: str, learner: str, kept: Mapping[str, Any]) -> None:
        """Keep something of a learner in this class."""
        self._store.remember(self.whose, f"{beginning}{learner}", json_of(kept))

    def remembered(self, beginning: str) -> dict[str, Mapping[str, Any]]:
        """What was kept so, by learner."""
        found = self._store.recall(self.whose, beginning)
        read = {key.removeprefix(beginning): parsed(text) for key, text in found.items()}
        return {learner: kept for learner, kept in read.items() if isinstance(kept, dict)}

    def _no_quiz(self, why: str) -> None:
        """Raises TutorError, with that reason, while a quiz is taken."""
        if self.state().taken is not None:
            raise TutorError(why)

    # -- inside --------------------------------------------------------------------------------

    def _wake(self) -> None:
        """Something has changed: here, and for those who look at it on other machines."""
        self._store.wake(self.whose)
        self._changed()

    def _stage(self, change: Callable[[Stage], Stage]) -> Stage:
        return self._change("stage", stage_of, change)

    def _with_all(self, change: Callable[[Stage], Stage]) -> Stage:
        """The same of what is done with all: the time of it is kept."""

        def changed(now: Stage) -> Stage:
            after = change(now)
            return now if after == now else replace(after, at=self._store.now())

        return self._stage(changed)

    def _change(
        self, name: str, read: Callable[[str], Kept], change: Callable[[Kept], Kept]
    ) -> Kept:
        """Change how the class stands in one respect; of several who do, one after the other."""
        key = NOW + name
        while True:
            before = self._store.recall_now(self.whose, key).get(key, "")
            after = change(read(before))
            text = "" if after is None else json_of(after)
            if text == before:
                return after
            if self._store.keep_if(self.whose, key, text, {key: before}):
                self._wake()
                return after


def _is(poll: Poll, seen: Poll | None) -> bool:
    return seen is None or (poll.name, poll.shown) == (seen.name, seen.shown)


def hosts(store: Store, whose: str) -> dict[str, set[str]]:
    """The learners who are at each machine that serves the class and has been heard of."""
    now, found = store.now(), dict[str, set[str]]()
    for name, text in store.recall(whose, HOST).items():
        kept = parsed(text)
        at = time_of(kept.get("at")) if isinstance(kept, dict) else None
        if isinstance(kept, dict) and at is not None and (now - at).total_seconds() < GONE:
            found[name.removeprefix(HOST)] = {*map(str, kept.get("here", ()))}
    return found


def present(store: Store, whose: str) -> set[str]:
    """The learners who are here, at whatever machine."""
    return set[str]().union(*hosts(store, whose).values())
