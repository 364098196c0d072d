"""Moodle XML: read back as Moodle's importer does, and its choices by an independent parser."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from moodle_xml_parser.parser import parse_string

from tests.course.lessons import LESSON, written
from tutor.authoring.export import exported
from tutor.authoring.moodle_xml import HEAD, moodle_xml
from tutor.course.index import bundled
from tutor.course.loader import Course, course_of, load_course
from tutor.session.drawing import Drawn, chosen

# https://docs.moodle.org/en/Moodle_XML_format: the parts of a question, each at most once but for
# answers, and those that all must have
COMMON = {"name", "questiontext", "generalfeedback", "defaultgrade", "penalty", "hidden", "answer"}
OWN = {"numerical": set[str](), "multichoice": {"single", "shuffleanswers", "answernumbering"}}
NUMBER = re.compile(r"-?\d+(\.\d+)?")


@cache
def course() -> Course:
    return load_course(bundled())


@cache
def questions() -> tuple[Drawn, ...]:
    return tuple(chosen(course(), 150, 1))


@cache
def document() -> str:
    return moodle_xml(course(), questions())


def read() -> list[Element]:
    """The questions behind the category."""
    category, *found = ElementTree.fromstring(document())
    assert category.get("type") == "category"
    where = category.findtext("category/text")
    assert where == "$course$/top/The first idea of deep learning"
    return found


def text(parent: Element, path: str) -> str:
    """A text as the importer takes it: trimmed."""
    return (parent.findtext(f"{path}/text") or "").strip()


def test_every_question_follows_the_documented_format() -> None:
    """Nothing is there that the format does not have, or twice."""
    assert document().startswith(HEAD) and len(read()) == 150
    for one in read():
        kind = one.get("type", "")
        names = [part.tag for part in one if part.tag != "answer"]
        assert set(names) | {"answer"} == COMMON | OWN[kind] and len(set(names)) == len(names)
        assert text(one, "name") and text(one, "questiontext")
        for name in ("questiontext", "generalfeedback"):
            assert one.find(name).get("format") == "markdown"  # type: ignore[union-attr]
        answers = one.findall("answer")
        right = [answer.get("fraction") for answer in answers].count("100")
        assert right == 1 or (right == 2 and kind == "numerical")
        assert {answer.get("fraction") for answer in answers} <= {"0", "100"}
        for answer in answers:
            parts = {"text", "feedback"} | ({"tolerance"} if kind == "numerical" else set())
            assert {part.tag for part in answer} == parts
            if kind == "numerical":
                assert NUMBER.fullmatch(text_of(answer)), "every reader takes a plain number"
                assert NUMBER.fullmatch(answer.findtext("tolerance") or "")
            else:
                assert text_of(answer) and answer.get("format") == "markdown"


def text_of(answer: Element) -> str:
    return (answer.findtext("text") or "").strip()


def test_numbers_come_back_with_tolerance_feedback_and_the_worked_line() -> None:
    """Moodle takes the first answer that is near enough: for the right number, rounded as the
    question asks, it is the right one, and for what a named mistake gives it is that mistake, with
    what its author says of it."""
    numerical = mistakes = worked = 0
    for drawn, one in zip(questions(), read(), strict=True):
        task = drawn.task(course())
        assert task is not None
        if one.get("type") != "numerical":
            assert task.kind.answers(task.ask)
            continue
        numerical += 1
        every = one.findall("answer")
        right, *others = every
        assert float(text_of(right)) == float(f"{task.ask.truth:.10g}")
        tolerance = float(right.findtext("tolerance") or "")
        assert tolerance >= task.ask.rounded_tolerance
        assert len(others) - len(task.ask.distinct) in (0, 1)
        for digits in (task.ask.digits, 9) if isinstance(task.ask.truth, float) else (9,):
            good = taken(every, float(f"{task.ask.truth:.{digits}g}"))
            assert good is not None and good.get("fraction") == "100", "as the question asks"
        named = others[len(others) - len(task.ask.distinct) :]
        for (name, value), answer in zip(task.ask.distinct.items(), named, strict=True):
            mistakes += 1
            assert float(text_of(answer)) == float(f"{value:.10g}")
            assert text(answer, "feedback").split() == task.ask.mistakes[name].say.split()
            found = taken(every, float(f"{value:.10g}"))
            assert found is not None and found.get("fraction") == "0", "it is not taken for right"
        worked += bool(task.worked)
        said = text(one, "generalfeedback")
        assert said == (f"Worked out: `{task.worked}`" if task.worked else "")
    assert numerical > 90 and mistakes > 300 and worked > 60


def taken(answers: list[Element], value: float) -> Element | None:
    """The answer that Moodle takes a number for."""
    for answer in answers:
        if abs(value - float(text_of(answer))) <= float(answer.findtext("tolerance") or "") + 1e-14:
            return answer
    return None


def test_an_independent_parser_reads_the_choices_back() -> None:
    """Options, which is right, and what is to be said of each."""
    found = parse_string(document())["multichoice"]
    assert found
    by_name = {one.name: one for one in found}
    count = 0
    for one in exported(course(), questions()):
        if not one.picks:
            continue
        there = by_name[one.name]
        count += 1
        assert there.single and there.shuffle_answers and there.answernumbering == "none"
        assert there.text_pre_parse == one.text.strip()
        assert [(o.answer, o.score_fraction) for o in there.options] == [
            (answer.text.strip(), 100.0 * answer.right) for answer in one.answers
        ]
        for option, answer in zip(there.options, one.answers, strict=True):
            assert (option.feedback or "") == answer.said.strip()
    assert count == len(found) > 30


def test_what_xml_has_signs_for_comes_back(tmp_path: Path) -> None:
    """`<`, `&`, `]]>` and letters of any script; a `/` would begin another category."""
    strange = 'a <b> & "c" ]]> ü 数 / d'
    small = replace(course_of(written(tmp_path, LESSON)), title=strange)
    whole = moodle_xml(small, chosen(small, 1, 1))
    assert ElementTree.fromstring(whole).findtext("question/category/text") == (
        f"$course$/top/{strange.replace('/', '//')}"
    )
