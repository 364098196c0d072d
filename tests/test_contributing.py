"""Each worked example of docs/contributing.md is applied to a copy of the tree and seen to work,
in the files that docs/architecture.md promises and no others."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.arguments.test_completion import offered
from tests.pages import Block, blocks, change

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "contributing.md").read_text(encoding="utf-8")
TABLE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### ([^\n]+)\n(.*?)(?=^##)", PAGE, re.M | re.S))
"""The examples by their headings: `A claim` …"""


def sources(title: str) -> list[Block]:
    """The blocks of an example that are files of the program, or change one."""
    return [one for one in blocks(SECTIONS[title]) if one.file.startswith("tutor/")]


class Tree:
    """A copy of the program, or the program itself."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def tutor(self, *arguments: str, home: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run the command of this tree, in `home` or in the tree."""
        return self._python("-m", "tutor", *arguments, home=home or self.path)

    def script(self, code: str, home: Path) -> Any:
        """What a script prints as JSON when it runs with the program of this tree."""
        begin = f"import tutor\nassert tutor.__file__.startswith({str(self.path)!r})\n"
        done = self._python("-c", begin + code, home=home)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def _python(self, *arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
        path = os.pathsep.join([str(self.path), str(ROOT)])  # the tests are not copied
        return subprocess.run(
            [sys.executable, *arguments],
            capture_output=True, text=True, cwd=home, timeout=120, check=False,
            env={**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
        )  # fmt: skip


BEFORE = Tree(ROOT)
"""The program without any example."""
Make = Callable[[str], Tree]


@pytest.fixture
def with_example(tmp_path: Path) -> Make:
    """Copies the program and applies one example, without which nothing of it would work."""

    def make(title: str) -> Tree:
        ignored = shutil.ignore_patterns("__pycache__")
        for folder in ("tutor", "lessons"):
            shutil.copytree(ROOT / folder, tmp_path / "tree" / folder, ignore=ignored)
        for block in sources(title):
            path = tmp_path / "tree" / block.file
            if block.kind.startswith("diff"):
                text = change(path.read_text(encoding="utf-8"), block.text)
            else:
                assert not path.exists()
                text = block.text
            path.write_text(text, encoding="utf-8")
        return Tree(tmp_path / "tree")

    return make


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty folder to work in."""
    path = tmp_path / "home"
    path.mkdir()
    return path


@pytest.mark.parametrize("title", SECTIONS)
def test_it_takes_the_files_that_are_promised(title: str) -> None:
    """A new file stands in the table with NAME for its own."""
    row = re.search(rf"^\| {title.lower()} \| (.*) \|$", TABLE, re.M)
    assert row is not None
    changed = {
        block.file if block.kind.startswith("diff") else re.sub(r"\w+\.py$", "NAME.py", block.file)
        for block in sources(title)
    }
    assert changed == {f"tutor/{name}" for name in re.findall(r"`(\S+)`", row[1])}
    assert len(changed) <= 2


@pytest.mark.parametrize("title", SECTIONS)
def test_it_is_written_as_everything_here_is(title: str, with_example: Make) -> None:
    tree, ruff = with_example(title), str(Path(sys.executable).parent / "ruff")
    files = [block.file for block in sources(title)]
    for check in (["check"], ["format", "--check"]):
        command = [ruff, *check, "--config", str(ROOT / "pyproject.toml"), *files]
        done = subprocess.run(command, cwd=tree.path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


# -- a kind of question --------------------------------------------------------------------------

PLAY = """
import json
from pathlib import Path
from tests.ui.player import play, playing
from tutor.course.loader import load_course
from tutor.session.lesson import LessonSession
from tutor.session.quiz import QuizSession
from tutor.session.drawing import drawn, items

course = load_course(Path("signs"))
session = LessonSession(course)
told = {"before": str(session.view()), "options": session.view().question.options}
for answer in ("neither", "below", "above"):
    session.reset()
    session.type(answer)
    session.commit()
    view = session.view()
    told[answer] = [view.phase, view.verdict.kind, view.verdict.say, view.reveal]

(item,) = items(course)
questions = [drawn(course, item, str(seed)) for seed in range(4)]
quiz = QuizSession(course, questions)
for question in questions:
    quiz.type("a" if 2 * question.values["weight"] > 0.8 else "b")
    quiz.enter()
told["quiz"] = [outcome.right for outcome in quiz.summary().outcomes]
told["drawn"] = len({str(question.values) for question in questions})

async def screen():
    async with playing("signs/miss", course=Path("signs")) as learner:
        keys = learner.keys
        await learner.press("a", "enter")
        await learner.sees("Right.")
        return keys

told["keys"] = play(screen)
print(json.dumps(told))
"""


def test_a_kind_of_question(with_example: Make, home: Path) -> None:
    """It lints, is in the schema, keeps its secret, and is played in a lesson, in a quiz, at the
    screen and by `tutor try`."""
    title = "A kind of question"
    tree = with_example(title)
    (lesson,) = [one for one in blocks(SECTIONS[title]) if one.file.endswith(".yaml")]
    file = home / lesson.file
    file.parent.mkdir()
    file.write_text(lesson.text, encoding="utf-8")

    assert "a question has one of the keys" in BEFORE.tutor("lint", "signs", home=home).stdout
    linted = tree.tutor("lint", "signs", home=home)
    assert linted.returncode == 0, linted.stdout
    schema = json.loads(tree.tutor("schema").stdout)
    assert set(schema["$defs"]["Sign"]["required"]) == {"sign"}

    told = tree.script(PLAY, home)
    assert told["options"] == ["above zero", "below zero", "zero"]
    assert "0.2" not in told["before"]
    assert told["neither"][:2] == ["ask", "unreadable"]
    assert told["below"] == [
        "explore", "wrong", "No. Work out delta from the lines above it.", "The miss was 0.2."
    ]  # fmt: skip
    assert told["above"] == ["explore", "right", "Right.", "The miss was 0.2."]
    assert told["quiz"] == [True] * 4 and told["drawn"] > 1
    assert "a above zero" in told["keys"]

    tried = tree.tutor("try", "signs/miss", "below", "--json", "--lessons", "signs", home=home)
    document = json.loads(tried.stdout)
    assert (document["kind"], document["verdict"]) == ("sign", "wrong")
    assert document["prompt"] == "Is delta above zero, below zero or zero after 1 update?"


# -- a feedback rule -----------------------------------------------------------------------------

COUNTED = """\
format: 1
id: count
title: Count
steps:
  - id: three
    title: Three updates
    code: |
      weight = 8

      for iteration in range(5):
          weight = weight - 1.5
    ask:
      - predict: weight
        after: 3
        hint: Take off three times as much.
      - predict: weight
        after: 4
        hint: And once more.
"""


def test_a_feedback_rule(with_example: Make, home: Path) -> None:
    """It is said of the number that it is about, and of no other."""
    tree = with_example("A feedback rule")
    (home / "count.yaml").write_text(COUNTED, encoding="utf-8")

    def said(program: Tree, answer: str, question: str = "1") -> tuple[str, str]:
        options = ("--question", question, "--json", "--lessons", ".")
        tried = program.tutor("try", "count/three", answer, *options, home=home)
        document = json.loads(tried.stdout)
        return document["verdict"], document["say"]

    sentence = "That is where one update fewer leads. Count them again."
    assert said(BEFORE, "5")[0] == "short"
    assert said(tree, "5") == ("slip", sentence)
    for other in ("3.5", "-3.5", "6.5", "8", "2"):
        assert said(tree, other) == said(BEFORE, other)
    assert said(tree, "3.5", "2") == said(BEFORE, "3.5", "2"), "that update is revealed by then"


# -- a key ---------------------------------------------------------------------------------------

PRESS = """
import json
from tests.ui.player import play, playing

async def screen():
    async with playing("first/number") as learner:
        await learner.type("0.46")
        await learner.press("enter")
        before = learner.step.session.view().updates
        await learner.press("space")
        return learner.step.session.view().updates - before

print(json.dumps(play(screen)))
"""


def test_a_key(with_example: Make, home: Path) -> None:
    """Pressed at the screen of a step."""
    assert BEFORE.script(PRESS, home) == 0
    assert with_example("A key").script(PRESS, home) == 1


# -- a claim -------------------------------------------------------------------------------------

CLAIMED = """\
format: 1
id: claim
title: Claim
steps:
  - id: walk
    title: A walk
    code: |
      weight = 8
      alpha = ALPHA

      for iteration in range(5):
          weight = weight - alpha * weight
    expect: shrinks
"""


MISSED = """
import json
from tests.grading.asks import reach
from tutor.engine.listing import listing

walk = listing("w = 8\\na = 1.5\\nfor i in range(5):\\n    w = w - a * w\\n")
print(json.dumps([reach(walk, {"a": a}, "shrinks").say for a in (2.5, 0.5)]))
"""


def test_a_claim(with_example: Make, home: Path) -> None:
    """Lint runs the listing and looks, and names it to whoever has nearly written it. A learner is
    told of the run in words about the claim."""
    tree = with_example("A claim")

    def lint(program: Tree, text: str) -> str:
        (home / "claim.yaml").write_text(text, encoding="utf-8")
        return program.tutor("lint", "claim.yaml", home=home).stdout

    smooth, swinging = CLAIMED.replace("ALPHA", "0.5"), CLAIMED.replace("ALPHA", "2.5")
    assert "'shrinks' is no claim" in lint(BEFORE, smooth)
    assert "claim.yaml:" not in lint(tree, smooth)
    assert "`shrinks` does not hold" in lint(tree, swinging)
    assert "did you mean shrinks?" in lint(tree, smooth.replace("shrinks", "shrnks"))
    missed, held = tree.script(MISSED, home)
    assert missed == "shrinks is not true of this run: after 5 updates w is -60.75."
    assert held == "There it is. shrinks is true of this run: after 5 updates w is 0.25."


# -- a command -----------------------------------------------------------------------------------


def test_a_command(with_example: Make) -> None:
    """It runs, is in the manual, is what was probably meant, and a shell completes it."""
    tree = with_example("A command")
    ran = tree.tutor("steps", "break-it")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.splitlines()[1].startswith("break-it/input-two: ")
    assert "did you mean break-it?" in tree.tutor("steps", "brek-it").stderr
    assert re.search(r"\n    steps +list the steps of a lesson\n", tree.tutor("--help").stdout)
    assert "tutor steps break-it" in tree.tutor("steps", "--help").stdout
    assert "did you mean `tutor steps`?" in tree.tutor("stps").stderr
    assert offered("tutor ste", cwd=tree.path, PYTHONPATH=str(tree.path)) == ["steps"]
    assert "break-it" in offered("tutor steps br", cwd=tree.path, PYTHONPATH=str(tree.path))
