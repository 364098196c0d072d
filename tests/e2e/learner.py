"""Somebody at a terminal who knows every answer, by running the listings, and types it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.e2e.terminal import Terminal
from tests.session.walks import right_answer
from tutor.course.loader import Course
from tutor.course.questions import Choose, Predict, Question, Reach
from tutor.engine.claim import claim
from tutor.engine.numbers import number
from tutor.grading.kinds.reach import reachable
from tutor.session.lesson import LessonSession
from tutor.session.view import Phase, View
from tutor.ui.theme import ASCII

DIRECTIONS = {"up": "up", "down": "down", "stay": "="}
"""The key for each direction."""


def flat(text: str) -> str:
    """A text in one line, single spaces, without its Markdown."""
    return " ".join(re.sub(r"[`*]", "", text).split())


class Learner:
    """Plays in the terminal, and beside it in a session that says what is to be seen there."""

    def __init__(
        self, terminal: Terminal, course: Course, where: str = "", *, ascii: bool = False
    ) -> None:
        """`ascii`: everything is drawn with ASCII characters."""
        self.terminal = terminal
        self.ascii = ascii
        self.course = course
        self.session = LessonSession(course)
        if where:
            lesson, _, step = where.partition("/")
            self.session.open(lesson, step or None)

    @property
    def view(self) -> View:
        """What the learner should have before them."""
        return self.session.view()

    @property
    def question(self) -> Question | None:
        """The question as its author wrote it."""
        view = self.view
        step = self.course.lesson(view.lesson_id).step(view.step_id)
        return step.ask[view.question.number - 1] if view.question else None

    # -- seeing -------------------------------------------------------------------------------

    def arrive(self) -> None:
        """Until the step, and the question that it asks now, stand on the screen."""
        self.terminal.wait(self._stands)

    def _stands(self, terminal: Terminal) -> bool:
        view, heading = self.view, terminal.lines[0]
        there = heading.startswith(f" {view.lesson[:10]}") and self._counted(heading)
        if there and view.phase is Phase.ASK and view.question is not None:
            text = flat(terminal.text)
            if view.question.kind != "write" and f"enter {view.next}" not in text:
                return False
            prompt = flat(self._drawn(view.question.prompt))
            count = f"{view.question.number} of {view.question.count}"
            there = prompt[:30] in text and (view.question.count == 1 or count in text)
        return there

    def _drawn(self, text: str) -> str:
        """As this terminal shows it."""
        return text.translate(ASCII) if self.ascii else text

    def _counted(self, heading: str) -> bool:
        view = self.view
        tally = f"{view.right} of {view.asked}" if view.asked else ""
        return f"step {view.index}/{view.total}" in heading and tally in heading

    def nothing_given_away(self) -> None:
        """Before the answer: no truth, no rail, not the asked value, not why an option is right."""
        view, question, screen = self.view, self.question, self.terminal.text
        assert view.phase is Phase.ASK and question is not None
        shown = re.search(r"◆|━━|▶|◀|==>|<==|true -?\d", screen)
        assert shown is None, f"{shown[0]!r} before the answer:\n{screen}"
        if isinstance(question, Predict) and question.by == "number":
            digits = number(float(right_answer(self.course, view)))
            if len(digits.lstrip("-0.")) > 2 and digits not in "".join(self._open_to_all(view)):
                found = re.search(rf"(?<![\d.]){re.escape(digits)}(?!\d)", screen)
                assert found is None, f"{digits} stands there before it was given:\n{screen}"
        for because in self._reasons(question):
            assert because not in flat(screen), f"{because!r} before the answer:\n{screen}"

    def _open_to_all(self, view: View) -> Iterator[str]:
        """What the lesson itself says before the answer."""
        assert view.question is not None
        yield view.text
        yield view.question.prompt
        for line in view.listing:
            yield f"{line.text} {line.value}"

    def _reasons(self, question: Question) -> Iterator[str]:
        if isinstance(question, Choose):
            for option in question.options:
                words = flat(self._drawn(option.because)).split(" {")[0]
                if words and words[:30] not in flat(option.say):
                    yield words[:30]

    # -- doing --------------------------------------------------------------------------------

    def answer(self) -> None:
        """Give the right answer and see it accepted."""
        view, question = self.view, self.question
        assert view.question is not None and question is not None
        if isinstance(question, Reach):
            self._turn(question)
        else:
            right = right_answer(self.course, view)
            self.terminal.press(*self._keys(view.question.kind, right))
            self.session.type(right)
        self.session.enter()
        after = self.view
        assert after.verdict is not None and after.verdict.right, (after.step_id, after.verdict)
        good = self._drawn("✓ ")
        self.terminal.wait(lambda t: self._counted(t.lines[0]) and f"\n {good}" in t.text)
        if after.truth:
            assert self._drawn(f"◆ true {after.truth}") in self.terminal.text, self.terminal.text

    def _keys(self, kind: str, right: str) -> list[str]:
        match kind:
            case "direction":
                return [DIRECTIONS[right], "enter"]
            case "write":
                lines = [key for line in right.split("\n") for key in (line.strip(), "enter")]
                return [*lines, "enter"]
        return [right, "enter"]

    def _turn(self, question: Reach) -> None:
        """Take each constant in hand, type the number that makes the claim true, and check."""
        view = self.view
        step = self.course.lesson(view.lesson_id).step(view.step_id)
        wanted = claim(question.reach)
        edit = {name: step.edit[name] for name in question.editable(step.edit)}
        found = reachable(wanted, step.listing, edit, view.constants)
        assert found is not None, f"{view.lesson_id}/{view.step_id}: nothing reaches {wanted.text}"
        constants = [one.name for one in view.parameters if one.editable]
        here = 0
        for name in sorted(found, key=constants.index):
            self.terminal.press(*["tab"] * (constants.index(name) - here))
            self.terminal.press(*f"{found[name]:.10g}", "enter")
            self.session.set(name, found[name])
            here = constants.index(name)
        self.terminal.press("enter")

    def say(self, text: str) -> View:
        """Type an answer as it is, and commit it; what there is to see then."""
        self.terminal.press(text, "enter")
        self.session.type(text)
        self.session.enter()
        view = self.view
        assert view.verdict is not None
        said = flat(view.verdict.say)
        self.terminal.wait(lambda t: said[:60] in flat(t.text) and self._counted(t.lines[0]))
        return view

    def go_on(self) -> None:
        """To the next question, step or lesson; on a narrow screen past the words that came with
        the answer."""
        after = self.view.next
        if self.view.phase is not Phase.ASK:
            there = ("enter read on", f"enter {after}")
            self.terminal.wait(lambda t: any(key in t.words() for key in there))
            if there[0] in self.terminal.words():
                self.terminal.press("enter")
                self.terminal.wait(there[1])
        lesson = self.view.lesson
        self.terminal.press("enter")
        self.session.enter()
        if self.view.lesson != lesson or self.view.phase is Phase.END:
            self.past_the_card(lesson)

    def past_the_card(self, title: str) -> None:
        """Read the card of a lesson to its end and go on."""
        ends = tuple(self._drawn(end) for end in ("› Done", "› So far"))
        self.terminal.wait(lambda t: title in t.lines[0] and any(end in t.lines[0] for end in ends))
        while "enter read on" in self.terminal.words():
            before = self.terminal.text
            self.terminal.press("enter")
            assert self.terminal.changes(before)
        self.terminal.press("enter")

    def play(self, until: str = "") -> int:
        """Answer everything up to the end of the course, or to the lesson or step `until`; how many
        questions that were."""
        asked = 0
        while (view := self.view).phase is not Phase.END:
            if f"{view.lesson_id}/{view.step_id}" == until or view.lesson_id == until:
                break
            self.arrive()
            if view.phase is Phase.ASK:
                self.nothing_given_away()
                self.answer()
                asked += 1
            self.go_on()
        return asked
