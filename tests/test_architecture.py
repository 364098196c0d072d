"""docs/architecture.md says what the code says: its rooms, its imports, the way of an answer."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import FrameType

import pytest

from tests.ui.player import play, playing
from tutor.store.resilient import ResilientStore
from tutor.store.sqlite import Memory

ROOT = Path(__file__).parents[1]
TUTOR = ROOT / "tutor"
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
CODE: list[str] = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", PAGE, flags=re.S))
"""What the page writes in code."""
PATH = re.compile(r"[a-z_/]+/|[a-z_/]+\.[a-z]+|[a-z_/]+/NAME\.py")
NAME = re.compile(r"[A-Za-z_]+(\.[A-Za-z_]+)?")


def section(title: str) -> str:
    """The text beneath a heading, up to the next."""
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S)
    assert found is not None, title
    return found[1]


def test_it_is_one_page() -> None:
    assert len(PAGE.splitlines()) <= 125


def test_every_room_is_named_and_is_there() -> None:
    named = re.findall(r"^\| `(\w+)(?:/|\.py)` \|", section("The rooms"), re.M)
    there = [path.parent.name for path in TUTOR.glob("*/__init__.py")]
    there += [path.stem for path in TUTOR.glob("*.py") if not path.stem.startswith("__")]
    assert sorted(named) == sorted(there)
    below = {f"{path.parent.relative_to(TUTOR)}/" for path in TUTOR.glob("*/*/__init__.py")}
    assert below <= set(CODE)


def test_imports_point_where_the_page_says() -> None:
    (drawn,) = re.findall(r"```text\n(.*?)```", section("The rooms"), re.S)
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (layers,) = [one["layers"] for one in contracts if one["type"] == "layers"]
    assert drawn.splitlines() == [layer.replace("tutor.", "") for layer in layers]


@cache
def defined() -> frozenset[str]:
    """Every class and function of the program, and every attribute as `Class.attribute`."""
    found: set[str] = set()
    for path in TUTOR.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                found.add(node.name)
            if isinstance(node, ast.ClassDef):
                inside = (part for part in node.body if isinstance(part, ast.FunctionDef))
                found.update(f"{node.name}.{part.name}" for part in inside)
    return frozenset(found)


@pytest.mark.parametrize("text", sorted(set(CODE) - {"tutor", "tutor/", "0.46", "act_…"}))
def test_what_it_writes_in_code_is_there(text: str) -> None:
    """A file or folder, or a name of the program."""
    if PATH.fullmatch(text):
        path = text.replace("NAME.py", "")
        assert (TUTOR / path).exists() or (ROOT / path).exists()
        assert (TUTOR / path).is_dir() == path.endswith("/")
    else:
        assert NAME.fullmatch(text)
        assert text in defined()


def test_what_it_points_at_is_there() -> None:
    for target in re.findall(r"\]\(([^)]+)\)", PAGE):
        assert (ROOT / "docs" / target).exists(), target


ROWS = re.findall(r"^\| (\d+) \| `(\S+)` \| `(\S+)` \|", section("The way of one prediction"), re.M)


def calls_of_an_answer() -> tuple[list[tuple[str, str]], str]:
    """Every call of the program between enter and the paint, as (file, name), and the screen."""
    calls: list[tuple[str, str]] = []

    def note(frame: FrameType, event: str, _: object) -> None:
        path = Path(frame.f_code.co_filename)
        if event == "call" and path.is_relative_to(TUTOR):
            calls.append((path.relative_to(TUTOR).as_posix(), frame.f_code.co_qualname))

    async def scene() -> tuple[list[tuple[str, str]], str]:
        kept = Memory()
        async with playing(
            "first/number", size=(100, 40), store=ResilientStore(lambda: kept)
        ) as it:
            await it.type("0.46")
            sys.setprofile(note)
            try:
                await it.press("enter")
                await it.sees("The weight went to 0.46")
            finally:
                sys.setprofile(None)
            (attempt,) = kept.attempts("me")
            assert (attempt.text, attempt.verdict) == ("0.46", "right")
            return calls, it.text

    return play(scene)


def test_a_prediction_goes_the_way_that_the_page_lists() -> None:
    """A real one, typed at the screen and kept in a store."""
    calls, screen = calls_of_an_answer()
    assert "true 0.46" in screen
    assert len(ROWS) > 20 and [int(number) for number, _, _ in ROWS] == [*range(1, len(ROWS) + 1)]
    ahead: Iterator[tuple[str, str]] = iter(calls)
    for number, name, file in ROWS:
        assert (file, name) in ahead, f"{number}: {name} of {file} is not called there"
