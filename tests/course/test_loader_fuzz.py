"""Whatever stands in a lesson file: problems with places, soon, and nothing else."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.course.lessons import LESSON, written
from tests.hang import no_hang
from tutor.course.index import course_index
from tutor.course.loader import load_lesson
from tutor.errors import UNPRINTABLE, ProblemsError

PIECES = st.sampled_from(
    [
        *LESSON.splitlines(keepends=True),
        *("- ", ": ", "{", "}", "[", "]", "|", ">", "&a", "*a", "!!", '"', "'", "#", "\t", "%"),
        *("1e-3", "no", "~", "<<", ".nan", "1e999", "-0", "9" * 400, "0x1f", "{weight", "}}"),
        *("\\", "\x00", "\x1b[2J", "\u202e", "\ud800", "é", "\r", "\n---\n", "\n...\n"),
        *("import os\n", "range(10 ** 18)", "().__class__", "9 ** 9 ** 9", "lambda: 0"),
    ]
)
EXAMPLES = settings(max_examples=100, deadline=None)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


def only_problems(folder: Path, data: bytes) -> None:
    """Loading the file gives a lesson or problems whose places lie in the file."""
    with no_hang():
        loaded(folder, data)
    course_index(folder)


def loaded(folder: Path, data: bytes) -> None:
    path = written(folder, data)
    try:
        load_lesson(path)
    except ProblemsError as error:
        lines = data.count(b"\n") + 2
        for problem in error.problems:
            assert 1 <= problem.line <= lines
            assert problem.column >= 1
            assert "\n" not in str(problem)
            assert not UNPRINTABLE.search(str(problem))


@EXAMPLES
@given(data=st.binary(max_size=300))
def test_bytes(folder: Path, data: bytes) -> None:
    only_problems(folder, data)


@EXAMPLES
@given(text=st.text(max_size=300))
def test_text(folder: Path, text: str) -> None:
    only_problems(folder, text.encode("utf-8", "surrogatepass"))


@EXAMPLES
@given(pieces=st.lists(PIECES, max_size=30))
def test_pieces_of_lessons(folder: Path, pieces: list[str]) -> None:
    only_problems(folder, "".join(pieces).encode("utf-8", "surrogatepass"))


@settings(max_examples=200, deadline=None)
@given(
    changes=st.lists(
        st.tuples(st.integers(0, len(LESSON)), st.integers(0, 40), PIECES | st.text(max_size=8)),
        min_size=1,
        max_size=4,
    )
)
def test_a_lesson_with_changes(folder: Path, changes: list[tuple[int, int, str]]) -> None:
    text = LESSON
    for at, length, new in changes:
        text = text[:at] + new + text[at + length :]
    only_problems(folder, text.encode("utf-8", "surrogatepass"))


HEAD = "format: 1\nid: a\ntitle: A\nsteps:\n"
LINES = "     b = 1\n" * 150


@pytest.mark.parametrize(
    "text",
    [
        f"format: 1\nsteps: [{'1,' * 38_000}]\n",
        "format: 1\nmistakes:\n" + "".join(f"  k{k}: 1\n" for k in range(18_000)),
        HEAD + "".join(f" - id: s{k}\n   title: T\n   code: |\n     a = {k}\n{LINES}"
                       for k in range(225)),
        "a: 1\n" * 60_000,
        "- no\n" * 60_000,
        "a: b\n" + "\u202e\n" * 90_000,
        f"{HEAD} - id: a\n   title: t\n   text: '{'{a@1} ' * 3_200}'\n",
        HEAD + " - id: a\n   title: t\n   code: |\n     a = " + "(" * 5_000 + "\n",
        HEAD + " - id: a\n   title: t\n   code: |\n     a = " + "-" * 9_000 + "1\n",
        HEAD + " - id: a\n   title: t\n   code: |\n     a = 9 ** 9 ** 9 ** 9\n",
        f"format: 1\nmistakes: {{m: {{rule: 'a = {'(' * 190}', say: x}}}}\n",
    ],
    ids=range(11),
)  # fmt: skip
def test_the_worst_files_neither_hang_nor_fill_the_memory(folder: Path, text: str) -> None:
    only_problems(folder, text.encode())
    tracemalloc.start()
    loaded(folder, text.encode())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 64 * 2**20
