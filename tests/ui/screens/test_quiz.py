"""A quiz on the screen: asked, skipped, left, come back to, finished; a review with feedback."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from textual.events import Paste

from tests.clock import Calendar
from tests.ui.player import play, played, playing
from tests.ui.quiz_player import (
    ASCII,
    COURSE,
    GOLDEN,
    RIGHT,
    SCREENS,
    UPHILL,
    QuizPlayer,
    asked,
    quizzes_of,
    the_four,
)
from tutor.course.loader import load_course
from tutor.session.quiz import QuizSession
from tutor.session.quizzes import Quizzes, Waiting
from tutor.store import open_store
from tutor.store.sqlite import Memory
from tutor.ui.screens.home import HomeScreen
from tutor.ui.screens.page import PageScreen
from tutor.ui.screens.quiz import QuizScreen
from tutor.ui.screens.search_list import GlossaryScreen
from tutor.ui.screens.summary import SummaryScreen


@played
async def test_enter_commits_and_goes_on_and_nothing_is_said_of_it() -> None:
    async with asked() as player:
        assert "question 1 of 4" in player.lines[0]
        await player.type(UPHILL)
        assert f"= {float(UPHILL):g}" in player.text
        await player.press("enter")
        assert "question 2 of 4" in player.lines[0]
        assert player.lines[1].startswith("  ●‹○›○ ○")
        assert "1 answered" in player.lines[1] and "✗" not in player.text
        assert "true" not in player.text and "uphill" not in player.text


@played
async def test_an_answered_question_stands_and_says_nothing_of_its_worth() -> None:
    async with asked() as player:
        await player.answer(UPHILL)
        await player.press("escape", "b")
        assert f"› {UPHILL}" in player.text and "Your answer stands." in player.text
        await player.type("7")
        assert player.quiz.view.typed == UPHILL
        assert "true" not in player.text and "=" not in player.lines[-4]
        await player.press("enter")
        assert "question 2 of 4" in player.lines[0]


@played
async def test_what_is_skipped_comes_again_and_letters_are_commands_behind_esc() -> None:
    async with asked() as player:
        await player.answer("")
        assert "question 2 of 4" in player.lines[0] and "◌ 1 skipped" in player.lines[1]
        await player.answer(*RIGHT[1:])
        assert "question 1 of 4" in player.lines[0]
        await player.press("escape", "s")
        assert "the only question that is still open" in player.text
        await player.answer(RIGHT[0])
        await player.until(lambda: isinstance(player.app.screen, SummaryScreen))
        await player.sees("4 of 4 right")


@played
async def test_nothing_typed_is_no_answer() -> None:
    async with asked() as player:
        await player.press("enter")
        assert "Type an answer, or skip" in player.text
        await player.type("h")
        assert "Type an answer" not in player.text
        await player.type("alf")
        await player.press("enter")
        assert "question 1 of 4" in player.lines[0] and player.quiz.view.typed == "half"
        await player.press("escape", "n", "escape", "n", "enter")
        assert "Pick one, or skip" in player.text


@played
async def test_the_arrows_aim_along_the_bowl() -> None:
    async with asked() as player:
        assert "←→ aim" in player.keys
        await player.press("left", "left")
        aimed = float(player.quiz.view.typed)
        assert 0.9 < aimed < 1.4 and f"you {aimed:g}" in player.text
        await player.press("[")
        assert float(player.quiz.view.typed) < aimed


@played
async def test_a_hunch_and_a_certainty_can_be_told_with_every_kind_of_answer() -> None:
    async with asked() as player:
        assert "End with ? for a hunch" in player.text
        await player.type("0.600!")
        assert "certain" in player.text.split("= 0.6")[1]
        await player.press("enter")
        await player.answer("")
        await player.press("d", "?")
        assert "› ↓ down a hunch" in player.text and player.quiz.view.typed == "2?"
        await player.press("up")
        assert player.quiz.view.typed == "1?"
        await player.press("?", "!")
        assert "› ↑ up certain" in player.text and player.quiz.view.typed == "1!"
        await player.press("enter")
        await player.press("down", "down")
        assert "› 2 Four" in player.text
        await player.press("enter", "escape", "f", "f")
        await player.until(lambda: isinstance(player.app.screen, SummaryScreen))
        [first, _, way, _] = player.summary.report.summary.outcomes
        assert (first.confidence, way.confidence) == ("!", "!")
        assert first.known and not way.right


@played
async def test_finishing_with_questions_open_asks_once() -> None:
    async with asked() as player:
        await player.answer(RIGHT[0], "")
        await player.press("escape", "f")
        assert "3 questions are still open (1 of them skipped)" in player.text
        assert player.keys == " f finish now   enter go on with it".strip()
        await player.press("enter")
        assert isinstance(player.app.screen, QuizScreen) and "still open" not in player.text
        await player.press("f", "f")
        await player.until(lambda: isinstance(player.app.screen, SummaryScreen))


@played
async def test_leaving_keeps_everything_and_it_is_come_back_to() -> None:
    quizzes = quizzes_of()
    async with asked(quizzes=quizzes) as player:
        await player.answer(RIGHT[0])
        await player.type("1.8 **")
        await player.press("escape", "l")
        await player.until(lambda: not player.app.is_running)
    assert quizzes.waiting() == Waiting(1, 4)
    async with asked(quizzes=quizzes, quiz=quizzes.unfinished()) as player:
        assert "question 2 of 4" in player.lines[0]
        assert player.quiz.view.typed == "1.8 **"
        await player.type(" 2")
        assert "= 3.24" in player.text


@played
async def test_every_change_is_kept_as_it_happens() -> None:
    quizzes = quizzes_of()
    async with asked(quizzes=quizzes) as player:
        assert quizzes.waiting() is None, "nothing was done yet"
        for typed in ("0", "0.", "0.9"):
            await player.type(typed[-1])
            found = quizzes.unfinished()
            assert found is not None and found.view().view.typed == typed
        await player.press("escape", "n")
        found = quizzes.unfinished()
        assert found is not None and found.view().number == 2


@played
async def test_a_store_that_cannot_be_written_is_said_and_the_quiz_goes_on(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    store = open_store(tmp_path / "file" / "store.sqlite")
    async with asked(quizzes=quizzes_of(store)) as player:
        await player.answer(RIGHT[0])
        assert "cannot be made" in player.text and "question 2 of 4" in player.lines[0]
        await player.answer(*RIGHT[1:])
        await player.until(lambda: isinstance(player.app.screen, SummaryScreen))
        await player.sees("4 of 4 right")
    store.close()


LONG = """\
format: 1
id: long
title: Long
about: Much to read.
steps:
  - id: one
    title: One
    text: Nothing.
    ask:
      - choose: %s THE END
        hint: Look.
        options:
          - {say: Good, because: So it is., right: true}
          - {say: Bad, because: It is.}
