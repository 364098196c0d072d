"""The classes of a store: made, chosen, closed, written out, and erased to the last byte."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest

from tests.session.walks import bundled_course
from tests.store.samples import attempt
from tutor.classroom import classes
from tutor.classroom.classroom import Classroom
from tutor.classroom.members import Members
from tutor.classroom.quiz import Collector, taken
from tutor.classroom.state import Quiz
from tutor.cli import main
from tutor.course.index import bundled
from tutor.errors import TutorError
from tutor.history.schedule import Item
from tutor.session.pace import Vote
from tutor.session.quizzes import Quizzes
from tutor.store import connect
from tutor.store.sql import SqlStore

ITEM = Item("compare", "predict", 0)
NAMES = ("Ada Lovelace", "Bo Diddley")


@pytest.fixture
def store(tmp_path: Path) -> str:
    return str(tmp_path / "class.sqlite")


def filled(store: SqlStore, name: str = "intro") -> dict[str, str]:
    """A class in which two have voted twice; the learners by their names."""
    classes.new(store, name, "maple")
    members, room = Members(store, name), Classroom(store, name)
    found = {}
    for one in NAMES:
        joined = members.join(one, store.now())
        assert joined is not None
        found[one] = joined[0].learner
    ada, bo = found.values()
    poll = room.hold(ITEM)
    room.hand_in(ada, poll, Vote("0.900?", seconds=12.5))
    room.hand_in(bo, poll, Vote("1.20!"))
    again = room.vote_again()
    assert again is not None
    room.hand_in(ada, again, Vote("1.20"))
    room.reveal()
    store.record(ada, replace(attempt(), course=bundled_course().id, text="1.20"))
    return found


def told(capsys: pytest.CaptureFixture[str], *options: str, status: int = 0) -> str:
    """What `tutor class` says."""
    assert main(["class", *options]) == status
    said = capsys.readouterr()
    return said.err if status else said.out


def test_a_class_is_made_listed_and_closed(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "new", "intro", "--code", "maple", "--store", store) == (
        "class intro, code maple\n"
    )
    assert "there is a class intro already" in told(
        capsys, "new", "intro", "--store", store, status=1
    )
    made = told(capsys, "new", "evening", "--store", store)
    assert len(made.rpartition(" ")[2].strip().split("-")) == 3, "a code of three words"
    listed = told(capsys, "list", "--store", store).splitlines()
    assert [line.split(":")[0] for line in listed] == ["evening", "intro"]
    assert "0 members, code maple" in listed[1]
    assert told(capsys, "close", "intro", "--store", store) == "class intro is closed\n"
    assert ", closed 2" in told(capsys, "list", "--store", store)
    assert "did you mean intro?" in told(capsys, "close", "intra", "--store", store, status=1)


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        (
            ("nwe", "intro"),
            2,
            "`nwe` is neither a class nor something to do with one; did you mean new?",
        ),
        (("close",), 2, "which class? tutor class close NAME"),
        (("list", "extra"), 2, "`extra` is one word too many"),
        (("list", "--code", "maple"), 2, "--code goes with tutor class new"),
        (("--learners", "3"), 2, "--learners goes with tutor class rehearse"),
        (("show", "--force"), 2, "--force goes with tutor class export"),
        (("export", "intro", "--yes"), 2, "--yes goes with tutor class forget"),
        (("export", "intro", "--force"), 2, "--force goes with --to"),
        (("export", "intro", "--reports", "a", "--force"), 2, "--force goes without --reports"),
        (("export", "intro", "--reports", "here", "--csv"), 2, "--csv goes without --reports"),
        (("export", "intro", "--reports", "here", "--to", "x"), 2, "--to goes without --reports"),
        (("new", "a:b"), 2, "a name has no colon in it"),
        (("list", "--store", ":memory:"), 1, "a class is kept in a file or in PostgreSQL"),
        (("export", "nobody"), 1, "there is no class nobody"),
        ((), 1, "the board needs a terminal to draw on"),
        (("forget", "nobody", "--yes"), 1, "there is no class nobody"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    store: str,
    capsys: pytest.CaptureFixture[str],
    options: tuple[str, ...],
    status: int,
    said: str,
) -> None:
    where = () if "--store" in options else ("--store", store)
    assert said in told(capsys, *options, *where, status=status)


def test_the_class_that_is_meant(address: str, opened: Callable[[str], SqlStore]) -> None:
    store = opened(address)
    assert classes.chosen(store, None) == "workshop", "it needs not be made"
    assert classes.chosen(store, None) == "workshop"
    classes.new(store, "intro")
    with pytest.raises(TutorError, match="which class\\? name it: intro or workshop"):
        classes.chosen(store, None)
    with pytest.raises(TutorError, match="which class\\? --class NAME: intro or workshop"):
        classes.chosen(store, None, "--class NAME")
    assert classes.chosen(store, "intro") == "intro"
    classes.close(store, "workshop")
    assert classes.chosen(store, None) == "intro"
    with pytest.raises(TutorError, match="the class workshop is closed"):
        classes.chosen(store, "workshop")


def test_an_export_has_both_votes_and_all_answers(
    store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(connect(store)) as kept:
        filled(kept)
    table = told(capsys, "export", "intro", "--csv", "--store", store)
    rows = list(csv.DictReader(StringIO(table)))
    assert [*rows[0]] == list(classes.COLUMNS)
    votes = [row for row in rows if row["what"] == "vote"]
    assert [
        (row["learner"], row["round"], row["answer"], row["verdict"], row["sure"]) for row in votes
    ] == [
        ("Ada Lovelace", "1", "0.900?", "short", "?"),
        ("Bo Diddley", "1", "1.20!", "right", "!"),
        ("Ada Lovelace", "2", "1.20", "right", ""),
    ]
    assert votes[0]["seconds"] == "12.5" and votes[0]["at"].startswith("20")
    assert [row["what"] for row in rows[3:]] == ["learn"]
    file = tmp_path / "class.json"
    assert (
        told(capsys, "export", "intro", "--pseudonyms", "--to", str(file), "--store", store) == ""
    )
    document = json.loads(file.read_text())
    assert document["format"] == 1 and document["class"] == "intro"
    assert {row["learner"] for row in document["rows"]} == {"learner 1", "learner 2"}
    assert not any(name in file.read_text() for name in NAMES)
    assert file.stat().st_mode & 0o777 == 0o600


def test_each_learner_has_a_page_of_their_own(
    store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Votes, quiz, lessons; and never over what is there."""
    with closing(connect(store)) as kept:
        ids = filled(kept)
        room, members = Classroom(kept, "intro"), Members(kept, "intro")
        members.bot("Bot (bot)", kept.now())
        members.known("Ada-Lovelace", kept.now())
        begun = kept.now() - timedelta(hours=1)
        room.quiz(lambda _: Quiz(1, ("add-alpha",), 2, 5.0, 7, begun=begun))
        quizzes = Quizzes(kept, bundled_course(), ids["Ada Lovelace"])
        session = quizzes.together(taken("intro", Quiz(1, ("add-alpha",), 2, 600.0, 7, begun=begun),
                                         ids["Ada Lovelace"]))  # fmt: skip
        session.type("0.123")
        session.enter()
        quizzes.keep(session)
        collector = Collector(room, kept, bundled_course())
        collector.collect(room.state().quiz, kept.now())
        collector.collect(room.state().quiz, kept.now())
    folder = tmp_path / "pages"
    assert told(capsys, "export", "intro", "--reports", str(folder), "--store", store).startswith(
        "3 pages in "
    )
    [ada] = [
        text for one in folder.iterdir() if (text := one.read_text()).startswith("# Ada Lovelace\n")
    ]
    assert "## Answered together" in ada
    assert "| 1 | 0.900 | not right |" in ada and "| 2 | 1.20 | right |" in ada
    assert "## Quiz 1: 0 of 2 right" in ada and "0.123" in ada and "not answered" in ada
    assert "Bo Diddley" not in ada
    assert len(list(folder.iterdir())) == 3, "two names that one file would have have two"
    again = told(capsys, "export", "intro", "--reports", str(folder), "--store", store, status=1)
    assert "is not empty" in again
    numbered = tmp_path / "numbered"
    told(capsys, "export", "intro", "--reports", str(numbered), "--pseudonyms", "--store", store)
    assert not any(name in one.read_text() for one in numbered.iterdir() for name in NAMES)


