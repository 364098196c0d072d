"""Several lines are typed: Enter opens a line or hands them in, and the footer says which."""

from __future__ import annotations

from tests.session.walks import bundled_course
from tests.ui.player import Player, played, playing
from tests.ui.quiz_player import asked
from tutor.history.schedule import Item
from tutor.session.drawing import Drawn
from tutor.session.quiz import QuizSession
from tutor.session.view import Phase
from tutor.store.sqlite import Memory

FIRST = "pred = input*weight"
LAST = "weight = weight - 0.1*input*(pred-goal_pred)"
OPENS, HANDS_IN = "enter new line, twice to commit", "enter commit"


async def typed(player: Player, *lines: str) -> None:
    """So many lines, the cursor at the end of the last."""
    for number, line in enumerate(lines):
        if number:
            await player.press("enter")
        await player.type(line)


@played
async def test_enter_opens_lines_until_one_stays_empty() -> None:
    async with playing("second/write") as player:
        assert HANDS_IN in player.keys, "there is nothing to go on from"
        await player.press("enter")
        assert "Nothing is typed yet: the lines of one update, please." in player.text
        await typed(player, FIRST, LAST)
        assert OPENS in player.keys
        await player.press("enter")
        assert HANDS_IN in player.keys
        await player.press("enter")
        assert "✓" in player.text and player.step.view.typed == f"{FIRST}\n{LAST}"


@played
async def test_an_earlier_line_that_was_mended_is_handed_in_where_it_stands() -> None:
    async with playing("second/write") as player:
        await typed(player, FIRST, LAST.replace("-", "+", 1))
        await player.press("enter", "enter")
        assert "✗" in player.text and player.step.view.phase is Phase.ASK
        assert OPENS in player.keys
        await player.press("home", *["right"] * len("weight = weight "))
        assert HANDS_IN in player.keys
        await player.press("delete")
        await player.type("-")
        await player.press("enter")
        assert "✓" in player.text and player.step.view.typed == f"{FIRST}\n{LAST}"


@played
async def test_so_is_one_that_does_not_run_yet() -> None:
    async with playing("second/write") as player:
        await typed(player, FIRST.replace("input", "inptu"), LAST)
        await player.press("enter", "enter")
        assert "That does not run yet" in player.text
        await player.press("up", "home", *["right"] * len("pred = in"))
        await player.press("delete", "delete", "delete")
        await player.type("put")
        assert HANDS_IN in player.keys
        await player.press("enter")
        assert "✓" in player.text and player.step.view.typed == f"{FIRST}\n{LAST}"


@played
async def test_a_line_that_was_forgotten_is_put_in_between() -> None:
    async with playing("second/write") as player:
        await typed(player, FIRST, LAST.replace("(pred-goal_pred)", "delta"))
        await player.press("enter", "enter")
        assert "That does not run yet" in player.text
        await player.press("up", "end")
        assert OPENS in player.keys
        await player.press("enter")
        await player.type("delta = pred - goal_pred")
        await player.press("enter")
        assert HANDS_IN in player.keys
        await player.press("enter")
        assert "✓" in player.text
        assert player.step.view.typed.split("\n")[1] == "delta = pred - goal_pred"
        assert "" not in player.step.view.typed.split("\n"), "the empty line was a sign"


@played
async def test_while_lines_are_first_written_none_is_cut_in_two_or_handed_in_by_accident() -> None:
    async with playing("second/write") as player:
        await player.type(FIRST)
        await player.press("left", "left")
        assert OPENS in player.keys
        await player.press("enter")
        await player.type(LAST)
        assert player.step.view.typed == f"{FIRST}\n{LAST}"
        await player.press("enter", "up", "up", "left")
        assert HANDS_IN in player.keys, "the last line is empty: they are done with"
        await player.press("enter")
        assert "✓" in player.text


@played
async def test_who_comes_back_to_lines_that_were_a_miss_mends_them() -> None:
    store = Memory()
    async with playing("second/write", store=store) as player:
        await typed(player, FIRST, "weight = weight")
        await player.press("enter", "enter")
        assert "✗" in player.text
    async with playing(store=store) as player:
        await player.press("enter", "left")
        assert HANDS_IN in player.keys
        await player.press("enter")
        assert "That is the same answer as before." in player.text


@played
async def test_a_quiz_takes_lines_as_well() -> None:
    question = Drawn(Item("from-memory", "from-scratch", 0), {})
    quiz = QuizSession(bundled_course(), [question])
    async with asked(quiz=quiz) as player:
        await typed(player, "pred = input * weight", "derivative = input * (pred - goal_pred)")
        assert OPENS in player.keys and "↑↓ line" in player.keys
        await player.press("enter")
        await player.type("weight = weight - alpha * derivative")
        await player.press("enter")
        assert HANDS_IN in player.keys
        await player.press("enter")
        assert quiz.finished and quiz.summary().right == 1
