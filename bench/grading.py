"""Grading at scale: what a learner on paper answers, put to the tutor in seeded draws.

The learner is the independent model of `tests/grading/model`: it knows the right value, rounds it
as people do, and follows wrong rules. Whoever is asked for digits gives them, and what is counted
is what is said in the end.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from tests.grading.model.course import QUESTIONS
from tests.grading.model.paper import Question, Wrong
from tutor.course.index import bundled
from tutor.course.loader import Course, load_course
from tutor.grading.answer import read
from tutor.grading.ask import Ask, Judged, Verdict
from tutor.grading.rules import judge
from tutor.session.drawing import drawn, items
from tutor.session.exercise import Exercise
from tutor.session.picture.plot import plot_of
from tutor.session.picture.scene import choose_frame
from tutor.session.task import Task, task_of

DRAWS = 11_620
"""140 of each question that is answered with a number and drawn anew."""
MOST_DIGITS = 12
"""As many as anybody types who is asked for more again and again."""
SHORT = 3
"""Digits of a number that is written as it is, and not made longer when that is asked for."""
RANDOM = 5
"""Random numbers in each draw."""
SPAN = 3
"""Where nothing is drawn, they come from so many times the way from the old value to the new."""
NOTED = 12
"""Cases of one kind that are told."""

TRUTHS = "right values that differ on paper"
MISTAKEN = "numbers of named mistakes that differ on paper"
MISCALLED = "right values called wrong"
ON_THE_WAY = "right values, rounded on the way, called wrong"
ACCEPTED = "wrong rules accepted, 6 digits"
NAMED_6 = "listed rules named, 6 digits"
NAMED_3 = "listed rules named, 3 digits"
NAMED_SHORT = "listed rules named, short numbers handed in again"
MISNAMED = "listed rules given another one's story"
FALSELY = "unlisted rules given a story"
RANDOM_NAMED = "random numbers called a mistake"
RANDOM_SLIP = "random numbers called a slip"
COARSE = "one digit given a story"
CUT_NAMED = "cut-off values given a story"
CUT_UNASKED = "cut-off values neither asked about nor near enough"
WAITING = "right values called wrong where the verdict waits"
WAITING_ACCEPTED = "wrong rules accepted where the verdict waits"
WAITING_NAMED = "listed rules named where the verdict waits"
WAITING_FALSELY = "unlisted rules given a story where the verdict waits"
WAITING_TOLD = "requests that tell something where the verdict waits"
DIGITS = (1, 2, 3, 4, 6)
GOALS: Mapping[str, tuple[str, float, float]] = {
    TRUTHS: ("0", 0, 0),
    MISTAKEN: ("0", 0, 0),
    **{f"{MISCALLED}, {count} digits": ("0", 0, 0) for count in DIGITS},
    ON_THE_WAY: ("0", 0, 0),
    ACCEPTED: ("≤ 0.05%", 0, 0.0005),
    NAMED_6: ("≥ 99%", 0.99, 1),
    NAMED_3: ("≥ 97%", 0.97, 1),
    NAMED_SHORT: ("≥ 99%", 0.99, 1),
    MISNAMED: ("≤ 0.3%", 0, 0.003),
    FALSELY: ("≤ 2%", 0, 0.02),
    RANDOM_NAMED: ("≤ 3%", 0, 0.03),
    RANDOM_SLIP: ("≤ 0.5%", 0, 0.005),
    COARSE: ("0", 0, 0),
    CUT_NAMED: ("0", 0, 0),
    CUT_UNASKED: ("0", 0, 0),
    WAITING: ("0", 0, 0),
    WAITING_ACCEPTED: ("≤ 0.05%", 0, 0.0005),
    WAITING_NAMED: ("≥ 99%", 0.99, 1),
    WAITING_FALSELY: ("≤ 2%", 0, 0.02),
    WAITING_TOLD: ("0", 0, 0),
}
"""What each share is to be: in words, at least, at most."""


@dataclass
class Count:
    """How often it happened, of all the times it could have."""

    happened: int = 0
    of: int = 0
    cases: list[str] = field(default_factory=list)
    """The first few that should not have been, in words."""

    @property
    def share(self) -> float:
        return self.happened / self.of if self.of else 0.0


class Figures:
    """What came of so many draws."""

    def __init__(self) -> None:
        self.draws = 0
        self.counts = {name: Count() for name in GOALS}

    def note(self, name: str, happened: bool, draw: Draw, text: str, verdict: Verdict) -> None:
        """Count a time that it could have happened; tell the case where that is not the goal."""
        count = self.counts[name]
        count.of += 1
        count.happened += happened
        if happened != (GOALS[name][1] > 0) and len(count.cases) < NOTED:
            said = " ".join((*verdict.mistakes, *verdict.say.split()))
            count.cases.append(
                f"{draw.label}: {text} for {draw.ask.truth!r}: {verdict.kind}: {said}"
            )

    def missed(self) -> dict[str, list[str]]:
        """The goals that are not met, each with cases."""
        return {
            f"{name}: {count.happened} of {count.of}": count.cases
            for name, count in self.counts.items()
            if not GOALS[name][1] <= count.share <= GOALS[name][2]
        }


class Draw(NamedTuple):
    """A question with its numbers, as the tutor has it and as the learner has it on paper."""

    label: str
    task: Task
    paper: Question

    @property
    def ask(self) -> Ask[Any]:
        return self.task.ask

    def hear(self, texts: Iterable[str], ask: Ask[Any] | None = None) -> tuple[str, Verdict]:
        """The answer that counts and its verdict: while more digits are asked for, the next text
        is handed in, and after the last one the same again."""
        asked = self.ask if ask is None else ask
        text = ""
        for text in texts:
            verdict = judge(asked, read(text))
            if verdict.attempt:
                return text, verdict
        return f"{text} again", judge(asked, read(text).as_written())

    def names(self, verdict: Verdict, name: str) -> bool:
        """Whether that mistake is named, or one of which the same is said."""
        mistakes = self.ask.mistakes
        return mistakes[name].say in [mistakes[one].say for one in verdict.mistakes]


def rows() -> list[tuple[str, str, str]]:
    """Each figure over all draws."""
    figures = measure()
    return [
        (
            f"{name}, {figures.draws:,} draws" if number == 0 else name,
            f"{count.share:.2%} ({count.happened:,} of {count.of:,})",
            GOALS[name][0],
        )
        for number, (name, count) in enumerate(figures.counts.items())
    ]


def measure(count: int = DRAWS, seed: str = "grading") -> Figures:
    """Draw, answer and count. The same numbers come every time."""
    figures = Figures()
    for draw in draws(load_course(bundled()), count, seed):
        figures.draws += 1
        constants = draw.task.constants
        truth = draw.paper.truth(constants)
        wrong = [one for one in draw.paper.wrong(constants) if not _same(one.value, truth)]
        rng = random.Random(draw.label)
        axis = _axis(draw, truth)
        numbers = [rng.uniform(*axis) for _ in range(RANDOM)]
        _agreed(draw, truth, figures)
        _right(draw, truth, figures)
        _rules(draw, wrong, figures)
        _anything(draw, numbers, figures)
        _coarse(draw, [truth, *(one.value for one in wrong), *numbers], wrong, figures)
        _cut_off(draw, truth, wrong, figures)
        _waiting(draw, truth, wrong, numbers, figures)
    return figures


def draws(course: Course, count: int, seed: str) -> Iterator[Draw]:
    """Predictions by number with drawn numbers, round and round over all items."""
    asked = [item for item in items(course) if str(item) in QUESTIONS]
    made = turn = 0
    while made < count:
        turn += 1
        for item in asked:
            one = drawn(course, item, f"{seed}/{item}/{turn}")
            task = None if one is None else task_of(course, item, one.values)
            if task is not None and made < count:
                made += 1
                yield Draw(f"{item} {dict(task.changed)}", task, QUESTIONS[str(item)])


# -- what is answered ------------------------------------------------------------------------------


def _agreed(draw: Draw, truth: float, figures: Figures) -> None:
    """What the tutor holds for right and for mistakes, beside what is on paper."""
    verdict = judge(draw.ask, read(repr(truth)))
    figures.note(TRUTHS, not _same(draw.ask.truth, truth), draw, repr(truth), verdict)
    on_paper = {one.name: one.value for one in draw.paper.wrong(draw.task.constants) if one.name}
    for name, value in draw.ask.mistaken.items():
        other = name not in on_paper or not _same(on_paper[name], value)
        figures.note(MISTAKEN, other, draw, f"{name}, {value!r}", verdict)


def _right(draw: Draw, truth: float, figures: Figures) -> None:
    """The right value, rounded in each way in which people round; and rounded at each line."""
    for digits in DIGITS:
        for text in sorted(_roundings(truth, digits)):
            last, verdict = draw.hear([text, *_longer(truth, digits + 1)])
            name = f"{MISCALLED}, {digits} digits"
            figures.note(name, not verdict.right, draw, f"{text}, then {last}", verdict)
    known = [0.0, *draw.ask.distinct.values(), *([] if draw.ask.old is None else [draw.ask.old])]
    for digits in (3, 4):
        counts = range(digits, MOST_DIGITS)
        texts = [written(draw.paper.truth(draw.task.constants, n), n) for n in counts]
        if any(_same(float(texts[0]), other) for other in known):
            continue  # so coarse on the way that it has come out as something else
        last, verdict = draw.hear(texts)
        figures.note(ON_THE_WAY, not verdict.right, draw, f"{texts[0]}, then {last}", verdict)


def _rules(draw: Draw, wrong: list[Wrong], figures: Figures) -> None:
    """What the learner's wrong rules give, written with six digits and with three."""
    for one in wrong:
        listed = one.name in draw.ask.mistakes
        text, verdict = draw.hear(_longer(one.value, 6))
        said = draw, f"{one.rule}, {text}", verdict
        story = bool(verdict.mistakes)
        figures.note(ACCEPTED, verdict.right, *said)
        if listed:
            named = draw.names(verdict, one.name)
            figures.note(NAMED_6, named, *said)
            figures.note(MISNAMED, story and not named, *said)
            text, verdict = draw.hear(_longer(one.value, 3))
            said = draw, f"{one.rule}, {text}", verdict
            figures.note(NAMED_3, draw.names(verdict, one.name), *said)
            short = written(one.value, SHORT, zeros=False)
            if _same(float(short), one.value):
                text, verdict = draw.hear([short])
                said = draw, f"{one.rule}, {text}", verdict
                figures.note(NAMED_SHORT, draw.names(verdict, one.name), *said)
        else:
            figures.note(FALSELY, story and not _gives(verdict, one.value, wrong), *said)


