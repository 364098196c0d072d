"""What a terminal sends, and what is made of it; whatever it sends, and however it is cut up."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual import events
from textual.message import Message

from tutor.ui.terminal.input_parser import LONE, LONGEST_PASTE, RUN, STALLED, InputParser


def heard(*pieces: str | None) -> list[str]:
    """Keys by name, and other events by theirs; None in place of a piece is a pause."""
    reports = InputParser()
    found: list[Message] = []
    for piece in pieces:
        found += reports.pause() if piece is None else reports.feed(piece)
    return [one.key if isinstance(one, events.Key) else type(one).__name__ for one in found]


@pytest.mark.parametrize(
    ("sent", "keys"),
    [
        ("a1\r", ["a", "1", "enter"]),
        ("\x1b[A\x1bOB\x1b[5~\x1b[Z", ["up", "down", "pageup", "shift+tab"]),
        ("\x08\x7f", ["backspace", "backspace"]),
        ("\x1b[1~\x1b[4~\x1b[H\x1b[F", ["home", "end", "home", "end"]),
        ("\x1bh", ["escape", "h"]),
        ("\x1b\x1b[A", ["escape", "up"]),
        ("\x1b[97u\x1b[13u\x1b[99;5u\x1b[63;2;63u", ["a", "enter", "ctrl+c", "question_mark"]),
        ("\x1b[[A", ["f1"]),
        ("\x1b[I\x1b[O", ["AppFocus", "AppBlur"]),
        ("\x1b[<0;3;4M\x1b[<0;3;4m", ["MouseDown", "MouseUp"]),
        ("\x1b[?2026;2$y", ["TerminalSupportsSynchronizedOutput"]),
    ],
)
def test_keys_the_mouse_and_the_focus_are_heard(sent: str, keys: list[str]) -> None:
    assert heard(sent) == keys
    assert heard(*sent) == keys, "one character at a time"


@pytest.mark.parametrize(
    "sent",
    [
        "\x1b[48;1500;3000;0;0t",
        "\x1b[99999999999;1u",
        "\x1b[9999999u",
        "\x1b[97;1;99999999u",
        "\x1b[97:65;1:2u",
        "\x1b[?62;22c",
        "\x1b[>0;276;0c",
        "\x1b[12;40n",
        "\x1b[?2048;2$y",
        "\x1b]11;rgb:1e1e/1e1e/2e2e\x07",
        "\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\",
        "\x1bP>|tmux 3.3a\x1b\\",
        "\x1b_Gi=31;OK\x1b\\",
        "\x1b[M !!",
        "\x1b[<99999999;1;1M",
        "\x1b[?" + "1;" * 400 + "h",
    ],
)
def test_what_nobody_asked_for_is_passed_over(sent: str) -> None:
    """And what follows is heard as it is."""
    assert heard(sent + "x") == ["x"]
    assert heard(*sent, "x") == ["x"], "one character at a time"


def test_a_lone_esc_is_the_key_once_nothing_follows() -> None:
    reports = InputParser()
    assert not list(reports.feed("\x1b")) and reports.patience == LONE
    assert heard("\x1b", None, "[", "A") == ["escape", "left_square_bracket", "A"]
    assert heard("\x1b[", None) == ["escape", "left_square_bracket"]
    assert heard("\x1b[12;", None, "x") == ["x"], "half a report is none"
    assert InputParser().patience is None, "an idle terminal costs nothing"


def test_a_paste_is_one_event_however_it_comes() -> None:
    for cut in range(1, 30):
        text = "\x1b[200~0.5 - \x1b[31m0.04\rx\x1b[201~y"
        reports = InputParser()
        found = [*reports.feed(text[:cut]), *reports.feed(text[cut:])]
        paste, key = found
        assert isinstance(paste, events.Paste) and paste.text == "0.5 - \x1b[31m0.04\rx"
        assert isinstance(key, events.Key) and key.key == "y"


def test_a_paste_is_bounded_and_ends_although_its_end_is_lost() -> None:
    reports = InputParser()
    assert not list(reports.feed("\x1b[200~" + "9" * 5 * LONGEST_PASTE))
    assert reports.patience == STALLED
    (paste,) = reports.pause()
    assert isinstance(paste, events.Paste) and len(paste.text) == LONGEST_PASTE
    assert reports.patience is None


def test_what_comes_at_once_was_pasted_and_a_line_that_is_typed_was_not() -> None:
    line = "weight - alpha * input * (input * weight - goal_pred)\r"
    assert heard(line) == heard(*line), "though a slow line may bring it whole"
    assert heard("9" * RUN) == ["Paste"]
    assert heard("9" * RUN + "\r", "x") == ["Paste", "enter", "x"]


SENT = st.text(
    st.sampled_from(
        "\x1b\x1b\x1b[]OPM<>?;:0123456789~uABcnRtyhm$ \x07\\\x00\x9b\r\t\x7fé\ud7ff\U0001f600"
    )
)


@settings(max_examples=300, deadline=None)
@given(st.lists(SENT | st.none(), max_size=6))
def test_nothing_that_is_sent_ends_it_or_changes_the_window(pieces: list[str | None]) -> None:
    reports = InputParser()
    for piece in pieces:
        found = list(reports.pause() if piece is None else reports.feed(piece))
        assert not any(isinstance(one, events.Resize) for one in found)
    list(reports.pause())
    assert reports.patience is None
    assert [one.key for one in reports.feed("q") if isinstance(one, events.Key)] == ["q"]
