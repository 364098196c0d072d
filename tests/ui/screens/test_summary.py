"""The end of a quiz: what is known, each miss beside the truth, and just those again."""

from __future__ import annotations

import pytest

from tests.ui.player import play, played
from tests.ui.quiz_player import GOLDEN, RIGHT, SCREENS, UPHILL, QuizPlayer, asked, quizzes_of
from tutor.ui.screens.quiz import QuizScreen
from tutor.ui.screens.summary import SummaryScreen


async def _over(player: QuizPlayer, *answers: str) -> str:
    """Answer, finish, and read the whole summary."""
    await player.answer(*answers)
    if isinstance(player.app.screen, QuizScreen):
        await player.press("escape", "f", "f")
    await player.until(lambda: isinstance(player.app.screen, SummaryScreen))
    rows = player.summary.report.rows(78)
    return "\n".join("".join(text for text, _ in row) for row in rows)


@played
async def test_a_miss_stands_beside_the_truth_with_its_mistake_and_the_worked_line() -> None:
    async with asked() as player:
        said = await _over(player, UPHILL)
        assert "✗ 1 Steps › Multiply the step by alpha" in said
        assert "weight 1.4   goal_pred 0.8   input 2   alpha 0.2" in said
        assert f"◇ you {UPHILL}   ◆ true 0.6" in said
        assert "You added the derivative. Its sign points uphill: subtract it." in said
        assert "weight = weight - (alpha * derivative) = 1.4 - (0.2 * 4) = 0.6" in said


@played
async def test_a_calculation_is_shown_with_its_value_and_a_choice_in_words() -> None:
    async with asked() as player:
        said = await _over(player, "1.4 + 0.2*4!", "3.24", "2", "3")
        assert "◇ you 1.4 + 0.2*4 = 2.2, and certain of it   ◆ true 0.6" in said
        assert "◇ you Five   ◆ true Four" in said
        assert "Half of it is no whole number." in said


@played
async def test_a_lucky_hunch_is_counted_as_right_and_shown_again() -> None:
    async with asked() as player:
        said = await _over(player, "0.600?", *RIGHT[1:])
        assert "4 of 4 right" in said and "3 known, 1 lucky hunch." in said
        assert "? 1 Steps › Multiply the step by alpha" in said
        assert player.lines[1].strip() == "? ✓ ✓ ✓"


@played
async def test_all_known_says_so_and_offers_nothing_more() -> None:
    async with asked(mark=1) as player:
        said = await _over(player, *RIGHT)
        assert "✓ passed: 100% was asked for" in said and "Nothing was missed." in said
        assert "practise" not in player.keys and "due" not in said


@pytest.mark.parametrize(("mark", "outcome"), [(0.5, "✓ passed: 50%"), (0.8, "✗ not passed: 80%")])
@played
async def test_the_mark_that_was_asked_for_is_judged(mark: float, outcome: str) -> None:
    async with asked(mark=mark) as player:
        assert outcome in await _over(player, *RIGHT[:2], "1", "1")


@played
async def test_enter_reads_on_to_the_end_before_it_closes() -> None:
    async with asked(size=(60, 20)) as player:
        await _over(player, UPHILL)
        assert "enter read on" in player.keys
        for _ in range(10):
            if "enter close" in player.keys:
                break
            await player.press("enter")
        assert "comes back in review." in " ".join(player.text.split())
        assert player.app.is_running
        await player.press("up")
        assert "enter read on" in player.keys
        await player.press("down", "enter")
        await player.until(lambda: not player.app.is_running)


@played
async def test_practice_asks_just_those_again_with_other_numbers_and_explains_each() -> None:
    quizzes = quizzes_of()
    async with asked(quizzes=quizzes) as player:
        await _over(player, UPHILL, RIGHT[1], RIGHT[2], "1")
        assert "p practise these 2" in player.keys
        await player.press("p")
        await player.until(lambda: isinstance(player.app.screen, QuizScreen))
        assert player.lines[0].startswith(" Practice") and "1 of 2" in player.lines[0]
        for _ in range(2):
            question = player.quiz.view.question
            assert question is not None
            if question.options:
                await player.press(str(question.options.index("Four") + 1), "enter", "enter")
                continue
            constants = {one.name: one.value for one in player.quiz.view.parameters}
            assert (constants["weight"], constants["alpha"]) != (1.4, 0.2)
            await player.type("-1000")
            await player.press("enter")
            assert "◆ true" in player.text
            await player.press("enter")
        await player.until(lambda: isinstance(player.app.screen, SummaryScreen))
        await player.sees("1 of 2 right")
        assert "p practise this one" in player.keys
        await player.press("p")
        await player.until(lambda: isinstance(player.app.screen, QuizScreen))
        await player.press("escape", "l")
        await player.until(lambda: not player.app.is_running)
    assert quizzes.waiting() is None
    modes = [attempt.mode for attempt in quizzes.attempts()]
    assert modes == ["quiz"] * 4 + ["practice"] * 2


@pytest.mark.parametrize("name", [name for name in SCREENS if name.startswith("summary")])
def test_a_summary_looks_as_kept(name: str) -> None:
    kept = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    assert play(SCREENS[name]) + "\n" == kept
