"""Completion, as a shell asks for it and as real shells show it."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

from tests.needs import program
from tutor.course.index import bundled, course_index, step_ids

BIN = Path(sys.executable).parent
HERE = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "TERM": "dumb"}
ROOT = Path(__file__).parents[2]


AS_A_SHELL = """\
import os, sys
os.dup2(int(sys.argv[1]), 8)
os.execv(sys.executable, [sys.executable, "-m", "tutor"])
"""
"""Start the tutor with its answer on file descriptor 8."""


def offered(line: str, *, cwd: Path = ROOT, **environment: str) -> list[str]:
    """What is offered after this line: the protocol of argcomplete, on file descriptor 8."""
    reading, writing = os.pipe()
    asked = {
        **HERE, "COMP_LINE": line, "COMP_POINT": str(len(line)), "COMP_TYPE": "9",
        "_ARGCOMPLETE": "1", "_ARGCOMPLETE_IFS": "\n", "_ARGCOMPLETE_SHELL": "fish",
        "_ARGCOMPLETE_DFS": "\t", "_ARGCOMPLETE_SUPPRESS_SPACE": "1",
    }  # fmt: skip
    with os.fdopen(reading) as answer:
        done = subprocess.run(
            [sys.executable, "-c", AS_A_SHELL, str(writing)],
            env={**asked, **environment},
            pass_fds=[writing],
            capture_output=True,
            cwd=cwd,
            timeout=60,
            check=False,
        )
        os.close(writing)
        assert done.stdout == b""
        return [row.partition("\t")[0] for row in answer.read().splitlines()]


LESSONS = [entry.id for entry in course_index(bundled())]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("tutor quiz break-it --seed 7 ", "compare"),
        ("tutor quiz break-it --all com", "compare"),
        ("tutor quiz --all break-it ", "compare"),
        ("tutor quiz break-it --se", "--seed"),
        ("tutor quiz --all break-it --se", "--seed"),
        ("tutor class --yes for", "forget"),
        ("tutor try --question 2 break-it/inp", "break-it/input-two"),
        ("tutor learn compare --theme ", "dark"),
        ("tutor --theme ", "dark"),
        ("tutor --ascii lea", "learn"),
    ],
)
def test_options_may_stand_anywhere(line: str, wanted: str) -> None:
    assert wanted in offered(line)


def test_commands_and_their_options() -> None:
    assert {"learn", "quiz", "progress", "completion"} <= set(offered("tutor "))
    assert offered("tutor pro") == ["progress"]
    assert {"--json", "--csv", "--forget"} <= set(offered("tutor progress --"))
    assert offered("tutor completion ") == ["bash", "zsh", "fish"]


def test_lessons_and_steps() -> None:
    """A lesson where one is meant, LESSON/ where a step must follow, then its steps."""
    assert offered("tutor learn ") == LESSONS
    assert offered("tutor quiz break-it add") == ["add-alpha"]
    steps = [f"break-it/{id}" for id in step_ids(bundled() / "break-it.yaml")]
    assert len(steps) == 6
    assert offered("tutor learn break-it/") == offered("tutor run break-it/") == steps
    assert offered("tutor try brea") == ["break-it/"]
    assert offered("tutor learn no-such-lesson/") == []


def test_a_number_is_nobodys_to_offer() -> None:
    assert offered("tutor run --set ") == []
    assert offered("tutor quiz --questions ") == []


def test_files(tmp_path: Path) -> None:
    """Those that a command reads, and the folders on the way."""
    (tmp_path / "mine.yaml").write_text("steps:\n  - {id: first}\n  - id: second\n")
    for name in ("mine.py", "other.txt", ".hidden.yaml"):
        (tmp_path / name).touch()
    (tmp_path / "more").mkdir()
    assert offered("tutor lint ", cwd=tmp_path) == ["mine.yaml", "more/"]
    assert offered("tutor lint .h", cwd=tmp_path) == [".hidden.yaml"]
    assert offered("tutor run mi", cwd=tmp_path) == ["mine.py"]
    assert offered("tutor --lessons ", cwd=tmp_path) == ["more/"]
    assert offered("tutor preview mine.yaml ", cwd=tmp_path) == ["first", "second"]
    assert offered("tutor lint nowhere/", cwd=tmp_path) == []


def test_another_course(tmp_path: Path) -> None:
    """--lessons before the name counts, and so does the environment."""
    (tmp_path / "own.yaml").write_text("id: own\ntitle: Own\nsteps:\n  - id: first\n")
    assert offered(f"tutor learn --lessons {shlex.quote(str(tmp_path))} ") == ["own"]
    assert offered("tutor learn own/", TUTOR_LESSONS=str(tmp_path)) == ["own/first"]


def test_broken_files_offer_nothing_and_say_nothing(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_bytes(b"\xff\x00{[")
    assert offered("tutor learn ", TUTOR_LESSONS=str(tmp_path)) == []
    assert offered("tutor learn bad/", TUTOR_LESSONS=str(tmp_path)) == []


def test_it_is_quick_for_it_reads_little() -> None:
    """Nothing heavy is imported to complete a name."""
    code = (
        "import sys; from tutor.arguments.completers import place; import argparse;"
        "none = argparse.Namespace(lessons=None);"
        "list(place('', none)); list(place('break-it/', none));"
        "print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert not set(done.stdout.split()) & {"numpy", "textual", "rich", "sqlite3"}


# -- in real shells ------------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """An environment without anybody's own settings."""
    return {**HERE, "HOME": str(tmp_path), "ZDOTDIR": str(tmp_path), "PS1": "$ "}


