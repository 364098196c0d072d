"""The board in rows: who is where, what is held, who is stuck."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.classroom.roster import Board, Person, Sign
from tutor.classroom.state import Quiz
from tutor.engine.numbers import number
from tutor.session.tally import ELSE, compared
from tutor.ui.text_layout import Row, fill, inline, spread, wrap

WIDE = 100
"""Columns from which what is held stands beside the roster."""
BAR = 12
"""Columns of the longest bar."""
PERSON = 24
"""Columns of one name in the roster."""
MARKS = {
    Sign.HAND: ("!", "warm", "hand up"),
    Sign.STUCK: ("✗", "bad", "stuck"),
    Sign.WORKING: ("·", "muted", "working"),
    Sign.COMMITTED: ("◇", "warm", "committed"),
    Sign.AWAY: ("○", "faint", "away"),
    Sign.OUT: ("-", "faint", "taken out"),
}
"""The sign of each, its style, and its name."""
GAP: Row = (("", "text"),)


def board_rows(
    width: int,
    height: int,
    board: Board,
    people: Sequence[Person],
    step: str,
    notes: str,
    said: Row,
    *,
    at: int = 0,
) -> list[Row]:
    """All of the board between its heading and its keys: side by side where there is room, else
    what is held above the roster. `people` are those that are shown, `at` the one that is chosen,
    `step` the one in hand, `said` the line above the keys."""
    bottom = [said] if said else []
    height -= len(bottom)
    if width < WIDE:
        rows = [*held_rows(board, width, narrow=True)[: max(0, height - 6)], GAP]
        return [*rows, *roster_rows(board, people, width, height - len(rows), at), *bottom]
    right = width * 45 // 120 - 1
    left = width - right - 4
    beside = [*held_rows(board, right), GAP, *stuck_rows(board, right)]
    if notes:
        beside += [GAP, (("Notes", "accent"),), *wrap(inline(notes), right)]
    steps = [*steps_rows(board, step, left), GAP]
    there = [*steps, *roster_rows(board, people, left, height - len(steps), at)]
    rows = []
    for number_ in range(height):
        one = there[number_] if number_ < len(there) else ()
        other = beside[number_] if number_ < len(beside) else ()
        rows.append((*fill(one, left), (" │ ", "faint"), *other))
    return [*rows, *bottom]


def roster_rows(
    board: Board, people: Sequence[Person], width: int, height: int, at: int
) -> list[Row]:
    """Who is here, column by column, so many as there is room for around the chosen one."""
    counts: Row = (("Roster ", "accent"),)
    for sign, (mark, style, name) in MARKS.items():
        if count := board.count(sign):
            counts = (*counts, (f" {mark} ", style), (f"{name} ", "muted"), (f"{count}", "text"))
    columns, rows = max(1, width // PERSON), max(1, height - 2)
    room = columns * rows
    at = min(at, max(len(people) - 1, 0))
    first = at // room * room
    shown = people[first : first + room]
    laid: list[Row] = []
    for row in range(min(rows, len(shown))):
        line: Row = ()
        for place in range(row, len(shown), rows):
            line = (*line, *_person(shown[place], first + place == at))
        laid.append(line)
    more = len(people) - len(shown)
    foot = f"{first + 1}–{first + len(shown)} of {len(people)}, those who need you first"
    return [counts, *laid, *([((foot, "muted"),)] if more else [])]


def _person(person: Person, chosen: bool) -> Row:
    mark, style, _ = MARKS[person.sign]
    name: Row = ((person.name, "strong" if person.sign <= Sign.STUCK else "text"),)
    head: Row = (("›" if chosen else " ", "pointer"), (f"{mark} ", style), *fill(name, PERSON - 10))
    return (*head, (f"{person.place:>5}  ", "muted"))


def steps_rows(board: Board, step: str, width: int) -> list[Row]:
    """The steps of the lesson, one sign for each who is there."""
    rows: list[Row] = [(("Where everybody is", "accent"),)]
    most = max((len(one.people) for one in board.steps), default=0)
    room = max(8, width - 42)
    each = max(1, -(-most // room))
    if each > 1:
        note: Row = ((f"one mark is up to {each} people", "muted"),)
        rows = [spread(rows[0], note, width)]
    for one in board.steps:
        here = one.step == step
        title = f"{one.title}, closed" if one.closed else one.title
        style = "title" if here else "text" if one.people else "muted"
        left: Row = (("▸ " if here else "  ", "pointer"), (f"{one.number:>2} ", "muted"))
        left = (*fill((*left, (title, style)), 36), ("  ", "text"))
        for sign, (mark, hue, _) in MARKS.items():
            count = one.people.count(sign)
            left = (*left, (mark * -(-count // each), hue))
        rows.append(spread(left, ((f"{len(one.people) or ''}", "strong"),), width))
    return rows


def held_rows(board: Board, width: int, *, narrow: bool = False) -> list[Row]:
    """What is held, with its counts: for whoever leads the class, and nobody else."""
    if board.state.taken is not None:
        return _quiz_rows(board, board.state.taken, width)
    poll, counted = board.state.poll, board.tally
    if poll is None or counted is None:
        return [(("Held  ", "accent"), ("nothing yet", "muted"))]
    seconds = int((board.now - poll.at).total_seconds()) if poll.at is not None else 0
    vote = "first vote" if poll.round == 1 else "second vote"
    how = "shown" if poll.shown else f"{vote} {seconds // 60}:{seconds % 60:02}"
    title: Row = (("Held  ", "accent"), (f"question {poll.question + 1}", "muted"))
    rows = [spread(title, ((how, "muted"),), width)]
    task = counted.task
    rows += wrap(inline(task.ask.filled(task.question.say or task.kind.prompt(task.ask))), width)
    of = f" of {max(board.here, board.committed)} have committed"
    committed: list[Row] = [((f"◇ {board.committed}", "warm"), (of, "text"))]
    alone = not narrow and not poll.shown
    committed += [(("the room sees only this line", "muted"),)] if alone else []
    rows += [*committed, GAP] if narrow else [GAP]
    most = max((len(group.learners) for group in counted.groups), default=0)
    for one in compared(counted, board.before, same=board.same):
        group = one.group
        if group.words == ELSE and not group.learners:
            continue
        value = f"{number(group.value)} " if group.value is not None else ""
        style = "good" if group.right else "muted" if group.words == ELSE else "warm"
        mark = "◆" if group.right else one.sign or "·"
        left: Row = ((f"{mark} {value}", style), (group.words, "text"))
        count = len(group.learners)
        bar = "━" * -(-BAR * count // max(1, most))
        right: Row = ((f"{count:>4}  ", "strong"), (f"{bar:<{BAR}}", style))
        rows.append(spread(left, right if not narrow else right[:1], width))
    return rows if narrow else [*rows, GAP, *committed]


def _quiz_rows(board: Board, quiz: Quiz, width: int) -> list[Row]:
    """The quiz that is taken: until when, and how many have handed it in."""
    until = quiz.until()
    left = max(0, round((until - board.now).total_seconds())) if until is not None else 0
    clock = f"{left // 60}:{left % 60:02} left" if left else "time is up"
    title: Row = (("Quiz  ", "accent"), (f"{quiz.count} questions", "muted"))
    done = sum(one.done for one in board.scores)
    rows = [spread(title, ((clock, "warm"),), width)]
    if (last := quiz.ends) is not None and until is not None and last > until:
        rows.append(((f"some have until {last.astimezone():%H:%M}", "muted"),))
    handed: Row = ((f"◇ {done}", "warm"), (f" of {len(board.scores)} have handed it in", "text"))
    return [*rows, GAP, handed]


def stuck_rows(board: Board, width: int) -> list[Row]:
    """Who has a hand up or is stuck, the longest first."""
    needy = [one for one in board.people if one.sign <= Sign.STUCK]
    rows: list[Row] = [(("Stuck", "accent"),)]
    for one in needy[:5]:
        mark, style, _ = MARKS[one.sign]
        left: Row = ((f"{mark} ", style), *fill(((one.name, "strong"),), 12), (one.why, "muted"))
        minutes, seconds = divmod(int(one.seconds), 60)
        rows.append(spread(left, ((f"{minutes}:{seconds:02}", "muted"),), width))
    if len(needy) > 5:
        rows.append(((f"and {len(needy) - 5} more", "muted"),))
    if not needy:
        rows.append((("nobody", "muted"),))
    return rows
