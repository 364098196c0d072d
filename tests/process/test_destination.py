"""What `--export`, `--report` and `--gift` may write over, and how."""

from __future__ import annotations

import json
import os
import resource
import signal
import sqlite3
import stat
import threading
from argparse import Namespace
from contextlib import closing
from pathlib import Path

import pytest

from tests.process.child import Ended, run
from tutor import front_end
from tutor.commands.progress import EXPORT
from tutor.commands.quiz import GIFT, MOODLE
from tutor.errors import TutorError
from tutor.process.files import Kind
from tutor.report_file import REPORT

QUIZ = ("quiz", "--seed", "6", "--questions", "2", "--new")
KINDS = {
    "mine.json": EXPORT,
    "report.json": REPORT,
    "report.csv": REPORT,
    "moodle.gift": GIFT,
    "moodle.xml": MOODLE,
}
COMMANDS = {
    "mine.json": ("progress", "--export"),
    "report.json": (*QUIZ, "--report"),
    "report.csv": (*QUIZ, "--report"),
    "moodle.gift": (*QUIZ, "--gift"),
    "moodle.xml": (*QUIZ, "--moodle"),
}
EVERY = pytest.mark.parametrize("name", KINDS)


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the commands write, byte for byte, where nothing is in their way."""
    folder = tmp_path_factory.mktemp("texts")
    for name, command in COMMANDS.items():
        ended = run(
            *command, name, typed="1\nfinish\n", cwd=folder,
            environment={"TUTOR_STORE": str(folder / "store.sqlite")},
        )  # fmt: skip
        assert ended.err == ""
    return {name: (folder / name).read_bytes().decode("utf-8-sig") for name in COMMANDS}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a store in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TUTOR_STORE", str(tmp_path / "store.sqlite"))
    from tutor.store import connect

    connect().close()
    return tmp_path


def write(text: str, name: str, kind: Kind | None = None, *, force: bool = False) -> None:
    options = Namespace(force=force, store=None)
    front_end.destination(options, name, kind or KINDS[name]).write(text)


def refused(text: str, name: str, kind: Kind | None = None, *, force: bool = False) -> str:
    """Why it is not written; nothing is left behind."""
    with pytest.raises(TutorError) as raised:
        write(text, name, kind, force=force)
    assert [path.name for path in Path().iterdir() if path.name.startswith(".")] == []
    return str(raised.value).removeprefix(f"{name} cannot be written: ")


@EVERY
def test_an_earlier_one_is_replaced_and_nothing_else(
    name: str, here: Path, texts: dict[str, str]
) -> None:
    """Not even an earlier one of another kind; --force replaces it after all."""
    file = Path(name)
    others = [text for one, text in texts.items() if KINDS[one] is not KINDS[name]]
    write(texts[name], name)
    write(texts[name], name)
    file.write_text("")
    write(texts[name], name)
    assert file.read_bytes() == texts[name].encode()
    for other in (
        "A letter.\n",
        "$CATEGORY: my own\n\nSure? {T}\n",
        '{"title": "mine", "seed": 1}',
        "[" * 10_000,
        "\udcff",
        *others,
    ):
        file.write_bytes(other.encode("utf-8", "surrogateescape"))
        assert refused(texts[name], name) == (
            f"it is there already and is no earlier {KINDS[name].noun}; name another file, or "
            "replace it with --force"
        )
        assert file.read_bytes() == other.encode("utf-8", "surrogateescape")
    write(texts[name], name, force=True)
    assert file.read_bytes() == texts[name].encode()
    assert [path.name for path in here.iterdir() if path.name.startswith(".")] == []


def test_a_table_is_marked_as_utf_8_and_known_again(here: Path, texts: dict[str, str]) -> None:
    """A spreadsheet would take it for something else; standard output is left as it is."""
    name, text = "report.csv", texts["report.csv"]
    for _ in range(2):
        front_end.destination(Namespace(force=False, store=None), name, REPORT).write(
            text, mark=True
        )
        assert Path(name).read_bytes() == b"\xef\xbb\xbf" + text.encode()


@EVERY
def test_a_store_is_never_replaced(name: str, here: Path, texts: dict[str, str]) -> None:
    """Neither that in use, by whatever name, nor what stands beside it, nor another one."""
    before = Path("store.sqlite").read_bytes()
    Path("other.sqlite").write_bytes(before)
    Path("link").symlink_to("store.sqlite")
    os.link("other.sqlite", "hard")
    Path("log").symlink_to("other.sqlite-wal")  # which is there while the store is in use
    for store in ("store.sqlite", "store.sqlite-wal", "link", "log", "hard", "./other.sqlite"):
        why = refused(texts[name], store, KINDS[name], force=True)
        assert why == "progress is kept there; name another file"
    for store in ("store.sqlite", "other.sqlite"):
        assert Path(store).read_bytes() == before


@EVERY
def test_a_database_of_another_program_is_never_replaced(
    name: str, here: Path, texts: dict[str, str]
) -> None:
    """Nor what stands beside it and is a part of it; a text of such a name is."""
    with closing(sqlite3.connect("cookies", isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("CREATE TABLE jar (cookie TEXT)")
        before = [Path(file).read_bytes() for file in ("cookies", "cookies-wal")]
        Path("log").symlink_to("cookies-wal")
        for file in ("cookies", "cookies-wal", "cookies-shm", "cookies-journal", "log"):
            why = refused(texts[name], file, KINDS[name], force=True)
            assert why == "it is a database; name another file"
        assert [Path(file).read_bytes() for file in ("cookies", "cookies-wal")] == before
    Path("letters-wal").write_text("Dear Ada")
    write(texts[name], "letters-wal", KINDS[name], force=True)


def test_a_store_that_is_not_there_yet(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_STORE", "new.json")
    assert "progress is kept there" in refused("", "new.json", REPORT)
    assert not Path("new.json").exists()


@EVERY
def test_what_tells_of_a_learner_is_private(name: str, here: Path, texts: dict[str, str]) -> None:
    """Also where it takes the place of a file that was not; questions tell of nobody."""
    write(texts[name], name)
    umask = os.umask(0)
    os.umask(umask)
    new = stat.S_IMODE(Path(name).stat().st_mode)
    assert new == (0o666 & ~umask if KINDS[name] in (GIFT, MOODLE) else 0o600)
    Path(name).chmod(0o640)
    write(texts[name], name)
    old = stat.S_IMODE(Path(name).stat().st_mode)
    assert old == (0o640 if KINDS[name] in (GIFT, MOODLE) else 0o600)


def test_links(here: Path, texts: dict[str, str]) -> None:
    """One stays, and what it points to is replaced; one to itself is refused."""
    Path("mine.json").symlink_to("elsewhere.json")
    write(texts["mine.json"], "mine.json")
    assert Path("mine.json").is_symlink()
    assert json.loads(Path("elsewhere.json").read_text(encoding="utf-8"))["format"] == 1
    Path("mine.json").unlink()
    Path("mine.json").symlink_to("mine.json")
    assert refused(texts["mine.json"], "mine.json") == "Too many levels of symbolic links"


def test_what_is_no_file(here: Path) -> None:
    Path("folder").mkdir()
    assert refused("", "folder", EXPORT, force=True) == "it is a folder"
    assert refused("", "folder/", EXPORT, force=True) == "it is a folder"
    assert refused("", "folder/.", EXPORT, force=True) == "it is a folder"
    assert refused("", "nowhere/", EXPORT) == "there is no such folder"
    assert refused("", "nowhere/.", EXPORT) == "there is no such folder"
    Path("plain").touch()
    assert refused("", "plain/", EXPORT, force=True) == "it is no folder"
    assert refused("", "nowhere/mine.json", EXPORT).startswith("there is no folder ")
    assert refused("", f"{'x' * 300}.json", EXPORT) == "File name too long"
    assert "home" in refused("", "~nobody-of-this-name/mine.json", EXPORT)
    Path("file").touch()
    assert refused("", "file/mine.json", EXPORT).startswith("there is no folder ")


def test_an_interruption_leaves_no_part_of_a_file(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even one that comes when the new file is there, and nobody knows of it yet."""
    begun = os.open

    def interrupted(*arguments: object, **options: object) -> int:
        os.close(begun(*arguments, **options))  # type: ignore[arg-type]  # as it was called
        raise KeyboardInterrupt

    before = sorted(here.iterdir())
    monkeypatch.setattr(os, "open", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write("{}", "mine.json", EXPORT)
    assert sorted(here.iterdir()) == before


def test_a_text_that_no_encoding_holds(here: Path) -> None:
    """As of a learner who pasted half a character."""
    write('"\ud800\x1b"', "mine.json")
    assert Path("mine.json").read_bytes() == b'"\\ud800\\x1b"'


def test_devices_and_pipes_are_written_to(here: Path) -> None:
    text = run("progress", "--export", "-").out
    assert run("progress", "--export", os.devnull) == Ended(0, "", "")
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)
    assert run("progress", "--export", "/dev/stdout").out == text
    os.mkfifo("pipe")
    heard: list[str] = []
    reader = threading.Thread(target=lambda: heard.append(Path("pipe").read_text()))
    reader.start()
    write(text, "pipe", EXPORT)
    reader.join(timeout=30)
    assert heard == [text]


def test_standard_output_by_another_name_is_added_to(here: Path) -> None:
    """Redirected to a file, /dev/stdout is that file: what stands in it stays."""
    with Path("log").open("w+") as log:
        log.write("before\n")
        log.flush()
        assert run("progress", "--export", "/dev/stdout", stdout=log).status == 0
        assert Path("log").read_text().startswith('before\n{\n  "format": 1,')


@EVERY
def test_a_disk_without_room(name: str, here: Path) -> None:
    """The old file stands, and no part of a new one beside it; a quiz says it after its end."""

    def little_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20, 20))

    Path(name).touch()
    ended = run(
        *COMMANDS[name], name, typed="1\nfinish\n", cwd=here, before=little_room,
        environment={"TUTOR_STORE": ":memory:", "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert (ended.status, ended.err) == (1, f"tutor: {name} cannot be written: File too large\n")
    assert Path(name).read_bytes() == b""
    assert [path.name for path in here.iterdir() if path.name.startswith(".")] == []
