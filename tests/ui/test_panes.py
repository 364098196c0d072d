"""What the panes of a step show, over every question of the course: nothing that matters is out of
sight, and nothing is hidden beside rows that are empty."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.session.walks import bundled_course, right_answer
from tests.ui.player import Player, played, playing
from tests.ui.quiz_player import ASCII, asked, quizzes_of
from tutor.course.index import bundled
from tutor.session.drawing import items
from tutor.session.view import ListingLine, Phase
from tutor.ui.bindings import PICTURE
from tutor.ui.text_layout import inline, plain
from tutor.ui.widgets.listing import Listing

SIZES = [(80, 24), (60, 20)]
LESSONS = [lesson.id for lesson in bundled_course().lessons]
SPARE = 2
"""Rows that what is said may come to need."""
WRONG = {"predict": "12345", "direction": "stay", "write": "pred = 0", "order": "1", "choose": "1"}


async def screens(player: Player, lesson: str) -> AsyncIterator[str]:
    """Each question of a lesson as it opens, after a miss and at the verdict, and the run of each
    step after one update more and after all of them; yields which."""
    step = player.step
    session = step.session
    for one in bundled_course().lesson(lesson).steps:
        session.open(lesson, one.id)
        for number in range(max(1, len(one.ask))):
            for moment in ("opens", "missed", "told"):
                question = step.session.view().question
                if moment == "missed" and question is not None and question.kind in WRONG:
                    session.type(WRONG[question.kind])
                    session.commit()
                elif moment == "told" and question is not None:
                    session.type(right_answer(bundled_course(), session.view()))
                    session.commit()
                elif moment != "opens":
                    break
                step.changed()
                await player.settle()
                yield f"{one.id} {number + 1} {moment}"
            if session.view().phase is not Phase.EXPLORE:
                session.enter()
        for updates, moment in ((1, "ran one"), (10_000, "ran all")):
            if session.view().can_run:
                session.run(updates)
                step.changed()
                await player.settle()
                yield f"{one.id} {moment}"


def seen(player: Player) -> list[str]:
    """The rows of the listing's pane, and the row above it."""
    at = player.step.listing.region
    rows = player.lines[at.y - 1 : at.bottom]
    return [row.ljust(at.right)[at.x : at.right].replace("▐", " ") for row in rows]


def opener(line: ListingLine) -> bool:
    """Whether the line opens a block that is in none."""
    return line.text.endswith(":") and not line.text.startswith(" ")


def spare(player: Player) -> int:
    """The rows of the panel in which nothing is."""
    panel = player.step.panel
    parts = (panel.question, panel.answer, panel.feedback)
    return panel.size.height - sum(part.size.height for part in parts if part.display)


async def goes_past_no_word(player: Player, where: str) -> None:
    """From no knob, where the step's last words stand behind the picture."""
    step = player.step
    if "enter read on" in player.keys:
        for name in step.state.ring[2:]:
            await player.press("tab")
            assert step.spot == name and "enter read on" in player.keys, where
        step.spot = PICTURE
        step.changed()
        await player.settle()


def even(text: str) -> str:
    """The text without its spaces: how lines are broken does not matter."""
    return "".join(text.split())


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lesson", LESSONS)
@played
async def test_question_loop_and_what_is_asked_are_in_sight_and_no_row_is_wasted(
    lesson: str, size: tuple[int, int]
) -> None:
    first = bundled_course().lesson(lesson).steps[0].id
    async with playing(f"{lesson}/{first}", size=size, course=bundled()) as player:
        step = player.step
        async for where in screens(player, lesson):
            lines, question = step.view.listing, step.view.question
            assert spare(player) <= SPARE, where
            await goes_past_no_word(player, where)
            if question is not None and step.state.asking:
                assert even(plain(inline(question.asked))) in even(player.text), where
            if not lines or (step.spot and step.has_class("-narrow")):
                continue  # there is none, or the picture has its place
            above, *rows = seen(player)
            shown = even("".join(rows))
            hidden = [line.text for line in lines if even(line.text) not in shown]
            opens = len(rows) > 4
            for line in lines:
                if line.about or (opens and line.text.startswith("for ")):
                    assert line.text not in hidden, where
            fits = Listing()
            fits.show(tuple(one for one in lines if one.about or one.needed or opener(one)), ())
            if fits.rows(step.listing.size.width - 1, blank=False) <= len(rows):
                assert not any(one.needed and one.text in hidden for one in lines), where
            names = {one.name for one in step.view.parameters}
            if any(text.partition(" = ")[0] not in names for text in hidden):
                assert all(map(str.strip, rows)), where
                assert above.strip() or step.prose.first < step.prose.most, where


@pytest.mark.parametrize(
    ("where", "keys"),
    [
        ("the-slope/moving-parts", ("6", "enter", "enter", "1", "enter", "tab", "enter")),
        ("compare/error", ("tab", "tab", "right", "escape")),
    ],
)
@played
async def test_a_pane_that_was_hidden_shows_what_there_is_now(
    where: str, keys: tuple[str, ...]
) -> None:
    """Also what has changed while the picture had its place."""
    async with playing(where, size=(60, 20), course=bundled()) as player:
        await player.press(*keys)
        assert not player.step.spot
        shown = player.lines
        await player.resize(61, 20)  # draws everything anew
        await player.resize(60, 20)
        assert player.lines == shown


