"""What the projector shows, in rows: large, and to be read from the last row of a room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tutor.chart.crowd import LOWEST, Crowd, draw_crowd
from tutor.chart.drawing import draw
from tutor.classroom.projection import Projection, hue
from tutor.engine.numbers import number
from tutor.session.tally import ELSE
from tutor.ui.text_layout import Row, fill, flow, inline, spread, width_of, wrap
from tutor.ui.widgets.listing import parameter_rows
from tutor.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from tutor.chart.canvas import Charset
    from tutor.classroom.state import Quiz
    from tutor.course.loader import Course
    from tutor.session.tally import Compared
    from tutor.session.view import View

DIGITS = {
    "0": "###|# #|# #|# #|###", "1": " # |## | # | # |###", "2": "###|  #|###|#  |###",
    "3": "###|  #|###|  #|###", "4": "# #|# #|###|  #|  #", "5": "###|#  |###|  #|###",
    "6": "###|#  |###|# #|###", "7": "###|  #|  #|  #|  #", "8": "###|# #|###|# #|###",
    "9": "###|# #|###|  #|###", ":": " |#| |#| ",
}  # fmt: skip
"""Large ones, five rows high; each of their dots is two cells wide."""
LARGE = 76
"""Columns from which there is room for large digits and what they count."""
MARGIN = 2
BAR = 22
"""Cells of the longest bar."""
WORDS = 20
"""Cells at least for what a group is called."""
RULES = 92
"""Columns from which the lines that give the answers stand beside them."""
BESIDE = 76
"""Columns from which listing and picture stand side by side."""
SAID = 48
"""Columns that are kept beside a question for what is said of its vote."""
CIRCLES = 40
"""Circles at most."""
GAP: Row = ()


def projection_rows(
    seen: Projection, course: Course, width: int, height: int, charset: Charset
) -> list[Row]:
    """All of it, with a margin at both sides; `height` rows at most."""
    room = max(1, width - 2 * MARGIN)
    if seen.state.closed:
        rows = [GAP, *wrap(inline(f"The class {seen.name} is over.", "strong"), room)]
    elif seen.state.stage.paused:
        rows = list(_paused(seen, room, height))
    elif seen.quiz is not None and not seen.quiz.over:
        rows = list(_quiz(seen, seen.quiz, room))
    elif seen.ideas:
        rows = list(_ideas(seen, course, room))
    elif seen.asked is None:
        rows = list(_lobby(seen, room, height))
    elif seen.shown:
        rows = list(_shown(seen, seen.asked.view, room, height, charset))
    else:
        rows = list(_held(seen, seen.asked.view, room, height, charset))
    return [
        ((" " * MARGIN, "text"), *spread(row, (), room)) if row else row for row in rows[:height]
    ]


# -- before anything is asked, and in between -------------------------------------------------


def _lobby(seen: Projection, width: int, height: int) -> Iterator[Row]:
    """How to come in, and who is here."""
    yield GAP
    yield (("Class ", "muted"), (seen.name, "title"))
    yield GAP
    for way in seen.door.ways[:3]:
        yield (("type  " if way.startswith("ssh ") else "open  ", "muted"), (way, "strong"))
    if seen.door.code:
        yield (("code  ", "muted"), (seen.door.code, "warm"))
    yield GAP
    counted = "1 is here" if len(seen.here) == 1 else f"{len(seen.here)} are here"
    yield from _large(str(len(seen.here)), counted.split(" ", 1)[1], width)
    yield GAP
    used = 8 + len(seen.door.ways[:3]) + bool(seen.door.code) + 5 * (width >= LARGE)
    rows = flow([((name, "text"),) for name in seen.here], width)
    room = max(0, height - used)
    if len(rows) <= room:
        yield from rows
    else:
        yield from rows[: max(0, room - 1)]
        yield (("…", "muted"),)


def _paused(seen: Projection, width: int, height: int) -> Iterator[Row]:
    """How long the pause is still."""
    until = seen.state.stage.until
    yield from (GAP for _ in range(max(1, height // 2 - 4)))
    if until is None:
        yield (("Pause", "title"),)
        return
    seconds = max(0, round((until - seen.now).total_seconds()))
    clock = f"{seconds // 60}:{seconds % 60:02}"
    yield from _large(clock, f"pause, until {until.astimezone():%H:%M}", width)


def _quiz(seen: Projection, quiz: Quiz, width: int) -> Iterator[Row]:
    """How much time is left, and how many have handed it in."""
    until = quiz.until()
    seconds = max(0, round((until - seen.now).total_seconds())) if until is not None else 0
    yield spread((("Quiz", "title"),), _door(seen), width)
    yield GAP
    words = f"left, until {until.astimezone():%H:%M}" if until is not None else "left"
    yield from _large(f"{seconds // 60}:{seconds % 60:02}", words, width)
    yield GAP
    yield (("─" * width, "faint"),)
    yield GAP
    yield from _large(f"{seen.handed_in} of {seen.takers}", "have handed it in", width)
    if (last := quiz.ends) is not None and until is not None and last > until:
        yield GAP
        yield ((f"Some have until {last.astimezone():%H:%M}.", "muted"),)


def _ideas(seen: Projection, course: Course, width: int) -> Iterator[Row]:
    """What came of a quiz: of each idea how many knew it, the least known first, and of nobody who
    that was."""
    yield (("What came of the quiz", "title"),)
    yield GAP
    for one in seen.ideas:
        full = round(BAR * one.right / max(1, one.asked))
        bar: Row = (("━" * full, "good"), ("─" * (BAR - full), "muted"))
        counts: Row = ((f"{one.right} of {one.asked}  ", "strong"), *bar)
        yield spread(((one.title(course), "text"),), counts, width)


def _large(text: str, words: str, width: int) -> Iterator[Row]:
    """Digits five rows high, with words beside them; in plain characters where there is little
    room."""
    if width < LARGE:
        yield ((text, "strong"), (f" {words}", "text"))
        return
    for row in range(5):
        line: Row = ()
        for word in text.split(" "):
            if word.isalpha():
                line = (*line, (f"  {word if row == 3 else ' ' * len(word)}  ", "text"))
                continue
            dots = "  ".join(_wide(DIGITS[digit].split("|")[row]) for digit in word)
            line = (*line, (dots, "strong"))
        yield (("  ", "text"), *line, (f"    {words}" if row == 3 else "", "text"))


def _wide(dots: str) -> str:
    return "".join("██" if dot == "#" else "  " for dot in dots)


# -- a question that is held ------------------------------------------------------------------


def _held(seen: Projection, view: View, width: int, height: int, charset: Charset) -> Iterator[Row]:
    """What every learner sees of it, and how many have answered."""
    poll = seen.poll
    assert poll is not None and view.question is not None
    yield _top(seen, view, width)
    yield GAP
    asked = list(_asked(view, _round(seen), width))
    yield from asked
    foot = list(_count(seen, width))
    options = _options(view, width)
    room = height - 2 - len(asked) - len(foot) - len(options) - 1
    yield from _case(seen, view, width, room, charset)
    yield from options
    yield from foot


def _case(seen: Projection, view: View, width: int, height: int, charset: Charset) -> Iterator[Row]:
    """The listing with its numbers, and the picture beside it; `height` rows."""
    assert seen.asked is not None
    scene = seen.asked.scene
    names = {one.name for one in view.parameters}
    beside = width >= BESIDE and scene is not None
    left = width * 11 // 20 - 3 if beside else width
    constants = [one._replace(editable=False) for one in view.parameters]
    rows = [GAP, *parameter_rows(left, constants, "", ""), GAP]
    sheet = Sheet(view.listing, names)
    rows += Sheet(sheet.without_constants(), names).lay(left, max(1, height - len(rows)))
    if not beside or scene is None:
        yield from (*rows[:height], *(GAP for _ in range(height - len(rows))))
        return
    picture = draw(scene, width - left - 3, height, charset=charset)
    for row in range(height):
        yield (*fill(rows[row] if row < len(rows) else (), left), ("   ", "text"), *picture[row])


def _options(view: View, width: int) -> list[Row]:
    """What can be picked."""
    assert view.question is not None
    rows = []
    for at, option in enumerate(view.question.options, 1):
        first: Row = ((f" {at}  ", "accent"),)
        rows += wrap((*first, *inline(" ".join(option.split()))), width, indent="    ")
    return [GAP, *rows] if rows else []


def _count(seen: Projection, width: int) -> Iterator[Row]:
    """How many have answered: large, and in circles that are nobody's."""
    of = max(len(seen.here), seen.committed)
    yield (("─" * width, "faint"),)
    yield GAP
    yield from _large(f"{seen.committed} of {of}", "have committed", width)
    yield GAP
    circles = min(of, CIRCLES, width // 2 - 2)
    full = seen.committed * circles // max(1, of)
    yield (("  ", "text"), ("● " * full, "strong"), ("○ " * (circles - full), "muted"))
    yield GAP
    yield (("Everybody's answer is shown to all at once.", "muted"),)


def _door(seen: Projection) -> Row:
    """How late comers come in."""
    way = seen.door.ways[0] if seen.door.ways else ""
    code: Row = (("   code ", "muted"), (seen.door.code, "strong")) if seen.door.code else ()
    return ((way, "muted"), *code)


def _top(seen: Projection, view: View, width: int) -> Row:
    """Where the class is, and how late comers come in."""
    left: Row = ((view.lesson, "muted"), (" › ", "faint"), (view.step, "title"))
    return spread(left, _door(seen), width)


# -- what was answered ------------------------------------------------------------------------


def _shown(
    seen: Projection, view: View, width: int, height: int, charset: Charset
) -> Iterator[Row]:
    """The answers: as dots on the picture where they lie along it, and as bars by what they are."""
    poll = seen.poll
    assert poll is not None and view.question is not None and seen.asked is not None
    table, foot = _groups(seen, width), list(_foot(seen, view, width))
    crowd, asked = None, list(_asked(view, _vote(seen, None), width))
    room = height - 2 - len(asked) - len(table) - 1 - len(foot)
    if seen.piles and seen.asked.scene is not None and room > LOWEST:
        crowd = draw_crowd(seen.asked.scene, seen.piles, width, room - 1, charset=charset)
    yield _top(seen, view, width)
    yield GAP
    yield from _asked(view, _vote(seen, crowd), width)
    if crowd is not None:
        yield GAP
        yield from crowd.rows
    elif room > LOWEST:
        yield from _case(seen, view, width, room, charset)
    yield GAP
    yield from table
    yield from foot


def _asked(view: View, beside: Row, width: int) -> Iterator[Row]:
    """The question, and what is said of its vote: beside it, or beneath where there is little
    room."""
    assert view.question is not None
    if width < BESIDE:
        yield from wrap(inline(view.question.prompt, "strong"), width)
        yield spread((), beside, width)
        return
    first, *others = wrap(inline(view.question.prompt, "strong"), width - SAID)
    yield spread(first, beside, width)
    yield from others


def _round(seen: Projection) -> Row:
    """Which vote it is, where that is not the first."""
    assert seen.poll is not None
    again = "second vote" if seen.poll.round == 2 else f"vote {seen.poll.round}"
    return ((again, "strong"),) if seen.poll.round > 1 else ()


def _vote(seen: Projection, crowd: Crowd | None) -> Row:
    """Which vote, of how many, and what a dot is."""
    said = []
    if crowd is not None and crowd.each > 1:
        said.append(f"a dot is {crowd.each} people")
    if crowd is not None and crowd.beyond:
        said.append(f"{crowd.beyond} off the chart")
    answers = "1 answer" if seen.voted == 1 else f"{seen.voted} answers"
    vote = _round(seen)
    return (*vote, ("   " * bool(vote), "text"), ("   ".join([*said, answers]), "muted"))


def _groups(seen: Projection, width: int) -> list[Row]:
    """A row for each group: its sign, its answer, what it is called, how many, and the line that
    gives it."""
    most = max((max(len(one.group.learners), len(one.before)) for one in seen.groups), default=0)
    again = seen.poll is not None and seen.poll.round > 1
    values = [number(one.group.value) if one.group.value is not None else "" for one in seen.groups]
    room = max(map(len, values), default=0)
    lines = _lines([one.group.rule for one in seen.groups])
    rules = width >= RULES and any(lines)
    bar = min(BAR, width // 6)
    right = min(max(map(len, lines)), width - room - WORDS - bar - 24) if rules else 0
    rows = []
    for one, value, line in zip(seen.groups, values, lines, strict=True):
        if one.group.words == ELSE and not one.group.learners and not one.before:
            continue
        style, sign = hue(one), "◆" if one.group.right else one.sign or "·"
        words: Row = ((one.group.words, "strong" if one.group.right else "text"),)
        if one.group.words == ELSE and seen.others:
            words = (*words, (f": {seen.others}", "muted"))
        left: Row = ((f" {sign} ", style), (f"{value:<{room}}  " if room else "", style))
        counts = _counts(one, style, again)
        bars = _bar(one, style, most, bar)
        wide = width - width_of(left) - width_of(counts) - bar - 2 - (right + 3 if rules else 0)
        row = (*left, *spread(words, (), max(1, wide)), *counts, ("  ", "text"))
        row = (*row, *fill(bars, bar))
        if rules and line:
            row = spread((*row, ("   ", "text"), (line, style)), (), width)
        rows.append(row)
    return rows


def _lines(rules: Sequence[str]) -> list[str]:
    """The lines that give the answers, without what all of them set."""
    names = {rule.partition(" = ")[0] for rule in rules if rule}
    if len(names) > 1:
        return [*rules]
    return [rule.partition(" = ")[2] or rule for rule in rules]


def _counts(one: Compared, style: str, again: bool) -> Row:
    now = f"{len(one.group.learners):>3}"
    return ((f"{len(one.before):>3} → ", "muted"), (now, style)) if again else ((now, style),)


def _bar(one: Compared, style: str, most: int, width: int) -> Row:
    """So many as are there, and those who have left it."""

    def cells(people: int) -> int:
        return -(-people * width // max(1, most))

    full = cells(len(one.group.learners))
    left = max(0, cells(len(one.before)) - full)
    return (("━" * full, style), ("─" * left, "muted"))


def _foot(seen: Projection, view: View, width: int) -> Sequence[Row]:
    """Who has moved, and how the answer is worked out."""
    said: Row = inline(seen.moved) if seen.moved else ()
    worked: Row = ((view.worked, "truth"),) if view.worked else ()
    if not said and not worked:
        return ()
    if width_of(said) + width_of(worked) + 3 <= width:
        return (GAP, spread(said, worked, width))
    return (GAP, *(wrap(said, width) if said else ()), *(wrap(worked, width) if worked else ()))
