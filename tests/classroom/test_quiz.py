"""A quiz of a class: when whose time is up, who hands it in, and what came of it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.session.walks import bundled_course
from tests.ui.player import LOOK, Player, played
from tutor.classroom import classes, quiz
from tutor.classroom.board import BoardScreen, minutes_of, quiz_wanted
from tutor.classroom.bots import Rehearsal
from tutor.classroom.class_app import ClassApp
from tutor.classroom.classroom import Classroom
from tutor.classroom.members import Members
from tutor.classroom.projection import projection
from tutor.classroom.projection_rows import projection_rows
from tutor.classroom.quiz import GRACE, RESULT, TAKES, Collector, Idea, progress, taken
from tutor.classroom.report import pages
from tutor.classroom.results import result_rows
from tutor.classroom.roster import Sign, look
from tutor.classroom.state import Quiz
from tutor.session.quizzes import Quizzes
from tutor.store.sql import SqlStore
from tutor.store.sqlite import Memory
from tutor.ui.text_layout import plain, width_of

COURSE = bundled_course()


class Class:
    """Some learners, and whoever leads them."""

    def __init__(self, store: SqlStore, count: int = 3) -> None:
        self.store, self.room = store, Classroom(store, "intro")
        self.members = Members(store, "intro")
        self.collector = Collector(self.room, store, COURSE)
        self.ids = []
        for number in range(count):
            self.ids.append(self.members.known(f"Learner {number:02}", store.now()).learner)

    def begin(self, minutes: float = 10, count: int = 3, *, own: bool = False) -> Quiz:
        return quiz.begin(
            self.room, self.store, minutes, count, lessons=("add-alpha",), own=own, seed=5
        )

    @property
    def quiz(self) -> Quiz:
        found = self.room.state().quiz
        assert found is not None
        return found

    def answer(self, learner: str, *said: str) -> None:
        """Answer so many questions; none of them a second time."""
        quizzes = Quizzes(self.store, COURSE, learner)
        session = quizzes.together(taken("intro", self.quiz, learner))
        for text in said:
            task = session.item.task(COURSE)
            assert task is not None
            session.type(text or task.kind.truth(task.ask))
            session.enter()
            if session.view().note:
                session.enter()
        quizzes.keep(session)

    def collect(self, now: datetime) -> None:
        while self.collector.collect(self.room.state().quiz, now):
            pass
        self.collector.collect(self.room.state().quiz, now)  # there is nobody any more

    def after(self, minutes: float) -> datetime:
        assert self.quiz.begun is not None
        return self.quiz.begun + timedelta(minutes=minutes, seconds=GRACE)


def test_one_quiz_at_a_time_and_the_same_questions_for_all(store: SqlStore) -> None:
    found = Class(store)
    first = found.begin()
    assert found.begin(5, 9) == first == found.quiz
    ada, bo, _ = (taken("intro", first, learner) for learner in found.ids)
    assert ada == bo and ada.name == "class:intro:1"
    drawn = [taken("intro", Quiz(1, seed=5, own=True, begun=first.begun), x) for x in found.ids]
    assert len({one.seed for one in drawn}) == 3


def test_it_is_handed_in_for_each_once_when_their_time_is_up(store: SqlStore) -> None:
    found = Class(store)
    ada, bo, cy = found.ids
    found.begin()
    quiz.extra(found.room, cy, 0.5)
    found.answer(ada, "", "77")
    found.collect(found.after(9))
    assert not found.room.remembered(f"{RESULT}1:")
    assert found.collector.due(found.quiz, found.after(9)) == pytest.approx(60)
    found.collect(found.after(10.01))
    results = found.room.remembered(f"{RESULT}1:")
    assert set(results) == {ada, bo} and not found.quiz.over
    assert (results[ada]["right"], results[ada]["answered"]) == (1, 2)
    assert (results[bo]["answered"], results[bo]["questions"]) == (0, 3)
    found.answer(cy, "", "", "")
    found.collect(found.after(15.01))
    assert found.quiz.over
    assert found.collector.due(found.quiz, found.after(20)) is None
    assert [one.right for one in quiz.scores(found.room, found.members, found.quiz)] == [3, 1, 0]
    for learner, answered in ((ada, 2), (bo, 0), (cy, 3)):
        assert [one.mode for one in store.attempts(learner)] == ["quiz"] * answered
    again = Quizzes(store, COURSE, ada).together(taken("intro", found.quiz, ada))
    assert again.finished and again.summary().right == 1, "it is taken once"
    assert len(store.attempts(ada)) == 2
    assert found.begin().number == 2, "the next one"


def test_whoever_leads_the_class_can_end_it(store: SqlStore) -> None:
    found = Class(store)
    found.begin(60)
    quiz.extra(found.room, found.ids[0], 1.0)
    quiz.end(found.room, store)
    ended = found.quiz.ended
    assert ended is not None
    begun = found.quiz.begun
    assert begun is not None
    ends = {found.quiz.until(one) for one in ("", *found.ids)}
    assert ends == {max(ended, begun + timedelta(seconds=1))}
    found.collect(ended + timedelta(seconds=GRACE + 1))
    assert found.quiz.over and len(found.room.remembered(f"{RESULT}1:")) == 3


def test_a_large_class_is_handed_in_for_in_parts(store: SqlStore) -> None:
    found = Class(store, 23)
    found.begin(1, 2)
    parts, more = 1, found.collector.collect(found.quiz, found.after(2))
    while more:
        parts, more = parts + 1, found.collector.collect(found.quiz, found.after(2))
    assert parts == 3
    found.collect(found.after(2))
    assert found.quiz.over


def test_lessons_that_are_gone_keep_nobody_waiting(store: SqlStore) -> None:
    found = Class(store)
    found.room.quiz(lambda _: Quiz(1, ("gone",), begun=store.now() - timedelta(hours=1)))
    found.collect(store.now())
    assert found.quiz.over


def test_what_is_known_of_it_before_its_end_is_how_far_each_is(store: SqlStore) -> None:
    found = Class(store)
    ada = found.ids[0]
    found.begin()
    found.answer(ada, "", "77")
    state = store.recall(ada, "quiz:class:intro:1")["quiz:class:intro:1"]
    far = progress("intro", "class:intro:1", state)
    assert far is not None and far[1:] == (2, 3, False)
    assert progress("other", "class:intro:1", state) is None
    assert progress("intro", "compare", state) is None
    found.room.remember(f"{TAKES}1:", ada, far._asdict())
    board = look(found.room, found.members, store, COURSE, "compare")
    assert board.state.taken is not None
    person = next(one for one in board.people if one.learner == ada)
    assert person.place == "2/3" and person.sign is Sign.AWAY
    assert all(one.right is None for one in board.scores)


def test_ideas_the_least_known_first(store: SqlStore) -> None:
    found = Class(store, 2)
    found.begin()
    for number, learner in enumerate(found.ids):
        ideas = [["a/b#1", True, ""], ["a/c#1", number == 0, "x-y" if number else ""]]
        found.room.remember(f"{RESULT}1:", learner, {"right": 1, "ideas": ideas})
    found.room.remember(f"{RESULT}1:", "odd", {"ideas": [1, [2], "x"]})
    assert quiz.ideas(found.room, found.quiz) == [
        Idea("a/c#1", 2, 1, "x-y"), Idea("a/b#1", 2, 2, ""),
    ]  # fmt: skip
    rows = result_rows(80, quiz.scores(found.room, found.members, found.quiz),
                       quiz.ideas(found.room, found.quiz), COURSE)  # fmt: skip
    text = "\n".join(map(plain, rows))
    assert "1 of 2 right" in text and "most: x y" in text and "Learner 00" in text
    assert all(width_of(row) <= 80 for row in rows)


def test_who_never_saw_it_is_not_counted_and_each_quiz_has_its_number(store: SqlStore) -> None:
    found = Class(store)
    ada, bo, _ = found.ids
    for learner, said in ((ada, ""), (bo, "77")):
        found.begin()
        found.answer(learner, said)
        quiz.end(found.room, store)
        found.collect(store.now() + timedelta(minutes=20))
        assert {one.asked for one in quiz.ideas(found.room, found.quiz)} == {1}
        scores = quiz.scores(found.room, found.members, found.quiz)
        assert [one.learner for one in scores if one.here] == [learner]
        text = [plain(row) for row in result_rows(80, scores, [], COURSE)]
        assert sum("was not there" in row for row in text) == 2
    answers = [row for row in classes.rows(store, COURSE, "intro") if row["what"] == "quiz"]
    assert {(row["vote"], row["verdict"] == "right") for row in answers} == {(1, True), (2, False)}
    page = next(one.text for one in pages(store, COURSE, "intro") if "Learner 00" in one.text)
    assert "## Quiz 1: 1 of 3 right" in page and "## Quiz 2: 0 of 3 right" in page


@pytest.mark.parametrize("size", [(100, 30), (80, 24), (60, 20), (40, 12)])
def test_the_projector_has_the_clock_and_then_the_ideas(
    store: SqlStore, size: tuple[int, int]
) -> None:
    found = Class(store)
    found.begin()
    quiz.extra(found.room, found.ids[0], 0.5)
    found.answer(found.ids[0], "77")

    def text() -> str:
        seen = projection(found.room, found.members, store, COURSE)
        rows = projection_rows(seen, COURSE, *size, "unicode")
        assert len(rows) <= size[1] and all(width_of(row) <= size[0] for row in rows)
        return "\n".join(map(plain, rows))

    assert "have handed it in" in text() and "left, until" in text() and "Some have" in text()
    assert "right" not in text()
    quiz.end(found.room, store)
    found.collect(store.now() + timedelta(minutes=20))
    assert "What came of the quiz" in text()
    assert "Learner" not in text(), "of nobody who"


def test_bots_take_it_too_and_it_is_handed_in_without_a_server(store: SqlStore) -> None:
    rehearsal, room = Rehearsal(store, "intro", COURSE, 6, seed=3), Classroom(store, "intro")
    rehearsal.step(0.0)
    quiz.begin(room, store, 10, 3, lessons=("add-alpha",), seed=5)
    for second in range(400):
        rehearsal.step(float(second))
    members = Members(store, "intro")
    taken_ = room.state().quiz
    assert taken_ is not None
    far = quiz.scores(room, members, taken_)
    assert sum(one.done for one in far) > 3 and all(one.right is None for one in far)
    quiz.end(room, store)
    room.quiz(lambda one: one and Quiz(**{**vars(one), "begun": store.now() - timedelta(hours=1)}))
    for second in range(400, 403):
        rehearsal.step(float(second))
    assert room.state().quiz is not None and room.state().quiz.over  # type: ignore[union-attr]
    assert any(one.right for one in quiz.scores(room, members, taken_))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("10 8", (10.0, 8, False)), ("0.5 3 own", (0.5, 3, True)), ("2,5 1", (2.5, 1, False)),
        ("10", None), ("", None), ("10 0", None), ("0 5", None), ("10 101", None),
        ("ten 5", None), ("10 5 each", None), ("nan 5", None), ("inf 5", None), ("-1 5", None),
    ],
)  # fmt: skip
def test_what_is_typed_for_a_quiz(text: str, found: object) -> None:
    assert quiz_wanted(text) == found


def test_minutes() -> None:
    assert minutes_of("5") == 5 and minutes_of("0,5") == 0.5
    assert [minutes_of(text) for text in ("", "x", "0", "-2", "601", "nan")] == [None] * 6


@played
async def test_a_board_hands_in_where_no_machine_serves_the_class() -> None:
    store = Memory()
    room, members = Classroom(store, "intro"), Members(store, "intro")
    for number in range(3):
        members.known(f"Learner {number}", store.now())
    begun = store.now() - timedelta(hours=1)
    room.quiz(lambda _: Quiz(1, ("add-alpha",), 2, 5.0, 7, begun=begun))
    async with ClassApp(BoardScreen(room, store, COURSE), look=LOOK).run_test(size=(120, 36)) as it:
        player = Player(it.app, it)  # type: ignore[arg-type]  # the app of the pilot is ours
        await player.until(lambda: (found := room.state().quiz) is not None and found.over)
        await player.sees("results")
    assert len(room.remembered(f"{RESULT}1:")) == 3