def test_a_class_has_the_lessons_that_it_was_made_with(
    store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its votes are judged by them, without their being named again."""
    lessons = tmp_path / "lessons"
    shutil.copytree(bundled(), lessons)
    lesson = lessons / "compare.yaml"
    lesson.write_text(lesson.read_text().replace("weight = 0.2", "weight = 0.15"))
    with closing(connect(store)) as kept:
        classes.new(kept, "own", "maple", str(lessons))
        joined = Members(kept, "own").join("Ada", kept.now())
        assert joined is not None
        room = Classroom(kept, "own")
        room.hand_in(joined[0].learner, room.hold(ITEM), Vote("0.900"))
    (row,) = csv.DictReader(StringIO(told(capsys, "export", "own", "--csv", "--store", store)))
    assert (row["answer"], row["verdict"]) == ("0.900", "right")


def test_forgetting_a_class_leaves_nothing_of_it(
    address: str, opened: Callable[[str], SqlStore]
) -> None:
    """Of its votes, its members and what they did; and all of the others."""
    store = opened(address)
    learners = filled(store)
    filled(store, "evening")
    done = classes.forget(store, "intro")
    assert done.left == "" and done.counts["attempts"] == 1
    assert [one.name for one in classes.every(store)] == ["evening"]
    assert not store.recall("class:intro")
    for learner in learners.values():
        assert not store.attempts(learner) and not store.recall(learner)
    assert len(Members(store, "evening").everybody()) == 2


def test_forgetting_takes_the_text_out_of_the_file(
    store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(connect(store)) as kept:
        filled(kept)
    before = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"Ada Lovelace" in before and b"0.900?" in before
    assert "The class intro is erased." in told(
        capsys, "forget", "intro", "--yes", "--store", store
    )
    after = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert not any(text in after for text in (b"Ada Lovelace", b"0.900?", b"maple", b"intro"))


def test_nothing_is_erased_unasked(
    store: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(connect(store)) as kept:
        filled(kept)
        monkeypatch.setattr("sys.stdin", StringIO("no\n"))
        assert main(["class", "forget", "intro", "--store", store]) == 1
        said = capsys.readouterr().out
        assert "all that its 2 members did" in said and "Nothing was erased." in said
        assert classes.entry(kept, "intro").members == 2
