"""Numbers in the author's sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.course.markup import Placeholder, PlaceholderError, fill, placeholders
from tutor.engine.numbers import Value


def value(name: str, update: int) -> Value:
    """A run in which everything is 1/3 of the update, but for what is no number."""
    others: dict[str, Value] = {"name": name, "none": None, "yes": True, "many": float("inf")}
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
