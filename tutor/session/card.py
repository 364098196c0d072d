"""What a lesson, or all of a course, has come to for its learner: the score at the first try, the
ideas that slipped, each beside the rule that was meant, and the code to take along."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tutor.course.questions import Reach
from tutor.engine.numbers import number
from tutor.grading.explain import places_of
from tutor.history.records import Place
from tutor.history.schedule import Item, item_of, last_sittings
from tutor.process.files import save_new
from tutor.session.exercise import Exercise
from tutor.session.quizzes import AT_ONCE, items
from tutor.session.restore import restore
from tutor.session.task import task_of
from tutor.session.view import Phase

if TYPE_CHECKING:
    from tutor.course.loader import Course
    from tutor.course.model import Lesson
    from tutor.history.records import Attempt
    from tutor.session.task import Task

MOST = 3
"""Ideas that a card shows: more than that nobody keeps in mind."""


class Slip(NamedTuple):
    """An idea that slipped: the first answer to its question was a miss."""

    item: Item
    title: str
    """Of its step."""
    step: int
    """From 1."""
    mine: str
    """The learner's rule, where it is a known one; else the answer. Empty where no right one can be
    set beside it: for lines from memory, in whatever order, and for constants that were turned."""
    mine_gives: str
    """The number that was said for it; empty beside an answer."""
    rule: str
    """The line that was meant; else the right answer, or what the run was to do."""
    gives: str
    """What that line gives; empty beside an answer."""
    say: str
    """The sentence about the known mistake, Markdown."""
    open: bool = False
    """The question was left before its answer was told: that is told nowhere else either."""


class Score(NamedTuple):
    """How the questions of one lesson were answered at the first try."""

    id: str
    title: str
    steps: tuple[tuple[str, ...], ...]
    """For each step with questions one of `right`, `missed` and `open` for each of these."""

    @property
    def right(self) -> int:
        return sum(step.count("right") for step in self.steps)

    @property
    def asked(self) -> int:
        """How many questions were answered."""
        return self.right + sum(step.count("missed") for step in self.steps)


class Card(NamedTuple):
    """The end of a lesson, or of the course."""

    title: str
    """The lesson's; the course's where that is over."""
    place: tuple[int, int]
    """Which lesson of how many."""
    scores: tuple[Score, ...]
    """One for each lesson that it tells about."""
    slipped: tuple[Slip, ...]
    """One for each step, the ones with a known mistake first, MOST at most."""
    ideas: int
    """How many slipped in all."""
    missed: tuple[Item, ...]
    """Questions that were missed and can be asked again, as many as one practice asks."""
    following: Lesson | None = None
    """The lesson after it."""
    saves: bool = False
    """It is a lesson's, whose code tells nothing that is still asked."""

    @property
    def right(self) -> int:
        return sum(score.right for score in self.scores)

    @property
    def asked(self) -> int:
        return sum(score.asked for score in self.scores)


Standings = Callable[[str, str], str]
"""How the step of a lesson stands: done, skipped or empty."""


def lesson_card(course: Course, id: str, attempts: Iterable[Attempt], standing: Standings) -> Card:
    """The card of one lesson after these attempts of one learner.

    Raises TutorError where there is no such lesson."""
    lesson = course.lesson(id)
    card = _card(course, (lesson,), attempts, lesson.title)
    open_ = asks_for_lines(lesson, standing)
    return card._replace(following=course.beside(lesson, 1), saves=not open_)


def course_card(course: Course, attempts: Iterable[Attempt]) -> Card:
    """The card of the whole course."""
    return _card(course, course.lessons, attempts, course.title)


def _card(
    course: Course,
    lessons: Sequence[Lesson],
    attempts: Iterable[Attempt],
    title: str,
) -> Card:
    tries = last_sittings(attempts)
    right = {item: one[0].verdict == "right" for item, one in tries.items()}
    scores = tuple(_score(lesson, right) for lesson in lessons)
    ids = {lesson.id for lesson in lessons}
    missed = [item for item in tries if item.lesson in ids and not right[item]]
    missed.sort(key=lambda item: _position(course, item))
    ideas: dict[tuple[str, str], Item] = {}
    for item in sorted(missed, key=lambda item: not tries[item][0].mistake):
        ideas.setdefault((item.lesson, item.step), item)
    found = (slip for item in ideas.values() if (slip := _slip(course, tries[item])) is not None)
    slipped = sorted(list(found)[:MOST], key=lambda slip: _position(course, slip.item))
    drawable = set(items(course))
    at = course.lessons.index(lessons[-1]) + 1
    return Card(
        title=title,
        place=(at, len(course.lessons)),
        scores=scores,
        slipped=tuple(slipped),
        ideas=len(ideas),
        missed=tuple(item for item in missed if item in drawable)[:AT_ONCE],
    )


