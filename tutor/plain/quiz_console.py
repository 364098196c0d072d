"""A quiz, a review or practice, line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from tutor.course.markup import blocks
from tutor.engine.numbers import number
from tutor.errors import TutorError
from tutor.grading import messages
from tutor.plain import describe, words
from tutor.plain.console import MOVED, Console, Ended
from tutor.session.quizzes import COUNT
from tutor.session.view import Phase

if TYPE_CHECKING:
    from tutor.session.quiz import QuizSession, QuizView
    from tutor.session.quizzes import Quizzes
    from tutor.session.result import Outcome, QuizResult

YES = ("yes", "y")


def hold(quiz: QuizSession, quizzes: Quizzes, talk: Console) -> None:
    """Ask until it is over, say what came of it, and offer what was missed once more, with fresh
    numbers, as often as the learner likes. Raises Ended with the input."""
    while QuizConsole(quiz, quizzes, talk).ask():
        summary = quiz.summary()
        summarise(summary, talk)
        if not summary.missed:
            return
        count = len(summary.to_practise)
        which = "the one" if count == 1 else f"the {count}"
        talk.say()
        said = talk.ask(f"Type yes to practise {which} you did not know, or enter to leave it: ")
        if said.strip().casefold() not in YES:
            return
        quiz = quizzes.practice(summary.to_practise, summary.seed + 1)


def waiting(quizzes: Quizzes) -> Iterator[str]:
    """What is due, and a quiz that was left."""
    agenda = quizzes.agenda(quizzes.attempts())
    count = len(agenda.due)
    if count:
        one = "One question is" if count == 1 else f"{count} questions are"
        yield f"{one} due for review: type review."
    waits = quizzes.waiting()
    if waits is not None:
        how = "Its time is up: type quiz to see how it went." if waits.over else "type quiz."
        yield f"A quiz waits where you left it{'. ' if waits.over else ': '}{how}"


def nothing_due(quizzes: Quizzes) -> str:
    """Why there is nothing to review, and when there will be."""
    return messages.nothing_due(quizzes.agenda(quizzes.attempts()).days(quizzes.now()))


def open_quiz(quizzes: Quizzes, word: str, rest: str, talk: Console) -> None:
    """A quiz or a review within the walk. Raises Ended with the input."""
    if word == "review":
        quiz = quizzes.review()
    else:
        count = min(max(int(rest[:4]), 1), 1000) if rest.isdecimal() else COUNT
        try:
            quiz = quizzes.unfinished() or quizzes.quiz(count)
        except TutorError as error:
            talk.tell(describe.stopped(str(error)))
            return
    if quiz is None:
        talk.tell(nothing_due(quizzes))
    else:
        hold(quiz, quizzes, talk)


def play(quiz: QuizSession, quizzes: Quizzes, talk: Console) -> None:
    """A quiz of its own, until it is over or the input ends."""
    try:
        hold(quiz, quizzes, talk)
    except Ended:
        pass
    except KeyboardInterrupt:
        if not quiz.finished:  # else it is practice that is left
            raise
    finally:
        talk.end_line()


class QuizConsole:
    """Asks one quiz."""

    def __init__(
        self,
        quiz: QuizSession,
        quizzes: Quizzes,
        talk: Console,
        moved: Callable[[], None] = lambda: None,
    ) -> None:
        """`moved`: called when the class has, whose quiz it is."""
        self._moved = moved
        self._quiz = quiz
        self._quizzes = quizzes
        self._talk = talk
        self._say, self._show = talk.tell, talk.show
        self._told = 0
        """The number of the question that was told last; 0 tells the present one anew."""

    def ask(self) -> bool:
        """Ask until it is over; False when the learner leaves before. Raises Ended."""
        quiz = self._quiz
        self._greet(quiz.view())
        while not quiz.finished:
            self._quizzes.keep(quiz)
            shown = quiz.view()
            if shown.number != self._told:
                self._told = shown.number
                self._question(shown)
            if not self._hear(shown):
                return False
        self._quizzes.keep(quiz)
        return True

    def _greet(self, shown: QuizView) -> None:
        """What this is, and what it takes."""
        self._talk.say()
        if self._quiz.finished:
            self._say(f"{shown.title}: its time was up before you came back.")
            return
        if shown.count > self._quiz.open:
            self._say(f"{shown.title}: you go on where you left it.")
        else:
            count = "one question" if shown.count == 1 else f"{shown.count} questions"
            once = "each is explained at once" if self._taught else "one try each"
            self._say(f"{shown.title}: {count}, {once}.")
        self._say("End an answer with ? for a hunch, with ! when you are certain.")

    @property
    def _taught(self) -> bool:
        """Every answer is explained at once."""
        return self._quiz.mode != "quiz"

    def _question(self, shown: QuizView) -> None:
        """The question, with all that the screen shows of it."""
        view, talk = shown.view, self._talk
        left = f" {messages.clock(shown.left)} left." if shown.left is not None else ""
        talk.say()
        where = f"{shown.title}, question {shown.number} of {shown.count}"
        self._say(f"{where}, {self._quiz.open} still open.{left}", "")
        talk.show(describe.code(view, talk.width))
        if view.listing:
            talk.say()
        if view.question is None:
            return
        self._say(*describe.now(view), self._quiz.described().standing, "")
        self._say(describe.asked(view.question), *describe.options(view.question))
        if shown.answered:
            self._say(f"You answered {view.typed.strip()}.")
        else:
            self._say(describe.how(view, view.question))
            if view.typed.strip():
                self._say(f"You had begun to type {view.typed.strip()}: enter hands it in.")

    def _hear(self, shown: QuizView) -> bool:
        """One line and what it does; False to leave."""
        prompt = "Enter for the next question: " if shown.answered else "Your answer: "
        theirs = "hand it in" if "class" in self._quiz.terms else "see how it went"
        ending = f"Enter to {theirs}: "
        line = self._talk.ask(prompt if self._quiz.open else ending, moved=True)
        while line == MOVED:
            self._moved()
            if self._quiz.finished:
                break
            line = self._talk.ask("", moved=True)
        if self._quiz.finished and line == MOVED:
            self._say("The time is up.")
            return True
        if self._quiz.finished:
            self._say("The time is up; that came too late.")
            return True
        word = words.heard(line, words.IN_QUIZ)
        if word is not None:
            return self._obey(shown, *word)
        if shown.answered and line.strip():
            self._say("This one is answered. Enter goes on.")
            return True
        if line.strip():
            self._quiz.type(line)
        self._quiz.enter()
        after = self._quiz.view()
        if after.number == shown.number and not shown.answered:
            self._judged(after, line)
        return True

    def _judged(self, after: QuizView, line: str) -> None:
        """What is said after an answer: a sentence why not, or where it is taught the verdict."""
        view = after.view
        if after.note:
            near = words.meant(line, words.IN_QUIZ)
            self._say(after.note, f"Did you mean the word {near}?" if near else "")
            self._quiz.type("")
        elif self._taught and view.verdict is not None and view.phase is not Phase.ASK:
            self._say("")
            self._talk.prose(describe.judged(view))
            self._say(*describe.outcome(view), self._quiz.described().moved, "")

    def _obey(self, shown: QuizView, word: str, rest: str) -> bool:
        """Carry out a word; False to leave."""
        quiz = self._quiz
        match word:
            case "quit":
                return False
            case "skip":
                quiz.skip()
                if not quiz.finished and quiz.view().number == shown.number:
                    self._say("This is the only one still open.")
            case "back" | "next":
                quiz.move(-1 if word == "back" else 1)
                if quiz.view().number == shown.number:
                    end = "first" if word == "back" else "last"
                    self._say(f"This is the {end} question.")
            case "finish":
                quiz.finish()
            case "again":
                self._told = 0
            case "bowl":
                self._say(self._quiz.described().whole or "There is no error curve here.")
            case "draw":
                rows = describe.drawn(self._quiz.scene(), self._talk.width)
                self._show(rows or ["There is nothing to draw here."])
            case _:
                self._talk.say(words.listed(words.IN_REVIEW if self._taught else words.IN_QUIZ))
                self._say(words.CONFIDENCE)
        return True


def summarise(summary: QuizResult, talk: Console) -> None:
    """The score, then, where the answers were not explained yet, each miss beside the truth."""
    talk.say()
    score = f"{summary.title} over: {summary.right} of {len(summary.outcomes)} right"
    if (mark := summary.mark) is None:
        talk.tell(f"{score}.")
    else:
        passed = "Passed" if summary.passes(mark) else "Not passed"
        percent, needed = number(100 * summary.score, 4), number(100 * mark, 4)
        talk.tell(f"{score}, {percent}%. {passed}: {needed}% was asked for.")
    talk.tell(f"{summary.counted[:1].upper()}{summary.counted[1:]}")
    talk.tell(*filter(None, (summary.confidence, summary.timed)))
    for one in summary.missed if not summary.explained else ():
        talk.say()
        _miss(one, talk)


def _miss(one: Outcome, talk: Console) -> None:
    """One question that is worth another look."""
    talk.tell(describe.stopped(f"{one.lesson}, {one.title}"))
    constants = ", ".join(f"{name} {number(v)}" for name, v in one.values.items())
    sure = {"?": ", a hunch", "!": ", and certain of it"}.get(one.confidence, "")
    lines = [
        f"With {constants}." if constants else "",
        " ".join(one.prompt.split()),
        describe.stopped(f"You said {one.you}{sure}") if one.answered else "Not answered.",
        describe.stopped(f"Right: {' '.join(one.truth.split())}"),
        *(f"{part.marker} {part.text}".strip() for part in blocks(one.say) if one.answered),
        f"Worked out: {one.worked}" if one.worked else "",
    ]
    for line in filter(None, lines):
        talk.tell(f"  {line}", indent="  ")