@pytest.mark.parametrize("seed", [3, 4])
@played
async def test_each_question_of_a_quiz_has_the_height_of_its_own_listing(seed: int) -> None:
    quizzes = quizzes_of(course=bundled())
    async with asked(quizzes=quizzes, quiz=quizzes.quiz(10, seed=seed)) as player:
        for _ in range(player.quiz.shown.count):
            listing, room = player.quiz.listing, player.quiz.read
            if player.quiz.view.listing:
                rows = listing.rows(listing.content_size.width)
                assert listing.size.height == min(rows, room.size.height - 1)
            await player.press("escape", "n")


@played
async def test_a_question_is_in_sight_beside_what_is_said_of_its_answer() -> None:
    """Also where two rules give the number that was typed, and each is told."""
    async with playing("gradient-descent/both-at-once", size=(60, 20), course=bundled()) as player:
        await player.type("-0.55")
        await player.press("enter")
        assert "What is direction_and_amount now?" in player.text
        assert "Type its letter" in player.text and "One more try." in player.text


@played
async def test_a_knob_stays_in_the_hand_while_it_changes_what_the_question_says() -> None:
    """Where the question has words of its own about the author's numbers, they go with these."""
    async with playing("add-alpha/small-alpha", course=bundled()) as player:
        before = player.step.view.asked
        await player.press("tab")
        knob = player.step.spot
        for _ in range(3):
            await player.press("right")
            assert player.step.spot == knob != ""
        assert player.step.view.asked == before and not player.step.view.typed
        (alpha,) = (one for one in player.step.view.parameters if one.name == knob)
        assert round((float(str(alpha.value)) - 0.01) / alpha.by) == 3


@played
async def test_a_key_for_the_columns_of_a_table_is_named_where_they_are_in_sight() -> None:
    """And moves nothing that is not."""
    seen = set()
    async with playing("reduce-the-error/four-passes", size=(60, 20), course=bundled()) as player:
        session = player.step.session
        for _ in bundled_course().lesson("reduce-the-error").step("four-passes").ask:
            session.type(right_answer(bundled_course(), session.view()))
            session.commit()
            if session.view().phase is not Phase.EXPLORE:
                session.enter()
        session.picture("table")
        player.step.changed()
        await player.settle()
        for key in ("tab", "tab", "tab", "tab", "r", "tab", "tab"):
            await player.press(key)
            there, named = "update" in player.lines[1], "columns" in player.keys
            assert there or not named, player.lines
            seen.add((there, named))
            if not (named or player.step.spot):
                before = player.lines
                await player.press("right")
                assert player.lines == before
    assert {(True, True), (False, False)} <= seen


@played
async def test_the_end_of_a_verdict_can_be_scrolled_to_whatever_stands_above_it() -> None:
    """Down scrolls the panel where the words are out of sight, and where the table has no more."""
    async with playing(
        "add-alpha/big-alpha", size=(60, 20), look=ASCII, course=bundled()
    ) as player:
        await player.type("0.9")
        await player.press("enter", *["backspace"] * 3)
        await player.type("0.7")
        await player.press("enter")
        assert player.step.behind and player.step.panel.cut and "scroll" in player.keys
        for picture in ("bowl", "table"):
            player.step.session.picture(picture)
            player.step.changed()
            await player.settle()
            await player.press("up", "up", "up")
            top = player.step.panel.scroll_offset.y
            await player.press(*["down"] * 12)
            assert player.step.panel.scroll_offset.y > top, picture


@pytest.mark.parametrize("lesson", ["gradient-descent", "the-slope"])
@played
async def test_a_picture_that_is_looked_at_stays_whatever_is_said_of_an_answer(lesson: str) -> None:
    """In a practice, whose head has two rows, too: what is said scrolls instead."""
    quizzes, pictures = quizzes_of(course=bundled()), 0
    wanted = [item for item in items(quizzes.course) if item.lesson == lesson]
    practice = quizzes.practice(wanted, 6)
    async with asked(quizzes=quizzes, quiz=practice, size=(60, 20), look=ASCII) as player:
        for _ in range(player.quiz.shown.count):
            await player.press("tab")
            question = player.quiz.view.question
            if question is not None and question.kind in WRONG:
                await player.type({**WRONG, "direction": "3", "write": ""}[question.kind])
            await player.press("enter")
            assert "needs more room" not in player.text, player.text
            pictures += player.quiz.spot != "" and player.quiz.view.plot is not None
            await player.press("escape", "n")
    assert pictures


@played
async def test_a_hint_is_brought_into_sight_also_where_another_sentence_goes() -> None:
    async with playing(
        "the-slope/once-more", size=(60, 20), look=ASCII, course=bundled()
    ) as player:
        await player.type("-0.88")
        await player.press("enter", "tab", *["backspace"] * 5)
        await player.type("bo")
        await player.press("enter", "escape", "h")
        assert "hint pred, delta" in player.text, player.text