def _anything(draw: Draw, numbers: list[float], figures: Figures) -> None:
    """Any number on the axis, with all its digits."""
    for number in numbers:
        verdict = judge(draw.ask, read(repr(number)))
        figures.note(RANDOM_NAMED, bool(verdict.mistakes), draw, repr(number), verdict)
        figures.note(RANDOM_SLIP, verdict.kind is Judged.SLIP, draw, repr(number), verdict)


def _coarse(draw: Draw, values: list[float], wrong: list[Wrong], figures: Figures) -> None:
    """Numbers of one digit, handed in again where they are asked about."""
    for text in sorted({written(value, 1, zeros=False) for value in values}):
        if _zeros_at_the_end(text):
            continue  # 20 may be 20.3 to two digits
        for verdict in (judge(draw.ask, read(text)), draw.hear([text])[1]):
            story = bool(verdict.mistakes) and not _gives(verdict, float(text), wrong)
            figures.note(COARSE, story, draw, text, verdict)


def _cut_off(draw: Draw, truth: float, wrong: list[Wrong], figures: Figures) -> None:
    """The right value with its last digits left out."""
    for digits in (2, 3, 4):
        text = written(truth, digits, ROUND_DOWN)
        if text in _roundings(truth, digits) or not float(text):
            continue
        verdict = judge(draw.ask, read(text))
        story = bool(verdict.mistakes) and not _gives(verdict, float(text), wrong)
        figures.note(CUT_NAMED, story, draw, text, verdict)
        figures.note(CUT_UNASKED, verdict.missed and not verdict.mistakes, draw, text, verdict)


