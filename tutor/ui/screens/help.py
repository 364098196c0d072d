"""The help: what a step is, and the keys."""

from __future__ import annotations

from tutor.ui.screens.page import PageScreen
from tutor.ui.terminal import Look

HELP = """\
You read a few lines of code, say what they will do, and then see them do it.

**Enter always does the next sensible thing.** The last lines of the screen show every key that
works at that moment; what is not there does nothing.

## Answering

Type a number (`0.46`, `.46`, `46e-2`, `23/50`, `46%`) or the working itself (`0.5 - 0.1*0.4`), also
with the names that you see (`weight - alpha * derivative`). How it was read stands beside it. End
with `?` for a hunch, with `!` when you are certain.

Where the bowl is drawn, `←` and `→` aim along its axis instead, `[` and `]` in leaps.

A miss is explained, and you get another try. Then the truth is shown beside your answer.

## While an answer is asked

`esc` turns letters into commands, and `esc` again gives them back to the answer. Once the truth is
shown letters work at once.

- `h` a hint, `s` skip the step, `b` the step before, `j` jump to any step
- `v` another picture of the same run: the bowl, the error at every update, the table, the output
- `g` the words of this course, `x` this step anew, `l` leave

## Afterwards

- `r` run one update, `a` run them all
- `o` see where your own wrong rule would have led
- `tab` takes a constant in hand: `←` `→` change it, or type a number

Leave when you like. You come back to the very same place.
"""


def help_screen(look: Look) -> PageScreen:
    """The one page of help."""
    return PageScreen("Help", HELP, look)
