"""What a learner has learned so far. A streak counts understanding, not days."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.history.records import Attempt, Standing
from tutor.history.schedule import Item, first_answers, item_of, known

if TYPE_CHECKING:
    from tutor.course.index import Entry


@dataclass(frozen=True)
class Learned:
    """How one question stands."""

    lesson: str
    step: str
    question: int
    """From 1, as everywhere that people read."""
    title: str
    """Of its step."""
    answers: int
    """Answers committed, second tries included."""
    first_answers: int
    """Answers that tell what was known: not the tries after an explanation."""
    right: int
    """How many of those were right."""
    streak: int
    """How many of those were known in a row, up to the last one."""
    last: str
    """The verdict on the last of those."""
    known: bool
    """That one was right, and no lucky hunch: as `schedule.known` has it."""
    mistakes: Mapping[str, int]
    """How often which named mistake was made, in any answer."""


COLUMNS = tuple(Learned.__annotations__)
"""Of `Progress.rows`, which has one row for each question that was answered."""


@dataclass(frozen=True)
class LessonLearned:
    """How one lesson stands."""

    id: str
    title: str
    steps: int
    """How many it has; 0 where that is not known."""
    done: int
    """Steps done."""
    skipped: int
    """Steps skipped and not done since."""
    ideas: tuple[Learned, ...]
    """The questions answered, in the order of their steps."""

    @property
    def known(self) -> int:
        """Questions known."""
        return sum(idea.known for idea in self.ideas)

    def to_dict(self) -> dict[str, object]:
        """For JSON."""
        told = {name: value for name, value in vars(self).items() if name != "ideas"}
        counts = {"asked": len(self.ideas), "known": self.known}
        return {**told, **counts, "ideas": list(map(vars, self.ideas))}


@dataclass(frozen=True)
class Progress:
    """How a course stands for one learner."""

    lessons: tuple[LessonLearned, ...]
    """In the order of the course; then those that it no longer has."""
    answers: int
    """Answers committed."""
    streak: int
    """First answers that were known in a row, over all questions, up to the last one."""
    longest: int
    """The longest that this ever was."""

    @property
    def ideas(self) -> tuple[Learned, ...]:
        """Every question answered."""
        return tuple(idea for lesson in self.lessons for idea in lesson.ideas)

    @property
    def known(self) -> int:
        """Questions known."""
        return sum(lesson.known for lesson in self.lessons)

    def to_dict(self) -> dict[str, object]:
        """For JSON."""
        return {
            "answers": self.answers,
            "asked": len(self.ideas),
            "known": self.known,
            "streak": self.streak,
            "longest": self.longest,
            "lessons": [lesson.to_dict() for lesson in self.lessons],
        }

    def rows(self) -> list[dict[str, object]]:
        """For a table: `COLUMNS`, one row for each question answered."""
        return [
            {
                **vars(idea),
                "mistakes": " ".join(f"{name}:{count}" for name, count in idea.mistakes.items()),
            }
            for idea in self.ideas
        ]


def progress(
    attempts: Sequence[Attempt],
    entries: Iterable[Entry],
    standings: Iterable[Standing] = (),
    titles: Mapping[tuple[str, str], str] = {},
) -> Progress:
    """What the attempts of one learner in one course come to.

    `entries`: the lessons, as `course_index` gives them. `titles`: those of the steps, by lesson
    and step, in the order of the course; a step without one goes by its id.
    """
    committed = [attempt for attempt in attempts if attempt.mode != "explore"]
    told = first_answers(committed)
    knows = known(told)
    learned = _learned(committed, list(zip(told, knows, strict=True)), titles)
    stands = {(standing.lesson, standing.step): standing.state for standing in standings}
    counted = Counter((lesson, state) for (lesson, _), state in stands.items())
    lessons = {entry.id: (entry.title, len(entry.steps)) for entry in entries}
    for gone in [one.lesson for one in learned] + [lesson for lesson, _ in stands]:
        lessons.setdefault(gone, (gone, 0))
    streak, longest = _streaks(knows)
    return Progress(
        lessons=tuple(
            LessonLearned(
                id=id,
                title=title,
                steps=steps,
                done=counted[id, "done"],
                skipped=counted[id, "skipped"],
                ideas=tuple(one for one in learned if one.lesson == id),
            )
            for id, (title, steps) in lessons.items()
        ),
        answers=len(committed),
        streak=streak,
        longest=longest,
    )


def _learned(
    committed: Sequence[Attempt],
    told: Sequence[tuple[Attempt, bool]],
    titles: Mapping[tuple[str, str], str],
) -> list[Learned]:
    """Each question answered, in the order of the course; steps that it no longer has come last."""
    every: defaultdict[Item, list[Attempt]] = defaultdict(list)
    for attempt in committed:
        every[item_of(attempt)].append(attempt)
    firsts: defaultdict[Item, list[tuple[Attempt, bool]]] = defaultdict(list)
    for attempt, knew in told:
        firsts[item_of(attempt)].append((attempt, knew))
    met = [(item.lesson, item.step) for item in firsts]
    order = {step: place for place, step in enumerate(dict.fromkeys([*titles, *met]))}
    return [
        Learned(
            lesson=item.lesson,
            step=item.step,
            question=item.question + 1,
            title=titles.get((item.lesson, item.step), item.step),
            answers=len(every[item]),
            first_answers=len(first),
            right=sum(attempt.verdict == "right" for attempt, _ in first),
            streak=_streaks(knew for _, knew in first)[0],
            last=first[-1][0].verdict,
            known=first[-1][1],
            mistakes=dict(Counter(one.mistake for one in every[item] if one.mistake).most_common()),
        )
        for item, first in sorted(
            firsts.items(), key=lambda one: (order[one[0].lesson, one[0].step], one[0].question)
        )
    ]


def _streaks(knows: Iterable[bool]) -> tuple[int, int]:
    """First answers that were known in a row: up to the last one, and at most."""
    now = longest = 0
    for knew in knows:
        now = now + 1 if knew else 0
        longest = max(longest, now)
    return now, longest


def first_tries(attempts: Iterable[Attempt]) -> list[Attempt]:
    """The very first answer in a lesson to each of its questions, as they came: what a store calls
    `History.first`. A quiz, a review and whatever is tried after it are none."""
    found: dict[Item, Attempt] = {}
    for attempt in attempts:
        if attempt.mode == "learn":
            found.setdefault(item_of(attempt), attempt)
    return list(found.values())


def misses_of_late(attempts: Iterable[Attempt], window: int = 20) -> list[tuple[int, int]]:
    """How many of the last `window` first tries were misses, after each from the one that fills the
    window on: (how many so far, misses). Empty with fewer than that."""
    missed = [answer.verdict != "right" for answer in first_tries(attempts)]
    return [(at, sum(missed[at - window : at])) for at in range(window, len(missed) + 1)]
