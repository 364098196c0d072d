"""A lesson on the screen as its author saves it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.ui.player import LOOK, Player, played
from tutor.authoring.lint import lint
from tutor.errors import TutorError
from tutor.ui.preview_app import BrokenScreen, PreviewApp, PreviewScreen
from tutor.ui.screens.page import PageScreen
from tutor.ui.screens.search_list import JumpScreen

SOURCE = Path(__file__).parent / "quizzed"
LONG = "\n".join(f"      Line {n} of the story.\n" for n in range(30))


@pytest.fixture(params=["told", "looking"])
def file(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A lesson beside its course.yaml: with watchfiles, and where that is not installed."""
    if request.param == "looking":
        monkeypatch.setitem(sys.modules, "watchfiles", None)
    for name in ("course.yaml", "steps.yaml", "signs.yaml"):
        shutil.copy(SOURCE / name, tmp_path)
    return tmp_path / "steps.yaml"


def change(path: Path, before: str, after: str) -> None:
    """Save the file with something else in it, as editors do: another file takes its place."""
    text = path.read_text(encoding="utf-8")
    assert before in text
    other = path.with_suffix(".tmp")
    other.write_text(text.replace(before, after), encoding="utf-8")
    other.replace(path)


class Author(Player):
    """Sees the preview."""

    @property
    def preview(self) -> PreviewScreen:
        """The screen on top, a preview's."""
        assert isinstance(self.app.screen, PreviewScreen)
        return self.app.screen


@asynccontextmanager
async def previewing(
    file: Path, step: str | None = None, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Author]:
    app = PreviewApp(file, step, lint=lint, look=LOOK)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Author(app, pilot)


@played
async def test_a_save_is_shown_and_the_half_typed_answer_stays(file: Path) -> None:
    async with previewing(file, "number") as author:
        await author.type("0.5 -")
        change(file, "Where does it take the weight?", "Whither the weight?")
        await author.until(lambda: "Whither the weight?" in author.preview.view.text)
        assert author.preview.view.typed == "0.5 -"
        await author.type(" 0.1")
        assert "= 0.4" in author.text


@played
async def test_the_constants_and_the_scroll_are_kept(file: Path) -> None:
    change(file, "    show: [pred]", "    edit:\n      alpha: {from: 0, to: 1, by: 0.1}")
    change(file, "      One update of gradient descent.", LONG + "\n      One update.")
    async with previewing(file, "number") as author:
        await author.press("tab", "right", "right", "escape")
        await author.press("down", "down", "down")
        assert author.preview.prose.first == 3
        assert "‹ alpha 0.3 ›" in author.text and "Line 1 of" not in author.text
        change(file, "Line 2 of the story.", "Line two of the tale.")
        await author.sees("Line two of the tale.")
        assert author.preview.prose.first == 3
        assert "‹ alpha 0.3 ›" in author.text


@played
async def test_a_broken_save_shows_its_problems_over_the_last_good_version(file: Path) -> None:
    async with previewing(file, "cost") as author:
        await author.type("0.")
        change(file, "    title: What a miss costs", "    titel: What a miss costs")
        await author.sees("Saved with a problem; below is the last good version.")
        assert " 31:5: unknown key `titel`; did you mean title?" in author.text
        assert "cost = miss ** 2" in author.text and author.preview.view.typed == "0."
        assert author.lines[0].startswith(" ✗ Saved")
        assert any(line.startswith(" Steps › What a miss costs") for line in author.lines)
        await author.type("25")
        assert author.preview.view.typed == "0.25", "it can be played on"
        change(file, "    titel: What a miss costs", "    title: The price")
        await author.sees("The price")
        assert "Saved with" not in author.text and author.preview.view.typed == "0.25"


@played
async def test_what_only_a_run_shows_stands_over_the_step_too(file: Path) -> None:
    """A false `expect`; as long as it is there."""
    change(file, "    show: [pred]", "    expect: diverges\n    show: [pred]")
    async with previewing(file, "number") as author:
        await author.sees("Saved, and shown below; run, it has a problem.")
        assert "`diverges` does not hold" in author.text
        await author.type("0.46")
        assert author.preview.view.typed == "0.46"
        change(file, "    expect: diverges", "    expect: converges")
        await author.until(lambda: "does not hold" not in author.text)
        assert author.preview.view.typed == "0.46"


def _joined(author: Author) -> str:
    """What stands on the screen with its broken lines put together again."""
    return "".join(line.strip() + " " * line.endswith(" ") for line in author.lines).replace(
        "\n", ""
    )


@played
async def test_a_shared_mistake_that_is_taken_away_is_seen_too(file: Path) -> None:
    async with previewing(file, "number") as author:
        change(file.with_name("course.yaml"), "You added the derivative.", "Uphill it went.")
        await author.until(lambda: "Uphill" in str(author.preview.session.course.mistakes))
        await author.type("0.54")
        await author.press("enter")
        assert "Uphill it went." in author.text
        change(file.with_name("course.yaml"), "lessons: [steps, signs]", "lessns: [steps]")
        await author.sees("did you mean lessons?")
        assert "Uphill it went." in author.text


@played
async def test_a_step_that_was_renamed_or_taken_away_gives_way_to_its_neighbour(file: Path) -> None:
    async with previewing(file, "cost") as author:
        change(file, "  - id: cost", "  - id: price")
        await author.until(lambda: author.preview.view.step_id == "price")
        text = file.read_text(encoding="utf-8")
        file.write_text(text[: text.index("  - id: price")], encoding="utf-8")
        await author.until(lambda: author.preview.view.step_id == "number")
        assert "step 1/1" in author.lines[0]


@played
async def test_a_file_that_is_broken_at_first_is_shown_once_it_is_mended(file: Path) -> None:
    change(file, "format: 1", "format: 2")
    async with previewing(file, "cost") as author:
        assert isinstance(author.app.screen, BrokenScreen)
        assert "2:9: " in _joined(author)
        change(file, "id: steps", "idd: steps")
        await author.sees("unknown key `idd`")
        change(file, "idd: steps", "id: steps")
        change(file, "format: 2", "format: 1")
        await author.until(lambda: isinstance(author.app.screen, PreviewScreen))
        await author.sees("cost = miss ** 2")


@played
async def test_a_save_under_another_screen_is_there_when_one_comes_back(file: Path) -> None:
    async with previewing(file, "number") as author:
        await author.press("escape", "?")
        assert isinstance(author.app.screen, PageScreen)
        change(file, "Where does it take the weight?", "Whither?")
        below = author.app.screen_stack[-2]
        assert isinstance(below, PreviewScreen)
        await author.until(lambda: "Whither?" in below.view.text)
        await author.press("enter", "j")
        assert isinstance(author.app.screen, JumpScreen)
        await author.press("down", "enter")
        await author.sees("What is cost now?")


@played
async def test_q_closes_where_no_letter_is_typed_and_ctrl_c_everywhere(file: Path) -> None:
    async with previewing(file, "number") as author:
        assert "ctrl+c close" in author.keys
        await author.press("q")
        assert author.preview.view.typed == "q"
        await author.press("escape")
        assert "q close" in author.keys
        await author.press("q")
        await author.until(lambda: not author.app.is_running)
    async with previewing(file, "number") as author:
        await author.press("ctrl+c")
        await author.until(lambda: not author.app.is_running)


def test_an_unknown_step_names_the_nearest(file: Path) -> None:
    with pytest.raises(TutorError, match="did you mean number"):
        PreviewApp(file, "numbr", lint=lint, look=LOOK)
