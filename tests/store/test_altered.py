"""A store in which something was altered: that costs the altered field or row and nothing else."""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields, replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from tests.store.samples import MONDAY, attempt
from tests.ui.player import play, playing
from tutor.cli import main
from tutor.course.index import bundled
from tutor.course.loader import load_course
from tutor.history.records import ALONE, Attempt, Place, Standing
from tutor.history.schedule import agenda
from tutor.session.drawing import items
from tutor.session.lesson import LessonSession
from tutor.session.quizzes import Quizzes
from tutor.store import open_store
from tutor.store.sql import ATTEMPT, SqlStore, place_text
from tutor.store.sqlite import Sqlite

WRONG = (
    "null", "true", "7", "-1", "0.5", "2147483648", "1" + "0" * 400, "9" * 5000, "NaN", "Infinity",
    "-1e999", '""', '"text"', '"\\ud800\\u0000"', "[]", "[[1], null]", "{}", '{"alpha": {}}',
    '{"alpha": "x", "weight": NaN, "input": 1e999, "": 1}', "[" * 3000 + "]" * 3000, "{broken",
)  # fmt: skip
"""What is no lesson, no count, no flag …, in JSON; the last ones break the whole text."""
CELLS = (
    None, b"\xff\0", 7, -1, 2**62, 0.5, float("inf"), "text", "", "[1", '{"a": {}}', '{"a": NaN}',
    "9999-12-31T23:59:59-12:00", "9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+14:00",
    "2026-03-02", "x" * 100_000,
)  # fmt: skip
"""The same in a column of SQLite, which takes any type in any of them."""
NO_TEXT = "CAST(x'ff41' AS TEXT)"
"""A text that is not UTF-8."""

PLACE = Place(
    "add-alpha", "smaller-steps", 1, tries=1, hinted=True, text="0.5", values={"alpha": 0.25},
    view="table", answer="0.54",
)  # fmt: skip
COURSE = load_course(bundled())
ASKED = [(lesson.id, step.id) for lesson in COURSE.lessons for step in lesson.steps if step.ask]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sqlite]:
    """The store that commands open here."""
    monkeypatch.setenv("TUTOR_STORE", str(tmp_path / "store.sqlite"))
    monkeypatch.setattr("sys.stdin", StringIO(""))
    with closing(Sqlite(tmp_path / "store.sqlite")) as store:
        yield store


def altered(field: str, wrong: str) -> str:
    """The text of a place in which a field is something else."""
    kept = {name: json.dumps(value) for name, value in json.loads(place_text(PLACE)).items()}
    return (
        "{"
        + ", ".join(f'"{name}": {value}' for name, value in (kept | {field: wrong}).items())
        + "}"
    )


def keep_text(store: SqlStore, text: str) -> None:
    """Put a text where the learner's place is kept."""
    store.keep_place(ALONE, COURSE.id, PLACE)
    there = (text.encode("utf-8", "replace").decode(), ALONE)
    store._run("UPDATE place SET place = ? WHERE learner = ?", there)


@pytest.mark.parametrize("field", [one.name for one in fields(Place)])
def test_a_field_of_a_place(store: Sqlite, field: str) -> None:
    """It falls to what a new place has; without a lesson or a step there is no place."""
    for wrong in WRONG:
        keep_text(store, altered(field, wrong))
        history = store.history(ALONE, COURSE.id)
        if history.place is not None:
            kept = getattr(history.place, field)
            assert history.place == replace(PLACE, **{field: kept})
            assert type(kept) in (type(getattr(PLACE, field)), int)
        else:
            assert field in ("lesson", "step") or wrong in (WRONG[7], *WRONG[-2:])
        session = LessonSession(COURSE, history=history)
        session.view()
        session.type("0.5")
        session.enter()
        session.view()


