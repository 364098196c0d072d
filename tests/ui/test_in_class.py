"""What a class does with a learner's app: which screen stands there, and what it leads back to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from tests.session.walks import bundled_course
from tests.ui.player import LOOK, Player, played
from tutor.classroom.classroom import Classroom
from tutor.classroom.pace import ClassPace
from tutor.classroom.quiz import begin, taken
from tutor.course.index import bundled, course_contents
from tutor.errors import TutorError
from tutor.session.quizzes import Quizzes
from tutor.store.sqlite import Memory
from tutor.ui.app import Opened, TutorApp
from tutor.ui.screens.home import HomeScreen
from tutor.ui.screens.pause import PauseScreen
from tutor.ui.screens.quiz import QuizScreen
from tutor.ui.screens.step import StepScreen
from tutor.ui.screens.summary import SummaryScreen

STARTS = pytest.mark.parametrize("where", [None, "compare"], ids=["home", "step"])
"""A learner who comes for the first time is at home; one who comes again, at their lesson."""


class Class:
    """A learner in it, and whoever leads it."""

    def __init__(self, player: Player, room: Classroom, store: Memory, pace: ClassPace) -> None:
        self.player, self.room, self._store, self.pace = player, room, store, pace

    async def told(self) -> None:
        """The learner hears how the class stands."""
        self.pace.told(self.room.state(), 0, 1)
        for _ in range(5):
            await self.player.settle()

    async def begins(self, seed: int = 1) -> None:
        begin(self.room, self._store, 5, 2, lessons=("add-alpha",), seed=seed)
        await self.told()

    def over(self) -> None:
        """All answers of the quiz are in."""
        self.room.quiz(lambda quiz: quiz and replace(quiz, over=True, ended=self._store.now()))

    def at(self, kind: type[object]) -> bool:
        """Such a screen is on top, and stands on what it is to stand on once."""
        screens = self.player.app.screen_stack
        return isinstance(screens[-1], kind) and sum(isinstance(one, kind) for one in screens) == 1


@asynccontextmanager
async def classed(
    where: str | None, store: Memory | None = None, learner: str = "ada"
) -> AsyncIterator[Class]:
    store = store or Memory()
    room, pace = Classroom(store, "intro"), ClassPace(Classroom(store, "intro"), store, learner)
    opened = Opened(bundled_course(), course_contents(bundled()))
    app = TutorApp(opened, look=LOOK, store=store, learner=learner, where=where, pace=pace)
    async with app.run_test(size=(80, 24)) as pilot:
        player = Player(app, pilot)
        await player.until(lambda: app.session is not None)
        found = Class(player, room, store, pace)
        await found.told()
        yield found


@STARTS
@played
async def test_a_quiz_leads_back_to_where_it_was_begun(where: str | None) -> None:
    async with classed(where) as one:
        before = type(one.player.app.screen)
        await one.begins()
        assert one.at(QuizScreen)
        one.over()
        await one.told()
        assert one.at(SummaryScreen) and "go on" in one.player.keys
        await one.player.press("q")
        assert one.at(before)


@STARTS
@played
async def test_after_a_quiz_all_can_be_brought_somewhere_and_leave_it(where: str | None) -> None:
    """Never to a screen on which no key works."""
    async with classed(where) as one:
        await one.begins()
        one.over()
        await one.told()
        await one.player.press("q")
        one.room.bring("compare", "squares")
        await one.told()
        assert one.at(StepScreen) and "What squaring does" in one.player.text
        await one.player.press("escape", "l")
        await one.player.until(lambda: one.at(HomeScreen))
        assert one.player.keys


@STARTS
@played
async def test_a_quiz_and_a_pause_do_not_meet(where: str | None) -> None:
    """Where two who lead begin them at once, the quiz goes on: it has a clock."""
    async with classed(where) as one:
        before = type(one.player.app.screen)
        one.room.pause()
        await one.told()
        with pytest.raises(TutorError, match="pause"):
            await one.begins()
        assert one.at(PauseScreen)
        one.room.go_on()
        await one.begins()
        with pytest.raises(TutorError, match="clock"):
            one.room.pause()
        paused = replace(one.room.state().stage, paused=True)
        one.pace.told(one.room.state()._replace(stage=paused), 0, 1)
        assert one.at(QuizScreen) and not one.pace.paused
        one.over()
        await one.told()
        assert one.at(SummaryScreen)
        await one.player.press("q")
        assert one.at(before)


@STARTS
@played
async def test_who_was_away_at_the_end_of_a_quiz_is_told_once_what_came_of_it(
    where: str | None,
) -> None:
    store = Memory()
    room = Classroom(store, "intro")
    quiz = begin(room, store, 5, 2, lessons=("add-alpha",), seed=1)
    Quizzes(store, bundled_course(), "ada").keep(
        Quizzes(store, bundled_course(), "ada").together(taken("intro", quiz, "ada"))
    )
    room.quiz(lambda quiz: quiz and replace(quiz, over=True, ended=store.now()))
    async with classed(where, store) as one:
        assert one.at(SummaryScreen) and "0 of 2" in one.player.text
        await one.player.press("q")
        await one.told()
        assert not one.at(SummaryScreen)
    for learner in ("ada", "bo"):
        async with classed(where, store, learner) as one:
            assert not one.at(SummaryScreen), "she knows; and he was not there"


@played
async def test_whoever_is_brought_stands_before_the_step_wherever_they_were() -> None:
    """At home, or in a page upon it, with the step as the place that is kept."""
    async with classed("compare") as one:
        assert isinstance(one.player.app, TutorApp) and one.player.app.session is not None
        place = one.player.app.session.view()
        await one.player.press("escape", "l")
        await one.player.until(lambda: one.at(HomeScreen))
        one.room.bring(place.lesson_id, place.step_id)
        await one.told()
        assert one.at(StepScreen)
        await one.player.press("escape", "g")
        await one.player.until(lambda: not one.at(StepScreen))
        one.room.bring(place.lesson_id, place.step_id)
        await one.told()
        assert isinstance(one.player.app.screen, StepScreen)


@STARTS
@played
async def test_a_second_quiz_opens_though_the_end_of_the_first_was_not_seen(
    where: str | None,
) -> None:
    async with classed(where) as one:
        await one.begins()
        await one.player.type("0.111")
        await one.player.press("enter")
        await one.player.sees("2 of 2")
        one.over()
        await one.begins(seed=3)
        assert one.at(QuizScreen) and "1 of 2" in one.player.text
        one.over()
        await one.told()
        assert one.at(SummaryScreen)


@played
async def test_whoever_leaves_a_quiz_of_the_class_leaves_the_class() -> None:
    """The lessons are no place to look things up in."""
    async with classed("compare") as one:
        await one.begins()
        await one.player.press("escape", "l")
        assert not one.player.app.is_running
