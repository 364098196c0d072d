"""Markdown is read once, and the characters of code and of sums arrive wherever it is shown."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.session.walks import bundled_course, walked
from tutor.authoring.gift import _escaped
from tutor.course.markup import (
    Block,
    Placeholder,
    PlaceholderError,
    Span,
    blocks,
    commonmark,
    fill,
    placeholders,
    spans,
    unmarked,
)
from tutor.course.validate import sentences
from tutor.engine.numbers import Value
from tutor.plain.console import Console
from tutor.session.lesson import LessonSession
from tutor.ui.screens.page import HELP, ROUND_HELP
from tutor.ui.text_layout import inline, plain, rendered, wrap

STANDARD = MarkdownIt("commonmark")


@pytest.mark.parametrize(
    ("marked", "read"),
    [
        ("1000 ** 2", "1000 ** 2"),
        ("alpha*delta*input", "alpha*delta*input"),
        ("(a)*(b)*(c) and 2**3**4", "(a)*(b)*(c) and 2**3**4"),
        ("+, -, * and **; (*) and (*)", "+, -, * and **; (*) and (*)"),
        ("a [1](2) <b> &amp; ~~c~~", "a [1](2) <b> &amp; ~~c~~"),
        ("__init__ and _x_ are names", "__init__ and _x_ are names"),
        ("`a * b` and **bold**, *slanted*", "a * b and bold, slanted"),
        ("*to `2*3` it*, (*so*) “*said*”", "to 2*3 it, (so) “said”"),
        ("`` a ` b `` and `` ` ``", "a ` b and `"),
        ("a ` b ** c", "a ` b ** c"),
        (r"\*not\* this \`", "*not* this `"),
        (r"C:\temp", r"C:\temp"),
    ],
)
def test_signs_are_taken_off_and_sums_are_left(marked: str, read: str) -> None:
    assert unmarked(marked) == read


def test_what_is_marked_is_told_apart() -> None:
    assert spans("a *b `c` d* **e** `f``g`") == (
        Span("a "),
        Span("b ", "emphasis"),
        Span("c", "code"),
        Span(" d", "emphasis"),
        Span(" "),
        Span("e", "strong"),
        Span(" "),
        Span("f``g", "code"),
    )


OPERANDS = st.sampled_from(["a", "weight_delta", "0.5", "(a)", "f(x)", "(-2)", "x[1]"])
OPERATORS = st.sampled_from(["*", "**", " * ", " ** ", "+", "-", " - ", "/", " // "])


@given(OPERANDS, st.lists(st.tuples(OPERATORS, OPERANDS), max_size=6))
def test_a_sum_survives_without_backticks(first: str, others: list[tuple[str, str]]) -> None:
    """With blanks on both sides of an operator or on neither."""
    told = first + "".join(operator + operand for operator, operand in others)
    assert unmarked(told) == told
    assert " ".join(block.text for block in blocks(f"so {told}")) == f"so {told}"


@given(st.text("ab 1`*_\\[]()<>&;#-+.!:~\n\"'", max_size=40))
@example("*a **b** c*")
@example("- 1")
@example("\\__init__")
def test_every_reader_of_markdown_reads_what_is_exported(text: str) -> None:
    """commonmark() gives a line that a reader of all of Markdown takes as we take the text."""
    wanted = [(span.text.strip(), span.mark) for span in spans(" ".join(text.split()))]
    found = [(run.strip(), mark) for run, mark in standard(commonmark(text))]
    assert [one for one in found if one[0]] == [one for one in wanted if one[0]]


def standard(text: str) -> list[tuple[str, str]]:
    """Runs of text with their marks, by a reader of all of Markdown."""
    runs: list[tuple[str, str]] = []
    marks = [""]
    for token in (one for block in STANDARD.parse(text) for one in block.children or ()):
        match token.type:
            case "strong_open" | "em_open":
                marks.append({"s": "strong", "e": "emphasis"}[token.type[0]])
            case "strong_close" | "em_close":
                marks.pop()
            case _:
                mark = "code" if token.type == "code_inline" else marks[-1]
                shown = " " if token.type == "softbreak" else token.content
                if runs and runs[-1][1] == mark != "code":
                    shown = runs.pop()[0] + shown
                runs.append((shown, mark))
    return runs


def test_blocks() -> None:
    told = "one\n- 1\n\n# Two\n> q\n> r\n\na:\n- x\n  y\n  1. z\n- w\n"
    told += "\n    v = 1\n\n    u\n\n```\nt\n```"
    assert list(blocks(told)) == [
        Block("paragraph", "one - 1", apart=False),
        Block("heading", "Two"),
        Block("quote", "q r", apart=False),
        Block("paragraph", "a:"),
        Block("item", "x y", "-", apart=False),
        Block("item", "z", "1.", 1, apart=False),
        Block("item", "w", "-", apart=False),
        Block("code", "v = 1\n\nu"),
        Block("code", "t"),
    ]


@given(st.text("a1 -*#>.\n", max_size=60))
def test_no_block_is_lost(text: str) -> None:
    shown = "".join(block.marker + block.text for block in blocks(text))
    assert re.sub(r"[\s#>]", "", shown) == re.sub(r"[\s#>]", "", text)


@cache
def texts() -> tuple[str, ...]:
    """Every sentence of every lesson."""
    course = bundled_course()
    found = [HELP, ROUND_HELP, course.about, *course.glossary.values()]
    found += [one.say for one in course.mistakes.values()]
    for lesson in course.lessons:
        found += [lesson.about, *(one.say for one in lesson.mistakes.values())]
        found += [text for step in lesson.steps for _, text in sentences(step)]
    return tuple(found)


@cache
def messages() -> tuple[str, ...]:
    """What is said in random walks through all lessons."""
    course, found = bundled_course(), set[str]()
    for number, lesson in enumerate(course.lessons):
        session = LessonSession(course)
        session.open(lesson.id)
        for _ in walked(session, number, 150):
            view = session.view()
            said = (view.note, view.worked, view.verdict.say if view.verdict is not None else "")
            found.update(one for one in said if one)
    return tuple(sorted(found))


def test_the_lessons_are_read_as_any_reader_of_markdown_would_read_them() -> None:
    assert len(texts()) > 600
    for text in texts():
        ours = [" ".join(unmarked(block.text).split()) for block in blocks(text)]
        theirs = [
            " ".join("".join(run for run, _ in standard_runs).split())
            for standard_runs in _paragraphs(text)
        ]
        assert ours == theirs, text


def _paragraphs(text: str) -> Iterator[list[tuple[str, str]]]:
    for token in STANDARD.parse(text):
        if token.type == "inline":
            yield standard(token.content)
        elif token.type in ("fence", "code_block"):
            yield [(token.content, "code")]


def evened(text: str) -> str:
    return "".join(text.split())


def on_the_screen(text: str) -> str:
    return evened("".join(plain(row) for row in wrap(inline(text), 40)))


def read_out(text: str) -> str:
    said = io.StringIO()
    Console(io.StringIO(), said, width=40).tell(text)
    return evened(said.getvalue())


def in_moodle(text: str) -> str:
    held = re.sub(r"\\([\\~=#{}:])", r"\1", _escaped(commonmark(text)))
    return evened("".join(run for run, _ in standard(held)))


@pytest.mark.parametrize("shown", [on_the_screen, read_out, in_moodle])
def test_every_sentence_and_message_arrives_whole(shown: object) -> None:
    """All characters of its code and of its sums, in every front end."""
    assert callable(shown)
    held = [block.text for text in (*texts(), *messages()) for block in blocks(text)]
    assert len(messages()) > 100 and any("**" in one for one in held)
    for text in held:
        assert shown(text) == evened(unmarked(text)), text
        for code in re.findall(r"(?<!`)`([^`]+)`(?!`)", text):
            assert evened(code) in shown(text)
        words = evened(text.replace("`", ""))
        assert shown(text).replace("*", "") == words.replace("*", "")


def test_pages_are_whole_too() -> None:
    for text in texts():
        rows = evened("".join(plain(row) for row in rendered(text, 40)))
        for block in blocks(text):
            assert evened(unmarked(block.text)) in rows


def test_what_is_not_closed_goes_on_to_the_end() -> None:
    assert list(blocks("```\na\n\nb")) == [Block("code", "a\n\nb", apart=False)]
    assert list(blocks("    a\n\n    b\n")) == [Block("code", "a\n\nb", apart=False)]
    first, second = blocks("- one\n\n  more")
    assert (first.kind, first.text) == ("item", "one")
    assert (second.kind, second.text, second.marker) == ("item", "more", "")


# -- numbers in the author's sentences -------------------------------------------------------------


def value(name: str, update: int) -> Value:
    """A run in which everything is 1/3 of the update, but for what is no number."""
    others: dict[str, Value] = {
        "name": name,
        "none": None,
        "yes": True,
        "many": float("inf"),
        "rows": [[0.5, 1 / 3], [2, float("inf")]],
    }
    return others[name] if name in others else update / 3


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("nothing", "nothing"),
        ("to {weight}.", "to 0.666667."),
        ("{weight@1} → {weight@0}", "0.333333 → 0"),
        ("{weight@1:.2f} {weight@6:.1e} {weight@1:+.1%}", "0.33 2.0e+00 +33.3%"),
        ("{ weight } {name}", "0.666667 name"),
        ("{{weight}} }} {{", "{weight} } {"),
        ("{{{weight@3}}}", "{1}"),
        ("{none} {yes} {many:.2f}", "– True infinite"),
        ("{rows}, {rows:.1f}", "[[0.5, 0.333333], [2, infinite]], [[0.5, 0.3], [2.0, infinite]]"),
    ],
)
def test_values_are_put_in(text: str, filled: str) -> None:
    assert fill(text, value, 2) == filled


@pytest.mark.parametrize(
    ("text", "offset", "what"),
    [
        ("a {weight", 2, "a single `{`; write `{{` for a brace"),
        ("a } b", 2, "a single `}`; write `}}` for a brace"),
        ("{weight@}", 0, "`{weight@}` is not a value such as {weight} or {weight@2:.3f}"),
        ("{weight - 1}", 0, "`{weight - 1}` is not a value"),
        ("{}", 0, "`{}` is not a value"),
        ("{weight!r}", 0, "`{weight!r}` is not a value"),
        ("{weight.real}", 0, "`{weight.real}` is not a value"),
        ("x{weight:>99}", 1, "`>99` is not a way to write a number; `.3f` is one"),
    ],
)
def test_what_is_no_placeholder_is_told(text: str, offset: int, what: str) -> None:
    with pytest.raises(PlaceholderError) as caught:
        placeholders(text)
    assert caught.value.offset == offset
    assert str(caught.value).startswith(what)


def test_a_placeholder_knows_where_it_stands() -> None:
    assert placeholders("a {b@2:.1f}") == (Placeholder("b", 2, ".1f", 2),)


@given(st.text(alphabet="{}@:.3fweight 1", max_size=30))
def test_any_text_is_filled_or_refused(text: str) -> None:
    try:
        fill(text, value, 1)
    except PlaceholderError as error:
        assert 0 <= error.offset <= len(text)


@given(st.text(max_size=50))
def test_a_text_with_its_braces_doubled_comes_out_as_it_was(text: str) -> None:
    assert fill(text.replace("{", "{{").replace("}", "}}"), value, 1) == text


def test_a_number_at_the_beginning_is_no_sign_of_a_list() -> None:
    """`{cost}. A miss of …`, where the cost is 9."""
    text = fill("{cost}. A miss.\n\n{cost}) so\n\nIt is {cost}. And", lambda name, at: 9, 1)
    assert [(block.kind, unmarked(block.text)) for block in blocks(text)] == [
        ("paragraph", "9. A miss."),
        ("paragraph", "9) so"),
        ("paragraph", "It is 9. And"),
    ]
