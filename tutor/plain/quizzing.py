"""A quiz, a review or practice, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.core import wording
from tutor.plain import telling

if TYPE_CHECKING:
    from tutor.core.round import Round, RoundView, Summary
    from tutor.plain.talk import Talk
    from tutor.store.rounds import Rounds

WORDS = """\
Words that work at any time:
  skip         come back to this question later
  back, next   to the question before or after
  bowl         the error curve in sentences
  finish       end it with what is there
  quit         leave; the quiz waits for you
  help         this list
End an answer with ? for a hunch, with ! when you are certain."""


def play(round_: Round, rounds: Rounds, talk: Talk) -> bool:
    """Ask until it is over; False when the learner leaves before. Raises Ended with the input."""
    told = (0, 0)
    while not round_.finished:
        rounds.keep(round_)
        shown = round_.view()
        spot = (shown.number, len([mark for mark in shown.marks if mark in ("right", "wrong")]))
        if spot[0] != told[0]:
            _ask(shown, talk)
        told = spot
        answered = shown.view.phase.value != "ask"
        line = talk.ask("[enter: go on] " if answered else "Your answer: ").strip()
        match line:
            case "quit":
                return False
            case "skip":
                round_.skip()
            case "back" | "next":
                round_.move(-1 if line == "back" else 1)
            case "finish":
                round_.finish()
            case "bowl":
                _bowl(shown, talk)
            case "help":
                for word in WORDS.splitlines():
                    talk.say(word)
            case _:
                if not answered:
                    round_.type(line)
                round_.enter()
                _answer(round_, talk)
    rounds.keep(round_)
    return True


def _ask(shown: RoundView, talk: Talk) -> None:
    open_ = sum(mark in ("open", "skipped") for mark in shown.marks)
    talk.say()
    talk.say(f"{shown.title}: question {shown.number} of {shown.count}, {open_} open.")
    if shown.left is not None:
        talk.say(f"{int(shown.left // 60)} minutes {int(shown.left % 60)} seconds left.")
    for line in (*telling.code(shown.view), *telling.constants(shown.view)):
        talk.say(line)
    if shown.view.question is not None:
        for line in telling.question(shown.view.question):
            talk.say(line)


def _bowl(shown: RoundView, talk: Talk) -> None:
    from tutor.plain.bowl import told

    talk.prose(told(shown.view))


def _answer(round_: Round, talk: Talk) -> None:
    """What is said after enter: a sentence why not, or with feedback the verdict."""
    shown = round_.view()
    if shown.note:
        talk.say(shown.note)
    elif shown.view.verdict is not None and shown.view.phase.value != "ask":
        talk.prose(shown.view.verdict.say)
        for line in telling.outcome(shown.view):
            talk.say(line)


def summarise(summary: Summary, talk: Talk) -> None:
    """The score, then each miss beside the truth."""
    talk.say()
    count = len(summary.outcomes)
    talk.say(f"{summary.title} over: {summary.right} of {count} right.")
    lessons: dict[str, list[bool]] = {}
    for one in summary.outcomes:
        lessons.setdefault(one.item.lesson, []).append(one.known)
    for lesson, known in lessons.items():
        talk.say(f"  {lesson}: {sum(known)} of {len(known)} known.")
    for one in summary.missed:
        talk.say()
        talk.say(f"{one.item}: {one.title}.")
        constants = ", ".join(f"{k} {wording.number(v)}" for k, v in one.values.items())
        if constants:
            talk.say(f"  With {constants}.")
        talk.say(f"  {' '.join(one.prompt.split())}")
        talk.say(f"  You said {one.you or 'nothing'}. True: {' '.join(one.truth.split())}.")
        talk.prose(one.say)
        if one.worked:
            talk.say(f"  Worked out: {one.worked}")
