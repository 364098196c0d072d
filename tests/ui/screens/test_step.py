"""A step on the screen: asked, missed, explained, revealed, explored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.session.walks import bundled_course
from tests.ui.player import played, playing
from tutor.course.index import bundled
from tutor.history.records import History, Place
from tutor.session.lesson import LessonSession
from tutor.session.view import Phase
from tutor.store.sqlite import Memory
from tutor.ui.bindings import step_bindings
from tutor.ui.screens.home import HomeScreen
from tutor.ui.terminal.capabilities import Look
from tutor.ui.text_layout import Row, inline, plain
from tutor.ui.widgets.line_widget import LineWidget
from tutor.ui.widgets.picture import Picture
from tutor.ui.widgets.question_panel import feedback, feedback_rows


@played
async def test_a_miss_is_explained_and_typed_over_and_the_truth_is_set_beside_the_answer() -> None:
    async with playing("first/number") as player:
        await player.type("0.54")
        assert "= 0.54" in player.text
        await player.press("enter")
        assert "You added the derivative." in player.text
        assert "One more try." in player.text
        assert "true" not in player.text
        await player.type("0.5 - 0.1*0.4")
        assert player.step.view.typed == "0.5 - 0.1*0.4"
        assert "= 0.46" in player.text
        await player.press("enter")
        assert "◇ you 0.46 ◆ true 0.46" in player.text
        assert "weight = weight - (alpha * derivative) = 0.5 - (0.1 * 0.4) = 0.46" in player.text
        assert "The weight went to 0.46." in player.text


def test_what_is_said_of_an_answer_stands_under_its_verdict() -> None:
    kept = Place("add-alpha", "big-alpha", question=3)
    session = LessonSession(bundled_course(), history=History(place=kept))
    session.type("up")
    session.enter()
    view = session.view()
    said = feedback(view, "", running=False, notice="")
    verdict, *rows = (plain(row).strip() for row in feedback_rows(76, said))
    assert verdict.startswith("✓") and view.explained
    assert " ".join(rows).endswith(plain(inline(" ".join(view.explained.split()))))


@played
async def test_what_cannot_be_read_says_why_and_stays() -> None:
    async with playing("first/number") as player:
        await player.type("half")
        await player.press("enter")
        assert 'There is no "half" here.' in player.text
        await player.type("x")
        assert player.step.view.typed == "halfx"


@played
async def test_what_cannot_be_read_is_said_once() -> None:
    async with playing("first/number") as player:
        await player.type("9.9.9")
        why = player.step.view.reading
        assert why is not None and why.why_not[:20] in player.text
        await player.press("enter")
        assert player.text.count(why.why_not[:20]) == 1
        await player.type("9")
        assert player.text.count("9.9.99") == 1 and "✗" not in player.text


@pytest.mark.parametrize("where", ["first/number", "first/pick"])
@played
async def test_while_letters_are_commands_an_answer_looks_as_untouchable_as_it_is(
    where: str,
) -> None:
    async with playing(where) as player:
        await player.press("1")
        panel = player.step.panel
        parts: list[LineWidget] = [panel.question]
        parts += [panel.answer] if panel.answer.display else []
        assert all(live(part) for part in parts)
        await player.press("escape")
        assert not any(live(part) for part in parts)
        await player.press("escape")
        assert all(live(part) for part in parts)


def live(part: LineWidget) -> bool:
    """Whether anything of it is drawn as what keys change."""
    rows = part.lay(*part.content_size)
    return any(style in ("strong", "cursor", "key") for row in rows for _, style in row)


@played
async def test_the_arrows_aim_along_the_bowl_and_write_the_number() -> None:
    async with playing("first/number") as player:
        assert "←→ aim" in player.keys
        await player.press("left", "left", "left")
        aimed = float(player.step.view.typed)
        assert 0.4 < aimed < 0.5
        assert f"you {aimed}" in player.text
        await player.press("]")
        assert float(player.step.view.typed) > aimed
        await player.press("ctrl+u")
        await player.type("0.5 - 0")
        assert "aim" not in player.keys
        await player.press("left", "backspace")
        assert player.step.view.typed == "0.5 -0"


@played
async def test_a_burst_of_arrows_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []
    lay = Picture.lay

    def counted(picture: Picture, width: int, height: int) -> Sequence[Row]:
        drawn.append(1)
        return lay(picture, width, height)

    async with playing("first/number") as player:
        monkeypatch.setattr(Picture, "lay", counted)
        for _ in range(40):
            player.app.simulate_key("left")
        await player.until(lambda: player.step.view.typed != "" and not player.step._stale)
        assert 0 < len(drawn) < 20
        assert float(player.step.view.typed) < 0.4


@played
async def test_a_hint_is_given_when_asked_for() -> None:
    async with playing("first/number") as player:
        assert "hint" not in player.keys
        await player.press("escape", "h")
        assert "hint The derivative comes first." in player.text
        assert "enter commit" in player.keys
        await player.type("1")
        assert player.step.view.typed == "1"


@played
async def test_tab_takes_a_constant_in_hand() -> None:
    async with playing("first/number") as player:
        await player.press("tab", "tab", "right", "right")
        assert "‹ alpha 0.12 ›" in player.text
        await player.press("left")
        assert "‹ alpha 0.11 ›" in player.text
        await player.type("-0.2")
        await player.press("enter")
        assert "‹ alpha -0.2 ›" in player.text
        await player.press("escape")
        await player.type("0.58")
        await player.press("enter")
        assert "✓" in player.text


@played
async def test_after_the_reveal_letters_are_commands_and_updates_run() -> None:
    async with playing("first/number") as player:
        await player.type("0.46")
        await player.press("enter", "r")
        assert player.step.view.updates == 2
        await player.type("0.4216")
        await player.press("enter")
        assert player.step.view.updates == 3
        await player.press("a")
        await player.until(lambda: not player.step.view.can_run)
        assert player.step.view.updates == 20
        await player.press("v")
        assert "error in each update" in player.text
        await player.press("v")
        assert "20 0.4" in player.text
        await player.press("v")
        assert player.step.view.picture == "output"
        await player.press("v", "enter")
        assert "One of three" in player.lines[0]


@played
async def test_a_run_can_be_stopped() -> None:

    async with playing("first/number", look=Look(motion=True)) as player:
        await player.type("0.46")
        await player.press("enter", "a")
        assert player.keys == "space stop"
        await player.until(lambda: player.step.view.updates > 1)
        assert f"update {player.step.view.updates}" in player.text
        await player.press("space")
        stopped = player.step.view.updates
        assert "run all" in player.keys
        await player.press("r")
        assert player.step.view.updates == stopped + 1


@played
async def test_options_are_chosen_by_arrow_or_digit() -> None:
    async with playing("first/pick") as player:
        await player.press("down")
        assert "› 1 Three" in player.text
        await player.press("enter")
        assert "Half of it is no whole number." in player.text
        await player.press("2")
        assert "› 2 Four" in player.text
        await player.press("enter")
        assert "✓ Half of it is 2." in player.text


@played
async def test_a_direction_is_an_arrow() -> None:
    async with playing("first/way") as player:
        await player.press("down")
        assert "› ↓ down" in player.text
        await player.press("enter")
        assert player.step.view.phase is Phase.EXPLORE
        assert "✓" in player.text


@played
async def test_a_claim_is_reached_by_turning_a_constant() -> None:
    async with playing("second/turn") as player:
        assert "←→ change" in player.keys
        await player.press("enter")
        assert "Nothing is changed yet." in player.text and "✗" not in player.text
        await player.press("right", "enter")
        assert "✗" in player.text
        assert "more try" not in player.text
        await player.press("left", "left", "left", "enter")
        assert "✓" in player.text


@played
async def test_lines_are_ordered_by_their_numbers() -> None:
    async with playing("second/order") as player:
        question = player.step.view.question
        assert question is not None
        lines = [line.strip() for line in question.lines]
        right = ("pred = input * weight", "delta = pred - goal_pred")
        first, second = (str(lines.index(line) + 1) for line in right)
        third = next(str(n) for n in (1, 2, 3) if str(n) not in (first, second))
        await player.type(first)
        assert f"1. {first} pred" in player.text
        await player.type(second + third)
        await player.press("enter")
        assert "✓" in player.text


@played
async def test_an_update_is_written_line_by_line_and_an_empty_line_commits() -> None:
    async with playing("second/write") as player:
        await player.type("pred = input*weight")
        await player.press("enter")
        await player.type("weight = weight - 0.1*input*(pred-goal_pred)")
        assert "twice to commit" in player.keys
        await player.press("enter")
        assert "enter commit" in player.keys
        await player.press("up", "home", "down", "enter")
        assert "✓" in player.text


@played
async def test_leaving_keeps_the_half_typed_answer_the_picture_and_the_constants() -> None:
    store = Memory()
    async with playing("first/number", store=store) as player:
        await player.press("tab", "tab", "right", "escape")
        await player.type("0.4")
        await player.press("escape", "v", "l")
        assert isinstance(player.app.screen, HomeScreen)
    async with playing(store=store) as player:
        await player.press("enter")
        assert player.step.view.typed == "0.4"
        assert player.step.view.picture == "error"
        assert "‹ alpha 0.11 ›" in player.text


@played
async def test_a_paste_goes_into_the_answer_as_one_line() -> None:
    from textual.events import Paste

    async with playing("first/number") as player:
        player.app.screen.post_message(Paste("0.5 -\n0.04" + " " * 5_000))
        await player.until(lambda: player.step.view.typed != "")
        assert player.step.view.typed == "0.5 - 0.04"
        await player.press("backspace", "enter")
        player.app.screen.post_message(Paste("0.46"))  # over what was a miss
        await player.until(lambda: player.step.view.typed == "0.46")


@played
async def test_a_click_on_the_footer_does_what_the_key_does() -> None:
    async with playing("first/read") as player:
        x = player.lines[-1].index("jump")
        await player.pilot.click(offset=(x, 23))
        await player.settle()
        assert "Jump to a step" in player.lines[0]


@played
async def test_on_a_narrow_screen_what_is_said_after_the_answer_is_read_before_enter_goes_on() -> (
    None
):
    """The picture comes first; the words behind it are not passed over."""
    async with playing("first/number", size=(60, 20)) as player:
        await player.type("0.46")
        await player.press("enter")
        assert "enter read on" in player.text and "true 0.46" in player.text
        assert "The weight went to 0.46." not in player.text
        await player.press("enter")
        assert "enter next" in player.text and "The weight went to 0.46." in player.text


@played
async def test_lines_from_memory_stay_in_sight_once_they_are_judged() -> None:
    async with playing("second/write") as player:
        own = "weight = weight - 0.1 * input * (input * weight - goal_pred)"
        await player.type(own)
        await player.press("enter", "enter")
        assert "Right: run from the start" in player.text and own in player.text


@played
async def test_a_nudge_lays_nothing_out_anew() -> None:
    """Only rows that changed are drawn: a layout would draw all of them again at each key."""
    async with playing("first/number") as player:
        await player.press("tab", "right", "left")
        laid: list[object] = []
        player.step.screen_layout_refresh_signal.subscribe(player.step, laid.append)
        before = player.lines
        await player.press("right")
        assert player.lines != before
        assert not laid


# -- the hint --------------------------------------------------------------------------------------


@played
async def test_a_hint_announces_itself_after_the_first_miss_and_is_one_key_away() -> None:
    async with playing("first/number") as player:
        assert "h hint" not in player.text
        await player.type("0.54")
        assert "h hint" not in player.text
        await player.press("enter")
        assert "h hint" in player.text
        await player.press("h")
        assert "The derivative comes first." in player.text and "h hint" not in player.text
        await player.type("0.4")
        assert player.step.view.typed == "0.4"
    async with playing("first/pick") as player:
        await player.press("1", "enter")
        assert "h hint" in player.text
        await player.press("h")
        assert "Halve them." in player.text


@played
async def test_h_begins_a_name_where_there_is_one() -> None:
    async with playing("first/number") as player:
        await player.type("0.54")
        await player.press("enter")
        state = player.step.state
        line = state.view.listing[0]._replace(text="height = 2")
        view = replace(state.view, listing=(*state.view.listing, line))
        assert "hint" in [key.act for key in step_bindings(state)]
        assert "hint" not in [key.act for key in step_bindings(state._replace(view=view))]


@played
async def test_what_is_typed_while_a_run_goes_on_is_not_lost() -> None:
    """It ends the run, and does what it does there."""
    moving = Look(motion=True)
    async with playing("hot-and-cold/the-loop", course=bundled(), look=moving) as player:
        await player.type("0.501")
        await player.press("enter", "enter")
        await player.type("0.502")
        await player.press("enter", "a")
        assert player.keys == "space stop"
        await player.press("tab", "ctrl+u", *"0.7", "enter")
        constants = {one.name: one.value for one in player.step.view.parameters}
        assert constants["weight"] == 0.7 and player.keys != "space stop"
