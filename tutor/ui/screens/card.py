"""The card at the end of a lesson, and of the course."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import takewhile
from typing import NamedTuple

from textual.app import ComposeResult

from tutor.session.card import Card, Score, Slip, steps_left
from tutor.ui.screens.sheet_screen import GAP, WIDEST, SheetScreen
from tutor.ui.terminal.capabilities import Charset
from tutor.ui.text_layout import Row, inline, spread, width_of, wrap
from tutor.ui.widgets.footer import Key
from tutor.ui.widgets.line_widget import Rows, heading, paragraphs
from tutor.ui.widgets.progress_marks import GLYPHS, STYLES
from tutor.ui.widgets.prose import ScrollingRows

COMES_BACK = "What can be asked again comes back in review."
NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


class CardActs(NamedTuple):
    """What can be done from a card."""

    practise: Callable[[], None]
    """Ask the missed questions again, with other numbers."""
    save: Callable[[], str]
    """Save the code, and say in a sentence what came of it; which may be that it could not be."""
    close: Callable[[], object]
    """Go where enter leads."""


class CardScreen(SheetScreen):
    """How the lesson went, and what to do about it."""

    def __init__(self, card: Card, acts: CardActs, *, close: str) -> None:
        super().__init__(close)
        self.card, self._acts = card, acts

    def parts(self) -> ComposeResult:
        at, count = self.card.place
        several = len(self.card.scores) > 1
        self.heading = heading()
        self.heading.show(
            ((self.card.title, "muted"), (" › ", "faint"), (_state(self.card), "title")),
            ((f"{count} lessons" if several else f"lesson {at} of {count}", "muted"),),
        )
        self.sheet = ScrollingRows(self._rows, id="page")
        self.about = Rows("about", paragraphs)
        yield self.heading
        yield self.sheet
        yield self.about

    def begin(self) -> None:
        self._tell("")

    def _tell(self, sentence: str) -> None:
        """The line above the keys: what was just done or, before anything was, what comes next."""
        following = self.card.following
        if sentence:
            self.about.show(inline(sentence))
        elif following is not None:
            about = inline(" ".join(following.about.split()), "muted")
            next_ = "Still open " if self.card.lessons_left else "Next "
            self.about.show(((next_, "muted"), (f"{following.title}   ", "strong"), *about))

    def _rows(self, width: int) -> list[Row]:
        return card_rows(self.card, min(width, WIDEST), self.look.charset)

    def own_keys(self) -> Iterator[Key]:
        if self.card.missed:
            many = len(self.card.missed)
            yield Key("p", "practise", f"practise {many}" if many > 1 else "practise it")
        if self.card.saves:
            yield Key("s", "save", "save the code")
        if self.close != "home":
            yield Key("l", "leave", "home")
        yield Key("q", "leave")
        yield Key("escape", "leave")

    def act_close(self) -> None:
        self._acts.close()

    def act_practise(self) -> None:
        self._acts.practise()

    def act_save(self) -> None:
        self._tell(self._acts.save())


def _state(card: Card) -> str:
    """`Done`, where it is: a step that was skipped is not."""
    return "So far" if card.steps_left or card.skipped else "Done"


def card_rows(card: Card, width: int, charset: Charset) -> list[Row]:
    """All of a card at this width."""
    rows = [*_score(card, width, charset)]
    if left := steps_left(card):
        rows += wrap(inline(left, "muted"), width)
    if len(card.scores) > 1:
        rows += [GAP, *(_lesson(score, width, charset) for score in card.scores)]
    if card.slipped:
        rows += [GAP, ((_slipped(card), "accent"),)]
        several = len(card.scores) > 1
        rows += [row for slip in card.slipped for row in _slip(slip, width, charset, several)]
        if card.missed:
            rows += [GAP, *wrap(inline(COMES_BACK, "muted"), width)]
    elif card.asked:
        rows += [GAP, *wrap(inline("Nothing slipped.", "text"), width)]
    return rows


def _score(card: Card, width: int, charset: Charset) -> Iterator[Row]:
    """`15 of 18 right at the first try   ✗✓ ✗✓ ✓✓✓`."""
    if not card.asked:
        yield from wrap(inline("There was nothing to answer here, or nothing was answered."), width)
        return
    when = f" right at the first try{', last time through' if card.again else ''}"
    said: Row = ((f"{card.right} of {card.asked}", "strong"), (when, "text"))
    if len(card.scores) > 1:
        yield said
        return
    signs = _signs(card.scores[0], charset)
    if width_of(said) + 3 + width_of(signs) <= width:
        yield (*said, ("   ", "text"), *signs)
    else:
        yield said
        yield from wrap(signs, width)


def _signs(score: Score, charset: Charset) -> Row:
    row: list[tuple[str, str]] = []
    for step in score.steps:
        row += [(" ", "text")] if row else []
        row += [(GLYPHS[charset][state], STYLES[state]) for state in step]
    return tuple(row)


def _lesson(score: Score, width: int, charset: Charset) -> Row:
    """One lesson of the course's card."""
    told = f"{score.right} of {score.asked}" if score.asked else ""
    left: Row = ((f"{score.title:<28}", "text"), *_signs(score, charset))
    return spread(left, ((told, "muted"),), width)


def _slipped(card: Card) -> str:
    count = NUMBERS[card.ideas] if card.ideas < len(NUMBERS) else str(card.ideas)
    things = "thing" if card.ideas == 1 else "things"
    few = len(card.slipped) < card.ideas
    shown = f"; {NUMBERS[len(card.slipped)].lower()} of them" if few else ""
    return f"{count} {things} slipped{shown}"


def _slip(slip: Slip, width: int, charset: Charset, several: bool) -> Iterator[Row]:
    """An idea: the learner's rule above the right one, of which only what differs is coloured.
    `several`: it may be of one lesson or of another."""
    margin = "          "
    where = f"   {slip.lesson}, step {slip.step}" if several else f"   step {slip.step}"
    head: Row = ((f"{GLYPHS[charset]['missed']} ", "bad"), (slip.title, "strong"), (where, "muted"))
    yield from wrap(head, width, indent="  ")
    if slip.asked:
        for row in wrap(inline(" ".join(slip.asked.split()), "muted"), width - 2):
            yield (("  ", "text"), *row)
    for label, style, text, other, gives in (
        ("  ◇ you   ", "guess", slip.mine, slip.rule, slip.mine_gives),
        ("  ◆ true  ", "truth", slip.rule, slip.mine, slip.gives),
    ):
        if not text:
            continue
        room = width - len(margin) - (len(gives) + 2 if gives else 0)
        words = _apart(text, other, style) if gives else ((text, style),)
        first, *more = wrap(words, room) or [()]
        yield spread(((label, style), *first), ((gives, style),), width)
        yield from (((margin, "text"), *row) for row in more)
    if slip.open:
        yield ((margin, "text"), ("It is still open.", "muted"))
    if slip.say:
        for row in wrap(inline(" ".join(slip.say.split())), width - len(margin)):
            yield ((margin, "text"), *row)


def _apart(text: str, other: str, style: str) -> Row:
    """The text, plain but for the piece in which it differs from the other."""
    first = _shared(text, other)
    last = _shared(text[first:][::-1], other[first:][::-1])
    end = len(text) - last
    parts = ((text[:first], "text"), (text[first:end], style), (text[end:], "text"))
    return tuple(part for part in parts if part[0])


def _shared(one: str, other: str) -> int:
    """How many characters both begin with."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return sum(1 for _ in same)