def _score(lesson: Lesson, right: dict[Item, bool]) -> Score:
    def stands(item: Item) -> str:
        return {True: "right", False: "missed", None: "open"}[right.get(item)]

    steps = (
        tuple(stands(Item(lesson.id, step.id, number)) for number in range(len(step.ask)))
        for step in lesson.steps
    )
    return Score(lesson.id, lesson.title, tuple(step for step in steps if step))


def _position(course: Course, item: Item) -> tuple[int, int, int]:
    """Where a question stands in the course; behind its lesson's others where it is gone."""
    lesson = course.lesson(item.lesson)
    ids = [step.id for step in lesson.steps]
    step = ids.index(item.step) if item.step in ids else len(ids)
    return (course.lessons.index(lesson), step, item.question)


def _slip(course: Course, tries: Sequence[Attempt]) -> Slip | None:
    """What has to be told of a question whose first try was a miss; None where it is gone."""
    attempt = tries[0]
    item = item_of(attempt)
    task = task_of(course, item, attempt.values)
    if task is None:
        return None
    exercise = Exercise(task)
    text = attempt.text
    restore(
        exercise,
        Place(
            item.lesson,
            item.step,
            item.question,
            phase=Phase.REVEALED,
            values=attempt.values,
            answer=text,
            fault=attempt.mistake,
        ),
    )
    known = exercise.task.mistakes.get(attempt.mistake)
    steps = exercise.task.lesson.steps
    question, truth = exercise.task.question, exercise.task.kind.truth(exercise.task.ask)
    over = _settled(exercise.task, tries)
    slip = Slip(
        item=item,
        title=exercise.task.step.title,
        step=steps.index(exercise.task.step) + 1,
        mine=text.strip() if truth else "",
        mine_gives="",
        rule=question.reach.strip() if isinstance(question, Reach) else truth if over else "",
        gives="",
        say="",
        open=not over,
    )
    if exercise.picked is not None:
        slip = slip._replace(mine=exercise.options[exercise.picked])
    if known is None or attempt.value is None:
        return slip
    return slip._replace(
        mine=known.rule,
        mine_gives=number(attempt.value),
        rule=_asked_line(exercise.task) if over else "",
        gives=slip.rule,
        say=exercise.task.ask.say(attempt.mistake),
    )


def _settled(task: Task, tries: Sequence[Attempt]) -> bool:
    """The answer was given, or told: the misses at one set of constants took the tries that there
    are."""
    most = task.kind.tries(task.question)
    counts = Counter(tuple(sorted(one.values.items())) for one in tries)
    return any(one.verdict == "right" for one in tries) or 0 < most <= max(counts.values())


def _asked_line(task: Task) -> str:
    """The line that gave the asked variable its value: of several, the one that ran last."""
    listing, name = task.ask.code, task.variable
    ran = places_of(listing, task.values, max(task.after, 1))
    at = ran.get(name, listing.assigns(name)[-1])
    lines = [line.strip() for line in task.step.code.splitlines()[at - 1 :]]
    begun = (" ".join(lines[:count]) for count in range(1, len(lines) + 1))
    return next(text for text in begun if _whole(text))


def _whole(text: str) -> bool:
    """Whether it is a statement from its beginning to its end."""
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


# -- the code to take along --------------------------------------------------------------------


def asks_for_lines(lesson: Lesson, standing: Standings) -> bool:
    """One of its steps asks for lines of the listing, and was neither done nor skipped."""
    return any(
        question.kind in ("order", "write") and not standing(lesson.id, step.id)
        for step in lesson.steps
        for question in step.ask
    )


def code_of(course: Course, lesson: Lesson) -> str:
    """A program that runs: the last listing of a lesson that has a loop or, failing that, the last
    one, and a line that prints what came of it where it prints nothing. Empty without a listing."""
    steps = [step for step in lesson.steps if step.code]
    if not steps:
        return ""
    step = max(reversed(steps), key=lambda one: ("\nfor " in one.code, "print(" in one.code))
    code = step.code.strip("\n")
    tail = ""
    if "print(" not in code:
        name = _last_set(code)
        tail = f'\nprint("{name}:", {name})\n' if name else ""
    return f"# {lesson.title}: {step.title}\n# From the course: {course.title}\n\n{code}\n{tail}"


def _last_set(code: str) -> str:
    """The variable that the last assignment outside of functions sets; empty without one."""
    top = [one for one in ast.parse(code).body if not isinstance(one, ast.FunctionDef)]
    nodes = (node for one in top for node in ast.walk(one))
    names = [n for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    return max(names, key=lambda name: (name.lineno, name.col_offset)).id if names else ""


def save_code(course: Course, lesson: Lesson) -> str:
    """Put that program into the current folder, under a name that is free; what came of it, as a
    sentence in Markdown."""
    code = code_of(course, lesson)
    if not code:
        return "This lesson has no code."
    try:
        path = save_new(lesson.id, ".py", code)
    except OSError as error:
        return f"It could not be saved here: {error.strerror}."
    return f"Saved as `{path}` in the folder that you started from. `python {path}` runs it."
