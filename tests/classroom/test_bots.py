"""A rehearsal: bots that are learners in all but their terminal."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
from collections import Counter
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from tests.session.walks import bundled_course
from tutor.classroom import classes
from tutor.classroom.bots import Rehearsal, answer, called
from tutor.classroom.classroom import Classroom, present
from tutor.classroom.members import Members
from tutor.classroom.state import BOTS, HOST, Quiz
from tutor.errors import TutorError
from tutor.history.schedule import Item
from tutor.session.held_question import asked
from tutor.session.pace import Held
from tutor.session.tally import tally
from tutor.store import connect
from tutor.store.sql import SqlStore

COURSE = bundled_course()
ITEM = Item("add-alpha", "smaller-steps", 0)


class Played:
    """A rehearsal whose time goes by as fast as it can."""

    def __init__(self, store: SqlStore, count: int = 12) -> None:
        self.store, self.room = store, Classroom(store, "intro")
        self.rehearsal = Rehearsal(store, "intro", COURSE, count, seed=7)
        self.now = 0.0

    def play(self, seconds: float) -> bool:
        """So many seconds of it; whether the class was closed."""
        end = self.now + seconds
        while self.now < end:
            self.now += 1.0
            if self.rehearsal.step(self.now):
                return True
        return False


def test_they_learn_as_learners_do(store: SqlStore) -> None:
    played = Played(store)
    played.play(300)
    places = {(one.lesson, one.step) for one in played.room.here().values()}
    assert len(places) > 2, "each at a pace of their own"
    attempts = [
        attempt
        for learner in Members(store, "intro").everybody()
        for attempt in store.attempts(learner)
    ]
    verdicts = Counter(attempt.verdict for attempt in attempts)
    assert verdicts["right"] and len(verdicts) > 2
    assert any(attempt.mistake for attempt in attempts)


def test_they_answer_what_is_held_and_more_of_them_right_after_a_talk(store: SqlStore) -> None:
    played = Played(store, 40)
    played.room.bring(ITEM.lesson, ITEM.step)
    poll = played.room.hold(ITEM)
    played.play(240)
    first = tally(COURSE, poll.held, played.room.votes(poll.name))
    answered = sum(len(group.learners) for group in first.groups)
    assert answered > 30 and any(group.mistake for group in first.groups)
    again = played.room.vote_again()
    assert again is not None
    played.play(240)
    second = tally(COURSE, again.held, played.room.votes(again.name))
    assert len(second.groups[0].learners) > len(first.groups[0].learners)
    played.room.reveal()
    played.play(60)
    kept = [one for who in Members(store, "intro").everybody() for one in store.attempts(who)]
    assert len([one for one in kept if one.step == ITEM.step]) >= len(second.values)


def test_some_leave_and_come_back_and_all_do_when_it_ends(store: SqlStore) -> None:
    played = Played(store, 30)
    seen = set()
    for _ in range(60):
        played.play(10)
        seen.add(len(present(store, played.room.whose)))
    assert max(seen) == 30 and min(seen) < 30
    played.rehearsal.run(over=lambda: True)
    assert present(store, played.room.whose) == set()


def test_in_a_pause_nobody_does_anything_and_a_closed_class_is_over(store: SqlStore) -> None:
    played = Played(store)
    played.play(60)
    played.room.pause()
    played.play(5)
    before = played.room.here()
    played.play(200)
    assert played.room.here() == before
    classes.close(store, "intro")
    assert played.play(5)


def test_the_same_bots_come_again(store: SqlStore) -> None:
    Played(store, 3)
    Played(store, 5)
    members = Members(store, "intro").everybody().values()
    assert {member.name for member in members if member.bot} == {*map(called, range(5))}
    assert len({called(at) for at in range(300)}) == 300
    assert Members(store, "intro").back(called(0), "") is None, "nobody comes in as a bot"


def test_forgetting_the_bots_leaves_the_others(store: SqlStore, tmp_path: Path) -> None:
    joined = Members(store, "intro").join("Ada", store.now())
    assert joined is not None
    ada = joined[0].learner
    played = Played(store)
    poll = played.room.hold(Item("compare", "predict", 0))
    played.play(120)
    played.room.stands(ada, played.room.here()[next(iter(played.room.here()))])
    bots = [one for one, member in Members(store, "intro").everybody().items() if member.bot]
    rows = list(classes.rows(store, COURSE, "intro", pseudonyms=True))
    assert {str(row["learner"]).split()[0] for row in rows} == {"bot"}
    with pytest.raises(TutorError, match="a rehearsal is on"):
        classes.forget_bots(store, "intro")
    played.room.take_out(bots[0], out=True)
    played.room.quiz(lambda _: Quiz(1, extra={bots[1]: 0.5, ada: 0.25}))
    played.rehearsal.run(over=lambda: True)
    gone = {"at": (store.now() - timedelta(minutes=1)).isoformat(), "here": bots}
    store.remember(played.room.whose, f"{HOST}{BOTS}killed", json.dumps(gone))
    assert not classes.forget_bots(store, "intro").left
    assert list(Members(store, "intro").everybody()) == [ada]
    quiz = played.room.state().quiz
    assert quiz is not None and list(quiz.extra) == [ada]
    assert list(played.room.here()) == [ada] and not played.room.votes(poll.name)
    store.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("class.sqlite*"))
    assert not [one for one in bots if one.encode() in kept]
    assert b"(bot)" not in kept


@pytest.mark.parametrize("item", [ITEM, Item("beyond-the-bowl", "two-tapes", 1)], ids=str)
def test_what_they_say_is_what_such_a_question_takes(item: Item) -> None:
    task = asked(COURSE, Held("", item))
    said = Counter(answer(task, random.Random(seed), 0.4) for seed in range(300))
    truth = answer(task, random.Random(0), 1.0)
    assert 80 < said[truth] < 180 and len(said) > 1


def test_what_is_written_from_memory_they_leave_to_people() -> None:
    task = asked(COURSE, Held("", Item("from-memory", "from-scratch", 0)))
    assert answer(task, random.Random(0), 1.0) == ""


def test_a_rehearsal_ends_with_ctrl_c(tmp_path: Path) -> None:
    store = str(tmp_path / "class.sqlite")
    command = [sys.executable, "-m", "tutor", "class", "rehearse", "--store", store]
    with subprocess.Popen(
        [*command, "--learners", "2", "--faster", "50"], stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline().startswith("2 bots are in the class workshop")
        assert "No server serves it" in running.stdout.readline()
        with closing(connect(store)) as kept:
            while len(present(kept, "class:workshop")) < 2:
                pass
            running.send_signal(signal.SIGINT)
            assert "The bots have left" in running.communicate(timeout=20)[0]
            assert present(kept, "class:workshop") == set()
    assert running.returncode == 0


def test_a_person_who_is_called_like_a_bot_is_none(store: SqlStore) -> None:
    joined = Members(store, "intro").join(called(0), store.now())
    assert joined is not None
    Played(store, 2).play(120)
    assert not store.attempts(joined[0].learner)
    bots = [one for one in Members(store, "intro").everybody().values() if one.bot]
    assert len(bots) == 2 and joined[0] not in bots


def test_a_bot_that_is_taken_out_does_nothing(store: SqlStore) -> None:
    played = Played(store, 3)
    played.play(5)
    out = next(iter(Members(store, "intro").everybody()))
    played.room.take_out(out, out=True)
    poll = played.room.hold(Item("compare", "predict", 0))
    played.room.bring("compare", "predict")
    played.play(300)
    assert out not in present(store, played.room.whose)
    votes = played.room.votes(poll.name)
    assert votes and out not in votes
