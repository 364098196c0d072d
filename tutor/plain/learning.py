"""A course, line by line: for screen readers, terminals without a screen, and scripts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.core.loading import load_course
from tutor.core.session import Session
from tutor.core.view import Phase
from tutor.plain import bowl, telling
from tutor.plain.talk import Ended, Talk
from tutor.store import open_store
from tutor.store.keeping import ALONE, Keeper

if TYPE_CHECKING:
    from tutor.core.view import View

WORDS = """\
Words that work at any time:
  hint            a hint, where there is one
  skip            leave this step without its answer
  back, next      to the step before or after
  again           read the step once more
  lessons         the lessons; go NAME opens one, go LESSON/STEP one step
  set NAME VALUE  change a constant; reset puts all of them back
  run, run 5      run and see one more update, or five; run all
  replay          where your own wrong rule would have led
  bowl            the error curve in sentences; draw draws it in characters
  table, output   every value of every update; what the listing printed
  glossary WORD   what a word means
  help            this list
  quit            leave; your place is kept"""


def learn(lessons: Path, where: str | None, store: str | None) -> int:
    """Walk the course from `where`, or from where the learner left off. Returns 0.

    Raises TutorError for a course that cannot be opened or a place that is not in it.
    """
    course = load_course(lessons)
    kept = open_store(store)
    for stem, problems in course.broken.items():
        sys.stderr.write(f"tutor: the lesson {stem} cannot be played:\n")
        sys.stderr.write("".join(f"  {problem}\n" for problem in problems))
    session = Session(
        course, history=kept.history(ALONE, course.id), notify=Keeper(kept, course.id)
    )
    if where:
        lesson, _, step = where.partition("/")
        session.open(lesson, step or None)
    talk = Talk(sys.stdin, sys.stdout)
    try:
        Walker(session, talk).walk()
    except Ended:
        talk.say("Your place is kept.")
    finally:
        kept.close()
    return 0


class Walker:
    """Tells what changes and passes on what is typed; the session decides."""

    def __init__(self, session: Session, talk: Talk) -> None:
        self._session = session
        self._talk = talk
        self._told: tuple[object, ...] = ()

    def walk(self) -> None:
        """Until the course is over or the learner leaves. Raises Ended where input ends."""
        while True:
            view = self._session.view()
            self._tell(view)
            if view.phase is Phase.END:
                return
            before = _spot(view)
            if not self._listen(view):
                return
            after = self._session.view()
            if after.note and _spot(after) == before:
                self._talk.say(after.note)

    # -- telling ------------------------------------------------------------------------------

    def _tell(self, view: View, *, whole: bool = False) -> None:
        """What is new since the last time."""
        talk = self._talk
        step = (view.lesson_id, view.step_id)
        new_step = whole or not self._told or self._told[0] != step
        spot = _spot(view)
        if new_step:
            talk.say(telling.heading(view))
            talk.say()
            talk.prose(view.text)
        if view.phase is Phase.END:
            talk.say(f"That was the course. Right at the first try: {view.right} of {view.asked}.")
            return None
        if new_step or spot != (self._told[1] if self._told else None):
            self._say(*telling.code(view), *telling.constants(view))
            if view.phase is not Phase.ASK:
                return self._remember(view)
            self._bowl(view)
            if view.question is not None:
                self._say("", *telling.question(view.question))
        self._remember(view)
        return None

    def _remember(self, view: View) -> None:
        self._told = ((view.lesson_id, view.step_id), _spot(view))

    def _say(self, *lines: str) -> None:
        for line in lines:
            self._talk.say(line)

    def _bowl(self, view: View, *, drawn: bool = False) -> None:
        """The bowl in sentences or, when asked, in characters."""
        if drawn:
            self._say(*bowl.drawn(view))
        elif view.plot is not None:
            self._talk.prose(bowl.told(view))

    # -- listening ----------------------------------------------------------------------------

    def _listen(self, view: View) -> bool:
        """One line and what it does; False to leave."""
        waiting = view.phase is Phase.ASK
        line = self._talk.ask("Your answer: " if waiting else f"[enter: {view.next}] ")
        word, _, rest = line.strip().partition(" ")
        if word == "quit":
            self._talk.say("Your place is kept.")
            return False
        if self._command(view, word, rest.strip()):
            return True
        if waiting and view.question is not None and view.question.kind == "write":
            line = self._lines(line)
        if line.strip() and (waiting or view.can_run):
            self._session.type(line)
            self._commit()
        elif line.strip():
            self._talk.say(f"I do not know the word {word!r} here. help lists the words.")
        elif waiting and view.question is not None and view.question.kind == "reach":
            self._commit()
        else:
            self._session.enter()
        return True

    def _lines(self, line: str) -> str:
        """The lines of a listing, up to an empty one."""
        lines = []
        while line.strip():
            lines.append(line)
            line = self._talk.ask("... ")
        return "\n".join(lines)

    def _commit(self) -> None:
        """Hand the answer in and tell what was said of it."""
        self._session.commit()
        view = self._session.view()
        if view.verdict is not None:
            self._talk.say()
            self._talk.prose(view.verdict.say)
        if view.phase is Phase.ASK:
            if view.verdict is not None and view.verdict.attempt:
                self._talk.say("Try once more.")
            return
        self._say(*telling.outcome(view))
        if view.reveal:
            self._talk.prose(view.reveal)
        self._bowl(view)
        self._remember(view)

    def _command(self, view: View, word: str, rest: str) -> bool:
        """Carry out a word; False when it is none."""
        session = self._session
        before = _spot(view)
        match word:
            case "hint":
                session.hint()
                question = session.view().question
                if question is not None and question.hint:
                    self._talk.prose(f"Hint: {question.hint}")
            case "skip":
                session.skip()
            case "back":
                session.back()
            case "next":
                session.next()
            case "again":
                self._told = ()
            case "reset":
                session.reset()
                self._told = ()
            case "set":
                self._set(rest)
            case "run":
                self._run(rest)
            case "replay":
                session.replay()
                self._bowl(session.view())
            case "bowl" | "draw":
                self._bowl(view, drawn=word == "draw")
            case "table":
                self._say(*telling.table(view.table))
            case "output":
                self._say(view.output.rstrip("\n") or "Nothing is printed yet.")
            case "lessons" | "go" | "glossary" | "help":
                self._look_up(word, rest)
            case _:
                return False
        if word in ("skip", "back", "next") and _spot(session.view()) != before:
            self._told = self._told if self._told else ()
        return True

    def _set(self, rest: str) -> None:
        """`set alpha 0.3`."""
        from tutor.core.answer import read

        name, _, digits = rest.replace("=", " ").partition(" ")
        heard = read(digits.strip())
        if heard.value is None:
            self._talk.say(f"Type set, a constant and a number. {heard.why_not}")
            return
        self._session.set(name, heard.value)

    def _run(self, rest: str) -> None:
        """`run`, `run 5`, `run all`."""
        count = 10**6 if rest == "all" else int(rest) if rest.isdecimal() else 1
        first = self._session.view().updates
        self._session.run(count)
        view = self._session.view()
        if view.table is not None and view.updates > first:
            rows = list(telling.table(view.table))
            shown = rows[first + 1 :]
            gap = ["…"] if len(shown) > 6 else []
            self._say(*shown[:3], *gap, *(shown[-3:] if gap else shown[3:]))
            self._bowl(view)
        self._remember(view)

    def _look_up(self, word: str, rest: str) -> None:
        from tutor.errors import TutorError, nearest

        course = self._session.course
        if word == "help":
            self._say(WORDS)
        elif word == "lessons":
            for lesson in course.lessons:
                standings = [self._session.standing(lesson.id, step.id) for step in lesson.steps]
                done = f"{standings.count('done')} of {len(standings)} done"
                self._talk.say(f"  {lesson.id}: {lesson.title}. {done}.")
        elif word == "go":
            lesson_id, _, step = rest.partition("/")
            try:
                self._session.open(lesson_id, step or None)
            except TutorError as error:
                self._talk.say(str(error))
            self._told = ()
        elif rest in course.glossary:
            self._talk.prose(f"{rest}: {course.glossary[rest]}")
        else:
            near = nearest(rest, course.glossary)
            self._talk.say("Words: " + ", ".join(course.glossary) + ".")
            if near:
                self._talk.say(f"Did you mean {near}?")


def _spot(view: View) -> tuple[object, ...]:
    """What the learner is looking at: a new one is told anew."""
    question = view.question
    return (
        view.lesson_id,
        view.step_id,
        view.phase if view.phase is Phase.ASK else "",
        None if question is None else (question.number, question.free, question.after),
        tuple((p.name, p.value) for p in view.parameters),
    )
