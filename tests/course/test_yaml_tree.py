"""A file that is no lesson at all gets one clear line, and quickly."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
import yaml

from tests.course.lessons import told, written
from tutor.course.index import LARGEST_FILE, bundled, read_document
from tutor.course.yaml_tree import parse_document
from tutor.errors import ProblemsError


def refused(path: Path) -> str:
    """The one line about a file, without its path."""
    started = time.process_time()
    with pytest.raises(ProblemsError) as caught:
        read_document(path)
    assert time.process_time() - started < 4
    [line] = told(caught.value)
    return line


def text_refused(text: str) -> list[str]:
    """The lines about a text that is not YAML, or not ours."""
    with pytest.raises(ProblemsError) as caught:
        parse_document(text, "a.yaml")
    return told(caught.value)


def noted(text: str) -> list[str]:
    """The lines about a text that can be read on."""
    return [str(p).removeprefix("a.yaml:") for p in parse_document(text, "a.yaml").problems]


# Files


def test_a_folder_is_not_a_lesson(tmp_path: Path) -> None:
    assert refused(tmp_path) == "1:1: this is a folder; a lesson is a file"


def test_a_missing_file_gets_its_nearest_neighbour(tmp_path: Path) -> None:
    written(tmp_path, "", "add-alpha.yaml")
    line = refused(tmp_path / "ad-alpha.yaml")
    assert line == "1:1: there is no such file; did you mean add-alpha.yaml?"


def test_a_broken_link_says_where_it_leads(tmp_path: Path) -> None:
    link = tmp_path / "small.yaml"
    link.symlink_to("gone.yaml")
    assert refused(link) == "1:1: this is a link to gone.yaml, which is not there"


def test_a_link_to_itself_is_refused(tmp_path: Path) -> None:
    link = tmp_path / "small.yaml"
    link.symlink_to("small.yaml")
    assert refused(link).startswith("1:1: this file cannot be read: ")


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe.yaml"
    os.mkfifo(path)
    assert refused(path) == "1:1: this is not a plain file"


def test_a_name_that_no_file_can_have(tmp_path: Path) -> None:
    assert refused(tmp_path / ("a" * 5000)).startswith("1:1: this file cannot be read: ")
    assert refused(Path("a\0b")) == "1:1: this file cannot be read: the name holds a NUL"


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)  # takes no room on the disk
    assert refused(path) == "1:1: 50 MB is too large; a lesson has at most 0.4 MB"


def test_a_file_of_the_largest_size_is_read(tmp_path: Path) -> None:
    text = "a: 1\n#" + "x" * (LARGEST_FILE - 6)
    assert read_document(written(tmp_path, text)).root.data() == {"a": 1}


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ("format: 1".encode("utf-32"), "1:1: this file is UTF-32; save it as UTF-8"),
        ("\ufeffformat: 1".encode("utf-32-be"), "1:1: this file is UTF-32; save it as UTF-8"),
        ("format: 1".encode("utf-16"), "1:1: this file is UTF-16; save it as UTF-8"),
        (b"\x7fELF\x00\x01", "1:1: this is not a text file: it holds NUL bytes"),
        (
            b"format: 1\ntitle: caf\xe9\n",
            "2:11: byte 0xe9 is not UTF-8; save the file as UTF-8",
        ),
    ],
)
def test_what_is_not_utf_8_is_named(tmp_path: Path, data: bytes, line: str) -> None:
    assert refused(written(tmp_path, data)) == line


def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path: Path) -> None:
    path = written(tmp_path, b"\xef\xbb\xbfa: 1\r\nb: |\r\n  one\r\n  two\r\n")
    assert read_document(path).root.data() == {"a": 1, "b": "one\ntwo\n"}


# Characters


def test_control_characters_never_get_to_a_terminal() -> None:
    assert text_refused("a: 1\nb: \x1b[2J\n") == [
        "2:4: an escape character (U+001B) may not stand in a lesson; delete it"
    ]
    assert text_refused("a: x\u202ey\rz\n") == [
        "1:5: an invisible character (U+202E) may not stand in a lesson; delete it",
        "1:7: an invisible character (U+000D) may not stand in a lesson; delete it",
    ]


def test_an_escape_in_quotes_is_found_too() -> None:
    assert noted('a: "\\e[2J"') == [
        "1:4: an escape character (U+001B) may not stand in a lesson; delete it"
    ]


# YAML


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "title: Break it: now\n",
            '1:16: a text with `: ` in it needs quotes; write `title: "Break it: now"`',
        ),
        (
            "a:\n\tb: 1\n",
            "2:1: text cannot start with this character; put it in quotes "
            "(a tab: indent with spaces)",
        ),
        (
            "a: `x`\n",
            '1:4: a text that begins with ``` needs quotes; write `a: "`x`"`',
        ),
        (
            "a: 1\n  b: 2\n",
            "2:4: a second `: ` on one line; put the text in quotes, or in a block after `|`",
        ),
        ("a: 1\nb\n", "3:1: expected `:` after this key"),
        ("a: [1, 2\nb: 3\n", "2:2: this [list] or {mapping} is not closed"),
        ("a: 'x\n", """1:4: a text that begins with `'` needs quotes; write `a: "'x"`"""),
        ("a: ['x\n", "2:1: the file ends inside quotes or brackets"),
        ("a: *Look*\n", '1:4: a text that begins with `*` needs quotes; write `a: "*Look*"`'),
        ("a: - x\n", '1:4: a text that begins with `- ` needs quotes; write `a: "- x"`'),
        ("a: {w} and\n", '1:4: a text that begins with `{` needs quotes; write `a: "{w} and"`'),
        ("a: [1] and\n", '1:4: a text that begins with `[` needs quotes; write `a: "[1] and"`'),
        (
            """a: "Halve" it\n""",
            '1:4: a text that begins with `"` needs quotes; write `a: \'"Halve" it\'`',
        ),
        (
            "a: 'tis\nb: 1\nc: 2\n",
            """1:4: a text that begins with `'` needs quotes; write `a: "'tis"`""",
        ),
        (
            "- a: |\n    'tis: {x\n  b: Note: y\n",
            '3:10: a text with `: ` in it needs quotes; write `b: "Note: y"`',
        ),
        ("a:\n\u00a0 b: 1\n", "2:1: this looks like a space and is none; indent with plain spaces"),
        (
            "code:\n  w = 1\n  d: 2\n",
            "1:1: a text of several lines begins with a bar; write `code: |`",
        ),
        ("a: 1\n---\nb: 2\n", "2:1: a second document starts here; a lesson is one document"),
        ("[" * 100, "1:33: nested more than 32 deep; a lesson needs eight"),
        ("- " * 100_000, "1:65: nested more than 32 deep; a lesson needs eight"),
    ],
)
def test_what_is_not_yaml_is_said_in_plain_words(text: str, line: str) -> None:
    assert text_refused(text) == [line]


def test_what_yaml_would_pass_over_is_noted() -> None:
    lost = "1:4: `#1.` is a comment here; put the text in quotes"
    assert noted("a: Rule #1.\n") == [lost]
    assert noted("a: Rule  # 1\nb: 'Rule #1.'\nc: |\n  Rule #1.\n") == []
    assert noted("<<: {a: 1}\n") == ["1:1: `<<` is not used here; write the keys out"]


def test_an_alias_bomb_is_refused_at_once() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    for here, before in zip("bcdefghi", "abcdefgh", strict=True):
        lines.append(f"{here}: &{here} [{', '.join([f'*{before}'] * 10)}]")
    started = time.process_time()
    [line] = text_refused("\n".join(lines))
    assert line == (
        "5:16: more than 40,000 values, those that aliases repeat counted each time; split the file"
    )
    assert time.process_time() - started < 4


def test_an_alias_inside_what_it_names_is_refused() -> None:
    assert noted("a: &a [*a]") == ["1:8: `*a` names nothing that was marked with & before"]


def test_an_alias_stands_for_what_was_marked() -> None:
    document = parse_document("a: &code |\n  x = 1\nb: *code\n", "a.yaml")
    assert document.root.data() == {"a": "x = 1\n", "b": "x = 1\n"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("id: a\nid: b\n", "2:1: the key `id` stands here twice, first on line 1; keep one"),
        ("a: no\n", '1:4: YAML reads `no` as false; write false, or "no" in quotes for text'),
        ("a: Yes\n", '1:4: YAML reads `Yes` as true; write true, or "Yes" in quotes for text'),
        ("on: 1\n", '1:1: YAML reads `on` as true; write true, or "on" in quotes for text'),
        ("1: a\n", '1:1: YAML does not read the key `1` as text; write "1" in quotes'),
        ("? [a]\n: b\n", "1:3: a key is one word, not a list or a mapping"),
        (
            "a: 010\n",
            "1:4: YAML reads `010` as an unusual number; "
            'write a plain decimal number, or "010" in quotes for text',
        ),
        (
            "a: 1:30\n",
            "1:4: YAML reads `1:30` as an unusual number; "
            'write a plain decimal number, or "1:30" in quotes for text',
        ),
        (
            "a: 2024-01-01\n",
            "1:4: YAML reads `2024-01-01` as a date; "
            'write a plain decimal number, or "2024-01-01" in quotes for text',
        ),
        (
            "a: !!python/object/apply:os.system [ls]\n",
            "1:4: the tag !!python/object/apply:os.system is not used here; delete it",
        ),
        ("a: *b\n", "1:4: `*b` names nothing that was marked with & before"),
        ("a: &left 1\nb: *lef\n", "2:4: `*lef` names nothing that was marked with & before"),
    ],
)
def test_what_yaml_does_silently_is_said(text: str, line: str) -> None:
    assert noted(text)[0].split("; did you mean")[0] == line


def test_numbers_are_read_as_they_look() -> None:
    read = parse_document("[1, -2, +3, 0.5, .5, 5., 1.0e-3, 2.5E+2, 1e-3, '7']", "").root.data()
    assert read == (1, -2, 3, 0.5, 0.5, 5.0, 0.001, 250.0, "1e-3", "7")
    assert [type(value) for value in read[:4]] == [int, int, int, float]


# Places


def test_every_key_and_value_knows_its_place() -> None:
    document = parse_document("a:\n  b: [1, {c: 2}]\n", "a.yaml")
    found = document.root.at(("a", "b", 1, "c"))
    assert (found.line, found.column, found.value) == (2, 14, 2)
    assert document.root.at(("a",)).key("b").column == 3


def test_a_place_inside_a_block_is_a_place_in_the_file() -> None:
    document = parse_document("a:\n  code: |  # a comment\n\n    x = 1\n      y = 2\n", "a.yaml")
    node = document.root.at(("a", "code"))
    assert node.value == "\nx = 1\n  y = 2\n"
    assert document.inside(node, 2, 3) == (4, 7)
    assert document.inside(node, 3, 3) == (5, 7)


def test_a_place_inside_a_quoted_text_is_the_place_of_the_text() -> None:
    document = parse_document('code: "x = 1\\ny = 2"\n', "a.yaml")
    assert document.inside(document.root.at(("code",)), 2, 1) == (1, 7)


def test_without_libyaml_the_same_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(bundled().glob("*.yaml"))]
    fast = [parse_document(text, "a.yaml").root for text in texts]
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    slow = [parse_document(text, "a.yaml").root for text in texts]
    assert [node.data() for node in slow] == [node.data() for node in fast]
    places = [[node.at(("title",)).line for node in roots] for roots in (slow, fast)]
    assert places[0] == places[1]


def test_a_place_in_a_list_needs_no_quotes_between_brackets() -> None:
    """YAML has `[` begin a list there; behind a name with a number in it, it can mean nothing."""
    text = (
        "a: {x: weights[0], \"y\": 'w[1]'}\nb: [w[0], w[1][2], [1]]\nc: {w[0]: [0, 1, 0.1]}\n"
        "code: |\n  w = [x[0], [1]]\n"
    )
    data = parse_document(text, "").root.data()
    assert data["a"] == {"x": "weights[0]", "y": "w[1]"}
    assert data["b"] == ("w[0]", "w[1][2]", (1,)) and data["c"] == {"w[0]": (0, 1, 0.1)}
    assert data["code"] == "w = [x[0], [1]]\n"
    node = parse_document(text, "").root.at(("b", 1))
    assert (node.line, node.column, node.raw) == (2, 11, "w[1][2]")


def test_other_brackets_are_told_as_they_were() -> None:
    for text in ("a: {x: weights[i]}\n", "a: {x: w[0}\n", "a: [x: [0]\n"):
        with pytest.raises(ProblemsError):
            parse_document(text, "")
    assert parse_document("a: \ue000x\ue001\n", "").root.data() == {"a": "\ue000x\ue001"}
