"""A learner at a quiz; `python -m tests.ui.quiz_player` writes the kept screens anew."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from tests.ui.player import LOOK, Player, play
from tutor.course.loader import load_course
from tutor.engine.numbers import Number
from tutor.session.drawing import Drawn, items
from tutor.session.quiz import QuizSession
from tutor.session.quizzes import Quizzes
from tutor.session.view import Recorder
from tutor.store import Store
from tutor.store.sqlite import Memory
from tutor.ui.app import QuizApp
from tutor.ui.screens.quiz import QuizScreen
from tutor.ui.screens.summary import SummaryScreen
from tutor.ui.terminal.capabilities import Look

COURSE = Path(__file__).parent / "quizzed"
GOLDEN = Path(__file__).parent / "golden"
SEED = 3
NUMBERS: dict[str, dict[str, Number]] = {
    "number": {"weight": 1.4, "alpha": 0.2},
    "cost": {"miss": 1.8},
    "way": {"weight": 1.3},
    "pick": {},
}
"""What the four questions are asked with, by step."""
RIGHT = ("0.600", "3.24", "2", "2")
"""The right answers to the four questions of `SEED`: a weight, a cost, a direction, a choice."""
UPHILL = "2.20"
"""What the named mistake gives in the first of them."""


class QuizPlayer(Player):
    """Somebody who is being asked."""

    @property
    def quiz(self) -> QuizScreen:
        """The screen on top, a question's."""
        assert isinstance(self.app.screen, QuizScreen)
        return self.app.screen

    @property
    def summary(self) -> SummaryScreen:
        """The screen on top, a summary's."""
        assert isinstance(self.app.screen, SummaryScreen)
        return self.app.screen

    async def answer(self, *answers: str) -> None:
        """Type and commit one answer after the other; an empty one is skipped."""
        for answer in answers:
            if answer:
                await self.type(answer)
                await self.press("enter")
            else:
                await self.press("escape", "s")


def the_four(quizzes: Quizzes, minutes: float | None = None) -> QuizSession:
    """The four questions of the course in its own order, options as its author laid them out."""
    course = quizzes.course
    questions = [Drawn(item, NUMBERS[item.step]) for item in items(course)]
    return QuizSession(
        course,
        questions,
        seed=SEED,
        minutes=minutes,
        now=quizzes._store.now,
        notify=Recorder(quizzes._store, course.id),
    )


def quizzes_of(store: Store | None = None, course: Path = COURSE) -> Quizzes:
    return Quizzes(Memory() if store is None else store, load_course(course))


@asynccontextmanager
async def asked(
    *,
    size: tuple[int, int] = (80, 24),
    look: Look = LOOK,
    quizzes: Quizzes | None = None,
    quiz: QuizSession | None = None,
    mark: float | None = None,
) -> AsyncIterator[QuizPlayer]:
    """A quiz on the screen, by default the four questions of `SEED`."""
    quizzes = quizzes or quizzes_of()
    quiz = quiz or the_four(quizzes)
    if mark is not None:
        quiz.terms = {**quiz.terms, "mark": mark}
    app = QuizApp(quiz, quizzes, look=look)
    async with app.run_test(size=size) as pilot:
        player = QuizPlayer(app, pilot)
        await player.until(lambda: isinstance(app.screen, QuizScreen | SummaryScreen))
        await player.settle()
        yield player


async def _question(look: Look, size: tuple[int, int]) -> str:
    async with asked(look=look, size=size) as player:
        await player.answer("", f"{RIGHT[1]}!")
        await player.press("escape", "b", "escape", "b")
        await player.type("1.4 - 0.2*")
        return "\n".join(player.lines)


async def _summary(look: Look, size: tuple[int, int]) -> str:
    async with asked(look=look, size=size, mark=0.75) as player:
        await player.answer(f"{UPHILL}!", f"{RIGHT[1]}?", "2")
        await player.press("escape", "f", "f")
        await player.until(lambda: isinstance(player.app.screen, SummaryScreen))
        pages = ["\n".join(player.lines)]
        while player.summary.sheet.first < player.summary.sheet.most:
            await player.press("enter")
            pages.append("\n".join(player.lines))
        return "\n\n".join(pages)


ASCII = Look(charset="ascii", colours="none", motion=False)
SCREENS: dict[str, Callable[[], Awaitable[str]]] = {
    "quiz": lambda: _question(LOOK, (80, 24)),
    "quiz-narrow-ascii": lambda: _question(ASCII, (60, 20)),
    "quiz-wide": lambda: _question(LOOK, (120, 40)),
    "summary": lambda: _summary(LOOK, (80, 24)),
    "summary-narrow-ascii": lambda: _summary(ASCII, (60, 20)),
}
"""What is kept as text, by name."""


if __name__ == "__main__":
    for name, scene in SCREENS.items():
        (GOLDEN / f"{name}.txt").write_text(play(scene) + "\n", encoding="utf-8")
