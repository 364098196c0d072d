"""Every example in the pages for authors is what it says it is."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.course.lessons import written
from tests.e2e.terminal import Terminal, environment
from tests.needs import program
from tests.pages import Block, blocks, change
from tutor.authoring.lint import lint
from tutor.course.loader import load_course
from tutor.course.model import Bowl, CourseFile, Lesson, Mistake, Step
from tutor.course.part import Part
from tutor.course.questions import QUESTIONS, Option

DOCS = Path(__file__).parents[2] / "docs"
FORMAT = DOCS / "lesson-format.md"


def indented(text: str, by: int) -> str:
    return "".join(" " * by + line if line.strip() else line for line in text.splitlines(True))


def whole(text: str, lesson: str) -> str:
    """The lesson that an example is a piece of: the page's first, with that piece in its place."""
    head, steps = lesson.split("steps:\n")
    start = re.sub(r"#.*\n", "", text).lstrip()
    if start.startswith("format:"):
        return text
    if start.startswith("- id:"):
        without_mistakes = head[: head.index("mistakes:")]
        return f"{without_mistakes}steps:\n{indented(text, 2)}"
    if start.startswith("mistakes:"):
        about_both = steps.replace(
            "    ask:\n",
            "    ask:\n      - predict: derivative\n        hint: Input times the miss.\n",
        )
        return f"{head[: head.index('mistakes:')]}{text}\nsteps:\n{about_both}"
    if start.startswith("bowl:"):
        return re.sub(r"    bowl:.*?(?=    ask:)", lambda _: indented(text, 4), lesson, flags=re.S)
    assert start.startswith("- ")
    before, after = lesson.rsplit("    reveal:", 1)
    return f"{before}{indented(text, 6)}    reveal:{after}"


EXAMPLES = [block for block in blocks(FORMAT.read_text(encoding="utf-8")) if block.kind == "yaml"]


@pytest.mark.parametrize("block", EXAMPLES, ids=[f"line {block.line}" for block in EXAMPLES])
def test_every_example_of_the_format_lints(tmp_path: Path, block: Block) -> None:
    first = EXAMPLES[0].text
    if "lessons:" in block.text:
        written(tmp_path, first, "add-alpha.yaml")
        written(tmp_path, block.text, "course.yaml")
        assert load_course(tmp_path).id == "first-steps"
        assert lint([tmp_path]) == []
    else:
        text = whole(block.text, first)
        problems = lint([written(tmp_path, text, "add-alpha.yaml")])
        assert [str(problem) for problem in problems] == [], text


def test_the_wrong_example_has_the_problems_that_the_page_shows(tmp_path: Path) -> None:
    wrong = next(
        block for block in blocks(FORMAT.read_text(encoding="utf-8")) if block.kind == "yaml wrong"
    )
    shown = next(
        block for block in blocks(FORMAT.read_text(encoding="utf-8")) if block.kind == "text"
    )
    path = written(tmp_path, wrong.text, "broken.yaml")
    told = "".join(f"{problem}\n" for problem in lint([path])).replace(f"{tmp_path}/", "")
    assert told == shown.text


def test_every_key_of_the_format_is_on_its_page() -> None:
    page = FORMAT.read_text(encoding="utf-8")
    models: list[type[Part]] = [Lesson, Step, Mistake, Bowl, Option, CourseFile]
    models += QUESTIONS.values()
    keys = {key for model in models for key in model.fields}
    missing = [key for key in sorted(keys) if not re.search(rf"`{key}\b|\*\*{key}|{key}:", page)]
    assert missing == []


# The twenty minutes

AUTHORING = DOCS / "authoring.md"
OPENS = {"tutor preview": "Momentum", "tutor learn": "Carry on", "tutor --lessons": "Momentum",
         "tutor quiz": "step"}  # fmt: skip
"""Commands that open a screen, and something that stands on it."""


def run(command: str, home: Path) -> str:
    """What a command of the page prints."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    ran = subprocess.run(
        ["sh", "-c", command],
        cwd=home,
        env=environment(home, PATH=path, TUTOR_STORE=str(home / "store.db")),
        capture_output=True,
        text=True,
    )
    assert ran.stderr == ""
    return ran.stdout


def look(command: str, wanted: str, home: Path) -> None:
    """Open a screen, see what is to be seen, and leave."""
    terminal = Terminal(
        [sys.executable, "-m", *shlex.split(command)],
        env=environment(home, TUTOR_STORE=str(home / "store.db")),
        cwd=home,
    )
    try:
        terminal.wait(wanted)
    finally:
        terminal.close()


def commands(text: str) -> list[tuple[str, str]]:
    """The commands of a console block, each with what it is said to print."""
    found = re.split(r"^\$ (.*)\n", text, flags=re.MULTILINE)[1:]
    return list(zip(found[::2], found[1::2], strict=True))


def test_the_twenty_minutes_go_as_the_page_says(tmp_path: Path) -> None:
    for name in ("sh", "ls", "head"):
        program(name)
    for block in blocks(AUTHORING.read_text(encoding="utf-8")):
        kind, _, name = block.kind.partition(" ")
        if kind == "yaml":
            written(tmp_path, block.text, name)
        elif kind == "diff":
            text = (tmp_path / name).read_text()
            written(tmp_path, change(text, block.text), name)
        else:
            assert kind == "console"
            for command, shown in commands(block.text):
                screen = next((OPENS[key] for key in OPENS if command.startswith(key)), None)
                if screen is not None:
                    look(command, screen, tmp_path)
                    continue
                pattern = ".*".join(re.escape(part) for part in shown.split("…\n"))
                printed = run(command, tmp_path)
                assert re.fullmatch(pattern, printed, re.DOTALL), f"line {block.line}:\n{printed}"
