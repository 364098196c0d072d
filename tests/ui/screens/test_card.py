"""The card at the end of a lesson, the one at the end of the course, and what can be done there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.player import COURSE, Player, played, playing
from tutor.course.index import bundled
from tutor.course.loader import load_course
from tutor.history.records import ALONE, Standing
from tutor.session.view import Phase
from tutor.store.sqlite import Memory
from tutor.ui.screens.card import CardScreen
from tutor.ui.screens.home import HomeScreen
from tutor.ui.screens.quiz import QuizScreen
from tutor.ui.screens.step import StepScreen


async def skip(player: Player, steps: int) -> None:
    """Leave so many steps."""
    for _ in range(steps):
        if not any(key.act == "skip" for key in player.step.keys_now()):
            await player.press("escape")
        await player.press("s")


@played
async def test_a_lesson_ends_with_its_card_and_enter_goes_on() -> None:
    async with playing("first/number") as player:
        await player.type("0.54")
        await player.press("enter")
        await player.type("0.46")
        await player.press("enter", "enter")
        await skip(player, 2)
        assert isinstance(player.app.screen, CardScreen)
        assert player.lines[0].startswith(" First › So far") and "lesson 1 of 2" in player.lines[0]
        assert "0 of 1 right at the first try" in player.text and "✗ ○ ○" in player.text
        assert "One thing slipped" in player.text
        assert "◆ true" in player.text and "weight = weight - (alpha * derivative)" in player.text
        assert "Next Second" in player.text and "One step is still open here." in player.text
        await player.press("enter")
        assert isinstance(player.app.screen, StepScreen)
        assert player.lines[0].startswith(" Second › Turn it down")


@played
async def test_what_slipped_is_practised_and_the_card_is_there_again() -> None:
    async with playing("add-alpha/on-your-own", course=bundled(), store=Memory()) as player:
        await player.type("0.45")
        await player.press("enter")
        await skip(player, 1)
        assert isinstance(player.app.screen, CardScreen)
        assert "p practise it" in player.lines[-1]
        assert "What can be asked again comes back in review." in player.text
        await player.press("p")
        assert isinstance(player.app.screen, QuizScreen) and "Practice" in player.lines[0]
        await player.press("escape", "l")
        assert isinstance(player.app.screen, CardScreen)
        await player.press("l")
        assert isinstance(player.app.screen, HomeScreen)
        await player.press("enter")
        assert player.lines[0].startswith(" From memory › In order"), "the lesson after it"


@played
async def test_the_code_is_saved_where_the_learner_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with playing("first/way") as player:
        await player.press("escape", "s")
        assert isinstance(player.app.screen, CardScreen)
        assert "There was nothing to answer here, or nothing was answered." in player.text
        await player.press("s")
        assert "Saved as first.py in the folder that you started from." in player.text
        assert (tmp_path / "first.py").read_text().startswith("# First: ")


@played
async def test_the_course_ends_with_a_card_for_all_of_it() -> None:
    """Once nothing of it is open; until then the last lesson's card leads to what is."""
    store, course = Memory(), load_course(COURSE)
    async with playing("second/write", size=(120, 40), store=store) as player:
        await player.press("escape", "s")
        assert player.lines[0].startswith(" Second › So far")
        assert "2 steps are still open here." in player.text
        assert "there is more to do in First, Second." in player.text
        assert "Still open First" in player.text and "enter what is open" in player.lines[-1]
        await player.press("enter")
        assert player.lines[0].startswith(" First › Read me")
        await player.press("l")
        assert "› Go on First, step 1 of 4 Read me" in player.text
    for lesson in course.lessons:
        for step in lesson.steps[: None if lesson.id == "first" else -1]:
            store.standing(ALONE, course.id, Standing(lesson.id, step.id, "done"))
    async with playing("second/write", size=(120, 40), store=store) as player:
        await player.press("escape", "s")
        assert player.lines[0].startswith(" Second › So far"), "what was skipped is not done"
        assert "the whole course" in player.lines[-1]
        await player.press("enter")
        assert player.lines[0].startswith(" A short course › Done")
        assert "First" in player.text and "enter home" in player.lines[-1]
        await player.press("enter")
        assert isinstance(player.app.screen, HomeScreen)
        await player.sees("You are through with the course.")


@played
async def test_home_goes_on_from_the_end_to_what_is_open() -> None:
    """And not to the first step of the lesson that was just done."""
    store = Memory()
    async with playing("second/write", store=store) as player:
        await player.press("escape", "s", "l")
        assert isinstance(player.app.screen, HomeScreen)
        assert "› Go on First, step 1 of 4 Read me" in player.text
        await player.press("enter")
        assert player.lines[0].startswith(" First › Read me")


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (40, 12), (120, 40)])
@played
async def test_a_card_can_be_read_to_its_end(size: tuple[int, int]) -> None:
    async with playing("first/number", size=size) as player:
        await player.type("0.54")
        await player.press("enter")
        await skip(player, 3)
        assert isinstance(player.app.screen, CardScreen)
        seen = player.text
        for _ in range(9):
            if not any(key.does == "read on" for key in player.app.screen.keys_now()):
                break
            await player.press("enter")
            assert isinstance(player.app.screen, CardScreen)
            seen += player.text
        for words in (
            "One thing slipped",
            "weight = weight +",
        ):
            assert words in " ".join(seen.split()) or words in seen
        await player.press("enter")
        assert isinstance(player.app.screen, StepScreen)


@pytest.mark.parametrize(
    ("where", "answers"),
    [("from-memory/in-order", ("4321", "4123")), ("break-it/make-it-diverge", ())],
)
@played
async def test_what_has_no_single_answer_has_none_beside_it(
    where: str, answers: tuple[str, ...]
) -> None:
    """And what cannot be asked again does not come back."""
    async with playing(where, course=bundled()) as player:
        for answer in answers:
            await player.type(answer)
            await player.press("enter")
        if not answers:
            await player.press("right", "enter")
        for _ in range(9):
            if isinstance(player.app.screen, CardScreen):
                break
            if player.step.view.phase is Phase.ASK:
                await skip(player, 1)
            else:
                await player.press("enter")
        assert "✗ " in player.text and "One thing slipped" in player.text
        assert "◇ you" not in player.text and "comes back" not in player.text
        assert "◆ true" not in player.text
        assert not any(key.act == "practise" for key in player.screen.keys_now())
