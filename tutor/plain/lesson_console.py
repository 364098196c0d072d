"""A lesson on a console: says what has changed and passes on what is typed. The session decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tutor.engine.numbers import number
from tutor.errors import TutorError
from tutor.grading import messages
from tutor.grading.ask import Judged
from tutor.grading.kinds.base import Input
from tutor.plain import card, describe, quiz_console, waiting, words
from tutor.plain.console import MOVED, Console
from tutor.plain.in_class import InClass
from tutor.session.card import asks_for_lines, code_of, lesson_card, save_code
from tutor.session.view import Event, LessonDone, Noted, Phase

if TYPE_CHECKING:
    from tutor.session.card import Card
    from tutor.session.lesson import LessonSession
    from tutor.session.pace import Class
    from tutor.session.quizzes import Quizzes
    from tutor.session.view import View

ALL = 10**6
"""More updates than any listing makes."""
BEGINNINGS = frozenset("0123456789.-+(")
"""What a number or a sum begins with."""
SIGNS = ("*", "/", " + ", " - ", "(")
"""What stands in a sum, and in no word."""


class LessonConsole:
    """Tells what changes and passes on what is typed."""

    def __init__(
        self,
        session: LessonSession,
        talk: Console,
        quizzes: Quizzes,
        *,
        saves: bool = True,
        pace: Class | None = None,
    ) -> None:
        """`saves`: a file that is written here is the learner's. `pace`: the class that it is."""
        self._class = None if pace is None else InClass(self, pace, session, talk, quizzes)
        self._words = words.IN_LESSON if pace is None else words.IN_CLASS
        self._session, self._saves = session, saves
        self._talk = talk
        self._say, self._show = talk.tell, talk.show
        self._quizzes = quizzes
        self.told: View | None = None
        """What was told last; None tells the whole step anew."""
        self._bowl_told = ""
        self._lesson = ""
        """The id of the lesson that was told last."""
        self._going = True

    def open(self, lesson: str, step: str = "") -> Sequence[Event]:
        """Go to a step or, without one, to where the learner left the lesson; what came of it.
        Raises TutorError naming the nearest."""
        if step:
            return self._session.open(lesson, step)
        return self._session.resume(lesson)

    def greet(self, *, new: bool, chosen: str) -> None:
        """The first words: what this is, or where one goes on. `new`: nothing is kept of the
        learner yet; `chosen`: the lesson or step that was asked for, or empty."""
        course, say = self._session.course, self._talk.tell
        if new and not chosen:
            self._talk.prose(f"{course.title}. {course.about}")
            say("Read a few lines of code, say what they will do, then watch them do it.")
        if new:
            say("Type help at any time for the words that work, quit to leave.")
        elif not chosen:
            say("You go on where you left off. The word lessons lists the lessons, help all words.")
        elif "/" not in chosen:
            place = self._session.place()
            if place.step != course.lesson(place.lesson).steps[0].id:
                say("You go on where you left this lesson.")
        if not chosen:
            say(*quiz_console.waiting(self._quizzes))

    def leave(self) -> None:
        """The learner wants to go."""
        self._going = False

    def walk(self) -> None:
        """Until the learner leaves. Raises Ended where input ends."""
        while self._going:
            if self._class is not None:
                self._class.moved(self._session.view())
            if self._going:
                self._tell()
                self._hear()

    # -- telling ------------------------------------------------------------------------------

    def _note(self, events: Iterable[Event]) -> bool:
        """Say why something was not done; False where it was."""
        notes = [event.text for event in events if isinstance(event, Noted)]
        self._say(*notes)
        for event in events:
            if isinstance(event, LessonDone):
                self._talk.say()
                self._say(*card.told(self._card(event.lesson), saves=self._saves))
        return bool(notes)

    def _card(self, lesson: str) -> Card:
        session, attempts = self._session, self._quizzes.attempts()
        return lesson_card(session.course, lesson, attempts, session.standing)

    def _tell(self) -> None:
        """What is new since the last time."""
        view, told = self._session.view(), self.told
        self.told = view
        if view.phase is Phase.END:
            if told is None or told.phase is not Phase.END:
                self._talk.say()
                self._say(describe.ended(view))
        elif told is None or _step(told) != _step(view) or told.phase is Phase.END:
            self._page(view)
        elif _asked(view) != _asked(told) or _constants(view) != _constants(told):
            self._talk.say()
            self._changes(view, told)
            self._standing(view)
            if _asked(view) != _asked(told):
                self._say(*describe.question(view))

    def _page(self, view: View) -> None:
        """The whole step."""
        self._talk.say()
        if view.lesson_id != self._lesson and view.index == 1:
            about = self._session.course.lesson(view.lesson_id).about
            self._say(f"Lesson: {describe.stopped(view.lesson)} {' '.join(about.split())}", "")
        new, self._lesson = not self._lesson, view.lesson_id
        self._say(describe.heading(view), "")
        self._talk.prose(view.text)
        self._show(describe.code(view, self._talk.width))
        if view.listing:
            self._talk.say()
        self._say(*describe.now(view), *describe.constants(view))
        self._bowl_told = ""
        self._standing(view)
        self._say(*describe.question(view))
        if view.phase in (Phase.REVEALED, Phase.EXPLORE) and view.verdict is not None:
            self._talk.say()
            self._talk.prose(describe.judged(view))
            self.after(view, None)
        elif view.verdict is not None and new:
            self._talk.say()
            self._talk.prose(f"Last time: {describe.judged(view)}")
        self._half_typed(view)

    def _half_typed(self, view: View) -> None:
        """What was typed and not handed in when the learner left."""
        if not view.typed or not waiting.waits(view):
            return
        if waiting.input_of(view) is Input.LINES:
            self._say("So far you have typed:")
            self._show(words.numbered(view.typed))
        else:
            self._say(f"You had begun to type {view.typed.strip()}: enter hands it in.")

    def _changes(self, view: View, told: View) -> None:
        """What is other than at the question before, in this same step."""
        if len(view.listing) != len(told.listing):
            self._show(describe.code(view, self._talk.width))
            self._talk.say()
        self._say(
            *describe.changed(view, told),
            *describe.now(view),
            *describe.newly_beside(view, describe.beside(told)),
        )

    def _standing(self, view: View) -> None:
        """The bowl in sentences, where it is another than before."""
        said = self._session.described().standing
        if said != self._bowl_told:
            self._bowl_told = said
            self._say(said)

    def after(self, view: View, told: View | None) -> None:
        """What is shown once an answer was judged for good."""
        if told is not None and len(view.listing) != len(told.listing):
            self._show(describe.code(view, self._talk.width))
        self._say(*describe.outcome(view))
        if told is not None:
            self._say(
                *describe.newly_beside(view, describe.beside(told), but=waiting.variable(view))
            )
        self._say(self._session.described().moved, "")
        if view.reveal and (told is None or told.reveal != view.reveal):
            self._talk.prose(view.reveal)

    # -- listening ----------------------------------------------------------------------------

    def _hear(self) -> None:
        """One line and what it does."""
        view = self._session.view()
        line = self._talk.ask(waiting.prompt(view), moved=True)
        while line == MOVED and self._class is not None:
            self._class.moved(view)
            if not self._going:
                return
            self._tell()
            view = self._session.view()
            line = self._talk.ask("" if self._talk.waits else waiting.prompt(view), moved=True)
        word = words.heard(line, self._words)
        waits = self._class.waits if self._class is not None else ""
        if waits and (word is None or word[0] not in ("quit", "help", "hand")):
            self._say(waits)
        elif word is not None:
            self._obey(view, *word)
        elif line.strip():
            self._answer(view, line)
        elif view.phase is Phase.END:
            self._going = False
        elif waiting.waits(view) and (
            view.typed.strip() or waiting.input_of(view) is Input.CONSTANTS
        ):
            self._commit()
        else:
            self._note(self._session.next())
            if view.waiting:
                self._say(view.waiting)

    def _answer(self, view: View, line: str) -> None:
        """Something that is no word."""
        input_ = waiting.input_of(view)
        number_like = line.lstrip()[0] in BEGINNINGS or any(sign in line for sign in SIGNS)
        if waiting.sets(view, line) and input_ in (Input.NONE, Input.CONSTANTS):
            self._set(line)
        elif input_ is Input.CONSTANTS:
            self._say(f"Here the constants are the answer: {describe.example(view)} sets one.")
        elif input_ is Input.LINES:
            self._line(view, line)
        elif input_ is not Input.NONE or (number_like and waiting.guesses(view)):
            self._session.type(line)
            self._commit()
        elif number_like and view.verdict is not None:
            self._say(messages.ALREADY_ANSWERED)
        else:
            self._say(words.unknown(line, self._words))

    def _line(self, view: View, line: str) -> None:
        """One more line from memory, or one of them mended."""
        if line.strip().isidentifier() and words.meant(line, self._words):
            # A name alone does nothing in a listing.
            self._say(words.unknown(line, self._words))
            return
        text, why_not = words.edited(view.typed, line)
        self._note(self._session.type(text))
        if why_not:
            self._say(why_not)

    def _commit(self) -> None:
        """Hand the answer in and tell what is said of it."""
        before = self._session.view()
        refused = self._note(self._session.commit())
        view = self._session.view()
        verdict, heard = view.verdict, before.reading
        if refused and waiting.input_of(view) is not Input.LINES:
            self._session.type("")  # it was said why: what is typed next is another one
        if view.waiting and self._class is not None:
            self._say("Your answer is in.", *self._class.counted(view.waiting))
            self.told = view
        if refused or verdict is None:
            return
        self._talk.say()
        if heard is not None and heard.working and heard.value is not None:
            self._say(f"That is {number(heard.value)}.")
        open_ = view.phase is Phase.ASK
        more = describe.more_tries(view.question) if open_ and verdict.attempt else ""
        self._talk.prose(f"{describe.judged(view)} {more}")
        near = words.meant(before.typed, self._words)
        if verdict.kind is Judged.UNREADABLE and near:
            self._say(f"Did you mean the word {near}?")
        if waiting.input_of(view) is Input.LINES:
            self._show(words.numbered(view.typed))
            self._say(words.HOW)
        elif open_:
            self._session.type("")
        elif verdict.attempt:
            self.after(view, before)
        else:  # a guess in explore that was no number: Enter goes on again
            self._session.type("")
        self.told = self._session.view()

    # -- obeying ------------------------------------------------------------------------------

    def _obey(self, view: View, word: str, rest: str) -> None:
        """Carry out a word."""
        session = self._session
        match word:
            case "quit":
                self._going = False
            case "hand" if self._class is not None:
                self._say(self._class.raise_hand())
            case "skip":
                if view.phase is Phase.ASK:
                    self._say("Skipped.")
                self._note(session.skip())
            case "back":
                self._note(session.back())
            case "next":
                self._note(session.next())
            case "hint":
                self._note(session.hint())
                question = session.view().question
                if question is not None and question.hint:
                    self._talk.prose(f"Hint: {question.hint}")
            case "again" | "reset":
                if word == "reset":
                    session.reset()
                self.told = None
            case "clear":
                self._note(session.type(""))
                self._say("Your lines are gone." if view.typed else "There is nothing to clear.")
            case "set":
                self._set(rest)
            case "run":
                self._run(rest)
            case "replay":
                self._replay()
            case _:
                self._look(view, word, rest)

    def _look(self, view: View, word: str, rest: str) -> None:
        """Something of this step once more."""
        few = ALL if rest == "all" else describe.PAGE
        match word:
            case "question":
                question = list(describe.question(view))
                self._say(*(question or ["Nothing is asked here now."]))
            case "listing":
                listing = list(describe.code(view, self._talk.width))
                self._show(listing or ["There is no listing here."])
                self._say(*describe.now(view), *describe.constants(view))
            case "bowl":
                self._say(self._session.described().whole or "There is no error curve here.")
            case "draw" | "table" | "output" if not view.listing:
                self._say("There is no listing here.")
            case "draw":
                if rest in ("", "bowl"):
                    rows = describe.drawn(self._session.scene(), self._talk.width)
                else:
                    rows = describe.error_curve(view, self._talk.width)
                self._show(rows or ["There is nothing to draw yet."])
            case "table":
                self._say(*describe.rows(view, few=few))
            case "output":
                self._show(describe.output(view, few=few))
            case _:
                self._about(word, rest)

    def _set(self, rest: str) -> None:
        """`set alpha 0.3`."""
        from tutor.grading.answer import read

        name, digits = words.name_and_digits(rest)
        before = self._session.view()
        reading = read(digits)
        if not name or reading.value is None:
            self._say(f"Type set, a name and a number, as in {describe.example(before)}.")
            return
        events = self._session.set(name, reading.value)
        if self._note(events):
            return
        view = self._session.view()
        found = next((one for one in view.parameters if one.name == name), None)
        if found is not None and found.value != reading.value:
            lo, hi = number(found.lo), number(found.hi)
            self._say(f"{name} goes from {lo} to {hi}.")
        elif not events:
            self._say(f"{name} is {number(reading.value)} already.")

    def _run(self, rest: str) -> None:
        """`run`, `run 5`, `run all`."""
        count = ALL if rest == "all" else int(rest[:7]) if rest.isdecimal() else 0 if rest else 1
        if not count:
            self._say("Type run, run and a count such as run 5, or run all.")
            return
        first = self._session.view().updates
        self._note(self._session.run(count))
        view = self._session.view()
        if view.updates > first:
            picture = self._session.described()
            self._say(*describe.rows(view, first + 1, few=6), picture.moved, view.note)
            self._bowl_told = picture.standing
        self.told = view

    def _replay(self) -> None:
        """Where the learner's own wrong rule would have led."""
        self._note(self._session.replay())
        view = self._session.view()
        if view.can_replay and (view.plot is None or not view.plot.replayed):
            self._session.replay()  # it was on already
            view = self._session.view()
        if view.plot is not None and view.plot.replayed:
            self._say(self._session.described().replayed)

    def _of_lesson(self, word: str, rest: str) -> None:
        """`code add-alpha`, `practise add-alpha`; without a name of the lesson that is open."""
        course = self._session.course
        try:
            here = self._session.place().lesson
            lesson = course.lesson(describe.place_named(course, rest)[0] if rest else here)
        except TutorError as error:
            self._say(*describe.stopped(str(error)).splitlines())
            return
        missed = self._card(lesson.id).missed if word == "practise" else ()
        if word == "code" and asks_for_lines(lesson, self._session.standing):
            self._say(
                f"{lesson.title} asks for these lines: they can be saved once that is answered."
            )
        elif word == "code" and self._saves:
            self._talk.prose(save_code(course, lesson))
        elif word == "code":
            self._show(code_of(course, lesson).splitlines() or ["This lesson has no code."])
        elif missed:
            seed = len(self._quizzes.attempts())
            quiz_console.hold(self._quizzes.practice(missed, seed), self._quizzes, self._talk)
            self.told = None
        else:
            self._say(f"There is nothing to practise in {lesson.title}.")

    def _about(self, word: str, rest: str) -> None:
        """The course, its words, a quiz: all that is not this step."""
        course, session = self._session.course, self._session
        match word:
            case "help":
                self._talk.say(words.listed(self._words))
                self._say(words.CONFIDENCE)
            case "lessons":
                self._say(*describe.lessons(session))
            case "steps":
                self._say(*describe.steps(session))
            case "go":
                try:
                    moved = self.open(*describe.place_named(course, rest))
                except TutorError as error:
                    self._say(*describe.stopped(str(error)).splitlines())
                else:
                    if not self._note(moved):
                        self.told = None
            case "glossary":
                self._talk.prose(describe.glossary(course.glossary, rest))
            case "code" | "practise":
                self._of_lesson(word, rest)
            case "quiz" | "review":
                quiz_console.open_quiz(self._quizzes, word, rest, self._talk)
                self.told = None
            case _:
                raise AssertionError(f"no case for the word {word}")


def _step(view: View) -> tuple[str, str]:
    return view.lesson_id, view.step_id


def _asked(view: View) -> tuple[int, str] | None:
    """The question; None where answering it is nobody's business but the learner's."""
    question = view.question
    return None if question is None or question.free else (question.number, question.prompt)


def _constants(view: View) -> tuple[object, ...]:
    """The constants in force."""
    return tuple((one.name, one.value) for one in view.parameters)
