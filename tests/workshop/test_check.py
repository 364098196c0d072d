"""`tutor serve --check`, and what serving says where it cannot begin."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.workshop.room import Learner, serving
from tutor.cli import main
from tutor.course.index import bundled
from tutor.store import connect


def served(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """What it says that does not go on for long."""
    return subprocess.run(
        [sys.executable, "-m", "tutor", "serve", *options],
        capture_output=True, text=True, timeout=60, check=False,
        env={"HOME": str(folder), "XDG_DATA_HOME": str(folder), "PATH": "", "LANG": "C.UTF-8"},
    )  # fmt: skip


def test_all_of_it_is_tried_and_nobody_is_left(tmp_path: Path) -> None:
    store = tmp_path / "store.sqlite"
    done = served(tmp_path, "--check", "--port", "0", "--store", str(store), "--web", "0")
    assert (done.returncode, done.stderr) == (0, "")
    parts = [line.split()[:2] for line in done.stdout.splitlines()]
    assert parts == [
        ["ok", part] for part in ("lessons", "store", "host", "who", "port", "browsers", "a")
    ]
    assert "came in by SSH, and saw the course" in done.stdout
    kept = connect(store).recall("class:workshop")
    assert [*kept] == ["code"] and kept["code"] in done.stdout
    again = served(tmp_path, "--check", "--port", "0", "--store", str(store), "--web", "0")
    assert again.stdout == done.stdout, "the code and the key stay"
    other = served(tmp_path, "--check", "--port", "0", "--store", str(store), "--code", "elm")
    assert "the code elm" in other.stdout
    assert connect(store).recall("class:workshop") == kept, "it was only tried"


def test_each_part_that_is_wrong_is_said(tmp_path: Path) -> None:
    lessons = tmp_path / "lessons"
    shutil.copytree(bundled(), lessons)
    (lessons / "compare.yaml").write_text("what: is this\n")
    (tmp_path / "keys").write_text("no key\n")
    key = tmp_path / "host_key"
    key.write_text("no key\n")
    key.chmod(0o600)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = served(
            tmp_path, "--check", "--port", str(taken.getsockname()[1]), "--store", ":memory:",
            "--lessons", str(lessons), "--authorized-keys", str(tmp_path / "keys"),
            "--host-key", str(key),
        )  # fmt: skip
    assert done.returncode == 1 and done.stderr == ""
    said = {line.split()[1]: line for line in done.stdout.splitlines()}
    assert all(line.split()[0] == "NO" for line in said.values())
    assert "compare cannot be played" in said["lessons"]
    assert ":memory: is neither" in said["store"]
    assert "holds no host key" in said["host"]
    assert "line 1: no public key" in said["who"]
    assert "another program listens there" in said["port"]
    assert "a client" not in done.stdout


def test_what_is_no_file_is_no_key(tmp_path: Path) -> None:
    """Its mode is left alone, and nobody is told to change it."""
    for place in ("/dev/null", str(tmp_path)):
        done = served(tmp_path, "--port", "0", "--host-key", place)
        assert (done.returncode, done.stderr) == (
            1, f"tutor: the host key {place} is no plain file; name another\n",
        )  # fmt: skip


def test_a_key_that_others_may_read_is_none(tmp_path: Path) -> None:
    assert served(tmp_path, "--check", "--port", "0").returncode == 0
    (key,) = tmp_path.rglob("host_key")
    assert key.stat().st_mode & 0o777 == 0o600
    key.chmod(0o644)
    done = served(tmp_path, "--port", "0")
    assert done.returncode == 1
    assert (
        done.stderr == f"tutor: others may read the host key {key}; change that: chmod 600 {key}\n"
    )


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        (("--store", ":memory:"), 1, "a class is kept in a file or in PostgreSQL"),
        (("--host", "nowhere.invalid"), 1, "nowhere.invalid is no address of this machine"),
        (("--host", "192.0.2.7"), 1, "this machine does not have that address"),
        (("--open", "--code", "x"), 2, "--open and --code do not go together"),
        (("--public-url", "https://x.org"), 2, "--public-url is for browsers: it needs --web"),
        (("--web-host", "127.0.0.1"), 2, "--web-host is for browsers: it needs --web"),
        (("--web", "--web-host", "192.0.2.7"), 1, "this machine does not have that address"),
        (("--web", "--public-url", "x.org"), 2, "`x.org` is no address of a page"),
        (("--learners", "0"), 2, "`0` is not a whole number from 1 to 1000"),
        (("--port", "70000"), 2, "`70000` is not a port"),
        (("--log", "/nowhere/log"), 1, "/nowhere/log cannot be written: No such file"),
        (("--check", "--log", "/"), 1, "/ cannot be written: Is a directory"),
        (("--lessons", "/nowhere"), 1, "/nowhere"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    capsys: pytest.CaptureFixture[str], options: tuple[str, ...], status: int, said: str
) -> None:
    assert main(["serve", *(() if "--port" in options else ("--port", "0")), *options]) == status
    told = capsys.readouterr()
    assert said in told.err and told.out == ""
    assert told.err.count("\n") == 1 + ("Try `tutor" in told.err), told.err


def test_the_lessons_of_a_class_do_not_change_while_it_is_served(tmp_path: Path) -> None:
    """And it is said at the next start that they have."""
    lessons = tmp_path / "lessons"
    shutil.copytree(bundled(), lessons)
    lesson = lessons / "compare.yaml"
    with serving(tmp_path, "--open", "--lessons", str(lessons)) as room:
        lesson.write_text(lesson.read_text().replace("What is pred now?", "What is it now?"))
        for other in lessons.glob("*.yaml"):
            if other != lesson:
                other.write_text("format: 1\n")
        one = Learner(room)
        code = one.join("Zoe")
        one.begin()
        one.cut()
    shutil.copytree(bundled(), lessons, dirs_exist_ok=True)
    with lesson.open("a") as file:
        file.write("# changed\n")
    with serving(tmp_path, "--open", "--lessons", str(lessons)) as room:
        assert "they have changed" in room.said
        again = Learner(room)
        again.join("Zoe", back=code)
        again.sees("What is pred now?")
        again.cut()


def test_two_hosts_have_one_code_and_the_code_is_made_once(tmp_path: Path) -> None:
    store = str(tmp_path / "class.sqlite")
    with serving(tmp_path, "--store", store) as one, serving(tmp_path, "--store", store) as two:
        codes = [
            next(line.split()[-1] for line in room.said.splitlines() if "class code" in line)
            for room in (one, two)
        ]
        assert codes[0] == codes[1]
        first = Learner(one)
        code = first.join("Ida", codes[0])
        first.sees("enter begin")
        first.type("\r")
        first.sees("Three verbs")
        first.cut()
        second = Learner(two)
        second.join("Ida", codes[1], code)
        second.sees("Three verbs")
        second.cut()
