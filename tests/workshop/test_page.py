"""docs/workshop.md: every command of it is run, on a machine and in a network of its own."""

from __future__ import annotations

import configparser
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import asyncssh
import pexpect
import pytest

from tests.needs import program
from tests.pages import Block, blocks
from tests.workshop.room import QUIET, Learner, Room, serving
from tutor.arguments.parser import command_line
from tutor.commands import commands, names

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "workshop.md").read_text(encoding="utf-8")
BLOCKS = blocks(PAGE)
LINES = [line for block in BLOCKS if block.kind == "sh" for line in block.text.splitlines()]
MACHINE = ("sudo", "podman", "pipx")
"""What changes a machine: it is looked at and not run."""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with serving(tmp_path_factory.mktemp("room"), "--code", "maple") as room:
        yield room


def file(name: str) -> Block:
    """A file of the page."""
    (found,) = (block for block in BLOCKS if block.file.endswith(name))
    return found


def run(words: list[str], folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words, cwd=folder, capture_output=True, text=True, timeout=60, check=False,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder), **more},
    )  # fmt: skip


def served(words: list[str], folder: Path) -> None:
    """A `tutor serve` of the page: as it stands there, but for ports that may be somebody's, for
    addresses that are not here, and for a store that is not this test's."""
    options = command_line(commands(), names()).read(words[1:])
    assert options.command == "serve"
    replaced = {"--port": "0", "--web": "0", "--host": "127.0.0.1"}
    if (options.store or "").startswith("postgresql"):
        replaced["--store"] = str(folder / "instead.sqlite")
    words = [part for word in words[2:] for part in [word]]
    for option, value in replaced.items():
        if option in words:
            at = words.index(option)
            has_value = at + 1 < len(words) and not words[at + 1].startswith("--")
            words[at : at + 1 + has_value] = [option, value]
    if options.check:
        done = run([sys.executable, "-m", "tutor", "serve", "--port", "0", *words], folder)
        assert done.returncode == 0, done.stdout
    else:
        words = [
            word for n, word in enumerate(words) if "--port" not in words[max(n - 1, 0) : n + 1]
        ]
        with serving(folder, *words) as room:
            learner = Learner(room)
            learner.sees("Who are you?")
            learner.cut()


@pytest.mark.parametrize("line", [one for one in LINES if one.startswith("tutor serve")])
def test_it_is_served_as_the_page_says(line: str, tmp_path: Path) -> None:
    if "class_keys" in line:
        key = asyncssh.generate_private_key("ssh-ed25519", comment="Ada")
        (tmp_path / "class_keys").write_text(key.export_public_key().decode())
    words = [
        str(tmp_path / "class_keys") if one == "class_keys" else one for one in shlex.split(line)
    ]
    words = [str(tmp_path / "class_key") if one == "class_key" else one for one in words]
    served(words, tmp_path)


@pytest.mark.parametrize("line", [one for one in LINES if one.startswith("ssh ")])
def test_it_is_reached_as_the_page_says(line: str, room: Room) -> None:
    program("ssh")
    words = shlex.split(line.replace("2222", str(room.port)))
    if "-T" in words:
        done = subprocess.run(
            [words[0], *QUIET, *words[1:]],
            input="Tia\nmaple\nquit\n", capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert "Welcome, Tia." in done.stdout
    else:
        learner = Learner(room, *(one for one in words[1:-1] if one not in ("-p", str(room.port))))
        learner.sees("Who are you?")
        learner.cut()


def test_keys_are_made_as_the_page_says(tmp_path: Path) -> None:
    program("ssh-keygen")
    block = next(one for one in BLOCKS if "ssh-keygen -q" in one.text)
    script = "\n".join(one for one in block.text.splitlines() if not one.startswith("tutor"))
    done = run(["sh", "-e", "-c", script], tmp_path)
    assert done.returncode == 0, done.stderr
    served(
        ["tutor", "serve", "--authorized-keys", str(tmp_path / "class_keys"), "--check"], tmp_path
    )


def test_a_class_is_led_and_ended_as_the_page_says(tmp_path: Path) -> None:
    lines = [shlex.split(one) for one in LINES if one.startswith("tutor class")]
    board, show, rehearse, *ends = lines
    screens = [board, show]
    assert screens == [["tutor", "class"], ["tutor", "class", "show"]]
    assert [words[2] for words in ends] == [
        "export", "forget", "export", "export", "close", "forget",
    ]  # fmt: skip
    with serving(tmp_path, "--open") as room:
        learner = Learner(room)
        learner.join("Tia")
        environ = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
        for words in screens:
            lead = pexpect.spawn(
                sys.executable, ["-m", *words], env={**os.environ, **environ},
                encoding="utf-8", dimensions=(40, 120), timeout=30,
            )  # fmt: skip
            lead.expect("Tia")
            lead.send("q")
            lead.expect(pexpect.EOF)
        learner.cut()
        with subprocess.Popen(
            [sys.executable, "-m", *rehearse], env={**os.environ, **environ},
            stdout=subprocess.PIPE, text=True,
        ) as running:  # fmt: skip
            assert running.stdout is not None
            assert "27 bots are in the class workshop" in running.stdout.readline()
            running.send_signal(signal.SIGINT)
    for words in ends:
        done = run([sys.executable, "-m", *words], tmp_path, XDG_DATA_HOME=str(tmp_path / "data"))
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "answers.csv").read_text().startswith("class,learner,what,vote")


