"""No text that is not ours moves the cursor: it is made safe where rows are drawn."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

import tutor.ui
from tests.ui.player import LOOK, play, played, playing, strips
from tests.ui.quiz_player import quizzes_of, the_four
from tutor.errors import UNPRINTABLE
from tutor.history.records import History
from tutor.session.quizzes import Waiting
from tutor.session.view import Phase, QuestionView
from tutor.ui.base_app import BaseApp
from tutor.ui.preview_app import BrokenScreen
from tutor.ui.screens.base_screen import BaseScreen
from tutor.ui.screens.home import HomeScreen
from tutor.ui.screens.home_contents import HomeContents
from tutor.ui.screens.page import PageScreen
from tutor.ui.screens.search_list import GlossaryScreen
from tutor.ui.screens.summary import SummaryRows, SummaryScreen

HOSTILE = "a\x1b]0;PWNED\x07b\x9b2Jc\rd\te\u202ef\u2028g\x7fh\x00"
"""Sets a window's title, clears the screen, goes back and turns the direction of text."""


def safe(screen: Screen[Any]) -> str:
    """What stands on a screen, if all of it can be sent to a terminal."""
    text = "".join(row.text for row in strips(screen))
    assert not UNPRINTABLE.search(text) and "\t" not in text and "\n" not in text
    return text


def screens() -> Iterator[BaseScreen]:
    """A screen of each kind that shows names, all of them hostile."""
    contents = HomeContents(HOSTILE, HOSTILE, [], History(), note=HOSTILE)
    yield HomeScreen(contents, print)
    yield HomeScreen(contents._replace(waiting=Waiting(1, 2)), print)
    yield GlossaryScreen({HOSTILE: HOSTILE})
    yield PageScreen(HOSTILE, f"# {HOSTILE}\n\n{HOSTILE}\n\n    {HOSTILE}\n")
    broken = BrokenScreen(HOSTILE)
    broken.problems.show([HOSTILE], HOSTILE)
    yield broken
    quiz = the_four(quizzes_of())
    quiz.finish()
    summary = quiz.summary()
    outcomes = tuple(
        one._replace(title=HOSTILE, lesson=HOSTILE, prompt=HOSTILE, you=HOSTILE)
        for one in summary.outcomes
    )
    yield SummaryScreen(SummaryRows(summary._replace(outcomes=outcomes)), quizzes_of())


@pytest.mark.parametrize("number", range(6))
def test_no_name_on_any_screen_is_obeyed(number: int) -> None:
    shown = list(screens())[number]

    class Showing(BaseApp):
        CSS_PATH = str(Path(tutor.ui.__file__).with_name("app.tcss"))

        def on_mount(self) -> None:
            self.push_screen(shown)

    async def scene() -> None:
        async with Showing(LOOK).run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            assert "PWNED" in safe(shown)

    assert len(list(screens())) == 6
    play(scene)


@played
async def test_no_answer_and_no_sentence_of_a_step_is_obeyed() -> None:
    """Whatever a view holds, from a store or a lesson that somebody else wrote."""
    async with playing("first/number") as player:
        step = player.step
        view = step.view
        assert view.question is not None
        lines = tuple(one._replace(text=HOSTILE, value=HOSTILE) for one in view.listing)
        question: QuestionView = replace(view.question, prompt=HOSTILE, hint=HOSTILE)
        step.view = replace(
            view,
            text=HOSTILE,
            explained=HOSTILE,
            closing=HOSTILE,
            lesson=HOSTILE,
            step=HOSTILE,
            note=HOSTILE,
            worked=HOSTILE,
            output=HOSTILE,
            listing=lines,
            question=question,
        )
        step.draft = step.draft.insert(HOSTILE)
        for phase in (Phase.ASK, Phase.REVEALED):
            step.view = replace(step.view, phase=phase, truth=HOSTILE, you=HOSTILE)
            step.show()
            await player.settle()
            assert safe(step).count("PWNED") > 5


def test_rows_are_drawn_in_one_place() -> None:
    """A widget that drew by itself would have to make its text safe by itself."""
    drawn = {
        path.name
        for path in Path(tutor.ui.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        and node.name in ("render", "render_line", "render_lines")
    }
    assert drawn - {"diff_output.py"} == {"line_widget.py"}
