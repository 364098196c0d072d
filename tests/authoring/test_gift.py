"""Moodle's GIFT: read back by a grammar of its documented signs, and by an independent parser."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

from tutor.authoring.export import PASS, exported
from tutor.authoring.gift import gift
from tutor.course.index import bundled
from tutor.course.loader import Course, load_course
from tutor.session.drawing import chosen
from tutor.session.task import task_of

# https://docs.moodle.org/en/GIFT_format: these have a meaning unless a backslash stands before
PLAIN = r"(?:[^~=#{}\\:]|\\[~=#{}:n\\])"
NUMBER = r"-?\d+(?:\.\d+)?"
FEEDBACK = rf"(?:\#{PLAIN}+)?"
NUMERICAL = rf"\n\t=(?:%\d+%)?{NUMBER}:{NUMBER}{FEEDBACK}"
CHOICE = rf"\n\t[=~]{PLAIN}+{FEEDBACK}"
QUESTION = re.compile(
    rf"::({PLAIN}+)::\[markdown\]({PLAIN}+) \{{(\#(?:{NUMERICAL})+|(?:{CHOICE})+)\}}\n"
)


@cache
def course() -> Course:
    return load_course(bundled())


def test_every_question_follows_the_documented_grammar() -> None:
    """Nothing is left over, and one option of each choice is right."""
    questions = chosen(course(), 150, 1)
    comment, first, *parts = gift(course(), questions).split("\n\n")
    assert comment.startswith("// ") and "\n" not in comment
    assert re.fullmatch(rf"\$CATEGORY: {PLAIN}+", first)
    assert len(parts) == 150
    for part in parts:
        match = QUESTION.fullmatch(part.rstrip("\n") + "\n")
        assert match, part
        if not match[3].startswith("#"):
            assert match[3].count("\n\t=") == 1


def test_the_listing_is_a_block_of_its_own() -> None:
    """Moodle takes away the blanks around a text, and Markdown takes lines for code that are
    indented under an empty one."""
    questions = chosen(course(), 150, 1)
    listed = 0
    for one, part in zip(questions, gift(course(), questions).split("\n\n")[2:], strict=True):
        match = QUESTION.fullmatch(part.rstrip("\n") + "\n")
        assert match
        text = match[2].replace("\\n", "\n")
        assert text == text.strip()
        _, code, block = text.partition("\n\n    ")
        assert all(not line.strip() or line.startswith("    ") for line in block.splitlines()[1:])
        task = task_of(course(), one.item, one.values)
        assert task is not None and bool(code) == (task.listing is not None)
        listed += bool(code)
    assert listed > 100


def test_every_named_mistake_carries_its_own_feedback() -> None:
    questions = chosen(course(), 150, 1)
    parts = gift(course(), questions).split("\n\n")[2:]
    carried = 0
    for one, part in zip(questions, parts, strict=True):
        task = task_of(course(), one.item, one.values)
        assert task is not None
        if task.kind.answers(task.ask):
            continue
        for name in task.ask.distinct:
            say = " ".join(task.ask.mistakes[name].say.split())
            assert say in re.sub(r"\\([~=#{}:])", r"\1", part.replace("\\\\", "\\"))
            carried += 1
    assert carried > 300


def test_an_independent_parser_reads_the_same_answers_back(tmp_path: Path) -> None:
    """pygiftparser, which takes an escaped sign inside feedback for the sign itself: such
    questions are left to the grammar above."""
    questions = [
        one
        for one in chosen(course(), 150, 1)
        if not re.search(r"\t[^\n]*#[^\n]*\\[=~}]", gift(course(), [one]))
    ]
    assert len(questions) > 75
    text = gift(course(), questions)
    file = tmp_path / "questions.gift"
    file.write_text(text, encoding="utf-8")
    code = (
        "import json, sys; from pygiftparser import parser\n"
        "read = parser.parse(open(sys.argv[1], encoding='utf-8').read())\n"
        "print(json.dumps([[o.raw_text for o in q.answer.options] for q in read.questions]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(file)],
        capture_output=True, text=True, check=True, cwd=tmp_path,
    )  # fmt: skip
    read = json.loads(done.stdout.splitlines()[-1])
    assert len(read) == len(questions)
    for one, options in zip(questions, read, strict=True):
        task = task_of(course(), one.item, one.values)
        assert task is not None
        if task.kind.answers(task.ask):
            assert len(options) > 1
            continue
        assert float(options[0].lstrip("#").partition(":")[0]) == float(f"{task.ask.truth:.10g}")
        assert len(options) - len(task.ask.distinct) in (1, 2)


def test_where_the_run_is_stands_before_what_comes_next() -> None:
    """`The next update` means nothing without it."""
    questions = chosen(course(), 150, 1)
    stated = first = 0
    for one, part in zip(questions, gift(course(), questions).split("\n\n")[2:], strict=True):
        task = one.task(course())
        assert task is not None
        if task.target is not None and task.start and task.listing and task.listing.carried:
            assert f"[markdown]After {task.start} update" in part
            stated += 1
        else:
            asked = part.partition("\\n")[0]
            assert "the next update" not in asked
            loops = "\nfor " in task.step.code
            if loops and re.search(r"\b(this update|now\?)", asked) and "now," not in asked:
                assert "[markdown]The first update is being made. " in part, part
                first += 1
    assert stated > 20 and first > 10


def test_what_an_update_is_is_said_where_it_has_a_number_alone() -> None:
    """A loop may count pulls, or nudges."""
    asked = {part.text.partition("\n")[0] for part in exported(course(), chosen(course(), 400, 1))}
    numbered = {text for text in asked if re.search("in update [0-9]", text)}
    assert {text for text in asked if text.startswith(PASS)} == numbered != set()
