"""How fair a quiz is, over 500 seeds: what the design asks of each draw, counted."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from tutor.course.index import bundled
from tutor.course.loader import load_course
from tutor.session.drawing import chosen, sense

SEEDS = 500
COUNTS = (10, 30)


def rows() -> list[tuple[str, str, str]]:
    """The figures of a quiz of 10 and one of 30 questions, each beside its goal."""
    course = load_course(bundled())
    found: list[tuple[str, str, str]] = []
    for count in COUNTS:
        again = told = neighbours = 0
        scores: list[float] = []
        ways: Counter[str] = Counter()
        places: Counter[int] = Counter()
        for seed in range(SEEDS):
            questions = chosen(course, count, seed)
            tasks = [task for one in questions if (task := one.task(course)) is not None]
            again += count - len({sense(task) for task in tasks})
            seen = [(task.step.id, *task.constants.items()) for task in tasks if task.target]
            told += len(seen) - len({*seen})
            neighbours += sum(a.item.lesson == b.item.lesson for a, b in pairwise(questions))
            options = [task.kind.answers(task.ask) for task in tasks]
            scores.append(sum(1 / len(one) for one in options if one))
            for one, task, answers in zip(questions, tasks, options, strict=True):
                if task.kind.name == "direction":
                    ways[task.ask.direction] += 1
                elif one.order and len(answers) == 3:
                    places[[answer.right for answer in answers].index(True) + 1] += 1
        mean = sum(scores) / SEEDS
        off = max(abs(score - mean) for score in scores)
        of = f"quiz of {count}, {SEEDS} seeds"
        found += [
            (f"{of}: questions asked twice", str(again), "0"),
            (f"{of}: told by another question of its step", str(told), "0"),
            (f"{of}: neighbours of one lesson", str(neighbours), "0"),
            (f"{of}: score by guessing off its mean", f"{off:.2f}", f"at most {0.1 * count:g}"),
            (f"{of}: up, down, stay", _shares(ways, ("up", "down", "stay")), "a third each"),
            (f"{of}: right option first, second, third", _shares(places, (1, 2, 3)), "as often"),
        ]
    return found


def _shares(counts: Counter[str] | Counter[int], names: tuple[str | int, ...]) -> str:
    total = sum(counts.values())
    return ", ".join(f"{counts[name] / total:.0%}" for name in names)  # type: ignore[index]
