"""What goes out is text that nothing obeys, and what comes in is a line."""

from __future__ import annotations

import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tutor.plain.console import Console, Ended


def heard(markdown: str, width: int = 40) -> str:
    said = io.StringIO()
    Console(io.StringIO(), said, width=width).prose(markdown)
    return said.getvalue().rstrip("\n")


def test_paragraphs_are_joined_and_wrapped() -> None:
    assert heard("one\ntwo\n\nthree " + "four " * 8).split("\n") == [
        "one two",
        "",
        "three four four four four four four four",
        "four",
    ]


def test_lists_and_code_stay_apart() -> None:
    told = heard(
        "first:\n- *one* thing\n- two\n  lines\n\n    x = 2 * 3 * 4\n\n```\ny * z * 2\n```"
    )
    assert told.split("\n") == [
        "first:", "- one thing", "- two lines", "", "    x = 2 * 3 * 4", "", "    y * z * 2",
    ]  # fmt: skip


@given(st.text())
@example("\r\n")
@example("one\r\ntwo\rthree\r")
@example("\0")
def test_nothing_that_is_said_moves_a_terminal(text: str) -> None:
    """No control character, no escape sequence, no change of direction gets through."""
    said = io.StringIO()
    talk = Console(io.StringIO(text.replace("\n", " ") + "\n"), said, echo=True)
    talk.say(text)
    talk.prose(text)
    talk.tell(text)
    talk.ask(text)
    controls = {chr(code) for code in (*range(32), *range(0x7F, 0xA0))} - {"\n", "\t"}
    turns = set("\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert not set(said.getvalue()) & (controls | turns)


def test_the_end_of_a_line_is_one_however_it_was_written() -> None:
    said = io.StringIO()
    Console(io.StringIO(), said).say("one\r\ntwo\nthree\rfour")
    assert said.getvalue() == "one\ntwo\nthree\\rfour\n"


def test_ascii_alone() -> None:
    """Where there is only ASCII, what is said is still read."""
    said = io.StringIO()
    Console(io.StringIO(), said, ascii_only=True).say("2 × 3 – “so” … 猫")
    assert said.getvalue() == '2 x 3 - "so" ... ?\n'


def test_an_answer_is_echoed_where_no_terminal_does_it() -> None:
    said = io.StringIO()
    assert Console(io.StringIO("0.5\r\n"), said, echo=True).ask("You: ") == "0.5"
    assert said.getvalue() == "You: 0.5\n"
    said = io.StringIO()
    Console(io.StringIO("0.5\n"), said).ask("You: ")
    assert said.getvalue() == "You: "


def test_the_end_of_input_ends_its_line() -> None:
    said = io.StringIO()
    talk = Console(io.StringIO(), said)
    with pytest.raises(Ended):
        talk.ask("You: ")
    talk.say("Good-bye.")
    talk.end_line()
    assert said.getvalue() == "You: \nGood-bye.\n"


def test_a_line_without_end_is_cut() -> None:
    """Megabytes on one line are one answer, and the next line is the next answer."""
    talk = Console(io.StringIO("9" * 5_000_000 + "\n2\n"), io.StringIO())
    assert len(talk.ask("")) == 20_000
    assert talk.ask("") == "2"


def test_empty_lines_do_not_pile_up() -> None:
    said = io.StringIO()
    talk = Console(io.StringIO(), said)
    for line in ("", "one", "", "", "", "two"):
        talk.say(line)
    assert said.getvalue() == "one\n\ntwo\n"
