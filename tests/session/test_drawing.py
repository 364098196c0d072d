"""What a draw of questions is like, over many seeds."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from tests.course.lessons import changed, written
from tests.session.walks import bundled_course
from tutor.course.loader import course_of
from tutor.history.records import Attempt
from tutor.history.schedule import Item
from tutor.session.drawing import Drawn, again, chosen, drawn, interleaved, items, sense, shares
from tutor.session.task import Task, task_of

COURSE = bundled_course()
SEEDS = range(40)


def task(one: Drawn) -> Task:
    found = one.task(COURSE)
    assert found is not None
    return found


def by_guessing(questions: list[Drawn]) -> float:
    """The score that is expected of who knows nothing."""
    counts = [len(task(one).kind.choices(task(one).ask)) for one in questions]
    return sum(1 / count for count in counts if count)


@pytest.mark.parametrize("count", [5, 10, 30])
def test_each_draw_is_as_hard_as_every_other(count: int) -> None:
    drawings = [chosen(COURSE, count, seed) for seed in SEEDS]
    assert all(len(one) == count for one in drawings)
    kinds = {tuple(sorted(Counter(task(q).kind.name for q in one).items())) for one in drawings}
    assert len(kinds) == 1, "the same share of each kind"
    scores = [by_guessing(one) for one in drawings]
    mean = sum(scores) / len(scores)
    assert all(abs(score - mean) <= 0.1 * count for score in scores)


@pytest.mark.parametrize("count", [10, 30, 60])
def test_nothing_is_asked_twice_and_no_neighbours_are_of_one_lesson(count: int) -> None:
    for seed in SEEDS:
        questions = chosen(COURSE, count, seed)
        asked = [sense(task(one)) for one in questions]
        assert len(set(asked)) == count
        assert not any(a.item.lesson == b.item.lesson for a, b in pairwise(questions)), seed


def test_a_small_lesson_asks_again_only_with_numbers_that_make_another_question() -> None:
    """Its one choice has no numbers, and comes once."""
    questions = chosen(COURSE, 12, 1, ["from-memory"])
    assert Counter(one.item.question for one in questions) == {0: 1, 1: 11}
    assert len({sense(task(one)) for one in questions}) == 12


def test_where_there_are_not_enough_as_many_as_there_are_come(tmp_path: Path) -> None:
    text = changed(
        ("vary: {weight: [4, 8, 0.5], alpha: [0.1, 0.4, 0.05]}", "vary: {weight: [4, 5, 1]}")
    )
    course = course_of(written(tmp_path, text))
    questions = chosen(course, 50, 3)
    assert 2 <= len(questions) < 6
    assert len({sense(found) for one in questions if (found := one.task(course))}) == len(questions)


def test_numbers_that_a_question_does_not_use_make_no_other() -> None:
    first, second = (
        task_of(COURSE, Item("reduce-the-error", "four-passes", 0), {"weight": w, "goal_pred": g})
        for w, g in ((0.3, 0.5), (0.3, 0.6))
    )
    assert first is not None and second is not None and sense(first) != sense(second)
    pred = Item("compare", "predict", 0)
    one, other, third = (
        task_of(COURSE, pred, {"weight": 0.2, "input": 3}),
        task_of(COURSE, pred, {"weight": 0.2, "input": 3}),
        task_of(COURSE, pred, {"weight": 0.3, "input": 3}),
    )
    assert one is not None and other is not None and third is not None
    assert sense(one) == sense(other) != sense(third)
    delta = Item("gradient-descent", "named-parts", 0)
    slow, fast = (task_of(COURSE, delta, {"alpha": a}) for a in (0.004, 0.01))
    assert slow is not None and fast is not None
    assert sense(slow) == sense(fast), "delta does not depend on alpha"


def test_what_a_question_sets_its_draw_leaves() -> None:
    """But for what its own `quiz` says."""
    for item in items(COURSE):
        found = task_of(COURSE, item)
        assert found is not None
        question = found.question
        for seed in range(3):
            one = drawn(COURSE, item, str(seed))
            assert one is not None, item
            constants = task(one).constants
            for name, value in question.with_.items():
                assert name in question.by_itself.vary or constants[name] == value, item


def test_every_way_is_the_answer_of_every_question_for_one() -> None:
    asked = [item for item in items(COURSE) if _kind(item) == "direction"]
    assert len(asked) >= 9
    for item in asked:
        ways = Counter(
            task(one).ask.direction for seed in range(45) if (one := drawn(COURSE, item, f"{seed}"))
        )
        assert ways.keys() == {"up", "down", "stay"}, item
        assert min(ways.values()) >= 5, (item, ways)


def test_the_right_option_is_as_often_first_as_second_or_third() -> None:
    places: Counter[int] = Counter()
    for seed in SEEDS:
        for one in chosen(COURSE, 20, seed):
            answers = task(one).kind.answers(task(one).ask)
            if one.order and len(answers) == 3:
                places[[answer.right for answer in answers].index(True)] += 1
    mean = places.total() / 3
    assert places.keys() == {0, 1, 2} and all(abs(n - mean) < 0.2 * mean for n in places.values())


def test_directions_keep_their_keys() -> None:
    for seed in SEEDS:
        for one in chosen(COURSE, 10, seed):
            if _kind(one.item) == "direction":
                assert one.order == () and task(one).kind.choices(task(one).ask)[0] == "up"


def test_bonus_lessons_are_asked_only_by_name() -> None:
    bonus = [lesson.id for lesson in COURSE.lessons if lesson.bonus]
    assert "several-weights" in bonus and "beyond-the-bowl" in bonus
    usual = {one.item.lesson for seed in range(5) for one in chosen(COURSE, 60, seed)}
    assert usual == {lesson.id for lesson in COURSE.lessons} - {*bonus}
    assert {one.item.lesson for one in chosen(COURSE, 5, 1, bonus)} == {*bonus}
    assert any(item.lesson in bonus for item in items(COURSE)), "a review may bring them back"


def test_an_order_that_is_none_leaves_the_options_as_they_are() -> None:
    item = next(item for item in items(COURSE) if _kind(item) == "choose")
    own, odd = task_of(COURSE, item), task_of(COURSE, item, {}, (5, 5))
    assert own is not None and odd is not None
    assert own.kind.choices(own.ask) == odd.kind.choices(odd.ask)


def test_within_one_lesson_no_neighbours_are_of_one_step() -> None:
    for seed in range(10):
        questions = chosen(COURSE, 6, seed, ["the-slope"])
        assert not any(a.item.step == b.item.step for a, b in pairwise(questions))


def test_shares_are_those_of_the_whole() -> None:
    assert shares({"a": 70, "b": 20, "c": 10}, 10) == {"a": 7, "b": 2, "c": 1}
    assert sum(shares({"a": 1, "b": 1, "c": 1}, 10).values()) == 10
    assert interleaved([], __import__("random").Random(1)) == []


def _kind(item: Item) -> str:
    found = task_of(COURSE, item)
    assert found is not None
    return found.kind.name


def test_what_is_practised_or_reviewed_comes_to_something_else_each_time() -> None:
    """Its answer has just been explained: `What is r now?` is asked of one listing by three."""
    course = bundled_course()
    wanted = items(course, ["break-it"])
    for seed in range(40):
        asked = again(course, wanted, f"practice/{seed}")
        senses = {sense(task) for one in asked if (task := one.task(course)) is not None}
        assert len(senses) == len(asked) == len(wanted)


def answered(one: Drawn) -> Attempt:
    lesson, step, number = one.item.lesson, one.item.step, one.item.question
    return Attempt("descent", lesson, step, number, task(one).constants, "1", 1.0, "right")


def test_what_was_answered_is_asked_with_other_numbers_where_there_are_any() -> None:
    others = 0
    for item in items(COURSE):
        first, *more = (again(COURSE, [item], f"practice/{seed}") for seed in range(12))
        known = answered(first[0])
        for seed in range(6):
            (one,) = again(COURSE, [item], f"practice/{seed}", [known])
            same = one.values == first[0].values
            assert not same or all(other[0].values == one.values for other in more), item
            others += not same
    assert others > 100


def test_no_question_is_told_by_another_of_its_step() -> None:
    """With the same constants the one's listing shows what the other asks."""
    pairs = 0
    for seed in range(120):
        for lessons, count in (((), 30), (("compare",), 5), (("add-alpha",), 12)):
            asked = [task(one) for one in chosen(COURSE, count, seed, lessons)]
            drawn_ = [one for one in asked if one.target is not None]
            for one, other in combinations(drawn_, 2):
                if one.step is other.step:
                    pairs += 1
                    assert one.constants != other.constants, (seed, one.step.id)
    assert pairs > 300


def test_what_one_question_of_a_step_has_told_is_not_asked_by_another() -> None:
    """From one quiz to the next."""
    mean, blame = (Item("compare", "cancelling", number) for number in range(2))
    for seed in range(20):
        (first,) = again(COURSE, [blame], f"quiz/{seed}")
        for turn in range(20):
            (next_,) = again(COURSE, [mean], f"review/{turn}", [answered(first)])
            assert next_.values != first.values


def test_numbers_come_again_once_there_are_no_others() -> None:
    known: list[Attempt] = []
    came = list[tuple[float, ...]]()
    for seed in range(30):
        (one,) = again(COURSE, [Item("add-alpha", "the-limit", 0)], f"review/{seed}", known)
        known.append(answered(one))
        came.append(tuple(map(float, one.values.values())))
    assert len(set(came[:12])) == 12, "each comes once before one comes twice"
    assert len(set(came)) < 30