def test_a_place_that_is_none(store: Sqlite) -> None:
    """Whatever stands there, and in whichever column; others keep theirs."""
    store.keep_place("ada", COURSE.id, PLACE)
    for wrong in (*WRONG, "", "text"):
        keep_text(store, wrong)
        assert store.history(ALONE, COURSE.id).place is None
        assert [event["event"] for event in store.export(ALONE)] == []
    for cell in ("7", "x'ff00'", NO_TEXT):
        store._run(f"UPDATE place SET place = {cell} WHERE learner = '{ALONE}'")
        assert store.history(ALONE, COURSE.id).place is None
    assert store.history("ada", COURSE.id).place == PLACE


@pytest.mark.parametrize("field", [one.name for one in fields(Place)])
def test_commands_with_an_altered_place(
    store: Sqlite, field: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """`tutor learn` begins where it can."""
    for wrong in ("null", "[[1], null]", '"\\ud800"', "-1"):
        keep_text(store, altered(field, wrong))
        assert main(["learn", "--plain"]) == 0
        said = capsys.readouterr()
        assert "Your place is kept." in said.out and said.err == ""


@pytest.mark.parametrize("field", ["lesson", "question", "values", "scroll"])
def test_the_screen_with_an_altered_place(store: Sqlite, field: str) -> None:
    """Home stands, or where there is no place what a new learner sees, and leads into a step."""
    keep_text(store, altered(field, "null"))

    async def home() -> None:
        async with playing(store=open_store(), course=bundled()) as player:
            await player.until(lambda: "enter" in player.keys)
            await player.press("enter")
            assert player.step

    play(home)


def good(count: int = 5) -> list[Attempt]:
    """Answers to questions of the course, each missed."""
    return [
        replace(
            attempt(verdict="unknown", minutes=n, mode="quiz", course=COURSE.id),
            lesson=lesson,
            step=step,
            id=f"{n}",
        )
        for n, (lesson, step) in enumerate(ASKED[:count])
    ]


def alter_attempts(store: SqlStore) -> int:
    """Add an altered attempt for each column and each wrong cell; returns how many there are."""
    count = 0
    for column in ATTEMPT:
        for number, cell in enumerate((*CELLS, NO_TEXT)):
            name = f"{column}-{number}"
            store.record(ALONE, replace(good(1)[0], id=name, mistake="uphill"))
            change, values = ("?", (cell, name)) if cell != NO_TEXT else (NO_TEXT, (name,))
            try:
                store._connection.execute(  # type: ignore[attr-defined]
                    f"UPDATE attempt SET {column} = {change} WHERE id = ?", values
                )
            except sqlite3.IntegrityError:  # nothing, or an id that is taken
                store._run("DELETE FROM attempt WHERE id = ?", (name,))
            else:
                count += 1
    return count


def test_altered_attempts_hide_no_other(store: Sqlite) -> None:
    """Those that can be read are read, with what is right of them."""
    for one in good():
        store.record(ALONE, one)
    count = alter_attempts(store)
    assert count > 200
    found = store.attempts(ALONE)
    assert [one for one in good() if one not in found] == []
    assert count / 2 < len(found) < count
    assert {type(one.question) for one in found} == {int}
    assert {type(one.value) for one in found} == {float, type(None)}
    assert all(
        isinstance(name, str) for one in found for name in (one.text, one.verdict, *one.values)
    )
    assert all(one.seconds >= 0 for one in found)
    store.history(ALONE, COURSE.id)
    quizzes = Quizzes(store, COURSE)
    assert len(quizzes.due()) == 4, "one an idea, and two are of one"
    assert quizzes.review() is not None
    assert len(store.export(ALONE)) == len(found)
    assert store.forget(ALONE).left == ""


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59+00:00", "9999-12-31T23:59:59-12:00"])
def test_an_answer_at_the_end_of_time_is_asked_again(store: Sqlite, at: str) -> None:
    """There is no later date on which it could be due."""
    store.record(ALONE, good(1)[0])
    store._run("UPDATE attempt SET at = ?", (at,))
    [kept] = store.attempts(ALONE)
    assert kept.at is None or kept.at.year == 9999
    assert agenda([kept], MONDAY.replace(year=9998), set(items(COURSE))).next


def test_altered_standings_and_settings_hide_no_other(store: Sqlite) -> None:
    """What is no text is skipped."""
    store.standing(ALONE, COURSE.id, Standing("compare", "first", "done"))
    store.remember(ALONE, "charset", "ascii")
    for table, columns in (
        ("standing", ("learner", "course", "lesson", "step", "state", "at")),
        ("setting", ("learner", "name", "value")),
    ):
        for column in columns:
            for number, cell in enumerate(("7", "x'ff00'", "0.5", NO_TEXT)):
                row = {name: f"'{name} {column} {number}'" for name in columns}
                row |= {"learner": f"'{ALONE}'", "course": f"'{COURSE.id}'", column: cell}
                store._run(
                    f"INSERT INTO {table} ({', '.join(columns)})"
                    f" VALUES ({', '.join(row[name] for name in columns)})"
                )
    history = store.history(ALONE, COURSE.id)
    assert Standing("compare", "first", "done") in history.standings
    assert history.extra["charset"] == "ascii"
    assert {type(text) for one in history.standings for text in vars(one).values()} == {str}
    assert {type(text) for pair in history.extra.items() for text in pair} == {str}
    json.dumps(store.export(ALONE), default=str)


def test_commands_with_everything_altered(
    store: Sqlite, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Each does what it can with what is right."""
    for one in good():
        store.record(ALONE, one)
    alter_attempts(store)
    test_altered_standings_and_settings_hide_no_other(store)
    keep_text(store, altered("question", "null"))
    for command, seen in (
        ("progress", "Compare"),
        ("progress --plain", "questions known"),
        ("progress --json", '"known"'),
        ("progress --csv", "lesson,step"),
        ("progress --export -", '"events"'),
        ("learn --plain", "Add alpha"),
        ("review --plain", "Review: 4 questions"),
        ("quiz --plain", "Quiz: 10 questions"),
        ("progress --forget --yes", "Erased: "),
    ):
        assert main(command.split()) in (0, 3), command
        said = capsys.readouterr()
        assert seen in said.out and said.err == "", command


def parts(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to each part of a JSON document."""
    yield path
    inner = value if isinstance(value, list | dict) else ()
    for key in inner if isinstance(inner, dict) else range(len(inner)):
        yield from parts(inner[key], (*path, key))


def test_an_altered_quiz(store: Sqlite) -> None:
    """Whatever part of it is something else, it goes on to its end, or there is none."""
    quizzes = Quizzes(store, COURSE)
    begun = quizzes.quiz(2, seed=7, minutes=5)
    begun.type("0.3")
    begun.enter()
    begun.type("1")
    begun.skip()
    whole = begun.state()
    taken_up = 0
    for path in parts(json.loads(whole)):
        for wrong in WRONG:
            document = {"": json.loads(whole)}
            part: Any = document
            for key in ("", *path)[:-1]:
                part = part[key]
            part[("", *path)[-1]] = "here"
            text = json.dumps(document[""]).replace('"here"', wrong, 1)
            key = f"quiz:{COURSE.id}"
            store.remember(ALONE, key, text)
            waiting, found = quizzes.waiting(), quizzes.unfinished()
            assert waiting is None or waiting.count >= waiting.answered
            if found is None:
                continue
            taken_up += 1
            for _ in range(2):
                found.view()
                found.type("0.5")
                found.enter()
                found.move(1)
            found.finish()
            assert 0 <= (found.view().left or 0) < math.inf
            found.summary()
            quizzes.keep(found)
    assert taken_up > 200


@pytest.mark.parametrize("wrong", ["null", "[" * 3000 + "]" * 3000, "1e999"])
def test_commands_with_an_altered_quiz(
    store: Sqlite, wrong: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """`tutor quiz` goes on with it, or begins a new one; home opens."""
    whole = json.loads(Quizzes(store, COURSE).quiz(1, seed=7, minutes=5).state())
    for name in whole:
        text = json.dumps(whole | {name: "here"}).replace('"here"', wrong, 1)
        store.remember(ALONE, f"quiz:{COURSE.id}", text)
        assert main(["quiz", "--plain"]) == 3
        said = capsys.readouterr()
        assert "one try each" in said.out and said.err == ""
    assert main(["learn", "--plain"]) == 0
    assert capsys.readouterr().err == ""
