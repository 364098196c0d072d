"""A page to read and close, and the help of a step and of a quiz."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult

from tutor.ui.screens.base_screen import BaseScreen
from tutor.ui.terminal.capabilities import Theme, next_theme
from tutor.ui.widgets.footer import Key, up_and_down, written
from tutor.ui.widgets.line_widget import heading
from tutor.ui.widgets.prose import Prose

HELP = """\
You read a few lines of code, say what they will do, and then see them do it.

**Enter always does the next sensible thing.** The last lines of the screen show the keys
that do something at that moment.

## Answering

Type a number (`0.46`, `.46`, `46e-2`, `23/50`, `46%`) or the working itself (`0.5 - 0.1*0.4`), also
with the names that you see (`weight - alpha * derivative`). How it was read stands beside it. End
with `?` for a hunch, with `!` when you are certain.

Where the bowl is drawn, `←` and `→` aim along its axis instead, `[` and `]` in leaps; then `↑` aims
ten times finer and `↓` coarser. An aim stands for all numbers nearer to it than to its neighbours:
where that is too coarse to tell, you are asked to aim finer.

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
ROUND_HELP = """\
One question at a time, most with numbers of their own. You have **one try** at each.

Type a number or a sum of numbers, or aim with `←` and `→` where the bowl is drawn: what counts here
is the digits of the number, and `↑` gives more of them. End with `?` for a hunch, with `!` when you
are certain: a hunch is not counted as known before it is right twice in a row, and what you were
certain of and missed comes back first.

In a quiz the question says how many significant digits it wants. An exact number may have fewer:
hand it in twice.

**Enter commits the answer and goes on.** In a quiz nothing is said until the end; in a review and
in practice each answer is explained at once.

`esc` turns letters into commands, and `esc` again gives them back to the answer.

- `s` skip: the question waits, and comes again after the others
- `b` back and `n` forward, to any question
- `f` finish with what is there; while questions are open you are asked once more
- `g` the words of this course
- `l` leave: a quiz waits for you where you left it, half-typed answer included; a clock goes on

The row of marks tells how far you are; the question in hand stands between angles.
"""


BACKGROUNDS: dict[Theme, str] = {
    "auto": "auto colours",
    "dark": "dark colours",
    "light": "light colours",
}
"""What the key in the help does."""


class PageScreen(BaseScreen):
    """Markdown that scrolls."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title, self._text = title, text

    def parts(self) -> ComposeResult:
        self.prose = Prose(id="page")
        yield heading(self._title)
        yield self.prose

    def begin(self) -> None:
        self.prose.show(written(self._text, self.look.charset))

    def every_key(self) -> Iterator[Key]:
        yield Key("enter", "close", "close")
        yield Key("escape", "close")
        yield Key("q", "close")
        if self.prose.most > 0:
            yield from up_and_down("scroll", "scroll", "page")
            yield Key("space", "page", "", 1)

    def act_close(self) -> None:
        self.dismiss(None)

    def act_scroll(self, lines: int) -> None:
        self.prose.turn(lines)

    def act_page(self, pages: int) -> None:
        self.prose.turn(pages * self.prose.page)


class HelpScreen(PageScreen):
    """The help of a step or a quiz; here one can also change how everything is drawn."""

    def __init__(self, text: str = HELP) -> None:
        super().__init__("Help", text)

    def every_key(self) -> Iterator[Key]:
        yield from super().every_key()
        if self.look.unicode:
            plain = self.look.charset == "ascii"
            yield Key("a", "draw", "smooth curves" if plain else "plain curves")
        if self.look.colours in ("truecolor", "256"):
            yield Key("t", "theme", BACKGROUNDS[next_theme(self.look)])