def _waiting(
    draw: Draw, truth: float, wrong: list[Wrong], anything: list[float], figures: Figures
) -> None:
    """The same where the verdict is told later: what is asked for must not tell anything."""
    ask = replace(draw.ask, waits=True)
    for digits in DIGITS:
        for text in sorted(_roundings(truth, digits)):
            if read(text).digits > digits:
                continue  # where three digits are wanted, 300 has three, and so has 1.00 for 0.996
            texts = [text, *_longer(truth, max(digits + 1, ask.digits))]
            last, verdict = draw.hear(texts, ask)
            figures.note(WAITING, not verdict.right, draw, f"{text}, then {last}", verdict)
    short = written(truth, SHORT, zeros=False)
    if _same(float(short), truth):
        last, verdict = draw.hear([short], ask)
        figures.note(WAITING, not verdict.right, draw, last, verdict)
    for one in wrong:
        first = written(one.value, max(6, ask.digits))
        text, verdict = draw.hear([first], ask)
        said = draw, f"{one.rule}, {text}", verdict
        figures.note(WAITING_ACCEPTED, verdict.right, *said)
        figures.note(WAITING_TOLD, text != first, *said)
        if one.name in ask.mistakes:
            figures.note(WAITING_NAMED, draw.names(verdict, one.name), *said)
        else:
            story = bool(verdict.mistakes) and not _gives(verdict, one.value, wrong)
            figures.note(WAITING_FALSELY, story, *said)
    for digits in range(1, ask.digits):
        # of as many digits each, whole numbers with zeros at their end left out
        values = {written(one, digits) for one in (truth, *(w.value for w in wrong), *anything)}
        heard = {text: judge(ask, read(text)) for text in values if read(text).digits == digits}
        different = {verdict.say for text, verdict in heard.items() if float(text)}
        for text, verdict in heard.items():
            told = verdict.attempt or len(different) > 1
            figures.note(WAITING_TOLD, told and float(text) != 0, draw, text, verdict)


