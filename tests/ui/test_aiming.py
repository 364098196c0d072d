"""Aim hits: wherever a number can be aimed at, keys alone lead to the right answer.

First over the whole course with the numbers of many draws, then by keys on the screens.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.session.walks import bundled_course
from tests.ui.player import Player, played, playing
from tests.ui.quiz_player import asked
from tutor.chart.lattice import Lattice, lattice
from tutor.course.index import bundled
from tutor.history.schedule import Item
from tutor.session.drawing import drawn
from tutor.session.exercise import Exercise
from tutor.session.picture.moment import picture_of
from tutor.session.picture.plot import plot_view
from tutor.session.picture.scene import Frame
from tutor.session.task import Task, task_of
from tutor.session.view import Phase
from tutor.store.sqlite import Memory
from tutor.ui.screens.exercise_screen import FINEST

DRAWS = 50
LEAP = 10
"""Steps of a leap."""
PRESSES = 40
"""Keys that it takes at the most."""
LEVELS = 5
"""How often it has to be made finer at the most."""


def tasks() -> Iterator[Item]:
    """Every question of the course whose number lies along the axis of its picture."""
    course = bundled_course()
    for lesson in course.lessons:
        for step in lesson.steps:
            for number, question in enumerate(step.ask):
                item = Item(lesson.id, step.id, number)
                task = task_of(course, item)
                view = plot_view(Exercise(task)) if task is not None else None
                number_asked = question.kind == "predict"
                if number_asked and view and not view.hidden and view.x == question.variable:
                    yield item


AIMED = [pytest.param(item, id=str(item)) for item in tasks()]


def draws(item: Item, count: int) -> Iterator[Task]:
    """The question with its author's numbers, and with so many drawn ones."""
    course = bundled_course()
    fresh = (drawn(course, item, str(seed)) for seed in range(count))
    for values in ({}, *(one.values for one in fresh if one is not None)):
        task = task_of(course, item, values)
        assert task is not None
        yield task


class Aim:
    """What the keys do, on a chart of some width."""

    def __init__(self, exercise: Exercise, width: int) -> None:
        self.exercise, self.width = exercise, width
        self.frame: Frame | None = None
        self.fine, self.presses = 0, 0
        view = plot_view(exercise)
        assert view is not None
        self.x = view.now

    def press(self, steps: int = 0, finer: int = 0) -> None:
        """Move by so many steps, or make them finer."""
        self.fine += finer
        found = self.lattice()
        text = found.moved(self.x, steps)
        self.exercise.type(text, found.step)
        self.x = float(text)
        self.presses += 1

    def lattice(self) -> Lattice:
        """The numbers that can be aimed at now."""
        scene = picture_of(self.exercise, self.frame)
        assert scene is not None
        self.frame = scene.frame
        found = lattice(self.frame, self.width)
        assert found is not None
        return found.finer(self.fine)

    def go(self, target: float) -> None:
        """To the number that is nearest to the target; more finely where the axis, which grows with
        the guess, has other numbers on either side of it."""
        seen: set[float] = set()
        while True:
            if self.x in seen:
                self.press(finer=1)
                seen.clear()
            found = self.lattice()
            gap = (float(found.moved(target, 0)) - self.x) / found.step
            if abs(gap) < 1e-3 and self.exercise.typed:
                if self.exercise.aimed == found.step:
                    return
                self.press(finer=1)  # it was aimed at among others, before the axis grew
                continue
            seen.add(self.x)
            far = abs(gap) >= LEAP
            self.press((LEAP if far else 1) * (1 if gap > 0 else -1))
            assert self.presses <= PRESSES


@pytest.mark.parametrize("width", [18, 31, 100])
@pytest.mark.parametrize("item", AIMED)
def test_aim_hits(item: Item, width: int) -> None:
    """From where the learner stands, by steps, leaps and finer ones. Nothing but an aim that is
    too coarse stands in the way of the number nearest to the right one."""
    for task in draws(item, DRAWS if width == 31 else 3):
        exercise = Exercise(task)
        aim = Aim(exercise, width)
        for _ in range(LEVELS):
            aim.go(float(task.ask.truth))
            verdict = exercise.judged()
            assert not verdict.missed, (exercise.typed, dict(task.constants))
            if verdict.right:
                break
            aim.press(finer=1)
        exercise.commit()
        assert exercise.verdict is not None and exercise.verdict.right, dict(task.constants)


