"""What a teacher gets of a quiz, as a document and as a table."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.clock import Calendar
from tests.session.test_quiz import right
from tests.session.walks import bundled_course
from tutor.grading.ask import Judged
from tutor.session.drawing import Drawn, chosen
from tutor.session.quiz import QuizSession
from tutor.session.report import (
    ABOUT,
    COLUMNS,
    QUESTION,
    VERDICTS,
    Exam,
    as_csv,
    as_json,
    schema,
)
from tutor.session.result import QuizResult

EXAM = Exam("Ada Ünal", "descent", "0123456789ab", 0.6)


def taken(count: int = 6, seed: int = 6) -> tuple[list[Drawn], QuizResult]:
    """A quiz in which the first answer is right and certain, the second a right hunch, the third a
    wrong number or option of which the learner was certain, and the rest is left."""
    calendar = Calendar()
    questions = chosen(bundled_course(), count, seed)
    quiz = QuizSession(bundled_course(), questions, seed=seed, minutes=20, now=calendar)
    for one, sure in zip(questions, ("!", "?", "!"), strict=False):
        quiz.type((wrong_now(quiz, one) if one is questions[2] else right(one)) + sure)
        calendar.now += timedelta(seconds=90)
        quiz.enter()
    quiz.finish()
    return questions, quiz.summary()


def wrong_now(quiz: QuizSession, one: Drawn) -> str:
    """An answer of which nobody can say that it is right."""
    question = quiz.view().view.question
    if question is None or not question.options:
        return "1000000"
    said = right(one)
    if said.isdecimal():
        return str(int(said) % len(question.options) + 1)
    return "down" if said == "up" else "up"


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_who_when_what_how_sure_and_why_wrong() -> None:
    """In both, by the same names."""
    questions, result = taken()
    document, rows = json.loads(as_json(result, EXAM)), table(as_csv(result, EXAM))
    assert document["learner"] == "Ada Ünal" and {row["learner"] for row in rows} == {"Ada Ünal"}
    assert (document["course"], document["course_version"]) == ("descent", "0123456789ab")
    assert (document["seed"], document["questions"], document["questions_right"]) == (6, 6, 2)
    assert document["begun"] == "2026-03-02T09:00:00+00:00"
    assert document["ended"] == "2026-03-02T09:04:30+00:00"
    assert (document["minutes"], document["minutes_allowed"]) == (4.5, 20)
    assert (document["pass_mark"], document["passed"], document["out_of_time"]) == (
        0.6,
        False,
        False,
    )
    assert document["score"] == pytest.approx(1 / 3)
    first, second, third, *left = document["outcomes"]
    assert (first["confidence"], second["confidence"]) == ("certain", "hunch")
    assert first["right"] and second["right"] and not third["right"]
    assert third["confidence"] == "certain" and third["why"] and third["verdict"] != "right"
    assert all(not one["answered"] and one["answer"] == "" for one in left)
    assert {one["verdict"] for one in left} == {"not answered"}
    for one, told, row in zip(questions, document["outcomes"], rows, strict=True):
        task = one.task(bundled_course())
        assert task is not None
        assert told["id"] == row["id"] == str(one.item)
        assert told["constants"] == dict(task.constants)
        assert told["kind"] == task.kind.name
        assert told["idea"] == f"{task.lesson.title}: {task.step.title}"
        for name, value in told.items():
            if name == "options":
                assert row[name].lstrip("'") == " | ".join(value) and value == list(
                    task.kind.choices(task.ask)
                )
            elif name == "worked":
                assert row[name].lstrip("'") == value == task.worked
            elif name != "constants":
                assert row[name] == ("" if value is None else str(value)), name


def test_an_answer_is_there_as_typed_and_as_read() -> None:
    """An option by its words, for its number is nothing by itself."""
    seen = set()
    for seed in range(14):
        questions, result = taken(12, seed)
        for one, told in zip(questions, json.loads(as_json(result, EXAM))["outcomes"], strict=True):
            task = one.task(bundled_course())
            assert task is not None
            choices = task.kind.choices(task.ask)
            seen.add(task.kind.name)
            if not told["answered"]:
                assert told["read"] is None and told["answer"] == ""
            elif choices:
                assert told["read"] is None and told["answer"] in choices
            else:
                assert told["read"] == float(told["answer"])
    assert {"predict", "direction", "choose"} <= seen


def test_the_words_of_an_option_are_whole() -> None:
    """Also where they end as a mark of confidence does."""
    _, result = taken(3)
    outcome = result.outcomes[0]._replace(you="Really?", picked=True, options=("Really?", "No!"))
    document = json.loads(as_json(result._replace(outcomes=(outcome,)), EXAM))
    assert document["outcomes"][0]["answer"] == "Really?"


def test_the_document_follows_its_schema() -> None:
    """Which says of each field what it is."""
    found = schema()
    Draft202012Validator.check_schema(found)
    check = Draft202012Validator(found)
    _, result = taken()
    check.validate(json.loads(as_json(result, EXAM)))
    endless = QuizSession(bundled_course(), chosen(bundled_course(), 1, 1))
    endless.finish()
    check.validate(json.loads(as_json(endless.summary(), EXAM)))
    document: dict[str, Any] = json.loads(as_json(result, EXAM))
    assert set(document) == {*(field.name for field in ABOUT), "outcomes"}
    for field in ABOUT:
        assert not check.is_valid({**document, field.name: []}), field
    (*_, last) = document["outcomes"]
    assert set(last) == {field.name for field in QUESTION}
    for field in QUESTION:
        wrong: object = "" if field.kind == "array" else []
        assert not check.is_valid({**document, "outcomes": [{**last, field.name: wrong}]}), field


def test_a_table_has_each_column_once() -> None:
    assert len(set(COLUMNS)) == len(COLUMNS)


def test_the_tables_of_a_class_make_one() -> None:
    """Put one under the other, each line says whose it is and of which quiz."""
    texts = []
    for name, seed in (("Ada", 3), ("Ben", 4)):
        _, result = taken(3, seed)
        texts.append(as_csv(result, EXAM._replace(learner=name)))
    whole = texts[0] + texts[1].partition("\n")[2]
    rows = table(whole)
    assert [(row["learner"], row["seed"], row["number"]) for row in rows] == [
        (name, seed, str(number))
        for name, seed in (("Ada", "3"), ("Ben", "4"))
        for number in (1, 2, 3)
    ]


def test_a_name_that_a_spreadsheet_would_run_is_told_so() -> None:
    _, result = taken(3)
    rows = table(as_csv(result, EXAM._replace(learner="=cmd()")))
    assert {row["learner"] for row in rows} == {"'=cmd()"}


def test_every_verdict_on_an_answer_has_words() -> None:
    """But for those after which no answer is taken."""
    assert set(Judged) - set(VERDICTS) == {Judged.UNREADABLE, Judged.MORE_DIGITS}