def shell(command: str, arguments: list[str], home: dict[str, str]) -> pexpect.spawn[str]:
    return pexpect.spawn(
        program(command),
        arguments,
        env=home,
        encoding="utf-8",
        timeout=30,
        dimensions=(40, 200),
        cwd=str(ROOT),
    )


@pytest.fixture
def bash(home: dict[str, str]) -> Iterator[pexpect.spawn[str]]:
    running = shell("bash", ["--norc", "--noprofile", "-i"], home)
    running.sendline('eval "$(tutor completion bash)"; echo rea""dy')
    running.expect_exact("ready")
    yield running
    running.close(force=True)


@pytest.fixture
def zsh(home: dict[str, str]) -> Iterator[pexpect.spawn[str]]:
    running = shell("zsh", ["-f", "-i"], home)
    running.sendline("unsetopt zle_bracketed_paste prompt_sp; autoload -U compinit; compinit -u -D")
    running.sendline('eval "$(tutor completion zsh)"; echo rea""dy')
    running.expect_exact("ready")
    yield running
    running.close(force=True)


@pytest.mark.parametrize("name", ["bash", "zsh"])
def test_keys_in_a_shell(name: str, request: pytest.FixtureRequest) -> None:
    """Tab ends a command, a lesson with its slash, a step, an option and a file."""
    running: pexpect.spawn[str] = request.getfixturevalue(name)
    running.send("tutor pro\t")
    running.expect_exact("progress ")
    running.send("--cs\t")
    running.expect_exact("--csv ")
    running.send("\x15tutor run break-it/inp\t")
    running.expect_exact("input-two ")
    running.send("--tab\t")
    running.expect_exact("--table ")
    running.sendline("| head -n 1")
    running.expect_exact("update")
    running.send("tutor lint lessons/break-i\t")
    running.expect_exact("break-it.yaml ")
    running.send("\x15tutor try brea\t")
    running.expect_exact("break-it/")
    running.send("inp\t")
    running.expect_exact("input-two ")


def test_in_fish(home: dict[str, str]) -> None:
    """`complete -C` answers as the tab key does."""

    def complete(line: str) -> list[str]:
        done = subprocess.run(
            [program("fish"), "--no-config", "-c",
             f"tutor completion fish | source; complete -C '{line}'"],
            env=home, capture_output=True, text=True, timeout=60, check=True, cwd=ROOT,
        )  # fmt: skip
        return [row.partition("\t")[0] for row in done.stdout.splitlines()]

    assert complete("tutor pro") == ["progress"]
    assert complete("tutor run break-it/inp") == ["break-it/input-two"]
    assert complete("tutor run break-it/input-two --tab") == ["--table"]
    assert complete("tutor lint lessons/break-i") == ["lessons/break-it.yaml"]
