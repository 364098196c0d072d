"""What a lesson, or all of a course, has come to for its learner: the score at the first try, the
ideas that slipped, each beside the rule that was meant, and the code to take along."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tutor.engine.numbers import number
from tutor.grading.following import places_of
from tutor.history.records import Place
from tutor.history.schedule import AT_ONCE, Item, item_of, last_sittings
from tutor.process.files import save_new
from tutor.session.drawing import items
from tutor.session.exercise import Exercise
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

SIGN = "/ abs("
"""What a rule has that an author wrote to tell a sign: it gives the number of learners who thought
of something simpler, and is not shown as theirs."""


class Slip(NamedTuple):
    """An idea that slipped: the first answer to its question was a miss."""

    item: Item
    lesson: str
    """Its title."""
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
    """The line that was meant; else the right answer."""
    gives: str
    """What that line gives; empty beside an answer."""
    say: str
    """The sentence about the known mistake, Markdown."""
    asked: str = ""
    """The question, Markdown, where no rule says what it was about."""
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
    """One for each idea, those with a known mistake first, MOST at most."""
    ideas: int
    """How many slipped in all: a known mistake is one wherever it was made, and so are the other
    misses of a step."""
    missed: tuple[Item, ...]
    """Questions that were missed and can be asked again, as many as one practice asks."""
    following: Lesson | None = None
    """The lesson after it; after the last one the first that has steps left."""
    steps_left: int = 0
    """Its own steps neither done nor skipped."""
    skipped: int = 0
    """Those that were skipped."""
    lessons_left: tuple[str, ...] = ()
    """The titles of the lessons that have such steps; empty but after the last one."""
    saves: bool = False
    """It is a lesson's, whose code tells nothing that is still asked."""
    again: bool = False
    """Some of it was answered before the last sitting, which is what the card tells of."""

    @property
    def right(self) -> int:
        return sum(score.right for score in self.scores)

    @property
    def asked(self) -> int:
        return sum(score.asked for score in self.scores)


def steps_left(card: Card) -> str:
    """What is still open of the lesson and, after the last one, of the course; empty where nothing
    is."""
    of_lesson, of_course = card.steps_left, card.lessons_left
    steps = "One step is" if of_lesson == 1 else f"{of_lesson} steps are"
    told = [f"{steps} still open here."] if of_lesson else []
    if of_course:
        lessons = ", ".join(of_course)
        told.append(f"The course is not done yet: there is more to do in {lessons}.")
    return " ".join(told)


Standings = Callable[[str, str], str]
"""How the step of a lesson stands: done, skipped or empty."""


def lesson_card(course: Course, id: str, attempts: Iterable[Attempt], standing: Standings) -> Card:
    """The card of one lesson after these attempts of one learner.

    Raises TutorError where there is no such lesson."""
    lesson = course.lesson(id)
    following = course.beside(lesson, 1)
    left: list[Lesson] = []
    if following is None:
        left = [one for one in course.lessons if _steps_left(one, standing)]
        following = next(iter(left), None)
    return _card(course, (lesson,), attempts, lesson.title)._replace(
        following=following,
        steps_left=_steps_left(lesson, standing),
        skipped=sum(standing(lesson.id, step.id) == "skipped" for step in lesson.steps),
        lessons_left=tuple(one.title for one in left),
        saves=not asks_for_lines(lesson, standing),
    )


def course_card(course: Course, attempts: Iterable[Attempt]) -> Card:
    """The card of the whole course."""
    return _card(course, course.lessons, attempts, course.title)


def _card(
    course: Course,
    lessons: Sequence[Lesson],
    attempts: Iterable[Attempt],
    title: str,
) -> Card:
    attempts = list(attempts)
    tries = last_sittings(attempts)
    right = {item: one[0].verdict == "right" for item, one in tries.items()}
    scores = tuple(_score(lesson, right) for lesson in lessons)
    ids = {lesson.id for lesson in lessons}
    missed = [item for item in tries if item.lesson in ids and not right[item]]
    missed.sort(key=lambda item: _position(course, item))
    ideas = _ideas(course, [tries[item][0] for item in missed])
    found = [_slip(course, tries[item]) for item in ideas[:MOST]]
    slipped = sorted(found, key=lambda slip: _position(course, slip.item))
    drawable = set(items(course))
    at = course.lessons.index(lessons[-1]) + 1
    return Card(
        title=title,
        place=(at, len(course.lessons)),
        scores=scores,
        slipped=tuple(slipped),
        ideas=len(ideas),
        again=_in_lessons(attempts, ids) > sum(len(tries[i]) for i in tries if i.lesson in ids),
        missed=tuple(item for item in missed if item in drawable)[:AT_ONCE],
    )


def _in_lessons(attempts: Iterable[Attempt], ids: Collection[str]) -> int:
    """How often an answer was given in a lesson among these."""
    return sum(one.mode == "learn" and one.lesson in ids for one in attempts)


def _ideas(course: Course, misses: Sequence[Attempt]) -> list[Item]:
    """The first question at which each idea slipped, the known mistakes first. Those with the same
    rule, or told in the same words, are one; other misses are one a step, unless a known one was
    made there."""
    known: list[Item] = []
    told: set[str] = set()
    others: dict[tuple[str, str], Item] = {}
    for attempt in misses:
        item = item_of(attempt)
        task = task_of(course, item, attempt.values)
        if task is None:
            continue
        mistake = task.mistakes.get(attempt.mistake)
        if mistake is None:
            others.setdefault((item.lesson, item.step), item)
            continue
        words = {" ".join(text.split()) for text in (mistake.line, mistake.say)}
        if told.isdisjoint(words):
            known.append(item)
        told |= words
    steps = {(item.lesson, item.step) for item in known}
    return [*known, *(item for step, item in others.items() if step not in steps)]


def _steps_left(lesson: Lesson, standing: Standings) -> int:
    """Steps neither done nor skipped."""
    return sum(not standing(lesson.id, step.id) for step in lesson.steps)


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


def _slip(course: Course, tries: Sequence[Attempt]) -> Slip:
    """What has to be told of a question whose first try was a miss."""
    attempt = tries[0]
    item = item_of(attempt)
    task = task_of(course, item, attempt.values)
    assert task is not None, "only a question that is there is an idea"
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
    kind, ask, question = exercise.task.kind, exercise.task.ask, exercise.task.question
    truth = kind.truth(ask)
    others = exercise.task.constants != exercise.task.with_constants({}).constants
    own_words = "" if others and question.target() is not None else question.say
    over = _settled(exercise.task, tries)
    slip = Slip(
        item=item,
        lesson=exercise.task.lesson.title,
        title=exercise.task.step.title,
        step=steps.index(exercise.task.step) + 1,
        mine=text.strip() if truth else "",
        mine_gives="",
        rule=truth if over else "",
        gives="",
        say=ask.say(attempt.mistake) if known is not None else "",
        asked=ask.filled(own_words or kind.prompt(ask), answered=False).strip(),
        open=not over,
    )
    if exercise.chosen:
        slip = slip._replace(mine=exercise.chosen)
    if known is None or attempt.value is None or SIGN in known.line:
        return slip
    return slip._replace(
        asked="",
        mine=known.shown,
        mine_gives=number(attempt.value),
        rule=(known.replace.strip() or _asked_line(exercise.task)) if over else "",
        gives=slip.rule,
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
