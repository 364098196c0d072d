"""A page for each learner of a class: what they answered with the others, their quizzes, and how
far they are in the course. Markdown, to be given to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from tutor.classroom.classes import entry
from tutor.classroom.classroom import Classroom
from tutor.classroom.members import Member, Members
from tutor.classroom.quiz import taken
from tutor.classroom.state import Poll, Quiz
from tutor.errors import TutorError
from tutor.grading.answer import bare
from tutor.session.quizzes import Quizzes
from tutor.session.tally import Tally, tally

if TYPE_CHECKING:
    from tutor.course.loader import Course
    from tutor.session.result import QuizResult
    from tutor.store.sql import SqlStore


class Page(NamedTuple):
    """One learner's."""

    file: str
    """The name of its file: that of the learner, as far as any system takes it."""
    text: str


class Counted(NamedTuple):
    """A vote, counted."""

    poll: Poll
    tally: Tally
    said: dict[str, str]
    """What each learner answered."""


def pages(
    store: SqlStore, course: Course, name: str, *, pseudonyms: bool = False
) -> Iterator[Page]:
    """A page for each learner, bots left out. With `pseudonyms` a number stands for each name.
    Raises TutorError, StoreError."""
    classroom = Classroom(store, entry(store, name).name)
    votes = list(_counted(classroom, course))
    people = [one for one in Members(store, name).everybody().values() if not one.bot]
    for number, member in enumerate(people, 1):
        called = f"learner {number}" if pseudonyms else member.name
        file = _file(called, number)
        lines = [f"# {_cell(called)}", "", f"Class {_cell(name)}.", ""]
        lines += _together(votes, member)
        lines += _quizzes(classroom, store, course, member)
        lines += _lessons(store, course, member)
        yield Page(file, "\n".join(lines).rstrip() + "\n")


def _file(called: str, number: int) -> str:
    """A name that is no other's, and that any system takes."""
    plain = re.sub(r"[^\w-]+", "-", called.casefold()).strip("-")
    return f"{number:02}{'-' if plain else ''}{plain}.md"


def _counted(classroom: Classroom, course: Course) -> Iterator[Counted]:
    for poll in classroom.polls():
        votes = classroom.votes(poll.name)
        try:
            counted = tally(course, poll.held, votes)
        except TutorError:  # the course no longer has the question
            continue
        yield Counted(poll, counted, {who: bare(vote.text) for who, vote in votes.items()})


def _together(votes: Sequence[Counted], member: Member) -> Iterator[str]:
    """What they answered with the others."""
    mine = [one for one in votes if member.learner in one.said]
    if not mine:
        return
    yield from ("## Answered together", "", "| question | vote | answer | |", "|---|---|---|---|")
    for one in mine:
        task, said = one.tally.task, one.said[member.learner]
        if one.tally.options and said.isdecimal():
            options = one.tally.options
            said = options[int(said) - 1] if 0 < int(said) <= len(options) else said
        verdict = one.tally.verdicts.get(member.learner)
        how = "right" if verdict is not None and verdict.right else "not right"
        if verdict is not None and verdict.mistake:
            how = verdict.mistake.replace("-", " ")
        asked = task.ask.filled(task.question.say or task.kind.prompt(task.ask))
        cells = (asked, str(one.poll.round), said, how)
        yield f"| {' | '.join(map(_cell, cells))} |"
    yield ""


def _quizzes(
    classroom: Classroom, store: SqlStore, course: Course, member: Member
) -> Iterator[str]:
    """The quizzes of the class that are over, the first one first."""
    last = classroom.state().quiz
    for number in range(1, last.number + 1) if last is not None else ():
        if last is not None and (number < last.number or last.over):
            yield from _quiz(classroom, replace(last, number=number), store, course, member)


def _quiz(
    classroom: Classroom, quiz: Quiz, store: SqlStore, course: Course, member: Member
) -> Iterator[str]:
    quizzes = Quizzes(store, course, member.learner)
    wanted = taken(classroom.name, quiz, member.learner)
    if not quizzes.took(wanted.name):  # they came later
        return
    try:
        session = quizzes.together(wanted)
    except TutorError:  # there is nothing to ask any more
        return
    result: QuizResult = session.summary()
    yield from (f"## Quiz {quiz.number}: {result.right} of {len(result.outcomes)} right", "")
    yield from ("| question | answer | right is | |", "|---|---|---|---|")
    for one in result.outcomes:
        cells = (one.prompt, one.you or "nothing", one.truth, one.state)
        yield f"| {' | '.join(map(_cell, cells))} |"
    yield ""


def _lessons(store: SqlStore, course: Course, member: Member) -> Iterator[str]:
    """How far they are in each lesson that they have begun."""
    history = store.history(member.learner, course.id)
    done = {(one.lesson, one.step) for one in history.standings if one.state == "done"}
    rows = []
    for lesson in course.lessons:
        steps = sum((lesson.id, step.id) in done for step in lesson.steps)
        first = [right for (where, _, _), right in history.first.items() if where == lesson.id]
        if steps or first:
            known = f"{sum(first)} of {len(first)}"
            rows.append(f"| {_cell(lesson.title)} | {steps} of {len(lesson.steps)} | {known} |")
    if rows:
        yield from ("## Lessons", "", "| lesson | steps done | right at the first try |")
        yield from ("|---|---|---|", *rows)


def _cell(text: str) -> str:
    """A text within a table of Markdown."""
    return re.sub(r"([\\|`*_<>\[\]#])", r"\\\1", " ".join(text.split()))