"""


@pytest.mark.parametrize("size", [(40, 12), (60, 20)])
@played
async def test_a_question_that_does_not_fit_is_scrolled(
    size: tuple[int, int], tmp_path: Path
) -> None:
    (tmp_path / "long.yaml").write_text(LONG % ("what becomes of it? " * 40), encoding="utf-8")
    quizzes = quizzes_of(course=tmp_path)
    async with asked(size=size, quizzes=quizzes, quiz=quizzes.quiz(1)) as player:
        assert "THE END" not in player.text and "pgup pgdn scroll" in player.keys
        for _ in range(9):
            await player.press("pagedown")
        assert "THE END" in player.text and "1 " in player.text and "Good" in player.text
        await player.press("2")
        assert "› 2 Bad" in player.text or "› 2 Good" in player.text


@played
async def test_there_is_a_clock_only_where_one_was_asked_for() -> None:
    async with asked() as player:
        assert "left" not in player.lines[0]
    quizzes = quizzes_of()
    async with asked(quizzes=quizzes, quiz=the_four(quizzes, 90)) as player:
        assert "90 min left" in player.lines[0]


@played
async def test_the_clock_ends_it_with_what_is_there() -> None:
    quizzes = quizzes_of()
    calendar = Calendar()
    questions = the_four(quizzes)._questions
    quiz = QuizSession(quizzes.course, questions, minutes=2, now=calendar)
    async with asked(quizzes=quizzes, quiz=quiz) as player:
        await player.answer(RIGHT[0])
        calendar.now += timedelta(seconds=100)
        await player.until(lambda: "20 s left" in player.lines[0])
        screen = player.quiz
        await player.press("escape", "?")
        calendar.now += timedelta(seconds=21)
        screen._tick()  # beneath the help, which stays until it is closed
        await player.press("enter")
        await player.until(lambda: isinstance(player.app.screen, SummaryScreen))
        await player.sees("1 of 4 right")


@played
async def test_a_quiz_whose_time_ran_out_while_it_was_closed_shows_what_came_of_it() -> None:
    """Its answers count, and it does not wait any longer."""
    calendar = Calendar()
    quizzes = quizzes_of(Memory(calendar))
    quiz = the_four(quizzes, minutes=2)
    async with asked(quizzes=quizzes, quiz=quiz) as player:
        await player.answer(RIGHT[0])
    calendar.sleep()
    waiting = quizzes.waiting()
    assert waiting is not None and waiting.over
    quiz_again = quizzes.unfinished()
    assert quiz_again is not None
    async with asked(quizzes=quizzes, quiz=quiz_again) as player:
        await player.until(lambda: isinstance(player.app.screen, SummaryScreen))
        await player.sees("1 of 4 right")
        await player.sees("The time was up after 2 minutes.")
    assert quizzes.waiting() is None and len(quizzes.attempts()) == 1


@played
async def test_help_and_words_are_there_and_come_back_to_the_question() -> None:
    async with asked() as player:
        await player.press("escape", "?")
        assert isinstance(player.app.screen, PageScreen) and "one try" in player.text
        await player.press("enter", "g")
        assert isinstance(player.app.screen, GlossaryScreen)
        await player.press("escape")
        assert isinstance(player.app.screen, QuizScreen)


@played
async def test_a_paste_is_one_answer() -> None:
    async with asked() as player:
        player.app.screen.post_message(Paste("0.\n6" + " " * 9_000))
        await player.until(lambda: player.quiz.view.typed == "0. 6")


@played
async def test_plain_characters_that_were_chosen_once_are_drawn_here_too() -> None:
    store = Memory()
    store.remember("me", "charset", "ascii")
    async with asked(quizzes=quizzes_of(store)) as player:
        assert "\n".join(player.lines).isascii() and "<o>o o o" in player.lines[1]


@pytest.mark.parametrize("size", [(40, 12), (60, 20), (80, 24), (132, 43)])
@played
async def test_every_shown_key_can_be_read_at_every_size(size: tuple[int, int]) -> None:
    async with asked(size=size) as player:
        for answer in RIGHT:
            await _all_keys_shown(player)
            await player.press("escape")
            await _all_keys_shown(player)
            await player.press("escape")
            await player.type(answer)
            await player.press("enter")
        await player.until(lambda: isinstance(player.app.screen, SummaryScreen))
        await _all_keys_shown(player)


async def _all_keys_shown(player: QuizPlayer) -> None:
    shown = " ".join("\n".join(player.lines).split())
    for key in player.screen.keys_now():
        assert key.does in shown, (key, shown)


@played
async def test_on_a_narrow_screen_tab_goes_to_the_picture_and_back() -> None:
    async with asked(size=(60, 20)) as player:
        assert "derivative =" in player.text and "┊ goal" not in player.text
        await player.press("tab")
        assert "derivative =" not in player.text and "┊ bottom 0.40" in player.text
        await player.type("0.6")
        assert player.quiz.view.typed == "0.6" and "you 0.6" in player.text
        await player.press("tab")
        assert "derivative =" in player.text


@played
async def test_a_row_of_many_marks_shows_those_around_the_one_in_hand() -> None:
    quizzes = quizzes_of()
    async with asked(quizzes=quizzes, quiz=quizzes.quiz(60, seed=1), look=ASCII) as player:
        assert player.lines[1].startswith(" <o>o o") and player.lines[1].endswith("..")
        for _ in range(30):
            await player.press("escape", "n")
        assert "<o>" in player.lines[1] and player.lines[1].startswith("  . o")
        assert "question 31 of 60" in player.lines[0]


@played
async def test_a_review_explains_each_answer_at_once() -> None:
    calendar = Calendar(tick=1)
    quizzes = Quizzes(Memory(calendar), load_course(COURSE))
    async with asked(quizzes=quizzes) as player:
        await player.answer(UPHILL, RIGHT[1], "1", "1")
    calendar.sleep()
    review = quizzes.review()
    assert review is not None
    async with asked(quizzes=quizzes, quiz=review) as player:
        assert player.lines[0].startswith(" Review") and "of 3" in player.lines[0]
        await player.type("-1000")
        await player.press("enter")
        assert "◇ you -1000" in player.text and "◆ true" in player.text
        assert "weight = weight - (alpha * derivative) =" in player.text
        assert player.lines[1].startswith(" ‹✗›")
        assert "enter next question" in player.keys
        await player.press("enter", "u", "enter")
        if "✗" in player.lines[1][4:8]:
            assert "Right is: down" in player.text
        await player.press("enter", "1", "enter")
        assert "Right is: Four" in player.text and "Half of it is no whole" in player.text
        assert "enter summary" in player.keys
        await player.press("enter")
        await player.until(lambda: isinstance(player.app.screen, SummaryScreen))
        await player.sees("Review: what came of it")
        assert "Another look" not in player.text


@played
async def test_home_goes_on_with_the_quiz_that_waits_and_counts_what_is_due() -> None:
    store = Memory()
    async with playing(course=COURSE, store=store) as player:
        await player.press("tab", "z")
        await player.until(lambda: isinstance(player.app.screen, QuizScreen))
        await player.type("-999")
        await player.press("enter")
        await player.type("0.")
        await player.press("escape", "l")
        await player.until(lambda: "Go on with your quiz" in player.text)
        assert isinstance(player.app.screen, HomeScreen) and "1 of 10" in player.text
        assert "nothing due Quiz" in player.text, "else that would tell the miss"
    async with playing(course=COURSE, store=store) as player:
        await player.press("tab")
        await player.until(lambda: "nothing due" in player.text)
        await player.press("z")
        await player.until(lambda: isinstance(player.app.screen, QuizScreen))
        assert "question 2 of 10" in player.lines[0]
        await player.press("escape", "f", "f")
        await player.until(lambda: isinstance(player.app.screen, SummaryScreen))
        assert "passed" not in player.text, "nobody asked for a mark here"
        await player.press("l")
        await player.until(lambda: isinstance(player.app.screen, HomeScreen))
        await player.until(lambda: "Go on with" not in player.text)
        await player.sees("nothing due 1 tomorrow")
        await player.press("r")
        assert isinstance(player.app.screen, PageScreen)
        assert "Nothing is due now. The next question comes back tomorrow." in player.text


@played
async def test_without_anything_due_review_says_when_there_will_be() -> None:
    async with playing(course=COURSE) as player:
        await player.until(lambda: player.app.is_running)
        await player.press("tab")
        await player.until(lambda: "nothing due" in player.text)
        await player.press("r")
        assert isinstance(player.app.screen, PageScreen)
        assert "Nothing is due: nothing that can be asked again was missed so far." in player.text


@pytest.mark.parametrize("name", [name for name in SCREENS if name.startswith("quiz")])
def test_a_question_looks_as_kept(name: str) -> None:
    kept = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    assert play(SCREENS[name]) + "\n" == kept