def test_the_numbers_to_aim_at_are_the_same_whatever_the_answer_is() -> None:
    """Draws of one question on the same axis have the same lattice and the same numbers on it."""
    seen: dict[tuple[float, float], set[tuple[str, ...]]] = {}
    truths: dict[tuple[float, float], set[float]] = {}
    for item in tasks():
        for task in draws(item, 10):
            exercise = Exercise(task)
            scene = picture_of(exercise)
            assert scene is not None
            found = lattice(scene.frame, 40)
            assert found is not None
            limits = scene.frame.x0, scene.frame.x1
            numbers = tuple(found.moved(scene.frame.x0, steps) for steps in range(30))
            seen.setdefault(limits, set()).add(numbers)
            truths.setdefault(limits, set()).add(float(task.ask.truth))
    assert all(len(numbers) == 1 for numbers in seen.values())
    assert sum(len(found) > 1 for found in truths.values()) > 10


# -- by keys --------------------------------------------------------------------------------------


def number(player: Player) -> str:
    """What stands under the ghost."""
    return player.step.view.typed


@played
async def test_the_arrows_lead_to_the_very_number() -> None:
    async with playing("first/number") as player:
        assert "←→ aim   [] leap" in player.keys and "finer" not in player.keys
        await player.press("left", "left")
        assert number(player) == "0.46" and "you 0.46" in player.text
        assert "= 0.46, give or take 0.01" in player.text
        await player.press("enter")
        assert "◇ you 0.46 ◆ true 0.46" in player.text


@played
async def test_one_key_makes_it_finer_and_one_coarser() -> None:
    async with playing("first/number") as player:
        await player.press("left")
        assert "↑ finer" in player.keys and "coarser" not in player.keys
        await player.press("up", "right")
        assert number(player) == "0.482" and "give or take 0.001" in player.text
        assert "↑ finer   ↓ coarser" in player.keys
        await player.press("]", "left")
        assert number(player) == "0.500"
        await player.press("down")
        assert number(player) == "0.50" and "coarser" not in player.keys
        await player.press("down", "left")
        assert number(player) == "0.48"


@played
async def test_the_width_is_written_as_all_numbers_are() -> None:
    async with playing("first/number") as player:
        await player.press("left", "left", "up", "up", "up")
        assert number(player) == "0.46000"
        assert "= 0.46, give or take 1e-5" in player.text


@played
async def test_it_gets_no_finer_than_digits_mean_something() -> None:
    """And says so, until something else is done."""
    async with playing("first/number") as player:
        await player.press("left")
        for _ in range(20):
            assert FINEST not in player.text
            before = number(player)
            await player.press("up")
            if number(player) == before:
                break
        assert FINEST in player.text and len(before) <= 12 and "e" not in before
        await player.press("right")
        assert FINEST not in player.text and number(player) != before
        await player.press("up")
        assert FINEST in player.text
        await player.press("down")
        assert FINEST not in player.text and len(number(player)) == len(before) - 1


@played
async def test_what_is_read_has_every_digit_of_what_was_aimed_at_or_typed() -> None:
    async with playing("first/number") as player:
        await player.type("1e6")
        assert "= 1000000" in player.text
        await player.press("left")
        assert number(player) == "999999.98"
        assert "= 999999.98, give or take 0.01" in player.text
        for typed, read in {
            "999999.98": "= 999999.98 ",
            ".1234567": "= 0.1234567 ",
            "1e-7": "= 1e-7 ",
            "1/3": "= 0.333333 ",
            "10000000/3": "= 3333333 ",
        }.items():
            await player.press(*["backspace"] * 12)
            await player.type(typed)
            assert read in f"{player.text} "


@played
async def test_what_is_typed_by_hand_is_no_aim() -> None:
    async with playing("first/number") as player:
        await player.press("left")
        await player.type("!")
        assert "= 0.48, give or take 0.01 certain" in player.text
        await player.press("left")
        assert number(player) == "0.46!", "how sure one is stays said"
        await player.press("backspace", "backspace")
        assert "= 0.4 " in f"{player.text} " and "give or take" not in player.text
        await player.type("6")
        assert number(player) == "0.46" and "give or take" not in player.text
        await player.press("right")
        assert number(player) == "0.48" and "give or take 0.01" in player.text


