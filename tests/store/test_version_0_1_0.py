"""A store that version 0.1.0 made opens, with all that was in it.

The files beside this one were made by that version (commit a7b2e45), on Linux with SQLite 3.40 and
PostgreSQL 15. A learner answered, in line-by-line mode, questions of `break-it` and `add-alpha`,
with right and wrong answers, a hint and a replay; began `quiz --seed 7 --questions 4`, answered one
question, skipped one and left; and chose ASCII (`remember("me", "charset", "ascii")`):

    version-0.1.0.sqlite   that store
    version-0.1.0.sql      the same records written into PostgreSQL, by pg_dump --no-owner --inserts
    version-0.1.0.json     what `tutor progress --export` of that version said of it
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.store.samples import attempt
from tests.store.server import Server
from tutor.course.index import bundled
from tutor.course.loader import load_course
from tutor.session.quizzes import Quizzes, Waiting
from tutor.store.postgres import MARK, UNMARKED
from tutor.store.sql import SqlStore

Opened = Callable[[str], SqlStore]
HERE = Path(__file__).parent
KEPT = json.loads((HERE / "version-0.1.0.json").read_text(encoding="utf-8"))["events"]


def load(address: str) -> str:
    """Put that store into a schema that nobody has used."""
    dump = (HERE / "version-0.1.0.sql").read_text(encoding="utf-8")
    schema = address.rpartition("%3D")[2]
    dump = dump.replace("CREATE SCHEMA store_1;", "").replace("store_1.", f"{schema}.")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(dump.encode())
    return address


@pytest.fixture
def old(address: str) -> str:
    """Such a store, in either database."""
    if address.startswith("postgresql"):
        return load(address)
    return str(shutil.copy(HERE / "version-0.1.0.sqlite", address))


def test_everything_in_it_is_read(old: str, opened: Opened) -> None:
    """Each answer, the place to its last keystroke, each step, the settings and the quiz."""
    exported = opened(old).export("me")
    assert len(exported) == len(KEPT)
    for event, kept in zip(exported, KEPT, strict=True):
        assert kept.items() <= event.items()  # newer versions may keep more of each
    assert [event["event"] for event in KEPT].count("attempt") == 11


def test_it_goes_on(old: str, opened: Opened) -> None:
    """The learner is where they were, the quiz waits, and what is added stays."""
    store = opened(old)
    course = load_course(bundled())
    place = store.history("me", course.id).place
    assert place is not None
    assert (place.lesson, place.step, place.question) == ("add-alpha", "smaller-steps", 1)
    quizzes = Quizzes(store, course)
    assert quizzes.waiting() == Waiting(1, 4)
    assert quizzes.unfinished() is not None
    assert len(quizzes.due()) > 0
    store.record("me", attempt())
    assert len(opened(old).attempts("me")) == 12
    assert store.forget("me").left == ""


def test_its_tables_are_marked_once_it_is_opened(server: Server, opened: Opened) -> None:
    """In PostgreSQL; an SQLite file always had its mark."""
    address = load(server.fresh())
    opened(address)
    with psycopg.connect(address) as connection:
        for table in UNMARKED:
            said = connection.execute("SELECT obj_description(%s::regclass)", (table,))
            assert said.fetchone() == (MARK,)