def test_a_host_is_forgotten_as_the_page_says(tmp_path: Path) -> None:
    program("ssh-keygen")
    line = next(one for one in LINES if one.startswith("ssh-keygen -R"))
    known = tmp_path / ".ssh" / "known_hosts"
    known.parent.mkdir()
    key = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
    known.write_text(f"[192.168.1.20]:2222 {key}other.example {key}")
    done = run([*shlex.split(line), "-f", str(known)], tmp_path)
    assert done.returncode == 0, done.stderr
    assert known.read_text().startswith("other.example")


def test_putty_reaches_it_as_the_page_says(room: Room, tmp_path: Path) -> None:
    line = next(one for one in LINES if one.startswith("plink"))
    program("plink")
    scanned = run(["ssh-keyscan", "-p", str(room.port), "127.0.0.1"], tmp_path).stdout.split()
    found = asyncssh.import_public_key(" ".join(scanned[-2:])).get_fingerprint()
    words = shlex.split(line.replace("2222", str(room.port)))
    done = subprocess.run(
        [words[0], "-batch", "-hostkey", found, *words[1:]],
        input="Pit\nmaple\nquit\n", capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, "HOME": str(tmp_path)},
    )  # fmt: skip
    assert "Welcome, Pit." in done.stdout, done.stderr


def test_people_of_one_account_are_kept_apart_as_the_page_says(tmp_path: Path) -> None:
    line = next(one for one in LINES if one.startswith("tutor --learner"))
    store = ["--store", str(tmp_path / "store"), "--plain"]

    def place(words: list[str], typed: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "tutor", *words[1:], *store],
            input=typed, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.stderr == ""
        return done.stdout

    ada, bo = shlex.split(line), shlex.split(line.replace("ada", "bo"))
    place(ada, "\n1.2\nquit\n")
    assert "What is pred now?" not in place(bo, "quit\n")
    ada[3:] = bo[3:] = ["progress"]
    assert "1 question" in place(ada, "") and "1 question" not in place(bo, "")


def test_the_service_starts_what_it_says(tmp_path: Path) -> None:
    """With its own words, in another folder, at another port."""
    text = file("tutor.service").text
    unit = configparser.ConfigParser(strict=True, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(text)
    words = shlex.split(unit["Service"]["ExecStart"].replace("/var/lib/tutor", str(tmp_path)))
    assert words[0] == "/opt/tutor/bin/tutor" and f"python3 -m venv {words[0][:10]}" in PAGE
    assert unit["Service"]["StateDirectory"] == "tutor"
    assert f"ufw allow {words[words.index('--port') + 1]}/tcp" in PAGE
    assert float(unit["Service"]["TimeoutStopSec"]) > 20, "workers have ten seconds, twice"
    served(["tutor", *words[1:]], tmp_path)
    assert (tmp_path / "class.sqlite").exists() and (tmp_path / "host_key").exists()
    if shutil.which("systemd-analyze"):
        path = tmp_path / "tutor.service"
        path.write_text(text.replace("/opt/tutor/bin/tutor", sys.executable))
        done = run(["systemd-analyze", "verify", "--recursive-errors=no", str(path)], tmp_path)
        assert "Unknown" not in done.stderr, done.stderr


def test_the_container_starts_what_it_says(tmp_path: Path) -> None:
    text = file("Containerfile").text
    (command,) = re.findall(r"^CMD (\[.*\])$", text, re.M)
    words = [one.replace("/home/tutor/data", str(tmp_path)) for one in json.loads(command)]
    (volume,) = re.findall(r"^VOLUME (.*)$", text, re.M)
    assert f"-v class:{volume} " in PAGE
    for port in re.findall(r"^EXPOSE (.*)$", text, re.M)[0].split():
        assert f"-p {port}:{port}" in PAGE
    served(words, tmp_path)
    assert (tmp_path / "class.sqlite").exists() and (tmp_path / "host_key").exists()


def test_what_is_installed_is_there_to_be_installed() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"][
        "optional-dependencies"
    ]
    named = re.findall(r"\[([a-z,]+)\]'", PAGE)
    assert named and {one for group in named for one in group.split(",")} <= set(extras)


def test_no_command_of_the_page_is_passed_over() -> None:
    """Each is one of those that are run above, or changes the machine."""
    ran = (
        "tutor serve",
        "tutor class",
        "tutor --learner",
        "ssh ",
        "ssh-keygen",
        "plink ",
        "cat ",
        "chmod ",
        "reset",
    )
    for line in LINES:
        assert line.startswith((*ran, *MACHINE)), line


def test_the_terminal_is_set_right_as_the_page_says() -> None:
    import pexpect

    program("reset")
    line = next(one for one in LINES if one == "reset")
    shell = pexpect.spawn(
        "sh", encoding="utf-8", timeout=20, env={**os.environ, "PS1": "", "TERM": "xterm"}
    )
    shell.sendline(f"stty -echo raw; stty -a; {line}; stty -a; exit")
    shell.expect(pexpect.EOF)
    assert isinstance(shell.before, str)
    assert "-icanon" in shell.before and re.search(
        r"(?<!-)\becho\b", shell.before.rpartition("speed")[2]
    )


def test_what_serving_prints_is_what_the_page_shows(tmp_path: Path) -> None:
    (shown,) = (block.text for block in BLOCKS if "type this" in block.text)
    with serving(tmp_path, "--web", "0") as room:
        said = room.said.splitlines()
    for line, other in zip(shown.splitlines(), said, strict=False):
        assert line.split()[:1] == other.split()[:1]