@pytest.mark.parametrize(
    ("keys", "typed"),
    [
        (("0", ".", "2"), "0.2"),
        (("w",), "w"),
        (("-", "1"), "-1"),
        (("+", "1"), "0.48+1"),
        (("backspace", "5"), "0.45"),
        (("home", "2"), "20.48"),
        (("?",), "0.48?"),
    ],
)
@played
async def test_a_number_typed_after_an_aim_is_another_one(
    keys: tuple[str, ...], typed: str
) -> None:
    """What was aimed at was not typed; but it can be edited, and reckoned with."""
    async with playing("first/number") as player:
        await player.press("left")
        assert number(player) == "0.48"
        await player.press(*keys)
        assert number(player) == typed


@played
async def test_who_comes_back_aims_on() -> None:
    """As finely as before; and what was aimed at is judged as that."""
    store = Memory()
    async with playing("first/number", store=store) as player:
        await player.press("left", "up", "right")
        assert number(player) == "0.482"
    async with playing("first", store=store) as player:
        assert number(player) == "0.482" and "give or take 0.001" in player.text
        assert "↓ coarser" in player.keys
        await player.press("right")
        assert number(player) == "0.484"
        await player.press("enter")
        assert player.step.view.phase is Phase.ASK
    async with playing("first", store=store) as player:
        place = player.step.session.place()
        assert place.answer == "0.484" and place.answer_cell == place.cell == 0.002


@played
async def test_in_explore_a_guess_can_be_aimed_and_dropped() -> None:
    async with playing("first/number") as player:
        await player.type("0.46")
        await player.press("enter", "left")
        assert "give or take" in player.text and "↑ finer" in player.keys
        await player.press("up")
        assert number(player).count("0") >= 2
        await player.press("escape")
        assert number(player) == "" and "finer" not in player.keys


@played
async def test_a_narrow_screen_aims_as_finely_before_the_picture_is_in_sight() -> None:
    async with playing("first/number", size=(60, 20)) as player:
        await player.press("left")
        first = number(player)
        assert "◇ you" in player.text
        await player.press("left", "right")
        assert number(player) == first


@played
async def test_beyond_the_axis_it_goes_on_in_short_numbers() -> None:
    async with playing("first/number") as player:
        await player.press(*["]"] * 20)
        assert len(number(player)) <= 5 and float(number(player)) > 3
        await player.press(*["["] * 40)
        assert len(number(player)) <= 6 and float(number(player)) < -3


@played
async def test_in_a_quiz_the_digits_count() -> None:
    """Its verdict waits, so nobody is asked to aim finer."""
    async with asked() as player:
        await player.press("left", "left")
        view = player.quiz.view
        assert view.aimed and view.reading is not None and view.reading.cell == 0
        assert "give or take" not in player.text
        before = view.typed
        await player.press("up")
        assert len(player.quiz.view.typed) > len(before) and "↓ coarser" in player.keys


@played
async def test_a_guess_in_explore_stands_beside_the_truth_and_not_under_another_question() -> None:
    async with playing("add-alpha/smaller-steps", course=bundled()) as player:
        for answer in ("0.46", "0.436", "0.5"):
            await player.type(answer)
            await player.press("enter")
            if answer == "0.46":
                await player.press("enter")
        assert "◇ you 0.5 ◆ true 0.4216 off by 0.0784" in player.text
        await player.press("r")
        assert "◆ true" not in player.text.partition("Before you run it")[2]


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
@played
async def test_what_a_guess_widened_is_given_back_with_the_next_question(
    size: tuple[int, int],
) -> None:
    """Also where the picture was out of sight in between."""
    async with playing("add-alpha/small-alpha", size=size, course=bundled()) as player:
        for answer in ("0.504", "0.9"):
            await player.type(answer)
            await player.press("enter")
        scene = player.step.scene()
        assert scene is not None and scene.frame.lent
        assert bool(scene.frame.zoomed) is (size == (80, 24)), "else none was seen before it"
        await player.press("enter")
        await player.type("0.45")
        await player.press("enter", "tab")
        scene = player.step.scene()
        assert scene is not None and scene.guess is not None and not scene.frame.zoomed