# -- how it is written -----------------------------------------------------------------------------


def written(value: float, digits: int, manner: str = ROUND_HALF_UP, *, zeros: bool = True) -> str:
    """The number with so many significant digits, as it is written by hand."""
    exact = Decimal(f"{value:.{MOST_DIGITS}g}")
    text = f"{exact.quantize(Decimal(1).scaleb(exact.adjusted() - digits + 1), manner):f}"
    return text.rstrip("0").rstrip(".") if "." in text and not zeros else text


def _roundings(value: float, digits: int) -> set[str]:
    """Halves up and to even, with the zeros at the end and without them."""
    return {
        written(value, digits, manner, zeros=zeros)
        for manner in (ROUND_HALF_UP, ROUND_HALF_EVEN)
        for zeros in (True, False)
    }


def _zeros_at_the_end(text: str) -> bool:
    """Whether it is a whole number whose last digits may or may not be meant."""
    return "." not in text and text.endswith("0") and bool(text.strip("-0"))


def _longer(value: float, digits: int) -> Iterator[str]:
    """The number with so many digits, and then with one more each time."""
    return (written(value, more) for more in range(digits, MOST_DIGITS + 1))


def _axis(draw: Draw, truth: float) -> tuple[float, float]:
    """Where an answer can be aimed: along the axis that is drawn or, where none is, around the old
    value and the new."""
    plot = plot_of(Exercise(draw.task))
    if plot is not None and plot.x == draw.ask.variable:
        frame = choose_frame(plot)
        if frame.usable and not frame.blank:
            return frame.x0, frame.x1
    old = draw.paper.old(draw.task.constants) or 0.0
    middle, half = (old + truth) / 2, SPAN * abs(truth - old) / 2
    return middle - half, middle + half


def _same(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)


def _gives(verdict: Verdict, value: float, wrong: list[Wrong]) -> bool:
    """Whether one of the mistakes that are told gives this very number."""
    return any(_same(one.value, value) for one in wrong if one.name in verdict.mistakes)
