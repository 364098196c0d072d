"""Home: the first time, coming back, and lessons that cannot be opened."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.session.walks import bundled_course, right_answer
from tests.ui.player import COURSE, play, played, playing
from tutor.course.index import bundled
from tutor.course.loader import Course, load_course
from tutor.history.records import ALONE, Standing
from tutor.history.schedule import Agenda, Item
from tutor.session.lesson import LessonSession
from tutor.session.quizzes import Quizzes
from tutor.session.view import Phase, Recorder
from tutor.store.sqlite import Memory
from tutor.ui.screens.home import HomeScreen
from tutor.ui.screens.home_contents import HomeContents
from tutor.ui.screens.page import PageScreen
from tutor.ui.screens.quiz import QuizScreen
from tutor.ui.screens.step import StepScreen
from tutor.ui.text_layout import plain


@played
async def test_the_first_time_is_one_screen_and_one_key() -> None:
    async with playing() as player:
        assert "Two lessons to try the screens with." in player.text
        assert "Press enter to begin." in player.text
        assert "First 0 of 4" not in player.text
        await player.press("enter")
        assert isinstance(player.app.screen, StepScreen)
        assert "Read me" in player.lines[0]


@played
async def test_who_left_a_quiz_is_shown_where_it_waits() -> None:
    """Also when no lesson was opened yet."""
    store = Memory()
    quizzes = Quizzes(store, load_course(COURSE))
    quizzes.keep(quizzes.quiz(3, seed=1))  # one: there is no other
    async with playing(store=store) as player:
        await player.sees("Go on with your quiz")
        assert "0 of 1" in player.text and "Press enter to begin." not in player.text


@played
async def test_who_missed_something_is_shown_that_it_is_due() -> None:
    store = Memory()
    quizzes = Quizzes(store, load_course(COURSE))
    quiz = quizzes.quiz(1, seed=1)
    quiz.type("1")
    quiz.enter()
    assert quizzes.due() == ()
    async with playing(store=store) as player:
        await player.sees("nothing due 1 tomorrow")
    (missed,) = store.attempts(ALONE)
    assert missed.at is not None
    store = Memory()
    store.record(ALONE, replace(missed, at=missed.at - timedelta(days=1)))
    async with playing(store=store) as player:
        await player.sees("1 due")
        assert "Press enter to begin." not in player.text


@played
async def test_tab_lists_the_lessons_the_first_time() -> None:
    async with playing() as player:
        await player.press("tab")
        assert "1 First" in player.text
        assert "Press enter to begin" not in player.text


@played
async def test_home_says_how_far_each_lesson_is_and_where_to_go_on() -> None:
    store = Memory()
    async with playing(store=store) as player:
        await player.press("enter", "enter")
        await player.type("0.4")
        await player.press("escape", "l")
        assert isinstance(player.app.screen, HomeScreen)
        first = next(line for line in player.lines if "1  First" in line)
        assert "━●──" in first
        assert "› Go on First, step 2 of 4" in player.text
        assert "enter go on" in player.keys
    async with playing(store=store) as player:
        assert "› Go on First, step 2 of 4" in player.text
        await player.press("enter")
        assert "Multiply the step by alpha" in player.lines[0]
        assert player.step.view.typed == "0.4"


@played
async def test_another_lesson_opens_at_its_first_step_that_is_not_done() -> None:
    async with playing() as player:
        await player.press("enter", "enter", "escape", "l")
        await player.press("down", "down", "enter")
        assert "Turn it down" in player.lines[0]
        await player.press("escape", "escape", "s", "escape", "l", "down", "enter")
        assert "Multiply the step by alpha" in player.lines[0]


@played
async def test_a_broken_lesson_is_marked_and_enter_lists_its_problems() -> None:
    async with playing() as player:
        await player.press("tab", "down", "down", "down")
        broken = next(line for line in player.lines if "Broken" in line)
        assert "cannot be opened" in broken
        await player.press("enter")
        assert isinstance(player.app.screen, PageScreen)
        assert "broken.yaml:8:5:" in player.text
        assert "unknown key" in player.text
        await player.press("enter")
        assert isinstance(player.app.screen, HomeScreen)
        await player.press("up", "enter")
        assert "Turn it down" in player.lines[0]


@played
async def test_help_and_the_words_open_from_home_and_close_again() -> None:
    async with playing() as player:
        await player.press("?")
        assert player.lines[0].strip() == "Help"
        await player.press("escape", "g")
        assert "The words of this course" in player.lines[0]
        await player.press("escape")
        assert isinstance(player.app.screen, HomeScreen)


@played
async def test_keys_typed_ahead_reach_the_screens_that_they_open_in_their_order() -> None:
    """All at once: home, help and back, the lesson; its first page and an answer; the jump list."""
    async with playing() as player:
        await player.ahead("tab", "?", "enter", "enter")
        await player.sees("Read me")
        assert isinstance(player.app.screen, StepScreen) and "Read me" in player.lines[0]
        await player.ahead("l", "down", "up", "enter", "j", *"alpha", "enter", *"0.46", "enter")
        assert "Multiply the step by alpha" in player.lines[0]
        await player.sees("◆ true 0.46")


@played
async def test_a_click_opens_what_it_points_at() -> None:
    async with playing() as player:
        await player.press("tab")
        row = next(n for n, line in enumerate(player.lines) if line.strip() == "Help")
        await player.pilot.click(offset=(10, row))
        assert isinstance(player.app.screen, PageScreen) and "Answering" in player.text
        await player.pilot.click(offset=(player.lines[-1].index("close"), 23))
        assert isinstance(player.app.screen, HomeScreen)


def test_q_and_control_c_quit() -> None:
    async def scene(key: str) -> bool:
        async with playing() as player:
            await player.press(key)
            return player.app.is_running

    for key in ("q", "ctrl+c") * 5:
        assert not play(lambda key=key: scene(key))  # type: ignore[misc]


def played_through(course: Course, until: str = "") -> Memory:
    """A store of somebody who has answered everything, at first wrongly, up to a lesson."""
    store = Memory()
    session = LessonSession(course, notify=Recorder(store, course.id))
    answered = 0
    while (view := session.view()).phase is not Phase.END and view.lesson_id != until:
        if view.phase is Phase.ASK:
            answered += 1
            right = "" if view.question and view.question.kind == "reach" else "right"
            for answer in ("17" if answered < 30 else "", right and right_answer(course, view)):
                if answer and session.view().phase is Phase.ASK:
                    session.type(answer)
                    session.commit()
            if session.view().phase is Phase.ASK:
                session.skip()
                continue
        session.next()
    return store


@played
async def test_a_large_screen_draws_where_one_stopped_and_how_the_misses_fall() -> None:
    course = bundled_course()
    store = played_through(course, "reduce-the-error")
    async with playing(course=bundled(), store=store, size=(120, 40)) as player:
        await player.sees("Where you are weight 0")
        assert "bottom 1.60" in player.text and "● " in player.text
        assert "Your own error misses in 20" in player.text
        assert "first tries" in player.text and "at the first try" in player.text
        assert "Go on Learning is reducing error, step 1 of 4 Four passes" in player.text
        assert "…" not in player.text, "nothing is cut where there is room"
        await player.resize(80, 24)
        assert "Where you are" in player.text and "Your own error" in player.text
        assert "4 Learning is reducing error ●───" in player.text
        skipped = 4
        steps = sum(len(lesson.steps) for lesson in course.lessons)
        assert player.lines[0].endswith(f"{20 - skipped} of {steps} steps")
        await player.resize(120, 32)
        assert " Help" in player.text, "all of the menu is in sight"
        await player.resize(40, 12)
        assert all(line.strip() for line in player.lines), "no row is spent on nothing"
        for size in ((79, 24), (80, 23)):
            await player.resize(*size)
            assert "Where you are" not in player.text
        await player.resize(120, 40)
        assert "Where you are" in player.text


@played
async def test_a_finished_course_is_known_and_the_hand_is_on_what_is_left_to_do() -> None:
    course = bundled_course()
    store = Memory()
    for lesson in course.lessons:
        for step in lesson.steps:
            store.standing(ALONE, course.id, Standing(lesson.id, step.id, "done"))
    async with playing(course=bundled(), store=store) as player:
        await player.sees("You are through with the course.")
        steps = sum(len(lesson.steps) for lesson in course.lessons)
        assert f"{steps} of {steps} steps" in player.lines[0]
        assert any(line.startswith(" › Quiz") for line in player.lines)
        assert "Go on" not in player.text and "●" not in player.text
        await player.press("enter")
        assert isinstance(player.app.screen, QuizScreen)


def test_home_says_how_many_questions_are_due() -> None:
    due = tuple(Item("compare", "predict", number) for number in range(7))
    screen = HomeScreen(HomeContents("T", "", (), agenda=Agenda(due, None)), print)
    (review,) = (item for item in screen._items() if item.id == "entry:review")
    assert plain(review.left).split() == ["Review", "7", "due"]
