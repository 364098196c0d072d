"""Typing: what each editing key makes of a text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.ui.line_edit import EDITS, AskedAbout, LineEdit, edited

KEYS = st.sampled_from([*EDITS, "a", "0", "space"])


@pytest.mark.parametrize(
    ("before", "key", "after"),
    [
        ("0.5|", "backspace", "0.|"),
        ("|0.5", "backspace", "|0.5"),
        ("0|.5", "delete", "0|5"),
        ("0.5|", "left", "0.|5"),
        ("0.5|", "home", "|0.5"),
        ("one\ntwo|", "home", "one\n|two"),
        ("|one\ntwo", "end", "one|\ntwo"),
        ("a = b + c|", "ctrl+w", "a = b + |"),
        ("a = b  |", "ctrl+w", "a = |"),
        ("0.5 - |0.1", "ctrl+u", "|0.1"),
        ("0.5 - |0.1", "ctrl+k", "0.5 - |"),
        ("one\ntwo|", "ctrl+u", "one\n|"),
    ],
)
def test_an_editing_key(before: str, key: str, after: str) -> None:
    draft = edited(marked(before), key, None)
    assert draft == marked(after)


def marked(text: str) -> LineEdit:
    """A draft whose cursor is where the bar stands."""
    return LineEdit(text.replace("|", ""), text.index("|"))


@pytest.mark.parametrize(
    ("before", "lines", "after"),
    [
        ("one\ntw|o", -1, "on|e\ntwo"),
        ("lon|ger\nno", 1, "longer\nno|"),
        ("on|e", 1, "on|e"),
        ("o|ne\n\nthree", 2, "one\n\nt|hree"),
    ],
)
def test_up_and_down_keep_the_column(before: str, lines: int, after: str) -> None:
    moved = marked(before).vertical(lines)
    assert moved.text == marked(after).text
    assert moved.line_start == marked(after).line_start


@given(st.lists(KEYS, max_size=40))
@settings(max_examples=200)
def test_the_cursor_never_leaves_the_text(keys: list[str]) -> None:
    draft = LineEdit()
    for key in keys:
        draft = edited(draft, key, key if len(key) == 1 else None) or draft
        assert 0 <= draft.cursor <= len(draft.text)


def test_a_key_that_edits_nothing_is_left_alone() -> None:
    assert edited(LineEdit("x", 1), "f5", None) is None
    assert edited(LineEdit("x", 1), "escape", "\x1b") is None


@pytest.mark.parametrize(
    ("asked", "since", "after"),
    [
        ("0.49", "6", "0.496"),
        ("0.2", "5", "0.25"),
        ("-0.3", "25", "-0.325"),
        ("0.5", "!", "0.5!"),
        ("4", "?", "4?"),
        ("0.5", "0!", "0.50!"),
        ("0.49", "0.496", "0.496"),
        ("0.5", "0.5", "0.5"),
        ("4", "4", "4"),
        ("10", "10", "10"),
        ("1", "1.3", "1.3"),
        ("4", "3.5", "3.5"),
        ("-2", "-1.5", "-1.5"),
        ("-1.3", "-1.275", "-1.275"),
        ("0.03", "2/8.5**2", "2/8.5**2"),
        ("0.5", "23/50", "23/50"),
        ("0.2", "1/4", "1/4"),
        ("1", "6*0.2", "6*0.2"),
        ("0.3", "weight - 0.1", "weight - 0.1"),
        ("46e-2", "5", "5"),
        ("0.5?", "6", "0.56"),
        ("0,8", "7", "0,87"),
        ("10", ".5", "10.5"),
        ("1", ",2!", "1,2!"),
        ("1/2", "5", "5"),
        ("1/2", ".5", ".5"),
        ("0.5", "!0", "0.50"),
        ("0.73", "4!0", "0.7340"),
        ("-1", ".275", "-1.275"),
        ("+1", ".2", "+1.2"),
        ("1.", "2", "1.2"),
        ("-.5", "2", "-.52"),
        ("1", "!.2", "1.2"),
        ("0.5?", "!", "0.5!"),
        ("weight", "?", "weight?"),
    ],
)
def test_what_was_asked_about_is_made_longer_or_typed_anew(
    asked: str, since: str, after: str
) -> None:
    """One more digit, the same again, or all of it: what is typed is what is judged."""
    field = AskedAbout(asked)
    assert field.draft == LineEdit.of(asked)
    for character in since:
        field = field.typed(character)
    assert field.draft == LineEdit.of(after)
    if not set(since[:-1]) & set("?!"):
        assert AskedAbout(asked).typed(since).draft.text == after, "pasted too"
